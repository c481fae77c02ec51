"""What becomes of columns in which files differ from their dataset, or from each other: chosen one by one, never silently."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import label

_NAMED = 5
NEW, MISSING, RETYPED = "new_columns", "missing_columns", "retyped_columns"


class ColumnChoices(QWidget):
    """Visible where something is to be chosen. ``changed`` when it was."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, Collection[str]] = {NEW: (), MISSING: (), RETYPED: ()}
        self._captions = {what: label("", "caption", wrap=True) for what in self._names}
        self.combos = {what: QComboBox() for what in self._names}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        for what, combo in self.combos.items():
            combo.activated.connect(lambda _i: self.changed.emit())
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            column.addWidget(self._captions[what])
            column.addWidget(combo)
        self.retranslate()
        self.show_differences((), (), ())

    def show_differences(
        self, new: Collection[str], missing: Collection[str], retyped: Collection[str]
    ) -> None:
        self._names = {NEW: new, MISSING: missing, RETYPED: retyped}
        for what, names in self._names.items():
            self._captions[what].setVisible(bool(names))
            self.combos[what].setVisible(bool(names))
        self._caption()
        self.setVisible(any(self._names.values()))

    def forget(self) -> None:
        """Other files: nothing of what was chosen holds."""
        for combo in self.combos.values():
            combo.setCurrentIndex(0)
        self.show_differences((), (), ())

    @property
    def is_complete(self) -> bool:
        return all(self.combos[what].currentData() for what, names in self._names.items() if names)

    def options(self) -> dict[str, Any]:
        """What was chosen, as fields of ``ImportOptions``."""
        return {what: combo.currentData() for what, combo in self.combos.items() if combo.currentData()}

    def _caption(self) -> None:
        texts = {
            NEW: self.tr("New in the files: {names}"),
            MISSING: self.tr("The files lack: {names}"),
            RETYPED: self.tr("Of another kind: {names}"),
        }
        for what, names in self._names.items():
            shown = ", ".join(words.shortened(n, 24) for n in list(names)[:_NAMED])
            more = len(names) - _NAMED
            if more > 0:
                shown += self.tr(" and {n} more").format(n=more)
            self._captions[what].setText(texts[what].format(names=shown))
            self._captions[what].setToolTip("\n".join(list(names)[:40]))
            self.combos[what].setAccessibleName(self._captions[what].text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        choose = (self.tr("Choose…"), "")
        choices = {
            NEW: [choose, (self.tr("Add them"), "add"), (self.tr("Leave them out"), "ignore")],
            MISSING: [choose, (self.tr("Take them as missing values"), "null")],
            RETYPED: [
                choose,
                (self.tr("Reject rows that do not fit"), "reject"),
                (self.tr("Take such values as missing"), "missing"),
                (self.tr("Make the column text"), "text"),
            ],
        }
        for what, combo in self.combos.items():
            index = max(0, combo.currentIndex())
            combo.clear()
            for text, value in choices[what]:
                combo.addItem(text, value)
            combo.setCurrentIndex(index)
        self._caption()
