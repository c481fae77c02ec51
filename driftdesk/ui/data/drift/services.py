"""Who answers an analysis: the built-in engine, or a service, with what can be expected of it now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox

from driftdesk.core.settings import BUILT_IN
from driftdesk.ui.theme.icons import icon

if TYPE_CHECKING:
    from driftdesk.core.detection.service import ServiceState

_LOOKS = {
    "ready": ("success", "none", QT_TRANSLATE_NOOP("ServicePicker", "{name} is ready")),
    "down": ("error", "critical", QT_TRANSLATE_NOOP("ServicePicker", "{name} cannot be used: {message}")),
    "paused": ("pause", "warning", QT_TRANSLATE_NOOP("ServicePicker", "{message}")),
}
"""By state: a glyph, a colour, and what is said."""


class ServicePicker(QComboBox):
    """``opened`` is emitted when the list drops down: time to ask again how the services are."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._states: dict[str, ServiceState] = {}
        self.currentIndexChanged.connect(lambda _i: self._say_current())

    def show_services(self, names: Sequence[str]) -> None:
        """More than the built-in one are offered; alone it is not worth a word. What was chosen stays."""
        chosen = self.currentData()
        self._states = {name: state for name, state in self._states.items() if name in names}
        self.clear()
        for name in names:
            self.addItem(self.tr("Built-in") if name == BUILT_IN else name, name)
            self._say(name)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.setVisible(len(names) > 1)

    def show_state(self, state: "ServiceState") -> None:
        """What can be expected of one of them."""
        self._states[state.name] = state
        self._say(state.name)
        self._say_current()

    def external(self) -> list[str]:
        """The names of those that can be asked how they are."""
        names = [str(self.itemData(at)) for at in range(self.count())]
        return [name for name in names if name != BUILT_IN]

    def showPopup(self) -> None:
        self.opened.emit()
        super().showPopup()

    def _say(self, name: str) -> None:
        at, state = self.findData(name), self._states.get(name)
        if at < 0 or name == BUILT_IN:
            return
        if state is None:
            self.setItemIcon(at, icon("clock", "muted"))
            said = self.tr("Asking {name} how it is…").format(name=name)
        else:
            glyph, colour, words = _LOOKS[state.state]
            self.setItemIcon(at, icon(glyph, colour))
            said = QCoreApplication.translate("ServicePicker", str(words)).format(
                name=name, message=state.message
            )
            said = f"{said}\n{state.hint}" if state.hint else said
        self.setItemData(at, said, Qt.ItemDataRole.ToolTipRole)
        self.setItemData(at, said, Qt.ItemDataRole.AccessibleDescriptionRole)

    def _say_current(self) -> None:
        said = self.currentData(Qt.ItemDataRole.ToolTipRole) or ""
        self.setToolTip(said)
        self.setAccessibleDescription(said)
