"""Writing expressions: names and values as text that parses back to them, and the filters that clicks make."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime

from driftdesk.core.expressions.tokens import WORDS
from driftdesk.core.expressions.tree import Constant

_PLAIN = re.compile(r"[^\W\d]\w*")


def quoted(name: str) -> str:
    """A column's name as it stands in an expression: in backticks where it is no plain word."""
    if _PLAIN.fullmatch(name) and name.lower() not in WORDS:
        return name
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def literal(value: Constant) -> str:
    """A value as it stands in an expression; a time as ISO text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time().isoformat() == "00:00:00"
        return f'"{value.date().isoformat() if midnight else value.isoformat(sep=" ")}"'
    if isinstance(value, int | float):
        return _number(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


def between(name: str, low: Constant, high: Constant, *, last: bool = False) -> str:
    """The values from ``low`` up to ``high``, which belongs to it only for the ``last`` bar of a histogram."""
    return f"{literal(low)} <= {quoted(name)} {'<=' if last else '<'} {literal(high)}"


def one_of(name: str, values: Sequence[Constant]) -> str:
    """The rows whose value is one of ``values``; None stands for missing."""
    present = [v for v in values if v is not None]
    tests = []
    if len(present) == 1:
        tests.append(f"{quoted(name)} == {literal(present[0])}")
    elif present:
        tests.append(f"{quoted(name)} in [{', '.join(map(literal, present))}]")
    if len(present) < len(values):
        tests.append(f"is_missing({quoted(name)})")
    return " or ".join(tests) or "false"


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "null"
    if math.isinf(value):
        return "1e999" if value > 0 else "-1e999"
    return repr(float(value))
