"""The plot of the window: themed, few ticks, units at the axis, a hover read-out, and a menu to copy or save."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from driftdesk.core.errors import FileError
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import CAPTION, ui_font

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""Header and rows: what *Copy data* copies."""


class _Axis(pg.AxisItem):
    """An axis with few, short labels, in the caption font. Its values read as ``{:.3g}``."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=-4)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickFont=ui_font(CAPTION, tabular=True), tickTextOffset=6, autoExpandTextSpace=True)
        self.setTickDensity(0.55)
        self.setStyle(hideOverlappingLabels=True)


class Plot(pg.PlotWidget):
    """Derive from it or use it as it is.

    - ``set_axes("login count", "share", x_unit="", y_unit="%")`` names the axes;
    - ``read_out``: give a function from a point (in data units) to text, and the text stands at the pointer;
    - ``data_table``: give a function returning ``(header, rows)`` for *Copy data*;
    - ``add_threshold(value, text)`` draws a thin labelled line;
    - override ``restyle()`` to paint your items anew in ``colours()``; it is called after each change of theme. Curves: width 1,
      ``pen(colour)``, no antialiasing (measured: thick antialiased lines make the window late).
    """

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        axes = {side: _Axis(side) for side in ("left", "bottom")}
        super().__init__(parent, background=None, axisItems=axes, enableMenu=False)
        self.setAccessibleName(name)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.getPlotItem().getViewBox().setDefaultPadding(0.03)
        self.read_out: Callable[[QPointF], str] | None = None
        self.data_table: Callable[[], Table] | None = None
        self._thresholds: list[pg.InfiniteLine] = []
        self._labels: dict[str, tuple[str, str]] = {}
        self._bubble = pg.TextItem(anchor=(0, 1))
        self._bubble.setFont(ui_font(12, tabular=True))
        self._bubble.setZValue(100)
        self._bubble.hide()
        self.addItem(self._bubble, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.restyle()

    def set_axes(self, x: str, y: str, *, x_unit: str = "", y_unit: str = "") -> None:
        """Name the axes; the unit stands behind the name."""
        self._labels = {"bottom": (x, x_unit), "left": (y, y_unit)}
        self._name_axes()

    def add_threshold(
        self,
        value: float,
        text: str,
        *,
        vertical: bool = False,
        colour: str = "muted",
        at_start: bool = False,
    ) -> pg.InfiniteLine:
        """A thin dashed line at ``value`` with ``text`` at its end, or at its start. ``clear_thresholds`` removes them."""
        anchor = (0, 1) if at_start else (1, 1)
        options = {"position": 0.02 if at_start else 0.98, "anchors": [anchor, anchor], "movable": False}
        made = pg.InfiniteLine(value, 90 if vertical else 0, label=text, labelOpts=options)
        made.token = colour
        self._thresholds.append(made)
        self.addItem(made, ignoreBounds=True)
        self._paint_threshold(made)
        return made

    def clear_thresholds(self) -> None:
        for made in self._thresholds:
            self.removeItem(made)
        self._thresholds = []

    def restyle(self) -> None:
        """Paint everything in the active theme. Call ``super().restyle()`` first in your own."""
        c = colours()
        self.setBackground(c.surface)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(c.line))
            axis.setTextPen(pg.mkPen(c.muted))
            axis.setTickPen(pg.mkPen(c.line))
        self._bubble.setColor(QColor(c.text))
        self._bubble.fill = pg.mkBrush(c.raised)
        self._bubble.border = pg.mkPen(c.border)
        for made in self._thresholds:
            self._paint_threshold(made)
        self._name_axes()

    def copy_data(self) -> None:
        """The figures behind the plot, as tab-separated values."""
        if self.data_table is None:
            return
        header, rows = self.data_table()
        out = io.StringIO()
        writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        QGuiApplication.clipboard().setText(out.getvalue())

    def save(self, path: Path) -> None:
        """Write the plot to ``path``: SVG by its suffix, else a PNG at twice the size, on the theme's ground."""
        if path.suffix.lower() == ".svg":
            from PySide6.QtSvg import QSvgGenerator

            drawing = QSvgGenerator()
            drawing.setFileName(str(path))
            drawing.setSize(self.size())
            drawing.setViewBox(self.rect())
            drawing.setTitle(self.accessibleName())
            self._paint_to(QPainter(drawing))
            return
        picture = QImage(self.size() * 2, QImage.Format.Format_ARGB32)
        picture.setDevicePixelRatio(2)
        self._paint_to(QPainter(picture))
        if not picture.save(str(path)):
            raise FileError(f"The plot cannot be written to {path}.", "Choose another folder or name.")

    def _paint_to(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(colours().surface))
        self.render(painter, QRectF(self.rect()), self.rect())
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._show_menu(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        self._bubble.hide()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_bubble"):
            self.restyle()

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        copying = menu.addAction(icon("copy"), self.tr("Copy data"))
        copying.setEnabled(self.data_table is not None)
        copying.triggered.connect(self.copy_data)
        menu.addSeparator()
        menu.addAction(icon("save"), self.tr("Save as PNG…")).triggered.connect(
            lambda: self._ask_and_save("png")
        )
        menu.addAction(icon("save"), self.tr("Save as SVG…")).triggered.connect(
            lambda: self._ask_and_save("svg")
        )
        menu.exec(at)
        menu.deleteLater()

    def _ask_and_save(self, suffix: str) -> None:
        name = (self.accessibleName() or "plot").replace("/", "-")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save plot"), f"{name}.{suffix}", f"*.{suffix}")
        if chosen:
            self.save(Path(chosen))

    def _on_mouse_moved(self, at: QPointF) -> None:
        box = self.getPlotItem().getViewBox()
        if self.read_out is None or not box.sceneBoundingRect().contains(at):
            self._bubble.hide()
            return
        point = box.mapSceneToView(at)
        text = self.read_out(point)
        self._bubble.setVisible(bool(text))
        if text:
            inside = box.sceneBoundingRect()
            right, top = at.x() > inside.center().x(), at.y() < inside.top() + inside.height() / 4
            self._bubble.setAnchor((1.05 if right else -0.05, -0.2 if top else 1.1))
            self._bubble.setText(text)
            self._bubble.setPos(point)

    def _paint_threshold(self, made: pg.InfiniteLine) -> None:
        colour = getattr(colours(), made.token)
        made.setPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine))
        if getattr(made, "label", None) is not None:
            made.label.setColor(QColor(colour))
            made.label.setFont(ui_font(CAPTION))

    def _name_axes(self) -> None:
        for side, (text, unit) in self._labels.items():
            words = f"{text} ({unit})" if unit and text else text or unit
            self.getPlotItem().setLabel(side, words, color=colours().muted, **{"font-size": f"{CAPTION}px"})


def pen(colour: str, *, width: int = 1, dashed: bool = False) -> object:
    """A cosmetic pen in a token of ``Colours`` (``"current"``) or ``#rrggbb``."""
    value = getattr(colours(), colour, colour)
    return pg.mkPen(value, width=width, style=Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)


def brush(colour: str, alpha: float = 1.0) -> object:
    """A brush in a token of ``Colours`` or ``#rrggbb``."""
    value = QColor(getattr(colours(), colour, colour))
    value.setAlphaF(alpha)
    return pg.mkBrush(value)
