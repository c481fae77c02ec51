"""Rows that are typical of the new data: what a classifier is surest of, different from one another."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.compute.trees import with_constants
from driftdesk.core.drift.why.conditions import as_numbers, coded
from driftdesk.core.entities import Column, Kind
from driftdesk.core.profiles.ordered import Floats

EXAMPLES = 10
_SUREST = 0.1
_FEWEST = 100
_LEVELS = 40


def typical(
    columns: Sequence[Column], reference: pa.Table, current: pa.Table, seed: int
) -> npt.NDArray[np.intp]:
    """Positions in ``current``, the most telling first: of the tenth of its rows that gradient boosting tells from the
    reference most surely (each row judged by a model that did not see it), those nearest to the centres of k-means."""
    from sklearn.cluster import KMeans
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold

    if min(len(reference), len(current)) < _FEWEST or not columns:
        return np.empty(0, np.intp)
    x = np.concatenate(
        [
            np.stack(side, axis=1)
            for side in zip(*(_encoded(c, reference, current) for c in columns), strict=True)
        ]
    )
    y = np.repeat([0, 1], [len(reference), len(current)])
    model = HistGradientBoostingClassifier(max_iter=60, random_state=seed)
    folds = StratifiedKFold(2, shuffle=True, random_state=seed)
    sure = np.empty(y.size)
    for fit, judged in folds.split(x, y):
        sure[judged] = model.fit(with_constants(x[fit]), y[fit]).predict_proba(x[judged])[:, 1]
    sureness = sure[len(reference) :]
    first = np.argsort(-sureness, kind="stable")[: max(EXAMPLES, int(_SUREST * len(current)))]
    points = _scaled(x, first + len(reference))
    groups = min(EXAMPLES, len(np.unique(points, axis=0)))
    found = KMeans(groups, n_init=1, random_state=seed).fit(points)
    chosen = [
        first[members[np.argmin(np.sum((points[members] - found.cluster_centers_[group]) ** 2, axis=1))]]
        for group in range(groups)
        if (members := np.flatnonzero(found.labels_ == group)).size
    ]
    return np.array(sorted(chosen, key=lambda at: -sureness[at]), dtype=np.intp)


def _encoded(column: Column, reference: pa.Table, current: pa.Table) -> tuple[Floats, Floats]:
    a, b = reference.column(column.name), current.column(column.name)
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        left, right = as_numbers(a), as_numbers(b)
        return np.where(np.isinf(left), np.nan, left), np.where(np.isinf(right), np.nan, right)
    x, y, _ = coded(a, b, _LEVELS)
    return x.astype(np.float64), y.astype(np.float64)


def _scaled(x: Floats, rows: npt.NDArray[np.intp]) -> Floats:
    """Columns by their spread over all rows; missing in the middle."""
    x = x[:, np.isfinite(x).any(axis=0)]
    with np.errstate(invalid="ignore", over="ignore"):
        centre, spread = np.nanmedian(x, axis=0), np.nanstd(x, axis=0)
    usable = np.isfinite(spread) & (spread > 0)
    scaled = (x[rows][:, usable] - centre[usable]) / spread[usable]
    found: Floats = np.clip(np.nan_to_num(scaled), -5.0, 5.0)
    return found if found.shape[1] else np.zeros((rows.size, 1))
