"""Ctrl+K: find a dataset, a model or a job, or run an action, by typing a few letters of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font
from driftdesk.ui.widgets.basics import label, line
from driftdesk.ui.widgets.overlay import Overlay

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
WIDTH, ROW_HEIGHT, MOST = 600, 36, 9


@dataclass(frozen=True)
class Entry:
    """One line of the palette."""

    title: str
    section: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    keywords: str = ""
    weight: int = 0
    """Added to the score: what was used lately stands higher."""


def score(typed: str, entry: Entry) -> int:
    """How well ``typed`` fits; 0: not at all. Every word must be found: at the start of the title, of a word, inside, or
    letter by letter in order."""
    total = 0
    title = entry.title.casefold()
    rest = f"{entry.section} {entry.keywords}".casefold()
    for word in typed.casefold().split():
        if title.startswith(word):
            total += 100
        elif f" {word}" in f" {title}":
            total += 80
        elif word in title:
            total += 60
        elif word in rest:
            total += 40
        elif len(word) > 1 and _in_order(word, title):
            total += 15
        else:
            return 0
    return total + entry.weight


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def found(typed: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that fit, best first; all in their order when nothing is typed."""
    if not typed.strip():
        return list(entries)
    scored = [(score(typed, e), -n, e) for n, e in enumerate(entries)]
    return [e for s, _, e in sorted(scored, key=lambda t: t[:2], reverse=True) if s > 0]


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.section}: {entry.title} {entry.shortcut}"
        return None


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        c = colours()
        box = QRectF(option.rect).adjusted(S - 2, 1, -S + 2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(box, 6, 6)
        paint_glyph(
            painter,
            QRectF(box.left() + 10, box.center().y() - 8, 16, 16),
            entry.icon or "arrow-right",
            QColor(c.muted),
        )
        caption = ui_font(CAPTION)
        hint = entry.shortcut or entry.section
        width = QFontMetrics(caption).horizontalAdvance(hint) + 2
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(caption)
        painter.setPen(QColor(c.muted))
        painter.drawText(box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | middle, hint)
        font = ui_font(BODY)
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        room = box.adjusted(38, 0, -width - 28, 0)
        title = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, title)
        painter.restore()


class CommandPalette(Overlay):
    """``open_with(entries)`` shows it; ``add_entries`` puts in what was found later (from the database)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "paletteBox")
        self._all: list[Entry] = []
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.setFixedHeight(44)
        self.field.setTextMargins(2 * S, 0, 2 * S, 0)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self._model = _Entries(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda _: self._run_current())
        self._none = label("", "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setFixedHeight(ROW_HEIGHT)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(1, 1, 1, S - 2)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addWidget(line())
        column.addSpacing(S - 2)
        column.addWidget(self.list)
        column.addWidget(self._none)
        self.retranslate()

    def open_with(self, entries: Sequence[Entry]) -> None:
        self._all = list(entries)
        self.field.clear()
        self._on_typed("")
        self.open()
        self.field.setFocus()

    def add_entries(self, entries: Sequence[Entry]) -> None:
        if self.isVisible():
            self._all = [*self._all, *entries]
            self._on_typed(self.field.text())

    def shown(self) -> list[Entry]:
        """What stands in the list now."""
        return list(self._model.entries)

    def place(self) -> None:
        rows = max(1, min(MOST, len(self._model.entries)))
        self.list.setFixedHeight(rows * ROW_HEIGHT)
        width = min(WIDTH, self.width() - 4 * S)
        height = 44 + 1 + rows * ROW_HEIGHT + 2 * (S - 2) + 2
        self.box.setGeometry((self.width() - width) // 2, max(52, self.height() // 7), width, height)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Search datasets, models and jobs, or run an action"))
        self.field.setAccessibleName(self.tr("Search or run"))
        self._none.setText(self.tr("Nothing found"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # likewise

    def _on_key(self, key: int) -> bool:
        row, last = self.list.currentIndex().row(), len(self._model.entries) - 1
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST, Qt.Key.Key_PageUp: -MOST}
        if key in steps:
            step = steps[Qt.Key(key)]
            target = (
                (row + step) % (last + 1) if abs(step) == 1 and last >= 0 else max(0, min(last, row + step))
            )
            self.list.setCurrentIndex(self._model.index(target))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        return False

    def _on_typed(self, text: str) -> None:
        entries = found(text, self._all)
        self._model.show(entries)
        self.list.setVisible(bool(entries))
        self._none.setVisible(not entries)
        if entries:
            self.list.setCurrentIndex(self._model.index(0))
        self.place()

    def _run_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            entry: Entry = index.data(ENTRY_ROLE)
            self.dismiss()
            entry.run()
