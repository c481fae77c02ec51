"""Commands on datasets: look, analyse, clean, recompose."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.drift_options import DriftOptions
from driftdesk.cli.show import facts, plain, severity, table
from driftdesk.cli.together import TogetherOptions, as_table, as_value
from driftdesk.core.entities import ColumnDrift, DriftReport, ReplayRecipe, WindowRecipe
from driftdesk.core.errors import FileError, ParameterError

Ref = Annotated[str, typer.Argument(metavar="NAME[@V]", help="A dataset, and a version's number or tag.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A dataset.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "profile", job=True)(profile)
    command(app, "drift", job=True)(drift)
    command(app, "recompose", job=True)(recompose)


def pairs(given: list[str], option: str) -> dict[str, str]:
    """``["k=v", ...]`` as a dictionary. Raises ParameterError."""
    for pair in given:
        if "=" not in pair:
            raise ParameterError(f"{option} {pair!r} has no '='.", f"Write it as {option} name=value.")
    return dict(pair.split("=", 1) for pair in given)


def check_folder(path: Path | None) -> None:
    """Raise FileError where a file cannot be written to ``path``, before any work is done for it."""
    if path and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise FileError(f"{path} cannot be written.", "Name a file in a folder that is there.")


def profile(
    session: Session,
    ref: Ref,
    pairs: Annotated[bool, typer.Option("--pairs", help="How the columns go together, too.")] = False,
    column: Annotated[str | None, typer.Option(metavar="COL", help="All about one column.")] = None,
) -> Pending:
    """Statistics of each column."""
    if column:
        session.desk.datasets.resolve(ref)[1].columns.column(column)

    def present(result: Result) -> Answer:
        from driftdesk.cli.statistics import present_columns, present_pairs

        _, version = session.desk.datasets.resolve(f"{result['dataset']}@{result['version']}")
        title = f"{result['dataset']} v{result['version']}, {plain(result['rows'])} rows"
        answer = present_columns(result, session.desk.profiles.summary(version), title, column)
        return present_pairs(answer, session.desk.profiles.pairs(version), column) if pairs else answer

    return Pending(session.desk.profile(ref), present)


def drift(
    session: Session,
    name: Name,
    *,
    reference: Annotated[str, typer.Option(metavar="V", help="Compare with this version ...")] = "latest",
    current: Annotated[str | None, typer.Option(metavar="V", help="... this one (latest),")] = None,
    current_file: Annotated[Path | None, typer.Option(metavar="FILE", help="... or a file.")] = None,
    exact: Annotated[bool, typer.Option("--exact", help="From the rows, not from their profiles.")] = False,
    service: Annotated[str, typer.Option(help="The detection service that answers.")] = "built-in",
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report: .html, .json or .pdf.")
    ] = None,
    options: DriftOptions,
    jointly: TogetherOptions,
) -> Pending:
    """Analyse the drift between two versions, or between a version and a file."""
    if write:
        from driftdesk.core.reports.writing import check_format

        check_folder(write)
        check_format(write)
    job = session.desk.analyse_drift(
        name,
        reference=reference,
        current=current,
        current_file=current_file,
        exact=exact,
        service=service,
        params=jointly.put(options.params(session.desk)),
    )

    def present(result: Result) -> Answer:
        report = session.desk.store.reports.get(result["report"])
        if write:
            from driftdesk.core.reports.writing import write_report

            write_report(report, write)
        columns = [_column(c) for c in report.columns]
        value = {
            "report": report.id,
            "severity": report.severity,
            "preset": report.preset,
            "columns": columns,
            "together": as_value(report.together),
            "schema_changes": report.schema_changes,
            "rows": report.current.rows,
            "reference_rows": report.reference.rows,
            "seconds": report.seconds,
            "service": report.service,
            "score": report.score,
            "fallback": report.fallback.model_dump() if report.fallback else None,
            "computed_from": report.computed_from,
            "jobs": result["jobs"],
        }
        if report.computed_from == "service" and not report.columns:
            kept = ("severity", "score", "reference_rows", "rows", "service", "seconds")
            shown = facts({"report": report.summary, **{key: value[key] for key in kept}})
            return Answer(value, shown)
        keys = ["name", "severity", "method", "statistic", "threshold", "p_value"]
        rows = [[severity(c[k]) if k == "severity" else c[k] for k in keys] for c in columns]
        heads = ["column", "severity", "method", "statistic>", "threshold>", "p>"]
        failed = f" The built-in engine answered because {report.fallback.why}" if report.fallback else ""
        verdicts = table(heads, rows, f"{report.severity}: {report.summary}{failed}")
        tables = [verdicts]
        if report.together:
            tables.append(as_table(report.together))
        more = [_all_methods(report)] if options.all_methods else []
        return Answer(value, Group(*tables, *more))

    return Pending(job, present)


def _column(column: ColumnDrift) -> dict[str, Any]:
    """A verdict as ``--json`` prints it, with what every method found."""
    shown = {"name", "severity", "method", "statistic", "threshold", "p_value"}
    kept = {"method", "statistic", "threshold", "p_value", "error_bound", "note"}
    results = [r.model_dump(mode="json", include=kept) for r in column.results]
    return {**column.model_dump(mode="json", include=shown), "results": results}


def _all_methods(report: DriftReport) -> RenderableType:
    rows = [
        (c.name, r.method, r.note if r.statistic is None else r.statistic, r.threshold, r.p_value)
        for c in report.columns
        for r in c.results
    ]
    return table(["column", "method", "statistic>", "threshold>", "p>"], rows, "All methods")


def recompose(
    session: Session,
    name: Name,
    recipe: Annotated[
        str,
        typer.Option(
            metavar="window:ROWS|replay:NEW_RATIO", help="May end in ,new-weight=W and ,half-life=DAYS."
        ),
    ],
    reference: Annotated[str, typer.Option(metavar="V")] = "latest",
    current: Annotated[str, typer.Option(metavar="V")] = "latest",
) -> Pending:
    """Compose the next training version from old and new rows."""

    def present(result: Result) -> Answer:
        return Answer(result, facts(result))

    job = session.desk.recompose(name, parse_recipe(recipe), reference=reference, current=current)
    return Pending(job, present)


def parse_recipe(text: str) -> WindowRecipe | ReplayRecipe:
    """``window:5000`` or ``replay:0.5,new-weight=3,half-life=30``. Raises ParameterError."""
    recipe, *options = text.split(",")
    kind, _, number = recipe.partition(":")
    names = {"new-weight": "new_weight", "half-life": "half_life"}
    try:
        said = {names[name]: float(value) for name, _, value in (option.partition("=") for option in options)}
        if kind == "window":
            return WindowRecipe(rows=int(number), **said)
        if kind == "replay":
            return ReplayRecipe(new_ratio=float(number), **said)
    except (ValueError, KeyError):
        pass
    raise ParameterError(
        f"{text!r} is not a recipe.",
        "Write window:ROWS (such as window:5000) or replay:NEW_RATIO (above 0, up to 1, such as replay:0.5), and behind it "
        "what rows weigh, if not the same: ,new-weight=W (of new rows beside old ones) and ,half-life=DAYS.",
    )
