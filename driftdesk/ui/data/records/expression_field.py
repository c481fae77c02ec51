"""A line for an expression: what may stand at the cursor is offered while one types, and an error is shown where it is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget

from driftdesk.core.entities import Schema
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.expressions.completion import Completion, CompletionKind, complete
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S, ui_font
from driftdesk.ui.widgets import label, repolish

_COMPLETION = Qt.ItemDataRole.UserRole + 1
_ICONS = {
    CompletionKind.COLUMN: "column",
    CompletionKind.FUNCTION: "brackets-curly",
    CompletionKind.OPERATOR: "plus-minus",
    CompletionKind.VALUE: "tag",
}


_OF_POPUP = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class ExpressionField(QWidget):
    """``submitted`` when Enter is pressed; ``edited`` at every change. ``values(name)`` gives a column's known values."""

    submitted = Signal(str)
    edited = Signal(str)

    def __init__(self, values: Callable[[str], Sequence[str]] = lambda name: ()) -> None:
        super().__init__()
        self._schema = Schema(columns=())
        self._values = values
        self._history: list[str] = []
        self.line = _Line()
        self.line.setClearButtonEnabled(True)
        self.line.textEdited.connect(self._on_edited)
        self.line.textChanged.connect(lambda _text: self.show_error(None))
        self.line.returnPressed.connect(lambda: self.submitted.emit(self.text()))
        self.line.offer_asked.connect(self.offer)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self._offers = QStandardItemModel(self)
        self.completer = QCompleter(self._offers, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(self.line)
        self.completer.setMaxVisibleItems(10)
        self.popup = QListView()
        self.popup.setProperty("popup", True)
        self.popup.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.popup.setIconSize(QSize(15, 15))
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.completer.setPopup(self.popup)
        self.completer.activated.connect(self._on_chosen)
        self.line.popup = self.popup
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.error)
        self.setFocusProxy(self.line)

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema

    def set_history(self, history: Sequence[str]) -> None:
        """What was used before: offered where nothing stands."""
        self._history = list(history)

    def text(self) -> str:
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.line.setText(text)

    def mark_invalid(self, invalid: bool) -> None:
        self.line.setProperty("invalid", invalid)
        repolish(self.line)

    def show_error(self, error: DriftDeskError | None) -> None:
        """Under the line, below the place that is wrong; None: nothing is wrong."""
        self.mark_invalid(error is not None)
        self.error.setVisible(error is not None)
        if error is None:
            return
        at = min(max(getattr(error, "position", 0), 0), len(self.line.text()))
        self.error.setText("▲ " + " ".join(filter(None, (error.message, error.hint))))
        x = S + self.line.fontMetrics().horizontalAdvance(self.line.text()[:at])
        self.error.setContentsMargins(min(x, self.line.width() // 2), 0, 0, 0)
        self.line.setCursorPosition(at)

    # Completion.

    def _on_edited(self) -> None:
        self.edited.emit(self.text())
        self.offer()

    def offer(self) -> None:
        """Show what may stand at the cursor; where nothing stands yet, what was used before."""
        text, cursor = self.line.text(), self.line.cursorPosition()
        self._offers.clear()
        if not text:
            for used in self._history[:6]:
                self._add(used, Completion(used, 0, CompletionKind.VALUE), "history")
        for found in complete(text, cursor, self._schema, self._values)[:60]:
            if text[found.start : cursor] != found.text:
                self._add(found.text, found, _ICONS[found.kind])
        if not self._offers.rowCount():
            self.popup.hide()
            return
        at = self.line.cursorRect().left()
        self.completer.complete(QRect(at, 0, 52 * S, self.line.height()))

    def _add(self, text: str, found: Completion, icon_name: str) -> None:
        shown = f"{text}    {found.description}" if found.description else text
        item = QStandardItem(icon(icon_name), shown)
        item.setData(found, _COMPLETION)
        item.setFont(ui_font())
        self._offers.appendRow(item)

    def _on_chosen(self, _text: str = "") -> None:
        chosen = self.popup.currentIndex().data(_COMPLETION)
        if chosen is None:
            return
        text, cursor = self.line.text(), self.line.cursorPosition()
        self.line.setText(text[: chosen.start] + chosen.text + text[cursor:])
        self.line.setCursorPosition(chosen.start + len(chosen.text))
        self.edited.emit(self.text())


class _Line(QLineEdit):
    """Down and Ctrl+Space ask for offers, Escape leaves."""

    offer_asked = Signal()
    left = Signal()
    popup: QListView | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup is not None and self.popup.isVisible() and event.key() in _OF_POPUP:
            if event.key() == Qt.Key.Key_Escape or self.popup.currentIndex().isValid():
                event.ignore()  # the popup acts on it
                return
            self.popup.hide()
        space = event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if space or event.key() == Qt.Key.Key_Down:
            self.offer_asked.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        super().keyPressEvent(event)
