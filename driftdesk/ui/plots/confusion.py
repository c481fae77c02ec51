"""The confusion of a classifier: rows are the truth, columns the prediction."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font

LABELS = 84
_FIGURES = 30
"""Pixels of a cell from which on it carries its figure; of smaller ones the tooltip says it."""
_ROOMY = 56
"""From so many on it has its share of the true class, too."""
_UPRIGHT = 68
"""Pixels below the cells for names that stand upright, as they are wider than a cell."""


class ConfusionPlot(QWidget):
    """Cells are shaded by their share of the true class; the diagonal is what was right."""

    def __init__(self) -> None:
        super().__init__()
        self._classes: Sequence[str] = ()
        self._counts: Sequence[Sequence[int]] = ()
        self.setMouseTracking(True)
        self.setMinimumSize(200, 150)

    def show_confusion(self, classes: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        self._classes, self._counts = classes, counts
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.update()

    def _below(self) -> int:
        """Pixels for the names below: upright where the widest has no room over its cell."""
        cell = min(self.width() - LABELS - S, self.height() - 5 * S) / max(1, len(self._classes))
        metrics = QFontMetrics(ui_font(CAPTION))
        widest = max((metrics.horizontalAdvance(name) for name in self._classes), default=0)
        return 2 * S + 4 if widest <= cell or cell >= _ROOMY else min(_UPRIGHT, widest + S)

    def _grid(self) -> QRectF:
        """Where the cells are."""
        side = min(self.width() - LABELS - S, self.height() - 2 * S - 4 - self._below())
        return QRectF(LABELS, 2 * S + 4, max(1, side), max(1, side))

    def _share(self, row: int, column: int) -> float:
        return self._counts[row][column] / max(1, sum(self._counts[row]))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._classes:
            return
        painter = QPainter(self)
        painter.setFont(ui_font(CAPTION))
        painter.setPen(QColor(colours().muted))
        grid = self._grid()
        cell = grid.width() / len(self._classes)
        across = QRectF(grid.left(), 0, max(grid.width(), 200), 2 * S)
        painter.drawText(across, Qt.AlignmentFlag.AlignLeft, self.tr("predicted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, LABELS - S, 2 * S), Qt.AlignmentFlag.AlignRight, self.tr("true"))
        every = math.ceil((CAPTION + 4) / cell)
        for at in range(0, len(self._classes), every):
            name = self._classes[at]
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, LABELS - S)
            high = max(cell, CAPTION + 6)
            middle = grid.top() + (at + 0.5) * cell
            painter.drawText(QRectF(0, middle - high / 2, LABELS - S, high), right, words)
            self._name_below(painter, name, QPointF(grid.left() + at * cell, grid.bottom() + 4), cell)
        self._paint_cells(painter, grid, cell)

    def _name_below(self, painter: QPainter, name: str, at: QPointF, cell: float) -> None:
        room = self._below() - 4
        if room <= 2 * S:
            short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(cell))
            painter.drawText(QRectF(at.x(), at.y(), cell, 2 * S), Qt.AlignmentFlag.AlignHCenter, short)
            return
        painter.save()
        wide = max(cell, CAPTION + 6)
        painter.translate(at.x() + (cell - wide) / 2, at.y() + room)
        painter.rotate(-90)
        short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(
            QRectF(0, 0, room, wide), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short
        )
        painter.restore()

    def _paint_cells(self, painter: QPainter, grid: QRectF, cell: float) -> None:
        c = colours()
        painter.setFont(ui_font(BODY if cell >= 1.5 * _FIGURES else CAPTION, tabular=True))
        gap = 1 if cell > 4 else 0
        for row, counts in enumerate(self._counts):
            for column, count in enumerate(counts):
                box = QRectF(grid.left() + column * cell, grid.top() + row * cell, cell - gap, cell - gap)
                share = self._share(row, column)
                ground = _over(c.accent if row == column else c.muted, c.surface, 0.06 + 0.74 * share)
                painter.fillRect(box, ground)
                text = figures.count(count) + (f"\n{figures.percent(share)}" if cell >= _ROOMY else "")
                if cell >= _FIGURES and (count or cell >= _ROOMY):
                    painter.setPen(_readable(ground))
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


def _over(token: str, under: str, share: float) -> QColor:
    """A colour laid over another, as it is seen."""
    mixed = (
        share * a + (1 - share) * b for a, b in zip(_parts(QColor(token)), _parts(QColor(under)), strict=True)
    )
    return QColor.fromRgbF(*mixed)


def _readable(ground: QColor) -> QColor:
    """The text colour that stands out more on this ground."""
    c = colours()
    return max((QColor(c.text), QColor(c.on_accent)), key=lambda ink: _contrast(ink, ground))


def _contrast(a: QColor, b: QColor) -> float:
    """As WCAG 2 has it."""
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    linear = (v / 12.92 if v <= 0.04045 else math.pow((v + 0.055) / 1.055, 2.4) for v in _parts(colour))
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
