"""A histogram the size of a word, for cells of tables: the shape of a column at a glance."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import Distribution
from driftdesk.ui.plots import shapes
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.widgets.cells import paint_ground

DISTRIBUTION_ROLE = Qt.ItemDataRole.UserRole + 40
"""The model's role under which a cell keeps its ``Distribution``."""

_MOST_BARS = 24
_MOST_PAIRS = 6


def paint_mini_histogram(painter: QPainter, area: QRectF, distribution: Distribution | None) -> None:
    """Paint ``distribution`` into ``area``: bins as one silhouette, categories as bars with gaps, on a hairline."""
    now = colours()
    base = area.bottom()
    painter.setPen(QColor(now.line))
    painter.drawLine(QPointF(area.left(), base + 0.5), QPointF(area.right(), base + 0.5))
    if distribution is None or shapes.is_empty(distribution) or shapes.is_scattered(distribution):
        return
    heights = shapes.shares(distribution)
    heights = heights / heights.max() * (area.height() - 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.reference))
    if not shapes.is_binned(distribution):
        _paint_bars(painter, area, [float(h) for h in heights[:_MOST_BARS]])
        return
    edges = shapes.finite_edges(distribution)
    xs = area.left() + (edges - edges[0]) / (edges[-1] - edges[0]) * area.width()
    x, y = shapes.outline(xs, heights)
    painter.drawPolygon(QPolygonF([QPointF(a, base - b) for a, b in zip(x, y, strict=True)]))


def _paint_bars(painter: QPainter, area: QRectF, heights: list[float]) -> None:
    step = min(area.width() / max(len(heights), 1), 14.0)
    width = max(step - 2, 1.0)
    for i, height in enumerate(heights):
        tall = max(height, 1.0) if height > 0 else 0.0
        painter.drawRect(QRectF(area.left() + i * step, area.bottom() - tall, width, tall))


def paint_mini_overlay(
    painter: QPainter, area: QRectF, reference: Distribution | None, current: Distribution | None
) -> None:
    """Paint two distributions over each other into ``area``: the reference as a silhouette, the current one as a line over
    it; categories as pairs of bars, those first that moved most."""
    now = colours()
    painter.setPen(QColor(now.line))
    painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5))
    ends = shapes.value_range(reference, current)
    if ends is None:
        _paint_pairs(painter, area, reference, current)
        return
    density = not shapes.same_bins(reference, current)
    sides = [
        (token, shapes.finite_edges(one), shapes.bar_heights(one, density=density))
        for token, one in (("reference", reference), ("current", current))
        if one is not None and shapes.is_binned(one) and not shapes.is_empty(one)
    ]
    top = max(float(h.max()) for _, _, h in sides) or 1.0
    low, high = ends
    for token, edges, heights in sides:
        x, y = shapes.outline(
            area.left() + (edges - low) / (high - low or 1.0) * area.width(),
            heights / top * (area.height() - 1),
        )
        points = QPolygonF([QPointF(a, area.bottom() - b) for a, b in zip(x, y, strict=True)])
        colour = QColor(getattr(now, token))
        painter.setPen(Qt.PenStyle.NoPen if token == "reference" else QPen(colour, 1))
        fill = QColor(colour)
        fill.setAlphaF(0.55 if token == "reference" else 0.16)
        painter.setBrush(fill)
        painter.drawPolygon(points)


def _paint_pairs(
    painter: QPainter, area: QRectF, reference: Distribution | None, current: Distribution | None
) -> None:
    a = reference if shapes.is_drawable(reference) else None
    b = current if shapes.is_drawable(current) else None
    found = shapes.pairs(a, b, _MOST_PAIRS, by_change=True)
    top = max((p.largest for p in found), default=0.0) or 1.0
    step = min(area.width() / max(len(found), 1), 16.0)
    painter.setPen(Qt.PenStyle.NoPen)
    for i, pair in enumerate(found):
        for token, share, offset in (("reference", pair.reference, 0.0), ("current", pair.current, 0.45)):
            if share:
                painter.setBrush(QColor(getattr(colours(), token)))
                tall = max(share / top * (area.height() - 1), 1.0)
                left = area.left() + (i + offset) * step
                painter.drawRect(QRectF(left, area.bottom() - tall, max(0.4 * step, 1.0), tall))


class MiniHistogram(QStyledItemDelegate):
    """Paints ``DISTRIBUTION_ROLE`` of its cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(self, painter, option, index)
        area = QRectF(option.rect).adjusted(8, 5, -8, -6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_mini_histogram(painter, area, index.data(DISTRIBUTION_ROLE))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(112, 30)
