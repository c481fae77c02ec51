"""The drawer at the side: the statistics of the current column over the rows that are shown, or the whole of a cell."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnSummary
from driftdesk.ui import figures
from driftdesk.ui.data.column_detail import ColumnDetail
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, Skeleton, icon_button, label


class StatisticsDrawer(QWidget):
    """``closed`` by its button or Escape."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(36 * S)
        self._about = label("", "caption")
        self.close_button = icon_button("close", "")
        self.close_button.clicked.connect(self.closed)
        self.detail = ColumnDetail()
        self._skeleton = Skeleton()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.detail)
        self._stack.addWidget(self._skeleton)
        head = QHBoxLayout()
        head.setContentsMargins(2 * S, S // 2, S, 0)
        head.addWidget(self._about, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_column(self, column: ColumnSummary | None, about: str) -> None:
        """None: it is being computed."""
        self._about.setText(about)
        if column is not None:
            self.detail.show_column(column)
        self._stack.setCurrentWidget(self.detail if column is not None else self._skeleton)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.detail.retranslate()
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the statistics"))


class CellDetail(QWidget):
    """The whole text of one cell, below the table; Escape or Space closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._about = ElidedLabel("", "caption")
        self.close_button = icon_button("close", "")
        self.close_button.clicked.connect(self.closed)
        self.text = _Text()
        self.text.setReadOnly(True)
        self.text.closed.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, S // 2, S, 0)
        head.addWidget(self._about, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, S)
        column.setSpacing(2)
        column.addLayout(head)
        inside = QHBoxLayout()
        inside.setContentsMargins(3 * S, 0, 3 * S, 0)
        inside.addWidget(self.text)
        column.addLayout(inside, 1)

    def show_cell(self, name: str, row: int, text: str | None) -> None:
        """``text`` None: missing."""
        shown = text or ""
        length = self.tr("{n} characters").format(n=figures.count(len(shown)))
        about = self.tr("missing") if text is None else length
        self._about.setText(
            self.tr("{column}, row {row} · {about}").format(
                column=name, row=figures.count(row + 1), about=about
            )
        )
        if self.text.toPlainText() != shown:
            self.text.setPlainText(shown)

    def retranslate(self) -> None:
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the cell"))
        self.text.setAccessibleName(self.tr("Whole text of the cell"))


class _Text(QPlainTextEdit):
    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.closed.emit()
        else:
            super().keyPressEvent(event)
