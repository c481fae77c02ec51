"""Comparing two versions of 12 columns: how the time grows with the rows where one cell changed, and how it compares with
reading both versions whole where every row must be looked at. ``DRIFTDESK_BENCH_ROWS`` sets the largest size."""

import os
import shutil
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import SetCells
from driftdesk.core.entities import DatasetVersion, Operation, OperationKind
from driftdesk.core.splits.service import make_spec
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from tests.bench.tables_data import narrow, write

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "1000000"))

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def rewritten(desk: Desk, name: str) -> DatasetVersion:
    """All rows but each tenth, in row groups of their own, a number of each fifth changed."""
    dataset, version = desk.datasets.resolve(f"{name}@1")
    writer = VersionWriter(desk.store, version.columns, first_row_id=dataset.next_row_id, context=Context())
    for table in desk.tables.batches(version, with_row_ids=True):
        ids = np.asarray(table["_row_id"].combine_chunks())
        values = np.asarray(table["whole_0"].combine_chunks()) + (ids % 5 == 0)
        at = table.column_names.index("whole_0")
        kept = table.set_column(at, "whole_0", pa.array(values)).filter(pa.array(ids % 10 != 0))
        writer.write(kept.drop_columns(["_row_id"]), ids[ids % 10 != 0])
    operation = Operation(kind=OperationKind.EDIT)
    dataset = desk.datasets.get(name)
    return desk.datasets.commit(dataset, writer.finish(), operation=operation, context=Context())


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
    for rows in [n for n in (10_000, 100_000, 1_000_000, 10_000_000) if n <= ROWS]:
        name = f"d{rows}"
        write(desk, name, narrow(), rows)
        draft = desk.drafts.open(name)
        draft = desk.drafts.apply(draft, SetCells(row_ids=(rows // 2,), values={"real_0": (1.25,)}))
        desk.drafts.commit(draft, "one cell")
        cell, found = timed(lambda n=name: desk.datasets.diff(f"{n}@1", f"{n}@2"))  # type: ignore[misc]  # n is bound
        shown, _ = timed(lambda d=found: (d.rows("changed"), d.statistics()))  # type: ignore[misc]  # likewise
        assert (found.changed, found.added, found.removed) == (1, 0, 0)
        print(
            f"{rows:>10,} rows, one cell: {cell * 1e3:6.0f} ms, its row and statistics {shown * 1e3:6.0f} ms"
        )
    version = rewritten(desk, name)
    first = desk.datasets.version(desk.datasets.get(name), 1)
    read, _ = timed(lambda: [desk.tables.read(v, with_row_ids=True).num_rows for v in (first, version)])
    print(f"{rows:>10,} rows, every row group written anew; reading both versions takes {read:.2f} s")
    for key, content in (((), False), (("at",), False), ((), True)):
        tracemalloc.start()
        seconds, found = timed(
            lambda k=key, c=content: desk.datasets.diff(f"{name}@1", f"{name}@3", k, content=c)  # type: ignore[misc]  # bound
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        by = "content" if content else "key" if key else "row id"
        counts = f"{found.changed:,} changed, {found.removed:,} removed, {found.added:,} added"
        print(f"  by {by:8} {seconds:6.2f} s ({seconds / read:.1f} x the reading), {peak >> 20} MB: {counts}")
    spent, split = timed(lambda: desk.splits.create(f"{name}@1", "s", make_spec("stratified", by="word_0")))
    print(
        f"{rows:>10,} rows split, with the search for leaks: {spent:.2f} s; {len(split.leaks)} kinds of leaks"
    )


if __name__ == "__main__":
    main()
