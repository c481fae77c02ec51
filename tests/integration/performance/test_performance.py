"""Performance over time on the real store: whose rows, by which chunks, never those of the training."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Job,
    JobKind,
    Kind,
    PerformanceReport,
    Role,
    Severity,
    Task,
)
from driftdesk.core.errors import InputError, JobCancelledError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.jobs.params import PerformanceJob
from driftdesk.core.storage.store import Store
from driftdesk.core.training.asking.scoring import Scoring
from driftdesk.desk import Desk
from driftdesk.workers.handlers.performance import run
from tests.integration.training.material import JobLike, claim, commit
from tests.unit.core.training.material import churn, houses, schema

RANDOM = np.random.default_rng(20261123)
SCORED = schema(
    {"at": Kind.DATETIME, "y": Kind.BOOLEAN, "s": Kind.NUMERIC},
    "y",
    at=Role.TIMESTAMP,
    s=Role.PREDICTION_SCORE,
)


def scored(rows: int, first_day: int, *, skill: float = 1.0, labelled: int | None = None) -> pa.Table:
    """A score that says the chance of the target, with ``skill``; one row an hour."""
    chance = RANDOM.random(rows)
    y = (RANDOM.random(rows) < skill * chance + (1 - skill) * 0.5).tolist()
    known = rows if labelled is None else labelled
    start = datetime(2026, 1, 5) + timedelta(days=first_day)
    return pa.table(
        {
            "at": pa.array([start + timedelta(hours=i) for i in range(rows)], pa.timestamp("us")),
            "y": pa.array([*y[:known], *[None] * (rows - known)], pa.bool_()),
            "s": chance,
        }
    )


@pytest.fixture
def stored(store: Store) -> str:
    """v1: the reference; v2: as it was; v3: half of the labels, and the scores tell nothing."""
    parts = [scored(1_200, 0), scored(1_200, 50), scored(1_200, 100, skill=0.0, labelled=600)]
    ids: list[int] = []
    for number in range(len(parts)):
        table = pa.concat_tables(parts[: number + 1])
        commit(
            store,
            "loans",
            table,
            SCORED,
            Task.BINARY,
            row_ids=[*ids, *range(len(ids), len(table))] if ids else None,
        )
        ids = [*range(len(table))]
    return "loans"


def performance(desk: Desk, ref: str, model: str = "", **params: object) -> PerformanceReport:
    job = desk.measure_performance(ref, model=model, **params)
    assert job.kind is JobKind.PERFORMANCE
    return desk.performance.analyse(PerformanceJob.model_validate(job.params))


def test_stored_predictions_are_measured_where_labels_are_and_estimated_everywhere(
    desk: Desk, stored: str
) -> None:
    report = performance(desk, stored, reference="1", every="version")
    new = [(c, p) for c, p in zip(report.chunks, report.series[0].points, strict=True) if not c.is_reference]
    assert [(c.label, c.rows, c.labelled) for c, _ in new] == [("v2", 1_200, 1_200), ("v3", 1_200, 600)]
    assert [p.severity for _, p in new] == [Severity.NONE, Severity.CRITICAL]
    assert report.severity is Severity.CRITICAL
    assert report.method == "cbpe"
    assert report.series[0].metric == "roc_auc"
    assert all(p.estimated is not None and abs(p.estimated - 0.83) < 0.05 for _, p in new)
    assert any("concept drift" in w for w in report.warnings)
    assert report.summary.startswith("Worse than expected in 1 of 2 chunks, first in v3: ROC AUC is 0.")
    assert desk.performance.report(report.id) == report
    assert desk.performance.reports_of_predictions(desk.datasets.get(stored)) == [report]


def test_chunks_are_cut_by_rows_parts_and_periods(desk: Desk, stored: str) -> None:
    def labels(every: str) -> list[str]:
        report = performance(desk, stored, reference="v1", every=every, estimate=False, metrics=("accuracy",))
        assert report.method is None
        assert [s.metric for s in report.series] == ["accuracy"]
        return [c.label for c in report.chunks if not c.is_reference]

    assert labels("rows:1000") == ["1-1,000", "1,001-2,000", "2,001-2,400"]
    assert len(labels("parts:4")) == 4
    months = labels("period:month")
    assert months[0] == "2026-02" and len(months) == 5
    assert len(labels("")) == 10


def test_the_version_before_is_the_reference_unless_another_is_named(desk: Desk, stored: str) -> None:
    assert performance(desk, stored).reference == "v2"
    assert performance(desk, f"{stored}@1").reference == "the first 360 rows"
    assert performance(desk, stored, reference="rows:2000").reference_rows == 2_000
    with pytest.raises(ParameterError, match="both version 3"):
        desk.measure_performance(stored, reference="3")
    with pytest.raises(NotFoundError):
        desk.measure_performance(stored, reference="9")
    for wrong in ("test", "rows:3600", "rows:none"):
        with pytest.raises(ParameterError):
            desk.measure_performance(stored, reference=wrong)
    with pytest.raises(ParameterError, match="cut rows"):
        desk.measure_performance(stored, every="fortnight")
    with pytest.raises(ParameterError, match="no metric"):
        desk.measure_performance(stored, metrics=("rmse",))


def test_a_model_is_judged_on_no_row_that_it_was_trained_on(desk: Desk, store: Store) -> None:
    table, columns = churn(1_500)
    dataset, first = commit(store, "churn", table, columns, Task.BINARY)
    model = desk.training.model_for("m", dataset, first, "tester")
    desk.training.train(model, first, trainer="linear", context=Context())
    more, _ = churn(1_000, seed=9)
    both = pa.concat_tables(
        [t.drop_columns([c for c in ("_row_id",) if c in t.column_names]) for t in (table, more)]
    )
    commit(store, "churn", both, columns, Task.BINARY, row_ids=[*range(2_500)])
    report = performance(desk, "churn", "m", every="rows:500")
    made = desk.registry.version(model, 1)
    held_out = report.reference_rows
    assert report.excluded_training_rows == 1_500 - held_out
    assert 100 < held_out < 200
    assert sum(c.rows for c in report.chunks) == 1_000 + held_out
    assert report.series[0].reference == pytest.approx(made.metrics["roc_auc"])
    assert report.model == "m v1"
    assert any("only roughly" in w for w in report.warnings)
    assert desk.performance.latest(model) == report
    trained_on = performance(desk, "churn", "m", reference="v1", every="rows:500")
    assert trained_on.reference_rows == held_out  # the others were trained on
    with pytest.raises(InputError, match="No row"):
        performance(desk, "churn@1", "m")


def test_predictions_that_driftdesk_wrote_are_judged_on_no_row_that_the_model_was_trained_on(
    desk: Desk, store: Store
) -> None:
    table, columns = churn(2_400)
    dataset, first = commit(store, "churn", table, columns, Task.BINARY)
    model = desk.training.model_for("m", dataset, first, "tester")
    desk.training.train(model, first, trainer="linear", context=Context())
    made = desk.registry.version(model, 1)
    scoring = Scoring(store, desk.datasets, desk.tables, desk.training.predictor(made))
    scoring.write(model, made, dataset, first, Context())
    report = performance(desk, "churn", every="rows:50", reference="rows:1200")
    looked_at = sum(c.rows for c in report.chunks if not c.is_reference)
    assert report.excluded_training_rows == 2_400 - report.reference_rows - looked_at
    assert 180 < report.reference_rows + looked_at < 300, "only those held out"
    assert performance(desk, "churn").reference == "the first 720 rows", (
        "the version before has no predictions"
    )


def test_a_regression_is_estimated_by_its_losses(desk: Desk, store: Store) -> None:
    table, columns = houses(800)
    dataset, first = commit(store, "houses", table, columns, Task.REGRESSION)
    model = desk.training.model_for("h", dataset, first, "tester")
    desk.training.train(model, first, trainer="linear", context=Context())
    more, _ = houses(300, seed=9)
    target = dataset_target(columns)
    unlabelled = more.set_column(more.column_names.index(target), target, pa.nulls(300, pa.float64()))
    plain = [t.drop_columns([c for c in ("_row_id",) if c in t.column_names]) for t in (table, unlabelled)]
    commit(
        store,
        "houses",
        pa.concat_tables(plain, promote_options="permissive"),
        columns,
        Task.REGRESSION,
        row_ids=[*range(1_100)],
    )
    report = performance(desk, "houses", "h", every="parts:2", metrics=("mae", "r2"))
    assert report.method == "dle"
    mae, r2 = report.series
    last = mae.points[-1]
    assert last.realised is None and last.estimated is not None
    assert mae.reference is not None and last.estimated == pytest.approx(mae.reference, rel=0.5)
    assert r2.points[-1].severity is Severity.INSUFFICIENT_DATA


def dataset_target(columns: object) -> str:
    return columns.target.name  # type: ignore[attr-defined]  # a Schema


def test_rows_without_a_score_are_left_out_and_said(desk: Desk, store: Store) -> None:
    table = scored(900, 0)
    s = table["s"].to_pylist()
    s[500:520] = [None] * 10 + [float("nan")] * 5 + [float("inf")] * 5
    commit(store, "d", table.set_column(2, "s", pa.array(s, pa.float64())), SCORED, Task.BINARY)
    report = performance(desk, "d", reference="rows:400", every="rows:250")
    assert sum(c.rows for c in report.chunks) == 880
    assert any(w.startswith("20 rows have no prediction") for w in report.warnings)


def test_data_without_predictions_ask_for_a_model(desk: Desk, store: Store) -> None:
    table, columns = churn(60)
    commit(store, "plain", table, columns, Task.BINARY)
    with pytest.raises(SchemaError, match="no predictions"):
        desk.measure_performance("plain")
    with pytest.raises(NotFoundError):
        desk.measure_performance("plain", model="nobody")


def test_a_job_makes_one_report_however_often_it_runs(desk: Desk, store: Store, stored: str) -> None:
    asked = desk.measure_performance(stored, every="rows:600")
    job: Job = claim(store, asked)
    context = JobLike(store, job)
    params = PerformanceJob.model_validate(job.params)
    first = run(desk, params, context)  # type: ignore[arg-type]  # a context like a job's
    assert run(desk, params, context) == first  # type: ignore[arg-type]
    assert store.performance.count() == 1
    assert context.warnings == list(desk.performance.report(first["report"]).warnings)
    with pytest.raises(JobCancelledError):
        desk.performance.analyse(params, JobLike(store, job, stop_at=3))
    assert store.performance.count() == 1
