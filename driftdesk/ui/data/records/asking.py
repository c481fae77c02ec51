"""What the Records tab asks before it does something: the dialogs, and what comes of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox

from driftdesk.core.entities import Column, JobState, Role
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.data.records.editors import written
from driftdesk.ui.data.records.model import VALUE_ROLE

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import DraftConflict
    from driftdesk.core.drafts.service import OnConflict
    from driftdesk.desk import Desk
    from driftdesk.ui.data.records.draft_dialogs import RowTable
    from driftdesk.ui.data.records.panel import RecordPanel

_ROWS_SHOWN = 200


class Asking(QObject):
    def __init__(self, panel: RecordPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._workspace = panel.workspace
        self.is_committing = False

    def _start(self, work: Any) -> None:
        self._workspace.tasks.start(work, owner=self)

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

    # The draft.

    def changes(self) -> None:
        self._start(self._show_changes())

    async def _show_changes(self) -> None:
        from driftdesk.ui.data.records.draft_dialogs import ChangesDialog

        draft = await self._panel.editing.settled()
        changes, rows = self._panel.editing.changes, self._panel.browsing.rows
        if draft is None or changes is None or rows is None:
            return
        new, deleted = await self._workspace.tasks.call(
            read_rows, self._workspace.desk, draft, changes.added_rows, changes.deleted_rows
        )
        ChangesDialog(changes, new, deleted, self._panel).open()

    def discard(self) -> None:
        done = len(self._panel.editing.done)
        box = QMessageBox(self._panel)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Discard edits"))
        box.setText(self.tr("Discard {n} edits?").format(n=done) if done != 1 else self.tr("Discard 1 edit?"))
        box.setInformativeText(self.tr("This cannot be undone. The committed versions stay as they are."))
        go = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.buttonClicked.connect(
            lambda pressed: self._start(self._panel.editing.discard()) if pressed is go else None
        )
        box.finished.connect(box.deleteLater)
        box.open()

    def commit(self) -> None:
        from driftdesk.ui.data.records.draft_dialogs import CommitDialog

        panel = self._panel
        if panel.facts is None or panel.editing.changes is None:
            return
        dialog = CommitDialog(panel.facts.dataset.name, panel.editing.changes, panel)
        dialog.confirmed.connect(lambda message: self._start(self._commit(message, "refuse")))
        dialog.open()

    def difference(self) -> None:
        """What others committed since the draft began."""
        self._start(self._ask_about_conflict(""))

    async def _ask_about_conflict(self, message: str) -> None:
        from driftdesk.ui.data.records.draft_dialogs import ConflictDialog

        draft = await self._panel.editing.settled()
        if draft is None:
            return
        found: DraftConflict = await self._workspace.tasks.call(self._workspace.desk.drafts.difference, draft)
        if found.is_current:
            return
        dialog = ConflictDialog(found, self._panel)
        dialog.chosen.connect(lambda side: self._start(self._commit(message, side)))
        dialog.open()

    async def _commit(self, message: str, on_conflict: OnConflict) -> None:
        """Wait for edits under way, commit as a job, and show the new version; or ask where others were first."""
        panel, desk = self._panel, self._workspace.desk
        draft = await panel.editing.settled()
        dataset = panel.editing.dataset
        if draft is None or dataset is None:
            return
        if on_conflict == "refuse":
            head = (await self._workspace.tasks.call(desk.datasets.by_id, dataset.id)).head
            if head != draft.base:
                await self._ask_about_conflict(message)
                return
        self.is_committing = True
        panel.show_draft()
        try:
            call = partial(desk.commit_draft, dataset.name, message, on_conflict)
            job = await self._workspace.tasks.call(call)
            end = await ended(self._workspace, job)
        finally:
            self.is_committing = False
        if end.state is JobState.SUCCEEDED:
            number = (end.result or {}).get("version")
            done = self.tr("Committed v{number}").format(number=number) if number else self.tr("Committed")
            self._workspace.notifications.success(done)
            panel.forget_asked()
        elif end.error is not None and end.error.code == "conflict":
            await self._ask_about_conflict(message)
        panel.refresh()


def read_rows(desk: Desk, draft: Any, added: int, deleted: int) -> tuple[RowTable, RowTable]:
    """The first new rows of a draft, and of those it deleted; runs in a thread."""
    source = desk.drafts.source(draft)
    rows = sum(source.group_rows)
    names = list(source.columns.names)
    new: RowTable = (names, [])
    if added:
        view = desk.tables.view(source)
        new = names, _texts(view.page(rows - added, min(added, _ROWS_SHOWN), names), names)
    gone: RowTable = (names, [])
    if deleted:
        gone = _deleted(desk, draft, source)
    return new, gone


def _deleted(desk: Desk, draft: Any, source: Any) -> RowTable:
    """The rows of the base whose ids the draft lacks: looked for group by group until enough are found."""
    import numpy as np

    from driftdesk.core.entities import ROW_ID

    dataset = desk.datasets.by_id(draft.dataset_id)
    base = desk.tables.source(desk.datasets.version(dataset, draft.base))
    groups = range(len(source.group_rows))
    kept = [source.read_group(g, [], with_row_ids=True).column(ROW_ID).to_numpy() for g in groups]
    there = np.concatenate(kept) if kept else np.empty(0, np.int64)
    names, found = list(base.columns.names), list[list[str]]()
    for group in range(len(base.group_rows)):
        ids = base.read_group(group, [], with_row_ids=True).column(ROW_ID).to_numpy()
        at = np.flatnonzero(~np.isin(ids, there))[: _ROWS_SHOWN - len(found)]
        if len(at):
            found += _texts(base.read_group(group, names, at), names)
        if len(found) >= _ROWS_SHOWN:
            break
    return names, found


def _texts(table: Any, names: list[str]) -> list[list[str]]:
    columns = [[figures.cell(v) or figures.NOTHING for v in table.column(n).to_pylist()] for n in names]
    return [list(row) for row in zip(*columns, strict=True)]
