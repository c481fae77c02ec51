"""What stream is looked at, in what order, and by which detectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QProgressBar, QWidget

from driftdesk.core.entities import Model, Progress, Role, Schema, StreamSource
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.ui.data.drift import stream_words
from driftdesk.ui.data.drift.stream_dialogs import DetectorParams
from driftdesk.ui.data.records.expression_field import ExpressionField
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, label

_VALUES, _ERRORS = "values", "errors"
_USUAL = ("adwin", "page-hinkley")
WATCHING = tuple(name for name, info in DETECTORS.items() if not info.is_dummy)


class StreamBar(QWidget):
    """``changed``: another stream, or other detectors, are chosen. ``run_asked``, ``stop_asked``: the buttons."""

    changed = Signal()
    run_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._params: dict[str, dict[str, Any]] = {}
        self._chosen = list(_USUAL)
        self.what = QComboBox()
        self.expression = ExpressionField()
        self.expression.setMinimumWidth(20 * S)
        self.model = QComboBox()
        self._by = label("", "muted")
        self.order = QComboBox()
        for combo in (self.what, self.model, self.order):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
        self.detectors = button("", "")
        self.detectors.setProperty("menu", True)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.detectors.setMenu(self._menu)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(12 * S)
        self.run, self.stop = button("", "", "run"), button("", "quiet", "stop")
        self._connect()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.what)
        row.addWidget(self.expression, 1)
        row.addWidget(self.model, 1)
        for part in (self._by, self.order, self.detectors, self.run, self._progress, self.stop):
            row.addWidget(part)
        self.show_running(None)
        self.retranslate()

    def _connect(self) -> None:
        self.what.activated.connect(lambda _i: self._settle_and_tell())
        self.model.activated.connect(lambda _i: self.changed.emit())
        self.order.activated.connect(lambda _i: self.changed.emit())
        self.expression.line.editingFinished.connect(self.changed)
        self.expression.submitted.connect(lambda _text: self.run_asked.emit())
        self.expression.edited.connect(lambda _text: self._settle())
        self.run.clicked.connect(self.run_asked)
        self.stop.clicked.connect(self.stop_asked)

    # What is chosen ---------------------------------------------------------------------------------------------

    def source(self) -> StreamSource | None:
        """None: nothing to watch is chosen yet."""
        order = self.order.currentData() or ""
        if self.what.currentData() == _ERRORS:
            model = self.model.currentData()
            return StreamSource(model=model, order_by=order) if model else None
        text = self.expression.text()
        return StreamSource(of=text, order_by=order) if text else None

    def chosen(self) -> dict[str, dict[str, Any]]:
        """The detectors, each with those parameters that are not as usual."""
        return {name: dict(self._params.get(name, {})) for name in self._chosen}

    def params(self, name: str) -> dict[str, Any]:
        """Of a detector, as far as they are not as usual."""
        return dict(self._params.get(name, {}))

    def state(self) -> dict[str, Any]:
        """What is chosen, to be remembered."""
        source = self.source() or StreamSource()
        return {"source": source.model_dump(), "detectors": list(self._chosen), "params": self._params}

    def show_choices(self, schema: Schema, models: Sequence[Model], state: Mapping[str, Any]) -> None:
        """What a dataset offers, and what was chosen there; without a choice, in the order of its timestamps."""
        self.expression.set_schema(schema)
        source = StreamSource.model_validate(state.get("source") or {})
        in_time = next((c.name for c in schema.columns if c.role is Role.TIMESTAMP), "")
        self._offer(self.model, [(n, n) for n in _refs(models)], source.model)
        columns = [(c.name, c.name) for c in schema.columns]
        self._offer(self.order, [(self.tr("the rows"), ""), *columns], source.order_by if state else in_time)
        self.what.setCurrentIndex(max(0, self.what.findData(_ERRORS if source.model else _VALUES)))
        self.expression.set_text(source.of)
        self._chosen = [n for n in state.get("detectors", _USUAL) if n in WATCHING] or list(_USUAL)
        self._params = {n: dict(p) for n, p in state.get("params", {}).items() if n in WATCHING}
        self._settle()

    def set_history(self, used: Sequence[str]) -> None:
        """Expressions that were watched before."""
        self.expression.set_history(used)

    def show_running(self, progress: Progress | None) -> None:
        """How far the job is; None: there is none."""
        running = progress is not None
        self._progress.setVisible(running)
        self.stop.setVisible(running)
        self.run.setVisible(not running)
        for part in (self.what, self.expression, self.model, self.order, self.detectors):
            part.setEnabled(not running)
        if progress is not None:
            self._progress.setRange(0, 1000 if progress.total else 0)
            self._progress.setValue(round(1000 * progress.done / progress.total) if progress.total else 0)

    # Detectors --------------------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._menu.clear()
        for name in WATCHING:
            action = self._menu.addAction(stream_words.detector(name))
            action.setCheckable(True)
            action.setChecked(name in self._chosen)
            action.setToolTip(stream_words.about(name))
            action.toggled.connect(partial(self._on_detector, name))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Parameters…")).triggered.connect(self.ask_params)

    def _on_detector(self, name: str, on: bool) -> None:
        """One is left at least: a study by none would show the baselines alone."""
        wanted = {*self._chosen, name} if on else {*self._chosen} - {name}
        self._chosen = [n for n in WATCHING if n in wanted] or [name]
        self._settle_and_tell()

    def ask_params(self) -> None:
        """Open the parameters of the chosen detectors."""
        dialog = DetectorParams(self.chosen(), self)
        dialog.confirmed.connect(self._on_params)
        dialog.open()

    def _on_params(self, params: dict[str, dict[str, Any]]) -> None:
        self._params |= params
        self.changed.emit()

    # Words ------------------------------------------------------------------------------------------------------

    def _settle_and_tell(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """Show the parts that go with what is chosen."""
        of_errors = self.what.currentData() == _ERRORS
        self.expression.setVisible(not of_errors)
        self.model.setVisible(of_errors)
        self.run.setEnabled(self.source() is not None)
        names = [stream_words.detector(n) for n in self._chosen]
        self.detectors.setToolTip(", ".join(names))
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        self.detectors.setText(names[0] + more)
        said = self.tr("Detectors: {names}").format(names=", ".join(names))
        self.detectors.setAccessibleName(said)

    def _offer(self, combo: QComboBox, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these; what was chosen stays on offer though it may be gone: the check says so."""
        combo.clear()
        for text, value in options:
            combo.addItem(text, value)
        if chosen and combo.findData(chosen) < 0:
            combo.addItem(chosen, chosen)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def retranslate(self) -> None:
        words = ((_VALUES, self.tr("Values of")), (_ERRORS, self.tr("Errors of")))
        for at, (key, text) in enumerate(words):
            if self.what.count() <= at:
                self.what.addItem(text, key)
            self.what.setItemText(at, text)
        self._by.setText(self.tr("in the order of"))
        if self.order.count():
            self.order.setItemText(0, self.tr("the rows"))
        self.expression.line.setPlaceholderText(self.tr("A number or a condition"))
        self.what.setAccessibleName(self.tr("What is watched"))
        self.expression.line.setAccessibleName(self.tr("Expression that is watched"))
        self.model.setAccessibleName(self.tr("Model whose errors are watched"))
        self.order.setAccessibleName(self.tr("Order of the stream"))
        self.run.setText(self.tr("Look"))
        self.run.setToolTip(self.tr("Let the detectors see the stream"))
        self.stop.setText(self.tr("Stop"))
        self._progress.setAccessibleName(self.tr("Progress"))
        self._settle()


def _refs(models: Sequence[Model]) -> list[str]:
    """How the versions of models that can be wrong are written."""
    return [
        f"{m.name}@{alias}"
        for m in models
        for alias, number in (("champion", m.champion), ("challenger", m.challenger), ("latest", m.head))
        if number
    ]
