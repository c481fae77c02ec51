"""What led a model to one answer: Shapley values by sampling.

Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature contributions" (KAIS
2014): players (columns, or words) join in a random order, and each is credited with what the answer changes by when it
joins. A column that has not joined has the value of a row of the training data; a word is not there. Every order is
also taken backwards, which makes the estimate steadier. The effects of one row sum to its answer less the mean answer
without any player.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.training.metrics import Floats

ORDERS = 24
"""Random orders, each also backwards."""
MAX_WORDS = 60
"""Players of a text; a longer one's words are taken together in so many pieces."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Answer = Callable[[pa.Table], Floats]
"""rows of a table -> rows of the number that is explained."""


@dataclass(frozen=True)
class Effects:
    """``names`` and what each adds to ``base``, the mean answer without any of them, in the answer's unit."""

    names: tuple[str, ...]
    values: Floats
    errors: Floats
    """Standard errors of the sampling."""
    base: float


def coalitions(players: int, seed: int) -> tuple[Bools, Ints]:
    """(2 ORDERS * (players + 1)) x players: who has joined, order after order, from nobody to all; and the orders, one a row."""
    random = np.random.default_rng(seed)
    forward = np.array([random.permutation(players) for _ in range(ORDERS)]).reshape(ORDERS, players)
    orders = np.concatenate([forward, forward[:, ::-1]])
    joined = np.zeros((len(orders), players + 1, players), np.bool_)
    for step in range(players):
        joined[:, step + 1] = joined[:, step]
        joined[np.arange(len(orders)), step + 1, orders[:, step]] = True
    return joined.reshape(len(orders) * (players + 1), players), orders


def credited(answers: Floats, orders: Ints, names: tuple[str, ...]) -> Effects:
    """Effects from the answers to ``coalitions``, in their order."""
    players = orders.shape[1]
    along = answers.reshape(len(orders), players + 1)
    gains = np.empty((len(orders), players))
    np.put_along_axis(gains, orders, np.diff(along, axis=1), axis=1)
    # an order and its reverse are no independent draws, their mean is one
    pairs = (gains[:ORDERS] + gains[ORDERS:]) / 2
    errors = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return Effects(names, gains.mean(axis=0), errors, float(along[:, 0].mean()))


def of_columns(
    answer: Answer, row: pa.Table, columns: tuple[str, ...], background: pa.Table, seed: int
) -> Effects:
    """The effect of each column of ``row`` (one row); each order has its own row of ``background``."""
    joined, orders = coalitions(len(columns), seed)
    random = np.random.default_rng(seed + 1)
    drawn = random.integers(0, len(background), ORDERS)
    source = np.repeat(np.concatenate([drawn, drawn]), len(columns) + 1)
    made = {}
    for i, name in enumerate(columns):
        other = _plain(background[name]).take(pa.array(source))
        own = _plain(row[name]).take(pa.array(np.zeros(len(source), np.int64)))
        made[name] = pc.if_else(pa.array(joined[:, i]), own.cast(other.type), other)
    return credited(answer(pa.table(made)), orders, columns)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """One array; numbers as floating point, so that a row may hold a fraction where the data have none."""
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.float64()) if pa.types.is_integer(array.type) else array


def of_words(answer: Answer, text: str, column: str, rest: pa.Table, seed: int) -> Effects:
    """The effect of each word of a text; ``rest`` (one row) holds the columns that stay as they are."""
    pieces = pieces_of(text)
    joined, orders = coalitions(len(pieces), seed)
    texts = ["".join(p for p, is_there in zip(pieces, row, strict=True) if is_there) for row in joined]
    table = rest.take(pa.array(np.zeros(len(texts), np.int64)))
    table = table.set_column(table.column_names.index(column), column, pa.array(texts, pa.string()))
    return credited(answer(table), orders, tuple(p.strip() for p in pieces))


def pieces_of(text: str) -> list[str]:
    """The words of a text with the blanks behind them, in at most MAX_WORDS pieces that together are the text."""
    words = re.findall(r"\s*\S+\s*", text)
    if len(words) <= MAX_WORDS:
        return words
    return ["".join(part) for part in np.array_split(np.array(words, object), MAX_WORDS)]
