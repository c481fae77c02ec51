"""Training a perceptron on 1 M x 25. Rivals, in the same run: a bare torch loop over the same tensors with the same network,
batch and optimiser, and skorch (where it is installed: ``pip install --no-deps skorch tabulate tqdm``). Then what live metrics, events and checkpoints
cost on a real store, and how long it takes from *Train* to the first metric that can be read.

The sides alternate, and what is printed is the median of the ratios of neighbours: machines are noisy.
``DRIFTDESK_BENCH_ROWS`` sets the rows (default 1,000,000), ``DRIFTDESK_BENCH_ROUNDS`` how often the sides alternate (5),
``DRIFTDESK_BENCH_EPOCHS`` the epochs of the runs whose telling is measured (5).
"""

import contextlib
import importlib
import importlib.util
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from torch import Tensor, nn

from driftdesk.core.entities import Job, JobKind, MetricsRecorded, Model, Run, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.jobs.context import Asked, JobContext
from driftdesk.core.logs import configure_logs
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.training.loop import LoopParams, fit, seeded
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.networks.mlp import MlpNetwork
from driftdesk.core.training.runs import RunMonitor, begin_run
from driftdesk.core.training.trainers.mlp import MlpParams
from driftdesk.desk import Desk
from driftdesk.workers.local import run_here
from driftdesk.workers.runner import Runner

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "1000000"))
ROUNDS = int(os.environ.get("DRIFTDESK_BENCH_ROUNDS", "5"))
EPOCHS = int(os.environ.get("DRIFTDESK_BENCH_EPOCHS", "5"))
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
    NeuralNetClassifier = importlib.import_module("skorch").NeuralNetClassifier  # noqa: N806  # a class

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


@contextlib.contextmanager
def a_desk() -> Iterator[Desk]:
    """On an embedded server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    settings = load_settings(folder)
    settings.slots = 1
    configure_logs(settings, "bench")
    try:
        with Desk.open(folder) as desk:
            yield desk
    finally:
        EmbeddedServer(settings).stop()
        shutil.rmtree(folder)


class Timed(RunMonitor):
    """Sums the seconds that the training waits for what it says."""

    waited = 0.0

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        with self._timed():
            super().record(step, epoch, values)

    def progress(self, done: float, total: float) -> None:
        with self._timed():
            super().progress(done, total)

    def save(self, state: bytes, epoch: int, step: int, best_epoch: int | None = None) -> None:
        with self._timed():
            super().save(state, epoch, step, best_epoch)

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began


class TimedContext(JobContext):
    """Sums what writing computes, in whichever thread."""

    computed = 0.0

    def flush(self) -> None:
        began = time.thread_time()
        super().flush()
        self.computed += time.thread_time() - began


def told(desk: Desk, data: Material, shares: list[float]) -> float:
    """Seconds of the same training as a job's: with stored events, metrics and checkpoints, to the last of them. Adds to
    ``shares`` what of them was seen to be spent on these."""
    store = desk.store
    model = store.models.first(name="telling")
    if model is None:
        model = Model(name="telling", task=Task.BINARY, dataset_id="bench", target="y")
        store.models.insert(model)
    job = store.jobs.enqueue(Job(kind=JobKind.TRAIN, title="Train"))
    claimed = store.jobs.claim("bench", timedelta(seconds=600), job_id=job.id)
    assert claimed is not None
    context = TimedContext(store, claimed, Asked())
    run = Run(
        number=0,
        model_id=model.id,
        dataset_id="bench",
        dataset_version=1,
        trainer="mlp",
        params={},
        seed=0,
        job_id=job.id,
    )
    began = time.perf_counter()
    with Timed(store, begin_run(store, run, context), context) as monitor:
        ours(data, monitor, EPOCHS)
    context.close()
    seconds = time.perf_counter() - began
    shares.append((monitor.waited + context.computed) / seconds)
    points = len(store.metrics.series(monitor.run.id))
    print(f"  {seconds:6.2f} s, {points} points, {context.written} events")
    return seconds


def telling(desk: Desk) -> None:
    """The cost of metrics, events and checkpoints."""
    data = Material(ROWS)
    shares: list[float] = []
    quiet, loud, times = ratios(lambda: ours(data, epochs=EPOCHS), lambda: told(desk, data, shares), ROUNDS)
    print(
        f"metrics, events, checkpoints: {quiet:.2f} s without, {loud:.2f} s with them: {100 * (times - 1):+.2f} % (bound: 2 %); "
        f"seen to be spent on them: {100 * statistics.median(shares):.2f} %"
    )


def first_metric(desk: Desk) -> None:
    """From *Train* to the first metric, on 10,000 rows and a warm worker."""
    random = np.random.default_rng(1)
    columns = {f"f{i}": random.normal(size=10_000) for i in range(COLUMNS)}
    columns["y"] = (columns["f0"] * columns["f1"] > 0).astype(np.int64)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        pq.write_table(pa.table(columns), file)
        run_here(desk, desk.import_files("bench", [file], ImportOptions(task="binary", target="y")))
    runner = Runner(desk, place="headless")
    runner.start()
    try:
        desk.jobs.wait(desk.train("bench", "bench", trainer="mlp", params={"epochs": 1}).id)
        found = []
        for seed in range(2 * ROUNDS):
            began = time.perf_counter()
            job = desk.train("bench", "bench", trainer="mlp", params={"epochs": 3}, seed=seed)
            while not any(isinstance(e, MetricsRecorded) for e in desk.store.events.after(job.id)):
                time.sleep(0.002)
            found.append(time.perf_counter() - began)
            desk.jobs.wait(job.id)
        print(
            f"first metric after {statistics.median(found):.2f} s, {max(found):.2f} s at worst (asked: 0.5)"
        )
    finally:
        runner.stop()
        runner.join()


def main() -> None:
    throughput()
    with a_desk() as desk:
        telling(desk)
        first_metric(desk)


if __name__ == "__main__":
    main()
