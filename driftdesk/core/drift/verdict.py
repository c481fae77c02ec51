"""From tests to verdicts: an effect at its threshold or above, and evidence that outlives the number of tests.

``decide`` judges what an analysis found, ``judge_again`` what a stored report holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.methods.effects import Test, finite, of_result
from driftdesk.core.drift.params import ColumnChoice, DriftParams
from driftdesk.core.drift.sentence import sentence
from driftdesk.core.entities import ColumnDrift, DriftReport, JointDrift, MethodResult, Severity
from driftdesk.core.profiles.ordered import Floats

STRONGEST = 1e9
"""The largest ``strength``: a statistic of numbers near the largest there are is over its threshold by more than a float holds."""


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """P-values adjusted by Benjamini and Hochberg (1995): rejecting those up to alpha bounds the expected share of
    false ones by alpha, and without any drift the chance of a single one."""
    values = np.asarray(p, dtype=np.float64)
    n = values.size
    order = np.argsort(values)
    stepped = values[order] * n / np.arange(1, n + 1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return np.minimum(adjusted, 1.0)


def adjusted(p: npt.ArrayLike, params: DriftParams) -> Floats:
    """P-values corrected for their number as ``params`` say. What has no evidence (NaN) has the p-value 1."""
    values = np.nan_to_num(np.asarray(p, dtype=np.float64), nan=1.0)
    if params.correction == "none":
        return values
    if params.correction == "bonferroni":
        return np.minimum(values * values.size, 1.0)
    return benjamini_hochberg(values)


@dataclass(frozen=True)
class _Case:
    """How to read the tests: as they are, or at either end of their errors."""

    statistic: Callable[[Test], float]
    p: Callable[[Test], float]


_AS_IT_IS = _Case(lambda t: t.statistic, lambda t: t.p)
_AT_LEAST = _Case(lambda t: t.statistic - t.below, lambda t: t.p_bounds[1] if t.p_bounds else t.p)
_AT_MOST = _Case(lambda t: t.statistic + t.above, lambda t: t.p_bounds[0] if t.p_bounds else t.p)


def decide(
    comparisons: Sequence[Comparison], params: DriftParams, others: Sequence[float] = ()
) -> list[ColumnDrift]:
    """The verdict on each column, in the order given. ``undecided`` where it depends on the sketches' error. ``others``:
    p-values of further tests of this analysis, for which all are corrected together."""
    as_it_is = _corrected(comparisons, params, others, _AS_IT_IS)
    least = _corrected(comparisons, params, others, _AT_LEAST)
    most = _corrected(comparisons, params, others, _AT_MOST)
    decided = []
    for i, comparison in enumerate(comparisons):
        lower = _severity(comparison, least[i], params, _AT_LEAST)
        upper = _severity(comparison, most[i], params, _AT_MOST)
        decided.append(
            _column(comparison, as_it_is[i], params, undecided=lower is not upper or comparison.needs_rows)
        )
    return decided


def decide_alone(comparison: Comparison, tests: int, params: DriftParams) -> ColumnDrift:
    """A first verdict while the other columns are not there yet: as if each of ``tests`` had this column's p-value
    (Bonferroni), so that nothing is called drifted that will not be in the end."""
    factor = 1 if params.correction == "none" else tests
    p = [min(1.0, t.p * factor) for t in comparison.tests]
    return _column(comparison, p, params, undecided=False)


def worst(columns: Sequence[ColumnDrift]) -> Severity:
    """The verdict of the worst column, of those whose drift is not expected. ``insufficient_data`` where that is all
    there is."""
    counted = (c.severity for c in columns if c.expected is None)
    drifted = max(counted, key=lambda s: s.rank, default=Severity.NONE)
    if drifted.rank:
        return drifted
    judged = [c for c in columns if c.method != "not_judged"]
    if judged and all(c.severity is Severity.INSUFFICIENT_DATA for c in judged):
        return Severity.INSUFFICIENT_DATA
    return Severity.NONE


def overall(
    columns: Sequence[ColumnDrift], params: DriftParams, together: Sequence[JointDrift] = ()
) -> Severity:
    """The verdict on a whole dataset: that of its worst column, or of what its columns are ``together``; by the rule
    ``share`` only where at least that share of the judged columns drifted."""
    found = worst(columns)
    if params.dataset_rule == "worst":
        joint = max((j.severity for j in together), key=lambda s: s.rank, default=Severity.NONE)
        return joint if joint.rank > found.rank else found
    if not found.rank:
        return found
    judged = [c for c in columns if c.method != "not_judged"]
    drifted = sum(c.severity.rank > 0 and c.expected is None for c in judged)
    return found if drifted >= params.drifted_share * len(judged) else Severity.NONE


def ranked(columns: Sequence[ColumnDrift]) -> list[ColumnDrift]:
    """Most drifted first; what is not judged last."""
    return sorted(columns, key=lambda c: (-c.severity.rank, c.method == "not_judged", -c.strength))


def _corrected(
    comparisons: Sequence[Comparison], params: DriftParams, others: Sequence[float], case: _Case
) -> list[list[float]]:
    """Corrected p-values by comparison and test."""
    flat = adjusted([*(case.p(t) for c in comparisons for t in c.tests), *others], params).tolist()
    taken = iter(flat)
    return [[next(taken) for _ in c.tests] for c in comparisons]


def _verdict(test: Test, statistic: float, p: float, params: DriftParams) -> Severity:
    """What one test amounts to, by the rule of ``params``."""
    rule = params.decision
    if rule == "by_method":
        rule = "p_value" if METHODS[test.method].is_test else "effect"
    if rule == "effect":
        return test.severity(statistic)
    if p > params.alpha:
        return Severity.NONE
    found = test.severity(statistic)
    return Severity.WARNING if rule == "p_value" and not found.rank else found


def _severity(comparison: Comparison, p: Sequence[float], params: DriftParams, case: _Case) -> Severity:
    found = [
        _verdict(t, case.statistic(t), value, params) for t, value in zip(comparison.tests, p, strict=True)
    ]
    highest = max(found, key=lambda s: s.rank, default=Severity.NONE)
    if not highest.rank and comparison.settled is not None:
        return comparison.settled
    return highest


def _column(
    comparison: Comparison, corrected: Sequence[float], params: DriftParams, *, undecided: bool
) -> ColumnDrift:
    severity = _severity(comparison, corrected, params, _AS_IT_IS)
    common = {
        "name": comparison.name,
        "kind": comparison.kind,
        "severity": severity,
        "results": comparison.results,
        "reference": comparison.reference,
        "current": comparison.current,
        "moved": comparison.moved,
        "words": comparison.words,
        "computed_from": "rows" if comparison.from_rows else "profiles",
        "undecided": undecided,
        "known": comparison.known,
    }
    if not comparison.tests or severity is comparison.settled:
        strength = 2.0 if severity.rank else 0.0
        return ColumnDrift(
            method=comparison.method, statistic=None, threshold=None, strength=strength, **common
        )

    def weight(pair: tuple[Test, float]) -> int:
        return _verdict(pair[0], pair[0].statistic, pair[1], params).rank

    # the first test is that of the values: another one shows only if it weighs more in the verdict
    pairs = list(zip(comparison.tests, corrected, strict=True))
    test, p = max(pairs, key=weight) if severity.rank else pairs[0]
    error = max(test.below, test.above)
    return ColumnDrift(
        method=test.method,
        statistic=test.statistic,
        threshold=test.thresholds[0],
        critical_threshold=test.thresholds[1],
        p_value=finite(test.p),
        p_adjusted=p,
        p_bounds=test.p_bounds,
        error_bound=finite(error),
        strength=min(test.statistic / test.thresholds[0], STRONGEST) if test.thresholds[0] else 0.0,
        **common,
    )


def judge_again(report: DriftReport, params: DriftParams) -> DriftReport:
    """The report as ``params`` judge it, from what it holds: statistics, p-values and their bounds.

    A column whose chosen method was not computed (``not_computed`` names them) is decided by the method that decided
    before. Columns that had too few values for the report stay ``insufficient_data``. A report of an external service is
    returned as it is: its figures are not ours.
    """
    if report.computed_from == "service":
        return report
    before = {c.name: c for c in report.columns}
    others = [j.p_value for j in report.together if j.p_value is not None]
    again = decide([_comparison(c, report, params) for c in report.columns], params, others)
    together = judged_together(report, report.together, params)
    kept = ("importance", "expected", "words")
    columns = tuple(
        ranked([c.model_copy(update={k: getattr(before[c.name], k) for k in kept}) for c in again])
    )
    severity = overall(columns, params, together)
    return report.model_copy(
        update={
            "columns": columns,
            "together": together,
            "severity": severity,
            "summary": sentence(severity, columns, report.reference, report.current, together),
            "params": params.model_dump(mode="json"),
            "preset": params.preset,
            "correction": params.correction,
            "alpha": params.alpha,
            "min_rows": params.min_rows,
        }
    )


def judged_together(
    report: DriftReport, found: Sequence[JointDrift], params: DriftParams
) -> tuple[JointDrift, ...]:
    """The verdicts on what was ``found`` of many columns together, corrected for the tests of the report's columns too."""
    comparisons = [_comparison(c, report, params) for c in report.columns]
    tested = [j.p_value for j in found if j.p_value is not None]
    tests = [t.p for c in comparisons for t in c.tests]
    corrected = iter(adjusted([*tests, *tested], params).tolist()[len(tests) :])
    judged = []
    for joint in found:
        p = next(corrected) if joint.p_value is not None else None
        warning, critical = params.together.of(joint.method)
        severity = joint.severity
        if p is not None and joint.statistic is not None:
            test = Test(joint.method, joint.statistic, p, (warning, critical))
            is_proven = params.decision == "effect" or p <= params.alpha
            severity = test.severity(joint.statistic) if is_proven else Severity.NONE
            if params.decision == "p_value" and is_proven and not severity.rank:
                severity = Severity.WARNING
        update = {"severity": severity, "p_adjusted": p, "threshold": warning, "critical_threshold": critical}
        judged.append(joint.model_copy(update=update))
    return tuple(judged)


