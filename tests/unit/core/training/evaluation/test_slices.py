"""Slices: asked for, found, told honestly; and periods."""

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.entities import Kind, Role, Schema
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.evaluation.outcomes import Outcome
from driftdesk.core.training.evaluation.over_time import chosen_every, chunks_of
from driftdesk.core.training.evaluation.slices import asked_columns, asked_slices, worst_slices
from tests.unit.core.training.evaluation.material import binary
from tests.unit.core.training.material import schema

KINDS = {
    "age": Kind.NUMERIC,
    "region": Kind.CATEGORICAL,
    "note": Kind.TEXT,
    "day": Kind.DATETIME,
    "y": Kind.BOOLEAN,
}


def nothing() -> None:
    return None


def scene(rows: int = 6_000, bad: bool = True) -> tuple[Schema, pa.Table, Outcome]:
    """In the region ``south`` the scores are turned round where ``bad``."""
    random = np.random.default_rng(1)
    outcome = binary(rows, noise=0.3)
    region = random.choice(["north", "south", "east", "west"], rows)
    predicted = outcome.predicted.copy()
    if bad:
        predicted[region == "south"] = predicted[region == "south"][:, ::-1]
    table = pa.table(
        {
            "age": random.normal(40, 12, rows),
            "region": pa.array(region).dictionary_encode(),
            "day": pa.array(np.datetime64("2024-01-01") + np.arange(rows) * 90 // rows).cast(
                pa.timestamp("us")
            ),
        }
    )
    made = Outcome(outcome.task, outcome.classes, outcome.truth, predicted)
    return schema(KINDS, "y", day=Role.TIMESTAMP), table, made


def test_the_values_of_a_column_are_slices_that_add_up() -> None:
    columns, table, outcome = scene()
    found = asked_slices(["region"], columns, table, outcome, nothing)
    assert sum(s.rows for s in found) == len(outcome) and len(found) == 4
    south = next(s for s in found if "south" in s.rule)
    assert south.metric == "roc_auc" and south.difference is not None and south.difference < -0.2
    assert south.p_value is not None and south.p_value < 1e-6
    figure = south.metrics["roc_auc"]
    assert figure.low < figure.value < figure.high


def test_numbers_and_dates_are_cut_into_bins_and_filters_are_taken_as_they_are() -> None:
    columns, table, outcome = scene()
    found = asked_slices(["age", "day", "age > 50 and region == 'south'"], columns, table, outcome, nothing)
    bins = [s for s in found if s.column == "age"]
    assert len(bins) == 5 and sum(s.rows for s in bins) == len(outcome)
    assert sum(s.rows for s in found if s.column == "day") == len(outcome)
    from driftdesk.core.expressions.expression import parse_filter

    for made in found:
        assert parse_filter(made.rule, columns).mask(table).sum() == made.rows, (
            "a rule is a filter of the data"
        )


def test_what_is_no_column_and_no_filter_is_refused_with_what_there_is() -> None:
    columns, table, outcome = scene(200)
    with pytest.raises(ParameterError, match="neither a column nor a filter"):
        asked_columns(["agee"], columns)
    with pytest.raises(ParameterError, match="is a text"):
        asked_slices(["note"], columns, table.append_column("note", [["x"] * 200]), outcome, nothing)
    assert asked_columns(["region", "age > 3 and region == 'a'"], columns) == ("region", "age")


def test_a_slice_of_one_class_or_of_nothing_has_what_can_be_said() -> None:
    columns, table, outcome = scene(400)
    of_one = table.append_column("y", [outcome.labels == 1])
    found = asked_slices(["y", "age > 1000"], columns, of_one, outcome, nothing)
    assert "roc_auc" not in found[0].metrics and found[0].metric == "log_loss"
    assert found[-1].rows == 0 and found[-1].metrics == {} and found[-1].p_value is None


def test_the_worst_slice_is_found() -> None:
    columns, table, outcome = scene()
    used = [columns.column("age"), columns.column("region")]
    found = worst_slices(used, table, outcome, nothing)
    assert found[0].rule == 'region == "south"' and found[0].worst
    assert found[0].p_value is not None and found[0].p_value < 1e-3
    assert 600 < found[0].rows < 900, "of one half of the rows"


def test_data_without_a_column_to_slice_by_have_no_worst_slice() -> None:
    _, table, outcome = scene()
    assert worst_slices([], table.select([]), outcome, nothing) == ()


def test_where_nothing_is_worse_hardly_anything_is_told() -> None:
    random = np.random.default_rng(0)
    told = 0
    for seed in range(10):
        outcome = binary(1_500, seed)
        table = pa.table({f"n{i}": random.normal(size=1_500) for i in range(10)})
        columns = schema({f"n{i}": Kind.NUMERIC for i in range(10)} | {"y": Kind.BOOLEAN}, "y")
        told += len(worst_slices(columns.features, table, outcome, nothing))
    assert told <= 1


def test_periods_are_chosen_so_that_they_are_not_too_many() -> None:
    _, table, outcome = scene()
    stamps = table["day"].combine_chunks()
    weeks = chunks_of(stamps, outcome, None, nothing)
    assert len(weeks) == 13 and weeks[0].label == "2024-W01" and sum(c.rows for c in weeks) == len(outcome)
    parts = chunks_of(stamps, outcome, chosen_every("parts:4"), nothing)
    assert [c.rows for c in parts] == [1_500] * 4
    assert parts[0].start is not None and parts[0].start < (parts[1].start or parts[0].start)
    with pytest.raises(ParameterError):
        chosen_every("fortnight")
    with pytest.raises(ParameterError, match="one version"):
        chosen_every("version")
