"""Removing what nothing refers to any more: chunks, profiles, pages, original files.

Safe while others write: whatever was touched within the grace period stays, and so does all that was touched since
the oldest job that is now running began. A chunk that is re-used is touched before anything refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import DatasetVersion, Job, JobState, Record, now
from driftdesk.core.profiles.encoding import page_name

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.storage.store import Store

_AT_ONCE = 200
_DIGEST = 32
_MARGIN = timedelta(minutes=5)


class SweepReport(Record):
    """What was removed, or would be. ``byte_count`` is what all of it takes in the store."""

    chunks: int
    byte_count: int
    profiles: int
    pages: int
    files: int


def sweep(store: Store, context: Context, grace: timedelta, dry_run: bool) -> SweepReport:
    """See ``DatasetService.sweep``."""
    grace = max(grace, _since_oldest_running(store, context.job_id))
    pages, files = _references(store)
    context.progress(0, 4, "looking for references")
    chunks, merged = _contents(store, pages, context)
    context.progress(1, 4, "sweeping chunks")
    swept_chunks = store.chunks.sweep(chunks.__contains__, grace, dry_run)
    context.progress(2, 4, "sweeping profiles")
    hexes = {c.hex() for c in chunks}

    def profile_is_used(key: str) -> bool:
        first, second, *_ = key.split(":")
        return second in merged if first == "page" else first in hexes

    swept_profiles = store.chunk_profiles.sweep(profile_is_used, grace, dry_run)
    context.progress(3, 4, "sweeping files")
    swept_files = store.files.sweep(files.__contains__, grace, dry_run)
    swept_pages = _sweep_pages(store, pages, grace, dry_run)
    context.progress(4, 4, "done")
    return SweepReport(
        chunks=swept_chunks.chunks,
        byte_count=swept_chunks.byte_count + swept_profiles.byte_count + swept_files.byte_count,
        profiles=swept_profiles.chunks,
        pages=swept_pages,
        files=swept_files.chunks,
    )


def _since_oldest_running(store: Store, own_job: str | None) -> timedelta:
    """What a running job has stored is referred to only when it is done, however long that takes."""
    running = store.jobs.find(state=JobState.RUNNING)
    started = [j.started_at for j in running if j.started_at and j.id != own_job]
    return now() - min(started) + _MARGIN if started else timedelta(0)


def _references(store: Store) -> tuple[set[str], set[str]]:
    """Ids of all pages and files that a version, or a job that may need or has made them, refers to."""
    pages: set[str] = set()
    files: set[str] = set()
    for version in _versions(store):
        pages.update(version.pages)
        files.update(version.files)
        files.update(_strings(version.operation.params))
    for job in store.jobs.find():
        files.update(_job_files(job))
    return pages, files


def _versions(store: Store) -> Iterator[DatasetVersion]:
    for dataset in store.datasets.find():
        yield from store.versions.find(dataset_id=dataset.id)


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


def _contents(store: Store, page_ids: set[str], context: Context) -> tuple[set[bytes], set[str]]:
    """The chunks that pages name, and the names of their merged profiles."""
    ids = sorted(page_ids)
    chunks: set[bytes] = set()
    merged: set[str] = set()
    for at in range(0, len(ids), _AT_ONCE):
        context.check()
        for page in store.pages.find(id__in=ids[at : at + _AT_ONCE]):
            chunks.update(
                page.digests[start : start + _DIGEST] for start in range(0, len(page.digests), _DIGEST)
            )
            merged.update(page_name(page, column_id) for column_id in page.column_ids)
    return chunks, merged


def _sweep_pages(store: Store, referenced: set[str], grace: timedelta, dry_run: bool) -> int:
    """Pages come into the store together with their version, so this finds only what a crash of the server left."""
    newest = f"{int((now() - grace).timestamp() * 1000):012x}"
    stale = [p.id for p in store.pages.find(id__lt=newest) if p.id not in referenced]
    if not dry_run:
        for at in range(0, len(stale), _AT_ONCE):
            store.pages.delete_where(id__in=stale[at : at + _AT_ONCE])
    return len(stale)
