"""A new study: which trainers and parameters vary, within what, for how long, judged by what."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Dimension, Pruner, Sampler
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import default_trainer, parse_params, trainer_info, trainers_for
from driftdesk.core.training.search.asked import METRICS
from driftdesk.core.training.search.space import can_vary, dimension, parse_vary, suggested, written
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.basics import label, repolish
from driftdesk.ui.widgets.fields import IntField, field_text
from driftdesk.ui.widgets.form_dialog import FormDialog, choice

_ACROSS = 3
"""Trainers in a line."""
_TALL = 30
"""Pixels of such a line, with what parts it from the next."""


class SpaceEditor(QWidget):
    """A line a parameter of one trainer: it varies within a range, as the command line writes it, or is set to one value."""

    def __init__(self, trainer: str, *, titled: bool = False) -> None:
        super().__init__()
        self._trainer = trainer
        self._rows: dict[str, tuple[QCheckBox, QLineEdit]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, S, S if titled else 0)
        grid.setHorizontalSpacing(2 * S)
        grid.setVerticalSpacing(S // 2)
        grid.setColumnStretch(1, 1)
        chosen = {d.name for d in suggested(trainer)}
        if titled:
            grid.addWidget(label(words.trainer(trainer), "heading"), 0, 0, 1, 2)
        fields = trainer_info(trainer).params.model_fields
        for name in sorted(fields, key=lambda n: n not in chosen):  # what is worth varying first
            field = fields[name]
            if name == "split" or not can_vary(field):
                continue
            varies = QCheckBox(field_text(field.title or name))
            varies.setChecked(name in chosen)
            varies.setToolTip(field_text(field.description or ""))
            text = QLineEdit()
            text.setAccessibleName(self.tr("What to try of {name}").format(name=varies.text()))
            self._rows[name] = (varies, text)
            self._on_varies_toggled(name)
            varies.toggled.connect(lambda _, name=name: self._on_varies_toggled(name))
            row = len(self._rows)
            grid.addWidget(varies, row, 0)
            grid.addWidget(text, row, 1)
        grid.setRowStretch(len(self._rows) + 1, 1)

    def _on_varies_toggled(self, name: str) -> None:
        """A range where it varies; else the trainer's own value, unless another one is typed."""
        varies, text = self._rows[name]
        text.setText(written(dimension(self._trainer, name)).partition("=")[2] if varies.isChecked() else "")
        own = getattr(trainer_info(self._trainer).params(), name)
        shown = ",".join(map(str, own)) if isinstance(own, tuple) else str(own)
        text.setPlaceholderText(self.tr("always {value}").format(value=shown))

    def space(self) -> list[Dimension]:
        """What varies. Raises ParameterError, and marks the line."""
        return [
            self._read(name, lambda name=name, text=text: parse_vary(f"{self._trainer}.{name}={text.text()}", [self._trainer]))
            for name, (varies, text) in self._rows.items()
            if varies.isChecked()
        ]  # fmt: skip

    def fixed(self) -> dict[str, Any]:
        """What is set to another value than the trainer's own. Raises ParameterError, and marks the line."""
        found = {
            name: text.text().strip()
            for name, (varies, text) in self._rows.items()
            if not varies.isChecked() and text.text().strip()
        }
        for name, value in found.items():
            self._read(name, lambda name=name, value=value: parse_params(self._trainer, {name: value}))
        read = parse_params(self._trainer, found)
        return {name: getattr(read, name) for name in found}

    def _read(self, name: str, read: Any) -> Any:
        text = self._rows[name][1]
        try:
            made = read()
        except ParameterError:
            _mark(text, wrong=True)
            text.setFocus()
            raise
        _mark(text, wrong=False)
        return made

    def fields(self) -> list[QWidget]:
        """All its widgets, in their order."""
        return [widget for row in self._rows.values() for widget in row]

    def row(self, name: str) -> tuple[QCheckBox, QLineEdit]:
        """The widgets of a parameter."""
        return self._rows[name]


