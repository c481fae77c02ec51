"""References to versions, and rows that are equal."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.datasets.names import check_name, check_tag, no_such, split_ref
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.equality import first_occurrences, row_hashes


def test_references() -> None:
    assert split_ref("churn") == ("churn", "latest")
    assert split_ref("churn@3") == ("churn", "3")
    assert check_name(" 고객 이탈 ") == "고객 이탈"
    for tag in ("latest", "3", "a b", ""):
        with pytest.raises(ParameterError):
            check_tag(tag)


def test_the_nearest_names_are_offered() -> None:
    assert no_such("dataset", "chrun", ["churn", "prices"]).hint == "Did you mean churn?"
    assert no_such("dataset", "x", []).hint == "There is no dataset yet."
    assert no_such("dataset", "x", ["b", "a"]).hint == "There are: a, b."


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
