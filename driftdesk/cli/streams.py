"""Commands on streams: look back upon one, and watch one as batches arrive."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name, Ref
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import StreamSource, StreamStudy, Watch
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.entities import Job

Of = Annotated[
    str,
    typer.Option(metavar="EXPR", help="A number or a condition over the columns, as `prediction != target`."),
]
Model = Annotated[str, typer.Option(metavar="M[@V]", help="Instead: the errors of this model.")]
OrderBy = Annotated[str, typer.Option(metavar="COL", help="In the order of this column (as the rows stand).")]
Given = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="DETECTOR.PARAMETER=VALUE", help="Such as adwin.delta=0.01."),
]
WatchName = Annotated[str, typer.Argument(metavar="WATCH", help="A watch's name.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "stream", job=True)(stream)
    group = typer.Typer(
        help="Watches: stream detectors that see every batch that arrives.", no_args_is_help=True
    )
    app.add_typer(group, name="watch")
    command(group, "list")(list_watches)
    command(group, "add", job=True)(add)
    command(group, "run", job=True)(run)
    command(group, "remove")(remove)


def stream(
    session: Session,
    ref: Ref,
    *,
    of: Of = "",
    model: Model = "",
    order_by: OrderBy = "",
    detector: Annotated[
        list[str] | None,
        typer.Option(
            help="adwin, kswin, page-hinkley, ddm, eddm, hddm-a, hddm-w, every (adwin, page-hinkley)."
        ),
    ] = None,
    given: Given = None,
) -> Pending:
    """Look back upon a stream of values or errors: when did it change?"""
    wanted = {name: dict[str, Any]() for name in detector or ["adwin", "page-hinkley"]}
    for name, parameter, value in _settings(given):
        wanted.setdefault(name, {})[parameter] = value
    source = StreamSource(of=of, model=model, order_by=order_by)
    job = session.desk.study_stream(ref, source, wanted)

    def present(result: Result) -> Answer:
        study = session.desk.store.stream_studies.get(str(result["study"]))
        value = study.model_dump(mode="json", exclude={"curve", "curve_low", "curve_high", "job_id"})
        return Answer(value, _shown(study))

    return Pending(job, present)


def _settings(given: list[str] | None) -> list[tuple[str, str, Any]]:
    found = []
    for text in given or []:
        name, dot, rest = text.partition(".")
        parameter, equals, value = rest.partition("=")
        if not dot or not equals:
            raise ParameterError(f"--set {text!r} names no parameter.", "Write it as --set adwin.delta=0.01.")
        try:
            found.append((name, parameter, json.loads(value)))
        except (ValueError, RecursionError):
            found.append((name, parameter, value))
    return found


def _shown(study: StreamStudy) -> Any:
    heads = ["detector", "alarms>", "first at row>", "when", "change there>", "seconds>"]
    rows = [
        [
            result.detector,
            result.alarms,
            result.positions[0] if result.positions else None,
            result.moments[0] if result.moments else None,
            result.jump,
            result.seconds,
        ]
        for result in study.results
    ]
    return table(
        heads, rows, f"{study.source.title}, {plain(study.rows)} rows ({plain(study.missing)} missing)"
    )


def list_watches(session: Session, name: Name) -> Answer:
    """The watches of a dataset and their latest alarms."""
    found = session.desk.streams.watches(session.desk.datasets.get(name))
    heads = ["watch", "of", "detector", "rows seen>", "alarms>", "last at row>", "when", "version>"]
    rows = []
    for watch in found:
        last = watch.alarms[-1] if watch.alarms else None
        where = [last.position, last.moment, last.version] if last else [None, None, None]
        rows.append([watch.name, watch.source.title, watch.detector, watch.seen_rows, watch.raised, *where])
    value = {"watches": [w.model_dump(mode="json", exclude={"batches"}) for w in found]}
    return Answer(value, table(heads, rows))


def add(
    session: Session,
    name: Name,
    watch: WatchName,
    *,
    of: Of = "",
    model: Model = "",
    order_by: OrderBy = "",
    detector: Annotated[str, typer.Option(help="What raises the alarms.")] = "adwin",
    given: Given = None,
) -> Pending:
    """Watch a stream from the first version on, and every batch that arrives."""
    params = {parameter: value for _, parameter, value in _settings(given)}
    desk = session.desk
    dataset = desk.datasets.get(name)
    desk.streams.add_watch(
        dataset, watch, StreamSource(of=of, model=model, order_by=order_by), detector, params
    )
    job = desk.watch_streams(dataset)
    assert job is not None  # there is one watch at least
    return _pending(session, name, job)


def run(session: Session, name: Name) -> Pending:
    """Let the watches see the versions that they have not seen (each import does so by itself)."""
    job = session.desk.watch_streams(session.desk.datasets.get(name))
    if job is None:
        raise ParameterError(
            f"{name} has no watch.", f"Add one: `driftdesk watch add {name} errors --of EXPR`."
        )
    return _pending(session, name, job)


def _pending(session: Session, name: str, job: "Job") -> Pending:
    def present(result: Result) -> Answer:
        listed = list_watches(session, name)
        return Answer({**listed.value, "alarms": result["alarms"]}, listed.show)

    return Pending(job, present)


def remove(session: Session, name: Name, watch: WatchName) -> Answer:
    """Remove a watch and its alarms."""
    dataset = session.desk.datasets.get(name)
    found: Watch = session.desk.streams.watch(dataset, watch)
    session.desk.streams.remove_watch(found)
    return Answer({"removed": found.name}, facts({"removed": found.name}))
