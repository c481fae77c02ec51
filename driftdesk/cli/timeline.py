"""Commands on drift over time: timelines, and thresholds that chunks teach."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name, Ref
from driftdesk.cli.drift_options import DriftOptions
from driftdesk.cli.show import plain, severity, table

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.cells import TimelineTable
    from driftdesk.core.entities import Timeline

Every = Annotated[
    str,
    typer.Option(
        metavar="HOW",
        help="rows:5000, parts:20, period:hour|day|week|month|quarter|year, or version: all versions.",
    ),
]
By = Annotated[str, typer.Option(metavar="COL", help="The column of the times (the timestamp's).")]
_MARKS = {"none": "·", "insufficient_data": "?", "warning": "w", "critical": "C"}
_SHOWN_COLUMNS, _SHOWN_POINTS = 40, 60


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "timeline", job=True)(timeline)
    command(app, "timelines")(timelines)
    command(app, "thresholds", job=True)(thresholds)


def timeline(
    session: Session,
    ref: Ref,
    *,
    every: Every,
    against: Annotated[
        str, typer.Option(metavar="HOW", help="pinned, rolling:4, expanding, or seasonal:day|week|year.")
    ] = "pinned",
    reference: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Of pinned: a version, part:SPLIT:PART or chunks:1-5 (the first tenth of the chunks).",
        ),
    ] = "",
    by: By = "",
    options: DriftOptions,
) -> Pending:
    """Drift over time: a version's rows in chunks, or all versions, against a reference."""
    job = session.desk.make_timeline(
        ref, every=every, against=against, reference=reference, by=by, params=options.params(session.desk)
    )

    def present(result: Result) -> Answer:
        found = session.desk.timelines.table(result["timeline"])
        return Answer(_value(found), _shown(found))

    return Pending(job, present)


def timelines(
    session: Session,
    name: Name,
    remove: Annotated[str, typer.Option(metavar="ID", help="Forget this timeline and its points.")] = "",
) -> Answer:
    """List the timelines of a dataset, newest first."""
    if remove:
        session.desk.timelines.remove(remove)
    found = [_facts(t) for t in session.desk.timelines.list(session.desk.datasets.get(name))]
    keys = ["timeline", "version", "every", "against", "reference", "points", "severity", "created_at"]
    heads = ["timeline", "version>", "every", "against", "reference", "points>", "severity", "made"]
    rows = [[severity(t[k]) if k == "severity" else t[k] for k in keys] for t in found]
    return Answer({"dataset": name, "timelines": found}, table(heads, rows))


def thresholds(
    session: Session,
    ref: Ref,
    *,
    every: Every = "parts:10",
    by: By = "",
    deviations: Annotated[
        float, typer.Option(metavar="X", help="A warning lies so many standard deviations above the mean.")
    ] = 3.0,
    save: Annotated[str, typer.Option(metavar="PRESET", help="Keep them, for `drift` and `timeline`.")] = "",
    options: DriftOptions,
) -> Pending:
    """Learn each column's thresholds from the chunks of a version without drift."""
    params = options.params(session.desk)
    if save:
        session.desk.drift.presets.check_free(save)
    job = session.desk.learn_thresholds(ref, every=every, by=by, deviations=deviations, params=params)

    def present(result: Result) -> Answer:
        if save:
            from driftdesk.core.entities import LearnedThresholds

            learned = LearnedThresholds.model_validate(result)
            kept = {k: v for k, v in params.items() if k != "columns"}
            note = f"learned from {learned.dataset_name} v{learned.version}, {learned.every}"
            session.desk.drift.presets.save(save, {**kept, **learned.params}, note)
        rows = [
            [name, *(found[k] for k in ("method", "mean", "deviation", "warning", "critical"))]
            for name, found in result["by_column"].items()
        ]
        rows += [[name, why, None, None, None, None] for name, why in result["left_out"].items()]
        heads = ["column", "method", "mean>", "deviation>", "warning>", "critical>"]
        title = f"From {result['chunks']} chunks of {result['dataset_name']} v{result['version']}"
        return Answer(result, table(heads, rows, title))

    return Pending(job, present)


def _facts(found: "Timeline") -> dict[str, Any]:
    kept = (
        "version",
        "every",
        "against",
        "reference",
        "by",
        "points",
        "rows",
        "unstamped",
        "severity",
        "complete",
        "correction",
        "params",
        "seconds",
        "created_at",
    )
    return {"timeline": found.id, "dataset": found.dataset_name, **{k: getattr(found, k) for k in kept}}


def _value(found: "TimelineTable") -> dict[str, Any]:
    """For scripts: every point with every column."""
    columns = range(len(found.timeline.columns))
    points = [
        {
            "number": p.number,
            "label": p.label,
            "start": p.start,
            "rows": p.rows,
            "reference": p.reference,
            "reference_rows": p.reference_rows,
            "is_reference": p.is_reference,
            "severity": p.severity,
            "columns": [found.cell(i, c).as_dict() for c in columns],
        }
        for i, p in enumerate(found.points)
    ]
    return {**_facts(found.timeline), "points": points}


def _shown(found: "TimelineTable") -> Table:
    """Columns by points, a letter each: most drifted columns first; of many points the last ones."""
    timeline, points = found.timeline, found.points[-_SHOWN_POINTS:]
    first = len(found.points) - len(points)
    span = f"{points[0].label} … {points[-1].label}" if points else ""
    title = f"{timeline.severity}: {timeline.dataset_name}, {timeline.title}, {plain(timeline.points)} points"
    made = table(["column", span, "drifted>", "first", "worst>", "at"], [], title)
    for column in found.order()[:_SHOWN_COLUMNS]:
        marks = Text()
        for i, point in enumerate(points, first):
            word = str(found.cell(i, column).severity)
            marks.append("r" if point.is_reference else _MARKS[word], severity(word).style)
        drifted = [i for i in range(len(found.points)) if found.ranks[i, column]]
        worst = max(range(len(found.points)), key=lambda i: found.strengths[i, column], default=None)
        made.add_row(
            Text(timeline.columns[column].name),
            marks,
            plain(len(drifted)),
            found.points[drifted[0]].label if drifted else "-",
            "-" if worst is None else plain(found.cell(worst, column).statistic),
            "-" if worst is None else found.points[worst].label,
        )
    notes = [f"{plain(timeline.unstamped)} rows have no stamp"] if timeline.unstamped else []
    more = len(found.order()) - _SHOWN_COLUMNS
    notes += [f"{more} more columns: --json has them"] if more > 0 else []
    made.caption = "; ".join(["· none, w warning, C critical, ? too few rows, r reference", *notes])
    return made
