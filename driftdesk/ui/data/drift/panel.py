"""Drift: what changed between two sides, ranked, seen, and over time. Fills while the analysis runs."""

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import ColumnDrift, DriftReport, Progress
from driftdesk.core.errors import DriftDeskError, NotFoundError
from driftdesk.core.settings import BUILT_IN
from driftdesk.ui.data.drift.analysis import DriftAnalysis
from driftdesk.ui.data.drift.columns import DriftColumns
from driftdesk.ui.data.drift.controls import DriftControls
from driftdesk.ui.data.drift.detail import DriftDetail
from driftdesk.ui.data.drift.doing import ReportDoing
from driftdesk.ui.data.drift.score import DriftScore
from driftdesk.ui.data.drift.thresholds import ThresholdPanel
from driftdesk.ui.data.drift.timeline import DriftTimeline
from driftdesk.ui.data.drift.trying import Trying
from driftdesk.ui.data.drift.verdict import DriftVerdict
from driftdesk.ui.data.notice_bar import NoticeBar
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import EmptyState, ErrorView, line
from driftdesk.ui.workspace import Workspace

_ROOM_FOR_THREE = 150 * S
"""Pixels from which on columns, detail and thresholds stand beside one another."""


class DriftPanel(DatasetPanel):
    """``report_shown`` carries the report that stands there now (None: none); ``rows_asked`` a version and the filter of
    the rows that are wanted; ``answer_asked`` that report against whose drift something shall be done."""

    report_shown = Signal(object)
    rows_asked = Signal(int, str)
    answer_asked = Signal(object)

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self.report: DriftReport | None = None
        """As it is stored; other thresholds may be tried on what is shown of it."""
        self._wanted_report: DriftReport | None = None
        self.analysis = DriftAnalysis(workspace, self)
        self.controls = DriftControls()
        self.verdict = DriftVerdict()
        self.notice, self.fallback = NoticeBar("info"), NoticeBar("warning")
        self.columns = DriftColumns()
        self.model, self.table = self.columns.model, self.columns.table
        self.setFocusProxy(self.table)
        self.detail = DriftDetail()
        self.doing = ReportDoing(workspace, self.detail, self.notice, self)
        self.thresholds = ThresholdPanel()
        self.trying = Trying(workspace, self.thresholds, self)
        self.timeline = DriftTimeline(workspace)
        self.score = DriftScore()
        self._empty = EmptyState("drift", "")
        self._failure = ErrorView()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._across = QSplitter()
        for part in (self.columns, self.detail, self.thresholds):
            self._across.addWidget(part)
        self._across.setStretchFactor(1, 1)
        self._results = QStackedWidget()
        for page in (self._across, self.score, self._empty, self._failure):
            self._results.addWidget(page)
        self._down = QSplitter()
        self._down.setOrientation(self._down.orientation().Vertical)
        self._down.addWidget(self._results)
        self._down.addWidget(self.timeline)
        remember, kept = self._workspace.remember, self._workspace.state
        for key, splitter, sizes in (
            ("across3", self._across, [540, 480, 300]),
            ("down", self._down, [390, 165]),
        ):
            splitter.setChildrenCollapsible(False)
            splitter.setSizes(kept(f"data/drift/{key}", sizes))
            splitter.splitterMoved.connect(
                lambda _at, _i, k=key, s=splitter: remember(f"data/drift/{k}", s.sizes())
            )
        self._down.setCollapsible(1, True)
        self._down.setStretchFactor(0, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (self.controls, line(), self.verdict, self.fallback, self.notice, line()):
            column.addWidget(above)
        column.addWidget(self._down, 1)

    def _connect(self) -> None:
        self._workspace.services_changed.connect(self._on_services_changed)
        self.controls.sides_changed.connect(self._on_sides_changed)
        self.controls.analyse_asked.connect(self.analyse)
        self.controls.service.opened.connect(lambda: self.start(self._ask_services()))
        self.controls.thresholds_toggled.connect(self._on_thresholds_toggled)
        self.verdict.report_chosen.connect(self.show_report)
        self.verdict.export_asked.connect(self.doing.export)
        self.verdict.compare_asked.connect(self.doing.compare)
        self.verdict.stop_asked.connect(self.analysis.stop)
        self.verdict.answer_asked.connect(lambda: self.answer_asked.emit(self.report))
        self.columns.column_changed.connect(self._show_detail)
        self.columns.together.methods_asked.connect(lambda names: self.analyse(together=names))
        self.detail.methods.rows_asked.connect(self._on_rows_wanted)
        self.doing.expected.connect(self._on_expected)
        self.doing.rows_asked.connect(self.rows_asked)
        self.trying.applied.connect(self._on_applied)
        self.thresholds.closed.connect(lambda: self.controls.thresholds.setChecked(False))
        self.trying.judged.connect(self._show_judged)
        self.timeline.version_chosen.connect(self._on_cell_chosen)
        self.timeline.column_chosen.connect(self._on_column_chosen)
        self._empty.triggered.connect(self.analyse)
        self._failure.retried.connect(self.analyse)
        self.analysis.analysed.connect(self._on_analysed)
        self.analysis.progressed.connect(self._on_progressed)
        self.analysis.finished.connect(self._on_finished)
        self.analysis.stopped.connect(self._on_sides_changed)
        self.analysis.failed.connect(self._fail)

    # Showing ----------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.report = None
        self.columns.forget_choice()
        self.analysis.forget()
        for part in (self.trying, self.doing):
            part.show_report(None)
        self.controls.clear()
        self.verdict.show_reports(())
        self.notice.hide()
        self.fallback.hide()
        self.columns.show_report(())
        self.columns.show_together(())
        self.detail.show_column(None)
        self.timeline.clear()

    def show_facts(self, facts: DatasetFacts) -> None:
        first = not self.controls.has_versions
        self.controls.show_versions(facts.dataset, facts.versions)
        self.controls.show_preset(self.trying.preset(facts.dataset.id))
        self.verdict.show_reports(facts.reports)
        self.show_content()
        if first:
            self.start(self._read_services())
        wanted = self._wanted_report
        if wanted is not None and wanted.dataset_id == facts.dataset.id:
            self._wanted_report = None
            self.show_report(wanted)
        elif not self.analysis.is_running and (first or self.report is None):
            self._show_first(facts)
        self._show_timeline_of(facts)

    def _show_first(self, facts: DatasetFacts) -> None:
        """What stands there before the user asked for anything: the last report, else two sides to compare."""
        if facts.last_report is not None:
            self.show_report(facts.last_report)
            return
        latest = facts.latest
        reference = facts.reference
        if latest is not None and reference == latest.number and len(facts.versions) > 1:
            reference = facts.versions[-1].number
        self.controls.set_sides(reference, latest.number if latest else None)
        self._show_none()

    def show_report(self, report: DriftReport) -> None:
        """Show a stored report; its sides stand in the controls."""
        if self.facts is None or self.facts.dataset.id != report.dataset_id:
            self._wanted_report = report
            return
        self.analysis.forget()
        self.report = report
        self.controls.set_sides(report.reference.version, report.current.version, report.current.file)
        self.controls.set_busy(False)
        self.controls.set_adjustable(bool(report.columns) and report.computed_from != "service")
        self.verdict.show_report(report, can_retrain=self._can_retrain())
        self.trying.show_report(report)
        self.doing.show_report(report)
        self.columns.show_report(report.columns)
        self.columns.show_together(report.together)
        self._show_fallback(report)
        self._show_results(report)
        self._show_detail()
        self._show_timeline_of(self.facts)
        self.report_shown.emit(report)

    def _show_fallback(self, report: DriftReport) -> None:
        """Where the built-in engine stood in for a service: which, why, and the offer to ask that again."""
        failed = report.fallback
        if failed is None:
            self.fallback.hide()
            return
        said = self.tr("{service} failed, and the built-in engine answered: {why}").format(
            service=failed.service, why=failed.why
        )
        self.fallback.offer(said, self.tr("Ask again"), lambda: self._ask_again(failed.service))

    def _ask_again(self, service: str) -> None:
        self.controls.service.setCurrentIndex(max(0, self.controls.service.findData(service)))
        self.analyse()

    def _show_results(self, report: DriftReport) -> None:
        """The columns; of a service that tells none, its score, or why it was not asked for one."""
        if report.columns or report.computed_from != "service":
            self._results.setCurrentWidget(self._across)
        elif report.score is not None:
            self.score.show_report(report)
            self._results.setCurrentWidget(self.score)
        else:
            self._empty.set_texts(
                self.tr("{service} was not asked").format(service=report.service),
                self.tr("Each side needs {n} rows or more; there are {reference} and {current}.").format(
                    n=report.min_rows, reference=report.reference.rows, current=report.current.rows
                ),
            )
            self._results.setCurrentWidget(self._empty)

    def compare(self, reference: int, current: int) -> None:
        """Show the comparison of two versions: the report that is there, else the offer to make one."""
        self.controls.set_sides(reference, current)
        self._on_sides_changed()

    def _show_none(self) -> None:
        self._show_nothing()
        sides = self.controls.sides()
        self.verdict.show_nothing()
        same = sides.reference is None or sides.reference == sides.current
        if same and sides.file is None:
            self._empty.set_texts(
                self.tr("Nothing to compare yet"),
                self.tr("Choose two different versions, or a file as the current side."),
            )
        else:
            self._empty.set_texts(
                self.tr("Not analysed yet"),
                self.tr("{current} has not been compared with {reference}.").format(
                    current=sides.current_label, reference=f"v{sides.reference}"
                ),
                self.tr("Analyse"),
            )
        self.controls.set_ready(not same or sides.file is not None)
        self._results.setCurrentWidget(self._empty)
        self.report_shown.emit(None)

    def _show_nothing(self) -> None:
        self.report = None
        self.fallback.hide()
        self.trying.show_report(None)
        self.doing.show_report(None)
        self.controls.set_adjustable(False)
        self.columns.show_report(())
        self.columns.show_together(())
        self.detail.show_column(None)

    def _on_sides_changed(self) -> None:
        facts, sides = self.facts, self.controls.sides()
        if facts is None:
            return
        self.analysis.forget()
        self.controls.set_busy(False)
        self.controls.set_ready(sides.file is not None or sides.reference != sides.current)
        if (known := next((r for r in facts.reports if sides.are_of(r)), None)) is not None:
            self.show_report(known)
        else:
            self._show_none()
        self._show_timeline_of(facts)

    def _on_cell_chosen(self, version: int, column: str) -> None:
        self.controls.set_sides(self.controls.sides().reference, version)
        self.columns.pick(column)
        self._on_sides_changed()

    def _on_column_chosen(self, column: str) -> None:
        self.timeline.show_column(column)
        self.columns.pick(column)

    def _show_detail(self) -> None:
        column = self.columns.current()
        sides = self.controls.sides()
        names = f"v{sides.reference}", sides.current_label
        self.detail.show_column(column, names, is_stored=self.report is not None)
        if column is not None:
            for part in (self.timeline, self.thresholds):
                part.show_column(column.name)

    def _show_timeline_of(self, facts: DatasetFacts) -> None:
        sides = self.controls.sides()
        if sides.reference is not None:
            params = self.trying.params(facts.dataset.id)
            self.timeline.show_sides(facts, sides.reference, sides.current, params)

    def _can_retrain(self) -> bool:
        return self.facts is not None and any(m.champion is not None for m in self.facts.models)

    # Analysing --------------------------------------------------------------------------------------------------

    def analyse(self, *, together: Sequence[str] = ()) -> None:
        """Compare the chosen sides, as a job; its columns appear as they are analysed. ``together``: the methods for many
        columns at once, where others than usual are wanted."""
        facts, sides = self.facts, self.controls.sides()
        if facts is None or not self.controls.is_ready:
            return
        self._show_nothing()
        self.controls.set_busy(True)
        current = facts.version(sides.current) or facts.latest
        is_ours = sides.service == BUILT_IN
        self.columns.await_columns(current.columns.columns if current and is_ours else ())
        self.verdict.show_running(sides)
        self._empty.set_texts(
            self.tr("{service} is analysing").format(service=sides.service),
            self.tr("Its answer comes as a whole."),
        )
        self._results.setCurrentWidget(self._across if is_ours else self._empty)
        params = self.trying.params(facts.dataset.id) if is_ours else {}
        if together:
            before = DriftParams.model_validate(params).together.model_dump(mode="json")
            params = {**params, "together": {**before, "methods": list(together)}}
        self.analysis.start(facts.dataset.name, sides, params)

    def _on_analysed(self, column: ColumnDrift) -> None:
        self.columns.put(column)
        self.verdict.show_progress(*self.columns.progress())

    def _on_progressed(self, progress: Progress) -> None:
        self.verdict.show_stage(progress)

    def _on_finished(self, report: DriftReport) -> None:
        self.controls.set_busy(False)
        if self.facts is not None and self.facts.dataset.id == report.dataset_id:
            self.show_report(report)

    def _fail(self, error: DriftDeskError) -> None:
        """A failed analysis is an error, and never looks like "no drift"."""
        self.controls.set_busy(False)
        self._show_nothing()
        self.verdict.show_failed()
        self._failure.show_error(error)
        self._results.setCurrentWidget(self._failure)
        self.report_shown.emit(None)

    def _on_rows_wanted(self) -> None:
        self.controls.basis.set_key("rows")
        self.analyse()

    def _on_services_changed(self) -> None:
        if self._workspace.is_connected:
            self.start(self._read_services())

    async def _read_services(self) -> None:
        names = await self._workspace.tasks.call(lambda: list(self._workspace.desk.detection.names()))
        self.controls.service.show_services(names)
        await self._ask_services()

    async def _ask_services(self) -> None:
        """How each is, one after the other: one that hangs must not keep the window's threads."""
        for name in self.controls.service.external():
            with suppress(NotFoundError):  # it was removed meanwhile
                state = await self._workspace.tasks.call(self._workspace.desk.detection.state, name)
                self.controls.service.show_state(state)

    # Thresholds, expectations, where, export --------------------------------------------------------------------

    def _on_thresholds_toggled(self, on: bool) -> None:
        """In a small window the thresholds take the place of the column's detail: the verdicts stay in sight."""
        self.trying.open(on)
        self.detail.setVisible(not on or self._across.width() >= _ROOM_FOR_THREE)

    def _show_judged(self, report: DriftReport, as_if: bool) -> None:
        self.columns.show_report(report.columns)
        self.columns.show_together(report.together)
        self.verdict.show_report(report, as_if=as_if)

    def _on_applied(self, params: DriftParams) -> None:
        if self.facts is not None:
            self.controls.show_preset(params.preset)
            done = self.tr("The next analyses of {name} use these thresholds.")
            done = done.format(name=self.facts.dataset.name)
            self._workspace.notifications.success(done)
            self.verdict.show_applied()
            self._show_timeline_of(self.facts)

    def _on_expected(self, report: DriftReport) -> None:
        if self.report is not None and self.report.id == report.id:
            if (current := self.columns.current()) is not None:
                self.columns.pick(current.name)
            self.show_report(report)
        self._state.refresh()

    def retranslate(self) -> None:
        parts = (self.controls, self.verdict, self.score, self.columns, self.detail, self.timeline)
        for part in (*parts, self.thresholds):
            part.retranslate()
        if self.report is not None:
            self.verdict.show_report(self.report, can_retrain=self._can_retrain())
            self._show_results(self.report)
