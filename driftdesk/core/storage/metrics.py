"""The series of runs, stored in blocks of columns.

What a run says is appended as small blocks, a few points each; from time to time those at the end are written together
into full ones. A step that was done again stands in two blocks for a while: what was written last counts. So an append
is one insert, may be done again, and needs no look at what is there.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import itemgetter

from bson import ObjectId
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from driftdesk.core.entities import MetricPoint
from driftdesk.core.storage.codec import Document, escape
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.series import (
    EMPTY,
    Floats,
    Ints,
    RunSeries,
    blocks,
    extremes,
    is_full,
    joined,
    of_points,
    packed,
    unpacked,
)

SMALL_BLOCKS = 64
"""So many small blocks are written together: reading them one by one costs a tenth of a millisecond each."""

_FRAME = {"run_id": 1, "order": 1, "rows": 1, "steps": 1, "epochs": 1, "seconds": 1}


@dataclass
class _Tail:
    """Where the next block of a run goes, and how many small ones lie at its end."""

    order: int
    small: int


class MetricRepository:
    """Points are unique by run and step, so that a step done again after a resume replaces what it left."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection
        self._tails: dict[str, _Tail] = {}
        self._lock = threading.Lock()

    def append(self, points: Sequence[MetricPoint]) -> None:
        """Store points; one of the same run and step is replaced."""
        by_run: dict[str, list[MetricPoint]] = {}
        for point in points:
            by_run.setdefault(point.run_id, []).append(point)
        for run_id, those in by_run.items():
            self.append_series(run_id, of_points(those))

    def append_series(self, run_id: str, series: RunSeries) -> None:
        """Like ``append``, of points that are columns already."""
        documents = [packed(block) for block in blocks(series)]
        if not documents:
            return
        with in_our_words(), self._lock:
            tail = self._tail(run_id)
            for document in documents:
                document |= {"run_id": run_id, "order": tail.order}
                tail.order += 1
            self._collection.insert_many(documents)
            tail.small += 1
            if tail.small >= SMALL_BLOCKS:
                self._write_together(run_id)
                tail.small = 0

    def compact(self, run_id: str) -> None:
        """Write a run's small blocks together: when it has ended, so that it is read at once."""
        with in_our_words(), self._lock:
            self._write_together(run_id)
            self._tails.pop(run_id, None)

    def series(self, run_id: str, after_step: int = -1, limit: int = 0) -> list[MetricPoint]:
        """Points after a step, in order of steps, at most ``limit`` (0: all)."""
        found = self.columns(run_id, after_step)
        return (found.cut(0, limit) if limit else found).points(run_id)

    def columns(self, run_id: str, after_step: int = -1, names: Sequence[str] | None = None) -> RunSeries:
        """The points after a step as columns: some names or all. The way to read a million of them."""
        return next((s for _, s in self.of_runs([run_id], names, after_step)), EMPTY)

    def of_runs(
        self, run_ids: Sequence[str], names: Sequence[str] | None = None, after_step: int = -1
    ) -> Iterator[tuple[str, RunSeries]]:
        """The columns of many runs by one query: those runs that have points, one after the other, by their ids."""
        wanted = None if names is None else _FRAME | {f"values.{escape(n)}": 1 for n in names}
        query = {"run_id": {"$in": [*run_ids]}, "last": {"$gt": after_step}}
        with in_our_words(), self._at_one_moment() as session:
            found = self._collection.find(query, wanted, sort=[("run_id", 1), ("order", 1)], session=session)
            for run_id, documents in groupby(found, key=itemgetter("run_id")):
                whole = joined([unpacked(d) for d in documents])
                first = int(whole.steps.searchsorted(after_step, side="right"))
                if first < len(whole):
                    yield run_id, whole.cut(first, len(whole)) if first else whole

    def envelope(
        self, run_id: str, names: Sequence[str], points: int, low: int = -1, high: int | None = None
    ) -> dict[str, tuple[Ints, Floats]]:
        """Of each series its steps and values after step ``low`` up to ``high``, at most about ``points`` of them:
        of each stretch the lowest and the highest, which draw the same line."""
        found = self.columns(run_id, low, names)
        if high is not None:
            found = found.cut(0, int(found.steps.searchsorted(high, side="right")))
        made = {}
        for name in names:
            rows, of = found.values_of(name)
            kept = extremes(of, points)
            made[name] = (found.steps[rows[kept]], of[kept])
        return made

    def last_step(self, run_ids: Sequence[str]) -> int:
        """The furthest step of any of these runs; -1 where none has a point."""
        with in_our_words():
            found = self._collection.aggregate(
                [
                    {"$match": {"run_id": {"$in": [*run_ids]}}},
                    {"$group": {"_id": None, "last": {"$max": "$last"}}},
                ]
            )
            return next((int(d["last"]) for d in found), -1)

    def count(self, run_id: str) -> int:
        """How many points a run has."""
        return len(self.columns(run_id, names=()))

    def truncate(self, run_id: str, after_step: int) -> None:
        """Forget the points after a step: those that a resumed run will make again."""
        with in_our_words(), self._lock:
            self._tails.pop(run_id, None)
            cut = {"run_id": run_id, "first": {"$lte": after_step}, "last": {"$gt": after_step}}
            shorter = []
            for document in self._collection.find(cut):
                block = unpacked(document)
                kept = packed(block.cut(0, int(block.steps.searchsorted(after_step, side="right"))))
                named = {"run_id": run_id, "order": document["order"]}
                shorter.append(ReplaceOne({"_id": document["_id"]}, {**kept, **named}))
            if shorter:
                self._collection.bulk_write(shorter)
            self._collection.delete_many({"run_id": run_id, "first": {"$gt": after_step}})

    def delete(self, run_id: str) -> None:
        """Forget all points of a run."""
        with in_our_words(), self._lock:
            self._tails.pop(run_id, None)
            self._collection.delete_many({"run_id": run_id})

    def delete_all(self, run_ids: Sequence[str]) -> tuple[int, int]:
        """Forget the points of runs that are gone; how many documents those were, and their bytes."""
        with in_our_words():
            of_them = {"run_id": {"$in": [*run_ids]}}
            total = {"_id": None, "documents": {"$sum": 1}, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
            found = next(iter(self._collection.aggregate([{"$match": of_them}, {"$group": total}])), None)
            self._collection.delete_many(of_them)
        return (int(found["documents"]), int(found["bytes"])) if found else (0, 0)

    def byte_counts(self) -> dict[str, int]:
        """What the points of each run take, by its id."""
        with in_our_words():
            total = {"_id": "$run_id", "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
            return {
                str(each["_id"]): int(each["bytes"])
                for each in self._collection.aggregate([{"$group": total}])
            }

    def _tail(self, run_id: str) -> _Tail:
        if run_id not in self._tails:
            last = self._collection.find_one({"run_id": run_id}, {"order": 1}, sort=[("order", -1)])
            self._tails[run_id] = _Tail(last["order"] + 1 if last else 0, 0)
        return self._tails[run_id]

    def _write_together(self, run_id: str) -> None:
        """The small blocks behind the last full one become full ones, and one with the rest.

        The new ones are there before the old ones go; whoever reads in between sees points twice, which counts once.
        """
        small: list[Document] = []
        for document in self._collection.find({"run_id": run_id}, sort=[("order", -1)]):
            if is_full(document["rows"], len(document["values"])):
                break
            small.append(document)
        if len(small) < 2:
            return
        small.reverse()
        new = [packed(block) for block in blocks(joined([unpacked(d) for d in small]))]
        orders = [d["order"] for d in small[-len(new) :]]
        for document, order in zip_longest(new, orders, fillvalue=orders[-1]):
            document |= {"_id": ObjectId(), "run_id": run_id, "order": order}
        self._collection.insert_many(new)
        self._collection.delete_many({"_id": {"$in": [d["_id"] for d in small]}})

    @contextmanager
    def _at_one_moment(self) -> Iterator[ClientSession]:
        """A look at the blocks as they were at one moment, while others write them together."""
        with self._collection.database.client.start_session(snapshot=True) as session:
            yield session
