"""What processes that learn together say to each other: torch.distributed with gloo, on the loopback interface.

Each process (rank) steps through its own lane of rows; after each step gradients and loss are averaged over all (data
parallel), so that all hold the same weights at any time. Rank 0 alone validates, reports and saves; the others learn
the figures from it, and decide alike upon them. They meet at a file in a folder that only this user can enter.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from driftdesk.core.entities import Column
from driftdesk.core.training.loop import Feed, Objective
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.networks.tabular import TabularNetworkPredictor
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.streaming.feeding import Budget
from driftdesk.core.training.streaming.fitting import Fitted, Weights
from driftdesk.core.training.streaming.learning import Prepared, Steps
from driftdesk.core.training.streaming.survey import Survey
from driftdesk.core.training.threads import thread_count

_PATIENCE = timedelta(hours=2)
"""Of one who waits for the others: rank 0 may validate meanwhile. A process that died is noticed at once."""
_LOOPBACK = {"linux": "lo", "darwin": "lo0"}


class Group:
    """``with Group(folder, rank, size) as group:`` in each of ``size`` processes."""

    def __init__(self, folder: Path, rank: int, size: int) -> None:
        self.rank, self.size = rank, size
        if sys.platform in _LOOPBACK:
            os.environ.setdefault("GLOO_SOCKET_IFNAME", _LOOPBACK[sys.platform])
        meeting = (folder / "meeting").as_uri()
        dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=size, timeout=_PATIENCE)

    def __enter__(self) -> "Group":
        return self

    def __exit__(self, *_: object) -> None:
        dist.destroy_process_group()

    def lead(self, prepared: Prepared, steps: Steps) -> None:
        """Rank 0: tell the others where to begin, and train with them."""
        saved = steps.monitor.saved()
        self.tell(pack_prepared(prepared, steps.predictor))
        self.tell(saved or b"")
        torch.set_num_threads(max(1, thread_count() // self.size))
        self.learn(replace(steps, monitor=SharedMonitor(steps.monitor, saved)))

    def learn(self, steps: Steps) -> None:
        """Every rank: train."""
        feed = SharedFeed(steps.feed, self, steps.loop.seed)
        replace(steps, objective=SharedObjective(steps.objective, self), feed=feed).take()

    def tell(self, content: bytes | None = None) -> bytes:
        """What rank 0 says, in all ranks."""
        length = torch.tensor([len(content or b"")])
        dist.broadcast(length, 0)
        said = torch.zeros(int(length), dtype=torch.uint8)
        if content:
            said.copy_(torch.frombuffer(bytearray(content), dtype=torch.uint8))
        if len(said):
            dist.broadcast(said, 0)
        return said.numpy().tobytes()

    def mean(self, tensors: list[Tensor]) -> None:
        """Make each of ``tensors`` the mean over all ranks, in place: one message."""
        flat = torch.cat([t.detach().reshape(-1).float().cpu() for t in tensors])
        dist.all_reduce(flat)
        flat /= self.size
        at = 0
        for tensor in tensors:
            tensor.copy_(flat[at : at + tensor.numel()].view_as(tensor))
            at += tensor.numel()


class SharedFeed(Feed):
    """One rank's lane. Chance within a step (dropout) follows from seed, rank and step alone, so that a checkpoint of rank
    0 is one of all."""

    def __init__(self, feed: Feed, group: Group, seed: int) -> None:
        self._feed, self._group, self._of = feed, group, seed
        self.steps_per_epoch = feed.steps_per_epoch

    def batches(self, epoch: int, start: int) -> Iterator[Any]:
        return self._feed.batches(epoch, start)

    def begin_step(self, step: int) -> None:
        of_rank = self._of * 1_000_003 + self._group.rank
        torch.manual_seed((of_rank * 1_000_003 + step) & 0x7FFF_FFFF_FFFF_FFFF)

    def average(self, network: nn.Module, loss: Tensor, rows: int) -> Tensor:
        loss = loss.clone()
        self._group.mean([*(p.grad for p in network.parameters() if p.grad is not None), loss])
        return loss


class SharedObjective:
    """``objective`` of rank 0, whose figures all ranks get."""

    def __init__(self, objective: Objective, group: Group) -> None:
        self._objective, self._group = objective, group
        self.rows = objective.rows

    def loss(self, network: nn.Module, batch: Any) -> Tensor:
        return self._objective.loss(network, batch)

    def validate(self, network: nn.Module) -> dict[str, float]:
        own = json.dumps(self._objective.validate(network)).encode() if self._group.rank == 0 else None
        said: dict[str, float] = json.loads(self._group.tell(own))
        return said


class SharedMonitor(Monitor):
    """``monitor`` of rank 0, or none of the others; all begin with ``saved``."""

    def __init__(self, monitor: Monitor, saved: bytes | None) -> None:
        self._monitor, self._saved = monitor, saved

    def check(self) -> None:
        self._monitor.check()

    @property
    def finishing(self) -> bool:
        return self._monitor.finishing

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        self._monitor.record(step, epoch, values)

    def progress(self, done: float, total: float) -> None:
        self._monitor.progress(done, total)

    def warn(self, message: str, hint: str = "") -> None:
        self._monitor.warn(message, hint)

    def save(self, state: bytes, epoch: int, step: int, best_epoch: int | None = None) -> None:
        self._monitor.save(state, epoch, step, best_epoch)

    def saved(self) -> bytes | None:
        return self._saved


def pack_prepared(prepared: Prepared, predictor: TabularNetworkPredictor) -> bytes:
    """All that another rank needs to begin where rank 0 does (but the sample, which it has looked at)."""
    found, fitted = prepared.survey, prepared.fitted
    weights = fitted.weights
    meta = {
        "problem": found.problem.model_dump(mode="json"),
        "group_rows": found.group_rows,
        "preprocessor": fitted.preprocessor.to_json(),
        "column": weights.column.model_dump(mode="json") if weights.column else None,
        "of_classes": None if weights.of_classes is None else weights.of_classes.tolist(),
        "mean": weights.mean,
        "centre": fitted.centre,
        "scale": fitted.scale,
        "budget": [prepared.budget.bytes, prepared.budget.lanes],
    }
    tensors = {f"network.{k}": v.contiguous() for k, v in predictor.network.state_dict().items()}
    tensors["part"] = torch.from_numpy(found.part)
    content = json.dumps(meta).encode()
    return len(content).to_bytes(8, "little") + content + save_tensors(tensors)


def unpack_prepared(content: bytes) -> tuple[Prepared, dict[str, Tensor]]:
    """What ``pack_prepared`` was given: without the sample, and the network's state."""
    end = 8 + int.from_bytes(content[:8], "little")
    meta = json.loads(content[8:end])
    tensors = load_tensors(content[end:])
    part = tensors.pop("part").numpy()
    column = Column.model_validate(meta["column"]) if meta["column"] else None
    of_classes = None if meta["of_classes"] is None else np.asarray(meta["of_classes"])
    fitted = Fitted(
        preprocessor=Preprocessor.model_validate(meta["preprocessor"]),
        sample=None,
        weights=Weights(column, of_classes, meta["mean"]),
        centre=meta["centre"],
        scale=meta["scale"],
    )
    survey = Survey(Problem.model_validate(meta["problem"]), part, tuple(meta["group_rows"]))
    state = {k.removeprefix("network."): v for k, v in tensors.items()}
    return Prepared(survey, fitted, Budget(*meta["budget"])), state
