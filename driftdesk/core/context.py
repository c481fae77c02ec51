"""What a long computation reports to, and asks whether to go on.

Services take a ``Context``; the base does nothing, so that a notebook can call them without a job.
``driftdesk.core.jobs.context.JobContext`` writes stored events and knows the fence.
"""

from collections.abc import Mapping
from typing import Any

from driftdesk.core.entities import ColumnDrift, Fence


class Context:
    """Does nothing: who calls a service without a job gives this, or nothing at all."""

    fence: Fence | None = None
    job_id: str | None = None
    user: str = ""

    @property
    def finishing(self) -> bool:
        """Whether the work is to come to a good end soon, with the best that it has."""
        return False

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        """``done`` of ``total`` units of the current ``stage``. Call as often as you like: it is thinned out."""

    def rows_read(self, rows: int, done: float, total: float, stage: str) -> None:
        """``progress`` in bytes, which ``rows`` rows took."""
        self.progress(done, total, stage)

    def metrics(self, run_id: str, step: int, epoch: float, values: Mapping[str, float]) -> None:
        """A point of a run's series. Stored once, in ``run_metrics``; announced by an event."""

    def column(self, column: ColumnDrift) -> None:
        """The result of one column of a running drift analysis."""

    def warn(self, message: str, hint: str = "") -> None:
        """Something the user should know that did not stop the work."""

    def check(self) -> None:
        """Raise JobCancelledError if the work is asked to stop, JobPausedError if a later attempt is to go on,
        LeaseLostError if it is no longer ours. Cheap."""

    def flush(self) -> None:
        """Write now what was said so far. Raises LeaseLostError, StorageError."""

    def step(self, name: str, result: dict[str, Any]) -> None:
        """Remember the result of a finished step, so that a resumed job does not repeat it."""

    def done_steps(self) -> Mapping[str, Any]:
        """Results of the steps that an earlier attempt of this job finished."""
        return {}
