"""Records: the rows of any version, however many, a page at a time."""

from functools import partial

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
)

from driftdesk.core.entities import DatasetVersion, Kind
from driftdesk.ui.data import words
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.records.model import RecordTableModel
from driftdesk.ui.data.records.pages import Block, Cells, read_block
from driftdesk.ui.data.records.table import RecordTable
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import label
from driftdesk.ui.workspace import Workspace

_WIDTHS = {Kind.NUMERIC: 120, Kind.CATEGORICAL: 150, Kind.BOOLEAN: 104, Kind.DATETIME: 168, Kind.TEXT: 360}


class RecordPanel(DatasetPanel):
    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self._version: DatasetVersion | None = None
        self._wanted: int | None = None
        self.model = RecordTableModel(self._fetch, self.start, self)
        self.model.block_failed.connect(self.show_error)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.versions = QComboBox()
        self.versions.setMinimumWidth(22 * S)
        self.versions.activated.connect(lambda i: self.show_version(self.versions.itemData(i)))
        self._shape = label("", "muted")
        self._row_label = label("", "muted")
        self.row = QLineEdit()
        self.row.setFixedWidth(14 * S)
        self.row.returnPressed.connect(self._on_row_asked)
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self.versions)
        bar.addWidget(self._shape, 1)
        bar.addWidget(self._row_label)
        bar.addWidget(self.row)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.retranslate()

    def clear(self) -> None:
        self._version = self._wanted = None
        self.model.show_records(0, ())

    def show_facts(self, facts: DatasetFacts) -> None:
        self.versions.clear()
        for offered in facts.versions:
            self.versions.addItem(words.version_label(facts.dataset, offered.number), offered.number)
        wanted = self._wanted or (self._version.number if self._version else None)
        version = facts.version(wanted) or facts.latest
        if version is not None:
            self._show(version)
        self.show_content()

    def show_version(self, number: int) -> None:
        """Show the records of another version of the open dataset, now or as soon as it is read."""
        self._wanted = number
        if self.facts and (version := self.facts.version(number)):
            self._show(version)

    def _show(self, version: DatasetVersion) -> None:
        self._wanted = version.number
        self.versions.setCurrentIndex(self.versions.findData(version.number))
        self._shape.setText(f"{words.rows(version.rows)} · {words.columns(len(version.columns.columns))}")
        self.row.setPlaceholderText(f"1 – {version.rows:,}")
        if self._version is not None and self._version.id == version.id:
            return
        self._version = version
        self.model.show_records(version.rows, version.columns.columns)
        self._set_widths(version)
        digits = len(f"{version.rows:,}")
        self.table.verticalHeader().setFixedWidth(2 * S + 8 * max(digits, 3))

    def _set_widths(self, version: DatasetVersion) -> None:
        kept = self._workspace.state(f"data/records/{version.dataset_id}", {})
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        for i, column in enumerate(version.columns.columns[:500]):
            name = header.fontMetrics().horizontalAdvance(column.name) + 6 * S
            self.table.setColumnWidth(
                i, int(kept.get(column.id, max(_WIDTHS[column.kind], min(name, 30 * S))))
            )
        header.blockSignals(False)

    def _on_section_resized(self, section: int, _old: int, new: int) -> None:
        if self._version is None or not self.isVisible():
            return
        key = f"data/records/{self._version.dataset_id}"
        kept = self._workspace.state(key, {})
        kept[self._version.columns.columns[section].id] = new
        self._workspace.remember(key, kept)

    async def _fetch(self, block: Block) -> Cells:
        version, desk = self._version, self._workspace.desk
        assert version is not None
        return await self._workspace.tasks.call(read_block, partial(desk.tables.page, version), block)

    def _on_row_asked(self) -> None:
        digits = "".join(c for c in self.row.text() if c.isdigit())
        number = min(max(int(digits or "1"), 1), self.model.rowCount())
        index = self.model.index(number - 1, max(0, self.table.currentIndex().column()))
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Records"))
        self.versions.setAccessibleName(self.tr("Version"))
        self._row_label.setText(self.tr("Go to row"))
        self.row.setAccessibleName(self.tr("Go to row"))
