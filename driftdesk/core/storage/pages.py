"""Manifest pages, and what they take."""

from collections.abc import Iterator
from dataclasses import dataclass

from driftdesk.core.entities import ManifestPage
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.repository import Repository


@dataclass(frozen=True)
class PageInfo:
    id: str
    dataset_id: str
    byte_count: int


class PageRepository(Repository[ManifestPage]):
    def infos(self) -> Iterator[PageInfo]:
        """All pages without what they hold."""
        shown = {"dataset_id": 1, "size": {"$bsonSize": "$$ROOT"}}
        with in_our_words():
            for each in self._collection.aggregate([{"$project": shown}]):
                yield PageInfo(each["_id"], each["dataset_id"], each["size"])
