"""The torch training loop: steps over the batches of an epoch, validation after each, callbacks around both.

Repeatable: with the same seed, data, CPU and thread count a run ends with the same weights, bit for bit, also when it
was interrupted after any step and goes on from a checkpoint. The rows of an epoch follow from (seed, epoch) alone
(``Feed``), the learning rate from the step (``schedules``); the checkpoint holds weights, optimiser, random state,
position and what scaler and callbacks remember, as safetensors.

The loop does not wait for a device after each step: loss and gradient norm are summed where they are, and looked at when a
point is due, every ``LOOK_EVERY`` steps, at the end of an epoch, and before a checkpoint. So a loss that is no number ends
the run within so many steps, and no checkpoint ever holds it.
"""

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, Self

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from driftdesk.core.errors import JobCancelledError, JobPausedError, TrainingError
from driftdesk.core.training.callbacks import Callback, Checkpoints, EarlyStopping, Plateau, Recorder
from driftdesk.core.training.devices import (
    Arithmetic,
    Device,
    choose_device,
    random_state,
    repeatable,
    set_random_state,
)
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.schedules import Schedule, share_of_peak
from driftdesk.core.training.threads import thread_count

LOOK_EVERY = 50


class Objective(Protocol):
    """What is minimised, over ``rows`` training rows."""

    rows: int

    def loss(self, network: torch.nn.Module, batch: Any) -> torch.Tensor:
        """Mean loss of the training rows in a batch of the feed, on the network's device: of rows in memory, those at these
        numbers (int64)."""
        ...

    def validate(self, network: torch.nn.Module) -> dict[str, float]:
        """``loss`` and the task's metrics on the validation part."""
        ...


