"""Training a perceptron on 1 M x 25. Rivals, in the same run: a bare torch loop over the same tensors with the same network,
batch and optimiser, and skorch (where it is installed: ``pip install --no-deps skorch tabulate tqdm``). Then what live metrics, events and checkpoints
cost on a real store, and how long it takes from *Train* to the first metric that can be read.

The sides alternate, and what is printed is the median of the ratios of neighbours: machines are noisy.
``DRIFTDESK_BENCH_ROWS`` sets the rows (default 1,000,000), ``DRIFTDESK_BENCH_ROUNDS`` how often the sides alternate (5).
"""

import contextlib
import importlib.util
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from driftdesk.core.entities import Task
from driftdesk.core.training.loop import LoopParams, fit, seeded
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.networks.mlp import MlpNetwork
from driftdesk.core.training.trainers.mlp import MlpParams

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "1000000"))
ROUNDS = int(os.environ.get("DRIFTDESK_BENCH_ROUNDS", "5"))
COLUMNS = 25
BATCH = 1024
RATE = 3e-3


class Material:
    """Rows that something can be learned of, and the objective of our loop on them."""

    def __init__(self, rows: int) -> None:
        random = np.random.default_rng(0)
        x = random.normal(size=(rows, COLUMNS)).astype(np.float32)
        self.x, self.y = torch.from_numpy(x), torch.from_numpy((x[:, 0] * x[:, 1] > 0).astype(np.int64))
        self.none = torch.zeros((rows, 0), dtype=torch.int64)
        self.rows = rows

    def loss(self, network: nn.Module, index: Tensor) -> Tensor:
        return nn.functional.cross_entropy(
            network(self.x.index_select(0, index), self.none[: len(index)]), self.y.index_select(0, index)
        )

    def validate(self, network: nn.Module) -> dict[str, float]:
        return {
            "loss": float(
                nn.functional.cross_entropy(network(self.x[:1000], self.none[:1000]), self.y[:1000])
            )
        }


def network() -> MlpNetwork:
    torch.manual_seed(0)
    return MlpNetwork(COLUMNS, (), 2, MlpParams())


def ours(data: Material, monitor: Monitor | None = None, epochs: int = 1) -> float:
    """Seconds."""
    params = LoopParams(epochs, BATCH, RATE, 1e-3, None, 0, device="cpu")
    with seeded(0):
        model = network()
        began = time.perf_counter()
        fit(model, data, params, monitor or Monitor())
        return time.perf_counter() - began


def bare(data: Material) -> float:
    """What one writes who wants nothing but the weights."""
    with seeded(0):
        model = network().train()
        optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-3, fused=True)
        began = time.perf_counter()
        for index in torch.split(torch.randperm(data.rows), BATCH):
            optimizer.zero_grad(set_to_none=True)
            loss = data.loss(model, index)
            torch.autograd.backward(loss)
            optimizer.step()
        return time.perf_counter() - began


def of_skorch(data: Material) -> float:
    from skorch import NeuralNetClassifier

    class Only(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = network()

        def forward(self, x: Tensor) -> Any:
            return self.inner(x, torch.zeros((len(x), 0), dtype=torch.int64))

    with seeded(0):
        rival = NeuralNetClassifier(
            Only,
            criterion=nn.CrossEntropyLoss,
            optimizer=torch.optim.AdamW,
            optimizer__weight_decay=1e-3,
            optimizer__fused=True,
            lr=RATE,
            max_epochs=1,
            batch_size=BATCH,
            train_split=None,
            iterator_train__shuffle=True,
            verbose=0,
        )
        began = time.perf_counter()
        rival.fit(data.x, data.y)
        return time.perf_counter() - began


def ratios(one: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """Median seconds of both, and the median of other / one of neighbours; which goes first alternates."""
    firsts, seconds, quotients = [], [], []
    for number in range(rounds):
        if number % 2:
            b, a = other(), one()
        else:
            a, b = one(), other()
        firsts.append(a)
        seconds.append(b)
        quotients.append(b / a)
    return statistics.median(firsts), statistics.median(seconds), statistics.median(quotients)


def throughput() -> None:
    data = Material(ROWS)
    small = Material(20_000)
    ours(small), bare(small)
    a, b, share = ratios(lambda: ours(data), lambda: bare(data), ROUNDS)
    print(f"ours        {ROWS / a:12,.0f} rows/s")
    print(f"bare torch  {ROWS / b:12,.0f} rows/s   ours does {share:.3f} of it (asked: 0.95)")
    if importlib.util.find_spec("skorch") is None:
        print("skorch is not there: pip install --no-deps skorch tabulate tqdm")
        return
    part = Material(max(1, ROWS // 4))
    a, b, times = ratios(lambda: ours(part), lambda: of_skorch(part), max(2, ROUNDS // 2))
    print(f"skorch      {part.rows / b:12,.0f} rows/s   ours is {times:.2f} times as fast (asked: ahead)")


def main() -> None:
    throughput()


if __name__ == "__main__":
    main()
