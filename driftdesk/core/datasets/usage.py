"""What a version is used by: the one question that removing a version, by hand or by a policy, is decided by.

The transaction that removes a version asks it, and touches the dataset's record: so does whatever commits on top of a
version or tags one, and of two such transactions one is done again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import UNFINISHED, Dataset, DatasetVersion, Job, OperationKind

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

_NUMBERS = frozenset({"version", "reference", "current", "base", "dataset_version"})
"""What jobs call the versions that they work on."""


def uses(store: Store, version: DatasetVersion) -> list[str]:
    """Why a version must stay, each in a few words; empty: it may go."""
    return in_use(store, store.datasets.get(version.dataset_id)).get(version.number, [])


def in_use(store: Store, dataset: Dataset) -> dict[int, list[str]]:
    """The versions of ``dataset`` that must stay, by number, and why: a few queries whatever their number."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for number, reason in _reasons(store, dataset):
        if reason not in reasons[number]:
            reasons[number].append(reason)
    return dict(reasons)


def _reasons(store: Store, dataset: Dataset) -> Iterator[tuple[int, str]]:
    if dataset.head:
        yield dataset.head, "it is the latest version"
    for tag, number in sorted(dataset.version_tags.items()):
        yield number, f"it is tagged {tag}"
    for split in store.splits.select("name", "version", dataset_id=dataset.id):
        yield split["version"], f"it has the split {split['name']}"
    for draft in store.drafts.find(dataset_id=dataset.id):
        yield draft.base, f"a draft of {draft.user} edits it"
    yield from _of_models(store, dataset)
    for job in store.jobs.find(state__in=UNFINISHED):
        for number in _numbers(store, job, dataset):
            yield number, f"the job {job.title!r} works on it"
    report = store.reports.first(dataset_id=dataset.id, sort="-created_at")
    if report is not None and report.reference.version is not None:
        yield report.reference.version, "the last drift report compares with it"


def _of_models(store: Store, dataset: Dataset) -> Iterator[tuple[int, str]]:
    names = {m.id: m.name for m in store.models.find()}
    learned: dict[int, str] = {}
    for run in store.runs.find(dataset_id=dataset.id):
        name = names.get(run.model_id, "a model")
        learned.setdefault(run.dataset_version, name)
        yield run.dataset_version, f"run {run.number} of {name} learned from it"
    for evaluation in store.evaluations.find(dataset_id=dataset.id):
        name = names.get(evaluation.model_id, "a model")
        yield evaluation.dataset_version, f"{name} v{evaluation.model_version} was evaluated on it"
    if learned:
        for version in store.versions.find(dataset_id=dataset.id, number__in=[*learned]):
            if version.operation.kind is OperationKind.RECOMPOSE:
                for part in ("reference", "current"):
                    if isinstance(number := version.operation.params.get(part), int):
                        yield (
                            number,
                            f"v{version.number}, which {learned[version.number]} learned from, is made of it",
                        )


def dataset_of(store: Store, job: Job) -> str | None:
    """The id of the dataset that a job works on, be it that of its timeline, its report or its model; None: of none,
    or of one that an import names."""
    asked = job.params
    if "dataset_id" in asked:
        return str(asked["dataset_id"])
    if "timeline" in asked:
        return str(asked["timeline"]["dataset_id"])
    if asked.get("report_id") is not None and "model_id" not in asked:
        report = store.reports.first(id=asked["report_id"])
        return report.dataset_id if report else None
    model = store.models.first(id=asked["model_id"]) if asked.get("model_id") is not None else None
    return model.dataset_id if model else None


def _numbers(store: Store, job: Job, dataset: Dataset) -> Iterator[int]:
    """The versions of ``dataset`` that an unfinished job names."""
    if dataset_of(store, job) != dataset.id:
        return
    yield from _ints(job.params)
    yield from _ints(job.steps)
    timeline = job.params.get("timeline", {})
    if (pinned := str(timeline.get("reference", "")).removeprefix("v")).isdecimal():
        yield int(pinned)
    report = store.reports.first(id=job.params["report_id"]) if job.params.get("report_id") else None
    if report is not None:
        yield from (side.version for side in (report.reference, report.current) if side.version is not None)


def _ints(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _NUMBERS and isinstance(item, int):
                yield item
            else:
                yield from _ints(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ints(item)
