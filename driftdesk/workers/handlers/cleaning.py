"""Clean a version."""

from typing import Any

from driftdesk.core.cleaning.rules import parse_rule
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import CleanJob
from driftdesk.desk import Desk


def run(desk: Desk, params: CleanJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``, ``removed``, ``changed``, ``report`` (what each rule did)."""
    dataset = desk.datasets.by_id(params.dataset_id)
    rules = [parse_rule(rule) for rule in params.rules]
    result = desk.cleaning.clean(f"{dataset.name}@{params.version}", rules, context)
    return {
        "dataset": dataset.name,
        "version": result.version.number,
        "rows": result.rows,
        "removed": result.removed,
        "changed": result.changed,
        "report": [rule.model_dump(mode="json") for rule in result.report],
    }
