"""Commands that label: rows one by one, a model's suggestions for them, Label Studio's tasks in and out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name, Ref, check_folder
from driftdesk.cli.progress import working
from driftdesk.cli.rows import Columns, Where
from driftdesk.cli.show import plain, table
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.labels.importing import ImportedLabels
    from driftdesk.core.labels.todo import LabelProgress, Todo

Control = Annotated[
    str, typer.Option(metavar="NAME", help="What was labelled by, where tasks have several controls.")
]
_WIDEST = 60


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "label")(label)
    command(app, "suggest", job=True)(suggest)
    command(app, "export-tasks")(export_tasks)
    command(app, "import-tasks", job=True)(import_tasks)


def label(
    session: Session,
    name: Name,
    *,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ROW=LABEL", help="Give a row its label, in your draft."),
    ] = None,
    new_class: Annotated[
        bool, typer.Option("--new-class", help="A label that no row has yet is meant.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, max=10_000, help="Rows to show.")] = 10,
) -> Answer:
    """Label rows, or show the next ones to label: what the model is least sure of first."""
    labels = session.desk.labels
    with working(session.err, f"Label {name}") as context:
        if set_:
            labels.set_labels(name, dict(map(_pair, set_)), new_classes=new_class, context=context)
        todo = labels.todo(name, limit, context)
        progress = labels.progress(name, context)
    return _todo(name, todo, progress)


def suggest(
    session: Session,
    name: Name,
    *,
    model: Annotated[
        str, typer.Option(metavar="MODEL[@V]", help="Who suggests (the dataset's only model).")
    ] = "",
    by: Annotated[
        Literal["margin", "entropy"],
        typer.Option(help="What is informative: two classes compete (margin), or all of them."),
    ] = "margin",
) -> Pending:
    """Let a model suggest labels, and put the rows first that it would learn most from."""

    def present(result: Result) -> Answer:
        text = (
            f"{result['model']} v{result['model_version']} suggests labels for {plain(result['queued'])} of "
            f"{plain(result['unlabelled'])} rows without one. Go on with: driftdesk label {name}"
        )
        return Answer(result, text)

    return Pending(session.desk.suggest_labels(name, model, by=by), present)


def export_tasks(
    session: Session,
    ref: Ref,
    *,
    to: Annotated[Path, typer.Option(metavar="FILE.json", help="One that is there is replaced.")],
    where: Where = "",
    columns: Columns = "",
) -> Answer:
    """Write rows as tasks of Label Studio, with labels, suggestions and the labelling configuration."""
    import csv

    check_folder(to)
    chosen = next(csv.reader([columns], skipinitialspace=True)) if columns else None
    with working(session.err, f"Export {ref}") as context:
        done = session.desk.labels.export_tasks(ref, to, where, chosen, context)
    text = (
        f"{plain(done.tasks)} tasks ({plain(done.labelled)} labelled, {plain(done.suggested)} with a suggestion) "
        f"written to {done.file}\nlabelling configuration: {done.configuration}"
    )
    if done.left_out:
        text += f"\nleft out: {plain(done.left_out)} new rows of your draft; commit it first"
    return Answer(done.model_dump(mode="json"), text)


def import_tasks(
    session: Session,
    file: Annotated[Path, typer.Argument(help="JSON or JSON-MIN, as Label Studio exports it.")],
    *,
    dataset: Annotated[str, typer.Option(metavar="NAME", help="Whose rows were labelled.")],
    control: Control = "",
    as_rows: Annotated[
        bool, typer.Option("--as-rows", help="Import the tasks of another origin as new rows.")
    ] = False,
    target: Annotated[
        str, typer.Option(metavar="COL", help="With --as-rows: the label's column in a new dataset.")
    ] = "label",
    missing_columns: Annotated[
        Literal["refuse", "null"], typer.Option(help="With --as-rows: columns that the tasks lack.")
    ] = "refuse",
    new_columns: Annotated[
        Literal["refuse", "add", "ignore"], typer.Option(help="With --as-rows: data that the dataset lacks.")
    ] = "refuse",
) -> Answer | Pending:
    """Take labels from Label Studio into your draft."""
    if as_rows:
        from driftdesk.core.ingest.options import ImportOptions

        options = ImportOptions(missing_columns=missing_columns, new_columns=new_columns)
        job = session.desk.import_tasks_as_rows(dataset, file, options, target=target, control=control)
        return Pending(job, _rows_imported)
    with working(session.err, f"Import {file.name}") as context:
        told = session.desk.labels.import_tasks(dataset, file, control, context)
    return Answer({"dataset": dataset, **told.model_dump(mode="json")}, _imported(dataset, told))


def _pair(text: str) -> tuple[int, str]:
    row, equals, value = text.partition("=")
    if not equals or not row.strip().lstrip("-").isdecimal():
        raise ParameterError(f"--set {text!r} names no row and label.", "Write it as --set ROW=LABEL.")
    return int(row), value


def _todo(name: str, todo: "Todo", progress: "LabelProgress") -> Answer:
    from driftdesk.core.labels.label_studio import label_text

    rows, target = todo.rows(todo.row_ids), todo.target.name
    found: list[Result] = []
    for row in rows:
        row_id = row.pop("_row_id")
        row.pop(target)
        suggestion = todo.suggestions.get(row_id)  # type: ignore[arg-type]  # a row id is a number
        found.append(
            {
                "row_id": row_id,
                "suggestion": suggestion.label if suggestion else None,
                "confidence": suggestion.confidence if suggestion else None,
                "row": row,
            }
        )
    value = {
        "dataset": name,
        "target": target,
        "labelled": progress.labelled,
        "of": progress.rows,
        "classes": {c.value: c.rows for c in progress.classes},
        "rows": found,
    }
    lines = [
        (
            str(each["row_id"]),
            "" if each["suggestion"] is None else label_text(each["suggestion"]),
            "" if each["confidence"] is None else f"{each['confidence']:.0%}",
            _shown(each["row"]),
        )
        for each in found
    ]
    counts = ", ".join(f"{c.value} {plain(c.rows)}" for c in progress.classes[:10])
    title = f"{target}: {plain(progress.labelled)} of {plain(progress.rows)} rows labelled" + (
        f" ({counts})" if counts else ""
    )
    return Answer(value, table(["row>", "suggestion", "sure>", "what"], lines, title))


def _shown(row: object) -> str:
    assert isinstance(row, dict)
    return ", ".join(f"{k}: {str(v)[:_WIDEST]}" for k, v in row.items() if v is not None)


def _rows_imported(result: Result) -> Answer:
    text = f"{result['dataset']} v{result['version']}: {plain(result['rows'])} tasks imported as rows"
    return Answer(result, text + (f", {plain(result['rejected'])} rejected" if result["rejected"] else ""))


def _imported(dataset: str, told: "ImportedLabels") -> str:
    lines = [f"{plain(told.labelled)} labels of {plain(told.tasks)} tasks set in your draft of {dataset}"]
    for count, what in (
        (told.changed, "of them had another label before"),
        (told.unchanged, "had this label already"),
        (told.conflicting, "rows with different labels in the file: ground truth, else the latest counts"),
        (told.without_label, "tasks without a label"),
        (told.gone, "rows are not there any more"),
        (told.foreign, "tasks name no row: --as-rows imports them as new ones"),
        (told.unusable, "tasks or labels cannot be used"),
    ):
        if count:
            lines.append(f"{plain(count)} {what}")
    lines += [f"new class: {c.value} ({plain(c.rows)})" for c in told.new_classes]
    lines += list(told.problems)
    if told.labelled:
        lines.append(f"Commit them with: driftdesk draft {dataset} commit")
    return "\n".join(lines)
