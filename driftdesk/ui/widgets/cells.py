"""What delegates that paint a cell themselves have in common."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget


def paint_ground(
    delegate: QStyledItemDelegate,
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
) -> QStyleOptionViewItem:
    """Paint a cell as its style does, selected, hovered or focused, but without its text; returns the cell's own option,
    text included."""
    cell = QStyleOptionViewItem(option)
    delegate.initStyleOption(cell, index)
    blank = QStyleOptionViewItem(cell)
    blank.text = ""
    widget: QWidget | None = option.widget
    style = widget.style() if widget is not None else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, widget)
    return cell
