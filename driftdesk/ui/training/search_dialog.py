"""A new study: which parameters vary, within what, for how long, judged by what."""

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from driftdesk.core.entities import Dimension, Pruner, Sampler
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import default_trainer, trainer_info, trainers_for
from driftdesk.core.training.search.service import METRICS
from driftdesk.core.training.search.space import can_vary, dimension, parse_vary, suggested, written
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.widgets.fields import IntField, field_text
from driftdesk.ui.widgets.form_dialog import FormDialog, choice


class SpaceEditor(QWidget):
    """A line a parameter of one trainer: whether it varies, and its range as the command line writes it."""

    def __init__(self, trainer: str) -> None:
        super().__init__()
        self._trainer = trainer
        self._rows: dict[str, tuple[QCheckBox, QLineEdit]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, S, 0)
        grid.setHorizontalSpacing(2 * S)
        grid.setVerticalSpacing(S // 2)
        grid.setColumnStretch(1, 1)
        chosen = {d.name for d in suggested(trainer)}
        for name, field in trainer_info(trainer).params.model_fields.items():
            if name == "split" or not can_vary(field):
                continue
            varies = QCheckBox(field_text(field.title or name))
            varies.setChecked(name in chosen)
            varies.setToolTip(field_text(field.description or ""))
            text = QLineEdit(written(dimension(trainer, name)).partition("=")[2])
            text.setEnabled(varies.isChecked())
            text.setAccessibleName(self.tr("What to try of {name}").format(name=varies.text()))
            varies.toggled.connect(text.setEnabled)
            row = len(self._rows)
            grid.addWidget(varies, row, 0)
            grid.addWidget(text, row, 1)
            self._rows[name] = (varies, text)
        grid.setRowStretch(len(self._rows), 1)

    def space(self) -> list[Dimension]:
        """What varies. Raises ParameterError."""
        return [
            parse_vary(f"{name}={text.text()}", [self._trainer])
            for name, (varies, text) in self._rows.items()
            if varies.isChecked()
        ]

    def row(self, name: str) -> tuple[QCheckBox, QLineEdit]:
        """The widgets of a parameter."""
        return self._rows[name]


class SearchDialog(FormDialog):
    """After ``accept``: ``ref`` (the data) and ``asked``, the options of ``Desk.search``."""

    def __init__(self, facts: ModelFacts, parent: QWidget) -> None:
        super().__init__("", "", parent, wide=78 * S)
        self.setWindowTitle(self.tr("Search for parameters"))
        self.go.setText(self.tr("Search"))
        self._facts = facts
        self.asked: dict[str, Any] = {}
        task = facts.model.task
        self._trainer = choice(
            [(words.trainer(t.name), t.name) for t in trainers_for(task)],
            facts.model.trainer or default_trainer(task),
        )
        self._data = choice([(words.data_version(v), v.number) for v in facts.data_versions])
        self._metric = choice([(words.metric(m), m) for m in METRICS[task]], facts.metric)
        self._trials = _spin(1, 10_000, 20)
        self._parallel = _spin(1, 64, 1)
        self._minutes = QDoubleSpinBox(maximum=100_000, decimals=1, value=0)
        self._minutes.setSpecialValueText(self.tr("No limit"))
        self._minutes.setSuffix(self.tr(" min"))
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
        self._editor = SpaceEditor(self._trainer.currentData())
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setMinimumHeight(22 * S)
        self._lay_out()
        self._trainer.currentIndexChanged.connect(self._on_trainer_chosen)

    def _lay_out(self) -> None:
        self.add(self.tr("Trainer"), self._trainer)
        self.add(self.tr("Data"), self._data)
        self.add(self.tr("Best by (validation)"), self._metric)
        self.add(self.tr("Trials"), self._trials)
        self.add(self.tr("At once"), self._parallel)
        self.add(self.tr("Time"), self._minutes)
        self.add(self.tr("Sampler"), self._sampler)
        self.add(self.tr("Give up early"), self._pruner)
        self.add(self.tr("Seed"), self._seed)
        about = self.tr("What varies: 1e-4..1e-1:log is a range by orders of magnitude, a|b are choices.")
        self.body.addWidget(label(about, "caption", wrap=True))
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._register)
        self._area.setWidget(self._editor)
        self._editor.setAutoFillBackground(False)

    @property
    def ref(self) -> str:
        """``dataset@version``."""
        return f"{self._facts.dataset.name}@{self._data.currentData()}"

    @property
    def editor(self) -> SpaceEditor:
        return self._editor

    def set_trials(self, trials: int) -> None:
        self._trials.setValue(trials)

    def accept(self) -> None:
        try:
            space = self._editor.space()
        except ParameterError as error:
            self.show_error(error)
            return
        if not space:
            self.show_error(
                ParameterError(self.tr("Nothing varies."), self.tr("Choose at least one parameter."))
            )
            return
        self.asked = {
            "trainers": [self._trainer.currentData()],
            "vary": space,
            "metric": self._metric.currentData(),
            "trials": self._trials.value(),
            "parallel": self._parallel.value(),
            "minutes": self._minutes.value() or None,
            "sampler": str(self._sampler.currentData()),
            "pruner": str(self._pruner.currentData()),
            "seed": self._seed.value(),
            "register_best": self._register.isChecked(),
        }
        super().accept()

    def _on_trainer_chosen(self) -> None:
        self._editor = SpaceEditor(self._trainer.currentData())
        self._area.setWidget(self._editor)
        self._editor.setAutoFillBackground(False)
        self.show_error(None)


def _spin(low: int, high: int, value: int) -> IntField:
    made = IntField()
    made.setRange(low, high)
    made.setValue(value)
    return made
