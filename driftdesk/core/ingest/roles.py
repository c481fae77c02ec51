"""What the columns of a file are for: target, timestamp, identifiers, and the task that a target suggests."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind, Role, Task
from driftdesk.core.errors import SchemaError
from driftdesk.core.ingest.inference import KindFound, as_kind
from driftdesk.core.ingest.options import ImportOptions

_ID_NAME = re.compile(r"(?i)^(id|index|idx|uuid|guid|key|row|row_?number)$|[_\s-]id$|^id[_\s-]|[a-z](Id|ID)$")
_TARGET_NAMES = {
    Task.BINARY: (
        "target",
        "label",
        "class",
        "churned",
        "churn",
        "y",
        "outcome",
        "cancelled",
        "clicked",
        "fraud",
    ),
    Task.MULTICLASS: ("target", "label", "class", "segment", "category", "species", "type", "y"),
    Task.REGRESSION: ("target", "price", "y", "value", "amount", "sales", "demand"),
    Task.TEXT: ("target", "label", "sentiment", "class", "category", "y"),
}


@dataclass(frozen=True)
class Described:
    """What is known of one column of the file while roles are given."""

    name: str
    raw: pa.Array
    found: KindFound
    role: Role = Role.FEATURE
    forced: bool = False


def check_named(names: Iterable[str], wanted: Iterable[str], what: str) -> None:
    """Raise SchemaError, with the nearest names, when a column that the options name is not there."""
    known = list(names)
    for name in wanted:
        if name not in known:
            lower = {k.lower(): k for k in known}
            near = [lower[m] for m in difflib.get_close_matches(name.lower(), lower, 3, 0.5)]
            listed = ", ".join(near or known[:12])
            raise SchemaError(
                f"There is no column {name!r} to be the {what}.",
                f"{'Did you mean' if near else 'The columns are'}: {listed}?"
                if near
                else f"The columns are: {listed}{', ...' if len(known) > 12 else ''}.",
            )


def give_roles(
    columns: Mapping[str, Described], options: ImportOptions
) -> tuple[dict[str, Described], Task | None]:
    """Roles for all columns, kinds that a target needs, and the task (the options', or the one that the target
    suggests). Raises SchemaError when the target does not suit the task."""
    described = {
        name: _identified(column, first=at == 0) for at, (name, column) in enumerate(columns.items())
    }
    for name, role in options.roles.items():
        described[name] = replace(described[name], role=role)
    target = options.target or next((n for n, r in options.roles.items() if r is Role.TARGET), None)
    if target is None and options.task is not None:
        target = _guess_target(described, options.task)
    task = options.task
    if target is not None:
        task = task or _suggested_task(described, target)
        described[target] = _as_target(described[target], task)
    stamp = options.timestamp or _only_time(described, options)
    if stamp is not None:
        described[stamp] = _as_timestamp(described[stamp])
    if task is Task.TEXT:
        _ensure_text(described)
    return described, task


def _identified(column: Described, first: bool) -> Described:
    values = column.found.values
    if (
        column.found.kind not in (Kind.NUMERIC, Kind.CATEGORICAL)
        or pa.types.is_floating(values.type)
        or not len(values)
    ):
        return column
    named = bool(_ID_NAME.search(column.name)) or (first and column.name.lower().startswith("unnamed"))
    if not named or values.null_count:
        return column
    distinct = pc.count_distinct(values).as_py()
    mostly = column.found.kind is Kind.CATEGORICAL and distinct > 0.5 * len(values)
    return replace(column, role=Role.ID) if distinct == len(values) or mostly else column


def _guess_target(columns: Mapping[str, Described], task: Task) -> str | None:
    free = {n.lower(): n for n, c in columns.items() if c.role in (Role.FEATURE, Role.TARGET)}
    return next((free[n] for n in _TARGET_NAMES[task] if n in free), None)


def _suggested_task(columns: Mapping[str, Described], target: str) -> Task:
    column = columns[target]
    distinct = pc.count_distinct(column.found.values).as_py()
    if column.found.kind is Kind.NUMERIC and (distinct > 20 or not column.found.integers):
        return Task.REGRESSION
    if any(c.found.kind is Kind.TEXT for n, c in columns.items() if n != target):
        return Task.TEXT
    return Task.BINARY if distinct <= 2 else Task.MULTICLASS


def _as_target(column: Described, task: Task) -> Described:
    column = replace(column, role=Role.TARGET)
    if task is Task.REGRESSION:
        if column.found.kind is not Kind.NUMERIC:
            raise SchemaError(
                f"The target {column.name!r} of a regression is {column.found.kind}, not numeric.",
                "Choose another target or another task.",
            )
        return column
    if column.forced:
        return column
    if column.found.kind is Kind.NUMERIC:
        values = set(pc.unique(column.found.values.drop_null()).slice(0, 3).to_pylist())
        binary = task is Task.BINARY and values <= {0, 1}
        return replace(column, found=as_kind(column.raw, Kind.BOOLEAN if binary else Kind.CATEGORICAL))
    if column.found.kind is Kind.TEXT:
        return replace(column, found=as_kind(column.raw, Kind.CATEGORICAL))
    return column


def _only_time(columns: Mapping[str, Described], options: ImportOptions) -> str | None:
    given = [n for n, r in options.roles.items() if r is Role.TIMESTAMP]
    times = [n for n, c in columns.items() if c.found.kind is Kind.DATETIME and c.role is Role.FEATURE]
    return given[0] if given else (times[0] if len(times) == 1 and times[0] not in options.roles else None)


def _as_timestamp(column: Described) -> Described:
    """A timestamp is a time, or a number that orders the rows."""
    if column.found.kind not in (Kind.DATETIME, Kind.NUMERIC):
        raise SchemaError(
            f"The column {column.name!r} is {column.found.kind}: it cannot be the timestamp.",
            "Choose a column of dates, times or numbers, or say its kind (datetime) if it holds dates.",
        )
    return replace(column, role=Role.TIMESTAMP)


def _ensure_text(columns: dict[str, Described]) -> None:
    """A text task needs a text: where none was found, the longest strings are it."""
    features = {n: c for n, c in columns.items() if c.role is Role.FEATURE}
    if any(c.found.kind is Kind.TEXT for c in features.values()):
        return
    strings = {n: c for n, c in features.items() if c.found.kind is Kind.CATEGORICAL and not c.forced}
    if not strings:
        return
    longest = max(strings, key=lambda n: pc.mean(pc.utf8_length(strings[n].found.values)).as_py() or 0)
    columns[longest] = replace(columns[longest], found=as_kind(columns[longest].raw, Kind.TEXT))
