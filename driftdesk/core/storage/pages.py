"""Manifest pages: which chunks a version is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from driftdesk.core.entities import ManifestPage
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.repository import Repository

_DIGEST = 32
_AT_ONCE = 200


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

    def digests(self, page_ids: Sequence[str]) -> Iterator[tuple[str, list[bytes]]]:
        """The digests of the chunks of each page, in order of the pages' ids."""
        ids = sorted(page_ids)
        for at in range(0, len(ids), _AT_ONCE):
            those = {"_id": {"$in": ids[at : at + _AT_ONCE]}}
            with in_our_words():
                for each in self._collection.find(those, {"digests": 1}, sort=[("_id", 1)]):
                    packed = each["digests"]
                    yield each["_id"], [packed[i : i + _DIGEST] for i in range(0, len(packed), _DIGEST)]
