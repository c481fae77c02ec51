"""Drift over time: a heat map of all columns, or one column as a line; and how the timeline is made. The streams stand in
its place where they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import Job, JobEvent, JobFinished, JobProgressed, JobState, Progress
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui.data.drift.streams import DriftStreams
from driftdesk.ui.data.drift.timeline_bar import VERSION, TimelineAsk, TimelineBar
from driftdesk.ui.data.drift.timeline_grid import Grid, TableGrid, VersionGrid
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.plots.heat_map import HeatMapPlot
from driftdesk.ui.plots.timeline import TimelinePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, Segmented

if TYPE_CHECKING:
    from driftdesk.core.entities import Dataset, DatasetVersion, TimelinePoint
    from driftdesk.desk import Desk
    from driftdesk.ui.data.state import DatasetFacts
    from driftdesk.ui.workspace import Workspace

_REMEMBERED = "data/drift/timeline"
_SWITCH = "data/drift/over_time"
_HEAT, _LINE, _EMPTY = range(3)


class DriftTimeline(QWidget):
    """``version_chosen`` carries the number of the version, and the column, whose cell or dot was clicked;
    ``column_chosen`` the column, where the point is no version but a chunk of rows."""

    version_chosen = Signal(int, str)
    column_chosen = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._facts: DatasetFacts | None = None
        self._sides = (0, 0)
        self._params: dict[str, Any] = {}
        self._wanted: object = None
        """What is being read, or was read last: late answers to other questions are dropped."""
        self._grid: Grid | None = None
        self._column = ""
        self._message = ""
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_job_event)
        self.bar = TimelineBar()
        self.bar.restore(workspace.state(_REMEMBERED, {}))
        self.bar.changed.connect(self._on_asked)
        self.bar.run_asked.connect(self.make)
        self.bar.stop_asked.connect(self._on_stop)
        self._what = Segmented()
        self._what.chosen.connect(lambda _key: self._draw())
        self.heat_map = HeatMapPlot()
        self.heat_map.cell_clicked.connect(lambda row, point: self._choose(point, row))
        self.line = TimelinePlot()
        self.line.dot_clicked.connect(lambda point: self._choose(point, self._column))
        self._nothing = ElidedLabel("", "muted")
        self.streams = DriftStreams(workspace)
        self.switch = Segmented()
        self.switch.chosen.connect(self._on_switched)
        self._pages = self._build_pages()
        self._lay_out()
        self.retranslate()

    def _build_pages(self) -> QStackedWidget:
        pages, empty = QStackedWidget(), QWidget()
        row = QVBoxLayout(empty)
        row.setContentsMargins(S, S, 2 * S, S)
        row.addWidget(self._nothing)
        row.addStretch(1)
        for page in (self.heat_map, self.line, empty):
            pages.addWidget(page)
        return pages

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, S, 2 * S, S // 2)
        head.setSpacing(2 * S)
        head.addWidget(self.switch)
        head.addWidget(self.bar)
        head.addWidget(self.streams.bar, 1)
        head.addStretch()
        head.addWidget(self._what)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._pages.setContentsMargins(2 * S, 0, 0, 0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.streams, 1)

    # What is shown ----------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """No dataset is open."""
        self._facts, self._wanted, self._grid = None, None, None
        self._watch.forget()
        self.bar.show_running(None)
        self.streams.clear()
        self._draw()

    def show_sides(
        self,
        facts: DatasetFacts,
        reference: int,
        current: int | None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        """The dataset that is open, the versions that the panel compares, and the ``DriftParams`` by which it does."""
        if self._facts is not None and self._facts.dataset.id != facts.dataset.id:
            self.clear()
        self._facts = facts
        self._sides = (reference, current or facts.dataset.head)
        self._params = dict(params or {})
        self.bar.set_reference(reference)
        self.streams.show_version(facts, self._sides[1])
        self._read()

    def show_column(self, name: str) -> None:
        """The column of the line."""
        self._column = name
        self._say_choices()
        if self._what.key() == "one":
            self._draw()

    def show_streams(self) -> None:
        """Show the streams in place of the timeline."""
        self.switch.set_key("stream")
        self._on_switched("stream")

    def _on_switched(self, key: str) -> None:
        self._workspace.remember(_SWITCH, key)
        self._draw()

    def _on_asked(self) -> None:
        self._workspace.remember(_REMEMBERED, self.bar.state())
        self._read()

    def _read(self) -> None:
        """Read what is asked for, unless that stands there."""
        facts, ask = self._facts, self.bar.ask()
        if facts is None or not facts.versions:
            return
        if ask.is_live:
            wanted: object = (facts.dataset.id, self._sides[0], facts.dataset.head, self._params)
            work = self._read_versions(facts, wanted)
        else:
            wanted = (facts.dataset.id, facts.dataset.head, self._ref(facts, ask), ask, self._params)
            work = self._read_stored(facts, ask, wanted)
        if wanted == self._wanted:
            work.close()
            return
        self._wanted = wanted
        self._workspace.tasks.start(work, owner=self)

    async def _read_versions(self, facts: DatasetFacts, wanted: object) -> None:
        reference = facts.version(self._sides[0])
        if reference is None:
            return
        desk = self._workspace.desk
        points = await self._workspace.tasks.call(
            _of_versions, desk, facts.dataset, reference, dict(self._params)
        )
        if wanted == self._wanted:
            self.bar.offer_run(False)
            self._show(
                VersionGrid(points) if points else None,
                self.tr("The timeline begins with the first version after the reference."),
            )

    async def _read_stored(self, facts: DatasetFacts, ask: TimelineAsk, wanted: object) -> None:
        """The stored points, or the offer to make them."""
        desk, ref, params = self._workspace.desk, self._ref(facts, ask), dict(self._params)
        try:
            grid, complete = await self._workspace.tasks.call(
                lambda: _stored(desk, ref, ask, latest=facts.versions[0], params=params)
            )
        except DriftDeskError as error:
            if wanted == self._wanted:
                self.bar.offer_run(False)
                self._show(None, f"{error.message} {error.hint}")
            return
        if wanted == self._wanted:
            self.bar.offer_run(not complete)
            self._show(grid, self.tr("This timeline has not been made yet."))

    def _ref(self, facts: DatasetFacts, ask: TimelineAsk) -> str:
        name = facts.dataset.name
        return name if ask.every == VERSION else f"{name}@{self._sides[1]}"

    # Making -----------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the timeline that is asked for, as a job."""
        if self._facts is not None and self._watch.job is None:
            self.bar.show_running(Progress())
            self._workspace.tasks.start(self._enqueue(self._facts, self.bar.ask()), owner=self)

    async def _enqueue(self, facts: DatasetFacts, ask: TimelineAsk) -> None:
        desk, params = self._workspace.desk, dict(self._params)
        try:
            job: Job = await self._workspace.tasks.call(
                lambda: desk.make_timeline(
                    self._ref(facts, ask),
                    every=ask.every,
                    against=ask.against,
                    reference=ask.reference,
                    params=params,
                )
            )
        except DriftDeskError as error:
            self.bar.show_running(None)
            self._show(None, f"{error.message} {error.hint}")
            return
        if self._facts is not None and self._facts.dataset.id == facts.dataset.id:
            self._watch.follow(job)

    def _on_job_event(self, event: JobEvent) -> None:
        match event:
            case JobProgressed():
                self.bar.show_running(event.progress)
            case JobFinished():
                self._watch.forget()
                self.bar.show_running(None)
                self._wanted = None
                if event.state is JobState.FAILED and event.error is not None:
                    self._show(None, f"{event.error.message} {event.error.hint}")
                else:
                    self._read()

    def _on_stop(self) -> None:
        if self._watch.job is not None:
            job = self._watch.job.id
            self._workspace.tasks.start(self._stop(job), owner=self)

    async def _stop(self, job: str) -> None:
        await self._workspace.tasks.call(self._workspace.desk.jobs.stop, job)

    # Drawing ----------------------------------------------------------------------------------------------------

    def _show(self, grid: Grid | None, message: str) -> None:
        self._grid, self._message = grid, message
        self._draw()

    def _draw(self) -> None:
        grid, of_stream = self._grid, self.switch.key() == "stream"
        self.streams.setVisible(of_stream)
        self.streams.bar.setVisible(of_stream)
        self.bar.setVisible(not of_stream)
        self._pages.setVisible(not of_stream)
        self._what.setVisible(grid is not None and not of_stream)
        if grid is None:
            self._nothing.setText(self._message)
            self._pages.setCurrentIndex(_EMPTY)
        elif self._what.key() == "one" and self._column:
            self._pages.setCurrentIndex(_LINE)
            self.line.show_timeline(*grid.line(self._column))
        else:
            self._pages.setCurrentIndex(_HEAT)
            self.heat_map.show_cells(grid.names, grid.labels, grid.cell, grid.tip)

    def _choose(self, point: str, column: str) -> None:
        number = self._grid.version(point) if self._grid is not None else None
        if number is not None:
            self.version_chosen.emit(number, column)
        else:
            self.column_chosen.emit(column)

    def _say_choices(self) -> None:
        self._what.set_options(
            [("all", self.tr("All columns")), ("one", self._column or self.tr("One column"))]
        )

    def retranslate(self) -> None:
        first = not self.switch.key()
        self.switch.set_options([("timeline", self.tr("Timeline")), ("stream", self.tr("Stream"))])
        if first:
            self.switch.set_key(self._workspace.state(_SWITCH, "timeline"))
        self.switch.setAccessibleName(self.tr("What is shown over time"))
        self._say_choices()
        self._what.setAccessibleName(self.tr("What the timeline shows"))
        self.heat_map.setAccessibleName(self.tr("Drift of columns over time"))
        self.line.setAccessibleName(self.tr("Drift of one column over time"))
        self.bar.retranslate()
        self.streams.retranslate()
        self._draw()


def _of_versions(
    desk: Desk, dataset: Dataset, reference: DatasetVersion, params: dict[str, Any]
) -> list[TimelinePoint]:
    """Every later version against ``reference``, from profiles; runs in a thread."""
    from driftdesk.core.drift.params import parse_params

    return desk.drift.timeline(dataset, reference, policy=parse_params(params))


def _stored(
    desk: Desk, ref: str, ask: TimelineAsk, *, latest: DatasetVersion, params: dict[str, Any]
) -> tuple[TableGrid | None, bool]:
    """The timeline as far as it is stored, and whether all of it is; runs in a thread."""
    planned = desk.timelines.plan(
        ref, every=ask.every, against=ask.against, reference=ask.reference, params=params
    )
    there = desk.timelines.find(planned.id)
    if there is None:
        return None, False
    table = desk.timelines.table(there.id)
    complete = there.complete
    if there.version is None and table.points:
        complete = complete and table.points[-1].number >= latest.number
    return (TableGrid(table) if table.points else None), complete
