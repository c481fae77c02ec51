"""What cleaning may do, and how it is written on the command line."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from driftdesk.core.entities import Record
from driftdesk.core.errors import ParameterError


class DropDuplicates(Record):
    """Rows that equal an earlier row in every column but ids."""

    kind: Literal["duplicates"] = "duplicates"

    @property
    def text(self) -> str:
        return self.kind


class FillMissing(Record):
    """``drop``: rows with a missing value in a feature or the target. ``median``: numeric features get their
    median, others their most frequent value. ``mode``: all features get their most frequent value. Columns without
    any value, times and texts are left alone, and a target is never made up."""

    kind: Literal["missing"] = "missing"
    how: Literal["drop", "median", "mode"]

    @property
    def text(self) -> str:
        return f"{self.kind}={self.how}"


class DropConstant(Record):
    """Features whose values are all the same (or all missing)."""

    kind: Literal["constant"] = "constant"

    @property
    def text(self) -> str:
        return self.kind


CleanRule = Annotated[DropDuplicates | FillMissing | DropConstant, Field(discriminator="kind")]
CLEAN_RULE: TypeAdapter[CleanRule] = TypeAdapter(CleanRule)

RULES = ("duplicates", "missing=drop", "missing=median", "missing=mode", "constant")


def parse_rule(text: str) -> CleanRule:
    """A rule as on the command line. Raises ParameterError."""
    text = text.strip()
    if text not in RULES:
        raise ParameterError(f"There is no rule {text!r}.", f"The rules are: {', '.join(RULES)}.")
    kind, _, how = text.partition("=")
    return CLEAN_RULE.validate_python({"kind": kind, "how": how} if how else {"kind": kind})
