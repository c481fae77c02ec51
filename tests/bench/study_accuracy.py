"""How accurate the trainers are with their defaults, beside scikit-learn tuned on the same rows.

``python -m tests.bench.study_accuracy [--data NAME]... [--trainer NAME]... [--folds N] [--write]`` prints a line a dataset, and with ``--write`` puts
the lines into docs/training.md.

digits, breast cancer, wine and diabetes: five folds (stratified for classes), each row tested once. ELEC2 and late flights (``../shared/data``; left
out where that is absent): one fold, by time, the last tenth of the rows tested and the tenth before for validation. Ours learn from the training
part and stop early by the validation part; scikit-learn learns from both, with the family and the parameters of ``GRIDS`` that were best on
that fold: by three-fold cross-validation, or, by time, on the validation part. *difference* is that of our best trainer (by mean score) to it, with
a 95 % interval by bootstrap over the tested rows, both judged on the same. Being the best of several by the same rows flatters ours a
little; *by validation* is the score of the trainer that the validation loss would have chosen in each fold, which nothing flatters.
"""

import argparse
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from sklearn import datasets
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, PredefinedSplit, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, SVR

from driftdesk.core.entities import ROW_ID, Column, Kind, Role, Schema, Task
from driftdesk.core.training.learning import Order, learn
from driftdesk.core.training.metrics import score
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import parse_params, trainers_for
from driftdesk.core.training.split import PART
from tests.bench.studies import harness

PAGE = Path(__file__).parents[2] / "docs" / "training.md"
SHARED = Path(__file__).parents[3] / "shared" / "data"
METRIC = {Task.BINARY: "accuracy", Task.MULTICLASS: "accuracy", Task.REGRESSION: "r2"}
SLOW_ROWS = 5_000
"""Beyond these, scikit-learn's kernel machines, whose time grows with the square of the rows, stay out."""
RESAMPLES = 2_000
Folds = list[tuple[np.ndarray, np.ndarray, np.ndarray]]
"""Training, validation and test rows."""


@dataclass
class Data:
    name: str
    task: Task
    table: pa.Table
    categories: tuple[str, ...] = ()
    by_time: bool = False
    metric: str = ""

    def __post_init__(self) -> None:
        self.metric = self.metric or METRIC[self.task]

    @property
    def features(self) -> list[str]:
        return [name for name in self.table.column_names if name != "y"]

    def schema(self) -> Schema:
        def column(name: str) -> Column:
            kind = Kind.CATEGORICAL if name in self.categories else Kind.NUMERIC
            return Column(id=name, name=name, kind=kind, role=Role.TARGET if name == "y" else Role.FEATURE)

        return Schema(columns=tuple(map(column, self.table.column_names)))

    def truth(self) -> np.ndarray:
        return np.asarray(self.table["y"].combine_chunks())

    def folds(self, folds: int) -> Folds:
        rows = np.arange(len(self.table))
        if self.by_time:
            return [tuple(np.split(rows, [int(len(rows) * 0.8), int(len(rows) * 0.9)]))]  # type: ignore[list-item]
        regression = self.task is Task.REGRESSION
        kind = KFold if regression else StratifiedKFold
        found = []
        for number, (rest, test) in enumerate(
            kind(folds, shuffle=True, random_state=0).split(rows, self.truth())
        ):
            inner = kind(9, shuffle=True, random_state=number)
            train, validation = next(iter(inner.split(rest, self.truth()[rest])))
            found.append((rest[train], rest[validation], test))
        return found


def toy(name: str, title: str, task: Task) -> Data:
    inputs, target = getattr(datasets, f"load_{name}")(return_X_y=True)
    columns = {f"f{i}": inputs[:, i] for i in range(inputs.shape[1])}
    return Data(title, task, pa.table({**columns, "y": target}))


def elec2() -> Data:
    table = pacsv.read_csv(SHARED / "elec2.csv")
    return Data(
        "ELEC2, by time", Task.BINARY, table.rename_columns([*table.column_names[:-1], "y"]), by_time=True
    )


def flights() -> Data:
    """Whether a flight leaves more than a quarter of an hour late."""
    table = pacsv.read_csv(SHARED / "flight_delays_reference.csv.gz")
    table = table.filter(pc.is_valid(table["DEPARTURE_DELAY"])).sort_by("DATE")
    late = pc.cast(pc.greater(table["DEPARTURE_DELAY"], 15.0), pa.int64())
    weekday = pc.day_of_week(table["DATE"])
    kept = table.select(["AIRLINE", "TAXI_OUT", "AIR_TIME", "DISTANCE"])
    kept = kept.append_column("WEEKDAY", weekday).append_column("y", late)
    return Data("late flights, by time", Task.BINARY, kept, ("AIRLINE",), by_time=True, metric="roc_auc")


