"""Trainers: as accurate as scikit-learn on the same rows, live, and the same after they were stored."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from sklearn import datasets
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from driftdesk.core.entities import Kind, Schema, Task
from driftdesk.core.training.importance import permutation_importance
from driftdesk.core.training.learning import learn, pack_predictor, unpack_predictor
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import trainers_for
from driftdesk.core.training.split import split
from driftdesk.core.training.trainers.base import Part
from tests.unit.core.training.material import (
    Recording,
    churn,
    houses,
    numeric_table,
    order,
    reviews,
)
from tests.unit.core.training.material import (
    schema as schema_of,
)

Data = Callable[[int], tuple[pa.Table, Schema]]
QUICK: dict[str, dict[str, object]] = {
    "mlp": {"hidden_sizes": (16,), "epochs": 15, "batch_size": 32},
    "text": {"epochs": 6, "embedding_size": 8, "buckets": 2048},
    "gradient-boosting": {"iterations": 40},
    "linear": {},
    "tabm": {"hidden_sizes": (16,), "epochs": 8, "batch_size": 32, "members": 4, "learning_rate": 0.01},
    "random-forest": {"trees": 30, "min_samples_leaf": 5},
    "text-cnn": {"epochs": 5, "filters": 8, "embedding_size": 8, "buckets": 512},
    "svm": {},
}
ALL = [
    (task, info.name, data)
    for task, data in ((Task.BINARY, churn), (Task.REGRESSION, houses), (Task.TEXT, reviews))
    for info in trainers_for(task)
]


@pytest.mark.parametrize(("task", "trainer", "data"), ALL, ids=[f"{t}-{n}" for t, n, _ in ALL])
def test_what_is_stored_predicts_the_same(task: Task, trainer: str, data: Data) -> None:
    table, schema = data(500)
    asked = order(schema, task, trainer, **QUICK[trainer])
    learned = learn(table, asked, Recording())
    again = unpack_predictor(pack_predictor(learned.predictor, asked))
    assert again.problem == learned.predictor.problem
    assert (again.predict(table) == learned.predictor.predict(table)).all()


@pytest.mark.parametrize("trainer", ["mlp", "tabm"])
def test_an_unseen_category_is_answered_like_an_average_one(trainer: str) -> None:
    """An embedding that no row had moved the answer by chance, for some seeds farther than any category that is known."""
    random = np.random.default_rng(1)
    names = random.choice([*"abcdefgh"], 600)
    tells = random.random(600) < np.array([(ord(n) - 96) / 9 for n in names])
    table = pa.table({"_row_id": np.arange(600), "c": names, "y": pa.array(tells)})
    columns = schema_of({"c": Kind.CATEGORICAL, "y": Kind.BOOLEAN}, "y")
    for seed in range(3):
        asked = replace(order(columns, Task.BINARY, trainer, **QUICK[trainer]), seed=seed)
        predictor = learn(table, asked, Recording()).predictor
        unseen = predictor.predict(pa.table({"c": ["new"]}))[0, 1]
        known = predictor.predict(pa.table({"c": [*"abcdefgh"]}))[:, 1]
        assert abs(unseen - known.mean()) < 0.6 * np.ptp(known) / 2


@pytest.mark.parametrize(("task", "trainer", "data"), ALL, ids=[f"{t}-{n}" for t, n, _ in ALL])
def test_it_learns_what_there_is_to_learn_and_shows_it_live(task: Task, trainer: str, data: Data) -> None:
    table, schema = data(800)
    seen = Recording()
    learned = learn(table, order(schema, task, trainer, **QUICK[trainer]), seen)
    if task is Task.REGRESSION:
        assert learned.metrics["r2"] > 0.9
    else:
        assert learned.metrics["accuracy"] > (0.95 if task is Task.TEXT else 0.8)
        assert learned.metrics["roc_auc"] > 0.85
    steps = [step for step, _, _ in seen.points]
    assert steps == sorted(set(steps)), "one point a step, in order"
    assert seen.series("train_loss") and seen.series("validation_loss")
    assert np.isfinite(seen.series("validation_loss")).all()
    assert seen.checks > 0


def test_importance_of_few_rows_hardly_depends_on_how_they_are_shuffled() -> None:
    """One shuffle of fifty rows moved the share of a column by a tenth."""
    table, columns = churn(500)
    learned = learn(table, order(columns, Task.BINARY, "linear"), Recording())
    rows = np.arange(50)
    part = Part(table.take(rows), learned.predictor.problem.encode(table["churned"])[rows])
    found = [permutation_importance(learned.predictor, part, seed, Monitor()) for seed in range(8)]
    assert max(np.std([each[name] for each in found]) for name in found[0]) < 0.04


def test_importance_ranks_what_matters_over_noise() -> None:
    table, schema = churn(1000)
    for trainer in ("gradient-boosting", "mlp", "linear"):
        importance = learn(
            table, order(schema, Task.BINARY, trainer, **QUICK[trainer]), Recording()
        ).importance
        assert sum(importance.values()) == pytest.approx(1)
        assert importance["plan"] > 0.1 > importance["noise"]


BASELINES = {
    "digits": (Task.MULTICLASS, lambda: RandomForestClassifier(random_state=0)),
    "breast_cancer": (
        Task.BINARY,
        lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
    ),
    "wine": (Task.MULTICLASS, lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))),
    "diabetes": (Task.REGRESSION, lambda: RidgeCV(np.logspace(-3, 3, 13))),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BASELINES)
def test_the_best_trainer_is_as_good_as_scikit_learn_on_the_same_rows(name: str) -> None:
    task, baseline = BASELINES[name]
    inputs, target = getattr(datasets, f"load_{name}")(return_X_y=True)
    table, schema = numeric_table(inputs, target)
    metric = "r2" if task is Task.REGRESSION else "accuracy"
    salts = ("a", "b", "c")
    theirs = []
    for salt in salts:
        parts = split(
            np.arange(len(target)), None if task is Task.REGRESSION else target.astype(np.int64), salt
        )
        fitted = np.concatenate([parts.train, parts.validation])
        theirs.append(
            baseline().fit(inputs[fitted], target[fitted]).score(inputs[parts.test], target[parts.test])
        )
    ours = {
        trainer: np.mean(
            [
                learn(table, order(schema, task, trainer, salt=salt), Recording()).metrics[metric]
                for salt in salts
            ]
        )
        for trainer in ("mlp", "linear")
    }
    assert max(ours.values()) > np.mean(theirs) - 0.02, (ours, theirs)
    assert min(ours.values()) > np.mean(theirs) - 0.06, (ours, theirs)


def test_gradient_boosting_is_as_good_as_a_forest_on_diabetes() -> None:
    inputs, target = datasets.load_diabetes(return_X_y=True)
    table, schema = numeric_table(inputs, target)
    learned = learn(table, order(schema, Task.REGRESSION, "gradient-boosting"), Recording())
    parts = split(np.arange(len(target)), None, "dataset")
    forest = RandomForestRegressor(50, random_state=0).fit(inputs[parts.train], target[parts.train])
    assert learned.metrics["r2"] > forest.score(inputs[parts.test], target[parts.test]) - 0.1


def test_early_stopping_ends_a_fit_that_no_longer_gets_better() -> None:
    table, schema = churn(300)
    seen = Recording()
    learn(table, order(schema, Task.BINARY, "mlp", epochs=500, patience=3, learning_rate=0.05), seen)
    losses = seen.series("validation_loss")
    assert len(losses) == int(np.argmin(losses)) + 1 + 3
    boosted = Recording()
    learn(table, order(schema, Task.BINARY, "gradient-boosting", iterations=500, patience=20), boosted)
    assert boosted.points[-1][0] < 500


def test_metrics_within_an_epoch_are_thinned() -> None:
    table, schema = churn(2000)
    seen = Recording()
    learn(table, order(schema, Task.BINARY, "mlp", epochs=2, batch_size=4), seen)
    within = [values for _, _, values in seen.points if "validation_loss" not in values]
    assert len(within) < 300
    assert {"train_loss", "learning_rate", "rows_per_second"} <= set(within[-1])
