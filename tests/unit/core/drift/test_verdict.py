"""The verdict: an effect at its threshold and evidence, over all columns together."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import false_discovery_control

from driftdesk.core.context import Context
from driftdesk.core.drift.engine import Pair, Source, analyse, analyse_tables
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.sides import match
from driftdesk.core.drift.verdict import benjamini_hochberg, ranked, worst
from driftdesk.core.entities import Column, ColumnDrift, Kind, Role, Schema, Severity
from driftdesk.core.profiles.profile import merge, profile_array

INFINITE = float("inf")
RANDOM = np.random.default_rng(20261123)


def one(reference: object, current: object, kind: Kind = Kind.NUMERIC, **params: object) -> ColumnDrift:
    """The verdict on one column, which is the same from rows and from profiles."""
    a, b = (side if isinstance(side, pa.Array) else pa.array(side) for side in (reference, current))
    settings = DriftParams.model_validate(params)
    schema = Schema(columns=(Column(id="x", name="x", kind=kind),))
    (rows,) = analyse_tables(pa.table({"x": a}), pa.table({"x": b}), schema, settings)
    sources = Source(profile_array(a, kind)), Source(profile_array(b, kind))
    (profiles,) = analyse([Pair("x", kind, *sources)], settings)
    assert rows.severity is profiles.severity
    assert "NaN" not in rows.model_dump_json() + profiles.model_dump_json()
    assert "Infinity" not in rows.model_dump_json() + profiles.model_dump_json()
    return rows


class Listener(Context):
    def __init__(self) -> None:
        self.columns: list[ColumnDrift] = []

    def column(self, column: ColumnDrift) -> None:
        self.columns.append(column)


def test_benjamini_hochberg_is_scipys() -> None:
    p = RANDOM.random(50) ** 3
    assert np.allclose(benjamini_hochberg(p), false_discovery_control(p))
    assert benjamini_hochberg([]).size == 0


def test_a_small_effect_is_no_drift_however_sure() -> None:
    column = one(RANDOM.normal(size=60_000), RANDOM.normal(0.05, 1, 60_000))
    assert column.severity is Severity.NONE
    assert column.p_adjusted is not None
    assert column.p_adjusted < 1e-6
    assert column.strength == pytest.approx(0.5, abs=0.15)


def test_a_large_distance_of_few_rows_is_no_drift_without_evidence() -> None:
    random = np.random.default_rng(3)
    column = one(random.normal(size=50), random.normal(0.12, 1, 50))
    assert column.statistic is not None
    assert column.statistic > 0.1
    assert column.severity is Severity.NONE


def test_both_together_are_drift_that_says_what_moved() -> None:
    column = one(RANDOM.normal(38, 5, 2000), RANDOM.normal(24, 5, 2000))
    assert column.severity is Severity.CRITICAL
    assert column.method == "wasserstein_normed"
    assert column.statistic == pytest.approx(2.8, abs=0.3)
    assert (column.threshold, column.critical_threshold) == (0.1, 0.25)
    assert [r.method for r in column.results] == ["wasserstein_normed", "ks", "psi", "jensen_shannon"]
    assert column.moved[0].startswith("median 3")
    assert column.reference is not None
    assert column.current is not None
    assert column.reference.edges == column.current.edges


@pytest.mark.parametrize("method", ["ks", "psi", "jensen_shannon"])
def test_another_method_can_decide(method: str) -> None:
    column = one(RANDOM.normal(size=500), RANDOM.normal(1, 1, 500), numeric_method=method)
    assert (column.method, column.severity) == (method, Severity.CRITICAL)


def test_new_and_vanished_categories_are_named() -> None:
    column = one(["basic"] * 500 + ["free"] * 500, ["basic"] * 500 + ["gold"] * 20, Kind.CATEGORICAL)
    assert column.severity is Severity.CRITICAL
    assert "new category gold (3.8 %)" in column.moved
    assert "category free is gone (was 50 %)" in column.moved
    assert column.reference is not None
    assert column.reference.labels == ("basic", "free", "gold")


def test_more_missing_values_are_drift() -> None:
    column = one(RANDOM.normal(size=1000), pa.array(RANDOM.normal(size=1000), mask=np.arange(1000) < 120))
    assert (column.method, column.severity) == ("missing", Severity.WARNING)
    assert column.statistic == pytest.approx(0.12)
    assert "missing 0 % → 12 %" in column.moved
    assert one([1.0, 2.0] * 100, pa.nulls(200, pa.float64())).severity is Severity.CRITICAL


def test_few_distinct_numbers_get_the_evidence_of_categories() -> None:
    """Ties take KS its power: here its p-value would be 0.4."""
    column = one([0.0] * 970 + [1.0] * 30, [0.0] * 930 + [1.0] * 70)
    assert column.severity is Severity.WARNING
    assert column.p_value is not None
    assert column.p_value < 1e-4
    ks = next(r for r in column.results if r.method == "ks")
    assert ks.p_value is not None
    assert ks.p_value > 0.1


EDGES: dict[str, tuple[object, object, Kind, Severity]] = {
    "one row": ([1.0], [2.0], Kind.NUMERIC, Severity.INSUFFICIENT_DATA),
    "no rows": (
        pa.array([], pa.float64()),
        pa.array([], pa.float64()),
        Kind.NUMERIC,
        Severity.INSUFFICIENT_DATA,
    ),
    "one text": (["가"], ["나"], Kind.TEXT, Severity.INSUFFICIENT_DATA),
    "constant": ([5.0] * 99, [5.0] * 99, Kind.NUMERIC, Severity.NONE),
    "another constant": ([5.0] * 99, [6.0] * 99, Kind.NUMERIC, Severity.CRITICAL),
    "constant below": ([5.0] * 99, [4.0] * 99, Kind.NUMERIC, Severity.CRITICAL),
    "all null": (pa.nulls(99, pa.float64()), pa.nulls(99, pa.float64()), Kind.NUMERIC, Severity.NONE),
    "all null strings": (pa.nulls(99), pa.nulls(99), Kind.CATEGORICAL, Severity.NONE),
    "all null texts": (pa.nulls(99), pa.nulls(99), Kind.TEXT, Severity.NONE),
    "unique strings": (
        [f"a{i}" for i in range(99)],
        [f"b{i}" for i in range(99)],
        Kind.CATEGORICAL,
        Severity.NONE,
    ),
    "one category": (["a"] * 99, ["a"] * 99, Kind.CATEGORICAL, Severity.NONE),
    "one against another": (["a"] * 99, ["b"] * 99, Kind.CATEGORICAL, Severity.CRITICAL),
    "booleans": ([True, False] * 50, [True] * 90 + [False] * 10, Kind.BOOLEAN, Severity.CRITICAL),
    "infinities": ([INFINITE, -INFINITE] * 50, [1.0] * 100, Kind.NUMERIC, Severity.CRITICAL),
    "some infinities": ([INFINITE, 1.0, 2.0] * 50, [INFINITE, 1.0, 2.0] * 50, Kind.NUMERIC, Severity.NONE),
    "huge numbers": ([1.7e308, -1.7e308] * 50, [1.7e308, -1.7e308] * 50, Kind.NUMERIC, Severity.NONE),
    "huge numbers that moved": ([1.7e308, -1.7e308] * 50, [1.0, 2.0] * 50, Kind.NUMERIC, Severity.CRITICAL),
    "empty texts": ([""] * 99, [""] * 99, Kind.TEXT, Severity.NONE),
    "texts against empty": (["영화가 좋다"] * 99, [""] * 99, Kind.TEXT, Severity.CRITICAL),
    "identical texts": (
        ["영화가 좋다", "나쁘다"] * 50,
        ["영화가 좋다", "나쁘다"] * 50,
        Kind.TEXT,
        Severity.NONE,
    ),
    "tiny numbers": ([1e-320, 2e-320] * 50, [1e-320, 2e-320] * 50, Kind.NUMERIC, Severity.NONE),
}


@pytest.mark.parametrize("case", EDGES)
def test_at_the_edges_there_is_a_sound_answer(case: str) -> None:
    reference, current, kind, expected = EDGES[case]
    assert one(reference, current, kind).severity is expected


def test_ids_and_timestamps_are_shown_and_not_judged() -> None:
    columns = (
        Column(id="1", name="id", kind=Kind.CATEGORICAL, role=Role.ID),
        Column(id="2", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP),
        Column(id="3", name="x", kind=Kind.NUMERIC),
    )
    times = np.arange(200) * 10**9

    def table(first: int) -> pa.Table:
        ids, at = (
            [f"u{first + i}" for i in range(200)],
            pa.array(times + first * 10**12).cast(pa.timestamp("us")),
        )
        return pa.table({"id": ids, "at": at, "x": np.sin(np.arange(200))})

    found = analyse_tables(table(0), table(200), Schema(columns=columns))
    assert [c.severity for c in found] == [Severity.NONE] * 3
    assert [c.method for c in found[:2]] == ["not_judged", "not_judged"]
    assert found[0].reference is None
    assert not any("u2" in word for word in found[0].moved)
    assert found[1].moved[0].startswith("median 1970-")
    assert ranked(found)[0].name == "x"


def side(**kinds: Kind) -> Schema:
    return Schema(columns=tuple(Column(id=f"id-{n}", name=n, kind=k) for n, k in kinds.items()))


def test_what_differs_in_the_schema_is_drift_as_it_stands() -> None:
    reference = side(same=Kind.NUMERIC, gone=Kind.NUMERIC, changed=Kind.NUMERIC)
    current = side(same=Kind.NUMERIC, changed=Kind.CATEGORICAL, new=Kind.TEXT)
    found = match(reference, current)
    assert [r.name for r, _ in found.both] == ["same"]
    assert {c.name: c.settled for c in found.settled} == {
        "gone": Severity.CRITICAL,
        "changed": Severity.CRITICAL,
        "new": Severity.WARNING,
    }
    assert found.changes == (
        "column gone is gone",
        "column changed: numeric → categorical",
        "column new is new",
    )
    verdicts = analyse([], DriftParams(), settled=found.settled)
    assert worst(verdicts) is Severity.CRITICAL
    assert all(c.method == "schema" and c.strength > 0 for c in verdicts)


def test_a_renamed_column_is_the_same_column() -> None:
    renamed = Schema(columns=(Column(id="id-a", name="b", kind=Kind.NUMERIC),))
    found = match(side(a=Kind.NUMERIC), renamed)
    assert [(r.name, c.name) for r, c in found.both] == [("a", "b")]
    assert found.changes == ("column a is now called b",)
    assert not found.settled


def test_new_data_may_lack_what_is_only_known_later() -> None:
    target = Column(id="y", name="y", kind=Kind.NUMERIC, role=Role.TARGET)
    labelled = Schema(columns=(*side(x=Kind.NUMERIC).columns, target))
    assert not match(labelled, side(x=Kind.NUMERIC), is_file=True).settled
    assert match(labelled, side(x=Kind.NUMERIC)).settled


def test_only_the_columns_asked_for_are_compared() -> None:
    found = match(side(a=Kind.NUMERIC, b=Kind.NUMERIC), side(a=Kind.NUMERIC, c=Kind.NUMERIC), ["a"])
    assert ([r.name for r, _ in found.both], found.changes) == (["a"], ())


def test_columns_are_announced_one_by_one_and_never_milder_in_the_end() -> None:
    columns = {f"c{i}": RANDOM.normal(0.5 if i == 3 else 0, 1, 300) for i in range(6)}
    reference = {name: RANDOM.normal(size=300) for name in columns}
    pairs = [
        Pair(
            n,
            Kind.NUMERIC,
            Source(profile_array(pa.array(reference[n]), Kind.NUMERIC)),
            Source(profile_array(pa.array(v), Kind.NUMERIC)),
        )
        for n, v in columns.items()
    ]
    listener = Listener()
    found = analyse(pairs, DriftParams(), context=listener)
    assert [c.name for c in listener.columns[:6]] == list(columns)
    last = {c.name: c.severity for c in listener.columns}
    assert last == {c.name: c.severity for c in found}
    first = {c.name: c.severity for c in listener.columns[:6]}
    assert all(first[n].rank <= last[n].rank for n in first)


def straddling() -> tuple[np.ndarray, np.ndarray]:
    """Two samples whose distance is at the threshold to within the sketches' error."""
    x = np.random.default_rng(1).normal(size=40_000)
    return x, x + 0.1 * x.std() * (1 + 1e-7)


