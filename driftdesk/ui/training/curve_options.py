"""How curves are looked at: along what, on which scales, how smooth. Remembered, for the live run and for runs compared."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from driftdesk.core.training.curves import SMOOTHINGS
from driftdesk.ui.plots.zoom import Scale
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import Segmented
from driftdesk.ui.workspace import Workspace

DEFAULT_SMOOTHING = 0.02


class CurveOptions(QWidget):
    """``scale()`` and ``smoothing()``: a share of the longest run, 0 for none; ``changed`` when one of them is another."""

    changed = Signal()

    def __init__(self, workspace: Workspace, key: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._key = key
        self._axis = Segmented()
        self._log_x, self._log_y = QToolButton(), QToolButton()
        for box in (self._log_x, self._log_y):
            box.setCheckable(True)
        self._smoothing = QComboBox()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for widget in (self._axis, self._log_x, self._log_y, self._smoothing):
            row.addWidget(widget)
        self.retranslate()
        self._restore()
        self._axis.chosen.connect(self._on_changed)
        self._log_x.toggled.connect(self._on_changed)
        self._log_y.toggled.connect(self._on_changed)
        self._smoothing.currentIndexChanged.connect(self._on_changed)

    def scale(self) -> Scale:
        return Scale(self._axis.key() or "step", self._log_x.isChecked(), self._log_y.isChecked())

    def smoothing(self) -> float:
        return float(self._smoothing.currentData() or 0.0)

    def set_smoothing(self, share: float) -> None:
        self._smoothing.setCurrentIndex(max(0, self._smoothing.findData(share)))

    def set_scale(self, scale: Scale) -> None:
        self._axis.set_key(scale.axis)
        self._log_x.setChecked(scale.log_x)
        self._log_y.setChecked(scale.log_y)
        self._on_changed()

    def _restore(self) -> None:
        kept = self._workspace.state(self._key, {})
        kept = kept if isinstance(kept, dict) else {}
        self._axis.set_key(str(kept.get("axis", "step")))
        self._log_x.setChecked(bool(kept.get("log_x")))
        self._log_y.setChecked(bool(kept.get("log_y")))
        self.set_smoothing(kept.get("smoothing", DEFAULT_SMOOTHING))

    def _on_changed(self) -> None:
        scale = self.scale()
        self._log_x.setEnabled(scale.axis != "clock")
        self._workspace.remember(
            self._key,
            {"axis": scale.axis, "log_x": scale.log_x, "log_y": scale.log_y, "smoothing": self.smoothing()},
        )
        self.changed.emit()

    def retranslate(self) -> None:
        self._axis.setAccessibleName(self.tr("Along"))
        self._axis.set_options(
            [
                ("step", self.tr("Step")),
                ("epoch", self.tr("Epoch")),
                ("time", self.tr("Time")),
                ("clock", self.tr("Clock")),
            ]
        )
        for key, tip in (
            ("step", self.tr("Steps since the run began")),
            ("epoch", self.tr("Epochs since the run began")),
            ("time", self.tr("Time since the run began")),
            ("clock", self.tr("Date and time (UTC)")),
        ):
            self._axis.button(key).setToolTip(tip)
        for box, text, tip in (
            (self._log_x, self.tr("log x"), self.tr("Logarithmic x axis")),
            (self._log_y, self.tr("log y"), self.tr("Logarithmic y axis; what is not positive leaves a gap")),
        ):
            box.setText(text)
            box.setToolTip(tip)
            box.setAccessibleName(tip)
        chosen = max(0, self._smoothing.currentIndex())
        self._smoothing.blockSignals(True)
        self._smoothing.clear()
        for share in SMOOTHINGS:
            text = self.tr("Smooth {n} %").format(n=f"{100 * share:g}") if share else self.tr("Not smoothed")
            self._smoothing.addItem(text, share)
        self._smoothing.setCurrentIndex(chosen)
        self._smoothing.blockSignals(False)
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setToolTip(
            self.tr(
                "An exponential mean over this share of the run's steps, from all points. "
                "It does not change with how often a run recorded."
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
