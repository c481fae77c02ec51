"""A model card as a file: HTML that stands alone, Markdown, or JSON under a schema with a name."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from driftdesk.core.errors import FileError
from driftdesk.core.reports.model_card import SCHEMA, CardTable, ModelCard
from driftdesk.core.whole_file import whole_file


def to_html(card: ModelCard) -> str:
    """One page; nothing is loaded from elsewhere, light and dark follow the reader's system."""
    from driftdesk.core.reports.html import environment

    return environment().get_template("model_card.html.j2").render(card=card)


def to_json(card: ModelCard) -> str:
    """One object, ``schema`` first."""
    content = {"schema": SCHEMA, **card.model_dump(mode="json")}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def to_markdown(card: ModelCard) -> str:
    """For repositories and wikis (tables as GitHub writes them)."""
    lines = [f"# {_plain(card.model)} v{card.version}", "", _plain(card.summary), ""]
    for section in card.sections:
        lines += [f"## {section.title}", ""]
        lines += [f"- **{_plain(name)}**: {_plain(value)}" for name, value in section.facts.items()]
        lines += [""] if section.facts else []
        for text in section.texts:
            lines += [_plain(text), ""]
        if section.table is not None and section.table.rows:
            lines += [*_table(section.table), ""]
    lines.append(f"Model card by DriftDesk, {card.made_at:%Y-%m-%d %H:%M} UTC.")
    return "\n".join(lines) + "\n"


def _table(table: CardTable) -> list[str]:
    heads = [_cell(h.rstrip(">")) for h in table.heads]
    rule = ["---:" if h.endswith(">") else "---" for h in table.heads]
    rows = [[_cell(c) for c in row] for row in table.rows]
    return ["| " + " | ".join(each) + " |" for each in (heads, rule, *rows)]


def _cell(text: str) -> str:
    return " ".join(_plain(text).replace("|", "\\|").split())


def _plain(text: str) -> str:
    """The text itself: what Markdown or HTML would make of it is taken from it."""
    for sign in "\\`*_[]#":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("<", "&lt;")


_FORMATS: Mapping[str, Callable[[ModelCard], str]] = {"html": to_html, "md": to_markdown, "json": to_json}
"""By suffix."""


def check_card_format(path: Path) -> str:
    """The format of a file that a card shall be written to. Raises FileError."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in _FORMATS:
        raise FileError(
            f"{path.name} says no format for a model card.",
            f"Let its name end in {', '.join('.' + f for f in _FORMATS)}.",
        )
    return suffix


def write_card(card: ModelCard, path: Path) -> None:
    """Write ``card`` to ``path``, whole or not at all. Raises FileError."""
    content = _FORMATS[check_card_format(path)](card).encode()
    with whole_file(path) as partial:
        partial.write_bytes(content)
