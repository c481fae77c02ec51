"""The progress bar of a waiting or working command, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ColumnAnalysed,
    JobEvent,
    JobPaused,
    JobProgressed,
    JobStarted,
    JobWarned,
    MetricsRecorded,
)
from driftdesk.core.entities import Progress as ProgressSaid


class ProgressDisplay:
    """Shows the events of one job. Warnings are printed also where standard error is not a terminal."""

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._title = title
        self._task = self._bar.add_task(title, total=None, detail="waiting")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def on_event(self, event: JobEvent) -> None:
        """Show what the job says."""
        match event:
            case JobStarted():
                again = f"attempt {event.attempt}" if event.attempt > 1 else ""
                self._bar.update(self._task, detail=again)
            case JobProgressed():
                self.progress(event.progress.done, event.progress.total, event.progress.stage)
            case MetricsRecorded():
                values = "  ".join(f"{k} {v:.4g}" for k, v in list(event.values.items())[:3])
                self._bar.update(self._task, detail=f"epoch {event.epoch:g}  {values}")
            case ColumnAnalysed():
                self._bar.update(self._task, detail=event.column.name)
            case JobPaused():
                self._bar.update(self._task, detail="paused: `driftdesk jobs resume` lets it go on")
            case JobWarned():
                self._console.print(f"Warning: {event.message} {event.hint}".rstrip(), markup=False)

    def progress(self, done: float, total: float | None, stage: str) -> None:
        """``done`` of ``total`` units of a stage."""
        self._bar.update(self._task, completed=done, total=total, detail=stage)


class _Shown(Context):
    def __init__(self, display: ProgressDisplay) -> None:
        self._display = display

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        self._display.progress(done, total, stage)


@contextmanager
def working(console: Console, title: str) -> Iterator[Context]:
    """What a service reports to that the command itself calls."""
    with ProgressDisplay(console, title) as display:
        yield _Shown(display)


def _detail(progress: ProgressSaid) -> str:
    """Such as ``importing  412,000 rows/s  71 MB/s``."""
    parts = [progress.stage]
    if progress.rows_per_second is not None:
        parts.append(f"{progress.rows_per_second:,.0f} rows/s")
    if progress.per_second is not None and progress.unit == "bytes":
        parts.append(f"{progress.per_second / 1e6:.3g} MB/s")
    return "  ".join(p for p in parts if p)
