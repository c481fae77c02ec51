"""Real processes to kill: those of a data directory, its embedded database and workers; and a world with a training."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

from driftdesk.core.entities import Job, JobState, Run
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.paths import sample_data_dir
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from driftdesk.workers.local import run_here
from tests.support.processes import processes, read
from tests.support.waiting import until

MARK = "DRIFTDESK_TEST_MARK"


@dataclass(frozen=True)
class Baseline:
    """The same training, undisturbed."""

    seconds: float
    steps: int
    metrics: dict[str, float]
    model: bytes
    """The bundle, byte for byte."""


class Machine:
    """``with Machine(folder) as machine``: an empty data directory is open, and nothing is left over at the end."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.environment = {
            **os.environ,
            MARK: str(folder),
            "DRIFTDESK_LEASE_SECONDS": "3",
            "DRIFTDESK_GRACE_SECONDS": "3",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        os.environ.update(
            {k: self.environment[k] for k in (MARK, "DRIFTDESK_LEASE_SECONDS", "DRIFTDESK_GRACE_SECONDS")}
        )
        self.desk = Desk.open(self.data_dir)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)
        self.desk.close()
        EmbeddedServer(self.desk.settings).stop()
        for name in (MARK, "DRIFTDESK_LEASE_SECONDS", "DRIFTDESK_GRACE_SECONDS"):
            os.environ.pop(name, None)
        until(lambda: not self.left_over())

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A DriftDesk process in this data directory."""
        return self.start_module("driftdesk", *arguments, "--data-dir", str(self.data_dir))

    def start_module(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Any Python module as a process."""
        with (self.data_dir / "output.txt").open("ab") as output:
            command = [sys.executable, "-m", module, *arguments]
            process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        self.processes.append(process)
        return process

    def end(self, process: subprocess.Popen[bytes]) -> int:
        """Ask a worker (or the window) to end, once it is at work; its exit code."""
        until(lambda: any(w.pid == process.pid for w in self.desk.store.workers.find()))
        process.terminate()
        return process.wait(timeout=30)

    def left_over(self) -> list[int]:
        """Processes of this data directory, but for the one that asks."""
        mark = f"{MARK}={self.environment[MARK]}".encode()
        return [
            pid for pid in processes() if pid != os.getpid() and mark in read(pid, "environ").split(b"\0")
        ]

    def mongod(self) -> int:
        """Process id of the embedded database."""
        until(lambda: EmbeddedServer(self.desk.settings).status().pid)
        return EmbeddedServer(self.desk.settings).status().pid


class World(Machine):
    """``with World(folder) as world``: a churn dataset is imported, and a model was trained undisturbed."""

    def __init__(self, folder: Path, epochs: int = 60) -> None:
        super().__init__(folder)
        self.epochs = epochs

    def __enter__(self) -> Self:
        super().__enter__()
        options = ImportOptions(task="binary", target="churned")
        file = sample_data_dir() / "sample_users_churn" / "reference.csv"
        run_here(self.desk, self.desk.import_files("churn", [file], options))
        self.baseline = self._baseline()
        return self

    def train(self) -> Job:
        """Enqueue the training."""
        params = {"epochs": self.epochs, "early_stopping": False}
        return self.desk.train("m", "churn", trainer="mlp", params=params, seed=7)

    def check(self, job: Job) -> None:
        """The job left what an undisturbed one leaves: nothing lost, nothing twice."""
        ended = self.desk.jobs.wait(job.id, timeout=90)
        assert ended.state is JobState.SUCCEEDED
        runs = self.desk.store.runs.find(job_id=job.id)
        assert len(runs) == 1
        versions = self.desk.store.model_versions.find(run_id=runs[0].id)
        assert [v.number for v in versions] == [runs[0].model_version]
        assert self.model_of(runs[0]) == self.baseline.model, "resumed, it is the same model to the last bit"
        assert runs[0].metrics == self.baseline.metrics
        assert runs[0].checkpoint is None
        self.desk.training.sweep(timedelta(0))
        stored = {f.id for f in self.desk.store.artifacts.list()}
        assert stored == self.desk.training.artifacts_in_use(), "what killed processes left is swept, no more"
        self._check_series(runs[0])
        finished = [e for e in self.desk.jobs.events(job.id) if e.type == "job_finished"]
        assert [e.attempt for e in finished] == [ended.attempt]

    def model_of(self, run: Run) -> bytes:
        """The bundle of the one version that the run made."""
        version = self.desk.store.model_versions.first(run_id=run.id)
        assert version is not None
        return self.desk.store.artifacts.read_bytes(version.artifact_id)

    def _check_series(self, run: Run) -> None:
        points = self.desk.training.series(run.id)
        steps = [p.step for p in points]
        assert steps == sorted(set(steps))
        assert steps[-1] == self.baseline.steps
        epochs = [p.epoch for p in points if "validation_loss" in p.values]
        assert epochs == [float(i + 1) for i in range(self.epochs)]

    def _baseline(self) -> Baseline:
        job = run_here(self.desk, self.train())
        assert job.started_at is not None
        assert job.finished_at is not None
        run = self.desk.store.runs.first(job_id=job.id)
        assert run is not None
        steps = self.desk.training.series(run.id)[-1].step
        seconds = (job.finished_at - job.started_at).total_seconds()
        return Baseline(seconds, steps, run.metrics, self.model_of(run))
