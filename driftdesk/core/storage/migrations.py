"""The stored format: its number, its collections and indexes, and the steps from each format to the next."""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from typing import Any

import structlog
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import CollectionInvalid

from driftdesk import __version__
from driftdesk.core.entities import MetricPoint
from driftdesk.core.errors import DatabaseUnavailableError, FormatError
from driftdesk.core.storage.codec import Document, decode
from driftdesk.core.storage.datasets import NAMES, VERDICTS
from driftdesk.core.storage.metrics import MetricRepository
from driftdesk.core.storage.series import BLOCK

log = structlog.get_logger(__name__)

Migration = Callable[[Database[Document]], None]


def _keep_what_a_registry_shows(database: Database[Document]) -> None:
    """From 1 to 2: what a list of datasets shows of their heads and reports stands beside the datasets. Old manifest
    pages stay as they are: their chunks' bounds are not known."""
    for dataset in database.datasets.find({"rows": {"$exists": False}}, {"head": 1}):
        of_it = {"dataset_id": dataset["_id"]}
        head = database.dataset_versions.find_one({**of_it, "number": dataset["head"]}) or {}
        reports = database.drift_reports.find(of_it, {"severity": 1}).sort("created_at", DESCENDING)
        shown = {
            "rows": head.get("rows", 0),
            "columns": len(head.get("columns", {}).get("columns", ())),
            "labelled": None,
            "byte_count": head.get("byte_count", 0),
            "verdicts": [r["severity"] for r in reports.limit(VERDICTS)][::-1],
            "description": "",
            "tags": [],
            "favoured_by": [],
            "trashed_at": None,
        }
        database.datasets.update_one({"_id": dataset["_id"]}, {"$set": shown})


def _pack_series(database: Database[Document]) -> None:
    """From 2 to 3: the series of runs stand in blocks of columns, not one document a point.

    The old documents are put aside whole until all blocks are there, so an interruption loses nothing.
    """
    aside = "run_metrics_of_format_2"
    if aside not in database.list_collection_names():
        if "run_metrics" not in database.list_collection_names():
            return
        database.run_metrics.rename(aside)
    database.drop_collection("run_metrics")
    repository = MetricRepository(database.run_metrics)
    points = (
        decode(MetricPoint, document)
        for document in database[aside].find(sort=[("run_id", ASCENDING), ("step", ASCENDING)])
    )
    for _, of_run in groupby(points, key=lambda point: point.run_id):
        while some := [*islice(of_run, BLOCK)]:
            repository.append(some)
    database.drop_collection(aside)


MIGRATIONS: tuple[Migration, ...] = (_keep_what_a_registry_shows, _pack_series)
"""``MIGRATIONS[n]`` makes format n + 2 of format n + 1. Each must stand being done again after an interruption."""

_FORMAT = "format"
_LOCK = "migration"
_LOCK_TIME = timedelta(minutes=10)
_LONG_AGO = datetime.fromtimestamp(0, UTC)


def _unique(*fields: str, **options: Any) -> IndexModel:
    return IndexModel([(field, ASCENDING) for field in fields], unique=True, **options)


def _index(*fields: str, **options: Any) -> IndexModel:
    keys = [(field.lstrip("-"), DESCENDING if field.startswith("-") else ASCENDING) for field in fields]
    return IndexModel(keys, **options)


_SWEEP = _index("touched", "size", "_id", name="sweep")

