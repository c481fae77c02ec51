"""Work in bulk that can be done again and again in one store, each time with the same result: what is killed in it."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.drafts.edits import (
    AddColumn,
    AddRows,
    Compute,
    DeleteRows,
    Edit,
    RenameColumn,
    Replace,
)
from driftdesk.core.entities import DatasetVersion, Job
from driftdesk.core.ingest.marks import Position
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.desk import Desk
from tests.support.boundary import Boundary, content
from tests.support.moments import Done

NOW = timedelta(0)
EDITS: tuple[Edit, ...] = (
    Compute(column="x0", expression="x1 * 2 + 1"),
    Replace(columns=("w1",), find="red", replacement="ruby"),
    AddRows(rows=({"x0": 1, "w0": "green"}, {"x1": 2.5})),
    DeleteRows(where="x4 > 1.5"),
    AddColumn(name="sum", expression="x2 + x3"),
    RenameColumn(column="w2", name="word"),
)
RULES = (
    "missing=median columns=x6",
    "range=x0 minimum=-2 maximum=2 then=drop",
    "spelling columns=w1",
    "duplicates",
)


def write_csv(path: Path, rows: int, seed: int) -> None:
    """Numbers and words, some missing, some spelt oddly; one row in 10,000 cannot be used."""
    draw = np.random.default_rng(seed)
    numbers = draw.normal(size=(rows, 8)).round(5).astype(str)
    numbers[draw.random(rows) < 0.01, 6] = ""
    words = draw.choice(["red", "green", "blue", "노랑", "Red ", ""], (rows, 3))
    with path.open("w", encoding="utf-8") as sink:
        sink.write(",".join([*(f"x{i}" for i in range(8)), *(f"w{i}" for i in range(3))]) + "\n")
        for n in range(rows):
            sink.write(",".join([*numbers[n], *words[n]]) + (",surplus" if n % 10_000 == 77 else "") + "\n")


class Bulk:
    """One kind of work. ``enqueue`` it, ``check`` what it left (against ``expected``, once it was done undisturbed), and
    ``undo`` it. ``commit`` is the command with which its last transaction begins to write data."""

    commit = "findAndModify datasets"

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.expected: pa.Table | None = None
        self._before = 0
        """The head before."""
        self._first_new = 0

    @classmethod
    def prepare(cls, desk: Desk, folder: Path, rows: int) -> None:
        """The files, and the dataset ``base``, which most begin with."""
        for number, name in enumerate(("base.csv", "more.csv")):
            write_csv(folder / name, rows, number)
        options = ImportOptions(task="multiclass", target="w0")
        desk.ingest.run("base", [desk.ingest.upload(folder / "base.csv").id], options, Context())

    def enqueue(self) -> Job:
        raise NotImplementedError

    def at_rest(self, job: Job) -> None:
        """Nobody is at work: there is the version that the job makes, whole, or nothing of it."""
        Boundary(self.desk).check()
        made = self._made(job)
        assert len(made) <= 1
        if made:
            self._compare(made[0])

    def check(self, job: Job, done: Done) -> None:
        """What the job that ended left is what it leaves undisturbed, once; and a sweep leaves nothing else."""
        [made] = self._made(job)
        self.desk.retention.sweep(grace=NOW)
        self._boundary_alone()
        self._compare(made)

    def undo(self) -> None:
        """Back to what was there before: the same rows in another version."""
        dataset = self.desk.datasets.get("base")
        self.desk.datasets.revert("base@1")
        self.desk.datasets.remove_version(f"base@{dataset.head}")
        self.desk.retention.sweep(grace=NOW)
        Boundary(self.desk).check_nothing_else()

    def _boundary_alone(self) -> None:
        boundary = Boundary(self.desk)
        boundary.check()
        boundary.check_nothing_else()

    def _look(self) -> None:
        """Before the job."""
        dataset = self.desk.datasets.get("base")
        self._before, self._first_new = dataset.head, dataset.next_row_id

    def _made(self, job: Job) -> list[DatasetVersion]:
        return self.desk.store.versions.find(job_id=job.id)

    def _compare(self, version: DatasetVersion) -> None:
        assert version.number == self._before + 1
        found = content(self.desk, version, self._first_new)
        if self.expected is None:
            self.expected = found
        assert found.equals(self.expected)


class Importing(Bulk):
    """A file becomes a new dataset."""

    commit = "insert datasets"
    dataset, options = "new", ImportOptions(task="multiclass", target="w0")

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk, folder)
        self.rejects = b""
        self.read = 0
        """Rows of the file."""
        self.resumed = 0
        """Attempts that went on behind a checkpoint."""
        self._behind = 0

    def enqueue(self) -> Job:
        self._look()
        self._behind = 0
        return self.desk.import_files(self.dataset, [self.folder / "more.csv"], self.options)

    def at_rest(self, job: Job) -> None:
        super().at_rest(job)
        marks = self.desk.store.import_checkpoints.find(
            job_id=job.id, position__ne=None, sort="-number", limit=1
        )
        self._behind = Position.model_validate(marks[0].position).counted.read if marks else 0
        if self._made(job):
            self._behind = self.read
        self._check_choices(job)

    def check(self, job: Job, done: Done) -> None:
        super().check(job, done)
        assert job.result is not None
        rejects = self.desk.store.files.read_bytes(job.result["rejects_file"])
        self.rejects, self.read = self.rejects or rejects, self.read or done.rows_read
        assert rejects == self.rejects
        assert done.rows_read == self.read - self._behind, "what is behind the checkpoint is not read again"
        self.resumed += 0 < self._behind < self.read
        self._check_choices(job)

    def _check_choices(self, job: Job) -> None:
        """What was chosen for the columns is remembered with the version."""
        [remembered] = self.desk.store.import_choices.find()
        assert (remembered.dataset == "new") == bool(self._made(job))

    def undo(self) -> None:
        self.desk.datasets.trash("new")
        self.desk.datasets.delete("new")
        [remembered] = self.desk.store.import_choices.find()
        self.desk.store.import_choices.update(remembered.id, dataset="base")
        self.desk.retention.sweep(grace=NOW)
        Boundary(self.desk).check_nothing_else()

    def _look(self) -> None:
        assert self.desk.datasets.find("new") is None


class Appending(Importing):
    """Rows of a file are added to a dataset."""

    commit = Bulk.commit
    dataset, options = "base", ImportOptions(mode="append")
    undo, _look = Bulk.undo, Bulk._look

    def _check_choices(self, job: Job) -> None:
        pass


class Committing(Bulk):
    """A draft of edits becomes a version: with it, the draft goes."""

    def enqueue(self) -> Job:
        self._look()
        draft = self.desk.drafts.open("base")
        for edit in EDITS:
            draft = self.desk.drafts.apply(draft, edit)
        return self.desk.commit_draft("base", "edited")

    def at_rest(self, job: Job) -> None:
        super().at_rest(job)
        draft = self.desk.drafts.find("base")
        assert (draft is None) == bool(self._made(job))
        if draft is not None:
            assert draft.length == len(EDITS)

    def check(self, job: Job, done: Done) -> None:
        super().check(job, done)
        assert self.desk.drafts.find("base") is None


class Cleaning(Bulk):
    """A version by rules."""

    def enqueue(self) -> Job:
        self._look()
        return self.desk.clean("base", RULES)


class Sweeping(Bulk):
    """Removes versions by a policy, what a deleted dataset and a writer that died left, and files."""

    def enqueue(self) -> Job:
        path = self.folder / "few.jsonl"
        for number in range(6):
            start = self.desk.datasets.get("base").head * 10**6 + number
            path.write_text("".join(f'{{"x": {start + n / 7}, "y": "{n}"}}\n' for n in range(200)))
            file = self.desk.ingest.upload(path)
            name = "few" if number % 3 else "gone"
            self.desk.ingest.run(name, [file.id], ImportOptions(mode="replace"), Context())
        self.desk.store.files.put_bytes(b"nobody's", "nobody.bin")
        self.desk.store.chunks.put([pa.array(range(start, start + n)) for n in range(1, 40)])
        self.desk.retention.set_policy("few", keep_versions=2)
        self.desk.datasets.trash("gone")
        self.desk.datasets.delete("gone")
        self._kept = [(v.number, content(self.desk, v)) for v in self.desk.datasets.versions("few")[:2]]
        return self.desk.sweep(grace_minutes=0)

    def at_rest(self, job: Job) -> None:
        Boundary(self.desk).check()
        kept = self.desk.datasets.versions("few")[:2]
        assert [v.number for v in kept] == [number for number, _ in self._kept]
        assert all(content(self.desk, v).equals(c) for v, (_, c) in zip(kept, self._kept, strict=True))

    def check(self, job: Job, done: Done) -> None:
        """The job that went on found all that the one before it left."""
        self.at_rest(job)
        assert len(self.desk.datasets.versions("few")) == 2
        self._boundary_alone()

    def undo(self) -> None:
        pass


ALL: tuple[type[Bulk], ...] = (Importing, Appending, Committing, Cleaning, Sweeping)
