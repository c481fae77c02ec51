"""From a verdict to a better model: one question before the loop of recomposing, training and comparing begins."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from driftdesk.core.entities import DriftReport, Model
from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import label
from driftdesk.ui.widgets.form_dialog import FormDialog


class RetrainDialog(FormDialog):
    """``confirmed`` carries the name of the model. Enter goes on: the model is chosen already."""

    confirmed = Signal(str)

    def __init__(self, models: Sequence[Model], report: DriftReport, parent: QWidget) -> None:
        title = self.tr("Recompose and retrain")
        super().__init__(title, title, parent, about=words.verdict(report), wide=60 * S)
        self.model = QComboBox()
        for model in models:
            self.model.addItem(model.name, model.name)
        self.add(self.tr("Model"), self.model)
        self.body.addWidget(
            label(
                self.tr(
                    "A new training version is composed of the new rows and of as many old ones, or by the recipe of the "
                    "model’s policy. The model is trained on it and compared with the one in use, which it replaces only "
                    "if it is not worse."
                ),
                "muted",
                wrap=True,
            )
        )
        self.go.setFocus()

    def accept(self) -> None:
        self.confirmed.emit(self.model.currentData())
        super().accept()
