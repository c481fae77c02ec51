"""What a rule can say of one column: ``region == "north"``, ``age >= 60``, ``is_missing(income)``; and where it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import Column, Kind
from driftdesk.core.expressions.tree import Constant
from driftdesk.core.expressions.writing import literal, one_of, quoted
from driftdesk.core.profiles.numeric import numbers
from driftdesk.core.profiles.ordered import Floats

Mask = npt.NDArray[np.bool_]

VALUES = 20
"""Categories that get a condition of their own, the most frequent ones."""
FEW_NUMBERS = 10
"""Up to so many distinct numbers each gets a condition of its own."""
_CUTS = np.linspace(0.1, 0.9, 9)
_DAY = 86_400.0


@dataclass(frozen=True)
class Condition:
    """``text``: a filter of one column; where it holds in the rows of either side."""

    text: str
    column: str
    reference: Mask
    current: Mask


def conditions(column: Column, reference: pa.ChunkedArray, current: pa.ChunkedArray) -> list[Condition]:
    """All that a rule can say of ``column``, given the rows of both sides."""
    found = list(_of_missing(column, reference, current))
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        found += _of_numbers(column, as_numbers(reference), as_numbers(current))
    elif column.kind is not Kind.TEXT:
        found += _of_values(column, reference, current)
    return found


def as_numbers(values: pa.ChunkedArray) -> Floats:
    """float64, NaN where missing; times as seconds since 1970."""
    array = values.combine_chunks()
    known = np.asarray(array.is_valid().to_numpy(zero_copy_only=False))
    found = np.full(len(array), np.nan)
    if known.any():
        found[known] = numbers(array)
    return found


def as_texts(values: pa.ChunkedArray) -> pa.Array:
    """Categories and booleans as text."""
    array = values.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.large_string())


def _of_missing(column: Column, reference: pa.ChunkedArray, current: pa.ChunkedArray) -> Iterator[Condition]:
    a, b = (
        np.asarray(side.is_null().combine_chunks().to_numpy(zero_copy_only=False))
        for side in (reference, current)
    )
    if a.any() or b.any():
        yield Condition(f"is_missing({quoted(column.name)})", column.name, a, b)


def _of_numbers(column: Column, a: Floats, b: Floats) -> Iterator[Condition]:
    known = np.concatenate([a[np.isfinite(a)], b[np.isfinite(b)]])
    values = np.unique(known)
    name = quoted(column.name)
    if values.size < 2:
        return
    if column.kind is Kind.NUMERIC and values.size <= FEW_NUMBERS:
        for value in values.tolist():
            yield Condition(f"{name} == {literal(_plain(value))}", column.name, a == value, b == value)
        cuts = values[1:]
    else:
        cuts = np.unique([_round(cut, column.kind, known) for cut in np.quantile(known, _CUTS)])
    with np.errstate(invalid="ignore"):
        for cut in cuts.tolist():
            written = literal(_time(cut) if column.kind is Kind.DATETIME else _plain(cut))
            yield Condition(f"{name} < {written}", column.name, a < cut, b < cut)
            yield Condition(f"{name} >= {written}", column.name, a >= cut, b >= cut)


def _round(cut: float, kind: Kind, known: Floats) -> float:
    """A number that reads well: a midnight where days are fine enough, else three digits of the column's spread."""
    if kind is Kind.DATETIME:
        whole = np.ptp(known) > 10 * _DAY
        return float(np.floor(cut / _DAY) * _DAY if whole else np.floor(cut))
    spread = float(np.subtract(*np.quantile(known, [0.9, 0.1])))
    if not spread or not np.isfinite(spread):
        return float(cut)
    return float(round(cut, 2 - int(np.floor(np.log10(spread)))))


def _plain(value: float) -> Constant:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _of_values(column: Column, reference: pa.ChunkedArray, current: pa.ChunkedArray) -> Iterator[Condition]:
    codes_a, codes_b, values = coded(reference, current, VALUES)
    for code, value in enumerate(values):
        constant = value == "true" if column.kind is Kind.BOOLEAN else value
        yield Condition(one_of(column.name, [constant]), column.name, codes_a == code, codes_b == code)


def coded(
    reference: pa.ChunkedArray, current: pa.ChunkedArray, most: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Sequence[str]]:
    """Both sides as positions in the list of their ``most`` frequent values; -1: missing, ``len(values)``: another."""
    a, b = as_texts(reference), as_texts(current)
    both = pa.concat_arrays([a, b]).dictionary_encode()
    codes = np.asarray(both.indices.fill_null(-1).to_numpy(zero_copy_only=False)).astype(np.intp)
    size = len(both.dictionary)
    if not size:
        return codes[: len(a)], codes[len(a) :], []
    known = codes >= 0
    on_left = np.arange(codes.size) < len(a)
    shares = np.bincount(codes[known & on_left], minlength=size) / max(len(a), 1)
    shares = shares + np.bincount(codes[known & ~on_left], minlength=size) / max(len(b), 1)
    first = np.argsort(-shares, kind="stable")[:most]
    place = np.full(size + 1, len(first), np.intp)
    place[first] = np.arange(len(first))
    place[-1] = -1
    codes = place[codes]
    return codes[: len(a)], codes[len(a) :], both.dictionary.take(pa.array(first)).to_pylist()
