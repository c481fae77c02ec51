"""What a trainer reports to while it fits, so that trainers know nothing of jobs and databases.

The base does nothing: tests and notebooks fit with it. ``driftdesk.core.training.runs.RunMonitor`` stores.
"""

from collections.abc import Mapping


class Monitor:
    """All of it may be called at every step."""

    def check(self) -> None:
        """Raise JobCancelledError, JobPausedError or LeaseLostError if the fit must end. Cheap: call it every step.

        Who can, saves its state upon the first two, and lets them pass.
        """

    @property
    def finishing(self) -> bool:
        """Whether the fit is to end after this epoch or block of trees, with the best state that it has. A fit that
        goes on from a checkpoint with a state worth keeping ends at once. Cheap."""
        return False

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        """A point of the run's series."""

    def progress(self, done: float, total: float) -> None:
        """``done`` of ``total`` steps."""

    def warn(self, message: str, hint: str = "") -> None:
        """Something the user should know."""

    def save(self, state: bytes, epoch: int, step: int, best_epoch: int | None = None) -> None:
        """Keep ``state`` as the checkpoint from which an interrupted fit goes on; it holds the best weights too, those
        after ``best_epoch`` (None: they are not told apart from the last)."""

    def saved(self) -> bytes | None:
        """The checkpoint to go on from, or None to begin."""
        return None
