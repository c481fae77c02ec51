"""Datasets, versions, manifests and files."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import Field

from driftdesk.core.entities.base import Record, Severity, new_id, now
from driftdesk.core.errors import NotFoundError

ROW_ID = "_row_id"
"""The hidden int64 column that every version has: a row's identity, given once, kept through every operation."""

DIGEST_SIZE = 32
"""Bytes of a chunk's name."""


def unpacked(digests: bytes) -> list[bytes]:
    """Packed digests, one by one."""
    return [digests[at : at + DIGEST_SIZE] for at in range(0, len(digests), DIGEST_SIZE)]


class Task(StrEnum):
    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"
    TEXT = "text"

    @property
    def is_classification(self) -> bool:
        return self is not Task.REGRESSION


class Kind(StrEnum):
    """What a column's values are. In Arrow: int64 or float64; string; bool; timestamp[us] (UTC, naive); string."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    TEXT = "text"

    @property
    def is_string(self) -> bool:
        """Whether values are strings: of categories or of text."""
        return self in (Kind.CATEGORICAL, Kind.TEXT)


class Role(StrEnum):
    FEATURE = "feature"
    TARGET = "target"
    PREDICTION = "prediction"
    PREDICTION_SCORE = "prediction_score"
    TIMESTAMP = "timestamp"
    WEIGHT = "weight"
    """How much a row counts in training."""
    ID = "id"
    IGNORED = "ignored"


class Column(Record):
    """``id`` names the column in manifests and never changes; ``name`` may."""

    id: str
    name: str
    kind: Kind
    role: Role = Role.FEATURE


ROW_IDS = Column(id=ROW_ID, name=ROW_ID, kind=Kind.NUMERIC)
"""The hidden column, to be read like any other."""


class Schema(Record):
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """The column called ``name``. Raises NotFoundError."""
        for c in self.columns:
            if c.name == name:
                return c
        raise NotFoundError(
            f"There is no column {name!r}.", f"The columns are: {', '.join(self.names[:40])}."
        )

    def select(self, names: Iterable[str]) -> tuple[Column, ...]:
        return tuple(self.column(n) for n in names)

    def of_role(self, role: Role) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.role is role)

    @property
    def features(self) -> tuple[Column, ...]:
        return self.of_role(Role.FEATURE)

    @property
    def target(self) -> Column | None:
        return next(iter(self.of_role(Role.TARGET)), None)

    @property
    def timestamp(self) -> Column | None:
        return next(iter(self.of_role(Role.TIMESTAMP)), None)


class OperationKind(StrEnum):
    """What made a version."""

    IMPORT = "import"
    APPEND = "append"
    CLEAN = "clean"
    RECOMPOSE = "recompose"
    EDIT = "edit"
    PREDICT = "predict"
    REVERT = "revert"


class Operation(Record):
    kind: OperationKind
    params: dict[str, Any] = Field(default_factory=dict)


class Dataset(Record):
    id: str = Field(default_factory=new_id)
    name: str
    task: Task | None = None
    head: int = 0
    """Number of the latest version; 0 before the first."""
    next_row_id: int = 0
    version_tags: dict[str, int] = Field(default_factory=dict)
    """Movable names of versions, such as ``golden``. ``latest`` is never stored: it is ``head``."""
    description: str = ""
    tags: tuple[str, ...] = ()
    favoured_by: tuple[str, ...] = ()
    """Users who want it at the top of their list."""
    trashed_at: datetime | None = None
    rows: int = 0
    """Of the head, as are ``columns``, ``labelled`` and ``byte_count``: kept here so that a list of thousands is one
    query."""
    columns: int = 0
    labelled: int | None = None
    """Rows whose target is not missing; None without a target."""
    byte_count: int = 0
    verdicts: tuple[Severity, ...] = ()
    """Of the last drift reports, oldest first."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
    updated_at: datetime = Field(default_factory=now)


class DatasetVersion(Record):
    id: str = Field(default_factory=new_id)
    dataset_id: str
    number: int
    parent: int | None = None
    columns: Schema
    operation: Operation
    rows: int
    pages: tuple[str, ...]
    """Ids of the manifest pages, in row order."""
    page_rows: tuple[int, ...]
    """Rows in each page, so that any position is found without reading pages."""
    files: tuple[str, ...] = ()
    """Ids of the original files whose rows this version added."""
    byte_count: int = 0
    author: str = ""
    message: str = ""
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)


