"""The table of the window: any item model in it looks and behaves the same everywhere."""

import csv
import io

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QMenu, QTableView, QWidget

from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import ROW, S
from driftdesk.ui.workspace import Workspace


class DataTable(QTableView):
    """A QTableView with the house's looks: rows selected whole, no grid, names cut in the middle, Ctrl+C and the menu
    copy the selection as TSV with headers. Numbers align right when the model says so (TextAlignmentRole).

    ``remember_widths(workspace, "data/versions")`` keeps column widths over restarts; ``menu_asked`` is not needed:
    add QActions with ``addAction`` and they stand in the context menu above Copy.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None, *, sortable: bool = False) -> None:
        super().__init__(parent)
        self._memory: tuple[Workspace, str] | None = None
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSortingEnabled(sortable)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setMinimumSectionSize(40)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setFixedHeight(ROW)
        columns.sectionResized.connect(self._on_section_resized)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def set_widths(self, *widths: int) -> None:
        """Widths of the first columns in pixels; those that were remembered win."""
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self._restore()

    def stretch(self, column: int) -> None:
        """Let this column take what the others leave, instead of the last one: the table never scrolls sideways."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def remember_widths(self, workspace: Workspace, key: str) -> None:
        self._memory = (workspace, f"{key}/widths")
        self._restore()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._restore()

    def current_row(self) -> int:
        """The row of the view that is current, or -1."""
        return self.currentIndex().row()

    def copy(self) -> None:
        """The selected rows, or all, as tab-separated values with a header."""
        model = self.model()
        chosen = sorted({i.row() for i in self.selectionModel().selectedIndexes()}) or range(model.rowCount())
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        out = io.StringIO()
        writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        writer.writerow(model.headerData(c, Qt.Orientation.Horizontal) for c in columns)
        for row in chosen:
            writer.writerow(model.index(row, c).data() for c in columns)
        QGuiApplication.clipboard().setText(out.getvalue())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_menu_requested(self, at: QPoint) -> None:
        menu = QMenu(self)
        if self.actions():
            menu.addActions(self.actions())
            menu.addSeparator()
        copying = menu.addAction(icon("copy"), self.tr("Copy"))
        copying.triggered.connect(self.copy)
        menu.exec(self.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _on_section_resized(self) -> None:
        if self._memory is not None and self.isVisible():
            workspace, key = self._memory
            header = self.horizontalHeader()
            workspace.remember(key, [header.sectionSize(i) for i in range(header.count() - 1)])

    def _restore(self) -> None:
        if self._memory is None or self.model() is None:
            return
        workspace, key = self._memory
        kept = workspace.state(key, [])
        if len(kept) == self.model().columnCount() - 1:  # the last takes what is left
            for column, width in enumerate(kept):
                self.setColumnWidth(column, int(width))


def inset(table: QWidget, left: int = 2 * S) -> QWidget:
    """``table`` moved in, so that the text of its first column stands below the text of the header."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(left, 0, 0, 0)
    row.addWidget(table)
    return made
