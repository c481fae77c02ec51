"""The words of an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from driftdesk.core.errors import ExpressionError


class TokenKind(StrEnum):
    """What a stretch of the text is."""

    NUMBER = "number"
    NAME = "name"
    COLUMN = "column"
    """A name in backticks."""
    TEXT = "text"
    WORD = "word"
    """A reserved word, in lower case."""
    SIGN = "sign"
    UNFINISHED = "unfinished"
    """A quote that is not closed: what stands behind it is ``value``."""
    END = "end"


@dataclass(frozen=True)
class Token:
    """A stretch of the text, from ``start`` to ``stop`` (exclusive)."""

    kind: TokenKind
    value: str
    """What is meant: quotes and escapes are gone."""
    start: int
    stop: int


WORDS = frozenset({"and", "or", "not", "in", "is", "null", "missing", "true", "false"})
"""Cannot name a column, but in backticks. Small or capital letters."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*)
    |`(?P<column>(?:[^`\\]|\\.)*)`
    |"(?P<double>(?:[^"\\]|\\.)*)"
    |'(?P<single>(?:[^'\\]|\\.)*)'
    |(?P<sign><=|>=|==|!=|<>|//|\*\*|[-+*/%<>=()\[\],])
    |(?P<open>[`"'])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "`": "`"}
_SAME = {"=": "==", "<>": "!="}
_INSTEAD = {
    "&": "Write and instead of &.",
    "|": "Write or instead of |.",
    "!": "Write not instead of !.",
    "~": "Write not instead of ~.",
    "^": "Write ** for powers.",
    ";": "An expression has no semicolon.",
    "“": 'Write straight quotes: "',
    "”": 'Write straight quotes: "',
    "‘": "Write straight quotes: '",
    "’": "Write straight quotes: '",
}


def tokens_of(text: str) -> list[Token]:
    """The tokens, with an END behind them; an UNFINISHED one is the last before it. Raises ExpressionError for a
    character that no expression has."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(
                f"{text[at]!r} has no meaning in an expression.",
                _INSTEAD.get(text[at], "Put names with such characters into `backticks`, text into quotes."),
                position=at,
            )
        group = str(match.lastgroup)
        if group == "open":
            found.append(Token(TokenKind.UNFINISHED, text[at:], at, len(text)))
            break
        if group != "space":
            found.append(_token(group, match[group], at, match.end()))
        at = match.end()
    return [*found, Token(TokenKind.END, "", len(text), len(text))]


def _token(group: str, value: str, start: int, stop: int) -> Token:
    if group == "number":
        return Token(TokenKind.NUMBER, value.replace("_", ""), start, stop)
    if group == "sign":
        return Token(TokenKind.SIGN, _SAME.get(value, value), start, stop)
    if group == "name":
        word = value.lower()
        return Token(*((TokenKind.WORD, word) if word in WORDS else (TokenKind.NAME, value)), start, stop)
    plain = _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[0]), value)
    return Token(TokenKind.COLUMN if group == "column" else TokenKind.TEXT, plain, start, stop)
