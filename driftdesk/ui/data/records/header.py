"""The header of the records: name, kind and place in the order of the rows above a small histogram that filters.

A click on the name sorts (Shift adds a key), a click on a bar filters to what it stands for, a drag over bars to a range.
"""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from driftdesk.core.entities import Kind
from driftdesk.ui import figures
from driftdesk.ui.data.records.bars import HeaderBars
from driftdesk.ui.data.records.model import BARS_ROLE, KIND_ROLE, SORT_ROLE
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import CAPTION, ROW, S, ui_font

BARS = 34
"""Height of the histograms, with what is between them and the name."""
_GLYPH = 13.0
_GRIP = 4
"""Pixels beside the edge of a section by which it is resized."""


class RecordHeader(QHeaderView):
    """``sort_asked`` (section, whether Shift was held); ``bars_chosen`` (section, first bar, last bar)."""

    sort_asked = Signal(int, bool)
    bars_chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self._shows_bars = True
        self._pressed: tuple[int, int] | None = None
        """(section, bar) where a drag over bars began."""
        self._hovered: tuple[int, int, int] | None = None
        """(section, first bar, last bar) under the mouse."""
        self._name_pressed = -1
        self._moved = False
        self.sectionMoved.connect(self._on_section_moved)
        self.show_bars(True)

    @property
    def shows_bars(self) -> bool:
        return self._shows_bars

    def show_bars(self, shown: bool) -> None:
        self._shows_bars = shown
        self.setFixedHeight(ROW + (BARS if shown else 0))
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    # Painting.

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  (Qt's name)
        """All of it; Qt's own would ask every row whether it is selected."""
        now = colours()
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, QColor(now.surface))
        painter.setPen(QColor(now.line))
        painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.bottom()))
        self._paint_name(painter, QRectF(area.left(), area.top(), area.width(), ROW), logicalIndex)
        bars = self._bars(logicalIndex)
        if bars is not None:
            self._paint_bars(painter, self._bars_area(rect), bars, logicalIndex)
        painter.restore()

    def _paint_name(self, painter: QPainter, area: QRectF, section: int) -> None:
        now, model = colours(), self.model()
        kind = model.headerData(section, Qt.Orientation.Horizontal, KIND_ROLE)
        name = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        order = model.headerData(section, Qt.Orientation.Horizontal, SORT_ROLE)
        font = ui_font(CAPTION, 600 if order else 500)
        metrics = QFontMetrics(font)
        number = str(order[0]) if order and len(getattr(model, "sort_keys", ())) > 1 else ""
        mark = (_GLYPH + metrics.horizontalAdvance(number) + 2) if order else 0.0
        room = area.width() - 2 * S - _GLYPH - 4 - mark
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(room))
        wide = metrics.horizontalAdvance(shown)
        whole = wide + _GLYPH + 4 + mark
        left = area.right() - S - whole if kind is Kind.NUMERIC else area.left() + S
        if kind is not None:
            glyph = QRectF(left, area.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
            paint_glyph(painter, glyph, kind.value, QColor(now.muted))
        painter.setFont(font)
        painter.setPen(QColor(now.text if order else now.muted))
        spot = QRectF(left + _GLYPH + 4, area.top(), wide + 2, area.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if order:
            glyph = QRectF(spot.right(), area.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
            paint_glyph(painter, glyph, "arrow-down" if order[1] else "arrow-up", QColor(now.accent))
            painter.setPen(QColor(now.accent))
            painter.drawText(
                QRectF(glyph.right(), area.top(), 20, area.height()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                number,
            )

    def _paint_bars(self, painter: QPainter, area: QRectF, bars: HeaderBars, section: int) -> None:
        now = colours()
        top = max(bars.whole) or 1.0
        step = area.width() / bars.count
        gap = 1.0 if step >= 4 else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for at in range(bars.count):
            left, wide = area.left() + at * step, max(step - gap, 1.0)
            chosen = self._hovered is not None and self._hovered[0] == section
            chosen = chosen and self._hovered is not None and self._hovered[1] <= at <= self._hovered[2]
            if chosen:
                painter.fillRect(QRectF(left, area.top(), wide, area.height()), QColor(now.hover))
            rows = bars.whole[at]
            tall = max(rows / top * area.height(), 1.0) if rows > 0 else 0.0
            grey = QColor(now.reference)
            grey.setAlphaF(0.85 if bars.shown is None else 0.4)
            painter.fillRect(QRectF(left, area.bottom() - tall, wide, tall), grey)
            if bars.shown is not None and bars.shown[at] > 0:
                tall = min(max(bars.shown[at] / top * area.height(), 1.5), area.height())
                painter.fillRect(QRectF(left, area.bottom() - tall, wide, tall), QColor(now.accent))
        base = area.bottom() + 2
        painter.fillRect(QRectF(area.left(), base, area.width(), 2), QColor(now.line))
        if bars.missing > 0:  # the share that is missing, as a line from the right
            part = max(bars.missing * area.width(), 2.0)
            painter.fillRect(QRectF(area.right() - part, base, part, 2), QColor(now.muted))

    # Geometry.

    def _bars(self, section: int) -> HeaderBars | None:
        if not self._shows_bars or self.model() is None:
            return None
        found: HeaderBars | None = self.model().headerData(section, Qt.Orientation.Horizontal, BARS_ROLE)
        return found

    def _bars_area(self, section: QRect) -> QRectF:
        return QRectF(section.left() + S, section.top() + ROW, section.width() - 2 * S, BARS - S)

    def bar_rect(self, section: int, bar: int) -> QRect:
        """Where a bar is clicked, in the header."""
        bars = self._bars(section)
        assert bars is not None
        area = self._bars_area(
            QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())
        )
        step = area.width() / bars.count
        return QRectF(area.left() + bar * step, area.top(), step, area.height()).toRect()

    def _bar_at(self, x: float, y: float, section: int = -1) -> tuple[int, int] | None:
        """(section, bar) at a point; with ``section`` the one of its bars that is nearest."""
        is_inside = section < 0
        section = self.logicalIndexAt(int(x)) if is_inside else section
        bars = self._bars(section) if section >= 0 else None
        if bars is None or (is_inside and y < ROW):
            return None
        left, wide = self.sectionViewportPosition(section) + S, self.sectionSize(section) - 2 * S
        bar = int((x - left) / max(wide, 1) * bars.count)
        if is_inside and not 0 <= bar < bars.count:
            return None
        return section, min(max(bar, 0), bars.count - 1)

    def _is_on_edge(self, x: float) -> bool:
        section = self.logicalIndexAt(int(x))
        if section < 0:
            return False
        left = self.sectionViewportPosition(section)
        return x - left < _GRIP or left + self.sectionSize(section) - x < _GRIP

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._pressed, self._name_pressed, self._moved = None, -1, False
        if event.button() == Qt.MouseButton.LeftButton and not self._is_on_edge(at.x()):
            self._pressed = self._bar_at(at.x(), at.y())
            if self._pressed is not None:
                self._hover((*self._pressed, self._pressed[1]))
                return
            if at.y() < ROW:
                self._name_pressed = self.logicalIndexAt(int(at.x()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None:
            section, first = self._pressed
            found = self._bar_at(at.x(), at.y(), section)
            if found is not None:
                self._hover((section, min(first, found[1]), max(first, found[1])))
            return
        on_bar = None if event.buttons() or self._is_on_edge(at.x()) else self._bar_at(at.x(), at.y())
        self._hover(None if on_bar is None else (*on_bar, on_bar[1]))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            chosen, self._pressed = self._hovered, None
            if chosen is not None:
                self.bars_chosen.emit(*chosen)
            return
        super().mouseReleaseEvent(event)
        at = event.position()
        is_same = self._name_pressed == self.logicalIndexAt(int(at.x()))
        if self._name_pressed >= 0 and is_same and not self._moved:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_asked.emit(self._name_pressed, adds)
        self._name_pressed = -1

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _on_section_moved(self) -> None:
        self._moved = True

    def _hover(self, place: tuple[int, int, int] | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._hovered:
            section, first, last = self._hovered
            bars = self._bars(section)
            if bars is not None and last < bars.count:
                QToolTip.showText(event.globalPos(), self._told(bars, first, last), self)
                return True
        return super().viewportEvent(event)

    def _told(self, bars: HeaderBars, first: int, last: int) -> str:
        rows, shown = bars.rows(first, last)
        found = (
            self.tr("{n} rows").format(n=figures.count(rows))
            if shown is None
            else self.tr("{shown} of {n} rows").format(shown=figures.count(shown), n=figures.count(rows))
        )
        missing = self.tr("{share} missing").format(share=figures.percent(bars.missing))
        return f"{bars.title(first, last)}\n{found}\n{missing}"
