"""The series of one run as columns, and as the blocks in which they are stored.

A block holds up to 4,096 points: their steps, epochs and seconds, and by series the values with the points that have
them (figures of a validation stand at a few points only). One document a block instead of one a point: 1,000,000
points with six series are read in 0.3 s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.entities import MetricPoint
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.storage.codec import Document, escape, unescape

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK = 4_096
_CELLS = 2**19
"""Values in a block, at most: a document stays far below 16 MiB, however many series there are."""


@dataclass(frozen=True)
class RunSeries:
    """``n`` points in order of steps, each step once. ``values[name]`` are the rows that have this series, ascending,
    and its values there."""

    steps: Ints
    epochs: Floats
    seconds: Floats
    values: Mapping[str, tuple[Ints, Floats]]

    def __len__(self) -> int:
        return int(self.steps.size)

    def values_of(self, name: str) -> tuple[Ints, Floats]:
        """Rows and values of a series; empty where the run has none of that name."""
        return self.values.get(name, (np.zeros(0, np.int64), np.zeros(0)))

    def cut(self, low: int, high: int) -> "RunSeries":
        """Rows ``low`` up to ``high``."""
        kept = {}
        for name, (rows, of) in self.values.items():
            first, last = np.searchsorted(rows, (low, high))
            if last > first:
                kept[name] = (rows[first:last] - low, of[first:last])
        return RunSeries(self.steps[low:high], self.epochs[low:high], self.seconds[low:high], kept)

    def points(self, run_id: str) -> list[MetricPoint]:
        """The same as records: for a few thousand of them."""
        values: list[dict[str, float]] = [{} for _ in range(len(self))]
        for name, (rows, of) in self.values.items():
            for row, value in zip(rows.tolist(), of.tolist(), strict=True):
                values[row][name] = value
        columns = zip(self.steps.tolist(), self.epochs.tolist(), self.seconds.tolist(), values, strict=True)
        return [
            MetricPoint(run_id=run_id, step=step, epoch=epoch, seconds=seconds, values=v)
            for step, epoch, seconds, v in columns
        ]


EMPTY = RunSeries(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), {})


def of_points(points: Sequence[MetricPoint]) -> RunSeries:
    """Points of one run, in any order; of those with the same step the last one counts."""
    rows: dict[str, list[int]] = {}
    values: dict[str, list[float]] = {}
    for row, point in enumerate(points):
        for name, value in point.values.items():
            rows.setdefault(name, []).append(row)
            values.setdefault(name, []).append(value)
    made = RunSeries(
        np.array([p.step for p in points], np.int64),
        np.array([p.epoch for p in points], float),
        np.array([p.seconds for p in points], float),
        {name: (np.array(rows[name], np.int64), np.array(values[name], float)) for name in rows},
    )
    return joined([made])


def joined(parts: Sequence[RunSeries]) -> RunSeries:
    """Parts in the order in which they were written: a step that was done again has what was written last."""
    if not parts:
        return EMPTY
    steps = np.concatenate([p.steps for p in parts])
    starts = np.cumsum([0, *(len(p) for p in parts)])
    by_name: dict[str, list[tuple[Ints, Floats]]] = {}
    for part, start in zip(parts, starts, strict=False):
        for name, (rows, of) in part.values.items():
            by_name.setdefault(name, []).append((rows + start, of))
    values = {
        name: (np.concatenate([r for r, _ in found]), np.concatenate([v for _, v in found]))
        for name, found in by_name.items()
    }
    whole = RunSeries(
        steps, np.concatenate([p.epochs for p in parts]), np.concatenate([p.seconds for p in parts]), values
    )
    return whole if (steps[1:] > steps[:-1]).all() else _in_order(whole)


def _in_order(mixed: RunSeries) -> RunSeries:
    order = np.argsort(mixed.steps, kind="stable")
    steps = mixed.steps[order]
    order = order[np.append(steps[1:] != steps[:-1], True)]
    place = np.full(len(mixed), -1, np.int64)
    place[order] = np.arange(order.size)
    values = {}
    for name, (rows, of) in mixed.values.items():
        moved = place[rows]
        kept = np.flatnonzero(moved >= 0)
        kept = kept[np.argsort(moved[kept])]
        if kept.size:
            values[name] = (moved[kept], of[kept])
    return RunSeries(mixed.steps[order], mixed.epochs[order], mixed.seconds[order], values)


def extremes(values: Floats, points: int) -> Ints:
    """Places of at most about ``points`` values that draw the same line as all: of each stretch of equally many the
    lowest and the highest, and the first and the last of all. Values that are no number are passed over, unless a
    stretch has nothing else."""
    stretches = max(1, (points - 2) // 2)
    if values.size <= max(points, 4):
        return np.arange(values.size)
    size = -(-values.size // stretches)
    whole = values.size // size
    last = values[whole * size :]
    found = [np.array([0, values.size - 1])]
    for part, start in ((values[: whole * size].reshape(whole, size), 0), (last[None, :], whole * size)):
        if part.size:
            offsets = start + size * np.arange(part.shape[0])
            found += [
                offsets + np.where(np.isnan(part), np.inf, part).argmin(axis=1),
                offsets + np.where(np.isnan(part), -np.inf, part).argmax(axis=1),
            ]
    return np.unique(np.concatenate(found))


def blocks(series: RunSeries) -> Iterable[RunSeries]:
    """``series`` in pieces that a document can hold."""
    size = max(1, min(BLOCK, _CELLS // (len(series.values) + 3)))
    for low in range(0, len(series), size):
        yield series.cut(low, low + size)


def is_full(rows: int, series: int) -> bool:
    """Whether a block of so many rows and series takes no more."""
    return rows >= min(BLOCK, _CELLS // (series + 3))


def packed(block: RunSeries) -> Document:
    """The document of a block, without what tells whose it is."""
    values = {}
    for name, (rows, of) in block.values.items():
        everywhere = rows.size == len(block)
        values[escape(name)] = {
            "of": of.astype("<f8").tobytes(),
            **({} if everywhere else {"at": rows.astype("<i4").tobytes()}),
        }
    return {
        "first": int(block.steps[0]),
        "last": int(block.steps[-1]),
        "rows": len(block),
        "steps": block.steps.astype("<i8").tobytes(),
        "epochs": block.epochs.astype("<f8").tobytes(),
        "seconds": block.seconds.astype("<f8").tobytes(),
        "values": values,
    }


def unpacked(document: Document) -> RunSeries:
    """The block of a document. Raises CorruptDataError where lengths do not fit."""
    try:
        made = RunSeries(
            np.frombuffer(document["steps"], "<i8").astype(np.int64, copy=False),
            np.frombuffer(document["epochs"], "<f8"),
            np.frombuffer(document["seconds"], "<f8"),
            {unescape(n): _values(v, document["rows"]) for n, v in document.get("values", {}).items()},
        )
        lengths = {document["rows"], made.steps.size, made.epochs.size, made.seconds.size}
        if len(lengths) > 1 or any(r.size != v.size for r, v in made.values.values()):
            raise ValueError("lengths differ")
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptDataError(
            f"A block of a run's series ({document.get('_id')}) cannot be read: {error}.",
            "Was it changed by another program? The run itself and its model version are not touched.",
        ) from error
    return made


def _values(stored: Document, rows: int) -> tuple[Ints, Floats]:
    at = np.frombuffer(stored["at"], "<i4").astype(np.int64) if "at" in stored else np.arange(rows)
    return at, np.frombuffer(stored["of"], "<f8")
