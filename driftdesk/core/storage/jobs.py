"""The queue of jobs. Every change of a job's state is one atomic command, judged by the server's clock, so neither
two workers nor machines whose clocks differ can both own a job."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection

from driftdesk.core.entities import ErrorInfo, Fence, Job, JobKind, JobState, Progress, Stop
from driftdesk.core.errors import ConflictError, LeaseLostError
from driftdesk.core.storage.codec import Document, decode, encode_value, escape
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.repository import Repository, Session

MOST_CRASHES = 5
RESERVATION = timedelta(minutes=1)
"""How long a job is kept for the worker it is reserved for; after that its worker has died."""

_EXPIRED = {"$expr": {"$lt": ["$lease_until", "$$NOW"]}}


_GOES_ON: Document = {"stop": {"$in": [None, Stop.PAUSE.value, Stop.FINISH.value]}}
"""Nobody asked it to end without a result."""

_PAUSED: Document = {"state": JobState.PAUSED.value, "stop": None, "worker": None, "lease_until": None}
_QUEUED: Document = {"state": JobState.QUEUED.value, "reserved_for": None}


def lease_lost() -> LeaseLostError:
    """The error of a write that came too late."""
    return LeaseLostError(
        "This job was taken over by another worker, or ended.",
        "Nothing was written; the other worker goes on.",
    )


def held(fence: Fence) -> Document:
    """Condition: the job still belongs to this attempt."""
    return {"_id": fence.job_id, "attempt": fence.attempt, "state": JobState.RUNNING.value}


def touch_held(jobs: Collection[Document], fence: Fence, session: Session) -> None:
    """Within a transaction: the job is this attempt's and its lease holds, else LeaseLostError. The touch makes a
    claim at the same time conflict with the transaction, so that only one of them happens."""
    with in_our_words():
        touched = jobs.update_one(
            {**held(fence), "$expr": {"$gt": ["$lease_until", "$$NOW"]}},
            {"$currentDate": {"_fenced": True}},
            session=session,
        )
    if not touched.matched_count:
        raise lease_lost()


class JobRepository(Repository[Job]):
    """Jobs, and the few ways in which they change hands."""

    def enqueue(self, job: Job) -> Job:
        """Add a job; where one with the same ``dedupe`` is there (in whatever state), return that one instead."""
        try:
            self.insert(job)
        except ConflictError:
            there = self.first(dedupe=job.dedupe) if job.dedupe else None
            if there is None:
                raise
            return there
        return job

    def claim(
        self,
        worker_id: str,
        lease: timedelta,
        kinds: Iterable[JobKind] | None = None,
        job_id: str | None = None,
    ) -> Job | None:
        """Take the oldest job that is queued, or whose worker let its lease run out; None where there is none.
        ``job_id``: only this one, or a child of it."""
        self._settle_what_is_lost()
        self._wake_parents()
        reserved = [
            {"reserved_for": {"$in": [None, worker_id]}},
            {"$expr": {"$lt": ["$created_at", _from_now(-RESERVATION)]}},
        ]
        free: Document = {
            "$or": [
                {"state": JobState.QUEUED.value, "$or": reserved},
                {"state": JobState.RUNNING.value, **_EXPIRED},
            ]
        }
        if kinds is not None:
            free["kind"] = {"$in": [JobKind(kind).value for kind in kinds]}
        if job_id is not None:
            free["$and"] = [{"$or": [{"_id": job_id}, {"parent": job_id}]}]
        taken_over = {"$cond": [{"$eq": ["$state", JobState.RUNNING.value]}, 1, 0]}
        changes = {
            "state": JobState.RUNNING.value,
            "attempt": {"$add": ["$attempt", 1]},
            "crashes": {"$add": ["$crashes", taken_over]},
            "worker": _literal(worker_id),
            "lease_until": _from_now(lease),
            "heard_at": "$$NOW",
            "started_at": {"$ifNull": ["$started_at", "$$NOW"]},
        }
        return self._change(free, changes, sort=[("created_at", 1), ("_id", 1)])

    def heartbeat(self, fence: Fence, lease: timedelta) -> Job | None:
        """Extend the lease and return the job (see its ``stop``); None where it is no longer this attempt's."""
        return self._change(held(fence), {"lease_until": _from_now(lease), "heard_at": "$$NOW"})

    def lost(self) -> dict[str, datetime]:
        """Running jobs whose lease ran out: when their worker was last heard of, by the job's id."""
        with in_our_words():
            found = self._collection.find(
                {"state": JobState.RUNNING.value, **_EXPIRED}, {"heard_at": 1, "lease_until": 1}
            )
            return {each["_id"]: each.get("heard_at") or each["lease_until"] for each in found}

    def request_stop(self, job_id: str, stop: Stop) -> Job:
        """Ask a job to end (Stop.ASK, Stop.KILL). One that waits or is paused, or whose worker is dead, ends at once;
        one that has ended stays as it is. Raises NotFoundError."""
        never_ran = {"$cond": [{"$gt": ["$attempt", 0]}, JobState.ABORTED.value, JobState.CANCELLED.value]}
        end = {"finished_at": "$$NOW", "worker": None, "lease_until": None, "stop": stop.value}
        killed = {"$eq": ["$stop", Stop.KILL.value]}
        while True:
            job = (
                self._change(
                    {"_id": job_id, "state": {"$in": [JobState.QUEUED.value, JobState.PAUSED.value]}},
                    {**end, "state": never_ran},
                )
                or self._change(
                    {"_id": job_id, "state": JobState.WAITING.value},
                    {**end, "state": JobState.ABORTED.value},
                )
                or self._change(
                    {"_id": job_id, "state": JobState.RUNNING.value, **_EXPIRED},
                    {**end, "state": JobState.ABORTED.value},
                )
                or self._change(
                    {"_id": job_id, "state": JobState.RUNNING.value},
                    {"stop": {"$cond": [killed, Stop.KILL.value, stop.value]}},
                )
                or self.get(job_id)
            )
            if job.state not in (JobState.QUEUED, JobState.PAUSED, JobState.WAITING):
                return job

    def pause(self, job_id: str) -> Job:
        """Pause a job that waits or whose worker is dead, at once; ask one that runs to pause. One that has ended, or was
        asked to end, stays as it is. Raises NotFoundError."""
        while True:
            job = (
                self._change(
                    {"_id": job_id, "state": {"$in": [JobState.QUEUED.value, JobState.WAITING.value]}},
                    _PAUSED,
                )
                or self._change(
                    {"_id": job_id, "state": JobState.RUNNING.value, **_GOES_ON, **_EXPIRED}, _PAUSED
                )
                or self._change(
                    {"_id": job_id, "state": JobState.RUNNING.value, **_GOES_ON}, {"stop": Stop.PAUSE.value}
                )
                or self.get(job_id)
            )
            if job.state not in (JobState.QUEUED, JobState.WAITING):
                return job

    def resume(self, job_id: str) -> Job:
        """Put a paused job back into the queue, for whichever worker; take back that a running one was asked to pause.
        Any other stays as it is. Raises NotFoundError."""
        while True:
            job = (
                self._change({"_id": job_id, "state": JobState.PAUSED.value}, {**_QUEUED, "stop": None})
                or self._change(
                    {"_id": job_id, "state": JobState.RUNNING.value, "stop": Stop.PAUSE.value}, {"stop": None}
                )
                or self.get(job_id)
            )
            if job.state is not JobState.PAUSED and job.stop is not Stop.PAUSE:
                return job

    def request_finish(self, job_id: str) -> Job:
        """Ask a job to come to a good end soon; one that is paused or waits for children goes on for that. One that has not begun, has ended, or was
        asked to end stays as it is. Raises NotFoundError."""
        finish = {"stop": Stop.FINISH.value}
        began = {"_id": job_id, "attempt": {"$gt": 0}}
        idle = {"$in": [JobState.PAUSED.value, JobState.WAITING.value]}
        going_on = {"$in": [JobState.QUEUED.value, JobState.RUNNING.value]}
        while True:
            job = (
                self._change({**began, "state": idle}, {**_QUEUED, **finish})
                or self._change({**began, "state": going_on, **_GOES_ON}, finish)
                or self.get(job_id)
            )
            if not job.attempt or job.state not in (JobState.PAUSED, JobState.WAITING):
                return job

    def finish(
        self,
        fence: Fence,
        state: JobState,
        result: Mapping[str, Any] | None = None,
        error: ErrorInfo | None = None,
        session: Session | None = None,
    ) -> bool:
        """End a job in a final state; False where it is no longer this attempt's."""
        changes = {
            "state": state.value,
            "result": _literal(result),
            "error": _literal(error),
            "finished_at": "$$NOW",
            "lease_until": None,
        }
        return self._change(held(fence), changes, session=session) is not None

    def release(self, fence: Fence, *, crashed: bool) -> None:
        """Give a job back to the queue, or leave it paused where that was asked. After five crashes it fails instead.
        Nothing happens where it is no longer this attempt's."""
        crashes = {"$add": ["$crashes", 1 if crashed else 0]}
        hopeless = {"$gte": [crashes, MOST_CRASHES]}
        pause = {"$eq": ["$stop", Stop.PAUSE.value]}
        back = {"$cond": [pause, JobState.PAUSED.value, JobState.QUEUED.value]}
        changes = {
            "crashes": crashes,
            "state": {"$cond": [hopeless, JobState.FAILED.value, back]},
            "stop": {"$cond": [pause, None, "$stop"]},
            "error": {"$cond": [hopeless, _literal(_CRASHES), "$error"]},
            "finished_at": {"$cond": [hopeless, "$$NOW", None]},
            "worker": None,
            "lease_until": None,
        }
        self._change(held(fence), changes)

    def wait_for_children(self, fence: Fence, seen: int) -> None:
        """Free the slot of a job until more of its children have ended than the ``seen`` that it knows of: a child that
        ended meanwhile wakes it too. One that was asked to end or to pause does so instead. Nothing happens where it is
        no longer this attempt's."""
        to_end = {"$in": ["$stop", [Stop.ASK.value, Stop.KILL.value]]}
        pause = {"$eq": ["$stop", Stop.PAUSE.value]}
        free = {"$cond": [pause, JobState.PAUSED.value, JobState.WAITING.value]}
        changes = {
            "state": {"$cond": [to_end, JobState.ABORTED.value, free]},
            "stop": {"$cond": [pause, None, "$stop"]},
            "finished_at": {"$cond": [to_end, "$$NOW", None]},
            "children_seen": seen,
            "worker": None,
            "lease_until": None,
        }
        self._change(held(fence), changes)

    def _wake_parents(self) -> None:
        """Queue the waiting jobs of whose children more have ended than they know of. What wakes them is the children's
        states themselves, so no wake-up can be lost, wherever and however a child ended."""
        for parent in self.select("children_seen", state=JobState.WAITING):
            if self.count_ended(parent["id"]) > parent["children_seen"]:
                as_seen = {"_id": parent["id"], "state": JobState.WAITING.value}
                self._change(as_seen, {"state": JobState.QUEUED.value})

    def count_ended(self, parent_id: str) -> int:
        """How many children of a job have ended."""
        return self.count(parent=parent_id, state__in=[s for s in JobState if s.is_final])

    def set_progress(self, fence: Fence, progress: Progress) -> None:
        """Raises LeaseLostError."""
        with in_our_words():
            done = self._collection.update_one(held(fence), {"$set": {"progress": encode_value(progress)}})
        if not done.matched_count:
            raise lease_lost()

    def set_step(
        self, fence: Fence, name: str, result: Mapping[str, Any], session: Session | None = None
    ) -> None:
        """Remember the result of a finished step; in a transaction, together with what the step wrote.
        Raises LeaseLostError."""
        with in_our_words():
            done = self._collection.update_one(
                held(fence), {"$set": {f"steps.{escape(name)}": encode_value(result)}}, session=session
            )
        if not done.matched_count:
            raise lease_lost()

    def _settle_what_is_lost(self) -> None:
        """Jobs that lost their worker: those that keep crashing fail, those that were to pause are paused."""
        to_pause = {"state": JobState.RUNNING.value, "stop": Stop.PAUSE.value, **_EXPIRED}
        hopeless = {"state": JobState.RUNNING.value, "crashes": {"$gte": MOST_CRASHES - 1}, **_EXPIRED}
        changes = {
            "state": JobState.FAILED.value,
            "error": _literal(_CRASHES),
            "crashes": {"$add": ["$crashes", 1]},
            "finished_at": "$$NOW",
            "lease_until": None,
        }
        with in_our_words():
            self._collection.update_many(hopeless, [{"$set": changes}])
            self._collection.update_many(to_pause, [{"$set": _PAUSED}])

    def _change(
        self,
        condition: Document,
        changes: Document,
        *,
        sort: list[tuple[str, int]] | None = None,
        session: Session | None = None,
    ) -> Job | None:
        """Change the first job that meets the condition, by expressions of the server; None where there is none."""
        with in_our_words():
            document = self._collection.find_one_and_update(
                condition,
                [{"$set": changes}],
                sort=sort,
                return_document=ReturnDocument.AFTER,
                session=session,
            )
        return None if document is None else decode(Job, document)


_CRASHES = ErrorInfo(
    code="job_crashed",
    message=f"The process of this job ended unexpectedly {MOST_CRASHES} times.",
    hint="It may need more memory than there is; the log of the worker tells how it ended.",
)


def _literal(value: Any) -> Document:
    """A value that the server must not read as an expression."""
    return {"$literal": encode_value(value)}


def _from_now(time: timedelta) -> Document:
    return {"$add": ["$$NOW", round(time.total_seconds() * 1000)]}
