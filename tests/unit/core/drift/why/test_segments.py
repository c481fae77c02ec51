"""Rules that tell where drift concentrates: found where it is put, silent where there is none."""

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.why import segments
from driftdesk.core.drift.why.conditions import conditions
from driftdesk.core.entities import Column, Kind, Schema, Segment
from driftdesk.core.expressions.expression import parse_filter

COLUMNS = (
    Column(id="age", name="age", kind=Kind.NUMERIC),
    Column(id="home region", name="home region", kind=Kind.CATEGORICAL),
    Column(id="member", name="member", kind=Kind.BOOLEAN),
    Column(id="spend", name="spend", kind=Kind.NUMERIC),
    Column(id="joined", name="joined", kind=Kind.DATETIME),
)


def people(rows: int, seed: int) -> pa.Table:
    random = np.random.default_rng(seed)
    days = pa.array(random.integers(0, 1_000, rows) * 86_400).cast(pa.timestamp("s"))
    return pa.table(
        {
            "age": pa.array(random.integers(18, 90, rows)),
            "home region": pa.array(random.choice(["north", "south", "east"], rows)),
            "member": pa.array(random.random(rows) < 0.5),
            "spend": pa.array(random.normal(100, 20, rows), mask=random.random(rows) < 0.05),
            "joined": days.cast(pa.timestamp("us")),
        }
    )


def replaced(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)


def of_rows(reference: pa.Table, current: pa.Table) -> list[Segment]:
    found = [k for c in COLUMNS for k in conditions(c, reference[c.name], current[c.name])]
    seen, unseen = segments.halves(found, len(reference), len(current), 1)
    return segments.told(segments.search(found, seen, segments.moved, 3, 6), found, unseen)


def of_column(column: Column, reference: pa.Table, current: pa.Table) -> list[Segment]:
    others = [
        k for c in COLUMNS if c.name != column.name for k in conditions(c, reference[c.name], current[c.name])
    ]
    values = segments.binned(column, reference[column.name], current[column.name])
    assert values is not None
    (seen, seen_values), (unseen, unseen_values) = segments.halves_of_column(others, values, 1)
    rules = segments.search(others, seen, segments.moved_in(seen_values), 2, 2)
    return segments.told_of_column(column.name, rules, others, unseen, unseen_values)


def test_more_rows_of_one_kind_are_told_by_their_rule() -> None:
    reference, current = people(4_000, 1), people(4_000, 2)
    old = np.asarray(current["age"].to_numpy()) >= 60
    home, third = current["home region"].to_numpy(), np.arange(4_000) % 3 == 0
    home = np.where(~old & third & (home == "north"), "south", home)
    found = of_rows(
        reference, replaced(current, "home region", pa.array(np.where(old & third, "north", home)))
    )

    assert found[0].rule.startswith("age >= ")
    assert '`home region` == "north"' in found[0].rule
    assert found[0].current_share > 1.5 * found[0].reference_share
    assert found[0].p_value < 1e-6


def test_nothing_is_told_where_nothing_moved() -> None:
    told = [of_rows(people(2_000, seed), people(2_000, seed + 100)) for seed in range(10)]
    assert sum(map(bool, told)) <= 1


def test_the_rows_in_which_a_column_moved_are_found() -> None:
    reference, current = people(6_000, 1), people(6_000, 2)
    spend = current["spend"].to_numpy(zero_copy_only=False)
    there = (np.asarray(current["age"].to_numpy()) >= 60) & np.asarray(current["member"].to_numpy())
    current = replaced(current, "spend", pa.array(np.where(there, spend + 40, spend), from_pandas=True))
    (first, *_) = of_column(COLUMNS[3], reference, current)

    assert "member == true" in first.rule
    assert "age >= " in first.rule
    assert first.inside is not None
    assert first.outside is not None
    assert first.inside > 0.5
    assert first.outside < 0.2


def test_a_column_that_moved_everywhere_is_in_no_segment() -> None:
    reference, current = people(4_000, 1), people(4_000, 2)
    spend = current["spend"].to_numpy(zero_copy_only=False) + 40
    assert (
        of_column(COLUMNS[3], reference, replaced(current, "spend", pa.array(spend, from_pandas=True))) == []
    )


def test_a_rule_is_a_filter_that_finds_the_rows_it_was_found_in() -> None:
    table = people(500, 3)
    schema = Schema(columns=COLUMNS)
    for column in COLUMNS:
        for condition in conditions(column, table[column.name], table[column.name]):
            mask = parse_filter(condition.text, schema).mask(table)
            assert np.array_equal(mask, condition.current), condition.text


def test_constant_and_empty_columns_have_no_conditions() -> None:
    column = Column(id="x", name="x", kind=Kind.NUMERIC)
    constant, infinite = pa.chunked_array([[1.0] * 5]), pa.chunked_array([[float("inf")] * 5])
    assert conditions(column, constant, constant) == []
    assert conditions(column, infinite, infinite) == []
    empty = pa.chunked_array([pa.nulls(5, pa.float64())])
    assert [c.text for c in conditions(column, empty, empty)] == ["is_missing(x)"]
