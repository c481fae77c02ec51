"""Drift of 20 numeric and 5 categorical columns, both sides of the same size, data in memory.

The rival, in the same run and on as many threads: careful numpy (sort once, searchsorted, KS, Wasserstein, PSI, value
counts). ``DRIFTDESK_BENCH_ROWS`` sets the rows of a side (default 200,000; the figures of record are at a million).

``python -m tests.bench.bench_drift --large [--rows N] [--columns N]``: by default ten million rows by a hundred columns
against the same, more than the memory holds: each column is made when it is read. Seconds and the peak of the memory.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.compute.threads import ordered_map, thread_count
from driftdesk.core.drift.engine import Pair, Source, analyse, analyse_tables
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.profiles.encoding import from_bytes, to_bytes
from driftdesk.core.profiles.profile import merge, profile_array

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "200000"))
GROUP = 65_536


def table(rows: int, seed: int, shift: float) -> pa.Table:
    random = np.random.default_rng(seed)
    columns = {f"n{i}": pa.array(random.normal(shift * (i % 2), 1, rows)) for i in range(20)}
    for i in range(5):
        names = pa.array([f"level {j}" for j in range(4 * (i + 1))])
        columns[f"c{i}"] = names.take(pa.array(random.integers(0, len(names), rows)))
    return pa.table(columns)


def careful_numpy(a: pa.Table, b: pa.Table) -> list[tuple[float, ...]]:
    return list(ordered_map(lambda name: careful_column(a.column(name), b.column(name)), a.column_names))


def careful_column(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[float, ...]:
    if pa.types.is_string(left.type):
        counts = [pc.value_counts(side) for side in (left, right)]
        found = [
            dict(zip(c.field("values").to_pylist(), c.field("counts").to_pylist(), strict=True))
            for c in counts
        ]
        names = sorted(set(found[0]) | set(found[1]))
        p, q = (np.array([f.get(n, 0) for n in names]) / sum(f.values()) for f in found)
        return (float(np.sum((p - q) * np.log(np.maximum(p, 1e-4) / np.maximum(q, 1e-4)))),)
    x, y = np.sort(left.to_numpy()), np.sort(right.to_numpy())
    both = np.concatenate((x, y))
    both.sort()
    fx, fy = (np.searchsorted(side, both, side="right") / side.size for side in (x, y))
    gap = np.abs(fx - fy)
    edges = np.quantile(x, np.linspace(0, 1, 11)[1:-1])
    p, q = (np.diff(np.searchsorted(side, edges), prepend=0, append=side.size) / side.size for side in (x, y))
    psi = float(np.sum((p - q) * np.log(p / q)))
    return float(gap.max()), float(np.sum(gap[:-1] * np.diff(both))), psi


def best(run: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def profiles(side: pa.Table, schema: Schema) -> dict[str, bytes]:
    """As stored: a merged profile a column."""
    slices = range(0, side.num_rows, GROUP)
    return {
        c.name: to_bytes(merge([profile_array(side.column(c.name).slice(i, GROUP), c.kind) for i in slices]))
        for c in schema.columns
    }


def from_profiles(a: dict[str, bytes], b: dict[str, bytes], schema: Schema) -> None:
    pairs = [
        Pair(c.name, c.kind, Source(from_bytes(a[c.name])), Source(from_bytes(b[c.name])))
        for c in schema.columns
    ]
    analyse(pairs, DriftParams())


def peak() -> str:
    """The most memory that this process had so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most"


def streamed(rows: int, column: int, side: int) -> pa.ChunkedArray:
    """Nine columns in ten are numbers, of which every second one moves by 0.05; the others are categories."""
    random = np.random.default_rng([column, side])
    if column % 10 == 9:
        names = pa.array([f"level {i}" for i in range(20)])
        return pa.chunked_array([names.take(pa.array(random.integers(0, 20, rows, dtype=np.int32)))])
    values = random.standard_normal(rows)
    values += 0.05 * side * (column % 2)
    return pa.chunked_array([values])


