"""What a trainer reports to while it fits, so that trainers know nothing of jobs and databases.

The base does nothing: tests and notebooks fit with it. ``driftdesk.core.training.runs.RunMonitor`` stores.
"""

from collections.abc import Mapping


class Monitor:
    """All of it may be called at every step."""

    def check(self) -> None:
        """Raise JobCancelledError or LeaseLostError if the fit must end. Cheap: call it every step."""

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        """A point of the run's series."""

    def progress(self, done: float, total: float) -> None:
        """``done`` of ``total`` steps."""

    def warn(self, message: str, hint: str = "") -> None:
        """Something the user should know."""

    def save(self, state: bytes, epoch: int, step: int) -> None:
        """Keep ``state`` as the checkpoint from which an interrupted fit goes on."""

    def saved(self) -> bytes | None:
        """The checkpoint to go on from, or None to begin."""
        return None
