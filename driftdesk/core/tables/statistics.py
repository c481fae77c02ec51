"""Statistics of the rows of a view: from stored profiles where a whole row group is in it, else of the values."""

from dataclasses import dataclass

from driftdesk.core.entities import Distribution, Kind


@dataclass(frozen=True)
class Histogram:
    """Of one column, for its header. ``whole`` is of all rows of the source, ``shown`` of those of the view, both on
    the same bins or labels (numbers, seconds since 1970, or lengths of texts on bins; categories on labels)."""

    name: str
    kind: Kind
    whole: Distribution
    shown: Distribution
