"""Which row of one version is which of another: by row id, or by the values of key columns.

Row groups whose identifying chunks have equal names hold the same rows and are not read. The rest is matched by a
64-bit value a row: the row id itself, or a hash of the key, and what hashes matched is then compared by value, so that
no two keys are ever taken for equal that are not. Memory: about 90 bytes for each row that is not in such a row group, 140 where it is
matched by a key.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.diff.sides import Pair, Side, Sides
from driftdesk.core.entities import ROW_IDS
from driftdesk.core.tables.arrays import Ints, Mask
from driftdesk.core.tables.equality import differ, row_hashes
from driftdesk.core.tables.values import nan_to_null, to_text

_BLOCK_BYTES = 128 << 20


@dataclass(frozen=True)
class Matched:
    """``groups`` hold the same rows in the same order; ``before[i]`` and ``after[i]`` (ascending in ``after``) are the
    positions of one row outside of them; ``removed`` and ``added`` are in one version only."""

    groups: list[tuple[int, int]]
    before: Ints
    after: Ints
    removed: Ints
    added: Ints


def match(sides: Sides, key: Sequence[Pair]) -> Matched:
    """Match by ``key`` (empty: by row id). Rows with equal keys are matched in their order."""
    pairs = list(key) or [(ROW_IDS, ROW_IDS)]
    before, after = sides.before, sides.after
    groups, left, right = _aligned(before, after, pairs)
    old, new = before.rows_of(left), after.rows_of(right)
    if not len(old) or not len(new):
        nothing = np.zeros(0, np.int64)
        return Matched(groups, nothing, nothing, old, new)
    here, there = _identities(sides, left, key, 0), _identities(sides, right, key, 1)
    a, b = paired(here, there)
    if key:
        a, b = _verified(sides, key, (old, new), (here, there), (a, b))
    order = np.argsort(b)
    a, b = a[order], b[order]
    gone, come = np.ones(len(old), bool), np.ones(len(new), bool)
    gone[a] = come[b] = False
    return Matched(groups, old[a], new[b], old[gone], new[come])


def _aligned(
    before: Side, after: Side, pairs: Sequence[Pair]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Row groups with the same identities, and those on either side that are left."""
    waiting: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for i, group in enumerate(before.groups):
        waiting[(group.rows, *before.digests(i, [p[0] for p in pairs]))].append(i)
    aligned, right = [], []
    for j, group in enumerate(after.groups):
        same = waiting.get((group.rows, *after.digests(j, [p[1] for p in pairs])))
        if same:
            aligned.append((same.popleft(), j))
        else:
            right.append(j)
    return aligned, sorted(i for some in waiting.values() for i in some), right


def _identities(sides: Sides, groups: Sequence[int], key: Sequence[Pair], which: int) -> Ints:
    """A value for each row of these groups of one side (0: before): its row id, or the hash of its key."""
    side = (sides.before, sides.after)[which]
    columns = [p[which] for p in key] or [ROW_IDS]

    def one(group: int) -> Ints:
        arrays = side.read(group, columns)
        if not key:
            return np.asarray(arrays[0])
        arrays = [
            to_text(a) if _families_differ(p) else nan_to_null(a) for a, p in zip(arrays, key, strict=True)
        ]
        return row_hashes(arrays)[0].view(np.int64)

    found = []
    for done, part in enumerate(ordered_map(one, groups)):
        sides.context.check()
        sides.context.progress(done + 1, len(groups), "matching rows")
        found.append(part)
    return np.concatenate(found)


def _families_differ(pair: Pair) -> bool:
    kinds = {pair[0].kind, pair[1].kind}
    return len(kinds) > 1 and not all(kind.is_string for kind in kinds)


def paired(here: Ints, there: Ints) -> tuple[Ints, Ints]:
    """Indices of equal values, the first with the first, the second with the second and so on."""
    order_a, order_b = np.argsort(here, kind="stable"), np.argsort(there, kind="stable")
    here, there = here[order_a], there[order_b]
    if _are_unique(here) and _are_unique(there):
        at = np.minimum(np.searchsorted(there, here), len(there) - 1)
        same = there[at] == here
        return order_a[same], order_b[at[same]]
    values_a, first_a, count_a = np.unique(here, return_index=True, return_counts=True)
    values_b, first_b, count_b = np.unique(there, return_index=True, return_counts=True)
    _, in_a, in_b = np.intersect1d(values_a, values_b, assume_unique=True, return_indices=True)
    counts = np.minimum(count_a[in_a], count_b[in_b])
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    a = order_a[np.repeat(first_a[in_a], counts) + within]
    b = order_b[np.repeat(first_b[in_b], counts) + within]
    return a, b


