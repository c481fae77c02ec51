"""A policy as a form, with the sentence that it makes."""

import itertools
from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

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
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.widgets.fields import IntField, NumberField


class PolicyDialog(QDialog):
    """Make a policy, named unlike those in ``taken``, or change ``policy``. After ``accept``, ``policy()`` is the result."""

    def __init__(
        self,
        models: Sequence[Model],
        datasets: Sequence[Dataset],
        policy: Policy | None = None,
        *,
        taken: Collection[str] = (),
        user: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = {m.id: m for m in models}
        self._datasets = {d.id: d for d in datasets}
        self._changed = policy
        self._taken = taken
        self._user = user
        self.setWindowTitle(self.tr("Change policy") if policy else self.tr("New policy"))
        self.setMinimumWidth(520)
        self._make_fields()
        self._lay_out()
        self._fill(policy or Policy(name="", dataset_id="", model_id=models[0].id))
        self._listen()
        self._say()

    def _make_fields(self) -> None:
        self._model = QComboBox()
        for model in self._models.values():
            self._model.addItem(model.name, model.id)
        self._severity = QComboBox()
        self._severity.addItem(self.tr("critically"), Severity.CRITICAL)
        self._severity.addItem(self.tr("at least noticeably"), Severity.WARNING)
        self._columns = QLineEdit()
        self._columns.setPlaceholderText(self.tr("any column; or names, separated by commas"))
        self._action = QComboBox()
        for action, text in (
            ("retrain", self.tr("recompose and retrain")),
            ("alert", self.tr("alert me")),
            ("observe", self.tr("note it")),
        ):
            self._action.addItem(text, action)
        self._recipe = QComboBox()
        self._recipe.addItem(self.tr("replay: new rows and a stratified sample of old ones"), "replay")
        self._recipe.addItem(self.tr("window: the latest rows"), "window")
        self._ratio = IntField()
        self._rows = IntField()
        self._ratio.setRange(1, 100)
        self._ratio.setSuffix(" %")
        self._ratio.setValue(50)
        self._rows.setRange(1, 2**31 - 1)
        self._rows.setSingleStep(1000)
        self._rows.setValue(10_000)
        self._rows.setGroupSeparatorShown(True)
        self._max_drop = NumberField(0, 1e9, logarithmic=True)
        self._min_gain = NumberField(0, 1e9, logarithmic=True)
        self._beyond_noise = QCheckBox(self.tr("by the paired test on the same rows"))
        self._promotion = QComboBox()
        self._promotion.addItem(self.tr("promote by itself"), "automatic")
        self._promotion.addItem(self.tr("ask me first"), "ask")
        self._sentence = label("", wrap=True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Save"))
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("kind", "primary")
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setVerticalSpacing(S)
        rows.setHorizontalSpacing(2 * S)
        amount = QHBoxLayout()
        amount.addWidget(self._ratio)
        amount.addWidget(self._rows)
        amount.addWidget(self._recipe, 1)
        for text, field in (
            (self.tr("Model"), self._model),
            (self.tr("When its data drifts"), self._severity),
            (self.tr("On"), self._columns),
            (self.tr("Then"), self._action),
            (self.tr("Recipe"), amount),
            (self.tr("Not worse by more than"), self._max_drop),
            (self.tr("Better by at least"), self._min_gain),
            (self.tr("Better than chance"), self._beyond_noise),
            (self.tr("If it passes"), self._promotion),
        ):
            rows.addRow(text, field)
            if isinstance(field, QWidget):
                field.setAccessibleName(text)
        self._recipe.setAccessibleName(self.tr("Recipe"))
        self._ratio.setAccessibleName(self.tr("Share of new rows"))
        self._rows.setAccessibleName(self.tr("Rows"))
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(2 * S)
        column.addWidget(self._sentence)
        column.addLayout(rows)
        column.addWidget(self._buttons)

    def _fill(self, policy: Policy) -> None:
        self._model.setCurrentIndex(self._model.findData(policy.model_id))
        self._severity.setCurrentIndex(self._severity.findData(policy.severity))
        self._columns.setText(", ".join(policy.columns))
        self._action.setCurrentIndex(self._action.findData(policy.action))
        self._recipe.setCurrentIndex(self._recipe.findData(policy.recipe.kind))
        if isinstance(policy.recipe, WindowRecipe):
            self._rows.setValue(policy.recipe.rows)
        else:
            self._ratio.setValue(round(policy.recipe.new_ratio * 100))
        self._max_drop.setValue(policy.gate.max_drop)
        self._min_gain.setValue(policy.gate.min_gain)
        self._beyond_noise.setChecked(policy.gate.beyond_noise)
        self._promotion.setCurrentIndex(self._promotion.findData(policy.promotion))

    def _listen(self) -> None:
        for box in (self._model, self._severity, self._action, self._recipe, self._promotion):
            box.currentIndexChanged.connect(self._say)
        for field in (self._ratio, self._rows, self._max_drop, self._min_gain):
            field.valueChanged.connect(self._say)
        self._beyond_noise.toggled.connect(self._say)
        self._columns.textChanged.connect(self._say)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _chosen_recipe(self) -> Recipe:
        kept = {}  # weights are not asked for here: those of a policy that is changed stay
        if self._changed is not None:
            kept = self._changed.recipe.model_dump(include={"new_weight", "half_life"})
        if self._recipe.currentData() == "window":
            return WindowRecipe(rows=self._rows.value(), **kept)
        return ReplayRecipe(new_ratio=self._ratio.value() / 100, **kept)

    def policy(self) -> Policy:
        """What the form says now."""
        model = self._models[self._model.currentData()]
        dataset = self._datasets[model.dataset_id]
        columns = tuple(c.strip() for c in self._columns.text().split(",") if c.strip())
        fields = {
            "dataset_id": dataset.id,
            "model_id": model.id,
            "severity": Severity(self._severity.currentData()),
            "columns": columns,
            "action": self._action.currentData(),
            "recipe": self._chosen_recipe(),
            "gate": Gate(
                min_gain=self._min_gain.value(),
                max_drop=self._max_drop.value(),
                beyond_noise=self._beyond_noise.isChecked(),
            ),
            "promotion": self._promotion.currentData(),
        }
        if self._changed is not None:
            return self._changed.model_copy(update=fields)
        return Policy(**fields, name=self._free_name(dataset, model), created_by=self._user)

    def _free_name(self, dataset: Dataset, model: Model) -> str:
        name = f"{dataset.name} → {model.name}"
        numbered = (f"{name} {n}" for n in itertools.count(2))
        return next(n for n in itertools.chain([name], numbered) if n not in self._taken)

    def _say(self) -> None:
        """The sentence, and only the fields that belong to it."""
        policy = self.policy()
        retrains = policy.action == "retrain"
        gate = (self._max_drop, self._min_gain, self._beyond_noise)
        for field in (self._recipe, self._ratio, self._rows, *gate, self._promotion):
            field.setEnabled(retrains)
        self._ratio.setVisible(policy.recipe.kind == "replay")
        self._rows.setVisible(policy.recipe.kind == "window")
        model = self._models[policy.model_id]
        dataset = self._datasets[policy.dataset_id]
        self._sentence.setText(words.sentence(policy, dataset.name, model.name, PRIMARY_METRIC[model.task]))
