"""Typed nodes of what the parser reads: each is checked against the schema and the table of functions at once."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from driftdesk.core.entities import Kind, Schema
from driftdesk.core.errors import ExpressionError
from driftdesk.core.expressions.functions import FUNCTIONS, Function, Parameter
from driftdesk.core.expressions.tree import (
    KINDS,
    Call,
    ColumnNode,
    Constant,
    Family,
    Literal,
    Node,
    OneOf,
)

MAX_DEPTH = 100
_EQUALITY = frozenset({"==", "!="})
_INT64 = range(-(2**63), 2**63)
_SHOWN = {
    Family.NUMBER: "a number",
    Family.TEXT: "text",
    Family.TRUTH: "true or false",
    Family.TIME: "a time",
}
_TURN_INTO = {
    Family.NUMBER: "number({})",
    Family.TEXT: "text({})",
    Family.TRUTH: "boolean({})",
    Family.TIME: "datetime({})",
}


class Builder:
    """Every method gives a node or raises ExpressionError at the position of what does not fit."""

    def __init__(self, schema: Schema) -> None:
        self._columns = {c.name: c for c in schema.columns}

    def column(self, name: str, position: int) -> Node:
        column = self._columns.get(name)
        if column is None:
            raise ExpressionError(
                f"There is no column {name!r}.", self._nearest(name, list(self._columns)), position=position
            )
        return ColumnNode(column.kind, position, name)

    def literal(self, value: Constant, position: int) -> Node:
        if isinstance(value, int) and not isinstance(value, bool) and value not in _INT64:
            value = float(value) if abs(value) < 10**308 else float("inf") * (1 if value > 0 else -1)
        return Literal(KINDS[_family_of(value)], position, value)

    def function(self, name: str, arguments: Sequence[Node], position: int) -> Node:
        function = FUNCTIONS.get(name.lower())
        if function is None:
            raise ExpressionError(
                f"There is no function {name!r}.", self._nearest(name, list(FUNCTIONS)), position=position
            )
        most = len(arguments) if function.most is None else function.most
        if not function.fewest <= len(arguments) <= most:
            raise ExpressionError(
                f"{function.name} cannot take {len(arguments)} values.",
                f"It is used as {function.signature}, for example: {function.example}",
                position=position,
            )
        found = [self._argument(function, n, node) for n, node in enumerate(arguments)]
        shared = [n for n in range(len(found)) if function.parameter(n).alike]
        if shared:
            for n, node in zip(shared, self._alike([found[n] for n in shared]), strict=True):
                found[n] = node
        return self._call(function.name, _result_kind(function, found), found, position)

    def arithmetic(self, sign: str, left: Node, right: Node, position: int) -> Node:
        """One of ``+ - * / // % **``, between numbers; ``+`` also joins text."""
        if sign == "+" and Family.TEXT in (left.family, right.family):
            left, right = (self._as(n, (Family.TEXT,), "+ joins text with text") for n in (left, right))
            return self._call("join", _text_kind([left, right]), [left, right], position)
        if Family.TIME in (left.family, right.family):
            raise ExpressionError(
                f"Times cannot be combined by {sign}.",
                "Use days_between(start, end) or add_days(time, days).",
                position=position,
            )
        left, right = (self._as(n, (Family.NUMBER,), f"{sign} takes numbers") for n in (left, right))
        return self._call(sign, Kind.NUMERIC, [left, right], position)

    def negative(self, node: Node, position: int) -> Node:
        if isinstance(node, Literal) and type(node.value) in (int, float):
            return self.literal(-node.value, position)  # type: ignore[operator]  # a number, as was just asked
        return self._call(
            "negative", Kind.NUMERIC, [self._as(node, (Family.NUMBER,), "- takes a number")], position
        )

    def compare(self, sign: str, left: Node, right: Node, position: int) -> Node:
        if _is_null(left) or _is_null(right):
            if sign not in _EQUALITY:
                raise ExpressionError(
                    f"Nothing is {sign} null.", "Write: x is null, or x is not null.", position=position
                )
            return self.is_null(left if _is_null(right) else right, sign == "==", position)
        left, right = self._alike([left, right])
        if left.family is Family.TRUTH and sign not in _EQUALITY:
            raise ExpressionError(
                f"True and false have no order: {sign} does not fit.", "Use == or !=.", position=position
            )
        return self._call(sign, Kind.BOOLEAN, [left, right], position)

    def is_null(self, node: Node, yes: bool, position: int) -> Node:
        return self._call("is_missing" if yes else "is_present", Kind.BOOLEAN, [node], position)

    def one_of(self, value: Node, options: Sequence[Node], position: int) -> Node:
        constants = []
        for option in options:
            if not isinstance(option, Literal):
                raise ExpressionError(
                    "A list holds values that are written out, no columns.",
                    "Compare with each of them instead: x == a or x == b.",
                    position=option.position,
                )
            if option.value is None:
                raise ExpressionError(
                    "A list cannot hold null.",
                    "Add: or x is null (or: and x is not null).",
                    position=option.position,
                )
            problem = f"{self._shown(value)} is {_SHOWN[value.family]}"
            constants.append(self._as(option, (value.family,), problem))
        if not constants:
            raise ExpressionError(
                "The list is empty.", 'Write for example: in ["a", "b"].', position=position
            )
        values = tuple(c.value for c in constants if isinstance(c, Literal))
        return self._checked(OneOf(Kind.BOOLEAN, position, value, values, depth=value.depth + 1))

    def logical(self, word: str, nodes: Sequence[Node], position: int) -> Node:
        found = [self.truth(n, word) for n in nodes]
        return self._call(word, Kind.BOOLEAN, found, position)

    def truth(self, node: Node, word: str) -> Node:
        if node.family is not Family.TRUTH and not _is_null(node):
            raise ExpressionError(
                f"{self._shown(node)} is {_SHOWN[node.family]}, where {word} needs true or false.",
                _comparison(node, self._shown(node)),
                position=node.position,
            )
        return self._as(node, (Family.TRUTH,), word)

    def _argument(self, function: Function, number: int, node: Node) -> Node:
        parameter = function.parameter(number)
        if parameter.fixed and (not isinstance(node, Literal) or node.value is None):
            raise ExpressionError(
                f"The {parameter.name} of {function.name} must be written out.",
                f"For example: {function.example}",
                position=node.position,
            )
        return self._as(node, parameter.families, f"{function.name} takes {_listed(parameter)} here")

    def _as(self, node: Node, families: Sequence[Family], problem: str) -> Node:
        """The node as one of ``families``: literals may be read as another family."""
        if node.family in families:
            return node
        for family in families:
            if isinstance(node, Literal) and (read := _reread(node, family)) is not None:
                return read
        hint = self._mending(node, families[0])
        what = f"{self._shown(node)} is {_SHOWN[node.family]}"
        raise ExpressionError(f"{problem}, but {what}.", hint, position=node.position)

    def _alike(self, nodes: Sequence[Node]) -> list[Node]:
        """All of one family: that of the first which is no literal."""
        decisive = next((n for n in nodes if not isinstance(n, Literal)), None)
        decisive = decisive or next((n for n in nodes if not _is_null(n)), nodes[0])
        problem = f"{self._shown(decisive)} is {_SHOWN[decisive.family]}"
        return [self._as(n, (decisive.family,), problem) for n in nodes]

    def _mending(self, node: Node, wanted: Family) -> str:
        if isinstance(node, Literal):
            if wanted is Family.TIME:
                return 'Write times as "2024-01-31" or "2024-01-31 14:30:00".'
            if wanted is Family.TEXT:
                return f'Put it into quotes: "{self._shown(node)}".'
            if wanted is Family.NUMBER and node.family is Family.TEXT:
                return "Write numbers without quotes, column names in `backticks`."
        return f"Turn one into the other: {_TURN_INTO[wanted].format(self._shown(node))}."

    def _shown(self, node: Node) -> str:
        if isinstance(node, ColumnNode):
            return node.name
        if isinstance(node, Literal):
            return str(node.value)[:40] if not isinstance(node.value, bool) else str(node.value).lower()
        return f"{node.name}(…)" if isinstance(node, Call) and node.name in FUNCTIONS else "what stands here"

    def _nearest(self, name: str, known: list[str]) -> str:
        by_lower = {k.lower(): k for k in known}
        close = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.6)
        if close:
            return f"Did you mean {', '.join(by_lower[c] for c in close)}?"
        if name.lower() in FUNCTIONS:
            return f"{name} is a function: {FUNCTIONS[name.lower()].example}"
        if name in self._columns:
            return f"{name} is a column, used without parentheses."
        return f"There are: {', '.join(known[:20])}{' …' if len(known) > 20 else ''}. Put text into quotes."

    def _call(self, name: str, kind: Kind, arguments: Sequence[Node], position: int) -> Node:
        depth = 1 + max(a.depth for a in arguments)
        return self._checked(Call(kind, position, name, tuple(arguments), depth=depth))

    def _checked(self, node: Node) -> Node:
        if node.depth > MAX_DEPTH:
            raise too_deep(node.position)
        return node