class TrainerBoxes(QWidget):
    """Which trainers a study tries: one, or several to choose between."""

    changed = Signal()

    def __init__(self, names: Sequence[str], chosen: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * S)
        grid.setVerticalSpacing(S // 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._boxes: dict[str, QCheckBox] = {}
        for at, name in enumerate(names):
            box = self._boxes[name] = QCheckBox(words.trainer(name))
            box.setChecked(name == chosen)
            box.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(box, at // _ACROSS, at % _ACROSS)
        self.setMinimumHeight(-(-len(names) // _ACROSS) * _TALL + S)

    def chosen(self) -> list[str]:
        return [name for name, box in self._boxes.items() if box.isChecked()]

    def box(self, name: str) -> QCheckBox:
        return self._boxes[name]


class SearchDialog(FormDialog):
    """After ``accept``: ``ref`` (the data) and ``asked``, the options of ``Desk.search``."""

    def __init__(self, facts: ModelFacts, parent: QWidget) -> None:
        super().__init__("", "", parent, wide=92 * S)
        self.setWindowTitle(self.tr("Search for parameters"))
        self.go.setText(self.tr("Search"))
        self._facts = facts
        self.asked: dict[str, Any] = {}
        task = facts.model.task
        offered = [t.name for t in trainers_for(task)]
        own = facts.model.trainer or default_trainer(task)
        self.trainers = TrainerBoxes(offered, own if own in offered else offered[0])
        self._data = choice([(words.data_version(v), v.number) for v in facts.data_versions])
        self._split = QComboBox()
        self._metric = choice([(words.metric(m), m) for m in METRICS[task]], facts.metric)
        self._trials = _spin(1, 10_000, 20)
        self._parallel = _spin(1, 64, 1)
        self._parallel.setToolTip(self.tr("So many trainings at a time, where workers have slots free"))
        self._minutes = IntField()
        self._minutes.setMaximum(100_000)
        self._minutes.setSpecialValueText(self.tr("No limit"))
        self._minutes.setSuffix(self.tr(" min"))
        self._minutes.setToolTip(self.tr("No trial begins after so many minutes; those under way end"))
        self._seed = _spin(0, 2**31 - 1, 0)
        self._sampler = choice(
            [(self.tr("Learns from trials (TPE)"), Sampler.TPE), (self.tr("At random"), Sampler.RANDOM)]
        )
        self._pruner = choice(
            [
                (self.tr("Those worse than the median"), Pruner.MEDIAN),
                (self.tr("By successive halving (Hyperband)"), Pruner.HYPERBAND),
                (self.tr("None"), Pruner.NONE),
            ]
        )
        self._register = QCheckBox(self.tr("Train with the best at the end, and register that"))
        self._editors: dict[str, SpaceEditor] = {}
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setMinimumHeight(26 * S)
        self._lay_out()
        self._fill_splits()
        self._show_editors()
        self._data.currentIndexChanged.connect(lambda _: self._fill_splits())
        self.trainers.changed.connect(self._show_editors)

    def _lay_out(self) -> None:
        self.add(self.tr("Trainers"), self.trainers)
        self._add_pair(self.tr("Data"), self._data, self.tr("Split"), self._split)
        self._add_pair(self.tr("Best by (validation)"), self._metric, self.tr("Seed"), self._seed)
        self._add_pair(self.tr("Trials"), self._trials, self.tr("At once"), self._parallel)
        self.add(self.tr("Time"), self._minutes)
        self.add(self.tr("Sampler"), self._sampler)
        self.add(self.tr("Give up early"), self._pruner)
        about = self.tr(
            "What varies: 1e-4..1e-1:log is a range by orders of magnitude, a|b are choices. "
            "What does not vary keeps the trainer's own value, or the one that you type."
        )
        self.body.addWidget(label(about, "caption", wrap=True))
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._register)

    def _add_pair(self, text: str, field: QWidget, second: str, other: QWidget) -> None:
        """Two fields in one row, each with its name."""
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * S)
        caption = label(second)
        caption.setBuddy(other)
        caption.setMinimumWidth(11 * S)
        row.addWidget(field, 1)
        row.addWidget(caption)
        row.addWidget(other, 1)
        self.add(text, pair)
        pair.setAccessibleName("")
        field.setAccessibleName(text)
        other.setAccessibleName(second)

    @property
    def ref(self) -> str:
        """``dataset@version``."""
        return f"{self._facts.dataset.name}@{self._data.currentData()}"

    def editor(self, trainer: str) -> SpaceEditor:
        """What varies of a chosen trainer."""
        return self._editors[trainer]

    def set_trials(self, trials: int) -> None:
        self._trials.setValue(trials)

    def accept(self) -> None:
        names = self.trainers.chosen()
        try:
            space = [d for name in names for d in self._editors[name].space()]
            fixed = {name: values for name in names if (values := self._editors[name].fixed())}
        except ParameterError as error:
            self.show_error(error)
            return
        if not names or (not space and len(names) == 1):
            hint = (
                self.tr("Choose at least one parameter.")
                if names
                else self.tr("Choose at least one trainer.")
            )
            self.show_error(ParameterError(self.tr("Nothing varies."), hint))
            return
        self.asked = {
            "trainers": names,
            "vary": space,
            "params": fixed,
            "metric": self._metric.currentData(),
            "trials": self._trials.value(),
            "parallel": self._parallel.value(),
            "minutes": self._minutes.value() or None,
            "sampler": str(self._sampler.currentData()),
            "pruner": str(self._pruner.currentData()),
            "seed": self._seed.value(),
            "split": str(self._split.currentData() or ""),
            "register_best": self._register.isChecked(),
        }
        super().accept()

    def _fill_splits(self) -> None:
        """The stored splits of the chosen version."""
        self._split.clear()
        self._split.addItem(self.tr("Usual: by row ids"), "")
        for each in self._facts.splits:
            if each.version == self._data.currentData():
                self._split.addItem(each.name, each.name)
        self._split.setEnabled(self._split.count() > 1)

    def _show_editors(self) -> None:
        """One below the other for the chosen trainers."""
        names = self.trainers.chosen()
        several = len(names) > 1
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        self._editors = {name: SpaceEditor(name, titled=several) for name in names}
        for each in self._editors.values():
            column.addWidget(each)
        column.addStretch(1)
        self._area.setWidget(ground)
        ground.setAutoFillBackground(False)  # setWidget turned it on
        fields = [field for each in self._editors.values() for field in each.fields()]
        for before, after in pairwise((self._pruner, *fields, self._register)):
            QWidget.setTabOrder(before, after)
        self.show_error(None)


def _mark(field: QLineEdit, *, wrong: bool) -> None:
    if bool(field.property("invalid")) != wrong:
        field.setProperty("invalid", wrong)
        repolish(field)


def _spin(low: int, high: int, value: int) -> IntField:
    made = IntField()
    made.setRange(low, high)
    made.setValue(value)
    return made
