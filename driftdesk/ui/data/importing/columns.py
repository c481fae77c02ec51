"""The table of a file's columns, whose kinds and roles are chosen in it."""

from driftdesk.ui.data.importing.choice_delegate import ChoiceDelegate
from driftdesk.ui.data.importing.model import (
    EXAMPLES,
    KIND,
    MISSING,
    NAME,
    ROLE,
    ImportColumnModel,
    kind_choices,
    role_choices,
)
from driftdesk.ui.widgets import DataTable


class ColumnTable(DataTable):
    """One click on a kind or a role opens its list."""

    def __init__(self, model: ImportColumnModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegateForColumn(KIND, ChoiceDelegate(kind_choices, self))
        self.setItemDelegateForColumn(ROLE, ChoiceDelegate(role_choices, self))
        self.setEditTriggers(DataTable.EditTrigger.EditKeyPressed | DataTable.EditTrigger.DoubleClicked)
        self.clicked.connect(lambda i: self.edit(i) if i.column() in (KIND, ROLE) else None)
        for section, width in ((NAME, 176), (KIND, 150), (ROLE, 136), (MISSING, 80), (EXAMPLES, 200)):
            self.setColumnWidth(section, width)
