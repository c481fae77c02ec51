"""What happens around the steps of the torch loop: metrics, early stopping, checkpoints.

Each is apart, so that the loop stays a loop; what one must remember travels in the checkpoint.
"""

import time
from typing import TYPE_CHECKING, Any

import torch

from driftdesk.core.training.memory import memory_in_use
from driftdesk.core.training.monitor import Monitor

if TYPE_CHECKING:
    from driftdesk.core.training.loop import Loop

POINTS_PER_SECOND = 10


class Callback:
    """Does nothing: override what you need."""

    def on_start(self, loop: "Loop") -> None:
        """Before the first step of this process."""

    def on_step(self, loop: "Loop") -> None:
        """After each optimiser step; ``loop.take_means()`` fetches what the steps left on the device."""

    def on_epoch(self, loop: "Loop") -> None:
        """After validation; ``loop.validation`` has its figures. Callbacks run in their order."""

    def on_interrupt(self, loop: "Loop") -> None:
        """Before the fit ends between two steps, because it is to stop or to pause."""

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
    """Series for the live curves: the mean training loss and gradient norm since the last point, the learning rate, rows per
    second, memory.

    Within an epoch at most ``POINTS_PER_SECOND``, a sample taken by the clock; at the end of each epoch always one, with
    the validation figures. One point a step.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._at = 0.0
        self._rows = 0

    def on_start(self, loop: "Loop") -> None:
        self._at, self._rows = time.monotonic(), 0

    def on_step(self, loop: "Loop") -> None:
        self._rows += loop.step_rows
        due = loop.step == 1 or time.monotonic() - self._at >= 1 / POINTS_PER_SECOND
        if due and loop.batch < loop.steps_per_epoch:
            self._emit(loop, {})

    def on_epoch(self, loop: "Loop") -> None:
        self._emit(loop, {f"validation_{name}": value for name, value in loop.validation.items()})

    def _emit(self, loop: "Loop", validation: dict[str, float]) -> None:
        values = {**loop.take_means(), **validation, "learning_rate": loop.learning_rate}
        values |= memory_in_use(loop.device)
        now = time.monotonic()
        if self._rows and now > self._at:
            values["rows_per_second"] = self._rows / (now - self._at)
        self._monitor.record(loop.step, loop.epochs_done, values)
        self._monitor.progress(loop.step, loop.total_steps)
        self._at, self._rows = now, 0


class Plateau(Callback):
    """Lower the learning rate to ``FACTOR`` where the validation loss has not fallen for ``patience`` epochs."""

    FACTOR = 0.3

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.best = float("inf")
        self.waited = 0

    def on_epoch(self, loop: "Loop") -> None:
        if loop.validation["loss"] < self.best:
            self.best, self.waited = loop.validation["loss"], 0
            return
        self.waited += 1
        if self.waited >= self.patience:
            loop.factor, self.waited = loop.factor * self.FACTOR, 0

    def state(self) -> dict[str, Any]:
        return {"best": self.best, "waited": self.waited}

    def restore(self, state: dict[str, Any]) -> None:
        self.best, self.waited = state["best"], state["waited"]


class EarlyStopping(Callback):
    """Keep the state with the lowest validation loss; ask to stop after ``patience`` epochs without a lower one."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.best = float("inf")
        self.waited = 0
        self.best_epoch: int | None = None
        self._weights: dict[str, torch.Tensor] = {}

    def on_epoch(self, loop: "Loop") -> None:
        if loop.validation["loss"] < self.best:
            self.best, self.waited, self.best_epoch = loop.validation["loss"], 0, loop.epoch
            self._weights = {k: v.detach().clone() for k, v in loop.network.state_dict().items()}
        else:
            self.waited += 1
            loop.stopping = self.waited >= self.patience

    def take_best(self, network: torch.nn.Module) -> None:
        if self._weights:
            network.load_state_dict(self._weights)

    def state(self) -> dict[str, Any]:
        return {"best": self.best, "waited": self.waited, "best_epoch": self.best_epoch}

    def restore(self, state: dict[str, Any]) -> None:
        self.best, self.waited = state["best"], state["waited"]
        self.best_epoch = state.get("best_epoch")

    def tensors(self) -> dict[str, torch.Tensor]:
        return self._weights

    def restore_tensors(self, tensors: dict[str, torch.Tensor]) -> None:
        self._weights = tensors


class Checkpoints(Callback):
    """Save the loop's state at the end of an epoch, and within one where it is long.

    Not more often than these seconds, nor so often that saving takes over half a percent of the time.
    """

    seconds_between_epochs = 1.0
    seconds_between_steps = 5.0
    patience_for_cost = 200.0
    """A save must be this many times its own duration away from the one before."""

    def __init__(self, monitor: Monitor, stopper: EarlyStopping) -> None:
        self._monitor = monitor
        self._stopper = stopper
        self._cost = 0.0
        self._at = 0.0
        self._saved_step = 0

    def on_start(self, loop: "Loop") -> None:
        self._at = time.monotonic()
        self._saved_step = loop.step

    def on_step(self, loop: "Loop") -> None:
        self._save_if_due(loop, self.seconds_between_steps)

    def on_epoch(self, loop: "Loop") -> None:
        self._save_if_due(loop, self.seconds_between_epochs)

    def on_interrupt(self, loop: "Loop") -> None:
        if loop.step != self._saved_step:
            self._save(loop)

    def _save_if_due(self, loop: "Loop", after: float) -> None:
        if time.monotonic() - self._at >= max(after, self.patience_for_cost * self._cost):
            self._save(loop)

    def _save(self, loop: "Loop") -> None:
        start = time.monotonic()
        self._monitor.save(loop.checkpoint(), int(loop.epochs_done), loop.step, self._stopper.best_epoch)
        self._at = time.monotonic()
        self._cost, self._saved_step = self._at - start, loop.step
