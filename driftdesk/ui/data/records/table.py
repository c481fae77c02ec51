"""The table of the records: cells are selected, columns may stay while others scroll, and what is not here is never read
by the window's thread in order to be copied."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QWidget

from driftdesk.ui.data.records.editors import CellEditor
from driftdesk.ui.data.records.frozen import FrozenColumns
from driftdesk.ui.data.records.header import RecordHeader
from driftdesk.ui.data.records.shown import Rows
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable

Index = QModelIndex | QPersistentModelIndex
_Trigger = QAbstractItemView.EditTrigger
_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_WIDENING = {Qt.Key.Key_Left: -2 * S, Qt.Key.Key_Right: 2 * S}
"""Pixels by which a key with Alt and Shift widens a column."""


class RecordTable(DataTable):
    """``menu_requested`` carries where; ``header_menu_requested`` (section, where); ``detail_asked`` is for the whole
    text of the current cell; ``copy_asked`` says whether with names; ``width_asked`` (section, by how many pixels)."""

    menu_requested = Signal(object)
    header_menu_requested = Signal(int, object)
    detail_asked = Signal()
    copy_asked = Signal(bool)
    width_asked = Signal(int, int)
    sort_asked = Signal(int, bool)
    bars_chosen = Signal(int, int, int)

    def __init__(self, categories: Callable[[str], Sequence[str]] = lambda name: ()) -> None:
        super().__init__()
        self.painter = CellEditor(categories, self)
        self.setItemDelegate(self.painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.verticalHeader().show()
        self.verticalHeader().setSectionsClickable(True)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header = RecordHeader(self)
        self.setHorizontalHeader(self.header)
        self.header.setStretchLastSection(False)
        self.header.setMinimumSectionSize(6 * S)
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.frozen = FrozenColumns(self)
        self.frozen.painter.categories = categories
        for header in (self.header, self.frozen.header):
            header.sort_asked.connect(self.sort_asked)
            header.bars_chosen.connect(self.bars_chosen)
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(
                lambda at, h=header: self.header_menu_requested.emit(
                    h.logicalIndexAt(at), h.viewport().mapToGlobal(at)
                )
            )
        self.frozen.customContextMenuRequested.connect(
            lambda at: self.menu_requested.emit(self.frozen.viewport().mapToGlobal(at))
        )
        self.doubleClicked.connect(self._on_double_clicked)
        self.frozen.doubleClicked.connect(self._on_double_clicked)

    def set_editable(self, editable: bool) -> None:
        triggers = (
            _Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed
            if editable
            else _Trigger.NoEditTriggers
        )
        self.setEditTriggers(triggers)
        self.frozen.setEditTriggers(triggers)

    def show_bars(self, shown: bool) -> None:
        self.header.show_bars(shown)
        self.frozen.header.show_bars(shown)
        self.updateGeometries()
        self.frozen.place()

    def mark(self, search: str) -> None:
        """Mark what is searched for."""
        self.painter.search = self.frozen.painter.search = search
        self.viewport().update()
        self.frozen.viewport().update()

    # What is selected.

    def selected_runs(self) -> list[Rows]:
        """The rows with a selected cell, as rising runs; the current row if nothing is selected."""
        chosen = self.selectionModel().selection()
        areas = [chosen.at(i) for i in range(chosen.count())]
        pairs = sorted((a.top(), a.bottom()) for a in areas)
        if not pairs and self.currentIndex().isValid():
            pairs = [(self.currentIndex().row(), self.currentIndex().row())]
        merged: list[tuple[int, int]] = []
        for top, bottom in pairs:
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
            else:
                merged.append((top, bottom))
        return [(top, bottom - top + 1) for top, bottom in merged]

    def selected_sections(self) -> list[int]:
        """The columns with a selected cell; the current one if nothing is selected."""
        chosen = self.selectionModel().selection()
        found = {
            c for i in range(chosen.count()) for c in range(chosen.at(i).left(), chosen.at(i).right() + 1)
        }
        if not found and self.currentIndex().isValid():
            found = {self.currentIndex().column()}
        return sorted(found)

    def go_to(self, row: int, section: int) -> None:
        """Make a cell the current one and the only one that is selected, whichever keys are held."""
        index = self.model().index(row, section)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_column(self, section: int) -> None:
        model = self.model()
        if model.rowCount():
            area = QItemSelection(model.index(0, section), model.index(model.rowCount() - 1, section))
            self.selectionModel().setCurrentIndex(
                model.index(max(self.currentIndex().row(), 0), section),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )
            self.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def copy(self) -> None:
        self.copy_asked.emit(False)

    # Qt's side.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter in an editor comes by here too; closeEditor acts on it
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain:
            self.detail_asked.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_header_menu()
        elif event.key() in _WIDENING and event.modifiers() & _ALT_SHIFT == _ALT_SHIFT:
            self.width_asked.emit(self.currentIndex().column(), _WIDENING[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.select_column(self.currentIndex().column())
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.selectRow(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._step(1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes to the row below, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._step(1)

    def _step(self, rows: int) -> None:
        now = self.currentIndex()
        below = self.model().index(now.row() + rows, now.column())
        if now.isValid() and below.isValid():
            self.go_to(below.row(), below.column())

    def edit(self, index: Index, *how: Any) -> bool:  # type: ignore[override]  # both of Qt's overloads
        """A frozen cell is edited where it is seen."""
        if how and index.column() < self.frozen.count and how[0] != _Trigger.NoEditTriggers:
            return bool(self.frozen.edit(index, *how))
        return bool(super().edit(index, *how))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Into what the frozen columns leave free; a frozen cell is always in view, left to right."""
        if not index.isValid():
            return
        across = self.horizontalScrollBar()
        before = across.value()
        super().scrollTo(index, hint)
        if index.column() < self.frozen.count:
            across.setValue(before)
        elif (hidden := self.frozen.wide - self.columnViewportPosition(index.column())) > 0:
            across.setValue(across.value() - hidden)

    def _open_header_menu(self) -> None:
        """Of the current column, as Alt+Down opens it in spreadsheets."""
        section = self.currentIndex().column()
        header = self.frozen.header if section < self.frozen.count else self.header
        at = QPoint(header.sectionViewportPosition(section), header.height())
        self.header_menu_requested.emit(section, header.viewport().mapToGlobal(at))

    def _on_menu_requested(self, at: QPoint) -> None:
        self.menu_requested.emit(self.viewport().mapToGlobal(at))

    def _on_double_clicked(self) -> None:
        if self.editTriggers() == _Trigger.NoEditTriggers:
            self.detail_asked.emit()
