"""What is informative."""

import numpy as np
import pytest

from driftdesk.core.labels.suggesting import MostInformative, entropy, margin


def test_the_margin_is_between_the_two_most_probable_classes() -> None:
    probabilities = np.array([[0.5, 0.5, 0.0], [0.9, 0.06, 0.04], [1.0, 0.0, 0.0]])
    assert margin(probabilities) == pytest.approx([1.0, 0.16, 0.0])


def test_entropy_is_a_share_of_what_all_classes_equally_probable_have() -> None:
    probabilities = np.array([[1 / 3] * 3, [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]])
    assert entropy(probabilities) == pytest.approx([1.0, np.log(2) / np.log(3), 0.0])


def test_of_two_classes_both_give_the_same_order() -> None:
    p = np.random.default_rng(0).random(1000)
    both = np.column_stack([p, 1 - p])
    assert np.array_equal(np.argsort(margin(both)), np.argsort(entropy(both)))


def test_the_best_of_all_parts_are_kept_in_memory_of_their_number() -> None:
    rng = np.random.default_rng(1)
    p = rng.random(5000).round(2)  # with ties
    both = np.column_stack([p, 1 - p])
    best = MostInformative(100)
    for start in range(0, 5000, 700):
        part = slice(start, start + 700)
        best.add(np.arange(5000)[part], both[part], margin)
        assert len(best.row_ids) <= 100
    wanted = np.argsort(-margin(both), kind="stable")[:100]
    assert best.row_ids.tolist() == wanted.tolist()
    assert best.classes.tolist() == both[wanted].argmax(axis=1).tolist()
    assert best.sure.tolist() == both[wanted].max(axis=1).tolist()
