"""How a cell is edited in its place: by an editor for its kind. Empty is missing."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from driftdesk.core.entities import Column, Kind
from driftdesk.core.errors import ParameterError
from driftdesk.ui.data.records import typed
from driftdesk.ui.data.records.delegate import CellPainter, Index
from driftdesk.ui.data.records.model import COLUMN_ROLE
from driftdesk.ui.widgets import repolish

_TALL = 120


def written(value: Any) -> str:
    """A value as it is typed: exact, times in ISO 8601."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def looks_right(text: str, kind: Kind) -> bool:
    """Whether a text is likely to be a value of ``kind``; core has the last word when it is stored."""
    text = text.strip()
    try:
        if text and kind is Kind.NUMERIC:
            float(text)
        elif text and kind is Kind.DATETIME and text[:1].isdigit():
            datetime.fromisoformat(text) if len(text) >= 10 and text[4:5] == "-" else None
        elif text and kind is Kind.DATETIME:
            return False
    except ValueError:
        return False
    return True


class CellEditor(CellPainter):
    """``categories(name)`` gives the known values of a column, most frequent first."""

    def __init__(
        self, categories: Callable[[str], Sequence[str]] = lambda name: (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.categories = categories

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column: Column = index.model().headerData(index.column(), Qt.Orientation.Horizontal, COLUMN_ROLE)
        made: QWidget
        if column.kind is Kind.BOOLEAN:
            made = _choices(parent, ["", "true", "false"], free=False)
        elif column.kind is Kind.CATEGORICAL:
            made = _choices(parent, ["", *self.categories(column.name)], free=True)
        elif "\n" in written(index.data(Qt.ItemDataRole.EditRole)):
            made = QPlainTextEdit(parent)
        else:
            made = _line(parent, column.kind)
        made.setAccessibleName(column.name)
        made.setProperty("column", column)
        made.setProperty("row", index.row())
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = written(index.data(Qt.ItemDataRole.EditRole))
        editor.setProperty("before", text)
        if isinstance(editor, QComboBox):
            at = editor.findText(text)
            editor.setCurrentIndex(at)
            if at < 0 and editor.isEditable():
                editor.setEditText(text)
            if (line := editor.lineEdit()) is not None:
                line.selectAll()  # as Qt does in a line of its own: what is typed takes the place of what is there
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        text = _text_of(editor)
        if text != editor.property("before"):
            model.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area = option.rect
        if isinstance(editor, QPlainTextEdit):
            area.setHeight(_TALL)
            area.setWidth(max(area.width(), 3 * _TALL))
        editor.setGeometry(area)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter ends the editing of long texts too; with Shift it is a new line in them. What is no value of the column
        stays in the editor, which says why."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(editor, QPlainTextEdit) and ends:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return super().eventFilter(editor, event)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        if isinstance(editor, QLineEdit) and (ends or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)):
            return _is_refused(editor) or super().eventFilter(editor, event)
        return super().eventFilter(editor, event)


def _choices(parent: QWidget, values: Sequence[str], *, free: bool) -> QComboBox:
    made = QComboBox(parent)
    made.addItems(list(values))
    made.setEditable(free)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setMaxVisibleItems(12)
    made.setProperty("cell", True)
    return made


def _line(parent: QWidget, kind: Kind) -> QLineEdit:
    made = QLineEdit(parent)
    made.setProperty("cell", True)
    if kind is Kind.NUMERIC:
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
    if kind is Kind.DATETIME:
        made.setPlaceholderText("YYYY-MM-DD hh:mm:ss")

    def look() -> None:
        made.setProperty("invalid", not looks_right(made.text(), kind))
        repolish(made)

    made.textChanged.connect(look)
    return made


def _is_refused(editor: QLineEdit) -> bool:
    """Whether what was typed is no value of the column; then it is told at the cell."""
    if not editor.property("invalid"):
        return False
    try:
        typed.checked(editor.property("column"), [editor.text()], editor.property("row"))
    except ParameterError as error:
        QToolTip.showText(editor.mapToGlobal(editor.rect().bottomLeft()), error.message, editor)
        return True
    return False


def _text_of(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, QLineEdit) else ""
