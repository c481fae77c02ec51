"""What is done to the selected cells and rows: copied, filtered by, typed, cleared, filled, pasted, added and deleted."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from driftdesk.core.entities import Column
from driftdesk.core.errors import ParameterError
from driftdesk.ui.data import words
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.data.records import clipboard, typed
from driftdesk.ui.data.records.browsing import Browsing
from driftdesk.ui.data.records.model import Key, RecordTableModel
from driftdesk.ui.data.records.shown import MOST_ROWS_EDITED, Rows, ShownRows
from driftdesk.ui.data.records.table import RecordTable
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import Edit

MOST_COPIED = 1_000_000
"""Cells that one copy takes; more belong into a file."""


class RecordCommands(QObject):
    def __init__(
        self,
        workspace: Workspace,
        table: RecordTable,
        model: RecordTableModel,
        browsing: Browsing,
        editing: Editing,
    ) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._table, self._model = table, model
        self._browsing, self._editing = browsing, editing
        model.cell_typed.connect(self._on_typed)
        table.copy_asked.connect(self.copy)

    # What is selected.

    @property
    def rows(self) -> ShownRows:
        assert self._browsing.rows is not None
        return self._browsing.rows

    def columns(self) -> list[Column]:
        """Those with a selected cell."""
        return [self._model.columns[s] for s in self._table.selected_sections()]

    def is_everything(self, runs: Sequence[Rows]) -> bool:
        """Whether ``runs`` are all rows of the view, and a filter can tell which these are."""
        counted = sum(count for _, count in runs) == self.rows.rows
        return counted and not self.rows.spec.search and not self._browsing.is_kept

    def can_edit(self) -> bool:
        return self._model.is_editable and self._browsing.rows is not None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._workspace.tasks.start(work, owner=self)

    # Copying.

    def copy(self, with_names: bool = False) -> None:
        """The selected cells, exact, to the clipboard."""
        runs, columns = self._table.selected_runs(), self.columns()
        if columns:
            self._start(self._copy(runs, columns, with_names))

    async def _copy(self, runs: list[Rows], columns: list[Column], with_names: bool) -> None:
        cells = sum(n for _, n in runs) * len(columns)
        if cells > MOST_COPIED:
            raise ParameterError(
                f"{cells:,} cells are selected; the clipboard takes {MOST_COPIED:,}.",
                "Export them into a file.",
            )
        names = [c.name for c in columns]
        rows = self.rows

        def write() -> str:
            return clipboard.write(names if with_names else None, rows.texts(runs, names))

        QGuiApplication.clipboard().setText(await self._workspace.tasks.call(write))

    def cut(self) -> None:
        self.copy()
        self.clear()

    # Typing and clearing.

    def _on_typed(self, key: Key, text: str | None, row: int) -> None:
        row_id, name = key
        column = next(c for c in self._model.columns if c.name == name)

        def make() -> Edit:
            from driftdesk.core.drafts.edits import SetCells

            return SetCells(row_ids=(row_id,), values={name: typed.checked(column, [text or ""], row)})

        self._editing.apply(make, lambda stored: self._model.forget_typed(key, stored=stored))

    def clear(self) -> None:
        """The selected cells become missing."""
        self._set(None)

    def _set(self, value: Callable[[ShownRows, list[str], int], dict[str, Any]] | None) -> None:
        """Give the selected cells of each column one value; None: missing."""
        from driftdesk.core.drafts.edits import Compute, SetCells

        runs, columns = self._table.selected_runs(), self.columns()
        if not columns or not self.can_edit():
            return
        rows, count, names = self.rows, sum(n for _, n in runs), [c.name for c in columns]
        if value is None and count * len(columns) > MOST_ROWS_EDITED and self.is_everything(runs):
            for name in names:
                self._editing.apply(Compute(column=name, expression="null", where=rows.spec.where))
            return

        def make() -> Edit:
            row_ids = rows.row_ids(runs)
            values = dict.fromkeys(names) if value is None else value(rows, names, runs[0][0])
            return SetCells(row_ids=row_ids, values={n: (values[n],) * len(row_ids) for n in names})

        self._editing.apply(make)

    def fill_down(self) -> None:
        """The first selected cell of each column goes into those below it."""
        if sum(n for _, n in self._table.selected_runs()) > 1:
            self._set(_values_of_row)

    def set_selected(self, text: str) -> None:
        """One text for all selected cells."""
        columns = self.columns()

        def values(_rows: ShownRows, _names: list[str], first: int) -> dict[str, Any]:
            return {c.name: typed.checked(c, [text], first)[0] for c in columns}

        self._set(values)

    # Pasting.

    def paste(self) -> None:
        """A block from a spreadsheet, from the current cell on; one cell goes into all selected ones."""
        block = clipboard.parse(QGuiApplication.clipboard().text())
        current = self._table.currentIndex()
        if not block or not self.can_edit() or not current.isValid():
            return
        if len(block) == 1 and len(block[0]) == 1:
            self.set_selected(block[0][0])
            return
        runs, sections = self._table.selected_runs(), self._table.selected_sections()
        row, section = (runs[0][0], sections[0]) if runs and sections else (current.row(), current.column())
        columns = self._model.columns[section:]
        block = typed.without_header(block, columns)
        if len(block[0]) > len(columns):
            self._editing.failed.emit(
                ParameterError(
                    f"What is pasted has {words.columns(len(block[0]))}; from {columns[0].name} on there are "
                    f"{len(columns)}.",
                    "Begin further left, or show hidden columns.",
                )
            )
            return
        beyond = row + len(block) - self.rows.rows
        if beyond > 0:
            self._ask_to_grow(block, row, columns, beyond)
        else:
            self._paste(block, row, columns, 0)

    def _ask_to_grow(self, block: list[list[str]], row: int, columns: Sequence[Column], beyond: int) -> None:
        box = QMessageBox(self._table)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Paste"))
        box.setText(
            self.tr("{rows} of what is pasted go beyond the last row.").format(rows=words.rows(beyond))
        )
        grow = box.addButton(self.tr("Add them as new rows"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("Leave them out"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(grow)

        def on_clicked(pressed: object) -> None:
            if pressed is grow:
                self._paste(block, row, columns, beyond)
            elif pressed is leave:
                self._paste(block[: len(block) - beyond], row, columns, 0)

        box.buttonClicked.connect(on_clicked)
        box.finished.connect(box.deleteLater)
        box.open()

    def _paste(self, block: list[list[str]], row: int, columns: Sequence[Column], new: int) -> None:
        from driftdesk.core.drafts.edits import AddRows, SetCells

        rows, old = self.rows, len(block) - new
        into = list(columns[: len(block[0])]) if block else []

        def cells() -> dict[str, tuple[str | None, ...]]:
            return {c.name: typed.checked(c, [line[at] for line in block], row) for at, c in enumerate(into)}

        def change() -> Edit:
            values = {name: texts[:old] for name, texts in cells().items()}
            return SetCells(row_ids=rows.row_ids([(row, old)]), values=values)

        def grow() -> Edit:
            found = cells()
            lines = range(old, len(block))
            return AddRows(rows=tuple({name: found[name][at] for name in found} for at in lines))

        if old > 0:
            self._editing.apply(change, lambda stored: self._editing.apply(grow) if stored and new else None)
        elif new:
            self._editing.apply(grow)

    # Rows.

    def add_row(self) -> None:
        """An empty row at the end."""
        from driftdesk.core.drafts.edits import AddRows

        if self.can_edit():
            self._editing.apply(AddRows(rows=({},)), self._go_to_end)

    def _go_to_end(self, stored: bool) -> None:
        if stored:
            self._browsing.shown.connect(self._on_grown)

    def _on_grown(self) -> None:
        """The new rows are there: show the last one."""
        self._browsing.shown.disconnect(self._on_grown)
        last = self._model.index(self._model.rowCount() - 1, max(self._table.currentIndex().column(), 0))
        if last.isValid() and self.rows.spec.is_plain:
            self._table.go_to(last.row(), last.column())

    def duplicate_rows(self) -> None:
        from driftdesk.core.drafts.edits import DuplicateRows

        runs, rows = self._table.selected_runs(), self.rows
        if self.can_edit() and runs:
            self._editing.apply(lambda: DuplicateRows(row_ids=rows.row_ids(runs)), self._go_to_end)

    def delete_rows(self) -> None:
        """The rows with a selected cell."""
        from driftdesk.core.drafts.edits import DeleteRows

        runs = self._table.selected_runs()
        if not self.can_edit() or not runs:
            return
        rows, count = self.rows, sum(n for _, n in runs)
        if count > MOST_ROWS_EDITED and self.is_everything(runs) and rows.spec.where:
            self._editing.apply(DeleteRows(where=rows.spec.where))
        else:
            self._editing.apply(lambda: DeleteRows(row_ids=rows.row_ids(runs)))


def _values_of_row(rows: ShownRows, names: list[str], row: int) -> dict[str, Any]:
    table = rows.view.page(row, 1, names)
    return {name: table.column(at)[0].as_py() for at, name in enumerate(names)}
