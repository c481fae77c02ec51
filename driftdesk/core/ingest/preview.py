"""What an import would make of files, from their first rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from driftdesk.core.entities import ImportChoices, Kind, Record, Role, Schema, Task
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.ingest.source import Source

_ROWS = 100
_EXAMPLES = 5
_SHOWN = 80
"""Characters of an example."""


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
    form: FileFormat
    """How the file is read: as found out, and as the options say."""
    members: tuple[str, ...] = ()
    """The files in a zip archive that would be imported; the preview is of the first one."""
    task: Task | None
    columns: tuple[PreviewColumn, ...]
    rows: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    """Columns of the dataset that the file lacks."""
    new_columns: tuple[str, ...] = ()
    """Columns of the file that the dataset lacks."""
    retyped_columns: dict[str, Kind] = Field(default_factory=dict)
    """Columns that the file holds as another kind than the dataset, and as which."""
    remembered: ImportChoices | None = None
    """What was chosen for a file of the same columns before."""


class FileCheck(Record):
    """One of several files: whether its columns fit the dataset's, or else those of the first file."""

    name: str
    size: int
    path: str = ""
    format: str = ""
    problem: str = ""
    """Why it cannot be read as a table at all; empty: it can."""
    hint: str = ""
    missing_columns: tuple[str, ...] = ()
    new_columns: tuple[str, ...] = ()
    retyped_columns: dict[str, Kind] = Field(default_factory=dict)

    @property
    def differs(self) -> bool:
        return bool(self.missing_columns or self.new_columns or self.retyped_columns)


def preview(source: Source, options: ImportOptions | None = None, against: Schema | None = None) -> Preview:
    """Look at the first part of the file, however large it is. Raises FileError, and SchemaError where a column that is
    named is not there."""
    options = options or ImportOptions()
    parts = source.parts(options.member)
    file = TableFile(parts[0], options, against, strict=False)
    columns = []
    for column in file.columns.columns:
        values = file.found[column.name].values
        examples = values.slice(0, 200).drop_null().unique().slice(0, _EXAMPLES).to_pylist()
        columns.append(
            PreviewColumn(
                name=column.name,
                kind=column.kind,
                role=column.role,
                examples=tuple(_written(e)[:_SHOWN] for e in examples),
                missing=values.null_count / max(1, len(values)),
            )
        )
    first = {c.name: file.found[c.name].values.slice(0, _ROWS).to_pylist() for c in file.columns.columns}
    return Preview(
        name=file.source.name,
        size=source.size,
        form=file.form,
        members=tuple(p.member for p in parts if p.member),
        task=file.task,
        columns=tuple(columns),
        rows=tuple(dict(zip(first, row, strict=True)) for row in zip(*first.values(), strict=True)),
        warnings=tuple(file.warnings),
        missing_columns=file.missing,
        new_columns=file.new,
        retyped_columns=file.retyped,
    )


def check(
    sources: Sequence[tuple[str, Source]], options: ImportOptions, against: Schema | None
) -> Iterator[FileCheck]:
    """Look at the first part of each file (path and source). Those after the first are held against the first one's
    columns where there is no dataset yet."""
    for path, source in sources:
        try:
            file = TableFile(source, options, against, strict=False)
        except DriftDeskError as error:
            yield FileCheck(
                name=source.name, size=source.size, path=path, problem=error.message, hint=error.hint
            )
            continue
        against = against or file.columns
        yield FileCheck(
            name=source.name,
            size=source.size,
            path=path,
            format=file.form.format,
            missing_columns=file.missing,
            new_columns=file.new,
            retyped_columns=file.retyped,
        )


def _written(value: object) -> str:
    """As the file says it, and not as Python does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
