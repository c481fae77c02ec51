"""How a timeline is made: what its chunks are, and what they are compared with."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QSpinBox, QWidget

from driftdesk.core.drift.timeline.spec import PERIODS, SEASONS
from driftdesk.core.entities import Progress
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, label

VERSION = "version"
_SIDE, _FIRST, _ROLLING = "side", "first", "rolling"
"""Against the panel's reference, against chunks of its own, against those just before."""


@dataclass(frozen=True)
class TimelineAsk:
    """As ``desk.make_timeline`` takes it."""

    every: str = VERSION
    against: str = "pinned"
    reference: str = ""

    @property
    def is_live(self) -> bool:
        """It is computed from stored profiles at once, and needs no job."""
        return self.every == VERSION and self.against == "pinned"


class TimelineBar(QWidget):
    """``changed``: something else is asked for. ``run_asked``, ``stop_asked``: the buttons."""

    changed = Signal()
    run_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._labels = [label("", "muted") for _ in range(2)]
        self.every, self.against = QComboBox(), QComboBox()
        for combo in (self.every, self.against):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.count, self.chunks = QSpinBox(), QSpinBox()
        self.count.setRange(2, 100_000_000)
        self.count.setGroupSeparatorShown(True)
        for number in (self.count, self.chunks):
            number.setFixedWidth(11 * S)
        self.chunks.setRange(0, 10_000)
        self._sizes = {"rows": 5_000, "parts": 20}
        self._first, self._rolling = 0, 4
        self._reference = 0
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(14 * S)
        self.run, self.stop = button("", "", "timeline"), button("", "quiet", "stop")
        self.run.clicked.connect(self.run_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.every.activated.connect(self._on_every)
        self.against.activated.connect(lambda _i: self._settle_and_tell())
        self.count.editingFinished.connect(self._on_number)
        self.chunks.editingFinished.connect(self._on_number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for part in (
            self._labels[0],
            self.every,
            self.count,
            self._labels[1],
            self.against,
            self.chunks,
            self.run,
            self._progress,
            self.stop,
        ):
            row.addWidget(part)
        self.show_running(None)
        self.retranslate()

    def ask(self) -> TimelineAsk:
        every, against = self.every.currentData() or VERSION, self.against.currentData() or _SIDE
        unit = f"{every}:{self.count.value()}" if every in self._sizes else every
        if against == _SIDE:
            return TimelineAsk(unit, "pinned", f"v{self._reference}")
        if against == _FIRST:
            first = self.chunks.value()
            return TimelineAsk(unit, "pinned", f"chunks:1-{first}" if first else "")
        if against == _ROLLING:
            return TimelineAsk(unit, f"rolling:{max(1, self.chunks.value())}", "")
        return TimelineAsk(unit, against, "")

    def set_reference(self, number: int) -> None:
        """The version that is the panel's reference now."""
        self._reference = number
        if (at := self.against.findData(_SIDE)) >= 0:
            self.against.setItemText(at, self._against_word(_SIDE))

    def state(self) -> dict[str, Any]:
        """What is chosen, to be remembered."""
        return {
            "every": self.every.currentData(),
            "against": self.against.currentData(),
            "sizes": self._sizes,
            "first": self._first,
            "rolling": self._rolling,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Choose what was remembered; what does not fit is left as it is."""
        sizes = state.get("sizes", {})
        self._sizes = {k: int(sizes.get(k, v)) for k, v in self._sizes.items()}
        self._first, self._rolling = int(state.get("first", 0)), int(state.get("rolling", 4))
        self.every.setCurrentIndex(max(0, self.every.findData(state.get("every"))))
        self._settle()
        self.against.setCurrentIndex(max(0, self.against.findData(state.get("against"))))
        self._settle()

    def show_running(self, progress: Progress | None) -> None:
        """How far the job is; None: there is none."""
        running = progress is not None
        self._progress.setVisible(running)
        self.stop.setVisible(running)
        for part in (self.every, self.against, self.count, self.chunks, self.run):
            part.setEnabled(not running)
        if progress is not None:
            self._progress.setRange(0, 1000 if progress.total else 0)
            self._progress.setValue(round(1000 * progress.done / progress.total) if progress.total else 0)

    def offer_run(self, offered: bool) -> None:
        """Whether there is something to be made."""
        self.run.setVisible(offered)

    def _on_every(self, _index: int) -> None:
        self._settle_and_tell()

    def _on_number(self) -> None:
        every = self.every.currentData()
        if every in self._sizes:
            self._sizes[every] = self.count.value()
        if self.against.currentData() == _ROLLING:
            self._rolling = max(1, self.chunks.value())
        elif self.against.currentData() == _FIRST:
            self._first = self.chunks.value()
        self.changed.emit()

    def _settle_and_tell(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """Show the parts that go with what is chosen."""
        every = self.every.currentData() or VERSION
        self._offer_against(every)
        against = self.against.currentData()
        self.count.setVisible(every in self._sizes)
        if every in self._sizes:
            self.count.setRange(2, 10_000 if every == "parts" else 100_000_000)
            self.count.setValue(self._sizes[every])
        is_first = against == _FIRST
        self.chunks.setVisible(against in (_ROLLING, _FIRST))
        self.chunks.setSpecialValueText(self.tr("a tenth") if is_first else "")
        self.chunks.setMinimum(0 if is_first else 1)
        self.chunks.setValue(self._first if is_first else self._rolling)

    def _offer_against(self, every: str) -> None:
        """Only what goes together with the chunks: seasons are of periods."""
        period = every.removeprefix("period:")
        seasons = [f"seasonal:{name}" for name, periods in SEASONS.items() if period in periods]
        pinned = [_SIDE] if every == VERSION else [_FIRST, _SIDE]
        offered = [*pinned, _ROLLING, "expanding", *seasons]
        before = [self.against.itemData(i) for i in range(self.against.count())]
        if before == offered:
            return
        chosen = self.against.currentData()
        if chosen == _SIDE and _FIRST not in before:
            chosen = _FIRST  # rows are compared with the first of them, unless one says otherwise
        self.against.clear()
        for key in offered:
            self.against.addItem(self._against_word(key), key)
        self.against.setCurrentIndex(max(0, self.against.findData(chosen)))

    def _against_word(self, key: str) -> str:
        return {
            _SIDE: f"v{self._reference}",
            _FIRST: self.tr("the first ones"),
            _ROLLING: self.tr("the last ones before"),
            "expanding": self.tr("all before"),
            "seasonal:day": self.tr("a day before"),
            "seasonal:week": self.tr("a week before"),
            "seasonal:year": self.tr("a year before"),
        }[key]

    def retranslate(self) -> None:
        words = {
            VERSION: self.tr("version"),
            "rows": self.tr("rows"),
            "parts": self.tr("parts"),
            "period:hour": self.tr("hour"),
            "period:day": self.tr("day"),
            "period:week": self.tr("week"),
            "period:month": self.tr("month"),
            "period:quarter": self.tr("quarter"),
            "period:year": self.tr("year"),
        }
        _say(
            self.every,
            [(key, words[key]) for key in (VERSION, "rows", "parts", *map("period:{}".format, PERIODS))],
        )
        for i in range(self.against.count()):
            self.against.setItemText(i, self._against_word(self.against.itemData(i)))
        self._labels[0].setText(self.tr("Every"))
        self._labels[1].setText(self.tr("against"))
        self.every.setAccessibleName(self.tr("What the points of the timeline are"))
        self.against.setAccessibleName(self.tr("What points are compared with"))
        self.count.setAccessibleName(self.tr("Rows of a chunk, or number of parts"))
        self.chunks.setAccessibleName(self.tr("Number of chunks of the reference"))
        self.run.setText(self.tr("Make"))
        self.stop.setText(self.tr("Stop"))
        self._settle()


def _say(combo: QComboBox, options: list[tuple[str, str]]) -> None:
    """Offer these, or say them anew."""
    if combo.count() == len(options):
        for i, (_, text) in enumerate(options):
            combo.setItemText(i, text)
        return
    for key, text in options:
        combo.addItem(text, key)
