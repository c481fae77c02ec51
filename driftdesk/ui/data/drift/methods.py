"""What all methods say of one column, and what it was computed from."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnDrift, MethodResult
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, label
from driftdesk.ui.widgets.list_table import Field, ListTableModel

_ROW = 3 * S


class MethodResults(QWidget):
    """``rows_asked``: the verdict depends on the profiles' error, and the rows are wanted."""

    rows_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column: ColumnDrift | None = None
        self._model = ListTableModel[MethodResult](
            [
                Field(lambda: self.tr("Method"), lambda r: words.method(r.method)),
                Field(lambda: self.tr("Statistic"), _statistic, number=True),
                Field(lambda: self.tr("Threshold"), _threshold, number=True),
                Field(lambda: self.tr("p"), _p, number=True),
            ],
            lambda r: r.method,
            self,
        )
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.horizontalHeader().setFixedHeight(_ROW)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 14 * S), (2, 9 * S), (3, 9 * S)):
            self.table.setColumnWidth(section, width)
        self.basis = label("", "caption", wrap=True)
        self.read_rows = button("", "", "records")
        self.read_rows.clicked.connect(self.rows_asked)
        below = QHBoxLayout()
        below.setSpacing(S)
        below.addWidget(self.basis, 1)
        below.addWidget(self.read_rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        column.addWidget(self.table)
        column.addLayout(below)
        self.retranslate()

    def show_column(self, column: ColumnDrift | None) -> None:
        self._column = column
        results = column.results if column else ()
        self._model.show(results)
        self.table.setVisible(bool(results))
        self.table.setFixedHeight(_ROW * (len(results) + 1) + 2)
        self.basis.setText(self._basis(column) if column and results else "")
        self.read_rows.setVisible(bool(column and column.undecided))

    def _basis(self, column: ColumnDrift) -> str:
        if column.computed_from == "rows":
            return self.tr("Computed from rows: exact")
        if column.undecided:
            return self.tr(
                "Undecided: the profiles' error straddles a threshold, so the verdict may be either side's"
            )
        if column.error_bound:
            return self.tr("Computed from profiles, error at most {x}").format(
                x=figures.figure(column.error_bound)
            )
        return self.tr("Computed from profiles, which hold these values exactly")

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Results of all methods"))
        self.read_rows.setText(self.tr("Read rows"))
        self._model.retranslate()
        self.show_column(self._column)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _statistic(result: MethodResult) -> str:
    error = f" ± {figures.figure(result.error_bound)}" if result.error_bound else ""
    return figures.figure(result.statistic) + error


def _threshold(result: MethodResult) -> str:
    return figures.figure(result.threshold) if result.threshold is not None else ""


def _p(result: MethodResult) -> str:
    return figures.evidence(result.p_value).removeprefix("p ").removeprefix("= ")
