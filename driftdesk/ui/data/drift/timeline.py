"""Drift over the versions: a heat map of all columns, or one column as a line."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import TimelineCell, TimelinePoint
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.plots.heat_map import HeatCell, HeatMapPlot
from driftdesk.ui.plots.timeline import TimelineDot, TimelinePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, label, severity_word


class DriftTimeline(QWidget):
    """``version_chosen`` carries the number of the version, and the column, whose cell or dot was clicked."""

    version_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[TimelinePoint, ...] = ()
        self._reference = 0
        self._column = ""
        self._title = label("", "heading")
        self._hint = label("", "caption")
        self._what = Segmented()
        self._what.chosen.connect(lambda _key: self._draw())
        self.heat_map = HeatMapPlot()
        self.heat_map.cell_clicked.connect(lambda row, version: self._choose(version, row))
        self.line = TimelinePlot()
        self.line.dot_clicked.connect(lambda version: self._choose(version, self._column))
        self._nothing = label("", "muted")
        self._stack = QStackedWidget()
        empty = QWidget()
        row = QVBoxLayout(empty)
        row.setContentsMargins(3 * S, S, 2 * S, S)
        row.addWidget(self._nothing)
        row.addStretch(1)
        for page in (self.heat_map, self.line, empty):
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, S, 2 * S, S // 2)
        head.setSpacing(2 * S)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self._what)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        body = QHBoxLayout()
        body.setContentsMargins(2 * S, 0, 0, 0)
        body.addWidget(self._stack)
        column.addLayout(body, 1)
        self.retranslate()

    def show_points(self, reference: int, points: Sequence[TimelinePoint]) -> None:
        """Every later version against ``reference``, oldest first."""
        self._reference, self._points = reference, tuple(points)
        self._draw()

    def show_column(self, name: str) -> None:
        """The column of the line."""
        self._column = name
        self.retranslate()

    def _draw(self) -> None:
        self._title.setText(
            self.tr("Every version against v{number}").format(number=self._reference)
            if self._reference
            else self.tr("Timeline")
        )
        self._what.setVisible(bool(self._points))
        self._hint.setVisible(bool(self._points))
        if not self._points:
            self._stack.setCurrentIndex(2)
            return
        if self._what.key() == "one" and self._column:
            self._stack.setCurrentIndex(1)
            self.line.show_timeline([self._dot(p) for p in self._points])
            return
        self._stack.setCurrentIndex(0)
        cells = {(c.name, f"v{p.version}"): heat_cell(p, c) for p in self._points for c in _judged(p)}
        strongest: dict[str, tuple[int, float]] = {}
        for point in self._points:
            for cell in _judged(point):
                best = strongest.get(cell.name, (0, 0.0))
                strongest[cell.name] = max(best, (cell.severity.rank, cell.strength))
        rows = sorted(strongest, key=lambda n: (-strongest[n][0], -strongest[n][1], n))
        self.heat_map.show_cells(rows, [f"v{p.version}" for p in self._points], cells)

    def _dot(self, point: TimelinePoint) -> TimelineDot:
        cell = next((c for c in point.columns if c.name == self._column), None)
        if cell is None or cell.statistic is None:
            return TimelineDot(f"v{point.version}", None, point.severity)
        return TimelineDot(f"v{point.version}", cell.strength, cell.severity, heat_cell(point, cell).tip)

    def _choose(self, version: str, column: str) -> None:
        self.version_chosen.emit(int(version.removeprefix("v")), column)

    def retranslate(self) -> None:
        self._what.set_options(
            [("all", self.tr("All columns")), ("one", self._column or self.tr("One column"))]
        )
        self._what.setAccessibleName(self.tr("What the timeline shows"))
        self._hint.setText(self.tr("Click a cell to make its version the current side"))
        self._nothing.setText(self.tr("The timeline begins with the first version after the reference."))
        self.heat_map.setAccessibleName(self.tr("Drift of columns by version"))
        self.line.setAccessibleName(self.tr("Drift of one column by version"))
        self.line.set_words(self.tr("statistic / threshold"), self.tr("threshold"))
        self._draw()


def heat_cell(point: TimelinePoint, cell: TimelineCell) -> HeatCell:
    tip = f"{cell.name}, v{point.version}: {severity_word(cell.severity)}\n"
    tip += f"{words.method(cell.method)} {figures.figure(cell.statistic)}"
    if cell.threshold is not None:
        tip += " " + words.translate("data", "(threshold {x})").format(x=figures.figure(cell.threshold))
    return HeatCell(cell.severity, cell.strength, figures.figure(cell.statistic), tip)


def _judged(point: TimelinePoint) -> list[TimelineCell]:
    return [c for c in point.columns if c.method != words.NOT_JUDGED]
