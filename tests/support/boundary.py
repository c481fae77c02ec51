"""Whether a store is at a version boundary: all that its versions name is there, and nothing half is."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pymongo import MongoClient

from driftdesk.core.entities import ROW_ID, Dataset, DatasetVersion, ManifestPage
from driftdesk.core.profiles.encoding import chunk_key, chunk_sample_key, page_name
from driftdesk.desk import Desk

_DIGEST = 32


def content(desk: Desk, version: DatasetVersion, first_new: int = 0) -> pa.Table:
    """All rows with their ids, those from ``first_new`` on counted from there: ids are given once, so another version
    of equal rows has others. Read from the store, not from what was read before."""
    table = desk.tables.read(version, with_row_ids=True)
    ids = table.column(ROW_ID)
    given = pc.if_else(pc.greater_equal(ids, first_new), pc.subtract(first_new - 1, ids), ids)
    return table.set_column(table.column_names.index(ROW_ID), ROW_ID, given)


class Boundary:
    """What the versions of a store refer to, found without the product's own bookkeeping."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pages = {page.id: page for page in desk.store.pages.find()}
        self.versions = desk.store.versions.find()
        self.chunks: set[bytes] = set()
        self.profiles: set[str] = set()
        """That writing makes, for each chunk of a column."""
        self.merged: set[str] = set()
        """Names of the profiles of whole pages, which reading makes."""
        for version in self.versions:
            for page_id in version.pages:
                self._take(version, self.pages[page_id])

    def check(self) -> None:
        """Every version reads whole, and nothing that belongs together is there in part."""
        desk = self.desk
        assert {p for v in self.versions for p in v.pages} == set(self.pages), (
            "pages come and go with versions"
        )
        assert self.chunks <= {key for key, _ in desk.store.chunks.sizes()}
        assert self.profiles <= {key for key, _ in desk.store.chunk_profiles.sizes()}
        by_dataset: dict[str, list[DatasetVersion]] = defaultdict(list)
        for version in self.versions:
            by_dataset[version.dataset_id].append(version)
            assert all(desk.store.files.read_bytes(file) for file in _files(version))
        datasets = {d.id: d for d in desk.store.datasets.find()}
        assert by_dataset.keys() <= datasets.keys()
        for dataset in datasets.values():
            self._check_head(dataset, by_dataset[dataset.id])
        for state in {v.pages: v for v in self.versions}.values():
            assert desk.tables.read(state, with_row_ids=True).num_rows == state.rows == sum(state.page_rows)
        self._check_drafts()

    def check_nothing_else(self) -> None:
        """After a sweep, when nobody is at work: nothing is there that no version refers to."""
        store = self.desk.store
        assert {key for key, _ in store.chunks.sizes()} == self.chunks
        profiles = {key for key, _ in store.chunk_profiles.sizes()}
        of_pages = {key for key in profiles if key.startswith("page:")}
        assert profiles - of_pages == self.profiles
        assert {key.split(":")[1] for key in of_pages} <= self.merged
        assert store.import_checkpoints.count() == 0
        results = [(job.result or {}).get("rejects_file") for job in store.jobs.find()]
        named = {file for version in self.versions for file in _files(version)} | set(results) - {None}
        assert set(store.files.sizes()) <= named
        with MongoClient[dict[str, Any]](store.secret_uri.get_secret_value()) as client:
            database = client[self.desk.settings.database]
            assert set(database["files.chunks"].distinct("files_id")) <= named
            assert database["writer_leases"].count_documents({}) == 0
            assert database["draft_edits"].count_documents({}) == 0

    def _take(self, version: DatasetVersion, page: ManifestPage) -> None:
        assert page.dataset_id == version.dataset_id
        assert len(page.digests) == _DIGEST * len(page.group_rows) * len(page.column_ids)
        kinds = {c.id: c.kind for c in version.columns.columns}
        for column_id in page.column_ids:
            self.merged.add(page_name(page, column_id))
            for digest in _digests(page.digests_of(column_id)):
                self.chunks.add(digest)
                if column_id in kinds:
                    self.profiles |= {
                        chunk_key(digest, kinds[column_id]),
                        chunk_sample_key(digest, kinds[column_id]),
                    }

    def _check_head(self, dataset: Dataset, versions: list[DatasetVersion]) -> None:
        """What is kept beside the dataset is what its latest version says."""
        head = max(versions, key=lambda v: v.number, default=None)
        if head is None:
            assert (dataset.head, dataset.rows) == (0, 0)
            return
        assert dataset.head == head.number
        assert (dataset.rows, dataset.columns) == (head.rows, len(head.columns.columns))
        assert dataset.byte_count == head.byte_count
        if head.columns.target is not None:
            target = self.desk.tables.column(head, head.columns.target.name)
            assert dataset.labelled == head.rows - target.null_count

    def _check_drafts(self) -> None:
        drafts = {draft.id: draft for draft in self.desk.store.drafts.find()}
        numbers: dict[str, list[int]] = defaultdict(list)
        for edit in self.desk.store.draft_edits.find(sort="number"):
            numbers[edit.draft_id].append(edit.number)
        assert numbers.keys() <= drafts.keys(), "edits go with their draft"
        for draft in drafts.values():
            assert numbers[draft.id] == list(range(1, draft.length + 1))


def _digests(packed: bytes) -> Iterator[bytes]:
    return (packed[at : at + _DIGEST] for at in range(0, len(packed), _DIGEST))


def _files(version: DatasetVersion) -> list[str]:
    rejects = version.operation.params.get("rejects_file")
    return [*version.files, *([rejects] if rejects else [])]
