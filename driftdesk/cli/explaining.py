"""`driftdesk explain`: why two sides differ."""

from typing import Annotated, Any

import typer
from rich.console import Group

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.show import severity, table
from driftdesk.core.entities import ColumnDrift, DriftReport, Explanation
from driftdesk.core.errors import NotFoundError


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "explain", job=True)(explain)


def explain(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A dataset.")],
    *,
    report: Annotated[str, typer.Option(metavar="ID", help="Of this report (the latest one).")] = "",
    rows: Annotated[bool, typer.Option("--rows", help="Show rows that are typical of the new data.")] = False,
) -> Pending:
    """Why the data drifted: what matters to the model in use, where it concentrates, typical rows."""
    desk = session.desk
    dataset = desk.datasets.get(name)
    found = desk.drift.report(report) if report else desk.drift.latest(dataset)
    if found is None or found.dataset_id != dataset.id:
        raise NotFoundError(
            f"{name} has no such drift report.", f"Make one: `driftdesk drift {name} --reference 1`."
        )

    def present(result: Result) -> Answer:
        made = desk.drift.report(str(result["report"]))
        assert made.explanation is not None
        examples = desk.why.examples(made).to_pylist() if rows else None
        return _answer(made, made.explanation, examples)

    return Pending(desk.explain_drift(found.id), present)


def _answer(report: DriftReport, why: Explanation, examples: list[dict[str, Any]] | None) -> Answer:
    from driftdesk.core.drift.why.importance import by_importance

    ranked = by_importance([c for c in report.columns if c.severity.rank])
    value = {
        "report": report.id,
        "model": why.model,
        "columns": [
            c.model_dump(mode="json", include={"name", "severity", "strength", "importance"}) for c in ranked
        ],
        **why.model_dump(mode="json", exclude={"model"}),
    }
    shown = [
        table(
            ["column", "severity", "times its threshold>", "importance>"],
            [_row(c) for c in ranked],
            report.summary,
        )
    ]
    if why.segments:
        heads = [
            "where",
            "of",
            f"{report.reference.label}>",
            f"{report.current.label}>",
            "moved there>",
            "elsewhere>",
            "p>",
        ]
        lines = [
            [
                s.rule,
                s.column or "all rows",
                _share(s.reference_share),
                _share(s.current_share),
                s.inside,
                s.outside,
                s.p_value,
            ]
            for s in why.segments
        ]
        shown.append(table(heads, lines, "Where it concentrates"))
    if examples is not None:
        value["rows"] = examples
        if examples:
            heads = list(examples[0])
            shown.append(
                table(heads, [[row[h] for h in heads] for row in examples], "Typical of the new data")
            )
    return Answer(value, Group(*shown))


def _row(column: ColumnDrift) -> list[Any]:
    return [column.name, severity(str(column.severity)), column.strength, column.importance]


def _share(share: float) -> str:
    return f"{100 * share:.1f} %"