def _are_unique(rising: Ints) -> bool:
    return bool(np.all(rising[1:] != rising[:-1]))


def _verified(
    sides: Sides,
    key: Sequence[Pair],
    rows: tuple[Ints, Ints],
    hashes: tuple[Ints, Ints],
    found: tuple[Ints, Ints],
) -> tuple[Ints, Ints]:
    """The pairs of rows whose keys are equal by value. Hashes that two keys share are matched anew, key by key."""
    order = np.argsort(found[1])
    a, b = found[0][order], found[1][order]
    wrong = np.zeros(len(a), bool)
    for pair in key:
        wrong |= differing(sides, pair, (rows[0][a], rows[1][b]), "verifying keys")
    if not wrong.any():
        return a, b
    shared = np.unique(hashes[0][a[wrong]])
    keep = ~np.isin(hashes[0][a], shared)
    again_a, again_b = (np.flatnonzero(np.isin(h, shared)) for h in hashes)
    waiting: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for row, value in zip(again_a, _keys(sides.before, key, 0, rows[0][again_a]), strict=True):
        waiting[value].append(int(row))
    more_a, more_b = [], []
    for row, value in zip(again_b, _keys(sides.after, key, 1, rows[1][again_b]), strict=True):
        if waiting.get(value):
            more_a.append(waiting[value].popleft())
            more_b.append(int(row))
    return np.append(a[keep], np.array(more_a, np.int64)), np.append(b[keep], np.array(more_b, np.int64))


def _keys(side: Side, key: Sequence[Pair], which: int, positions: Ints) -> list[tuple[object, ...]]:
    columns = [pa.array(c) for c in side.values([p[which] for p in key], positions)]
    alike = [to_text(c) if _families_differ(p) else nan_to_null(c) for c, p in zip(columns, key, strict=True)]
    return list(zip(*(c.to_pylist() for c in alike), strict=True))


def differing(sides: Sides, pair: Pair, rows: tuple[Ints, Ints], stage: str) -> Mask:
    """Where a column's value at ``rows[0][i]`` before differs from that at ``rows[1][i]`` (ascending) after.

    Row groups of the first version are held a few at a time, those of the second pass by: whatever the order of the
    rows, memory stays bounded, and rows that kept their order are read once.
    """
    before = sides.before
    changed = np.zeros(len(rows[0]), bool)
    needed = [int(g) for g in np.unique(before.group_of(rows[0]))]
    block: dict[int, pa.Array] = {}
    arrays = ordered_map(lambda g: before.read(g, [pair[0]])[0], needed)
    for done, (group, array) in enumerate(zip(needed, arrays, strict=True)):
        size = sum(a.nbytes for a in block.values())
        if block and (size + array.nbytes > _BLOCK_BYTES or array.type != next(iter(block.values())).type):
            _compare_block(sides, pair, rows, block, changed)
            block = {}
        block[group] = array
        sides.context.progress(done + 1, len(needed), stage)
    if block:
        _compare_block(sides, pair, rows, block, changed)
    return changed


def _compare_block(
    sides: Sides, pair: Pair, rows: tuple[Ints, Ints], block: dict[int, pa.Array], changed: Mask
) -> None:
    """Mark in ``changed`` those rows that differ whose first side is in ``block`` (values by row group)."""
    before, after = sides.before, sides.after
    shift = np.zeros(len(before.groups), np.int64)
    is_held = np.zeros(len(before.groups), bool)
    end = 0
    for group, array in block.items():
        shift[group], is_held[group] = end - before.starts[group], True
        end += len(array)
    values = pa.concat_arrays(list(block.values()))
    group_before = before.group_of(rows[0])
    chosen = np.flatnonzero(is_held[group_before])
    local = rows[0][chosen] + shift[group_before[chosen]]
    there = rows[1][chosen]
    groups, first = np.unique(after.group_of(there), return_index=True)
    arrays = ordered_map(lambda g: after.read(int(g), [pair[1]])[0], groups)
    for group, array, start, stop in zip(groups, arrays, first, [*first[1:], len(chosen)], strict=True):
        sides.context.check()
        here = values.take(pa.array(local[start:stop]))
        other = array.take(pa.array(there[start:stop] - after.starts[group]))
        changed[chosen[start:stop]] = differ(here, other)
