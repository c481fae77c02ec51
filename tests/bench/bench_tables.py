"""Looking at rows: a version into memory, pages anywhere, filters.

A version of 1 M x 25 to an Arrow table in memory, against
- the bound: the same bytes read from MongoDB and decoded, on as many threads;
- ``find`` of the rows as documents into a pandas frame, and pymongoarrow on them (100,000 rows, scaled). pymongoarrow is
  no dependency: ``DRIFTDESK_BENCH_PYMONGOARROW`` names the Python of an environment that has it.

Then 10 M x 12: pages of 100 rows of all columns at random positions, unsorted, sorted, filtered; and a filter that takes
0.1 % of the rows, with and without the bounds of chunks. ``DRIFTDESK_BENCH_ROWS`` makes both smaller (the larger one).
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pymongo import MongoClient

from driftdesk.core.compute.threads import thread_count
from driftdesk.core.context import Context
from driftdesk.core.entities import DatasetVersion
from driftdesk.core.settings import Settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.matches import find
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import VersionSource
from driftdesk.core.tables.spec import SortKey
from driftdesk.core.tables.view import TableView
from driftdesk.desk import Desk
from tests.bench.tables_data import DAY, narrow, tables, wide, write

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "10000000"))
WIDE_ROWS = min(ROWS, 1_000_000)
RECORDS = min(WIDE_ROWS, 100_000)
PAGES = 200

Client = MongoClient[dict[str, object]]


def best(work: Callable[[], object], times: int = 5) -> float:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def bound(client: Client, database: str, digests: Sequence[bytes]) -> Callable[[], object]:
    """Fetch chunks and decode them, 32 at a time on each thread."""
    chunks = client[database].dataset_chunks
    codec = pa.Codec("zstd")

    def read(first: int) -> list[pa.Array]:
        arrays = []
        for document in chunks.find({"_id": {"$in": digests[first : first + 32]}}):
            raw = codec.decompress(document["data"], decompressed_size=document["raw_size"])
            with pa.ipc.open_stream(raw) as reader:
                arrays.append(reader.read_next_batch().column(0))
        return arrays

    def work() -> None:
        with ThreadPoolExecutor(thread_count()) as pool:
            list(pool.map(read, range(0, len(digests), 32)))

    return work


def reading(desk: Desk, client: Client) -> None:
    version = write(desk, "wide", wide(), WIDE_ROWS)
    digests = [
        d for g in desk.tables.groups(version) for c in version.columns.columns if (d := g.digest(c.id))
    ]
    fetched = bound(client, desk.settings.database, digests)
    ours = theirs = float("inf")
    for _ in range(5):  # in turns: the machine may be busy
        ours = min(ours, best(lambda: desk.tables.read(version), 1))
        theirs = min(theirs, best(fetched, 1))
    print(f"{WIDE_ROWS:,} rows x 25 columns to an Arrow table in memory: {ours:.3f} s")
    print(
        f"  the same bytes read from MongoDB and decoded: {theirs:.3f} s; rate {theirs / ours:.2f} (asked: 0.8)"
    )
    insert_records(client)
    rival("find of records into pandas", best(lambda: records_to_pandas(client), 2), ours, 50)
    found = pymongoarrow(desk)
    if found is None:
        print("  pymongoarrow: not measured, it cannot be imported")
    else:
        rival("pymongoarrow on records", found, ours, 10)
    column = best(lambda: desk.tables.column(version, "real_3"))
    print(f"  one column of it: {column * 1e3:.0f} ms (asked: 30)")


def rival(name: str, seconds: float, ours: float, asked: float) -> None:
    seconds *= WIDE_ROWS / RECORDS
    print(f"  {name}: {seconds:.2f} s; {seconds / ours:.0f} x ours (asked: {asked:g})")


def insert_records(client: Client) -> None:
    for table in tables(wide(), RECORDS):
        client.bench.records.insert_many(table.to_pylist())


def records_to_pandas(client: Client) -> pd.DataFrame:
    return pd.DataFrame(list(client.bench.records.find()))


_PYMONGOARROW = """
import sys, time
from pymongo import MongoClient
from pymongoarrow.api import find_arrow_all
records = MongoClient(sys.stdin.read()).bench.records
seconds = []
for _ in range(3):
    began = time.perf_counter()
    find_arrow_all(records, {})
    seconds.append(time.perf_counter() - began)
