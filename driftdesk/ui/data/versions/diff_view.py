"""The difference of two versions: how many rows, which columns, the schema, and the rows themselves."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.diff.records import ColumnStatistics, DiffRow, SchemaChange
from driftdesk.core.errors import JobCancelledError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.state import DatasetFacts
from driftdesk.ui.data.versions import words as own_words
from driftdesk.ui.data.versions.diff_rows import ChangeDelegate, DiffRowModel
from driftdesk.ui.theme.style import ROW, S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets import DataTable, ErrorView, Segmented, button, icon_button, label, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.widgets.watched_bar import WatchedBar
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.diff.version_diff import VersionDiff

_PAGE = 200
_KINDS = ("changed", "added", "removed")


class DiffView(QWidget):
    """``show_difference`` compares; ``closed``: the user wants to go back."""

    closed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._facts: DatasetFacts | None = None
        self._versions = (0, 0)
        self._found: VersionDiff | None = None
        self._watched: Watched | None = None
        self._cells: dict[str, int] = {}
        self._offset = 0
        self._build_head()
        self._build_tables()
        self._build_rows()
        self._error = ErrorView()
        self._error.retried.connect(self._compare)
        self._lay_out()
        self.retranslate()

    # Building ---------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self._back = icon_button("back", "")
        self._back.clicked.connect(self.close_view)
        self._title, self._summary = label("", "heading"), label("", "muted", wrap=True)
        self._swap = icon_button("refresh", "")
        self._swap.clicked.connect(self._on_swap)
        self.by = Segmented()
        self.by.chosen.connect(lambda _: self._on_way_chosen())
        self.key = QComboBox()
        self.key.activated.connect(lambda _: self._compare())
        self._bar = WatchedBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._stop = button("", "quiet", "stop")
        self._stop.clicked.connect(self._on_stop)

    def _build_tables(self) -> None:
        self._schema_title, self._columns_title = label("", "heading"), label("", "heading")
        self._schema = ListTableModel[SchemaChange](
            [
                Field(lambda: self.tr("Column"), lambda c: c.name),
                Field(lambda: self.tr("Change"), lambda c: ", ".join(map(own_words.change, c.what))),
                Field(lambda: self.tr("What"), own_words.change_of),
            ],
            lambda c: c,
            self,
        )
        self.schema = DataTable()
        self.schema.setModel(self._schema)
        self.schema.set_widths(136, 112)
        self._columns = ListTableModel[ColumnStatistics](
            [
                Field(lambda: self.tr("Column"), lambda c: c.name),
                Field(lambda: self.tr("Cells"), self._cells_of, number=True),
                Field(lambda: self.tr("Missing"), lambda c: _pair(c, "missing", figures.count), number=True),
                Field(
                    lambda: self.tr("Distinct"), lambda c: _pair(c, "distinct", figures.figure), number=True
                ),
                Field(lambda: self.tr("Mean"), lambda c: _pair(c, "mean", figures.figure), number=True),
            ],
            lambda c: c.name,
            self,
        )
        self.columns = DataTable()
        self.columns.setModel(self._columns)
        self.columns.set_widths(88, 76, 48, 108)

    def _build_rows(self) -> None:
        self.kind = Segmented()
        self.kind.chosen.connect(lambda _: self._show_page(0))
        self._model = DiffRowModel()
        self.rows = DataTable()
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(ChangeDelegate(self.rows))
        self._where = label("", "muted")
        self._previous, self._next = icon_button("previous", ""), icon_button("next", "")
        self._previous.clicked.connect(lambda: self._show_page(self._offset - _PAGE))
        self._next.clicked.connect(lambda: self._show_page(self._offset + _PAGE))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * S, S + 4, 3 * S, 0)
        head.setSpacing(S)
        for widget in (self._back, self._title, self._swap):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.by)
        head.addWidget(self.key)
        told = QHBoxLayout()
        told.setContentsMargins(3 * S, 0, 3 * S, S)
        told.addWidget(self._summary, 1)
        told.addWidget(self._stop)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, S, 0, 0)
        for title, table in ((self._schema_title, self.schema), (self._columns_title, self.columns)):
            title.setContentsMargins(3 * S, 0, 0, 0)
            column.addWidget(title)
            column.addWidget(inset(table), 0 if table is self.schema else 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, S, 0, 0)
        over = QHBoxLayout()
        over.setContentsMargins(2 * S, 0, 3 * S, 0)
        over.addWidget(self.kind)
        over.addStretch(1)
        for widget in (self._where, self._previous, self._next):
            over.addWidget(widget)
        column.addLayout(over)
        column.addWidget(inset(self.rows, S), 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(left)
        self._splitter.addWidget(right)
        self._splitter.setSizes([520, 720])
        self._splitter.setChildrenCollapsible(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._error)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(S // 2)
        whole.addLayout(head)
        whole.addLayout(told)
        whole.addWidget(self._bar)
        whole.addWidget(line())
        whole.addWidget(self._stack, 1)

    # Comparing --------------------------------------------------------------------------------------------------

    def show_difference(self, facts: DatasetFacts, before: int, after: int) -> None:
        """Compare two versions of the open dataset."""
        self._facts, self._versions = facts, (before, after)
        self._fill_keys()
        self._compare()
        self._back.setFocus()

    def _fill_keys(self) -> None:
        """The columns that both have; ids first."""
        assert self._facts is not None
        old, new = (self._facts.version(n) for n in self._versions)
        if old is None or new is None:
            return
        kept = self.key.currentData()
        names = [c for c in new.columns.columns if c.name in old.columns.names]
        self.key.clear()
        for column in sorted(names, key=lambda c: c.role != "id"):
            self.key.addItem(column.name, column.name)
        self.key.setCurrentIndex(max(0, self.key.findData(kept)))

    def _on_way_chosen(self) -> None:
        self.key.setVisible(self.by.key() == "key")
        self._compare()

    def _on_swap(self) -> None:
        if self._facts is not None:
            self.show_difference(self._facts, self._versions[1], self._versions[0])

    def _compare(self) -> None:
        if self._facts is None:
            return
        self._on_stop()
        self._watched = Watched()
        self._found = None
        self._stack.setCurrentWidget(self._splitter)
        self._clear()
        self._say()
        self._workspace.tasks.start(self._read(self._watched), owner=self)

    async def _read(self, watched: Watched) -> None:
        assert self._facts is not None
        name, way = self._facts.dataset.name, self.by.key()
        key = [self.key.currentData()] if way == "key" and self.key.currentData() else []
        call, desk = self._workspace.tasks.call, self._workspace.desk
        before, after = (f"{name}@{n}" for n in self._versions)
        try:
            found = await call(
                desk.datasets.diff, before, after, key, content=way == "content", context=watched
            )
            if watched is not self._watched:
                return
            self._found = found
            self._show_found(found)
            statistics = await call(found.statistics, watched)
            if watched is self._watched:
                self._columns.show(sorted(statistics, key=lambda s: -self._cells.get(s.name, 0)))
        except JobCancelledError:
            return
        except Exception as error:  # noqa: BLE001  (shown in place of the difference)
            if watched is self._watched:
                self._error.show_error(error)
                self._stack.setCurrentWidget(self._error)
        if watched is self._watched:
            self._watched = None
            self._say()

    def _on_stop(self) -> None:
        if self._watched is not None:
            self._watched.stop()
            self._watched = None
            self._say()

    def _clear(self) -> None:
        self._cells = {}
        self._schema.show([])
        self._columns.show([])
        self._model.show([], [])
        self._where.setText("")
        for widget in (self._schema_title, self.schema, self._previous, self._next):
            widget.setVisible(False)

    # Showing ----------------------------------------------------------------------------------------------------

    def _show_found(self, found: "VersionDiff") -> None:
        self._cells = {c.name: c.cells for c in found.columns}
        self._schema.show(found.schema)
        for widget in (self._schema_title, self.schema):
            widget.setVisible(bool(found.schema))
        self.schema.setFixedHeight(ROW * (min(len(found.schema), 8) + 1) + 4)
        self._say()
        self._say_kinds()
        self.kind.set_key(next((k for k in _KINDS if found.count(k)), "changed"))  # type: ignore[arg-type]  # of Rows
        self._show_page(0)

    def _show_page(self, offset: int) -> None:
        if self._found is not None:
            self._workspace.tasks.start(
                self._read_page(self._found, self.kind.key(), max(0, offset)), owner=self
            )

    async def _read_page(self, found: "VersionDiff", kind: Any, offset: int) -> None:
        rows = await self._workspace.tasks.call(found.rows, kind, offset, _PAGE)
        if found is not self._found or kind != self.kind.key():
            return
        self._offset = offset
        names = self._names(found, kind, rows)
        self._model.show(rows, names)
        for section in range(len(names) + 1):
            self.rows.setColumnWidth(
                section, 80 if not section else 170 if self._cells.get(names[section - 1]) else 120
            )
        total = found.count(kind)
        self._where.setText(
            self.tr("{first} – {last} of {total}").format(
                first=figures.count(offset + 1),
                last=figures.count(offset + len(rows)),
                total=figures.count(total),
            )
            if rows
            else self.tr("None")
        )
        self._previous.setVisible(total > _PAGE)
        self._next.setVisible(total > _PAGE)
        self._previous.setEnabled(offset > 0)
        self._next.setEnabled(offset + _PAGE < total)

    def _names(self, found: "VersionDiff", kind: str, rows: Sequence[DiffRow]) -> list[str]:
        """Of the columns; for changed rows those with the most changed cells first."""
        names = list((rows[0].after or rows[0].before or {}) if rows else ())
        return sorted(names, key=lambda n: -self._cells.get(n, 0)) if kind == "changed" else names

    def _cells_of(self, column: ColumnStatistics) -> str:
        return figures.count(self._cells.get(column.name))

    def _say(self) -> None:
        """Title and summary, as far as they are known."""
        running = self._watched is not None
        self._bar.follow(self._watched)
        self._stop.setVisible(running)
        self._title.setText(f"v{self._versions[0]} → v{self._versions[1]}")
        found = self._found
        if found is None:
            self._summary.setText(self.tr("Comparing…") if running else self.tr("Stopped."))
            return
        if found.is_empty:
            self._summary.setText(self.tr("The two versions hold the same rows and columns."))
            return
        parts = [
            self.tr("{rows} changed").format(rows=words.rows(found.changed)),
            self.tr("{rows} added").format(rows=words.rows(found.added)),
            self.tr("{rows} removed").format(rows=words.rows(found.removed)),
            self.tr("{rows} the same").format(rows=words.rows(found.unchanged)),
        ]
        if found.schema:
            parts.append(
                self.tr("{columns} differ in the schema").format(columns=words.columns(len(found.schema)))
            )
        self._summary.setText(" · ".join(parts))

    def _say_kinds(self) -> None:
        said: dict[str, Callable[[str], str]] = {
            "changed": lambda n: self.tr("Changed {n}").format(n=n),
            "added": lambda n: self.tr("Added {n}").format(n=n),
            "removed": lambda n: self.tr("Removed {n}").format(n=n),
        }
        counts = {k: figures.count(self._found.count(k)) if self._found else "" for k in _KINDS}  # type: ignore[arg-type]  # of Rows
        self.kind.set_options([(k, said[k](counts[k]).strip()) for k in _KINDS])

    def close_view(self) -> None:
        self._on_stop()
        self._found = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_view()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        for widget, text in (
            (self._back, self.tr("Back to the versions")),
            (self._swap, self.tr("Swap before and after")),
            (self._previous, self.tr("Previous rows")),
            (self._next, self.tr("Next rows")),
        ):
            widget.setToolTip(text)
            widget.setAccessibleName(text)
        self.by.setAccessibleName(self.tr("Tell rows apart by"))
        self.by.set_options(
            [("row_id", self.tr("Row ids")), ("key", self.tr("Key")), ("content", self.tr("Content"))]
        )
        self.key.setVisible(self.by.key() == "key")
        self.key.setAccessibleName(self.tr("Key column"))
        self.kind.setAccessibleName(self.tr("Rows"))
        self._stop.setText(self.tr("Stop"))
        self._schema_title.setText(self.tr("Schema"))
        self._columns_title.setText(self.tr("Columns"))
        for table, name in (
            (self.schema, self.tr("Changes of the schema")),
            (self.columns, self.tr("Columns before and after")),
            (self.rows, self.tr("Rows that differ")),
        ):
            table.setAccessibleName(name)
        self._schema.retranslate()
        self._columns.retranslate()
        self._say_kinds()
        self._say()


def _pair(column: ColumnStatistics, field: str, written: Callable[[Any], str]) -> str:
    """``before → after``; one figure where they are the same."""
    old, new = (written(getattr(s, field)) if s else figures.NOTHING for s in (column.before, column.after))
    return new if old == new else f"{old} → {new}"
