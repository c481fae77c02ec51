"""What may stand at the cursor of an expression that is being typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.errors import ExpressionError
from driftdesk.core.expressions.functions import FUNCTIONS
from driftdesk.core.expressions.tokens import Token, TokenKind, tokens_of
from driftdesk.core.expressions.writing import literal, quoted

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_VALUE_ENDS = frozenset({TokenKind.NUMBER, TokenKind.NAME, TokenKind.COLUMN, TokenKind.TEXT})
_WRITTEN = frozenset({TokenKind.NUMBER, TokenKind.TEXT, TokenKind.COLUMN})
_CONSTANTS = frozenset({"true", "false", "null", "missing"})
_EQUALITY = (
    ("==", "equals"),
    ("!=", "differs from"),
    ("in", "is one of a list"),
    ("not in", "is none of a list"),
)
_ORDER = (("<", "less"), ("<=", "at most"), (">", "more"), (">=", "at least"))
_ARITHMETIC = (("+", "plus"), ("-", "minus"), ("*", "times"), ("/", "divided by"), ("//", "divided, rounded down"),
               ("%", "remainder"), ("**", "to the power of"))  # fmt: skip
_LOGICAL = (("and", "both"), ("or", "one of both"))
_PRESENCE = (("is null", "has no value"), ("is not null", "has a value"))


class CompletionKind(StrEnum):
    """What is offered."""

    COLUMN = "column"
    FUNCTION = "function"
    OPERATOR = "operator"
    VALUE = "value"


@dataclass(frozen=True)
class Completion:
    """``text`` replaces what stands from ``start`` to the cursor."""

    text: str
    start: int
    kind: CompletionKind
    description: str = ""


def complete(
    text: str, cursor: int, schema: Schema, values: Callable[[str], Sequence[str]] = lambda name: ()
) -> list[Completion]:
    """The best first. ``values`` gives the known values of a text column, most frequent first."""
    try:
        tokens = tokens_of(text[:cursor])[:-1]
    except ExpressionError:
        return []
    typed = tokens.pop() if tokens and _is_typed(tokens[-1], cursor) else None
    start = typed.start if typed else cursor
    columns = {c.name: c for c in schema.columns}
    if typed is not None and typed.kind is TokenKind.UNFINISHED:
        if typed.value[0] == "`":
            return _ranked(_columns(schema, start), typed.value[1:])
        return _ranked(_values(_compared_column(tokens, columns), values, start), typed.value[1:])
    word = typed.value if typed else ""
    if typed is None and tokens and tokens[-1].stop == cursor and tokens[-1].kind in _WRITTEN:
        return []
    if tokens and _ends_value(tokens[-1]):
        return _ranked(_operators(columns.get(tokens[-1].value), tokens[-1], start), word)
    known = _values(_compared_column(tokens, columns), values, start)
    if known and tokens[-1].value in ("[", ","):
        return _ranked(known, word)
    found = [
        *known,
        *_columns(schema, start),
        *_functions(start),
        *_words(start, tokens),
    ]
    return _ranked(found, word)


def _is_typed(token: Token, cursor: int) -> bool:
    """Whether the token may go on at the cursor."""
    if token.kind is TokenKind.UNFINISHED:
        return True
    return token.stop == cursor and token.kind in (TokenKind.NAME, TokenKind.WORD)


def _ends_value(token: Token) -> bool:
    if token.kind is TokenKind.WORD:
        return token.value in _CONSTANTS
    return token.kind in _VALUE_ENDS or token.value in (")", "]")


def _compared_column(tokens: Sequence[Token], columns: dict[str, Column]) -> Column | None:
    """The column that what is typed is compared with: before ``==`` and the like, or before ``in`` and its list."""
    left = list(tokens)
    while left and (left[-1].value in (",", "[", "(") or left[-1].kind in (TokenKind.TEXT, TokenKind.NUMBER)):
        left.pop()
    is_list = bool(left) and left[-1].kind is TokenKind.WORD and left[-1].value == "in"
    if is_list:
        left.pop()
        if left and left[-1].kind is TokenKind.WORD and left[-1].value == "not":
            left.pop()
    elif len(left) == len(tokens) and left and left[-1].value in _COMPARISONS:
        left.pop()
    else:
        return None
    is_name = bool(left) and left[-1].kind in (TokenKind.NAME, TokenKind.COLUMN)
    return columns.get(left[-1].value) if is_name else None


def _values(column: Column | None, values: Callable[[str], Sequence[str]], start: int) -> list[Completion]:
    if column is None:
        return []
    if column.kind is Kind.BOOLEAN:
        return [Completion(t, start, CompletionKind.VALUE, column.name) for t in ("true", "false")]
    if not column.kind.is_string:
        return []
    return [Completion(literal(v), start, CompletionKind.VALUE, column.name) for v in values(column.name)]


def _columns(schema: Schema, start: int) -> list[Completion]:
    return [Completion(quoted(c.name), start, CompletionKind.COLUMN, c.kind.value) for c in schema.columns]


def _functions(start: int) -> list[Completion]:
    return [
        Completion(f"{f.name}(", start, CompletionKind.FUNCTION, f"{f.signature}: {f.description}")
        for f in FUNCTIONS.values()
    ]


def _words(start: int, tokens: Sequence[Token]) -> list[Completion]:
    words = [("true", ""), ("false", ""), ("null", "no value")]
    if not tokens or tokens[-1].value in ("and", "or", "not", "(", ","):
        words.insert(0, ("not", "the opposite"))
    return [Completion(word, start, CompletionKind.OPERATOR, description) for word, description in words]


def _operators(column: Column | None, last: Token, start: int) -> list[Completion]:
    """Those that fit a column; behind anything else all."""
    fitting: Iterable[tuple[str, str]]
    if column is None or last.kind not in (TokenKind.NAME, TokenKind.COLUMN):
        fitting = (*_LOGICAL, *_EQUALITY, *_ORDER, *_ARITHMETIC, *_PRESENCE)
    elif column.kind is Kind.NUMERIC:
        fitting = (*_ORDER, *_EQUALITY, *_PRESENCE, *_ARITHMETIC, *_LOGICAL)
    elif column.kind is Kind.DATETIME:
        fitting = (*_ORDER, *_EQUALITY, *_PRESENCE, *_LOGICAL)
    elif column.kind is Kind.BOOLEAN:
        fitting = (*_LOGICAL, *_EQUALITY[:2], *_PRESENCE)
    else:
        fitting = (*_EQUALITY, *_PRESENCE, ("+", "joined with"), *_LOGICAL)
    return [Completion(sign, start, CompletionKind.OPERATOR, description) for sign, description in fitting]


def _ranked(found: Iterable[Completion], typed: str) -> list[Completion]:
    """What begins with what is typed, then what holds it; else in their order. Small or capital letters."""
    wanted = typed.lower()
    plain = [(c.text.strip("`\"'").lower(), c) for c in found]
    first = [c for text, c in plain if text.startswith(wanted)]
    return [*first, *(c for text, c in plain if wanted in text[1:] and not text.startswith(wanted))]
