"""Which row belongs to which chunk: by its place (rows, parts) or by its stamp (periods), sorted or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.drift.timeline.spec import MOST_POINTS, SEASONS, Every
from driftdesk.core.errors import ParameterError

Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]

_NOWHERE = -1
_EPOCH_MONDAY = 3
"""1970-01-01 was a Thursday: day -3 began the week."""
_UNITS = {"hour": "h", "day": "D", "month": "M", "year": "Y"}
_NO_KEY = np.iinfo(np.int64).min
_FIRST, _LAST = (int(np.datetime64(day, "us").astype(np.int64)) for day in ("0002-01-01", "9999-01-01"))
"""Stamps outside of these cannot be told as dates: they count as none."""


@dataclass(frozen=True)
class Chunk:
    """``key`` counts periods (0: the one that holds 1970-01-01), or chunks from 0."""

    key: int
    label: str
    rows: int
    start: datetime | None = None


@dataclass(frozen=True)
class Pieces:
    """Rows of a stretch by chunk: ``order`` puts them one chunk after another (None: they stand so), and chunk
    ``chunks[i]`` has the rows ``ends[i - 1]`` to ``ends[i]`` of it."""

    order: npt.NDArray[np.intp] | None
    chunks: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Chunking(Protocol):
    @property
    def chunks(self) -> Sequence[Chunk]: ...

    def pieces(self, first: int, stop: int) -> Pieces:
        """Rows ``first`` to ``stop`` (exclusive) of the version."""
        ...

    def whole(self, first: int, stop: int) -> int | None:
        """The chunk to which all these rows belong; None: they are of several, or some are of none."""
        ...


class ByPlace:
    """Chunks of neighbouring rows: ``edges`` are the first row of each, and the end."""

    def __init__(self, edges: Keys) -> None:
        self._edges = edges
        self.chunks = tuple(
            Chunk(i, f"{a + 1:,}-{b:,}", b - a)
            for i, (a, b) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
        )

    def pieces(self, first: int, stop: int) -> Pieces:
        low, high = self._chunk_of(first), self._chunk_of(stop - 1)
        cuts = self._edges[low + 1 : high + 1].tolist()
        starts = [first, *cuts]
        ends = [*cuts, stop]
        return Pieces(
            None,
            tuple(range(low, high + 1)),
            tuple(at - first for at in starts),
            tuple(at - first for at in ends),
        )

    def whole(self, first: int, stop: int) -> int | None:
        low = self._chunk_of(first)
        return low if low == self._chunk_of(stop - 1) else None

    def _chunk_of(self, row: int) -> int:
        return int(np.searchsorted(self._edges, row, side="right")) - 1


class ByValue:
    """Each row's chunk by number, -1 where it is in none: periods of stamps, and parts of splits."""

    def __init__(self, codes: Codes, chunks: Sequence[Chunk]) -> None:
        self._codes = codes
        self.chunks = tuple(chunks)

    def pieces(self, first: int, stop: int) -> Pieces:
        codes = self._codes[first:stop]
        order = None if np.all(codes[1:] >= codes[:-1]) else np.argsort(codes, kind="stable")
        rising = codes if order is None else codes[order]
        begins = np.flatnonzero(np.concatenate(([True], rising[1:] != rising[:-1])))
        ends = np.append(begins[1:], rising.size)
        kept = [i for i, at in enumerate(begins.tolist()) if rising[at] != _NOWHERE]
        return Pieces(
            order,
            tuple(int(rising[begins[i]]) for i in kept),
            tuple(int(begins[i]) for i in kept),
            tuple(int(ends[i]) for i in kept),
        )

    def whole(self, first: int, stop: int) -> int | None:
        codes = self._codes[first:stop]
        one = int(codes[0])
        return one if one != _NOWHERE and bool(np.all(codes == one)) else None


