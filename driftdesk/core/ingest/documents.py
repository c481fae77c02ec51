"""A collection of another MongoDB as a table: read like JSON, in batches, in an order in which it can be taken up again.

The columns are those of the first documents; what has other keys later is rejected with a reason.
"""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

import pyarrow as pa

from driftdesk.core.entities import CollectionSource
from driftdesk.core.errors import FileError, ParameterError
from driftdesk.core.ingest.batches import (
    MOST_COLUMNS,
    SAMPLE_BYTES,
    SAMPLE_ROWS,
    Batch,
    ColumnPlan,
    Reject,
    assemble,
)
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.marks import Mark
from driftdesk.core.ingest.nested import flat, leaves, typed, weight
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reference_layout import ReferenceLayout
from driftdesk.core.ingest.source import Source
from driftdesk.core.storage.foreign import ForeignDatabase, key_of, parse_filter, plain

BATCH_ROWS = 8192
BATCH_BYTES = 16 << 20
_CONTENT = 10_000

Row = tuple[str, dict[str, Any]]
"""What to go on behind, and a document as JSON has it."""


@dataclass(frozen=True)
class Documents:
    """Where rows come from. ``rows(key)`` gives those behind a key, all of them where it is empty."""

    name: str
    rows: Callable[[str], Iterator[Row]]
    count: int
    """About how many there are."""
    byte_count: int
    warnings: tuple[str, ...] = ()
    description: str = ""


class DocumentReader:
    """Raises FileError where there is no document at all."""

    def __init__(self, documents: Documents, options: ImportOptions) -> None:
        self.form = FileFormat(format="mongodb", flatten=options.flatten, lists=options.lists)
        self.warnings = list(documents.warnings)
        self._documents = documents
        self._sample: list[dict[str, Any]] = []
        names: dict[str, None] = {}
        size = 0
        for _, row in documents.rows(""):
            value, problem = flat(row, self.form.flatten, self.form.lists)
            if not problem:
                names.update(dict.fromkeys(value))
                self._sample.append(value)
                size += weight(value)
            if len(names) > MOST_COLUMNS:
                raise FileError(
                    f"The documents of {documents.name} have more than {MOST_COLUMNS} different keys.",
                    "Name the fields that are to be read, or import with --flatten none.",
                )
            if len(self._sample) >= SAMPLE_ROWS or size > SAMPLE_BYTES:
                break
        self.names = leaves(names, self._sample, self.form.flatten)
        if not self.names:
            raise FileError(
                f"{documents.name} gives no rows.",
                "Check the names of database and collection, and the filter.",
            )

    def sample(self) -> pa.Table:
        columns = [typed([row.get(name) for row in self._sample]) for name in self.names]
        return pa.table(columns, names=[str(i) for i in range(len(columns))])

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        return self.batches_from(plans, Mark())

    def batches_from(self, plans: Sequence[ColumnPlan], mark: Mark) -> Iterator[Batch]:
        """See ``Resumable``."""
        batch = _Rows(self.names, mark)
        for key, row in self._documents.rows(mark.key):
            batch.add(key, row, *flat(row, self.form.flatten, self.form.lists))
            if batch.is_full:
                yield batch.finish(plans)
                batch = _Rows(self.names, batch.end)
        if batch.count:
            yield batch.finish(plans)

    def position(self, rows: int) -> int:
        documents = self._documents
        return min(documents.byte_count, documents.byte_count * rows // max(1, documents.count))


class _Rows:
    """A batch while it is filled."""

    def __init__(self, names: Sequence[str], mark: Mark) -> None:
        self._names = names
        self._known = set(names)
        self._mark = self.end = mark
        self._good: list[tuple[int, dict[str, Any]]] = []
        self._bad: list[Reject] = []
        self._size = 0

    @property
    def count(self) -> int:
        return len(self._good) + len(self._bad)

    @property
    def is_full(self) -> bool:
        return self.count >= BATCH_ROWS or self._size >= BATCH_BYTES

    def add(self, key: str, row: dict[str, Any], value: dict[str, Any], problem: str) -> None:
        line = self.end.line
        self.end = Mark(line=line + 1, key=key)
        unknown = next((k for k, v in value.items() if k not in self._known and v not in (None, {})), None)
        if not problem and unknown is not None:
            problem = f"the key {unknown[:40]!r}, which the first documents do not have"
        if problem:
            self._bad.append(Reject(line, problem, _json(row)))
        else:
            self._good.append((line, value))
            self._size += weight(value)

    def finish(self, plans: Sequence[ColumnPlan]) -> Batch:
        names = [self._names[p.position] for p in plans]
        batch = assemble(
            [typed([value.get(name) for _, value in self._good]) for name in names],
            plans,
            lambda row: self._good[row][0],
            content_of=lambda row: _json(self._good[row][1]),
            ragged=self._bad,
        )
        return replace(batch, mark=self._mark)


def collection_source(database: ForeignDatabase, wanted: CollectionSource) -> Source:
    """A collection (or a dataset of the reference platform) as what an import reads. Raises NotFoundError,
    ParameterError, FileError."""
    documents = documents_of(database, wanted)

    def nothing() -> BinaryIO:
        return cast("BinaryIO", io.BytesIO())

    return Source(
        documents.name,
        max(1, documents.byte_count),
        nothing,
        reader=lambda options: DocumentReader(documents, options),
        description=documents.description,
    )


def documents_of(database: ForeignDatabase, wanted: CollectionSource) -> Documents:
    """Raises NotFoundError, ParameterError, FileError."""
    if wanted.stored:
        return _stored(ReferenceLayout(database), wanted.stored)
    if not wanted.collection:
        raise ParameterError("Which collection?", "Name one of those that are listed (--collection).")
    where = parse_filter(wanted.where)
    info = database.info(wanted.collection)
    without_id = bool(wanted.fields) and "_id" not in wanted.fields

    def rows(after: str) -> Iterator[Row]:
        for document in database.documents(wanted.collection, where, wanted.fields, after):
            key = key_of(document)
            if without_id:
                del document["_id"]
            yield key, plain(document)

    size = info.byte_count or 200 * info.documents
    return Documents(f"{database.name}.{wanted.collection}", rows, info.documents, size)


def _stored(layout: ReferenceLayout, stored: str) -> Documents:
    """A dataset that the reference platform keeps."""
    found = layout.dataset(stored)
    chunks, warnings = layout.chunks(found)
    count = sum(c.rows for c in chunks)

    def rows(after: str) -> Iterator[Row]:
        at, _, skip = after.partition(":")
        start = int(at or 0)
        for number, chunk in enumerate(chunks[start:], start):
            done = int(skip or 0) if number == start else 0
            for index, record in enumerate(layout.records(chunk)[done:], done + 1):
                yield f"{number}:{index}", plain(record)

    return Documents(
        found.name, rows, count, sum(c.byte_count for c in chunks), tuple(warnings), found.description
    )


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)[:_CONTENT]
