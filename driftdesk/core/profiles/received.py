"""Profiles that came from elsewhere: read under a limit, and checked before anything is computed from them."""

import json
import struct
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from driftdesk.core.entities import Kind
from driftdesk.core.errors import CorruptDataError, SchemaError
from driftdesk.core.profiles import categories, text
from driftdesk.core.profiles.categories import CategoryCounts
from driftdesk.core.profiles.encoding import from_bytes
from driftdesk.core.profiles.hashing import REGISTERS
from driftdesk.core.profiles.numeric import NumericStats
from driftdesk.core.profiles.ordered import POINTS, Ordered
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.profiles.text import TextStats

LARGEST = 4 << 20
"""Bytes of an unpacked profile. Ours have at most about 0.5 MB."""
_MOST_ROWS = 1 << 53
_MOST_REGISTER = 53
_CLAIM = struct.Struct("<3sBIQ")


def received_profile(content: bytes, kind: Kind) -> ColumnProfile:
    """The profile in ``content``, of a column of ``kind``. Raises SchemaError where it is none, is one of another kind,
    or says what cannot be."""
    try:
        if len(content) < _CLAIM.size or _CLAIM.unpack_from(content)[3] > LARGEST:
            raise ValueError("its size cannot be")
        profile = from_bytes(content)
        _check(profile, kind)
    except (
        CorruptDataError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        json.JSONDecodeError,
    ) as error:
        reason = error.message if isinstance(error, CorruptDataError) else str(error)
        raise SchemaError(
            f"A profile of a {kind.value} column cannot be used: {reason[:200]}",
            "Send profiles as this version of DriftDesk packs them, or rows.",
        ) from error
    return profile


def _check(profile: ColumnProfile, kind: Kind) -> None:
    _require(profile.kind is kind, f"it is of a {profile.kind.value} column")
    _count(profile.rows)
    _count(profile.missing, profile.rows)
    _require(_is_array(profile.registers, np.uint8, REGISTERS), "its registers")
    _require(int(profile.registers.max()) <= _MOST_REGISTER, "its registers")
    parts = (profile.numeric, profile.categories, profile.text)
    wanted = {Kind.TEXT: 2, Kind.CATEGORICAL: 1, Kind.BOOLEAN: 1}.get(kind, 0)
    _require([p is not None for p in parts] == [i == wanted for i in range(3)], "its parts")
    known = profile.rows - profile.missing
    if profile.numeric is not None:
        _check_numbers(profile.numeric, known)
    if profile.categories is not None:
        _check_categories(profile.categories, known)
    if profile.text is not None:
        _check_text(profile.text, known)


def _check_numbers(stats: NumericStats, known: int) -> None:
    for count in (stats.count, stats.nan, stats.infinite, stats.zeros):
        _count(count)
    _require(stats.count + stats.infinite == known and stats.zeros <= stats.count, "its numbers of values")
    for value in (stats.mean, stats.minimum, stats.maximum):
        _require(_is_number(value) and np.isfinite(value), "its mean and extremes")
    for power in (stats.m2, stats.m3):
        _require(_is_number(power) and not np.isnan(power), "its moments")
    _require(stats.m2 >= 0 and stats.minimum <= stats.maximum, "its moments")
    _check_order(stats.order, stats.count)


def _check_order(order: Ordered, known: int) -> None:
    values = order.values
    _count(order.total)
    _require(order.total == known and (values.size > 0) == (known > 0), "the rows of its points")
    _require(values.size <= min(POINTS, known) and values.ndim == 1, "its number of points")
    _require(bool(np.isfinite(values).all() and (np.diff(values) >= 0).all()), "its points")
    if order.counts is not None:
        counts = order.counts
        _require(counts.shape == values.shape and bool((counts > 0).all()), "its counts")
        _require(abs(float(counts.sum()) - known) <= 1e-6 * known, "its counts")
    _require(_is_number(order.rank_error) and 0 <= order.rank_error <= 1, "its error")
    _require(_is_number(order.shift) and order.shift >= 0, "its error")


def _check_categories(counts: CategoryCounts, known: int) -> None:
    _count(counts.rest, known)
    _count(counts.error, known)
    _check_words(counts.counts, categories.LIMIT)
    _require(counts.total == known, "its counts")
    if counts.buckets is None:
        _require(counts.rest == 0, "its counts")
    else:
        _require(_is_array(counts.buckets, np.uint64, categories.BUCKETS), "its buckets")
        _require(abs(float(counts.buckets.sum(dtype=np.float64)) - known) <= 1e-6 * known, "its buckets")


def _check_text(stats: TextStats, known: int) -> None:
    _count(stats.documents)
    _require(stats.documents == known, "its number of texts")
    _check_numbers(stats.lengths, stats.documents)
    _check_words(stats.scripts, len(text.SCRIPTS))
    _check_words(stats.tokens, text.TOKENS)
    _require(_is_array(stats.grams, np.uint64, text.BUCKETS), "its n-grams")
    _require(_is_array(stats.squares, np.uint64, text.BUCKETS), "its n-grams")
    _require(bool((stats.squares >= stats.grams).all()), "its n-grams")
    _require(stats.mean.shape == (text.DIMENSIONS,) and bool(np.isfinite(stats.mean).all()), "its mean")
    square = (text.DIMENSIONS, text.DIMENSIONS)
    _require(stats.scatter.shape == square and bool(np.isfinite(stats.scatter).all()), "its scatter")


def _check_words(counts: Mapping[str, int], most: int) -> None:
    _require(len(counts) <= most, "its number of values")
    for word, rows in counts.items():
        _require(isinstance(word, str), "its values")
        _count(rows)


def _is_array(array: npt.NDArray[np.generic], dtype: type, size: int) -> bool:
    return array.dtype == dtype and array.shape == (size,)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: object, most: int = _MOST_ROWS) -> None:
    _require(
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most, "its numbers of rows"
    )


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"{what} cannot be")
