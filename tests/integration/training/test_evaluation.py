"""Evaluations and comparisons on the real store: which rows, which figures, what is kept."""

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Dataset, DatasetVersion, Evaluation, Model, Task
from driftdesk.core.errors import InputError, ParameterError, SchemaError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training.evaluation.service import EvaluationService
from driftdesk.core.training.registry import Registry
from driftdesk.core.training.row_ids import unpack_row_ids
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import commit
from tests.unit.core.training.material import churn, houses, reviews

Made = tuple[Model, Dataset, DatasetVersion]


@pytest.fixture
def service(store: Store) -> TrainingService:
    return TrainingService(store, TableService(store))


@pytest.fixture
def evaluations(store: Store, service: TrainingService) -> EvaluationService:
    return EvaluationService(store, TableService(store), service, Registry(store))


@pytest.fixture
def made(store: Store, service: TrainingService) -> Made:
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    return service.model_for("churn", dataset, version, "tester"), dataset, version


@pytest.mark.parametrize("trainer", ["gradient-boosting", "linear"])
def test_evaluation_leaves_out_the_rows_of_the_training(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made, trainer: str
) -> None:
    model, dataset, version = made
    run = service.train(model, version, trainer=trainer, params={"iterations": 20}, context=Context())
    kept = store.model_versions.get(store.model_versions.find(model_id=model.id)[0].id)
    tested = unpack_row_ids(store.artifacts.read_bytes(kept.test_row_ids_artifact or ""))
    found = evaluations.evaluate(model, 1, dataset, version, Context())
    assert found.rows == len(tested) and found.excluded_training_rows == 400 - len(tested)
    assert {n: found.metrics[n] for n in run.metrics} == pytest.approx(run.metrics)
    assert np.sum(found.confusion) == found.rows and found.classes == ("false", "true")
    assert found.roc is not None and found.roc[-1] == (1.0, 1.0)
    table, columns = churn(200, seed=1)
    dataset, fresh = commit(store, "churn", table, columns, Task.BINARY)
    assert fresh.number == 2
    found = evaluations.evaluate(model, 1, dataset, fresh, Context())
    assert found.rows == 200 and found.excluded_training_rows == 0
    assert [e.dataset_version for e in service.evaluations(model)] == [2, 1]


