"""Commands on the versions of a dataset: their graph, differences, tags, going back, and splits."""

from typing import Annotated, Any

import typer
from rich.console import Group
from rich.text import Text

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name, Ref, pairs
from driftdesk.cli.graph import drawn
from driftdesk.cli.progress import working
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import Split, SplitMethod, folds
from driftdesk.core.errors import ParameterError

VersionRef = Annotated[
    str, typer.Argument(metavar="NAME@V", help="A version of a dataset, by its number or tag.")
]
_FIGURES = ("rows", "missing", "distinct", "mean")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "versions")(versions)
    command(app, "version")(version)
    command(app, "diff")(diff)
    command(app, "revert")(revert)
    command(app, "tag")(tag)
    command(app, "untag")(untag)
    command(app, "split", job=True)(split)
    command(app, "splits")(splits)


def _of_one_version(ref: str) -> str:
    if "@" not in ref:
        raise ParameterError(f"Which version of {ref}?", f"Write {ref}@V, such as {ref}@1.")
    return ref


def versions(
    session: Session,
    name: Name,
    graph: Annotated[bool, typer.Option("--graph", help="Draw what was made from what.")] = False,
) -> Answer:
    """List the versions of a dataset, newest first."""
    nodes = session.desk.datasets.graph(name).nodes
    found = [
        {
            "version": v.number,
            "rows": v.rows,
            "columns": len(v.columns.columns),
            "operation": v.operation.kind,
            "parent": v.parent,
            "tags": list(node.tags),
            "message": v.message,
            "author": v.author,
            "created_at": v.created_at,
        }
        for node in nodes
        if (v := node.version)
    ]
    if graph:
        return Answer({"dataset": name, "versions": found}, drawn(nodes))
    keys = ["version", "rows", "columns", "operation", "tags", "message", "created_at"]
    shown = table(["version>", "rows>", "columns>", *keys[3:]], [[v[k] for k in keys] for v in found])
    return Answer({"dataset": name, "versions": found}, shown)


def version(
    session: Session,
    ref: VersionRef,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove it; refused where something uses it.")
    ] = False,
) -> Answer:
    """Show all about a version, and what it is used by; or remove it."""
    datasets = session.desk.datasets
    dataset, found = datasets.resolve(_of_one_version(ref))
    if remove:
        datasets.remove_version(ref)
        removed = {"dataset": dataset.name, "version": found.number, "removed": True}
        return Answer(removed, f"{dataset.name} v{found.number} removed.")
    value = {
        "dataset": dataset.name,
        "version": found.number,
        "rows": found.rows,
        "columns": len(found.columns.columns),
        "operation": found.operation.kind,
        "params": found.operation.params,
        "parent": found.parent,
        "tags": [t for t, number in dataset.version_tags.items() if number == found.number],
        "message": found.message,
        "author": found.author,
        "created_at": found.created_at,
        "byte_count": found.byte_count,
        "splits": [s.name for s in session.desk.splits.of(found)],
        "used_by": datasets.uses(ref),
    }
    return Answer(value, facts(value))


