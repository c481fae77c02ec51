"""All columns by all columns: how strongly each pair goes together. The ground is the accent, deeper where stronger."""

from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from driftdesk.core.entities import PairStrength, VersionPairs
from driftdesk.ui import figures
from driftdesk.ui.plots.matrix import CELL_HEIGHT, CELL_WIDTH, MatrixPlot
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

Index = QModelIndex | QPersistentModelIndex
Measure = Literal["together", "missing"]
STRENGTH_ROLE = Qt.ItemDataRole.UserRole + 42
"""-1 to 1; None where it is not known; on the diagonal there is nothing."""
_STRONG = 0.6
"""From here on the ground is so deep that the figure is written in the surface's colour."""
_SHOWN_FROM = 0.02


class PairMatrixModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._pairs: dict[tuple[str, str], PairStrength] = {}
        self._measure: Measure = "together"

    def show_pairs(self, found: VersionPairs | None, measure: Measure) -> None:
        """With ``missing`` only the columns that have gaps."""
        self.beginResetModel()
        self._measure = measure
        pairs = found.pairs if found else ()
        self._pairs = {(p.first, p.second): p for p in pairs} | {(p.second, p.first): p for p in pairs}
        names = found.columns if found else ()
        if measure == "missing":
            gaps = {n for p in pairs if p.missing_together is not None for n in (p.first, p.second)}
            names = tuple(n for n in names if n in gaps)
        self._names = names
        self.endResetModel()

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def pair(self, index: Index) -> PairStrength | None:
        return self._pairs.get((self._names[index.row()], self._names[index.column()]))

    def _figure(self, pair: PairStrength) -> float | None:
        if self._measure == "missing":
            return pair.missing_together
        return pair.value

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        pair = self.pair(index) if index.isValid() else None
        if pair is None:
            return None
        value = self._figure(pair)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if value is None or abs(value) < _SHOWN_FROM else figures.coefficient(value)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{pair.first} · {pair.second}: {figures.figure(value)}"
            case _ if role == STRENGTH_ROLE:
                return value
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not 0 <= section < len(self._names):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._names[section]
        return None


class _CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = colours()
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        on_diagonal = index.row() == index.column()
        painter.fillRect(area, QColor(now.surface if on_diagonal else now.grid))
        value = index.data(STRENGTH_ROLE)
        if value is not None:
            ground = QColor(now.accent)
            ground.setAlphaF(min(1.0, abs(value)) ** 1.3)
            painter.fillRect(area, ground)
            painter.setFont(ui_font(CAPTION, tabular=True))
            painter.setPen(QColor(now.on_accent if abs(value) > _STRONG else now.text))
            painter.drawText(
                area.adjusted(4, 0, -6, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                index.data() or "",
            )
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(now.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(CELL_WIDTH, CELL_HEIGHT)


class PairMatrixPlot(MatrixPlot):
    def __init__(self, parent: QWidget | None = None) -> None:
        self._pairs = PairMatrixModel()
        super().__init__(self._pairs, _CellDelegate(), parent)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns that are shown."""
        return self._pairs.names

    def show_pairs(self, found: VersionPairs | None, measure: Measure = "together") -> None:
        """See ``PairMatrixModel.show_pairs``."""
        self._pairs.show_pairs(found, measure)
        self.fit()
