"""What the Records tab remembers over restarts: of each dataset the filters, the search and the order, and its options."""

from typing import Any

from driftdesk.core.tables.spec import SortKey
from driftdesk.ui.data.records import filters
from driftdesk.ui.data.records.shown import ViewSpec
from driftdesk.ui.workspace import Workspace

OPTIONS = {"histograms": True, "cell_bars": False}
"""With what they are at first."""


class RecordMemory:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.dataset_id = ""

    def open(self, dataset_id: str) -> None:
        self.dataset_id = dataset_id

    def spec(self) -> ViewSpec:
        """What the dataset was last looked at by; what does not fit is forgotten."""
        kept: Any = self._workspace.state(f"data/view/{self.dataset_id}", {})
        if not isinstance(kept, dict):
            return ViewSpec()
        sort = tuple(SortKey(str(c), bool(d)) for c, d in kept.get("sort", []))
        return ViewSpec(str(kept.get("where", "")), str(kept.get("search", "")), sort)

    def keep_spec(self, spec: ViewSpec) -> None:
        sort = [[k.column, k.descending] for k in spec.sort]
        kept = {"where": spec.where, "search": spec.search, "sort": sort}
        self._workspace.remember(f"data/view/{self.dataset_id}", kept)

    def filters(self) -> list[str]:
        """Those that were used, newest first."""
        return [str(f) for f in self._workspace.state(f"data/filters/{self.dataset_id}", [])]

    def keep_filter(self, where: str) -> list[str]:
        found = filters.remembered(self.filters(), where)
        self._workspace.remember(f"data/filters/{self.dataset_id}", found)
        return found

    def forget_filters(self) -> list[str]:
        self._workspace.remember(f"data/filters/{self.dataset_id}", [])
        return []

    def options(self) -> dict[str, bool]:
        kept: Any = self._workspace.state("data/records/options", {})
        kept = kept if isinstance(kept, dict) else {}
        return {name: bool(kept.get(name, usual)) for name, usual in OPTIONS.items()}

    def keep_options(self, options: dict[str, bool]) -> None:
        self._workspace.remember("data/records/options", options)
