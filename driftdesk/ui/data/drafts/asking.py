"""What is asked about a draft: what its edits are, whether they shall be discarded, committed, and over whose."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import JobState
from driftdesk.ui import figures
from driftdesk.ui.data.drafts.bar import DraftBar
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import DraftConflict
    from driftdesk.core.drafts.service import OnConflict
    from driftdesk.desk import Desk
    from driftdesk.ui.data.drafts.dialogs import RowTable

_ROWS_SHOWN = 200


class DraftAsking(QObject):
    """``ended``: a commit did, well or not."""

    committing_changed = Signal()
    ended = Signal(bool)

    def __init__(self, workspace: Workspace, editing: Editing, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._editing, self._window = workspace, editing, window
        self.is_committing = False

    def serve(self, bar: DraftBar) -> None:
        """Do what the buttons of ``bar`` ask for."""
        bar.undo_asked.connect(self._editing.undo)
        bar.redo_asked.connect(self._editing.redo)
        bar.changes_asked.connect(self.changes)
        bar.discard_asked.connect(self.discard)
        bar.commit_asked.connect(self.commit)
        bar.difference_asked.connect(self.difference)

    def _start(self, work: Any) -> None:
        self._workspace.tasks.start(work, owner=self)

    def _commits(self, now: bool) -> None:
        self.is_committing = now
        self.committing_changed.emit()

    def changes(self) -> None:
        self._start(self._show_changes())

    async def _show_changes(self) -> None:
        from driftdesk.ui.data.drafts.dialogs import ChangesDialog

        draft = await self._editing.settled()
        changes = self._editing.changes
        if draft is None or changes is None:
            return
        new, deleted = await self._workspace.tasks.call(
            read_rows, self._workspace.desk, draft, changes.added_rows, changes.deleted_rows
        )
        ChangesDialog(changes, new, deleted, self._window).open()

    def discard(self) -> None:
        done = len(self._editing.done)
        confirm(
            self._window,
            self.tr("Discard edits"),
            self.tr("Discard {n} edits?").format(n=done) if done != 1 else self.tr("Discard 1 edit?"),
            about=self.tr("This cannot be undone. The committed versions stay as they are."),
            go=self.tr("Discard"),
            then=lambda: self._start(self._editing.discard()),
        )

    def commit(self) -> None:
        from driftdesk.ui.data.drafts.dialogs import CommitDialog

        dataset, changes = self._editing.dataset, self._editing.changes
        if dataset is None or changes is None:
            return
        dialog = CommitDialog(dataset.name, changes, self._window)
        dialog.confirmed.connect(lambda message: self._start(self._commit(message, "refuse")))
        dialog.open()

    def difference(self) -> None:
        """What others committed since the draft began."""
        self._start(self._ask_about_conflict(""))

    async def _ask_about_conflict(self, message: str) -> None:
        from driftdesk.ui.data.drafts.dialogs import ConflictDialog

        draft = await self._editing.settled()
        if draft is None:
            return
        found: DraftConflict = await self._workspace.tasks.call(self._workspace.desk.drafts.difference, draft)
        if found.is_current:
            return
        dialog = ConflictDialog(found, self._window)
        dialog.chosen.connect(lambda side: self._start(self._commit(message, side)))
        dialog.open()

    async def _commit(self, message: str, on_conflict: OnConflict) -> None:
        """Wait for edits under way, commit as a job, and show the new version; or ask where others were first."""
        desk = self._workspace.desk
        draft = await self._editing.settled()
        dataset = self._editing.dataset
        if draft is None or dataset is None:
            return
        if on_conflict == "refuse":
            head = (await self._workspace.tasks.call(desk.datasets.by_id, dataset.id)).head
            if head != draft.base:
                await self._ask_about_conflict(message)
                return
        self._commits(True)
        try:
            call = partial(desk.commit_draft, dataset.name, message, on_conflict)
            job = await self._workspace.tasks.call(call)
            end = await ended(self._workspace, job)
        finally:
            self._commits(False)
        if end.state is JobState.SUCCEEDED:
            number = (end.result or {}).get("version")
            done = self.tr("Committed v{number}").format(number=number) if number else self.tr("Committed")
            self._workspace.notifications.success(done)
        elif end.error is not None and end.error.code == "conflict":
            await self._ask_about_conflict(message)
        self.ended.emit(end.state is JobState.SUCCEEDED)


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
