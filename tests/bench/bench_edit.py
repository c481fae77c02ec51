"""One cell edited and committed, from 10 k to 10 M rows of 12 columns: time and bytes grow at most logarithmically.

Each version is made straight through ``VersionWriter``. Timed, each the median of some: opening a draft, setting a cell
and committing it, by services that have just been made (as a command does) and by those that have looked at the version
before (as the window does); a page of 100 rows of a draft with a hundred edits, somewhere in the middle. Bytes are those of
the chunks, profiles, pages and records that the commit wrote, as BSON. ``DRIFTDESK_BENCH_ROWS`` sets the largest size.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pymongo import MongoClient

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import Compute, SetCells
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import Column, Kind, Operation, OperationKind, Schema
from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import rows_at

LARGEST = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "10000000"))
SIZES = [n for n in (10_000, 100_000, 1_000_000, 10_000_000) if n <= LARGEST]
TIMES = 5
COLUMNS = Schema(
    columns=tuple(
        Column(id=f"c{i}", name=f"c{i}", kind=Kind.NUMERIC if i < 10 else Kind.CATEGORICAL) for i in range(12)
    )
)
_WRITTEN = ("dataset_chunks", "chunk_profiles", "manifest_pages", "dataset_versions", "draft_edits", "drafts")


def block(rows: int, seed: int) -> pa.Table:
    random = np.random.default_rng(seed)
    data: dict[str, Any] = {f"c{i}": random.integers(0, 1000, rows) for i in range(10)}
    words = np.array([f"word {k}" for k in range(50)])
    data["c10"], data["c11"] = words[random.integers(0, 50, rows)], words[random.integers(0, 5, rows)]
    return pa.table(data)


def make(store: Store, name: str, rows: int) -> None:
    """One version; its row groups repeat a million rows, so that making it is quick (row ids do not repeat)."""
    datasets = DatasetService(store, "bench")
    writer = VersionWriter(store, COLUMNS, first_row_id=0, context=Context())
    million = block(min(rows, 983_040), 1)
    left = rows
    while left:
        part = million.slice(0, min(left, million.num_rows))
        writer.write(part)
        left -= part.num_rows
    dataset = datasets.create(name)
    datasets.commit(
        dataset, writer.finish(), operation=Operation(kind=OperationKind.IMPORT), context=Context()
    )


def services(store: Store) -> tuple[DatasetService, TableService, DraftService]:
    datasets, tables = DatasetService(store, "bench"), TableService(store)
    return datasets, tables, DraftService(store, datasets, tables, "bench")


def edit_one(drafts: DraftService, name: str, row: int, value: int) -> tuple[float, float]:
    """Seconds of setting a cell, and of committing it."""
    started = time.perf_counter()
    draft = drafts.apply(drafts.open(name), SetCells(row_ids=(row,), values={"c3": (value,)}))
    applied = time.perf_counter()
    drafts.commit(draft)
    return applied - started, time.perf_counter() - applied


def sizes(client: MongoClient[dict[str, Any]], database: str) -> Iterator[tuple[str, int]]:
    total = {"$group": {"_id": None, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}}
    for name in _WRITTEN:
        yield name, next((d["bytes"] for d in client[database][name].aggregate([total])), 0)


def pages(store: Store, name: str, rows: int) -> tuple[float, float]:
    """Milliseconds (median of 20) of a page anywhere: of the version, and of a draft of a hundred cells and a rule."""
    datasets, tables, drafts = services(store)
    draft = drafts.open(name)
    random = np.random.default_rng(2)
    for row in random.integers(0, rows, 100).tolist():
        draft = drafts.apply(draft, SetCells(row_ids=(row,), values={"c5": (1,)}))
    draft = drafts.apply(draft, Compute(column="c6", expression="c5 * 2", where="c7 > 500"))
    of_version = tables.source(datasets.resolve(name)[1])
    of_draft = drafts.source(draft)
    spent: tuple[list[float], list[float]] = ([], [])
    for at, first in enumerate(random.integers(0, max(1, rows - 100), 40).tolist()):
        source = (of_version, of_draft)[at % 2]
        started = time.perf_counter()
        rows_at(source, np.arange(first, first + 100), COLUMNS.names)
        spent[at % 2].append((time.perf_counter() - started) * 1000)
    drafts.discard(draft)
    return statistics.median(spent[0]), statistics.median(spent[1])


def measure(store: Store, client: MongoClient[dict[str, Any]], database: str, rows: int) -> tuple[float, int]:
    name = f"rows {rows}"
    make(store, name, rows)
    edit_one(services(store)[2], name, rows // 3, -1)  # the first time imports what it needs
    cold = [sum(edit_one(services(store)[2], name, rows // 3, -2 - i)) * 1000 for i in range(TIMES)]
    drafts = services(store)[2]
    before = dict(sizes(client, database))
    warm = [edit_one(drafts, name, rows // 3, 5000 + i) for i in range(TIMES)]
    written = {n: (size - before[n]) // TIMES for n, size in sizes(client, database)}
    total = sum(written.values())
    of_version, of_draft = pages(store, name, rows)
    median = statistics.median(cold)
    print(
        f"{rows:>10,} rows: edited and committed {median:6.1f} ms (warm: set {_ms(warm, 0):5.1f}, commit "
        f"{_ms(warm, 1):5.1f}); {total / 1000:6.1f} kB written "
        f"(chunk {written['dataset_chunks'] / 1000:.1f}, profile {written['chunk_profiles'] / 1000:.1f}, "
        f"page {written['manifest_pages'] / 1000:.1f}); a page of the version "
        f"{of_version:.1f} ms, of a draft {of_draft:.1f}",
        flush=True,
    )
    return median, total


def _ms(pairs: list[tuple[float, float]], at: int) -> float:
    return statistics.median(p[at] for p in pairs) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="driftdesk-bench-") as folder:
        settings = Settings(data_dir=Path(folder) / "data", user="bench")
        server = EmbeddedServer(settings)
        try:
            uri = server.attach()
            store = open_store(settings)
            with MongoClient[dict[str, Any]](uri.get_secret_value()) as client:
                found = {rows: measure(store, client, settings.database, rows) for rows in SIZES}
            store.close()
        finally:
            server.detach()
            server.stop()
    (first, least), (last, most) = found[SIZES[0]], found[SIZES[-1]]
    decades = np.log10(SIZES[-1] / SIZES[0])
    print(
        f"{SIZES[-1] // SIZES[0]:,} times the rows: {last / first:.2f} times the time, {most / least:.2f} times the "
        f"bytes ({(last - first) / decades:.1f} ms and {(most - least) / decades / 1000:.1f} kB for each tenfold)"
    )


if __name__ == "__main__":
    main()
