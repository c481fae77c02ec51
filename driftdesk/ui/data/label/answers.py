"""What can be answered: what the model suggests, classes with number keys, a field to find or add one, or a number."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, button, label, repolish

BY_NUMBER = 9
MOST_SHOWN = 60
"""Classes that have a button; the others are found by typing."""
_WALKING = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace)
_LETTERS = (Qt.Key.Key_S, Qt.Key.Key_U)


class ClassButton(QPushButton):
    """A class, the number that chooses it, and how many rows have it."""

    def __init__(self, name: str, number: int, rows: int) -> None:
        super().__init__()
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("answer", True)
        self._key = label(str(number) if number <= BY_NUMBER else "", "badge")
        self._key.setFixedSize(22, 20)
        self._key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._key.setVisible(number <= BY_NUMBER)
        self._text = ElidedLabel(name)
        self._rows = label("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(S, 0, S + 4, 0)
        row.setSpacing(S)
        row.addWidget(self._key)
        row.addWidget(self._text, 1)
        row.addWidget(self._rows)
        for part in (self._key, self._text, self._rows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(36)
        self.show_rows(rows)

    def show_rows(self, rows: int) -> None:
        self._rows.setText(figures.count(rows))

    def mark(self, *, suggested: bool, given: bool, told: str) -> None:
        """Whether the model suggests it, and whether it is what the row was answered with."""
        if (self.property("suggested"), self.property("given")) != (suggested, given):
            self.setProperty("suggested", suggested)
            self.setProperty("given", given)
            repolish(self)
        self.setAccessibleName(f"{self.name}, {told}" if told else self.name)


class NumberLine(QLineEdit):
    """A number, or a class; the keys that walk through rows are left to whoever holds the field while it is empty."""

    walked = Signal(QKeyEvent)

    def __init__(self, *, letters: bool) -> None:
        super().__init__()
        self._letters = letters

    def keyPressEvent(self, event: QKeyEvent) -> None:
        empty = not self.text()
        walks = empty and event.key() in _WALKING
        if walks or (not self._letters and event.key() in _LETTERS and not event.modifiers()):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Answers(QWidget):
    """``answered`` carries the label; ``left``: the field gives the keys back."""

    answered = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_number = False
        self._counts: list[tuple[str, int]] = []
        self._suggested = self._given = ""
        self._build_suggestion()
        self._head = label("", "heading")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(S // 2)
        self._list.addStretch(1)
        page = QWidget()
        page.setProperty("area", "surface")
        page.setLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        self.buttons: list[ClassButton] = []
        self.field = NumberLine(letters=True)
        self.number = NumberLine(letters=False)
        self.add = button("", "quiet", "add")
        self.add.clicked.connect(lambda: self._answer(self.field.text().strip()))
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.returnPressed.connect(self._on_field_entered)
        self.number.returnPressed.connect(self._on_number_entered)
        self.number.textChanged.connect(lambda _text: self._show_valid())
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, 2 * S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addWidget(self.suggestion)
        column.addSpacing(S // 2)
        column.addWidget(self._head)
        column.addWidget(self.number)
        column.addWidget(self.field)
        column.addWidget(self.add)
        column.addWidget(self._scroll, 1)
        self.setFixedWidth(46 * S)

    def _build_suggestion(self) -> None:
        self.suggestion = QFrame()
        self.suggestion.setProperty("area", "window")
        self._about, self._what = label("", "caption"), label("", "heading", wrap=True)
        self.accept = button("", "primary", "check")
        self.accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accept.clicked.connect(self._on_accept)
        inside = QVBoxLayout(self.suggestion)
        inside.setContentsMargins(2 * S, S + 4, 2 * S, S + 4)
        inside.setSpacing(S // 2)
        inside.addWidget(self._about)
        across = QHBoxLayout()
        across.addWidget(self._what, 1)
        across.addWidget(self.accept)
        inside.addLayout(across)

    # What is asked.

    def ask(self, target: str, *, is_number: bool) -> None:
        self.is_number = is_number
        self._head.setText(target)
        self.number.setVisible(is_number)
        self.number.setAccessibleName(target)
        self.field.setVisible(not is_number)
        self.add.hide()
        if is_number and self._counts:
            self.show_counts([])

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """The classes with their rows. Buttons stay where they are while the classes are the same."""
        counts = list(counts)
        same = [n for n, _ in counts] == [n for n, _ in self._counts]
        self._counts = counts
        if same:
            rows = dict(counts)
            for made in self.buttons:
                made.show_rows(rows[made.name])
        else:
            self._fill()

    def show_row(self, suggested: str, about: str, given: str) -> None:
        """What is suggested for the row looked at (empty: nothing), who says so, and what it was answered with."""
        self._suggested, self._given = suggested, given
        self.suggestion.setVisible(bool(suggested))
        self._what.setText(suggested)
        self._about.setText(about)
        self.accept.setAccessibleName(self.tr("Accept {label}").format(label=suggested))
        if self.field.text():
            self.field.clear()
        self.number.setText(given if self.is_number else "")
        self.number.setPlaceholderText(suggested)
        self.number.selectAll()
        self._mark()

    # Classes.

    def choose(self, number: int) -> None:
        """The class of a number key."""
        if not self.is_number and 1 <= number <= min(BY_NUMBER, len(self.buttons)):
            self._answer(self.buttons[number - 1].name)

    def accept_suggestion(self) -> None:
        if self._suggested:
            self._answer(self._suggested)

    def take_cursor(self) -> None:
        """Put the cursor into the field."""
        (self.number if self.is_number else self.field).setFocus()

    def _fill(self) -> None:
        """Buttons for the classes in which what was typed stands."""
        typed = self.field.text().strip().casefold()
        fitting = [(n, rows) for n, rows in self._counts if typed in n.casefold()]
        fitting.sort(key=lambda pair: not pair[0].casefold().startswith(typed))
        for old in self.buttons:
            self._list.removeWidget(old)
            old.deleteLater()
        self.buttons = []
        for number, (name, rows) in enumerate(fitting[:MOST_SHOWN], 1):
            made = ClassButton(name, number, rows)
            made.clicked.connect(lambda _on=False, name=name: self._answer(name))
            self._list.insertWidget(self._list.count() - 1, made)
            self.buttons.append(made)
        is_new = bool(typed) and self.field.text().strip() not in {n for n, _ in self._counts}
        self.add.setVisible(is_new and not self.is_number)
        self.add.setText(self.tr("Add “{name}” (Ctrl+Enter)").format(name=self.field.text().strip()[:40]))
        self._mark()

    def _mark(self) -> None:
        for made in self.buttons:
            suggested, given = made.name == self._suggested, made.name == self._given
            told = self.tr("your answer") if given else self.tr("suggested") if suggested else ""
            made.mark(suggested=suggested, given=given, told=told)

    def _on_field_entered(self) -> None:
        typed = self.field.text().strip()
        if not typed:
            self.left.emit()
            self.accept_suggestion()
        elif self.buttons:
            self._answer(self.buttons[0].name)

    def add_typed(self) -> None:
        """What was typed is a new class."""
        if self.field.hasFocus() and self.field.text().strip():
            self._answer(self.field.text().strip())

    # Numbers.

    def _on_number_entered(self) -> None:
        text = self.number.text().strip().replace(",", ".")
        if not text:
            self.accept_suggestion()
        elif _is_number(text):
            self._answer(text)

    def _show_valid(self) -> None:
        text = self.number.text().strip().replace(",", ".")
        invalid = bool(text) and text not in ("-", "+") and not _is_number(text)
        if self.number.property("invalid") != invalid:
            self.number.setProperty("invalid", invalid)
            repolish(self.number)

    def _on_accept(self) -> None:
        self.accept_suggestion()
        self.left.emit()

    def _answer(self, name: str) -> None:
        self.answered.emit(name)
        if not self.is_number:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.accept.setText(self.tr("Accept (Enter)"))
        self.field.setPlaceholderText(self.tr("Find or add a class ( / )"))
        self.field.setAccessibleName(self.tr("Find or add a class"))


def _is_number(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return value - value == 0  # neither infinite nor NaN
