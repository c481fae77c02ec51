"""Where an import goes and what it is for: dataset, append or replace, task, target, timestamp."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from driftdesk.core.entities import Dataset, Kind, Task
from driftdesk.ui.data import words
from driftdesk.ui.data.importing.choices import ColumnChoices
from driftdesk.ui.data.importing.model import ImportColumn
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, label

_NEW = ""


class ImportForm(QWidget):
    """``dataset_changed`` when other rows are joined, ``roles_changed`` when target or timestamp are chosen."""

    dataset_changed = Signal()
    task_changed = Signal()
    roles_changed = Signal()

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        super().__init__()
        self._datasets = {d.name: d for d in datasets}
        self._task_given = False
        self._captions = [label("", "caption") for _ in range(5)]
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems(sorted(self._datasets))
        self.name.setCurrentText("")
        self.name.editTextChanged.connect(self._on_name_changed)
        self._name_hint = label("", "caption", wrap=True)
        self.mode = Segmented()
        self.mode.chosen.connect(lambda _k: self.dataset_changed.emit())
        self.choices = ColumnChoices()
        self.choices.changed.connect(self.dataset_changed)
        self.task, self.target, self.timestamp = QComboBox(), QComboBox(), QComboBox()
        self.task.activated.connect(self._on_task_chosen)
        for combo in (self.target, self.timestamp):
            combo.activated.connect(lambda _i: self.roles_changed.emit())
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S, 2 * S, S)
        column.setSpacing(S // 2)
        for caption, field in zip(
            self._captions, (self.name, self.mode, self.task, self.target, self.timestamp), strict=True
        ):
            column.addWidget(caption)
            column.addWidget(field)
            if field is self.name:
                column.addWidget(self._name_hint)
            if field is self.mode:
                column.addWidget(self.choices)
            column.addSpacing(S // 2)
        column.addStretch(1)
        self.retranslate()
        self._on_name_changed()

    @property
    def existing(self) -> Dataset | None:
        """The dataset that the rows would join; None: a new one."""
        return self._datasets.get(self.name.currentText().strip())

    def chosen_task(self) -> Task | None:
        """Only what the user chose; None: as found out."""
        value = self.task.currentData()
        return Task(value) if value and self._task_given else None

    def take_task(self, task: Task | None) -> None:
        """Choose a task as the user would; None: leave it to detection again."""
        self._task_given = task is not None
        if task is not None:
            self.task.setCurrentIndex(max(0, self.task.findData(task.value)))

    def show_found(self, columns: Sequence[ImportColumn], task: Task | None) -> None:
        """Offer the columns of the file, and what was found out."""
        if not self._task_given:
            self.task.setCurrentIndex(max(0, self.task.findData(task.value if task else _NEW)))
        for combo, fitting in (
            (self.target, columns),
            (self.timestamp, [c for c in columns if c.kind in (Kind.DATETIME, Kind.NUMERIC)]),
        ):
            combo.clear()
            combo.addItem(self.tr("None"), None)
            for found in fitting:
                combo.addItem(found.name, found.name)

    def show_roles(self, target: str | None, timestamp: str | None) -> None:
        for combo, name in ((self.target, target), (self.timestamp, timestamp)):
            combo.setCurrentIndex(max(0, combo.findData(name)))

    def _on_task_chosen(self) -> None:
        self._task_given = bool(self.task.currentData())
        self.task_changed.emit()

    def _on_name_changed(self) -> None:
        joins = self.existing is not None
        self._captions[1].setVisible(joins)
        self.mode.setVisible(joins)
        for field in (self.task, self.target, self.timestamp):
            field.setEnabled(not joins)
        if self.existing is not None:
            text = self.tr("Becomes v{number}. Its columns keep their kinds and roles.").format(
                number=self.existing.head + 1
            )
        else:
            text = self.tr("A new dataset") if self.name.currentText().strip() else ""
        self._name_hint.setText(text)
        self.dataset_changed.emit()

    def retranslate(self) -> None:
        for caption, text in zip(
            self._captions,
            (
                self.tr("Dataset"),
                self.tr("Its rows"),
                self.tr("Task"),
                self.tr("Target"),
                self.tr("Timestamp"),
            ),
            strict=True,
        ):
            caption.setText(text)
        line_edit = self.name.lineEdit()
        if line_edit is not None:
            line_edit.setPlaceholderText(self.tr("Name of a new or existing dataset"))
        self.name.setAccessibleName(self.tr("Dataset"))
        self.mode.setAccessibleName(self.tr("Append or replace"))
        self.mode.set_options([("append", self.tr("Append")), ("replace", self.tr("Replace"))])
        self.mode.button("append").setToolTip(
            self.tr("The new version holds the rows that are there, and these")
        )
        self.mode.button("replace").setToolTip(self.tr("The new version holds these rows alone"))
        self.task.setAccessibleName(self.tr("Task"))
        self.target.setAccessibleName(self.tr("Target"))
        self.timestamp.setAccessibleName(self.tr("Timestamp"))
        chosen = self.task.currentData()
        self.task.clear()
        self.task.addItem(self.tr("None"), _NEW)
        for task in Task:
            self.task.addItem(words.task(task), task.value)
        self.task.setCurrentIndex(max(0, self.task.findData(chosen)))
