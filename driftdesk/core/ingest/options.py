"""What a user may say about a file instead of leaving it to detection."""

from typing import Literal

from pydantic import Field

from driftdesk.core.entities import Kind, Record, Role, Task


class ImportOptions(Record):
    """How to read a file and what its columns are; None and empty mean: found out from the file."""

    encoding: str | None = None
    """A Python codec name such as ``cp949``."""
    delimiter: str | None = None
    """One character; ``tab`` for a tab."""
    header: bool | None = None
    kinds: dict[str, Kind] = Field(default_factory=dict)
    roles: dict[str, Role] = Field(default_factory=dict)
    task: Task | None = None
    target: str | None = None
    timestamp: str | None = None
    mode: Literal["append", "replace"] = "append"
    """Into a dataset that exists: the new version holds its rows and the file's, or the file's alone."""
    missing_columns: Literal["refuse", "null"] = "refuse"
    """Columns of the dataset that the file lacks: an error, or missing values."""
    new_columns: Literal["refuse", "add", "ignore"] = "refuse"
    """Columns of the file that the dataset lacks: an error, added (missing in the old rows), or left out."""
