"""From the text of an expression to its typed tree, by precedence climbing.

From weak to strong: ``or``, ``and``, ``not``, comparisons (chained as in Python: ``18 <= age < 65``), ``+ -``,
``* / // %``, the signs, ``**``. Nothing is ever run: what is no part of this language is an error.
"""

from __future__ import annotations

from driftdesk.core.entities import Schema
from driftdesk.core.errors import ExpressionError
from driftdesk.core.expressions.building import MAX_DEPTH, Builder, too_deep
from driftdesk.core.expressions.tokens import Token, TokenKind, tokens_of
from driftdesk.core.expressions.tree import Node

MAX_TEXT = 100_000

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2}
_CONSTANTS = {"true": True, "false": False, "null": None, "missing": None}
_CLOSING = {"(": ")", "[": "]"}


def parse_tree(text: str, schema: Schema) -> Node:
    """Raises ExpressionError."""
    if len(text) > MAX_TEXT:
        raise ExpressionError(
            f"The expression has {len(text):,} characters; at most {MAX_TEXT:,} can be read.",
            "Compute a part of it into a column first.",
        )
    return _Parser(text, schema).whole()


class _Parser:
    def __init__(self, text: str, schema: Schema) -> None:
        self._tokens = tokens_of(text)
        self._at = 0
        self._build = Builder(schema)
        self._nesting = 0

    def whole(self) -> Node:
        if self._here().kind is TokenKind.END:
            raise ExpressionError("The expression is empty.", "Write for example: age > 30")
        node = self._or()
        if self._here().kind is not TokenKind.END:
            raise self._unexpected("an operator such as and, == or +")
        return node

    def _here(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._here()
        if token.kind is not TokenKind.END:
            self._at += 1
        return token

    def _is(self, kind: TokenKind, *values: str) -> bool:
        return self._here().kind is kind and self._here().value in values

    def _took(self, kind: TokenKind, *values: str) -> bool:
        if found := self._is(kind, *values):
            self._next()
        return found

    def _or(self) -> Node:
        self._nesting += 1
        if self._nesting > MAX_DEPTH // 2:
            raise too_deep(self._here().start)
        nodes = [self._and()]
        while self._took(TokenKind.WORD, "or"):
            nodes.append(self._and())
        self._nesting -= 1
        return nodes[0] if len(nodes) == 1 else self._build.logical("or", nodes, nodes[0].position)

    def _and(self) -> Node:
        nodes = [self._not()]
        while self._took(TokenKind.WORD, "and"):
            nodes.append(self._not())
        return nodes[0] if len(nodes) == 1 else self._build.logical("and", nodes, nodes[0].position)

    def _not(self) -> Node:
        start, times = self._here().start, 0
        while self._took(TokenKind.WORD, "not"):
            times += 1
        node = self._comparison()
        for _ in range(min(times, 2 - times % 2)):
            node = self._build.logical("not", [node], start)
        return node

    def _comparison(self) -> Node:
        left = self._sum(1)
        found: list[Node] = []
        while True:
            token = self._here()
            if token.kind is TokenKind.SIGN and token.value in _COMPARISONS:
                self._next()
                right = self._sum(1)
                found.append(self._build.compare(token.value, left, right, token.start))
                left = right
            elif self._is(TokenKind.WORD, "in", "not", "is") and not found:
                return self._membership(left)
            else:
                break
        if len(found) > 1:
            return self._build.logical("and", found, found[0].position)
        return found[0] if found else left

    def _membership(self, left: Node) -> Node:
        """``in [...]``, ``not in [...]``, ``is null``, ``is not null``."""
        start = self._here().start
        if self._took(TokenKind.WORD, "is"):
            yes = not self._took(TokenKind.WORD, "not")
            if not self._took(TokenKind.WORD, "null", "missing"):
                raise self._unexpected("null or not null", "For true and false use ==.")
            return self._build.is_null(left, yes, start)
        negated = self._took(TokenKind.WORD, "not")
        if not self._took(TokenKind.WORD, "in"):
            raise self._unexpected("in", 'Write for example: plan not in ["free", "pro"]')
        if not self._is(TokenKind.SIGN, "[", "("):
            raise self._unexpected(
                "a list", 'Write in ["a", "b"]; for a part of a text: contains(text, "a").'
            )
        node = self._build.one_of(left, self._listed(_CLOSING[self._next().value]), start)
        return self._build.logical("not", [node], start) if negated else node

    def _sum(self, strength: int) -> Node:
        """Operators at least this strong, from left to right."""
        left = self._signed()
        while self._here().kind is TokenKind.SIGN and _STRENGTH.get(self._here().value, 0) >= strength:
            sign = self._next()
            right = self._sum(_STRENGTH[sign.value] + 1)
            left = self._build.arithmetic(sign.value, left, right, sign.start)
        return left

    def _signed(self) -> Node:
        start, times = self._here().start, 0
        while self._is(TokenKind.SIGN, "-", "+"):
            times += self._next().value == "-"
        node = self._power()
        for _ in range(min(times, 2 - times % 2)):
            node = self._build.negative(node, start)
        return node

    def _power(self) -> Node:
        base = self._value()
        if not self._is(TokenKind.SIGN, "**"):
            return base
        start = self._next().start
        self._nesting += 1
        if self._nesting > MAX_DEPTH // 2:
            raise too_deep(start)
        exponent = self._signed()
        self._nesting -= 1
        return self._build.arithmetic("**", base, exponent, start)

    def _value(self) -> Node:
        token = self._next()
        if token.kind is TokenKind.NUMBER:
            return self._build.literal(_number(token.value), token.start)
        if token.kind is TokenKind.TEXT:
            return self._build.literal(token.value, token.start)
        if token.kind is TokenKind.COLUMN:
            return self._build.column(token.value, token.start)
        if token.kind is TokenKind.WORD and token.value in _CONSTANTS:
            return self._build.literal(_CONSTANTS[token.value], token.start)
        if token.kind is TokenKind.NAME:
            if self._took(TokenKind.SIGN, "("):
                return self._build.function(token.value, self._listed(")"), token.start)
            return self._build.column(token.value, token.start)
        if token.kind is TokenKind.SIGN and token.value == "(":
            node = self._or()
            self._close(")")
            return node
        if token.kind is not TokenKind.END:
            self._at -= 1
        raise self._unexpected("a value, a column or a function")

    def _listed(self, closing: str) -> list[Node]:
        """What stands up to ``closing``, between commas."""
        nodes: list[Node] = []
        if self._took(TokenKind.SIGN, closing):
            return nodes
        while True:
            nodes.append(self._or())
            if not self._took(TokenKind.SIGN, ","):
                break
        self._close(closing)
        return nodes

    def _close(self, closing: str) -> None:
        if not self._took(TokenKind.SIGN, closing):
            raise self._unexpected(repr(closing), "Each parenthesis and bracket must be closed.")

    def _unexpected(self, wanted: str, hint: str = "") -> ExpressionError:
        token = self._here()
        if token.kind is TokenKind.UNFINISHED:
            return ExpressionError(
                f"The quote {token.value[0]} is not closed.", f"Add {token.value[0]} where the text or name ends.",
                position=token.start,
            )  # fmt: skip
        if token.kind is TokenKind.END:
            return ExpressionError(
                f"The expression ends where {wanted} should stand.", hint, position=token.start
            )
        shown = token.value if len(token.value) <= 40 else token.value[:39] + "…"
        return ExpressionError(f"{shown!r} stands where {wanted} should stand.", hint, position=token.start)


def _number(text: str) -> int | float:
    """Of at most 300 digits an int; longer ones are floats, for the time that they take."""
    return int(text) if text.isdecimal() and len(text) <= 300 else float(text)
