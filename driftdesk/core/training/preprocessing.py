"""Columns in, numbers out. Fitted on the training part only; travels with the model as JSON.

- numeric: missing becomes the median, with an indicator where the training part had any; then (x - median) / scale,
  where the scale is the interquartile range / 1.349 (1 for a standard normal), clipped to +-10. Infinities are clipped.
- boolean: -1, +1, and 0 where missing.
- datetime: seconds since 1970, like a numeric; and hour of day and day of week as sine and cosine, where they vary.
- categorical: numbers into a vocabulary of at most 1,000, most frequent first. 0 is any unknown or rare (seen once)
  category, 1 is missing; an empty text is missing, too, unless the training part had it as a category.
Columns that are constant in the training part are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import Column, Kind, Record
from driftdesk.core.errors import SchemaError, TrainingError

MAX_CATEGORIES = 1000
CLIP = 10.0
LIMIT = 1e150
"""Quantities from here on count as infinite: their squares overflow."""
UNKNOWN, MISSING = 0, 1
DAY = 86_400.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class Features:
    """rows x numbers (standardised, no NaN), and rows x categories (codes). ``raw`` is rows x quantities before
    imputation and scaling (NaN: missing), for trees."""

    numeric: NDArray[np.float32]
    codes: Ints
    raw: Floats

    def __len__(self) -> int:
        return len(self.numeric)


class NumericColumn(Record):
    """``centre`` and ``scale`` in the column's unit (datetimes: seconds)."""

    name: str
    kind: Kind
    centre: float
    scale: float
    indicator: bool = False
    hours: bool = False
    weekdays: bool = False

    @property
    def width(self) -> int:
        return 1 + self.indicator + 2 * self.hours + 2 * self.weekdays


class CategoricalColumn(Record):
    """``vocabulary``: the known categories; the code of each is its place, after UNKNOWN and MISSING."""

    name: str
    vocabulary: tuple[str, ...]
    rare: int = 0
    """Categories of the training part that are not in it: beyond the thousand most frequent, or seen once."""

    @property
    def size(self) -> int:
        """Codes there are: the vocabulary, unknown and missing."""
        return len(self.vocabulary) + 2


class Preprocessor(Record):
    """``fit`` on the training part; ``transform`` any table with the columns."""

    numeric: tuple[NumericColumn, ...]
    categorical: tuple[CategoricalColumn, ...]

    @classmethod
    def fit(cls, table: pa.Table, columns: tuple[Column, ...]) -> Self:
        """Learn from the training part. Raises TrainingError where nothing varies."""
        check_names(table, (c.name for c in columns))
        return cls.made_of(
            [_fit_numeric(table, c) for c in columns if not c.kind.is_string],
            [_fit_categorical(table, c) for c in columns if c.kind is Kind.CATEGORICAL],
        )

    @classmethod
    def made_of(
        cls, numeric: Iterable[NumericColumn | None], categorical: Iterable[CategoricalColumn | None]
    ) -> Self:
        """Of the columns that say something. Raises TrainingError where none does."""
        fitted = cls(
            numeric=tuple(n for n in numeric if n is not None),
            categorical=tuple(c for c in categorical if c is not None),
        )
        if not fitted.numeric and not fitted.categorical:
            raise TrainingError(
                "Every feature is constant (or empty) in the training part: there is nothing to learn from.",
                "Check the roles of the columns, or import data whose features vary.",
            )
        return fitted

    @property
    def width(self) -> int:
        return sum(c.width for c in self.numeric)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(c.size for c in self.categorical)

    def transform(self, table: pa.Table) -> Features:
        """Encode rows. Raises SchemaError naming all that is missing or of another kind."""
        check_columns(table, [(c.name, c.kind) for c in self.numeric], [c.name for c in self.categorical])
        rows = len(table)
        numeric = np.empty((rows, self.width), np.float32)
        raw = np.empty((rows, len(self.numeric)), np.float64)
        at = 0
        for i, column in enumerate(self.numeric):
            raw[:, i] = quantities(table[column.name], column.name, column.kind)
            at = _encode_numeric(column, raw[:, i], numeric, at)
        codes = np.empty((rows, len(self.categorical)), np.int64)
        for i, category in enumerate(self.categorical):
            codes[:, i] = _encode_categories(category, table[category.name])
        return Features(numeric, codes, raw)

    def spans(self) -> dict[str, tuple[slice, slice, int | None]]:
        """Where each column went: (columns of ``numeric``, of ``raw``, index in ``codes`` or None)."""
        found: dict[str, tuple[slice, slice, int | None]] = {}
        at = 0
        for i, column in enumerate(self.numeric):
            found[column.name] = (slice(at, at + column.width), slice(i, i + 1), None)
            at += column.width
        for i, category in enumerate(self.categorical):
            found[category.name] = (slice(0, 0), slice(0, 0), i)
        return found

    def warnings(self, columns: Iterable[Column]) -> list[str]:
        """What a user should know of what became of ``columns``."""
        known = self.spans()
        found = []
        if unused := [c.name for c in columns if c.name not in known]:
            found.append(
                f"{_listed(unused)} say nothing in the training part (constant, empty, or no category occurs twice): "
                "the model does not use them."
            )
        for category in self.categorical:
            if len(category.vocabulary) == MAX_CATEGORIES:
                found.append(
                    f"{category.name} has {MAX_CATEGORIES + category.rare:,} categories: the {MAX_CATEGORIES:,} most "
                    "frequent are kept, all others count as one."
                )
        return found

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def check_columns(
    table: pa.Table, quantities_: Sequence[tuple[str, Kind]], categories: Sequence[str]
) -> None:
    """Raises SchemaError naming the columns that ``table`` lacks and those that cannot be of their kind."""
    given = set(table.column_names)
    missing = [name for name in [*dict(quantities_), *categories] if name not in given]
    wrong = [
        f"{name} ({kind}, but holds {table[name].type})"
        for name, kind in quantities_
        if name in given and not _can_be(kind, table[name])
    ]
    wrong += [
        f"{name} (categorical, but holds {table[name].type})"
        for name in categories
        if name in given and pa.types.is_nested(table[name].type)
    ]
    if not missing and not wrong:
        return
    said = [f"The data lacks columns that the model needs: {_listed(missing)}."] if missing else []
    if wrong:
        said.append(f"Columns are of another kind than the model needs: {_listed(wrong)}.")
    raise SchemaError(
        " ".join(said),
        f"Give the model data with the columns and kinds that it was trained on. This has: {_listed(list(table.column_names))}.",
    )


