"""The lineage of model versions, drawn in layers from the files at the left to what came of them at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QVBoxLayout, QWidget

from driftdesk.core.training.lineage import Lineage, LineageNode
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import EmptyState, label

WIDE, HIGH = 176.0, 44.0
GAP_X, GAP_Y, MARGIN = 54.0, 14.0, 3.0 * S
_SMALLEST = 0.8
"""Of the natural size: the smallest words are 9 pixels high then."""
_GLYPHS = {
    "file": "file", "data": "dataset", "run": "run", "version": "model", "alias": "champion", "evaluation": "evaluate",
    "performance": "activity", "predictions": "predict",
}  # fmt: skip


class LineageGraph(QWidget):
    """``node_opened`` carries the LineageNode that was clicked, or chosen by the arrow keys and Enter."""

    node_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lineage: Lineage | None = None
        self._at = -1
        self._hovered = -1
        self._scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def made_of(self, node: LineageNode) -> LineageNode | None:
        """The first thing that came of ``node``."""
        edges = self._lineage.edges if self._lineage else ()
        targets = {e.target for e in edges if e.source == node.id}
        return next((n for n in self.nodes if n.id in targets), None)

    @property
    def nodes(self) -> Sequence[LineageNode]:
        return self._lineage.nodes if self._lineage else ()

    def show_lineage(self, lineage: Lineage | None) -> None:
        self._lineage = lineage
        self._hovered = -1
        self._at = next((i for i, n in enumerate(self.nodes) if n.subject), 0 if self.nodes else -1)
        self.setMinimumSize(self.sizeHint())
        self._tell()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        layers = max((n.layer for n in self.nodes), default=-1) + 1
        rows = max((n.row for n in self.nodes), default=-1) + 1
        wide, high = layers * (WIDE + GAP_X) - GAP_X, rows * (HIGH + GAP_Y) - GAP_Y
        return QSize(
            int((max(wide, 0) + 2 * MARGIN) * self._scale), int((max(high, 0) + 2 * MARGIN) * self._scale)
        )

    def fit(self, width: int) -> None:
        """Become smaller where that is enough to be seen whole in ``width``; words stay readable."""
        natural = self.sizeHint().width() / self._scale
        wanted = min(1.0, width / natural)
        self._scale = wanted if wanted >= _SMALLEST else 1.0
        self.setMinimumSize(self.sizeHint())
        self.update()

    def spot(self, node: LineageNode) -> QPoint:
        """The middle of a node's box in the widget."""
        return (self.box(node).center() * self._scale).toPoint()

    def box(self, node: LineageNode) -> QRectF:
        """Where a node is drawn, before the whole is made smaller; layers with fewer rows stand in the middle."""
        high = sum(1 for n in self.nodes if n.layer == node.layer)
        most = max(n.row for n in self.nodes) + 1
        down = (most - high) * (HIGH + GAP_Y) / 2
        x = MARGIN + node.layer * (WIDE + GAP_X)
        return QRectF(x, MARGIN + down + node.row * (HIGH + GAP_Y), WIDE, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._lineage is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        boxes = {n.id: self.box(n) for n in self.nodes}
        for edge in self._lineage.edges:
            self._paint_edge(painter, boxes[edge.source], boxes[edge.target], edge.label)
        for i, node in enumerate(self.nodes):
            self._paint_node(painter, i, node, boxes[node.id])

    def _paint_edge(self, painter: QPainter, source: QRectF, target: QRectF, said: str) -> None:
        now = colours()
        start = QPointF(source.right(), source.center().y())
        end = QPointF(target.left(), target.center().y())
        bend = max((end.x() - start.x()) / 2, GAP_X / 2)
        path = QPainterPath(start)
        path.cubicTo(QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(now.border), 1.2, Qt.PenStyle.DashLine if said else Qt.PenStyle.SolidLine))
        painter.drawPath(path)
        painter.setBrush(QColor(now.border))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(end, 2.5, 2.5)
        if said:
            painter.setFont(ui_font(CAPTION))
            painter.setPen(QColor(now.muted))
            below = start.y() > end.y()  # so that two that meet do not write over each other
            spot = QRectF(end.x() - GAP_X, end.y() + (4 if below else -18), GAP_X - 2, 14)
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight, words.lineage_label(said))

    def _paint_node(self, painter: QPainter, at: int, node: LineageNode, box: QRectF) -> None:
        now = colours()
        painter.setBrush(
            QColor(now.selection if node.subject else now.hover if at == self._hovered else now.surface)
        )
        edge = QPen(QColor(now.accent if node.subject else now.border), 1.0)
        if node.removed:
            edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus() and at == self._at:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 8, 8)
        paint_glyph(
            painter, QRectF(box.left() + 10, box.top() + 14, 16, 16), _GLYPHS[node.kind], QColor(now.muted)
        )
        text = QRectF(box.left() + 34, box.top() + 5, box.width() - 42, 18)
        self._write(
            painter,
            words.lineage_title(node),
            text,
            ui_font(BODY, QFont.Weight.Medium),
            now.muted if node.removed else now.text,
        )
        self._write(
            painter,
            words.lineage_caption(node),
            text.translated(0, 17),
            ui_font(CAPTION, tabular=True),
            now.muted,
        )

    def _write(self, painter: QPainter, text: str, area: QRectF, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    # By mouse and keyboard.

    def node_at(self, where: QPointF) -> int:
        """The position in ``nodes`` of what lies there, or -1."""
        there = where / self._scale
        return next((i for i, n in enumerate(self.nodes) if self.box(n).contains(there)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self.node_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            opens = hovered >= 0 and bool(self.nodes[hovered].thing)
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.node_at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(at)
            self.node_opened.emit(self.nodes[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in moves and self._at >= 0:
            self._move(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self.node_opened.emit(self.nodes[self._at])
        else:
            super().keyPressEvent(event)

    def _move(self, across: int, down: int) -> None:
        here = self.nodes[self._at]
        layer = here.layer + across
        near = [
            (abs(self.box(n).center().y() - self.box(here).center().y()), i)
            for i, n in enumerate(self.nodes)
            if n.layer == layer and (across or n.row == here.row + down)
        ]
        if near:
            self._move_to(min(near)[1])

    def _move_to(self, at: int) -> None:
        self._at = at
        self._tell()
        self.update()
        port = self.parentWidget()
        area = port.parentWidget() if port is not None else None
        if isinstance(area, QScrollArea):
            spot = self.spot(self.nodes[at])
            area.ensureVisible(spot.x(), spot.y(), int(WIDE), int(HIGH))

    def _tell(self) -> None:
        said = words.lineage_words(self.nodes[self._at]) if self._at >= 0 else ""
        self.setAccessibleName(self.tr("Lineage: {node}").format(node=said))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.node_at(QPointF(event.pos()))
            if at >= 0:
                QToolTip.showText(event.globalPos(), words.lineage_words(self.nodes[at]), self)
                return True
            QToolTip.hideText()
        return super().event(event)


class LineageView(QWidget):
    """The graph where it can be scrolled, or why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Lineage | None = None
        self.graph = LineageGraph()
        self._earlier = label("", "caption")
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.graph)
        self.graph.setProperty("area", "surface")
        self._area.setProperty("area", "surface")
        self._empty = EmptyState("versions", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._earlier)
        column.addWidget(self._empty, 1)
        self._earlier.setContentsMargins(3 * S, 0, 0, S)
        self.show_lineage(None)

    def show_lineage(self, lineage: Lineage | None) -> None:
        """The same lineage again leaves everything where it is."""
        if self._shown == lineage and lineage is not None:
            return
        self._shown = lineage
        self.graph.show_lineage(lineage)
        has = lineage is not None and bool(lineage.nodes)
        self._area.setVisible(has)
        self._empty.setVisible(not has)
        earlier = lineage.earlier if lineage else 0
        self._earlier.setVisible(earlier > 0)
        self._earlier.setText(self.tr("{n} earlier data versions are not drawn").format(n=earlier))
        self.graph.fit(self._area.viewport().width())
        if lineage is not None and (subject := next((n for n in lineage.nodes if n.subject), None)):
            spot = self.graph.spot(subject)
            self._area.ensureVisible(spot.x(), spot.y(), int(1.8 * WIDE), int(HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.graph.fit(self._area.viewport().width())

    def retranslate(self) -> None:
        self._empty.set_texts(
            self.tr("No lineage yet"),
            self.tr("It is drawn from a model's files to its champion, once it is trained."),
        )
        self.graph.update()
