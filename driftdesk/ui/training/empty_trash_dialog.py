"""Emptying the trash of models, versions and runs: what would go, what stays and why, and how far it is."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from driftdesk.core.errors import DriftDeskError, JobCancelledError
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets.basics import label, repolish
from driftdesk.ui.widgets.fields import IntField
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.widgets.watched_bar import WatchedBar
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.training.trash import Deleted

translate = QCoreApplication.translate
_NAMED = 6
"""So many of what stays are named."""


class EmptyTrashDialog(FormDialog):
    """Closing it stops the work between two things: what is deleted by then is gone, all else is as it was."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(
            translate("EmptyTrashDialog", "Empty the trash"),
            translate("EmptyTrashDialog", "Delete for good"),
            parent,
            about=translate(
                "EmptyTrashDialog",
                "Models, versions and runs in the trash go, with their weights, checkpoints, curves and evaluations. "
                "This cannot be undone.",
            ),
        )
        self._workspace = workspace
        self._working: Watched | None = None
        self._asked = 0
        self.go.setProperty("kind", "danger")
        repolish(self.go)
        self.cancel.setDefault(True)  # Enter leaves everything as it is
        self.days = IntField()
        self.days.setRange(0, 36_500)
        self.days.setSpecialValueText(self.tr("any time"))
        self.days.setSuffix(self.tr(" days or longer"))
        self.days.valueChanged.connect(self._look)
        self.add(self.tr("In the trash for"), self.days)
        self.said, self.kept = label("", wrap=True), label("", "muted", wrap=True)
        self.said.setMinimumHeight(3 * S)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bar = WatchedBar()
        for widget in (self.said, self.kept, self.bar):
            self.body.addWidget(widget)
        self._look()

    def _age(self) -> timedelta:
        return timedelta(days=self.days.value())

    def _look(self) -> None:
        self._asked += 1
        self.go.setEnabled(False)
        self.said.setText(self.tr("Counting…"))
        self._workspace.tasks.start(self._count(self._asked), owner=self)

    async def _count(self, asked: int) -> None:
        purge = self._workspace.desk.model_trash.purge
        found: Deleted = await self._workspace.tasks.call(purge, self._age(), dry_run=True)
        if asked == self._asked:
            self._show(found)

    def _show(self, found: "Deleted") -> None:
        self.go.setEnabled(bool(found.names))
        self.said.setText(
            self.tr("Models: {models}, versions: {versions}, runs: {runs}. {size} will be free.").format(
                models=figures.count(found.models),
                versions=figures.count(found.versions),
                runs=figures.count(found.runs),
                size=figures.byte_count(found.byte_count),
            )
            if found.names
            else self.tr("Nothing in the trash can go.")
        )
        more = ["…"] if len(found.kept) > _NAMED else []
        named = "\n".join([*found.kept[:_NAMED], *more])
        self.kept.setText(f"{self.tr('In use, and staying:')}\n{named}" if found.kept else "")
        self.kept.setVisible(bool(found.kept))

    def accept(self) -> None:
        if self._working is None:
            self._working = Watched()
            self.go.setEnabled(False)
            self.days.setEnabled(False)
            self.bar.follow(self._working)
            self._workspace.tasks.start(self._empty(self._working), owner=self)

    async def _empty(self, context: Watched) -> None:
        purge = self._workspace.desk.model_trash.purge
        try:
            done: Deleted = await self._workspace.tasks.call(purge, self._age(), context=context)
        except JobCancelledError:
            return  # the dialog was closed
        except DriftDeskError as error:
            self._rest()
            self.show_error(error)
            self._look()
            return
        self._rest()
        self._workspace.notifications.success(
            self.tr("Deleted: {size} are free").format(size=figures.byte_count(done.byte_count))
        )
        super().accept()

    def _rest(self) -> None:
        self._working = None
        self.bar.follow(None)
        self.days.setEnabled(True)

    def done(self, result: int) -> None:
        if self._working is not None:
            self._working.stop()
        super().done(result)
