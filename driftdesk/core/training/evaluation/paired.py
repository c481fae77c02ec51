"""Which of several models is better on the same rows, by more than chance.

- Accuracy: McNemar's test (1947), exact: of the rows on which one alone is right, each is as likely to be the one.
- ROC AUC: DeLong, DeLong and Clarke-Pearson (1988), with midranks as in Sun and Xu (2014).
- All other metrics: paired bootstrap. Its p-value is the share of draws whose difference deviates from the observed one
  by at least as much as that does from 0 (Efron and Tibshirani 1993, ch. 16), so never below 1 / (draws + 1).

Intervals of differences are the bootstrap's (of ROC AUC DeLong's); Holm's correction (1979) is over all differences told.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from driftdesk.core.entities import Agreement, PairedDifference
from driftdesk.core.training.evaluation.bootstrap import LEVEL, Drawn, draw
from driftdesk.core.training.evaluation.outcomes import Outcome
from driftdesk.core.training.metrics import Floats

REPLICATES = 2000


def compare(
    outcomes: Sequence[Outcome], seed: int = 0, check: Callable[[], None] = lambda: None
) -> tuple[list[Drawn], list[PairedDifference], list[Agreement]]:
    """All pairs of ``outcomes``, which have the same truth and classes; the figures of each first."""
    drawn = draw(outcomes, seed, REPLICATES, check)
    pairs = list(combinations(range(len(outcomes)), 2))
    areas = _delong(outcomes) if "roc_auc" in drawn[0].values else None
    found: list[PairedDifference] = []
    agreements = []
    for first, second in pairs:
        agreement = None if outcomes[0].is_regression else _agreement(outcomes, first, second)
        if agreement is not None:
            agreements.append(agreement)
        for name in drawn[0].values:
            if name == "roc_auc" and areas is not None:
                found.append(_of_areas(areas, drawn, first, second))
            else:
                found.append(_of_draws(name, drawn, first, second, agreement))
    corrected = holm([d.p_value for d in found])
    told = [d.model_copy(update={"p_corrected": p}) for d, p in zip(found, corrected, strict=True)]
    return drawn, told, agreements


def holm(p_values: Sequence[float]) -> list[float]:
    """Corrected p-values, in the order given."""
    count, running = len(p_values), 0.0
    found = [0.0] * count
    for rank, at in enumerate(sorted(range(count), key=lambda i: p_values[i])):
        running = max(running, min(1.0, (count - rank) * p_values[at]))
        found[at] = running
    return found


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p-value (binomial, one half)."""
    from scipy.stats import binom

    rows = only_first + only_second
    if not rows:
        return 1.0
    return min(1.0, 2 * float(binom.cdf(min(only_first, only_second), rows, 0.5)))


def _agreement(outcomes: Sequence[Outcome], first: int, second: int) -> Agreement:
    truth = outcomes[first].labels
    a, b = outcomes[first].decided == truth, outcomes[second].decided == truth
    both, neither = int(np.sum(a & b)), int(np.sum(~a & ~b))
    only_first, only_second = int(np.sum(a & ~b)), int(np.sum(b & ~a))
    return Agreement(
        first=first,
        second=second,
        both=both,
        only_first=only_first,
        only_second=only_second,
        neither=neither,
    )


def _of_draws(
    name: str, drawn: Sequence[Drawn], first: int, second: int, agreement: Agreement | None
) -> PairedDifference:
    difference = drawn[second].values[name] - drawn[first].values[name]
    moved = drawn[second].deviations[name] - drawn[first].deviations[name]
    moved = moved[np.isfinite(moved)]
    if moved.size:
        low, high = np.quantile(moved, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) + difference
        beyond = int(np.sum(np.abs(moved) >= abs(difference) - 1e-12))
        p = min(1.0, (1 + beyond) / (1 + moved.size)) if abs(difference) > 1e-12 else 1.0
    else:
        low, high, p = difference, difference, 1.0
    exact = name == "accuracy" and agreement is not None
    if exact and agreement is not None:
        p = mcnemar(agreement.only_first, agreement.only_second)
    return PairedDifference(
        first=first,
        second=second,
        metric=name,
        difference=difference,
        low=float(low),
        high=float(high),
        p_value=p,
        p_corrected=p,
        test="mcnemar" if exact else "bootstrap",
    )


def _delong(outcomes: Sequence[Outcome]) -> Floats:
    """The covariance of the areas (models x models)."""
    positive = outcomes[0].labels == 1
    scores = [outcome.predicted[:, 1] for outcome in outcomes]
    of_class, of_rest = zip(*(_placements(s[positive], s[~positive]) for s in scores), strict=True)
    covariance: Floats = _covariance(np.stack(of_class)) + _covariance(np.stack(of_rest))
    return covariance


def _covariance(placements: Floats) -> Floats:
    """Of the means of each model's placements (models x rows)."""
    rows = placements.shape[1]
    if rows < 2:
        return np.zeros((len(placements), len(placements)))
    found: Floats = np.cov(placements) / rows
    return np.atleast_2d(found)


def _placements(ones: Floats, zeros: Floats) -> tuple[Floats, Floats]:
    """Of each row of the class the share of the others that score lower, of each other row the share of the class that
    scores higher; ties count half."""
    low, high = np.sort(zeros), np.sort(ones)
    below = (np.searchsorted(low, ones, "left") + np.searchsorted(low, ones, "right")) / (2 * zeros.size)
    above = 1 - (np.searchsorted(high, zeros, "left") + np.searchsorted(high, zeros, "right")) / (
        2 * ones.size
    )
    return below, above


def _of_areas(covariance: Floats, drawn: Sequence[Drawn], first: int, second: int) -> PairedDifference:
    from scipy.special import ndtr, ndtri

    difference = drawn[second].values["roc_auc"] - drawn[first].values["roc_auc"]
    variance = covariance[first, first] + covariance[second, second] - 2 * covariance[first, second]
    error = float(np.sqrt(max(float(variance), 0.0)))
    p = float(2 * ndtr(-abs(difference) / error)) if error > 1e-12 else float(abs(difference) <= 1e-12)
    half = float(ndtri((1 + LEVEL) / 2)) * error
    return PairedDifference(
        first=first,
        second=second,
        metric="roc_auc",
        difference=difference,
        low=difference - half,
        high=difference + half,
        p_value=p,
        p_corrected=p,
        test="delong",
    )
