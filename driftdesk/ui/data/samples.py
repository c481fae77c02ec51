"""Adding the sample data: four datasets, each a reference and batches of which it is known how they drifted."""

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import JobState, Task
from driftdesk.core.paths import sample_data_dir
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Sample:
    """``files`` are the reference and then the batches, in the order in which they become versions."""

    name: str
    task: Task
    target: str
    files: tuple[Path, ...]


def read_manifest() -> list[Sample]:
    """What ``sample_data/manifest.json`` lists; runs in a thread."""
    folder = sample_data_dir()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Sample(
            name,
            Task(about["task"]),
            about["target"],
            tuple(folder / f["path"] for f in about["files"].values()),
        )
        for name, about in manifest["datasets"].items()
    ]


async def add_samples(workspace: Workspace) -> None:
    """Import the samples that are not there yet, version after version; the reference gets the tag ``golden``."""
    from driftdesk.core.ingest.options import ImportOptions

    call, desk = workspace.tasks.call, workspace.desk
    samples = await call(read_manifest)
    there = {d.name for d in await call(desk.datasets.list)}
    wanted = [s for s in samples if s.name not in there]
    if not wanted:
        workspace.notifications.info(translate("data", "The sample data is here already"))
        return
    workspace.notifications.info(
        translate("data", "Adding the sample data: {n} datasets").format(n=len(wanted))
    )
    for sample in wanted:
        options = ImportOptions(task=sample.task, target=sample.target, mode="replace")
        for number, file in enumerate(sample.files, 1):
            job = await call(desk.import_files, sample.name, [file], options)
            if (await ended(workspace, job)).state is not JobState.SUCCEEDED:
                return
            if number == 1:
                await call(desk.datasets.tag_version, sample.name, 1, "golden")
    workspace.notifications.success(translate("data", "The sample data is here"))
