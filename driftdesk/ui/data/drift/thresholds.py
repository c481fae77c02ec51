"""Thresholds, evidence and presets beside a drift analysis: every change judges the stored report again, at once."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.params import PRESETS, ColumnParams, DriftParams, Thresholds
from driftdesk.core.entities import ColumnDrift, DriftReport, MethodResult
from driftdesk.ui.data import words
from driftdesk.ui.data.drift.threshold_pair import ThresholdPair
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, icon_button, label, line
from driftdesk.ui.widgets.fields import IntField, NumberField

_SETTLE = 120
"""Milliseconds after the last change until the report is judged again."""


class ThresholdPanel(QFrame):
    """``changed`` carries the ``DriftParams`` that stand here; ``applied`` those that next analyses shall use;
    ``save_asked`` those that shall be kept as a preset; ``closed`` when nothing is to be tried any more."""

    changed = Signal(object)
    applied = Signal(object)
    save_asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(46 * S)
        self._report: DriftReport | None = None
        self._column = ""
        self._params = DriftParams()
        self._presets: dict[str, DriftParams] = dict(PRESETS)
        self._is_filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE)
        self._timer.timeout.connect(self._announce)
        self._title, self._hint = label("", "heading"), label("", "caption", wrap=True)
        self._close = icon_button("close", "")
        self._close.clicked.connect(self.closed)
        self.preset = QComboBox()
        self.preset.activated.connect(self._on_preset)
        self.save = button("", "quiet", "save")
        self.save.clicked.connect(lambda: self.save_asked.emit(self.params()))
        self._methods, self._own = QGridLayout(), QGridLayout()
        self.pairs: dict[str, ThresholdPair] = {}
        self.own: ThresholdPair | None = None
        self._own_is_set = False
        """Whether the user gave this column thresholds of its own: else it follows those of all."""
        self.own_method = QComboBox()
        self.own_method.activated.connect(self._on_own_method)
        self.alpha = NumberField(1e-6, 0.5, logarithmic=True)
        self.alpha.valueChanged.connect(self._on_edited)
        self.min_rows = IntField()
        self.min_rows.setRange(2, 1_000_000)
        self.min_rows.valueChanged.connect(self._on_edited)
        self.correction, self.decision = QComboBox(), QComboBox()
        for combo in (self.correction, self.decision):
            combo.activated.connect(self._on_edited)
        self._captions = {
            key: label("", "muted") for key in ("preset", "alpha", "correction", "decision", "rows")
        }
        self._methods_title, self._own_title = label("", "caption"), label("", "caption")
        self.reset, self.apply = button(""), button("", "primary")
        self.reset.clicked.connect(self._on_reset)
        self.apply.clicked.connect(lambda: self.applied.emit(self.params()))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head, first, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        first.addWidget(self._captions["preset"])
        first.addWidget(self.preset, 1)
        first.addWidget(self.save)
        form = QGridLayout()
        form.setVerticalSpacing(S // 2)
        form.setColumnStretch(1, 1)
        fields = (self.alpha, self.correction, self.decision, self.min_rows)
        for row, (key, field) in enumerate(
            zip(("alpha", "correction", "decision", "rows"), fields, strict=True)
        ):
            form.addWidget(self._captions[key], row, 0)
            form.addWidget(field, row, 1)
            self._captions[key].setBuddy(field)
        foot.addStretch(1)
        foot.addWidget(self.reset)
        foot.addWidget(self.apply)
        inside = QWidget()
        inside.setProperty("area", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * S, 0, 2 * S, S)
        column.setSpacing(S)
        for part in (first, self._methods_title, self._methods, self._own_title, self._own, line(), form):
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(S)
        top, bottom = QVBoxLayout(), QVBoxLayout()
        top.setContentsMargins(2 * S, S, S, 0)
        top.addLayout(head)
        top.addWidget(self._hint)
        bottom.setContentsMargins(2 * S, 0, 2 * S, S)
        bottom.addLayout(foot)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        whole.addLayout(bottom)

    # What stands here -------------------------------------------------------------------------------------------

    def show_report(self, report: DriftReport, params: DriftParams) -> None:
        """Offer what ``report`` can be judged by again, as ``params`` have it."""
        self._report, self._params = report, params
        self._fill()

    def show_column(self, name: str) -> None:
        """The column whose own thresholds can be set; what was set for others stays."""
        if name != self._column and self._report is not None:
            self._params = self.params()
            self._column = name
            self._fill_own()
        self._column = name

    def show_presets(self, saved: Mapping[str, DriftParams], chosen: str = "") -> None:
        """Presets that were saved, besides those that come with DriftDesk. ``chosen``: what stands here is that one."""
        self._presets = {**PRESETS, **saved}
        if chosen:
            self._params = self.params().model_copy(update={"preset": chosen})
        self._fill_presets()

    def params(self) -> DriftParams:
        """What stands here."""
        before, by_method = self._params, dict(self._params.by_method)
        for name, pair in self.pairs.items():
            usual = self._usual(name, before)
            given = (pair.warning.value(), pair.critical.value())
            if given != usual or name in by_method:
                by_method[name] = Thresholds(warning=given[0], critical=given[1])
        by_column = dict(before.by_column)
        if self.own is not None:
            made = self._own_params()
            by_column.pop(self._column, None)
            if made != ColumnParams():
                by_column[self._column] = made
        return before.model_copy(
            update={
                "by_method": by_method,
                "by_column": by_column,
                "alpha": self.alpha.value(),
                "min_rows": self.min_rows.value(),
                "correction": self.correction.currentData(),
                "decision": self.decision.currentData(),
            }
        )

    def _own_params(self) -> ColumnParams:
        """What is set for this column, as far as it differs from what holds for all."""
        method = self.own_method.currentData() or ""
        if self.own is None or not self._own_is_set:
            return ColumnParams(method=method)
        warning, critical = self.own.warning.value(), self.own.critical.value()
        return ColumnParams(method=method, warning=warning, critical=critical)

    def _shown(self) -> ColumnDrift | None:
        found = self._report.columns if self._report else ()
        return next((c for c in found if c.name == self._column), None)

    def _usual(self, name: str, params: DriftParams) -> tuple[float, float]:
        return params.thresholds(name)

    def _thresholds_of(self, result: MethodResult) -> tuple[float, float]:
        pair = self.pairs.get(result.method)
        if pair is not None and result.scale == 1.0:
            return pair.warning.value(), pair.critical.value()
        return self._params.thresholds(result.method, result.scale)

    def _fill(self) -> None:
        self._is_filling = True
        params = self._params
        self._fill_presets()
        self.alpha.setValue(params.alpha)
        self.min_rows.setValue(params.min_rows)
        self.correction.setCurrentIndex(max(0, self.correction.findData(params.correction)))
        self.decision.setCurrentIndex(max(0, self.decision.findData(params.decision)))
        _clear(self._methods)
        self.pairs = {}
        for row, name in enumerate(self._deciding(), 1):
            pair = self.pairs[name] = ThresholdPair(name, *params.thresholds(name))
            pair.changed.connect(self._on_edited)
            self._add_pair(self._methods, row, words.method(name), pair)
        self._is_filling = False
        self._fill_own()

    def _fill_own(self) -> None:
        """The method and the thresholds of the current column alone."""
        self._is_filling = True
        column = self._shown()
        self.own_method.setParent(None)
        _clear(self._own)
        self.own = None
        can = column is not None and bool(column.results) and column.method != words.NOT_JUDGED
        self._own_title.setVisible(can)
        if can and column is not None:
            own = self._params.by_column.get(column.name, ColumnParams())
            self.own_method.clear()
            self.own_method.addItem(self.tr("Usual method"), "")
            for result in column.results:
                if result.statistic is not None and result.method in METHODS and result.method != "missing":
                    self.own_method.addItem(words.method(result.method), result.method)
            self.own_method.setCurrentIndex(max(0, self.own_method.findData(own.method)))
            self._own.addWidget(self.own_method, 0, 0, 1, 2)
            result = _result(column, own.method or column.method) or column.results[0]
            usual = self._thresholds_of(result)
            self._own_is_set = own.warning is not None or own.critical is not None
            warning, critical = own.warning or usual[0], own.critical or usual[1]
            self.own = ThresholdPair(result.method, warning, max(warning, critical))
            self.own.changed.connect(self._on_own_edited)
            self._add_pair(self._own, 1, words.method(result.method), self.own)
        self._is_filling = False
        self._say()

    def _add_pair(self, grid: QGridLayout, row: int, name: str, pair: ThresholdPair) -> None:
        said = label(name)
        grid.setColumnStretch(0, 1)
        grid.addWidget(said, row, 0)
        grid.addWidget(pair, row, 1)
        pair.warning.setAccessibleName(self.tr("{method}: warning").format(method=name))
        pair.critical.setAccessibleName(self.tr("{method}: critical").format(method=name))
        pair.warning.setToolTip(self.tr("Warning"))
        pair.critical.setToolTip(self.tr("Critical"))

    def _deciding(self) -> Sequence[str]:
        """The methods whose thresholds the verdict on this report goes by."""
        report = self._report
        if report is None:
            return ()
        rows = report.reference.rows
        chosen = {self._params.method_of(c.kind, rows): c for c in report.columns if c.results}
        decided = {c.method: c for c in report.columns}
        there = {r.method: r for c in report.columns for r in c.results if r.scale == 1.0}
        return [n for n in dict.fromkeys([*chosen, *decided, "missing"]) if n in METHODS and n in there]

    def _fill_presets(self) -> None:
        self.preset.clear()
        for name in self._presets:
            self.preset.addItem(preset_title(name), name)
        self.preset.setCurrentIndex(self.preset.findData(self._params.preset))

    def _on_preset(self, index: int) -> None:
        self._params = self._presets[self.preset.itemData(index)]
        self._fill()
        self._announce()

    def _on_own_method(self, _index: int) -> None:
        method = self.own_method.currentData()
        by_column = {**self._params.by_column, self._column: ColumnParams(method=method)}
        self._params = self.params().model_copy(update={"by_column": by_column})
        self._fill_own()
        self._announce()

    def _on_reset(self) -> None:
        if self._report is not None:
            self._params = DriftParams.model_validate(self._report.params)
            self._fill()
            self._announce()

    def _on_own_edited(self) -> None:
        if not self._is_filling:
            self._own_is_set = True
            self._timer.start()

    def _on_edited(self) -> None:
        if not self._is_filling:
            self._timer.start()
            self._follow()

    def _follow(self) -> None:
        """A column without thresholds of its own follows those of all."""
        column, own = self._shown(), self.own
        result = _result(column, own.name) if own is not None else None
        if own is not None and result is not None and not self._own_is_set:
            self._is_filling = True
            warning, critical = self._thresholds_of(result)
            own.critical.setValue(max(critical, own.warning.value()))
            own.warning.setValue(warning)
            own.critical.setValue(critical)
            self._is_filling = False

    def _announce(self) -> None:
        self._timer.stop()
        self.changed.emit(self.params())

    def _say(self) -> None:
        self._own_title.setText(self.tr("Only {column}").format(column=self._column))

    def retranslate(self) -> None:
        self._title.setText(self.tr("Thresholds"))
        self._hint.setText(
            self.tr("The verdict follows. Nothing is computed again, and the report stays as it is.")
        )
        self._methods_title.setText(self.tr("Warning and critical, by method"))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the thresholds"))
        names = {
            "preset": self.tr("Preset"),
            "alpha": self.tr("Evidence: p at most"),
            "correction": self.tr("Correction"),
            "decision": self.tr("A verdict needs"),
            "rows": self.tr("Fewest rows"),
        }
        fields = (self.preset, self.alpha, self.correction, self.decision, self.min_rows)
        for (key, text), field in zip(names.items(), fields, strict=True):
            self._captions[key].setText(text)
            field.setAccessibleName(text)
        self.own_method.setAccessibleName(self.tr("Method of this column"))
        self.save.setText(self.tr("Save…"))
        self.reset.setText(self.tr("As computed"))
        self.apply.setText(self.tr("Use from now on"))
        _offer(
            self.correction,
            (
                (self.tr("Benjamini–Hochberg"), "benjamini-hochberg"),
                (self.tr("Bonferroni"), "bonferroni"),
                (self.tr("None"), "none"),
            ),
        )
        _offer(
            self.decision,
            (
                (self.tr("An effect and evidence"), "both"),
                (self.tr("An effect alone"), "effect"),
                (self.tr("Evidence alone"), "p_value"),
                (self.tr("What the method says"), "by_method"),
            ),
        )
        if self._report is not None:
            self._fill()


def preset_title(name: str) -> str:
    """A preset as people call it."""
    return {
        "default": words.translate("data", "DriftDesk’s"),
        "evidently": words.translate("data", "Evidently’s"),
        "nannyml": words.translate("data", "NannyML’s"),
    }.get(name, name)


def _result(column: ColumnDrift | None, method: str) -> MethodResult | None:
    return next((r for r in column.results if r.method == method), None) if column else None


def _offer(combo: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    chosen = combo.currentData()
    combo.clear()
    for text, value in items:
        combo.addItem(text, value)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            if isinstance(widget, QComboBox):
                widget.setParent(None)
            else:
                widget.deleteLater()
