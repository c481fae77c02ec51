"""The split: stable by row identity, representative, never overlapping."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.errors import ParameterError, TrainingError
from driftdesk.core.training.split import (
    Parts,
    check_parts,
    numbered,
    split,
    split_as_stored,
    split_by_time,
)


def all_rows(parts: Parts) -> list[int]:
    return sorted([*parts.train, *parts.validation, *parts.test])


def test_the_shares_are_80_10_10() -> None:
    parts = split(np.arange(20_000), None, "dataset")
    assert len(parts.test) == pytest.approx(2000, abs=150)
    assert len(parts.validation) == pytest.approx(2000, abs=150)
    assert all_rows(parts) == list(range(20_000))


def test_a_row_held_out_for_the_test_once_is_held_out_in_every_later_version() -> None:
    random = np.random.default_rng(0)
    first = np.arange(5000)
    later = np.sort(random.choice(12_000, 7000, replace=False))  # old rows, some gone, and new ones
    parts = split(first, first % 3, "dataset"), split(later, later % 3, "dataset")
    tested = set(first[parts[0].test])
    learned_later = set(later[parts[1].train]) | set(later[parts[1].validation])
    assert not tested & learned_later


def test_another_salt_gives_another_split() -> None:
    ids = np.arange(1000)
    assert set(split(ids, None, "a").test) != set(split(ids, None, "b").test)


def test_each_class_is_represented_as_in_the_whole() -> None:
    labels = (np.arange(20_000) % 10 == 0).astype(np.int64)
    parts = split(np.arange(20_000), labels, "dataset")
    for rows in (parts.train, parts.validation, parts.test):
        assert labels[rows].mean() == pytest.approx(0.1, abs=0.02)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=6), st.integers(0, 1000))
def test_small_classes_are_in_training_and_where_they_can_in_all_parts(sizes: list[int], start: int) -> None:
    sizes[0] += 20
    labels = np.repeat(np.arange(len(sizes)), sizes)
    parts = split(np.arange(start, start + len(labels)), labels, "dataset")
    assert all_rows(parts) == list(range(len(labels)))
    assert set(labels[parts.train]) == set(range(len(sizes)))
    for label, size in enumerate(sizes):
        if size >= 10:
            assert label in labels[parts.validation] and label in labels[parts.test]


def test_too_few_rows_for_three_parts_are_refused() -> None:
    with pytest.raises(TrainingError, match="not enough rows"):
        split(np.arange(4), np.arange(4), "dataset")


def test_the_latest_rows_are_held_out_by_time() -> None:
    times = np.random.default_rng(0).permutation(100)
    parts = split_by_time(times, np.arange(100))
    assert times[parts.train].max() < times[parts.validation].min()
    assert times[parts.validation].max() < times[parts.test].min()
    assert len(parts.test) == len(parts.validation) == 10


def test_a_stored_split_gives_its_parts_and_lacks_a_validation_part_for_no_long() -> None:
    ids = np.arange(1000)
    part = numbered(["test", "train"], np.repeat(np.array([0, 1], np.uint8), [200, 800]))
    parts = split_as_stored(part, ids, "salt")
    assert parts.test.tolist() == list(range(200))
    assert all_rows(parts) == list(range(1000))
    assert len(parts.validation) == pytest.approx(80, abs=30)
    with pytest.raises(TrainingError, match="test part"):
        split_as_stored(np.zeros(10, np.int8), np.arange(10), "salt")


@pytest.mark.parametrize("names", [["fold-1", "fold-2"], ["train", "validation"], ["train", "test", "rest"]])
def test_only_train_validation_and_test_can_be_learned_by(names: list[str]) -> None:
    with pytest.raises(ParameterError, match="has the parts"):
        check_parts("s", names)
