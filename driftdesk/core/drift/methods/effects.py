"""What the methods find on one column: an effect with its error and its thresholds, and the evidence for it."""

from dataclasses import dataclass

import numpy as np

from driftdesk.core.drift import evidence
from driftdesk.core.drift.methods import counts, numbers, texts
from driftdesk.core.drift.methods.numbers import Sample
from driftdesk.core.drift.params import ColumnChoice
from driftdesk.core.drift.views import Categories, View, aligned
from driftdesk.core.entities import MethodResult, Severity


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
    scale: float = 1.0
    learned: bool = False
    note: str = ""

    def severity(self, statistic: float) -> Severity:
        """What an effect of ``statistic`` amounts to, given evidence."""
        warning, critical = self.thresholds
        if statistic >= critical:
            return Severity.CRITICAL
        return Severity.WARNING if statistic >= warning else Severity.NONE

    @property
    def is_usable(self) -> bool:
        return bool(np.isfinite(self.statistic))

    def result(self) -> MethodResult:
        """As it is stored."""
        error = max(self.below, self.above)
        return MethodResult(
            method=self.method,
            statistic=finite(self.statistic),
            threshold=self.thresholds[0],
            critical_threshold=self.thresholds[1],
            p_value=finite(self.p),
            p_bounds=self.p_bounds,
            error_bound=finite(error) if error else None,
            bounds=(finite(self.statistic - self.below), finite(self.statistic + self.above))
            if error
            else None,
            scale=self.scale,
            learned=self.learned,
            note=self.note,
        )


def of_result(result: MethodResult, thresholds: tuple[float, float]) -> Test:
    """What was stored, at other thresholds."""
    statistic = np.nan if result.statistic is None else result.statistic
    least, most = result.bounds or (statistic, statistic)
    return Test(
        result.method,
        statistic,
        np.nan if result.p_value is None else result.p_value,
        thresholds,
        np.inf if least is None else statistic - least,
        np.inf if most is None else most - statistic,
        result.p_bounds,
        result.scale,
        result.learned,
        result.note,
    )


def finite(x: float) -> float | None:
    """None for what JSON has no number for."""
    return float(x) if np.isfinite(x) else None


def number_tests(a: Sample, b: Sample, choice: ColumnChoice) -> list[Test]:
    """All methods on numbers, the chosen one first."""
    d, d_error = numbers.ks(a.order, b.order)
    ks = evidence.by_ks(d, d_error, a.size, b.size)
    w, w_error = _normed(a, b)
    proof = evidence.of_numbers(a, b, ks)
    tests = [
        Test(
            "wasserstein_normed",
            w,
            proof.p,
            choice.thresholds("wasserstein_normed"),
            w_error,
            w_error,
            proof.bounds,
        ),
        Test("ks", d, ks.p, choice.thresholds("ks"), d_error, d_error, ks.bounds),
        *_binned_tests(a, b, choice),
    ]
    return _chosen_first(tests, choice.method, "ks")


def _normed(a: Sample, b: Sample) -> tuple[float, float]:
    scale = numbers.scale_of(a, b)
    if scale == 0:
        return 0.0, 0.0
    if not np.isfinite(scale):
        return float("nan"), 0.0
    distance, error = numbers.wasserstein(a.order, b.order)
    return distance / scale, error / scale


def _binned_tests(a: Sample, b: Sample, choice: ColumnChoice) -> list[Test]:
    edges = numbers.bin_edges(a.order)
    x, y = numbers.binned(a.order, edges), numbers.binned(b.order, edges)
    p = evidence.of_counts(np.round(x), np.round(y)).p
    tests = []
    for method in ("psi", "jensen_shannon"):
        statistic = numbers.binned_distance(method, x, y)
        error = numbers.binned_error(method, a.order, b.order, edges)
        tests.append(Test(method, statistic, p, choice.thresholds(method), error, error))
    return tests


def category_tests(a: Categories, b: Categories, choice: ColumnChoice) -> list[Test]:
    """Both distances, the chosen one first. From truncated profiles they are computed on the hash buckets: the p-value
    then is valid as it is, and the distances are lower bounds."""
    x, y = _common(a, b)
    p = evidence.of_counts(x, y).p
    truncated = a.buckets is not None or b.buckets is not None
    js, psi = counts.jensen_shannon(x, y), counts.population_stability(x, y)
    limits = choice.thresholds
    tests = [
        Test("jensen_shannon", js, p, limits("jensen_shannon"), above=1 - js if truncated else 0.0),
        Test("psi", psi, p, limits("psi"), above=float("inf") if truncated else 0.0),
    ]
    return _chosen_first(tests, choice.method)


def chi_square_result(a: Categories, b: Categories) -> MethodResult:
    """Pearson's statistic as text books have it, to be shown: rare values are not pooled."""
    statistic, p = counts.chi_square(*_common(a, b))
    return MethodResult(method="chi_square", statistic=statistic, p_value=p)


def _common(a: Categories, b: Categories) -> tuple[np.ndarray, np.ndarray]:
    if a.buckets is not None or b.buckets is not None:
        return a.hashed(), b.hashed()
    _, x, y = aligned(a, b)
    return x, y


def text_tests(reference: View, current: View, choice: ColumnChoice) -> list[Test]:
    """The n-gram profile decides; lengths and scripts are shown beside it."""
    assert reference.text is not None
    assert current.text is not None
    distance = texts.ngram_distance(reference.text, current.text)
    proof = evidence.of_texts(reference.text, current.text)
    scripts = texts.script_distance(reference.text, current.text)
    w, error = _normed(reference.numbers, current.numbers)
    d, d_error = numbers.ks(reference.numbers.order, current.numbers.order)
    ks = evidence.by_ks(d, d_error, reference.known, current.known)
    return [
        Test("ngram", distance, proof.p, choice.thresholds("ngram"), p_bounds=proof.bounds),
        Test("length", w, ks.p, choice.thresholds("wasserstein_normed"), error, error, ks.bounds),
        Test("scripts", scripts, float("nan"), choice.thresholds("jensen_shannon")),
    ]


def missing_test(reference: View, current: View, choice: ColumnChoice) -> Test | None:
    """The share of values that are missing or infinite; None where there are none, or too few rows."""
    fewest = choice.params.min_rows
    if not reference.missing + current.missing or min(reference.rows, current.rows) < fewest:
        return None
    gap = abs(reference.missing / reference.rows - current.missing / current.rows)
    proof = evidence.of_shares(reference.missing, reference.rows, current.missing, current.rows)
    return Test("missing", gap, proof.p, choice.thresholds("missing"))


def _chosen_first(tests: list[Test], chosen: str, fallback: str = "") -> list[Test]:
    """The chosen method decides, or the fallback where it cannot be computed (sums that overflow)."""
    usable = {t.method for t in tests if t.is_usable}
    name = chosen if chosen in usable else fallback
    return sorted(tests, key=lambda t: t.method != name)
