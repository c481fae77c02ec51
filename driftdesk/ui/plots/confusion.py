"""The confusion of a classifier: rows are the truth, columns the prediction."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font

LABELS = 84
MOST_TEXT = 12
"""Above so many classes the cells carry no figures; the tooltip does."""


_ROOMY = 56
"""Pixels of a cell from which on it has its share of the true class, too."""


class ConfusionPlot(QWidget):
    """Cells are shaded by their share of the true class; the diagonal is what was right."""

    def __init__(self) -> None:
        super().__init__()
        self._classes: Sequence[str] = ()
        self._counts: Sequence[Sequence[int]] = ()
        self.setMouseTracking(True)
        self.setMinimumSize(220, 200)

    def show_confusion(self, classes: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        self._classes, self._counts = classes, counts
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.update()

    def _grid(self) -> QRectF:
        """Where the cells are."""
        side = min(self.width() - LABELS - S, self.height() - 5 * S)
        return QRectF(LABELS, 2 * S + 4, max(1, side), max(1, side))

    def _share(self, row: int, column: int) -> float:
        return self._counts[row][column] / max(1, sum(self._counts[row]))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._classes:
            return
        c = colours()
        painter = QPainter(self)
        painter.setFont(ui_font(CAPTION))
        painter.setPen(QColor(c.muted))
        grid = self._grid()
        cell = grid.width() / len(self._classes)
        painter.drawText(
            QRectF(grid.left(), 0, grid.width(), 2 * S), Qt.AlignmentFlag.AlignLeft, self.tr("predicted")
        )
        for at, name in enumerate(self._classes):
            if cell < CAPTION + 2 and at % max(1, round(14 / cell)):
                continue
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, LABELS - S)
            left = QRectF(0, grid.top() + at * cell, LABELS - S, cell)
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(cell))
            below = QRectF(grid.left() + at * cell, grid.bottom() + 4, cell, 2 * S)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, short)
        self._paint_cells(painter, grid, cell)

    def _paint_cells(self, painter: QPainter, grid: QRectF, cell: float) -> None:
        c = colours()
        painter.setFont(ui_font(BODY, tabular=True))
        for row, counts in enumerate(self._counts):
            for column, count in enumerate(counts):
                box = QRectF(grid.left() + column * cell, grid.top() + row * cell, cell - 1, cell - 1)
                share = self._share(row, column)
                ground = QColor(c.accent if row == column else c.muted)
                ground.setAlphaF(0.06 + 0.74 * share)
                painter.fillRect(box, ground)
                if len(self._classes) <= MOST_TEXT:
                    painter.setPen(QColor(c.on_accent if share > 0.55 and row == column else c.text))
                    roomy = cell >= _ROOMY
                    text = figures.count(count) + (f"\n{figures.percent(share)}" if roomy else "")
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grid = self._grid()
        at: QPointF = event.position()
        if not self._classes or not grid.contains(at):
            QToolTip.hideText()
            return
        cell = grid.width() / len(self._classes)
        row, column = int((at.y() - grid.top()) / cell), int((at.x() - grid.left()) / cell)
        row, column = min(row, len(self._classes) - 1), min(column, len(self._classes) - 1)
        text = self.tr("{truth} predicted as {prediction}: {n} ({share})").format(
            truth=self._classes[row],
            prediction=self._classes[column],
            n=figures.count(self._counts[row][column]),
            share=figures.percent(self._share(row, column)),
        )
        QToolTip.showText(event.globalPosition().toPoint(), text, self)
