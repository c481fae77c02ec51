"""What is done to models, versions and runs from the window: described, named, forked, put away, restored, deleted, written
down as a card."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from driftdesk.core.entities import Model, ModelVersion, Run
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.training.usage import aliases_of
from driftdesk.ui import figures
from driftdesk.ui.training import words
from driftdesk.ui.training.registry_dialogs import AliasDialog, ForkDialog, NotesDialog, split_tags
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.widgets.form_dialog import AskingDialog
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.training.trash import Deleted
    from driftdesk.desk import Desk

Thing = Model | ModelVersion | Run
_PATIENCE = 1.5
"""Seconds."""


class RegistryCommands(QObject):
    """``changed`` says that something was done; ``forked`` carries the id of a new model."""

    changed = Signal()
    forked = Signal(str)

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner

    # Describing.

    def describe(self, model: Model, thing: Thing) -> None:
        """Ask for notes and tags, of a model for its name too."""
        name = thing.name if isinstance(thing, Model) else None
        title = self.tr("Edit {name}").format(name=label_of(model, thing))
        dialog = NotesDialog(title, name, thing.notes, thing.tags, self._owner)
        dialog.confirmed.connect(lambda: self._start(self._describe(dialog, thing)))
        dialog.open()

    def keep_notes(self, thing: Thing, notes: str) -> None:
        self._do(partial(self._workspace.desk.registry.note, thing, notes, self._who))

    def keep_tags(self, thing: Thing, tags: Sequence[str]) -> None:
        self._do(partial(self._workspace.desk.registry.tag, thing, tags, self._who))

    # Aliases and forks.

    def set_alias(self, model: Model, number: int, alias: str) -> None:
        said = self.tr("v{n} is {alias} now").format(n=number, alias=words.alias(alias))
        registry = self._workspace.desk.registry
        self._do(partial(registry.set_alias, model, alias, number, self._who, "by hand"), said)

    def remove_aliases(self, model: Model, names: Sequence[str]) -> None:
        remove = self._workspace.desk.registry.remove_alias

        def work() -> None:
            for name in names:
                remove(model, name, self._who, "by hand")

        self._do(work, self.tr("Alias removed: {names}").format(names=", ".join(map(words.alias, names))))

    def ask_alias(self, model: Model, number: int) -> None:
        dialog = AliasDialog(f"{model.name} v{number}", sorted(model.aliases), self._owner)
        dialog.confirmed.connect(lambda: self._start(self._give_alias(dialog, model, number)))
        dialog.open()

    async def _give_alias(self, dialog: AliasDialog, model: Model, number: int) -> None:
        alias, set_alias = dialog.alias, self._workspace.desk.registry.set_alias
        if await self._tried(dialog, partial(set_alias, model, alias, number, self._who, "by hand")):
            self._workspace.notifications.success(
                self.tr("v{n} is {alias} now").format(n=number, alias=words.alias(alias))
            )
            self.changed.emit()

    def ask_fork(self, model: Model, number: int) -> None:
        self._start(self._ask_fork(model, number))

    async def _ask_fork(self, model: Model, number: int) -> None:
        datasets = await self._workspace.tasks.call(self._workspace.desk.datasets.list)
        dialog = ForkDialog(model, number, datasets, self._owner)
        dialog.confirmed.connect(lambda: self._start(self._fork(dialog, f"{model.name}@{number}")))
        dialog.open()

    async def _fork(self, dialog: ForkDialog, ref: str) -> None:
        made: list[Model] = []
        asked = (self._workspace.desk, ref, dialog.name, dialog.dataset, self._who)
        if await self._tried(dialog, lambda: made.append(_fork(*asked))):
            self._workspace.notifications.success(
                self.tr("{name} begins with {ref}").format(name=made[0].name, ref=ref)
            )
            self.changed.emit()
            self.forked.emit(made[0].id)

    # The trash.

    def trash(self, model: Model, things: Sequence[Thing]) -> None:
        """What has an alias is asked about first."""
        said = self.tr("{name} is in the trash").format(name=self._named(model, things))
        put = self._workspace.desk.model_trash.trash
        held = [
            words.alias(a) for t in things if isinstance(t, ModelVersion) for a in aliases_of(model, t.number)
        ]
        if not held:
            self._do(partial(put, things), said)
            return
        confirm(
            self._owner,
            self.tr("Move to the trash"),
            self.tr("Move {name} to the trash?").format(name=self._named(model, things)),
            about=self.tr("It is {aliases}, and will not be any more.").format(aliases=", ".join(held)),
            go=self.tr("Move to the trash"),
            then=lambda: self._do(partial(put, things, force=True), said),
        )

    def restore(self, model: Model, things: Sequence[Thing]) -> None:
        said = self.tr("{name} is back").format(name=self._named(model, things))
        self._do(partial(self._workspace.desk.model_trash.restore, things), said)

    def delete(self, model: Model, things: Sequence[Thing]) -> None:
        """Ask first: this cannot be undone."""
        confirm(
            self._owner,
            self.tr("Delete for good"),
            self.tr("Delete {name} for good?").format(name=self._named(model, things)),
            about=self.tr(
                "With its weights, checkpoints, curves and evaluations. Forks keep their own copies."
            ),
            go=self.tr("Delete for good"),
            then=lambda: self._start(self._delete(things, self._named(model, things))),
        )

    async def _delete(self, things: Sequence[Thing], named: str) -> None:
        """What takes long says that it is at work."""
        delete = self._workspace.desk.model_trash.delete
        work = asyncio.ensure_future(self._workspace.tasks.call(delete, things, force=True))
        if not (await asyncio.wait({work}, timeout=_PATIENCE))[0]:
            self._workspace.notifications.info(self.tr("Deleting {name}…").format(name=named))
        done: Deleted = await work
        freed = figures.byte_count(done.byte_count)
        self._workspace.notifications.success(self.tr("Deleted: {size} are free").format(size=freed))
        self.changed.emit()

    # Files.

    def ask_card(self, model: Model, number: int) -> None:
        """Ask for a file and write the version's card to it; a page is opened in the browser then."""
        filters = "HTML (*.html);;Markdown (*.md);;JSON (*.json)"
        name = f"{model.name}-v{number}.html"
        dialog = QFileDialog(self._owner, self.tr("Model card"), name, filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        ref = f"{model.name}@{number}"
        dialog.fileSelected.connect(lambda path: self._start(self._write_card(ref, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write_card(self, ref: str, path: Path) -> None:
        await self._workspace.tasks.call(_write_card, self._workspace.desk, ref, path)
        self._workspace.notifications.success(
            self.tr("Written: {name}").format(name=path.name), hint=str(path)
        )
        if path.suffix == ".html":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    # How.

    @property
    def _who(self) -> str:
        return self._workspace.settings.user

    def _named(self, model: Model, things: Sequence[Thing]) -> str:
        if len(things) == 1:
            return label_of(model, things[0])
        return self.tr("{n} of {model}").format(n=len(things), model=model.name)

    async def _describe(self, dialog: NotesDialog, thing: Thing) -> None:
        wanted = (dialog.name.text(), dialog.notes.toPlainText(), split_tags(dialog.tags.text()))
        if await self._tried(dialog, partial(_describe, self._workspace.desk, thing, wanted, self._who)):
            self.changed.emit()

    async def _tried(self, dialog: AskingDialog, work: Callable[[], object]) -> bool:
        """Whether it was done; the dialog stays, and says why, where it was not."""
        try:
            await self._workspace.tasks.call(work)
        except DriftDeskError as error:
            dialog.show_error(error)
            return False
        dialog.done_well()
        return True

    def _do(self, work: Callable[[], object], said: str = "") -> None:
        self._start(self._done(work, said))

    async def _done(self, work: Callable[[], object], said: str) -> None:
        await self._workspace.tasks.call(work)
        if said:
            self._workspace.notifications.success(said)
        self.changed.emit()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._workspace.tasks.start(work, owner=self)


def label_of(model: Model, thing: Thing) -> str:
    """``churn``, ``churn v3``, ``churn #7``."""
    if isinstance(thing, Model):
        return thing.name
    return f"{model.name} {'v' if isinstance(thing, ModelVersion) else '#'}{thing.number}"


def movable_aliases(model: Model, number: int) -> list[str]:
    """The aliases of a version that can be taken from it: a model keeps its champion until another takes its place."""
    return [a for a in aliases_of(model, number) if a != "champion"]


# These run in a thread.


def _fork(desk: "Desk", ref: str, name: str, dataset: str, who: str) -> Model:
    data = desk.datasets.resolve(dataset) if dataset else None
    return desk.training.fork(ref, name, data=data, who=who)


def _describe(desk: "Desk", thing: Thing, wanted: tuple[str, str, tuple[str, ...]], who: str) -> None:
    """Only what is different; the name first, for another may have taken it."""
    name, notes, tags = wanted
    if isinstance(thing, Model) and name.strip() != thing.name:
        desk.registry.rename(thing, name, who)
    if notes.strip() != thing.notes:
        desk.registry.note(thing, notes, who)
    if tags != thing.tags:
        desk.registry.tag(thing, tags, who)


def _write_card(desk: "Desk", ref: str, path: Path) -> None:
    from driftdesk.core.reports.card_writing import check_card_format, write_card
    from driftdesk.core.reports.model_card import model_card

    check_card_format(path)
    write_card(model_card(desk.store, *desk.registry.resolve(ref)), path)
