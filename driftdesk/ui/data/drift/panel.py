"""Drift: what changed between two sides, ranked, seen, and over time. Fills while the analysis runs."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHeaderView, QSplitter, QStackedWidget, QVBoxLayout

from driftdesk.core.entities import (
    ColumnAnalysed,
    DriftReport,
    ErrorInfo,
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
)
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.settings import BUILT_IN
from driftdesk.ui.data import words
from driftdesk.ui.data.drift.bar import DriftBar
from driftdesk.ui.data.drift.controls import DriftControls, Sides
from driftdesk.ui.data.drift.detail import DriftDetail
from driftdesk.ui.data.drift.model import DRIFT, EVIDENCE, NAME, SEVERITY, DriftColumnModel
from driftdesk.ui.data.drift.score import DriftScore
from driftdesk.ui.data.drift.timeline import DriftTimeline
from driftdesk.ui.data.drift.verdict import DriftVerdict
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, ErrorView, line
from driftdesk.ui.workspace import Workspace


class DriftPanel(DatasetPanel):
    """``report_shown`` carries the report that stands there now (None: none)."""

    report_shown = Signal(object)

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self.report: DriftReport | None = None
        self._wanted_report: DriftReport | None = None
        self._picked = ""
        """The column that the user chose; the most drifted one is shown until then."""
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_job_event)
        workspace.services_changed.connect(self._on_services_changed)
        self.controls = DriftControls()
        self.controls.sides_changed.connect(self._on_sides_changed)
        self.controls.analyse_asked.connect(self.analyse)
        self.verdict = DriftVerdict()
        self.verdict.report_chosen.connect(self._on_report_chosen)
        self.verdict.export_asked.connect(self._on_export)
        self.verdict.stop_asked.connect(self._on_stop)
        self.model = DriftColumnModel(self)
        self.table = self._build_table()
        self.setFocusProxy(self.table)
        self.detail = DriftDetail()
        self.timeline = DriftTimeline(workspace)
        self.timeline.version_chosen.connect(self._on_cell_chosen)
        self.timeline.column_chosen.connect(self._on_column_chosen)
        self._empty = EmptyState("drift", "")
        self._empty.triggered.connect(self.analyse)
        self._failure = ErrorView()
        self._failure.retried.connect(self.analyse)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.table)
        self._across.addWidget(self.detail)
        self._results = QStackedWidget()
        self.score = DriftScore()
        for page in (self._across, self.score, self._empty, self._failure):
            self._results.addWidget(page)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self._results)
        self._down.addWidget(self.timeline)
        for key, splitter, sizes in (("across", self._across, [500, 520]), ("down", self._down, [350, 205])):
            splitter.setChildrenCollapsible(False)
            splitter.setSizes(workspace.state(f"data/drift/{key}", sizes))
            splitter.splitterMoved.connect(
                lambda _at, _i, k=key, s=splitter: workspace.remember(f"data/drift/{k}", s.sizes())
            )
        self._down.setStretchFactor(0, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.controls, line(), self.verdict, line()):
            column.addWidget(part)
        column.addWidget(self._down, 1)
        self.retranslate()

    def _build_table(self) -> DataTable:
        table = DataTable()
        table.setModel(self.model)
        table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        table.setItemDelegateForColumn(DRIFT, DriftBar(table))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(SEVERITY, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(SEVERITY, 5 * S)
        table.setColumnWidth(DRIFT, 24 * S)
        table.setColumnWidth(EVIDENCE, 13 * S)
        table.setMinimumWidth(44 * S)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        return table

    # Showing ----------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self.report = None
        self._picked = ""
        self._watch.forget()
        self.controls.clear()
        self.verdict.show_reports(())
        self.model.show_report(())
        self.detail.show_column(None)
        self.timeline.clear()

    def show_facts(self, facts: DatasetFacts) -> None:
        first = not self.controls.has_versions
        self.controls.show_versions(facts.dataset, facts.versions)
        self.verdict.show_reports(facts.reports)
        self.show_content()
        if first:
            self.start(self._read_services())
        wanted = self._wanted_report
        if wanted is not None and wanted.dataset_id == facts.dataset.id:
            self._wanted_report = None
            self.show_report(wanted)
        elif self._watch.job is None and (first or self.report is None):
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
        self._watch.forget()
        self.report = report
        self.controls.set_sides(report.reference.version, report.current.version, report.current.file)
        self.controls.set_busy(False)
        self.verdict.show_report(report)
        self.model.show_report(report.columns)
        self._show_results(report)
        self._select(self._picked)
        self._show_detail()
        self._show_timeline_of(self.facts)
        self.report_shown.emit(report)

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
        self.report = None
        self.model.show_report(())
        self.detail.show_column(None)
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

    def _on_sides_changed(self) -> None:
        facts, sides = self.facts, self.controls.sides()
        if facts is None:
            return
        self._watch.forget()
        self.controls.set_busy(False)
        self.controls.set_ready(sides.file is not None or sides.reference != sides.current)
        known = next((r for r in facts.reports if sides.are_of(r)), None)
        if known is not None:
            self.show_report(known)
        else:
            self._show_none()
        self._show_timeline_of(facts)

    def _on_report_chosen(self, report: DriftReport) -> None:
        self.show_report(report)

    def _on_cell_chosen(self, version: int, column: str) -> None:
        self.controls.set_sides(self.controls.sides().reference, version)
        self._picked = column
        self._on_sides_changed()
        self._select(column)

    def _on_column_chosen(self, column: str) -> None:
        self._picked = column
        self.timeline.show_column(column)
        self._select(column)

    def _select(self, name: str) -> None:
        """Show this column, or the most drifted one where it is not there."""
        if self.model.rowCount():
            picked = self._picked
            self.table.selectRow(self.model.row_of(name) or 0)
            self._picked = picked

    def _on_row_changed(self, now: QModelIndex) -> None:
        column = self.model.column_at(now.row())
        self._picked = column.name if column else self._picked
        self._show_detail()

    def _show_detail(self) -> None:
        column = self.model.column_at(self.table.current_row())
        sides = self.controls.sides()
        names = (f"v{sides.reference}", sides.current_label)
        self.detail.show_column(column, names)
        if column is not None:
            self.timeline.show_column(column.name)

    # Reading ----------------------------------------------------------------------------------------------------

    def _on_services_changed(self) -> None:
        if self._workspace.is_connected:
            self.start(self._read_services())

    async def _read_services(self) -> None:
        names = await self._workspace.tasks.call(lambda: list(self._workspace.desk.detection.names()))
        self.controls.show_services(names)

    def _show_timeline_of(self, facts: DatasetFacts) -> None:
        sides = self.controls.sides()
        if sides.reference is not None:
            self.timeline.show_sides(facts, sides.reference, sides.current)

    # Analysing --------------------------------------------------------------------------------------------------

    def analyse(self) -> None:
        """Compare the chosen sides, as a job; its columns appear as they are analysed."""
        facts, sides = self.facts, self.controls.sides()
        if facts is None or not self.controls.is_ready:
            return
        self.controls.set_busy(True)
        self.report = None
        current = facts.version(sides.current) or facts.latest
        is_ours = sides.service == BUILT_IN
        self.model.await_columns(current.columns.columns if current and is_ours else ())
        self.detail.show_column(None)
        self.verdict.show_running(sides)
        self._empty.set_texts(
            self.tr("{service} is analysing").format(service=sides.service),
            self.tr("It gives one score for all columns together."),
        )
        self._results.setCurrentWidget(self._across if is_ours else self._empty)
        self.start(self._enqueue(facts, sides))

    async def _enqueue(self, facts: DatasetFacts, sides: Sides) -> None:
        desk = self._workspace.desk
        try:
            job: Job = await self._workspace.tasks.call(
                lambda: desk.analyse_drift(
                    facts.dataset.name,
                    reference=sides.reference or "latest",
                    current=sides.current if sides.file is None else None,
                    current_file=sides.file,
                    exact=sides.exact,
                    service=sides.service,
                )
            )
        except DriftDeskError as error:
            self._fail(error)
            return
        if self.facts is not None and self.facts.dataset.id == facts.dataset.id:
            self._watch.follow(job)

    def _on_job_event(self, event: JobEvent) -> None:
        match event:
            case ColumnAnalysed():
                self.model.put(event.column)
                self._select(self._picked)
                self._show_detail()
                self.verdict.show_progress(self.model.rowCount() - self.model.awaited, self.model.rowCount())
            case JobProgressed():
                self.verdict.show_stage(event.progress)
            case JobFinished():
                self.start(self._finish(event))

    async def _finish(self, event: JobFinished) -> None:
        self._watch.forget()
        self.controls.set_busy(False)
        if event.state is JobState.SUCCEEDED and event.result:
            report_id = str(event.result.get("report") or event.result.get("report_id"))
            report = await self._workspace.tasks.call(self._workspace.desk.store.reports.get, report_id)
            if self.facts is not None and self.facts.dataset.id == report.dataset_id:
                self.show_report(report)
            return
        if event.state in (JobState.ABORTED, JobState.CANCELLED):
            self._on_sides_changed()
            return
        error = event.error or ErrorInfo(code="job_failed", message=self.tr("The analysis failed."))
        self._fail(DriftDeskError(error.message, error.hint))

    def _fail(self, error: DriftDeskError) -> None:
        """A failed analysis is an error, and never looks like "no drift"."""
        self.controls.set_busy(False)
        self.report = None
        self.model.show_report(())
        self.detail.show_column(None)
        self.verdict.show_failed()
        self._failure.show_error(error)
        self._results.setCurrentWidget(self._failure)
        self.report_shown.emit(None)

    def _on_stop(self) -> None:
        if self._watch.job is not None:
            self.start(self._stop(self._watch.job))

    async def _stop(self, job: Job) -> None:
        await self._workspace.tasks.call(self._workspace.desk.jobs.stop, job.id)

    # Exporting --------------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        report = self.report
        if report is None:
            return
        name = f"{report.dataset_name}-{words.side(report.reference)}-{words.side(report.current)}.html"
        dialog = QFileDialog(self, self.tr("Export the report"), name, "HTML (*.html)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.fileSelected.connect(lambda path: self.start(self._export(report, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _export(self, report: DriftReport, path: Path) -> None:
        await self._workspace.tasks.call(_write_html, report, path)
        self._workspace.notifications.success(self.tr("Exported {name}").format(name=path.name))

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Columns, most drifted first"))
        for part in (self.controls, self.verdict, self.score, self.detail, self.timeline):
            part.retranslate()
        self.model.retranslate()
        if self.report is not None:
            self.verdict.show_report(self.report)
            self._show_results(self.report)


def _write_html(report: DriftReport, path: Path) -> None:
    from driftdesk.core.reports.html import render_html

    path.write_text(render_html(report), encoding="utf-8")
