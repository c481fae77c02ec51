"""Real SIGKILLs at seeded random moments of a sweep that removes versions, pages, profiles, chunks and files: all that
is kept can be read, and the next sweep finds the rest."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from driftdesk.core.context import Context
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.retention import service as retention
from driftdesk.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
NOW = timedelta(0)
VERSIONS = 12
REPLACE = ImportOptions(mode="replace")

SWEEP = """
import sys
from datetime import timedelta
from driftdesk.core.retention import service as retention
from driftdesk.desk import Desk

retention.LEAST_GRACE = timedelta(0)
with Desk.open(sys.argv[1]) as desk:
    desk.store.server_version()
    print("ready", flush=True)
    desk.retention.sweep(grace=timedelta(0))
    print("done", flush=True)
"""


@dataclass
class Place:
    desk: Desk
    folder: Path
    seconds: float = 0.0

    def litter(self) -> None:
        """Versions that a policy lets go, each with rows and a file of its own; one dataset that is deleted."""
        path = self.folder / "rows.jsonl"
        for i in range(VERSIONS):
            start = time.time_ns() + i
            path.write_text("".join(f'{{"x": {start + n}, "y": "{n}"}}\n' for n in range(200)))
            name = "churn" if i % 3 else "gone"
            self.desk.ingest.run(name, [self.desk.ingest.upload(path).id], REPLACE, Context())
        self.desk.datasets.trash("gone")
        self.desk.datasets.delete("gone")

    def sweep(self) -> subprocess.Popen[str]:
        """In a process of its own, which is about to begin."""
        command = [sys.executable, "-c", SWEEP, str(self.folder / "data")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    kept, retention.LEAST_GRACE = retention.LEAST_GRACE, NOW
    with Desk.open(folder / "data") as desk:
        made = Place(desk, folder)
        desk.retention.set_policy(keep_versions=2)
        made.litter()
        began = time.perf_counter()
        made.sweep().communicate()
        made.seconds = time.perf_counter() - began
        yield made
    retention.LEAST_GRACE = kept
    from driftdesk.core.storage.embedded import EmbeddedServer

    EmbeddedServer(desk.settings).stop()


@pytest.mark.parametrize("seed", range(50))
def test_a_sweep_that_is_killed_harms_no_version(place: Place, seed: int) -> None:
    desk = place.desk
    place.litter()
    process = place.sweep()
    time.sleep(random.Random(seed).uniform(0, 1) * place.seconds)  # the moment is the test
    process.kill()
    process.communicate()
    for version in desk.datasets.versions("churn"):
        assert desk.tables.read(version).num_rows == version.rows == 200
        assert all(desk.store.files.read_bytes(f) for f in version.files)
    desk.retention.sweep(grace=NOW)
    account = desk.retention.account()
    assert account.unreferenced == account.other_files == 0
    assert [v.number for v in desk.datasets.versions("churn")] == [
        desk.datasets.get("churn").head,
        desk.datasets.get("churn").head - 1,
    ]
