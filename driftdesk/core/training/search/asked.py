"""What a study is asked for, checked. Light: the window imports it."""

from collections.abc import Mapping, Sequence
from typing import Any

from driftdesk.core.entities import PRIMARY_METRIC, Dimension, Task
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import parse_params

METRICS: dict[Task, tuple[str, ...]] = {
    Task.BINARY: ("roc_auc", "accuracy", "f1", "log_loss"),
    Task.MULTICLASS: ("accuracy", "f1", "log_loss"),
    Task.TEXT: ("accuracy", "f1", "log_loss", "roc_auc"),
    Task.REGRESSION: ("rmse", "mae", "r2"),
}
"""What a study may judge by; all on the validation part: the test part stays unseen."""
MOST_TRIALS = 10_000


def fixed_params(
    names: Sequence[str], space: Sequence[Dimension], given: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """By trainer, what is not varied: checked, and without what is varied anyway. Raises ParameterError."""
    found: dict[str, dict[str, Any]] = {}
    for name, values in given.items():
        if name not in names:
            raise ParameterError(f"The study does not try {name!r}.", f"It tries: {', '.join(names)}.")
        varied = {d.name for d in space if d.trainer == name}
        read = parse_params(name, values).model_dump(mode="json", exclude_defaults=True)
        found[name] = {k: v for k, v in read.items() if k not in varied}
    return found


def chosen_metric(task: Task, metric: str) -> str:
    """``metric``, or the task's first where it is empty. Raises ParameterError."""
    chosen = metric or PRIMARY_METRIC[task]
    if chosen not in METRICS[task]:
        raise ParameterError(
            f"A study of this task cannot judge by {chosen!r}.", f"It can by: {', '.join(METRICS[task])}."
        )
    return chosen


def one_of(kind: Any, value: str, what: str) -> Any:
    """The member of ``kind`` with this value. Raises ParameterError."""
    if value not in list(kind):
        raise ParameterError(f"There is no {what} {value!r}.", f"There are: {', '.join(kind)}.")
    return kind(value)


def within(number: int, low: int, high: int, what: str) -> int:
    """``number``, which is one of them from ``low`` to ``high``. Raises ParameterError."""
    if not low <= number <= high:
        raise ParameterError(f"{number} {what} cannot be.", f"Give a number from {low} to {high:,}.")
    return number
