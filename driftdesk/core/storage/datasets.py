"""Datasets, and the questions that a registry of thousands of them asks: each one query, answered by the server."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pymongo.collation import Collation

from driftdesk.core.entities import Dataset, Severity, Task
from driftdesk.core.storage.codec import Document, decode
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.repository import Repository, Session

NAMES = Collation("en", strength=3, numericOrdering=True)
"""Names in the order that people expect: upper and lower case together, churn2 before churn10."""

VERDICTS = 12
"""So many verdicts are kept beside a dataset, the last ones."""

_EVER = datetime.fromtimestamp(0, UTC)

Sort = Literal["name", "updated", "rows", "labelled", "size"]

_FIELDS = {
    "name": "name",
    "updated": "updated_at",
    "rows": "rows",
    "labelled": "_share",
    "size": "byte_count",
}
_SHARE = {
    "$cond": [
        {"$and": [{"$gt": ["$rows", 0]}, {"$ne": [{"$ifNull": ["$labelled", None]}, None]}]},
        {"$divide": ["$labelled", "$rows"]},
        -1,
    ]
}


class DatasetRepository(Repository[Dataset]):
    def page(
        self,
        *,
        search: str = "",
        task: Task | None = None,
        tag: str = "",
        favoured_by: str = "",
        trashed: bool = False,
        sort: Sort = "name",
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[list[Dataset], int]:
        """The datasets from ``offset`` on that meet all conditions, and how many meet them. Each word of ``search``
        must stand, in whatever case, in the name, the description or a tag. By ``labelled``, datasets without a
        target are the least."""
        condition = _condition(search, task, tag, favoured_by, trashed=trashed)
        direction = -1 if descending else 1
        pipeline: list[Document] = [{"$match": condition}]
        if sort == "labelled":
            pipeline.append({"$addFields": {"_share": _SHARE}})
        pipeline += [
            {"$sort": {_FIELDS[sort]: direction, "_id": direction}},
            {"$skip": offset},
            {"$limit": limit},
        ]
        with in_our_words():
            total = self._collection.count_documents(condition)
            found = self._collection.aggregate(pipeline, collation=NAMES if sort == "name" else None)
            return [decode(Dataset, document) for document in found], total

    def tags(self) -> list[str]:
        """All tags of datasets that are not in the trash, by name."""
        with in_our_words():
            found = self._collection.distinct("tags", {"trashed_at": None})
        return sorted(found, key=str.casefold)

    def names(self) -> list[str]:
        """Of all datasets that are not in the trash, without reading their records."""
        with in_our_words():
            return [d["name"] for d in self._collection.find({"trashed_at": None}, {"_id": 0, "name": 1})]

    def favour(self, dataset_id: str, user: str, *, on: bool) -> Dataset:
        """Let a dataset be among the user's favourites, or not; what others do at the same time stays."""
        change = {"$addToSet" if on else "$pull": {"favoured_by": user}}
        with in_our_words():
            self._collection.update_one({"_id": dataset_id}, change)
        return self.get(dataset_id)

    def add_verdict(self, dataset_id: str, verdict: Severity, session: Session | None = None) -> None:
        """Remember the verdict of one more drift report."""
        kept = {"$each": [verdict.value], "$slice": -VERDICTS}
        with in_our_words():
            self._collection.update_one({"_id": dataset_id}, {"$push": {"verdicts": kept}}, session=session)


def _condition(search: str, task: Task | None, tag: str, favoured_by: str, *, trashed: bool) -> Document:
    condition: Document = {"trashed_at": {"$gt": _EVER} if trashed else None}
    if task is not None:
        condition["task"] = task.value
    if tag:
        condition["tags"] = tag
    if favoured_by:
        condition["favoured_by"] = favoured_by
    if words := search.split():
        condition["$and"] = [{"$or": _stands_in(word, ("name", "description", "tags"))} for word in words]
    return condition


def _stands_in(word: str, fields: Sequence[str]) -> list[dict[str, Any]]:
    """What a user typed is text, never a pattern. MongoDB takes no NUL in one, and no stored text has one."""
    pattern = re.escape(word).replace("\0", "\\x00")
    return [{field: {"$regex": pattern, "$options": "i"}} for field in fields]
