"""How many rows of a version have a target, told from the bounds of its chunks: without reading values."""

from __future__ import annotations

from collections import Counter

import pyarrow.compute as pc

from driftdesk.core.datasets.writer import WrittenVersion
from driftdesk.core.entities import Column, Dataset, ManifestPage
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.bounds import missing_in


def labelled_rows(store: Store, dataset: Dataset, written: WrittenVersion) -> int | None:
    """Of what becomes the head of ``dataset``: rows whose target is not missing, None without a target. Only pages that
    the head before does not share are looked at."""
    target = written.columns.target
    if target is None:
        return None
    pages = Counter(written.page_ids)
    before = store.versions.first(dataset_id=dataset.id, number=dataset.head) if dataset.head else None
    known = 0
    if before is not None and dataset.labelled is not None and _is_same(before.columns.target, target):
        known = dataset.labelled
        pages.subtract(before.pages)
    made = {page.id: page for page in written.pages}
    for page_id, times in pages.items():
        page = made.get(page_id) or (store.pages.first(id=page_id) if times else None)
        if page is not None:
            known += times * _labelled_in(store, page, target)
    return known


def _is_same(before: Column | None, target: Column) -> bool:
    return before is not None and (before.id, before.kind) == (target.id, target.kind)


def _labelled_in(store: Store, page: ManifestPage, target: Column) -> int:
    if target.id not in page.column_ids:
        return 0
    labelled = 0
    for group, rows in enumerate(page.group_rows):
        chunk = page.chunk(group, target.id)
        missing = missing_in(chunk.bounds)
        if missing is None:  # format 1 kept no bounds
            (array,) = store.chunks.get([chunk.digest])
            missing = pc.sum(pc.is_null(array, nan_is_null=True)).as_py() or 0
        labelled += rows - missing
    return labelled
