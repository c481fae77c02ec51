"""What can be done in the Records tab, as actions of its table: keys, the Edit menu and the menus of cells and headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from driftdesk.core.entities import Role
from driftdesk.ui.data import words
from driftdesk.ui.stored_words import edit_text
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S

if TYPE_CHECKING:
    from driftdesk.ui.data.records.panel import RecordPanel

_EDIT_MENU = (
    "undo", "redo", "", "cut", "copy", "copy_with_names", "paste", "clear", "", "fill_down", "fill", "replace", "",
    "add_row", "duplicate_rows", "delete_rows", "", "add_column",
)  # fmt: skip
_CELL_MENU = (
    "edit", "cut", "copy", "copy_with_names", "paste", "clear", "", "filter_by", "exclude", "", "sort_up", "sort_down", "",
    "fill_down", "fill", "replace", "", "add_row", "duplicate_rows", "delete_rows", "", "detail", "statistics",
)  # fmt: skip


class RecordActions(QObject):
    """Made once by the panel; ``update`` says what can be done now."""

    def __init__(self, panel: RecordPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._made: dict[str, QAction] = {}
        self._edits: set[str] = set()
        do, ask, browsing = panel.commands, panel.asking, panel.browsing
        self._add("undo", "undo", "Ctrl+Z", panel.editing.undo, edits=True)
        self._add("redo", "arrow-clockwise", "Ctrl+Shift+Z,Ctrl+Y", panel.editing.redo, edits=True)
        self._add("cut", "scissors", "Ctrl+X", do.cut, edits=True)
        self._add("copy", "copy", "Ctrl+C", do.copy)
        self._add("copy_with_names", "copy", "Ctrl+Shift+C", partial(do.copy, True))
        self._add("paste", "clipboard-text", "Ctrl+V", do.paste, edits=True)
        self._add("clear", "eraser", "Del,Backspace", do.clear, edits=True)
        self._add("edit", "edit", "F2", panel.edit_cell, edits=True, key_is_qts=True)
        self._add("fill_down", "arrow-line-down", "Ctrl+D", do.fill_down, edits=True)
        self._add("fill", "paint-bucket", "", ask.fill, edits=True)
        self._add("replace", "swap", "Ctrl+H", ask.replace, edits=True)
        self._add("add_row", "add", "Ctrl+Shift+Ins,Ctrl++", do.add_row, edits=True)
        self._add("duplicate_rows", "copy-simple", "Ctrl+Shift+D", do.duplicate_rows, edits=True)
        self._add("delete_rows", "delete", "Ctrl+Del,Ctrl+-", do.delete_rows, edits=True)
        self._add("add_column", "column", "", ask.add_column, edits=True)
        self._add("filter_by", "filter", "Ctrl+Shift+F", partial(panel.clicks.filter_by_cell, False))
        self._add("exclude", "funnel", "", partial(panel.clicks.filter_by_cell, True))
        self._add("sort_up", "arrow-up", "", partial(panel.sort_by_cell, False))
        self._add("sort_down", "arrow-down", "", partial(panel.sort_by_cell, True))
        self._add("detail", "text", "Space", panel.sides.toggle_cell, key_is_qts=True)
        self._add("statistics", "statistics", "Ctrl+Shift+S", panel.sides.toggle_statistics, everywhere=True)
        self._add("renew", "refresh", "F5", browsing.renew, everywhere=True)
        self._add("go_to_filter", "filter", "Ctrl+L", panel.filters.field.line.setFocus, everywhere=True)
        self._add("go_to_search", "search", "Ctrl+F", panel.filters.search.setFocus, everywhere=True)
        self._add("go_to_row", "arrow-right", "Ctrl+G", panel.row.setFocus, everywhere=True)
        self._add("export", "export", "Ctrl+E", ask.export, everywhere=True)
        self.retranslate()

    def _add(
        self,
        key: str,
        icon_name: str,
        shortcuts: str,
        run: Callable[[], object],
        *,
        edits: bool = False,
        key_is_qts: bool = False,
        everywhere: bool = False,
    ) -> None:
        """``key_is_qts``: the table acts on the key by itself; it is only shown. ``everywhere``: the key counts in the
        whole tab, not in the table alone."""
        made = QAction(icon(icon_name), "", self)
        made.triggered.connect(lambda _checked=False: run())
        if shortcuts and not key_is_qts:
            made.setShortcuts([QKeySequence(s) for s in shortcuts.split(",")])
            contexts = Qt.ShortcutContext
            made.setShortcutContext(
                contexts.WidgetWithChildrenShortcut if everywhere else contexts.WidgetShortcut
            )
            (self._panel if everywhere else self._panel.table).addAction(made)
        elif shortcuts:
            made.setData(shortcuts)
        self._made[key] = made
        if edits:
            self._edits.add(key)

    def action(self, key: str) -> QAction:
        return self._made[key]

    def update(self) -> None:
        """Enable what can be done with what is shown."""
        panel = self._panel
        can_edit = panel.commands.can_edit()
        for key in self._edits:
            self._made[key].setEnabled(can_edit)
        done, undone = panel.editing.done, panel.editing.undone
        self._made["undo"].setEnabled(can_edit and bool(done))
        self._made["redo"].setEnabled(can_edit and bool(undone))
        undo, redo = self.tr("Undo"), self.tr("Redo")
        self._made["undo"].setText(f"{undo}: {words.shortened(edit_text(done[-1]), 40)}" if done else undo)
        self._made["redo"].setText(f"{redo}: {words.shortened(edit_text(undone[0]), 40)}" if undone else redo)

    # Menus.

    def fill(self, menu: QMenu, keys: tuple[str, ...]) -> None:
        self.update()
        for key in keys:
            if key:
                menu.addAction(self._made[key])
            else:
                menu.addSeparator()

    def fill_edit_menu(self, menu: QMenu) -> None:
        menu.clear()
        self.fill(menu, _EDIT_MENU)

    def open_cell_menu(self, at: QPoint) -> None:
        menu = QMenu(self._panel)
        keys = (
            _CELL_MENU
            if self._panel.commands.can_edit()
            else tuple(k for k in _CELL_MENU if k not in self._edits)
        )
        self.fill(menu, keys)
        _popup(menu, at)

    def open_header_menu(self, section: int, at: QPoint) -> None:
        if section < 0:
            return
        panel, menu = self._panel, QMenu(self._panel)
        column = panel.model.columns[section]
        frozen = panel.arrangement.layout.frozen

        def add(text: str, icon_name: str, run: Callable[[], object], *, enabled: bool = True) -> None:
            made = menu.addAction(icon(icon_name), text)
            made.triggered.connect(lambda _checked=False: run())
            made.setEnabled(enabled)

        name = column.name
        add(self.tr("Sort rising"), "arrow-up", lambda: panel.browsing.sort_by(name, descending=False))
        add(self.tr("Sort falling"), "arrow-down", lambda: panel.browsing.sort_by(name, descending=True))
        if panel.browsing.spec.sort:
            add(self.tr("Do not sort"), "close", lambda: panel.browsing.change(sort=()))
        add(self.tr("Only missing values"), "filter", lambda: panel.clicks.filter_missing(name, missing=True))
        add(self.tr("No missing values"), "funnel", lambda: panel.clicks.filter_missing(name, missing=False))
        menu.addSeparator()
        add(self.tr("Select column"), "column", lambda: panel.table.select_column(section))
        add(self.tr("Statistics"), "statistics", lambda: panel.sides.show_statistics(name))
        add(self.tr("Freeze up to here"), "push-pin", lambda: panel.arrangement.freeze(section + 1))
        if frozen:
            add(self.tr("Unfreeze"), "push-pin-slash", lambda: panel.arrangement.freeze(0))
        add(self.tr("Fit width"), "arrows-left-right", lambda: panel.arrangement.fit(section))
        keys = QKeySequence("Alt+Shift+Right"), QKeySequence("Alt+Shift+Left")
        for text, key, by in zip((self.tr("Wider"), self.tr("Narrower")), keys, (2 * S, -2 * S), strict=True):
            native = key.toString(QKeySequence.SequenceFormat.NativeText)
            add(f"{text}\t{native}", "arrows-left-right", partial(panel.arrangement.widen, section, by))
        add(self.tr("Move left"), "arrow-left", lambda: panel.arrangement.move(section, section - 1))
        add(self.tr("Move right"), "arrow-right", lambda: panel.arrangement.move(section, section + 1))
        add(self.tr("Hide"), "hide", lambda: panel.arrangement.hide([section]))
        if panel.commands.can_edit():
            menu.addSeparator()
            asking = panel.asking
            add(self.tr("Rename…"), "edit", lambda: asking.rename(column))
            add(self.tr("Change kind…"), "swap", lambda: asking.retype(column))
            roles = menu.addMenu(icon("target"), self.tr("Role"))
            for role in Role:
                made = roles.addAction(words.role(role))
                made.setCheckable(True)
                made.setChecked(role is column.role)
                made.triggered.connect(lambda _checked=False, r=role: asking.set_role(column, r))
            add(self.tr("Compute…"), "calculator", lambda: asking.compute(column))
            add(self.tr("Fill missing values…"), "paint-bucket", lambda: asking.fill(column))
            add(self.tr("Remove column"), "delete", lambda: asking.remove_column(column))
            add(self.tr("Add a column…"), "add", asking.add_column)
        _popup(menu, at)

    def retranslate(self) -> None:
        for key, text in {
            "cut": self.tr("Cut"),
            "copy": self.tr("Copy"),
            "copy_with_names": self.tr("Copy with column names"),
            "paste": self.tr("Paste"),
            "clear": self.tr("Clear to missing"),
            "edit": self.tr("Edit cell"),
            "fill_down": self.tr("Fill down"),
            "fill": self.tr("Fill missing values…"),
            "replace": self.tr("Find and replace…"),
            "add_row": self.tr("Add row"),
            "duplicate_rows": self.tr("Duplicate rows"),
            "delete_rows": self.tr("Delete rows"),
            "add_column": self.tr("Add a column…"),
            "filter_by": self.tr("Filter by this value"),
            "exclude": self.tr("Exclude this value"),
            "sort_up": self.tr("Sort rising"),
            "sort_down": self.tr("Sort falling"),
            "detail": self.tr("Show the whole cell"),
            "statistics": self.tr("Statistics of the column"),
            "renew": self.tr("Filter and sort again"),
            "go_to_filter": self.tr("Go to the filter"),
            "go_to_search": self.tr("Search"),
            "go_to_row": self.tr("Go to row"),
            "export": self.tr("Export…"),
        }.items():
            made = self._made[key]
            made.setText(f"{text}\t{made.data()}" if made.data() else text)
        self.update()


def _popup(menu: QMenu, at: QPoint) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
