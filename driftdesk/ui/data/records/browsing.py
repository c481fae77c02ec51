"""What the Records tab looks at: a version or the user's draft, through a filter, a search and an order.

A change asks for other rows in a thread; until they are there, the old ones stay. A newer wish stops an older one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from driftdesk.core.entities import DatasetVersion
from driftdesk.core.errors import ExpressionError, JobCancelledError
from driftdesk.core.tables.spec import SortKey
from driftdesk.ui.data.records import sorting
from driftdesk.ui.data.records.pages import Block, Cells
from driftdesk.ui.data.records.shown import ShownRows, ViewSpec
from driftdesk.ui.watched import Watched
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.entities import Draft, VersionProfile
    from driftdesk.core.tables.statistics import Histogram
    from driftdesk.desk import Desk

_LOOK_EVERY = 100
_BINS = 20


@dataclass(frozen=True)
class Target:
    """Whose rows are looked at: those of a version, or of a draft upon it."""

    version: DatasetVersion
    draft: Draft | None = None


def look(desk: Desk, target: Target, spec: ViewSpec, before: ShownRows | None, context: Watched) -> ShownRows:
    """Make the rows of ``target`` by ``spec``; runs in a thread. ``before``: keep its rows, whatever they hold now."""
    source: Any
    if target.draft is None:
        source = desk.tables.source(target.version)
        marks = None
    else:
        source = desk.drafts.source(target.draft)
        marks = source.marks
    view: Any
    if before is not None:
        view = before.view.over(source)
    else:
        names = source.columns.names
        spec = replace(spec, sort=sorting.kept(spec.sort, names))
        view = desk.tables.view(source, spec.where, spec.search, sort=spec.sort, context=context)
    select = partial(desk.tables.view, source)
    return ShownRows(spec, source.columns, sum(source.group_rows), view, source.key, marks, select)


class Browsing(QObject):
    """``shown``: there are other rows (and whether they were asked for as before: after an edit); ``renewed``: the same rows have other values. ``building`` says how far a view is
    (None: unknown) and ``built`` that nothing is being made any more. ``refused``: the filter is not understood."""

    shown = Signal(bool)
    renewed = Signal()
    building = Signal(object)
    built = Signal()
    refused = Signal(object)
    failed = Signal(object)
    bars_changed = Signal()
    statistics_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.target: Target | None = None
        self.spec = ViewSpec()
        """As it is wanted; ``rows.spec`` is that of what is shown."""
        self.rows: ShownRows | None = None
        self.histograms: dict[str, Histogram] = {}
        self.statistics: VersionProfile | None = None
        self.is_kept = False
        """Whether the rows are those from before an edit, and might be others if they were asked for again."""
        self._wanted_bars: tuple[str, ...] = ()
        self._wanted_statistics = ""
        self._views: Watched | None = None
        self._figures: Watched | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_EVERY)
        self._clock.timeout.connect(self._tell_progress)

    # Asking.

    def clear(self) -> None:
        self.stop()
        self._stop_figures()
        self.target = self.rows = None
        self.spec = ViewSpec()

    def open(self, target: Target, spec: ViewSpec | None = None) -> None:
        """Look at other rows."""
        self.target = target
        self.ask(spec or self.spec)

    def ask(self, spec: ViewSpec) -> None:
        """Look at the same version or draft by another filter, search or order."""
        self.spec = spec
        self._start(None)

    def change(self, **what: Any) -> None:
        """``where``, ``search`` or ``sort``."""
        self.ask(replace(self.spec, **what))

    def sort(self, column: str, *, adds: bool) -> None:
        self.change(sort=sorting.clicked(self.spec.sort, column, adds=adds))

    def sort_by(self, column: str, *, descending: bool) -> None:
        self.change(sort=(SortKey(column, descending),))

    def follow(self, draft: Draft | None, version: DatasetVersion, *, keeps_rows: bool) -> None:
        """The draft has changed. ``keeps_rows``: none came or went, so that a filter need not be asked again."""
        self.target = Target(version, draft)
        before = self.rows if keeps_rows and self.rows is not None else None
        if before is not None and before.spec.is_plain:
            before = None  # as cheap, and never wrong
        self._start(before)

    def renew(self) -> None:
        """Ask again: edits may have changed which rows match, and their order."""
        self._start(None)

    def stop(self) -> None:
        """Leave what is shown as it is."""
        if self._views is not None:
            self._views.stop()
        if self.rows is not None:
            self.spec = self.rows.spec

    async def read(self, block: Block) -> Cells:
        """For the item model."""
        assert self.rows is not None
        return await self._workspace.tasks.call(self.rows.read, block)

    # Making rows.

    def _start(self, before: ShownRows | None) -> None:
        if self.target is None:
            return
        if self._views is not None:
            self._views.stop()
        self._views = Watched()
        self._clock.start()
        self._workspace.tasks.start(self._look(self.target, self.spec, before, self._views), owner=self)

    async def _look(self, target: Target, spec: ViewSpec, before: ShownRows | None, context: Watched) -> None:
        try:
            made = await self._workspace.tasks.call(look, self._workspace.desk, target, spec, before, context)
        except JobCancelledError:
            pass
        except ExpressionError as error:
            if not context.is_stopped:
                self.refused.emit(error)
        except Exception as error:  # noqa: BLE001  (shown in place of the rows)
            if not context.is_stopped:
                self.failed.emit(error)
        else:
            if not context.is_stopped:
                self.is_kept = before is not None
                self._take(made)
        if self._views is context:  # no finally: a task that is cancelled has lost its window
            self._views = None
            self._clock.stop()
            self.built.emit()

    def _take(self, made: ShownRows) -> None:
        before, self.rows = self.rows, made
        self.spec = made.spec
        same = (
            before is not None
            and before.spec == made.spec
            and before.columns == made.columns
            and before.rows == made.rows
        )
        if same and before is not None and before.key == made.key:
            return
        self.histograms, self.statistics = {}, None
        self._stop_figures()
        if same:
            self.renewed.emit()
        else:
            self.shown.emit(before is not None and before.spec == made.spec)
        self._read_figures()

    def _tell_progress(self) -> None:
        if self._views is not None:
            self.building.emit(self._views.share)

    # Histograms of the header and the statistics of one column.

    def want_bars(self, names: tuple[str, ...]) -> None:
        """The columns whose histograms are looked at."""
        self._wanted_bars = names
        self._read_figures()

    def want_statistics(self, name: str) -> None:
        """The column whose statistics are looked at; empty: none."""
        if name != self._wanted_statistics:
            self._wanted_statistics = name
            self.statistics = None
        self._read_figures()

    def _stop_figures(self) -> None:
        if self._figures is not None:
            self._figures.stop()
            self._figures = None

    def _read_figures(self) -> None:
        """What is wanted and not known yet; one reading at a time, which sees newer wishes when it has done."""
        if self.rows is None or self._figures is not None:
            return
        self._figures = Watched()
        self._workspace.tasks.start(self._count(self.rows, self._figures), owner=self)

    async def _count(self, rows: ShownRows, context: Watched) -> None:
        there, call = rows.columns.names, self._workspace.tasks.call
        try:
            while True:
                names = [n for n in self._wanted_bars if n in there and n not in self.histograms]
                name = self._wanted_statistics if self.statistics is None else ""
                if names:
                    bars = await call(partial(rows.view.histograms, names, _BINS, context))
                    context.check()
                    self.histograms |= bars
                    self.bars_changed.emit()
                elif name in there:
                    found = await call(rows.view.statistics, [name], context)
                    context.check()
                    if name == self._wanted_statistics:
                        self.statistics = found
                        self.statistics_changed.emit()
                else:
                    break
        except JobCancelledError:
            return
        self._figures = None