class StoredChunk(NamedTuple):
    """A chunk as a page names it: what another version takes to share it. ``bounds`` is empty where not known."""

    digest: bytes
    bounds: bytes = b""


class ManifestPage(Record):
    """Up to 256 row groups (fewer where there are many columns). ``digests`` packs, row group by row group in
    the order of ``column_ids``, 32 bytes a chunk."""

    id: str = Field(default_factory=new_id)
    dataset_id: str
    column_ids: tuple[str, ...]
    """Always includes ROW_ID, last."""
    group_rows: tuple[int, ...]
    digests: bytes
    bounds: bytes = b""
    """What the chunks' values lie between, in the order of ``digests``, as ``core/tables/bounds.py`` packs it; empty in
    pages of format 1."""

    def chunk(self, group: int, column_id: str) -> StoredChunk:
        at = group * len(self.column_ids) + self.column_ids.index(column_id)
        size = len(self.bounds) // (len(self.digests) // DIGEST_SIZE)
        digest = self.digests[at * DIGEST_SIZE : (at + 1) * DIGEST_SIZE]
        return StoredChunk(digest, self.bounds[at * size : (at + 1) * size])

    def digest(self, group: int, column_id: str) -> bytes:
        return self.chunk(group, column_id).digest

    def digests_of(self, column_id: str) -> bytes:
        """Of all row groups, one after another."""
        first, step = (n * DIGEST_SIZE for n in (self.column_ids.index(column_id), len(self.column_ids)))
        return b"".join(self.digests[at : at + DIGEST_SIZE] for at in range(first, len(self.digests), step))


class CollectionSource(Record):
    """What of another MongoDB is imported. ``address`` holds no password: that is in the environment or the keyring of
    whoever connects."""

    address: str
    database: str
    collection: str = ""
    """Empty: ``stored`` names one of the datasets that the reference platform keeps there."""
    where: str = ""
    """A filter as extended JSON; empty: all documents."""
    fields: tuple[str, ...] = ()
    """Those that are read, such as ``age`` and ``address.city``; empty: all."""
    stored: str = ""
    """The ``_id`` of a dataset in the reference platform's layout, as extended JSON."""

    @property
    def shown(self) -> str:
        """Such as ``shop.orders``."""
        return f"{self.database}.{self.collection or 'datasets'}"


class WrittenGroup(Record):
    """A row group whose chunks and profiles are in the store, and that no version refers to yet."""

    column_ids: tuple[str, ...]
    rows: int
    digests: bytes
    """32 bytes a column, in the order of ``column_ids``."""
    bounds: bytes = b""
    """As in ``ManifestPage``."""
    byte_count: int
    """Uncompressed, of the chunks that were new."""


class ImportCheckpoint(Record):
    """What an import had put into the store when it was kept, since the checkpoint before: another attempt of its job
    goes on behind the last one that has a ``position``. Those without one are the first parts of the next that has."""

    id: str
    """The job's id and ``number``."""
    job_id: str
    number: int
    attempt: int
    plan: str
    """A fingerprint of what is imported, and how: another attempt that finds something else begins anew."""
    groups: tuple[WrittenGroup, ...] = ()
    rejects: bytes = b""
    """Rows of the file of rejected rows, compressed."""
    position: dict[str, Any] | None = None
    """Where the reading goes on; see ``driftdesk.core.ingest.journal``."""
    at: datetime = Field(default_factory=now)


class ChosenColumn(Record):
    """What a user made of a column of a file; None: as it was found."""

    name: str
    kind: Kind | None = None
    role: Role | None = None


class ImportChoices(Record):
    """What was chosen for the columns of a file: offered again for the next file of the same columns."""

    id: str
    """A fingerprint of the names of all columns."""
    columns: tuple[ChosenColumn, ...]
    task: Task | None = None
    dataset: str = ""
    """Into which the file went."""
    at: datetime = Field(default_factory=now)


class StoredFile(Record):
    """An original file in GridFS."""

    id: str = Field(default_factory=new_id)
    name: str
    size: int
    sha256: str
    format: str = ""
    uploaded_by: str = ""
    uploaded_at: datetime = Field(default_factory=now)
    removed_at: datetime | None = None
    """Its content was removed; what it was stays known."""
    removed_by: str = ""
