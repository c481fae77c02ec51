"""How well the main directions of the reference still describe new rows (as NannyML's PCA reconstruction error).

The directions are learned from one half of the reference; both the other half and the current side are new to them, so
that without drift the errors of both follow one law, and Mann and Whitney's test of them is exact. It sees what leaves the
space that the reference lives in (columns that no longer go together), and not a shift inside of that space.
"""

import numpy as np

from driftdesk.core.context import Context
from driftdesk.core.drift.together.finding import NOTHING, Finding, most_of_it, shares
from driftdesk.core.drift.together.matrix import Both, Floats
from driftdesk.core.drift.together.params import TogetherParams

VARIANCE = 0.65
"""Of the reference, which the directions keep; NannyML's default."""


def reconstruction_error(both: Both, params: TogetherParams, context: Context) -> Finding:
    """The effect is the chance that a new row has the larger error than one of the reference (or the smaller one, where that
    is what happened): 0.5 without drift."""
    random = np.random.default_rng([params.seed, 37])
    order = random.permutation(both.n)
    x = both.x.astype(np.float64)
    learned, held = x[order[: both.n // 2]], x[order[both.n // 2 :]]
    centre, directions = _directions(learned)
    context.check()
    if not directions.shape[1]:
        return NOTHING
    before, after = _residuals(held, centre, directions), _residuals(x[both.n :], centre, directions)
    context.check()
    p, above = _mann_whitney(before.sum(axis=1), after.sum(axis=1))
    responsible = shares(both.names, both.owner, after.mean(axis=0) - before.mean(axis=0))
    figures = {
        "components": float(directions.shape[1]),
        "error_reference": float(np.sqrt(before.sum(axis=1)).mean()),
        "error_current": float(np.sqrt(after.sum(axis=1)).mean()),
    }
    return Finding(max(above, 1 - above), p, figures, most_of_it(responsible), responsible)


def _directions(x: Floats) -> tuple[Floats, Floats]:
    """The mean, and the directions of most variance (features x directions) that keep VARIANCE of it, but not all."""
    centre = x.mean(axis=0)
    _, lengths, rows = np.linalg.svd(x - centre, full_matrices=False)
    variances = lengths**2
    if variances.sum() <= 1e-12 * max(x.size, 1):
        return centre, np.empty((x.shape[1], 0))
    kept = int(np.searchsorted(np.cumsum(variances) / variances.sum(), VARIANCE - 1e-12)) + 1
    return centre, rows[:kept].T


def _residuals(x: Floats, centre: Floats, directions: Floats) -> Floats:
    """Squared, by row and feature."""
    moved = x - centre
    squared: Floats = (moved - (moved @ directions) @ directions.T) ** 2
    return squared


def _mann_whitney(before: Floats, after: Floats) -> tuple[float, float]:
    """The two-sided p-value, and the chance that a new error is above an old one. Errors that differ by rounding are alike."""
    from scipy.stats import mannwhitneyu

    scale = max(float(before.max(initial=0.0)), float(after.max(initial=0.0)), 1e-12)
    old, new = np.round(before / scale, 10), np.round(after / scale, 10)
    if np.ptp(np.concatenate([old, new])) == 0:
        return 1.0, 0.5
    found = mannwhitneyu(new, old)
    return max(float(found.pvalue), 1e-300), float(found.statistic) / (new.size * old.size)
