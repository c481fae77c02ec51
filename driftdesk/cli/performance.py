"""How well models do over time: `driftdesk performance`."""

from typing import Annotated, Any

import typer
from rich.console import Group
from rich.text import Text

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Ref
from driftdesk.cli.show import plain, severity, table
from driftdesk.core.entities import PerformancePoint, PerformanceReport, PerformanceSeries


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "performance", job=True)(performance)


def performance(
    session: Session,
    ref: Ref,
    *,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL[@V]",
            help="The model that predicts the rows; without it the predictions that stand in the data.",
        ),
    ] = "",
    reference: Annotated[
        str,
        typer.Option(
            metavar="ROWS",
            help="What is expected: test (held out of the model's training), a version, part:SPLIT:PART, or rows:N.",
        ),
    ] = "",
    every: Annotated[
        str, typer.Option(metavar="HOW", help="Chunks: rows:5000, parts:10, period:week or version.")
    ] = "",
    metric: Annotated[
        list[str] | None,
        typer.Option(help="Only these; the first one is what the model is judged by. Again for more."),
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate/--no-estimate", help="Estimate where labels are not known.")
    ] = True,
    min_rows: Annotated[int, typer.Option(metavar="N", help="Chunks with fewer rows are not judged.")] = 50,
) -> Pending:
    """Tell how well a model does, chunk by chunk: measured where labels are known, else estimated."""
    job = session.desk.measure_performance(
        ref,
        model=model,
        reference=reference,
        every=every,
        metrics=tuple(metric or ()),
        estimate=estimate,
        min_rows=min_rows,
    )

    def present(result: Result) -> Answer:
        report = session.desk.performance.report(result["report"])
        return Answer(_value(report), Group(Text(report.summary), _shown(report)))

    return Pending(job, present)


def _value(report: PerformanceReport) -> dict[str, Any]:
    chunks = [c.model_dump(mode="json") for c in report.chunks]
    return {
        "report": report.id,
        "dataset": report.dataset_name,
        "version": report.version,
        "model": report.model_name or None,
        "model_version": report.model_version,
        "task": report.task,
        "severity": report.severity,
        "summary": report.summary,
        "reference": report.reference,
        "reference_rows": report.reference_rows,
        "every": report.every,
        "method": report.method,
        "calibrated": report.calibrated,
        "calibration_before": report.calibration_before,
        "calibration_after": report.calibration_after,
        "classes": list(report.classes),
        "excluded_training_rows": report.excluded_training_rows,
        "warnings": list(report.warnings),
        "metrics": [
            {
                "metric": s.metric,
                "severity": s.severity,
                "reference": s.reference,
                "chunks": [c | p.model_dump(mode="json") for c, p in zip(chunks, s.points, strict=True)],
            }
            for s in report.series
        ],
    }


def _shown(report: PerformanceReport) -> Any:
    """The metric that the model is judged by in full, of the others what the last chunk has."""
    if not report.series:
        return Text("")
    first = report.series[0]
    heads = ["chunk", "rows>", "labelled>", "measured>", "estimated>", "expected>", "verdict!"]
    rows = [
        [
            c.label,
            c.rows,
            c.labelled,
            _figure(p.realised, p.realised_error),
            _figure(p.estimated, p.estimated_error),
            "-" if p.low is None else f"{plain(p.low)} to {plain(p.high)}",
            Text("reference", style="dim") if c.is_reference else severity(p.severity),
        ]
        for c, p in zip(report.chunks, first.points, strict=True)
    ]
    others = [[s.metric, s.reference, _now(s), severity(s.severity)] for s in report.series[1:]]
    shown = [table(heads, rows, first.metric)]
    if others:
        shown.append(table(["metric", "reference>", "last chunk>", "verdict!"], others))
    return Group(*shown)


def _now(series: PerformanceSeries) -> str:
    point: PerformancePoint = series.points[-1]
    if point.realised is not None:
        return _figure(point.realised, point.realised_error)
    return _figure(point.estimated, point.estimated_error)


def _figure(value: float | None, error: float | None) -> str:
    return "-" if value is None else f"{value:.4f} ± {error or 0:.4f}"
