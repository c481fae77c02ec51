"""What is offered while one types."""

import subprocess
import sys

import pytest

from driftdesk.core.expressions.completion import CompletionKind, complete
from driftdesk.core.expressions.expression import parse
from driftdesk.core.expressions.functions import FUNCTIONS
from tests.unit.core.expressions.material import SCHEMA

KNOWN = {"plan": ["free", "pro", 'say "hi"']}


def offered(text: str, cursor: int | None = None) -> list[str]:
    at = len(text) if cursor is None else cursor
    return [c.text for c in complete(text, at, SCHEMA, lambda name: KNOWN.get(name, []))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", ["a", "b", "x", "y", "plan", "comment", "flag", "`last login`", "at"]),
        ("pl", ["plan"]),
        ("las", ["`last login`"]),
        ("`la", ["`last login`"]),
        ("con", ["contains("]),
        ("a", ["a", "at"]),
        ("a ", ["<", "<=", ">", ">=", "==", "!=", "in", "not in", "is null", "is not null"]),
        ("plan ", ["==", "!=", "in", "not in", "is null"]),
        ("flag ", ["and", "or"]),
        ("a > 3 a", ["and"]),
        ("plan == ", ['"free"', '"pro"', r'"say \"hi\""']),
        ('plan == "pr', ['"pro"']),
        ("plan != 'pr", ['"pro"']),
        ('plan in ["free", ', ['"free"', '"pro"']),
        ('plan not in ("f', ['"free"']),
        ("flag == ", ["true", "false"]),
        ("flag == t", ["true"]),
        ("a > 3 and ", ["a", "b"]),
        ("lower(", ["a", "b"]),
        ("n", ["not", "null"]),
    ],
)
def test_what_fits_is_offered_best_first(text: str, first: list[str]) -> None:
    assert [o for o in offered(text) if o in first][: len(first)] == first
    if not text or text.endswith((" ", "(")) or text[0] in "`pf":
        assert offered(text)[: len(first)] == first


def test_only_what_stands_before_the_cursor_counts_and_is_replaced() -> None:
    (found,) = [c for c in complete("a > 3 and pla == 1", 13, SCHEMA) if c.kind is CompletionKind.COLUMN]
    assert (found.text, found.start) == ("plan", 10)
    (value,) = complete('plan == "fr', 11, SCHEMA, lambda name: KNOWN[name])
    assert (value.text, value.start, value.kind) == ('"free"', 8, CompletionKind.VALUE)


def test_nothing_is_offered_where_nothing_fits() -> None:
    assert offered('comment == "unknown') == []
    assert offered("a & ") == []
    assert offered("a > 3.1") == []


def test_every_offered_operand_parses() -> None:
    for found in complete("", 0, SCHEMA):
        if found.kind is CompletionKind.COLUMN:
            assert parse(found.text, SCHEMA).columns
        if found.kind is CompletionKind.FUNCTION:
            assert FUNCTIONS[found.text.rstrip("(")].description in found.description


def test_the_window_can_offer_without_loading_arrow() -> None:
    """Completion runs in the window's thread, which starts without pyarrow."""
    code = "import sys, driftdesk.core.expressions.completion; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
