"""How versions, their differences and splits read in the window."""

import json

from PySide6.QtCore import QCoreApplication

from driftdesk.core.diff.records import SchemaChange
from driftdesk.core.entities import DatasetVersion, Leak, Split, SplitMethod
from driftdesk.ui import figures
from driftdesk.ui.data import words

translate = QCoreApplication.translate


def change(word: str) -> str:
    """What happened to a column."""
    return {
        "added": translate("versions", "Added"),
        "removed": translate("versions", "Removed"),
        "renamed": translate("versions", "Renamed"),
        "retyped": translate("versions", "Kind changed"),
        "role": translate("versions", "Role changed"),
    }.get(word, word)


def change_of(changed: SchemaChange) -> str:
    """What a column was and is, as far as it changed."""
    old, new = changed.before, changed.after
    if old is None or new is None:
        column = old or new
        return f"{words.kind(column.kind)} · {words.role(column.role)}" if column else ""
    said = {
        "renamed": (old.name, new.name),
        "retyped": (words.kind(old.kind), words.kind(new.kind)),
        "role": (words.role(old.role), words.role(new.role)),
    }
    return ", ".join(" → ".join(said[word]) for word in changed.what)


def params(version: DatasetVersion) -> str:
    """The parameters of what made a version, one a line; empty where there are none. The report of what came of them is
    no parameter."""
    return "\n".join(
        f"{k}: {_value(v)}"
        for k, v in version.operation.params.items()
        if k != "report" and v not in (None, "", [], {})
    )


def _value(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "".join(f"\n    {_value(each)}" for each in value) if len(value) > 1 else _value(value[0])
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 300 else text[:300] + "…"


def method(chosen: SplitMethod) -> str:
    return {
        SplitMethod.RANDOM: translate("versions", "At random"),
        SplitMethod.STRATIFIED: translate("versions", "Stratified"),
        SplitMethod.TIME: translate("versions", "By time"),
        SplitMethod.GROUP: translate("versions", "By group"),
    }[chosen]


def how(split: Split) -> str:
    """``Stratified, churned, seed 0 · as in v3``."""
    spec = split.spec
    parts = [method(spec.method), spec.by, translate("versions", "seed {n}").format(n=spec.seed)]
    text = ", ".join(p for p in parts if p)
    if split.based_on is not None:
        kept = translate("versions", "rows keep their parts from v{number}").format(number=split.based_on)
        return f"{text} · {kept}"
    return text


def leak(found: Leak) -> str:
    """A leak in plain words, in the language of the window."""
    rows, part = words.rows(found.rows), found.part or translate("versions", "all parts")
    return {
        "equal_rows": translate("versions", "{rows} of {part} equal rows of other parts in every feature."),
        "near_texts": translate(
            "versions", "{rows} of {part} have nearly the same {column} as rows of other parts."
        ),
        "shared_values": translate(
            "versions", "{values} values of {column} occur in several parts, in {rows}."
        ),
        "time_overlap": translate(
            "versions", "{rows} of {part} are older than the newest row of the first part, by {column}."
        ),
    }.get(found.code, found.text).format(
        rows=rows, part=part, column=found.column, values=figures.count(found.values)
    )
