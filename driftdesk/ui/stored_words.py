"""Words that are stored in English, by services that know no language: titles of jobs, stages, actions of the audit.

They are said in the window's language where their pattern is known, and shown as they are stored where not.
"""

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from driftdesk.core.entities import Job

translate = QCoreApplication.translate

_TITLES = (
    QT_TRANSLATE_NOOP("JobTitle", "Import {files} into {dataset}"),
    QT_TRANSLATE_NOOP("JobTitle", "Profile {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Analyse drift of {data}: {reference} against {current}"),
    QT_TRANSLATE_NOOP("JobTitle", "Clean {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Sweep unreferenced data"),
    QT_TRANSLATE_NOOP("JobTitle", "Recompose {data} by {recipe}"),
    QT_TRANSLATE_NOOP("JobTitle", "Train {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Evaluate {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Predict {file} by {model}"),
    QT_TRANSLATE_NOOP("JobTitle", "Retrain {model}"),
)
"""Of jobs, as ``Desk`` makes them."""

_KNOWN = (
    QT_TRANSLATE_NOOP("Stored", "choosing rows"),
    QT_TRANSLATE_NOOP("Stored", "done"),
    QT_TRANSLATE_NOOP("Stored", "drift"),
    QT_TRANSLATE_NOOP("Stored", "evaluating"),
    QT_TRANSLATE_NOOP("Stored", "gate"),
    QT_TRANSLATE_NOOP("Stored", "looking for references"),
    QT_TRANSLATE_NOOP("Stored", "measuring"),
    QT_TRANSLATE_NOOP("Stored", "predicting"),
    QT_TRANSLATE_NOOP("Stored", "profiling"),
    QT_TRANSLATE_NOOP("Stored", "promote"),
    QT_TRANSLATE_NOOP("Stored", "reading"),
    QT_TRANSLATE_NOOP("Stored", "recompose"),
    QT_TRANSLATE_NOOP("Stored", "registering"),
    QT_TRANSLATE_NOOP("Stored", "sweeping chunks"),
    QT_TRANSLATE_NOOP("Stored", "sweeping files"),
    QT_TRANSLATE_NOOP("Stored", "sweeping profiles"),
    QT_TRANSLATE_NOOP("Stored", "train"),
    QT_TRANSLATE_NOOP("Stored", "training"),
    QT_TRANSLATE_NOOP("Stored", "writing"),
    QT_TRANSLATE_NOOP("Stored", "dataset deleted"),
    QT_TRANSLATE_NOOP("Stored", "dataset renamed"),
    QT_TRANSLATE_NOOP("Stored", "drift alerted"),
    QT_TRANSLATE_NOOP("Stored", "drift observed"),
    QT_TRANSLATE_NOOP("Stored", "model created"),
    QT_TRANSLATE_NOOP("Stored", "model promoted"),
    QT_TRANSLATE_NOOP("Stored", "model rolled back"),
    QT_TRANSLATE_NOOP("Stored", "model version registered"),
    QT_TRANSLATE_NOOP("Stored", "policy changed"),
    QT_TRANSLATE_NOOP("Stored", "policy created"),
    QT_TRANSLATE_NOOP("Stored", "policy fired"),
    QT_TRANSLATE_NOOP("Stored", "policy removed"),
    QT_TRANSLATE_NOOP("Stored", "policy switched on"),
    QT_TRANSLATE_NOOP("Stored", "policy switched off"),
    QT_TRANSLATE_NOOP("Stored", "version committed"),
    QT_TRANSLATE_NOOP("Stored", "version tagged"),
    QT_TRANSLATE_NOOP("Stored", "version untagged"),
)
"""Stages and actions, for the translators."""


def job_title(job: Job) -> str:
    """The job's title in the window's language."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(job.title)
        if found:
            return translate("JobTitle", template).format(**found.groupdict())
    return job.title


def stored_word(text: str) -> str:
    """A stage or an action in the window's language."""
    return translate("Stored", text) if text else ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(t))), t) for t in map(str, _TITLES)
    )
