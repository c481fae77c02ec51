"""Recomposing a training version: from which two versions, by which recipe, and what comes out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QWidget

from driftdesk.core.entities import ROW_ID, DatasetVersion, Recipe, ReplayRecipe, WindowRecipe
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.state import DatasetFacts
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, label
from driftdesk.ui.widgets.fields import IntField, NumberField
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk


@dataclass(frozen=True)
class RowCounts:
    """Rows of the current version that the reference lacks, and old rows that may be drawn."""

    new: int
    old: int


def count_rows(desk: "Desk", reference: DatasetVersion, current: DatasetVersion) -> RowCounts:
    """Compare row ids; runs in a thread. Where the versions share no row, all of the reference's are the old ones."""
    import numpy as np

    def ids(version: DatasetVersion) -> Any:
        return desk.tables.read(version, [], with_row_ids=True).column(ROW_ID).to_numpy()

    old, here = ids(reference), ids(current)
    shared = int(np.isin(here, old, assume_unique=True).sum())
    return RowCounts(len(here) - shared, shared or len(old))


def drawn(counts: RowCounts, new_ratio: float) -> int:
    """How many old rows a replay draws, so that the new ones are ``new_ratio`` of all."""
    return min(counts.old, round(counts.new * (1 - new_ratio) / new_ratio))


class RecomposeDialog(FormDialog):
    """``confirmed`` carries (recipe, reference, current)."""

    confirmed = Signal(object, int, int)

    def __init__(self, workspace: Workspace, facts: DatasetFacts, current: int, parent: QWidget) -> None:
        title = self.tr("Recompose {name}").format(name=facts.dataset.name)
        super().__init__(title, self.tr("Recompose"), parent, wide=70 * S)
        self._workspace, self._facts = workspace, facts
        self._counts: RowCounts | None = None
        self._asked = 0
        self.reference, self.current = QComboBox(), QComboBox()
        for combo, chosen in ((self.reference, facts.reference), (self.current, current)):
            for version in facts.versions:
                combo.addItem(words.version_label(facts.dataset, version.number), version.number)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))
            combo.activated.connect(self._count)
        self.kind = Segmented(
            [("replay", self.tr("New rows with replay")), ("window", self.tr("Recent window"))],
            name=self.tr("Recipe"),
        )
        self.kind.chosen.connect(lambda _k: self._update())
        self.ratio = QSlider(Qt.Orientation.Horizontal)
        self.ratio.setRange(5, 100)
        self.ratio.setValue(50)
        self.ratio.setAccessibleName(self.tr("Share of new rows, per cent"))
        self.ratio.valueChanged.connect(self._update)
        self._ratio_text = label("")
        self._ratio_text.setFixedWidth(6 * S)
        self.rows = IntField()
        self.rows.setRange(1, 2_000_000_000)
        self.rows.setGroupSeparatorShown(True)
        self.rows.setAccessibleName(self.tr("Rows of the window"))
        latest = facts.version(current)
        self.rows.setValue(max(1, (latest.rows if latest else 1000)))
        self.rows.valueChanged.connect(self._update)
        self.new_weight, self.half_life = NumberField(0.01, 1000.0, logarithmic=True), IntField()
        self.new_weight.setValue(1.0)
        self.new_weight.setAccessibleName(self.tr("Weight of new rows in training"))
        self.half_life.setRange(0, 100_000)
        self.half_life.setSpecialValueText(self.tr("age does not matter"))
        self.half_life.setSuffix(self.tr(" days"))
        self.half_life.setAccessibleName(self.tr("Days after which a row weighs half"))
        self.explanation = label("", wrap=True)
        self.explanation.setMinimumHeight(9 * S)
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build()
        self._count()

    def _build(self) -> None:
        self._ratio_row, self._rows_row = QWidget(), QWidget()
        across = QHBoxLayout(self._ratio_row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.ratio, 1)
        across.addWidget(self._ratio_text)
        across = QHBoxLayout(self._rows_row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.rows)
        across.addStretch(1)
        for text, field in (
            (self.tr("Reference"), self.reference),
            (self.tr("Current"), self.current),
            (self.tr("Recipe"), self.kind),
            (self.tr("New rows"), self._ratio_row),
            (self.tr("Rows"), self._rows_row),
            (self.tr("New rows weigh"), self.new_weight),
            (self.tr("Rows weigh half after"), self.half_life),
        ):
            self.add(text, field)
        self.body.addWidget(self.explanation)

    def recipe(self) -> Recipe:
        weight, half_life = self.new_weight.value(), float(self.half_life.value()) or None
        if self.kind.key() == "window":
            return WindowRecipe(rows=self.rows.value(), new_weight=weight, half_life=half_life)
        return ReplayRecipe(new_ratio=self.ratio.value() / 100, new_weight=weight, half_life=half_life)

    def _count(self) -> None:
        self._counts = None
        self._asked += 1
        self._update()
        reference = self._facts.version(self.reference.currentData())
        current = self._facts.version(self.current.currentData())
        if reference and current and reference.number != current.number:
            self._workspace.tasks.start(self._read_counts(self._asked, reference, current), owner=self)

    async def _read_counts(self, asked: int, reference: DatasetVersion, current: DatasetVersion) -> None:
        found = await self._workspace.tasks.call(count_rows, self._workspace.desk, reference, current)
        if asked == self._asked:
            self._counts = found
            self._update()

    def _update(self) -> None:
        replay = self.kind.key() != "window"
        self.form.setRowVisible(self._ratio_row, replay)
        self.form.setRowVisible(self._rows_row, not replay)
        self._ratio_text.setText(f"{self.ratio.value()} %")
        same = self.reference.currentData() == self.current.currentData()
        self.explanation.setText(self._explain(replay, same))
        counts = self._counts
        self.go.setEnabled(not same and counts is not None and (counts.new > 0 or not replay))

    def _explain(self, replay: bool, same: bool) -> str:
        if same:
            return self.tr("Reference and current are the same version: nothing is new.")
        counts = self._counts
        if counts is None:
            return self.tr("Counting rows…")
        old, new = f"v{self.reference.currentData()}", f"v{self.current.currentData()}"
        if not replay:
            total = counts.new + counts.old
            return self.tr("The {n} most recent of {total} rows of {old} and {new}.").format(
                n=figures.count(min(self.rows.value(), total)), total=figures.count(total), old=old, new=new
            )
        if not counts.new:
            return self.tr("No row of {new} is new since {old}.").format(new=new, old=old)
        taken = drawn(counts, self.ratio.value() / 100)
        lines = [
            self.tr("{n} rows: all {new} new ones of {current}, and {drawn} of the {old} old ones, drawn so that the "
                    "shares of the target stay.").format(
                n=figures.count(counts.new + taken),
                new=figures.count(counts.new),
                current=new,
                drawn=figures.count(taken),
                old=figures.count(counts.old),
            )
        ]  # fmt: skip
        share = counts.new / (counts.new + taken)
        if share > self.ratio.value() / 100 + 0.005:
            lines.append(
                self.tr("There are no more old rows: the new ones are {share} of all.").format(
                    share=figures.percent(share)
                )
            )
        return "\n".join(lines)

    def accept(self) -> None:
        self.confirmed.emit(self.recipe(), self.reference.currentData(), self.current.currentData())
        super().accept()
