"""Runs beside each other."""

import io

import numpy as np

from driftdesk.core.entities import Run
from driftdesk.core.storage.series import RunSeries
from driftdesk.core.training.comparing import (
    compare_runs,
    compared_series,
    differing_params,
    is_lower_better,
    write_series,
)


def run(number: int, **params: object) -> Run:
    return Run(
        number=number, model_id="m", dataset_id="d", dataset_version=1, trainer="mlp", params=params, seed=0,
        best={"validation_roc_auc": 0.9, "train_loss": 0.2, "learning_rate": 1.0}, last={"validation_roc_auc": 0.8, "memory": 5.0},
    )  # fmt: skip


def test_only_parameters_that_differ_are_shown_and_lacking_one_is_a_difference() -> None:
    runs = [run(1, epochs=5, rate=0.1, sizes=[1, 2]), run(2, epochs=5, rate=0.2, sizes=[1, 2], extra=None)]
    assert differing_params(runs) == ["rate", "extra"]
    assert [dict(r.params) for r in compare_runs(runs)] == [
        {"rate": 0.1, "extra": None},
        {"rate": 0.2, "extra": None},
    ]
    assert differing_params(runs[:1]) == differing_params([]) == []


def test_best_and_last_are_those_of_metrics_alone() -> None:
    (found,) = compare_runs([run(1)])
    assert dict(found.best) == {"validation_roc_auc": 0.9, "train_loss": 0.2}
    assert dict(found.last) == {"validation_roc_auc": 0.8}
    assert compared_series([run(1)]) == ["validation_roc_auc", "train_loss"]
    assert found.as_json()["created_at"].endswith("+00:00")


def test_losses_and_errors_are_better_when_lower() -> None:
    assert all(
        map(is_lower_better, ("train_loss", "validation_loss", "validation_rmse", "validation_log_loss"))
    )
    assert not is_lower_better("validation_roc_auc")


def test_series_are_written_so_that_they_read_back_the_same() -> None:
    rows, two = np.arange(3), np.array([0, 2])
    series = RunSeries(
        rows, rows / 3, rows / 7, {"loss": (rows, np.array([0.1, np.nan, 1 / 3])), "auc": (two, two / 3)}
    )
    out = io.StringIO()
    assert write_series(series, out) == 3
    assert out.getvalue().splitlines() == [
        "step,epoch,seconds,auc,loss",
        "0,0.0,0.0,0.0,0.1",
        f"1,{1 / 3},{1 / 7},,nan",
        f"2,{2 / 3},{2 / 7},{2 / 3},{1 / 3}",
    ]
