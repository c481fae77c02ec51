"""What is shown of a column: figures, bins, warnings in plain words."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.entities import Column, ColumnSummary, Kind, Role, Schema
from driftdesk.core.profiles.distribution import BINS, MOST_BINS, REST
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.side import profile_tables
from driftdesk.core.profiles.summary import summarize

RANDOM = np.random.default_rng(7)


def summary(values: object, kind: Kind = Kind.NUMERIC, role: Role = Role.FEATURE) -> ColumnSummary:
    return summarize("x", profile_array(pa.array(values), kind), role)


def codes(values: object, kind: Kind = Kind.NUMERIC, role: Role = Role.FEATURE) -> list[str]:
    return [w.code for w in summary(values, kind, role).warnings]


def test_numbers_have_figures_bins_and_quantiles() -> None:
    shown = summary(RANDOM.normal(10, 2, 5000))
    assert shown.mean == pytest.approx(10, abs=0.2)
    assert shown.deviation == pytest.approx(2, abs=0.1)
    assert len(shown.distribution.counts) == BINS
    assert shown.distribution.edges is not None
    assert len(shown.distribution.edges) == BINS + 1
    assert sum(shown.distribution.counts) == pytest.approx(5000)
    assert shown.distribution.quantiles is not None
    assert len(shown.distribution.quantiles) == 101
    assert not shown.warnings


def test_outliers_do_not_stretch_the_bins_and_are_still_counted() -> None:
    shown = summary(np.append(RANDOM.normal(size=2000), [1e9, -1e9]))
    assert shown.distribution.edges is not None
    assert shown.distribution.edges[-1] < 10
    assert sum(shown.distribution.counts) == pytest.approx(2002)


def test_whole_numbers_get_bins_around_them() -> None:
    shown = summary([0, 1, 1, 2, 2, 2])
    assert shown.distribution.edges == (-0.5, 0.5, 1.5, 2.5)
    assert shown.distribution.counts == (1, 2, 3)
    assert [(t.value, t.rows) for t in shown.top] == [("2", 3), ("1", 2), ("0", 1)]


@pytest.mark.parametrize(
    "values", [[0, 10**6], list(range(500)), [-(10**14), 10**14], [1.5], [1e308, -1e308]]
)
def test_bins_are_never_too_many_nor_out_of_order(values: list[float]) -> None:
    edges = summary(values).distribution.edges
    assert edges is not None
    assert len(edges) <= MOST_BINS + 2
    assert all(a < b for a, b in pairwise(edges))


def test_categories_beyond_the_bars_are_summed_up() -> None:
    shown = summary(RANDOM.integers(0, 300, 9000).astype(str), Kind.CATEGORICAL)
    assert shown.distribution.labels is not None
    assert len(shown.distribution.labels) == MOST_BINS
    assert shown.distribution.labels[-1] == REST
    assert sum(shown.distribution.counts) == 9000


def test_texts_are_shown_by_length_words_and_scripts() -> None:
    shown = summary(["정말 재미있다", "정말 별로"] * 40, Kind.TEXT)
    assert (shown.minimum, shown.maximum) == (5, 7)
    assert shown.top[0].value == "정말"
    assert shown.scripts["hangul"] == pytest.approx(10 / 12, abs=0.01)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([None] * 10, Kind.NUMERIC, ["all_missing"]),
        ([1.0] * 10 + [None] * 30, Kind.NUMERIC, ["mostly_missing", "constant"]),
        ([0.5, 0.6, 0.9] * 10 + [None] * 3, Kind.NUMERIC, ["missing"]),
        (["a"] * 5, Kind.CATEGORICAL, ["constant"]),
        (["a"] * 999 + ["b"], Kind.CATEGORICAL, ["nearly_constant"]),
        ([f"u{i}" for i in range(200)], Kind.CATEGORICAL, ["id_like"]),
        (list(range(1000)), Kind.NUMERIC, ["id_like"]),
        ([float("inf"), 1.0, 2.0], Kind.NUMERIC, ["infinite"]),
        ([0.1] * 500 + [0.2] * 499 + [1e6], Kind.NUMERIC, ["skewed"]),
        (["", "좋다", "나쁘다"], Kind.TEXT, ["empty_text"]),
        ([f"v{i % 1500}" for i in range(3000)], Kind.CATEGORICAL, ["many_values"]),
        ([], Kind.NUMERIC, []),
    ],
)
def test_quality_is_said_in_plain_words(values: list[object], kind: Kind, expected: list[str]) -> None:
    assert codes(values, kind) == expected


def test_an_id_is_allowed_to_look_like_one() -> None:
    assert codes([f"u{i}" for i in range(200)], Kind.CATEGORICAL, Role.ID) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_a_summary_is_json_without_nan(kind: Kind) -> None:
    for values in (pa.nulls(4), pa.nulls(0)):
        text = summarize("x", profile_array(values, kind)).model_dump_json()
        assert "NaN" not in text
        assert "Infinity" not in text


def test_tables_are_profiled_as_they_stream_by() -> None:
    columns = (Column(id="1", name="x", kind=Kind.NUMERIC), Column(id="2", name="c", kind=Kind.CATEGORICAL))
    table = pa.table({"x": RANDOM.normal(size=900), "c": RANDOM.choice(["a", "b"], 900)})
    schema = Schema(columns=columns)
    rows, profiles = profile_tables((table.slice(i, 10) for i in range(0, 900, 10)), schema)
    whole, at_once = profile_tables([table], schema)
    assert rows == whole == 900
    assert profiles["x"].distinct == at_once["x"].distinct == 900


def test_values_beyond_the_outer_fences_are_counted_as_outliers() -> None:
    values = np.concatenate((np.linspace(0, 1, 1_000), [5.0, -5.0, 100.0, 1.9]))
    assert summarize("x", profile_array(pa.array(values), Kind.NUMERIC)).outliers == 3


def test_a_column_without_spread_has_no_outliers() -> None:
    values = np.concatenate((np.zeros(1_000), [5.0]))
    assert summarize("x", profile_array(pa.array(values), Kind.NUMERIC)).outliers == 0
