"""Commands that search for the parameters with which a model learns best."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import pairs
from driftdesk.cli.models import DatasetRef, ModelName, value_of
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import Study, Trial


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "search", job=True)(search)
    command(app, "studies", job=True)(studies)


def search(
    session: Session,
    model: ModelName,
    *,
    dataset: DatasetRef,
    trainer: Annotated[
        list[str] | None, typer.Option(help="A trainer; several: the search chooses between them.")
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="K[=RANGE]", help="What varies: K, K=1e-4..1e-1:log, K=2..64, K=a|b."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="K=V", help="A parameter that does not vary.")
    ] = None,
    trials: Annotated[int, typer.Option(help="How many trainings.")] = 20,
    parallel: Annotated[int, typer.Option(help="How many at once, where slots are free.")] = 1,
    minutes: Annotated[float | None, typer.Option(help="No trial begins after so many minutes.")] = None,
    metric: Annotated[
        str, typer.Option(help="What is best, on the validation part; empty: the task's.")
    ] = "",
    sampler: Annotated[str, typer.Option(help="Who says what to try: tpe or random.")] = "tpe",
    pruner: Annotated[
        str, typer.Option(help="Who says which trials to give up: median, hyperband or none.")
    ] = "median",
    seed: Annotated[int, typer.Option(help="The same seed, the same trials (one at a time).")] = 0,
    split: Annotated[str, typer.Option(help="A stored split of the version to learn by.")] = "",
    register_best: Annotated[
        bool, typer.Option("--register", help="Train with the best at the end, and register that.")
    ] = False,
) -> Pending:
    """Search for the parameters with which a model learns best: a study of many trainings."""
    job = session.desk.search(
        model,
        dataset,
        trainers=trainer or (),
        vary=vary or (),
        params=_fixed(pairs(param or [], "--param")),
        metric=metric,
        trials=trials,
        parallel=parallel,
        minutes=minutes,
        sampler=sampler,
        pruner=pruner,
        seed=seed,
        split=split,
        register_best=register_best,
    )
    return Pending(job, _found)


def studies(
    session: Session,
    model: ModelName,
    study: Annotated[int | None, typer.Argument(metavar="[STUDY]", help="The number of a study.")] = None,
    *,
    more: Annotated[int, typer.Option(metavar="N", help="Go on with so many further trials.")] = 0,
    stop: Annotated[bool, typer.Option("--stop", help="Stop the study and its trials.")] = False,
    train_best: Annotated[
        bool, typer.Option("--train-best", help="Train with the best trial's parameters, and register that.")
    ] = False,
    save_preset: Annotated[
        str, typer.Option(metavar="NAME", help="Keep the best trial's parameters as a preset.")
    ] = "",
) -> Answer | Pending:
    """List the studies of a model; show the trials of one, go on with it, stop it, or use its best."""
    desk = session.desk
    found = desk.training.model(model)
    if study is None:
        return _listed(model, desk.studies.list(found))
    one = desk.studies.numbered(found, study)
    if stop:
        desk.jobs.stop(one.job_id or "")
    elif more:
        return Pending(desk.search_more(one, more), _found)
    elif train_best:
        return Pending(desk.train_best(one), lambda result: Answer(result, facts(result)))
    elif save_preset:
        trainer, params = desk.studies.best_params(one)
        note = f"The best of study {one.number} of {model}: {one.metric}"
        kept = desk.presets.save(save_preset, trainer, params, note)
        value = {"preset": f"{kept.name}@{kept.number}", "trainer": trainer, "params": kept.params}
        return Answer(value, facts(value))
    one = desk.studies.get(one.id)
    return _shown(model, one, desk.studies.trials(one))


def _fixed(given: dict[str, str]) -> dict[str, dict[str, Any]]:
    """``--param`` by trainer: with several, as ``mlp.epochs=20``."""
    fixed: dict[str, dict[str, Any]] = {}
    for key, text in given.items():
        trainer, _, name = key.rpartition(".")
        fixed.setdefault(trainer, {})[name] = value_of(text)
    return fixed


def _found(result: Result) -> Answer:
    return Answer(result, facts({k: v for k, v in result.items() if k != "study_id" and v not in (None, {})}))


def _listed(model: str, found: Iterable[Study]) -> Answer:
    value = [s.model_dump(mode="json") for s in found]
    rows = [
        (
            s["number"],
            s["state"],
            ", ".join(s["trainers"]),
            s["metric"],
            s["trials"],
            s["best"],
            s["model_version"],
        )
        for s in value
    ]
    heads = ["study>", "state", "trainers", "metric", "trials>", "best trial>", "model version>"]
    return Answer({"model": model, "studies": value}, table(heads, rows))


def _shown(model: str, study: Study, trials: list[Trial]) -> Answer:
    value = {
        "model": model,
        "study": study.model_dump(mode="json"),
        "trials": [t.model_dump(mode="json", exclude={"notes", "study_id"}) for t in trials],
    }
    marked = [
        (f"{'*' if t.number == study.best else ''}{t.number}", t.state, t.value, t.values, t.seconds, t.error)
        for t in trials
    ]
    return Answer(
        value, table(["trial>", "state", f"{study.metric}>", "values", "seconds>", "error"], marked)
    )
