"""Short messages at the lower right that go by themselves."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from driftdesk.ui.notifications import Notice
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button, icon_button, label

SHOWN_MS = {"error": 14_000, "warning": 10_000, "success": 5_000, "info": 5_000}
MOST = 3
WIDTH = 380
NOTICE_ICONS = {"error": "error", "warning": "warning", "success": "success", "info": "info"}
NOTICE_COLOURS = {"error": "critical", "warning": "warning", "success": "none", "info": "accent"}


class Toast(QFrame):
    """One notice. ``details_asked`` carries it when the user wants more."""

    details_asked = Signal(object)
    closed = Signal()

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setObjectName("toast")
        self.setFixedWidth(WIDTH)
        picture = QLabel()
        glyph = icon(NOTICE_ICONS[notice.kind], NOTICE_COLOURS[notice.kind])
        picture.setPixmap(glyph.pixmap(QSize(18, 18), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        text = label(notice.text, "heading" if notice.hint else "", wrap=True)
        words.addWidget(text)
        if notice.hint:
            words.addWidget(label(notice.hint, "muted", wrap=True))
        if notice.details or notice.link:
            more = button(self.tr("Details") if notice.details else self.tr("Show"), "link")
            more.clicked.connect(lambda: self.details_asked.emit(self.notice))
            words.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        close = icon_button("close", self.tr("Close"))
        close.setIconSize(QSize(14, 14))
        close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(S + 4, S + 2, S, S + 2)
        row.setSpacing(S + 2)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{notice.text} {notice.hint}")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.closed)
        self._timer.start(SHOWN_MS[notice.kind])

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SHOWN_MS[self.notice.kind] // 2)


class Toasts(QObject):
    """Stacks toasts over a window's lower right corner, newest lowest, at most three. ``details_asked`` carries a
    Notice."""

    details_asked = Signal(object)

    def __init__(self, window: QWidget, bottom: int) -> None:
        """``bottom``: pixels to leave free at the lower edge."""
        super().__init__(window)
        self._window = window
        self._bottom = bottom
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    def show_notice(self, notice: Notice) -> None:
        toast = Toast(notice, self._window)
        toast.closed.connect(lambda: self._remove(toast))
        toast.details_asked.connect(self.details_asked)
        toast.details_asked.connect(lambda _: self._remove(toast))
        self._toasts.append(toast)
        for old in self._toasts[:-MOST]:
            self._remove(old)
        toast.show()
        self._place()

    def toasts(self) -> list[Toast]:
        return list(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - self._bottom - S
        for toast in reversed(self._toasts):
            height = toast.heightForWidth(WIDTH) if toast.hasHeightForWidth() else toast.sizeHint().height()
            toast.resize(WIDTH, height)
            toast.move(self._window.width() - WIDTH - 2 * S, bottom - height)
            toast.raise_()
            bottom -= height + S
