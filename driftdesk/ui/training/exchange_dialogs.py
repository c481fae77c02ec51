"""Models for elsewhere and from there: in which format and where an export goes; which bundle is imported, and whether its
signer is trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from driftdesk.core.entities import Dataset, DatasetVersion, Model, ModelVersion, Schema
from driftdesk.core.errors import DriftDeskError, FileError
from driftdesk.core.training.params import trainer_info
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import Segmented, label, line
from driftdesk.ui.widgets.form_dialog import AskingDialog, choice
from driftdesk.ui.widgets.path_field import PathField
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftdesk.core.training.export.archive import Archive

translate = QCoreApplication.translate

Format = Literal["bundle", "onnx", "mlflow"]
_SUFFIXES: dict[Format, str] = {"bundle": ".zip", "onnx": ".onnx", "mlflow": ""}
_PLACE = "training/exchange"
"""Where the folder of the last file is remembered."""
_TYPING_MS = 300


class ExportDialog(AskingDialog):
    """``format`` and ``path`` of a model version's file."""

    def __init__(self, workspace: Workspace, model: Model, version: ModelVersion, parent: QWidget) -> None:
        name = f"{model.name}-v{version.number}"
        title = translate("ExportDialog", "Export {ref}").format(ref=f"{model.name} v{version.number}")
        super().__init__(title, translate("ExportDialog", "Export"), parent, wide=72 * S)
        self._workspace = workspace
        self._kind = Segmented(
            [("bundle", self.tr("Bundle")), ("onnx", "ONNX"), ("mlflow", self.tr("MLflow folder"))]
        )
        able = trainer_info(version.trainer).exportable
        for key in ("onnx", "mlflow"):
            self._kind.button(key).setEnabled(able)
        self._about = label("", "muted", wrap=True)
        self._about.setMinimumHeight(6 * S)
        folder = Path(workspace.state(_PLACE, str(Path.home())))
        self._where = PathField(str(folder / f"{name}{_SUFFIXES['bundle']}"), self._browse)
        self._replaced = label("", "caption", wrap=True)
        self.add(self.tr("Format"), self._kind)
        self.form.addRow("", self._about)
        self.add(self.tr("File"), self._where)
        self.form.addRow("", self._replaced)
        self._kind.chosen.connect(self._on_format_chosen)
        self._where.edit.textChanged.connect(self._say)
        self._able = able
        self._say()

    @property
    def format(self) -> Format:
        found: Format = next(f for f in _SUFFIXES if f == self._kind.key())
        return found

    @property
    def path(self) -> Path:
        return Path(self._where.edit.text().strip()).expanduser()

    def check(self) -> None:
        """Before anything is made. Raises FileError."""
        if not self._where.edit.text().strip():
            raise FileError(self.tr("No file is named."), self.tr("Say where the model goes."))
        if not self.path.parent.is_dir():
            raise FileError(
                self.tr("There is no folder {folder}.").format(folder=self.path.parent),
                self.tr("Choose one that is there."),
            )
        if self.format == "mlflow" and self.path.exists():
            raise FileError(
                self.tr("{name} is there already.").format(name=self.path.name),
                self.tr("Name a folder that is not there yet."),
            )
        if self.format != "mlflow" and self.path.is_dir():
            raise FileError(
                self.tr("{name} is a folder.").format(name=self.path.name), self.tr("Name a file in it.")
            )
        self._workspace.remember(_PLACE, str(self.path.parent))

    def _browse(self) -> QFileDialog:
        """A folder to be is named as a file is."""
        filters = {"bundle": "ZIP (*.zip)", "onnx": "ONNX (*.onnx)", "mlflow": self.tr("MLflow folder (*)")}
        dialog = QFileDialog(self, self.windowTitle(), str(self.path), filters[self.format])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIXES[self.format].removeprefix("."))
        return dialog

    def _on_format_chosen(self, key: str) -> None:
        """The name ends as the format does, where it ended as another."""
        text = self._where.edit.text()
        stem = next((text.removesuffix(s) for s in (".zip", ".onnx") if text.endswith(s)), text)
        self._where.edit.setText(stem + _SUFFIXES[self.format])
        self._say()

    def _say(self) -> None:
        said = {
            "bundle": self.tr(
                "One signed file. Python with numpy and onnxruntime predicts with it; DriftDesk imports it again."
            ),
            "onnx": self.tr("The model with its preprocessing as one graph, for any runtime of ONNX."),
            "mlflow": self.tr("A folder that mlflow.pyfunc.load_model and MLflow's servers read."),
        }[self.format]
        if not self._able:
            said = self.tr("This trainer has no ONNX: only DriftDesk can use the bundle.")
        self._about.setText(said)
        there = self.format != "mlflow" and self.path.is_file()
        self._replaced.setText(self.tr("The file that is there will be replaced.") if there else "")


