"""Models asked about rows that somebody types, and about all rows of a version."""

import numpy as np
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ROW_ID,
    Dataset,
    DatasetVersion,
    JobKind,
    Kind,
    OperationKind,
    Role,
    Schema,
    Task,
)
from driftdesk.core.errors import ParameterError, SchemaError
from driftdesk.core.training.asking.scoring import Scoring
from driftdesk.core.training.learned_data import LearnedData
from driftdesk.desk import Desk
from tests.integration.training.material import commit
from tests.unit.core.training import material


def trained(desk: Desk, kind: str = "churn", trainer: str = "linear") -> tuple[Dataset, DatasetVersion]:
    task = {"churn": Task.BINARY, "houses": Task.REGRESSION, "reviews": Task.TEXT}[kind]
    table, columns = getattr(material, kind)(300)
    dataset, version = commit(desk.store, kind, table, columns, task)
    model = desk.training.model_for(kind, dataset, version, "tester")
    desk.training.train(model, version, trainer=trainer, context=Context())
    return dataset, version


def scored(desk: Desk, name: str, version: DatasetVersion) -> DatasetVersion:
    model, made = desk.registry.resolve(name)
    scoring = Scoring(desk.store, desk.datasets, desk.tables, desk.training.predictor(made))
    return scoring.write(model, made, desk.datasets.get(name), version, Context())


def test_typed_texts_are_read_as_the_columns_kinds(desk: Desk) -> None:
    trained(desk)
    _, made = desk.registry.resolve("churn")
    row = {"logins": "12.5", "plan": "premium", "active": "yes", "joined": "2026-02-01", "noise": ""}
    answer = desk.asking.ask(made, [row, {}], True, Context())
    first, empty = answer["answers"]
    assert first["prediction"] in answer["classes"]
    assert sum(first["probabilities"].values()) == pytest.approx(1)
    why = first["why"]
    assert {e["name"] for e in why["effects"]} == {"logins", "plan", "active", "joined", "noise"}
    total = why["base"] + sum(e["effect"] for e in why["effects"])
    assert total == pytest.approx(first["probabilities"][why["class"]])
    assert max(why["effects"], key=lambda e: abs(e["effect"]))["name"] in {"logins", "plan", "active"}
    assert empty["probabilities"], "all missing is a question too"


def test_a_text_model_says_which_words_led_to_it(desk: Desk) -> None:
    trained(desk, "reviews")
    _, made = desk.registry.resolve("reviews")
    answer = desk.asking.ask(made, [{"text": "연기는 정말 최악이에요"}], True, Context())["answers"][0]
    assert answer["prediction"] == "negative"
    assert answer["why"]["effects"][0]["name"] == "최악이에요"


def test_questions_that_are_too_many_or_too_long_are_refused_before_a_job_is_made(desk: Desk) -> None:
    trained(desk, "reviews")
    with pytest.raises(ParameterError, match="1 to 1000"):
        desk.ask("reviews", [{"text": "좋아요"}] * 1001)
    with pytest.raises(ParameterError, match="2,000,000 characters"):
        desk.ask("reviews", [{"text": "가" * 1_000_000}] * 2)
    assert all(job.kind is not JobKind.ASK for job in desk.jobs.list())


def test_a_regression_explains_its_value(desk: Desk) -> None:
    trained(desk, "houses")
    _, made = desk.registry.resolve("houses")
    row = {"area": "120", "place": "seoul"}
    answer = desk.asking.ask(made, [row], True, Context())["answers"][0]
    effects = {e["name"]: e["effect"] for e in answer["why"]["effects"]}
    assert answer["why"]["class"] is None and effects["area"] > effects["place"] > 0
    assert answer["why"]["base"] + sum(effects.values()) == pytest.approx(answer["prediction"])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"logins": "many"}, "'many' is no number"),
        ({"active": "maybe"}, "truth"),
        ({"joined": "soon"}, "time"),
    ],
)
def test_a_value_of_another_kind_is_named(desk: Desk, row: dict[str, str], words: str) -> None:
    trained(desk)
    _, made = desk.registry.resolve("churn")
    with pytest.raises(SchemaError, match=f"Row 2.*{words}"):
        desk.asking.ask(made, [{}, row], False, Context())


