"""The command line end to end: bad input, jobs that are left, interrupted or set off, files that come out."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from driftdesk.core.entities import JobKind, JobState
from driftdesk.desk import Desk
from tests.integration.cli.conftest import Run
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(300)


def _make_bad_files(folder: Path) -> None:
    (folder / "empty.csv").touch()
    (folder / "header.csv").write_text("a,b\n")
    (folder / "binary.csv").write_bytes(bytes(range(256)) * 50)
    (folder / "broken.json").write_text('{"a": [1, 2')
    (folder / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    (folder / "folder").mkdir()
    (folder / "ragged.csv").write_text("a,b\n" + "1\n" * 50 + "1,2,3,4\n" * 50)


@pytest.mark.usefixtures("worker")
def test_files_that_are_no_data_are_refused_and_leave_nothing_behind(
    cli: Run, desk: Desk, tmp_path: Path
) -> None:
    _make_bad_files(tmp_path)
    names = ["empty.csv", "header.csv", "binary.csv", "broken.json", "broken.parquet", "folder", "ragged.csv"]
    for name in [*names, "there-is-none.csv"]:
        code, answer = cli("import", name, "--dataset", "d")
        assert (code, answer["error"]["code"] in ("bad_file", "bad_schema")) == (2, True), (name, answer)
        assert answer["error"]["message"], name
        assert answer["error"]["hint"], name
    assert desk.datasets.list() == []
    assert desk.store.versions.count() == 0
    assert desk.store.files.list() == []


@pytest.mark.usefixtures("worker")
def test_names_that_do_not_exist_are_refused_with_what_there_is(cli: Run) -> None:
    assert cli("import", "churn.csv", "--dataset", "churn")[0] == 0
    refused = [
        cli("import", "churn.csv", "--dataset", "other", "--target", "nope"),
        cli("import", "churn.csv", "--dataset", "other", "--kind", "age=number"),
        cli("profile", "chrun"),
        cli("profile", "churn@9"),
        cli("drift", "churn", "--reference", "1", "--current", "1"),
        cli("drift", "churn", "--current-file", "churn-new.csv", "--service", "nope"),
        cli("clean", "churn", "--rule", "nope"),
        cli("train", "m", "--dataset", "churn"),
        cli("evaluate", "m", "--dataset", "churn"),
        cli("promote", "m@1"),
        cli("jobs", "show", "nope"),
        cli("policy", "enable", "nope"),
    ]
    for code, answer in refused:
        assert code == 2, answer
        assert answer["error"]["hint"], answer


@pytest.mark.usefixtures("worker")
def test_a_target_of_one_class_cannot_be_trained_and_registers_nothing(
    cli: Run, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "one.csv").write_text("x,y\n" + "".join(f"{i},same\n" for i in range(200)))
    assert cli("import", "one.csv", "--dataset", "one", "--task", "binary", "--target", "y")[0] == 0
    code, answer = cli("train", "m", "--dataset", "one", "--trainer", "linear")
    assert code in (1, 2)
    assert answer["error"]["hint"]
    assert desk.store.model_versions.count() == 0
    assert [str(r.state) for r in desk.store.runs.find()] in ([], ["failed"])


@pytest.mark.usefixtures("worker")
def test_predictions_come_out_in_every_format(cli: Run, tmp_path: Path) -> None:
    cli("import", "churn.csv", "--dataset", "churn", "--task", "binary", "--target", "churned")
    assert cli("train", "m", "--dataset", "churn", "--trainer", "linear")[0] == 0
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        code, answer = cli("predict", "m", "--file", "churn-new.csv", "--out", name)
        assert (code, answer["rows"]) == (0, 2000), answer
    with (tmp_path / "out.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    table = pq.read_table(tmp_path / "out.parquet")
    assert len(rows) == len(lines) == table.num_rows == 2000
    assert {"user_id", "prediction", "prediction_score"} <= set(rows[0]) & set(json.loads(lines[0]))
    assert cli("predict", "m", "--file", "churn-new.csv", "--out", "out.xls")[0] == 2
    assert cli("predict", "m", "--file", "churn-new.csv", "--out", "no/folder.csv")[0] == 2


def test_without_waiting_a_job_is_only_enqueued(cli: Run, desk: Desk) -> None:
    code, answer = cli("import", "churn.csv", "--dataset", "churn", "--wait", "no")
    assert code == 0
    assert desk.jobs.get(answer["job"]).state is JobState.QUEUED
    assert cli("jobs", "cancel", answer["job"])[1]["state"] == "cancelled"


def test_a_report_that_turns_critical_sets_off_the_policys_retraining_once(cli: Run, desk: Desk) -> None:
    cli("import", "churn.csv", "--dataset", "churn", "--task", "binary", "--target", "churned")
    cli("train", "m", "--dataset", "churn", "--trainer", "linear")
    cli("import", "churn-new.csv", "--dataset", "churn")
    cli("policy", "add", "p", "--dataset", "churn", "--model", "m")
    _, report = cli("drift", "churn", "--reference", "1", "--write", "report.html")
    assert report["severity"] == "critical"
    assert "<html" in Path("report.html").read_text(encoding="utf-8")
    (job,) = report["jobs"]
    assert desk.jobs.get(job).kind is JobKind.RETRAIN
    code, answer = cli("worker", "--drain")
    assert (code, answer) == (0, {"jobs": 1})
    assert desk.jobs.get(job).state is JobState.SUCCEEDED
    assert desk.training.model("m").head == 2


@pytest.fixture
def interrupts() -> Iterator[None]:
    """What a shell starts in the background ignores interrupts, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_stops_the_job_and_exits_with_130(cli: Run, desk: Desk, tmp_path: Path) -> None:
    cli("import", "churn.csv", "--dataset", "churn", "--task", "binary", "--target", "churned")
    arguments = ["train", "m", "--dataset", "churn", "--trainer", "mlp"]
    slow = ["--param", "epochs=10000", "--param", "early_stopping=false", "--json"]
    command = [sys.executable, "-m", "driftdesk", *arguments, *slow]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as process:
        until(lambda: desk.store.metrics.series(run.id) if (run := desk.store.runs.first()) else None)
        os.kill(process.pid, signal.SIGINT)
        try:
            output, _ = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 130
    assert json.loads(output)["error"]["code"] == "interrupted"
    job = desk.store.jobs.first(kind=JobKind.TRAIN)
    assert job is not None
    assert job.state is JobState.ABORTED
    assert desk.store.model_versions.count() == 0
