"""A new model: what is to be learned from which dataset."""

import itertools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Dataset, DatasetVersion, Role, Task
from driftdesk.ui.data.words import task as task_words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import label


class NewModelDialog(QDialog):
    """``datasets`` with their latest versions. After ``accept``: ``name``, ``dataset``, ``task`` and ``target``."""

    def __init__(
        self, datasets: list[tuple[Dataset, DatasetVersion]], taken: set[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._datasets = datasets
        self._taken = taken
        self.setWindowTitle(self.tr("New model"))
        self.setMinimumWidth(440)
        self._dataset = QComboBox()
        for dataset, _ in datasets:
            self._dataset.addItem(dataset.name)
        self._name = QLineEdit()
        self._task = QComboBox()
        for task in Task:
            self._task.addItem(task_words(task), task)
        self._target = QComboBox()
        self._problem = label("", "error", wrap=True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Create"))
        ok.setProperty("kind", "primary")
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._lay_out()
        self._dataset.currentIndexChanged.connect(self._on_dataset_chosen)
        self._name.textChanged.connect(self._check)
        self._target.currentIndexChanged.connect(self._check)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._on_dataset_chosen()

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setVerticalSpacing(S)
        rows.setHorizontalSpacing(2 * S)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, field in (
            (self.tr("Dataset"), self._dataset),
            (self.tr("Name"), self._name),
            (self.tr("Task"), self._task),
            (self.tr("Target"), self._target),
        ):
            rows.addRow(text, field)
            field.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(2 * S)
        column.addLayout(rows)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def dataset(self) -> Dataset:
        return self._datasets[self._dataset.currentIndex()][0]

    @property
    def task(self) -> Task:
        return Task(self._task.currentData())

    @property
    def target(self) -> str:
        return self._target.currentText()

    def _on_dataset_chosen(self) -> None:
        dataset, version = self._datasets[self._dataset.currentIndex()]
        names = itertools.chain(
            [f"{dataset.name}-model"], (f"{dataset.name}-model-{n}" for n in itertools.count(2))
        )
        self._name.setText(next(n for n in names if n not in self._taken))
        self._task.setCurrentIndex(self._task.findData(dataset.task or Task.BINARY))
        self._target.clear()
        usable = [c for c in version.columns.columns if c.role in (Role.TARGET, Role.FEATURE)]
        for column in usable:
            self._target.addItem(column.name)
        target = version.columns.target
        self._target.setCurrentText(target.name if target else "")
        self._check()

    def _check(self) -> None:
        problem = ""
        if not self.name:
            problem = self.tr("Give the model a name.")
        elif self.name in self._taken:
            problem = self.tr("There is a model of this name already.")
        elif not self.target:
            problem = self.tr("Choose the column that is to be learned.")
        self._problem.setText(problem)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
