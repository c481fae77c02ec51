"""Small parts that all panels share: labels, headers, empty states, buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Severity
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S

translate = QCoreApplication.translate


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label of a role of the style sheet: title, heading, caption, muted, error, mono, badge. Its text is plain: names
    of columns, values and messages may hold anything."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def button(text: str, kind: str = "", icon_name: str = "", *, tip: str = "") -> QPushButton:
    """A push button; ``kind``: primary, quiet, danger, link or none."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    if icon_name:
        made.setIcon(icon(icon_name, "on_accent" if kind == "primary" else None))
        made.setIconSize(QSize(22, 16))  # wider than the glyph: room before the words
    if tip:
        made.setToolTip(tip)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    return made


def icon_button(icon_name: str, tip: str, *, checkable: bool = False) -> QToolButton:
    """A flat square button with only an icon; ``tip`` is also its accessible name."""
    made = QToolButton()
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def line(direction: str = "h") -> QFrame:
    """A hairline, ``h`` or ``v``."""
    made = QFrame()
    made.setProperty("line", direction)
    return made


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at the properties of ``widget``."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class ElidedLabel(QLabel):
    """A label cut in the middle where there is no room, with the whole text as tooltip."""

    def __init__(
        self, text: str = "", role: str = "", *, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle
    ) -> None:
        super().__init__()
        self._mode = mode
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, rect.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(rect, int(self.alignment() | Qt.TextFlag.TextSingleLine), text)

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


def severity_word(severity: Severity) -> str:
    """The severity in the window's language."""
    return {
        Severity.NONE: translate("Severity", "No drift"),
        Severity.INSUFFICIENT_DATA: translate("Severity", "Too little data"),
        Severity.WARNING: translate("Severity", "Warning"),
        Severity.CRITICAL: translate("Severity", "Critical"),
    }[severity]


def severity_colour(severity: Severity) -> str:
    """The colour of a severity in the active theme, as ``#rrggbb``."""
    c = colours()
    return {
        Severity.NONE: c.none,
        Severity.WARNING: c.warning,
        Severity.CRITICAL: c.critical,
        Severity.INSUFFICIENT_DATA: c.muted,
    }[severity]


class SeverityLabel(QWidget):
    """Icon and word in the severity's colour; ``set_severity(severity, text="")`` changes it. ``text`` replaces the word."""

    def __init__(self, severity: Severity = Severity.NONE, text: str = "", *, soft: bool = False) -> None:
        """``soft``: on a faint ground of its colour, like a badge."""
        super().__init__()
        self._soft = soft
        self._severity, self._given = severity, text
        self._glyph, self._word = QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(*((8, 2, 8, 2) if soft else (0, 0, 0, 0)))
        row.setSpacing(5)
        row.addWidget(self._glyph)
        row.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.set_severity(severity, text)

    @property
    def severity(self) -> Severity:
        return self._severity

    def text(self) -> str:
        return self._word.text()

    def set_severity(self, severity: Severity, text: str = "") -> None:
        self._severity, self._given = severity, text
        word = text or severity_word(severity)
        colour = severity_colour(severity)
        self._word.setText(word)
        self._word.setStyleSheet(f"color: {colour}; font-weight: 600;")
        self._glyph.setPixmap(icon(severity.value, colour).pixmap(QSize(15, 15), self.devicePixelRatioF()))
        if self._soft:
            c = colours()
            ground = {
                Severity.NONE: c.none_soft,
                Severity.WARNING: c.warning_soft,
                Severity.CRITICAL: c.critical_soft,
            }
            sheet = f"SeverityLabel {{ background: {ground.get(severity, c.hover)}; border-radius: 6px; }}"
            if sheet != self.styleSheet():  # setting it changes the palette, which brings us here again
                self.setStyleSheet(sheet)
        self.setAccessibleName(word)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self.set_severity(self._severity, self._given)
        super().changeEvent(event)


