"""The run in focus: its curves, live, and where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    JobFinished,
    JobProgressed,
    MetricPoint,
    MetricsRecorded,
    Progress,
    Run,
    RunState,
)
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.durations import time_left
from driftdesk.ui.plots.live import LivePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import ElidedLabel, Segmented, button, label
from driftdesk.ui.workspace import Workspace

AT_ONCE = 5_000
"""Points that are read and drawn without a pause: some ten milliseconds."""


class RunPanel(QWidget):
    """One run: two curves, a line of facts, stop. Points are read from the store as they arrive, never twice."""

    stop_requested = Signal(str, bool)
    """Job id, and whether to stop at once instead of asking."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._run: Run | None = None
        self._metric = ""
        self._step = -1
        self._loading = False
        self._again = False
        self._asked = False
        self._points: list[MetricPoint] = []
        self._validated: list[MetricPoint] = []
        """Those of them with figures of a validation: one an epoch."""
        self._title = label("", "heading")
        self._facts = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._stop = button("", "", "stop")
        self._scale = Segmented()
        self._axis = Segmented()
        self._loss = LivePlot()
        self._quality = LivePlot()
        self._captions: list[QLabel] = [label("", "caption"), label("", "caption")]
        self._lay_out()
        self._stop.clicked.connect(self._on_stop_clicked)
        self._scale.chosen.connect(lambda key: self._loss.set_log(key == "log"))
        self._axis.chosen.connect(self._on_axis_chosen)
        workspace.feed.job_event.connect(self._on_job_event)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._title, 1)
        head.addWidget(self._axis)
        head.addWidget(self._scale)
        head.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._facts)
        for caption, plot in zip(self._captions, (self._loss, self._quality), strict=True):
            column.addWidget(caption)
            column.addWidget(plot, 1)

    def show_run(self, run: Run | None, metric: str) -> None:
        """Show ``run``; a run that is already shown goes on from its last point."""
        fresh = run is None or self._run is None or run.id != self._run.id
        self._run, self._metric = run, metric
        if fresh:
            self._step, self._points, self._validated, self._asked = -1, [], [], False
            self._loss.show_series({})
            self._quality.show_series({})
        self._caption()
        self._say()
        if run is not None:
            self._fetch()

    def _fetch(self) -> None:
        """Read on from the last step, one reading at a time."""
        if self._loading:
            self._again = True
        elif self._run is not None:
            self._loading = True
            self._workspace.tasks.start(self._load(self._run.id), owner=self)

    async def _load(self, run_id: str) -> None:
        series = self._workspace.desk.training.series
        try:
            while self._shows(run_id):
                points = await self._workspace.tasks.call(series, run_id, self._step, AT_ONCE)
                if self._shows(run_id):
                    self._add(points)
                if len(points) < AT_ONCE:
                    break
        finally:
            self._loading = False
        if self._again:
            self._again = False
            self._fetch()

    def _shows(self, run_id: str) -> bool:
        return self._run is not None and self._run.id == run_id

    def _add(self, points: Sequence[MetricPoint]) -> None:
        points = [p for p in points if p.step > self._step]
        if not points:
            return
        if not self._points:
            self._begin_curves()
        self._step = points[-1].step
        self._points.extend(points)
        self._validated.extend(p for p in points if any(n.startswith("validation_") for n in p.values))
        self._draw(points)
        self._say()

    def _draw(self, points: Sequence[MetricPoint]) -> None:
        axis = self._axis.key()
        for point in points:
            x = {"epoch": point.epoch, "time": point.seconds}.get(axis, float(point.step))
            for plot in (self._loss, self._quality):
                plot.add_point(x, point.values)

    def _on_axis_chosen(self) -> None:
        self._begin_curves()
        self._draw(self._points)

    def _begin_curves(self) -> None:
        for plot, name in ((self._loss, "loss"), (self._quality, self._metric)):
            plot.show_series({s: words.series(s) for s in (f"train_{name}", f"validation_{name}")})

    def _on_job_event(self, event: object) -> None:
        if self._run is None:
            return
        if isinstance(event, MetricsRecorded) and event.run_id == self._run.id:
            if (
                event.step < self._step
            ):  # resumed from an earlier checkpoint: what came after it was taken back
                self._points = [p for p in self._points if p.step < event.step]
                self._validated = [p for p in self._validated if p.step < event.step]
                self._step = self._points[-1].step if self._points else -1
                self._on_axis_chosen()
            self._fetch()
        elif isinstance(event, JobProgressed) and event.job_id == self._run.job_id:
            self._say(event.progress)
        elif isinstance(event, JobFinished) and event.job_id == self._run.job_id:
            self._fetch()

    def _say(self, progress: Progress | None = None) -> None:
        """The line of facts: epoch, best and where, last, speed, time left."""
        run = self._run
        self._stop.setVisible(run is not None and run.state is RunState.RUNNING)
        if run is None:
            self._title.setText("")
            self._facts.setText("")
            return
        self._title.setText(self.tr("Run #{n}").format(n=run.number))
        parts = [state_word(run.state)]
        if run.error:
            parts.append(run.error.message)
        name = f"validation_{self._metric}"
        series = [(p.values[name], p.epoch) for p in self._validated if name in p.values]
        if series:
            choose = min if self._metric in LOWER_IS_BETTER else max
            best, epoch = choose(series)
            parts.append(self.tr("epoch {n}").format(n=f"{self._points[-1].epoch:.0f}"))
            parts.append(
                self.tr("best {value} at {epoch}").format(value=figures.figure(best), epoch=f"{epoch:.0f}")
            )
            parts.append(self.tr("last {value}").format(value=figures.figure(series[-1][0])))
        speed = next(
            (p.values["rows_per_second"] for p in reversed(self._points) if "rows_per_second" in p.values),
            None,
        )
        if speed and run.state is RunState.RUNNING:
            parts.append(self.tr("{n} rows/s").format(n=figures.figure(speed)))
        if progress is not None and progress.seconds_left is not None:
            parts.append(time_left(progress.seconds_left))
        self._facts.setText("   ".join(parts))

    def _on_stop_clicked(self) -> None:
        if self._run is not None and self._run.job_id:
            self.stop_requested.emit(self._run.job_id, self._asked)
            self._asked = True
            self._stop.setText(self.tr("Stop now"))

    def _caption(self) -> None:
        self._captions[0].setText(self.tr("Loss"))
        hint = f" ({words.better_hint(self._metric)})" if self._metric else ""
        self._captions[1].setText(f"{words.metric(self._metric)}{hint}")

    def retranslate(self) -> None:
        self._axis.set_options(
            [("step", self.tr("Step")), ("epoch", self.tr("Epoch")), ("time", self.tr("Time"))]
        )
        self._scale.set_options([("linear", self.tr("Linear")), ("log", self.tr("Log"))])
        self._stop.setText(self.tr("Stop"))
        self._stop.setToolTip(self.tr("Ask the run to stop; press again to stop it at once"))
        self._caption()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