def test_champion_and_challenger_are_compared_on_rows_that_neither_saw(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    old, columns = churn(400)
    new, _ = churn(300, seed=5)
    together = pa.concat_tables([old.slice(100), new])
    dataset, recomposed = commit(
        store, "churn", together, columns, Task.BINARY, row_ids=[*range(100, 400), *range(400, 700)]
    )
    service.train(service.by_id(model.id), recomposed, context=Context())
    found = evaluations.compare([(model, 1), (model, 2)], dataset, recomposed, Context())
    assert found.rows > 30
    assert {e.rows for e in store.evaluations.find(model_id=model.id)} == {found.rows}
    versions = {v.number: v for v in store.model_versions.find(model_id=model.id)}
    seen = {
        n: set(unpack_row_ids(store.artifacts.read_bytes(v.seen_row_ids_artifact or "")))
        for n, v in versions.items()
    }
    tested = set(unpack_row_ids(store.artifacts.read_bytes(versions[2].test_row_ids_artifact or "")))
    assert not tested & (seen[1] | seen[2])
    assert found.rows == len(tested), "all of the new test part, as its old rows were test rows before"


def test_an_evaluation_without_unseen_rows_is_refused(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    kept = store.model_versions.find(model_id=model.id)[0]
    seen = unpack_row_ids(store.artifacts.read_bytes(kept.seen_row_ids_artifact or ""))
    table, columns = churn(400)
    dataset, only = commit(
        store, "churn", table.take(seen[:50]), columns, Task.BINARY, row_ids=list(seen[:50])
    )
    with pytest.raises(InputError, match="No row is left"):
        evaluations.evaluate(model, 1, dataset, only, Context())
    assert store.evaluations.count() == 0


def test_another_schema_is_refused_by_the_names_of_what_lacks(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, _, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    table, columns = churn(50)
    kept = [c for c in columns.columns if c.name not in {"plan", "logins"}]
    other, fresh = commit(
        store,
        "other",
        table.drop_columns(["plan", "logins"]),
        columns.model_copy(update={"columns": tuple(kept)}),
        Task.BINARY,
    )
    with pytest.raises(SchemaError, match="logins, plan"):
        evaluations.evaluate(model, 1, other, fresh, Context())


def test_classes_that_the_model_never_saw_count_as_errors(
    store: Store, service: TrainingService, evaluations: EvaluationService
) -> None:
    table, columns = reviews(200)
    dataset, version = commit(store, "reviews", table, columns, Task.TEXT)
    model = service.model_for("reviews", dataset, version)
    service.train(model, version, trainer="linear", params={}, context=Context())
    fresh, _ = reviews(40, seed=2)
    odd = fresh.set_column(1, "sentiment", [["mixed"] * 20 + fresh["sentiment"].to_pylist()[20:]])
    dataset, later = commit(store, "reviews", odd, columns, Task.TEXT)
    found = evaluations.evaluate(model, 1, dataset, later, Context())
    assert found.classes == ("negative", "positive", "mixed")
    assert found.metrics["accuracy"] <= 0.5
    assert np.sum(found.confusion, axis=1)[2] == 20 and np.sum(found.confusion, axis=0)[2] == 0


def test_an_evaluation_tells_intervals_curves_slices_time_and_leaks(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    table, columns = churn(500, seed=1)
    old, _ = churn(400)
    dataset, fresh = commit(
        store, "churn", pa.concat_tables([table, old.slice(0, 100)]), columns, Task.BINARY
    )
    found = evaluations.evaluate(
        model, 1, dataset, fresh, Context(), slices=["plan", "logins > 40 and active"]
    )
    assert found.rows == 600 and found.excluded_training_rows == 0
    for name, value in found.metrics.items():
        low, high = found.intervals[name]
        assert low <= value <= high
    (curves,) = found.curves
    assert curves.name == "true" and curves.roc_auc == pytest.approx(found.metrics["roc_auc"])
    assert [c.name for c in found.by_class] == ["false", "true"]
    asked = [s for s in found.slices if not s.worst]
    assert asked[-1].rule == "logins > 40 and active" and sum(s.column == "plan" for s in asked) >= 3
    assert found.duplicate_training_rows is not None and 70 <= found.duplicate_training_rows <= 100
    assert any(w.kind == "duplicates" for w in found.warnings)
    assert store.evaluations.get(found.id) == found


def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    with pytest.raises(ParameterError, match="neither a column nor a filter"):
        evaluations.evaluate(model, 1, dataset, version, Context(), slices=["nonsense >"])
    with pytest.raises(ParameterError, match="no timestamp"):
        evaluations.evaluate(model, 1, dataset, version, Context(), every="period:month")
    assert store.evaluations.count() == 0


def test_a_comparison_is_kept_with_its_evaluations_and_found_by_either_model(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    other = service.create_model("rival", dataset, Task.BINARY, model.target)
    service.train(other, version, trainer="gradient-boosting", params={"iterations": 10}, context=Context())
    table, columns = churn(500, seed=1)
    dataset, fresh = commit(store, "churn", table, columns, Task.BINARY)
    found = evaluations.compare([(model, 1), (other, 1)], dataset, fresh, Context())
    assert [(m.model, m.version) for m in found.members] == [("churn", 1), ("rival", 1)]
    assert {d.metric for d in found.differences} == set(found.members[0].metrics)
    (agreement,) = found.agreements
    assert agreement.both + agreement.only_first + agreement.only_second + agreement.neither == 500
    assert evaluations.comparisons(model) == evaluations.comparisons(other) == [found]
    assert {store.evaluations.get(m.evaluation_id).model_id for m in found.members} == {model.id, other.id}


def test_models_of_different_targets_are_not_compared(
    store: Store, service: TrainingService, evaluations: EvaluationService, made: Made
) -> None:
    model, dataset, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    other = service.create_model("plans", dataset, Task.MULTICLASS, "plan")
    service.train(other, version, trainer="linear", params={}, context=Context())
    with pytest.raises(ParameterError, match="do not learn the same"):
        evaluations.compare([(model, 1), (other, 1)], dataset, version, Context())
    assert store.comparisons.count() == store.evaluations.count() == 0


def test_an_evaluation_of_before_can_still_be_read() -> None:
    old = {
        "id": "e", "model_id": "m", "model_version": 1, "dataset_id": "d", "dataset_version": 1, "rows": 10,
        "metrics": {"accuracy": 0.5}, "classes": ["a", "b"], "confusion": [[3, 2], [3, 2]], "roc": [[0, 0], [1, 1]],
    }  # fmt: skip
    found = Evaluation.model_validate(old)
    assert found.intervals == {} and found.curves == () and found.duplicate_training_rows is None


def test_regressions_are_told_by_their_residuals(
    store: Store, service: TrainingService, evaluations: EvaluationService
) -> None:
    table, columns = houses(300)
    dataset, version = commit(store, "houses", table, columns, Task.REGRESSION)
    model = service.model_for("houses", dataset, version)
    service.train(model, version, trainer="linear", context=Context())
    found = evaluations.evaluate(model, 1, dataset, version, Context())
    assert found.residuals is not None and len(found.residuals) == found.rows
    assert found.errors is not None and sum(found.errors.counts) + found.errors.outside == found.rows
    assert set(found.intervals) == {"rmse", "mae", "r2"} and found.curves == ()
