"""One line below the header that says something and offers one thing to do about it."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, icon_button, label


class NoticeBar(QFrame):
    def __init__(self, mark: Literal["info", "warning"] = "warning") -> None:
        super().__init__()
        self.setProperty("area", "window")
        self._run: Callable[[], object] = lambda: None
        sign = QLabel()
        colour = "warning" if mark == "warning" else "muted"
        sign.setPixmap(icon(mark, colour).pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self._text = label("", wrap=True)
        self.act = button("")
        self.act.clicked.connect(self._on_act)
        close = icon_button("close", self.tr("Close"))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S // 2, 2 * S, S // 2)
        row.setSpacing(S)
        row.addWidget(sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.act)
        row.addWidget(close)
        self.hide()

    def offer(self, text: str, action: str, run: Callable[[], object]) -> None:
        self._text.setText(text)
        self.act.setText(action)
        self._run = run
        self.show()

    def _on_act(self) -> None:
        self._run()
