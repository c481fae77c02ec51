"""The ranked columns of a drift analysis: a finished report, or one that fills while it runs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from driftdesk.core.entities import Column, ColumnDrift, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.drift import moved
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.widgets import severity_word

Index = QModelIndex | QPersistentModelIndex
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``ColumnDrift`` of a row; None while it is not analysed."""
NAME_ROLE = Qt.ItemDataRole.UserRole + 2
SCALE_ROLE = Qt.ItemDataRole.UserRole + 3
"""The strength at which a drift bar is full."""

SEVERITY, NAME, DRIFT, EVIDENCE = range(4)
FULL_BAR = 6.0
"""Bars never need more than this many thresholds to be full, so that one extreme column leaves the others visible."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def rank(column: ColumnDrift) -> tuple[int, float, str]:
    """Sorts the most drifted first."""
    return -column.severity.rank, -column.strength, column.name


class DriftColumnModel(QAbstractTableModel):
    """Analysed columns in rank order, above the ones that are still awaited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysed: list[ColumnDrift] = []
        self._awaited: list[Column] = []
        self._scale = 2.0

    def show_report(self, columns: Sequence[ColumnDrift]) -> None:
        """Show a finished report. The same columns in the same order only repaint: selection stays."""
        ranked = sorted(columns, key=rank)
        same = not self._awaited and [c.name for c in ranked] == [c.name for c in self._analysed]
        if same and ranked:
            self._analysed = ranked
            self._rescale()
            self._repaint()
            return
        self.beginResetModel()
        self._analysed, self._awaited = ranked, []
        self._rescale()
        self.endResetModel()

    def await_columns(self, columns: Sequence[Column]) -> None:
        """An analysis of ``columns`` has begun."""
        self.beginResetModel()
        self._analysed, self._awaited = [], list(columns)
        self._rescale()
        self.endResetModel()

    def put(self, column: ColumnDrift) -> None:
        """A column was analysed: it moves up to its rank."""
        old = next((i for i, c in enumerate(self._awaited) if c.name == column.name), None)
        if old is not None:
            at = len(self._analysed) + old
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._awaited[old]
            self.endRemoveRows()
        known = next((i for i, c in enumerate(self._analysed) if c.name == column.name), None)
        if known is not None:
            self.beginRemoveRows(QModelIndex(), known, known)
            del self._analysed[known]
            self.endRemoveRows()
        at = sum(rank(c) < rank(column) for c in self._analysed)
        self.beginInsertRows(QModelIndex(), at, at)
        self._analysed.insert(at, column)
        self.endInsertRows()
        if self._rescale():
            self._repaint()

    @property
    def awaited(self) -> int:
        return len(self._awaited)

    def row_of(self, name: str) -> int | None:
        names = [*(c.name for c in self._analysed), *(c.name for c in self._awaited)]
        return names.index(name) if name in names else None

    def column_at(self, row: int) -> ColumnDrift | None:
        return self._analysed[row] if 0 <= row < len(self._analysed) else None

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self._repaint()

    def _rescale(self) -> bool:
        """Adapt the bars to the strongest column; True if they changed."""
        before = self._scale
        self._scale = min(FULL_BAR, max([2.0, *(c.strength for c in self._analysed)]))
        return before != self._scale

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._analysed) + len(self._awaited)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            "",
            words.translate("data", "Column"),
            words.translate("data", "Drift"),
            words.translate("data", "Evidence"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.column_at(index.row())
        match role:
            case _ if role == COLUMN_ROLE:
                return column
            case _ if role == NAME_ROLE:
                return column.name if column else self._awaited[index.row() - len(self._analysed)].name
            case _ if role == SCALE_ROLE:
                return self._scale
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
        if column is None:
            return self._awaited_data(index, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(column, index.column())
            case Qt.ItemDataRole.DecorationRole if index.column() == SEVERITY:
                if column.method == words.NOT_JUDGED:
                    return None
                return icon(_MARKS.get(column.severity, column.severity.value), _COLOURS[column.severity])
            case Qt.ItemDataRole.DecorationRole if index.column() == NAME:
                return icon(column.kind.value)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(column)
        return None

    def _awaited_data(self, index: Index, role: int) -> Any:
        column = self._awaited[index.row() - len(self._analysed)]
        if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME:
            return column.name
        if role == Qt.ItemDataRole.DecorationRole and index.column() == NAME:
            return icon(column.kind.value)
        return None

    def _text(self, column: ColumnDrift, section: int) -> str:
        match section:
            case 1:
                return column.name
            case 2:
                return figures.figure(column.statistic)
            case 3:
                if column.severity is Severity.INSUFFICIENT_DATA:
                    return severity_word(column.severity)
                if column.method == words.NOT_JUDGED:
                    return words.method(column.method)
                return figures.evidence(
                    column.p_adjusted if column.p_adjusted is not None else column.p_value
                )
        return ""


_MARKS = {Severity.NONE: "check"}
"""No drift is the rule: its mark is thin."""
_COLOURS = {
    Severity.NONE: "muted",
    Severity.INSUFFICIENT_DATA: "muted",
    Severity.WARNING: "warning",
    Severity.CRITICAL: "critical",
}


def tip(column: ColumnDrift) -> str:
    """The whole verdict on a column, for a tooltip."""
    lines = [
        f"{column.name} · {severity_word(column.severity)}",
        words.translate("data", "{method}: {figure}, threshold {threshold}").format(
            method=words.method(column.method),
            figure=figures.figure(column.statistic),
            threshold=figures.figure(column.threshold),
        ),
    ]
    if p := figures.evidence(column.p_value):
        lines.append(p)
    if column.error_bound:
        lines.append(words.translate("data", "Exact to ±{x}").format(x=figures.figure(column.error_bound)))
    return "\n".join([*lines, *map(moved.say, column.moved)])
