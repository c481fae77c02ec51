"""Commands on models: train, promote, predict, retrain."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.comparing import chosen_runs, compared, exported
from driftdesk.cli.data import pairs
from driftdesk.cli.show import facts, table
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import BUILT_IN

ModelName = Annotated[str, typer.Argument(metavar="MODEL", help="A model.")]
ModelRef = Annotated[
    str, typer.Argument(metavar="MODEL[@V]", help="A model, and a version's number or alias (champion).")
]
DatasetRef = Annotated[
    str, typer.Option(metavar="NAME[@V]", help="A dataset, and a version's number or tag.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "models")(models)
    command(app, "runs")(runs)
    command(app, "train", job=True)(train)
    command(app, "promote")(promote)
    command(app, "rollback")(rollback)
    command(app, "retrain", job=True)(retrain)


def models(
    session: Session,
    *,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Words in name, notes or tags.")] = "",
    tag: Annotated[str, typer.Option(help="Only with this tag.")] = "",
    trash: Annotated[bool, typer.Option("--trash", help="Those in the trash instead.")] = False,
) -> Answer:
    """List the models."""
    names = {d["id"]: d["name"] for d in session.desk.store.datasets.select("name")}
    words = search.casefold().split()
    found = [
        {
            "model": m.name,
            "task": m.task,
            "dataset": names.get(m.dataset_id),
            "target": m.target,
            "trainer": m.trainer,
            "versions": m.head,
            "champion": m.champion,
            "challenger": m.challenger,
            "tags": m.tags,
        }
        for m in session.desk.training.models(trash=trash)
        if (not tag or tag.casefold() in (t.casefold() for t in m.tags))
        and all(w in " ".join((m.name, m.notes, *m.tags)).casefold() for w in words)
    ]
    heads = ["model", "task", "dataset", "target", "trainer", "versions>", "champion>", "challenger>", "tags"]
    return Answer({"models": found}, table(heads, [list(m.values()) for m in found]))


def runs(
    session: Session,
    model: ModelName,
    *,
    tag: Annotated[str, typer.Option(help="Only with this tag.")] = "",
    trash: Annotated[bool, typer.Option("--trash", help="Those in the trash instead.")] = False,
    compare: Annotated[
        str, typer.Option(metavar="3,5,8-10", help="These runs beside each other, or all.")
    ] = "",
    series: Annotated[int, typer.Option(metavar="RUN", help="Write all points of this run to --out.")] = 0,
    out: Annotated[Path | None, typer.Option(help="A CSV file for --series.")] = None,
) -> Answer:
    """List the runs of a model, newest first; compare some; or write the series of one."""
    known = session.desk.training.model(model)
    runs = [
        r
        for r in session.desk.training.runs(known, trash=trash)
        if not tag or tag.casefold() in (t.casefold() for t in r.tags)
    ]
    if series:
        return exported(session, known, runs, series, out)
    if compare:
        return compared(known, chosen_runs(runs, compare))
    found = [
        {
            "run": r.number,
            "state": r.state,
            "trainer": r.trainer,
            "params": r.params,
            "split": r.split,
            "streaming": r.streaming and r.streaming.model_dump(mode="json"),
            "sample_rows": r.sample_rows,
            "dataset_version": r.dataset_version,
            "model_version": r.model_version,
            "metrics": r.metrics,
            "seconds": r.seconds,
            "checkpoint": r.checkpoint and r.checkpoint.model_dump(mode="json", exclude={"artifact_id"}),
            "error": r.error and r.error.model_dump(mode="json", exclude={"exit_code"}),
            "heard_at": r.heard_at,
            "tags": r.tags,
            "notes": r.notes,
            "created_at": r.created_at,
        }
        for r in runs
    ]
    keys = ["run", "state", "trainer", "dataset_version", "model_version", "metrics", "seconds", "tags"]
    heads = ["run>", "state", "trainer", "data>", "model version>", "metrics", "seconds>", "tags"]
    shown = [{**r, "state": _state(r)} for r in found]
    return Answer({"model": model, "runs": found}, table(heads, [[r[k] for k in keys] for r in shown]))


def _state(run: dict[str, Any]) -> str:
    """With since when contact is lost, or why it failed."""
    if run["heard_at"] is not None:
        return f"lost contact, {run['heard_at']:%Y-%m-%d %H:%M:%S} UTC"
    return f"{run['state']}: {run['error']['message']}" if run["error"] else str(run["state"])


def train(
    session: Session,
    model: ModelName,
    *,
    dataset: Annotated[
        str,
        typer.Option(
            metavar="NAME[@V]", help="A dataset, and a version's number or tag; not needed with --like."
        ),
    ] = "",
    like: Annotated[
        int | None,
        typer.Option(metavar="RUN", help="Train as this run did, but for what is given beside it."),
    ] = None,
    trainer: Annotated[
        str, typer.Option(help=f"{', '.join(BUILT_IN)}, or one of a plug-in (see driftdesk trainers).")
    ] = "",
    preset: Annotated[
        str, typer.Option(metavar="NAME[@V]", help="Parameters that were saved, under those of --param.")
    ] = "",
    param: Annotated[
        list[str] | None, typer.Option(metavar="K=V", help="A parameter of the trainer.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="The same seed, the same model; 0 unless told.", show_default=False)
    ] = None,
    split: Annotated[str, typer.Option(help="A stored split of the version to learn by.")] = "",
    start: Annotated[
        str, typer.Option("--from", metavar="V", help="Fine-tune this version: a number or an alias.")
    ] = "",
    stream: Annotated[
        bool | None,
        typer.Option(
            "--stream/--no-stream",
            help="Read rows from the store as they are needed, or all into memory first; neither: by their size.",
            show_default=False,
        ),
    ] = None,
    memory: Annotated[
        int, typer.Option(metavar="MB", help="What the data may take; 0: half of the machine's memory.")
    ] = 0,
    processes: Annotated[int, typer.Option(help="Processes that learn together.")] = 1,
    sample: Annotated[
        int,
        typer.Option(metavar="ROWS", help="Learn from a seeded sample of about so many rows; 0: from all."),
    ] = 0,
) -> Pending:
    """Train a model, which is made when there is none; its first version becomes champion."""
    params = {name: value_of(text) for name, text in pairs(param or [], "--param").items()}
    if like is None and not dataset:
        raise ParameterError("Train on what?", "Name a dataset by --dataset, or a run by --like.")
    if like is not None:
        dataset, known = session.desk.like_run(
            model, like, dataset, trainer=trainer, params=params, preset=preset, seed=seed, split=split
        )
        trainer, params, preset, split = known.trainer, known.params, known.preset, known.split
        seed = known.seed
    job = session.desk.train(
        model,
        dataset,
        trainer=trainer,
        params=params,
        preset=preset,
        seed=seed or 0,
        split=split,
        start=start or None,
        stream=stream,
        memory_mb=memory,
        processes=processes,
        sample_rows=sample,
    )

    def present(result: Result) -> Answer:
        shown = {k: result[k] for k in ("model", "run", "model_version", "trainer", "rows", "metrics")}
        return Answer(result, facts(shown))

    return Pending(job, present)


def value_of(text: str) -> Any:
    """``3`` a number, ``[64,32]`` a list, ``true`` a truth value, anything else a word."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def promote(
    session: Session,
    model: Annotated[str, typer.Argument(metavar="MODEL@V", help="A model version.")],
    why: Annotated[str, typer.Option(help="The reason, for the record.")] = "",
) -> Answer:
    """Make a model version the champion."""
    if "@" not in model:
        raise ParameterError(
            "Which version is to become champion?", f"Write {model}@V, such as {model}@challenger."
        )
    found, version = session.desk.registry.resolve(model)
    promoted = session.desk.registry.promote(found, version.number, session.settings.user, why)
    value = {"model": found.name, "champion": promoted.champion, "previous": found.champion}
    return Answer(value, f"{found.name}: champion is now v{promoted.champion}.")


def rollback(session: Session, model: ModelName) -> Answer:
    """Make the previous champion champion again."""
    found = session.desk.training.model(model)
    back = session.desk.registry.rollback(found, session.settings.user)
    value = {"model": found.name, "champion": back.champion, "previous": found.champion}
    return Answer(value, f"{found.name}: champion is v{back.champion} again.")


def retrain(
    session: Session,
    model: ModelName,
    force: Annotated[bool, typer.Option("--force", help="Even where nothing drifted.")] = False,
) -> Pending:
    """The loop: drift, recompose, retrain, gate, promote."""

    def present(result: Result) -> Answer:
        return Answer(result, facts(result))

    return Pending(session.desk.retrain(model, force=force), present)
