"""Which part a row belongs to."""

import numpy as np
import pytest

from driftdesk.core.entities import folds
from driftdesk.core.errors import ParameterError
from driftdesk.core.splits.assigning import NEW, Parts, by_group, by_strata, by_time
from driftdesk.core.splits.service import make_spec

SHARES = np.array([0.8, 0.1, 0.1])


def new(rows: int) -> Parts:
    return np.full(rows, NEW, np.uint8)


def one_class(rows: int) -> np.ndarray:
    return np.zeros(rows, np.int64)


def test_shares_are_exact_and_the_seed_decides() -> None:
    ids = np.arange(1000)
    parts = by_strata(ids, one_class(1000), SHARES, 0, new(1000))
    assert np.bincount(parts).tolist() == [800, 100, 100]
    assert np.array_equal(parts, by_strata(ids, one_class(1000), SHARES, 0, new(1000)))
    assert not np.array_equal(parts, by_strata(ids, one_class(1000), SHARES, 1, new(1000)))


def test_the_order_of_the_rows_does_not_matter() -> None:
    ids = np.arange(500)
    parts = by_strata(ids, one_class(500), SHARES, 3, new(500))
    shuffled = np.random.default_rng(0).permutation(500)
    assert np.array_equal(parts[shuffled], by_strata(ids[shuffled], one_class(500), SHARES, 3, new(500)))


def test_every_class_has_its_share_and_small_ones_even_each_other_out() -> None:
    random = np.random.default_rng(1)
    strata = random.choice(np.arange(60), 2000, p=np.r_[0.5, np.full(59, 0.5 / 59)])
    parts = by_strata(np.arange(2000), strata, SHARES, 0, new(2000))
    assert np.abs(np.bincount(parts) - [1600, 200, 200]).max() <= 1
    for stratum in range(60):
        counts = np.bincount(parts[strata == stratum], minlength=3)
        assert np.abs(counts - SHARES * counts.sum()).max() <= 2


def test_rows_keep_their_parts_when_others_come_and_go() -> None:
    strata = np.random.default_rng(2).integers(0, 3, 1000)
    first = by_strata(np.arange(600), strata[:600], SHARES, 0, new(600))
    kept = new(1000)
    kept[100:600] = first[100:]
    parts = by_strata(np.arange(100, 1000), strata[100:], SHARES, 0, kept[100:])
    assert np.array_equal(parts[:500], first[100:])
    assert np.abs(np.bincount(parts) - SHARES * 900).max() <= 3


@pytest.mark.parametrize("groups", [7, 300, 20_000])
def test_groups_never_cross_parts_and_sizes_come_near_the_shares(groups: int) -> None:
    random = np.random.default_rng(groups)
    members = random.zipf(1.6, 60_000) % groups if groups > 7 else random.integers(0, groups, 60_000)
    hashes = members.astype(np.uint64)
    parts = by_group(hashes, SHARES, 0, new(60_000))
    for part in range(3):
        others = np.unique(hashes[parts != part])
        assert not np.isin(hashes[parts == part], others).any()
    largest = np.bincount(members).max()
    assert np.abs(np.bincount(parts, minlength=3) - SHARES * 60_000).max() <= max(largest, 30)


def test_a_group_joins_the_part_that_it_had() -> None:
    hashes = np.repeat(np.arange(40, dtype=np.uint64), 5)
    first = by_group(hashes, SHARES, 0, new(200))
    kept = new(200)
    kept[::5] = first[::5]
    assert np.array_equal(by_group(hashes, SHARES, 0, kept), first)


def test_the_newest_rows_come_last_and_one_time_is_not_torn_apart() -> None:
    times = np.repeat(np.arange(20), 10)
    shuffled = np.random.default_rng(0).permutation(200)
    parts = by_time(times[shuffled], np.arange(200), np.array([0.5, 0.33, 0.17]))
    assert np.bincount(parts).tolist() == [100, 70, 30]
    assert times[shuffled][parts == 0].max() < times[shuffled][parts == 1].min()
    assert times[shuffled][parts == 1].max() < times[shuffled][parts == 2].min()


def test_folds_are_equal_parts() -> None:
    spec = make_spec("random", folds(3))
    assert (list(spec.shares), spec.is_folds) == (["fold-1", "fold-2", "fold-3"], True)
    parts = by_strata(np.arange(100), one_class(100), np.array([*folds(3).values()]), 0, new(100))
    assert sorted(np.bincount(parts)) == [33, 33, 34]


@pytest.mark.parametrize(
    "given",
    [
        {"method": "magic"},
        {"method": "random", "shares": {"a": 0.5, "b": 0.4}},
        {"method": "random", "shares": {"a": 1.5, "b": -0.5}},
        {"method": "random", "shares": {"a": float("nan"), "b": 0.5}},
        {"method": "random", "shares": {"a": 1.0}},
        {"method": "random", "shares": {"": 0.5, "b": 0.5}},
        {"method": "random", "by": "x"},
        {"method": "group"},
        {"method": "random", "seed": -1},
    ],
)
def test_specs_that_mean_nothing_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ParameterError, match="cannot be made"):
        make_spec(**given)  # type: ignore[arg-type]
