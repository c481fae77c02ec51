"""Dialogs of the Label tab: who suggests, tasks of Label Studio out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from driftdesk.core.entities import Model
from driftdesk.core.errors import DriftDeskError, JobCancelledError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets import button
from driftdesk.ui.widgets.form_dialog import FormDialog, choice
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.labels.importing import ImportedLabels


class SuggestDialog(FormDialog):
    """``confirmed`` carries the model and by what rows are put in order."""

    confirmed = Signal(str, str)

    def __init__(self, models: tuple[Model, ...], chosen: str, parent: QWidget) -> None:
        super().__init__(
            self.tr("Suggest labels with a model"),
            self.tr("Suggest"),
            parent,
            about=self.tr(
                "The model predicts every row without a label. The rows that it would learn most from come first."
            ),
        )
        self.model = choice([(m.name, m.name) for m in models], chosen)
        self.by = choice(
            [
                (self.tr("Torn between two classes (margin)"), "margin"),
                (self.tr("Torn between all classes (entropy)"), "entropy"),
            ]
        )
        self.add(self.tr("Model"), self.model)
        self.add(self.tr("First"), self.by)

    def accept(self) -> None:
        self.confirmed.emit(str(self.model.currentData()), str(self.by.currentData()))
        super().accept()


class FileDialog(FormDialog):
    """A file, and work on it with progress; closing the dialog stops the work."""

    def __init__(
        self, workspace: Workspace, title: str, go: str, path: Path, *, parent: QWidget, about: str
    ) -> None:
        super().__init__(title, go, parent, about=about, wide=64 * S)
        self._workspace = workspace
        self._working: Watched | None = None
        self.path = QLineEdit(str(path))
        browse = button(self.tr("Choose…"))
        browse.clicked.connect(self._on_browse)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        across.addWidget(self.path, 1)
        across.addWidget(browse)
        holder = QWidget()
        holder.setLayout(across)
        self.add(self.tr("File"), holder)
        self.path.setAccessibleName(self.tr("File"))
        self.bar = QProgressBar()
        self.bar.hide()
        self.body.addWidget(self.bar)
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tell)

    def browse(self) -> QFileDialog:
        """The system's dialog."""
        return QFileDialog(self, self.windowTitle(), self.path.text(), "JSON (*.json *.jsonl);;* (*)")

    def work(self, path: Path, context: Watched) -> Any:
        """In a thread."""
        raise NotImplementedError

    def finish(self, result: Any) -> None:
        """When it is done."""
        raise NotImplementedError

    def _on_browse(self) -> None:
        dialog = self.browse()
        dialog.fileSelected.connect(self.path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def accept(self) -> None:
        if self._working is not None:
            return
        self._working = Watched()
        self.show_error(None)
        self.go.setEnabled(False)
        self.bar.show()
        self._clock.start()
        path = Path(self.path.text()).expanduser()
        self._workspace.remember("data/label/folder", str(path.parent))
        self._workspace.tasks.start(self._run(path, self._working), owner=self)

    async def _run(self, path: Path, context: Watched) -> None:
        try:
            result = await self._workspace.tasks.call(self.work, path, context)
        except JobCancelledError:
            return
        except DriftDeskError as error:
            self.show_error(error)
        else:
            self.finish(result)
            super().accept()
        finally:
            self._working = None
            self._clock.stop()
            self.bar.hide()
            self.go.setEnabled(True)

    def _tell(self) -> None:
        share = self._working.share if self._working is not None else None
        self.bar.setRange(0, 0 if share is None else 100)
        self.bar.setValue(round((share or 0) * 100))

    def done(self, result: int) -> None:
        if self._working is not None:
            self._working.stop()
        super().done(result)


def folder(workspace: Workspace) -> Path:
    """Where files of tasks were last."""
    return Path(workspace.state("data/label/folder", str(Path.home())))


class ExportTasksDialog(FileDialog):
    def __init__(self, workspace: Workspace, name: str, unlabelled: str, parent: QWidget) -> None:
        """``unlabelled`` is the filter of the rows without a label."""
        super().__init__(
            workspace,
            self.tr("Export for Label Studio"),
            self.tr("Export"),
            folder(workspace) / f"{name}-tasks.json",
            parent=parent,
            about=self.tr(
                "Tasks with labels and suggestions, and beside them (.xml) the labelling configuration."
            ),
        )
        self._name = name
        self.rows = choice([(self.tr("Without a label"), unlabelled), (self.tr("All rows"), "")])
        self.add(self.tr("Rows"), self.rows)

    def browse(self) -> QFileDialog:
        dialog = super().browse()
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        return dialog

    def work(self, path: Path, context: Watched) -> Any:
        where = str(self.rows.currentData())
        return self._workspace.desk.labels.export_tasks(self._name, path, where, None, context)

    def finish(self, result: Any) -> None:
        done = self.tr("Exported {n} tasks to {name}").format(
            n=figures.count(result.tasks), name=Path(result.file).name
        )
        hint = self.tr("Labelling configuration: {name}").format(name=Path(result.configuration).name)
        self._workspace.notifications.success(done, hint=hint)


class ImportTasksDialog(FileDialog):
    """``imported`` carries what came of it; ``rows_asked`` the file whose foreign tasks are wanted as rows."""

    imported = Signal(object)
    rows_asked = Signal(str, str)

    def __init__(self, workspace: Workspace, name: str, parent: QWidget) -> None:
        super().__init__(
            workspace,
            self.tr("Import labels from Label Studio"),
            self.tr("Import"),
            folder(workspace) / f"{name}.json",
            parent=parent,
            about=self.tr("JSON or JSON-MIN. The labels become edits of your draft, which can be undone."),
        )
        self._name = name
        self.control = QLineEdit()
        self.control.setPlaceholderText(self.tr("found out"))
        self.add(self.tr("Control"), self.control)

    def work(self, path: Path, context: Watched) -> Any:
        control = self.control.text().strip()
        return self._workspace.desk.labels.import_tasks(self._name, path, control, context)

    def finish(self, result: Any) -> None:
        told: ImportedLabels = result
        self._workspace.notifications.success(
            self.tr("{n} labels set in your draft").format(n=figures.count(told.labelled)),
            hint=self._told(told),
        )
        self.imported.emit(told)
        if told.foreign:
            self.rows_asked.emit(self.path.text(), self.control.text().strip())

    def _told(self, told: ImportedLabels) -> str:
        """What else came of an import, in one line."""
        parts = [
            (told.changed, self.tr("{rows} had another label")),
            (told.unchanged, self.tr("{rows} had it already")),
            (told.conflicting, self.tr("{rows} with different labels: ground truth, else the latest counts")),
            (told.without_label, self.tr("{rows} without a label")),
            (told.gone, self.tr("{rows} are gone")),
            (told.foreign, self.tr("{rows} are of another origin")),
            (told.unusable, self.tr("{rows} cannot be used")),
        ]
        said = [text.format(rows=words.rows(n)) for n, text in parts if n]
        said += [self.tr("new class: {name}").format(name=c.value) for c in told.new_classes[:5]]
        return " · ".join([*said, *told.problems[:2]])
