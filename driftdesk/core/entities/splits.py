"""Splits of a version into parts, such as train, validation and test, or folds."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from driftdesk.core.entities.base import Record, new_id, now
from driftdesk.core.entities.profiles import ValueCount

MOST_PARTS = 50
DEFAULT_SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


class SplitMethod(StrEnum):
    RANDOM = "random"
    STRATIFIED = "stratified"
    """Each class (or tenth, of numbers) of a column with its share in each part."""
    TIME = "time"
    """By a column that says when: the first part is the oldest."""
    GROUP = "group"
    """The values of a column never cross parts."""


class SplitSpec(Record):
    """How to split: with the same data, the same spec gives the same parts."""

    method: SplitMethod = SplitMethod.RANDOM
    shares: dict[str, float] = Field(default_factory=lambda: dict(DEFAULT_SHARES))
    """Of the parts, by their names, in their order; together 1."""
    by: str = ""
    """The column; empty: the target (stratified) or the timestamp (time)."""
    seed: int = Field(default=0, ge=0, lt=2**63)

    @field_validator("shares")
    @classmethod
    def _check_shares(cls, shares: dict[str, float]) -> dict[str, float]:
        if not 2 <= len(shares) <= MOST_PARTS:
            raise ValueError(f"a split has 2 to {MOST_PARTS} parts")
        if any(not n.strip() or not n.isprintable() or len(n) > 40 for n in shares):
            raise ValueError("parts have names of up to 40 characters")
        if any(not share > 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > 1e-6:
            raise ValueError("shares must be above 0 and add up to 1")
        return shares

    @model_validator(mode="after")
    def _check_column(self) -> Self:
        if self.method is SplitMethod.GROUP and not self.by:
            raise ValueError("a split by group needs a column")
        if self.method is SplitMethod.RANDOM and self.by:
            raise ValueError("a random split goes by no column")
        return self

    @property
    def is_folds(self) -> bool:
        return list(self.shares) == list(folds(len(self.shares)))


def folds(number: int) -> dict[str, float]:
    """Shares of ``number`` equal parts: ``fold-1``, ``fold-2``, ..."""
    return {f"fold-{i}": 1 / number for i in range(1, number + 1)}


class SplitPart(Record):
    """``classes``: how many rows have each value of the target, most frequent first; numbers have ``mean`` instead."""

    name: str
    rows: int
    classes: tuple[ValueCount, ...] = ()
    mean: float | None = None
    first: datetime | None = None
    """Of the timestamp column, as is ``last``."""
    last: datetime | None = None


class Leak(Record):
    """What rows of different parts have in common. ``text`` says it in plain words (English)."""

    code: str
    """``equal_rows``, ``near_texts``, ``shared_values``, ``time_overlap``."""
    part: str = ""
    """Empty: all parts together."""
    column: str = ""
    rows: int
    """Rows of ``part`` that are concerned."""
    values: int = 0
    """``shared_values``: values that occur in several parts."""
    text: str


class Split(Record):
    """Stored with a version, row by row."""

    id: str = Field(default_factory=new_id)
    name: str
    dataset_id: str
    version: int
    spec: SplitSpec
    parts: tuple[SplitPart, ...]
    leaks: tuple[Leak, ...] = ()
    based_on: int | None = None
    """The older version with a split of the same spec from which rows kept their parts."""
    rows: int
    digests: bytes
    """Names of chunks of uint8, 32 bytes each: the number of each row's part, in the order of the version's rows."""
    author: str = ""
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
