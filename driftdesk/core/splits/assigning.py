"""Which part of a split each row belongs to: row ids, strata, groups and times in, part numbers out.

Order comes from a hash of the row id (or of the group's value) and the seed, never from where a row stands. Rows that
had a part in an older split keep it (``kept``), and the new ones fill up what is short; so parts stay what they were
when rows are added, removed or edited, and have their shares of the whole as exactly as whole rows allow.
"""

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.profiles.hashing import Hashes, mix
from driftdesk.core.splits.strata import apportion
from driftdesk.core.tables.arrays import Ints

Parts = NDArray[np.uint8]
Floats = NDArray[np.float64]

NEW = 255
"""Of ``kept``: the row had no part yet."""
_ONE_BY_ONE = 4096
"""Groups that are placed each where rows are lacking most, the largest first; the rest fill up in one go."""


def order_of(values: Hashes, seed: int) -> Hashes:
    """What rows or groups are sorted by."""
    return mix(values ^ mix(np.full(1, seed, np.uint64)))


def by_strata(row_ids: Ints, strata: Ints, shares: Floats, seed: int, kept: Parts) -> Parts:
    """Each stratum with its share in every part; what is lost by rounding in one is made up for in the next."""
    parts = kept.copy()
    _, members = np.unique(strata, return_inverse=True)
    order = np.lexsort((order_of(row_ids.view(np.uint64), seed), members))
    carried = np.zeros(len(shares))
    for rows in np.split(order, np.cumsum(np.bincount(members))[:-1]):
        wanted = shares * len(rows) + carried
        counts = _whole(wanted, len(rows))
        carried = wanted - counts
        new = rows[kept[rows] == NEW]
        there = np.bincount(kept[rows][kept[rows] != NEW], minlength=len(shares))
        lacking = np.maximum(counts - there, 0)
        parts[new] = np.repeat(np.arange(len(shares), dtype=np.uint8), _fill(lacking, len(new)))
    return parts


def by_group(groups: Hashes, shares: Floats, seed: int, kept: Parts) -> Parts:
    """All rows of a group (``groups``: a hash of its value for each row) in one part; a group of which rows had a part
    already joins them."""
    values, members, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    part = np.full(len(values), NEW, np.uint8)
    old = kept != NEW
    part[members[old]] = kept[old]
    there = np.bincount(part[part != NEW], weights=sizes[part != NEW], minlength=len(shares))
    lacking = shares * len(groups) - there
    new = np.flatnonzero(part == NEW)
    magnitude = np.floor(np.log2(sizes[new])).astype(np.int64)
    new = new[np.lexsort((order_of(values[new], seed), -magnitude))]
    for group in new[:_ONE_BY_ONE]:
        part[group] = chosen = int(np.argmax(lacking))
        lacking[chosen] -= sizes[group]
    rest = new[_ONE_BY_ONE:]
    if len(rest):
        ends = np.cumsum(np.maximum(lacking, 0))
        middles = (np.cumsum(sizes[rest]) - sizes[rest] / 2) * (ends[-1] / sizes[rest].sum())
        part[rest] = np.minimum(np.searchsorted(ends, middles, side="right"), len(shares) - 1)
    found: Parts = part[members]
    return found


def by_time(times: Ints, row_ids: Ints, shares: Floats) -> Parts:
    """The oldest rows in the first part, and so on. Rows of one time are not torn apart; those without a time (the
    least value) are the oldest."""
    order = np.lexsort((row_ids, times))
    rising = times[order]
    parts = np.zeros(len(times), np.uint8)
    for cut in np.rint(np.cumsum(shares)[:-1] * len(times)).astype(np.int64):
        if cut >= len(times):
            continue
        first, last = (int(np.searchsorted(rising, rising[cut], side=side)) for side in ("left", "right"))
        at = first if cut - first <= last - cut else last
        parts[order[at:]] += 1
    return parts


def _whole(wanted: Floats, total: int) -> Ints:
    """Whole numbers next to ``wanted`` that add up to ``total``."""
    counts: Ints = np.floor(np.maximum(wanted, 0)).astype(np.int64)
    short = total - int(counts.sum())
    order = np.argsort(counts - wanted, kind="stable")
    if short >= 0:
        counts[order[:short]] += 1
        return counts
    for part in order[::-1]:
        taken = min(int(counts[part]), -short)
        counts[part] -= taken
        short += taken
    return counts


def _fill(lacking: Ints, rows: int) -> Ints:
    """How many new rows each part gets."""
    return apportion(lacking, rows) if rows and lacking.sum() else np.zeros(len(lacking), np.int64)
