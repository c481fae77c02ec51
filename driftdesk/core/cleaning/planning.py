"""What rules do to a version, found out upon it without copying it: each rule sees what those before it have left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.cleaning.layers import Limited, Limits, OnlyAllowed, Renamed, Spelled, not_in, spelled
from driftdesk.core.cleaning.near_duplicates import near_duplicates
from driftdesk.core.cleaning.rules import (
    Allowed,
    CleanRule,
    Condition,
    Constant,
    Dates,
    Duplicates,
    Leaking,
    Missing,
    Outliers,
    Spelling,
    Units,
    ValueRange,
)
from driftdesk.core.drafts.applying import Applying
from driftdesk.core.drafts.edits import Compute, DeleteRows, Edit, Fill, FillHow, RemoveColumn, Retype
from driftdesk.core.drafts.layers import Layer
from driftdesk.core.drafts.state import State
from driftdesk.core.drafts.values import typed, typical
from driftdesk.core.entities import Column, Kind, Role
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.arrays import Mask, as_mask
from driftdesk.core.tables.equality import first_occurrences, row_hashes
from driftdesk.core.tables.values import convert, date_format_of, unify

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.entities import VersionPairs

_TEXTS = frozenset({Kind.CATEGORICAL, Kind.TEXT})
_ORDERED = frozenset({Kind.NUMERIC, Kind.DATETIME})
_MOST_SPELLINGS = 1_000_000
_MAD = 1.4826
"""Median absolute deviation to standard deviation, of a normal distribution."""


@dataclass(frozen=True)
class Planned:
    """What one rule came to. ``notes``: by column, in plain words."""

    state: State
    notes: Mapping[str, str]


@dataclass
class Planner:
    """``pairs`` gives how the columns of the version went together before any rule."""

    state: State
    context: Context
    pairs: Callable[[], VersionPairs]

    def plan(self, rule: CleanRule) -> Planned:
        """Raises ParameterError, NotFoundError, SchemaError or ExpressionError where the rule does not suit."""
        self._notes: dict[str, str] = {}
        _PLANS[type(rule)](self, rule)
        return Planned(self.state, self._notes)

    # Rows.

    def _duplicates(self, rule: Duplicates) -> None:
        if rule.near:
            text = self._column(rule.near, _TEXTS, "text")
            values = unify(list(self.state.column(text.id)), text.kind)
            if rule.keep == "last":
                values = pa.chunked_array(
                    [values.combine_chunks().take(pa.array(np.arange(len(values))[::-1]))]
                )
            repeated = near_duplicates(values, rule.threshold, self.context)
        else:
            columns = self._named(rule.key) or [
                c for c in self.state.columns.columns if c.role is not Role.ID
            ]
            hashes = [row_hashes(arrays) for _, arrays in self._read(columns, "looking for duplicates")]
            first, second = (np.concatenate([h[i] for h in hashes]) for i in (0, 1))
            if rule.keep == "last":
                first, second = first[::-1], second[::-1]
            repeated = ~first_occurrences(first, second)
        self._drop(repeated[::-1] if rule.keep == "last" else repeated)

    def _condition(self, rule: Condition) -> None:
        self._edit(DeleteRows(where=rule.where))

    def _missing(self, rule: Missing) -> None:
        if rule.how == "drop":
            self._drop_missing(rule)
            return
        columns = self._named(rule.columns) or [
            c for c in self.state.columns.features if c.kind not in _UNFILLED
        ]
        for column in columns:
            parts = list(self.state.column(column.id))
            gaps = sum(p.null_count for p in parts)
            if not gaps or (rule.how != "constant" and gaps == sum(map(len, parts))):
                continue
            how = None if rule.how == "constant" else FillHow(rule.how)
            if how in (FillHow.MEDIAN, FillHow.MEAN) and column.kind is not Kind.NUMERIC:
                how = FillHow.MODE
            value = rule.value or None if how is None else typical(parts, column, how)
            filled = self._edit(Fill(column=column.name, value=value, how=how))
            assert isinstance(filled, Fill)
            self._notes[column.name] = f"{gaps} filled with {filled.value}"

    def _drop_missing(self, rule: Missing) -> None:
        usual = [c for c in self.state.columns.columns if c.role in (Role.FEATURE, Role.TARGET)]
        columns = self._named(rule.columns) or usual
        gaps = dict.fromkeys((c.name for c in columns), 0)
        rows = self.state.rows
        empty: list[Mask] = []
        for _, arrays in self._read(columns, "looking for missing values"):
            empty.append(np.stack([as_mask(a.is_null()) for a in arrays]))
            for column, array in zip(columns, arrays, strict=True):
                gaps[column.name] += array.null_count
        if not rule.columns:  # a column without any value is no reason to drop every row
            holds = np.array([gaps[c.name] < rows for c in columns])
            empty = [e[holds] for e in empty]
        self._drop(np.concatenate([e.any(axis=0) for e in empty]))
        self._notes |= {
            name: f"{n} missing" for name, n in gaps.items() if n > 0 and (rule.columns or n < rows)
        }

    # Values.

    def _range(self, rule: ValueRange) -> None:
        column = self._column(rule.column, _ORDERED, "numeric or datetime")
        self._limit(column, self._limits(column, rule.minimum, rule.maximum), rule.then)

    def _allowed(self, rule: Allowed) -> None:
        column = self._column(rule.column)
        values, bad = typed(list(rule.values), column.kind)
        if bad.any():
            raise ParameterError(
                f"{rule.values[int(np.argmax(bad))]!r} cannot be a value of {column.name}.",
                f"The column is {column.kind}.",
            )
        if rule.then == "drop":
            parts = [not_in(arrays[0], values) for _, arrays in self._read([column], "checking values")]
            self._drop(np.concatenate(parts))
            return
        other, bad = typed([rule.replacement if rule.then == "replace" else None], column.kind)
        if bad.any() or (rule.then == "replace" and other.null_count):
            raise ParameterError(
                f"{rule.replacement!r} cannot be a value of {column.name}.", "Give the replacement."
            )
        self._lay(OnlyAllowed(self._number, column.id, values, other))

    def _outliers(self, rule: Outliers) -> None:
        numeric = frozenset({Kind.NUMERIC})
        columns = [self._column(n, numeric, "numeric") for n in rule.columns] or [
            c for c in self.state.columns.features if c.kind is Kind.NUMERIC
        ]
        for column in columns:
            limits = self._fences(column, rule)
            if limits is not None:
                self._limit(column, limits, rule.then)

    def _spelling(self, rule: Spelling) -> None:
        columns = [self._column(n, _TEXTS, "text") for n in rule.columns] or [
            c for c in self.state.columns.columns if c.kind is Kind.CATEGORICAL and c.role is not Role.ID
        ]
        for column in columns:
            if column.kind is Kind.TEXT and rule.case != "unify" and not rule.map:
                self._lay(Spelled(self._number, column.id, rule))
                continue
            counted = pc.value_counts(unify(list(self.state.column(column.id)), column.kind).drop_null())
            if len(counted) > _MOST_SPELLINGS:
                if rule.columns:
                    raise ParameterError(
                        f"{column.name} has {len(counted):,} different values: too many for categories.",
                        "Make it a text column, or name other columns in the rule.",
                    )
                self._notes[column.name] = f"left alone: {len(counted)} different values"
                continue
            names = _spellings(counted, rule)
            if names:
                old, new = (pa.array(list(side), pa.string()) for side in (names.keys(), names.values()))
                self._lay(Renamed(self._number, column.id, old, new))
                shown = [f"{o} → {n or 'missing'}" for o, n in list(names.items())[:5]]
                self._notes[column.name] = ", ".join(shown) + (" ..." if len(names) > 5 else "")

    def _dates(self, rule: Dates) -> None:
        column = self._column(rule.column, _TEXTS | {Kind.DATETIME}, "text")
        if column.kind is Kind.DATETIME:
            return
        layout = rule.format
        if not layout:
            sample = next(
                (a.drop_null() for a in self.state.column(column.id) if a.null_count < len(a)), None
            )
            layout = date_format_of(sample.slice(0, 1000)) if sample is not None else ""
        if rule.bad == "drop":
            parts = []
            for _, (array,) in self._read([column], "reading dates"):
                bad = convert(array, Kind.DATETIME, layout).bad
                parts.append(np.zeros(len(array), np.bool_) if bad is None else bad)
            self._drop(np.concatenate(parts))
        refuses = "refuse" if rule.bad == "refuse" else "missing"
        self._edit(Retype(column=column.name, to=Kind.DATETIME, bad=refuses, date_format=layout))
        self._notes[column.name] = f"read as {layout}" if layout else "read as ISO 8601"

    def _units(self, rule: Units) -> None:
        self._edit(Compute(column=rule.column, expression=rule.expression, where=rule.where))

    # Columns.

    def _constant(self, _: Constant) -> None:
        for column in self.state.columns.features:
            if _is_constant(self.state.column(column.id)):
                self._edit(RemoveColumn(column=column.name))
                self._notes[column.name] = "removed: all values are the same"

    def _leaking(self, rule: Leaking) -> None:
        pairs = self.pairs()
        if pairs.target is None:
            raise ParameterError(
                "There is no target that a column could leak.", "Give a column the role target."
            )
        features = {c.name for c in self.state.columns.features}
        for name, pair in pairs.of(pairs.target):
            if pair.strength >= rule.threshold and name in features:
                self._edit(RemoveColumn(column=name))
                self._notes[name] = f"removed: tells {pairs.target} with strength {pair.strength:.3f}"

    # What they have in common.

    @property
    def _number(self) -> int:
        return self.state.number + 1

    def _column(self, name: str, kinds: frozenset[Kind] = frozenset(Kind), wanted: str = "") -> Column:
        """Raises NotFoundError, and ParameterError where it is of another kind."""
        column = self.state.columns.column(name)
        if column.kind not in kinds:
            raise ParameterError(
                f"The column {name!r} is {column.kind}, not {wanted}.", "Name another column."
            )
        return column

    def _named(self, names: Sequence[str]) -> list[Column]:
        return [self._column(n) for n in names]

    def _edit(self, edit: Edit) -> Edit:
        self.state, done = Applying(self.state, self.context).apply(edit)
        return done

    def _lay(self, layer: Layer) -> None:
        self.state = replace(self.state.with_layer(layer), number=self._number)

    def _read(self, columns: Sequence[Column], stage: str) -> Iterator[tuple[int, list[pa.Array]]]:
        """Group by group the values of the rows that are left; nothing of groups without any."""
        for group, rows in enumerate(self.state.group_rows):
            self.context.check()
            if rows:
                found = self.state.arrays(group, [c.id for c in columns], self.state.positions(group))
                yield group, [found[c.id] for c in columns]
            self.context.progress(group + 1, self.state.group_count, stage)

    def _drop(self, gone: Mask) -> None:
        """``gone`` is over all rows that are left, in their order."""
        kept, at = {}, 0
        for group, rows in enumerate(self.state.group_rows):
            part = gone[at : at + rows]
            at += rows
            if part.any():
                places = self.state.positions(group)
                mask = np.ones(self.state.stored_rows(group), np.bool_)
                mask[part if places is None else places[part]] = False
                kept[group] = mask
        if kept:
            self.state = replace(self.state.with_kept(kept), number=self._number)

    def _limit(self, column: Column, limits: Limits, then: str) -> None:
        outside = [limits.outside(arrays[0]) for _, arrays in self._read([column], "checking values")]
        number = sum(int(o.sum()) for o in outside)
        if not number:
            return
        shown = " to ".join("…" if x is None else str(x.as_py()) for x in (limits.low, limits.high))
        self._notes[column.name] = f"{number} outside {shown}"
        if then == "drop":
            self._drop(np.concatenate(outside))
        else:
            self._lay(Limited(self._number, column.id, limits, then == "clip"))

    def _limits(self, column: Column, minimum: str, maximum: str) -> Limits:
        values, bad = typed([minimum or None, maximum or None], column.kind)
        if bad.any():
            wrong = (minimum, maximum)[int(np.argmax(bad))]
            raise ParameterError(f"{wrong!r} is no limit of {column.name}.", f"The column is {column.kind}.")
        low, high = (v if v.is_valid else None for v in values)
        if low is not None and high is not None and low.as_py() > high.as_py():
            raise ParameterError(
                f"The range of {column.name} is empty.", "Let the minimum be below the maximum."
            )
        return Limits(low, high)

    def _fences(self, column: Column, rule: Outliers) -> Limits | None:
        """None where there is no spread."""
        parts = [
            np.asarray(a.drop_null().cast(pa.float64(), safe=False)) for a in self.state.column(column.id)
        ]
        values = np.concatenate(parts) if parts else np.empty(0)
        values = values[np.isfinite(values)]
        if values.size < 4:
            return None
        if rule.method == "iqr":
            low, high = np.quantile(values, [0.25, 0.75])
            spread = high - low
        elif rule.method == "mad":
            low = high = np.median(values)
            spread = _MAD * np.median(np.abs(values - low))
        else:
            low = high = values.mean()
            spread = values.std()
        if not 0 < spread < np.inf:
            return None
        return Limits(
            pa.scalar(float(low - rule.factor * spread)), pa.scalar(float(high + rule.factor * spread))
        )


_UNFILLED = (Kind.DATETIME, Kind.TEXT)


def _spellings(counted: pa.StructArray, rule: Spelling) -> dict[str, str | None]:
    """By value its other name, where it gets one."""
    values = counted.field("values")
    names = dict(zip(values.to_pylist(), spelled(values, rule).to_pylist(), strict=True))
    if rule.case == "unify":
        counts = dict(zip(values.to_pylist(), counted.field("counts").to_pylist(), strict=True))
        names = _unified(names, counts)
    names = {old: (rule.map.get(new, new) or None) if new is not None else None for old, new in names.items()}
    return {old: new for old, new in names.items() if new != old}


def _unified(names: dict[str, str | None], counts: dict[str, int]) -> dict[str, str | None]:
    """The most frequent spelling of those that differ in nothing but case."""
    votes: dict[str, dict[str, int]] = {}
    for old, new in names.items():
        if new is not None:
            of_form = votes.setdefault(new.casefold(), {})
            of_form[new] = of_form.get(new, 0) + counts[old]
    best = {form: min(of_form, key=lambda name: (-of_form[name], name)) for form, of_form in votes.items()}
    return {old: None if new is None else best[new.casefold()] for old, new in names.items()}


def _is_constant(parts: Iterator[pa.Array]) -> bool:
    """All values the same, or all missing."""
    first: Any = None
    rows = missing = 0
    for array in parts:
        rows, missing = rows + len(array), missing + array.null_count
        present = array.drop_null()
        if not len(present):
            continue
        if first is None:
            first = present[0]
        if not pc.all(pc.equal(present, first.cast(present.type, safe=False))).as_py():
            return False
    return rows > 0 and missing in (0, rows)


_PLANS: Mapping[type[Any], Callable[[Planner, Any], None]] = {
    Duplicates: Planner._duplicates,
    Missing: Planner._missing,
    ValueRange: Planner._range,
    Allowed: Planner._allowed,
    Outliers: Planner._outliers,
    Spelling: Planner._spelling,
    Dates: Planner._dates,
    Units: Planner._units,
    Condition: Planner._condition,
    Constant: Planner._constant,
    Leaking: Planner._leaking,
}