class Feed:
    """Where the batches of an epoch come from: here the rows are in memory, and a batch is their numbers (int64).

    This is all that the loop knows of data. Who brings rows from elsewhere (chunks of the store, a rank's share of them)
    overrides it. What is promised of repeated and resumed runs follows if the batches of an epoch, from any number on, are the
    same whenever they are asked for.
    """

    def __init__(self, rows: int, batch_size: int, seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._batch_size = batch_size
        self.steps_per_epoch = math.ceil(rows / batch_size)

    def batches(self, epoch: int, start: int) -> Iterator[Any]:
        """The batches of an epoch from number ``start`` on, each with a length. The order follows from seed and epoch
        alone: not from ``start``, the clock, or torch's global random state."""
        shuffle = torch.Generator().manual_seed(_mix(self._seed, epoch))
        order = torch.randperm(self._rows, generator=shuffle)
        return iter(torch.split(order, self._batch_size)[start:])

    def begin_step(self, step: int) -> None:
        """Before each step, the first is 0."""

    def average(self, network: torch.nn.Module, loss: torch.Tensor, rows: int) -> torch.Tensor:
        """After the gradients of a step, before they are clipped: make gradients and loss (a detached scalar) those of all
        processes that learn together. Without others nothing is done, and the device is not waited for."""
        return loss


@dataclass(frozen=True)
class LoopParams:
    """``batch_size`` 0: a fortieth of the rows as a power of two, 16 to 1,024. ``patience`` None: never stop early.
    ``clip``: the largest gradient norm, 0 for any."""

    epochs: int
    batch_size: int
    learning_rate: float
    weight_decay: float
    patience: int | None
    seed: int
    schedule: Schedule = "cosine"
    warm_up: float = 0.05
    clip: float = 5.0
    mixed: bool = False
    device: Device = "auto"

    @classmethod
    def of(cls, params: NetworkParams, seed: int) -> Self:
        """What a trainer's parameters say about the loop."""
        return cls(
            epochs=params.epochs,
            batch_size=params.batch_size,
            learning_rate=params.learning_rate,
            weight_decay=params.weight_decay,
            patience=params.patience if params.early_stopping else None,
            seed=seed,
            schedule=params.schedule,
            warm_up=params.warm_up,
            clip=params.clip,
            mixed=params.precision == "mixed",
            device=params.device,
        )


def choose_batch_size(given: int, rows: int) -> int:
    """Rows per step; ``given`` 0: see LoopParams."""
    if given:
        return min(given, rows)
    return int(min(1024, max(16, 2 ** int(math.log2(max(1, rows // 40))))))


class Loop:
    """One fit under way: what callbacks see and checkpoints hold."""

    def __init__(
        self,
        network: torch.nn.Module,
        objective: Objective,
        params: LoopParams,
        callbacks: Sequence[Callback],
        feed: Feed | None = None,
    ) -> None:
        self.network = network
        self.params = params
        self.objective = objective
        self.callbacks = callbacks
        self.device = next(network.parameters()).device
        self._arithmetic = Arithmetic(self.device, params.mixed)
        self._scaler = self._arithmetic.scaler()
        self._weights = list(network.parameters())
        self.batch_size = choose_batch_size(params.batch_size, objective.rows)
        self.feed = feed or Feed(objective.rows, self.batch_size, params.seed)
        self.steps_per_epoch = self.feed.steps_per_epoch
        self.total_steps = self.steps_per_epoch * params.epochs
        self.optimizer = torch.optim.AdamW(
            self._weights, lr=params.learning_rate, weight_decay=params.weight_decay, fused=True
        )
        self.epoch = 0
        self.batch = 0
        """Batches done in this epoch."""
        self.step = 0
        self.step_rows = 0
        self.factor = 1.0
        """What a plateau has made of the learning rate."""
        self.stopping = False
        self.validation: dict[str, float] = {}
        self._loss, self._norm = (torch.zeros((), device=self.device) for _ in "ln")
        self._summed = 0
        self._means = _Means()

    @property
    def epochs_done(self) -> float:
        return self.epoch + self.batch / self.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """Of the next step."""
        p = self.params
        return (
            p.learning_rate * self.factor * share_of_peak(p.schedule, self.step, self.total_steps, p.warm_up)
        )

    def run(self, monitor: Monitor) -> None:
        """Train to the end, until a callback asks to stop, or, after an epoch, the monitor.

        Raises TrainingError where the loss is not finite, and where memory does not suffice.
        """
        for callback in self.callbacks:
            callback.on_start(self)
        while self.epoch < self.params.epochs and not self.stopping:
            if monitor.finishing and self.epoch:
                return
            self._run_epoch(monitor)

    def _run_epoch(self, monitor: Monitor) -> None:
        self.network.train()
        for batch in self.feed.batches(self.epoch, self.batch):
            self._check(monitor)
            self._take_step(batch)
            for callback in self.callbacks:
                callback.on_step(self)
            if self._summed >= LOOK_EVERY:
                self.look()
        self.look()
        self.network.eval()
        with torch.inference_mode():
            self.validation = self.objective.validate(self.network)
        self.epoch, self.batch = self.epoch + 1, 0
        for callback in self.callbacks:
            callback.on_epoch(self)

    def _check(self, monitor: Monitor) -> None:
        """Where the fit is to end or to pause, first keep what is done."""
        try:
            monitor.check()
        except (JobCancelledError, JobPausedError):
            for callback in self.callbacks:
                callback.on_interrupt(self)
            raise

    def _take_step(self, batch: Any) -> None:
        self.feed.begin_step(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate
        self.optimizer.zero_grad(set_to_none=True)
        with self._arithmetic.forward():
            loss = self.objective.loss(self.network, batch)
        torch.autograd.backward(self._scaler.scale(loss))
        reported = self.feed.average(self.network, loss.detach(), len(batch))
        self._scaler.unscale_(self.optimizer)
        norm = self._clip()
        self._scaler.step(self.optimizer)
        self._scaler.update()
        self._loss += reported
        self._norm += norm
        self._summed += 1
        self.step += 1
        self.batch += 1
        self.step_rows = len(batch)

    def _clip(self) -> torch.Tensor:
        """The norm of the gradient, which is shortened to ``clip``. Looking whether it must be costs nothing on the CPU, and
        waiting on other devices."""
        gradients = [w.grad for w in self._weights if w.grad is not None]
        norm = torch.nn.utils.get_total_norm(gradients, foreach=True)
        clip = self.params.clip
        if clip and (self.device.type != "cpu" or float(norm) > clip):
            torch.nn.utils.clip_grads_with_norm_(self._weights, clip, norm, foreach=True)
        return norm

    def look(self) -> None:
        """Fetch what the steps left on the device. Raises TrainingError where the loss is not finite."""
        if not self._summed:
            return
        loss, norm = float(self._loss), float(self._norm)
        if not math.isfinite(loss):
            raise TrainingError(
                f"The loss became {loss} by step {self.step}.",
                "Lower the learning rate, clip gradients (clip), or look for extreme values in the target; then train again.",
            )
        self._means.add(loss, norm, self._summed)
        self._loss.zero_()
        self._norm.zero_()
        self._summed = 0

    def take_means(self) -> dict[str, float]:
        """Mean training loss and gradient norm (before clipping) of the steps since the last time."""
        self.look()
        means, self._means = self._means, _Means()
        return means.values()

    def checkpoint(self) -> bytes:
        """All that is needed to go on as if nothing had happened."""
        self.look()
        tensors = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        for i, values in self.optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{i}.{k}": v for k, v in values.items()}
        tensors |= random_state(self.device)
        for i, callback in enumerate(self.callbacks):
            tensors |= {f"callback{i}.{k}": v for k, v in callback.tensors().items()}
        meta = {
            "epoch": self.epoch,
            "batch": self.batch,
            "step": self.step,
            "factor": self.factor,
            "scaler": self._scaler.state_dict(),
            "stopping": self.stopping,
            "callbacks": [callback.state() for callback in self.callbacks],
        }
        return save_tensors({k: v.contiguous() for k, v in tensors.items()}, {"loop": json.dumps(meta)})

    def restore(self, content: bytes) -> None:
        """Take back what ``checkpoint`` gave."""
        tensors, meta = read_checkpoint(content)
        self.network.load_state_dict(_under(tensors, "network."))
        state: dict[int, dict[str, torch.Tensor]] = {}
        for name, tensor in _under(tensors, "optimizer.").items():
            number, key = name.split(".", 1)
            state.setdefault(int(number), {})[key] = tensor
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": state})
        for i, (callback, remembered) in enumerate(zip(self.callbacks, meta["callbacks"], strict=True)):
            callback.restore(remembered)
            callback.restore_tensors(_under(tensors, f"callback{i}."))
        set_random_state(self.device, tensors)
        self.epoch, self.batch, self.step = meta["epoch"], meta["batch"], meta["step"]
        self.factor = meta.get("factor", 1.0)
        if meta.get("scaler"):
            self._scaler.load_state_dict(meta["scaler"])
        self.stopping = meta["stopping"]


@dataclass
class _Means:
    """Sums over steps. A step of scaled gradients that overflowed has no norm: it was skipped."""

    loss: float = 0.0
    steps: int = 0
    norm: float = 0.0
    normed: int = 0

    def add(self, loss: float, norm: float, steps: int) -> None:
        self.loss, self.steps = self.loss + loss, self.steps + steps
        if math.isfinite(norm):
            self.norm, self.normed = self.norm + norm, self.normed + steps

    def values(self) -> dict[str, float]:
        found = {"train_loss": self.loss / self.steps} if self.steps else {}
        return found | ({"gradient_norm": self.norm / self.normed} if self.normed else {})


def fit(
    network: torch.nn.Module,
    objective: Objective,
    params: LoopParams,
    monitor: Monitor,
    feed: Feed | None = None,
) -> int:
    """Train ``network`` in place, from the monitor's checkpoint where it has one; return the steps done. It is on the CPU
    before and afterwards. ``feed`` None: the objective's rows are in memory. Raises TrainingError.

    The global random state of torch is the loop's while this runs; seed it before building the network
    (``seeded``).
    """
    place = choose_device(params.device)
    if place.type != "cpu":
        monitor.warn(f"Training on {place.type}: that runs repeat bit for bit is promised on the CPU only.")
    with repeatable(place):
        network.to(place)
        steps = _fit(network, objective, params, monitor, feed)
        network.to("cpu").eval()
    return steps


def _fit(
    network: torch.nn.Module, objective: Objective, params: LoopParams, monitor: Monitor, feed: Feed | None
) -> int:
    stopper = EarlyStopping(params.patience or params.epochs)
    callbacks: list[Callback] = [Recorder(monitor)]
    if params.patience is not None:
        callbacks.append(stopper)
    if params.schedule == "plateau":
        callbacks.append(Plateau(max(1, (params.patience or params.epochs // 5) // 3)))
    callbacks.append(Checkpoints(monitor, stopper))
    loop = Loop(network, objective, params, callbacks, feed)
    if (saved := monitor.saved()) is not None:
        loop.restore(saved)
    loop.run(monitor)
    stopper.take_best(network)
    return loop.step


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """torch with our threads and this seed; the caller's random state comes back afterwards."""
    torch.set_num_threads(thread_count())
    with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
        torch.manual_seed(seed)
        yield


def read_checkpoint(content: bytes) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Tensors and the loop's state (the metadata of safetensors' header: 8 bytes of length, then JSON)."""
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    return load_tensors(content), json.loads(header["__metadata__"]["loop"])


def _under(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}


def _mix(seed: int, epoch: int) -> int:
    return (seed * 1_000_003 + epoch) & 0x7FFF_FFFF_FFFF_FFFF