COLLECTIONS: dict[str, list[IndexModel]] = {
    "datasets": [
        _unique("name"),
        _index("trashed_at", "name", "_id", collation=NAMES),
        _index("trashed_at", "updated_at", "_id"),
        _index("trashed_at", "rows", "_id"),
        _index("trashed_at", "byte_count", "_id"),
        _index("favoured_by"),
        _index("tags"),
    ],
    "dataset_versions": [_unique("dataset_id", "number")],
    "manifest_pages": [_index("dataset_id")],
    "import_checkpoints": [_unique("job_id", "number")],
    "import_choices": [],
    "drafts": [_unique("dataset_id", "user")],
    "draft_edits": [_unique("draft_id", "number")],
    "dataset_chunks": [_SWEEP],
    "chunk_profiles": [_SWEEP],
    "drift_presets": [_unique("name")],
    "drift_reports": [_index("dataset_id", "-created_at")],
    "expectations": [_unique("dataset_id", "column", "reference")],
    "drift_timelines": [_index("dataset_id", "-created_at")],
    "stream_studies": [_index("dataset_id", "-created_at")],
    "watches": [_unique("dataset_id", "name")],
    "timeline_points": [_unique("timeline_id", "number"), _index("dataset_id")],
    "detection_requests": [_index("-created_at")],
    "service_thresholds": [_unique("service", "dataset_id")],
    "models": [_unique("name")],
    "presets": [_unique("trainer", "name")],
    "runs": [_unique("model_id", "number")],
    "run_metrics": [_index("run_id", "order"), _index("run_id", "last")],
    "model_versions": [_unique("model_id", "number")],
    "evaluations": [_index("model_id", "-created_at")],
    "comparisons": [_index("members.model_id", "-created_at")],
    "performance_reports": [_index("model_id", "-created_at"), _index("dataset_id", "-created_at")],
    "jobs": [
        _unique("dedupe", partialFilterExpression={"dedupe": {"$type": "string"}}),
        _index("state", "created_at"),
        _index("-created_at"),
        _index("parent", "state", partialFilterExpression={"parent": {"$type": "string"}}),
    ],
    "studies": [_unique("model_id", "number")],
    "trials": [_unique("study_id", "number")],
    "job_events": [_unique("job_id", "attempt", "number")],
    "workers": [_index("seen_at")],
    "policies": [_unique("name")],
    "rule_sets": [_unique("name")],
    "splits": [_unique("dataset_id", "version", "name")],
    "label_queues": [],
    "audit": [_index("-at")],
    "retention": [_index("updated_at")],
    "writer_leases": [_index("since")],
}
_COMPRESSED_ALREADY = ("dataset_chunks", "chunk_profiles")


def prepare_format(database: Database[Document], migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the database to this program's format: an empty one at once, an older one step by step.

    Raises FormatError for one that a newer program wrote. Costs one look where nothing is to be done.
    """
    ours: Document = {"version": len(migrations) + 1, "indexes": _fingerprint()}
    there = database.meta.find_one({"_id": _FORMAT})
    if there and {name: there.get(name) for name in ours} == ours:
        return
    _refuse_newer(there, ours["version"])
    with _lock(database):
        there = database.meta.find_one({"_id": _FORMAT})
        _refuse_newer(there, ours["version"])
        if there:
            for number in range(there["version"], ours["version"]):
                log.info("migrating the stored format", from_format=number, to_format=number + 1)
                migrations[number - 1](database)
                database.meta.update_one({"_id": _FORMAT}, {"$set": {"version": number + 1}})
        _create_collections(database)
        database.meta.update_one({"_id": _FORMAT}, {"$set": {**ours, "program": __version__}}, upsert=True)


def _refuse_newer(there: Document | None, ours: int) -> None:
    if there and there["version"] > ours:
        raise FormatError(
            f"This database has format {there['version']}; this program knows formats up to {ours}.",
            f"Use DriftDesk {there.get('program', 'of a newer version')} or newer.",
        )


def _create_collections(database: Database[Document]) -> None:
    """Make what is missing. Chunks are compressed already: the server must not try again."""
    present = set(database.list_collection_names())
    plain = {"wiredTiger": {"configString": "block_compressor=none"}}
    for name, indexes in COLLECTIONS.items():
        if name not in present:
            options: Document = {"storageEngine": plain} if name in _COMPRESSED_ALREADY else {}
            try:
                database.create_collection(name, check_exists=False, **options)
            except CollectionInvalid:
                log.debug("collection is there already", name=name)
        if indexes:
            database[name].create_indexes(indexes)


def _fingerprint() -> str:
    documents = {name: [index.document for index in indexes] for name, indexes in COLLECTIONS.items()}
    return hashlib.sha256(repr(documents).encode()).hexdigest()[:16]


@contextmanager
def _lock(database: Database[Document]) -> Iterator[None]:
    """One program at a time. A lock whose holder died lapses."""
    holder = secrets.token_hex(8)
    deadline = time.monotonic() + _LOCK_TIME.total_seconds()
    database.meta.update_one({"_id": _LOCK}, {"$setOnInsert": {"until": _LONG_AGO}}, upsert=True)
    while not _take(database, holder):
        if time.monotonic() > deadline:
            raise DatabaseUnavailableError(
                "Another program has been changing the stored format for too long.",
                "Close it, then try again.",
            )
        time.sleep(0.1)
    try:
        yield
    finally:
        database.meta.update_one({"_id": _LOCK, "holder": holder}, {"$set": {"until": _LONG_AGO}})


def _take(database: Database[Document], holder: str) -> bool:
    free = {"_id": _LOCK, "$expr": {"$lt": ["$until", "$$NOW"]}}
    until = {"$add": ["$$NOW", int(_LOCK_TIME.total_seconds() * 1000)]}
    taken = database.meta.update_one(free, [{"$set": {"holder": holder, "until": until}}])
    return taken.modified_count > 0
