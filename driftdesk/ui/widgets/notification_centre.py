"""What was said lately, to read again: opened by the bell."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from driftdesk.ui.durations import ago
from driftdesk.ui.notifications import Notice, Notifications
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import EmptyState, button, label, line
from driftdesk.ui.widgets.overlay import Overlay
from driftdesk.ui.widgets.toast import NOTICE_COLOURS, NOTICE_ICONS

WIDTH = 420
MOST = 50


class NotificationCentre(Overlay):
    """Newest first. ``link_pressed`` carries ``(kind, id)``."""

    link_pressed = Signal(str, str)

    def __init__(self, window: QWidget, notifications: Notifications) -> None:
        super().__init__(window, "centreBox")
        self._notifications = notifications
        self._heading = label("", "heading")
        self._clear = button("", "quiet")
        self._clear.clicked.connect(self._on_cleared)
        head = QHBoxLayout()
        head.setContentsMargins(2 * S, S, S, S)
        head.addWidget(self._heading, 1)
        head.addWidget(self._clear)
        self._empty = EmptyState("bell", "")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._scroll, 1)
        column.addWidget(self._empty, 1)
        self.retranslate()

    def open(self) -> None:
        self._fill()
        super().open()
        self._notifications.mark_read()
        self._clear.setFocus()

    def place(self) -> None:
        height = min(self.height() - 120, 560)
        self.box.setGeometry(self.width() - WIDTH - S, 52, WIDTH, height)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Notifications"))
        self._clear.setText(self.tr("Clear all"))
        self._empty.set_texts(
            self.tr("Nothing to report"), self.tr("Errors and finished work will stand here.")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        notices = self._notifications.notices[:MOST]
        self._scroll.setVisible(bool(notices))
        self._empty.setVisible(not notices)
        self._clear.setEnabled(bool(notices))
        inside = QWidget()
        inside.setProperty("area", "list")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for notice in notices:
            column.addWidget(self._entry(notice))
            column.addWidget(line())
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _entry(self, notice: Notice) -> QWidget:
        entry = QWidget()
        picture = QLabel()
        glyph = icon(NOTICE_ICONS[notice.kind], NOTICE_COLOURS[notice.kind])
        picture.setPixmap(glyph.pixmap(QSize(18, 18), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(notice.text, "heading" if notice.hint else "", wrap=True))
        if notice.hint:
            words.addWidget(label(notice.hint, "muted", wrap=True))
        foot = QHBoxLayout()
        foot.setSpacing(S + 4)
        foot.addWidget(label(ago(notice.at), "caption"))
        if notice.error_id:
            error_id = label(notice.error_id, "caption")
            error_id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            foot.addWidget(error_id)
        foot.addStretch(1)
        if notice.link:
            kind, thing_id = notice.link
            show = button(self.tr("Show"), "link")
            show.clicked.connect(lambda: self._on_link(kind, thing_id))
            foot.addWidget(show)
        if notice.details:
            copy = button(self.tr("Copy details"), "link")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(notice.details))
            foot.addWidget(copy)
        words.addLayout(foot)
        row = QHBoxLayout(entry)
        row.setContentsMargins(2 * S, S + 4, 2 * S, S)
        row.setSpacing(S + 4)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return entry

    def _on_link(self, kind: str, thing_id: str) -> None:
        self.dismiss()
        self.link_pressed.emit(kind, thing_id)

    def _on_cleared(self) -> None:
        self._notifications.clear()
        self._fill()
