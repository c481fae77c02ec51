"""The tests of each kind of column: an effect with its error, thresholds, and a p-value."""

from dataclasses import dataclass, replace

import numpy as np

from driftdesk.core.drift import counts, numeric, text
from driftdesk.core.drift.numeric import Sample
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.views import Categories, View, aligned
from driftdesk.core.entities import MethodResult, Severity
from driftdesk.core.profiles.ordered import Floats

_FEW_VALUES = 10


@dataclass(frozen=True)
class Test:
    """One method on one column. From rows the statistic may be smaller by ``below`` or larger by ``above``, and the
    p-value anywhere within ``p_bounds``."""

    method: str
    statistic: float
    p: float
    thresholds: tuple[float, float]
    below: float = 0.0
    above: float = 0.0
    p_bounds: tuple[float, float] | None = None
    decides: bool = False

    def severity(self, statistic: float) -> Severity:
        """What an effect of ``statistic`` amounts to, given evidence."""
        warning, critical = self.thresholds
        if statistic >= critical:
            return Severity.CRITICAL
        return Severity.WARNING if statistic >= warning else Severity.NONE

    def result(self) -> MethodResult:
        error = max(self.below, self.above)
        return MethodResult(
            method=self.method,
            statistic=finite(self.statistic),
            threshold=self.thresholds[0],
            p_value=finite(self.p),
            error_bound=finite(error) if error else None,
        )


def finite(x: float) -> float | None:
    """None for what JSON has no number for."""
    return float(x) if np.isfinite(x) else None


def number_tests(a: Sample, b: Sample, params: DriftParams) -> list[Test]:
    """All methods on numbers, the chosen one first. The evidence for Wasserstein is the KS test, or chi-square where
    both sides together have ten values or fewer (ties take KS its power); for PSI and Jensen-Shannon it is chi-square
    on their bins."""
    d, d_error = numeric.ks(a.order, b.order)
    p = numeric.ks_p(d, a.size, b.size)
    bounds = None
    if d_error:
        bounds = (numeric.ks_p(d + d_error, a.size, b.size), numeric.ks_p(d - d_error, a.size, b.size))
    w, w_error = _normed(a, b)
    by_value = _by_value(a, b)
    w_p, w_bounds = (p, bounds) if by_value is None else (counts.homogeneity_p(*by_value), None)
    tests = [
        Test(
            "wasserstein_normed", w, w_p, params.thresholds("wasserstein_normed"), w_error, w_error, w_bounds
        ),
        Test("ks", d, p, params.thresholds("ks"), d_error, d_error, bounds),
        *_binned_tests(a, b, params),
    ]
    return _chosen_first(tests, params.numeric_method, "ks")


def _by_value(a: Sample, b: Sample) -> tuple[Floats, Floats] | None:
    """Rows of each value where both sides together have only a few; their number is the same whichever rows are on
    which side, so that choosing the test by it leaves the test's level as it is."""
    looked = [side.order.values[:: max(1, side.order.values.size // (4 * _FEW_VALUES))] for side in (a, b)]
    if np.unique(np.concatenate(looked)).size > _FEW_VALUES:  # a glance is enough for most columns
        return None
    values = np.unique(np.concatenate([np.unique(side.order.values) for side in (a, b)]))
    if values.size > _FEW_VALUES or not (a.order.is_exact and b.order.is_exact):
        return None
    x, y = (np.round(np.diff(side.order.cdf(values), prepend=0.0) * side.size) for side in (a, b))
    return x, y


def _normed(a: Sample, b: Sample) -> tuple[float, float]:
    scale = numeric.scale_of(a, b)
    if scale == 0:
        return 0.0, 0.0
    if not np.isfinite(scale):
        return float("nan"), 0.0
    distance, error = numeric.wasserstein(a.order, b.order)
    return distance / scale, error / scale


def _binned_tests(a: Sample, b: Sample, params: DriftParams) -> list[Test]:
    edges = numeric.bin_edges(a.order)
    x, y = numeric.binned(a.order, edges), numeric.binned(b.order, edges)
    p = counts.homogeneity_p(np.round(x), np.round(y))
    tests = []
    for method in ("psi", "jensen_shannon"):
        statistic = numeric.binned_distance(method, x, y)
        error = numeric.binned_error(method, a.order, b.order, edges)
        tests.append(Test(method, statistic, p, params.thresholds(method), error, error))
    return tests


def category_tests(a: Categories, b: Categories, params: DriftParams) -> list[Test]:
    """Both distances, the chosen one first; the evidence is chi-square. From truncated profiles they are computed on
    the hash buckets: the p-value then is valid as it is, and the distances are lower bounds."""
    x, y = _common(a, b)
    p = counts.homogeneity_p(x, y)
    truncated = a.buckets is not None or b.buckets is not None
    js, psi = counts.jensen_shannon(x, y), counts.population_stability(x, y)
    tests = [
        Test(
            "jensen_shannon", js, p, params.thresholds("jensen_shannon"), above=1 - js if truncated else 0.0
        ),
        Test("psi", psi, p, params.thresholds("psi"), above=float("inf") if truncated else 0.0),
    ]
    return _chosen_first(tests, params.categorical_method)


def chi_square_result(a: Categories, b: Categories) -> MethodResult:
    """Pearson's statistic as text books have it, to be shown: rare values are not pooled."""
    statistic, p = counts.chi_square(*_common(a, b))
    return MethodResult(method="chi_square", statistic=statistic, p_value=p)


def _common(a: Categories, b: Categories) -> tuple[np.ndarray, np.ndarray]:
    if a.buckets is not None or b.buckets is not None:
        return a.hashed(), b.hashed()
    _, x, y = aligned(a, b)
    return x, y


def text_tests(reference: View, current: View, params: DriftParams) -> list[Test]:
    """The n-gram profile decides; lengths and scripts are shown beside it."""
    assert reference.text is not None
    assert current.text is not None
    distance = text.ngram_distance(reference.text, current.text)
    p = text.document_p(reference.text, current.text)
    scripts = text.script_distance(reference.text, current.text)
    w, error = _normed(reference.numbers, current.numbers)
    d, _ = numeric.ks(reference.numbers.order, current.numbers.order)
    length_p = numeric.ks_p(d, reference.known, current.known)
    return [
        Test("ngram", distance, p, params.thresholds("ngram"), decides=True),
        Test("length", w, length_p, params.thresholds("wasserstein_normed"), error, error),
        Test("scripts", scripts, float("nan"), params.thresholds("jensen_shannon")),
    ]


def missing_test(reference: View, current: View, params: DriftParams) -> Test | None:
    """The share of values that are missing or infinite; None where there are none, or too few rows."""
    if not reference.missing + current.missing or min(reference.rows, current.rows) < params.min_rows:
        return None
    gap = abs(reference.missing / reference.rows - current.missing / current.rows)
    p = counts.proportions_p(reference.missing, reference.rows, current.missing, current.rows)
    return Test("missing", gap, p, params.thresholds("missing"), decides=True)


def _chosen_first(tests: list[Test], chosen: str, fallback: str = "") -> list[Test]:
    """The chosen method decides, or the fallback where it cannot be computed (sums that overflow)."""
    usable = {t.method for t in tests if np.isfinite(t.statistic)}
    name = chosen if chosen in usable else fallback
    ranked = sorted(tests, key=lambda t: t.method != name)
    return [replace(t, decides=t.method == name) for t in ranked]
