"""The row below a list that comes page by page: which part is shown, and the way to the others."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import icon_button, label

SIZES = (20, 50, 100)


class Pager(QWidget):
    """``changed`` when another part is wanted: ``offset`` and ``limit``."""

    changed = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.offset = 0
        self._total = 0
        self.limits = QComboBox()
        for size in SIZES:
            self.limits.addItem("", size)
        self.limits.setCurrentIndex(SIZES.index(limit) if limit in SIZES else 1)
        self.limits.currentIndexChanged.connect(self._on_limit_changed)
        self._where = label("", "muted")
        self.back, self.forward = icon_button("previous", ""), icon_button("next", "")
        self.back.clicked.connect(lambda: self._go(self.offset - self.limit))
        self.forward.clicked.connect(lambda: self._go(self.offset + self.limit))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S // 2, 3 * S, S // 2)
        row.setSpacing(S)
        row.addWidget(self._where)
        row.addStretch(1)
        for widget in (self.back, self.forward, self.limits):
            row.addWidget(widget)
        self.retranslate()

    @property
    def limit(self) -> int:
        return int(self.limits.currentData())

    def to_start(self) -> None:
        """Begin anew, without announcing it."""
        self.offset = 0

    def show_total(self, total: int) -> None:
        """How many there are in all."""
        self._total = total
        last = min(self.offset + self.limit, total)
        first = min(self.offset + 1, total)
        self._where.setText(
            self.tr("{first}–{last} of {total}").format(
                first=figures.count(first), last=figures.count(last), total=figures.count(total)
            )
        )
        self.back.setEnabled(self.offset > 0)
        self.forward.setEnabled(last < total)

    def _go(self, offset: int) -> None:
        self.offset = max(0, offset)
        self.changed.emit()

    def _on_limit_changed(self) -> None:
        self.offset = self.offset // self.limit * self.limit
        self.changed.emit()

    def retranslate(self) -> None:
        for at, size in enumerate(SIZES):
            self.limits.setItemText(at, self.tr("{n} a page").format(n=size))
        self.limits.setAccessibleName(self.tr("Datasets a page"))
        for made, tip in ((self.back, self.tr("Page before")), (self.forward, self.tr("Next page"))):
            made.setToolTip(tip)
            made.setAccessibleName(tip)
        self.show_total(self._total)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
