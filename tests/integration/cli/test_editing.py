"""Editing on the command line."""

from pathlib import Path

import pytest

from driftdesk.workers.runner import Runner
from tests.integration.cli.conftest import Run


@pytest.fixture
def dataset(cli: Run, worker: Runner, tmp_path: Path) -> str:
    (tmp_path / "d.csv").write_text("age,plan,a=b\n30,free,1\n,paid,2\n50,Free,3\n")
    assert cli("import", "d.csv", "--dataset", "d")[0] == 0
    return "d"


def test_all_edits_of_one_call_become_one_version(cli: Run, dataset: str) -> None:
    code, found = cli(
        "edit", dataset, "--rename", "age=years", "--compute", "months=years * 12", "--fill", "years=:median",
        "--find", "free", "--replace", "none", "--ignore-case", "--in", "plan", "--set", "2:a=b=7",
        "--add", '{"years": 1, "plan": "new"}', "--delete-where", 'plan == "paid"', "--message", "tidied",
    )  # fmt: skip
    assert (code, found) == (0, {"dataset": "d", "version": 2, "rows": 3, "dropped": []})
    rows = cli("rows", dataset)[1]
    assert rows["rows"] == [
        {"years": 30, "plan": "none", "a=b": 1, "months": 360},
        {"years": 50, "plan": "none", "a=b": 7, "months": 600},
        {"years": 1, "plan": "new", "a=b": None, "months": None},
    ]
    assert cli("versions", dataset)[1]["versions"][0]["message"] == "tidied"


def test_a_dry_run_and_a_refusal_change_nothing(cli: Run, dataset: str) -> None:
    code, found = cli("edit", dataset, "--delete-where", "age > 40", "--dry-run")
    assert (code, found["rows"], found["deleted_rows"]) == (0, 2, 1)
    code, found = cli("edit", dataset, "--rename", "age=years", "--retype", "plan=numeric")
    assert (code, found["error"]["code"]) == (2, "bad_schema")
    assert cli("edit", dataset)[1]["error"]["message"] == "There is nothing to edit."
    assert cli("draft", dataset)[1]["error"]["code"] == "not_found"
    assert len(cli("versions", dataset)[1]["versions"]) == 1


def test_edits_wait_in_a_draft_until_they_are_committed(cli: Run, dataset: str) -> None:
    cli("edit", dataset, "--set", "0:age=31", "--keep")
    cli("edit", dataset, "--delete", "1", "--keep")
    assert cli("edit", dataset, "--drop", "plan")[1]["error"]["code"] == "conflict"
    code, found = cli("draft", dataset, "undo")
    assert [e["is_done"] for e in found["edits"]] == [True, False]
    assert cli("draft", dataset, "redo")[1]["rows"] == 2
    assert cli("draft", dataset, "difference")[1]["versions"] == []
    code, found = cli("draft", dataset, "commit")
    assert (code, found["version"], found["rows"]) == (0, 2, 2)
    cli("edit", dataset, "--drop", "plan", "--keep")
    assert cli("draft", dataset, "discard")[1] == {"dataset": "d", "discarded": 1}
