"""Who else labels: a model that suggests, and people in Label Studio."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from driftdesk.core.entities import JobState, Model
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.data.label.labelling import Labelling
from driftdesk.ui.data.state import DatasetFacts
from driftdesk.ui.stored_words import job_title
from driftdesk.ui.widgets import button
from driftdesk.ui.workspace import Workspace


class Others(QObject):
    """``suggest`` and ``studio`` are its buttons."""

    def __init__(self, workspace: Workspace, labelling: Labelling, editing: Editing, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._labelling, self._editing = workspace, labelling, editing
        self._window = window
        self._facts: DatasetFacts | None = None
        self._suggesting = False
        self.suggest = button("", "", "predict")
        self.suggest.clicked.connect(self.ask_for_suggestions)
        self.studio = button("", "", "tag")
        self.studio.setProperty("menu", True)
        menu = QMenu(window)
        self.export_action, self.import_action = menu.addAction(""), menu.addAction("")
        self.export_action.triggered.connect(self.export_tasks)
        self.import_action.triggered.connect(self.import_tasks)
        self.studio.setMenu(menu)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._workspace.tasks.start(work, owner=self)

    def show_facts(self, facts: DatasetFacts) -> None:
        self._facts = facts
        self._suggests(self._suggesting)
        trained = self.tr("Train a model on the rows that have a label first.")
        self.suggest.setToolTip("" if fitting(facts) else trained)

    def ask_for_suggestions(self) -> None:
        from driftdesk.ui.data.label.dialogs import SuggestDialog

        facts = self._facts
        if facts is None or not fitting(facts):
            return
        queue = self._labelling.todo.queue if self._labelling.todo is not None else None
        dialog = SuggestDialog(fitting(facts), queue.model if queue is not None else "", self._window)
        dialog.confirmed.connect(lambda model, by: self._start(self._suggest(facts.dataset.name, model, by)))
        dialog.open()

    async def _suggest(self, name: str, model: str, by: str) -> None:
        desk = self._workspace.desk
        job = await self._workspace.tasks.call(lambda: desk.suggest_labels(name, model, by=by))
        self._suggests(True)
        try:
            end = await ended(self._workspace, job)
        finally:
            self._suggests(False)
        facts = self._facts
        if end.state is JobState.SUCCEEDED and facts is not None and facts.dataset.name == name:
            self._labelling.at = 0
            self._labelling.order = []
            self._labelling.when_stored(partial(self._labelling.load, facts.dataset))

    def _suggests(self, now: bool) -> None:
        self._suggesting = now
        facts = self._facts
        self.suggest.setEnabled(not now and facts is not None and bool(fitting(facts)))
        self.suggest.setText(self.tr("Suggesting…") if now else self.tr("Suggest with model…"))

    def export_tasks(self) -> None:
        self._labelling.when_stored(self._open_export)

    def _open_export(self) -> None:
        from driftdesk.core.expressions.writing import quoted
        from driftdesk.ui.data.label.dialogs import ExportTasksDialog

        facts, todo = self._facts, self._labelling.todo
        if facts is not None and todo is not None:
            where = f"{quoted(todo.target.name)} is null"
            ExportTasksDialog(self._workspace, facts.dataset.name, where, self._window).open()

    def import_tasks(self) -> None:
        from driftdesk.ui.data.label.dialogs import ImportTasksDialog

        facts = self._facts
        if facts is None or self._labelling.todo is None:
            return
        self._labelling.flush()
        dialog = ImportTasksDialog(self._workspace, facts.dataset.name, self._window)
        dialog.imported.connect(lambda _told: self._editing.look_again())
        dialog.rows_asked.connect(partial(self._offer_rows, facts.dataset.name))
        dialog.open()

    def _offer_rows(self, name: str, path: str, control: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Tasks of another origin"))
        box.setText(self.tr("Some tasks name no row of {name}.").format(name=name))
        box.setInformativeText(self.tr("They can be imported as new rows, with their labels."))
        go = box.addButton(self.tr("Import as rows"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Leave them out"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(
            lambda pressed: self._start(self._import_rows(name, path, control)) if pressed is go else None
        )
        box.finished.connect(box.deleteLater)
        box.open()

    async def _import_rows(self, name: str, path: str, control: str) -> None:
        desk = self._workspace.desk
        job = await self._workspace.tasks.call(
            lambda: desk.import_tasks_as_rows(name, Path(path).expanduser(), control=control)
        )
        self._workspace.notifications.info(job_title(job), link=("job", job.id))

    def retranslate(self) -> None:
        self._suggests(self._suggesting)
        self.studio.setText(self.tr("Label Studio"))
        self.export_action.setText(self.tr("Export tasks…"))
        self.import_action.setText(self.tr("Import labels…"))


def fitting(facts: DatasetFacts) -> tuple[Model, ...]:
    """The models that learned the target of the dataset."""
    target = facts.latest.columns.target if facts.latest is not None else None
    return tuple(m for m in facts.models if m.head and target is not None and m.target == target.name)
