"""Rows become chunks: against answers worked out by hand."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.drift.timeline.chunking import (
    ByValue,
    Chunk,
    by_period,
    by_place,
    period_keys,
    period_label,
    period_start,
    season_before,
)
from driftdesk.core.drift.timeline.spec import parse_against, parse_every, parse_range
from driftdesk.core.errors import ParameterError


def stamps(*texts: str | None) -> pa.Array:
    return pa.array([t and datetime.fromisoformat(t) for t in texts], pa.timestamp("us"))


def labels(period: str, *texts: str) -> list[str]:
    return [period_label(period, int(key)) for key in period_keys(stamps(*texts), period)]


def test_every_so_many_rows_leaves_the_rest_to_the_last_chunk() -> None:
    chunks = by_place(parse_every("rows:4"), 10).chunks
    assert [(c.label, c.rows) for c in chunks] == [("1-4", 4), ("5-8", 4), ("9-10", 2)]


def test_parts_differ_by_one_row_at_most() -> None:
    assert sorted(c.rows for c in by_place(parse_every("parts:3"), 11).chunks) == [3, 4, 4]


def test_rows_of_a_stretch_are_cut_where_chunks_end() -> None:
    cut = by_place(parse_every("rows:4"), 10)
    pieces = cut.pieces(2, 10)
    assert (pieces.chunks, pieces.starts, pieces.ends) == ((0, 1, 2), (0, 2, 6), (2, 6, 8))
    assert cut.whole(4, 8) == 1
    assert cut.whole(3, 8) is None


def test_a_week_begins_on_monday_and_a_quarter_in_january() -> None:
    assert labels("week", "2024-03-03 23:59", "2024-03-04", "2020-12-31") == [
        "2024-W09",
        "2024-W10",
        "2020-W53",
    ]
    assert labels("quarter", "2024-03-31", "2024-04-01", "1969-12-31") == ["2024-Q1", "2024-Q2", "1969-Q4"]
    assert labels("hour", "2024-02-29 13:59:59") == ["2024-02-29 13:00"]
    assert labels("day", "1969-12-31 12:00") == ["1969-12-31"]
    assert labels("month", "2024-02-29") == ["2024-02"]
    assert labels("year", "1999-12-31") == ["1999"]


def test_a_period_knows_when_it_begins() -> None:
    (key,) = period_keys(stamps("2024-05-15"), "week")
    assert period_start("week", int(key)) == datetime(2024, 5, 13, tzinfo=UTC)


def test_stamps_need_not_be_sorted_and_rows_without_one_are_said() -> None:
    keys = period_keys(stamps("2024-02-05", None, "2024-01-31", "2024-02-01", "2024-01-01"), "month")
    cut, unstamped = by_period("month", keys)
    assert [(c.label, c.rows) for c in cut.chunks] == [("2024-01", 2), ("2024-02", 2)]
    assert unstamped == 1
    pieces = cut.pieces(0, 5)
    assert pieces.order is not None
    rows = [pieces.order[a:b].tolist() for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert rows == [[2, 4], [0, 3]]


def test_stamps_that_are_no_dates_count_as_none() -> None:
    far = pa.array([np.iinfo(np.int64).max - 1, 0], pa.int64()).cast(pa.timestamp("us"))
    cut, unstamped = by_period("day", period_keys(far, "day"))
    assert (len(cut.chunks), unstamped) == (1, 1)


def test_rows_that_stand_in_order_are_not_put_in_order() -> None:
    cut = ByValue(np.array([0, 0, 1, 1], np.int32), [Chunk(0, "a", 2), Chunk(1, "b", 2)])
    assert cut.pieces(0, 4).order is None
    assert cut.whole(2, 4) == 1
    assert ByValue(np.array([-1, -1], np.int32), []).whole(0, 2) is None


@pytest.mark.parametrize(
    ("period", "season", "stamp", "before"),
    [
        ("hour", "day", "2024-03-01 07:00", "2024-02-29 07:00"),
        ("hour", "week", "2024-03-01 07:00", "2024-02-23 07:00"),
        ("day", "week", "2024-03-04", "2024-02-26"),
        ("day", "year", "2024-02-29", "2023-02-28"),
        ("hour", "year", "2024-03-01 07:00", "2023-03-01 07:00"),
        ("month", "year", "2024-02", "2023-02"),
        ("quarter", "year", "2024-Q1", "2023-Q1"),
        ("week", "year", "2024-W10", "2023-W10"),
    ],
)
def test_a_season_before_is_the_same_hour_weekday_or_month(
    period: str, season: str, stamp: str, before: str
) -> None:
    given = {"2024-02": "2024-02-01", "2024-Q1": "2024-01-01", "2024-W10": "2024-03-04"}.get(stamp, stamp)
    (key,) = period_keys(stamps(given), period)
    told = period_label(period, season_before(period, season, int(key)))
    assert told == {"2024-02-26": "2024-02-26"}.get(before, before)


@pytest.mark.parametrize(
    "text", ["", "rows", "rows:1", "rows:x", "parts:1", "period:decade", "version:2", "rows:-5"]
)
def test_what_does_not_cut_rows_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        parse_every(text)


@pytest.mark.parametrize("text", ["rolling", "rolling:0", "seasonal:month", "seasonal:week", "pinned:3"])
def test_what_is_nothing_to_compare_with_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        parse_against(text, parse_every("period:month"))


def test_too_many_chunks_are_refused() -> None:
    with pytest.raises(ParameterError, match="10,000"):
        by_place(parse_every("rows:2"), 1_000_000)


def test_a_range_of_chunks_must_leave_some_to_compare() -> None:
    assert parse_range("chunks:1-3", 4) == (0, 3)
    assert parse_range("chunks:2", 4) == (1, 2)
    assert parse_range("chunks:3-4", 4) == (2, 4)
    for text in ("chunks:1-4", "chunks:3-5", "chunks:3-2", "chunks:0-1", "chunks:a"):
        with pytest.raises(ParameterError):
            parse_range(text, 4)
