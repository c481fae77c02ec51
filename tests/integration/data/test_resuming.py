"""An import that died goes on behind its last checkpoint, and leaves what an undisturbed one leaves."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets import writer
from driftdesk.core.entities import Fence, Job, JobKind
from driftdesk.core.errors import JobCancelledError, JobPausedError, LeaseLostError
from driftdesk.core.ingest import columnar_reader, journal, json_reader, records
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.service import ImportResult, IngestService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

ROWS = 6_000


class Attempt(Context):
    """One attempt of a job, which dies at its ``breath``-th look at whether to go on."""

    user = "tester"

    def __init__(self, store: Store, job: Job, breath: int = 10**9) -> None:
        claimed = store.jobs.claim("worker", timedelta(minutes=1), job_id=job.id)
        assert claimed is not None
        self.job_id = job.id
        self.fence = Fence(job_id=job.id, attempt=claimed.attempt)
        self.error: Exception = LeaseLostError("Died.")
        self.looks = 0
        self._breath = breath
        self._store = store

    def check(self) -> None:
        self.looks += 1
        if self.looks == self._breath:
            raise self.error

    def rows_read(self, rows: int, done: float, total: float, stage: str) -> None:
        self.first = getattr(self, "first", rows)

    def end(self) -> None:
        assert self.fence is not None
        self._store.jobs.release(self.fence, crashed=False)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks, groups and pages of a few rows, and a checkpoint behind each batch."""
    monkeypatch.setattr(journal, "EVERY", 0.0)
    monkeypatch.setattr(writer, "GROUP_ROWS", 700)
    monkeypatch.setattr(writer, "PAGE_GROUPS", 3)
    monkeypatch.setattr(records, "BLOCK_BYTES", 8_000)
    monkeypatch.setattr(json_reader, "BATCH_ROWS", 300)
    monkeypatch.setattr(columnar_reader, "BATCH_ROWS", 300)


def lines() -> Iterator[dict[str, Any]]:
    draw = random.Random(5)
    for n in range(ROWS):
        yield {
            "n": n,
            "x": "" if n % 50 == 0 else round(draw.gauss(0, 9), 3),
            "city": draw.choice(["서울", "Oslo", "São Paulo", 'a "b", c\nd']),
            "flag": "never" if n > 900 and n % 700 == 0 else draw.choice(["yes", "no"]),
        }


def as_csv(path: Path, encoding: str = "utf-8", pack: Callable[[bytes], bytes] = bytes) -> Path:
    text = "n,x,city,flag\n"
    for row in lines():
        city = '"' + row["city"].replace('"', '""') + '"'
        text += f"{row['n']},{row['x']},{city},{row['flag']}{',surplus' if row['n'] % 811 == 4 else ''}\n"
    if encoding == "cp949":
        text = text.replace("São Paulo", "부산")
    path.write_bytes(pack(text.encode(encoding)))
    return path


