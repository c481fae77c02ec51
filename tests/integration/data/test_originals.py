"""The originals of a dataset: listed with what became of them, downloaded, removed."""

import hashlib
from pathlib import Path

import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Job, JobKind
from driftdesk.core.errors import ConflictError, FileError, NotFoundError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.desk import Desk

ONE = '{"x": 1}\n{"x": 2}\n'
TWO = '{"x": 3}\n'


def import_both(desk: Desk, folder: Path) -> None:
    """One import of two files, then another of one."""
    ids = []
    for name, content in (("one.jsonl", ONE), ("two.jsonl", TWO)):
        path = folder / name
        path.write_text(content)
        ids.append(desk.ingest.upload(path).id)
    desk.ingest.run("churn", ids, ImportOptions(), Context())
    again = desk.ingest.upload(folder / "two.jsonl")
    desk.ingest.run("churn", [again.id], ImportOptions(), Context())


def test_originals_are_listed_with_rows_and_the_version_that_they_came_into(
    desk: Desk, tmp_path: Path
) -> None:
    import_both(desk, tmp_path)
    found = [(o.file.name, o.version, o.rows, o.rejected, o.format) for o in desk.originals.list("churn")]
    assert found == [
        ("two.jsonl", 2, 1, 0, "jsonl"),
        ("one.jsonl", 1, 2, 0, "jsonl"),
        ("two.jsonl", 1, 1, 0, "jsonl"),
    ]
    first = desk.originals.find("churn", "one.jsonl").file
    assert first.sha256 == hashlib.sha256(ONE.encode()).hexdigest()
    assert (first.size, first.uploaded_by) == (len(ONE), "tester")


def test_an_original_is_downloaded_by_name_or_id(desk: Desk, tmp_path: Path) -> None:
    import_both(desk, tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    path = desk.originals.download("churn", "one.jsonl", out)
    assert path == out / "one.jsonl"
    assert path.read_text() == ONE
    with pytest.raises(ConflictError, match="2 files of churn are called"):
        desk.originals.find("churn", "two.jsonl")
    with pytest.raises(NotFoundError):
        desk.originals.find("churn", "three.jsonl")
    with pytest.raises(FileError):
        desk.originals.download("churn", "one.jsonl", tmp_path / "nowhere" / "x")


def test_the_content_of_an_original_goes_and_its_record_and_rows_stay(desk: Desk, tmp_path: Path) -> None:
    import_both(desk, tmp_path)
    removed = desk.originals.remove("churn", "one.jsonl")
    assert (removed.file.removed_by, removed.file.size) == ("tester", len(ONE))
    assert desk.originals.remove("churn", "one.jsonl") == removed, "done already"
    with pytest.raises(NotFoundError, match="was removed by tester"):
        desk.originals.download("churn", "one.jsonl", tmp_path / "x")
    assert not (tmp_path / "x").exists()
    assert len(desk.originals.list("churn")) == 3
    assert desk.tables.read(desk.datasets.resolve("churn")[1]).num_rows == 4
    assert [e.what for e in desk.store.audit.find(action="file removed")] == ["churn"]


def test_an_original_that_an_unfinished_job_needs_stays(desk: Desk, tmp_path: Path) -> None:
    import_both(desk, tmp_path)
    file = desk.originals.find("churn", "one.jsonl").file
    job = desk.store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="Import again", params={"files": [file.id]}))
    with pytest.raises(ConflictError, match="Import again"):
        desk.originals.remove("churn", file.id)
    desk.jobs.stop(job.id)
    assert desk.originals.remove("churn", file.id).file.removed_at is not None
