"""What a hostile file is, and what is to become of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from driftdesk.core.errors import FileError, InputError

Content = bytes | str | Callable[[Path], object]
"""What stands in the file, or what writes it at a path."""


@dataclass(frozen=True)
class Read:
    """It is imported: these columns (or so many rows), and these rows rejected, by line and the reason's pattern."""

    columns: Mapping[str, Sequence[Any]] | None = None
    rows: int | None = None
    rejects: Sequence[tuple[int, str]] = ()
    warns: str = ""


@dataclass(frozen=True)
class Refused:
    """It is refused, with a message of this pattern, and the store is as it was."""

    match: str
    error: type[InputError] = FileError
    named: bool = True
    """The message says which file."""


@dataclass(frozen=True)
class Either:
    """It is read or refused: which of both depends on where the damage is. Of what is read no more rows than these."""

    most_rows: int


@dataclass(frozen=True)
class Case:
    name: str
    file: str
    content: Content
    expect: Read | Refused | Either
    options: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        if isinstance(self.content, str):
            path.write_bytes(self.content.encode("utf-8"))
        elif isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)
        return path


def case(name: str, file: str, content: Content, expect: Read | Refused | Either, **options: Any) -> Case:
    return Case(name, file, content, expect, options)
