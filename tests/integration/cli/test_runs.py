"""Runs beside each other, and the series of one, by command."""

import csv
from pathlib import Path

from driftdesk.core.entities import MetricPoint, Model, Run, Task
from driftdesk.desk import Desk
from tests.integration.cli.conftest import Run as Command


def fill(desk: Desk) -> None:
    store = desk.store
    store.models.insert(Model(id="m", name="churn-model", task=Task.BINARY, dataset_id="d", target="t"))
    for number in (1, 2, 3):
        store.runs.insert(
            Run(
                id=f"r{number}", number=number, model_id="m", dataset_id="d", dataset_version=1, trainer="mlp",
                params={"epochs": 5, "learning_rate": number / 100}, seed=0, best={"validation_roc_auc": 0.9},
            )
        )  # fmt: skip
    values = [{"train_loss": 0.1}, {"train_loss": 1 / 3, "validation_roc_auc": 0.9}]
    store.metrics.append(
        [
            MetricPoint(run_id="r2", step=n, epoch=n / 2, seconds=n / 10, values=v)
            for n, v in enumerate(values, 1)
        ]
    )


def test_runs_are_compared_and_only_what_differs_is_shown(cli: Command, desk: Desk) -> None:
    fill(desk)
    code, answer = cli("runs", "churn-model", "--compare", "3,1")
    assert code == 0
    assert answer["differing"] == ["learning_rate"]
    assert [(r["number"], r["params"]) for r in answer["runs"]] == [
        (3, {"learning_rate": 0.03}),
        (1, {"learning_rate": 0.01}),
    ]
    assert answer["runs"][0]["best"] == {"validation_roc_auc": 0.9}
    code, answer = cli("runs", "churn-model", "--compare", "7")
    assert (code, answer["error"]["hint"]) == (2, "Its runs: 1 to 3.")


def test_the_series_of_a_run_are_written_whole_or_not_at_all(
    cli: Command, desk: Desk, tmp_path: Path
) -> None:
    fill(desk)
    out = tmp_path / "series.csv"
    code, answer = cli("runs", "churn-model", "--series", "2", "--out", str(out))
    assert (code, answer["points"], answer["series"]) == (0, 2, ["train_loss", "validation_roc_auc"])
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["step"], float(r["train_loss"]), r["validation_roc_auc"]) for r in rows] == [
        ("1", 0.1, ""),
        ("2", 1 / 3, "0.9"),
    ]
    assert cli("runs", "churn-model", "--series", "2")[0] == 2
    assert cli("runs", "churn-model", "--series", "9", "--out", str(out))[0] == 2
    assert cli("runs", "churn-model", "--series", "2", "--out", str(tmp_path / "no" / "x.csv"))[0] == 2
