"""What is done to datasets from the landing page: make, edit, favour, put away, restore, delete."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import Dataset
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui.data.registry.dialog import DatasetDialog
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.workspace import Workspace


class DatasetChanges(QObject):
    """``changed`` says that something was done; ``created`` carries the id of a new dataset."""

    changed = Signal()
    created = Signal(str)

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner
        self.tags: Sequence[str] = ()
        """Those in use, to be offered."""

    def create(self) -> None:
        dialog = DatasetDialog(None, self.tags, self._owner)
        dialog.confirmed.connect(lambda: self._start(self._create(dialog)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit(self, dataset: Dataset) -> None:
        dialog = DatasetDialog(dataset, self.tags, self._owner)
        dialog.confirmed.connect(lambda: self._start(self._edit(dialog, dataset)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def favour(self, dataset: Dataset, *, on: bool) -> None:
        self._do(partial(self._workspace.desk.datasets.favour, dataset.name, on=on))

    def trash(self, dataset: Dataset) -> None:
        said = self.tr("{name} is in the trash").format(name=dataset.name)
        self._do(partial(self._workspace.desk.datasets.trash, dataset.name), said)

    def restore(self, dataset: Dataset) -> None:
        said = self.tr("{name} is back").format(name=dataset.name)
        self._do(partial(self._workspace.desk.datasets.restore, dataset.name), said)

    def delete(self, dataset: Dataset) -> None:
        """Ask first: this cannot be undone."""
        said = self.tr("{name} is deleted").format(name=dataset.name)
        confirm(
            self._owner,
            self.tr("Delete for good"),
            self.tr("Delete {name} for good?").format(name=dataset.name),
            about=self.tr(
                "Its {n} versions and reports are gone at once, its data with the next sweep."
            ).format(n=dataset.head),
            go=self.tr("Delete for good"),
            then=lambda: self._do(partial(self._workspace.desk.datasets.delete, dataset.name), said),
        )

    def _do(self, work: Callable[[], object], said: str = "") -> None:
        self._start(self._done(work, said))

    async def _done(self, work: Callable[[], object], said: str) -> None:
        await self._workspace.tasks.call(work)
        if said:
            self._workspace.notifications.success(said)
        self.changed.emit()

    async def _create(self, dialog: DatasetDialog) -> None:
        try:
            made = await self._workspace.tasks.call(
                _create,
                self._workspace,
                dialog.name.text(),
                dialog.chosen_task(),
                dialog.description.toPlainText(),
                dialog.chosen_tags(),
            )
        except DriftDeskError as error:
            dialog.show_problem(error)
            return
        dialog.accept()
        self.changed.emit()
        self.created.emit(made.id)

    async def _edit(self, dialog: DatasetDialog, dataset: Dataset) -> None:
        wanted = {
            "name": dialog.name.text().strip(),
            "task": dialog.chosen_task(),
            "description": dialog.description.toPlainText().strip(),
            "tags": dialog.chosen_tags(),
        }
        try:
            await self._workspace.tasks.call(_apply, self._workspace, dataset, wanted)
        except DriftDeskError as error:
            dialog.show_problem(error)
            return
        dialog.accept()
        self.changed.emit()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._workspace.tasks.start(work, owner=self)


def _create(workspace: Workspace, name: str, task: Any, description: str, tags: tuple[str, ...]) -> Dataset:
    """Runs in a thread."""
    made = workspace.desk.datasets.create(name, task, description)
    return workspace.desk.datasets.set_tags(made.name, tags) if tags else made


def _apply(workspace: Workspace, dataset: Dataset, wanted: dict[str, Any]) -> None:
    """Only what is different; the name first, for another may have taken it. Runs in a thread."""
    datasets, name = workspace.desk.datasets, dataset.name
    if wanted["name"] != name:
        name = datasets.rename(name, wanted["name"]).name
    if wanted["task"] is not dataset.task:
        datasets.set_task(name, wanted["task"])
    if wanted["description"] != dataset.description:
        datasets.describe(name, wanted["description"])
    if wanted["tags"] != dataset.tags:
        datasets.set_tags(name, wanted["tags"])
