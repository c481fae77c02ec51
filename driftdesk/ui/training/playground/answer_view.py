"""What a model answered about one row: the prediction, the probabilities, and what led to it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import ROW, S
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.cells import paint_ground
from driftdesk.ui.widgets.list_table import SORT_ROLE, Field, ListTableModel

_SHOWN = 6
"""Probabilities seen without scrolling."""


@dataclass(frozen=True)
class Bar:
    """``size``: of the bar, a signed share of the largest."""

    name: str
    value: str
    size: float
    figure: str
    tip: str = ""


class _BarDelegate(QStyledItemDelegate):
    """A bar from the left, or from the middle where some are negative."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.signed = False

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = paint_ground(self, painter, option, index)
        size = float(index.data(SORT_ROLE) or 0.0)
        room = QRectF(cell.rect).adjusted(S, ROW * 0.32, -S, -ROW * 0.32)
        zero = room.center().x() if self.signed else room.left()
        width = (room.width() / 2 if self.signed else room.width()) * abs(size)
        bar = QRectF(zero if size >= 0 else zero - width, room.top(), width, room.height())
        shade = QColor(colours().accent if size >= 0 else colours().reference)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(bar, 2, 2)
        if self.signed:
            painter.setBrush(QColor(colours().border))
            painter.drawRect(QRectF(zero - 0.5, cell.rect.top(), 1, cell.rect.height()))
        painter.restore()


class BarTable(DataTable):
    """Names with bars and figures."""

    def __init__(self, *, with_values: bool) -> None:
        super().__init__()
        self._titles = ["", "", "", ""]
        fields: list[Field[Bar]] = [
            Field(lambda: self._titles[0], lambda b: b.name, tip=lambda b: b.tip or b.name)
        ]
        if with_values:
            fields.append(Field(lambda: self._titles[1], lambda b: b.value))
        fields.append(Field(lambda: self._titles[2], lambda b: "", lambda b: b.size))
        fields.append(Field(lambda: self._titles[3], lambda b: b.figure, number=True, tip=lambda b: b.tip))
        self._model: ListTableModel[Bar] = ListTableModel(fields, lambda b: b.name, self)
        self.setModel(self._model)
        self._bars = _BarDelegate(self)
        at = 1 + with_values
        self.setItemDelegateForColumn(at, self._bars)
        self.stretch(at)
        self.set_widths(*([20 * S, 16 * S] if with_values else [20 * S]))

    def show_bars(self, bars: list[Bar], titles: list[str], *, signed: bool) -> None:
        self._titles[:] = titles
        self._bars.signed = signed
        self._model.show(bars)
        self._model.retranslate()


class AnswerView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "title", wrap=True)
        self.probabilities = BarTable(with_values=False)
        self.why = label("", "muted", wrap=True)
        self.effects = BarTable(with_values=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.heading)
        column.addWidget(self.probabilities)
        column.addWidget(self.why)
        column.addWidget(self.effects, 1)
        column.addStretch(0)

    def show_answer(self, target: str, answer: dict[str, Any]) -> None:
        """One of the ``answers`` of ``AskingService.ask``."""
        likely = sorted(answer["probabilities"].items(), key=lambda p: -p[1])
        prediction = answer["prediction"] if likely else figures.figure(answer["prediction"])
        self.heading.setText(f"{target} = {prediction}")
        self.probabilities.setVisible(bool(likely))
        bars = [Bar(name, "", p, figures.percent(p)) for name, p in likely]
        titles = [self.tr("Class"), "", self.tr("Probability"), ""]
        self.probabilities.show_bars(bars, titles, signed=False)
        self.probabilities.setFixedHeight(ROW * (1 + min(len(bars), _SHOWN)) + 4)
        self.probabilities.setAccessibleName(self.tr("Probabilities"))
        self._show_why(answer.get("why"))

    def _show_why(self, why: dict[str, Any] | None) -> None:
        self.effects.setVisible(why is not None)
        if why is None:
            self.why.setText("")
            return
        of_class = why["class"] is not None
        shown = figures.percent if of_class else figures.figure
        self.why.setText(
            self.tr(
                "What led to it: without knowing anything of the row, the model would on average say {base}; each line says "
                "what it adds to that."
            ).format(base=f"{shown(why['base'])} {why['class']}" if of_class else shown(why["base"]))
        )
        largest = max((abs(e["effect"]) for e in why["effects"]), default=0.0) or 1.0
        bars = [
            Bar(
                e["name"],
                e["value"],
                e["effect"] / largest,
                figures.signed_percent(e["effect"]) if of_class else f"{e['effect']:+.3g}".replace("-", "−"),
                self.tr("{name}: {effect} ± {error} (sampling)").format(
                    name=e["name"], effect=f"{e['effect']:+.3g}", error=f"{e['error']:.1g}"
                ),
            )
            for e in why["effects"]
        ]
        titles = [self.tr("Feature"), self.tr("Value"), self.tr("Effect"), ""]
        self.effects.show_bars(bars, titles, signed=True)
        self.effects.setAccessibleName(self.tr("Effects"))
