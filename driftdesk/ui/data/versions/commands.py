"""What is done to a version from the window: asked for, done in a thread, and told."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from driftdesk.core.entities import Dataset, DatasetVersion
from driftdesk.ui.data.state import DatasetState
from driftdesk.ui.data.versions.split_dialog import SplitDialog
from driftdesk.ui.stored_words import job_title, use_text
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.workspace import Workspace


class VersionCommands(QObject):
    """Dialogs belong to ``parent``; afterwards the open dataset is read anew."""

    def __init__(self, workspace: Workspace, state: DatasetState, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = state
        self._window = parent

    # Tags.

    def tag(self, dataset: Dataset, version: DatasetVersion) -> None:
        """Ask for a tag."""
        self._ask(
            self.tr("Tag version {number}").format(number=version.number),
            self.tr("A short name, such as golden or before-campaign. It moves if it is taken."),
            self.tr("Tag"),
            lambda tag: self.tag_as(dataset, version.number, tag),
        )

    def tag_as(self, dataset: Dataset, number: int, tag: str) -> None:
        if tag:
            self._do(partial(self._workspace.desk.datasets.tag_version, dataset.name, number, tag))

    def untag(self, dataset: Dataset, tag: str) -> None:
        self._do(partial(self._workspace.desk.datasets.untag_version, dataset.name, tag))

    # Going back and removing.

    def revert(self, dataset: Dataset, version: DatasetVersion) -> None:
        """Ask why, then make a new version with the rows of this one."""
        number = version.number
        about = self.tr("Makes a new version with the rows of v{number}; all others stay. Why?")
        self._ask(
            self.tr("Go back to v{number}").format(number=number),
            about.format(number=number),
            self.tr("Go back"),
            lambda why: self._start(self._revert(f"{dataset.name}@{number}", why)),
        )

    async def _revert(self, ref: str, message: str) -> None:
        made = await self._workspace.tasks.call(self._workspace.desk.datasets.revert, ref, message)
        said = self.tr("v{new} has the rows of v{old} again")
        self._workspace.notifications.success(
            said.format(new=made.number, old=made.operation.params["version"])
        )
        self._state.refresh()

    def remove(self, dataset: Dataset, version: DatasetVersion) -> None:
        """Say why it must stay, or ask whether it shall go."""
        self._start(self._ask_remove(f"{dataset.name}@{version.number}", version.number))

    async def _ask_remove(self, ref: str, number: int) -> None:
        datasets = self._workspace.desk.datasets
        reasons = await self._workspace.tasks.call(datasets.uses, ref)
        title = self.tr("Remove v{number}").format(number=number)
        if reasons:
            self._say_in_use(title, number, reasons)
            return
        confirm(
            self._window,
            title,
            self.tr("Remove v{number} for good?").format(number=number),
            about=self.tr(
                "What was made from it stays. Its number is not given again, and there is no way back."
            ),
            go=self.tr("Remove"),
            then=lambda: self._do(partial(datasets.remove_version, ref)),
        )

    def _say_in_use(self, title: str, number: int, reasons: Sequence[str]) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(title)
        box.setText(self.tr("v{number} is in use and stays.").format(number=number))
        box.setInformativeText("\n".join(f"• {use_text(reason)}" for reason in reasons))
        box.open()

    # Splits.

    def split(self, dataset: Dataset, version: DatasetVersion, taken: set[str]) -> None:
        """Ask how. ``taken``: names of the splits that the version has."""
        dialog = SplitDialog(dataset.name, version, taken, self._window)
        ref = f"{dataset.name}@{version.number}"
        dialog.confirmed.connect(lambda asked: self._start(self._split(ref, asked)))
        dialog.open()

    async def _split(self, ref: str, asked: dict[str, Any]) -> None:
        job = await self._workspace.tasks.call(partial(self._workspace.desk.split, ref, **asked))
        self._workspace.notifications.info(job_title(job), link=("job", job.id))

    def remove_split(self, dataset: Dataset, version: DatasetVersion, name: str) -> None:
        self._do(partial(self._workspace.desk.splits.remove, f"{dataset.name}@{version.number}", name))

    def _ask(self, title: str, about: str, go: str, run: Callable[[str], object]) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(about)
        dialog.setOkButtonText(go)
        dialog.textValueSelected.connect(lambda text: run(text.strip()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _do(self, verb: Callable[[], object]) -> None:
        self._start(self._done(verb))

    async def _done(self, verb: Callable[[], object]) -> None:
        await self._workspace.tasks.call(verb)
        self._state.refresh()

    def _start(self, work: Any) -> None:
        self._workspace.tasks.start(work, owner=self)
