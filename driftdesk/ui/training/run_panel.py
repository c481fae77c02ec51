"""The run in focus: its curves, live, and where it stands."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from driftdesk.core.entities import (
    JobFinished,
    JobProgressed,
    MetricsRecorded,
    Progress,
    Run,
    RunState,
)
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.durations import ago, duration, time_left
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.training.curve_options import CurveOptions
from driftdesk.ui.training.live_plots import LivePlots, plot_title
from driftdesk.ui.training.run_actions import RunActions
from driftdesk.ui.widgets.basics import ElidedLabel, button, label
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

OPTIONS = "training/live/curves"
HIDDEN = "training/live/hidden"


class RunPanel(QWidget):
    """One run: its curves, a line of facts, stop. Points are read from the store as they arrive, never twice."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._run: Run | None = None
        self._metric = ""
        self._step = -1
        self._count = 0
        self._epoch = 0.0
        self._speed: float | None = None
        self._progress: Progress | None = None
        self._loading = False
        self._again = False
        self._title = label("", "heading")
        self._state = label("")
        self._state.setTextFormat(Qt.TextFormat.RichText)
        self._facts = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._next = label("", "muted", wrap=True)
        self._next.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.life = RunActions(workspace)
        self.options = CurveOptions(workspace, OPTIONS)
        self._choice = QToolButton(popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._choice)
        self._all: QPushButton = button("")
        self.plots = LivePlots()
        self._note = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._lay_out()
        self._connect()
        self.plots.choose(frozenset(workspace.state(HIDDEN, [])))
        self._on_options_changed()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.life)
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self.options)
        tools.addWidget(self._choice)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S, 3 * S, S)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._next)
        column.addWidget(self._facts)
        column.addLayout(tools)
        column.addWidget(self.plots, 1)
        column.addLayout(foot)
        self._choice.setMenu(self._menu)

    def _connect(self) -> None:
        self.options.changed.connect(self._on_options_changed)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._all.clicked.connect(lambda: self._look_at(None))
        self.plots.ranged.connect(lambda within: self._all.setVisible(within is not None))
        self.plots.drawn.connect(self._say_drawn)
        self._workspace.feed.job_event.connect(self._on_job_event)

    def show_run(self, run: Run | None, metric: str) -> None:
        """Show ``run``; a run that is already shown goes on from its last point."""
        fresh = run is None or self._run is None or run.id != self._run.id
        self._run, self._metric = run, metric
        if fresh:
            self._step, self._count, self._epoch, self._speed = -1, 0, 0.0, None
            self._progress = None
            self.plots.begin(metric, run.created_at.timestamp() if run is not None else 0.0)
            self._all.hide()
        self._say()
        self._say_drawn()
        if run is not None:
            self._fetch()

    # Points.

    def _fetch(self) -> None:
        """Read on from the last step, one reading at a time."""
        if self._loading:
            self._again = True
        elif self._run is not None:
            self._loading = True
            self._workspace.tasks.start(self._load(self._run.id), owner=self)

    async def _load(self, run_id: str) -> None:
        try:
            read = self._workspace.desk.training.curves
            found = await self._workspace.tasks.call(read, run_id, self._step)
            if self._run is not None and self._run.id == run_id:
                self._add(found)
        finally:
            self._loading = False
        if self._again or (self._run is not None and self._run.id != run_id):
            self._again = False
            self._fetch()

    def _add(self, found: "RunSeries") -> None:
        new = found.cut(int(found.steps.searchsorted(self._step, side="right")), len(found))
        if not len(new):
            return
        self._step = int(new.steps[-1])
        self._count += len(new)
        self._epoch = float(new.epochs[-1])
        _, speeds = new.values_of("rows_per_second")
        self._speed = float(speeds[-1]) if speeds.size else self._speed
        self.plots.add(new)
        self._say()

    def _on_job_event(self, event: object) -> None:
        if self._run is None:
            return
        if isinstance(event, MetricsRecorded) and event.run_id == self._run.id:
            if event.step < self._step:  # resumed: what came after the checkpoint was taken back
                self._step = event.step - 1
                self._count = self.plots.truncate(self._step)
            self._fetch()
        elif isinstance(event, JobProgressed) and event.job_id == self._run.job_id:
            self._progress = event.progress
            self._say()
        elif isinstance(event, JobFinished) and event.job_id == self._run.job_id:
            self._progress = None
            self._fetch()

    # How they are looked at.

    def _on_options_changed(self) -> None:
        self.plots.set_scale(self.options.scale())
        self.plots.smooth(self.options.smoothing())
        self._say_drawn()

    def _look_at(self, within: tuple[float, float] | None) -> None:
        self.plots.show_range(within)
        self._all.setVisible(within is not None)

    def _fill_menu(self) -> None:
        self._menu.clear()
        shown = self.plots.shown()
        for name in self.plots.available():
            action = QAction(plot_title(name), self._menu, checkable=True, checked=name in shown)
            action.toggled.connect(lambda on, name=name: self._on_plot_chosen(name, on))
            self._menu.addAction(action)

    def _on_plot_chosen(self, name: str, on: bool) -> None:
        hidden = set(self._workspace.state(HIDDEN, []))
        hidden -= {name, f"+{name}"}
        hidden.add(f"+{name}" if on else name)
        self._workspace.remember(HIDDEN, sorted(hidden))
        self.plots.choose(frozenset(hidden))

    # Words.

    def _say(self) -> None:
        """The line of facts: state, epoch, speed, time left."""
        run = self._run
        self.life.show_run(run)
        self._choice.setEnabled(bool(self.plots.available()))
        if run is None:
            self._title.setText(self.tr("No run yet"))
            self._state.setText("")
            self._facts.setText(self.tr("Train, and its curves grow here."))
            self._next.hide()
            return
        self._title.setText(self.tr("Run #{n}").format(n=run.number))
        self._state.setText(self._state_text(run))
        told = self._what_next(run)
        self._next.setText(told)
        self._next.setVisible(bool(told))
        parts = []
        if self._epoch:
            parts.append(self.tr("epoch {n}").format(n=figures.figure(self._epoch)))
        if run.state is RunState.RUNNING:
            if self._speed:
                parts.append(self.tr("{n} rows/s").format(n=figures.figure(self._speed)))
            if self._progress is not None and self._progress.seconds_left is not None:
                parts.append(time_left(self._progress.seconds_left))
        elif run.seconds:
            parts.append(duration(run.seconds))
        self._facts.setText("   ".join(parts))
        self._facts.setVisible(bool(parts))

    def _what_next(self, run: Run) -> str:
        """Why a run does not go on, and what to do."""
        kept = run.checkpoint is not None
        if run.error:
            taken_up = self.tr("Resume goes on from its last checkpoint.") if kept and run.job_id else ""
            return " ".join(filter(None, (run.error.message, run.error.hint, taken_up)))
        if run.state is RunState.LOST:
            return self._lost_text(run)
        if run.state is RunState.PAUSED:
            return self.tr("Nothing runs and nothing is lost: Resume goes on where it stood, in any worker.")
        if run.state is RunState.ABORTED and run.job_id:
            if kept:
                return self.tr(
                    "Stopped without a version. Resume goes on; Register best makes a version of what it kept."
                )
            return self.tr("Stopped without a version or a checkpoint. Resume begins again from the seed.")
        if run.state is RunState.QUEUED:
            return self.tr("Waits for a free slot of a worker; Activity shows what runs before it.")
        return ""

    def _state_text(self, run: Run) -> str:
        colour = {
            RunState.FAILED: colours().critical,
            RunState.LOST: colours().warning,
            RunState.SUCCEEDED: colours().none,
        }.get(run.state, colours().muted)
        return f'<span style="color: {colour}">{escape(state_word(run.state))}</span>'

    def _lost_text(self, run: Run) -> str:
        """Nothing failed: nobody knows yet."""
        if run.heard_at is None:
            return self.tr("Its worker has not been heard of; it goes on when one takes it up.")
        said = self.tr("Its worker was last heard of {ago}; it goes on when one takes it up.")
        return said.format(ago=ago(run.heard_at))

    def _say_drawn(self) -> None:
        """How many points there are, which of them are drawn, and what the smooth line is."""
        if not self._count:
            waits = self._run is not None and not self._run.state.is_final
            self._note.setText(self.tr("Waiting for the first figures…") if waits else "")
            return
        parts = [self.tr("{n} points").format(n=figures.count(self._count))]
        if any(self.plots.plots[name].seen()[1] for name in self.plots.shown()):
            parts.append(self.tr("drawn: lowest and highest of each pixel; zoom for all"))
        if self.plots.stretch > 1:
            parts.append(self.tr("smoothed over {n} steps").format(n=figures.count(self.plots.stretch)))
        self._note.setText("  ·  ".join(parts))

    def retranslate(self) -> None:
        self._choice.setText(self.tr("Plots"))
        self._choice.setToolTip(self.tr("Choose which plots are shown"))
        self._all.setText(self.tr("Show all"))
        self._all.setToolTip(
            self.tr(
                "Back to the whole run. In a plot: wheel or + and − zoom, drag or arrows move, Home goes back"
            )
        )
        self.life.retranslate()
        self._say()
        self._say_drawn()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "_note"):
            self._say()
        super().changeEvent(event)
