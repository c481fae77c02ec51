"""The rows that are on the screen, seen from a worker's thread: a view of a version or of a draft. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, Schema, VersionProfile
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.spec import SortKey
from driftdesk.ui.data.records.pages import Block, Cells

if TYPE_CHECKING:
    from driftdesk.core.tables.statistics import Histogram

MOST_ROWS_EDITED = 100_000
"""As ``core/drafts/edits.MOST_CELLS``: more rows than that are told by a filter, not one by one."""

Rows = tuple[int, int]
"""A run of rows of the view: first, and how many."""


class View(Protocol):
    """What is needed of a ``TableView``."""

    @property
    def rows(self) -> int: ...

    def positions(self, offset: int, limit: int) -> Any: ...

    def page(
        self, offset: int, limit: int, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Any: ...

    def batches(
        self, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Iterator[Any]: ...

    def over(self, source: Any) -> View: ...

    def statistics(
        self, columns: Sequence[str] | None = None, context: Context | None = None
    ) -> VersionProfile: ...

    def histograms(
        self, columns: Sequence[str] | None = None, bins: int = 20, context: Context | None = None
    ) -> dict[str, Histogram]: ...


@dataclass(frozen=True)
class ViewSpec:
    """What the rows are asked for by."""

    where: str = ""
    search: str = ""
    sort: tuple[SortKey, ...] = ()

    @property
    def selects(self) -> bool:
        """Whether it leaves rows out."""
        return bool(self.where or self.search)

    @property
    def is_plain(self) -> bool:
        return not self.selects and not self.sort


@dataclass(frozen=True)
class ShownRows:
    """Immutable: after an edit, a filter or a sort there is another one. ``marks`` is that of a draft's source."""

    spec: ViewSpec
    columns: Schema
    """Of the source, whole."""
    source_rows: int
    view: View
    key: str = ""
    """Of the source: changes with every edit."""
    marks: Callable[[Any, Sequence[str]], Any] | None = None
    select: Callable[[str], View] | None = None
    """All rows of the source that a filter lets through."""

    @property
    def rows(self) -> int:
        return self.view.rows

    def read(self, block: Block) -> Cells:
        """Fetch and format one block."""
        table = self.view.page(block.offset, block.limit, list(block.names), with_row_ids=True)
        row_ids = table.column(table.num_columns - 1).to_pylist()
        values = [table.column(at).to_pylist() for at in range(len(block.names))]
        if self.marks is None:
            return Cells(values, row_ids)
        marks = self.marks(self.view.positions(block.offset, block.limit), block.names)
        changed = frozenset(
            (row, column)
            for column, name in enumerate(block.names)
            if name in marks.cells
            for row in marks.cells[name].nonzero()[0].tolist()
        )
        return Cells(values, row_ids, changed, frozenset(marks.new_rows.nonzero()[0].tolist()))

    def row_ids(self, runs: Sequence[Rows]) -> tuple[int, ...]:
        """Of the rows in ``runs``. Raises ParameterError where they are too many for one edit."""
        total = sum(count for _, count in runs)
        if total > MOST_ROWS_EDITED:
            raise ParameterError(
                f"{total:,} rows are selected; an edit of single rows can take {MOST_ROWS_EDITED:,}.",
                "Filter to the rows that are meant, and use Fill, Replace, Compute or Delete for all filtered rows.",
            )
        found: list[int] = []
        for first, count in runs:
            found += self.view.page(first, count, [], with_row_ids=True).column(ROW_ID).to_pylist()
        return tuple(found)

    def texts(self, runs: Sequence[Rows], names: Sequence[str]) -> Iterator[list[str | None]]:
        """The cells of rows as texts, row by row, for the clipboard: exact, not as they are shown."""
        from driftdesk.core.tables.values import to_text

        for first, count in runs:
            table = self.view.page(first, count, list(names))
            columns = [to_text(table.column(at).combine_chunks()).to_pylist() for at in range(len(names))]
            yield from (list(row) for row in zip(*columns, strict=True))
