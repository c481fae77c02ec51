"""Dialogs of the Label tab: who suggests, tasks of Label Studio out and in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from driftdesk.core.entities import Model
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.file_dialog import FileDialog
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets.form_dialog import FormDialog, choice
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.labels.importing import ImportedLabels


_PLACE = "data/label/folder"
_FILTER = "JSON (*.json *.jsonl);;* (*)"


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


class ExportTasksDialog(FileDialog):
    place = _PLACE

    def __init__(self, workspace: Workspace, name: str, unlabelled: str, parent: QWidget) -> None:
        """``unlabelled`` is the filter of the rows without a label."""
        super().__init__(
            workspace,
            self.tr("Export for Label Studio"),
            self.tr("Export"),
            f"{name}-tasks.json",
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
        dialog.setNameFilter(_FILTER)
        return dialog

    def work(self) -> Callable[[Path, Watched], Any]:
        where, name, labels = str(self.rows.currentData()), self._name, self._workspace.desk.labels
        return lambda path, context: labels.export_tasks(name, path, where, None, context)

    def finish(self, path: Path, result: Any) -> None:
        done = self.tr("Exported {n} tasks to {name}").format(n=figures.count(result.tasks), name=path.name)
        hint = self.tr("Labelling configuration: {name}").format(name=Path(result.configuration).name)
        self._workspace.notifications.success(done, hint=hint)


class ImportTasksDialog(FileDialog):
    """``imported`` carries what came of it; ``rows_asked`` the file whose foreign tasks are wanted as rows."""

    place = _PLACE

    imported = Signal(object)
    rows_asked = Signal(str, str)

    def __init__(self, workspace: Workspace, name: str, parent: QWidget) -> None:
        super().__init__(
            workspace,
            self.tr("Import labels from Label Studio"),
            self.tr("Import"),
            f"{name}.json",
            parent=parent,
            about=self.tr("JSON or JSON-MIN. The labels become edits of your draft, which can be undone."),
        )
        self._name = name
        self.control = QLineEdit()
        self.control.setPlaceholderText(self.tr("found out"))
        self.add(self.tr("Control"), self.control)

    def browse(self) -> QFileDialog:
        dialog = super().browse()
        dialog.setNameFilter(_FILTER)
        return dialog

    def work(self) -> Callable[[Path, Watched], Any]:
        control, name, labels = self.control.text().strip(), self._name, self._workspace.desk.labels
        return lambda path, context: labels.import_tasks(name, path, control, context)

    def finish(self, path: Path, result: Any) -> None:
        told: ImportedLabels = result
        self._workspace.notifications.success(
            self.tr("{n} labels set in your draft").format(n=figures.count(told.labelled)),
            hint=self._told(told),
        )
        self.imported.emit(told)
        if told.foreign:
            self.rows_asked.emit(str(path), self.control.text().strip())

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
