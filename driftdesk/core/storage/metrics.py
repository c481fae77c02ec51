"""The series of runs: points by optimiser step."""

from collections.abc import Sequence

from pymongo import ReplaceOne
from pymongo.collection import Collection

from driftdesk.core.entities import MetricPoint
from driftdesk.core.storage.codec import Document, decode, encode
from driftdesk.core.storage.faults import in_our_words


class MetricRepository:
    """Points are unique by run and step, so that a step done again after a resume replaces what it left."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def append(self, points: Sequence[MetricPoint]) -> None:
        """Store points; one of the same run and step is replaced."""
        writes = [ReplaceOne({"run_id": p.run_id, "step": p.step}, encode(p), upsert=True) for p in points]
        if writes:
            with in_our_words():
                self._collection.bulk_write(writes, ordered=False)

    def series(self, run_id: str, after_step: int = -1, limit: int = 0) -> list[MetricPoint]:
        """Points after a step, in order of steps, at most ``limit`` (0: all)."""
        with in_our_words():
            cursor = self._collection.find(
                {"run_id": run_id, "step": {"$gt": after_step}}, sort=[("step", 1)], limit=limit
            )
            return [decode(MetricPoint, document) for document in cursor]

    def truncate(self, run_id: str, after_step: int) -> None:
        """Forget the points after a step: those that a resumed run will make again."""
        with in_our_words():
            self._collection.delete_many({"run_id": run_id, "step": {"$gt": after_step}})

    def delete(self, run_id: str) -> None:
        self.truncate(run_id, -1)
