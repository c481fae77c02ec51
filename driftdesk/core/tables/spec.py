"""What a view is asked for. Light: the window and the commands import it at start-up."""

from dataclasses import dataclass
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