def not_computed(report: DriftReport, params: DriftParams) -> tuple[str, ...]:
    """The columns on which ``params`` let a method decide that the report has no figure of: an analysis has it."""
    return tuple(
        c.name
        for c in report.columns
        if c.results and not any(r.method == _choice(c, report, params).method for r in c.results)
    )


def _choice(column: ColumnDrift, report: DriftReport, params: DriftParams) -> ColumnChoice:
    return params.for_column(column.name, column.kind, report.reference.rows)


def _comparison(column: ColumnDrift, report: DriftReport, params: DriftParams) -> Comparison:
    """What was known before the verdict, at the thresholds of ``params``."""
    choice = _choice(column, report, params)
    by_method = {r.method: r for r in column.results if r.statistic is not None}
    too_few = column.known is not None and min(column.known) < params.min_rows and max(column.known) > 0
    tests: list[Test] = []
    if not too_few and (decides := _deciding(column, by_method, choice)) is not None:
        tests.append(of_result(decides, _thresholds(decides, choice)))
    missing = by_method.get("missing")
    if missing is not None and params.missing:
        tests.append(of_result(missing, _thresholds(missing, choice)))
    settled, method = None, ""
    if too_few:
        settled, method = Severity.INSUFFICIENT_DATA, "too_few_values"
    elif not column.results:
        settled, method = column.severity, column.method
    elif not tests:
        settled, method = Severity.NONE, "nothing_to_compare"
    return Comparison(
        column.name,
        column.kind,
        tuple(tests),
        settled,
        method,
        column.results,
        column.reference,
        column.current,
        column.moved,
        column.computed_from == "rows",
        column.known,
    )


def _deciding(
    column: ColumnDrift, by_method: dict[str, MethodResult], choice: ColumnChoice
) -> MethodResult | None:
    """The chosen method's result, else that of the method that decided before: the first."""
    values = [r for r in column.results if r.method in by_method and r.method != "missing"]
    return by_method.get(choice.method) or next(iter(values), None)


def _thresholds(result: MethodResult, choice: ColumnChoice) -> tuple[float, float]:
    learned = None
    if result.learned and choice.params.learn and result.threshold and result.critical_threshold:
        learned = result.threshold, result.critical_threshold
    return choice.thresholds(result.method, result.scale, learned)
