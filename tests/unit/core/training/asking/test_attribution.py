"""What led to an answer: exact where the truth is known, and summing to the answer."""

import numpy as np
import pyarrow as pa

from driftdesk.core.training.asking.attribution import MAX_WORDS, of_columns, of_words, pieces_of

Floats = np.ndarray


def numbers(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].combine_chunks())


def background(rows: int = 300) -> pa.Table:
    random = np.random.default_rng(1)
    return pa.table(
        {
            "a": random.normal(2, 1, rows),
            "b": random.integers(0, 5, rows),
            "c": random.choice(["x", "y"], rows),
        }
    )


def test_a_sum_gives_each_column_its_own_distance_from_the_mean() -> None:
    def answer(table: pa.Table) -> Floats:
        return 3 * numbers(table, "a") - 2 * numbers(table, "b")

    row = pa.table({"a": [5.0], "b": [1.5], "c": ["x"]})
    effects = of_columns(answer, row, ("a", "b", "c"), background(), 0)
    expected = [3 * (5 - 2), -2 * (1.5 - 2), 0]
    assert np.all(np.abs(effects.values - expected) < 4 * effects.errors + 0.3)
    assert effects.values[2] == 0 and effects.errors[2] == 0


def test_effects_add_up_to_the_answer() -> None:
    def answer(table: pa.Table) -> Floats:
        return (
            numbers(table, "a") * (np.asarray(table["c"].to_pylist()) == "x") * np.sqrt(numbers(table, "b"))
        )

    row = pa.table({"a": [4.0], "b": [4.0], "c": ["x"]})
    effects = of_columns(answer, row, ("a", "b", "c"), background(), 3)
    assert np.isclose(effects.base + effects.values.sum(), 8.0)


def test_two_columns_that_only_work_together_share_what_they_do() -> None:
    nothing = pa.table({"a": [0.0], "b": [0.0]})

    def answer(table: pa.Table) -> Floats:
        return numbers(table, "a") * numbers(table, "b")

    effects = of_columns(answer, pa.table({"a": [1.0], "b": [1.0]}), ("a", "b"), nothing, 0)
    assert np.allclose(effects.values, 0.5) and effects.base == 0


def test_a_missing_value_is_a_value_like_others() -> None:
    def answer(table: pa.Table) -> Floats:
        return np.asarray(table["a"].is_null().to_numpy(zero_copy_only=False), float)

    row = pa.table({"a": pa.array([None], pa.float64())})
    assert np.allclose(of_columns(answer, row, ("a",), background().select(["a"]), 0).values, 1.0)


def test_the_word_that_matters_gets_the_effect() -> None:
    def answer(table: pa.Table) -> Floats:
        return np.array([0.9 if "감동" in t else 0.1 for t in table["text"].to_pylist()])

    text = "연기는 정말 감동적이었어요."
    effects = of_words(answer, text, "text", pa.table({"text": [text]}), 0)
    assert effects.names == ("연기는", "정말", "감동적이었어요.")
    assert np.allclose(effects.values, [0, 0, 0.8])


def test_a_text_without_words_has_no_effects() -> None:
    effects = of_words(lambda table: np.full(len(table), 0.3), " ", "text", pa.table({"text": [" "]}), 0)
    assert effects.names == () and len(effects.values) == 0 and np.isclose(effects.base, 0.3)


def test_a_long_text_is_taken_in_pieces_that_together_are_the_text() -> None:
    text = "  " + " ".join(f"word{i}" for i in range(500)) + "\n"
    pieces = pieces_of(text)
    assert len(pieces) == MAX_WORDS and "".join(pieces) == text
    assert pieces_of("") == []


def test_the_same_question_has_the_same_answer() -> None:
    def answer(table: pa.Table) -> Floats:
        return np.tanh(numbers(table, "a") * numbers(table, "b"))

    row = pa.table({"a": [1.0], "b": [2], "c": ["x"]})
    once, again = (of_columns(answer, row, ("a", "b"), background(), 7) for _ in range(2))
    assert np.array_equal(once.values, again.values)
