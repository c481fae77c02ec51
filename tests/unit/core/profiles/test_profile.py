"""Profiles merge to what one look at all rows gives, survive storage, and stay small."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import skew

from driftdesk.core.entities import Kind
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.profiles.categories import LIMIT
from driftdesk.core.profiles.encoding import from_bytes, to_bytes
from driftdesk.core.profiles.hashing import distinct_estimate, hash_numbers, hash_strings, registers_of
from driftdesk.core.profiles.profile import ColumnProfile, empty, merge, missing, profile_array

RANDOM = np.random.default_rng(20261123)
WORDS = np.array(["영화", "정말", "재미있다", "별로", "good", "bad", "연기", "최고", "100점", "지루해요"])


def texts(n: int, words: np.ndarray = WORDS) -> pa.Array:
    return pa.array([" ".join(RANDOM.choice(words, RANDOM.integers(1, 12))) for _ in range(n)])


def numeric(array: pa.Array) -> ColumnProfile:
    return profile_array(array, Kind.NUMERIC)


CASES = {
    "numbers": (pa.array(RANDOM.normal(size=70_000)), Kind.NUMERIC),
    "numbers with gaps": (pa.array([1.5, None, float("nan"), float("inf"), 0.0]), Kind.NUMERIC),
    "whole numbers": (pa.array(RANDOM.integers(-5, 500, 10_000)), Kind.NUMERIC),
    "dates": (
        pa.array(RANDOM.integers(0, 2 * 10**15, 5000)).cast(pa.timestamp("us")),
        Kind.DATETIME,
    ),
    "booleans": (pa.array([True, False, None, True]), Kind.BOOLEAN),
    "categories": (pa.array(RANDOM.choice(["a", "b", "가"], 9000)), Kind.CATEGORICAL),
    "many categories": (pa.array(RANDOM.integers(0, 5000, 20_000).astype(str)), Kind.CATEGORICAL),
    "texts": (texts(2000), Kind.TEXT),
    "texts with gaps": (pa.array(["", None, "가", "a b", "😀"]), Kind.TEXT),
    "nulls": (pa.nulls(10), Kind.CATEGORICAL),
    "null texts": (pa.nulls(3), Kind.TEXT),
    "nothing": (pa.array([], pa.float64()), Kind.NUMERIC),
}


@pytest.mark.parametrize("case", CASES)
def test_a_profile_survives_storage_to_the_last_bit_and_is_small(case: str) -> None:
    array, kind = CASES[case]
    profile = profile_array(array, kind)
    content = to_bytes(profile)
    again = from_bytes(content)
    assert to_bytes(again) == content
    assert (again.rows, again.missing, again.distinct) == (profile.rows, profile.missing, profile.distinct)
    assert len(content) <= array.nbytes / 10 + 32_000


def test_damaged_profiles_are_refused() -> None:
    content = to_bytes(profile_array(pa.array([1.0, 2.0]), Kind.NUMERIC))
    for damaged in (b"", b"XYZ" + content[3:], content[:3] + b"\xff" + content[4:], content[:-5]):
        with pytest.raises(CorruptDataError):
            from_bytes(damaged)


def test_merged_moments_are_those_of_all_rows() -> None:
    values = RANDOM.lognormal(3, 1, 50_000)
    merged = merge([numeric(pa.array(part)) for part in np.array_split(values, 7)])
    assert merged.numeric is not None
    assert merged.numeric.mean == pytest.approx(values.mean(), rel=1e-12)
    assert merged.numeric.deviation == pytest.approx(values.std(), rel=1e-12)
    assert merged.numeric.skew == pytest.approx(skew(values), rel=1e-9)
    assert (merged.numeric.minimum, merged.numeric.maximum) == (values.min(), values.max())


def test_what_is_not_a_finite_number_is_counted_apart() -> None:
    profile = numeric(pa.array([0.0, -0.0, 1.0, None, float("nan"), float("inf"), float("-inf")]))
    assert profile.numeric is not None
    assert (profile.rows, profile.missing, profile.numeric.infinite) == (7, 2, 2)
    assert (profile.numeric.count, profile.numeric.zeros, profile.distinct) == (3, 2, 2)


def test_huge_numbers_do_not_become_nan() -> None:
    profile = numeric(pa.array([1.7e308, 1.6e308, -1.7e308, 1.5e308] * 20))
    assert profile.numeric is not None
    assert np.isfinite(profile.numeric.mean)
    assert not np.isnan(profile.numeric.m2)
    assert profile.numeric.skew is None


def test_dates_are_seconds_since_1970() -> None:
    profile = profile_array(pa.array([1_500_000, None], pa.int64()).cast(pa.timestamp("us")), Kind.DATETIME)
    assert profile.numeric is not None
    assert profile.numeric.minimum == 1.5


def test_categories_are_counted_exactly_up_to_the_limit() -> None:
    values = RANDOM.integers(0, LIMIT, 30_000).astype(str)
    merged = merge([profile_array(pa.array(part), Kind.CATEGORICAL) for part in np.array_split(values, 5)])
    assert merged.categories is not None
    names, counts = np.unique(values, return_counts=True)
    assert merged.categories.is_exact
    assert dict(merged.categories.counts) == dict(zip(names.tolist(), counts.tolist(), strict=True))


def test_beyond_the_limit_buckets_stay_exact_and_shown_counts_within_their_error() -> None:
    values = (RANDOM.pareto(0.6, 60_000) * 10).astype(np.int64).astype(str)
    parts = [profile_array(pa.array(part), Kind.CATEGORICAL) for part in np.array_split(values, 6)]
    merged, whole = merge(parts).categories, profile_array(pa.array(values), Kind.CATEGORICAL).categories
    assert merged is not None
    assert whole is not None
    assert not merged.is_exact
    assert np.array_equal(merged.hashed(), whole.hashed())
    assert merged.total == 60_000
    names, counts = np.unique(values, return_counts=True)
    exact = dict(zip(names.tolist(), counts.tolist(), strict=True))
    for value, rows in merged.counts.items():
        assert exact[value] - merged.error <= rows <= exact[value]


def test_exact_and_truncated_counts_share_their_buckets() -> None:
    few = profile_array(pa.array(["a", "b", "b"]), Kind.CATEGORICAL)
    many = profile_array(pa.array([str(i) for i in range(3000)]), Kind.CATEGORICAL)
    merged = merge([few, many]).categories
    assert merged is not None
    assert merged.total == 3003
    assert int(merged.hashed().sum()) == 3003


def test_texts_merge_to_the_same_as_at_once() -> None:
    array = texts(900)
    whole = profile_array(array, Kind.TEXT).text
    merged = merge([profile_array(array.slice(i, 250), Kind.TEXT) for i in range(0, 900, 250)]).text
    assert whole is not None
    assert merged is not None
    assert np.array_equal(merged.grams, whole.grams)
    assert np.array_equal(merged.squares, whole.squares)
    assert np.allclose(merged.mean, whole.mean)
    assert np.allclose(merged.scatter, whole.scatter)
    assert merged.scripts == whole.scripts
    assert merged.tokens == whole.tokens


def test_scripts_and_lengths_are_of_characters() -> None:
    stats = profile_array(pa.array(["가나 abc1!", "漢字カ"]), Kind.TEXT).text
    assert stats is not None
    assert stats.scripts == {
        "hangul": 2,
        "space": 1,
        "latin": 3,
        "digit": 1,
        "punctuation": 1,
        "han": 2,
        "kana": 1,
    }
    assert (stats.lengths.minimum, stats.lengths.maximum) == (3, 8)


@pytest.mark.parametrize("n", [10, 1_000, 100_000])
def test_distinct_values_are_estimated_within_five_percent(n: int) -> None:
    estimate = distinct_estimate(registers_of(hash_numbers(np.arange(n, dtype=float))))
    assert estimate == pytest.approx(n, rel=0.05)


def test_hashes_never_change() -> None:
    """Stored profiles hold them: a change needs a new FORMAT."""
    assert hash_numbers(np.array([0.0, 1.5])).tolist() == [16294208416658607535, 15481881892811333770]
    assert hash_strings(pa.array(["", "a", "가나"])).tolist() == [
        16294208416658607535,
        1303865553363498507,
        13335778593276602305,
    ]


def test_hashes_of_strings_differ_by_position_and_length() -> None:
    many = ["ab", "ba", "a", "aa", "aaa", "", "a\x00", "\x00a", *(f"id{i}" for i in range(20_000))]
    assert len(set(hash_strings(pa.array(many)).tolist())) == len(many)


def test_a_slice_hashes_as_its_values() -> None:
    assert (
        hash_strings(pa.array(["x", "yy", "zzz"]).slice(1)).tolist()
        == hash_strings(pa.array(["yy", "zzz"])).tolist()
    )


def test_chunked_dictionary_and_odd_types_are_read() -> None:
    chunked = pa.chunked_array([pa.array(["a"]).dictionary_encode(), pa.array(["b"]).dictionary_encode()])
    assert profile_array(chunked, Kind.CATEGORICAL).distinct == 2
    assert numeric(pa.array([1, 2, None], pa.int8())).distinct == 2
    assert profile_array(pa.chunked_array([], pa.string()), Kind.TEXT).rows == 0


@pytest.mark.parametrize("kind", list(Kind))
def test_missing_rows_count_as_missing(kind: Kind) -> None:
    profile = merge([missing(kind, 5), empty(kind)])
    assert (profile.rows, profile.missing, profile.distinct) == (5, 5, 0)
