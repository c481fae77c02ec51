"""Cells that are chosen from a list: one click opens it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon, paint_glyph

Index = QModelIndex | QPersistentModelIndex
Choice = tuple[str, str, str]
"""(value, words, icon or empty)"""


class ChoiceDelegate(QStyledItemDelegate):
    """``choices()`` are asked when a list opens; the model's EditRole holds a value."""

    def __init__(self, choices: Callable[[], Sequence[Choice]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        combo = QComboBox(parent)
        for value, text, icon_name in self._choices():
            combo.addItem(text, value)
            if icon_name:
                combo.setItemIcon(combo.count() - 1, icon(icon_name))
        combo.activated.connect(lambda _i: self._commit(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area = QRectF(option.rect)
        glyph = QRectF(area.right() - 22, area.center().y() - 6, 12, 12)
        paint_glyph(painter, glyph, "caret-down", QColor(colours().muted))

    def _commit(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)
