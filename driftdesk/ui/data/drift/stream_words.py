"""What stream detectors are called, in the window's language."""

from __future__ import annotations

from datetime import datetime

from driftdesk.core.entities import Alarm, StreamSource
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.ui import figures
from driftdesk.ui.data.words import translate


def detector(name: str) -> str:
    return {
        "never": translate("data", "Never"),
        "always": translate("data", "Always"),
        "every": translate("data", "Every N rows"),
    }.get(name) or (DETECTORS[name].title if name in DETECTORS else name)


def about(name: str) -> str:
    """How it works, in a line."""
    return {
        "adwin": translate("data", "Cuts its window of values where two parts have different means"),
        "kswin": translate("data", "Compares recent values with earlier ones; slow, and alarms often"),
        "page-hinkley": translate("data", "Sums up how far values lie from their mean; set its threshold"),
        "ddm": translate("data", "The error rate rises above its lowest. Only for conditions and errors"),
        "eddm": translate("data", "Errors come closer together. Only for conditions and errors"),
        "hddm-a": translate("data", "The average of errors rises. Only for conditions and errors"),
        "hddm-w": translate(
            "data", "As HDDM-A, with late errors weighing more. Only for conditions and errors"
        ),
        "never": translate("data", "Baseline: no alarm"),
        "always": translate("data", "Baseline: an alarm at every row"),
        "every": translate("data", "Baseline: an alarm by the clock"),
    }.get(name, "")


def source(of: StreamSource) -> str:
    """What is watched."""
    named = of.of or translate("data", "errors of {model}").format(model=of.model)
    return (
        translate("data", "{stream} by {column}").format(stream=named, column=of.order_by)
        if of.order_by
        else named
    )


def moment(at: datetime | float | str | None) -> str:
    """A value of the column that orders a stream; nothing where there is none."""
    if isinstance(at, datetime):
        return figures.moment(at)
    return figures.figure(at) if isinstance(at, float) else str(at or "")


def alarm(at: Alarm) -> str:
    """Where the latest alarm of a watch was."""
    row = translate("data", "row {n}").format(n=figures.count(at.position))
    return " · ".join(filter(None, (row, moment(at.moment), f"v{at.version}")))
