"""Parameters of stream detectors, and keeping a watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.entities import StreamSource
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.ui.data.drift import stream_words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ParamsForm, label
from driftdesk.ui.widgets.form_dialog import FormDialog, choice


class DetectorParams(FormDialog):
    """``confirmed`` carries, by detector, those parameters that are not as usual."""

    confirmed = Signal(dict)

    def __init__(self, given: Mapping[str, Mapping[str, Any]], parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Parameters of the detectors"))
        self.go.setText(self.tr("Use"))
        self.forms: dict[str, ParamsForm] = {}
        inside = QWidget()
        inside.setProperty("area", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2 * S, 0)
        column.setSpacing(S)
        for name, values in given.items():
            column.addWidget(label(stream_words.detector(name), "heading"))
            column.addWidget(label(stream_words.about(name), "muted", wrap=True))
            form = self.forms[name] = ParamsForm(DETECTORS[name].params, dict(values))
            form.changed.connect(lambda: self.go.setEnabled(not any(f.error() for f in self.forms.values())))
            column.addWidget(form)
            column.addSpacing(S)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setMinimumHeight(min(inside.sizeHint().height() + S, 56 * S))
        self.body.addWidget(area, 1)

    def accept(self) -> None:
        self.confirmed.emit({name: self._changed(name) for name in self.forms})
        super().accept()

    def _changed(self, name: str) -> dict[str, Any]:
        usual = DETECTORS[name].params().model_dump()
        return {k: v for k, v in self.forms[name].values().items() if v != usual.get(k)}


class KeepWatching(FormDialog):
    """``confirmed`` carries the name of the watch and its detector."""

    confirmed = Signal(str, str)

    def __init__(
        self, source: StreamSource, detectors: Sequence[str], taken: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Keep watching {stream}").format(stream=stream_words.source(source)))
        self.go.setText(self.tr("Keep watching"))
        self._taken = frozenset(taken)
        self.name = QLineEdit(source.of or self.tr("errors of {model}").format(model=source.model))
        self.detector = choice([(stream_words.detector(n), n) for n in detectors])
        self.add(self.tr("Name"), self.name)
        self.add(self.tr("Detector"), self.detector)
        about = self.tr(
            "It sees the rows from the first version on, then those of each import, and tells you of new alarms."
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        self.name.textChanged.connect(lambda _text: self._check())
        self._check()

    def _check(self) -> None:
        name = self.name.text().strip()
        self.go.setEnabled(bool(name) and name not in self._taken)
        self.error.setText(self.tr("There is a watch of this name already.") if name in self._taken else "")
        self.error.setVisible(bool(self.error.text()))

    def accept(self) -> None:
        self.confirmed.emit(self.name.text().strip(), str(self.detector.currentData()))
        super().accept()
