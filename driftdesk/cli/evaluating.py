"""Commands that judge model versions: evaluate, compare."""

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.models import DatasetRef, ModelRef
from driftdesk.cli.show import facts, table


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "evaluate", job=True)(evaluate)
    command(app, "compare", job=True)(compare)


def evaluate(
    session: Session,
    model: ModelRef,
    *,
    dataset: DatasetRef,
    slice: Annotated[  # noqa: A002  # the name of the option
        list[str] | None,
        typer.Option("--slice", metavar="COLUMN|FILTER", help="Judge these rows by themselves."),
    ] = None,
    every: Annotated[
        str, typer.Option(metavar="CUT", help="By time: period:month, parts:10, rows:5000.")
    ] = "",
    find_slices: Annotated[
        bool, typer.Option("--find-slices/--no-find-slices", help="Look for the worst slices.")
    ] = True,
) -> Pending:
    """Test a model version on a data version: the rows that it was not trained on."""
    job = session.desk.evaluate(model, dataset, slices=slice or (), every=every, find_slices=find_slices)
    return Pending(job, _present_evaluation)


def _present_evaluation(result: Result) -> Answer:
    told = {
        key: result[key]
        for key in ("model", "model_version", "dataset", "version", "rows", "excluded_training_rows")
    }
    parts: list[RenderableType] = [facts(told), _metrics(result["metrics"], result["intervals"])]
    if result["slices"]:
        heads = ["slice", "rows>", "metric", "value>", "difference>", "p>"]
        parts.append(table(heads, [_slice(s) for s in result["slices"]]))
    if result["over_time"]:
        names = list(result["metrics"])
        heads = ["period", "rows>", *(f"{name}>" for name in names)]
        parts.append(table(heads, [_chunk(c, names) for c in result["over_time"]]))
    parts += [Text(f"! {text}", style="yellow") for text in result["warnings"]]
    return Answer(result, Group(*parts))


def _metrics(values: dict[str, float], intervals: dict[str, Any]) -> Table:
    rows = []
    for name, value in values.items():
        ends = intervals.get(name)
        rows.append([name, _figure(value), f"{_figure(ends[0])} to {_figure(ends[1])}" if ends else ""])
    return table(["metric", "value>", "95 % interval"], rows)


def _slice(found: dict[str, Any]) -> list[Any]:
    name = found["metric"]
    value = found["metrics"].get(name, {}).get("value")
    mark = "worst: " if found["worst"] else ""
    return [
        mark + found["rule"],
        found["rows"],
        name,
        _figure(value),
        _signed(found["difference"]),
        _p(found["p_value"]),
    ]


def _chunk(found: dict[str, Any], names: list[str]) -> list[Any]:
    values = [found["metrics"].get(name, {}).get("value") for name in names]
    return [found["label"], found["rows"], *(_figure(v) for v in values)]


def compare(
    session: Session,
    models: Annotated[
        list[str], typer.Argument(metavar="MODEL@V...", help="Two to ten model versions of one target.")
    ],
    dataset: DatasetRef,
) -> Pending:
    """Hold model versions against each other on the same rows, with paired tests."""
    return Pending(session.desk.compare(models, dataset), _present_comparison)


def _present_comparison(result: Result) -> Answer:
    names = [f"{m['model']}@{m['version']}" for m in result["members"]]
    heads = [
        "metric",
        "from",
        "to",
        "value>",
        "against>",
        "difference>",
        "95 % interval",
        "p>",
        "corrected>",
        "test",
    ]
    rows = []
    for d in result["differences"]:
        first, second = (result["members"][d[side]]["metrics"][d["metric"]] for side in ("first", "second"))
        rows.append(
            [
                d["metric"],
                names[d["first"]],
                names[d["second"]],
                _figure(first),
                _figure(second),
                _signed(d["difference"]),
                f"{_signed(d['low'])} to {_signed(d['high'])}",
                _p(d["p_value"]),
                _p(d["p_corrected"]),
                d["test"],
            ]
        )
    told = (
        f"{result['rows']} rows that none of them was trained on ({result['dataset']} v{result['version']})"
    )
    return Answer(result, table(heads, rows, told))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.4g}"


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.2g}" if value >= 1e-4 else "<0.0001"
