"""Commands on the registry: which datasets there are, one of them, its original files, what all take, and for how long
it is kept."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.show import facts, plain, severity, table
from driftdesk.core.entities import EVERYWHERE, Dataset, Severity, Task
from driftdesk.core.errors import ParameterError

Name = Annotated[str, typer.Argument(metavar="NAME", help="A dataset.")]
OptionalName = Annotated[str | None, typer.Argument(metavar="[NAME]", help="A dataset; none: all.")]
TaskOrNone = Literal["binary", "multiclass", "regression", "text", "none"]
Sort = Literal["name", "updated", "rows", "labelled", "size"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "datasets")(datasets)
    command(app, "dataset")(dataset)
    command(app, "files")(files)
    command(app, "storage")(storage)
    command(app, "retention")(retention)
    command(app, "sweep", job=True)(sweep)


def datasets(
    session: Session,
    *,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Words in name, description or tags.")] = "",
    task: Annotated[Task | None, typer.Option(help="Only of this task.")] = None,
    tag: Annotated[str, typer.Option(help="Only with this tag.")] = "",
    favourites: Annotated[bool, typer.Option("--favourites", help="Only your own favourites.")] = False,
    trash: Annotated[bool, typer.Option("--trash", help="Those in the trash instead.")] = False,
    sort: Annotated[Sort, typer.Option(help="labelled: by the share of labelled rows.")] = "name",
    descending: Annotated[bool, typer.Option("--descending", help="The greatest first.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="Leave so many out.")] = 0,
) -> Answer:
    """List the datasets, page by page."""
    from driftdesk.core.datasets.registry import RegistryQuery

    if len(search) > 200:
        raise ParameterError("This is too long to search for.", "Give at most 200 characters.")
    query = RegistryQuery(
        search=search,
        task=task,
        tag=tag,
        favourites=favourites,
        trashed=trash,
        sort=sort,
        descending=descending,
        limit=limit,
        offset=offset,
    )
    page = session.desk.datasets.page(query)
    user = session.desk.settings.user
    found = [_dataset(d, user) for d in page.datasets]
    keys = ["name", "task", "rows", "labelled", "versions", "tags", "updated_at"]
    rows = [
        [f"★ {d['name']}" if d["favourite"] else d["name"], *(d[k] for k in keys[1:]), _last(d)]
        for d in found
    ]
    heads = ["name", "task", "rows>", "labelled>", "versions>", "tags", "updated", "last verdict"]
    first = offset + 1 if found else 0
    title = "" if page.total == len(found) else f"{first} to {offset + len(found)} of {plain(page.total)}"
    return Answer({"datasets": found, "total": page.total}, table(heads, rows, title))


def _dataset(d: Dataset, user: str) -> dict[str, Any]:
    return {
        "name": d.name,
        "task": d.task,
        "description": d.description,
        "tags": d.tags,
        "favourite": user in d.favoured_by,
        "versions": d.head,
        "version_tags": d.version_tags,
        "rows": d.rows,
        "columns": d.columns,
        "labelled": d.labelled,
        "bytes": d.byte_count,
        "verdicts": d.verdicts,
        "in_trash": d.trashed_at is not None,
        "created_by": d.created_by,
        "created_at": d.created_at,
        "updated_at": d.updated_at,
    }


def _last(found: dict[str, Any]) -> Any:
    return severity(Severity(found["verdicts"][-1])) if found["verdicts"] else "-"


def dataset(
    session: Session,
    name: Name,
    *,
    create: Annotated[bool, typer.Option("--create", help="Make it, empty.")] = False,
    rename: Annotated[str | None, typer.Option(metavar="NAME", help="Give it another name.")] = None,
    describe: Annotated[str | None, typer.Option(metavar="TEXT", help="Replace its description.")] = None,
    task: Annotated[TaskOrNone | None, typer.Option(help="What is to be learned from it.")] = None,
    add_tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Add a tag.")] = None,
    remove_tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Remove a tag.")] = None,
    favour: Annotated[
        bool | None, typer.Option("--favour/--unfavour", help="Let it be a favourite of yours, or not.")
    ] = None,
    trash: Annotated[bool, typer.Option("--trash", help="Put it into the trash.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Take it out of the trash.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete it for good, once it is in the trash.")
    ] = False,
) -> Answer:
    """One dataset: show it, make it, name and describe it, put it away."""
    known = session.desk.datasets
    if sum((create, trash, restore, delete)) > 1:
        raise ParameterError(
            "--create, --trash, --restore and --delete exclude each other.", "Give one of them."
        )
    if delete:
        known.delete(name)
        text = f"{name} is deleted. A sweep frees what it took, when nobody has touched it for an hour."
        return Answer({"deleted": name}, text)
    if create:
        known.create(name, _task(task), describe or "")
    elif restore:
        known.restore(name)
    if not create:
        if task is not None:
            known.set_task(name, _task(task))
        if describe is not None:
            known.describe(name, describe)
    if add_tag or remove_tag:
        gone = {t.casefold() for t in remove_tag or ()}
        kept = [t for t in known.get(name).tags if t.casefold() not in gone]
        known.set_tags(name, [*kept, *(add_tag or ())])
    if favour is not None:
        known.favour(name, on=favour)
    if rename is not None:
        name = known.rename(name, rename).name
    found = known.trash(name) if trash else known.get(name)
    value = _dataset(found, session.desk.settings.user)
    return Answer({"dataset": value}, facts(value))


def _task(word: str | None) -> Task | None:
    return None if word in (None, "none") else Task(word)


def files(
    session: Session,
    name: Name,
    download: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write this one, by its name or id, to --out.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="PATH", help="A file, or a folder.")] = Path(),
    remove: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Remove the content of this one; its rows and record stay."),
    ] = None,
) -> Answer:
    """List the original files of a dataset; download or remove one."""
    originals = session.desk.originals
    if download is not None:
        path = originals.download(name, download, out)
        return Answer({"dataset": name, "file": download, "out": str(path)}, f"Written to {path}")
    if remove is not None:
        originals.remove(name, remove)
    found = [
        {
            "file": o.file.id,
            "name": o.file.name,
            "format": o.format,
            "size": o.file.size,
            "sha256": o.file.sha256,
            "version": o.version,
            "rows": o.rows,
            "rejected": o.rejected,
            "uploaded_by": o.file.uploaded_by,
            "uploaded_at": o.file.uploaded_at,
            "removed_by": o.file.removed_by,
            "removed_at": o.file.removed_at,
        }
        for o in originals.list(name)
    ]
    keys = [
        "name",
        "format",
        "size",
        "rows",
        "rejected",
        "version",
        "uploaded_by",
        "uploaded_at",
        "removed_at",
    ]
    heads = ["file", "format", "bytes>", "rows>", "rejected>", "version>", "by", "uploaded", "removed"]
    return Answer({"dataset": name, "files": found}, table(heads, [[f[k] for k in keys] for f in found]))


def storage(session: Session, name: OptionalName = None) -> Answer:
    """What the datasets take in the database, to the byte."""
    if name is not None:
        session.desk.datasets.get(name)
    account = session.desk.retention.account()
    found = [
        {
            "name": d.name,
            "in_trash": d.in_trash,
            "versions": d.versions,
            "own": d.own,
            **d.model_dump(include={"chunks", "profiles", "pages", "files", "shared"}),
        }
        for d in account.datasets
        if name in (None, d.name)
    ]
    keys = ["versions", "own", "chunks", "profiles", "pages", "files", "shared"]
    rows = [[f"{d['name']} (trash)" if d["in_trash"] else d["name"], *(d[k] for k in keys)] for d in found]
    shown = table(["dataset", *(f"{key}>" for key in keys)], rows)
    if name is not None:
        return Answer({"datasets": found}, shown)
    rest = {
        **account.model_dump(include={"shared", "unreferenced", "other_files", "artifacts"}),
        "total": account.total,
    }
    shown.caption = "   ".join(f"{key.replace('_', ' ')} {plain(number)}" for key, number in rest.items())
    shown.caption_justify = "left"
    return Answer({"datasets": found, **rest}, shown)


def retention(
    session: Session,
    name: OptionalName = None,
    *,
    keep_versions: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Keep at least the newest N versions.")
    ] = None,
    keep_days: Annotated[
        float | None, typer.Option(min=0, metavar="DAYS", help="Keep versions that are younger.")
    ] = None,
    event_days: Annotated[
        float | None, typer.Option(min=0, metavar="DAYS", help="Keep what ended jobs said for so long.")
    ] = None,
    trash_days: Annotated[
        float | None,
        typer.Option(min=0, metavar="DAYS", help="Delete models in the trash for good after so long."),
    ] = None,
    keep_trash: Annotated[
        bool, typer.Option("--keep-trash", help="Keep models in the trash for ever.")
    ] = False,
    keep_all: Annotated[bool, typer.Option("--keep-all", help="Keep all versions.")] = False,
    keep_events: Annotated[bool, typer.Option("--keep-events", help="Keep what jobs said for ever.")] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Let the policy of all datasets hold for this one again.")
    ] = False,
) -> Answer:
    """Show or set how long versions, and what jobs said, are kept. The next sweep goes by it."""
    service = session.desk.retention
    of_all = (event_days is not None, keep_events, trash_days is not None, keep_trash)
    if name is not None and any(of_all):
        raise ParameterError(
            "What jobs said, and models, belong to no dataset.", "Leave the dataset's name out."
        )
    if forget:
        if name is None:
            raise ParameterError("Whose policy?", "Give the name of a dataset, or use --keep-all.")
        service.forget_policy(name)
    elif keep_all or any(of_all[:2]) or (keep_versions, keep_days) != (None, None):
        old = service.policy(name)
        service.set_policy(
            name,
            keep_versions=None if keep_all else old.keep_versions if keep_versions is None else keep_versions,
            keep_days=None if keep_all else old.keep_days if keep_days is None else keep_days,
            event_days=None if keep_events else old.event_days if event_days is None else event_days,
        )
    if keep_trash or trash_days is not None:
        service.set_trash_days(None if keep_trash else trash_days)
    policy = service.policy(name)
    names = {d.id: d.name for d in session.desk.datasets.list()}
    due = [
        {"dataset": names.get(v.dataset_id, ""), "version": v.number, "created_at": v.created_at}
        for v in service.due()
        if name in (None, names.get(v.dataset_id))
    ]
    value: dict[str, Any] = {
        "policy_of": "all datasets" if policy.id == EVERYWHERE else name,
        "keep_versions": policy.keep_versions,
        "keep_days": policy.keep_days,
        "event_days": service.policy().event_days,
        "trash_days": service.policy().trash_days,
        "due": due,
    }
    words = [f"{d['dataset']}@{d['version']}" for d in due]
    return Answer(value, facts({**value, "due": words}))


def sweep(
    session: Session,
    grace: Annotated[float, typer.Option(metavar="MINUTES", help="Spare what was touched since.")] = 60.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> Pending:
    """Remove versions that the retention policies let go, and stored data that nothing refers to any more."""

    def present(result: Result) -> Answer:
        return Answer(result, facts(result))

    return Pending(session.desk.sweep(grace_minutes=grace, dry_run=dry_run), present)
