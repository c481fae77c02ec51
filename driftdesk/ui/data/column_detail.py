"""One column large: its histogram, its figures and its most frequent values."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnSummary, Kind, ValueCount
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.distribution_view import DistributionView
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ElidedLabel, label, line
from driftdesk.ui.widgets.list_table import Field, ListTableModel


class ColumnDetail(QWidget):
    """``show_column`` shows another one, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._column: ColumnSummary | None = None
        self._name, self._what = ElidedLabel("", "heading"), label("", "caption")
        self._warnings = label("", "muted", wrap=True)
        self.view = DistributionView(compares=False)
        self.view.plot.setMinimumHeight(22 * S)
        self._grid = QGridLayout()
        self._cells = [(label("", "caption"), _figure_label()) for _ in range(10)]
        self._top = ListTableModel[ValueCount](
            [
                Field(self._top_title, lambda v: v.value),
                Field(lambda: self.tr("Rows"), lambda v: figures.count(v.rows), number=True),
                Field(lambda: self.tr("Share"), self._share, number=True),
            ],
            lambda v: v.value,
            self,
        )
        self.top = DataTable()
        self.top.setModel(self._top)
        self._lay_out()

    def _lay_out(self) -> None:
        self._grid.setHorizontalSpacing(2 * S)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        for i, (caption, value) in enumerate(self._cells):
            self._grid.addWidget(caption, i // 2, 2 * (i % 2))
            self._grid.addWidget(value, i // 2, 2 * (i % 2) + 1)
        header = self.top.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.top.setColumnWidth(1, 9 * S)
        self.top.setColumnWidth(2, 9 * S)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._name)
        head.addWidget(self._what, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S // 2, 2 * S, S)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._warnings)
        column.addWidget(self.view, 3)
        column.addWidget(line())
        column.addLayout(self._grid)
        column.addWidget(self.top, 2)

    def show_column(self, column: ColumnSummary | None) -> None:
        self._column = column
        self._name.setText(column.name if column else "")
        self._what.setText(f"{words.kind(column.kind)} · {words.role(column.role)}" if column else "")
        self._warnings.setText(words.quality_of(column) if column else "")
        self._warnings.setVisible(bool(self._warnings.text()))
        self._top.show(column.top if column else [])
        self._top.retranslate()
        self.top.setVisible(bool(column and column.top))
        self._fill_grid(column)
        self._draw()

    def _fill_grid(self, column: ColumnSummary | None) -> None:
        pairs: list[tuple[str, str]] = []
        if column is not None:
            known = column.rows - column.missing
            pairs = [
                (self.tr("Rows"), figures.count(column.rows)),
                (
                    self.tr("Missing"),
                    f"{figures.count(column.missing)} · {figures.percent(column.missing / column.rows if column.rows else 0.0)}",
                ),
                (self.tr("Distinct"), distinct(column)),
            ]
            if column.mean is not None and known:
                pairs += [
                    (self.tr("Mean"), written(column, column.mean)),
                    (self.tr("Median"), written(column, statistic(column, "median"))),
                    (self.tr("Min"), written(column, column.minimum)),
                    (self.tr("Max"), written(column, column.maximum)),
                ]
                if column.kind is not Kind.DATETIME:
                    pairs += [
                        (self.tr("Deviation"), figures.figure(column.deviation)),
                        (self.tr("Skewness"), figures.figure(column.skew)),
                    ]
                if column.kind is Kind.NUMERIC:
                    pairs.append((self.tr("Zeros"), figures.percent(column.zeros / known)))
        for (caption, value), (name, text) in zip(
            self._cells, pairs + [("", "")] * (len(self._cells) - len(pairs)), strict=True
        ):
            caption.setText(name)
            value.setText(text)
            caption.setVisible(bool(name))
            value.setVisible(bool(name))

    def _draw(self) -> None:
        column = self._column
        if column is None:
            self.view.show_sides(None, None, Kind.NUMERIC)
        elif column.kind is Kind.TEXT:  # its distribution is that of its lengths: numbers
            about = self.tr("length in characters")
            self.view.show_sides(None, column.distribution, Kind.NUMERIC, about=about)
        else:
            self.view.show_sides(None, column.distribution, column.kind)

    def _share(self, value: ValueCount) -> str:
        known = self._column.rows - self._column.missing if self._column else 0
        return figures.percent(value.rows / known) if known else ""

    def _top_title(self) -> str:
        if self._column is not None and self._column.kind is Kind.TEXT:
            return self.tr("Most frequent words")
        return self.tr("Most frequent values")

    def retranslate(self) -> None:
        self.view.retranslate()
        self.top.setAccessibleName(self.tr("Most frequent values"))
        self.show_column(self._column)


def _figure_label() -> QLabel:
    made = label()
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def statistic(column: ColumnSummary, name: str) -> float | None:
    """One of the figures of a column; the median is the middle quantile of its distribution."""
    if name == "median":
        found = column.distribution.quantiles
        return found[len(found) // 2] if found else None
    value: float | None = getattr(column, name)
    return value


def written(column: ColumnSummary, value: float | None, *, short: bool = False) -> str:
    """A figure in the column's own terms: times as times (``short``: the month); nothing for categories."""
    if value is None:
        return ""
    if column.kind is Kind.DATETIME:
        return figures.instant(value)[:7] if short else figures.instant(value)
    return figures.figure(value)


def distinct(column: ColumnSummary) -> str:
    """How many values differ; ``≈`` where that is an estimate."""
    return ("" if column.distinct_is_exact else "≈ ") + figures.count(column.distinct)


def distinct_shortly(column: ColumnSummary) -> str:
    """As ``distinct``, but never wider than a narrow cell."""
    if column.distinct < 100_000 and column.distinct_is_exact:
        return figures.count(column.distinct)
    return ("" if column.distinct_is_exact else "≈ ") + figures.figure(column.distinct)
