"""What jobs say while they run, and waking those who listen."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pymongo.change_stream import DatabaseChangeStream
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, InvalidOperation, OperationFailure, PyMongoError

from driftdesk.core.entities import JOB_EVENT, Fence, JobEvent
from driftdesk.core.errors import StorageError
from driftdesk.core.storage.codec import Document, decode_value, encode
from driftdesk.core.storage.faults import AUTHENTICATION_CODES, DUPLICATE_KEY, in_our_words
from driftdesk.core.storage.jobs import held, lease_lost

log = structlog.get_logger(__name__)

WATCHED = [
    "jobs", "job_events", "datasets", "drafts", "models", "runs", "drift_reports", "policies", "workers",
    "watches", "stream_studies",
]  # fmt: skip
_WAKE_MS = 500
_POLL = 1.0
_PAUSE = 0.5
_TOKEN_IS_USELESS = frozenset({260, 280, 286})
"""Invalid resume token, fatal error, history lost: begin anew; ``Change("*")`` says so."""


@dataclass(frozen=True)
class Change:
    """Something changed: a record, or ``collection="*"``: anything may have (look at all again)."""

    collection: str
    id: str = ""
    job_id: str | None = None


class EventRepository:
    """Stored events are the truth; a change stream only wakes the readers, who resume by number."""

    def __init__(self, collection: Collection[Document], jobs: Collection[Document]) -> None:
        self._collection = collection
        self._jobs = jobs

    def append(self, events: Sequence[JobEvent], fence: Fence) -> None:
        """Store events of this attempt. Those that are there already (a batch sent again) are left as they are.
        Raises LeaseLostError where the job is no longer this attempt's."""
        documents = [encode(event) for event in events]
        with in_our_words():
            if not self._jobs.count_documents(held(fence), limit=1):
                raise lease_lost()
            while documents:
                documents = documents[self._insert(documents) :]

    def _insert(self, documents: list[Document]) -> int:
        """Insert in order (a reader must never see a number before the one below it), up to and with the first
        that is there already. Returns how many are done with."""
        try:
            self._collection.insert_many(documents)
        except BulkWriteError as error:
            first = error.details["writeErrors"][0]
            if first["code"] != DUPLICATE_KEY:
                raise
            return int(first["index"]) + 1
        return len(documents)

    def after(self, job_id: str, attempt: int = -1, number: int = -1, limit: int = 0) -> list[JobEvent]:
        """Events of a job after the given one, in order of attempt and number, at most ``limit`` (0: all)."""
        later = [{"attempt": {"$gt": attempt}}, {"attempt": attempt, "number": {"$gt": number}}]
        with in_our_words():
            cursor = self._collection.find(
                {"job_id": job_id, "$or": later},
                {"_id": 0},
                sort=[("attempt", 1), ("number", 1)],
                limit=limit,
            )
            return [JOB_EVENT.validate_python(decode_value(document)) for document in cursor]

    def sweep(self, job_ids: Sequence[str], dry_run: bool) -> tuple[int, int]:
        """Delete all that these jobs said; returns how many events those are, and the bytes that they take."""
        those = {"job_id": {"$in": [*job_ids]}}
        total = {"_id": None, "events": {"$sum": 1}, "bytes": {"$sum": {"$bsonSize": "$$ROOT"}}}
        with in_our_words():
            found = next(iter(self._collection.aggregate([{"$match": those}, {"$group": total}])), None)
            if found is None:
                return 0, 0
            if not dry_run:
                self._collection.delete_many(those)
            return int(found["events"]), int(found["bytes"])

    def watch(self, stop: threading.Event) -> Iterator[Change]:
        """What changes in the store, as it changes, until ``stop`` is set or the store is closed.

        Begins, and begins again after an interruption, with ``Change("*")``. Where this user may not use change
        streams, it looks each second instead and only ever says ``Change("*")``.
        """
        resume: Any = None
        while not stop.is_set():
            try:
                with self._open_stream(resume) as stream:
                    resume = stream.resume_token
                    yield Change("*")
                    while not stop.is_set():
                        change = stream.try_next()
                        resume = stream.resume_token
                        if change is not None:
                            yield _change(change)
            except InvalidOperation:
                return
            except OperationFailure as error:
                if error.code in AUTHENTICATION_CODES:
                    yield from self._poll(stop)
                    return
                if error.code in _TOKEN_IS_USELESS:
                    resume = None
                log.warning("the change stream broke", error=str(error))
                stop.wait(_PAUSE)
            except PyMongoError as error:
                log.warning("the change stream broke", error=str(error))
                stop.wait(_PAUSE)

    def _open_stream(self, resume: Any) -> DatabaseChangeStream[Document]:
        watched: list[Document] = [
            {"$match": {"ns.coll": {"$in": WATCHED}}},
            {"$project": {"ns.coll": 1, "documentKey": 1, "fullDocument.job_id": 1}},
        ]
        return self._collection.database.watch(watched, max_await_time_ms=_WAKE_MS, resume_after=resume)

    def _poll(self, stop: threading.Event) -> Iterator[Change]:
        seen: object = None
        while not stop.is_set():
            try:
                with in_our_words():
                    there = self._fingerprint()
            except StorageError as error:
                log.warning("cannot look for changes", error=error.message)
            else:
                if there != seen:
                    yield Change("*")
                seen = there
            stop.wait(_POLL)

    def _fingerprint(self) -> object:
        """Differs whenever something watched differs: newest event, all that lives, and the newest of the rest."""
        database = self._collection.database
        newest = [
            (name, database[name].estimated_document_count(), database[name].find_one(sort=[("_id", -1)]))
            for name in ("job_events", "runs", "drift_reports", "jobs")
        ]
        alive = list(database["jobs"].find({"state": {"$in": ["queued", "running"]}}))
        small = [list(database[name].find()) for name in ("datasets", "models", "policies", "workers")]
        return newest, alive, small


def _change(change: Document) -> Change:
    return Change(
        change["ns"]["coll"], str(change["documentKey"]["_id"]), change.get("fullDocument", {}).get("job_id")
    )
