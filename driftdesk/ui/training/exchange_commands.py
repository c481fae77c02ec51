"""What goes out of models and comes into them from the window: exports, imports, predictions of whole versions."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import Dataset, DatasetVersion, Job, JobState, Model, ModelVersion
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.training.exchange_dialogs import ExportDialog, ImportDialog
from driftdesk.ui.training.predict_dialog import PredictDialog
from driftdesk.ui.widgets.form_dialog import AskingDialog
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.training.export.service import Saved
    from driftdesk.desk import Desk


class ExchangeCommands(QObject):
    """Each asks, and enqueues a job; what comes of it is told when it has ended."""

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner

    def ask_predict(self, model: Model, version: ModelVersion) -> None:
        """Ask for a data version; its predictions become a version of it."""
        self._workspace.tasks.start(self._ask_predict(model, version), owner=self)

    async def _ask_predict(self, model: Model, version: ModelVersion) -> None:
        desk, call = self._workspace.desk, self._workspace.tasks.call
        datasets = [d for d in await call(desk.datasets.list) if d.head]
        dialog = PredictDialog(self._workspace, model, version, datasets, self._owner)
        ref = f"{model.name}@{version.number}"
        dialog.confirmed.connect(lambda: self._enqueue(dialog, partial(desk.score, ref, dialog.ref)))
        dialog.open()

    def ask_import(self, dataset_id: str = "") -> None:
        """Ask for a bundle, and whether its signer is trusted. ``dataset_id``: the dataset to begin with."""
        self._workspace.tasks.start(self._ask_import(dataset_id), owner=self)

    async def _ask_import(self, dataset_id: str) -> None:
        desk = self._workspace.desk
        datasets = await self._workspace.tasks.call(datasets_with_latest, desk)
        if not datasets:
            self._workspace.notifications.info(
                self.tr("Import a dataset first: a model belongs to one."), link=("tab", "data")
            )
            return
        dialog = ImportDialog(self._workspace, datasets, dataset_id, self._owner)
        dialog.confirmed.connect(lambda: self._enqueue(dialog, partial(desk.import_model, **dialog.asked())))
        dialog.open()

    def ask_export(self, model: Model, version: ModelVersion) -> None:
        """Ask for a format and a place; the job makes the file, which is written there."""
        dialog = ExportDialog(self._workspace, model, version, self._owner)
        dialog.confirmed.connect(lambda: self._begin_export(dialog, f"{model.name}@{version.number}"))
        dialog.open()

    def _begin_export(self, dialog: ExportDialog, ref: str) -> None:
        try:
            dialog.check()
        except DriftDeskError as error:
            dialog.show_error(error)
            return
        self._workspace.tasks.start(self._export(dialog, ref), owner=self)

    async def _export(self, dialog: ExportDialog, ref: str) -> None:
        desk, call = self._workspace.desk, self._workspace.tasks.call
        path, format = dialog.path, dialog.format
        dialog.done_well()
        job = await call(desk.export_model, ref, format=format)
        last = await ended(self._workspace, job)
        if last.state is JobState.SUCCEEDED and last.result is not None:
            saved = await call(desk.exports.save, last.result, path, format)
            self._workspace.notifications.success(
                self.tr("Exported: {name}").format(name=path.name),
                hint=self._told(saved, last.result, format),
            )

    def _told(self, saved: "Saved", result: Mapping[str, Any], format: str) -> str:
        """How near ONNX is to the model, and whose signature the file carries."""
        said = [str(saved.path)]
        if result["difference"] is not None:
            said.append(
                self.tr("ONNX differs from the model by at most {difference} on {n} rows.").format(
                    difference=f"{result['difference']:.1g}", n=figures.count(result["rows"])
                )
            )
        if format == "bundle":
            said.append(
                self.tr("Signed by you ({fingerprint}).").format(fingerprint=saved.signer)
                if saved.signer
                else self.tr("Not signed: this system has no keyring.")
            )
        return "\n".join(said)

    def _enqueue(self, dialog: AskingDialog, verb: Callable[[], Job]) -> None:
        self._workspace.tasks.start(self._enqueued(dialog, verb), owner=dialog)

    async def _enqueued(self, dialog: AskingDialog, verb: Callable[[], Job]) -> None:
        """The dialog stays, and says why, where there is nothing to enqueue."""
        dialog.go.setEnabled(False)
        try:
            await self._workspace.tasks.call(verb)
        except DriftDeskError as error:
            dialog.go.setEnabled(True)
            dialog.show_error(error)
        else:
            dialog.done_well()


def datasets_with_latest(desk: "Desk") -> list[tuple[Dataset, DatasetVersion]]:
    """The datasets that have a version, each with its latest. Runs in a thread."""
    return [(d, desk.datasets.version(d)) for d in desk.datasets.list() if d.head]
