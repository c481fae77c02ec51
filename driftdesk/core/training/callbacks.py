"""What happens around the steps of the torch loop: metrics, early stopping, checkpoints.

Each is apart, so that the loop stays a loop; what one must remember travels in the checkpoint.
"""

import time
from typing import TYPE_CHECKING, Any

import torch

from driftdesk.core.training.monitor import Monitor

if TYPE_CHECKING:
    from driftdesk.core.training.loop import Loop

POINTS_PER_SECOND = 20


class Callback:
    """Does nothing: override what you need."""

    def on_start(self, loop: "Loop") -> None:
        """Before the first step of this process."""

    def on_step(self, loop: "Loop") -> None:
        """After each optimiser step; ``loop.step_loss`` is its loss."""

    def on_epoch(self, loop: "Loop") -> None:
        """After validation; ``loop.validation`` has its figures. Callbacks run in their order."""

    def state(self) -> dict[str, Any]:
        """What to remember, JSON values only."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what ``state`` gave."""

    def tensors(self) -> dict[str, torch.Tensor]:
        """Tensors to remember."""
        return {}

    def restore_tensors(self, tensors: dict[str, torch.Tensor]) -> None:
        """Take back what ``tensors`` gave."""


class Recorder(Callback):
    """Series for the live curves: the mean training loss since the last point, the learning rate, rows per second.

    Within an epoch at most 20 points a second, a sample taken by the clock; at the end of each epoch always one, with
    the validation figures. One point a step.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._at = 0.0
        self._rows = 0
        self._losses: list[float] = []

    def on_start(self, loop: "Loop") -> None:
        self._at, self._rows, self._losses = time.monotonic(), 0, []

    def on_step(self, loop: "Loop") -> None:
        self._losses.append(loop.step_loss)
        self._rows += loop.step_rows
        due = loop.step == 1 or time.monotonic() - self._at >= 1 / POINTS_PER_SECOND
        if due and loop.batch < loop.steps_per_epoch:
            self._emit(loop, {})

    def on_epoch(self, loop: "Loop") -> None:
        self._emit(loop, {f"validation_{name}": value for name, value in loop.validation.items()})

    def _emit(self, loop: "Loop", values: dict[str, float]) -> None:
        now = time.monotonic()
        if self._losses:
            values["train_loss"] = sum(self._losses) / len(self._losses)
        values["learning_rate"] = loop.learning_rate
        if self._rows and now > self._at:
            values["rows_per_second"] = self._rows / (now - self._at)
        self._monitor.record(loop.step, loop.epochs_done, values)
        self._monitor.progress(loop.step, loop.total_steps)
        self._at, self._rows, self._losses = now, 0, []


class EarlyStopping(Callback):
    """Keep the state with the lowest validation loss; ask to stop after ``patience`` epochs without a lower one."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.best = float("inf")
        self.waited = 0
        self._weights: dict[str, torch.Tensor] = {}

    def on_epoch(self, loop: "Loop") -> None:
        if loop.validation["loss"] < self.best:
            self.best, self.waited = loop.validation["loss"], 0
            self._weights = {k: v.detach().clone() for k, v in loop.network.state_dict().items()}
        else:
            self.waited += 1
            loop.stopping = self.waited >= self.patience

    def take_best(self, network: torch.nn.Module) -> None:
        if self._weights:
            network.load_state_dict(self._weights)

    def state(self) -> dict[str, Any]:
        return {"best": self.best, "waited": self.waited}

    def restore(self, state: dict[str, Any]) -> None:
        self.best, self.waited = state["best"], state["waited"]

    def tensors(self) -> dict[str, torch.Tensor]:
        return self._weights

    def restore_tensors(self, tensors: dict[str, torch.Tensor]) -> None:
        self._weights = tensors


class Checkpoints(Callback):
    """Save the loop's state at the end of an epoch, and within one where it is long.

    Not more often than these seconds, nor so often that saving takes over 2 % of the time.
    """

    seconds_between_epochs = 1.0
    seconds_between_steps = 5.0
    patience_for_cost = 50.0
    """A save must be this many times its own duration away from the one before."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._cost = 0.0
        self._at = 0.0

    def on_start(self, loop: "Loop") -> None:
        self._at = time.monotonic()

    def on_step(self, loop: "Loop") -> None:
        self._save(loop, self.seconds_between_steps)

    def on_epoch(self, loop: "Loop") -> None:
        self._save(loop, self.seconds_between_epochs)

    def _save(self, loop: "Loop", after: float) -> None:
        start = time.monotonic()
        if start - self._at < max(after, self.patience_for_cost * self._cost):
            return
        self._monitor.save(loop.checkpoint(), int(loop.epochs_done), loop.step)
        self._at = time.monotonic()
        self._cost = self._at - start
