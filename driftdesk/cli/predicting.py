"""Commands that ask models: about a file, a version of a dataset, or rows that are typed."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Group, RenderableType

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import check_folder, pairs
from driftdesk.cli.models import ModelRef
from driftdesk.cli.show import table
from driftdesk.core.entities import Kind
from driftdesk.core.errors import ParameterError

_FORMATS: dict[str, Literal["csv", "jsonl", "parquet"]] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "predict", job=True)(predict)
    command(app, "ask", job=True)(ask)


def predict(
    session: Session,
    model: ModelRef,
    file: Annotated[Path | None, typer.Option(metavar="F", help="The rows to predict: a file.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="F", help="Where a file's predictions go: .csv, .jsonl or .parquet."),
    ] = None,
    dataset: Annotated[
        str,
        typer.Option(
            metavar="NAME[@V]", help="The rows to predict: a version; the next one has the predictions."
        ),
    ] = "",
) -> Pending:
    """Predict the rows of a file, or of a version of a dataset."""
    if dataset and not file and not out:
        return Pending(session.desk.score(model, dataset), _scored)
    if dataset or file is None or out is None:
        raise ParameterError(
            "It is not clear what to predict.", "Give --file F --out F, or --dataset NAME[@V] alone."
        )
    if out.suffix not in _FORMATS:
        raise ParameterError(
            f"{out.name}: unknown format.", "Give --out a name that ends in .csv, .jsonl or .parquet."
        )
    check_folder(out)
    job = session.desk.predict(model, file, format=_FORMATS[out.suffix])

    def present(result: Result) -> Answer:
        session.desk.store.files.download(result["file"], out)
        kept = ("model", "model_version", "rows")
        return Answer(
            {**{k: result[k] for k in kept}, "out": str(out)},
            f"{result['rows']} rows predicted by {result['model']} v{result['model_version']}: {out}",
        )

    return Pending(job, present)


def _scored(result: Result) -> Answer:
    by = f"{result['model']} v{result['model_version']}"
    columns = ", ".join(result["columns"])
    return Answer(
        result,
        f"{result['rows']} rows predicted by {by}: {result['dataset']}@{result['version']} has {columns}.",
    )


def ask(
    session: Session,
    model: ModelRef,
    *,
    value: Annotated[
        list[str] | None, typer.Option(metavar="COL=VALUE", help="A value of one row; what lacks is missing.")
    ] = None,
    rows: Annotated[str, typer.Option(metavar="JSON", help="Several rows: a list of objects.")] = "",
    text: Annotated[str, typer.Option(help="The text, of a model on one column of texts.")] = "",
    why: Annotated[bool, typer.Option("--why/--no-why", help="With what led to each answer.")] = True,
) -> Pending:
    """Ask a model about rows that you type: prediction, probabilities, and why."""
    given = _given(session, model, value or [], rows, text)
    return Pending(session.desk.ask(model, given, why=why), _answered)


def _given(session: Session, model: str, values: list[str], rows: str, text: str) -> list[dict[str, Any]]:
    if sum(map(bool, (values, rows, text))) != 1:
        raise ParameterError(
            "There is nothing to ask about.", "Give --value COL=VALUE, --rows JSON or --text TEXT."
        )
    if values:
        return [dict(pairs(values, "--value"))]
    if text:
        _, version = session.desk.registry.resolve(model)
        features = [c.name for c in version.columns.features if c.kind is Kind.TEXT]
        if len(features) != 1:
            raise ParameterError(
                f"The model reads {len(features)} columns of texts.",
                f"Give --value COL=VALUE: {', '.join(features[:20])}.",
            )
        return [{features[0]: text}]
    try:
        found = json.loads(rows)
    except (ValueError, RecursionError) as error:
        raise ParameterError(f"--rows is no JSON: {error}.", 'Write it as [{"age": 31}].') from error
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ParameterError("--rows is no list of objects.", 'Write it as [{"age": 31}].')
    return found


def _answered(result: Result) -> Answer:
    shown: list[RenderableType] = []
    for number, answer in enumerate(result["answers"], start=1):
        likely = sorted(answer["probabilities"].items(), key=lambda p: -p[1])[:5]
        said = ", ".join(f"{name} {p:.3f}" for name, p in likely)
        shown.append(
            f"{number}. {result['target']} = {answer['prediction']}" + (f"   ({said})" if said else "")
        )
        if "why" in answer:
            effects = [
                [e["name"], e["value"], f"{e['effect']:+.3g}", f"{e['error']:.1g}"]
                for e in answer["why"]["effects"][:12]
            ]
            shown.append(table(["column", "value", "effect>", "±>"], effects))
    return Answer(result, Group(*shown))
