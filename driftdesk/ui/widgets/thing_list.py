"""The list of a tab's things at the left: search, name, caption, severity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Severity
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon, paint_glyph
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font
from driftdesk.ui.widgets.basics import severity_colour, severity_word

Index = QModelIndex | QPersistentModelIndex
THING_ROLE = Qt.ItemDataRole.UserRole + 1
HEIGHT = 48
TYPING_MS = 150


@dataclass(frozen=True)
class Thing:
    """One entry. ``badge`` is a short word at the right, such as a version's number."""

    id: str
    name: str
    caption: str = ""
    severity: Severity | None = None
    badge: str = ""
    icon: str = ""


class _Things(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.things: list[Thing] = []

    def show(self, things: Sequence[Thing]) -> None:
        if [t.id for t in things] == [t.id for t in self.things]:
            self.things = list(things)
            if things:
                self.dataChanged.emit(self.index(0), self.index(len(things) - 1))
            return
        self.beginResetModel()
        self.things = list(things)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.things)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.things[index.row()]
        if role == THING_ROLE:
            return thing
        if role == Qt.ItemDataRole.DisplayRole:
            return thing.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (thing.name, thing.caption) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = severity_word(thing.severity) if thing.severity else ""
            return ", ".join(part for part in (thing.name, thing.caption, thing.badge, word) if part)
        return None


class _ThingDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        thing: Thing = index.data(THING_ROLE)
        c = colours()
        state: QStyle.StateFlag = option.state
        whole: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        box = QRectF(whole).adjusted(S, 1, -S, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selection if selected else c.hover))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QColor(c.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_words(painter, box.adjusted(S + 2, 6, -S - 2, -6), thing)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRectF, thing: Thing) -> None:
        c = colours()
        right = inner.right()
        if thing.severity is not None and thing.severity is not Severity.NONE:
            dot = QRectF(right - 14, inner.top() + 1, 14, 14)
            paint_glyph(painter, dot, thing.severity.value, QColor(severity_colour(thing.severity)))
            right -= 20
        if thing.badge:
            font = ui_font(CAPTION, tabular=True)
            width = QFontMetrics(font).horizontalAdvance(thing.badge)
            painter.setFont(font)
            painter.setPen(QColor(c.muted))
            spot = QRectF(right - width, inner.top(), width, 17)
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, thing.badge)
            right -= width + S
        left = inner.left()
        if thing.icon:
            paint_glyph(painter, QRectF(left, inner.top() + 1, 15, 15), thing.icon, QColor(c.muted))
            left += 22
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name_font = ui_font(BODY, QFont.Weight.Medium)
        painter.setFont(name_font)
        painter.setPen(QColor(c.text))
        name = QFontMetrics(name_font).elidedText(thing.name, Qt.TextElideMode.ElideMiddle, int(right - left))
        painter.drawText(QRectF(left, inner.top(), right - left, 17), flags, name)
        caption_font = ui_font(CAPTION)
        painter.setFont(caption_font)
        painter.setPen(QColor(c.muted))
        width_left = inner.right() - left
        caption = QFontMetrics(caption_font).elidedText(
            thing.caption, Qt.TextElideMode.ElideRight, int(width_left)
        )
        painter.drawText(QRectF(left, inner.bottom() - 15, width_left, 15), flags, caption)


class ThingList(QFrame):
    """Search field above a list. ``show_things(things)`` keeps the selection where its id is still there;
    ``selected`` carries the id that the user (or ``select(id)``) chose; ``activated`` on Enter or double click.

    With ``asks``, the list holds only some of the things, and what is searched for is asked for: ``searched`` carries it
    when typing pauses."""

    selected = Signal(str)
    activated = Signal(str)
    searched = Signal(str)

    def __init__(self, search_text: str = "", *, name: str = "", asks: bool = False) -> None:
        super().__init__()
        self._search = QLineEdit()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.searched.emit(self._search.text()))
        self.setProperty("area", "window")
        self._model = _Things(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search.setProperty("kind", "search")
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        if asks:
            self._search.textChanged.connect(lambda _: self._typing.start())
        else:
            self._search.textChanged.connect(self._proxy.setFilterFixedString)
        self.view = QListView()
        self.view.setProperty("area", "window")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self._proxy)
        self.view.setItemDelegate(_ThingDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.activated.connect(lambda i: self.activated.emit(i.data(THING_ROLE).id))
        self._head = QHBoxLayout()
        self._head.setContentsMargins(S, S, S, S - 2)
        self._head.setSpacing(S // 2)
        self._head.addWidget(self._search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.view, 1)
        self.setMinimumWidth(180)
        self.set_texts(search_text, name)

    def set_texts(self, search_text: str, name: str = "") -> None:
        self._search.setPlaceholderText(search_text)
        self._search.setAccessibleName(search_text)
        self.view.setAccessibleName(name or search_text)

    def add_button(self, widget: QWidget) -> None:
        """A button beside the search field (such as Import)."""
        self._head.addWidget(widget)

    def search_text(self) -> str:
        return self._search.text()

    def show_things(self, things: Sequence[Thing]) -> None:
        kept = self.current_id()
        self._model.show(things)
        if kept and self.current_id() != kept:
            self._select(kept, announce=False)

    def things(self) -> list[Thing]:
        return list(self._model.things)

    def current_id(self) -> str:
        """The id of the chosen thing, or an empty string."""
        index = self.view.currentIndex()
        return index.data(THING_ROLE).id if index.isValid() else ""

    def select(self, thing_id: str) -> bool:
        """Choose by id and announce it; False when it is not in the list."""
        return self._select(thing_id, announce=True)

    def mark(self, thing_id: str) -> None:
        """Choose by id without announcing it, where it is in the list."""
        self._select(thing_id, announce=False)

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _select(self, thing_id: str, *, announce: bool) -> bool:
        for row, thing in enumerate(self._model.things):
            if thing.id == thing_id:
                index = self._proxy.mapFromSource(self._model.index(row))
                if not index.isValid():  # it is filtered out
                    self._search.clear()
                    index = self._proxy.mapFromSource(self._model.index(row))
                blocked = self.blockSignals(not announce)
                self.view.selectionModel().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                self.blockSignals(blocked)
                return True
        return False

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.selected.emit(index.data(THING_ROLE).id)
