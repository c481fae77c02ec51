"""What each dataset takes in the store, to the byte: its own, and what it shares with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from driftdesk.core.entities import Record, unpacked
from driftdesk.core.profiles.encoding import page_name
from driftdesk.core.retention.sweeping import files_of

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.storage.store import Store

_SHARED = ""
"""In place of the id of the one dataset that something belongs to."""
_AT_ONCE = 200


class DatasetAccount(Record):
    """Bytes in the store. ``shared`` counts what other datasets refer to as well, the rest is the dataset's own: so
    much is free when it is deleted for good and swept."""

    dataset_id: str
    name: str
    in_trash: bool
    versions: int
    chunks: int
    profiles: int
    pages: int
    files: int
    shared: int

    @property
    def own(self) -> int:
        return self.chunks + self.profiles + self.pages + self.files


class StorageAccount(Record):
    """``shared`` counts each shared byte once. ``unreferenced`` is what no dataset refers to: a sweep frees it when
    nobody has touched it for the grace period. ``other_files`` are those that jobs refer to, or nothing."""

    datasets: tuple[DatasetAccount, ...]
    """The largest first."""
    shared: int
    unreferenced: int
    other_files: int
    artifacts: int
    """What trainings stored."""

    @property
    def total(self) -> int:
        own = sum(d.own for d in self.datasets)
        return own + self.shared + self.unreferenced + self.other_files + self.artifacts


class _Owners(dict[str, str]):
    """To which dataset something belongs: several make it shared."""

    def add(self, keys: Iterable[str], dataset_id: str) -> None:
        for key in keys:
            if self.setdefault(key, dataset_id) != dataset_id:
                self[key] = _SHARED


class _Tally:
    """Bytes by kind and dataset."""

    def __init__(self) -> None:
        self.own: dict[tuple[str, str], int] = defaultdict(int)
        self.shared = self.unreferenced = 0

    def count(self, what: str, owner: str | None, size: int) -> None:
        if owner is None:
            self.unreferenced += size
        elif owner == _SHARED:
            self.shared += size
        else:
            self.own[what, owner] += size


def account(store: Store, context: Context) -> StorageAccount:
    """See ``RetentionService.account``. Memory grows with the number of chunks: about 200 bytes each."""
    pages, files = _Owners(), _Owners()
    versions: dict[str, int] = defaultdict(int)
    for version in store.versions.select("dataset_id", "pages", "files", "operation"):
        versions[version["dataset_id"]] += 1
        pages.add(version["pages"], version["dataset_id"])
        files.add(files_of(version), version["dataset_id"])
    chunks, merged, users = _contents(store, pages, context)
    tally = _Tally()
    shared: dict[str, int] = defaultdict(int)

    def count(what: str, owner: str | None, key: str, size: int) -> None:
        tally.count(what, owner, size)
        if owner == _SHARED:
            for dataset_id in users[key]:
                shared[dataset_id] += size

    _count_all(store, pages, chunks, merged, count)
    other = 0
    for file_id, size in store.files.sizes().items():
        if file_id in files:
            tally.count("files", files[file_id], size)
        else:
            other += size
    made = [
        DatasetAccount(
            dataset_id=each["id"],
            name=each["name"],
            in_trash=each.get("trashed_at") is not None,
            versions=versions[each["id"]],
            shared=shared[each["id"]],
            **{what: tally.own[what, each["id"]] for what in ("chunks", "profiles", "pages", "files")},
        )
        for each in store.datasets.select("name", "trashed_at")
    ]
    return StorageAccount(
        datasets=tuple(sorted(made, key=lambda d: (-d.own - d.shared, d.name))),
        shared=tally.shared,
        unreferenced=tally.unreferenced,
        other_files=other,
        artifacts=sum(store.artifacts.sizes().values()),
    )


def _contents(store: Store, pages: _Owners, context: Context) -> tuple[_Owners, _Owners, dict[str, set[str]]]:
    """To whom chunks (by their digest in hexadecimal) and merged profiles belong, and the users of what is shared."""
    chunks, merged = _Owners(), _Owners()
    users: dict[str, set[str]] = {}

    def own(owners: _Owners, keys: set[str], dataset_id: str) -> None:
        for key in keys:
            before = owners.get(key, dataset_id)
            if before != dataset_id:
                users.setdefault(key, {before} - {_SHARED}).add(dataset_id)
        owners.add(keys, dataset_id)

    ids = sorted(pages)
    for at in range(0, len(ids), _AT_ONCE):
        context.check()
        context.progress(at, len(ids), "looking at pages")
        for page in store.pages.find(id__in=ids[at : at + _AT_ONCE]):
            own(chunks, {d.hex() for d in unpacked(page.digests)}, page.dataset_id)
            own(merged, {page_name(page, column_id) for column_id in page.column_ids}, page.dataset_id)
    for split in store.splits.select("dataset_id", "digests"):
        own(chunks, {d.hex() for d in unpacked(split["digests"])}, split["dataset_id"])
    return chunks, merged, users


def _count_all(
    store: Store,
    pages: _Owners,
    chunks: _Owners,
    merged: _Owners,
    count: Callable[[str, str | None, str, int], None],
) -> None:
    for page in store.pages.infos():
        count("pages", pages.get(page.id), page.id, page.byte_count)
    for digest, size in store.chunks.sizes():
        count("chunks", chunks.get(digest.hex()), digest.hex(), size)
    for key, size in store.chunk_profiles.sizes():
        first, second, *_ = key.split(":")
        owners, name = (merged, second) if first == "page" else (chunks, first)
        count("profiles", owners.get(name), name, size)
