"""docs/cli.md tells of every command and of every option."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from driftdesk.cli.app import app

DOC = Path(__file__).parents[3] / "docs" / "cli.md"
INTRO, *PARTS = re.split(r"^### (.*)$", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)
SECTIONS = dict(zip(PARTS[::2], PARTS[1::2], strict=True))


def commands(group: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that is not hidden, with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)
        elif not command.hidden:
            yield (*path, name), command


ALL = [
    pytest.param(path, command, id=" ".join(path)) for path, command in commands(typer.main.get_command(app))
]


def told_of(name: str) -> str:
    """The section of a command, those that it refers to, and what is said of all commands."""
    section = SECTIONS[name]
    others = re.findall(r"the options of `([\w-]+)`", section)
    return INTRO + section + "".join(SECTIONS[o] for o in others)


@pytest.mark.parametrize(("path", "command"), ALL)
def test_a_command_is_described_with_all_its_options(path: tuple[str, ...], command: Any) -> None:
    assert path[0] in SECTIONS
    told = told_of(path[0])
    assert set(path[1:]) <= set(re.findall(r"[\w-]+", told))
    options = {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    assert options - {"--help"} <= set(re.findall(r"--[\w-]+", told))


def test_no_section_describes_a_command_that_is_not_there() -> None:
    assert set(SECTIONS) == {param.values[0][0] for param in ALL}  # type: ignore[index, misc]  # paths