def diff(
    session: Session,
    before: Annotated[str, typer.Argument(metavar="NAME@A", help="The version before.")],
    after: Annotated[str, typer.Argument(metavar="NAME@B", help="The version after.")],
    *,
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="COL", help="Tell rows apart by this column, not by their ids; again for more."),
    ] = None,
    content: Annotated[
        bool, typer.Option("--content", help="Tell rows apart by all that is in them.")
    ] = False,
    examples: Annotated[
        int, typer.Option(metavar="N", min=0, max=1000, help="Rows of each kind to show.")
    ] = 3,
) -> Answer:
    """Tell what two versions differ in: rows, cells, schema, statistics."""
    with working(session.err, f"Compare {before} with {after}") as context:
        found = session.desk.datasets.diff(before, after, key or (), content=content, context=context)
        statistics = {s.name: s for s in found.statistics(context)}
        rows = {kind: found.rows(kind, 0, examples) for kind in ("changed", "added", "removed")}
    cells = {c.name: c.cells for c in found.columns}
    columns = [
        {
            "name": name,
            "cells": cells.get(name),
            "before": _figures(statistics[name].before if name in statistics else None),
            "after": _figures(statistics[name].after if name in statistics else None),
        }
        for name in (*cells, *(n for n in statistics if n not in cells))
    ]
    counts = {k: getattr(found, k) for k in ("added", "removed", "changed", "unchanged")}
    value = {
        "before": found.before.number,
        "after": found.after.number,
        "by": found.by,
        "key": list(found.key),
        **counts,
        "schema": [
            {
                "change": list(c.what),
                "before": c.before.model_dump(mode="json", exclude={"id"}) if c.before else None,
                "after": c.after.model_dump(mode="json", exclude={"id"}) if c.after else None,
            }
            for c in found.schema
        ],
        "columns": columns,
        "examples": {kind: [r.model_dump() for r in some] for kind, some in rows.items()},
    }
    return Answer(value, _shown_diff(value, f"{before} -> {after}"))


def _figures(summary: Any) -> dict[str, Any] | None:
    return {name: getattr(summary, name) for name in _FIGURES} if summary else None


def _shown_diff(value: Result, title: str) -> Group:
    counts = facts({k: value[k] for k in ("added", "removed", "changed", "unchanged")})
    parts: list[Any] = [Text(title, style="bold"), counts]
    if value["schema"]:
        rows = [
            (
                (c["after"] or c["before"])["name"],
                c["change"],
                *(f"{s['name']}: {s['kind']}, {s['role']}" if s else "" for s in (c["before"], c["after"])),
            )
            for c in value["schema"]
        ]
        parts.append(table(["column", "change", "before", "after"], rows, "Schema"))
    touched = [c for c in value["columns"] if c["before"] or c["after"]]
    if touched:
        heads = ["column", "cells>", *(f"{f} {when}>" for f in _FIGURES[1:] for when in ("before", "after"))]
        figures = [
            (
                c["name"],
                c["cells"],
                *(side[f] if side else None for f in _FIGURES[1:] for side in (c["before"], c["after"])),
            )
            for c in touched
        ]
        parts.append(table(heads, figures, "Columns"))
    for kind, rows in value["examples"].items():
        if rows:
            names = list(rows[0]["after"] or rows[0]["before"])
            parts.append(table(["row>", *names], [_example(r, names) for r in rows], kind.capitalize()))
    return Group(*parts)


def _example(row: dict[str, Any], names: list[str]) -> list[Text | str]:
    """Changed values as ``before -> after``."""
    one = row["after"] or row["before"]
    cells: list[Text | str] = [str(row["row_id"])]
    for name in names:
        if name in row["changed"]:
            cells.append(Text(f"{plain(row['before'][name])} -> {plain(one[name])}", style="yellow"))
        else:
            cells.append(plain(one[name]))
    return cells


def revert(
    session: Session,
    ref: VersionRef,
    message: Annotated[str, typer.Option(metavar="TEXT", help="Why, for the record.")] = "",
) -> Answer:
    """Make an older version the latest again: a new version with its rows."""
    made = session.desk.datasets.revert(_of_one_version(ref), message)
    name, old = ref.partition("@")[0], made.operation.params["version"]
    value = {"dataset": name, "version": made.number, "reverted_to": old, "rows": made.rows}
    return Answer(value, f"{name} v{made.number} has the rows of v{old} again ({plain(made.rows)}).")


def tag(
    session: Session,
    ref: VersionRef,
    name: Annotated[str, typer.Argument(metavar="TAG", help="Such as golden.")],
) -> Answer:
    """Give a version a name; it moves when it named another."""
    dataset, found = session.desk.datasets.resolve(_of_one_version(ref))
    tagged = session.desk.datasets.tag_version(dataset.name, found.number, name)
    value = {"dataset": dataset.name, "tags": tagged.version_tags}
    return Answer(value, f"{name} is {dataset.name} v{found.number}.")


