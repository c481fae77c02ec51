"""What an import has put into the store so far, kept twice a second, so that another attempt of its job goes on behind it.

A checkpoint is kept in one small transaction that checks the job's attempt and lease; it is the row groups and the
rejected rows since the one before, and where the reading goes on. What is not yet behind a checkpoint when a process
dies is read again: its chunks are named by their content, so writing them twice leaves what writing them once leaves.
The sweep spares what checkpoints of unfinished jobs name, and removes those of finished ones.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.entities import ImportCheckpoint, WrittenGroup
from driftdesk.core.ingest.marks import Position

if TYPE_CHECKING:
    from driftdesk.core.ingest.rejects import RejectsFile
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store

EVERY = 0.5
"""Seconds between two checkpoints."""

_PART_BYTES = 8 << 20
_CODEC = "zstd"


@dataclass
class Resumed:
    """What an earlier attempt left."""

    groups: list[WrittenGroup]
    position: Position


class Journal:
    """Of one job; without a job it keeps nothing. ``plan`` is a fingerprint of what is imported, and how."""

    def __init__(self, store: "Store", context: Context, plan: str) -> None:
        self._store = store
        self._context = context
        self._plan = plan
        self._number = 0
        self._kept_at = time.monotonic()
        self._kept_rejects = 0

    def resume(self, rejects: "RejectsFile") -> Resumed | None:
        """Put the rejected rows back that were kept; None where there is nothing to go on from (what another plan left
        is removed then)."""
        if self._context.job_id is None:
            return None
        resumed: Resumed | None = None
        complete = 0
        groups: list[WrittenGroup] = []
        texts: list[bytes] = []
        for kept in self._checkpoints():
            if kept.plan != self._plan:
                self.forget()
                return None
            groups += kept.groups
            if kept.rejects:
                texts.append(pa.decompress(kept.rejects[8:], int.from_bytes(kept.rejects[:8]), _CODEC, True))
            if kept.position is not None:
                position = Position.model_validate(kept.position)
                rejects.restore(texts, position.rejects)
                resumed = Resumed(groups, position)
                texts, complete = [], len(groups)
                self._number = kept.number + 1
        del groups[complete:]
        self._kept_rejects = rejects.size
        return resumed

    @property
    def is_due(self) -> bool:
        return self._context.job_id is not None and time.monotonic() - self._kept_at >= EVERY

    def keep(
        self, groups: Sequence[WrittenGroup], position: Position, rejects: "RejectsFile", upto: int
    ) -> None:
        """Keep these row groups and the rejected rows up to ``upto`` bytes of their file. Raises LeaseLostError."""
        parts = [*self._parts(groups), *self._rejected(rejects, upto)]
        parts.append(self._part(position=position.model_dump(mode="json")))
        numbered = [
            part.model_copy(update={"number": n, "id": f"{part.job_id}:{n}"})
            for n, part in enumerate(parts, self._number)
        ]

        def work(session: "Session") -> None:
            self._store.import_checkpoints.delete_where(
                session, job_id=self._context.job_id, number__gte=self._number
            )
            self._store.import_checkpoints.insert_many(numbered, session)

        self._store.run_in_transaction(work, self._context.fence)
        self._number += len(numbered)
        self._kept_rejects = upto
        self._kept_at = time.monotonic()

    def forget(self) -> None:
        """The import is over, or begins anew."""
        if self._context.job_id is not None:
            self._store.import_checkpoints.delete_where(job_id=self._context.job_id)
            self._number = 0

    def _checkpoints(self) -> Iterator[ImportCheckpoint]:
        """One by one: all of them may be more than memory holds."""
        number = 0
        while kept := self._store.import_checkpoints.first(job_id=self._context.job_id, number=number):
            yield kept
            number += 1

    def _parts(self, groups: Sequence[WrittenGroup]) -> Iterator[ImportCheckpoint]:
        some: list[WrittenGroup] = []
        size = 0
        for group in groups:
            own = len(group.digests) + len(group.bounds) + sum(len(c) + 8 for c in group.column_ids)
            if some and size + own > _PART_BYTES:
                yield self._part(groups=tuple(some))
                some, size = [], 0
            some.append(group)
            size += own
        if some:
            yield self._part(groups=tuple(some))

    def _rejected(self, rejects: "RejectsFile", upto: int) -> Iterator[ImportCheckpoint]:
        for text in rejects.pieces(self._kept_rejects, upto, _PART_BYTES):
            packed: bytes = pa.compress(text, _CODEC, asbytes=True)
            yield self._part(rejects=len(text).to_bytes(8) + packed)

    def _part(self, **content: object) -> ImportCheckpoint:
        fixed = {"id": "", "number": 0, "plan": self._plan, "attempt": self._attempt}
        return ImportCheckpoint.model_validate({**fixed, "job_id": self._context.job_id, **content})

    @property
    def _attempt(self) -> int:
        return self._context.fence.attempt if self._context.fence else 0
