"""What columns matter to the model in use: drift of a column that no model looks at can wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from driftdesk.core.entities import ColumnDrift

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store


def model_in_use(store: Store, dataset_id: str) -> tuple[str, dict[str, float]]:
    """The champion on a dataset as ``name v3``, and the share that each column has in its permutation importance. Of
    several, the one that was promoted last; ``("", {})`` where there is none."""
    found = store.models.find(dataset_id=dataset_id, trashed_at=None)
    models = [m for m in found if m.champion is not None]
    if not models:
        return "", {}
    model = max(models, key=lambda m: m.history[-1].at if m.history else m.created_at)
    version = store.model_versions.first(model_id=model.id, number=model.champion)
    return (f"{model.name} v{model.champion}", dict(version.importance)) if version is not None else ("", {})


def weighed(columns: Sequence[ColumnDrift], importance: Mapping[str, float]) -> list[ColumnDrift]:
    """``columns`` with what they matter; those that the model does not use have 0, all of them None without a model."""
    if not importance:
        return list(columns)
    return [c.model_copy(update={"importance": importance.get(c.name, 0.0)}) for c in columns]


def by_importance(columns: Sequence[ColumnDrift]) -> list[ColumnDrift]:
    """Drift times importance: first what drifted and matters. As they are where no model is in use."""
    if all(c.importance is None for c in columns):
        return list(columns)
    return sorted(columns, key=lambda c: (c.severity.rank == 0, -c.strength * (c.importance or 0.0)))
