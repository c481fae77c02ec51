"""The foot of the import dialog: what went wrong or is worth knowing, how far it is, and the buttons."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, label


class ImportFooter(QWidget):
    import_asked = Signal()
    cancel_asked = Signal()
    background_asked = Signal()
    uploaded = Signal(object)
    """Bytes so far; emitted from the uploading thread."""

    def __init__(self) -> None:
        super().__init__()
        self._total = 0.0
        self.uploaded.connect(self._on_uploaded, Qt.ConnectionType.QueuedConnection)
        self._mark = QLabel()
        self.message = label("", wrap=True)
        self.hint = label("", "muted", wrap=True)
        for made in (self.message, self.hint):
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        self.banner = QFrame()
        across = QHBoxLayout(self.banner)
        across.setContentsMargins(2 * S, S, 2 * S, S)
        across.setSpacing(S)
        across.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(texts, 1)
        self._notes = label("", "caption", wrap=True)
        self._stage = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(26 * S)
        self.cancel, self.background, self.go = (
            button(""),
            button("", "quiet"),
            button("", "primary", "import"),
        )
        self.cancel.clicked.connect(self.cancel_asked)
        self.background.clicked.connect(self.background_asked)
        self.go.clicked.connect(self.import_asked)
        row = QHBoxLayout()
        row.setContentsMargins(2 * S, S + 4, 2 * S, S + 4)
        row.setSpacing(S)
        row.addWidget(self._stage)
        row.addWidget(self._bar)
        row.addWidget(self._notes, 1)
        row.addWidget(self.background)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row)
        self.banner.hide()
        self.set_busy(False)
        self.set_ready(False)
        self.retranslate()

    def show_error(self, error: DriftDeskError, *, mark: Literal["error", "warning"] = "error") -> None:
        """Say the problem and the next step, in the dialog; ``warning``: nothing failed, but something is to be
        chosen."""
        colour = "critical" if mark == "error" else "warning"
        self._mark.setPixmap(icon(mark, colour).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.message.setText(error.message)
        self.hint.setText(error.hint)
        self.hint.setVisible(bool(error.hint))
        self.banner.setAccessibleName(f"{error.message} {error.hint}")
        self.banner.show()

    def clear_error(self) -> None:
        self.banner.hide()

    def show_notes(self, notes: Sequence[str]) -> None:
        self._notes.setText("  ·  ".join(notes))

    def set_ready(self, ready: bool) -> None:
        self.go.setEnabled(ready)

    def set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._stage.setVisible(busy)
        self._notes.setVisible(not busy)
        self.background.setVisible(False)

    def offer_background(self) -> None:
        self.background.setVisible(True)

    def show_progress(self, stage: str, done: float, total: float, pace: str = "") -> None:
        """``total`` 0: unknown. ``pace``: how fast, and how long still."""
        self._total = total
        self._stage.setText(" · ".join(filter(None, (stage, pace))))
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(round(1000 * min(done / total, 1.0)))

    def _on_uploaded(self, done: int) -> None:
        if self._total:
            self._bar.setValue(round(1000 * min(done / self._total, 1.0)))
            self._bar.setToolTip(figures.byte_count(done))

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.background.setText(self.tr("Go on in the background"))
        self.go.setText(self.tr("Import"))
