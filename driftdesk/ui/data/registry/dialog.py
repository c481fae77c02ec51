"""What a dataset is called, what is to be learned from it, and what is worth knowing about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.names import check_description, check_labels, check_name
from driftdesk.core.entities import Dataset, Task
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import label

_UNSAID = "?"


class DatasetDialog(QDialog):
    """Without a ``dataset`` a new one is asked for, which needs a name and a task. ``confirmed`` says that what stands
    in the fields is wanted; the dialog stays until somebody accepts it or shows a problem."""

    confirmed = Signal()

    def __init__(self, dataset: Dataset | None, tags: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self.setWindowTitle(
            self.tr("Edit {name}").format(name=dataset.name) if dataset else self.tr("New dataset")
        )
        self.setMinimumWidth(480)
        self.name = QLineEdit(dataset.name if dataset else "")
        self.task = QComboBox()
        self._fill_tasks()
        self.description = QPlainTextEdit(dataset.description if dataset else "")
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(88)
        self.tags = QLineEdit(", ".join(dataset.tags) if dataset else "")
        self.tags.setPlaceholderText(self.tr("Separated by commas"))
        known = ", ".join(tags[:12])
        self._known = label(
            self.tr("In use: {tags}").format(tags=known) if known else "", "caption", wrap=True
        )
        self._known.setVisible(bool(known))
        self._problem = label("", "error", wrap=True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Save") if dataset else self.tr("Create"))
        self.ok.setProperty("kind", "primary")
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        for changed in (
            self.name.textChanged,
            self.tags.textChanged,
            self.description.textChanged,
            self.task.currentIndexChanged,
        ):
            changed.connect(self._check)
        self._lay_out()
        self._check()

    def _fill_tasks(self) -> None:
        if self._dataset is None:
            self.task.addItem(self.tr("Choose one…"), _UNSAID)
        else:
            self.task.addItem(words.task(None), "")
        for task in Task:
            self.task.addItem(words.task(task), task.value)
        if self._dataset is not None and self._dataset.task is not None:
            self.task.setCurrentIndex(self.task.findData(self._dataset.task.value))

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setVerticalSpacing(S)
        rows.setHorizontalSpacing(2 * S)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, field in (
            (self.tr("Name"), self.name),
            (self.tr("Task"), self.task),
            (self.tr("Description"), self.description),
            (self.tr("Tags"), self.tags),
        ):
            rows.addRow(text, field)
            field.setAccessibleName(text)
        rows.addRow("", self._known)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(2 * S)
        column.addLayout(rows)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)

    def chosen_task(self) -> Task | None:
        value = self.task.currentData()
        return Task(value) if value not in ("", _UNSAID) else None

    def chosen_tags(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.tags.text().split(",") if part.strip())

    def show_problem(self, error: BaseException) -> None:
        """It could not be done: say why, and let it be corrected."""
        self._problem.setText(
            f"{error.message} {error.hint}" if isinstance(error, DriftDeskError) else str(error)
        )
        self.ok.setEnabled(True)

    def _check(self) -> None:
        problem = ""
        ready = bool(self.name.text().strip()) and self.task.currentData() != _UNSAID
        try:
            if self.name.text().strip():
                check_name(self.name.text())
            check_labels(self.chosen_tags())
            check_description(self.description.toPlainText())
        except DriftDeskError as error:
            problem = f"{error.message} {error.hint}"
        self._problem.setText(problem)
        self.ok.setEnabled(ready and not problem)

    def _on_accepted(self) -> None:
        self.ok.setEnabled(False)
        self.confirmed.emit()