def as_jsonl(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as sink:
        for row in lines():
            late = {"late": 1} if row["n"] == 5_000 else {}
            sink.write(json.dumps({**row, "x": row["x"] or None, **late}) + "\n")
    return path


def as_parquet(path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist([{**r, "x": r["x"] or None} for r in lines()]), path)
    return path


FILES = {
    "plain": lambda folder: as_csv(folder / "a.csv"),
    "marked": lambda folder: as_csv(folder / "a.csv", "utf-8-sig"),
    "utf-16": lambda folder: as_csv(folder / "a.csv", "utf-16"),
    "korean": lambda folder: as_csv(folder / "a.csv", "cp949"),
    "packed": lambda folder: as_csv(folder / "a.csv.gz", pack=gzip.compress),
    "jsonl": lambda folder: as_jsonl(folder / "a.jsonl"),
    "parquet": lambda folder: as_parquet(folder / "a.parquet"),
}


class Laboratory:
    """Imports one file (or several) undisturbed, and then as a job that dies."""

    def __init__(self, store: Store, ingest: IngestService, tables: TableService) -> None:
        self.store, self.ingest, self.tables = store, ingest, tables

    def undisturbed(self, *paths: Path) -> ImportResult:
        files = [self.ingest.upload(p).id for p in paths]
        return self.ingest.run("whole", files, None, Context())

    def job(self) -> Job:
        job = Job(kind=JobKind.IMPORT, title="import")
        self.store.jobs.insert(job)
        return job

    def dying(self, job: Job, files: list[str], breath: int) -> Attempt:
        attempt = Attempt(self.store, job, breath)
        with pytest.raises(LeaseLostError):
            self.ingest.run("broken", files, None, attempt)
        attempt.end()
        return attempt

    def finish(self, job: Job, files: list[str]) -> tuple[ImportResult, Attempt]:
        attempt = Attempt(self.store, job)
        return self.ingest.run("broken", files, None, attempt), attempt

    def check(self, whole: ImportResult, broken: ImportResult) -> None:
        """Equal to the last bit: values, row ids, chunks, pages, rejected rows."""
        assert (broken.rows, broken.rejected, broken.warnings) == (whole.rows, whole.rejected, whole.warnings)
        a, b = whole.version, broken.version
        assert self.tables.read(a, with_row_ids=True).equals(self.tables.read(b, with_row_ids=True))
        assert a.page_rows == b.page_rows
        assert a.byte_count == b.byte_count
        for first, second in zip(a.pages, b.pages, strict=True):
            one, two = self.store.pages.get(first), self.store.pages.get(second)
            assert (one.group_rows, one.digests, one.bounds) == (two.group_rows, two.digests, two.bounds)
        assert self.rejected(whole) == self.rejected(broken)
        assert self.store.import_checkpoints.count() == 0

    def rejected(self, result: ImportResult) -> bytes:
        return self.store.files.read_bytes(result.rejects_file_id) if result.rejects_file_id else b""


@pytest.fixture
def laboratory(store: Store, ingest: IngestService, tables: TableService) -> Laboratory:
    return Laboratory(store, ingest, tables)


@pytest.mark.parametrize("kind", FILES)
def test_an_import_that_dies_again_and_again_equals_an_undisturbed_one(
    laboratory: Laboratory, tmp_path: Path, kind: str
) -> None:
    path = FILES[kind](tmp_path)
    whole = laboratory.undisturbed(path)
    assert whole.rejected > 0 or kind == "parquet"
    job, files = laboratory.job(), [laboratory.ingest.upload(path).id]
    for breath in (18, 10, 8):
        laboratory.dying(job, files, breath)
    assert laboratory.store.import_checkpoints.count() > 0
    broken, last = laboratory.finish(job, files)
    assert last.first > ROWS / 10, "it did not begin anew"
    laboratory.check(whole, broken)


def test_it_goes_on_in_the_file_it_was_at(laboratory: Laboratory, tmp_path: Path) -> None:
    first, second = as_csv(tmp_path / "a.csv"), as_csv(tmp_path / "b.csv")
    whole = laboratory.undisturbed(first, second)
    job, files = laboratory.job(), [laboratory.ingest.upload(p).id for p in (first, second)]
    for breath in (55, 9, 7):
        laboratory.dying(job, files, breath)
    broken, last = laboratory.finish(job, files)
    assert last.first > ROWS
    laboratory.check(whole, broken)


def test_it_begins_anew_where_the_dataset_got_another_version_meanwhile(
    laboratory: Laboratory, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "a.csv")
    files = [laboratory.ingest.upload(path).id]
    laboratory.ingest.run("broken", files, None, Context())
    job = laboratory.job()
    laboratory.dying(job, files, 20)
    laboratory.ingest.run("broken", files, None, Context())
    broken, last = laboratory.finish(job, files)
    assert last.first < 700
    assert (broken.version.number, broken.version.rows) == (3, 3 * broken.rows)
    ids = laboratory.tables.read(broken.version, ["n"], with_row_ids=True).column("_row_id").to_pylist()
    assert ids == list(range(3 * broken.rows))


def test_what_comes_late_keeps_no_checkpoint(laboratory: Laboratory, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv")
    job, files = laboratory.job(), [laboratory.ingest.upload(path).id]
    late = Attempt(laboratory.store, job)
    late.end()
    Attempt(laboratory.store, job)
    with pytest.raises(LeaseLostError):
        laboratory.ingest.run("broken", files, None, late)
    assert laboratory.store.import_checkpoints.count() == 0


def test_an_import_that_is_cancelled_leaves_no_checkpoint(laboratory: Laboratory, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv")
    job, files = laboratory.job(), [laboratory.ingest.upload(path).id]
    attempt = Attempt(laboratory.store, job, breath=20)
    attempt.error = JobCancelledError("Stop.")
    with pytest.raises(JobCancelledError):
        laboratory.ingest.run("broken", files, ImportOptions(), attempt)
    assert laboratory.store.import_checkpoints.count() == 0
    assert laboratory.store.files.list() == []


def test_an_import_that_is_paused_keeps_what_its_next_attempt_needs(
    laboratory: Laboratory, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "a.csv")
    job, files = laboratory.job(), [laboratory.ingest.upload(path).id]
    attempt = Attempt(laboratory.store, job, breath=20)
    attempt.error = JobPausedError("Pause.")
    with pytest.raises(JobPausedError):
        laboratory.ingest.run("broken", files, ImportOptions(), attempt)
    assert [f.id for f in laboratory.store.files.list()] == files