def streamed_profile(rows: int, column: int, side: int) -> bytes:
    array = streamed(rows, column, side)
    kind = Kind.CATEGORICAL if column % 10 == 9 else Kind.NUMERIC
    return to_bytes(merge([profile_array(array.slice(i, GROUP), kind) for i in range(0, rows, GROUP)]))


def large(rows: int, columns: int) -> None:
    kinds = [Kind.CATEGORICAL if i % 10 == 9 else Kind.NUMERIC for i in range(columns)]

    def timed(name: str, run: Callable[[], object]) -> None:
        began = time.perf_counter()
        run()
        print(f"{name:28} {time.perf_counter() - began:9.2f} s   {peak()}", flush=True)

    def source(column: int, side: int) -> Source:
        return Source(read=lambda: streamed(rows, column, side))

    few = Source(read=lambda: streamed(1_000, 0, 0))
    analyse([Pair("c", Kind.NUMERIC, few, few)], DriftParams(), exact=True)  # imports
    print(f"{rows:,} rows by {columns} columns against the same, {thread_count()} threads; {peak()} before")
    jobs = [(i, side) for i in range(columns) for side in (0, 1)]
    stored: list[bytes] = []
    timed(
        "making the columns", lambda: [None for _ in ordered_map(lambda j: streamed(rows, *j) and None, jobs)]
    )
    timed(
        "making them and profiles",
        lambda: stored.extend(ordered_map(lambda j: streamed_profile(rows, *j), jobs)),
    )

    def from_stored() -> None:
        pairs = [
            Pair(f"c{i}", kind, Source(from_bytes(stored[2 * i])), Source(from_bytes(stored[2 * i + 1])))
            for i, kind in enumerate(kinds)
        ]
        analyse(pairs, DriftParams())

    timed("from stored profiles", from_stored)
    pairs = [Pair(f"c{i}", kind, source(i, 0), source(i, 1)) for i, kind in enumerate(kinds)]
    timed("making them and from rows", lambda: analyse(pairs, DriftParams(), exact=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--columns", type=int, default=100)
    given, _ = parser.parse_known_args()
    if given.large:
        large(given.rows, given.columns)
    else:
        compared()


def compared() -> None:
    a, b = table(ROWS, 1, 0.0), table(ROWS, 2, 0.05)
    kinds = [Kind.NUMERIC if n.startswith("n") else Kind.CATEGORICAL for n in a.column_names]
    schema = Schema(
        columns=tuple(Column(id=n, name=n, kind=k) for n, k in zip(a.column_names, kinds, strict=True))
    )
    analyse_tables(a.slice(0, 1000), b.slice(0, 1000), schema)  # imports
    rival = best(lambda: careful_numpy(a, b))
    exact = best(lambda: analyse_tables(a, b, schema))
    began = time.perf_counter()
    left, right = profiles(a, schema), profiles(b, schema)
    made = time.perf_counter() - began
    stored = best(lambda: from_profiles(left, right, schema))
    values = 2 * ROWS * a.num_columns
    sort = best(lambda: [np.sort(t.column(f"n{i}").to_numpy()) for t in (a, b) for i in range(20)])
    print(f"{ROWS:,} against {ROWS:,} rows, 20 numeric and 5 categorical columns, {thread_count()} threads")
    print(f"careful numpy             {rival:8.3f} s   1")
    print(f"from rows                 {exact:8.3f} s   {exact / rival:.3f}   (asked: 0.5)")
    print(
        f"from stored profiles      {stored:8.3f} s   {stored / rival:.3f}   (asked: 0.08 at a million rows)"
    )
    print(f"making the profiles       {made:8.3f} s   {values / made / 1e6:.1f} M values/s, one thread")
    print(f"sorting alone, one thread {sort:8.3f} s")


if __name__ == "__main__":
    main()
