"""The tables of the Evaluate panel: results, slices, classes, differences."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    ClassFigures,
    Comparison,
    Evaluation,
    PairedDifference,
    Slice,
)
from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.training import words
from driftdesk.ui.widgets.list_table import Field

translate = QCoreApplication.translate

Result = Evaluation | Comparison
TELLING = 0.05
"""A p-value up to which a difference is told as one."""


def models_of(result: Result) -> str:
    if isinstance(result, Evaluation):
        return f"v{result.model_version}"
    several = len({m.model for m in result.members}) > 1
    return " : ".join(f"{m.model} v{m.version}" if several else f"v{m.version}" for m in result.members)


def result_fields(metric: Callable[[], str]) -> list[Field[Result]]:
    """Evaluations and comparisons, in one list."""

    def value(result: Result) -> float | None:
        if isinstance(result, Evaluation):
            return result.metrics.get(metric())
        first, second = (m.metrics.get(metric()) for m in result.members[:2])
        return None if first is None or second is None else second - first

    def text(result: Result) -> str:
        found = value(result)
        return figures.figure(found) if isinstance(result, Evaluation) else signed(found)

    return [
        Field(lambda: translate("training", "Model"), models_of),
        Field(lambda: translate("training", "Data"), lambda e: f"v{e.dataset_version}", lambda e: e.dataset_version),
        Field(lambda: words.metric(metric()), text, value, number=True),
        Field(lambda: translate("training", "Rows"), lambda e: figures.count(e.rows), lambda e: e.rows, number=True),
        Field(lambda: translate("training", "When"), lambda e: figures.short_moment(e.created_at), lambda e: e.created_at),
    ]  # fmt: skip


def signed(value: float | None) -> str:
    """With its sign, as a difference is written."""
    return figures.figure(value) if value is None or value <= 0 else f"+{figures.figure(value)}"


def between(low: float, high: float) -> str:
    return f"{figures.figure(low)} … {figures.figure(high)}"


def slice_fields(metric: Callable[[], str]) -> list[Field[Slice]]:
    """``metric``: the one that all slices are judged by; each cell names its own where it is another."""

    def value(s: Slice) -> float | None:
        found = s.metrics.get(s.metric)
        return found.value if found else None

    def told(s: Slice) -> str:
        found = s.metrics.get(s.metric)
        if found is None:
            return figures.NOTHING
        return f"{alone(s)} ({between(found.low, found.high)})"

    def alone(s: Slice) -> str:
        name = "" if s.metric == metric() else f"{words.metric(s.metric)} "
        return f"{name}{figures.figure(value(s))}"

    def is_worse(s: Slice) -> bool:
        telling = s.p_value is not None and s.p_value <= TELLING and s.difference is not None
        return telling and ((s.difference or 0) > 0) == (s.metric in LOWER_IS_BETTER)

    return [
        Field(lambda: translate("training", "Rows where"), lambda s: s.rule, tip=lambda s: s.rule),
        Field(lambda: translate("training", "Rows"), lambda s: figures.count(s.rows), lambda s: s.rows, number=True),
        Field(lambda: words.metric(metric()) if metric() else translate("training", "Metric"), alone,
              lambda s: value(s) or 0.0, number=True, tip=told),  # the room is the rule's
        Field(lambda: translate("training", "To the others"), lambda s: signed(s.difference), lambda s: s.difference or 0.0,
              number=True, colour=lambda s: colours().critical if is_worse(s) else None),
        Field(lambda: "p", lambda s: figures.evidence(s.p_value), lambda s: 2.0 if s.p_value is None else s.p_value, number=True),
        Field(lambda: translate("training", "Found by"), lambda s: translate("training", "search (one half)") if s.worst
              else translate("training", "asked for")),
    ]  # fmt: skip


def class_fields() -> list[Field[ClassFigures]]:
    def interval(c: ClassFigures, name: str) -> str:
        ends = c.intervals.get(name)
        return f"({ends[0]:.2f} … {ends[1]:.2f})" if ends else ""

    def field(title: Callable[[], str], name: str) -> Field[ClassFigures]:
        def told(c: ClassFigures) -> str:
            return f"{figures.figure(getattr(c, name))} {interval(c, name)}".strip()

        def alone(c: ClassFigures) -> str:
            return figures.figure(getattr(c, name))

        text = alone if name == "f1" else told  # there is room for two intervals; the third is its tooltip
        return Field(title, text, lambda c: getattr(c, name) or 0.0, number=True, tip=told)

    return [
        Field(lambda: translate("training", "Class"), lambda c: c.name),
        Field(lambda: translate("training", "Rows"), lambda c: figures.count(c.rows), lambda c: c.rows, number=True),
        field(lambda: translate("training", "Precision"), "precision"),
        field(lambda: translate("training", "Recall"), "recall"),
        field(lambda: "F1", "f1"),
        Field(lambda: translate("training", "Predicted"), lambda c: figures.count(c.decided), lambda c: c.decided, number=True),
    ]  # fmt: skip


def difference_fields(
    comparison: Callable[[], Comparison | None], names: Callable[[], tuple[str, str]]
) -> list[Field[PairedDifference]]:
    """``names``: of the two that are compared. What was not corrected stands last, as it matters least."""

    def side(d: PairedDifference, at: int) -> float | None:
        found = comparison()
        return found.members[at].metrics.get(d.metric) if found else None

    def colour(d: PairedDifference) -> str | None:
        if d.p_corrected > TELLING:
            return None
        better = (d.difference < 0) == (d.metric in LOWER_IS_BETTER)
        return colours().none if better else colours().critical

    def both(d: PairedDifference) -> str:
        said = translate("training", "{p} before the correction, by {test}")
        return said.format(p=figures.evidence(d.p_value), test=_test(d))

    return [
        Field(lambda: translate("training", "Metric"), lambda d: words.metric(d.metric)),
        Field(lambda: names()[0], lambda d: figures.figure(side(d, d.first)), number=True),
        Field(lambda: names()[1], lambda d: figures.figure(side(d, d.second)), number=True),
        Field(lambda: translate("training", "Difference"), lambda d: signed(d.difference), lambda d: d.difference,
              number=True, colour=colour),
        Field(lambda: translate("training", "95 % interval"), lambda d: between(d.low, d.high), number=True),
        Field(lambda: translate("training", "corrected"), lambda d: figures.evidence(d.p_corrected), lambda d: d.p_corrected,
              number=True, tip=both),
        Field(lambda: translate("training", "Test"), _test),
        Field(lambda: "p", lambda d: figures.evidence(d.p_value), lambda d: d.p_value, number=True),
    ]  # fmt: skip


def _test(difference: PairedDifference) -> str:
    names = {"bootstrap": translate("training", "paired bootstrap"), "mcnemar": "McNemar", "delong": "DeLong"}
    return names[difference.test]
