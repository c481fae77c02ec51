"""Can a model tell rows of the current side from rows of the reference? If it cannot, nothing that it could see drifted.

The effect is the area under the curve of scores that each row got from a model that had not seen it (five folds). Such
scores are *not* independent of one another: every row is in most training sets, so that chance in one fold helps in the
others, and the law of Mann and Whitney is too narrow for their area. The evidence therefore comes from models that
only look back: the rows are dealt into parts, and each part is scored by a model of the parts *before* it. Without drift
the labels of a part are a random deal whatever those before were, so each part's area follows Mann and Whitney's law
exactly, given the past; the standardised areas are a martingale, and their weighted sum is standard normal.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.compute.trees import with_constants
from driftdesk.core.context import Context
from driftdesk.core.drift.together.finding import NOTHING, Finding
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.together.rows import Rows, is_missing

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Fold = npt.NDArray[np.intp]

FOLDS = 5
LEVELS = 200
"""Categories that trees tell apart; what is rarer counts as one."""
CELLS = 1 << 23
"""Rows times columns at most: fewer rows are drawn where there are more columns."""
_RANKED_ROWS = 2_000
_RANKED_COLUMNS = 100
_NAMED = 3
_SMALL = 1 << 18


def domain_classifier(reference: Rows, current: Rows, params: TogetherParams, context: Context) -> Finding:
    """As ``_classified``; on one thread where the data is so small that handing it to several costs more than it saves."""
    from threadpoolctl import threadpool_limits

    cells = (reference.size + current.size) * len(reference.names)
    with threadpool_limits(1 if cells < _SMALL else None):
        return _classified(reference, current, params, context)


def _classified(reference: Rows, current: Rows, params: TogetherParams, context: Context) -> Finding:
    """Gradient boosted trees (scikit-learn's histogram gradient boosting) on the columns as they are: missing values and
    categories are what trees branch on. Columns are ranked by how much of the area is lost when their values are shuffled."""
    most = max(500, CELLS // max(2 * len(reference.names), 1))
    left, right = reference.at_most(most, params.seed), current.at_most(most, params.seed + 1)
    x, categorical = _table(left, right)
    if not x.shape[1]:
        return NOTHING
    y = np.arange(len(x)) >= left.size
    folds = _dealt(y, FOLDS, params.seed)
    model = _Model(categorical, params.seed)
    scores = np.zeros(len(x))
    z, weight, last = 0.0, 0.0, None
    steps = 2 * FOLDS - 2
    for at, fold in enumerate(folds):
        others = np.concatenate([f for i, f in enumerate(folds) if i != at])
        last = model.fit(x[others], y[others])
        scores[fold] = last.score(x[fold])
        context.progress(at + 1, steps, "training classifiers")
        context.check()
    for at in range(1, FOLDS):
        before = np.concatenate(folds[:at])
        # the model of all other folds is the one that looks back from the last
        seen = scores[folds[at]] if at == FOLDS - 1 else model.fit(x[before], y[before]).score(x[folds[at]])
        found, deviation = _standardised(seen, y[folds[at]])
        z, weight = z + deviation * found, weight + deviation**2
        context.progress(min(FOLDS + at, steps), steps, "training classifiers")
        context.check()
    from scipy.stats import norm

    assert last is not None
    p = float(norm.sf(z / np.sqrt(weight))) if weight > 0 else 1.0
    curve = roc_auc(y, scores)
    lost = _lost(last, x[folds[-1]], y[folds[-1]], params.seed, context)
    responsible = {left.names[i]: v for i, v in lost}
    return Finding(
        curve,
        max(p, 1e-300),
        {"folds": float(FOLDS), "z": z / np.sqrt(weight) if weight > 0 else 0.0},
        tuple(
            f"{name} tells old from new ({v:.2g} of the area)"
            for name, v in list(responsible.items())[:_NAMED]
        ),
        responsible,
        left is not reference or right is not current,
    )


class _Model:
    """What is fitted again and again; ``fit`` gives one that is."""

    def __init__(self, categorical: Bools, seed: int) -> None:
        self._categorical = categorical
        self._seed = seed
        self._fitted: Any = None

    def fit(self, x: Floats, y: Bools) -> "_Model":
        from sklearn.ensemble import HistGradientBoostingClassifier

        columns = x.shape[1]
        made = _Model(self._categorical, self._seed)
        if y.all() or not y.any():
            return made
        made._fitted = HistGradientBoostingClassifier(
            max_iter=60,
            max_leaf_nodes=15,
            min_samples_leaf=max(5, min(20, len(x) // 20)),
            l2_regularization=1.0,
            max_features=1.0 if columns <= 30 else max(0.1, 30 / columns),
            categorical_features=self._categorical if self._categorical.any() else None,
            early_stopping=False,
            random_state=self._seed,
        ).fit(with_constants(x), y)
        return made

    def score(self, x: Floats) -> Floats:
        """Larger: rather from the current side."""
        if self._fitted is None:
            return np.zeros(len(x))
        found: Floats = self._fitted.decision_function(x)
        return found


def _standardised(scores: Floats, y: Bools) -> tuple[float, float]:
    """Mann and Whitney's statistic in deviations of its law given the scores (with ties), and the weight that it should have
    in a sum: the root of the effective rows; both 0 where all scores are alike."""
    m = int(y.sum())
    n = y.size - m
    _, ties = np.unique(scores, return_counts=True)
    rows = y.size
    if not n or not m or ties.size < 2:
        return 0.0, 0.0
    tied = float((ties.astype(np.float64) ** 3 - ties).sum()) / (rows * (rows - 1))
    deviation = np.sqrt(n * m / 12 * (rows + 1 - tied)) / (n * m)
    return (roc_auc(y, scores) - 0.5) / deviation, float(np.sqrt(n * m / rows))


def _dealt(y: Bools, parts: int, seed: int) -> list[Fold]:
    """The rows in so many parts at random, each with its share of both sides."""
    random = np.random.default_rng([seed, 29])
    sides = [random.permutation(np.flatnonzero(y == side)) for side in (False, True)]
    return [np.concatenate([side[at::parts] for side in sides]) for at in range(parts)]


def _table(left: Rows, right: Rows) -> tuple[Floats, Bools]:
    """Both sides as the trees take them: numbers, codes of categories, NaN where missing; and which columns are codes. Of
    columns that are constant nothing is said: they stay, and no tree uses them."""
    columns, categorical = [], []
    for a, b in zip(left.values, right.values, strict=True):
        values = np.concatenate([a, b])
        missing = is_missing(values)
        coded = values.dtype.kind != "f"
        column = np.full(values.size, np.nan)
        if coded:
            found, codes, counts = np.unique(values[~missing], return_inverse=True, return_counts=True)
            place = np.full(found.size, LEVELS)
            kept = np.argsort(-counts, kind="stable")[:LEVELS]
            place[kept] = np.arange(kept.size)
            column[~missing] = place[codes]
        else:
            column[~missing] = values[~missing]
        columns.append(column)
        categorical.append(coded)
    if not columns or all(np.unique(c[: 1 << 16]).size < 2 and np.unique(c).size < 2 for c in columns):
        return np.empty((left.size + right.size, 0)), np.zeros(0, bool)
    return np.stack(columns, axis=1), np.array(categorical)


def _lost(model: _Model, x: Floats, y: Bools, seed: int, context: Context) -> Iterator[tuple[int, float]]:
    """Columns by how much of the area is lost, on rows that the model has not seen, when their values are shuffled
    (Breiman 2001), most first; of many columns those whose values by themselves differ most are tried."""
    random = np.random.default_rng([seed, 31])
    if len(x) > _RANKED_ROWS:
        some = random.choice(len(x), _RANKED_ROWS, replace=False)
        x, y = x[some], y[some]
    if y.all() or not y.any():
        return
    whole = roc_auc(y, model.score(x))
    tried = np.arange(x.shape[1])
    if tried.size > _RANKED_COLUMNS:
        alone = [abs(roc_auc(y, np.nan_to_num(x[:, i], nan=-np.inf)) - 0.5) for i in tried]
        tried = np.argsort(-np.array(alone), kind="stable")[:_RANKED_COLUMNS]
    order = random.permutation(len(x))
    lost = np.zeros(x.shape[1])
    for i in tried:
        shuffled = x.copy()
        shuffled[:, i] = x[order, i]
        lost[i] = whole - roc_auc(y, model.score(shuffled))
        context.check()
    for i in np.argsort(-lost, kind="stable"):
        if lost[i] > 1e-4:
            yield int(i), round(float(lost[i]), 6)
