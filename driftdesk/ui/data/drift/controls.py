"""What is compared with what, and by whom: the row above a drift analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from driftdesk.core.entities import Dataset, DatasetVersion, DriftReport
from driftdesk.core.settings import BUILT_IN
from driftdesk.ui.data import words
from driftdesk.ui.data.drift.services import ServicePicker
from driftdesk.ui.data.drift.thresholds import preset_title
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, button, label

_FILE = -1


@dataclass(frozen=True)
class Sides:
    """What the controls say. ``file`` is set where the current side is a file and not a version."""

    reference: int | None
    current: int | None
    file: Path | None
    exact: bool
    service: str

    @property
    def current_label(self) -> str:
        return self.file.name if self.file else f"v{self.current}" if self.current else "?"

    def are_of(self, report: DriftReport) -> bool:
        """Whether ``report`` compared these sides."""
        if report.reference.version != self.reference:
            return False
        if self.file is not None:
            return report.current.file == self.file.name
        return report.current.version == self.current


class DriftControls(QWidget):
    sides_changed = Signal()
    analyse_asked = Signal()
    thresholds_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._file: Path | None = None
        self._before = 0
        self._ready = self._busy = False
        self._labels = [label("", "muted") for _ in range(3)]
        self.reference, self.current, self.service = QComboBox(), QComboBox(), ServicePicker()
        self.reference.activated.connect(lambda _i: self.sides_changed.emit())
        self.current.activated.connect(self._on_current_chosen)
        for combo in (self.reference, self.current):
            combo.setMinimumWidth(14 * S)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(11)
        self.basis = Segmented()
        self.service.currentIndexChanged.connect(
            lambda _i: self.basis.setEnabled(self.service.currentData() in (None, BUILT_IN))
        )
        self.thresholds = button("", "", "policy")
        self.thresholds.setCheckable(True)
        self.thresholds.toggled.connect(self.thresholds_toggled)
        self._preset = "default"
        self.analyse = button("", "primary", "analyse")
        self.analyse.clicked.connect(self.analyse_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S + 2, 2 * S, S + 2)
        row.setSpacing(S)
        row.addWidget(self._labels[0])
        row.addWidget(self.reference)
        row.addSpacing(S)
        row.addWidget(self._labels[1])
        row.addWidget(self.current)
        row.addSpacing(S)
        row.addWidget(self._labels[2])
        row.addWidget(self.basis)
        row.addWidget(self.service)
        row.addWidget(self.thresholds)
        row.addStretch(1)
        row.addWidget(self.analyse)
        self.service.hide()

    def clear(self) -> None:
        self._file = None
        self.reference.clear()
        self.current.clear()
        self.set_busy(False)

    @property
    def has_versions(self) -> bool:
        return self.reference.count() > 0

    @property
    def is_ready(self) -> bool:
        """Whether the sides can be compared now."""
        return self._ready and not self._busy

    def show_versions(self, dataset: Dataset, versions: Sequence[DatasetVersion]) -> None:
        """Offer the versions, newest first; what was chosen stays."""
        for combo in (self.reference, self.current):
            chosen = combo.currentData()
            combo.clear()
            for version in versions:
                combo.addItem(words.version_label(dataset, version.number), version.number)
            if combo is self.current:
                combo.insertSeparator(combo.count())
                combo.addItem(self._file.name if self._file else self.tr("A file…"), _FILE)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def sides(self) -> Sides:
        is_file = self.current.currentData() == _FILE
        return Sides(
            self.reference.currentData(),
            None if is_file else self.current.currentData(),
            self._file if is_file else None,
            self.basis.key() == "rows",
            self.service.currentData() or BUILT_IN,
        )

    def set_sides(self, reference: int | None, current: int | None, file: str | None = None) -> None:
        """Choose without announcing it. ``file`` names one that was compared before."""
        self.reference.setCurrentIndex(max(0, self.reference.findData(reference)))
        if file is not None and current is None:
            if self._file is None or self._file.name != file:
                self._file = Path(file)
            self.current.setItemText(self.current.findData(_FILE), file)
            self.current.setCurrentIndex(self.current.findData(_FILE))
        else:
            self.current.setCurrentIndex(max(0, self.current.findData(current)))
        self._before = self.current.currentIndex()
        here = self._file is not None and self._file.is_absolute()
        self.set_ready(here if file is not None else reference != current)

    def set_adjustable(self, adjustable: bool) -> None:
        """Whether there is a report whose thresholds can be tried."""
        self.thresholds.setEnabled(adjustable)
        if not adjustable:
            self.thresholds.setChecked(False)

    def show_preset(self, name: str) -> None:
        """By what the next analyses judge."""
        self._preset = name
        self.thresholds.setText(self.tr("Thresholds: {preset}").format(preset=preset_title(name)))

    def set_ready(self, ready: bool) -> None:
        self._ready = ready
        self.analyse.setEnabled(self.is_ready)

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.analyse.setEnabled(self.is_ready)

    def _on_current_chosen(self, index: int) -> None:
        if self.current.itemData(index) != _FILE:
            self._before = index
            self.sides_changed.emit()
            return
        dialog = QFileDialog(self, self.tr("Compare with a file"))
        dialog.setNameFilter(self.tr("Data") + " (*.csv *.tsv *.txt *.json *.jsonl *.ndjson *.parquet *.gz)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.compare_with_file(Path(path)))
        dialog.rejected.connect(lambda: self.current.setCurrentIndex(self._before))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def compare_with_file(self, path: Path) -> None:
        """Make a file the current side."""
        self._file = path
        at = self.current.findData(_FILE)
        self.current.setItemText(at, path.name)
        self.current.setCurrentIndex(at)
        self._before = at
        self.sides_changed.emit()

    def retranslate(self) -> None:
        for made, text in zip(
            self._labels, (self.tr("Reference"), self.tr("Current"), self.tr("By")), strict=True
        ):
            made.setText(text)
        self.reference.setAccessibleName(self.tr("Reference"))
        self.current.setAccessibleName(self.tr("Current"))
        self.service.setAccessibleName(self.tr("Detection service"))
        self.basis.setAccessibleName(self.tr("Computed from"))
        self.basis.set_options([("profile", self.tr("Profile")), ("rows", self.tr("Rows"))])
        self.basis.button("profile").setToolTip(
            self.tr("From stored statistics: fast, whatever the number of rows")
        )
        self.basis.button("rows").setToolTip(self.tr("From every row: exact"))
        self.analyse.setText(self.tr("Analyse"))
        self.thresholds.setToolTip(self.tr("What makes a verdict: try other thresholds and presets"))
        self.show_preset(self._preset)
        if self._file is None and (at := self.current.findData(_FILE)) >= 0:
            self.current.setItemText(at, self.tr("A file…"))