def test_where_the_sketch_cannot_tell_the_rows_are_read() -> None:
    x, y = (pa.chunked_array([side]) for side in straddling())
    read = []

    def reader(array: pa.ChunkedArray) -> pa.ChunkedArray:
        read.append(array)
        return array

    def source(array: pa.ChunkedArray, rows: bool) -> Source:
        parts = [array.slice(i, 10_000) for i in range(0, len(array), 10_000)]
        profile = merge([profile_array(p, Kind.NUMERIC) for p in parts])
        return Source(profile, (lambda: reader(array)) if rows else None)

    (unread,) = analyse([Pair("x", Kind.NUMERIC, source(x, False), source(y, False))], DriftParams())
    assert unread.undecided
    assert unread.computed_from == "profiles"
    assert unread.error_bound is not None
    assert unread.p_bounds is not None
    assert not read
    (found,) = analyse([Pair("x", Kind.NUMERIC, source(x, True), source(y, True))], DriftParams())
    assert len(read) == 2
    assert (found.undecided, found.computed_from, found.error_bound) == (False, "rows", 0.0)
    assert found.severity is Severity.WARNING


def test_truncated_categories_are_read_only_when_it_matters() -> None:
    weights = 1 / np.arange(1, 3001)
    names = np.array([f"v{i}" for i in range(3000)])

    def draw(shift: int) -> pa.ChunkedArray:
        chosen = np.random.default_rng(shift).choice(3000, 20_000, p=weights / weights.sum())
        return pa.chunked_array([names[(chosen + 40 * shift * (chosen < 40)) % 3000]])

    def refuse() -> pa.ChunkedArray:
        raise AssertionError("the rows are not needed")

    def profile(shift: int) -> Source:
        return Source(profile_array(draw(shift), Kind.CATEGORICAL), refuse)

    (same,) = analyse(
        [Pair("x", Kind.CATEGORICAL, profile(0), Source(profile(0).profile, refuse))], DriftParams()
    )
    assert same.severity is Severity.NONE
    (moved,) = analyse([Pair("x", Kind.CATEGORICAL, profile(0), profile(1))], DriftParams())
    assert moved.severity is Severity.CRITICAL


