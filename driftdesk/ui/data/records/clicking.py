"""Filters that are made by clicks: on a value, on a bar of a histogram of the header; and these histograms."""

from PySide6.QtCore import QObject, QTimer

from driftdesk.core.entities import ColumnSummary
from driftdesk.core.expressions.writing import one_of, quoted
from driftdesk.ui.data.records import filters
from driftdesk.ui.data.records.bars import HeaderBars, bars_of
from driftdesk.ui.data.records.browsing import Browsing
from driftdesk.ui.data.records.model import BARS_ROLE, VALUE_ROLE, RecordTableModel
from driftdesk.ui.data.records.table import RecordTable

_REST = 150
"""Milliseconds after scrolling before histograms of other columns are asked for."""


class FilterClicks(QObject):
    """``summaries`` are those of the version's columns, by name."""

    def __init__(self, table: RecordTable, model: RecordTableModel, browsing: Browsing) -> None:
        super().__init__(table)
        self._table, self._model, self._browsing = table, model, browsing
        self._clicked: dict[str, str] = {}
        """By column, the clause that a click on its histogram put into the filter."""
        self.summaries: dict[str, ColumnSummary] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.want_bars)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self._rest.start())
        table.header.sectionResized.connect(lambda *_: self._rest.start())
        browsing.bars_changed.connect(self._show_bars)

    def clear(self) -> None:
        self._clicked, self.summaries = {}, {}

    def filter_by_cell(self, exclude: bool) -> None:
        """The rows with the value of the current cell, or without it."""
        index = self._table.currentIndex()
        if not index.isValid():
            return
        name = self._model.headerData(index.column(), self._table.header.orientation())
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
        bars: HeaderBars | None = self._model.headerData(section, header, BARS_ROLE)
        name = str(self._model.headerData(section, header))
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

    def want_bars(self) -> None:
        """Ask for the histograms of the columns in view."""
        header, columns = self._table.header, self._model.columns
        if not header.shows_bars or not columns:
            return
        first = max(header.visualIndexAt(0), 0)
        last = header.visualIndexAt(header.viewport().width() - 1)
        last = len(columns) - 1 if last < 0 else last
        places = sorted({*range(self._table.frozen.count), *range(first, last + 1)})
        self._browsing.want_bars(tuple(columns[i].name for i in places if i < len(columns)))

    def _show_bars(self) -> None:
        self._model.show_bars(self.bars())
        self._table.frozen.header.viewport().update()

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
