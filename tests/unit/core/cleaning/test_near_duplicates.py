"""Texts that are nearly the same are found among many."""

import random

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.cleaning.near_duplicates import jaccard, near_duplicates, normal
from driftdesk.core.context import Context

WORDS = [
    "the",
    "model",
    "drifts",
    "when",
    "rain",
    "falls",
    "on",
    "seoul",
    "and",
    "users",
    "leave",
    "for",
    "cheaper",
    "plans",
    "in",
    "spring",
]


def find(texts: list[str | None], threshold: float = 0.8) -> list[bool]:
    return list(near_duplicates(pa.chunked_array([pa.array(texts, pa.string())]), threshold, Context()))


def test_equal_texts_and_those_that_differ_in_a_letter_are_near() -> None:
    base = "The quick brown fox jumps over the lazy dog near the river bank."
    assert find([base, "Something else entirely, of another length.", base.replace("dog", "dig"), base.upper()]) == [
        False, False, True, True,
    ]  # fmt: skip


def test_missing_texts_are_near_nothing() -> None:
    assert find([None, None, "a", "a"]) == [False, False, False, True]


def test_korean_texts_are_compared_by_their_syllables() -> None:
    review = "배우들의 연기가 훌륭하고 이야기가 끝까지 흥미로웠습니다"
    assert find([review, review + "!", "음악이 너무 시끄러워서 집중이 되지 않았어요"]) == [False, True, False]


def test_nothing_goes_whose_similarity_is_below_the_threshold() -> None:
    choose = random.Random(1)
    texts = [" ".join(choose.choices(WORDS, k=12)) for _ in range(300)]
    found = find(list(texts), 0.7)
    plain = normal(pa.chunked_array([texts])).to_pylist()
    for at in np.flatnonzero(found):
        assert max(jaccard(plain[at], plain[b]) for b in range(len(plain)) if b != at) >= 0.7


@pytest.mark.parametrize("edits", [1, 3])
def test_nearly_all_texts_with_a_few_letters_changed_are_found(edits: int) -> None:
    choose = random.Random(2)
    originals = [" ".join(choose.choices(WORDS, k=30)) + f" {i}" for i in range(100)]
    changed = []
    for text in originals:
        letters = list(text)
        for _ in range(edits):
            letters[choose.randrange(len(letters))] = "x"
        changed.append("".join(letters))
    found = find([*originals, *changed], 0.75)
    assert sum(found[: len(originals)]) == 0
    assert sum(found[len(originals) :]) >= 0.98 * len(changed)
