"""What to train with: trainer, preset, data, seed, and the trainer's parameters as a form."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Preset, Run, Split, Task
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.fine_tuning import tuning_params
from driftdesk.core.training.params import (
    EarlyStoppingParams,
    NetworkParams,
    TrainerInfo,
    TrainerParams,
    default_trainer,
    parse_params,
    trainers_for,
)
from driftdesk.core.training.presets import known
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import refill
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.basics import button, icon_button, label
from driftdesk.ui.widgets.fields import IntField
from driftdesk.ui.widgets.params_form import ParamsForm
from driftdesk.ui.workspace import Workspace

_OF_CLASSES = ("class_weight", "class_weights")
"""Parameters that mean nothing where values are learned."""


class TrainingForm(QWidget):
    """``train_requested`` carries nothing: read ``trainer``, ``version``, ``split``, ``start``, ``seed``,
    ``processes`` and ``values``."""

    train_requested = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._task: Task | None = None
        self._trainers: tuple[TrainerInfo, ...] = ()
        self._presets: list[Preset] = []
        self._form: ParamsForm | None = None
        self._trainer = QComboBox()
        self._preset = QComboBox()
        self._version = QComboBox()
        self._split = QComboBox()
        self._splits: tuple[Split, ...] = ()
        self._start = QComboBox()
        self._facts: ModelFacts | None = None
        self._seed = IntField()
        self._seed.setMaximum(2**31 - 1)
        self._processes = IntField()
        self._processes.setRange(1, 64)
        self._save = icon_button("save", "")
        self._train = button("", "primary", "train")
        self._labels = {
            key: label() for key in ("trainer", "preset", "data", "split", "start", "seed", "processes")
        }
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setProperty("area", "surface")
        self._area.setProperty("area", "surface")
        self._lay_out()
        self._trainer.currentIndexChanged.connect(self._on_trainer_chosen)
        self._version.currentIndexChanged.connect(lambda _: self._fill_splits())
        self._preset.activated.connect(self._on_preset_chosen)
        self._start.activated.connect(self._on_start_chosen)
        self._save.clicked.connect(self._on_save_clicked)
        self._train.clicked.connect(self.train_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setHorizontalSpacing(2 * S)
        rows.setVerticalSpacing(S)
        rows.addRow(self._labels["trainer"], self._trainer)
        preset = QHBoxLayout()
        preset.addWidget(self._preset, 1)
        preset.addWidget(self._save)
        rows.addRow(self._labels["preset"], preset)
        rows.addRow(self._labels["data"], self._version)
        rows.addRow(self._labels["split"], self._split)
        rows.addRow(self._labels["start"], self._start)
        rows.addRow(self._labels["seed"], self._seed)
        rows.addRow(self._labels["processes"], self._processes)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, S, 2 * S, 2 * S)
        column.setSpacing(S + S // 2)
        column.addLayout(rows)
        column.addWidget(self._area, 1)
        column.addWidget(self._train)

    def show_facts(self, facts: ModelFacts) -> None:
        """Offer what fits the model: trainers of its task, versions of its data. Keeps what the user chose."""
        if facts.model.task is not self._task:
            self._task = facts.model.task
            self._trainers = trainers_for(facts.model.task)
            self._trainer.blockSignals(True)
            self._trainer.clear()
            for trainer in self._trainers:
                self._trainer.addItem(words.trainer(trainer.name), trainer.name)
            self._trainer.setCurrentIndex(
                max(0, self._trainer.findData(facts.model.trainer or default_trainer(facts.model.task)))
            )
            self._trainer.blockSignals(False)
            self._on_trainer_chosen()
        self._facts = facts
        self._fill_starts()
        self._splits = facts.splits
        refill(self._version, [(words.data_version(v), v.number) for v in facts.data_versions])

    @property
    def trainer(self) -> str:
        return str(self._trainer.currentData())

    @property
    def version(self) -> int:
        """Number of the data version to train on."""
        return int(self._version.currentData())

    @property
    def split(self) -> str:
        """Name of a stored split of that version; empty: the usual one, by row ids."""
        return str(self._split.currentData() or "")

    def _fill_splits(self) -> None:
        kept, version = self.split, self._version.currentData()
        self._split.clear()
        self._split.addItem(self.tr("Usual: by row ids"), "")
        for each in self._splits:
            if each.version == version:
                self._split.addItem(each.name, each.name)
        self._split.setCurrentIndex(max(0, self._split.findData(kept)))
        self._split.setEnabled(self._split.count() > 1)

    @property
    def start(self) -> int | None:
        """The model version to fine-tune; None: begin from nothing."""
        number = self._start.currentData()
        return None if number is None else int(number)

    def _fill_starts(self) -> None:
        """The versions that the chosen trainer can go on from."""
        kept, info = self.start, next((t for t in self._trainers if t.name == self.trainer), None)
        self._start.clear()
        self._start.addItem(self.tr("Nothing: new weights"))
        if self._facts is not None and info is not None and info.warm_start:
            for each in self._facts.versions:
                if each.trainer == info.name:
                    self._start.addItem(self.tr("v{n}: fine-tune it").format(n=each.number), each.number)
        at = -1 if kept is None else self._start.findData(kept)
        self._start.setCurrentIndex(max(0, at))
        self._start.setEnabled(self._start.count() > 1)

    def _on_start_chosen(self) -> None:
        """Offer the parameters that a fine-tuning of the chosen version takes."""
        facts, number = self._facts, self.start
        version = facts.version(number) if facts is not None else None
        if facts is None or version is None:
            return
        run = next((r for r in facts.runs if r.id == version.run_id), None)
        was_tuned = run is not None and run.start_version is not None
        values, _ = known(version.trainer, version.params)
        params = tuning_params(version.trainer, values, {}, was_tuned=was_tuned)
        self._preset.setCurrentIndex(0)
        self._write(params, f"v{version.number}")

    @property
    def seed(self) -> int:
        return self._seed.value()

    @property
    def processes(self) -> int:
        """In which the network learns together; 1 of trainers that cannot."""
        return self._processes.value() if self._processes.isEnabled() else 1

    def values(self) -> dict[str, Any]:
        """The parameters. Raises ParameterError where a field is not valid."""
        return self._form.values() if self._form else {}

    def can_train(self) -> bool:
        return self._version.count() > 0 and self._trainer.count() > 0

    def _on_trainer_chosen(self) -> None:
        info = next((t for t in self._trainers if t.name == self.trainer), None)
        if info is None:
            return
        self._processes.setEnabled(info.streamable)
        self._fill_starts()
        without = _OF_CLASSES if self._task is Task.REGRESSION else ()
        self._form = ParamsForm(info.params, hidden=without)
        self._form.set_headings(self._groups(info))
        self._area.setWidget(self._form)
        self._form.setAutoFillBackground(False)  # setWidget turned it on
        for before, after in pairwise((self._processes, *self._form.fields(), self._train)):
            QWidget.setTabOrder(before, after)  # fields that are made later would come behind the curves
        self._align()
        self._workspace.tasks.start(self._load_presets(info.name), owner=self)

    def _groups(self, info: TrainerInfo) -> dict[str, str]:
        """What stands above the first of the parameters that all trainers have, that those of its kind have, and of its own."""
        texts: dict[type, str] = {
            TrainerParams: self.tr("Rows"),
            EarlyStoppingParams: self.tr("Learning"),
            NetworkParams: self.tr("Learning"),
        }
        found: dict[str, str] = {}
        for name in info.params.model_fields:
            owner = next(
                c for c in reversed(info.params.__mro__) if name in getattr(c, "__annotations__", {})
            )
            text = texts.get(owner, words.trainer(info.name))
            if text not in found.values():
                found[name] = text
        return found

    async def _load_presets(self, trainer: str) -> None:
        presets = await self._workspace.tasks.call(self._workspace.desk.presets.list, trainer)
        if trainer != self.trainer:
            return
        self._presets = presets
        self._preset.clear()
        self._preset.addItem(self.tr("Defaults"))
        for preset in presets:
            self._preset.addItem(self._preset_text(preset))
            self._preset.setItemData(self._preset.count() - 1, preset.note, Qt.ItemDataRole.ToolTipRole)

    def _preset_text(self, preset: Preset) -> str:
        if preset.built_in:
            own = {"fast": self.tr("Fast"), "balanced": self.tr("Balanced"), "thorough": self.tr("Thorough")}
            return own.get(preset.name, preset.name)
        return preset.name if preset.number == 1 else f"{preset.name} (v{preset.number})"

    @property
    def preset(self) -> str:
        """The chosen preset as ``name@2``, as long as the fields are what it says; else empty."""
        index = self._preset.currentIndex()
        if index < 1 or self._form is None:
            return ""
        chosen = self._presets[index - 1]
        params, _ = known(self.trainer, chosen.params)
        try:
            same = parse_params(self.trainer, self.values()) == parse_params(self.trainer, params)
        except ParameterError:
            return ""
        return f"{chosen.name}@{chosen.number}" if same else ""

    def _on_preset_chosen(self, index: int) -> None:
        name = self._presets[index - 1].name if index > 0 else ""
        self._write(self._presets[index - 1].params if index > 0 else {}, name)

    def _write(self, params: Mapping[str, Any], source: str) -> None:
        """Put parameters over the trainer's defaults; what it does not have (any more) is left out, and said."""
        values, unknown = known(self.trainer, params)
        if self._form is not None:
            info = next(t for t in self._trainers if t.name == self.trainer)
            self._form.set_values({**info.params().model_dump(), **values})
        if unknown:
            said = self.tr("{source} sets what this trainer no longer has: {names}")
            self._workspace.notifications.warning(
                said.format(source=source, names=", ".join(unknown)),
                hint=self.tr("That was left out; look at the others before you train."),
            )

    def fill(self, run: Run) -> None:
        """Offer what a run was trained with, to be changed and trained again."""
        for box, value in ((self._trainer, run.trainer), (self._version, run.dataset_version)):
            if (at := box.findData(value)) >= 0:
                box.setCurrentIndex(at)
        self._split.setCurrentIndex(max(0, self._split.findData(run.split)))
        self._seed.setValue(run.seed)
        if self.trainer == run.trainer:
            self._preset.setCurrentIndex(0)
            self._write(run.params, self.tr("Run #{n}").format(n=run.number))

    def _on_save_clicked(self) -> None:
        name, accepted = QInputDialog.getText(
            self,
            self.tr("Save as preset"),
            self.tr("Name of the preset; one that is there gets a new version"),
        )
        if accepted and name.strip():
            self._workspace.tasks.start(
                self._save_preset(name.strip(), self.trainer, self.values()), owner=self
            )

    async def _save_preset(self, name: str, trainer: str, values: dict[str, Any]) -> None:
        kept = await self._workspace.tasks.call(self._workspace.desk.presets.save, name, trainer, values)
        await self._load_presets(trainer)
        self._preset.setCurrentText(self._preset_text(kept))

    def _align(self) -> None:
        """The fields above stand over those of the parameters."""
        width = self._form.caption_width() if self._form is not None else 0
        for made in self._labels.values():
            made.setMinimumWidth(width)

    def retranslate(self) -> None:
        self._labels["trainer"].setText(self.tr("Trainer"))
        self._labels["preset"].setText(self.tr("Preset"))
        self._labels["data"].setText(self.tr("Data"))
        self._labels["split"].setText(self.tr("Split"))
        self._labels["start"].setText(self.tr("Begin with"))
        self._labels["seed"].setText(self.tr("Seed"))
        self._labels["processes"].setText(self.tr("Processes"))
        self._fill_splits()
        self._fill_starts()
        boxes = {
            "trainer": self._trainer,
            "preset": self._preset,
            "data": self._version,
            "split": self._split,
            "start": self._start,
        }
        for key, field in boxes.items():
            field.setAccessibleName(self._labels[key].text())
        self._seed.setAccessibleName(self._labels["seed"].text())
        self._seed.setToolTip(self.tr("The same seed, data and parameters give the same model"))
        self._processes.setAccessibleName(self._labels["processes"].text())
        self._processes.setToolTip(
            self.tr("Several learn together, each from its own part of the rows (networks only)")
        )
        self._save.setToolTip(self.tr("Save these parameters as a preset"))
        self._save.setAccessibleName(self._save.toolTip())
        self._train.setText(self.tr("Train"))
        info = next((t for t in self._trainers if t.name == self.trainer), None)
        if self._form is not None and info is not None:
            self._form.set_headings(self._groups(info))
        for at in range(self._preset.count()):
            text = self._preset_text(self._presets[at - 1]) if at else self.tr("Defaults")
            self._preset.setItemText(at, text)
        for at in range(self._trainer.count()):
            self._trainer.setItemText(at, words.trainer(self._trainer.itemData(at)))
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
