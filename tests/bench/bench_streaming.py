"""Training on data ten times larger than a cap on memory: what it takes, against the same rows in memory.

Each training runs in a process of its own, whose greatest resident memory is told by the system; from it is taken that of
a process that trains on 10,000 of the rows, which is Python with its libraries. Rows a second are those of whole epochs,
validation left out. ``DRIFTDESK_BENCH_ROWS`` makes it smaller.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets.writer import GROUP_ROWS, VersionWriter
from driftdesk.core.entities import (
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
    Task,
)
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "3000000"))
FEATURES = 24
PARAMS = {"epochs": 1, "batch_size": 1024, "hidden_sizes": [128, 64]}


def write(desk: Desk, rows: int) -> DatasetVersion:
    """20 numbers, 4 categories and a target of two classes, sorted by the first number."""
    random = np.random.default_rng(0)
    names = [f"x{i}" for i in range(20)] + [f"c{i}" for i in range(4)]
    columns = [
        Column(id=n, name=n, kind=Kind.NUMERIC if n[0] == "x" else Kind.CATEGORICAL, role=Role.FEATURE)
        for n in names
    ]
    target = Column(id="y", name="y", kind=Kind.CATEGORICAL, role=Role.TARGET)
    schema = Schema(columns=(*columns, target))
    writer = VersionWriter(desk.store, schema, first_row_id=0, context=Context())
    for first in range(0, rows, GROUP_ROWS):
        n = min(GROUP_ROWS, rows - first)
        x = random.normal(size=(n, 20))
        x[:, 0] = np.arange(first, first + n) / rows * 4 - 2
        codes = random.integers(0, 30, (n, 4))
        signal = x[:, 0] + x[:, 1] * x[:, 2] + (codes[:, 0] % 3) + random.normal(size=n)
        arrays = [pa.array(x[:, i]) for i in range(20)]
        arrays += [pa.array(np.char.add("k", codes[:, i].astype(str))) for i in range(4)]
        arrays.append(pa.array(np.where(signal > 1, "yes", "no")))
        writer.write(pa.table(arrays, names=[*names, "y"]))
    return desk.datasets.commit(
        None,
        writer.finish(),
        operation=Operation(kind=OperationKind.IMPORT),
        context=Context(),
        new=Dataset(name=f"rows{rows}", task=Task.BINARY),
    )


def train(folder: Path, name: str, how: dict[str, Any]) -> dict[str, Any]:
    """One training in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_streaming", str(folder), name, json.dumps(how)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(folder: Path, name: str, how: dict[str, Any]) -> None:
    class Speed(Context):
        def metrics(self, run_id: str, step: int, epoch: float, values: Any) -> None:
            speeds.append(values.get("rows_per_second", 0.0))

    speeds: list[float] = []
    with Desk.open(folder) as desk:
        dataset, version = desk.datasets.resolve(name)
        model = desk.training.model_for(f"model of {name}", dataset, version, "bench")
        run = desk.training.train(model, version, trainer="mlp", params=PARAMS, context=Speed(), **how)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    told = run.streaming.model_dump(mode="json") if run.streaming else None
    speed = float(np.median(speeds[len(speeds) // 4 :])) if speeds else 0.0
    print(
        json.dumps(
            {
                "peak": peak,
                "seconds": run.seconds,
                "rows_per_second": speed,
                "roc_auc": run.metrics["roc_auc"],
                "streaming": told,
            }
        )
    )


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    desk = Desk.open(folder)
    try:
        measure(desk, folder)
    finally:
        desk.close()
        EmbeddedServer(desk.settings).stop()
        shutil.rmtree(folder)


def measure(desk: Desk, folder: Path) -> None:
    data = ROWS * (FEATURES + 1) * 8 / 2**20
    cap = max(16, round(data / 10))
    print(
        f"writing {ROWS:,} rows of {FEATURES + 1} columns: {data:.0f} MB as a table; cap {cap} MB ...",
        flush=True,
    )
    for rows in (10_000, ROWS // 4, ROWS):
        write(desk, rows)
    base = train(folder, "rows10000", {"stream": False})["peak"]
    whole = train(folder, f"rows{ROWS}", {"stream": False})
    small = train(folder, f"rows{ROWS // 4}", {"stream": True, "memory_mb": cap})
    streamed = train(folder, f"rows{ROWS}", {"stream": True, "memory_mb": cap})

    def told(title: str, found: dict[str, Any]) -> None:
        extra = (found["peak"] - base) / 2**20
        print(
            f"{title:34} {found['peak'] / 2**20:7.0f} MB   {extra:7.0f} MB over the libraries' {base / 2**20:.0f}"
            f"   {found['rows_per_second']:9,.0f} rows/s   {found['seconds']:6.1f} s   roc_auc {found['roc_auc']:.4f}",
            flush=True,
        )

    told(f"in memory, {ROWS:,} rows", whole)
    told(f"streamed, {ROWS // 4:,} rows", small)
    told(f"streamed, {ROWS:,} rows", streamed)
    held = (whole["peak"] - base) / ROWS / (FEATURES + 1)
    print(f"in memory a value takes            {held:7.1f} bytes (planned with: see planning.BYTES_A_VALUE)")
    print(f"memory, streamed against in memory {(streamed['peak'] - base) / (whole['peak'] - base):7.3f}")
    print(f"memory, four times the rows        {(streamed['peak'] - base) / (small['peak'] - base):7.3f}")
    print(f"rows a second, against in memory   {streamed['rows_per_second'] / whole['rows_per_second']:7.3f}")
    mixed = streamed["streaming"]
    print(
        f"shuffle: buffer {mixed['buffer_rows']:,} rows, correlation {mixed['correlation']:.3f}, distance "
        f"{mixed['distance']:.2f}, spread {mixed['spread']:.1f} (full: 0, 1, 1)"
    )


if __name__ == "__main__":
    child(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
