"""One side of one column, as the methods see it: from its profile or from its rows."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.drift.methods.numbers import Sample, of_rows
from driftdesk.core.entities import Kind
from driftdesk.core.profiles.categories import in_buckets
from driftdesk.core.profiles.hashing import hash_strings
from driftdesk.core.profiles.numeric import NumericStats, numbers, only_finite
from driftdesk.core.profiles.ordered import EMPTY
from driftdesk.core.profiles.profile import ColumnProfile, profile_array
from driftdesk.core.profiles.text import TextStats

Rows = npt.NDArray[np.int64]

_NOTHING = Sample(EMPTY, 0.0, 0.0)


@dataclass(frozen=True)
class Categories:
    """``values`` with their ``rows``; ``total`` may be more where only the most frequent values are known: then
    ``buckets`` counts all rows by the hash of their value."""

    values: list[str]
    rows: Rows
    total: int
    buckets: Rows | None = None

    def hashed(self) -> Rows:
        """All rows by the hash of their value."""
        if self.buckets is not None:
            return self.buckets
        return in_buckets(hash_strings(pa.array(self.values, pa.large_string())), self.rows).astype(np.int64)


@dataclass(frozen=True)
class View:
    """``missing``: nulls, NaN and infinities. Numbers are also there for texts: their lengths; ``documents``: the texts
    themselves, where rows were read."""

    kind: Kind
    rows: int
    missing: int
    numbers: Sample = _NOTHING
    categories: Categories | None = None
    text: TextStats | None = None
    from_rows: bool = False
    documents: pa.Array | None = None

    @property
    def known(self) -> int:
        return self.rows - self.missing

    @property
    def is_exact(self) -> bool:
        """Whether reading the rows would change nothing."""
        return self.numbers.order.is_exact and (self.categories is None or self.categories.buckets is None)


def view_of_profile(profile: ColumnProfile) -> View:
    """What a stored profile tells; exact where it holds all values."""
    if profile.text is not None:
        lengths = _sample(profile.text.lengths)
        return View(profile.kind, profile.rows, profile.missing, lengths, text=profile.text)
    if profile.numeric is not None:
        absent = profile.missing + profile.numeric.infinite
        return View(profile.kind, profile.rows, absent, _sample(profile.numeric))
    assert profile.categories is not None
    counts = profile.categories
    rows = np.fromiter(counts.counts.values(), np.int64, len(counts.counts))
    buckets = None if counts.buckets is None else counts.buckets.astype(np.int64)
    categories = Categories(list(counts.counts), rows, counts.total, buckets)
    return View(profile.kind, profile.rows, profile.missing, categories=categories)


def view_of_rows(array: pa.Array | pa.ChunkedArray, kind: Kind) -> View:
    """All rows of a column: numbers sorted, values counted. Texts are profiled: that loses nothing that is used."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind is Kind.TEXT:
        documents = array.cast(pa.large_string()).drop_null()
        return replace(view_of_profile(profile_array(array, kind)), from_rows=True, documents=documents)
    if kind in (Kind.NUMERIC, Kind.DATETIME):
        finite = only_finite(numbers(array.cast(pa.float64()) if pa.types.is_null(array.type) else array))
        return View(kind, len(array), len(array) - finite.size, of_rows(finite), from_rows=True)
    table = array.cast(pa.large_string()).drop_null().value_counts()
    counted = np.asarray(table.field("counts").to_numpy(), dtype=np.int64)
    categories = Categories(table.field("values").to_pylist(), counted, int(counted.sum()))
    return View(kind, len(array), int(array.null_count), categories=categories, from_rows=True)


def _sample(stats: NumericStats) -> Sample:
    if stats.order.is_exact:
        return Sample(stats.order, stats.mean, stats.deviation)
    return Sample(stats.order, stats.mean, stats.deviation, stats.minimum, stats.maximum, stats.skew)


def as_categories(reference: View, current: View, most: int) -> tuple[View, View] | None:
    """Both sides' numbers as categories, where the reference has at most so many values; None where it has more, or
    where a side's values are not all known."""
    orders = reference.numbers.order, current.numbers.order
    if not orders[0].values.size or not (orders[0].is_exact and orders[1].is_exact):
        return None
    glance = orders[0].values[:: max(1, orders[0].values.size // (4 * most + 4))]
    if np.unique(glance).size > most or np.unique(orders[0].values).size > most:
        return None
    return _counted(reference), _counted(current)


def _counted(view: View) -> View:
    order = view.numbers.order
    values = np.unique(order.values)
    up_to, before = order.cdf_both(values)
    rows = np.round((up_to - before) * order.total).astype(np.int64)
    return replace(view, categories=Categories([repr(v) for v in values.tolist()], rows, order.total))


def aligned(a: Categories, b: Categories) -> tuple[list[str], Rows, Rows]:
    """The values of both sides, once each, with their rows on each side."""
    both = pa.chunked_array([pa.array(a.values, pa.large_string()), pa.array(b.values, pa.large_string())])
    encoded = both.combine_chunks().dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False))
    values: list[str] = encoded.dictionary.to_pylist()
    x, y = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
    x[codes[: len(a.values)]] = a.rows
    y[codes[len(a.values) :]] = b.rows
    return values, x, y
