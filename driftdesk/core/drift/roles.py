"""What the drift of a column is called that is no feature: one place for reports, command line and docs."""

from collections.abc import Iterable

from driftdesk.core.entities import ColumnDrift, Role, Schema

DRIFT_OF_ROLE = {
    Role.TARGET: "prior shift",
    Role.PREDICTION: "prediction drift",
    Role.PREDICTION_SCORE: "score drift",
}


def called(columns: Iterable[ColumnDrift], schema: Schema) -> list[ColumnDrift]:
    """The columns with their roles; where one that is no feature drifted, ``moved`` begins with what that is called."""
    roles = {c.name: c.role for c in schema.columns}
    found = []
    for column in columns:
        role = roles.get(column.name, column.role)
        word = DRIFT_OF_ROLE.get(role) if column.severity.rank else None
        moved = column.moved if word is None else (word, *column.moved)
        found.append(column.model_copy(update={"role": role, "moved": moved}))
    return found


def named(column: ColumnDrift) -> str:
    """``age``, ``churned: prior shift``."""
    word = DRIFT_OF_ROLE.get(column.role)
    return column.name if word is None else f"{column.name}: {word}"