print(min(seconds))
"""


def pymongoarrow(desk: Desk) -> float | None:
    """Its seconds, in a process of its own: it is built for one version of pyarrow, which may not be ours."""
    python = os.environ.get("DRIFTDESK_BENCH_PYMONGOARROW", sys.executable)
    uri = desk.store.secret_uri.get_secret_value()
    run = subprocess.run(
        [python, "-c", _PYMONGOARROW], input=uri, capture_output=True, text=True, check=False
    )
    return float(run.stdout) if run.returncode == 0 else None


def pages(name: str, view: TableView) -> None:
    random = np.random.default_rng(0)
    seconds = []
    for offset in random.integers(0, max(view.rows - 100, 1), PAGES):
        began = time.perf_counter()
        view.page(int(offset), 100)
        seconds.append(time.perf_counter() - began)
    median, late, worst = np.quantile(seconds, [0.5, 0.95, 1.0]) * 1e3
    print(f"  a page, {name}: median {median:.1f} ms, p95 {late:.1f} ms, worst {worst:.1f} ms")


def browsing(desk: Desk, version: DatasetVersion) -> None:
    source = desk.tables.source(version)
    pages("unsorted, nothing near yet", desk.tables.view(source))
    sorts = {
        "sorted by a number": [SortKey("real_1")],
        "sorted by a category and two numbers": [
            SortKey("word_2", True),
            SortKey("whole_1"),
            SortKey("real_0"),
        ],
    }
    for name, sort in sorts.items():
        began = time.perf_counter()
        view = desk.tables.view(source, sort=sort)
        print(f"  {name}: built in {time.perf_counter() - began:.2f} s")
        pages(name, view)
    for where in ("real_1 > 2.5 and whole_0 == 3", "real_0 > 3.3"):
        fresh = TableService(desk.store, desk.settings.cache_dir)
        began = time.perf_counter()
        view = fresh.view(fresh.source(version), where)
        print(f"  filtered, {where}: {view.rows:,} rows, built in {time.perf_counter() - began:.2f} s")
        pages("filtered", view)
    began = time.perf_counter()
    found = desk.tables.view(source, search="note 77 ")
    print(f"  searched in all columns: {found.rows:,} rows in {time.perf_counter() - began:.2f} s")


class Boundless(VersionSource):
    """A version none of whose bounds are known."""

    def bounds(self, group: int, column: str) -> Bounds | None:
        return None


def pruning(desk: Desk, version: DatasetVersion) -> None:
    first = np.datetime64(16_436 * DAY + version.rows // 2 * 60_000_000, "us")
    last = first + np.timedelta64(max(version.rows // 1000, 1), "m")
    where = f'at >= "{first}" and at < "{last}"'
    names = version.columns.names
    rows = []

    def work(kind: type[VersionSource]) -> Callable[[], object]:
        def run() -> None:
            service = TableService(desk.store)
            rows.append(find(kind(service, version), where, "", names, Context()).rows)

        return run

    pruned, full = best(work(VersionSource), 10), best(work(Boundless), 3)
    assert len(set(rows)) == 1
    print(
        f"  a filter on the time for {rows[0]:,} rows: {pruned * 1e3:.1f} ms; every chunk read {full * 1e3:.0f} ms;"
    )
    print(f"  {full / pruned:.0f} x faster (asked: 20)")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="driftdesk-bench-") as folder:
        settings = Settings(data_dir=Path(folder), user="bench")
        server = EmbeddedServer(settings)
        try:
            uri = server.attach()
            with (
                MongoClient[dict[str, object]](uri.get_secret_value()) as client,
                Desk.open_with(settings) as desk,
            ):
                reading(desk, client)
                began = time.perf_counter()
                version = write(desk, "narrow", narrow(), ROWS)
                print(f"{ROWS:,} rows x 12 columns (written in {time.perf_counter() - began:.0f} s)")
                browsing(desk, version)
                pruning(desk, version)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
                print(f"peak memory, mapped files included: {peak:,} MB")
        finally:
            server.detach()
            server.stop()


if __name__ == "__main__":
    main()