def too_deep(position: int) -> ExpressionError:
    return ExpressionError(
        f"The expression is nested more than {MAX_DEPTH} deep.",
        "Compute a part of it into a column first.",
        position=position,
    )


def _is_null(node: Node) -> bool:
    return isinstance(node, Literal) and node.value is None


def _family_of(value: Constant) -> Family:
    if isinstance(value, bool):
        return Family.TRUTH
    if isinstance(value, int | float):
        return Family.NUMBER
    return Family.TIME if isinstance(value, datetime) else Family.TEXT


def _reread(node: Literal, family: Family) -> Literal | None:
    """A literal as one of another family: missing as any, ISO text as a time, 0 and 1 as truth values."""
    value = node.value
    if value is None:
        return replace(node, kind=KINDS[family])
    if family is Family.TIME and isinstance(value, str):
        try:
            time = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        plain = time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
        return replace(node, kind=Kind.DATETIME, value=plain)
    if family is Family.TRUTH and type(value) is int and value in (0, 1):
        return replace(node, kind=Kind.BOOLEAN, value=bool(value))
    return None


def _result_kind(function: Function, arguments: Sequence[Node]) -> Kind:
    if function.result is Kind.TEXT:
        return _text_kind(arguments)
    if function.result is not None:
        return function.result
    alike = [a for n, a in enumerate(arguments) if function.parameter(n).alike]
    return _text_kind(alike) if alike[0].family is Family.TEXT else alike[0].kind


def _text_kind(arguments: Sequence[Node]) -> Kind:
    """Text made of categories is categorical."""
    texts = [a for a in arguments if a.family is Family.TEXT]
    is_text = not texts or any(a.kind is Kind.TEXT for a in texts)
    return Kind.TEXT if is_text else Kind.CATEGORICAL


def _listed(parameter: Parameter) -> str:
    return " or ".join(_SHOWN[f] for f in parameter.families)


def _comparison(node: Node, shown: str) -> str:
    value = {Family.NUMBER: "0", Family.TIME: '"2024-01-31"'}.get(node.family, '"…"')
    return f"Compare it, for example: {shown} == {value}."
