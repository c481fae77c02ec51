"""The registry on the command line: datasets, files, storage, retention."""

from pathlib import Path

from driftdesk.workers.runner import Runner
from tests.integration.cli.conftest import Run


def test_a_dataset_is_made_described_found_put_away_and_deleted(cli: Run) -> None:
    code, made = cli("dataset", "churn", "--create", "--task", "binary", "--describe", "Who leaves")
    assert code == 0
    assert made["dataset"]["versions"] == 0
    code, value = cli(
        "dataset", "churn", "--add-tag", "Q1", "--add-tag", "gone", "--favour", "--rename", "leavers"
    )
    assert (value["dataset"]["name"], value["dataset"]["tags"]) == ("leavers", ["gone", "Q1"])
    assert cli("dataset", "leavers", "--remove-tag", "GONE", "--task", "none")[1]["dataset"]["tags"] == ["Q1"]
    cli("dataset", "other", "--create")
    assert cli("datasets", "--search", "WHO le")[1]["total"] == 1
    assert [d["name"] for d in cli("datasets", "--favourites")[1]["datasets"]] == ["leavers"]
    assert cli("datasets", "--limit", "1", "--offset", "1")[1]["datasets"][0]["name"] == "other"
    assert cli("dataset", "leavers", "--delete")[0] == 2
    assert cli("dataset", "leavers", "--trash")[1]["dataset"]["in_trash"]
    code, refused = cli("profile", "leavers")
    assert (code, refused["error"]["code"]) == (2, "in_trash")
    assert "--restore" in refused["error"]["hint"]
    assert cli("datasets")[1]["total"] == 1
    assert cli("datasets", "--trash")[1]["total"] == 1
    assert cli("dataset", "leavers", "--delete")[1] == {"deleted": "leavers"}
    assert cli("dataset", "other", "--trash", "--restore")[0] == 2


def test_an_import_into_what_is_in_the_trash_uploads_nothing(cli: Run) -> None:
    cli("dataset", "churn", "--create")
    cli("dataset", "churn", "--trash")
    code, refused = cli("import", "churn.csv", "--dataset", "churn")
    assert (code, refused["error"]["code"]) == (2, "in_trash")
    assert cli("jobs", "list")[1]["jobs"] == []
    assert cli("storage")[1]["other_files"] == 0


def test_files_storage_and_retention_of_an_imported_dataset(cli: Run, worker: Runner, tmp_path: Path) -> None:
    for _ in range(3):
        assert cli("import", "churn.csv", "--dataset", "churn", "--replace")[0] == 0
    code, listed = cli("files", "churn")
    assert [(f["name"], f["version"], f["rows"]) for f in listed["files"]] == [
        ("churn.csv", n, 4000) for n in (3, 2, 1)
    ]
    file = listed["files"][0]["file"]
    assert cli("files", "churn", "--download", file, "--out", "copy.csv")[0] == 0
    assert (tmp_path / "copy.csv").read_bytes() == (tmp_path / "churn.csv").read_bytes()
    assert cli("files", "churn", "--remove", file)[1]["files"][0]["removed_by"]
    assert cli("files", "churn", "--download", file)[1]["error"]["code"] == "not_found"
    code, value = cli("retention", "churn", "--keep-versions", "2", "--keep-days", "0")
    assert value["policy_of"] == "churn"
    assert [(d["dataset"], d["version"]) for d in value["due"]] == [("churn", 1)]
    before = cli("storage", "churn")[1]["datasets"][0]
    code, dry = cli("sweep", "--grace", "0", "--dry-run")
    assert (code, dry["versions"], dry["files"]) == (0, 1, 1)
    assert cli("sweep", "--grace", "0")[0] == 2, "somebody may be storing"
    assert cli("storage", "churn")[1]["datasets"][0] == before
    assert cli("retention", "churn", "--forget")[1]["policy_of"] == "all datasets"
    assert cli("retention", "churn", "--event-days", "3")[0] == 2
    assert cli("retention", "--keep-events")[1]["event_days"] is None
    assert cli("retention")[1]["due"] == []
