"""The columns of the table as the user has arranged them, remembered for each dataset."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal

from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.ui.data.records.column_chooser import ColumnChooser
from driftdesk.ui.data.records.layout import ColumnLayout
from driftdesk.ui.data.records.table import RecordTable
from driftdesk.ui.theme.style import S
from driftdesk.ui.workspace import Workspace

_WIDTHS = {Kind.NUMERIC: 120, Kind.CATEGORICAL: 150, Kind.BOOLEAN: 104, Kind.DATETIME: 168, Kind.TEXT: 360}
_FIT_ROWS = 60


class Arrangement(QObject):
    """``changed``: other columns are to be shown, or in another order."""

    changed = Signal()

    def __init__(self, workspace: Workspace, table: RecordTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._table = table
        self._key = ""
        self._schema = Schema(columns=())
        self._applying = False
        self.layout = ColumnLayout()
        self.chooser = ColumnChooser(table)
        self.chooser.changed.connect(self._on_chosen)
        table.width_asked.connect(self.widen)
        table.header.sectionResized.connect(self._on_resized)
        table.header.sectionMoved.connect(self._on_moved)
        table.header.sectionHandleDoubleClicked.connect(self.fit)
        table.frozen.header.sectionHandleDoubleClicked.connect(self.fit)

    def open(self, dataset_id: str) -> None:
        """Take up what was remembered of a dataset."""
        self._key = f"data/records/{dataset_id}"
        self.layout = ColumnLayout.from_state(self._workspace.state(self._key, {}))

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema

    @property
    def shown(self) -> tuple[Column, ...]:
        return tuple(self.layout.shown(self._schema.columns))

    @property
    def hidden(self) -> int:
        return len(self._schema.columns) - len(self.shown)

    def apply(self) -> None:
        """Give the table the widths and frozen columns; its model shows ``shown`` already."""
        self._applying = True
        metrics = self._table.header.fontMetrics()
        for at, column in enumerate(self.shown[:500]):
            name = metrics.horizontalAdvance(column.name) + 6 * S
            usual = max(_WIDTHS[column.kind], min(name, 30 * S))
            self._table.setColumnWidth(at, self.layout.widths.get(column.id, usual))
        self._applying = False
        self._table.frozen.freeze(min(self.layout.frozen, len(self.shown) - 1))

    # What the user arranges.

    def hide(self, sections: list[int]) -> None:
        shown = self.shown
        ids = [shown[s].id for s in sections if s < len(shown)]
        if len(ids) < len(shown):
            self._keep(self.layout.hiding(*ids))

    def show(self, name: str) -> None:
        """Show a column, if it is hidden."""
        column = self._schema.column(name)
        if column.id in self.layout.hidden:
            self._keep(self.layout.showing(column.id))

    def freeze(self, count: int) -> None:
        self._remember(self.layout.freezing(count))
        self._table.frozen.freeze(count)

    def move(self, section: int, to: int) -> None:
        if 0 <= to < len(self.shown):
            self._keep(self.layout.moved(self._schema.columns, self.shown[section].id, to))

    def widen(self, section: int, by: int) -> None:
        """``by``: pixels; less than nothing makes it narrower."""
        if section < 0:
            return
        wide = self._table.columnWidth(section) + by
        self._table.setColumnWidth(section, min(max(wide, 5 * S), 80 * S))
        self._table.scrollTo(self._table.currentIndex())

    def fit(self, section: int) -> None:
        """As wide as the name and the cells that are in view need."""
        table, model = self._table, self._table.model()
        first = max(table.rowAt(0), 0)
        texts = [
            model.index(r, section).data() for r in range(first, min(first + _FIT_ROWS, model.rowCount()))
        ]
        advance = table.fontMetrics().horizontalAdvance
        widest = max((advance(str(t)) for t in texts if t), default=0) + 3 * S
        name = advance(str(model.headerData(section, table.header.orientation()))) + 7 * S
        table.setColumnWidth(section, min(max(widest, name, 8 * S), 80 * S))

    def open_chooser(self, at: QPoint) -> None:
        self.chooser.open(at, self.layout.arranged(self._schema.columns), self.layout.hidden)

    def _on_chosen(self, order: list[str], hidden: set[str]) -> None:
        if len(hidden) < len(order):
            as_stored = [c.id for c in self._schema.columns]
            self._keep(
                replace(
                    self.layout,
                    order=() if order == as_stored else tuple(order),
                    hidden=frozenset(hidden),
                )
            )

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        shown = self.shown
        if not self._applying and self._table.isVisible() and section < len(shown):
            self._remember(self.layout.widened(shown[section].id, new))

    def _on_moved(self, _logical: int, old: int, new: int) -> None:
        """A header was dragged: the model takes the order, the header goes back to its own."""
        if self._applying:
            return
        self._applying = True
        self._table.header.moveSection(new, old)
        self._applying = False
        self.move(old, new)

    def _keep(self, layout: ColumnLayout) -> None:
        self._remember(layout)
        self.changed.emit()

    def _remember(self, layout: ColumnLayout) -> None:
        self.layout = layout
        if self._key:
            self._workspace.remember(self._key, layout.state())
