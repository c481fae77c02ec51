"""One handler per kind of job, each a few calls on Desk's services."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from driftdesk.core.entities import JobKind
from driftdesk.core.jobs.context import JobContext
from driftdesk.desk import Desk

Handler = Callable[[Desk, Any, JobContext], dict[str, Any]]

_MODULES = {
    JobKind.IMPORT: "importing",
    JobKind.PROFILE: "profiling",
    JobKind.DRIFT: "drift",
    JobKind.CLEAN: "cleaning",
    JobKind.COMMIT: "committing",
    JobKind.SWEEP: "sweeping",
    JobKind.RECOMPOSE: "recomposing",
    JobKind.TRAIN: "training",
    JobKind.SEARCH: "searching",
    JobKind.EVALUATE: "evaluating",
    JobKind.COMPARE: "comparing",
    JobKind.PREDICT: "predicting",
    JobKind.RETRAIN: "retraining",
    JobKind.SPLIT: "splitting",
    JobKind.SUGGEST: "suggesting",
    JobKind.TIMELINE: "timeline",
    JobKind.LEARN: "thresholds",
    JobKind.LEARN_SERVICE: "service_thresholds",
    JobKind.PERFORMANCE: "performance",
    JobKind.EXPLAIN: "explaining",
    JobKind.STREAM: "studying",
    JobKind.WATCH: "watching",
    JobKind.SCORE: "scoring",
    JobKind.ASK: "asking",
    JobKind.EXPORT_MODEL: "exporting_models",
    JobKind.IMPORT_MODEL: "importing_models",
}


def handler(kind: JobKind) -> Handler:
    """The function that does a kind of job, imported now: ``(desk, params, context) -> result``."""
    run: Handler = import_module(f"{__name__}.{_MODULES[kind]}").run
    return run
