"""Leases of those who write chunks without a job: what they have stored is referred to only when they are done."""

from datetime import UTC, datetime, timedelta

from pymongo.collection import Collection

from driftdesk.core.entities import new_id
from driftdesk.core.storage.codec import Document
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.repository import Session

LEASE = timedelta(minutes=15)

_HOLDS = {"$expr": {"$gt": ["$until", "$$NOW"]}}


class LeaseRepository:
    """``since`` and ``until`` are the server's time, so that the clocks of machines do not matter."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def begin(self) -> str:
        """The id of a new lease, which holds for ``LEASE``."""
        lease = new_id()
        with in_our_words():
            self._collection.update_one(
                {"_id": lease}, [{"$set": {"since": "$$NOW", **_until()}}], upsert=True
            )
        return lease

    def renew(self, lease: str) -> bool:
        """Let it hold for ``LEASE`` from now on; False where it has lapsed."""
        with in_our_words():
            return bool(
                self._collection.update_one({"_id": lease, **_HOLDS}, [{"$set": _until()}]).matched_count
            )

    def release(self, lease: str, session: Session | None = None) -> bool:
        """End it; False where it had lapsed."""
        with in_our_words():
            return bool(self._collection.delete_one({"_id": lease, **_HOLDS}, session=session).deleted_count)

    def oldest(self) -> timedelta:
        """For how long the oldest lease that holds has held; zero where there is none. Forgets those that lapsed."""
        with in_our_words():
            self._collection.delete_many({"$expr": {"$lte": ["$until", "$$NOW"]}})
            first = self._collection.find_one(sort=[("since", 1)])
            if first is None:
                return timedelta(0)
            now: datetime = self._collection.database.command("hello")["localTime"]
            since: datetime = first["since"]
            return now.replace(tzinfo=UTC) - since


def _until() -> Document:
    return {"until": {"$add": ["$$NOW", int(LEASE.total_seconds() * 1000)]}}
