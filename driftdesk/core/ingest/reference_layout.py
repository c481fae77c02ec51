"""The layout in which the reference platform keeps its datasets in MongoDB.

``datasets`` holds ``{name, description, num_samples, num_features, labels, type, uploaded_by, created_at}``,
``dataset_chunks`` holds ``{dataset_id, records: [...], chunk_index}`` with ``chunk_index`` from 1; ``dataset_id`` is the
dataset's ``_id`` or its text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from driftdesk.core.entities import CollectionSource, Record
from driftdesk.core.errors import FileError, NotFoundError
from driftdesk.core.storage.codec import Document
from driftdesk.core.storage.foreign import ForeignDatabase, key_of, parse_key, plain

_DATASETS, _CHUNKS = "datasets", "dataset_chunks"
_LISTED = 10


class StoredDataset(Record):
    """As its document says; ``id`` is its ``_id`` as extended JSON, ``short_id`` the same for eyes."""

    id: str
    short_id: str
    name: str
    description: str = ""
    samples: int | None = None
    labels: tuple[str, ...] = ()
    created_at: datetime | None = None


@dataclass(frozen=True)
class StoredChunk:
    key: Any
    index: int | None
    rows: int
    byte_count: int


class ReferenceLayout:
    """The datasets of a database in that layout."""

    def __init__(self, database: ForeignDatabase) -> None:
        self._database = database

    def is_there(self) -> bool:
        """Whether the database has this layout."""
        names = {info.name for info in self._database.collections()}
        if not {_DATASETS, _CHUNKS} <= names:
            return False
        shape: list[Document] = [
            {"$limit": 1},
            {"$project": {"is": {"$isArray": "$records"}, "dataset_id": 1}},
        ]
        return all(c["is"] and "dataset_id" in c for c in self._database.aggregate(_CHUNKS, shape))

    def datasets(self) -> list[StoredDataset]:
        """Newest first."""
        found = self._database.aggregate(_DATASETS, [{"$sort": {"created_at": -1, "_id": -1}}])
        return [_dataset(document) for document in found]

    def dataset(self, id: str) -> StoredDataset:
        """Raises NotFoundError."""
        document = self._database.get(_DATASETS, parse_key(id))
        if document is None:
            raise NotFoundError(f"{self._database.name} keeps no dataset {id} any more.", "List them again.")
        return _dataset(document)

    def named(self, names: Sequence[str]) -> list[StoredDataset]:
        """Those with these names, or ids. Raises NotFoundError."""
        there = self.datasets()
        found = []
        for name in names:
            fitting = [d for d in there if name in (d.name, d.short_id)]
            if not fitting:
                listed = ", ".join(d.name for d in there[:_LISTED])
                raise NotFoundError(
                    f"{self._database.name} keeps no dataset {name!r}.", f"It keeps: {listed}."
                )
            found += fitting
        return found

    def source(self, dataset: StoredDataset) -> CollectionSource:
        """What an import of it reads."""
        return CollectionSource(
            address=self._database.address, database=self._database.name, stored=dataset.id
        )

    def chunks(self, dataset: StoredDataset) -> tuple[list[StoredChunk], list[str]]:
        """Its chunks in the order of their index, each once, and what is wrong with them. Raises FileError where two
        different chunks have one index, or there is none."""
        key = parse_key(dataset.id)
        size = {"$cond": [{"$isArray": "$records"}, {"$size": "$records"}, 0]}
        stages: list[Document] = [
            {"$match": {"dataset_id": {"$in": [key, str(key)]}}},
            {"$project": {"chunk_index": 1, "rows": size, "bytes": {"$bsonSize": "$$ROOT"}}},
            {"$sort": {"_id": 1}},
        ]
        found = [
            StoredChunk(d["_id"], _index(d.get("chunk_index")), d["rows"], d["bytes"])
            for d in self._database.aggregate(_CHUNKS, stages)
        ]
        if not found:
            raise FileError(f"The dataset {dataset.name} has no chunks.", "Nothing was uploaded into it.")
        indexes = [c.index for c in found if c.index is not None]
        warnings = []
        if len(indexes) < len(found):
            warnings.append(
                f"{len(found) - len(indexes)} chunks of {dataset.name} have no chunk_index; they come last."
            )
        if indexes != sorted(indexes):
            warnings.append(
                f"The chunks of {dataset.name} are stored out of order; read by their chunk_index."
            )
        kept, twice = self._once(dataset, sorted(found, key=lambda c: (c.index is None, c.index or 0)))
        if twice:
            warnings.append(
                f"Chunks of {dataset.name} that are there twice were read once: {_listed(twice)}."
            )
        if lacking := sorted(set(range(1, max(indexes, default=0) + 1)).difference(indexes)):
            warnings.append(f"Chunks of {dataset.name} are missing: {_listed(lacking)}.")
        rows = sum(c.rows for c in kept)
        if dataset.samples is not None and dataset.samples != rows:
            warnings.append(
                f"{dataset.name} is said to have {dataset.samples} samples; its chunks hold {rows}."
            )
        return kept, warnings

    def records(self, chunk: StoredChunk) -> list[Document]:
        """The rows of a chunk. Raises FileError."""
        document = self._database.get(_CHUNKS, chunk.key) or {}
        records = document.get("records")
        if not isinstance(records, list):
            raise FileError(
                f"The chunk {plain(chunk.key)} was removed, or holds no records.", "Look at the source."
            )
        return [r if isinstance(r, dict) else {"value": r} for r in records]

    def _once(
        self, dataset: StoredDataset, chunks: Sequence[StoredChunk]
    ) -> tuple[list[StoredChunk], list[int]]:
        """Without those that repeat another one, whose indexes are the second part."""
        times = Counter(c.index for c in chunks if c.index is not None)
        kept: list[StoredChunk] = []
        twice: list[int] = []
        for chunk in chunks:
            before = kept[-1] if kept else None
            if (
                before is None
                or chunk.index is None
                or times[chunk.index] == 1
                or before.index != chunk.index
            ):
                kept.append(chunk)
            elif self.records(before) == self.records(chunk):
                twice.append(chunk.index)
            else:
                raise FileError(
                    f"Two different chunks of {dataset.name} have the chunk_index {chunk.index}.",
                    "Remove the wrong one in the source, or give it another index.",
                )
        return kept, twice


def _dataset(document: Document) -> StoredDataset:
    labels = document.get("labels")
    samples = document.get("num_samples")
    created = plain(document.get("created_at"))
    return StoredDataset(
        id=key_of(document),
        short_id=str(plain(document["_id"])),
        name=str(document.get("name") or plain(document["_id"])),
        description=str(document.get("description") or ""),
        samples=int(samples) if isinstance(samples, int | float) else None,
        labels=tuple(str(plain(label)) for label in labels) if isinstance(labels, list) else (),
        created_at=created if isinstance(created, datetime) else None,
    )


def _index(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _listed(numbers: Sequence[int]) -> str:
    some = ", ".join(str(n) for n in numbers[:_LISTED])
    return some + (f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else "")