def untag(
    session: Session,
    dataset: Name,
    name: Annotated[str, typer.Argument(metavar="TAG", help="A version's tag.")],
) -> Answer:
    """Forget a version's tag; the version stays."""
    tagged = session.desk.datasets.untag_version(dataset, name)
    return Answer({"dataset": dataset, "tags": tagged.version_tags}, f"{dataset} has no tag {name} any more.")


def split(
    session: Session,
    ref: Ref,
    *,
    method: Annotated[SplitMethod, typer.Option(help="How rows are assigned.")] = SplitMethod.RANDOM,
    shares: Annotated[
        str, typer.Option(metavar="PART=SHARE,...", help="They add up to 1.")
    ] = "train=0.8,validation=0.1,test=0.1",
    folds_: Annotated[
        int | None, typer.Option("--folds", min=2, max=50, metavar="N", help="Instead: N equal parts.")
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="COL", help="The column to stratify, order or group by, if not target or timestamp."
        ),
    ] = "",
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same parts.")] = 0,
    name: Annotated[str, typer.Option(help="What it is called; the method's name unless said.")] = "",
) -> Pending:
    """Split a version into parts, stored with it, and look for what leaks between them."""
    asked = folds(folds_) if folds_ else _shares(shares)
    job = session.desk.split(ref, method=method.value, shares=asked, by=by, seed=seed, name=name)

    def present(result: Result) -> Answer:
        found = session.desk.splits.get(f"{result['dataset']}@{result['version']}", result["split"])
        return Answer(_split_value(found, result["dataset"]), _shown_split(found))

    return Pending(job, present)


def _shares(text: str) -> dict[str, float]:
    try:
        return {n.strip(): float(s) for n, s in pairs(text.split(","), "--shares").items()}
    except ValueError:
        raise ParameterError(
            f"--shares {text!r}: not all shares are numbers.",
            "Write it as train=0.8,validation=0.1,test=0.1.",
        ) from None


def splits(
    session: Session,
    ref: Ref,
    remove: Annotated[str, typer.Option(metavar="SPLIT", help="Forget this split of NAME@V.")] = "",
) -> Answer:
    """List the splits of a version, or of all versions of a dataset."""
    service = session.desk.splits
    name = ref.partition("@")[0]
    if remove:
        service.remove(ref, remove)
        return Answer({"dataset": name, "removed": remove}, f"The split {remove} is forgotten.")
    found = service.list(ref)
    value = {"dataset": name, "splits": [_split_value(s, name) for s in found]}
    return Answer(value, Group(*(_shown_split(s) for s in found)) if found else f"{ref} has no split yet.")


def _split_value(split: Split, dataset: str) -> Result:
    return {
        "dataset": dataset,
        "version": split.version,
        "split": split.name,
        **split.spec.model_dump(mode="json"),
        "based_on": split.based_on,
        "parts": [p.model_dump() for p in split.parts],
        "leaks": [leak.model_dump() for leak in split.leaks],
        "author": split.author,
        "created_at": split.created_at,
    }


def _shown_split(split: Split) -> Group:
    spec = split.spec
    how = " ".join(
        [spec.method.value, *([f"by {spec.by}"] if spec.by else []), f"seed {spec.seed}"]
        + ([f"rows keep their parts from v{split.based_on}"] if split.based_on else [])
    )
    rows = [
        (
            p.name,
            p.rows,
            f"{p.rows / split.rows:.1%}",
            {(c.value or "missing"): f"{c.rows / p.rows:.1%}" for c in p.classes} or p.mean,
            p.first,
            p.last,
        )
        for p in split.parts
    ]
    shown = table(
        ["part", "rows>", "share>", "target", "from", "to"], rows, f"{split.name} of v{split.version}: {how}"
    )
    words = [Text(f"! {leak.text}", style="yellow") for leak in split.leaks]
    return Group(shown, *(words or [Text("No leak between the parts was found.", style="green")]), Text(""))
