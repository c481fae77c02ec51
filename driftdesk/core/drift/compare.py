"""One column, two sides: the tests that can call it drifted, all methods' results, plots and words."""

from dataclasses import dataclass

import numpy as np

from driftdesk.core.drift import words
from driftdesk.core.drift.frequencies import word_shifts
from driftdesk.core.drift.methods.effects import (
    Test,
    category_tests,
    chi_square_result,
    missing_test,
    number_tests,
    text_tests,
)
from driftdesk.core.drift.params import ColumnChoice, DriftParams
from driftdesk.core.drift.views import Rows, View, aligned
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
    words: tuple[WordShift, ...] = ()


def compare(
    name: str, reference: View, current: View, params: DriftParams, *, judged: bool = True
) -> Comparison:
    """Compare two sides of one kind. A column that is not ``judged`` (an id, a timestamp) gets words only; not even
    those where it has categories, which would be single rows' names."""
    enough = min(reference.known, current.known) >= params.min_rows
    choice = params.for_column(name, reference.kind, reference.rows)
    tests = _tests(reference, current, choice) if judged and enough else []
    shown = [t.result() for t in tests]
    if shown and reference.categories is not None and current.categories is not None:
        shown.append(chi_square_result(reference.categories, current.categories))
    deciding = [t for t in tests[:1] if t.is_usable]
    if judged and (missing := missing_test(reference, current, choice)) is not None:
        deciding += [missing] if params.missing else []
        shown.append(missing.result())
    left, right, moved = _pictures(reference, current) if judged else (None, None, _info(reference, current))
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
        word_shifts(reference.text, current.text) if judged and reference.text and current.text else (),
    )


def _tests(reference: View, current: View, choice: ColumnChoice) -> list[Test]:
    """Tests of the values, the one that decides first."""
    if reference.text is not None and current.text is not None:
        return text_tests(reference, current, choice)
    if reference.categories is not None and current.categories is not None:
        return category_tests(reference.categories, current.categories, choice)
    return number_tests(reference.numbers, current.numbers, choice)


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
