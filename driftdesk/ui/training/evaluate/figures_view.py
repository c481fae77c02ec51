"""The figures of one evaluation, or of two beside each other, in views to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import ClassFigures, Slice
from driftdesk.ui.plots.confusion import ConfusionPlot
from driftdesk.ui.plots.curve import CurvePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import refill
from driftdesk.ui.training.evaluate.captions import caption
from driftdesk.ui.training.evaluate.fields import class_fields, slice_fields
from driftdesk.ui.training.evaluate.scenes import OF_CLASSES, OF_VALUES, Named, over_time
from driftdesk.ui.training.tables import sortable_table
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.widgets.list_table import ListTableModel
from driftdesk.ui.workspace import Workspace

_ROOMY = 640
"""Pixels from which on the tables show all their columns."""
_FOUND_BY = _PREDICTED = 5


class FiguresView(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._shown: tuple[Named, ...] = ()
        self._views = QListWidget()
        self._views.setFrameShape(QFrame.Shape.NoFrame)
        self._views.setMaximumWidth(18 * S)
        self._views.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._of = QComboBox()
        self._note = label("", "caption", wrap=True)
        self._plot = CurvePlot()
        self._confusions = (ConfusionPlot(), ConfusionPlot())
        self._sides = (QWidget(), QWidget())
        self._names = (label("", "caption"), label("", "caption"))
        self._slices: ListTableModel[Slice] = ListTableModel(
            slice_fields(self._slice_metric), lambda s: (s.rule, s.worst), self
        )
        self._classes: ListTableModel[ClassFigures] = ListTableModel(class_fields(), lambda c: c.name, self)
        self._slice_table = sortable_table(
            self._slices, workspace, "training/slices", 210, 56, 70, 94, 90, 112
        )
        self._class_table = sortable_table(
            self._classes, workspace, "training/class-figures", 100, 52, 142, 142, 58, 80
        )
        for table in (self._slice_table, self._class_table):
            table.stretch(0)
        self._stack = QStackedWidget()
        self._lay_out()
        self._views.currentRowChanged.connect(self._show_view)
        self._of.activated.connect(self._show_view)
        self.retranslate()

    def _lay_out(self) -> None:
        confusions = QWidget()
        row = QHBoxLayout(confusions)
        row.setContentsMargins(0, 0, 0, 0)
        for side, name, plot in zip(self._sides, self._names, self._confusions, strict=True):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(name)
            column.addWidget(plot, 1)
            row.addWidget(side, 1)
        for page in (self._plot, confusions, self._slice_table, self._class_table):
            self._stack.addWidget(page)
        part = QHBoxLayout()
        part.setSpacing(S)
        part.addWidget(self._note, 1)
        part.addWidget(self._of, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(S // 2)
        column.addLayout(part)
        column.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * S)
        whole.addWidget(self._views)
        whole.addLayout(column, 1)

    def show_evaluations(self, shown: Sequence[Named]) -> None:
        """One or two; the view that was chosen stays where there is one of its kind."""
        self._shown = tuple(shown)
        self._offer_views()
        self._show_view()

    @property
    def view(self) -> str:
        """The key of the chosen view."""
        row = self._views.currentRow()
        return str(self._views.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else ""

    def choose(self, key: str) -> None:
        for row in range(self._views.count()):
            if self._views.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self._views.setCurrentRow(row)

    def _offer_views(self) -> None:
        chosen = self.view
        self._views.blockSignals(True)
        self._views.clear()
        for key, text in self._options():
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, 3 * S))
            self._views.addItem(item)
        texts = [self._views.fontMetrics().horizontalAdvance(text) for _, text in self._options()]
        self._views.setFixedWidth(max(texts, default=0) + 3 * S)
        self._views.setCurrentRow(0)
        self.choose(chosen)
        self._views.blockSignals(False)

    def _options(self) -> list[tuple[str, str]]:
        """Only what there is something of."""
        found = [each.evaluation for each in self._shown]
        has_curves = any(e.curves for e in found)
        offered = {
            "confusion": (self.tr("Confusion"), any(e.confusion for e in found)),
            "roc": ("ROC", has_curves or any(e.roc for e in found)),
            "pr": (self.tr("Precision and recall"), has_curves),
            "calibration": (self.tr("Calibration"), has_curves),
            "lift": (self.tr("Lift"), has_curves),
            "gain": (self.tr("Gain"), has_curves),
            "thresholds": (self.tr("Thresholds"), any(c.thresholds for e in found for c in e.curves)),
            "truth": (self.tr("Truth and prediction"), any(e.residuals for e in found)),
            "histogram": (self.tr("Residuals"), any(e.errors for e in found)),
            "along": (self.tr("Along predictions"), any(e.errors for e in found)),
            "quantiles": (self.tr("Normal quantiles"), any(e.errors for e in found)),
            "classes": (self.tr("Classes"), any(e.by_class for e in found)),
            "slices": (self.tr("Slices"), any(e.slices for e in found)),
            "time": (self.tr("Time"), any(e.over_time for e in found)),
        }
        return [(key, text) for key, (text, there) in offered.items() if there]

    def _show_view(self, *_: object) -> None:
        key = self.view if self._shown else ""
        self._offer_parts(key)
        of = str(self._of.currentData() or "")
        self._note.setText(caption(key, self._shown[-1].evaluation) if self._shown else "")
        if key in OF_CLASSES:
            self._plot.show_scene(OF_CLASSES[key](self._shown, of))
        elif key in OF_VALUES:
            self._plot.show_scene(OF_VALUES[key](self._shown))
        elif key == "time":
            self._plot.show_scene(over_time(self._shown, of))
        self._stack.setCurrentIndex({"confusion": 1, "slices": 2, "classes": 3}.get(key, 0))
        if key == "confusion":
            self._show_confusions()
        elif key == "slices":
            self._slices.show(self._shown[-1].evaluation.slices)
            self._slices.retranslate()  # the metric stands in the header
            self._hide_columns()
        elif key == "classes":
            self._classes.show(self._shown[-1].evaluation.by_class)
            self._hide_columns()
        name = next((text for known, text in self._options() if known == key), "")
        self._plot.setAccessibleName(name)

    def _slice_metric(self) -> str:
        """The metric that the slices are judged by."""
        slices = self._shown[-1].evaluation.slices if self._shown else ()
        return slices[0].metric if slices else ""

    def _hide_columns(self) -> None:
        """Where there is little room: how slices were found only where it differs, of classes not how often they were said."""
        narrow = self._stack.width() < _ROOMY
        found = {s.worst for s in self._slices.things}
        self._slice_table.setColumnHidden(_FOUND_BY, narrow and len(found) < 2)
        self._class_table.setColumnHidden(_PREDICTED, narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_columns()

    def _offer_parts(self, key: str) -> None:
        """Which class, or over time which metric."""
        choices: list[tuple[str, str]] = []
        if key in OF_CLASSES:
            names = dict.fromkeys(c.name for each in self._shown for c in each.evaluation.curves)
            choices = [(self.tr("class {name}").format(name=name), name) for name in names]
        elif key == "time":
            metrics = dict.fromkeys(n for e in self._shown for c in e.evaluation.over_time for n in c.metrics)
            first = [n for n in self._shown[0].evaluation.metrics if n in metrics]
            choices = [(words.metric(name), name) for name in first]
        refill(self._of, choices)
        self._of.setVisible(len(choices) > 1)

    def _show_confusions(self) -> None:
        for at, (name, plot) in enumerate(zip(self._names, self._confusions, strict=True)):
            there = at < len(self._shown) and self._shown[at].evaluation.confusion is not None
            self._sides[at].setVisible(there)
            name.setVisible(there and bool(self._shown[at].name))
            if there:
                evaluation = self._shown[at].evaluation
                name.setText(self._shown[at].name)
                plot.show_confusion(evaluation.classes, evaluation.confusion or ())

    def retranslate(self) -> None:
        self._views.setAccessibleName(self.tr("View"))
        self._of.setAccessibleName(self.tr("Class or metric"))
        self._slice_table.setAccessibleName(self.tr("Slices"))
        self._class_table.setAccessibleName(self.tr("Classes"))
        self._slices.retranslate()
        self._classes.retranslate()
        self.show_evaluations(self._shown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
