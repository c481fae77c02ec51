"""Where drift concentrates: rules of up to three conditions, searched in one half of the rows and judged on the other.

Of whole rows: of which kind are there more, or fewer? A rule's **score** is the Jensen-Shannon divergence (base 2) of its
shares on both sides. Of one column: in which rows did *it* move? The score is the share of such rows times how much
further the column moved there than elsewhere. Rules grow one condition at a time, the best ones only (beam search, as
in subgroup discovery: Lavrač et al. 2004; slices of data: Chung et al. 2019).

A search among thousands of rules always finds something. So the figures and p-values that are told come from the other half, with
Bonferroni's correction for the rules that are judged there, and a rule that does not hold there is not told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.drift.methods.counts import homogeneity_p, proportions_p
from driftdesk.core.drift.why.conditions import VALUES, Condition, Mask, as_numbers, coded
from driftdesk.core.entities import Column, Kind, Segment
from driftdesk.core.profiles.ordered import Floats

BEAM = 12
TOLD = 6
"""Rules on whole rows at most."""
TOLD_OF_COLUMN = 1
ALPHA = 0.01
_LEAST_SHARE = 0.02
_LEAST_ROWS = 25
_LEAST_MOVE = 0.02
"""A share that moved by less is no news."""
_WORTH_A_CONDITION = 1.25
_LEAST_DISTANCE = 0.1
_MUCH_MORE = 2.0
_TENTHS = np.linspace(0.1, 0.9, 9)

Codes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Half:
    """Some rows of both sides, and where each condition holds in them: (conditions, rows)."""

    reference: Mask
    current: Mask


@dataclass(frozen=True)
class Rule:
    """Conditions (by number) that all hold, and where they do."""

    parts: tuple[int, ...]
    reference: Mask
    current: Mask
    score: float


Score = Callable[[Rule, Rule, Half], Floats]
"""(a rule, the rows it is a part of, all conditions) -> the score of the rule with each condition added; -1: too thin."""


def halves(
    found: Sequence[Condition], reference_rows: int, current_rows: int, seed: int
) -> tuple[Half, Half]:
    """The rows to search in, and those to judge by."""
    a = np.stack([c.reference for c in found])
    b = np.stack([c.current for c in found])
    left, right = _parted(reference_rows, current_rows, seed)
    return Half(a[:, left], b[:, right]), Half(a[:, ~left], b[:, ~right])


def _parted(reference_rows: int, current_rows: int, seed: int) -> tuple[Mask, Mask]:
    random = np.random.default_rng(seed)
    return random.permutation(reference_rows) % 2 == 0, random.permutation(current_rows) % 2 == 0


def search(found: Sequence[Condition], half: Half, score: Score, depth: int, most: int) -> list[Rule]:
    """Up to ``most`` rules of up to ``depth`` conditions: the best one, the best of the rows that it leaves, and so on,
    so that no rule repeats what another one said."""
    rules: list[Rule] = []
    left = Rule((), np.ones(half.reference.shape[1], bool), np.ones(half.current.shape[1], bool), 0.0)
    while len(rules) < most and (best := _best(left, found, half, score, depth)) is not None:
        rules.append(best)
        left = Rule((), left.reference & ~best.reference, left.current & ~best.current, 0.0)
    return rules


def _best(everything: Rule, found: Sequence[Condition], half: Half, score: Score, depth: int) -> Rule | None:
    """The best rule in some rows."""
    beam, best = [everything], everything
    for _ in range(depth):
        grown: dict[tuple[int, ...], Rule] = {}
        for rule in beam:
            scores = score(rule, everything, half)
            for i in np.argsort(-scores, kind="stable")[: 3 * BEAM].tolist():
                parts = tuple(sorted((*rule.parts, i)))
                if i in rule.parts or parts in grown or scores[i] <= rule.score:
                    continue
                rows = (rule.reference & half.reference[i], rule.current & half.current[i])
                grown[parts] = Rule(parts, *rows, float(scores[i]))
        beam = sorted(grown.values(), key=lambda r: -r.score)[:BEAM]
        if not beam:
            break
        if beam[0].score > _WORTH_A_CONDITION * best.score:
            best = beam[0]
    return best if best.parts else None


# Whole rows -------------------------------------------------------------------------------------------------------


def moved(rule: Rule, everything: Rule, half: Half) -> Floats:
    """The score of rules on whole rows."""
    a, b = half.reference[:, rule.reference].sum(axis=1), half.current[:, rule.current].sum(axis=1)
    p, q = a / max(int(everything.reference.sum()), 1), b / max(int(everything.current.sum()), 1)
    enough = (np.maximum(p, q) >= _LEAST_SHARE) & (np.maximum(a, b) >= _LEAST_ROWS)
    return np.where(enough, _divergence(np.stack([p, 1 - p], -1), np.stack([q, 1 - q], -1)), -1.0)


def told(rules: Sequence[Rule], found: Sequence[Condition], half: Half) -> list[Segment]:
    """Those that hold in the other half, as it has them."""
    segments = []
    for rule in rules:
        a, b = _rows_of(rule, half)
        p, q = float(a.mean()), float(b.mean())
        p_value = min(1.0, len(rules) * proportions_p(int(a.sum()), a.size, int(b.sum()), b.size))
        if p_value <= ALPHA and abs(p - q) >= _LEAST_MOVE:
            segments.append(
                Segment(rule=_text(rule, found), reference_share=p, current_share=q, p_value=p_value)
            )
    return segments


def _rows_of(rule: Rule, half: Half) -> tuple[Mask, Mask]:
    parts = list(rule.parts)
    a: Mask = np.all(half.reference[parts], axis=0)
    b: Mask = np.all(half.current[parts], axis=0)
    return a, b


def _text(rule: Rule, found: Sequence[Condition]) -> str:
    return " and ".join(found[i].text for i in rule.parts)


# One column -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Binned:
    """A column's values in bins, on both sides of a half: (rows,) of 0 to ``bins`` - 1; -1 is missing."""

    reference: Codes
    current: Codes
    bins: int


