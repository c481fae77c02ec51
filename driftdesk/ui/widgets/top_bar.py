"""The bar at the top: name, tabs, the way to search and run, the connection, the bell, the menu."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton

from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import app_icon, icon, paint_glyph
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font
from driftdesk.ui.widgets.basics import icon_button

HEIGHT = 52


class SearchButton(QToolButton):
    """Looks like a field, opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setFixedHeight(32)
        self.setMinimumWidth(200)
        self.setMaximumWidth(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shortcut = ""

    def set_texts(self, text: str, shortcut: str) -> None:
        self.setText(text)
        self._shortcut = shortcut
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(340, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QColor(c.accent if focused else c.border if self.underMouse() else c.line))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(box, 6, 6)
        paint_glyph(painter, QRectF(10, 8, 16, 16), "search", QColor(c.muted))
        painter.setPen(QColor(c.muted))
        painter.setFont(ui_font(BODY))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(34, 0, -56, 0), flags, self.text())
        painter.setFont(ui_font(CAPTION))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -10, 0), right, self._shortcut)


class BellButton(QToolButton):
    """A bell with the number of notices that were not read."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self.setIcon(icon("bell"))
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_count(self, count: int) -> None:
        self._count = count
        self.update()

    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(34, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        c = colours()
        text = str(self._count) if self._count < 100 else "99"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 15 if len(text) == 1 else 21
        badge = QRectF(self.width() - width, 0, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.accent))
        painter.drawRoundedRect(badge, 7.5, 7.5)
        painter.setPen(QColor(c.on_accent))
        painter.setFont(ui_font(10, 600))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class ConnectionButton(QToolButton):
    """A dot and words for the state of the database: ``connecting``, ``connected``, ``failed``, or ``lost`` (for now)."""

    def __init__(self) -> None:
        super().__init__()
        self._state = "connecting"
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(14, 10))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_state("connecting", "")

    def state(self) -> str:
        return self._state

    def set_state(self, state: str, where: str) -> None:
        self._state = state
        glyph, colour = {
            "connecting": ("circle-dashed", "muted"),
            "connected": ("circle-fill", "none"),
            "failed": ("warning-circle", "critical"),
            "lost": ("warning-circle", "warning"),
        }[state]
        self.setIcon(icon(glyph, colour))
        words = {
            "connecting": self.tr("Connecting…"),
            "connected": self.tr("Database"),
            "failed": self.tr("No database"),
            "lost": self.tr("Reconnecting…"),
        }[state]
        self.setText(words)
        self.setToolTip(where or words)
        self.setAccessibleName(f"{words}: {where}" if where else words)


class TopBar(QFrame):
    """Signals say what was pressed; the main window acts. ``menu`` is filled by the main window when it opens."""

    tab_chosen = Signal(str)
    search_pressed = Signal()
    connection_pressed = Signal()
    bell_pressed = Signal()

    def __init__(self, tabs: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setProperty("area", "window")
        self.setFixedHeight(HEIGHT)
        self._mark = QLabel()
        self._mark.setPixmap(app_icon().pixmap(QSize(24, 24), self.devicePixelRatioF()))
        self._name = QLabel("DriftDesk")
        self._name.setObjectName("appName")
        self._group = QButtonGroup(self)
        self._tabs = {key: self._tab_button(key) for key in tabs}
        self.search = SearchButton()
        self.search.clicked.connect(self.search_pressed)
        self.connection = ConnectionButton()
        self.connection.clicked.connect(self.connection_pressed)
        self.bell = BellButton()
        self.bell.clicked.connect(self.bell_pressed)
        self.menu = QMenu(self)
        self.more = icon_button("menu", "")
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self.retranslate()

    def set_tab(self, key: str) -> None:
        """Mark the tab that is shown."""
        self._tabs[key].setChecked(True)

    def tab_button(self, key: str) -> QToolButton:
        return self._tabs[key]

    def retranslate(self) -> None:
        words = {
            "data": self.tr("Data"),
            "training": self.tr("Training"),
            "automation": self.tr("Automation"),
            "activity": self.tr("Activity"),
        }
        for number, (key, made) in enumerate(self._tabs.items(), 1):
            made.setText(words[key])
            made.setToolTip(f"{words[key]}  (Ctrl+{number})")
            made.setAccessibleName(words[key])
        self.search.set_texts(self.tr("Search or run"), "Ctrl+K")
        self.bell.setToolTip(self.tr("Notifications"))
        self.bell.setAccessibleName(self.tr("Notifications"))
        self.more.setToolTip(self.tr("Menu"))
        self.more.setAccessibleName(self.tr("Menu"))
        self.connection.set_state(self.connection.state(), "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _tab_button(self, key: str) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setProperty("nav", True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self.tab_chosen.emit(key))
        self._group.addButton(made)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * S, 0, S + 4, 0)
        row.setSpacing(S)
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addSpacing(2 * S)
        tabs = QHBoxLayout()
        tabs.setSpacing(2)
        for made in self._tabs.values():
            tabs.addWidget(made)
        row.addLayout(tabs)
        row.addSpacing(2 * S)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addSpacing(S)
        row.addWidget(self.connection)
        row.addWidget(self.bell)
        row.addWidget(self.more)
