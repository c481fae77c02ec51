"""Label Studio's words: tasks with annotations and predictions, and the labelling configuration that shows them.

A task's ``data`` names the row (``_row_id``) and the dataset (``_dataset``) it is of, so that its annotations find their way
back. See docs/formats.md for the exact fields.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from driftdesk.core.drafts.edits import Value
from driftdesk.core.entities import ROW_ID, Column, Kind

DATASET = "_dataset"
CONTROL = "label"
"""The name of the control: what an annotation is ``from_name``."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""What Label Studio takes for a variable, as in ``value="$age"``."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAKEN = frozenset(
    {
        CONTROL,
        "id",
        "annotator",
        "annotation_id",
        "created_at",
        "updated_at",
        "lead_time",
        "agreement",
    }
)
"""What JSON-MIN writes beside the data, over what is called so."""
MINIMAL = _TAKEN - {CONTROL}


def data_keys(columns: Sequence[Column]) -> dict[str, str]:
    """By name of column, what it is called in a task's data: as it is, or ``column_<number>`` where Label Studio could
    not take the name."""
    plain = {c.name for c in columns if _PLAIN.fullmatch(c.name) and c.name not in _TAKEN}
    keys: dict[str, str] = {}
    for number, column in enumerate(columns, 1):
        key = column.name if column.name in plain else f"column_{number}"
        while key != column.name and key in plain:
            key += "_"
        keys[column.name] = key
    return keys


def data_value(value: Value) -> bool | int | float | str:
    """A cell as Label Studio takes it: it refuses tasks with null, so what is missing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return "" if math.isnan(value) else str(value)
    return value


def result(label: Value, shown: str, *, is_number: bool) -> list[dict[str, Any]]:
    """The ``result`` of an annotation or a prediction; ``shown`` is the tag that the control belongs to."""
    if is_number:
        assert isinstance(label, int | float)
        kind, value = "number", {"number": label}
        return [{"id": "label", "from_name": CONTROL, "to_name": shown, "type": kind, "value": value}]
    choices = {"choices": [label_text(label)]}
    return [{"id": "label", "from_name": CONTROL, "to_name": shown, "type": "choices", "value": choices}]


def label_text(label: Value) -> str:
    """A label as the text of a choice: ``true``, ``3``, ``2.5``, ``churned``."""
    if isinstance(label, bool):
        return "true" if label else "false"
    if isinstance(label, float):
        return str(int(label)) if label.is_integer() and abs(label) < 2**53 else repr(label)
    return label.isoformat() if isinstance(label, datetime) else str(label)


def configuration(
    columns: Sequence[Column], target: Column, classes: Sequence[str], *, is_number: bool
) -> str:
    """The XML of a project's labelling interface: each column under its name, long texts first, then the choices with
    the keys 1 to 9, or a number."""
    keys = data_keys(columns)
    ordered = sorted(columns, key=lambda c: c.kind is not Kind.TEXT)
    lines = ["<View>"]
    for column in ordered:
        key = keys[column.name]
        lines.append(f'  <Header value={_header(column.name)} size="6"/>')
        lines.append(f'  <Text name="{key}" value="${key}"/>')
    shown = shown_tag(columns)
    lines.append(f"  <Header value={_header(target.name)}/>")
    if is_number:
        lines.append(f'  <Number name="{CONTROL}" toName="{shown}" step="0.001"/>')
    else:
        lines.append(f'  <Choices name="{CONTROL}" toName="{shown}" choice="single" showInline="true">')
        for number, name in enumerate(classes, 1):
            key = f' hotkey="{number}"' if number <= 9 else ""
            lines.append(f"    <Choice value={_attribute(name)}{key}/>")
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def shown_tag(columns: Sequence[Column]) -> str:
    """The tag that the control belongs to: the first text, else the first column."""
    first = min(columns, key=lambda c: c.kind is not Kind.TEXT)
    return data_keys(columns)[first.name]


def _attribute(text: str) -> str:
    """In quotes, without the characters that XML cannot hold."""
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _header(name: str) -> str:
    """A ``$`` would name a variable."""
    return _attribute(name.replace("$", "＄"))


def task(
    row_id: int, dataset_id: str, data: dict[str, Any], annotation: list[Any], prediction: list[Any]
) -> dict[str, Any]:
    """One task; ``annotation`` and ``prediction`` are what it holds of each, or nothing."""
    made: dict[str, Any] = {"data": {ROW_ID: row_id, DATASET: dataset_id, **data}}
    if annotation:
        made["annotations"] = annotation
    if prediction:
        made["predictions"] = prediction
    return made
