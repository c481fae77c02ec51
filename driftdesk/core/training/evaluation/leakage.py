"""Reasons to distrust good figures, as far as data can show them.

- Rows of the test that equal rows of the training, features and target alike (by two 64-bit hashes of the values).
- One column that tells the target (nearly) perfectly, alone. It is cut into up to ``BINS`` bins of equal rows, values, or
  missing; what each bin says is learned on one half of a sample and held against the other half.
- One column whose missing values alone do.
- A column of which nearly every value is another: an identifier, which can only be learned by heart.
- A date that lies after the row's own timestamp: it was not known yet.
- So few rows, or rows of a class, that the figures say little.

What the columns mean nobody can see from here: a column may be known too late without any of these signs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.drift.why.conditions import as_numbers, as_texts
from driftdesk.core.entities import Column, Kind, LeakageWarning, Role
from driftdesk.core.profiles.hashing import Hashes
from driftdesk.core.tables.equality import row_hashes
from driftdesk.core.training.metrics import Floats, Ints

ROWS = 20_000
"""That are looked at for single columns, at most."""
BINS = 50
PERFECT_AUC = 0.99
PERFECT_SHARE = 0.98
"""Of what guessing the commonest class leaves wrong, or of the variance."""
_LEAST = 100
_DISTINCT = 0.95
_THINNEST = 500
"""Rows that a row of a sample stands for at most, for it to show a shuffled counter."""
_LATER = 0.2
_DUPLICATES = 0.01
_FEW_ROWS, _FEW_OF_CLASS, _NAMED = 30, 10, 5

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class RowSet:
    """Rows by their hashes, ascending by the first."""

    first: Hashes
    second: Hashes

    @classmethod
    def of(cls, parts: Sequence[tuple[Hashes, Hashes]]) -> "RowSet":
        first, second = (np.concatenate([p[i] for p in parts] or [np.empty(0, np.uint64)]) for i in (0, 1))
        order = np.argsort(first, kind="stable")
        return cls(first[order], second[order])

    def holds(self, first: Hashes, second: Hashes) -> NDArray[np.bool_]:
        """Which rows are among these. Of rows that agree in the first hash only one second one is looked at: the chance of
        that among ten million is one in 400,000."""
        if not self.first.size:
            return np.zeros(first.size, bool)
        at = np.minimum(np.searchsorted(self.first, first), self.first.size - 1)
        found: NDArray[np.bool_] = (self.first[at] == first) & (self.second[at] == second)
        return found


def hashed(table: pa.Table, columns: Iterable[str]) -> tuple[Hashes, Hashes]:
    """Two hashes a row, of these columns in this order; categories and texts alike are what they say."""
    arrays = []
    for name in columns:
        array = table.column(name).combine_chunks()
        if pa.types.is_dictionary(array.type) or pa.types.is_large_string(array.type):
            array = array.cast(pa.string())
        arrays.append(array)
    return row_hashes(arrays)


def of_duplicates(count: int, rows: int) -> list[LeakageWarning]:
    """From one row in a hundred on it is said."""
    share = count / max(rows, 1)
    if share < _DUPLICATES:
        return []
    return [
        LeakageWarning(
            kind="duplicates",
            text=f"{count:,} of {rows:,} test rows ({share:.1%}) equal a training row in all features and the target.",
            hint="Where columns have few values that is natural; else remove duplicates before training (driftdesk clean "
            "--rule duplicates), or split by groups.",
            figure=share,
        )
    ]


def of_few_rows(rows: int, by_class: Mapping[str, int]) -> list[LeakageWarning]:
    """``by_class``: rows of each class that occurs; none of a regression."""
    few = sorted((n, name) for name, n in by_class.items() if n < _FEW_OF_CLASS)
    if rows >= _FEW_ROWS and not few:
        return []
    said = f"Only {rows:,} rows were evaluated"
    if few and rows >= _FEW_ROWS:
        named = ", ".join(f"{name} ({n})" for n, name in few[:_NAMED])
        more = f" and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
        said = f"Classes have only few rows here: {named}{more}"
    return [
        LeakageWarning(
            kind="few_rows",
            text=f"{said}: the figures are known roughly, and their intervals may be too short.",
            hint="Evaluate on more rows.",
            figure=float(few[0][0] if few else rows),
        )
    ]


def of_parts(
    learned: pa.Table, tested: pa.Table, features: Sequence[Column], target: str
) -> list[LeakageWarning]:
    """Rows of the test part that the model learned."""
    names = [*(c.name for c in features), target]
    known = RowSet.of([hashed(learned, names)])
    return of_duplicates(int(known.holds(*hashed(tested, names)).sum()), len(tested))


def of_columns(
    table: pa.Table, features: Sequence[Column], truth: Ints | Floats, classes: int, stamps: pa.Array | None
) -> list[LeakageWarning]:
    """What single columns show; ``truth``: class numbers (``classes`` of them), or values where that is 0. ``stamps``: the rows'
    timestamps. Too few rows show nothing."""
    stretch = max(1.0, len(truth) / ROWS)
    if stretch > 1:
        chosen = np.sort(np.random.default_rng(0).permutation(len(truth))[:ROWS])
        table, truth = table.take(pa.array(chosen)), truth[chosen]
        stamps = None if stamps is None else stamps.take(pa.array(chosen))
    if len(truth) < _LEAST:
        return []
    found: list[LeakageWarning] = []
    for column in features:
        if column.kind is Kind.TEXT or column.role in (Role.TARGET, Role.TIMESTAMP):
            continue
        values = table.column(column.name)
        told = _identifier(column, values, stretch) or _tells(column, values, truth, classes)
        if told is None and column.kind is Kind.DATETIME and stamps is not None:
            told = _later(column, values, stamps)
        if told is not None:
            found.append(told)
    return found


def _identifier(column: Column, values: pa.ChunkedArray, stretch: float) -> LeakageWarning | None:
    """``stretch``: how many rows each of these stands for."""
    whole = column.kind is Kind.NUMERIC and pa.types.is_integer(values.type)
    if not whole and column.kind is not Kind.CATEGORICAL:
        return None
    known = len(values) - values.null_count
    distinct = len(values.combine_chunks().drop_null().unique())
    if (
        known < _LEAST
        or distinct < _DISTINCT * known
        or (whole and not _dense(values, known, distinct, stretch))
    ):
        return None
    return LeakageWarning(
        kind="identifier",
        column=column.name,
        text=f"{column.name} looks like an identifier: {distinct:,} different values in {known:,} rows.",
        hint=f"Give {column.name} the role id, so that the model cannot learn it by heart.",
        figure=distinct / known,
    )


def _dense(values: pa.ChunkedArray, known: int, distinct: int, stretch: float) -> bool:
    """Numbers of a counter lie close together, or in order; amounts of money do not. In a sample of a counter none is there
    twice, as some of as many amounts would be."""
    numbers = np.asarray(values.combine_chunks().drop_null().to_numpy(zero_copy_only=False)).astype(
        np.float64
    )
    steps = np.diff(numbers)
    in_order = bool(np.all(steps > 0) or np.all(steps < 0))
    if stretch > 1 and (distinct < known or stretch > _THINNEST):
        return in_order
    return in_order or float(np.ptp(numbers)) < 4 * known * stretch


def _tells(
    column: Column, values: pa.ChunkedArray, truth: Ints | Floats, classes: int
) -> LeakageWarning | None:
    missing = np.asarray(values.is_null().combine_chunks().to_numpy(zero_copy_only=False)).astype(np.int64)
    if 0 < missing.sum() < len(missing) and (figure := _figure(missing, 2, truth, classes)) is not None:
        return LeakageWarning(
            kind="missing_predicts_target",
            column=column.name,
            text=f"Whether {column.name} is missing tells the target by itself ({_said(figure, classes)}).",
            hint=f"Is {column.name} known when the prediction is made? If not, give it the role ignored.",
            figure=figure,
        )
    codes, count = _codes(column, values)
    if (figure := _figure(codes, count, truth, classes)) is None:
        return None
    return LeakageWarning(
        kind="predicts_target",
        column=column.name,
        text=f"{column.name} tells the target by itself ({_said(figure, classes)}).",
        hint=f"Is {column.name} known when the prediction is made? If not, give it the role ignored.",
        figure=figure,
    )


def _said(figure: float, classes: int) -> str:
    if classes == 2:
        return f"ROC AUC {figure:.3f}"
    return f"{figure:.1%} of what guessing leaves wrong" if classes else f"R² {figure:.3f}"


def _codes(column: Column, values: pa.ChunkedArray) -> tuple[Codes, int]:
    """The bin of each row: 0 is missing."""
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        numbers = as_numbers(values)
        known = np.isfinite(numbers)
        cuts = (
            np.unique(np.quantile(numbers[known], np.linspace(0, 1, BINS + 1)[1:-1]))
            if known.any()
            else np.empty(0)
        )
        codes = np.where(known, 1 + np.searchsorted(cuts, numbers, side="right"), 0)
        return codes.astype(np.int64), cuts.size + 2
    encoded = as_texts(values).dictionary_encode()
    codes = np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64) + 1
    return codes, len(encoded.dictionary) + 1


def _figure(codes: Codes, count: int, truth: Ints | Floats, classes: int) -> float | None:
    """How well the bins tell the target, on the rows that they were not learned on; None where they hardly do."""
    learn = np.random.default_rng(1).permutation(len(codes)) % 2 == 0
    a, b, y, z = codes[learn], codes[~learn], truth[learn], truth[~learn]
    rows = np.bincount(a, minlength=count)
    if classes == 0:
        return _r2(a, b, y.astype(np.float64), z.astype(np.float64), rows)
    labels, judged = y.astype(np.int64), z.astype(np.int64)
    if classes == 2:
        if not 5 <= judged.sum() <= len(judged) - 5:
            return None
        share = (np.bincount(a, labels, count) + labels.mean()) / (rows + 1)
        area = roc_auc(judged == 1, share[b])
        return area if area >= PERFECT_AUC else None
    table = np.zeros((count, classes))
    np.add.at(table, (a, labels), 1.0)
    common = int(np.bincount(labels, minlength=classes).argmax())
    if np.sum(judged != common) < 5:
        return None
    table[:, common] += 0.5
    right, guessed = float(np.mean(table.argmax(axis=1)[b] == judged)), float(np.mean(judged == common))
    gain = (right - guessed) / (1 - guessed) if guessed < 1 else 0.0
    return gain if gain >= PERFECT_SHARE else None


def _r2(a: Codes, b: Codes, y: Floats, z: Floats, rows: Codes) -> float | None:
    sums = np.bincount(a, y - y.mean(), rows.size)
    predicted = y.mean() + np.divide(sums, rows, out=np.zeros(rows.size), where=rows > 0)[b]
    spread = float(np.sum((z - z.mean()) ** 2))
    share = 1 - float(np.sum((z - predicted) ** 2)) / spread if spread > 0 else 0.0
    return share if share >= PERFECT_SHARE else None


def _later(column: Column, values: pa.ChunkedArray, stamps: pa.Array) -> LeakageWarning | None:
    own, row = as_numbers(values), as_numbers(pa.chunked_array([stamps]))
    both = np.isfinite(own) & np.isfinite(row)
    share = float(np.mean(own[both] > row[both])) if both.any() else 0.0
    if share < _LATER:
        return None
    return LeakageWarning(
        kind="later_than_row",
        column=column.name,
        text=f"{column.name} is later than the row's own timestamp in {share:.0%} of the rows.",
        hint=f"A prediction made at that time cannot know it; give {column.name} the role ignored.",
        figure=share,
    )
