"""Commands that look at rows and write them to files."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import Ref, check_folder
from driftdesk.cli.progress import working
from driftdesk.cli.show import plain, table
from driftdesk.core.tables.spec import ExportFormat, SortKey

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.splits.parts import PartSource
    from driftdesk.core.tables.view import TableView

Where = Annotated[
    str,
    typer.Option(
        metavar="EXPR", help="Only rows for which this holds, such as 'age > 30 and plan == \"free\"'."
    ),
]
Part = Annotated[str, typer.Option(metavar="SPLIT:PART", help="Only the rows of a part of a stored split.")]
Search = Annotated[str, typer.Option(metavar="TEXT", help="Only rows in which this text is found.")]
Sort = Annotated[
    list[str] | None, typer.Option(metavar="COL[:desc]", help="Sort by this column; again for the next key.")
]
Columns = Annotated[
    str,
    typer.Option(
        metavar="COL,COL", help="Only these columns, in this order; one whose name has a comma in quotes."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "rows")(rows)
    command(app, "export")(export_rows)


def rows(
    session: Session,
    ref: Ref,
    *,
    where: Where = "",
    search: Search = "",
    sort: Sort = None,
    columns: Columns = "",
    part: Part = "",
    offset: Annotated[int, typer.Option(min=0, help="Rows to skip.")] = 0,
    limit: Annotated[int, typer.Option(min=0, max=100_000, help="Rows to show.")] = 20,
) -> Answer:
    """Show rows of a version: filtered, searched, sorted."""
    with working(session.err, f"Look at {ref}") as context:
        view, name = _view(session, ref, where, search, sort, columns=columns, part=part, context=context)
        page = view.page(offset, limit, with_row_ids=True)
    *names, _ = page.column_names
    *values, ids = (column.to_pylist() for column in page.columns)
    found = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    value = {**name, "matching": view.rows, "offset": offset, "row_ids": ids, "rows": found}
    heads = [f"{c.name}>" if c.kind == "numeric" else c.name for c in view.columns.columns]
    title = f"{name['dataset']} v{name['version']}, {plain(view.rows)} of {plain(name['of'])} rows"
    return Answer(value, table(heads, [[_cell(v) for v in row.values()] for row in found], title))


def export_rows(
    session: Session,
    ref: Ref,
    *,
    to: Annotated[
        Path, typer.Option(metavar="FILE", help="The file to write; one that is there is replaced.")
    ],
    format: Annotated[ExportFormat | None, typer.Option(help="If the file's name does not say it.")] = None,
    where: Where = "",
    search: Search = "",
    sort: Sort = None,
    columns: Columns = "",
    part: Part = "",
) -> Answer:
    """Write rows of a version to a file: CSV, JSON lines, Parquet, Arrow or Excel."""
    from driftdesk.core.tables.export import export

    check_folder(to)
    format = format or ExportFormat.of(to)
    with working(session.err, f"Export {ref}") as context:
        view, name = _view(session, ref, where, search, sort, columns=columns, part=part, context=context)
        count = export(view, to, format, context=context)
    value = {**name, "rows": count, "file": str(to), "format": format, "bytes": to.stat().st_size}
    return Answer(value, f"{plain(count)} rows of {name['dataset']} v{name['version']} written to {to}")


def _view(
    session: Session,
    ref: str,
    where: str,
    search: str,
    sort: list[str] | None,
    *,
    columns: str,
    part: str,
    context: "Context",
) -> "tuple[TableView, dict[str, str | int]]":
    dataset, version = session.desk.datasets.resolve(ref)
    tables = session.desk.tables
    view = tables.view(
        _source(session, ref, part) if part else tables.source(version),
        where,
        search,
        sort=[SortKey.parse(key) for key in sort or ()],
        columns=next(csv.reader([columns], skipinitialspace=True)) if columns else None,
        context=context,
    )
    return view, {"dataset": dataset.name, "version": version.number, "of": version.rows}


def _source(session: Session, ref: str, part: str) -> "PartSource":
    split, _, name = part.partition(":")
    return session.desk.splits.source(session.desk.splits.get(ref, split), name)


def _cell(value: Any) -> str:
    """A value as it is: these are no figures to be rounded."""
    if isinstance(value, bool | None):
        return plain(value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
