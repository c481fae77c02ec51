"""Commands on stored drift reports: list them, write them to files, put two beside each other."""

from pathlib import Path
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import Name, check_folder
from driftdesk.cli.show import facts, severity, table
from driftdesk.core.entities import DriftReport
from driftdesk.core.errors import NotFoundError

Report = Annotated[
    str, typer.Argument(metavar="REPORT", help="A report's id, or a file that one was written to as JSON.")
]
_LISTED = 50


def register(app: typer.Typer) -> None:
    """Add ``driftdesk report ...`` to the application."""
    group = typer.Typer(help="Drift reports: list, write and compare them.", no_args_is_help=True)
    app.add_typer(group, name="report")
    command(group, "list")(list_reports)
    command(group, "write")(write)
    command(group, "compare")(compare)


def list_reports(session: Session, name: Name) -> Answer:
    """The reports on a dataset, newest first."""
    found = session.desk.drift.reports(session.desk.datasets.get(name), limit=_LISTED)
    value = [
        {
            "report": r.id,
            "created_at": r.created_at.isoformat(),
            "reference": r.reference.label,
            "current": r.current.label,
            "severity": str(r.severity),
            "drifted": len(r.drifted),
            "service": r.service,
        }
        for r in found
    ]
    rows = [
        [
            v["report"],
            r.created_at,
            v["reference"],
            v["current"],
            severity(str(r.severity)),
            len(r.drifted),
            r.service,
        ]
        for v, r in zip(value, found, strict=True)
    ]
    heads = ["report!", "made", "reference", "current", "verdict", "drifted>", "by"]
    return Answer({"reports": value}, table(heads, rows))


def write(
    session: Session,
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="A report's id, or a dataset: its latest report.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Ending in .html, .json or .pdf.")],
    *,
    rows: Annotated[
        bool, typer.Option("--rows", help="With example rows of the explanation; else none are in it.")
    ] = False,
) -> Answer:
    """Write a report to files."""
    from driftdesk.core.reports.writing import check_format, write_report

    for file in files:
        check_folder(file)
        check_format(file)
    found = _report(session, report)
    examples = session.desk.why.examples(found).to_pylist() if rows else ()
    for file in files:
        write_report(found, file, examples)
    value = {"report": found.id, "files": [str(file) for file in files]}
    return Answer(value, facts(value))


def compare(session: Session, before: Report, after: Report) -> Answer:
    """What changed from one report to another."""
    from driftdesk.core.reports.comparing import compare_reports

    left, right = _read(session, before), _read(session, after)
    found = compare_reports(left, right)
    rows: list[list[Any]] = [
        [
            c.name,
            c.change,
            *(severity(str(s)) if s else None for s in (c.before, c.after)),
            c.statistic_before,
            c.statistic_after,
        ]
        for c in found.columns
    ]
    title = " ".join([f"{left.severity} → {right.severity}.", *found.notes])
    heads = ["column", "change", "before", "after", "statistic>", "then>"]
    return Answer(found.model_dump(mode="json"), table(heads, rows, title))


def _read(session: Session, report: str) -> DriftReport:
    from driftdesk.core.reports.document import read_report

    return read_report(Path(report)) if report.endswith(".json") else _report(session, report)


def _report(session: Session, ref: str) -> DriftReport:
    dataset = session.desk.datasets.find(ref)
    if dataset is None:
        return session.desk.drift.report(ref)
    found = session.desk.drift.latest(dataset)
    if found is None:
        raise NotFoundError(
            f"{ref} has no drift report.", f"Make one: `driftdesk drift {ref} --reference 1`."
        )
    return found
