"""Splitting a version: how, into what, by which column."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from driftdesk.core.entities import Column, DatasetVersion, Kind, SplitMethod, folds
from driftdesk.ui.data import words
from driftdesk.ui.data.versions.words import method as method_word
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, label
from driftdesk.ui.widgets.fields import IntField
from driftdesk.ui.widgets.form_dialog import FormDialog


class SplitDialog(FormDialog):
    """``confirmed`` carries what ``Desk.split`` takes beside the version."""

    confirmed = Signal(dict)

    def __init__(self, name: str, version: DatasetVersion, taken: set[str], parent: QWidget) -> None:
        """``taken``: names of the splits that the version has."""
        title = self.tr("Split {name} v{number}").format(name=name, number=version.number)
        super().__init__(title, self.tr("Split"), parent, wide=64 * S)
        self._version, self._taken = version, taken
        self._named_by_hand = False
        self.method, self.by, self.name = QComboBox(), QComboBox(), QLineEdit()
        for each in SplitMethod:
            self.method.addItem(method_word(each), each)
        self.kind = Segmented(
            [("parts", self.tr("Train, validation, test")), ("folds", self.tr("Folds"))],
            name=self.tr("Parts"),
        )
        self.validation, self.test, self.folds = IntField(), IntField(), IntField()
        for box, low, high, value in (
            (self.validation, 0, 90, 10),
            (self.test, 1, 90, 10),
            (self.folds, 2, 50, 5),
        ):
            box.setRange(low, high)
            box.setValue(value)
            box.valueChanged.connect(self._update)
        self.validation.setSuffix(" %")
        self.test.setSuffix(" %")
        self.seed = IntField()
        self.seed.setMaximum(2**31 - 1)
        self.explanation = label("", "muted", wrap=True)
        self.explanation.setMinimumHeight(7 * S)
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build()
        self.method.setCurrentIndex(1 if version.columns.target else 0)
        self.method.currentIndexChanged.connect(self._on_method_chosen)
        self.kind.chosen.connect(lambda _: self._update())
        self.name.textEdited.connect(self._on_named)
        self._on_method_chosen()

    def _build(self) -> None:
        for text, field in (
            (self.tr("Method"), self.method),
            (self.tr("Column"), self.by),
            (self.tr("Parts"), self.kind),
            (self.tr("Validation"), self.validation),
            (self.tr("Test"), self.test),
            (self.tr("Folds"), self.folds),
            (self.tr("Seed"), self.seed),
            (self.tr("Name"), self.name),
        ):
            self.add(text, field)
        self.body.addWidget(self.explanation)

    def chosen_method(self) -> SplitMethod:
        return SplitMethod(self.method.currentData())

    def shares(self) -> dict[str, float]:
        if self.kind.key() == "folds":
            return folds(self.folds.value())
        held = {"validation": self.validation.value() / 100, "test": self.test.value() / 100}
        rest = {name: share for name, share in held.items() if share}
        return {"train": round(1 - sum(rest.values()), 6), **rest}

    def _on_named(self) -> None:
        self._named_by_hand = bool(self.name.text())
        self._update()

    def _on_method_chosen(self) -> None:
        chosen = self.chosen_method()
        self.by.clear()
        for column in self._columns(chosen):
            self.by.addItem(column.name, column.name)
        usual = {
            SplitMethod.STRATIFIED: self._version.columns.target,
            SplitMethod.TIME: self._version.columns.timestamp,
        }.get(chosen)
        if usual is not None:
            self.by.setCurrentIndex(max(0, self.by.findData(usual.name)))
        if not self._named_by_hand:
            names = (chosen.value, *(f"{chosen.value}-{i}" for i in range(2, 1000)))
            self.name.setText(next(n for n in names if n not in self._taken))
        self._update()

    def _columns(self, chosen: SplitMethod) -> list[Column]:
        columns = self._version.columns.columns
        kinds = {
            SplitMethod.STRATIFIED: (Kind.CATEGORICAL, Kind.BOOLEAN, Kind.NUMERIC),
            SplitMethod.TIME: (Kind.DATETIME, Kind.NUMERIC),
            SplitMethod.GROUP: tuple(Kind),
        }.get(chosen, ())
        return [c for c in columns if c.kind in kinds]

    def _update(self) -> None:
        chosen, is_folds = self.chosen_method(), self.kind.key() == "folds"
        self.form.setRowVisible(self.by, chosen is not SplitMethod.RANDOM)
        self.form.setRowVisible(self.validation, not is_folds)
        self.form.setRowVisible(self.test, not is_folds)
        self.form.setRowVisible(self.folds, is_folds)
        self.form.setRowVisible(self.seed, chosen is not SplitMethod.TIME)
        problem = self._problem(chosen)
        self.explanation.setText(problem or self._explain(chosen))
        self.go.setEnabled(not problem)

    def _problem(self, chosen: SplitMethod) -> str:
        if chosen is not SplitMethod.RANDOM and not self.by.count():
            return self.tr("No column of this version is of a kind that fits.")
        if self.shares().get("train", 1) <= 0:
            return self.tr("Nothing is left to learn from.")
        if not self.name.text().strip():
            return self.tr("Give the split a name.")
        if self.name.text().strip() in self._taken:
            return self.tr("This version has a split of this name already.")
        return ""

    def _explain(self, chosen: SplitMethod) -> str:
        what = {
            SplitMethod.RANDOM: self.tr("Each row falls by lot."),
            SplitMethod.STRATIFIED: self.tr("Each class has its share in every part."),
            SplitMethod.TIME: self.tr("The oldest rows come first, the newest are the last part."),
            SplitMethod.GROUP: self.tr("Rows with one value of the column are all in one part."),
        }[chosen]
        sizes = ", ".join(
            f"{name} {words.rows(round(share * self._version.rows))}" for name, share in self.shares().items()
        )
        if self.kind.key() == "folds":
            sizes = self.tr("{n} parts of about {rows}").format(
                n=self.folds.value(), rows=words.rows(round(self._version.rows / self.folds.value()))
            )
        return self.tr("{what} About: {sizes}. The parts are stored with the version.").format(
            what=what, sizes=sizes
        )

    def accept(self) -> None:
        self.confirmed.emit(self._asked(self.chosen_method()))
        super().accept()

    def _asked(self, chosen: SplitMethod) -> dict[str, Any]:
        return {
            "method": chosen.value,
            "shares": self.shares(),
            "by": "" if chosen is SplitMethod.RANDOM else self.by.currentData(),
            "seed": 0 if chosen is SplitMethod.TIME else self.seed.value(),
            "name": self.name.text().strip(),
        }
