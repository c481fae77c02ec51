"""The docs' table of methods is the catalogue."""

import re
from pathlib import Path

from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.params import PRESETS

DOCS = Path(__file__).parents[4] / "docs"


def test_the_table_of_methods_is_the_catalogue() -> None:
    text = (DOCS / "drift-methods.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    rows = [row for row in rows if len(row) == 7 and row[0].strip("`") in METHODS]
    assert [row[0].strip("`") for row in rows] == list(METHODS)
    for row in rows:
        found = METHODS[row[0].strip("`")]
        assert row[1] == found.title
        assert row[3] == found.measures
        assert row[4].startswith(f"{found.warning:g} / {found.critical:g}"), row
        assert ("profiles" not in row[6]) == found.needs_rows, row


def test_every_preset_and_method_that_the_docs_name_is_there() -> None:
    text = (DOCS / "drift.md").read_text(encoding="utf-8")
    presets = re.search(r"\| preset \|.*?\n\n", text, re.DOTALL)
    assert presets is not None
    assert re.findall(r"^\| `(\w+)`", presets.group(), re.MULTILINE) == list(PRESETS)
    assert f"[{len(METHODS)} methods]" in text
