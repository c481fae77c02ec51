"""What a timeline shows, whatever it was made of: columns by points, a cell when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Severity, TimelineCell, TimelinePoint
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.plots.heat_map import HeatCell
from driftdesk.ui.plots.timeline import TimelineDot
from driftdesk.ui.widgets import severity_word

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.cells import Cell, TimelineTable

translate = QCoreApplication.translate

Limits = Sequence[tuple[float, str]]


class Grid(Protocol):
    labels: tuple[str, ...]
    """The points, in time."""
    names: tuple[str, ...]
    """The columns, most drifted first."""

    def cell(self, row: int, column: int) -> HeatCell | None:
        """Of a column and a point, by number."""

    def tip(self, row: int, column: int) -> str:
        """All that is known of it."""

    def line(self, name: str) -> tuple[list[TimelineDot], str, Limits]:
        """A column's dots, what their values are, and the thresholds."""

    def version(self, label: str) -> int | None:
        """The version that a point is; None: it is a chunk of rows."""


class VersionGrid:
    """Versions against one, from profiles: nothing of it is stored."""

    def __init__(self, points: Sequence[TimelinePoint]) -> None:
        self._points = tuple(points)
        self.labels = tuple(f"v{p.version}" for p in points)
        self._cells = [{c.name: c for c in p.columns if c.method != words.NOT_JUDGED} for p in points]
        strongest: dict[str, tuple[int, float]] = {}
        for cells in self._cells:
            for cell in cells.values():
                best = strongest.get(cell.name, (0, 0.0))
                strongest[cell.name] = max(best, (cell.severity.rank, cell.strength))
        self.names = tuple(sorted(strongest, key=lambda n: (-strongest[n][0], -strongest[n][1], n)))

    def cell(self, row: int, column: int) -> HeatCell | None:
        found = self._cells[column].get(self.names[row])
        if found is None:
            return None
        return HeatCell(found.severity, found.strength, figures.figure(found.statistic))

    def tip(self, row: int, column: int) -> str:
        found = self._cells[column].get(self.names[row])
        return "" if found is None else _tip(self.labels[column], found)

    def line(self, name: str) -> tuple[list[TimelineDot], str, Limits]:
        found = [cells.get(name) for cells in self._cells]
        dots = [
            TimelineDot(label, None, point.severity)
            if cell is None or cell.statistic is None
            else TimelineDot(label, cell.statistic, cell.severity, _tip(label, cell))
            for label, point, cell in zip(self.labels, self._points, found, strict=True)
        ]
        known = [c for c in found if c is not None and c.statistic is not None]
        return _in_one_unit(dots, [(c.method, c.threshold, None) for c in known])

    def version(self, label: str) -> int | None:
        return int(label.removeprefix("v"))


class TableGrid:
    """A stored timeline."""

    def __init__(self, table: TimelineTable) -> None:
        self._table = table
        self._order = table.order()
        self.labels = tuple(p.label for p in table.points)
        self.names = tuple(table.timeline.columns[i].name for i in self._order)
        self._by_name = dict(zip(self.names, self._order, strict=True))

    @property
    def table(self) -> TimelineTable:
        return self._table

    def cell(self, row: int, column: int) -> HeatCell | None:
        found = self._table.cell(column, self._order[row])
        if not found.method:
            return None
        figure = "" if found.statistic is None else figures.figure(found.statistic)
        is_plain = self._table.points[column].is_reference
        return HeatCell(found.severity, found.strength, figure, is_plain)

    def tip(self, row: int, column: int) -> str:
        point = self._table.points[column]
        found = self._table.cell(column, self._order[row])
        if not found.method:
            return ""
        tip = f"{found.column}, {point.label}: {self._verdict(found, point.is_reference)}"
        if found.statistic is not None:
            tip += f"\n{_figures(found)}"
        tip += "\n" + translate("data", "{rows} with a value").format(rows=words.rows(found.rows))
        if point.reference:
            tip += translate("data", ", against {reference} ({rows})").format(
                reference=point.reference, rows=words.rows(point.reference_rows)
            )
        return tip

    def _verdict(self, cell: Cell, is_reference: bool) -> str:
        if is_reference:
            return translate("data", "part of the reference")
        if cell.method == "no_reference":
            return translate("data", "nothing to compare it with")
        said = severity_word(cell.severity)
        return (
            translate("data", "{verdict} (undecided from profiles)").format(verdict=said)
            if cell.undecided
            else said
        )

    def line(self, name: str) -> tuple[list[TimelineDot], str, Limits]:
        column = self._by_name.get(name)
        if column is None:
            return [], "", ()
        cells = [self._table.cell(i, column) for i in range(len(self.labels))]
        dots = [
            TimelineDot(
                label,
                c.statistic,
                c.severity,
                "" if c.statistic is None else f"{severity_word(c.severity)}\n{_figures(c)}",
            )
            for label, c in zip(self.labels, cells, strict=True)
        ]
        known = [(c.method, c.threshold, c.critical_threshold) for c in cells if c.statistic is not None]
        return _in_one_unit(dots, known)

    def version(self, label: str) -> int | None:
        return int(label.removeprefix("v")) if self._table.timeline.version is None else None


def _tip(label: str, cell: TimelineCell) -> str:
    tip = f"{cell.name}, {label}: {severity_word(cell.severity)}\n"
    tip += f"{words.method(cell.method)} {figures.figure(cell.statistic)}"
    if cell.threshold is not None:
        tip += " " + translate("data", "(threshold {x})").format(x=figures.figure(cell.threshold))
    return tip


def _figures(cell: Cell) -> str:
    said = f"{words.method(cell.method)} {figures.figure(cell.statistic)}"
    if cell.threshold is not None:
        said += " " + translate("data", "(threshold {x})").format(x=figures.figure(cell.threshold))
    if cell.p_adjusted is not None:
        said += f", p = {cell.p_adjusted:.2g}"
    return said


def _in_one_unit(
    dots: list[TimelineDot], known: Sequence[tuple[str, float | None, float | None]]
) -> tuple[list[TimelineDot], str, Limits]:
    """Dots of one method with its thresholds; where several decided, the method of most, and others' dots left out."""
    if not known:
        return dots, "", ()
    method, warning, critical = Counter(known).most_common(1)[0][0]
    limits: list[tuple[float, str]] = []
    if warning is not None:
        limits.append((warning, f"{severity_word(Severity.WARNING)} {figures.figure(warning)}"))
    if critical is not None and critical != warning:
        limits.append((critical, f"{severity_word(Severity.CRITICAL)} {figures.figure(critical)}"))
    taken = iter(known)
    shown = [
        d if d.value is None or next(taken)[0] == method else TimelineDot(d.label, None, d.severity, d.figure)
        for d in dots
    ]
    return shown, words.method(method), limits
