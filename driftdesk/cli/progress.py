"""The progress bar of a waiting command, on standard error."""

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

from driftdesk.core.entities import (
    ColumnAnalysed,
    JobEvent,
    JobProgressed,
    JobStarted,
    JobWarned,
    MetricsRecorded,
)


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
                p = event.progress
                self._bar.update(self._task, completed=p.done, total=p.total, detail=p.stage)
            case MetricsRecorded():
                values = "  ".join(f"{k} {v:.4g}" for k, v in list(event.values.items())[:3])
                self._bar.update(self._task, detail=f"epoch {event.epoch:g}  {values}")
            case ColumnAnalysed():
                self._bar.update(self._task, detail=event.column.name)
            case JobWarned():
                self._console.print(f"Warning: {event.message} {event.hint}".rstrip(), markup=False)