DATA: dict[str, Any] = {
    "digits": lambda: toy("digits", "digits", Task.MULTICLASS),
    "breast-cancer": lambda: toy("breast_cancer", "breast cancer", Task.BINARY),
    "wine": lambda: toy("wine", "wine", Task.MULTICLASS),
    "diabetes": lambda: toy("diabetes", "diabetes", Task.REGRESSION),
    "elec2": elec2,
    "flights": flights,
}
NEEDS = {"elec2": "elec2.csv", "flights": "flight_delays_reference.csv.gz"}


def rivals(data: Data) -> Iterator[tuple[Any, Mapping[str, Sequence[Any]]]]:
    """scikit-learn's families with their grids."""
    texts = [i for i, name in enumerate(data.features) if name in data.categories]
    numbers = [i for i, name in enumerate(data.features) if name not in data.categories]

    def scaled() -> Any:
        return make_column_transformer(
            (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), texts),
        )

    def coded() -> Any:
        unknown = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        return make_column_transformer(("passthrough", numbers), (unknown, texts))

    small = len(data.table) <= SLOW_ROWS
    boosting = {"m__learning_rate": [0.03, 0.1], "m__max_leaf_nodes": [7, 31], "m__max_iter": [100, 300]}
    forest = {"m__max_features": [0.2, 0.5] if not small else ["sqrt", 0.5], "m__min_samples_leaf": [1, 5]}
    if data.task is Task.REGRESSION:
        yield _pipe(coded(), HistGradientBoostingRegressor(random_state=0)), boosting
        yield _pipe(coded(), RandomForestRegressor(200, random_state=0)), forest
        yield _pipe(scaled(), Ridge()), {"m__alpha": list(np.logspace(-2, 3, 11))}
        if small:
            yield _pipe(scaled(), SVR()), {"m__C": [1, 10, 100, 300], "m__gamma": ["scale", 0.01]}
        return
    yield _pipe(coded(), HistGradientBoostingClassifier(random_state=0)), boosting
    yield _pipe(coded(), RandomForestClassifier(200, random_state=0)), forest
    yield _pipe(scaled(), LogisticRegression(max_iter=3000)), {"m__C": list(np.logspace(-3, 2, 6))}
    if small:
        yield (
            _pipe(scaled(), SVC(probability=False)),
            {"m__C": [1, 3, 10, 30], "m__gamma": ["scale", 0.003, 0.03]},
        )


def _pipe(before: Any, model: Any) -> Any:
    from sklearn.pipeline import Pipeline

    return Pipeline([("before", before), ("m", model)])


@dataclass
class Scores:
    """Of one learner: a score a fold, and by test row what bootstrap needs."""

    folds: list[float] = field(default_factory=list)
    predicted: list[np.ndarray] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        return float(np.mean(self.folds))


def tuned(data: Data, train: np.ndarray, validation: np.ndarray, test: np.ndarray) -> tuple[str, np.ndarray]:
    """The best family, and what it predicts of the test rows: rows x classes (of margins: one-hot), or values."""
    matrix = data.table.drop_columns(["y"]).to_pandas().to_numpy(dtype=object if data.categories else float)
    y = data.truth()
    both = np.concatenate([train, validation])
    if data.by_time:
        inner: Any = PredefinedSplit(np.where(np.isin(both, validation), 0, -1))
    else:
        kind = KFold if data.task is Task.REGRESSION else StratifiedKFold
        inner = kind(3, shuffle=True, random_state=0)
    searches = [
        GridSearchCV(model, dict(grid), cv=inner, scoring=data.metric).fit(matrix[both], y[both])
        for model, grid in rivals(data)
    ]
    best = max(searches, key=lambda s: s.best_score_)
    name = type(best.best_estimator_[-1]).__name__
    if data.task is Task.REGRESSION:
        return name, best.predict(matrix[test])
    if hasattr(best, "predict_proba"):
        return name, best.predict_proba(matrix[test])
    return name, np.eye(int(y.max()) + 1)[best.predict(matrix[test])]


class _Validation(Monitor):
    best = np.inf

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        self.best = min(self.best, values.get("validation_loss", np.inf))