def _can_be(kind: Kind, column: pa.ChunkedArray) -> bool:
    """Whether a column's values can be read as quantities of ``kind``. Text is looked at value by value."""
    held = column.type
    if pa.types.is_dictionary(held):
        held = held.value_type
    if pa.types.is_nested(held):
        return False
    temporal = pa.types.is_temporal(held)
    if pa.types.is_string(held) or pa.types.is_large_string(held):
        try:
            quantities(column, "", kind)
        except SchemaError:
            return False
        return True
    return bool(pa.types.is_null(held) or temporal == (kind is Kind.DATETIME))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def check_names(table: pa.Table, names: Iterable[str]) -> None:
    """Raises SchemaError naming those of ``names`` that ``table`` lacks."""
    given = set(table.column_names)
    missing = [name for name in names if name not in given]
    if not missing:
        return
    raise SchemaError(
        f"The data lacks columns that the model needs: {_listed(missing)}.",
        f"The data has: {', '.join(n for n in table.column_names[:40])}.",
    )


def quantities(column: pa.ChunkedArray, name: str, kind: Kind) -> Floats:
    """A numeric, boolean (-1, 1) or datetime (seconds) column as float64; NaN where missing."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    try:
        if kind is Kind.DATETIME:
            micros = pc.cast(pc.cast(array, pa.timestamp("us"), safe=False), pa.int64())
            return np.asarray(pc.fill_null(pc.cast(micros, pa.float64(), safe=False), np.nan)) / 1e6
        values = np.asarray(pc.fill_null(pc.cast(array, pa.float64(), safe=False), np.nan))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise SchemaError(
            f"Column {name!r} should be {kind} but holds {array.type}.",
            "Correct the column's kind, or give the model data of the kind that it was trained on.",
        ) from error
    if kind is Kind.BOOLEAN:
        return np.where(np.isnan(values), np.nan, np.where(values != 0, 1.0, -1.0))
    clipped: Floats = np.clip(values, -LIMIT, LIMIT)
    return clipped


@dataclass(frozen=True)
class Quantity:
    """What must be known of a column of quantities to encode it: of the finite ones, ``low``, ``centre`` and ``high`` are the
    quartiles, ``minimum`` to ``maximum`` their range, ``deviation`` the standard deviation (each in the column's unit)."""

    known: int
    missing: int
    minimum: float = 0.0
    low: float = 0.0
    centre: float = 0.0
    high: float = 0.0
    maximum: float = 0.0
    deviation: float = 0.0
    hours: bool = False
    """Of a datetime: it has more than one time of day."""
    weekdays: bool = False
    """Of a datetime: it has more than one day."""


def quantity_encoder(column: Column, found: Quantity) -> NumericColumn | None:
    """How ``column`` is encoded; None: it says nothing (constant, or empty)."""
    if not found.known or (found.minimum == found.maximum and not found.missing):
        return None
    if column.kind is Kind.BOOLEAN:
        return NumericColumn(name=column.name, kind=column.kind, centre=0.0, scale=1.0)
    return NumericColumn(
        name=column.name,
        kind=column.kind,
        centre=found.centre,
        scale=(found.high - found.low) / 1.349 or found.deviation or 1.0,
        indicator=found.missing > 0,
        hours=found.hours,
        weekdays=found.weekdays,
    )


def _fit_numeric(table: pa.Table, column: Column) -> NumericColumn | None:
    values = quantities(table[column.name], column.name, column.kind)
    missing = int(np.count_nonzero(np.isnan(values)))
    known = values[np.abs(values) < LIMIT]
    if not len(known):
        return None
    low, centre, high = np.percentile(known, [25, 50, 75]).tolist()
    clock = column.kind is Kind.DATETIME
    found = Quantity(
        known=len(known),
        missing=missing,
        minimum=float(known.min()),
        low=low,
        centre=centre,
        high=high,
        maximum=float(known.max()),
        deviation=float(known.std()),
        hours=clock and bool(np.ptp(known % DAY) > 0),
        weekdays=clock and bool(np.ptp(known // DAY) > 0),
    )
    return quantity_encoder(column, found)


def _encode_numeric(column: NumericColumn, raw: Floats, out: NDArray[np.float32], at: int) -> int:
    """Write the columns of one quantity from ``at`` on; return where the next begins."""
    missing = np.isnan(raw)
    with np.errstate(over="ignore"):  # what is infinite then is clipped
        scaled = (np.where(missing, column.centre, raw) - column.centre) / column.scale
    out[:, at] = np.clip(scaled, -CLIP, CLIP)
    if column.kind is Kind.BOOLEAN:
        out[missing, at] = 0.0
    at += 1
    if column.indicator:
        out[:, at] = missing
        at += 1
    for wanted, turns in ((column.hours, raw / DAY), (column.weekdays, np.floor(raw / DAY) / 7)):
        if wanted:
            angle = np.where(missing, 0.0, turns % 1.0) * 2 * np.pi
            out[:, at] = np.where(missing, 0.0, np.sin(angle))
            out[:, at + 1] = np.where(missing, 0.0, np.cos(angle))
            at += 2
    return at


def as_texts(column: pa.ChunkedArray) -> pa.Array:
    """Values as strings, null where missing."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return pc.cast(array, pa.string())


def _fit_categorical(table: pa.Table, column: Column) -> CategoricalColumn | None:
    texts = as_texts(table[column.name])
    counts = pc.value_counts(texts.drop_null())
    return category_encoder(column, counts.field(0), counts.field(1), has_missing=texts.null_count > 0)


def category_encoder(
    column: Column, texts: pa.Array, counts: pa.Array, *, has_missing: bool
) -> CategoricalColumn | None:
    """How ``column`` is encoded, given how often each of its categories occurs; None: it says nothing."""
    if not len(texts) or (len(texts) == 1 and not has_missing):
        return None
    known = pa.table({"text": texts, "count": counts}).filter(pc.greater(counts, 1))
    by_count = known.sort_by([("count", "descending"), ("text", "ascending")])
    kept = tuple(by_count["text"].slice(0, MAX_CATEGORIES).to_pylist())
    rare = len(texts) - len(kept)
    return CategoricalColumn(name=column.name, vocabulary=kept, rare=rare) if kept else None


def _encode_categories(column: CategoricalColumn, values: pa.ChunkedArray) -> Ints:
    texts = as_texts(values)
    found = pc.index_in(texts, value_set=pa.array(column.vocabulary, pa.string()))
    codes = np.asarray(pc.fill_null(found, -2)).astype(np.int64) + 2
    codes[np.asarray(pc.is_null(texts))] = MISSING
    if "" not in column.vocabulary:
        codes[np.asarray(pc.fill_null(pc.equal(texts, ""), False))] = MISSING
    return codes
