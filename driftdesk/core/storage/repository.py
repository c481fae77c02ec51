"""One collection of records, with the few verbs that all collections share."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from driftdesk.core.errors import ConflictError, NotFoundError
from driftdesk.core.storage.codec import Document, R, decode, decode_value, encode, encode_value
from driftdesk.core.storage.faults import in_our_words

Session = ClientSession
"""A transaction under way; see ``Store.run_in_transaction``."""

_OPERATORS = {"in": "$in", "nin": "$nin", "ne": "$ne", "gt": "$gt", "gte": "$gte", "lt": "$lt", "lte": "$lte"}


class Repository(Generic[R]):
    """Records of one kind. Conditions are given as keywords: ``state="queued"``, ``number__gte=3``,
    ``id__in=[...]`` (also ``ne``, ``gt``, ``lt``, ``lte``); ``sort`` names a field, with ``-`` for descending."""

    def __init__(self, collection: Collection[Document], kind: type[R]) -> None:
        self._collection = collection
        self._kind = kind

    def get(self, record_id: str, session: Session | None = None) -> R:
        """The record with this id. Raises NotFoundError."""
        with in_our_words():
            document = self._collection.find_one({"_id": record_id}, session=session)
        if document is None:
            raise self._missing(record_id)
        return decode(self._kind, document)

    def first(self, *, sort: str = "", **conditions: Any) -> R | None:
        """The first record that meets the conditions, or None."""
        return next(iter(self.find(sort=sort, limit=1, **conditions)), None)

    def find(
        self,
        *,
        sort: str = "",
        limit: int = 0,
        skip: int = 0,
        session: Session | None = None,
        **conditions: Any,
    ) -> list[R]:
        """All records that meet the conditions, at most ``limit`` of them (0: all)."""
        with in_our_words():
            cursor = self._collection.find(
                query(conditions), skip=skip, limit=limit, sort=_order(sort), session=session
            )
            return [decode(self._kind, document) for document in cursor]

    def select(
        self, *fields: str, session: Session | None = None, **conditions: Any
    ) -> Iterator[dict[str, Any]]:
        """Only these fields of the records that meet the conditions, as they are stored (``id`` always): for looks
        at thousands of records that are large."""
        with in_our_words():
            shown = dict.fromkeys(fields, 1)
            for document in self._collection.find(query(conditions), shown, session=session):
                document["id"] = document.pop("_id")
                yield decode_value(document)

    def count(self, session: Session | None = None, **conditions: Any) -> int:
        with in_our_words():
            return self._collection.count_documents(query(conditions), session=session)

    def byte_count(self, session: Session | None = None, **conditions: Any) -> int:
        """What the records that meet the conditions take in the store, uncompressed."""
        with in_our_words():
            total = {"_id": None, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
            stages = [{"$match": query(conditions)}, {"$group": total}]
            found = next(iter(self._collection.aggregate(stages, session=session)), None)
        return int(found["bytes"]) if found else 0

    def insert(self, record: R, session: Session | None = None) -> None:
        """Add a record. Raises ConflictError where its id, or a name or number that is unique, is taken."""
        with in_our_words():
            self._collection.insert_one(encode(record), session=session)

    def insert_many(self, records: Iterable[R], session: Session | None = None) -> None:
        """Add records, in order, up to the first that conflicts (outside of a transaction the ones before it stay)."""
        if documents := [encode(record) for record in records]:
            with in_our_words():
                self._collection.insert_many(documents, session=session)

    def replace(self, record: R, session: Session | None = None) -> None:
        """Put a record in the place of the one with the same id. Raises NotFoundError."""
        document = encode(record)
        with in_our_words():
            result = self._collection.replace_one({"_id": document["_id"]}, document, session=session)
        if not result.matched_count:
            raise self._missing(document["_id"])

    def put(self, record: R, session: Session | None = None) -> None:
        """Add a record, or put it in the place of the one with the same id."""
        document = encode(record)
        with in_our_words():
            self._collection.replace_one({"_id": document["_id"]}, document, upsert=True, session=session)

    def update(
        self,
        record_id: str,
        session: Session | None = None,
        *,
        expect: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> R:
        """Set fields and return the record as it is then. With ``expect`` (conditions as in ``find``) only where
        they hold: else ConflictError. Raises NotFoundError."""
        changes = {"$set": {self._field(name): encode_value(value) for name, value in fields.items()}}
        with in_our_words():
            document = self._collection.find_one_and_update(
                {**query(expect or {}), "_id": record_id},
                changes,
                return_document=ReturnDocument.AFTER,
                session=session,
            )
            if document is None and not self._collection.count_documents(
                {"_id": record_id}, limit=1, session=session
            ):
                raise self._missing(record_id)
        if document is None:
            raise ConflictError(
                f"This {self._kind.__name__} was changed meanwhile.", "Look again, then retry."
            )
        return decode(self._kind, document)

    def touch(self, record_id: str, session: Session) -> None:
        """Make this transaction conflict with all others that write this record; it stays as it is."""
        with in_our_words():
            self._collection.update_one(
                {"_id": record_id}, {"$currentDate": {"_touched": True}}, session=session
            )

    def delete(self, record_id: str, session: Session | None = None) -> bool:
        """Remove the record; False where it was not there."""
        return self.delete_where(session, id=record_id) > 0

    def delete_where(self, session: Session | None = None, **conditions: Any) -> int:
        """Remove all records that meet the conditions and return how many they were."""
        with in_our_words():
            return self._collection.delete_many(query(conditions), session=session).deleted_count

    def _field(self, name: str) -> str:
        if name not in self._kind.model_fields or name == "id":
            raise TypeError(f"{self._kind.__name__} has no field {name!r} that can be set")
        return name

    def _missing(self, record_id: str) -> NotFoundError:
        return NotFoundError(
            f"There is no {self._kind.__name__} with the id {record_id}.", "It may have been removed."
        )


def query(conditions: Mapping[str, Any]) -> Document:
    """Keywords as a MongoDB query."""
    result: Document = {}
    for key, value in conditions.items():
        field, _, operator = key.partition("__")
        condition = {_OPERATORS[operator]: encode_value(value)} if operator else encode_value(value)
        name = "_id" if field == "id" else field
        if isinstance(condition, dict) and isinstance(result.get(name), dict):
            condition = {**result[name], **condition}
        result[name] = condition
    return result


def _order(sort: str) -> list[tuple[str, int]] | None:
    if not sort:
        return None
    field = sort.lstrip("-")
    direction = -1 if sort.startswith("-") else 1
    return [(field, direction), ("_id", direction)] if field != "id" else [("_id", direction)]
