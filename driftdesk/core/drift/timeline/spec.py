"""What people write to ask for a timeline: ``--every period:week --against rolling:4 --reference chunks:1-10``."""

from dataclasses import dataclass
from typing import Literal

from driftdesk.core.errors import ParameterError

Unit = Literal["version", "rows", "parts", "period"]
PERIODS = ("hour", "day", "week", "month", "quarter", "year")
SEASONS = {
    "day": ("hour",),
    "week": ("hour", "day"),
    "year": ("hour", "day", "week", "month", "quarter"),
}
"""Which periods have a season of which length."""

MOST_POINTS = 10_000
_EVERY_HINT = "Write version, rows:5000, parts:20, or period:hour, day, week, month, quarter or year."
_AGAINST_HINT = "Write pinned, rolling:4, expanding, or seasonal:day, week or year."


@dataclass(frozen=True)
class Every:
    """How rows become chunks. ``size``: rows of a chunk, or number of parts; ``period``: such as ``week``."""

    unit: Unit
    size: int = 0
    period: str = ""

    def __str__(self) -> str:
        return self.unit if self.unit == "version" else f"{self.unit}:{self.period or self.size}"


@dataclass(frozen=True)
class Against:
    """What a chunk is compared with. ``chunks``: how many before it; ``season``: how far back its like is."""

    kind: Literal["pinned", "rolling", "expanding", "seasonal"]
    chunks: int = 0
    season: str = ""

    def __str__(self) -> str:
        more = self.season or self.chunks
        return f"{self.kind}:{more}" if more else self.kind


def parse_every(text: str) -> Every:
    """``rows:5000`` and the like. Raises ParameterError."""
    unit, _, more = text.strip().partition(":")
    if unit == "version" and not more:
        return Every("version")
    if unit == "rows" and (size := _whole(more)) and size >= 2:
        return Every("rows", size)
    if unit == "parts" and (size := _whole(more)) and 2 <= size <= MOST_POINTS:
        return Every("parts", size)
    if unit == "period" and more in PERIODS:
        return Every("period", period=more)
    raise ParameterError(f"{text!r} does not say how to cut rows into chunks.", _EVERY_HINT)


def parse_against(text: str, every: Every) -> Against:
    """``rolling:4`` and the like, where it goes together with ``every``. Raises ParameterError."""
    kind, _, more = text.strip().partition(":")
    if kind == "pinned" and not more:
        return Against("pinned")
    if kind == "expanding" and not more:
        return Against("expanding")
    if kind == "rolling" and (chunks := _whole(more)):
        return Against("rolling", chunks)
    if kind == "seasonal" and more in SEASONS:
        if every.period not in SEASONS[more]:
            wanted = ", ".join(f"period:{p}" for p in SEASONS[more])
            raise ParameterError(
                f"Chunks by {every} have no season of a {more}.", f"With seasonal:{more} cut by {wanted}."
            )
        return Against("seasonal", season=more)
    raise ParameterError(f"{text!r} is nothing to compare chunks with.", _AGAINST_HINT)


def parse_range(text: str, count: int) -> tuple[int, int]:
    """``chunks:1-5`` (from 1, both included) as a range from 0 with its end excluded. ``count``: chunks that there are.
    Raises ParameterError."""
    first, _, last = text.removeprefix("chunks:").partition("-")
    low, high = _whole(first), _whole(last or first)
    if low is None or high is None or not 1 <= low <= high:
        raise ParameterError(
            f"{text!r} names no chunks.", "Write chunks:1-5: the first five, counted from 1."
        )
    if high > count:
        raise ParameterError(
            f"There are {count:,} chunks, and {text} names more.", "Name fewer chunks, or cut the rows finer."
        )
    if high - low + 1 == count:
        raise ParameterError(
            f"{text} would be all there is: no chunk is left to be compared.",
            "Name fewer chunks, or cut the rows finer.",
        )
    return low - 1, high


def _whole(text: str) -> int | None:
    """A positive whole number; None: it is none."""
    return int(text) if text.isdecimal() and len(text) < 12 and int(text) else None
