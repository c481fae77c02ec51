"""Where the reading of a file can go on, and what was counted up to there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pydantic import Field

from driftdesk.core.entities import Record

if TYPE_CHECKING:
    from driftdesk.core.ingest.batches import Batch, ColumnPlan


class Mark(Record):
    """The beginning of a batch. Every reader can count to ``batch``; the other fields belong to the reader that gave
    them, which gets there without reading what is before."""

    batch: int = 0
    """How many batches are before."""
    offset: int = 0
    """Bytes of UTF-8 text before it."""
    line: int = 1
    key: str = ""
    """Of the last document before it."""


class Counted(Record):
    """Of one file, up to a mark. ``first`` is the first reason for leaving a row out."""

    read: int = 0
    rejected: int = 0
    contradictions: dict[str, int] = Field(default_factory=dict)
    infinite: dict[str, int] = Field(default_factory=dict)
    first: str = ""

    def plus(self, batch: "Batch") -> "Counted":
        """With the rows of one more batch."""
        first = self.first
        if not first and batch.rejects:
            first = f"line {batch.rejects[0].line}: {batch.rejects[0].reason}"
        return Counted(
            read=self.read + batch.rows_read,
            rejected=self.rejected + len(batch.rejects),
            contradictions=_sum(self.contradictions, batch.contradictions),
            infinite=_sum(self.infinite, batch.infinite),
            first=first,
        )


class Position(Record):
    """Of an import: in the file number ``file``, behind the first ``skip`` rows that fit of the batch at ``mark``.
    ``before`` holds what the files before that one came to, ``counted`` what that one did up to the mark, ``rejects`` the
    rows that were rejected up to there."""

    file: int = 0
    mark: Mark = Mark()
    skip: int = 0
    before: tuple[Counted, ...] = ()
    counted: Counted = Counted()
    rejects: int = 0


@runtime_checkable
class Resumable(Protocol):
    """A reader that gets to a mark without making batches of what is before."""

    def batches_from(self, plans: "Sequence[ColumnPlan]", mark: Mark) -> "Iterator[Batch]": ...


def _sum(some: dict[str, int], more: Counter[str]) -> dict[str, int]:
    return dict(Counter(some) + more) if more else some
