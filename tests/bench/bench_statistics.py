"""Statistics of a stored version of 10 M rows of 25 columns: every column's, and all pairs', from profiles and samples.

The first look merges what was stored with each chunk; from the second on (and after the ``profile`` job) the merged ones
are there. The rival is one scan of the same rows for the minimum, maximum and mean of the numeric columns alone.
``DRIFTDESK_BENCH_ROWS`` makes it smaller.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc

from driftdesk.core.entities import DatasetVersion, Kind
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from tests.bench.tables_data import wide, write

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "10000000"))


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def scan(desk: Desk, version: DatasetVersion) -> None:
    numbers = [c.name for c in version.columns.columns if c.kind is Kind.NUMERIC]
    for batch in desk.tables.batches(version, numbers):
        for column in batch.columns:
            pc.min_max(column)
            pc.mean(column)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    desk = Desk.open(folder)
    try:
        measure(desk)
    finally:
        desk.close()
        EmbeddedServer(desk.settings).stop()
        shutil.rmtree(folder)


def measure(desk: Desk) -> None:
    print(f"writing {ROWS:,} rows of 25 columns ...")
    version = write(desk, "wide", wide(), ROWS)
    columns_first = seconds(lambda: ProfileService(desk.store).summary(version))
    pairs_first = seconds(lambda: ProfileService(desk.store).pairs(version))
    columns = min(seconds(lambda: ProfileService(desk.store).summary(version)) for _ in range(3))
    pairs = min(seconds(lambda: ProfileService(desk.store).pairs(version)) for _ in range(3))
    scanned = seconds(lambda: scan(desk, version))
    print(f"one scan of the numeric columns    {scanned:8.2f} s")
    print(f"first look: merging the chunks'    {columns_first:8.2f} s columns, {pairs_first:6.2f} s pairs")
    print(f"statistics of all columns          {columns:8.3f} s   {scanned / columns:6.1f} x the scan's rate")
    print(f"all {25 * 24 // 2} pairs of columns          {pairs:8.3f} s")
    print(f"both                               {columns + pairs:8.3f} s   (asked for: 0.5 s)")


if __name__ == "__main__":
    main()
