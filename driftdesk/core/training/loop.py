"""The torch training loop: steps over index batches of tensors in memory, validation after each epoch, callbacks.

Repeatable: with the same seed, data, CPU and thread count a run ends with the same weights, bit for bit, also when it
was interrupted after any step and goes on from a checkpoint. The order of an epoch follows from (seed, epoch) alone;
the checkpoint holds weights, optimiser, random state, position and what callbacks remember, as safetensors.
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

from driftdesk.core.errors import TrainingError
from driftdesk.core.training.callbacks import Callback, Checkpoints, EarlyStopping, Recorder
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.threads import thread_count

_MAX_GRADIENT_NORM = 5.0
_WARM_UP = 0.05
"""Share of the steps in which the learning rate rises linearly to its peak."""


class Objective(Protocol):
    """What is minimised, over ``rows`` training rows."""

    rows: int

    def loss(self, network: torch.nn.Module, batch: Any) -> torch.Tensor:
        """Mean loss of the training rows in a batch of the feed: of rows in memory, those at these numbers (int64)."""
        ...

    def validate(self, network: torch.nn.Module) -> dict[str, float]:
        """``loss`` and the task's metrics on the validation part."""
        ...


class Feed:
    """Where the batches of an epoch come from: here the rows are in memory, and a batch is their numbers (int64)."""

    def __init__(self, rows: int, batch_size: int, seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._batch_size = batch_size
        self.steps_per_epoch = math.ceil(rows / batch_size)

    def batches(self, epoch: int, start: int) -> Iterator[Any]:
        """The batches of an epoch from number ``start`` on, each with a length. The order follows from seed and epoch
        alone."""
        shuffle = torch.Generator().manual_seed(_mix(self._seed, epoch))
        order = torch.randperm(self._rows, generator=shuffle)
        return iter(torch.split(order, self._batch_size)[start:])

    def begin_step(self, step: int) -> None:
        """Before each step, the first is 0."""

    def average(self, network: torch.nn.Module, loss: float, rows: int) -> float:
        """After the gradients of a step: make gradients and loss those of all processes that learn together."""
        return loss


@dataclass(frozen=True)
class LoopParams:
    """``batch_size`` 0: a fortieth of the rows as a power of two, 16 to 1,024. ``patience`` None: never stop early."""

    epochs: int
    batch_size: int
    learning_rate: float
    weight_decay: float
    patience: int | None
    seed: int

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
        self.batch_size = choose_batch_size(params.batch_size, objective.rows)
        self.feed = feed or Feed(objective.rows, self.batch_size, params.seed)
        self.steps_per_epoch = self.feed.steps_per_epoch
        self.total_steps = self.steps_per_epoch * params.epochs
        self.optimizer = torch.optim.AdamW(
            network.parameters(), lr=params.learning_rate, weight_decay=params.weight_decay, fused=True
        )
        self.epoch = 0
        self.batch = 0
        """Batches done in this epoch."""
        self.step = 0
        self.step_loss = 0.0
        self.step_rows = 0
        self.stopping = False
        self.validation: dict[str, float] = {}

    @property
    def epochs_done(self) -> float:
        return self.epoch + self.batch / self.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """Of the next step: linear warm-up, then half a cosine down to 1 % of the peak."""
        warm = max(1, round(self.total_steps * _WARM_UP))
        if self.step < warm:
            return self.params.learning_rate * (self.step + 1) / warm
        turn = (self.step - warm) / max(1, self.total_steps - warm)
        return self.params.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * turn)))

    def run(self, monitor: Monitor) -> None:
        """Train to the end, or until a callback asks to stop. Raises TrainingError where the loss is not finite."""
        for callback in self.callbacks:
            callback.on_start(self)
        while self.epoch < self.params.epochs and not self.stopping:
            self._run_epoch(monitor)

    def _run_epoch(self, monitor: Monitor) -> None:
        self.network.train()
        for batch in self.feed.batches(self.epoch, self.batch):
            monitor.check()
            self._take_step(batch)
            for callback in self.callbacks:
                callback.on_step(self)
        self.network.eval()
        with torch.inference_mode():
            self.validation = self.objective.validate(self.network)
        self.epoch, self.batch = self.epoch + 1, 0
        for callback in self.callbacks:
            callback.on_epoch(self)

    def _take_step(self, batch: Any) -> None:
        self.feed.begin_step(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.objective.loss(self.network, batch)
        self.step_loss = float(loss.item())
        if not math.isfinite(self.step_loss):
            raise TrainingError(
                f"The loss became {self.step_loss} after {self.step} steps.",
                "Lower the learning rate and train again.",
            )
        torch.autograd.backward(loss)
        self.step_loss = self.feed.average(self.network, self.step_loss, len(batch))
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _MAX_GRADIENT_NORM)
        self.optimizer.step()
        self.step += 1
        self.batch += 1
        self.step_rows = len(batch)

    def checkpoint(self) -> bytes:
        """All that is needed to go on as if nothing had happened."""
        tensors = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        for i, values in self.optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{i}.{k}": v for k, v in values.items()}
        tensors["random"] = torch.get_rng_state()
        for i, callback in enumerate(self.callbacks):
            tensors |= {f"callback{i}.{k}": v for k, v in callback.tensors().items()}
        meta = {
            "epoch": self.epoch,
            "batch": self.batch,
            "step": self.step,
            "stopping": self.stopping,
            "callbacks": [callback.state() for callback in self.callbacks],
        }
        return save_tensors({k: v.contiguous() for k, v in tensors.items()}, {"loop": json.dumps(meta)})

    def restore(self, content: bytes) -> None:
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
        torch.set_rng_state(tensors["random"])
        self.epoch, self.batch, self.step = meta["epoch"], meta["batch"], meta["step"]
        self.stopping = meta["stopping"]


def fit(
    network: torch.nn.Module,
    objective: Objective,
    params: LoopParams,
    monitor: Monitor,
    feed: Feed | None = None,
) -> int:
    """Train ``network`` in place, from the monitor's checkpoint where it has one; return the steps done. ``feed``
    None: the objective's rows are in memory.

    The global random state of torch is the loop's while this runs; seed it before building the network
    (``seeded``).
    """
    stopper = EarlyStopping(params.patience or params.epochs)
    callbacks: list[Callback] = [Recorder(monitor), Checkpoints(monitor)]
    if params.patience is not None:
        callbacks.insert(1, stopper)
    loop = Loop(network, objective, params, callbacks, feed)
    if (saved := monitor.saved()) is not None:
        loop.restore(saved)
    loop.run(monitor)
    stopper.take_best(network)
    network.eval()
    return loop.step


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """torch with our threads and this seed; the caller's random state comes back afterwards."""
    torch.set_num_threads(thread_count())
    with torch.random.fork_rng(devices=[]):
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
