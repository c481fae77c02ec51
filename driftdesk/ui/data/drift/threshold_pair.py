"""Two numbers of one method: from where on it warns, and from where on it is critical."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.fields import NumberField

_MOST = 1e6


class ThresholdPair(QWidget):
    """Warning and critical of the method ``name``; the upper one follows the lower where they would cross."""

    changed = Signal()

    def __init__(self, name: str, warning: float, critical: float) -> None:
        super().__init__()
        self.name = name
        self.warning, self.critical = (
            NumberField(1e-6, _MOST, logarithmic=False),
            NumberField(1e-6, _MOST, logarithmic=False),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S // 2)
        for field, value in ((self.warning, warning), (self.critical, critical)):
            field.setSingleStep(0.01)
            field.setValue(value)
            field.setMinimumWidth(8 * S)
            row.addWidget(field, 1)
        self.warning.valueChanged.connect(self._on_warning)
        self.critical.valueChanged.connect(self._on_critical)

    def _on_warning(self, value: float) -> None:
        if self.critical.value() < value:
            self.critical.setValue(value)
        self.changed.emit()

    def _on_critical(self, value: float) -> None:
        if self.warning.value() > value:
            self.warning.setValue(value)
        self.changed.emit()
