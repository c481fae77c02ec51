"""Samples line up to rows, and pairs of columns get the strengths that a plain pandas frame gives them."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.entities import Column, Kind, PairStrength
from driftdesk.core.profiles.pairs import pair_strengths
from driftdesk.core.profiles.sample import (
    CHUNK_ROWS,
    MOST_ROWS,
    merge_samples,
    sample_array,
    sample_from_bytes,
    sample_to_bytes,
)
from driftdesk.core.profiles.samples import pair_warnings


def pairs_of(frame: pd.DataFrame, kinds: dict[str, Kind]) -> dict[tuple[str, str], PairStrength]:
    columns = [Column(id=n, name=n, kind=k) for n, k in kinds.items()]
    samples = [sample_array(pa.array(frame[c.name], from_pandas=True), c.kind) for c in columns]
    return {(p.first, p.second): p for p in pair_strengths(columns, samples)}


def test_samples_of_columns_line_up_to_rows_whatever_groups_they_come_from() -> None:
    sizes = [65_536, 70_000, 300, 1]
    row = np.arange(sum(sizes))
    parts = np.split(row, np.cumsum(sizes)[:-1])
    numbers = merge_samples([sample_array(pa.array(p), Kind.NUMERIC) for p in parts], sizes)
    seconds = merge_samples([sample_array(pa.array(p * 2.0), Kind.NUMERIC) for p in parts], sizes)
    assert np.array_equal(numbers * 2, seconds)
    assert CHUNK_ROWS < numbers.size <= MOST_ROWS
    assert np.unique(numbers).size == numbers.size


def test_a_merged_sample_gives_each_group_its_fair_share() -> None:
    sizes = [60_000, 6_000]
    parts = [sample_array(pa.array(np.full(n, float(i))), Kind.NUMERIC) for i, n in enumerate(sizes)]
    assert merge_samples(parts, sizes).mean() == pytest.approx(6_000 / 66_000, abs=0.001)


def test_a_small_group_is_its_own_sample() -> None:
    values = np.random.default_rng(0).normal(size=500)
    assert sorted(sample_array(pa.array(values), Kind.NUMERIC)) == sorted(values)


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (pa.array([1.5, None, 3.0]), Kind.NUMERIC),
        (pa.array(["a", None, "b"]), Kind.CATEGORICAL),
        (pa.array([True, None, False]), Kind.BOOLEAN),
        (pa.array([1, None], pa.timestamp("us")), Kind.DATETIME),
        (pa.array(["some words", None, ""]), Kind.TEXT),
        (pa.array([], pa.float64()), Kind.NUMERIC),
    ],
)
def test_a_sample_comes_back_from_its_bytes(array: pa.Array, kind: Kind) -> None:
    sample = sample_array(array, kind)
    assert np.array_equal(
        sample_from_bytes(sample_to_bytes(sample)), sample, equal_nan=sample.dtype.kind == "f"
    )


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0, 0.6))
def test_correlations_are_those_of_pandas_with_missing_values(seed: int, gaps: float) -> None:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(300, 3)), columns=["a", "b", "c"])
    frame["b"] += frame["a"]
    frame = frame.mask(random.random(frame.shape) < gaps)
    found = pairs_of(frame, dict.fromkeys("abc", Kind.NUMERIC))
    for (first, second), pair in found.items():
        assert pair.value == pytest.approx(frame[first].corr(frame[second]), abs=1e-6)
        assert pair.rows == int((frame[first].notna() & frame[second].notna()).sum())


def test_spearman_sees_what_is_bent_but_rising() -> None:
    x = np.linspace(0, 8, 1_000)
    pair = pairs_of(pd.DataFrame({"x": x, "y": np.exp(x)}), {"x": Kind.NUMERIC, "y": Kind.NUMERIC})["x", "y"]
    assert pair.rank == pytest.approx(1.0)
    assert pair.value is not None and pair.value < 0.9
    assert pair.strength == pytest.approx(1.0)


def test_categories_that_do_not_relate_have_no_strength_and_those_that_do_have_it() -> None:
    random = np.random.default_rng(1)
    a = random.integers(0, 30, 4_000)
    frame = pd.DataFrame({"a": a, "same": a % 5, "other": random.integers(0, 20, 4_000)}).astype(str)
    found = pairs_of(frame, dict.fromkeys(frame.columns, Kind.CATEGORICAL))
    assert found["a", "other"].strength < 0.05
    assert found["a", "same"].strength == pytest.approx(1.0, abs=0.01)


def test_a_number_that_a_category_explains_is_told_from_one_that_it_does_not() -> None:
    random = np.random.default_rng(2)
    group = random.integers(0, 4, 4_000)
    frame = pd.DataFrame({"g": group.astype(str), "of": group * 10.0, "apart": random.normal(size=4_000)})
    found = pairs_of(frame, {"g": Kind.CATEGORICAL, "of": Kind.NUMERIC, "apart": Kind.NUMERIC})
    assert found["g", "of"].value == pytest.approx(1.0)
    assert (found["g", "apart"].value or 0) < 0.05


def test_what_is_missing_in_the_same_rows_is_found() -> None:
    values = np.random.default_rng(3).normal(size=(1_000, 3))
    values[:200, :2] = np.nan
    values[100:300, 2] = np.nan
    found = pairs_of(pd.DataFrame(values, columns=["a", "b", "c"]), dict.fromkeys("abc", Kind.NUMERIC))
    assert found["a", "b"].missing_together == pytest.approx(1.0)
    assert found["a", "c"].missing_together == pytest.approx(0.375, abs=1e-3)


def test_a_constant_column_and_too_few_rows_have_no_strength() -> None:
    frame = pd.DataFrame({"a": [1.0] * 50, "b": np.arange(50.0), "c": [np.nan] * 45 + [1.0, 2, 3, 4, 5]})
    found = pairs_of(frame, dict.fromkeys("abc", Kind.NUMERIC))
    assert found["a", "b"].value is None
    assert found["b", "c"].value is None


def test_numbers_near_the_limits_do_not_overflow() -> None:
    x = np.linspace(-1, 1, 100) * 1e308
    found = pairs_of(pd.DataFrame({"a": x, "b": -x}), {"a": Kind.NUMERIC, "b": Kind.NUMERIC})
    assert found["a", "b"].value == pytest.approx(-1.0)


def test_a_column_that_tells_the_target_is_called_a_leak() -> None:
    y = np.random.default_rng(4).integers(0, 2, 1_000).astype(str)
    frame = pd.DataFrame({"y": y, "code": y, "x": np.arange(1_000.0)})
    kinds = {"y": Kind.CATEGORICAL, "code": Kind.CATEGORICAL, "x": Kind.NUMERIC}
    assert [w.code for w in pair_warnings(list(pairs_of(frame, kinds).values()), "y")] == ["leak"]
