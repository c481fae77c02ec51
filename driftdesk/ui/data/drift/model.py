"""The columns of a drift analysis: a finished report, or one that fills while it runs; in an order, and some of them."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from driftdesk.core.entities import Column, ColumnDrift, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.drift import moved
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.widgets import severity_word

Index = QModelIndex | QPersistentModelIndex
Order = Literal["drift", "importance", "name"]
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``ColumnDrift`` of a row; None while it is not analysed."""
NAME_ROLE = Qt.ItemDataRole.UserRole + 2
SCALE_ROLE = Qt.ItemDataRole.UserRole + 3
"""The strength at which a drift bar is full."""

SEVERITY, NAME, SHAPE, DRIFT, EVIDENCE = range(5)
FULL_BAR = 6.0
"""Bars never need more than this many thresholds to be full, so that one extreme column leaves the others visible."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def rank(column: ColumnDrift) -> tuple[bool, int, float, str]:
    """Sorts the most drifted first: first what counts, then what is expected, then what did not drift."""
    return bool(column.expected is not None), -column.severity.rank, -column.strength, column.name


_ORDERS: dict[Order, Any] = {
    "drift": lambda c: (not c.severity.rank, *rank(c)),
    "importance": lambda c: (-(c.importance or 0.0) * c.strength, *rank(c)),
    "name": lambda c: c.name.casefold(),
}


class DriftColumnModel(QAbstractTableModel):
    """Analysed columns in order, above the ones that are still awaited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysed: dict[str, ColumnDrift] = {}
        self._awaited: dict[str, Column] = {}
        self._rows: list[ColumnDrift | Column] = []
        self._scale = 2.0
        self._order: Order = "drift"
        self._search = ""

    def show_report(self, columns: Sequence[ColumnDrift]) -> None:
        """Show a finished report. The same columns in the same order only repaint: selection stays."""
        self._analysed, self._awaited = {c.name: c for c in columns}, {}
        self._arrange()

    def await_columns(self, columns: Sequence[Column]) -> None:
        """An analysis of ``columns`` has begun."""
        self._analysed, self._awaited = {}, {c.name: c for c in columns}
        self._arrange()

    def put(self, *columns: ColumnDrift) -> None:
        """Columns were analysed: they move up to their places."""
        for column in columns:
            self._awaited.pop(column.name, None)
            self._analysed[column.name] = column
        self._arrange()

    def arrange(self, order: Order, search: str = "") -> None:
        """Put the columns in another order, and show only those that hold every word of ``search`` in their names."""
        self._order, self._search = order, search
        self._arrange()

    @property
    def awaited(self) -> int:
        return len(self._awaited)

    @property
    def total(self) -> int:
        """All columns, shown or not."""
        return len(self._analysed) + len(self._awaited)

    @property
    def has_importance(self) -> bool:
        return any(c.importance is not None for c in self._analysed.values())

    def row_of(self, name: str) -> int | None:
        return next((i for i, c in enumerate(self._rows) if c.name == name), None)

    def column_at(self, row: int) -> ColumnDrift | None:
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, ColumnDrift) else None

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self._repaint()

    def _arrange(self) -> None:
        wanted = self._search.casefold().split()
        analysed = self._found(self._analysed.values(), wanted)
        rows = [*sorted(analysed, key=_ORDERS[self._order]), *self._found(self._awaited.values(), wanted)]
        strongest = max((c.strength for c in self._analysed.values()), default=0.0)
        self._scale = min(FULL_BAR, max(2.0, strongest))
        if [c.name for c in rows] == [c.name for c in self._rows]:
            self._rows = rows
            self._repaint()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @staticmethod
    def _found(columns: Iterable[Any], wanted: Sequence[str]) -> list[Any]:
        return (
            [c for c in columns if all(w in c.name.casefold() for w in wanted)] if wanted else list(columns)
        )

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

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
            words.translate("data", "Severity"),
            words.translate("data", "Column"),
            "",
            words.translate("data", "Drift"),
            words.translate("data", "Evidence"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.column_at(index.row())
        match role:
            case _ if role == COLUMN_ROLE:
                return column
            case _ if role == NAME_ROLE:
                return row.name
            case _ if role == SCALE_ROLE:
                return self._scale
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
            case Qt.ItemDataRole.DecorationRole if index.column() == NAME:
                return icon(row.kind.value)
        if column is None:
            return row.name if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(column, index.column())
            case Qt.ItemDataRole.DecorationRole if index.column() == SEVERITY:
                return _mark(column)
            case Qt.ItemDataRole.ForegroundRole if index.column() == SEVERITY:
                token = "muted" if column.expected is not None else _COLOURS[column.severity]
                return QBrush(QColor(getattr(colours(), token)))
            case Qt.ItemDataRole.FontRole if index.column() == SEVERITY and column.expected is not None:
                struck = QFont()
                struck.setStrikeOut(True)
                return struck
            case Qt.ItemDataRole.ToolTipRole:
                return tip(column)
        return None


def _mark(column: ColumnDrift) -> Any:
    if column.method == words.NOT_JUDGED:
        return None
    colour = "muted" if column.expected is not None else _COLOURS[column.severity]
    return icon(_MARKS.get(column.severity, column.severity.value), colour)


def _text(column: ColumnDrift, section: int) -> str:
    match section:
        case 0:
            return severity_word(column.severity) if column.severity.rank else ""
        case 1:
            return column.name
        case 3:
            return figures.figure(column.statistic)
        case 4:
            if column.expected is not None:
                return words.translate("data", "Expected")
            if column.severity is Severity.INSUFFICIENT_DATA:
                return severity_word(column.severity)
            if column.method == words.NOT_JUDGED:
                return words.method(column.method)
            return figures.evidence(column.p_adjusted if column.p_adjusted is not None else column.p_value)
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
    if column.expected is not None:
        lines.insert(1, words.translate("data", "Expected: {note}").format(note=column.expected))
    if p := figures.evidence(column.p_value):
        lines.append(p)
    if column.error_bound:
        lines.append(words.translate("data", "Exact to ±{x}").format(x=figures.figure(column.error_bound)))
    return "\n".join([*lines, *map(moved.say, column.moved)])
