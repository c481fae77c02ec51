"""Values and rows that are equal."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.tables.equality import differ, differ_as_read, first_occurrences, row_hashes
from driftdesk.core.tables.values import TIMESTAMP

VALUES = st.tuples(
    st.one_of(st.none(), st.integers(-3, 3)),
    st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab"])),
    st.one_of(st.none(), st.booleans()),
)


@given(st.lists(VALUES, min_size=1, max_size=40))
def test_the_first_of_equal_rows_stays(rows: list[tuple[int | None, str | None, bool | None]]) -> None:
    columns = [
        pa.array(c, t)
        for c, t in zip(zip(*rows, strict=True), (pa.int64(), pa.string(), pa.bool_()), strict=True)
    ]
    seen: set[object] = set()
    expected = [not (row in seen or seen.add(row)) for row in rows]  # type: ignore[func-returns-value]  # add is None
    assert first_occurrences(*row_hashes(columns)).tolist() == expected


def test_values_do_not_run_into_the_next_column() -> None:
    columns = [pa.array(["ab", "a", "x", "y"]), pa.array(["c", "bc", "y", "x"])]
    assert first_occurrences(*row_hashes(columns)).all()


def test_equal_numbers_are_equal_in_any_type_and_large_integers_differ() -> None:
    whole, real = row_hashes([pa.array([1, 0, -2])]), row_hashes([pa.array([1.0, -0.0, -2.0])])
    assert all(np.array_equal(a, b) for a, b in zip(whole, real, strict=True))
    assert first_occurrences(*row_hashes([pa.array([2**60, 2**60 + 1])])).all()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (pa.array([1, None, 3]), pa.array([1, None, None]), [False, False, True]),
        (pa.array([1.0, float("nan")]), pa.array([1, None], pa.int64()), [False, False]),
        (pa.array([2**53 + 1]), pa.array([2.0**53]), [True]),
        (pa.array([5, 6]), pa.array(["5", "7"]), [False, True]),
        (pa.array([True, False]), pa.array(["true", "no"]), [False, True]),
    ],
)
def test_values_differ_where_they_mean_another_thing(
    before: pa.Array, after: pa.Array, expected: list[bool]
) -> None:
    assert differ(before, after).tolist() == expected
    assert differ(after, before).tolist() == expected


def test_a_time_is_the_text_that_it_was_read_from_unless_it_could_not_be_read() -> None:
    text = pa.array(["31.12.2024", "soon", None])
    times = pa.array([1_735_603_200_000_000, None, None], TIMESTAMP)
    assert differ_as_read(text, times).tolist() == [False, True, False]
