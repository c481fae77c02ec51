"""Commands that edit rows and columns: all of one call become a version together, or wait in your draft."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name
from driftdesk.cli.progress import working
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import Kind, Role
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import DraftChanges, DraftConflict, Edit
    from driftdesk.core.entities import Draft

OnConflict = Annotated[
    Literal["refuse", "mine", "theirs"],
    typer.Option(help="Where others committed first: refuse, or whose cells win."),
]
Message = Annotated[str, typer.Option(metavar="TEXT", help="What the new version says of itself.")]
Action = Literal["show", "undo", "redo", "difference", "discard", "commit"]
Many = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "edit", job=True)(edit)
    command(app, "draft", job=True)(draft)


def edit(
    session: Session,
    name: Name,
    *,
    rename: Annotated[Many, typer.Option(metavar="COL=NEW", help="Rename a column.")] = None,
    retype: Annotated[Many, typer.Option(metavar="COL=KIND", help="Change a column's kind.")] = None,
    bad: Annotated[
        Literal["refuse", "missing"],
        typer.Option(help="Values that do not fit the kind: what becomes of them."),
    ] = "refuse",
    role: Annotated[Many, typer.Option(metavar="COL=ROLE", help="Change a column's role.")] = None,
    compute: Annotated[
        Many, typer.Option(metavar="COL=EXPR", help="Compute a column; it is added where there is none.")
    ] = None,
    fill: Annotated[
        Many,
        typer.Option(
            metavar="COL=VALUE",
            help="Fill missing values with a value, or :mean, :median, :mode, :forward, :backward.",
        ),
    ] = None,
    find: Annotated[str, typer.Option(metavar="TEXT", help="Find this in cells ...")] = "",
    replace: Annotated[str, typer.Option(metavar="TEXT", help="... put this in its place ...")] = "",
    within: Annotated[
        Many, typer.Option("--in", metavar="COL", help="... in this column (all text).")
    ] = None,
    regex: Annotated[bool, typer.Option("--regex", help="--find is a regular expression.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="--find is the whole cell.")] = False,
    ignore_case: Annotated[
        bool, typer.Option("--ignore-case", help="--find in upper or lower case.")
    ] = False,
    where: Annotated[
        str, typer.Option(metavar="EXPR", help="Compute, fill and replace only where this holds.")
    ] = "",
    set_: Annotated[
        Many, typer.Option("--set", metavar="ROW:COL=VALUE", help="Set a cell; rows prints the row ids.")
    ] = None,
    add: Annotated[
        Many, typer.Option(metavar="JSON", help='Add a row, such as \'{"age": 31, "plan": "free"}\'.')
    ] = None,
    duplicate: Annotated[list[int] | None, typer.Option(metavar="ROW", help="Duplicate a row.")] = None,
    delete: Annotated[list[int] | None, typer.Option(metavar="ROW", help="Delete a row.")] = None,
    delete_where: Annotated[str, typer.Option(metavar="EXPR", help="Delete the rows where this holds.")] = "",
    drop: Annotated[Many, typer.Option(metavar="COL", help="Remove a column.")] = None,
    message: Message = "",
    on_conflict: OnConflict = "refuse",
    keep: Annotated[bool, typer.Option("--keep", help="Leave the edits in your draft, uncommitted.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what they would come to.")] = False,
) -> Answer | Pending:
    """Edit the latest version, in the order of these options: a new version, or (--keep) your draft."""
    drafts = session.desk.drafts
    there = drafts.find(name)
    if there is not None and there.length and not (keep or dry_run):
        raise ConflictError(
            f"You have a draft of {name} with {there.position} edits that are not committed.",
            f"Add to it with --keep, or commit or discard it: driftdesk draft {name} commit.",
        )
    columns = drafts.source(there).columns if there else session.desk.datasets.resolve(name)[1].columns
    known = list(columns.names)
    edits = [
        *_column_edits(known, rename, retype, bad, role),
        *_rule_edits(known, compute, fill, where),
        *_replacing(find, replace, within, where, regex=regex, whole=whole, case=not ignore_case),
        *_row_edits(known, set_, add, duplicate, delete),
        *_removing(delete_where, drop),
    ]
    if not edits:
        raise ParameterError("There is nothing to edit.", "Give at least one of the options, see --help.")
    with working(session.err, f"Edit {name}") as context:
        changes = drafts.trial(name, edits, context)  # before anything is stored: all of it can be done
        if dry_run:
            return _changes(name, changes, session)
        draft = drafts.open(name)
        for each in edits:
            draft = drafts.apply(draft, each, context)
    if keep:
        return _changes(name, drafts.changes(draft), session)
    return _commit(session, name, message, on_conflict)


def draft(
    session: Session,
    name: Name,
    action: Annotated[
        Action, typer.Argument(metavar="[ACTION]", help="show, undo, redo, difference, discard or commit.")
    ] = "show",
    *,
    message: Message = "",
    on_conflict: OnConflict = "refuse",
) -> Answer | Pending:
    """Your uncommitted edits of a dataset."""
    drafts = session.desk.drafts
    found = drafts.existing(name)
    if action == "commit":
        return _commit(session, name, message, on_conflict)
    if action == "discard":
        drafts.discard(found)
        return Answer({"dataset": name, "discarded": found.position}, f"Discarded the draft of {name}.")
    if action == "difference":
        with working(session.err, f"Compare with {name}") as context:
            return _difference(name, drafts.difference(found, context))
    steps: dict[str, Callable[[Draft], Draft]] = {"undo": drafts.undo, "redo": drafts.redo}
    if action in steps:
        found = steps[action](found)
    return _changes(name, drafts.changes(found), session)


def _commit(
    session: Session, name: str, message: str, on_conflict: Literal["refuse", "mine", "theirs"]
) -> Pending:
    def present(result: Result) -> Answer:
        text = f"{result['dataset']} v{result['version']}: {plain(result['rows'])} rows"
        for said in result["dropped"]:
            text += f"\nleft out: {said}"
        return Answer(result, text)

    return Pending(session.desk.commit_draft(name, message, on_conflict), present)


def _changes(name: str, changes: "DraftChanges", session: Session) -> Answer:
    others = [d.user for d in session.desk.drafts.others(name)]
    value = {"dataset": name, **changes.model_dump(mode="json"), "others": others}
    shown = {
        "rows": f"{plain(changes.rows)} ({plain(changes.rows_before)} before, {plain(changes.added_rows)} added, "
        f"{plain(changes.deleted_rows)} deleted)",
        "columns added": changes.added_columns,
        "columns removed": changes.removed_columns,
        "columns changed": changes.changed_columns,
        "also editing": others,
        **{f"edit {e.number}": e.text + ("" if e.is_done else " (undone)") for e in changes.edits},
    }
    return Answer(value, facts(shown))


def _difference(name: str, found: "DraftConflict") -> Answer:
    versions = [
        {"version": v.number, "author": v.author, "message": v.message, "created_at": v.created_at}
        for v in found.versions
    ]
    value = {"dataset": name, **found.model_dump(mode="json", exclude={"versions"}), "versions": versions}
    if found.is_current:
        return Answer(value, f"Nobody committed anything to {name} since your draft began.")
    shown = table(
        ["row>", "column", "before", "yours", "theirs"],
        [(str(o.row_id), o.column, o.before, o.mine, o.theirs) for o in found.overlaps],
        f"v{found.base} to v{found.head}, by {', '.join(dict.fromkeys(v.author for v in found.versions))}: "
        f"{plain(found.changed_cells)} cells changed, {plain(found.added_rows)} rows added, "
        f"{plain(found.removed_rows)} removed; {plain(found.overlapping_cells)} cells changed by both"
        + "".join(f"\n{said}" for said in (*found.columns, *(f"no place for: {d}" for d in found.dropped))),
    )
    return Answer(value, shown)


# Options to edits.


def _column_edits(
    known: list[str], rename: Many, retype: Many, bad: Literal["refuse", "missing"], role: Many
) -> "Iterator[Edit]":
    from driftdesk.core.drafts.edits import RenameColumn, Retype, SetRole

    for column, new in _named(rename, "--rename", known):
        known[:] = [new if n == column else n for n in known]
        yield RenameColumn(column=column, name=new)
    for column, kind in _named(retype, "--retype", known):
        yield Retype(column=column, to=Kind(_word(kind, Kind, "--retype")), bad=bad)
    for column, word in _named(role, "--role", known):
        yield SetRole(column=column, role=Role(_word(word, Role, "--role")))


def _rule_edits(known: list[str], compute: Many, fill: Many, where: str) -> "Iterator[Edit]":
    from driftdesk.core.drafts.edits import AddColumn, Compute, Fill, FillHow

    for column, expression in _named(compute, "--compute", known):
        if column in known:
            yield Compute(column=column, expression=expression, where=where)
        else:
            known.append(column)
            yield AddColumn(name=column, expression=expression)
    for column, value in _named(fill, "--fill", known):
        how = next((h for h in FillHow if value == f":{h}"), None)
        yield Fill(column=column, value=None if how else value, how=how, where=where)


def _replacing(
    find: str, replace: str, within: Many, where: str, *, regex: bool, whole: bool, case: bool
) -> "Iterator[Edit]":
    from driftdesk.core.drafts.edits import Replace

    if find:
        yield Replace(
            columns=tuple(within or ()),
            find=find,
            replacement=replace,
            regex=regex,
            whole=whole,
            case=case,
            where=where,
        )


def _row_edits(
    known: Sequence[str], cells: Many, add: Many, duplicate: list[int] | None, delete: list[int] | None
) -> "Iterator[Edit]":
    from driftdesk.core.drafts.edits import AddRows, DeleteRows, DuplicateRows, SetCells

    for cell in cells or ():
        row, colon, rest = cell.partition(":")
        if not colon or not row.lstrip("-").isdecimal():
            raise ParameterError(f"--set {cell!r} names no row.", "Write it as --set ROW:COL=VALUE.")
        column, value = _split(rest, "--set", known)
        yield SetCells(row_ids=(int(row),), values={column: (value,)})
    if add:
        yield AddRows(rows=tuple(_row(text) for text in add))
    if duplicate:
        yield DuplicateRows(row_ids=tuple(duplicate))
    if delete:
        yield DeleteRows(row_ids=tuple(delete))


def _removing(delete_where: str, drop: Many) -> "Iterator[Edit]":
    from driftdesk.core.drafts.edits import DeleteRows, RemoveColumn

    if delete_where:
        yield DeleteRows(where=delete_where)
    for column in drop or ():
        yield RemoveColumn(column=column)


def _row(text: str) -> dict[str, Any]:
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParameterError(
            f"--add {text!r} is no JSON: {error}.", "Write --add '{\"column\": 1}'."
        ) from error
    if not isinstance(found, dict) or any(isinstance(v, dict | list) for v in found.values()):
        raise ParameterError(f"--add {text!r} is no row.", "Write --add '{\"column\": 1}'.")
    return found


def _named(given: Many, option: str, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in given or ():
        yield _split(text, option, known)


def _split(text: str, option: str, known: Sequence[str]) -> tuple[str, str]:
    """``COL=REST`` in two; a column's name may have ``=`` in it."""
    if "=" not in text:
        raise ParameterError(f"{option} {text!r} has no '='.", f"Write it as {option} COL=...")
    fitting = [n for n in known if text.startswith(f"{n}=")]
    column = max(fitting, key=len) if fitting else text.partition("=")[0]
    return column, text[len(column) + 1 :]


def _word(word: str, words: type[Kind] | type[Role], option: str) -> str:
    if word not in list(words):
        raise NotFoundError(f"{option}: there is no {word!r}.", f"Choose one of {', '.join(words)}.")
    return word