def ours(
    data: Data, trainer: str, fold: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> tuple[np.ndarray, float]:
    part = np.full(len(data.table), 2, np.int8)
    part[fold[0]], part[fold[1]] = 0, 1
    table = data.table.append_column(ROW_ID, pa.array(np.arange(len(part)))).append_column(
        PART, pa.array(part)
    )
    monitor = _Validation()
    order = Order(data.schema(), data.task, "y", trainer, parse_params(trainer, {}), seed=0)
    learned = learn(table, order, monitor)
    predicted = learned.predictor.predict(data.table.take(fold[2]))
    # the validation loss of a network's regression is in other units: judged again, alike for all
    validation = data.table.take(fold[1])
    truth = learned.predictor.problem.encode(validation["y"])
    by = score(data.task, truth, learned.predictor.predict(validation))
    return predicted, by["rmse"] if data.task is Task.REGRESSION else by["log_loss"]


def measure(name: str, only: list[str], folds: int) -> dict[str, str]:
    data: Data = DATA[name]()
    y = data.truth().astype(float if data.task is Task.REGRESSION else np.int64)
    theirs, families = Scores(), []
    found: dict[str, Scores] = {
        t.name: Scores() for t in trainers_for(data.task) if not only or t.name in only
    }
    tests = []
    for fold in data.folds(folds):
        tests.append(fold[2])
        family, predicted = tuned(data, *fold)
        families.append(family)
        theirs.folds.append(score(data.task, y[fold[2]], predicted)[data.metric])
        theirs.predicted.append(predicted)
        for trainer, scores in found.items():
            start = time.perf_counter()
            predicted, validation = ours(data, trainer, fold)
            scores.folds.append(score(data.task, y[fold[2]], predicted)[data.metric])
            scores.predicted.append(predicted)
            scores.loss.append(validation)
            print(
                f"  {name} {trainer} {scores.folds[-1]:.4f} in {time.perf_counter() - start:.0f} s",
                flush=True,
            )
    best = max(found, key=lambda t: found[t].mean)
    chosen = [min(found, key=lambda t: found[t].loss[i]) for i in range(len(tests))]
    picked = float(np.mean([found[t].folds[i] for i, t in enumerate(chosen)]))
    low, high = difference(data, y, tests, found[best].predicted, theirs.predicted)
    return {
        "data": data.name,
        "metric": data.metric,
        **{t: f"{s.mean:.3f}" for t, s in found.items()},
        "by validation": f"{picked:.3f}",
        "scikit-learn, tuned": f"{theirs.mean:.3f} ({', '.join(sorted(set(families)))})",
        "difference": f"{found[best].mean - theirs.mean:+.3f} ({low:+.3f} to {high:+.3f})",
    }


def difference(
    data: Data, y: np.ndarray, tests: list[np.ndarray], a: list[np.ndarray], b: list[np.ndarray]
) -> tuple[float, float]:
    """The 95 % interval of the difference of the mean score, rows of each fold drawn again."""
    random = np.random.default_rng(0)
    found = []
    for _ in range(RESAMPLES if not data.by_time else RESAMPLES // 10):
        each = []
        for rows, ours_, theirs_ in zip(tests, a, b, strict=True):
            drawn = random.integers(0, len(rows), len(rows))
            truth = y[rows][drawn]
            scores = [score(data.task, truth, p[drawn]).get(data.metric) for p in (ours_, theirs_)]
            if None not in scores:
                each.append(scores[0] - scores[1])  # type: ignore[operator]
        found.append(np.mean(each))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


COLUMNS = (
    "data", "metric", "gradient-boosting", "mlp", "tabm", "random-forest", "linear", "by validation", "scikit-learn, tuned", "difference",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", action="append", choices=list(DATA), default=[])
    parser.add_argument("--trainer", action="append", default=[])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the lines into docs/training.md")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    rows = []
    for name in given.data or DATA:
        if name in NEEDS and not (SHARED / NEEDS[name]).is_file():
            print(f"{name}: left out, there is no {SHARED / NEEDS[name]}")
            continue
        row = measure(name, given.trainer, given.folds)
        print(" | ".join(f"{k} {v}" for k, v in row.items()), flush=True)
        rows.append(row)
    if given.write:
        known = harness.committed("accuracy", PAGE)
        made = {**known, **{row["data"]: row for row in rows}}
        harness.write("accuracy", COLUMNS, made.values(), PAGE)


if __name__ == "__main__":
    main()
