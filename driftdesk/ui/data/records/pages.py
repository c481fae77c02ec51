"""Which pieces of the rows are here, which are wanted, and which may go: no Qt.

A block is ``BLOCK_ROWS`` rows of ``BLOCK_COLUMNS`` columns, so that neither ten million rows nor five thousand columns
make a fetch large. The newest wish is served first: while a user drags the scroll bar, what has already flown by
is not worth reading. After an edit what is here is old: it stays on the screen until the new has come.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from driftdesk.ui import figures

BLOCK_ROWS = 100
BLOCK_COLUMNS = 40
KEPT_BLOCKS = 200
WANTED_BLOCKS = 8
"""Older wishes are forgotten: they are asked for again if they come back into view."""

Place = tuple[int, int]
"""(row block, column block)"""


@dataclass(frozen=True)
class Cells:
    """A block's cells, column by column: the values (numbers, texts, truth values, times; None: missing), and which
    rows they are of. ``changed``: (row, column) within the block of cells that a draft changed; ``added``: its new
    rows."""

    values: list[list[Any]]
    row_ids: Sequence[int] = ()
    changed: frozenset[tuple[int, int]] = frozenset()
    added: frozenset[int] = frozenset()
    texts: list[list[str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.texts:  # formatted once, by the thread that reads
            self.texts.extend([figures.cell(v) for v in column] for column in self.values)


@dataclass(frozen=True)
class Block:
    """Where a block lies: rows ``offset .. offset + limit``, columns ``names`` from ``first_column`` on."""

    place: Place
    offset: int
    limit: int
    first_column: int
    names: tuple[str, ...]


class RecordPages:
    """The least recently used cache of blocks, and the queue of what to fetch next."""

    def __init__(self, rows: int, names: Sequence[str]) -> None:
        self.rows = rows
        self.names = tuple(names)
        self._kept: OrderedDict[Place, Cells] = OrderedDict()
        self._old: set[Place] = set()
        self._wanted: OrderedDict[Place, None] = OrderedDict()
        self._under_way: set[Place] = set()
        self._failed: set[Place] = set()

    def cells(self, row: int, column: int) -> Cells | None:
        """The block with this cell; what is not here, or old, is wished for."""
        place = (row // BLOCK_ROWS, column // BLOCK_COLUMNS)
        found = self._kept.get(place)
        if found is None or place in self._old:
            self._want(place)
        if found is not None:
            self._kept.move_to_end(place)
        return found

    def grow_old(self) -> None:
        """The rows have changed: read again what is looked at."""
        self._old = set(self._kept) | self._under_way
        self._failed.clear()

    def _want(self, place: Place) -> None:
        if place in self._under_way or place in self._failed:
            return
        self._wanted[place] = None
        self._wanted.move_to_end(place)
        while len(self._wanted) > WANTED_BLOCKS:
            self._wanted.popitem(last=False)

    @property
    def wants_some(self) -> bool:
        return bool(self._wanted)

    @property
    def under_way(self) -> int:
        return len(self._under_way)

    def next(self) -> Block | None:
        """The block to fetch now; it counts as under way until ``put`` or ``give_up``."""
        if not self._wanted:
            return None
        place, _ = self._wanted.popitem(last=True)
        self._under_way.add(place)
        self._old.discard(place)  # it grows old again if something changes while it is read
        return self._block(place)

    def _block(self, place: Place) -> Block:
        offset, first = place[0] * BLOCK_ROWS, place[1] * BLOCK_COLUMNS
        names = self.names[first : first + BLOCK_COLUMNS]
        return Block(place, offset, min(BLOCK_ROWS, self.rows - offset), first, names)

    def put(self, block: Block, cells: Cells) -> None:
        self._under_way.discard(block.place)
        self._kept[block.place] = cells
        self._kept.move_to_end(block.place)
        while len(self._kept) > KEPT_BLOCKS:
            dropped, _ = self._kept.popitem(last=False)
            self._old.discard(dropped)

    def give_up(self, block: Block) -> None:
        """The fetch failed; asking again at every repaint would only fail again."""
        self._under_way.discard(block.place)
        self._failed.add(block.place)
