"""Is the model still healthy? Its performance chunk by chunk: measured where labels are known, estimated where not."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import (
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
    PerformanceReport,
    PerformanceSeries,
    Role,
    Severity,
)
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.plots.performance import PerformancePlot, PlotWords
from driftdesk.ui.stored_words import stored_word
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import champion_first, refill
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.widgets.basics import ElidedLabel, EmptyState, SeverityLabel, button, label
from driftdesk.ui.workspace import Workspace

_STEPS = 1000
_STORED = 0
"""Instead of a model version's number: the predictions that stand in the data."""
_ROLES = (Role.PREDICTION, Role.PREDICTION_SCORE)


class PerformancePanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._watch = JobWatch(workspace, self)
        self._report: PerformanceReport | None = None
        self._versions, self._data, self._every = QComboBox(), QComboBox(), QComboBox()
        self._reports, self._metrics = QComboBox(), QComboBox()
        self._version_label, self._data_label = label(), label()
        self._every_label, self._metric_label = label(), label()
        self._run = button("", "primary", "evaluate")
        self._stop = button("", "", "stop")
        self._bar = QProgressBar(textVisible=False, maximum=_STEPS)
        self._stage = ElidedLabel("", "muted")
        self._failed = label("", "error", wrap=True)
        self._failed.setContentsMargins(3 * S, 0, 3 * S, S)
        self._severity = SeverityLabel()
        self._verdict = label("", "heading", wrap=True)
        self._plot = PerformancePlot()
        self._notes = label("", "muted", wrap=True)
        self._empty = EmptyState("activity", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self._run.clicked.connect(self._on_run_clicked)
        self._empty.triggered.connect(self._on_run_clicked)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._reports.activated.connect(self._on_report_chosen)
        self._metrics.activated.connect(self._show_metric)
        self._watch.happened.connect(self._on_event)
        state.changed.connect(self._on_facts_changed)
        self._show_running(running=False)
        self.retranslate()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        for widget in (
            self._version_label, self._versions, self._data_label, self._data, self._every_label, self._every,
            self._run, self._bar, self._stop, self._stage,
        ):  # fmt: skip
            bar.addWidget(widget)
        self._bar.setFixedWidth(16 * S)
        bar.addStretch(1)
        verdict = QHBoxLayout()
        verdict.setSpacing(S)
        verdict.addWidget(self._severity, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self._verdict, 1)
        choice = QHBoxLayout()
        choice.setSpacing(S)
        for widget in (self._metric_label, self._metrics):
            choice.addWidget(widget)
        choice.addStretch(1)
        choice.addWidget(self._reports)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addLayout(verdict)
        column.addLayout(choice)
        column.addWidget(self._plot, 1)
        column.addWidget(self._notes)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self._failed)
        whole.addWidget(self._stack, 1)

    # What the store says.

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        self._run.setEnabled(facts is not None and bool(self._choices(facts)))
        if facts is None:
            self._watch.forget()
            self._show_running(running=False)
            return
        refill(self._versions, self._choices(facts))
        refill(self._data, [(words.data_version(v), v.number) for v in facts.data_versions])
        self._offer_chunks(facts)
        self._offer_reports(facts)
        self._say_what_is_needed()

    def _choices(self, facts: ModelFacts) -> list[tuple[str, int]]:
        """The champion first, then the other versions, then the predictions that stand in the data."""
        found = champion_first(facts)
        if facts.data_versions and any(c.role in _ROLES for c in facts.data_versions[0].columns.columns):
            found.append((self.tr("predictions in the data"), _STORED))
        return found

    def _offer_chunks(self, facts: ModelFacts) -> None:
        chosen = self._every.currentData() or "parts:10"
        offered = [
            ("parts:10", self.tr("10 parts")),
            ("parts:30", self.tr("30 parts")),
            ("rows:1000", self.tr("1,000 rows")),
            ("rows:5000", self.tr("5,000 rows")),
            ("version", self.tr("data versions")),
        ]
        newest = facts.data_versions[0] if facts.data_versions else None
        if newest is not None and newest.columns.timestamp is not None:
            offered += [
                ("period:day", self.tr("days")),
                ("period:week", self.tr("weeks")),
                ("period:month", self.tr("months")),
            ]
        self._every.clear()
        for key, text in offered:
            self._every.addItem(text, key)
        self._every.setCurrentIndex(max(0, self._every.findData(chosen)))

    def _offer_reports(self, facts: ModelFacts) -> None:
        known = {self._reports.itemData(i) for i in range(self._reports.count())}
        chosen = self._reports.currentData()
        self._reports.clear()
        for report in facts.performance:
            self._reports.addItem(self._called(report), report.id)
        newest = facts.performance[0].id if facts.performance else None
        if newest is not None and newest not in known:
            chosen = newest
        self._reports.setCurrentIndex(max(0, self._reports.findData(chosen)))
        self._show_report(self._chosen_report(facts))

    def _called(self, report: PerformanceReport) -> str:
        who = f"v{report.model_version}" if report.model_id else self.tr("predictions in the data")
        named = self.tr("{model} on data v{data}").format(model=who, data=report.version)
        return f"{named}  ·  {figures.short_moment(report.created_at)}"

    def _chosen_report(self, facts: ModelFacts) -> PerformanceReport | None:
        chosen = self._reports.currentData()
        return next((r for r in facts.performance if r.id == chosen), None)

    # What is shown.

    def _on_report_chosen(self) -> None:
        if self._state.facts is not None:
            self._show_report(self._chosen_report(self._state.facts))

    def show_report(self, report_id: str) -> None:
        """Choose a report by its id; one that is not among the last stays unseen."""
        at = self._reports.findData(report_id)
        if at >= 0:
            self._reports.setCurrentIndex(at)
            self._on_report_chosen()

    def _show_report(self, report: PerformanceReport | None) -> None:
        self._report = report
        self._stack.setCurrentIndex(0 if report is None else 1)
        if report is None:
            return
        chosen = self._metrics.currentData()
        self._metrics.clear()
        for series in report.series:
            self._metrics.addItem(words.performance_metric(series.metric), series.metric)
        self._metrics.setCurrentIndex(max(0, self._metrics.findData(chosen)))
        self._notes.setText(words.performance_notes(report))
        self._show_metric()

    def _show_metric(self) -> None:
        report = self._report
        if report is None:
            return
        series = self._series(report)
        severity = series.severity if series else report.severity
        self._severity.set_severity(severity, self.tr("Healthy") if severity is Severity.NONE else "")
        self._verdict.setText(words.performance_verdict(report, series))
        name = words.performance_metric(series.metric) if series else ""
        said = PlotWords(
            metric=name,
            measured=self.tr("measured"),
            estimated=self.tr("estimated"),
            expected=self.tr("expected"),
            reference=self.tr("reference"),
        )
        self._plot.show_series(report.chunks, series, said)
        self._plot.setAccessibleName(self.tr("{metric} over time").format(metric=name))

    def _series(self, report: PerformanceReport) -> PerformanceSeries | None:
        at = self._metrics.currentIndex()
        return report.series[at] if 0 <= at < len(report.series) else None

    # Doing.

    def _on_run_clicked(self) -> None:
        facts = self._state.facts
        if facts is None or not self._versions.count() or not self._data.count():
            return
        number = self._versions.currentData()
        model = "" if number == _STORED else f"{facts.model.name}@{number}"
        ref = f"{facts.dataset.name}@{self._data.currentData()}"
        self._workspace.tasks.start(self._begin(ref, model, str(self._every.currentData())), owner=self)

    async def _begin(self, ref: str, model: str, every: str) -> None:
        desk = self._workspace.desk
        job: Job = await self._workspace.tasks.call(
            lambda: desk.measure_performance(ref, model=model, every=every)
        )
        self._show_running(running=True)
        self._watch.follow(job)

    def _on_stop_clicked(self) -> None:
        job = self._watch.job
        if job is not None:
            jobs = self._workspace.desk.jobs
            self._workspace.tasks.start(self._workspace.tasks.call(jobs.stop, job.id), owner=self)

    def _on_event(self, event: JobEvent) -> None:
        if isinstance(event, JobProgressed):
            progress = event.progress
            self._bar.setRange(0, _STEPS if progress.total else 0)
            self._bar.setValue(round(_STEPS * progress.done / progress.total) if progress.total else 0)
            self._stage.setText(stored_word(progress.stage))
        elif isinstance(event, JobFinished):
            self._watch.forget()
            self._show_running(running=False)
            if event.state is JobState.SUCCEEDED:
                self._state.refresh()
            elif event.error is not None:
                self._failed.setText(f"{event.error.message} {event.error.hint}".strip())
                self._failed.show()

    def _show_running(self, *, running: bool) -> None:
        for widget in (self._bar, self._stop, self._stage):
            widget.setVisible(running)
        self._run.setVisible(not running)
        self._failed.hide()
        if running:
            self._bar.setRange(0, 0)
            self._stage.setText("")

    def _say_what_is_needed(self) -> None:
        facts = self._state.facts
        if facts is not None and not self._choices(facts):
            self._empty.set_texts(
                self.tr("Nothing to judge yet"),
                self.tr(
                    "Train the model, or import data with predictions in columns of the roles prediction and "
                    "prediction score."
                ),
            )
            return
        self._empty.set_texts(
            self.tr("Is the model still healthy?"),
            self.tr(
                "Its performance on each part of the data: measured where labels are known, estimated where they "
                "are not, against what it did on rows held out of its training."
            ),
            self.tr("Check performance"),
        )

    def retranslate(self) -> None:
        self._version_label.setText(self.tr("Model version"))
        self._data_label.setText(self.tr("on data"))
        self._every_label.setText(self.tr("by"))
        self._metric_label.setText(self.tr("Metric"))
        self._versions.setAccessibleName(self._version_label.text())
        self._data.setAccessibleName(self.tr("Data version"))
        self._every.setAccessibleName(self.tr("Chunks"))
        self._metrics.setAccessibleName(self.tr("Metric"))
        self._reports.setAccessibleName(self.tr("Reports"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._run.setText(self.tr("Check performance"))
        self._stop.setText(self.tr("Stop"))
        self._say_what_is_needed()
        self._on_facts_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
