"""Which pieces of a version's records are here, which are wanted, and which may go: no Qt.

A block is ``BLOCK_ROWS`` rows of ``BLOCK_COLUMNS`` columns, so that neither a million rows nor five thousand columns
make a fetch large. The newest wish is served first: while a user drags the scroll bar, what has already flown by
is not worth reading.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from driftdesk.ui import figures

BLOCK_ROWS = 100
BLOCK_COLUMNS = 40
KEPT_BLOCKS = 200
WANTED_BLOCKS = 8
"""Older wishes are forgotten: they are asked for again if they come back into view."""

Place = tuple[int, int]
"""(row block, column block)"""

Cells = list[list[str | None]]
"""Columns of texts; None where a value is missing."""


@dataclass(frozen=True)
class Block:
    """Where a block lies: rows ``offset .. offset + limit``, columns ``names`` from ``first_column`` on."""

    place: Place
    offset: int
    limit: int
    first_column: int
    names: tuple[str, ...]


class RecordPages:
    """The least recently used cache of blocks of one version, and the queue of what to fetch next."""

    def __init__(self, rows: int, names: Sequence[str]) -> None:
        self.rows = rows
        self.names = tuple(names)
        self._kept: OrderedDict[Place, Cells] = OrderedDict()
        self._wanted: OrderedDict[Place, None] = OrderedDict()
        self._under_way: set[Place] = set()
        self._failed: set[Place] = set()

    def text(self, row: int, column: int) -> tuple[bool, str | None]:
        """(whether it is here, the text); what is not here is wished for."""
        place = (row // BLOCK_ROWS, column // BLOCK_COLUMNS)
        cells = self._kept.get(place)
        if cells is None:
            self._want(place)
            return False, None
        self._kept.move_to_end(place)
        return True, cells[column % BLOCK_COLUMNS][row % BLOCK_ROWS]

    def _want(self, place: Place) -> None:
        if place in self._under_way or place in self._failed:
            return
        self._wanted[place] = None
        self._wanted.move_to_end(place)
        while len(self._wanted) > WANTED_BLOCKS:
            self._wanted.popitem(last=False)

    @property
    def under_way(self) -> int:
        return len(self._under_way)

    def next(self) -> Block | None:
        """The block to fetch now; it counts as under way until ``put`` or ``give_up``."""
        if not self._wanted:
            return None
        place, _ = self._wanted.popitem(last=True)
        self._under_way.add(place)
        offset, first = place[0] * BLOCK_ROWS, place[1] * BLOCK_COLUMNS
        return Block(
            place,
            offset,
            min(BLOCK_ROWS, self.rows - offset),
            first,
            self.names[first : first + BLOCK_COLUMNS],
        )

    def put(self, block: Block, cells: Cells) -> None:
        self._under_way.discard(block.place)
        self._kept[block.place] = cells
        self._kept.move_to_end(block.place)
        while len(self._kept) > KEPT_BLOCKS:
            self._kept.popitem(last=False)

    def give_up(self, block: Block) -> None:
        """The fetch failed; asking again at every repaint would only fail again."""
        self._under_way.discard(block.place)
        self._failed.add(block.place)


def read_block(page: Callable[..., Any], block: Block) -> Cells:
    """Fetch and format one block; runs in a worker's thread. ``page`` is ``(offset, limit, columns) -> pa.Table``."""
    table = page(block.offset, block.limit, list(block.names))
    return [[figures.cell(v) for v in table.column(name).to_pylist()] for name in block.names]
