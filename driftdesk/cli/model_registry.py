"""Commands on the registry of models: one thing in it (a model, a version, a run), aliases, forks, the trash, lineage and
cards."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import check_folder
from driftdesk.cli.models import DatasetRef, ModelName, ModelRef
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import Model, ModelVersion, Run
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.training.lineage import Lineage
    from driftdesk.core.training.trash import Deleted
    from driftdesk.core.training.usage import Thing

Refs = Annotated[
    list[str],
    typer.Argument(
        metavar="REF...", help="Models (churn), versions (churn@3, churn@champion), runs (churn#7)."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "model")(model)
    command(app, "alias")(alias)
    command(app, "fork")(fork)
    command(app, "trash")(trash)
    command(app, "purge")(purge)
    command(app, "lineage")(lineage)
    command(app, "card")(card)


def model(
    session: Session,
    refs: Refs,
    *,
    rename: Annotated[str | None, typer.Option(metavar="NAME", help="Give a model another name.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Replace the notes.")] = None,
    add_tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Add a tag.")] = None,
    remove_tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="Remove a tag.")] = None,
    trash: Annotated[bool, typer.Option("--trash", help="Put them into the trash.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Take them out of the trash.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete them for good, once they are in the trash.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Also a version with an alias, or what a fork or version came from."),
    ] = False,
) -> Answer:
    """Models, model versions and runs: show them, describe them, put them away."""
    if sum((trash, restore, delete)) > 1:
        raise ParameterError("--trash, --restore and --delete exclude each other.", "Give one of them.")
    registry, away, who = session.desk.registry, session.desk.model_trash, session.settings.user
    things = [registry.find(ref) for ref in dict.fromkeys(refs)]
    if delete:
        return _deleted(away.delete(things, force=force))
    if restore:
        away.restore(things)
    for thing in things:
        if note is not None:
            registry.note(thing, note, who)
        if add_tag or remove_tag:
            gone = {t.casefold() for t in remove_tag or ()}
            kept = [t for t in thing.tags if t.casefold() not in gone]
            registry.tag(thing, [*kept, *(add_tag or ())], who)
    if rename is not None:
        if len(things) != 1 or not isinstance(things[0], Model):
            raise ParameterError("Only a model can be renamed.", "Give the name of one model.")
        refs = [registry.rename(things[0], rename, who).name]
    if trash:
        away.trash(things, force=force)
    found = [_shown(session, registry.find(ref)) for ref in dict.fromkeys(refs)]
    if len(found) == 1:
        return Answer(found[0], facts(_flat(found[0])))
    heads = ["what", "in trash", "tags", "notes"]
    rows = [[f["ref"], f["in_trash"], f["tags"], f["notes"]] for f in found]
    return Answer({"things": found}, table(heads, rows))


def _shown(session: Session, thing: "Thing") -> dict[str, Any]:
    """Of whatever kind: ``ref``, what it is, and all that is known of it."""
    registry = session.desk.registry
    owner = registry.model_of(thing)
    told = {
        "notes": thing.notes,
        "tags": thing.tags,
        "in_trash": thing.trashed_at is not None,
        "created_by": thing.created_by,
        "created_at": thing.created_at,
    }
    if isinstance(thing, Model):
        return _of_model(session, thing) | told
    if isinstance(thing, ModelVersion):
        return _of_version(owner, thing) | told
    return _of_run(owner, thing) | told


def _of_model(session: Session, thing: Model) -> dict[str, Any]:
    origin = thing.forked_from
    dataset = session.desk.store.datasets.first(id=thing.dataset_id)
    return {
        "ref": thing.name,
        "kind": "model",
        "task": thing.task,
        "dataset": dataset.name if dataset else None,
        "target": thing.target,
        "versions": [v.number for v in session.desk.registry.versions(thing)],
        "champion": thing.champion,
        "challenger": thing.challenger,
        "aliases": thing.aliases,
        "forked_from": f"{origin.model}@{origin.version}" if origin else None,
        "history": [m.model_dump(mode="json") for m in thing.history],
    }


def _of_version(owner: Model, thing: ModelVersion) -> dict[str, Any]:
    from driftdesk.core.training.usage import aliases_of

    origin, operation = thing.forked_from, thing.operation
    return {
        "ref": f"{owner.name}@{thing.number}",
        "kind": "version",
        "aliases": aliases_of(owner, thing.number),
        "dataset_version": thing.dataset_version,
        "operation": operation.model_dump(mode="json") if operation else None,
        "trainer": thing.trainer,
        "params": thing.params,
        "seed": thing.seed,
        "metrics": thing.metrics,
        "importance": thing.importance,
        "code_version": thing.code_version,
        "environment": thing.environment,
        "forked_from": f"{origin.model}@{origin.version}" if origin else None,
    }


def _of_run(owner: Model, thing: Run) -> dict[str, Any]:
    return {
        "ref": f"{owner.name}#{thing.number}",
        "kind": "run",
        "state": thing.state,
        "dataset_version": thing.dataset_version,
        "model_version": thing.model_version,
        "trainer": thing.trainer,
        "params": thing.params,
        "seed": thing.seed,
        "split": thing.split,
        "metrics": thing.metrics,
        "best": thing.best,
        "last": thing.last,
        "epochs": thing.epochs,
        "rows": thing.rows,
        "seconds": thing.seconds,
    }


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    """For eyes: the history a line a move."""
    if "history" not in value:
        return value
    moves = [f"{m['alias']} → {m['version'] or 'none'} {m['why']}".strip() for m in value["history"]]
    return {**value, "history": "\n".join(moves)}


def alias(
    session: Session,
    model: ModelName,
    name: Annotated[str, typer.Argument(metavar="ALIAS", help="champion, challenger, or one of your own.")],
    version: Annotated[
        str, typer.Argument(metavar="[V]", help="The version's number, or another alias.")
    ] = "",
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Let it name no version.")] = False,
    why: Annotated[str, typer.Option(help="The reason, for the record.")] = "",
) -> Answer:
    """Let an alias of a model name a version."""
    registry, who = session.desk.registry, session.settings.user
    found = registry.model(model)
    if remove == bool(version):
        raise ParameterError("Which version?", f"Write driftdesk alias {model} {name} V, or --remove.")
    if remove:
        moved = registry.remove_alias(found, name, who, why)
    else:
        moved = registry.set_alias(found, name, registry.version(found, version).number, who, why)
    value = {
        "model": moved.name,
        "champion": moved.champion,
        "challenger": moved.challenger,
        "aliases": moved.aliases,
    }
    return Answer(value, facts(value))


def fork(
    session: Session,
    model: ModelRef,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new model.")],
    *,
    dataset: DatasetRef = "",
) -> Answer:
    """Make a new model that begins with a copy of a version; it may learn from another dataset from then on."""
    data = session.desk.datasets.resolve(dataset) if dataset else None
    made = session.desk.training.fork(model, name, data=data, who=session.settings.user)
    value = _shown(session, made)
    return Answer(value, facts(_flat(value)))


def trash(session: Session) -> Answer:
    """List the models, model versions and runs in the trash."""
    found = session.desk.model_trash.list()
    things: list[Thing] = [*found.models, *found.versions, *found.runs]
    listed = [
        {"ref": _shown(session, thing)["ref"], "notes": thing.notes, "since": thing.trashed_at}
        for thing in things
    ]
    rows = [[each["ref"], each["since"], each["notes"]] for each in listed]
    return Answer({"trash": listed}, table(["what", "in the trash since", "notes"], rows))


def purge(
    session: Session,
    *,
    days: Annotated[
        float, typer.Option(min=0, metavar="DAYS", help="Only what has lain there for longer.")
    ] = 0.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> Answer:
    """Delete for good the models, versions and runs in the trash that nothing uses."""
    done = session.desk.model_trash.purge(timedelta(days=days), dry_run=dry_run)
    return _deleted(done, dry_run=dry_run)


def _deleted(done: "Deleted", *, dry_run: bool = False) -> Answer:
    value = {"dry_run": dry_run, **done.model_dump(mode="json")}
    return Answer(value, facts(value))


def lineage(session: Session, model: ModelRef) -> Answer:
    """Where a model version comes from, and where it went: files, data versions, run, version, aliases, results."""
    found = session.desk.registry.lineage(model)
    return Answer(found.model_dump(mode="json"), Text(_tree(found)))


def _tree(found: "Lineage") -> str:
    """One line a thing, by layers from the left; behind it what it came from."""
    names = {n.id: n.title for n in found.nodes}
    lines = [f"{found.earlier} earlier data versions are not shown."] if found.earlier else []
    for node in found.nodes:
        sources = [
            names[e.source] + (f" ({e.label})" if e.label else "") for e in found.edges if e.target == node.id
        ]
        parts = [f"{'  ' * node.layer}{node.kind}: {node.title}"]
        parts += [node.caption] if node.caption else []
        parts += [f"← {', '.join(sources)}"] if sources else []
        lines.append("  ".join(parts) + ("  (removed)" if node.removed else ""))
    return "\n".join(lines)


def card(
    session: Session,
    model: ModelRef,
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(metavar="F", help="Write it to F: .html, .md or .json; several times."),
    ] = None,
) -> Answer:
    """What is known of a model version, for those who use it or answer for it."""
    from driftdesk.core.reports.card_writing import check_card_format, to_json, to_markdown, write_card
    from driftdesk.core.reports.model_card import model_card

    files: Sequence[Path] = out or ()
    for file in files:
        check_folder(file)
        check_card_format(file)
    owner, version = session.desk.registry.resolve(model)
    made = model_card(session.desk.store, owner, version)
    for file in files:
        write_card(made, file)
    if files:
        value = {"ref": f"{owner.name}@{version.number}", "files": [str(f) for f in files]}
        return Answer(value, facts({**value, "files": plain(value["files"])}))
    return Answer(json.loads(to_json(made)), Text(to_markdown(made)))
