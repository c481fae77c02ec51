"""One column, two sides: the tests that can call it drifted, all methods' results, plots and words."""

from dataclasses import dataclass

import numpy as np

from driftdesk.core.drift import evidence, words
from driftdesk.core.drift.frequencies import word_shifts
from driftdesk.core.drift.methods.effects import NEEDS_ROWS, Effect, Test, tested
from driftdesk.core.drift.methods.on_categories import category_tests
from driftdesk.core.drift.methods.on_numbers import number_tests
from driftdesk.core.drift.methods.on_texts import text_tests
from driftdesk.core.drift.params import ColumnChoice, DriftParams
from driftdesk.core.drift.views import Rows, View, aligned, as_categories
from driftdesk.core.entities import Distribution, Kind, MethodResult, Severity, WordShift
from driftdesk.core.profiles import distribution as plots

_Plots = tuple[Distribution, Distribution]


@dataclass(frozen=True)
class Comparison:
    """What is known of a column before the verdict, which needs all columns. ``settled``: a severity that needs no
    test (the column is on one side only, has too few values, is not judged)."""

    name: str
    kind: Kind
    tests: tuple[Test, ...] = ()
    settled: Severity | None = None
    method: str = ""
    results: tuple[MethodResult, ...] = ()
    reference: Distribution | None = None
    current: Distribution | None = None
    moved: tuple[str, ...] = ()
    from_rows: bool = False
    known: tuple[int, int] | None = None
    needs_rows: bool = False
    """The chosen method cannot be computed from these profiles: another one stands in until rows are read."""
    words: tuple[WordShift, ...] = ()


def compare(
    name: str,
    reference: View,
    current: View,
    params: DriftParams,
    *,
    judged: bool = True,
    learned: tuple[float, float] | None = None,
) -> Comparison:
    """Compare two sides of one kind. A column that is not ``judged`` (an id, a timestamp) gets words only; not even
    those where it has categories, which would be single rows' names. ``learned``: thresholds of the method that
    decides."""
    enough = min(reference.known, current.known) >= params.min_rows
    choice = params.for_column(name, reference.kind, reference.rows)
    tests = value_tests(name, reference, current, params, learned) if judged and enough else []
    shown = [t.result() for t in tests]
    deciding = [t for t in tests if t.is_usable][:1]
    needs_rows = bool(tests) and tests[0].note == NEEDS_ROWS
    if judged and (missing := _missing_test(reference, current, choice)) is not None:
        deciding += [missing] if params.missing else []
        shown.append(missing.result())
    left, right, moved = None, None, _info(reference, current)
    shifts: tuple[WordShift, ...] = ()
    if judged and params.methods != "deciding":
        left, right, moved = _pictures(reference, current)
        if reference.text is not None and current.text is not None:
            shifts = word_shifts(reference.text, current.text)
    settled, method = _settled(reference, current, judged, enough, bool(deciding))
    return Comparison(
        name,
        reference.kind,
        tuple(deciding),
        settled,
        method,
        tuple(shown),
        left,
        right,
        (*words.missing_moved(reference, current), *moved),
        reference.from_rows or current.from_rows,
        (reference.known, current.known),
        needs_rows,
        shifts,
    )


def value_tests(
    name: str,
    reference: View,
    current: View,
    params: DriftParams,
    learned: tuple[float, float] | None = None,
) -> list[Test]:
    """Tests of the values: the method that is chosen for the column first, then those that are shown."""
    kind, rows = reference.kind, reference.rows
    if reference.text is not None and current.text is not None:
        return text_tests(reference, current, params.for_column(name, kind, rows), learned)
    if params.few_values and kind is Kind.NUMERIC:
        counted = as_categories(reference, current, params.few_values)
        if counted is not None:
            reference, current = counted
            kind = Kind.CATEGORICAL
    if reference.categories is not None and current.categories is not None:
        of_two = len(set(reference.categories.values) | set(current.categories.values)) <= 2
        choice = params.for_column(name, kind, rows, of_two=of_two)
        return category_tests(reference.categories, current.categories, kind, choice, learned)
    choice = params.for_column(name, kind, rows)
    return number_tests(reference.numbers, current.numbers, kind, choice, learned)


def _missing_test(reference: View, current: View, choice: ColumnChoice) -> Test | None:
    """The share of values that are missing or infinite; None where there are none, or too few rows."""
    fewest = choice.params.min_rows
    if not reference.missing + current.missing or min(reference.rows, current.rows) < fewest:
        return None
    gap = abs(reference.missing / reference.rows - current.missing / current.rows)
    proof = evidence.of_shares(reference.missing, reference.rows, current.missing, current.rows)
    return tested("missing", Effect(gap), proof, choice)


def _settled(
    reference: View, current: View, judged: bool, enough: bool, tested: bool
) -> tuple[Severity | None, str]:
    if not judged:
        return Severity.NONE, "not_judged"
    all_missing = reference.known == current.known == 0 < min(reference.rows, current.rows)
    if not enough and not all_missing:
        return Severity.INSUFFICIENT_DATA, "too_few_values"
    return (None, "") if tested else (Severity.NONE, "nothing_to_compare")


def _pictures(reference: View, current: View) -> tuple[Distribution, Distribution, list[str]]:
    """Both distributions on common bins, and what moved."""
    if reference.categories is not None and current.categories is not None:
        values, x, y = aligned(reference.categories, current.categories)
        left, right = _bars(reference, current, values, x, y)
        complete = reference.categories.buckets is None and current.categories.buckets is None
        return left, right, words.categories_moved(values, x, y) if complete else []
    a, b = reference.numbers, current.numbers
    edges = plots.common_edges([a.order, b.order])
    left = plots.binned(a.order, edges, reference.rows, reference.missing)
    right = plots.binned(b.order, edges, current.rows, current.missing)
    if reference.text is not None and current.text is not None:
        moved = words.words_moved(reference.text, current.text)
        return left, right, [*words.numbers_moved(a, b, reference.kind, " length"), *moved]
    return left, right, words.numbers_moved(a, b, reference.kind)


def _info(reference: View, current: View) -> list[str]:
    return words.numbers_moved(reference.numbers, current.numbers, reference.kind)


def _bars(reference: View, current: View, values: list[str], x: Rows, y: Rows) -> _Plots:
    assert reference.categories is not None
    assert current.categories is not None
    weight = x / max(int(x.sum()), 1) + y / max(int(y.sum()), 1)
    first = np.argsort(-weight, kind="stable")[: plots.MOST_BINS + 1]
    names = [values[i] for i in first]
    left = dict(zip(names, x[first].tolist(), strict=True))
    right = dict(zip(names, y[first].tolist(), strict=True))
    labels = plots.common_labels([left, right])
    return (
        plots.bars(left, reference.categories.total, labels, reference.rows, reference.missing),
        plots.bars(right, current.categories.total, labels, current.rows, current.missing),
    )