class ImportDialog(AskingDialog):
    """A bundle: what it holds, who signed it, the dataset that it belongs to. ``go`` is there once the signer is trusted."""

    def __init__(
        self,
        workspace: Workspace,
        datasets: "Sequence[tuple[Dataset, DatasetVersion]]",
        preferred: str,
        parent: QWidget,
    ) -> None:
        """``datasets`` with their latest versions; ``preferred``: the id of the one to begin with."""
        super().__init__(
            translate("ImportDialog", "Import a model"),
            translate("ImportDialog", "Import"),
            parent,
            about=translate(
                "ImportDialog", "A bundle that DriftDesk exported becomes a version of a model of yours."
            ),
            wide=72 * S,
        )
        self._workspace, self._datasets, self._preferred = workspace, datasets, preferred
        self._found: Archive | None = None
        self._where = PathField("", self._browse)
        self._where.edit.setPlaceholderText(self.tr("A file that ends in .zip"))
        self._holds, self._signed = label("", wrap=True), label("", wrap=True)
        self.trust = QCheckBox()
        self._rule = line()
        self.dataset = choice([(d.name, d.id) for d, _ in datasets], preferred)
        self._name = QLineEdit()
        self.add(self.tr("File"), self._where)
        self.add(self.tr("Holds"), self._holds)
        self.add(self.tr("Signed by"), self._signed)
        self.form.addRow("", self.trust)
        self.add(self.tr("Dataset"), self.dataset)
        self.add(self.tr("Model"), self._name)
        self._timer = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._where.edit.textChanged.connect(lambda _: self._timer.start())
        self.trust.toggled.connect(self._enable)
        self._name.textChanged.connect(self._enable)
        self._show(None, own=False)

    @property
    def path(self) -> Path:
        return Path(self._where.edit.text().strip()).expanduser()

    def asked(self) -> dict[str, Any]:
        """What ``Desk.import_model`` takes: upon what was looked at, its signer is trusted."""
        signer = self._found.signer if self._found else None
        return {
            "path": self.path,
            "name": self._name.text().strip(),
            "dataset": self.dataset.currentText(),
            "trust": signer.fingerprint if signer else "",
            "unsigned": signer is None,
        }

    def _browse(self) -> QFileDialog:
        folder = self.path.parent if self._where.edit.text().strip() else self._folder()
        dialog = QFileDialog(self, self.windowTitle(), str(folder), self.tr("DriftDesk bundle (*.zip)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return dialog

    def _folder(self) -> Path:
        return Path(self._workspace.state(_PLACE, str(Path.home())))

    # What the bundle says.

    def _look(self) -> None:
        self._show(None, own=False)
        self.show_error(None)
        if self._where.edit.text().strip():
            self._workspace.tasks.start(self._read(self.path), owner=self)

    async def _read(self, path: Path) -> None:
        exports = self._workspace.desk.exports
        try:
            found = await self._workspace.tasks.call(exports.look, path)
            own = await self._workspace.tasks.call(exports.is_own, found)
        except DriftDeskError as error:
            if path == self.path:
                self.show_error(error)
            return
        if path == self.path:
            self._workspace.remember(_PLACE, str(path.parent))
            self._show(found, own=own)

    def _show(self, found: "Archive | None", *, own: bool) -> None:
        self._found = found
        rows = (self._holds, self._signed, self.dataset, self._name)
        for row in rows:
            self.form.setRowVisible(row, found is not None)
        self.form.setRowVisible(self.trust, found is not None and not own)
        self.trust.setChecked(own)
        if found is not None:
            self._holds.setText(_described(found))
            self._signed.setText(self._signer_of(found, own=own))
            self.trust.setText(
                self.tr("I know where it comes from: import it without a signature")
                if found.signer is None
                else self.tr("Its author told me this fingerprint: trust it")
            )
            self._name.setText(str(found.manifest.get("model", "")))
            self.dataset.setCurrentIndex(self._fitting(found))
        self._enable()
        self.adjustSize()

    def _signer_of(self, found: "Archive", *, own: bool) -> str:
        if found.signer is None:
            return self.tr("Nobody: it may come from anyone.")
        if own:
            return self.tr("You ({fingerprint})").format(fingerprint=found.signer.fingerprint)
        unknown = self.tr("a key that is not known here")
        return f"{found.signer.fingerprint}\n{unknown}"

    def _fitting(self, found: "Archive") -> int:
        """The dataset that has the model's columns, the preferred one before others."""
        try:
            wanted = Schema.model_validate(found.manifest.get("columns"))
        except ValueError:
            return max(0, self.dataset.findData(self._preferred))
        names = {c.name for c in (*wanted.features, wanted.target) if c is not None}
        fits = [i for i, (_, v) in enumerate(self._datasets) if names <= set(v.columns.names)]
        preferred = self.dataset.findData(self._preferred)
        return preferred if preferred in fits or not fits else fits[0]

    def _enable(self) -> None:
        ready = self._found is not None and self.trust.isChecked() and bool(self._name.text().strip())
        self.go.setEnabled(ready and self.dataset.currentIndex() >= 0)


def _described(found: "Archive") -> str:
    """``churn v3 · Random forest · ROC AUC 0.912``."""
    kept = found.manifest
    parts = [
        f"{kept.get('model', '?')} v{kept.get('version', '?')}",
        words.trainer(str(kept.get("trainer", ""))),
    ]
    metrics = kept.get("metrics")
    if isinstance(metrics, dict):
        shown = {n: v for n, v in metrics.items() if isinstance(v, int | float)}
        parts += [f"{words.metric(n)} {figures.figure(v)}" for n, v in list(shown.items())[:3]]
    return " · ".join(parts)
