"""Which columns are shown, in which order, how wide, and how many stay when the others scroll: no Qt.

Columns are known by their ids, which stay when they are renamed, so that the layout of a dataset holds over versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from driftdesk.core.entities import Column


@dataclass(frozen=True)
class ColumnLayout:
    order: tuple[str, ...] = ()
    """Ids in the order of the user; columns that are not here follow the one before them in the schema."""
    hidden: frozenset[str] = frozenset()
    frozen: int = 0
    """So many of the shown columns stay at the left."""
    widths: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_state(cls, kept: Any) -> Self:
        """What was remembered, be it of an older version (widths alone); what does not fit is forgotten."""
        if not isinstance(kept, dict):
            return cls()
        if "widths" not in kept:
            kept = {"widths": kept}
        widths = {str(k): int(w) for k, w in kept["widths"].items() if isinstance(w, int | float)}
        order, hidden = kept.get("order", []), kept.get("hidden", [])
        return cls(tuple(map(str, order)), frozenset(map(str, hidden)), int(kept.get("frozen", 0)), widths)

    def state(self) -> dict[str, Any]:
        """To be remembered."""
        return {
            "order": list(self.order),
            "hidden": sorted(self.hidden),
            "frozen": self.frozen,
            "widths": dict(self.widths),
        }

    def arranged(self, columns: Sequence[Column]) -> list[Column]:
        """All ``columns`` in the order of the user."""
        if not self.order:
            return list(columns)
        by_id = {c.id: c for c in columns}
        placed = [by_id[i] for i in self.order if i in by_id]
        known = set(self.order)
        before: Column | None = None
        for column in columns:
            if column.id not in known:
                placed.insert(placed.index(before) + 1 if before is not None else 0, column)
            before = column
        return placed

    def shown(self, columns: Sequence[Column]) -> list[Column]:
        """Those that are shown, in the order of the user; never none, if there are any."""
        found = [c for c in self.arranged(columns) if c.id not in self.hidden]
        return found or list(columns[:1])

    def moved(self, columns: Sequence[Column], column_id: str, to: int) -> Self:
        """The column at place ``to`` among the shown ones."""
        shown = [c.id for c in self.shown(columns)]
        everything = [c.id for c in self.arranged(columns)]
        everything.remove(column_id)
        others = [i for i in shown if i != column_id]
        at = everything.index(others[to]) if to < len(others) else len(everything)
        everything.insert(at, column_id)
        return replace(self, order=tuple(everything))

    def hiding(self, *ids: str) -> Self:
        return replace(self, hidden=self.hidden | set(ids))

    def showing(self, *ids: str) -> Self:
        return replace(self, hidden=self.hidden - set(ids))

    def freezing(self, count: int) -> Self:
        return replace(self, frozen=count)

    def widened(self, column_id: str, width: int) -> Self:
        return replace(self, widths={**self.widths, column_id: width})
