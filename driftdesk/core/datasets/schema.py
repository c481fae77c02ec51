"""What edits do to a schema: columns come and go, and change their names, kinds and roles."""

from __future__ import annotations

import re
from typing import Any

from driftdesk.core.datasets.names import no_such
from driftdesk.core.entities import ROW_ID, Column, Role, Schema
from driftdesk.core.errors import NotFoundError, SchemaError

LONGEST_NAME = 200
_ONE_ONLY = frozenset({Role.TARGET, Role.TIMESTAMP, Role.WEIGHT})


def find_column(columns: Schema, name: str) -> Column:
    """Raises NotFoundError, with the nearest names."""
    try:
        return columns.column(name)
    except NotFoundError:
        raise no_such("column", name, columns.names) from None


def column_name(given: str) -> str:
    """A name as a column can have it: in one line, without white space around it; empty where nothing is left."""
    text = given.encode("utf-8", "replace").decode("utf-8")  # JSON may hold half a surrogate pair
    cleaned = re.sub(r"[\x00-\x1f\x7f\ufeff]+", " ", text).strip()[:LONGEST_NAME]
    return "row_id" if cleaned == ROW_ID else cleaned


def free_name(columns: Schema, given: str, renamed: str = "") -> str:
    """``given`` as a name that no column but the one with the id ``renamed`` has. Raises SchemaError."""
    name = column_name(given)
    if not name or any(c.name == name and c.id != renamed for c in columns.columns):
        raise SchemaError(
            f"A column cannot be called {name!r}.", "Names must be unique, and not empty: choose another one."
        )
    return name


def with_column(columns: Schema, column: Column) -> Schema:
    """``column`` behind the others."""
    return _single_roles(Schema(columns=(*columns.columns, column)), column)


def without_column(columns: Schema, column_id: str) -> Schema:
    """Raises SchemaError where no column would be left."""
    left = tuple(c for c in columns.columns if c.id != column_id)
    if not left:
        raise SchemaError("The last column cannot be removed.", "Add another one first.")
    return Schema(columns=left)


def changed_column(columns: Schema, column_id: str, **fields: Any) -> Schema:
    """Another name, kind or role of one column."""
    found = tuple(c.model_copy(update=fields) if c.id == column_id else c for c in columns.columns)
    return _single_roles(Schema(columns=found), next(c for c in found if c.id == column_id))


def _single_roles(columns: Schema, just_set: Column) -> Schema:
    """There is one target and one timestamp: what had the role before becomes a feature."""
    if just_set.role not in _ONE_ONLY:
        return columns
    return Schema(
        columns=tuple(
            c.model_copy(update={"role": Role.FEATURE})
            if c.role is just_set.role and c.id != just_set.id
            else c
            for c in columns.columns
        )
    )
