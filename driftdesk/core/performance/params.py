"""What a look at performance may be told. Light enough to import in the window and the command line."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, ValidationError

from driftdesk.core.entities import Record, Task
from driftdesk.core.errors import ParameterError

BINARY = (
    "roc_auc",
    "accuracy",
    "f1",
    "positive_f1",
    "precision",
    "recall",
    "specificity",
    "brier",
    "log_loss",
    "score_bias",
    "true_positives",
    "false_positives",
    "true_negatives",
    "false_negatives",
)
MULTICLASS = ("accuracy", "f1", "precision", "recall", "specificity", "roc_auc", "brier", "log_loss")
REGRESSION = ("rmse", "mae", "mse", "mape", "r2")
LOWER = frozenset({"brier", "log_loss", "rmse", "mae", "mse", "mape"})
"""Better when lower."""
NEUTRAL = frozenset({"true_positives", "false_positives", "true_negatives", "false_negatives"})
"""Shares of rows, neither better nor worse by themselves: shown, and never grave."""
TWO_SIDED = frozenset({"score_bias"})
"""Mean score of the positive class less the share of positives: either sign is worse than none."""
RELATIVE = frozenset({"log_loss", "rmse", "mae", "mse", "mape"})
"""Metrics without a fixed range: what matters of them is told as a share of the reference's value."""


def metrics_of(task: Task | None) -> tuple[str, ...]:
    """What a task is judged by first, then the others (of None: of all tasks)."""
    if task is None:
        return tuple(dict.fromkeys((*BINARY, *REGRESSION)))
    if task is Task.REGRESSION:
        return REGRESSION
    return BINARY if task is Task.BINARY else MULTICLASS


class PerformanceParams(Record):
    """The defaults are explained in ``docs/model-performance.md``."""

    reference: str = Field(
        "",
        title="Reference",
        description="What the model is expected to do: test (rows held out when it was trained), a version (number or "
        "tag), rows:N (the first N rows); empty: test for a model, else the version before",
    )
    every: str = Field(
        "",
        title="Chunks",
        description="rows:5000, parts:10, period:week, or version; empty: ten parts",
    )
    metrics: tuple[str, ...] = Field(
        (), title="Metrics", description="The first one is what the model is judged by; none: all of the task"
    )
    estimate: bool = Field(
        True, title="Estimate", description="Estimate performance where labels are not known"
    )
    deviations: float = Field(
        3.0,
        gt=0,
        le=10,
        title="Deviations",
        description="Half the width of what is expected, in standard deviations of the reference's chunks",
    )
    min_rows: int = Field(
        50, ge=10, le=1_000_000, title="Fewest rows", description="Chunks with fewer are not judged"
    )


def make_params(**given: Any) -> PerformanceParams:
    """Raises ParameterError."""
    try:
        return PerformanceParams(**given)
    except ValidationError as error:
        first = error.errors()[0]
        raise ParameterError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def chosen_metrics(asked: Sequence[str], task: Task) -> tuple[str, ...]:
    """What was asked for, or all of the task. Raises ParameterError for what the task does not have."""
    there = metrics_of(task)
    for name in asked:
        if name not in there:
            raise ParameterError(
                f"A {task.value} model has no metric {name!r}.", f"Its metrics are: {', '.join(there)}."
            )
    return tuple(dict.fromkeys(asked)) or there
