"""A policy as a form, with the sentence that it makes."""

import itertools
from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from driftdesk.core.entities import (
    PRIMARY_METRIC,
    Dataset,
    Gate,
    Model,
    Policy,
    Recipe,
    ReplayRecipe,
    Severity,
    WindowRecipe,
)
from driftdesk.ui.automation import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import label, line
from driftdesk.ui.widgets.fields import IntField, NumberField
from driftdesk.ui.widgets.form_dialog import AskingDialog, choice

translate = QCoreApplication.translate
_FIGURE_WIDE = 15 * S


class PolicyDialog(AskingDialog):
    """Make a policy, named unlike those in ``taken``, or change ``policy``. ``confirmed`` says that ``policy()`` is wanted;
    the dialog stays until it is stored."""

    def __init__(
        self,
        models: Sequence[Model],
        datasets: Sequence[Dataset],
        policy: Policy | None = None,
        *,
        taken: Collection[str] = (),
        user: str = "",
        parent: QWidget,
    ) -> None:
        title = (
            translate("PolicyDialog", "Change policy") if policy else translate("PolicyDialog", "New policy")
        )
        super().__init__(title, translate("PolicyDialog", "Save"), parent, wide=72 * S)
        self._models = {m.id: m for m in models}
        self._datasets = {d.id: d for d in datasets}
        self._before = policy or Policy(name="", dataset_id="", model_id=models[0].id, created_by=user)
        self._taken = taken
        self._make_fields()
        self._lay_out()
        self._fill(self._before)
        self._listen()
        self._say()

    def _make_fields(self) -> None:
        self._sentence = label("", wrap=True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sentence.setMinimumHeight(7 * S)  # three lines, so that the fields stay where they are
        self._model = choice([(m.name, m.id) for m in self._models.values()])
        self._severity = choice(
            [
                (self.tr("critically"), Severity.CRITICAL),
                (self.tr("at least noticeably"), Severity.WARNING),
            ]
        )
        self._columns = QLineEdit()
        self._columns.setPlaceholderText(self.tr("any column; or names, separated by commas"))
        self._action = choice(
            [
                (self.tr("recompose and retrain"), "retrain"),
                (self.tr("alert me"), "alert"),
                (self.tr("note it"), "observe"),
            ]
        )
        self._recipe = choice(
            [
                (self.tr("replay: new rows and a stratified sample of old ones"), "replay"),
                (self.tr("window: the latest rows"), "window"),
            ]
        )
        self._ratio, self._rows = NumberField(0.1, 100, logarithmic=False), IntField()
        self._ratio.setValue(50)
        self._rows.setRange(1, 2**31 - 1)
        self._rows.setSingleStep(1000)
        self._rows.setValue(10_000)
        self._rows.setGroupSeparatorShown(True)
        self._weight = NumberField(1e-6, 1e6, logarithmic=True)
        self._half_life = NumberField(0, 1e6, logarithmic=True)
        self._half_life.setSpecialValueText(self.tr("never"))
        self._begin = choice(
            [
                (self.tr("new weights"), False),
                (self.tr("the champion's weights, where its trainer can"), True),
            ]
        )
        self._max_drop = NumberField(0, 1e9, logarithmic=True)
        self._min_gain = NumberField(0, 1e9, logarithmic=True)
        self._beyond_noise = QCheckBox(self.tr("by the paired test on the same rows"))
        self._promotion = choice(
            [(self.tr("promote by itself"), "automatic"), (self.tr("ask me first"), "ask")]
        )

    def _lay_out(self) -> None:
        self.add(self.tr("Model"), self._model)
        self.add(self.tr("When its data drifts"), self._severity)
        self.add(self.tr("On"), self._columns)
        self.add(self.tr("Then"), self._action)
        self.form.addRow(line())
        self.add(self.tr("Recipe"), self._recipe)
        self._ratio_row = self._add_figure(self.tr("Share of new rows"), self._ratio, "%")
        self._rows_row = self._add_figure(self.tr("Rows"), self._rows, "")
        self._add_figure(self.tr("New rows weigh"), self._weight, self.tr("times as much as old ones"))
        self._add_figure(self.tr("Rows weigh half after"), self._half_life, self.tr("days"))
        self.add(self.tr("Begin with"), self._begin)
        self.form.addRow(line())
        self._add_figure(self.tr("Not worse by more than"), self._max_drop, "")
        self._add_figure(self.tr("Better by at least"), self._min_gain, "")
        self.add(self.tr("Better than chance"), self._beyond_noise)
        self.add(self.tr("If it passes"), self._promotion)
        self.head.addWidget(self._sentence)

    def _add_figure(self, text: str, field: QWidget, unit: str) -> QWidget:
        """A row with a narrow field and its unit; the row is returned, to be hidden."""
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        field.setFixedWidth(_FIGURE_WIDE)
        across.addWidget(field)
        across.addWidget(label(unit, "muted"), 1)
        self.add(text, holder)
        field.setAccessibleName(f"{text}, {unit}" if unit else text)
        return holder

    def _fill(self, policy: Policy) -> None:
        for box, value in (
            (self._model, policy.model_id),
            (self._severity, policy.severity),
            (self._action, policy.action),
            (self._recipe, policy.recipe.kind),
            (self._begin, policy.fine_tune),
            (self._promotion, policy.promotion),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._columns.setText(", ".join(policy.columns))
        if isinstance(policy.recipe, WindowRecipe):
            self._rows.setValue(policy.recipe.rows)
        else:
            self._ratio.setValue(policy.recipe.new_ratio * 100)
        self._weight.setValue(policy.recipe.new_weight)
        self._half_life.setValue(policy.recipe.half_life or 0)
        self._max_drop.setValue(policy.gate.max_drop)
        self._min_gain.setValue(policy.gate.min_gain)
        self._beyond_noise.setChecked(policy.gate.beyond_noise)

    def _listen(self) -> None:
        boxes = (self._model, self._severity, self._action, self._recipe, self._begin, self._promotion)
        for box in boxes:
            box.currentIndexChanged.connect(self._say)
        self._rows.valueChanged.connect(self._say)
        for field in (self._ratio, *self._figures()):
            field.valueChanged.connect(self._say)
        self._beyond_noise.toggled.connect(self._say)
        self._columns.textChanged.connect(self._say)

    def _figures(self) -> tuple[NumberField, ...]:
        return (self._weight, self._half_life, self._max_drop, self._min_gain)

    def _chosen_recipe(self) -> Recipe:
        """What is not asked for here (the seed of a replay) stays."""
        before = self._before.recipe
        weighed = {"new_weight": self._weight.value(), "half_life": self._half_life.value() or None}
        if self._recipe.currentData() == "window":
            return WindowRecipe(rows=self._rows.value(), **weighed)
        seed = before.seed if isinstance(before, ReplayRecipe) else 0
        return ReplayRecipe(new_ratio=round(self._ratio.value() / 100, 9), seed=seed, **weighed)

    def _chosen_gate(self) -> Gate:
        return self._before.gate.model_copy(
            update={
                "min_gain": self._min_gain.value(),
                "max_drop": self._max_drop.value(),
                "beyond_noise": self._beyond_noise.isChecked(),
            }
        )

    def policy(self) -> Policy:
        """What the form says now."""
        model = self._models[self._model.currentData()]
        dataset = self._datasets[model.dataset_id]
        fields = {
            "name": self._before.name or self._free_name(dataset, model),
            "dataset_id": dataset.id,
            "model_id": model.id,
            "severity": Severity(self._severity.currentData()),
            "columns": tuple(c.strip() for c in self._columns.text().split(",") if c.strip()),
            "action": self._action.currentData(),
            "recipe": self._chosen_recipe(),
            "fine_tune": bool(self._begin.currentData()),
            "gate": self._chosen_gate(),
            "promotion": self._promotion.currentData(),
        }
        return self._before.model_copy(update=fields)

    def _free_name(self, dataset: Dataset, model: Model) -> str:
        name = f"{dataset.name} → {model.name}"
        numbered = (f"{name} {n}" for n in itertools.count(2))
        return next(n for n in itertools.chain([name], numbered) if n not in self._taken)

    def _say(self) -> None:
        """The sentence, and only the fields that belong to it."""
        policy = self.policy()
        retrains = policy.action == "retrain"
        replays = policy.recipe.kind == "replay"
        for box in (self._recipe, self._ratio, self._rows, self._begin, self._beyond_noise, self._promotion):
            box.setEnabled(retrains)
        for field in self._figures():
            field.setEnabled(retrains)
        self.form.setRowVisible(self._ratio_row, replays)
        self.form.setRowVisible(self._rows_row, not replays)
        model = self._models[policy.model_id]
        dataset = self._datasets[policy.dataset_id]
        self._sentence.setText(words.sentence(policy, dataset.name, model.name, PRIMARY_METRIC[model.task]))
