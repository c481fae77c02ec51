"""What an import would make of a file, from its first rows."""

from pathlib import Path
from typing import Any

from driftdesk.core.entities import Kind, Record, Role, Schema, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reader import open_table

_ROWS = 100
_EXAMPLES = 5


class PreviewColumn(Record):
    """A column as the import would make it; ``examples`` are different values, cut to 80 characters."""

    name: str
    kind: Kind
    role: Role
    examples: tuple[str, ...]
    missing: float
    """Share of the sampled values, 0 to 1."""


class Preview(Record):
    """``rows`` are the first 100, by column name."""

    name: str
    size: int
    format: str
    encoding: str
    delimiter: str
    header: bool
    task: Task | None
    columns: tuple[PreviewColumn, ...]
    rows: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    """Columns of the dataset that the file lacks."""
    new_columns: tuple[str, ...] = ()
    """Columns of the file that the dataset lacks."""


def preview(path: Path, options: ImportOptions | None = None, against: Schema | None = None) -> Preview:
    """Look at the first part of the file, however large it is. Raises FileError and SchemaError as an import does."""
    file = open_table(path, options, against)
    columns = []
    for column in file.columns.columns:
        values = file.found[column.name].values
        examples = values.slice(0, 200).drop_null().unique().slice(0, _EXAMPLES).to_pylist()
        columns.append(
            PreviewColumn(
                name=column.name,
                kind=column.kind,
                role=column.role,
                examples=tuple(_written(e)[:80] for e in examples),
                missing=values.null_count / max(1, len(values)),
            )
        )
    first = {c.name: file.found[c.name].values.slice(0, _ROWS).to_pylist() for c in file.columns.columns}
    rows = tuple(dict(zip(first, row, strict=True)) for row in zip(*first.values(), strict=True))
    return Preview(
        name=file.source.name,
        size=file.source.size,
        format=file.form.format,
        encoding=file.form.encoding,
        delimiter=file.form.delimiter,
        header=file.form.header,
        task=file.task,
        columns=tuple(columns),
        rows=rows,
        warnings=tuple(file.warnings),
        missing_columns=file.missing,
        new_columns=file.new,
    )


def _written(value: object) -> str:
    """As the file says it, and not as Python does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
