"""The rows of files into a version that is being written, kept in a journal while they come."""

from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.entities import WrittenGroup
from driftdesk.core.ingest.journal import Journal
from driftdesk.core.ingest.marks import Counted, Position
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.ingest.rejects import RejectsFile

if TYPE_CHECKING:
    from driftdesk.core.datasets.writer import VersionWriter

_Batch = tuple[int, int, Position]
"""The rows that were given to the writer before a batch, the size of the file of rejects then, and where it begins."""


class ImportRun:
    """``run`` once. ``writer`` holds the pages that the version shares with others, and no new row yet."""

    def __init__(
        self,
        files: Sequence[TableFile],
        writer: "VersionWriter",
        rejects: RejectsFile,
        journal: Journal,
        context: Context,
    ) -> None:
        self._files = files
        self._writer = writer
        self._rejects = rejects
        self._journal = journal
        self._context = context
        self._sizes = [0, *accumulate(f.source.size for f in files)]
        self._written = 0
        """New rows that were given to the writer."""
        self._settled = 0
        """Of them in the store."""
        self._unkept: list[WrittenGroup] = []
        self._batches: deque[_Batch] = deque()
        """Those of which rows may not be in the store yet."""
        self._counted: list[Counted] = []
        """Of the files that are done."""

    def run(self) -> tuple[Counted, ...]:
        """What each file came to. Raises what its reading raises."""
        start = self._resume()
        for number in range(start.file, len(self._files)):
            self._read(number, start if number == start.file else Position())
            self._counted.append(self._files[number].counted)
        return tuple(self._counted)

    def _resume(self) -> Position:
        resumed = self._journal.resume(self._rejects)
        if resumed is None:
            return Position()
        self._writer.restore(resumed.groups)
        self._settled = self._written = sum(g.rows for g in resumed.groups)
        self._counted = list(resumed.position.before)
        return resumed.position

    def _read(self, number: int, start: Position) -> None:
        file = self._files[number]
        skip = start.skip
        for batch in file.batches(start):
            self._context.check()
            before = tuple(self._counted)
            position = Position(
                file=number, mark=file.mark, before=before, counted=file.before, rejects=self._rejects.count
            )
            self._batches.append((self._written - skip, self._rejects.size, position))
            table = batch.table.slice(skip) if skip else batch.table
            skip = 0
            self._written += table.num_rows
            self._rejects.add(file.source.name, batch.rejects)
            self._writer.write(table)
            self._tell(number)
            self._keep()

    def _tell(self, number: int) -> None:
        rows = sum(c.read for c in self._counted) + self._files[number].counted.read
        done = min(self._sizes[number] + self._files[number].progress, self._sizes[-1])
        self._context.rows_read(rows, done, self._sizes[-1], "importing")

    def _keep(self) -> None:
        """Keep a checkpoint where it is time, and there is anything new."""
        groups = self._writer.take_settled()
        self._unkept += groups
        self._settled += sum(g.rows for g in groups)
        while len(self._batches) > 1 and self._batches[1][0] <= self._settled:
            self._batches.popleft()
        if not self._unkept or not self._journal.is_due:
            return
        before, rejects, position = self._batches[0]
        kept = position.model_copy(update={"skip": self._settled - before})
        self._journal.keep(self._unkept, kept, self._rejects, rejects)
        self._unkept = []