def test_a_column_that_the_model_does_not_know_is_named(desk: Desk) -> None:
    trained(desk)
    _, made = desk.registry.resolve("churn")
    with pytest.raises(ParameterError, match="wealth"):
        desk.asking.ask(made, [{"wealth": "9"}], False, Context())
    with pytest.raises(ParameterError, match="0 rows"):
        desk.asking.ask(made, [], False, Context())


def test_answers_are_explained_against_rows_from_all_over_the_data(desk: Desk) -> None:
    _, version = trained(desk)
    _, made = desk.registry.resolve("churn")
    data = LearnedData(desk.datasets, desk.tables)
    whole = data.rows(made, 0, version.rows)
    some = data.spread(made, 100)
    assert len(some) == 100 and data.spread(made, 10_000).equals(whole)
    assert some.slice(0, 20).to_pylist() == whole.slice(0, 20).to_pylist()
    assert some.slice(80).to_pylist() == whole.slice(version.rows - 20).to_pylist()


def test_predictions_become_columns_that_performance_reads(desk: Desk) -> None:
    _, version = trained(desk)
    made = scored(desk, "churn", version)
    assert made.operation.kind is OperationKind.PREDICT and made.number == 2 and made.parent == 1
    roles = {c.name: c.role for c in made.columns.columns if c.name.startswith("prediction")}
    assert roles == {"prediction": Role.PREDICTION, "prediction_score": Role.PREDICTION_SCORE}
    table = desk.tables.read(made)
    _, model = desk.registry.resolve("churn")
    expected = desk.training.predictor(model).predict(desk.tables.read(version))
    assert np.allclose(np.asarray(table["prediction_score"]), expected[:, 1])
    assert table["prediction"].type == table["churned"].type
    job = desk.measure_performance("churn@2", reference="rows:100", every="parts:2")
    assert job.params["number"] is None


def test_everything_but_the_predictions_is_shared(desk: Desk) -> None:
    _, version = trained(desk)
    made = scored(desk, "churn", version)
    old, new = (next(iter(desk.tables.groups(v))) for v in (version, made))
    for column in version.columns.columns:
        assert old.digest(column.id) == new.digest(column.id)


def test_a_second_prediction_takes_the_place_of_the_first(desk: Desk) -> None:
    _, version = trained(desk)
    again = scored(desk, "churn", scored(desk, "churn", version))
    assert again.number == 3
    assert [c.name for c in again.columns.columns].count("prediction") == 1
    assert len(again.columns.columns) == len(version.columns.columns) + 2


def test_a_column_that_is_called_as_predictions_are_is_not_overwritten(desk: Desk) -> None:
    _, _ = trained(desk)
    table, _ = material.churn(60)
    named = [*table.column_names[:5], "prediction"]
    columns = material.schema(
        {"logins": Kind.NUMERIC, "plan": Kind.CATEGORICAL, "active": Kind.BOOLEAN, "joined": Kind.DATETIME,
         "noise": Kind.NUMERIC, "prediction": Kind.BOOLEAN},
        "nothing",
    )  # fmt: skip
    other, version = commit(
        desk.store, "other", table.drop_columns([ROW_ID]).rename_columns(named), columns, Task.BINARY
    )
    model, made = desk.registry.resolve("churn")
    scoring = Scoring(desk.store, desk.datasets, desk.tables, desk.training.predictor(made))
    with pytest.raises(SchemaError, match="named as predictions"):
        scoring.write(model, made, other, version, Context())
    assert desk.datasets.get("other").head == 1


def test_data_without_a_feature_is_refused(desk: Desk) -> None:
    trained(desk)
    table, _ = material.churn(60)
    kinds = {"logins": Kind.NUMERIC, "churned": Kind.BOOLEAN}
    columns: Schema = material.schema(kinds, "churned")
    other, version = commit(desk.store, "other", table.select(list(kinds)), columns, Task.BINARY)
    model, made = desk.registry.resolve("churn")
    scoring = Scoring(desk.store, desk.datasets, desk.tables, desk.training.predictor(made))
    with pytest.raises(SchemaError, match="plan, active, joined, noise"):
        scoring.write(model, made, other, version, Context())
