"""One file as a table: its columns, planned once from a sample, and its rows in batches."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Literal

import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import Column, Kind, Role, Schema, Task
from driftdesk.core.errors import FileError, SchemaError
from driftdesk.core.ingest.batches import MOST_COLUMNS, Batch, ColumnPlan, FormatReader
from driftdesk.core.ingest.columnar_reader import ColumnarReader
from driftdesk.core.ingest.csv_reader import CsvReader
from driftdesk.core.ingest.detection import FileFormat, detect
from driftdesk.core.ingest.inference import KindFound, as_kind, find_kind, safe_names, tolerated
from driftdesk.core.ingest.json_reader import JsonReader
from driftdesk.core.ingest.marks import Counted, Mark, Position, Resumable
from driftdesk.core.ingest.options import ImportOptions, OnRetyped
from driftdesk.core.ingest.roles import Described, check_named, give_roles
from driftdesk.core.ingest.source import Source, source_of

_EARLY = 50_000
"""Rows after which a file that is mostly unusable is given up."""


class TableFile:
    """``against`` is the schema of a dataset that the file's rows are to fit; None: the columns are inferred.
    Columns that hold something else than they should are taken as the options say, or as ``retyped`` does: "keep" is as
    what they are. ``strict`` False: where that is an error, it is only noted, for a preview.

    Opening reads a sample and raises FileError or SchemaError when the file cannot become a table.
    """

    columns: Schema
    """Of the file: those of ``against`` that it has, then those that are new."""
    missing: tuple[str, ...] = ()
    """Names of ``against`` that the file lacks."""
    new: tuple[str, ...] = ()
    retyped: dict[str, Kind]
    """Columns of ``against`` that the file holds as another kind, and as which."""
    task: Task | None = None
    counted = Counted()
    """What the batches that were taken so far came to, the last one included."""
    before = Counted()
    """The same without the last one, which begins at ``mark``."""
    mark = Mark()
    progress: int = 0
    """Bytes of the stored file that were read so far, about."""

    def __init__(
        self,
        source: Source,
        options: ImportOptions,
        against: Schema | None = None,
        *,
        retyped: Literal["keep"] | OnRetyped | None = None,
        strict: bool = True,
        seed: str = "",
    ) -> None:
        self.source = source = source.only(options.member)
        self._reader = source.reader(options) if source.reader else _open(source, detect(source, options))
        self.form: FileFormat = self._reader.form
        if (width := len(self._reader.names)) > MOST_COLUMNS:
            raise FileError(
                f"{source.name} has {width:,} columns, more than {MOST_COLUMNS:,}.",
                "Check the delimiter; or keep only the columns that are needed.",
            )
        self.names, self.warnings = safe_names(self._reader.names)
        self.warnings += self._reader.warnings
        self._positions = {name: at for at, name in enumerate(self.names)}
        raw = self._reader.sample()
        self.raw = dict(zip(self.names, raw.columns, strict=True))
        self._options = options
        self._seed = seed
        self._known: frozenset[str] = frozenset(c.name for c in against.columns) if against else frozenset()
        self._check_options()
        known = {c.name: c for c in against.columns} if against else {}
        kept = {n: self._flat(n) for n in self.names if n in known}
        fresh = {n: self._flat(n) for n in self.names if n not in known}
        notation = self.form.notation
        self.found = {n: as_kind(array, known[n].kind, notation) for n, array in kept.items()}
        self.retyped = {n: find_kind(kept[n], notation).kind for n in self._retyped()}
        self._on_retyped = retyped or options.retyped_columns
        if self.retyped and strict and self._on_retyped == "refuse":
            raise self._refuse_retyped(known)
        for name, kind in self.retyped.items():
            if self._on_retyped == "keep":
                self.found[name] = find_kind(kept[name], notation)
            elif self._on_retyped == "text":
                self.found[name] = as_kind(kept[name], Kind.TEXT if kind is Kind.TEXT else Kind.CATEGORICAL)
        plans = [
            self._plan(known[n].model_copy(update={"kind": found.kind}), found)
            for n, found in self.found.items()
        ]
        if against:
            self.missing = tuple(n for n in known if n not in kept)
            self.new = tuple(fresh)
            self._check_agreement(known)
        plans += self._plan_new(fresh, taken=known.values())
        self.plans = tuple(plans)
        self.columns = Schema(columns=tuple(p.column for p in plans))

    def batches(self, start: Position | None = None) -> Iterator[Batch]:
        """All rows, or those from the batch at ``start`` on. Raises SchemaError when too many values contradict a
        column's kind, FileError when more than half of the rows cannot be used, or none."""
        start = start or Position()
        self.counted = start.counted
        for number, batch in enumerate(self._batches(start.mark), start.mark.batch):
            mark = batch.mark or Mark()
            self.mark = mark.model_copy(update={"batch": number})
            self.before = self.counted
            self.counted = self.counted.plus(batch)
            self._check_contradictions()
            if self.counted.read >= _EARLY:
                self._check_rejected()
            self.progress = self._reader.position(self.counted.read)
            yield batch
        self.progress = self.source.size
        self._check_rejected()

    def _batches(self, mark: Mark) -> Iterator[Batch]:
        if mark.batch and isinstance(self._reader, Resumable):
            return self._reader.batches_from(self.plans, mark)
        return islice(self._reader.batches(self.plans), mark.batch, None)

    def without_new(self) -> "TableFile":
        """Leave the columns that the dataset lacks out."""
        return self.only(*(n for n in self.columns.names if n not in self.new))

    def only(self, *names: str) -> "TableFile":
        """Read these columns alone."""
        self.plans = tuple(p for p in self.plans if p.column.name in names)
        self.columns = Schema(columns=tuple(p.column for p in self.plans))
        return self

    @property
    def kinds(self) -> dict[str, Kind]:
        """Of the columns that are read, by name."""
        return {c.name: c.kind for c in self.columns.columns}

    @property
    def lenient(self) -> frozenset[str]:
        """Columns whose values are missing where they are not of their kind."""
        return frozenset(p.column.name for p in self.plans if p.misfits == "missing")

    def _flat(self, name: str) -> pa.Array:
        return self.raw[name].combine_chunks()

    def _check_options(self) -> None:
        names = [*self.names, *self._known.difference(self.names)]
        options = self._options
        check_named(names, options.kinds, "one whose kind is given")
        check_named(names, options.roles, "one whose role is given")
        check_named(names, [options.target] if options.target else [], "target")
        check_named(names, [options.timestamp] if options.timestamp else [], "timestamp")

    def _check_agreement(self, known: dict[str, Column]) -> None:
        """What the options say of a dataset's columns must be what they are."""
        said: list[tuple[str, Kind | Role]] = [*self._options.kinds.items(), *self._options.roles.items()]
        said += [(n, Role.TARGET) for n in [self._options.target] if n]
        said += [(n, Role.TIMESTAMP) for n in [self._options.timestamp] if n]
        for name, word in said:
            if name in known and word not in (known[name].kind, known[name].role):
                raise SchemaError(
                    f"The column {name!r} of the dataset is {known[name].kind} and {known[name].role}, not {word}.",
                    "Change the dataset's column first, or import into a new dataset.",
                )

    def _plan(self, column: Column, found: KindFound) -> ColumnPlan:
        known = column.name in self._known
        return ColumnPlan(
            self._positions[column.name],
            column,
            found.integers,
            found.date_format,
            self.form.notation,
            "missing" if known and self._on_retyped == "missing" else "reject",
        )

    def _plan_new(self, fresh: dict[str, pa.Array], taken: Iterable[Column]) -> list[ColumnPlan]:
        notation = self.form.notation

        def describe(name: str) -> Described:
            kind, array = self._options.kinds.get(name), fresh[name]
            found = as_kind(array, kind, notation) if kind else find_kind(array, notation)
            return Described(name, array, found, forced=kind is not None)

        described = {each.name: each for each in ordered_map(describe, fresh)}
        known = list(taken)
        if not known:
            described, self.task = give_roles(described, self._options)
        ids = _new_ids(len(described), {c.id for c in known}, self._seed)
        plans = []
        for column_id, (name, column) in zip(ids, described.items(), strict=True):
            if column.found.note:
                self.warnings.append(f"Column {name!r} {column.found.note}.")
            role = self._options.roles.get(name, column.role) if known else column.role
            self.found[name] = column.found
            plans.append(
                self._plan(Column(id=column_id, name=name, kind=column.found.kind, role=role), column.found)
            )
        return plans

    def _retyped(self) -> list[str]:
        """Known columns that hold too many values which are not of their kind."""
        present = {n: len(self.raw[n]) - self.raw[n].null_count for n in self.found}
        return [n for n, found in self.found.items() if found.bad > tolerated(present[n])]

    def _refuse_retyped(self, known: dict[str, Column]) -> SchemaError:
        changes = [
            f"{n} is {known[n].kind} in the dataset and {kind} in the file"
            for n, kind in self.retyped.items()
        ]
        return SchemaError(
            f"Columns of {self.source.name} have changed their kind: {'; '.join(changes[:10])}.",
            "Correct the file, or import with --retyped-columns reject (rows with such values are left out), missing "
            "(those values are) or text (the dataset's column becomes text).",
        )

    def _check_contradictions(self) -> None:
        rows = self.counted.read
        for plan in self.plans:
            name, kind = plan.column.name, plan.column.kind
            bad = self.counted.contradictions.get(name, 0)
            if name in self._known and self._on_retyped in ("reject", "missing"):
                continue
            if bad > tolerated(rows) and name not in self._options.kinds:
                raise SchemaError(
                    f"The column {name!r} was taken as {kind}, but {bad} of the first {rows} values in {self.source.name} "
                    "are not.",
                    f"Say its kind, such as {name}=categorical; with {name}={kind} those rows are rejected.",
                )

    def _check_rejected(self) -> None:
        read, rejected = self.counted.read, self.counted.rejected
        if rejected * 2 > read or not read:
            raise FileError(
                f"{rejected} of {read} rows of {self.source.name} cannot be used (the first: {self.counted.first}).",
                "Check the delimiter, the header, the encoding and the kinds of the columns.",
            )


def open_table(
    path: Path | Source, options: ImportOptions | None = None, schema: Schema | None = None
) -> TableFile:
    """The file at ``path`` as a table; see TableFile."""
    source = path if isinstance(path, Source) else source_of(path)
    return TableFile(source, options or ImportOptions(), schema)


def _open(source: Source, form: FileFormat) -> FormatReader:
    if form.format in ("parquet", "arrow"):
        return ColumnarReader(source, form)
    if form.format == "xlsx":
        from driftdesk.core.ingest.excel_reader import ExcelReader

        return ExcelReader(source, form)
    return CsvReader(source, form) if form.format == "csv" else JsonReader(source, form)


def _new_ids(number: int, taken: set[str], seed: str) -> Sequence[str]:
    """Short names for columns in manifests, unlike any that the dataset has: the same ones whenever a job, whose id
    is the seed, is done again."""
    seed = seed or secrets.token_hex(8)
    ids: dict[str, None] = {}
    for attempt in count():
        if len(ids) == number:
            break
        candidate = "c" + hashlib.blake2b(f"{seed}:{attempt}".encode(), digest_size=5).hexdigest()
        if candidate not in taken:
            ids[candidate] = None
    return list(ids)
