"""The designed state of a panel that could not do its work."""

import traceback

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from driftdesk.core.errors import DriftDeskError
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button, label


class ErrorView(QWidget):
    """What happened, what to do, the details to copy, and a way to try again (``retried``)."""

    retried = Signal()

    def __init__(self, exc: BaseException | None = None) -> None:
        super().__init__()
        self._details = ""
        self._picture = QLabel()
        self._message = label("", "heading", wrap=True)
        self._hint = label("", "muted", wrap=True)
        for words in (self._message, self._hint):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setMaximumWidth(560)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._retry = button("", "primary", "refresh")
        self._copy = button("", "", "copy")
        self._retry.clicked.connect(self.retried)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._copy)
        buttons.addWidget(self._retry)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 3 * S)
        column.setSpacing(S)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._message, self._hint):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(words, 8)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(S)
        column.addLayout(buttons)
        column.addStretch(3)
        self.retranslate()
        if exc is not None:
            self.show_error(exc)

    def show_error(self, exc: BaseException) -> None:
        known = isinstance(exc, DriftDeskError)
        self._message.setText(
            exc.message
            if isinstance(exc, DriftDeskError)
            else self.tr("Something went wrong in DriftDesk itself.")
        )
        self._hint.setText(exc.hint if isinstance(exc, DriftDeskError) else str(exc))
        self._details = "".join(traceback.format_exception(exc))
        self._picture.setPixmap(icon("error" if not known else "warning-circle", "muted").pixmap(36, 36))
        self.setAccessibleName(self._message.text())

    def retranslate(self) -> None:
        self._retry.setText(self.tr("Try again"))
        self._copy.setText(self.tr("Copy details"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
