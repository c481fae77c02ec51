"""Splits: the rows of a version in parts, stored with it, and looked through for what leaks from one into another."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from driftdesk.core.context import Context
from driftdesk.core.datasets.names import check_tag, no_such
from driftdesk.core.entities import (
    AuditEntry,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Split,
    SplitMethod,
    SplitSpec,
    unpacked,
)
from driftdesk.core.errors import ConflictError, ParameterError, SchemaError

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.splits.assigning import Parts
    from driftdesk.core.splits.parts import PartSource
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

_CHUNK_ROWS = 1 << 20


class SplitService:
    """``user`` is who stands in the record where a context names nobody. May be used from any thread."""

    def __init__(self, store: Store, datasets: DatasetService, tables: TableService, user: str = "") -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._user = user

    def list(self, ref: str) -> builtins.list[Split]:
        """Of ``name@version``, by name; of ``name`` alone: of all its versions, newest first."""
        if "@" in ref:
            version = self._datasets.resolve(ref)[1]
            return self.of(version)
        dataset = self._datasets.get(ref)
        found = self._store.splits.find(dataset_id=dataset.id, sort="name")
        return sorted(found, key=lambda s: -s.version)

    def of(self, version: DatasetVersion) -> builtins.list[Split]:
        """The splits of a version, by name."""
        return self._store.splits.find(dataset_id=version.dataset_id, version=version.number, sort="name")

    def get(self, ref: str, name: str) -> Split:
        """The split ``name`` of ``name[@version]``. Raises NotFoundError."""
        dataset, version = self._datasets.resolve(ref)
        return self.named(dataset, version, name)

    def named(self, dataset: Dataset, version: DatasetVersion, name: str) -> Split:
        """Raises NotFoundError, with the names that there are."""
        there = {s.name: s for s in self.of(version)}
        if name not in there:
            raise no_such(f"split of {dataset.name} v{version.number}", name, there)
        return there[name]

    def check(self, version: DatasetVersion, name: str, spec: SplitSpec) -> SplitSpec:
        """The spec with its column. Raises ParameterError, SchemaError, ConflictError where the name is taken."""
        check_tag(name)
        if self._store.splits.count(dataset_id=version.dataset_id, version=version.number, name=name):
            raise ConflictError(
                f"v{version.number} has a split {name!r} already.", "Choose another name, or remove that one."
            )
        if not version.rows:
            raise ParameterError(f"v{version.number} has no rows to split.", "Choose another version.")
        return with_column(version, spec)

    def create(self, ref: str, name: str, spec: SplitSpec, context: Context | None = None) -> Split:
        """Split ``name[@version]`` and store it. Rows that an older version with a split of the same spec has too keep
        their parts (but by time). Raises what ``check`` raises, and ParameterError where a part would be empty."""
        from driftdesk.core.splits.splitting import make

        context = context or Context()
        dataset, version = self._datasets.resolve(ref)
        if context.job_id and (made := self._store.splits.first(job_id=context.job_id)):
            return made
        spec = self.check(version, name, spec)
        base = self._base(version, spec)
        parts, shown, leaks = make(self._tables, version, spec, self._kept(version, base), context)
        split = Split(
            name=name,
            dataset_id=dataset.id,
            version=version.number,
            spec=spec,
            parts=shown,
            leaks=leaks,
            based_on=base.version if base else None,
            rows=version.rows,
            digests=self._stored(parts),
            author=context.user or self._user,
            job_id=context.job_id,
        )

        def work(session: Session) -> None:
            self._store.datasets.touch(dataset.id, session)
            if not self._store.versions.count(session, id=version.id):
                raise ConflictError(f"v{version.number} was removed meanwhile.", "Choose another version.")
            self._store.splits.insert(split, session)
            self._audit("version split", f"{dataset.name}@{version.number}", session, split.author, name=name)

        self._store.run_in_transaction(work, context.fence)
        return split

    def remove(self, ref: str, name: str) -> None:
        """Forget a split. What was trained on it stays."""
        dataset, version = self._datasets.resolve(ref)
        split = self.named(dataset, version, name)

        def work(session: Session) -> None:
            self._store.datasets.touch(dataset.id, session)
            self._store.splits.delete(split.id, session)
            self._audit("split removed", f"{dataset.name}@{version.number}", session, self._user, name=name)

        self._store.run_in_transaction(work)

    def parts(self, split: Split) -> Parts:
        """The number of each row's part, in the order of the version's rows (uint8)."""
        return read_parts(self._store, split)

    def source(self, split: Split, part: str) -> PartSource:
        """The rows of one part, to be looked at, filtered and exported like those of a version. Raises NotFoundError."""
        from driftdesk.core.splits.parts import PartSource

        names = [p.name for p in split.parts]
        if part not in names:
            raise no_such(f"part of the split {split.name!r}", part, names)
        version = self._datasets.version(self._datasets.by_id(split.dataset_id), split.version)
        chosen = self.parts(split) == names.index(part)
        return PartSource(self._tables.source(version), f"{split.id}:{part}", chosen)

    def _base(self, version: DatasetVersion, spec: SplitSpec) -> Split | None:
        """The split of the same spec on the newest older version."""
        if spec.method is SplitMethod.TIME:
            return None
        older = self._store.splits.find(
            dataset_id=version.dataset_id, version__lt=version.number, sort="-version"
        )
        return next((s for s in older if s.spec == spec), None)

    def _kept(self, version: DatasetVersion, base: Split | None) -> Parts | None:
        """The part that each row had in an older split; None: there is none."""
        from driftdesk.core.splits.splitting import carried_over, row_ids_of

        if base is None:
            return None
        older = self._datasets.version(self._datasets.by_id(version.dataset_id), base.version)
        return carried_over(
            row_ids_of(self._tables, older), self.parts(base), row_ids_of(self._tables, version)
        )

    def _stored(self, parts: Parts) -> bytes:
        import pyarrow as pa

        pieces = [pa.array(parts[i : i + _CHUNK_ROWS]) for i in range(0, len(parts), _CHUNK_ROWS)]
        return b"".join(self._store.chunks.put(pieces))

    def _audit(self, action: str, what: str, session: Session, who: str, **details: Any) -> None:
        self._store.audit.insert(AuditEntry(who=who, action=action, what=what, details=details), session)


def read_parts(store: Store, split: Split) -> Parts:
    """See ``SplitService.parts``."""
    import numpy as np

    return np.concatenate([np.asarray(chunk) for chunk in store.chunks.get(unpacked(split.digests))])


def make_spec(method: str, shares: dict[str, float] | None = None, by: str = "", seed: int = 0) -> SplitSpec:
    """A spec of words and numbers as people give them. Raises ParameterError."""
    given: dict[str, Any] = {"method": method, "by": by, "seed": seed}
    try:
        return SplitSpec.model_validate(given | ({"shares": shares} if shares else {}))
    except ValidationError as error:
        problem = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise ParameterError(
            f"This split cannot be made: {problem}.",
            "Methods are random, stratified, time and group; shares such as train=0.8, test=0.2 add up to 1.",
        ) from error


def with_column(version: DatasetVersion, spec: SplitSpec) -> SplitSpec:
    """``spec`` with the column that it goes by. Raises NotFoundError, SchemaError."""
    if spec.method is SplitMethod.RANDOM:
        return spec
    column = version.columns.column(spec.by) if spec.by else _usual(version, spec.method)
    if spec.method is SplitMethod.TIME and column.kind not in (Kind.DATETIME, Kind.NUMERIC):
        raise SchemaError(
            f"{column.name!r} is {column.kind}: rows cannot be put in the order of time by it.",
            "Choose a column of dates or numbers.",
        )
    if spec.method is SplitMethod.STRATIFIED and column.kind in (Kind.TEXT, Kind.DATETIME):
        raise SchemaError(
            f"{column.name!r} is {column.kind}: it has no classes.",
            "Choose categories, truth values or numbers.",
        )
    return spec.model_copy(update={"by": column.name})


def _usual(version: DatasetVersion, method: SplitMethod) -> Column:
    column = version.columns.target if method is SplitMethod.STRATIFIED else version.columns.timestamp
    if column is None:
        what = "target" if method is SplitMethod.STRATIFIED else "timestamp"
        raise SchemaError(f"v{version.number} has no {what} column.", "Name the column to split by.")
    return column
