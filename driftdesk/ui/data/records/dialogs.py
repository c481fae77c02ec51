"""What the forms of the Records tab have in common: a column to choose, and which rows are meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QCheckBox, QComboBox

from driftdesk.core.entities import Column
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.widgets.form_dialog import choice


def column_choice(columns: Sequence[Column], current: str = "") -> QComboBox:
    made = choice([(c.name, c.name) for c in columns], current)
    for at, column in enumerate(columns):
        made.setItemIcon(at, icon(column.kind.value))
    return made


@dataclass
class Scope:
    """Where an edit applies: in all rows, or in those that the filter lets through. ``where`` is the filter; empty:
    there is none to choose, so no box is shown."""

    where: str
    text: str
    box: QCheckBox = field(init=False)

    def __post_init__(self) -> None:
        self.box = QCheckBox(self.text)
        self.box.setChecked(bool(self.where))
        self.box.setVisible(bool(self.where))

    def chosen(self) -> str:
        return self.where if self.where and self.box.isChecked() else ""

    def connect(self, heard: Callable[[], object]) -> None:
        self.box.toggled.connect(lambda _on: heard())