def test_many_columns_are_fast_and_quiet() -> None:
    import time

    table = RANDOM.normal(size=(120, 1000))
    profiles = [profile_array(pa.array(table[:, i]), Kind.NUMERIC) for i in range(1000)]
    pairs = [
        Pair(f"c{i}", Kind.NUMERIC, Source(profiles[i]), Source(profiles[(i + 1) % 1000]))
        for i in range(1000)
    ]
    began = time.perf_counter()
    found = analyse(pairs, DriftParams())
    assert time.perf_counter() - began < 60
    assert sum(c.severity.rank > 0 for c in found) <= 1


@pytest.mark.parametrize("kind", [Kind.NUMERIC, Kind.CATEGORICAL])
def test_a_dataset_without_drift_is_rarely_called_drifted(kind: Kind) -> None:
    """60 analyses of ten columns: with 5 % at most, more than 8 alarms have a chance under 0.3 %."""
    random = np.random.default_rng(60)
    schema = side(**{f"c{i}": kind for i in range(10)})

    def draw() -> pa.Table:
        if kind is Kind.NUMERIC:
            return pa.table({n: random.normal(size=80) for n in schema.names})
        return pa.table({n: random.choice(list("abcdefgh"), 80) for n in schema.names})

    alarms = sum(worst(analyse_tables(draw(), draw(), schema)).rank > 0 for _ in range(60))
    assert alarms <= 8