class Header(QWidget):
    """Name, one-line verdict, actions at the right: the head of an open thing. Set them by ``set_title``,
    ``set_subtitle``, ``set_severity`` (None hides it) and ``set_actions(buttons)``."""

    def __init__(self, title: str = "", subtitle: str = "", actions: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._title = ElidedLabel(title, "title")
        self._subtitle = ElidedLabel(subtitle, "muted", mode=Qt.TextElideMode.ElideRight)
        self._severity = SeverityLabel()
        self._severity.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._verdict = QWidget()  # hidden with what is in it: an empty row would leave the title no width
        verdict = QHBoxLayout(self._verdict)
        verdict.setContentsMargins(0, 0, 0, 0)
        verdict.setSpacing(S)
        verdict.addWidget(self._severity)
        verdict.addWidget(self._subtitle, 1)
        words.addWidget(self._title)
        words.addWidget(self._verdict)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(S)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, 2 * S, 3 * S, S + 4)
        row.setSpacing(2 * S)
        row.addLayout(words, 1)
        row.addLayout(self._actions)
        self.set_subtitle(subtitle)
        self.set_actions(actions)

    def set_title(self, text: str) -> None:
        self._title.setText(text)

    def set_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))
        self._verdict.setVisible(bool(text) or not self._severity.isHidden())

    def set_severity(self, severity: Severity | None, text: str = "") -> None:
        """The verdict before the subtitle; None: no verdict."""
        self._severity.setVisible(severity is not None)
        if severity is not None:
            self._severity.set_severity(severity, text)
        self._verdict.setVisible(severity is not None or not self._subtitle.isHidden())

    def set_actions(self, actions: Sequence[QWidget]) -> None:
        """The buttons at the right; the primary one last."""
        while self._actions.count():
            item = self._actions.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget not in actions:
                widget.hide()
                widget.deleteLater()
        for widget in actions:
            self._actions.addWidget(widget)


class EmptyState(QWidget):
    """What a panel says when there is nothing yet: an icon, what this is, and what to do first.
    ``triggered`` and ``second_triggered`` tell that a button was pressed."""

    triggered = Signal()
    second_triggered = Signal()

    def __init__(
        self, icon_name: str, title: str, text: str = "", action_text: str = "", second_text: str = ""
    ) -> None:
        super().__init__()
        self._icon_name = icon_name
        self._picture = QLabel()
        self._title = label(title, "heading")
        self._text = label(text, "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(440)
        self._action = button(action_text, "primary")
        self._second = button(second_text)
        self._action.clicked.connect(self.triggered)
        self._second.clicked.connect(self.second_triggered)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addStretch()
        buttons.addWidget(self._second)
        buttons.addWidget(self._action)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 3 * S)
        column.setSpacing(S)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(S // 2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        text_row = QHBoxLayout()
        text_row.addStretch(1)
        text_row.addWidget(self._text, 8)
        text_row.addStretch(1)
        column.addLayout(text_row)
        column.addSpacing(S)
        column.addLayout(buttons)
        column.addStretch(3)
        self._paint_icon()
        self.set_texts(title, text, action_text, second_text)

    def set_texts(self, title: str, text: str = "", action_text: str = "", second_text: str = "") -> None:
        """All words at once (for ``retranslate``); an empty one hides its part."""
        for widget, words in (
            (self._title, title),
            (self._text, text),
            (self._action, action_text),
            (self._second, second_text),
        ):
            widget.setText(words)
            widget.setVisible(bool(words))
        self._action.setAccessibleName(action_text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()
        super().changeEvent(event)

    def _paint_icon(self) -> None:
        self._picture.setPixmap(
            icon(self._icon_name, "muted").pixmap(QSize(36, 36), self.devicePixelRatioF())
        )


class Segmented(QFrame):
    """Exclusive buttons in one frame. ``chosen`` carries the key; ``key()`` and ``set_key(key)``."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = (), *, name: str = "") -> None:
        """``options``: (key, text). ``name``: what is chosen here, for screen readers."""
        super().__init__()
        self.setProperty("segmented", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self._group.buttonClicked.connect(self._on_clicked)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the buttons; with the same keys only their words change."""
        if [k for k, _ in options] != list(self._buttons):
            for old in self._buttons.values():
                self._group.removeButton(old)
                self._row.removeWidget(old)
                old.deleteLater()
            self._buttons = {}
            before: QWidget = self
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what can have the focus
            for key, _ in options:
                made = QToolButton()
                made.setCheckable(True)
                made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                self._group.addButton(made)
                self._row.addWidget(made)
                QWidget.setTabOrder(before, made)  # else Tab would come to them last of all in the window
                before = self._buttons[key] = made
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if options:
                self._buttons[options[0][0]].setChecked(True)
        for key, text in options:
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)

    def key(self) -> str:
        return next((k for k, b in self._buttons.items() if b.isChecked()), "")

    def set_key(self, key: str) -> None:
        """Choose without announcing it."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QToolButton:
        return self._buttons[key]

    def _on_clicked(self, pressed: QAbstractButton) -> None:
        self.chosen.emit(next(k for k, b in self._buttons.items() if b is pressed))
