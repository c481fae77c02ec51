"""Filters that are made by clicks: on a value, on a bar of a histogram, on the name of a column."""

from PySide6.QtCore import QObject

from driftdesk.core.entities import ColumnSummary
from driftdesk.core.expressions.writing import one_of, quoted
from driftdesk.ui.data.records import filters
from driftdesk.ui.data.records.bars import HeaderBars, bars_of
from driftdesk.ui.data.records.browsing import Browsing
from driftdesk.ui.data.records.model import BARS_ROLE, VALUE_ROLE
from driftdesk.ui.data.records.table import RecordTable


class FilterClicks(QObject):
    """``summaries`` are those of the version's columns, by name."""

    def __init__(self, table: RecordTable, browsing: Browsing) -> None:
        super().__init__(table)
        self._table, self._browsing = table, browsing
        self._clicked: dict[str, str] = {}
        """By column, the clause that a click on its histogram put into the filter."""
        self.summaries: dict[str, ColumnSummary] = {}

    def clear(self) -> None:
        self._clicked, self.summaries = {}, {}

    def filter_by_cell(self, exclude: bool) -> None:
        """The rows with the value of the current cell, or without it."""
        index = self._table.currentIndex()
        if not index.isValid():
            return
        name = self._table.model().headerData(index.column(), self._table.header.orientation())
        value = index.data(VALUE_ROLE)
        if not exclude:
            self._add(one_of(name, [value]))
        elif value is None:
            self.filter_missing(name, missing=False)
        else:
            clause = f"not ({one_of(name, [value])})"
            summary = self.summaries.get(name)
            holes = summary is None or summary.missing > 0
            self._add(f"{clause} or is_missing({quoted(name)})" if holes else clause)

    def filter_missing(self, name: str, *, missing: bool) -> None:
        test = f"is_missing({quoted(name)})"
        self._add(test if missing else f"not {test}")

    def filter_by_bars(self, section: int, first: int, last: int) -> None:
        """What a click made is taken back by another click, or gives way to the next one on the same column."""
        header = self._table.header.orientation()
        bars: HeaderBars | None = self._table.model().headerData(section, header, BARS_ROLE)
        name = str(self._table.model().headerData(section, header))
        clause = bars.clause(first, last) if bars is not None else ""
        if not clause:
            return
        where, before = self._browsing.spec.where, self._clicked.get(name, "")
        if filters.holds(where, clause):
            self._clicked.pop(name, None)
            self._browsing.change(where=filters.removed(where, clause))
        else:
            self._clicked[name] = clause
            self._add(clause, before)

    def bars(self) -> dict[str, HeaderBars]:
        """The histograms that are known, by name of column."""
        rows = self._browsing.rows
        if rows is None:
            return {}
        found = {
            name: bars_of(name, h.kind, h.whole, h.shown if rows.spec.selects else None)
            for name, h in self._browsing.histograms.items()
        }
        return {name: bars for name, bars in found.items() if bars is not None}

    def _add(self, clause: str, instead_of: str = "") -> None:
        self._browsing.change(where=filters.added(self._browsing.spec.where, clause, instead_of))
