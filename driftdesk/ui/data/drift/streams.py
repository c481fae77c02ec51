"""Streams: one is looked back upon by several detectors, and watches go on as batches arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import (
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
    Progress,
    StreamSource,
    StreamStudy,
    Watch,
)
from driftdesk.core.errors import DriftDeskError, ExpressionError
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.ui.data.drift import stream_words
from driftdesk.ui.data.drift.stream_bar import WATCHING, StreamBar
from driftdesk.ui.data.drift.stream_dialogs import KeepWatching
from driftdesk.ui.data.drift.stream_tables import StreamTables
from driftdesk.ui.data.job_watch import JobWatch, ended
from driftdesk.ui.plots.stream import AlarmRow, StreamCurve, StreamPlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel
from driftdesk.ui.widgets.confirming import confirm

if TYPE_CHECKING:
    from driftdesk.core.entities import Dataset
    from driftdesk.desk import Desk
    from driftdesk.ui.data.state import DatasetFacts
    from driftdesk.ui.workspace import Workspace

_REMEMBERED = "data/drift/stream/{}"
"""What was chosen for a dataset."""
_STUDIES = 50
"""The newest ones: those are looked through for the stream that is chosen."""


class DriftStreams(QWidget):
    """``show_version`` says which rows; ``bar`` stands where the owner puts it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._facts: DatasetFacts | None = None
        self._version = 0
        self._studies: list[StreamStudy] = []
        self.study: StreamStudy | None = None
        """The one that is shown."""
        self._failed = ""
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_job_event)
        workspace.feed.changed.connect(self._on_changed)
        self.bar = StreamBar()
        self.bar.changed.connect(self._on_asked)
        self.bar.run_asked.connect(self.look)
        self.bar.stop_asked.connect(self._on_stop)
        self.plot = StreamPlot()
        self.tables = StreamTables()
        self.tables.keep_asked.connect(self._on_keep)
        self.tables.remove_asked.connect(self._on_remove)
        self.tables.chosen.connect(self._on_watch_chosen)
        self._nothing = ElidedLabel("", "muted")
        self._pages, empty = QStackedWidget(), QWidget()
        inside = QVBoxLayout(empty)
        inside.setContentsMargins(S, S, S, S)
        inside.addWidget(self._nothing)
        inside.addStretch(1)
        self._pages.addWidget(self.plot)
        self._pages.addWidget(empty)
        across = QSplitter()
        across.addWidget(self._pages)
        across.addWidget(self.tables)
        across.setStretchFactor(0, 1)
        across.setChildrenCollapsible(False)
        across.setSizes(workspace.state("data/drift/stream_across", [600, 400]))
        across.splitterMoved.connect(
            lambda _at, _i: workspace.remember("data/drift/stream_across", across.sizes())
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * S, 0, 0, 0)
        row.addWidget(across)
        self.setMinimumHeight(24 * S)
        self.retranslate()

    # What is shown ----------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """No dataset is open."""
        self._facts, self._studies, self._failed = None, [], ""
        self._watch.forget()
        self.bar.show_running(None)
        self.tables.show_watches(())
        self._show()

    def show_version(self, facts: DatasetFacts, number: int) -> None:
        """The dataset that is open, and the version whose rows are looked at."""
        is_other = self._facts is None or self._facts.dataset.id != facts.dataset.id
        if is_other:
            self.clear()
        before, self._facts, self._version = self._facts, facts, number
        version = facts.version(number) or facts.latest
        if version is not None and (is_other or before is None or before.versions != facts.versions):
            state = self._workspace.state(_REMEMBERED.format(facts.dataset.id), {})
            if is_other or state:
                self.bar.show_choices(version.columns, facts.models, state)
        self._workspace.tasks.start(self._read(facts), owner=self)

    async def _read(self, facts: DatasetFacts) -> None:
        desk = self._workspace.desk
        studies, watches = await self._workspace.tasks.call(_stored, desk, facts.dataset)
        if self._facts is None or self._facts.dataset.id != facts.dataset.id:
            return
        self._studies = studies
        self.bar.set_history([*dict.fromkeys(s.source.of for s in studies if s.source.of)])
        self.tables.show_watches(watches)
        self._choose()

    def _on_changed(self, change: object) -> None:
        """Watches go on, and streams are looked at, in other windows too."""
        if (
            getattr(change, "collection", "") in ("*", "watches", "stream_studies")
            and self._facts is not None
        ):
            self._workspace.tasks.start(self._read(self._facts), owner=self)

    def _on_asked(self) -> None:
        if self._facts is not None:
            self._workspace.remember(_REMEMBERED.format(self._facts.dataset.id), self.bar.state())
        self._failed = ""
        self._choose()

    def _choose(self) -> None:
        """Show the newest study of the stream that is chosen; where none is, the newest one of the version."""
        source = self.bar.source()
        of_version = [s for s in self._studies if s.version == self._version]
        if source is None and of_version and not self._workspace.state(self._key(), {}):
            source = of_version[0].source
            self._take(source, {r.detector: r.params for r in of_version[0].results})
        self.study = next((s for s in of_version if s.source == source), None)
        self._show()

    def _key(self) -> str:
        return _REMEMBERED.format(self._facts.dataset.id if self._facts else "")

    def _take(self, source: StreamSource, detectors: dict[str, dict[str, object]]) -> None:
        """Choose this stream and these detectors."""
        facts = self._facts
        version = facts.version(self._version) or facts.latest if facts else None
        if facts is None or version is None:
            return
        watching = [n for n in detectors if n in WATCHING]
        state = {"source": source.model_dump(), "detectors": watching, "params": detectors}
        self.bar.show_choices(version.columns, facts.models, state)

    def _show(self) -> None:
        study = self.study if not self._failed else None
        self._nothing.setText(self._failed or self._message())
        self._pages.setCurrentIndex(0 if study is not None else 1)
        self.tables.keep.setEnabled(self.bar.source() is not None)
        self.tables.show_results(study.results if study is not None else ())
        if study is not None:
            curve = StreamCurve(study.rows, study.curve, study.curve_low, study.curve_high)
            rows = (
                self.tr("row, by {column}").format(column=study.source.order_by)
                if study.source.order_by
                else self.tr("row")
            )
            self.plot.show_stream(curve, _alarms(study), rows=rows, value="")

    def _message(self) -> str:
        if self.bar.source() is not None:
            return self.tr("No detector has seen this stream of v{n} yet.").format(n=self._version)
        return self.tr("Choose what is watched: a column, a condition, or the errors of a model.")

    # Looking ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Let the detectors see the chosen stream, as a job."""
        source = self.bar.source()
        if self._facts is None or source is None or self._watch.job is not None:
            return
        self._on_asked()
        self.bar.show_running(Progress())
        self._workspace.tasks.start(self._enqueue(self._facts, source), owner=self)

    async def _enqueue(self, facts: DatasetFacts, source: StreamSource) -> None:
        desk, chosen = self._workspace.desk, self.bar.chosen()
        ref = f"{facts.dataset.name}@{self._version}"
        try:
            job: Job = await self._workspace.tasks.call(desk.study_stream, ref, source, chosen)
        except DriftDeskError as error:
            self.bar.show_running(None)
            self._fail(error)
            return
        if self._facts is not None and self._facts.dataset.id == facts.dataset.id:
            self._watch.follow(job)

    def _fail(self, error: DriftDeskError) -> None:
        """What is wrong with an expression stands at its place; all else where the stream would be."""
        if isinstance(error, ExpressionError):
            self.bar.expression.mark_invalid(True)
        self._failed = f"{error.message} {error.hint}"
        self._show()

    def _on_job_event(self, event: JobEvent) -> None:
        match event:
            case JobProgressed():
                self.bar.show_running(event.progress)
            case JobFinished():
                self._watch.forget()
                self.bar.show_running(None)
                if event.state is JobState.FAILED and event.error is not None:
                    self._failed = f"{event.error.message} {event.error.hint}"
                    self._show()
                elif self._facts is not None:
                    self._workspace.tasks.start(self._read(self._facts), owner=self)

    def _on_stop(self) -> None:
        if self._watch.job is not None:
            self._workspace.tasks.start(self._stop(self._watch.job.id), owner=self)

    async def _stop(self, job: str) -> None:
        await self._workspace.tasks.call(self._workspace.desk.jobs.stop, job)

    # Watches ----------------------------------------------------------------------------------------------------

    def _on_keep(self) -> None:
        source = self.bar.source()
        if self._facts is None or source is None:
            return
        taken = [w.name for w in self.tables.watches.things]
        dialog = KeepWatching(source, list(self.bar.chosen()), taken, self)
        facts = self._facts
        dialog.confirmed.connect(
            lambda name, detector: self._workspace.tasks.start(
                self._keep(facts, name, source, detector), owner=self
            )
        )
        dialog.open()

    async def _keep(self, facts: DatasetFacts, name: str, source: StreamSource, detector: str) -> None:
        desk, call, params = self._workspace.desk, self._workspace.tasks.call, self.bar.params(detector)
        await call(desk.streams.add_watch, facts.dataset, name, source, detector, params)
        self.tables.which.set_key("watches")
        await self._read(facts)
        job = await call(desk.watch_streams, facts.dataset)
        if job is not None:
            await ended(self._workspace, job)
            await self._read(facts)

    def _on_remove(self, watch: Watch) -> None:
        confirm(
            self,
            self.tr("Remove a watch"),
            self.tr("Remove the watch {name}?").format(name=watch.name),
            about=self.tr("Its alarms go with it."),
            go=self.tr("Remove"),
            then=lambda: self._workspace.tasks.start(self._remove(watch), owner=self),
        )

    async def _remove(self, watch: Watch) -> None:
        await self._workspace.tasks.call(self._workspace.desk.streams.remove_watch, watch)
        if self._facts is not None:
            await self._read(self._facts)

    def _on_watch_chosen(self, watch: Watch) -> None:
        """Its stream becomes the one that is looked at."""
        self._take(watch.source, {watch.detector: watch.params})
        self._on_asked()

    def retranslate(self) -> None:
        self.plot.setAccessibleName(self.tr("The stream and the alarms of each detector"))
        self.bar.retranslate()
        self.tables.retranslate()
        self._show()


def _stored(desk: Desk, dataset: Dataset) -> tuple[list[StreamStudy], list[Watch]]:
    """Runs in a thread."""
    return desk.streams.studies(dataset, limit=_STUDIES), desk.streams.watches(dataset)


def _alarms(study: StreamStudy) -> list[AlarmRow]:
    """In the order of the study; only the first alarms of a detector are stored."""
    return [
        AlarmRow(
            stream_words.detector(r.detector),
            r.positions,
            tuple(stream_words.moment(m) for m in r.moments),
            is_dummy=r.detector not in DETECTORS or DETECTORS[r.detector].is_dummy,
            everywhere=r.alarms > 0 and not r.positions,
        )
        for r in study.results
    ]
