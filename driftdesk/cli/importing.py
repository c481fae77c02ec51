"""Commands that look at files and import them."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Group

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import check_folder, pairs
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import Kind, Role, Task
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.ingest.options import ImportOptions
    from driftdesk.core.ingest.preview import Preview

_SHOWN_ROWS, _SHOWN_COLUMNS = 5, 8


@dataclass
class FileOptions:
    """What files are read as, where that is not to be found out."""

    task: Annotated[Task | None, typer.Option("--task", help="What is to be learned from it.")] = None
    target: Annotated[str | None, typer.Option(metavar="COL", help="The column to predict.")] = None
    timestamp: Annotated[str | None, typer.Option(metavar="COL", help="The column that says when.")] = None
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="COL=KIND", help="A column's kind, if not as found.")
    ] = None
    role: Annotated[list[str] | None, typer.Option("--role", metavar="COL=ROLE", help="A column's role.")] = (
        None
    )
    as_before: Annotated[
        bool, typer.Option("--as-before", help="Kinds and roles as chosen for such columns last time.")
    ] = False
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Such as cp949, if not as found.")] = (
        None
    )
    delimiter: Annotated[
        str | None, typer.Option(metavar="CHAR", help="One character, or tab, if not as found.")
    ] = None
    decimal: Annotated[
        str | None, typer.Option(metavar="CHAR", help="A point or a comma, if not as found.")
    ] = None
    thousands: Annotated[
        str | None, typer.Option(metavar="CHAR", help="What groups digits, or none, if not as found.")
    ] = None
    quote: Annotated[
        str | None, typer.Option(metavar="CHAR", help="One character, or none, if not as found.")
    ] = None
    comment: Annotated[
        str | None,
        typer.Option(metavar="CHAR", help="What comment lines begin with, or none, if not as found."),
    ] = None
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether names stand first, if not as found.")
    ] = None
    skip_rows: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Lines before the table, if not as found.")
    ] = None
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME|N", help="Of a workbook; else the first with rows.")
    ] = None
    member: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="Files of a zip archive; else all.")
    ] = None
    records: Annotated[
        str | None, typer.Option(metavar="KEY", help="Of a JSON object: where its rows are.")
    ] = None
    flatten: Annotated[
        str, typer.Option(metavar="SEP", help="Joins names of nested objects; none keeps them as JSON text.")
    ] = "."
    lists: Annotated[
        Literal["json", "count"], typer.Option(help="Lists in a row: JSON text, or their length.")
    ] = "json"

    def options(self, **more: Any) -> "ImportOptions":
        """With ``more`` of an import's options. Raises ParameterError."""
        from driftdesk.core.ingest.options import ImportOptions

        said = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("kind", "role")}
        for name in ("thousands", "quote", "comment", "flatten"):
            said[name] = "" if said[name] == "none" else said[name]
        kinds, roles = _words(self.kind, "--kind", Kind), _words(self.role, "--role", Role)
        return ImportOptions(kinds=kinds, roles=roles, **said, **more)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "import", job=True)(import_files)
    command(app, "preview")(preview)


def import_files(
    session: Session,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", help="Data files, or folders of them.")
    ],
    *,
    dataset: Annotated[str, typer.Option(help="Its name; a second import appends a version.")],
    read: FileOptions,
    replace: Annotated[
        bool, typer.Option("--replace", help="The version holds the files' rows alone.")
    ] = False,
    missing_columns: Annotated[
        Literal["refuse", "null"],
        typer.Option(help="Columns that the files lack: refuse, or missing values."),
    ] = "refuse",
    new_columns: Annotated[
        Literal["refuse", "add", "ignore"], typer.Option(help="Columns that the dataset lacks.")
    ] = "refuse",
    retyped_columns: Annotated[
        Literal["refuse", "reject", "missing", "text"],
        typer.Option(
            help="Columns of another kind: refuse, reject rows, missing values, or all becomes text."
        ),
    ] = "refuse",
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where rejected rows go, with reasons.")
    ] = None,
) -> Pending:
    """Import files into a dataset: a new version."""
    check_folder(rejects)
    options = read.options(
        mode="replace" if replace else "append",
        missing_columns=missing_columns,
        new_columns=new_columns,
        retyped_columns=retyped_columns,
    )
    job = session.desk.import_files(dataset, files, options)

    def present(result: Result) -> Answer:
        if rejects and result["rejects_file"]:
            session.desk.store.files.download(result["rejects_file"], rejects)
        text = f"{result['dataset']} v{result['version']}: {result['rows']} rows imported"
        if result["rejected"]:
            text += f", {result['rejected']} rejected" + (f" (see {rejects})" if rejects else "")
        return Answer(result, text)

    return Pending(job, present)


def preview(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A data file, or a folder of them.")],
    *,
    dataset: Annotated[str | None, typer.Option(help="That the file is to be appended to.")] = None,
    read: FileOptions,
) -> Answer:
    """Show what an import would make of a file, from its first rows."""
    options = read.options()
    found = session.desk.ingest.preview(file, options, dataset)
    value: dict[str, Any] = found.model_dump(mode="json")
    if file.is_dir():
        checks = session.desk.ingest.check([file], options, dataset)
        value["files"] = [c.model_dump(mode="json") for c in checks]
    return Answer(value, _shown(found, value.get("files", [])))


def _words(given: list[str] | None, option: str, words: Any) -> dict[str, Any]:
    named = pairs(given or [], option)
    for name, value in named.items():
        if value not in [w.value for w in words]:
            raise ParameterError(
                f"{option} {name}={value}: there is no {value!r}.", f"Choose one of {', '.join(words)}."
            )
    return {name: words(value) for name, value in named.items()}


def _shown(found: "Preview", files: list[dict[str, Any]]) -> Group:
    nested = found.form.format not in ("csv", "xlsx")
    form = {
        k: v
        for k, v in found.form.model_dump(mode="json").items()
        if v not in ("", None, [], ()) and (nested or k not in ("flatten", "lists"))
    }
    if form.get("delimiter") == "\t":
        form["delimiter"] = "tab"
    parts: list[Any] = [facts({"name": found.name, "size": found.size, **form, "members": found.members})]
    columns = [(c.name, c.kind, c.role, f"{c.missing:.0%}", c.examples) for c in found.columns]
    parts.append(table(["column", "kind", "role", "missing>", "examples"], columns))
    names = [c.name for c in found.columns[:_SHOWN_COLUMNS]]
    parts.append(table(names, [[r[n] for n in names] for r in found.rows[:_SHOWN_ROWS]]))
    said = list(found.warnings)
    differing = {
        "Missing": found.missing_columns,
        "New": found.new_columns,
        "Of another kind": tuple(found.retyped_columns),
    }
    said += [f"{what}: {', '.join(names)}." for what, names in differing.items() if names]
    if found.remembered:
        chosen = plain([c.name for c in found.remembered.columns])
        said.append(f"Chosen before for such columns (--as-before): {chosen}.")
    if files:
        keys = ["name", "size", "format", "problem", "missing_columns", "new_columns", "retyped_columns"]
        heads = ["file", "size>", *(key.replace("_", " ") for key in keys[2:])]
        parts.append(table(heads, [[f[key] for key in keys] for f in files]))
    return Group(*parts, *said)
