"""What a view and an export are asked for. Light: the window and the commands import it at start-up."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from driftdesk.core.errors import ParameterError


@dataclass(frozen=True)
class SortKey:
    """Sort by a column. Missing values come last, whichever the direction."""

    column: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """``age``, ``age:asc`` or ``age:desc``; a column whose name ends so is written with a direction behind it.
        Raises ParameterError for an empty name."""
        column, _, direction = text.rpartition(":")
        if direction not in ("asc", "desc"):
            column, direction = text, "asc"
        if not column:
            raise ParameterError("A column to sort by has no name.", "Write it as name or name:desc.")
        return cls(column, direction == "desc")


class ExportFormat(StrEnum):
    """What rows are written as."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"
    XLSX = "xlsx"

    @classmethod
    def of(cls, path: Path) -> Self:
        """By the end of a file's name. Raises ParameterError."""
        ends = {"ndjson": "jsonl", "feather": "arrow", "ipc": "arrow"}
        end = path.suffix.lower().removeprefix(".")
        end = ends.get(end, end)
        if end not in list(cls):
            raise ParameterError(
                f"{path.name} does not say in which format to write.", f"Choose one of {', '.join(cls)}."
            )
        return cls(end)
