"""What the Records tab asks before it edits columns or many cells, or exports: the dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from driftdesk.core.entities import Column, Role
from driftdesk.ui.data.records.editors import written
from driftdesk.ui.data.records.model import VALUE_ROLE

if TYPE_CHECKING:
    from driftdesk.ui.data.records.panel import RecordPanel


class Asking(QObject):
    def __init__(self, panel: RecordPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._workspace = panel.workspace

    def _open(self, dialog: Any) -> QDialog:
        """Show a dialog whose ``confirmed`` carries an edit."""
        dialog.confirmed.connect(self._panel.editing.apply)
        dialog.open()
        assert isinstance(dialog, QDialog)
        return dialog

    # Columns.

    def add_column(self) -> None:
        from driftdesk.ui.data.records.column_dialogs import FormulaDialog

        panel = self._panel
        self._open(FormulaDialog(self._workspace, panel.commands.rows, panel.known_values, panel))

    def compute(self, column: Column) -> None:
        from driftdesk.ui.data.records.column_dialogs import FormulaDialog

        panel = self._panel
        self._open(FormulaDialog(self._workspace, panel.commands.rows, panel.known_values, panel, column))

    def rename(self, column: Column) -> None:
        from driftdesk.ui.data.records.column_dialogs import RenameDialog

        self._open(RenameDialog(column, self._panel.commands.rows.columns.names, self._panel))

    def retype(self, column: Column) -> None:
        from driftdesk.ui.data.records.column_dialogs import RetypeDialog

        self._open(RetypeDialog(column, self._panel))

    def set_role(self, column: Column, role: Role) -> None:
        from driftdesk.core.drafts.edits import SetRole

        self._panel.editing.apply(SetRole(column=column.name, role=role))

    def remove_column(self, column: Column) -> None:
        from driftdesk.core.drafts.edits import RemoveColumn

        self._panel.editing.apply(RemoveColumn(column=column.name))

    # Many cells.

    def fill(self, column: Column | None = None) -> None:
        from driftdesk.ui.data.records.filling import FillDialog

        panel = self._panel
        chosen = column or next(iter(panel.commands.columns()), panel.model.columns[0])
        self._open(FillDialog(panel.commands.rows, panel.summaries, chosen.name, panel))

    def replace(self) -> None:
        from driftdesk.ui.data.records.filling import ReplaceDialog

        panel = self._panel
        chosen = panel.commands.columns()
        value = panel.table.currentIndex().data(VALUE_ROLE)
        found = written(value)
        find = found if len(found) <= 40 and "\n" not in found else ""
        self._open(ReplaceDialog(self._workspace, panel.commands.rows, chosen[:50], find, panel))

    def export(self) -> None:
        from driftdesk.ui.data.records.export_dialog import ExportDialog

        panel = self._panel
        if panel.facts is None or panel.browsing.rows is None:
            return
        name = panel.facts.dataset.name
        shown = [c.name for c in panel.model.columns]
        ExportDialog(self._workspace, name, panel.browsing.rows, shown, panel).open()
