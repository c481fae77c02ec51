"""Which chunks a chunk is compared with; and merges of neighbouring chunks' profiles that share their work."""

from collections.abc import Sequence
from dataclasses import dataclass

from driftdesk.core.drift.timeline.chunking import Chunk, season_before
from driftdesk.core.drift.timeline.spec import Against
from driftdesk.core.profiles.profile import ColumnProfile, merge


@dataclass(frozen=True)
class Window:
    """Chunks ``first`` to ``stop`` (exclusive). Empty: there is nothing to compare with."""

    first: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.first


NOTHING = Window(0, 0)


def windows(chunks: Sequence[Chunk], against: Against, period: str = "") -> list[Window]:
    """The reference of each chunk, for a reference that moves along. Rolling: the last so many before it, fewer at the
    beginning; expanding: all before it; seasonal: the same period one season before, where it has rows."""
    if against.kind == "seasonal":
        at = {chunk.key: i for i, chunk in enumerate(chunks)}
        before = [at.get(season_before(period, against.season, chunk.key)) for chunk in chunks]
        return [NOTHING if i is None else Window(i, i + 1) for i in before]
    reach = against.chunks if against.kind == "rolling" else len(chunks)
    return [Window(max(0, i - reach), i) for i in range(len(chunks))]


def words_of(chunks: Sequence[Chunk], window: Window) -> str:
    """What a point was compared with: ``2024-02``, ``2024-02 to 2024-05``."""
    if not len(window):
        return ""
    first, last = chunks[window.first].label, chunks[window.stop - 1].label
    return first if len(window) == 1 else f"{first} to {last}"


class Merges:
    """Profiles of windows of chunks. Blocks of 2, 4, 8, ... chunks are merged once and kept: a window of n chunks is a
    merge of at most 2 log2(n) blocks, so that the sketches' error grows with the logarithm of n, not with n."""

    def __init__(self, parts: Sequence[ColumnProfile]) -> None:
        self._blocks: list[dict[int, ColumnProfile]] = [dict(enumerate(parts))]

    def of(self, window: Window) -> ColumnProfile:
        """The profile of a window that is not empty."""
        blocks: list[ColumnProfile] = []
        at = window.first
        while at < window.stop:
            level = min((at & -at).bit_length() - 1 if at else 63, (window.stop - at).bit_length() - 1)
            blocks.append(self._block(level, at >> level))
            at += 1 << level
        return merge(blocks)

    def _block(self, level: int, number: int) -> ColumnProfile:
        while level >= len(self._blocks):
            self._blocks.append({})
        kept = self._blocks[level]
        if number not in kept:
            kept[number] = merge([self._block(level - 1, 2 * number), self._block(level - 1, 2 * number + 1)])
        return kept[number]
