"""A table of painted cells under two rows of names: what heat maps are made of.

A table view rather than a drawing, so that arrow keys, scrolling and screen readers work.
"""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from driftdesk.ui.theme.style import S

CELL_HEIGHT = 24
CELL_WIDTH = 64
_WIDEST = 112


class MatrixPlot(QTableView):
    """``cell_clicked`` carries (row name, column name); Enter on a cell does the same."""

    cell_clicked = Signal(str, str)

    narrowest = CELL_WIDTH
    """Cells that have less room than that are scrolled to."""

    def __init__(
        self,
        model: QAbstractTableModel,
        delegate: QStyledItemDelegate,
        parent: QWidget | None = None,
        *,
        across: QHeaderView | None = None,
    ) -> None:
        """``across``: a header of its own kind."""
        super().__init__(parent)
        if across is not None:
            self.setHorizontalHeader(across)
        model.setParent(self)
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setMinimumSectionSize(min(self.narrowest, across.minimumSectionSize()))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultSectionSize(CELL_WIDTH)
        across.setHighlightSections(False)
        across.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(CELL_HEIGHT)
        down.setFixedWidth(20 * S)
        down.setHighlightSections(False)
        down.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._on_cell_activated)
        self.activated.connect(self._on_cell_activated)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Cells grow with the room, within bounds."""
        room = self.viewport().width() // max(self.model().columnCount(), 1)
        self.horizontalHeader().setDefaultSectionSize(min(max(room, self.narrowest), _WIDEST))

    def _on_cell_activated(self, index: QModelIndex) -> None:
        across = self.model().headerData(index.column(), Qt.Orientation.Horizontal)
        down = self.model().headerData(index.row(), Qt.Orientation.Vertical)
        self.cell_clicked.emit(down, across)
