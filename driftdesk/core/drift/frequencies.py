"""Which words of texts became more or less frequent: counts of frequent words, never texts."""

from driftdesk.core.entities import WordShift
from driftdesk.core.profiles.text import TOKENS, TextStats

MOST = 20
_LONGEST = 40


def word_shifts(reference: TextStats, current: TextStats, most: int = MOST) -> tuple[WordShift, ...]:
    """The ``most`` words whose frequency a text moved most, the largest change first. Profiles count the most frequent
    words of a side; one that is missing there is at most as frequent as the rarest that is counted."""
    before, after = _frequencies(reference), _frequencies(current)
    rarest = [_rarest(reference, before), _rarest(current, after)]
    changes = {
        word: abs(
            after.get(word, min(rarest[1], before.get(word, 0.0)))
            - before.get(word, min(rarest[0], after.get(word, 0.0)))
        )
        for word in {**before, **after}
    }
    first = sorted((w for w in changes if changes[w] > 0), key=lambda w: (-changes[w], w))[:most]
    return tuple(
        WordShift(word=_short(w), reference=_known(before, w, rarest[0]), current=_known(after, w, rarest[1]))
        for w in first
    )


def _frequencies(stats: TextStats) -> dict[str, float]:
    return {word: n / stats.documents for word, n in stats.tokens.items()} if stats.documents else {}


def _rarest(stats: TextStats, frequencies: dict[str, float]) -> float:
    """Words that are not counted are at most so frequent; 0 where all are counted."""
    return min(frequencies.values(), default=0.0) if len(stats.tokens) >= TOKENS else 0.0


def _known(frequencies: dict[str, float], word: str, rarest: float) -> float | None:
    return frequencies.get(word, None if rarest else 0.0)


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST else word[: _LONGEST - 1] + "…"
