"""Opening the files of an import: each to fit the columns of the dataset, or of the files before it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from driftdesk.core.entities import Dataset, Kind, Schema
from driftdesk.core.errors import SchemaError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.ingest.source import Source


def open_files(
    sources: Sequence[Source], options: ImportOptions, start: Schema | None, seed: str
) -> tuple[list[TableFile], Schema]:
    """Look at all files before any row is written. The first one of a new dataset decides on its columns. Where a
    later one makes text of a column, all are looked at again, for the others' values are text then, too."""
    files, columns = _fit(sources, [options] * len(sources), start, seed)
    while any(f.kinds != _kinds(columns, f.kinds) for f in files):
        kinds = _kinds(columns, columns.names)
        said = [{**options.kinds, **_kinds(columns, f.kinds)} for f in files]
        each = [options.model_copy(update={"kinds": k}) for k in said]
        files, columns = _fit(sources, each, _with_kinds(start, kinds), seed)
    return files, columns


def plan_of(files: Sequence[TableFile], dataset: Dataset | None, options: ImportOptions) -> str:
    """A fingerprint: what was kept of an import helps another attempt only where this is the same."""
    sizes = [0 if f.source.reader else f.source.size for f in files]  # a collection may be growing
    plans = [[f.source.name, size, *map(repr, f.plans)] for f, size in zip(files, sizes, strict=True)]
    onto = [dataset.id, dataset.head, dataset.next_row_id] if dataset and dataset.head else []
    text = repr((plans, onto, options.model_dump_json()))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _fit(
    sources: Sequence[Source], options: Sequence[ImportOptions], columns: Schema | None, seed: str
) -> tuple[list[TableFile], Schema]:
    """Open each file to fit the columns of those before it, and what the columns come to."""
    files: list[TableFile] = []
    for source, said in zip(sources, options, strict=True):
        file = TableFile(source, said, columns, seed=seed)
        if columns is not None:
            file = _fitted(file, said)
        now = {c.id: c for c in (*(columns.columns if columns else ()), *file.columns.columns)}
        columns = Schema(columns=tuple(now.values()))
        files.append(file)
    if columns is None:
        raise SchemaError("There are no files to import.", "Name at least one.")
    return files, columns


def _kinds(columns: Schema, names: Iterable[str]) -> dict[str, Kind]:
    return {name: columns.column(name).kind for name in names}


def _with_kinds(columns: Schema | None, kinds: Mapping[str, Kind]) -> Schema | None:
    if columns is None:
        return None
    changed = (c.model_copy(update={"kind": kinds.get(c.name, c.kind)}) for c in columns.columns)
    return Schema(columns=tuple(changed))


def _fitted(file: TableFile, options: ImportOptions) -> TableFile:
    """The file's columns against the dataset's, by the explicit choices of the options."""
    if file.missing and options.missing_columns == "refuse":
        raise SchemaError(
            f"{file.source.name} lacks columns of the dataset: {_listed(file.missing)}.",
            "Add them, or import with --missing-columns null: they are missing values then.",
        )
    if file.new and options.new_columns == "refuse":
        raise SchemaError(
            f"{file.source.name} has columns that the dataset lacks: {_listed(file.new)}.",
            "Remove them, or import with --new-columns add, or leave them out with --new-columns ignore.",
        )
    return file.without_new() if options.new_columns == "ignore" else file


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
