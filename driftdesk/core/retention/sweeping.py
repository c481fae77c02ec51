"""Removing what nothing refers to any more: pages, profiles, chunks, original files, what imports left behind.

Safe while others write, and to be killed at any moment:

- Pages first, each dataset's in a transaction that touches its record, so that no commit at the same time shares a page
  that goes. A commit that would share what is gone is refused (``DatasetService.commit``).
- Then the chunks that the pages which are left name are kept, and of the others those that nobody touched for the grace
  period: a chunk that is written or re-used is touched before anything refers to it.
- What somebody writes is referred to only when it is done. So the grace begins with the oldest unfinished job that has
  started, and with the oldest lease of those who write without a job.
- What is deleted last refers to nothing, and what it was referred to by is gone already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from driftdesk.core.entities import UNFINISHED, Job, JobKind, JobState, Record, now, unpacked
from driftdesk.core.profiles.encoding import page_name

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.storage.pages import PageInfo
    from driftdesk.core.storage.store import Session, Store

_AT_ONCE = 200
_MARGIN = timedelta(minutes=5)
_STAGES = 5

K = TypeVar("K")


class SweepReport(Record):
    """What was removed, or would be. ``byte_count`` is what all of it took in the store."""

    versions: int = 0
    """By the retention policies."""
    pages: int = 0
    chunks: int = 0
    profiles: int = 0
    files: int = 0
    events: int = 0
    """That jobs said which ended long ago."""
    byte_count: int = 0


@dataclass
class References:
    """What versions, and jobs that may need or have made it, refer to."""

    pages: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    chunks: set[bytes] = field(default_factory=set)
    merged: set[str] = field(default_factory=set)
    """Names of the merged profiles of pages."""

    def take_contents(self, store: Store, context: Context) -> None:
        """Look up the chunks that the pages name, and those of splits."""
        for split in store.splits.select("digests"):
            self.chunks.update(unpacked(split["digests"]))
        ids = sorted(self.pages)
        for at in range(0, len(ids), _AT_ONCE):
            context.check()
            for page in store.pages.find(id__in=ids[at : at + _AT_ONCE]):
                self.chunks.update(unpacked(page.digests))
                self.merged.update(page_name(page, column_id) for column_id in page.column_ids)

    def profile_is_used(self) -> Callable[[str], bool]:
        """Whether the profile with a key belongs to what is referred to."""
        hexes = {c.hex() for c in self.chunks}

        def is_used(key: str) -> bool:
            first, second, *_ = key.split(":")
            return second in self.merged if first == "page" else first in hexes

        return is_used


def sweep(
    store: Store,
    context: Context,
    grace: timedelta,
    dry_run: bool,
    *,
    without: Collection[str] = (),
    keep_events: timedelta | None = None,
) -> SweepReport:
    """Delete pages, profiles, chunks and files that nothing refers to and nothing touched for ``grace``, and what
    jobs said that ended more than ``keep_events`` ago. ``without``: ids of versions that are taken as removed already,
    for a dry run."""
    grace = max(grace, _under_way(store, context.job_id))
    context.progress(0, _STAGES, "looking for references")
    kept = references(store, without)
    context.progress(1, _STAGES, "removing pages")
    pages, page_bytes = _sweep_pages(store, kept.pages, context, dry_run)
    if not dry_run:
        kept.pages = {p.id for p in store.pages.infos()}  # also those that were committed meanwhile
    kept.take_contents(store, context)
    context.progress(2, _STAGES, "removing profiles")
    profiles = store.chunk_profiles.sweep(_checked(kept.profile_is_used(), context), grace, dry_run)
    context.progress(3, _STAGES, "removing chunks")
    chunks = store.chunks.sweep(_checked(kept.chunks.__contains__, context), grace, dry_run)
    context.progress(4, _STAGES, "removing files")
    files = store.files.sweep(_checked(kept.files.__contains__, context), grace, dry_run)
    _forget_checkpoints(store, dry_run)
    events, event_bytes = _sweep_events(store, keep_events, context, dry_run)
    context.progress(_STAGES, _STAGES, "done")
    return SweepReport(
        pages=pages,
        chunks=chunks.chunks,
        profiles=profiles.chunks,
        files=files.chunks,
        events=events,
        byte_count=page_bytes + chunks.byte_count + profiles.byte_count + files.byte_count + event_bytes,
    )


def references(store: Store, without: Collection[str] = ()) -> References:
    """Pages and files that are referred to, but by the versions ``without``."""
    found = References()
    gone = set(without)
    for version in store.versions.select("pages", "files", "operation"):
        if version["id"] not in gone:
            found.pages.update(version["pages"])
            found.files.update(files_of(version))
    for job in store.jobs.find():
        found.files.update(_job_files(job))
    return found


def files_of(version: dict[str, Any]) -> Iterator[str]:
    """Ids of the originals of a version, and of whatever else its operation may name."""
    yield from version["files"]
    yield from _strings(version["operation"].get("params"))


def _under_way(store: Store, own_job: str | None) -> timedelta:
    """Since when somebody writes what will be referred to only when all is written."""
    started = [
        job.started_at
        for job in store.jobs.find(state__in=UNFINISHED)
        if job.started_at and job.id != own_job and not _waits_with_nothing(job)
    ]
    jobs = now() - min(started) + _MARGIN if started else timedelta(0)
    leases = store.leases.oldest()
    return max(jobs, leases + _MARGIN if leases else leases)


def _waits_with_nothing(job: Job) -> bool:
    """A paused training may stay so for weeks, and all that it needs is referred to."""
    return job.kind is JobKind.TRAIN and job.state is JobState.PAUSED


def _sweep_pages(store: Store, referenced: set[str], context: Context, dry_run: bool) -> tuple[int, int]:
    """How many pages go, and their bytes. They come into the store together with their version, so no page that
    nothing refers to is of use, however new."""
    doomed: dict[str, list[PageInfo]] = defaultdict(list)
    for page in store.pages.infos():
        if page.id not in referenced:
            doomed[page.dataset_id].append(page)
    count = size = 0
    for dataset_id, pages in doomed.items():
        for at in range(0, len(pages), _AT_ONCE):
            context.check()
            some = pages[at : at + _AT_ONCE]
            gone = some if dry_run else _delete_pages(store, dataset_id, some)
            count += len(gone)
            size += sum(p.byte_count for p in gone)
    return count, size


def _delete_pages(store: Store, dataset_id: str, pages: list[PageInfo]) -> list[PageInfo]:
    """Delete those that still no version refers to, and return them."""

    def work(session: Session) -> list[PageInfo]:
        store.datasets.touch(dataset_id, session)
        used: set[str] = set()
        for version in store.versions.select("pages", session=session, dataset_id=dataset_id):
            used.update(version["pages"])
        free = [p for p in pages if p.id not in used]
        store.pages.delete_where(session, id__in=[p.id for p in free])
        return free

    return store.run_in_transaction(work)


def _forget_checkpoints(store: Store, dry_run: bool) -> None:
    """Those of imports that ended."""
    if not dry_run:
        alive = [job.id for job in store.jobs.find(state__in=UNFINISHED)]
        kept = {each["job_id"] for each in store.import_checkpoints.select("job_id")}
        if ended := kept.difference(alive):
            store.import_checkpoints.delete_where(job_id__in=sorted(ended))


def _sweep_events(store: Store, keep: timedelta | None, context: Context, dry_run: bool) -> tuple[int, int]:
    if keep is None:
        return 0, 0
    ended = [job["id"] for job in store.jobs.select("finished_at", finished_at__lt=now() - keep)]
    count = size = 0
    for at in range(0, len(ended), _AT_ONCE):
        context.check()
        events, byte_count = store.events.sweep(ended[at : at + _AT_ONCE], dry_run)
        count, size = count + events, size + byte_count
    return count, size


def _checked(is_used: Callable[[K], bool], context: Context) -> Callable[[K], bool]:
    """The same, where the sweep can also be stopped."""

    def look(key: K) -> bool:
        context.check()
        return is_used(key)

    return look


def _job_files(job: Job) -> Iterator[str]:
    yield from _strings(job.result)
    if not job.state.is_final:
        yield from _strings(job.params)
        yield from _strings(job.steps)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
