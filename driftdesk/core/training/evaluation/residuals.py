"""How a regression errs: the law of its residuals (prediction less truth), and where along the predictions."""

import numpy as np

from driftdesk.core.entities import ErrorBin, Points, ResidualFigures
from driftdesk.core.training.evaluation.outcomes import Outcome
from driftdesk.core.training.metrics import Floats

PAIRS = 500
_BARS = 40
_QUANTILES = (np.arange(1, 100)) / 100
_GROUPS = 10


def sampled(outcome: Outcome) -> Points:
    """Up to ``PAIRS`` rows as (truth, prediction): a seeded sample."""
    chosen = np.sort(np.random.default_rng(0).permutation(len(outcome))[:PAIRS])
    return tuple(zip(outcome.truth[chosen].tolist(), outcome.predicted[chosen].tolist(), strict=True))


def residuals_of(outcome: Outcome) -> ResidualFigures:
    """All figures are of all rows."""
    from scipy.special import ndtri

    error = outcome.predicted - outcome.truth
    mean, deviation = float(error.mean()), float(error.std())
    edges, counts = _histogram(error)
    normal: Points = ()
    if deviation > 0:
        own = (np.quantile(error, _QUANTILES) - mean) / deviation
        normal = tuple(zip(ndtri(_QUANTILES).tolist(), own.tolist(), strict=True))
    return ResidualFigures(
        mean=mean,
        deviation=deviation,
        skewness=float(np.mean(((error - mean) / deviation) ** 3)) if deviation > 0 else 0.0,
        edges=tuple(edges.tolist()),
        counts=tuple(counts.tolist()),
        outside=len(error) - int(counts.sum()),
        normal=normal,
        by_prediction=_by_prediction(outcome.predicted, error),
    )


def _histogram(error: Floats) -> tuple[Floats, Floats]:
    low, high = np.quantile(error, [0.001, 0.999])
    if not high > low:
        low, high = error.min() - 0.5, error.max() + 0.5
    counts, edges = np.histogram(error, _BARS, (low, high))
    return edges, counts


def _by_prediction(predicted: Floats, error: Floats) -> tuple[ErrorBin, ...]:
    """Tenths of the rows by what was predicted."""
    cuts = np.unique(np.quantile(predicted, np.linspace(0, 1, _GROUPS + 1)[1:-1]))
    place = np.searchsorted(cuts, predicted, side="right")
    found = []
    for number in range(cuts.size + 1):
        inside = place == number
        if inside.any():
            of = error[inside]
            low, high = float(predicted[inside].min()), float(predicted[inside].max())
            found.append(
                ErrorBin(low=low, high=high, rows=len(of), mean=float(of.mean()), deviation=float(of.std()))
            )
    return tuple(found)