SAMPLES = Path(__file__).parents[4] / "sample_data"


def sample_cases() -> list[tuple[str, str]]:
    manifest = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))["datasets"]
    return [
        (name, batch) for name, about in manifest.items() for batch in about["files"] if batch != "reference"
    ]


@pytest.mark.parametrize(("name", "batch"), sample_cases())
def test_the_known_drift_of_the_sample_data_is_found_and_nothing_else(name: str, batch: str) -> None:
    import pandas as pd

    about = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))["datasets"][name]

    def read(file: str) -> pa.Table:
        path = SAMPLES / about["files"][file]["path"]
        if path.suffix == ".csv":
            return pa.Table.from_pandas(pd.read_csv(path), preserve_index=False)
        return pa.Table.from_pandas(pd.read_json(path, lines=path.suffix != ".json"), preserve_index=False)

    def column(field: pa.Field) -> Column:
        kind = Kind.CATEGORICAL
        if field.name in about["text"]:
            kind = Kind.TEXT
        elif pa.types.is_boolean(field.type):
            kind = Kind.BOOLEAN
        elif pa.types.is_integer(field.type) or pa.types.is_floating(field.type):
            kind = Kind.NUMERIC
        role = Role.ID if field.name in about["ids"] else Role.FEATURE
        return Column(id=field.name, name=field.name, kind=kind, role=role)

    reference, current = read("reference"), read(batch)
    schema = Schema(columns=tuple(column(f) for f in reference.schema))
    found = analyse_tables(reference, current, schema)
    assert worst(found) == about["files"][batch]["severity"]
    expected = about["files"][batch]["columns"]
    for c in found:
        known = expected.get(c.name, {"expected": "none"})["expected"]
        assert known in ("any", c.severity.value), c.name
