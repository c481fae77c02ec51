"""The guide lists the functions that there are."""

from pathlib import Path

from driftdesk.core.expressions.functions import FUNCTIONS

GUIDE = Path(__file__).parents[4] / "docs" / "data.md"


def test_the_guide_lists_every_function_as_it_is() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    for f in FUNCTIONS.values():
        assert f"| `{f.signature}` | {f.description} | `{f.example}` |" in lines