def by_place(every: Every, rows: int) -> ByPlace:
    """``rows`` of a version every so many, or in so many parts that differ by one row at most. The last chunk of
    ``rows:N`` has what is left. Raises ParameterError for too many chunks, or more parts than rows."""
    if not rows:
        raise ParameterError("A version without rows has no timeline.", "Choose another version.")
    if every.unit == "parts":
        if every.size > rows:
            noun = "row" if rows == 1 else "rows"
            raise ParameterError(
                f"{rows:,} {noun} cannot be cut into {every.size:,} parts.", "Ask for fewer parts."
            )
        edges = np.round(np.linspace(0, rows, every.size + 1)).astype(np.int64)
    else:
        _check_count(-(-rows // every.size), f"rows:{every.size}")
        edges = np.append(np.arange(0, rows, every.size, dtype=np.int64), rows)
    return ByPlace(edges)


def by_period(period: str, keys: Keys) -> tuple[ByValue, int]:
    """Chunks of rows with these keys of ``period_keys``, in time, and how many rows have none. Periods without rows
    are no chunks. Raises ParameterError where there are too many periods, or no stamps."""
    known = keys != _NO_KEY
    found, counts = np.unique(keys[known], return_counts=True)
    if not found.size:
        raise ParameterError("No row has a stamp.", "Choose another column, or cut by rows.")
    _check_count(found.size, f"period:{period}")
    codes = np.where(known, np.searchsorted(found, keys), _NOWHERE).astype(np.int32)
    chunks = [
        Chunk(key, period_label(period, key), rows, period_start(period, key))
        for key, rows in zip(found.tolist(), counts.tolist(), strict=True)
    ]
    return ByValue(codes, chunks), int(keys.size - known.sum())


def period_keys(stamps: pa.Array, period: str) -> Keys:
    """The number of the period of each stamp (UTC): hours, days, weeks (from Monday), months, quarters or years since
    the one of 1970-01-01; the smallest int64 where there is none."""
    micros = stamps.cast(pa.timestamp("us"))
    known = np.asarray(micros.is_valid().to_numpy(zero_copy_only=False))
    filled = np.asarray(micros.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False))
    known &= (filled >= _FIRST) & (filled < _LAST)
    moments = filled.astype("datetime64[us]")
    if period == "week":
        keys = (moments.astype("datetime64[D]").astype(np.int64) + _EPOCH_MONDAY) // 7
    elif period == "quarter":
        keys = moments.astype("datetime64[M]").astype(np.int64) // 3
    else:
        keys = moments.astype(f"datetime64[{_UNITS[period]}]").astype(np.int64)
    return np.where(known, keys, _NO_KEY)


def period_start(period: str, key: int) -> datetime:
    """When the period with this key begins (UTC)."""
    if period == "week":
        count, unit = key * 7 - _EPOCH_MONDAY, "D"
    elif period == "quarter":
        count, unit = key * 3, "M"
    else:
        count, unit = key, _UNITS[period]
    start: datetime = np.array([count]).astype(f"datetime64[{unit}]").astype("datetime64[s]").item()
    return start.replace(tzinfo=UTC)


def period_label(period: str, key: int) -> str:
    """``2024-03-01 13:00``, ``2024-03-01``, ``2024-W09``, ``2024-03``, ``2024-Q1``, ``2024``."""
    start = period_start(period, key)
    match period:
        case "hour":
            return f"{start:%Y-%m-%d %H:00}"
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{start:%Y-%m}"
        case "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        case "year":
            return f"{start.year}"
        case _:
            return f"{start:%Y-%m-%d}"


def season_before(period: str, season: str, key: int) -> int:
    """The key of the same period one season earlier: the same hour of the day before, the same weekday (and hour) of the
    week before, the same hour and day of the year before (29 February: the 28th), the same weekday 52 weeks before for
    weeks, the same month or quarter of the year before."""
    assert period in SEASONS[season]
    if season == "day":
        return key - 24
    if season == "week":
        return key - (168 if period == "hour" else 7)
    if period in ("week", "month", "quarter"):
        return key - {"week": 52, "month": 12, "quarter": 4}[period]
    start = period_start(period, key)
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    back = start.replace(year=start.year - 1, day=day).replace(tzinfo=None)
    return int(np.array([back], "datetime64[s]").astype(f"datetime64[{_UNITS[period]}]").astype(np.int64)[0])


def _check_count(count: int, how: str) -> None:
    if count > MOST_POINTS:
        raise ParameterError(
            f"{how} makes {count:,} chunks; a timeline has {MOST_POINTS:,} at most.",
            "Choose longer chunks, or look at fewer rows.",
        )
