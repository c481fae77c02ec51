"""Vectors: columns of numbers that are components of one thing, such as an embedding."""

import re
from collections.abc import Sequence

from driftdesk.core.entities import Kind

_BRACKETS = re.compile(r"(.+)\[(\d{1,6})\]")
_NUMBERED = re.compile(r"(.+?)[._\- ]?(\d{1,6})")
FEWEST = 3
"""Components that make a vector."""


def find_vectors(
    names: Sequence[str], kinds: Sequence[Kind], stems: Sequence[str] = ()
) -> dict[str, tuple[int, ...]]:
    """The places of the components of each vector, in the order of their numbers.

    Columns called ``emb[0]``, ``emb[1]``, ... (as lists are imported) are a vector; ``emb_0``, ``emb1`` or ``emb.2`` where
    ``emb`` is among ``stems``. Components are numbers, three at least.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for place, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        if kind is not Kind.NUMERIC:
            continue
        match = _BRACKETS.fullmatch(name)
        if match is None and stems:
            match = _NUMBERED.fullmatch(name)
            match = match if match is not None and match[1] in stems else None
        if match is not None:
            found.setdefault(match[1], []).append((int(match[2]), place))
    return {
        stem: tuple(place for _, place in sorted(parts))
        for stem, parts in found.items()
        if len(parts) >= FEWEST
    }
