"""Hashed character n-grams."""

import numpy as np

from driftdesk.core.training.ngrams import bags, normalise


def test_texts_keep_their_own_n_grams() -> None:
    together = bags(["재미있다", "", "good film"], 3, 1 << 20, 100)
    alone = [bags([text], 3, 1 << 20, 100) for text in ("재미있다", "", "good film")]
    assert len(together) == 3
    for i, one in enumerate(alone):
        assert sorted(together.ids[together.offsets[i] : together.offsets[i + 1]]) == sorted(one.ids)


def test_the_number_of_n_grams_follows_from_the_length() -> None:
    # " abc ": 3 single characters (blanks alone do not count), 4 pairs, 3 triples
    assert len(bags(["abc"], 3, 1 << 20, 100).ids) == 3 + 4 + 3


def test_equal_n_grams_share_a_bucket_and_others_hardly_ever() -> None:
    words = [f"낱말{i}" for i in range(2000)]
    found = bags(words, 1, 1 << 20, 100)
    assert len(np.unique(found.ids)) == 12  # 낱, 말 and ten digits
    assert len(np.unique(bags(words, 8, 1 << 20, 100).ids)) > 0.99 * len(set(_grams(words, 8)))


def _grams(words: list[str], longest: int) -> list[str]:
    padded = [f" {w} " for w in words]
    return [
        w[i : i + n]
        for w in padded
        for n in range(1, longest + 1)
        for i in range(len(w) - n + 1)
        if w[i : i + n] != " "
    ]


def test_width_case_and_spaces_do_not_matter() -> None:
    assert normalise("ＡＢＣ\n  Def", 100) == " abc def "
    assert normalise("abcdef", 3) == " abc "


def test_the_hashes_never_change() -> None:
    assert (
        bags(["한국어 text"], 2, 1000, 100).ids.tolist() == bags(["한국어 TEXT"], 2, 1000, 100).ids.tolist()
    )
    assert bags(["가"], 1, 65_536, 100).ids.tolist() == [GOLDEN]


def test_taking_rows_gives_their_bags_in_that_order() -> None:
    found = bags(["ab", "cde", "", "fg"], 2, 1000, 100)
    some = found.take(np.array([3, 1, 2]))
    for i, row in enumerate([3, 1, 2]):
        mine = some.ids[some.offsets[i] : some.offsets[i + 1]]
        assert (mine == found.ids[found.offsets[row] : found.offsets[row + 1]]).all()


def test_half_a_surrogate_is_a_character_like_others() -> None:
    assert len(bags(["\ud800x"], 2, 100, 10).ids) == 2 + 3


GOLDEN = 38614