def binned(column: Column, reference: pa.ChunkedArray, current: pa.ChunkedArray) -> Binned | None:
    """The values of ``column``: numbers in tenths of the reference, the most frequent categories. None where there is
    nothing to tell apart, and for texts."""
    if column.kind is Kind.TEXT:
        return None
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        a, b = as_numbers(reference), as_numbers(current)
        known = a[np.isfinite(a)]
        edges = np.unique(np.quantile(known, _TENTHS)) if known.size else known
        left, right = (np.where(np.isfinite(x), np.searchsorted(edges, x), -1) for x in (a, b))
        return Binned(left, right, edges.size + 1) if edges.size else None
    left, right, values = coded(reference, current, VALUES)
    return Binned(left, right, len(values) + 1) if values else None


def halves_of_column(
    found: Sequence[Condition], column: Binned, seed: int
) -> tuple[tuple[Half, Binned], tuple[Half, Binned]]:
    """As ``halves``, with the values of ``column`` in them."""
    left, right = _parted(column.reference.size, column.current.size, seed)
    seen, unseen = halves(found, column.reference.size, column.current.size, seed)
    return (
        (seen, Binned(column.reference[left], column.current[right], column.bins)),
        (unseen, Binned(column.reference[~left], column.current[~right], column.bins)),
    )


def moved_in(column: Binned) -> Score:
    """The score of rules on where ``column`` moved."""
    left, right = _one_hot(column.reference, column.bins), _one_hot(column.current, column.bins)

    def score(rule: Rule, everything: Rule, half: Half) -> Floats:
        a = half.reference[:, rule.reference].astype(np.float32) @ left[rule.reference]
        b = half.current[:, rule.current].astype(np.float32) @ right[rule.current]
        all_a, all_b = left[everything.reference].sum(axis=0), right[everything.current].sum(axis=0)
        inside, outside = _free_of_noise(a, b), _free_of_noise(all_a - a, all_b - b)
        n, m = a.sum(axis=1), b.sum(axis=1)
        share = m / max(float(all_b.sum()), 1.0)
        thin = (np.minimum(n, m) < 2 * _LEAST_ROWS) | (share < _LEAST_SHARE)
        return np.where(thin, -1.0, share * (inside - outside))

    return score


def told_of_column(
    name: str, rules: Sequence[Rule], found: Sequence[Condition], half: Half, column: Binned
) -> list[Segment]:
    """Those in which the column moved further than elsewhere in the other half, too."""
    segments: list[Segment] = []
    for rule in rules:
        a, b = _rows_of(rule, half)
        x, y = (
            _counted(codes[rows], column.bins) for codes, rows in ((column.reference, a), (column.current, b))
        )
        u, v = (
            _counted(codes[~rows], column.bins)
            for codes, rows in ((column.reference, a), (column.current, b))
        )
        p_value = min(1.0, len(rules) * homogeneity_p(x, y))
        inside, outside = (float(np.sqrt(_free_of_noise(*pair))) for pair in ((x, y), (u, v)))
        if p_value <= ALPHA and inside >= max(_LEAST_DISTANCE, _MUCH_MORE * outside):
            segments.append(
                Segment(
                    rule=_text(rule, found),
                    column=name,
                    reference_share=float(a.mean()),
                    current_share=float(b.mean()),
                    inside=inside,
                    outside=outside,
                    p_value=p_value,
                )
            )
    return segments


def _one_hot(codes: Codes, bins: int) -> npt.NDArray[np.float32]:
    table = np.zeros((codes.size, bins), np.float32)
    known = codes >= 0
    table[np.flatnonzero(known), codes[known]] = 1.0
    return table


def _counted(codes: Codes, bins: int) -> Floats:
    return np.bincount(codes[codes >= 0], minlength=bins).astype(np.float64)


def _free_of_noise(a: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """The Jensen-Shannon divergence of counts (last axis: bins) less what two samples of one law show on average,
    ``(bins - 1) (1/n + 1/m) / (8 ln 2)`` to second order, with the bins that are not empty."""
    x, y = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    n, m = x.sum(axis=-1, keepdims=True), y.sum(axis=-1, keepdims=True)
    divergence = _divergence(x / np.maximum(n, 1), y / np.maximum(m, 1))
    bins = np.maximum(((x + y) > 0.5).sum(axis=-1) - 1, 0)
    noise = bins * (1 / np.maximum(n, 1) + 1 / np.maximum(m, 1))[..., 0] / (8 * np.log(2))
    found: Floats = np.maximum(divergence - noise, 0.0)
    return found


def _divergence(p: Floats, q: Floats) -> Floats:
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(p > 0, p * np.log2(p / middle), 0.0).sum(axis=-1)
        right = np.where(q > 0, q * np.log2(q / middle), 0.0).sum(axis=-1)
    found: Floats = (left + right) / 2
    return found
