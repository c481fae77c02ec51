"""The first rows of a file that is looked at before it is imported."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import Kind
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel

if TYPE_CHECKING:
    from driftdesk.core.ingest.preview import Preview

_SHOWN_COLUMNS = 200
"""More are in the file, but nobody reads them here."""

_NARROWEST, _WIDEST = 90, 240
"""Pixels of a column."""


class FirstRows(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "caption")
        self.table = DataTable()
        head = QHBoxLayout()
        head.setContentsMargins(2 * S, 0, 2 * S, 0)
        head.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S, 0, 0)
        column.setSpacing(S // 2)
        column.addLayout(head)
        column.addWidget(inset(self.table, S), 1)
        self.table.setAccessibleName(self.tr("First rows"))

    def show_preview(self, preview: "Preview") -> None:
        names = [c.name for c in preview.columns[:_SHOWN_COLUMNS]]
        numeric = {c.name for c in preview.columns if c.kind is Kind.NUMERIC}

        def field(name: str) -> Field[dict[str, Any]]:
            return Field(lambda: name, lambda r: figures.cell(r.get(name)) or "", number=name in numeric)

        old = self.table.model()
        model = ListTableModel[dict[str, Any]]([field(n) for n in names], id, self)
        model.show(preview.rows)
        self.table.setModel(model)
        header = self.table.horizontalHeader()
        for at in range(len(names)):  # names and values whole, where they are not longer than anybody reads
            wanted = max(header.sectionSizeHint(at), self.table.sizeHintForColumn(at) + S)
            header.resizeSection(at, max(_NARROWEST, min(wanted, _WIDEST)))
        if old is not None:
            old.deleteLater()
        self._title.setText(self.tr("First {n} rows").format(n=len(preview.rows)))
