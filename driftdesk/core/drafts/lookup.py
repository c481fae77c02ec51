"""What an edit speaks of, found in a draft's state and checked: columns by name, rows by id, values, expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets import schema as schemas
from driftdesk.core.drafts.edits import Value
from driftdesk.core.drafts.layers import Ids, Term
from driftdesk.core.drafts.state import State
from driftdesk.core.drafts.values import typed
from driftdesk.core.entities import Column, Schema
from driftdesk.core.errors import NotFoundError, SchemaError
from driftdesk.core.expressions.expression import parse, parse_filter
from driftdesk.core.tables.arrays import Mask

_TRIED_ROWS = 1000


@dataclass(frozen=True)
class Protected:
    """What others changed, where their side is to win."""

    row_ids: Ids
    """Rising."""
    columns: frozenset[str] = frozenset()
    """Ids of those of which they changed cells, name, kind or role."""


@dataclass
class Looking:
    """``names`` is by what names the edit knows the columns (None: by their own). Where ``dropped`` is a list, what has no
    place any more is put there instead of being refused."""

    state: State
    context: Context
    names: Schema | None = None
    dropped: list[str] | None = None
    protected: Protected | None = None
    _number: int = field(init=False)

    def __post_init__(self) -> None:
        self._number = self.state.number + 1

    def _column(self, name: str) -> Column:
        """By the name that the edit knows. Raises NotFoundError."""
        known = schemas.find_column(self.names or self.state.columns, name)
        return next(c for c in self.state.columns.columns if c.id == known.id)

    def _own(self, name: str) -> Column:
        """A column of which others did not change what is about to be changed."""
        column = self._column(name)
        if self.protected is not None and column.id in self.protected.columns:
            raise SchemaError(f"Others changed the column {name!r} too.", "Theirs stays.")
        return column

    def _column_or_drop(self, name: str) -> Column | None:
        try:
            return self._column(name)
        except NotFoundError as error:
            if self.dropped is None:
                raise
            self.dropped.append(error.message)
            return None

    def _there(self, row_ids: Ids) -> Mask:
        """Which of the rows are there. Raises NotFoundError where one is not."""
        found = np.zeros(len(row_ids), np.bool_)
        for given, _ in self.state.locate(row_ids).values():
            found[given] = True
        if not found.all():
            gone = row_ids[~found].tolist()
            message = f"There is no {row_word(gone[0])}" + (f", nor {len(gone) - 1} more" if gone[1:] else "")
            if self.dropped is None:
                raise NotFoundError(f"{message}.", "It may have been deleted: look again.")
            self.dropped.append(f"{message} any more.")
        return found

    def _typed(
        self, values: Sequence[Value], column: Column, row_ids: Ids | None = None
    ) -> tuple[pa.Array, Mask]:
        """Values as the column's kind, and which of them fit. Raises SchemaError where one does not."""
        array, bad = typed(values, column.kind)
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            where = f" of {row_word(int(row_ids[at]))}" if row_ids is not None else ""
            message = f"{str(values[at])[:60]!r}{where} does not fit the {column.kind} column {column.name!r}"
            if self.dropped is None:
                raise SchemaError(f"{message}.", "Nothing was changed. Mend the value, or retype the column.")
            self.dropped.append(f"{message}.")
        return array, ~bad

    def _term(self, text: str, *, is_filter: bool = False) -> Term:
        """Raises ExpressionError."""
        names = self.names or self.state.columns
        expression = parse_filter(text, names) if is_filter else parse(text, names)
        term = Term(expression, {n: names.column(n).id for n in expression.columns})
        self._try(term)
        return term

    def _where(self, text: str) -> Term | None:
        return self._term(text, is_filter=True) if text.strip() else None

    def _try(self, term: Term) -> None:
        """Evaluate an expression on a few rows, so that it cannot fail when they are all looked at."""
        group = next((g for g, rows in enumerate(self.state.group_rows) if rows), None)
        if group is not None:
            at = np.arange(min(_TRIED_ROWS, self.state.stored_rows(group)), dtype=np.int64)
            term.evaluate(self.state.arrays(group, set(term.ids.values()), at), len(at))

    def _ids(self, row_ids: Sequence[int]) -> Ids:
        """Raises NotFoundError for what cannot be a row's id."""
        try:
            return np.array(row_ids, np.int64)
        except OverflowError:
            raise NotFoundError(f"There is no row {max(row_ids, key=abs)}.", "Look again.") from None


def row_word(row_id: int) -> str:
    """A row in a message."""
    return f"row {row_id}" if row_id >= 0 else f"new row {-row_id}"
