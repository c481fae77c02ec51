"""Words that are stored in English, by services that know no language: titles of jobs, stages, actions of the audit.

They are said in the window's language where their pattern is known, and shown as they are stored where not.
"""

import re
from functools import cache
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from driftdesk.core.entities import Job

translate = QCoreApplication.translate

_TITLES = (
    QT_TRANSLATE_NOOP("JobTitle", "Import {files} into {dataset}"),
    QT_TRANSLATE_NOOP("JobTitle", "Profile {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Analyse drift of {data}: {reference} against {current}"),
    QT_TRANSLATE_NOOP("JobTitle", "Explain drift of {data}: {reference} against {current}"),
    QT_TRANSLATE_NOOP("JobTitle", "Clean {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Commit edits of {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Split {data}: {split}"),
    QT_TRANSLATE_NOOP("JobTitle", "Suggest labels of {data} by {model}"),
    QT_TRANSLATE_NOOP("JobTitle", "Sweep unreferenced data"),
    QT_TRANSLATE_NOOP("JobTitle", "Recompose {data} by {recipe}"),
    QT_TRANSLATE_NOOP("JobTitle", "Search for parameters of {model}: study {study}"),
    QT_TRANSLATE_NOOP("JobTitle", "Trial {trial} of study {study} of {model}"),
    QT_TRANSLATE_NOOP("JobTitle", "Train {model} as trial {trial} of study {study}"),
    QT_TRANSLATE_NOOP("JobTitle", "Train {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Fine-tune {version} of {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Evaluate {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Compare {models} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Performance of {model} on {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Predict {file} by {model}"),
    QT_TRANSLATE_NOOP("JobTitle", "Timeline of {data}: {every} against {reference}"),
    QT_TRANSLATE_NOOP("JobTitle", "Learn thresholds from {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Learn thresholds of {service} for {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Watch the streams of {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Watch {stream} over {data}"),
    QT_TRANSLATE_NOOP("JobTitle", "Retrain {model}"),
)
"""Of jobs, as ``Desk`` makes them."""

_KNOWN = (
    QT_TRANSLATE_NOOP("Stored", "choosing rows"),
    QT_TRANSLATE_NOOP("Stored", "append"),
    QT_TRANSLATE_NOOP("Stored", "edit"),
    QT_TRANSLATE_NOOP("Stored", "predict"),
    QT_TRANSLATE_NOOP("Stored", "revert"),
    QT_TRANSLATE_NOOP("Stored", "clean"),
    QT_TRANSLATE_NOOP("Stored", "import"),
    QT_TRANSLATE_NOOP("Stored", "retrain"),
    QT_TRANSLATE_NOOP("Stored", "done"),
    QT_TRANSLATE_NOOP("Stored", "drift"),
    QT_TRANSLATE_NOOP("Stored", "evaluating"),
    QT_TRANSLATE_NOOP("Stored", "gate"),
    QT_TRANSLATE_NOOP("Stored", "looking for references"),
    QT_TRANSLATE_NOOP("Stored", "comparing"),
    QT_TRANSLATE_NOOP("Stored", "reading rows"),
    QT_TRANSLATE_NOOP("Stored", "comparing versions"),
    QT_TRANSLATE_NOOP("Stored", "looking for segments"),
    QT_TRANSLATE_NOOP("Stored", "looking for typical rows"),
    QT_TRANSLATE_NOOP("Stored", "looking for duplicates"),
    QT_TRANSLATE_NOOP("Stored", "drawing samples"),
    QT_TRANSLATE_NOOP("Stored", "training classifiers"),
    QT_TRANSLATE_NOOP("Stored", "uploading"),
    QT_TRANSLATE_NOOP("Stored", "comparing all pairs of rows"),
    QT_TRANSLATE_NOOP("Stored", "comparing features of rows"),
    QT_TRANSLATE_NOOP("Stored", "searching"),
    QT_TRANSLATE_NOOP("Stored", "sending rows"),
    QT_TRANSLATE_NOOP("Stored", "asking"),
    QT_TRANSLATE_NOOP("Stored", "reading the stream"),
    QT_TRANSLATE_NOOP("Stored", "deciding"),
    QT_TRANSLATE_NOOP("Stored", "storing"),
    QT_TRANSLATE_NOOP("Stored", "measuring"),
    QT_TRANSLATE_NOOP("Stored", "predicting"),
    QT_TRANSLATE_NOOP("Stored", "profiling"),
    QT_TRANSLATE_NOOP("Stored", "reading the reference"),
    QT_TRANSLATE_NOOP("Stored", "calibrating"),
    QT_TRANSLATE_NOOP("Stored", "learning losses"),
    QT_TRANSLATE_NOOP("Stored", "preset removed"),
    QT_TRANSLATE_NOOP("Stored", "preset saved"),
    QT_TRANSLATE_NOOP("Stored", "promote"),
    QT_TRANSLATE_NOOP("Stored", "reading"),
    QT_TRANSLATE_NOOP("Stored", "recompose"),
    QT_TRANSLATE_NOOP("Stored", "registering"),
    QT_TRANSLATE_NOOP("Stored", "checking values"),
    QT_TRANSLATE_NOOP("Stored", "counting changes"),
    QT_TRANSLATE_NOOP("Stored", "looking for leaks"),
    QT_TRANSLATE_NOOP("Stored", "looking for rows"),
    QT_TRANSLATE_NOOP("Stored", "looking for rows without a label"),
    QT_TRANSLATE_NOOP("Stored", "removing chunks"),
    QT_TRANSLATE_NOOP("Stored", "removing files"),
    QT_TRANSLATE_NOOP("Stored", "removing pages"),
    QT_TRANSLATE_NOOP("Stored", "removing profiles"),
    QT_TRANSLATE_NOOP("Stored", "train"),
    QT_TRANSLATE_NOOP("Stored", "training"),
    QT_TRANSLATE_NOOP("Stored", "writing"),
    QT_TRANSLATE_NOOP("Stored", "dataset created"),
    QT_TRANSLATE_NOOP("Stored", "dataset deleted"),
    QT_TRANSLATE_NOOP("Stored", "dataset described"),
    QT_TRANSLATE_NOOP("Stored", "dataset renamed"),
    QT_TRANSLATE_NOOP("Stored", "dataset restored"),
    QT_TRANSLATE_NOOP("Stored", "dataset tagged"),
    QT_TRANSLATE_NOOP("Stored", "dataset trashed"),
    QT_TRANSLATE_NOOP("Stored", "drift alerted"),
    QT_TRANSLATE_NOOP("Stored", "drift observed"),
    QT_TRANSLATE_NOOP("Stored", "file removed"),
    QT_TRANSLATE_NOOP("Stored", "model created"),
    QT_TRANSLATE_NOOP("Stored", "model promoted"),
    QT_TRANSLATE_NOOP("Stored", "model rolled back"),
    QT_TRANSLATE_NOOP("Stored", "model version registered"),
    QT_TRANSLATE_NOOP("Stored", "policy added"),
    QT_TRANSLATE_NOOP("Stored", "policy changed"),
    QT_TRANSLATE_NOOP("Stored", "policy created"),
    QT_TRANSLATE_NOOP("Stored", "policy fired"),
    QT_TRANSLATE_NOOP("Stored", "policy removed"),
    QT_TRANSLATE_NOOP("Stored", "policy switched on"),
    QT_TRANSLATE_NOOP("Stored", "policy switched off"),
    QT_TRANSLATE_NOOP("Stored", "retention forgotten"),
    QT_TRANSLATE_NOOP("Stored", "retention set"),
    QT_TRANSLATE_NOOP("Stored", "rules deleted"),
    QT_TRANSLATE_NOOP("Stored", "rules saved"),
    QT_TRANSLATE_NOOP("Stored", "split removed"),
    QT_TRANSLATE_NOOP("Stored", "version committed"),
    QT_TRANSLATE_NOOP("Stored", "version removed"),
    QT_TRANSLATE_NOOP("Stored", "version split"),
    QT_TRANSLATE_NOOP("Stored", "version tagged"),
    QT_TRANSLATE_NOOP("Stored", "version untagged"),
    QT_TRANSLATE_NOOP("Stored", "watch removed"),
    QT_TRANSLATE_NOOP("Stored", "watch added"),
)
"""Stages and actions, for the translators."""

_FIGURES = (
    QT_TRANSLATE_NOOP("Result", "action"),
    QT_TRANSLATE_NOOP("Result", "before"),
    QT_TRANSLATE_NOOP("Result", "operation"),
    QT_TRANSLATE_NOOP("Result", "why"),
    QT_TRANSLATE_NOOP("Result", "segments"),
    QT_TRANSLATE_NOOP("Result", "summary"),
    QT_TRANSLATE_NOOP("Result", "study"),
    QT_TRANSLATE_NOOP("Result", "alarms"),
    QT_TRANSLATE_NOOP("Result", "timeline"),
    QT_TRANSLATE_NOOP("Result", "points"),
    QT_TRANSLATE_NOOP("Result", "artifacts"),
    QT_TRANSLATE_NOOP("Result", "based_on"),
    QT_TRANSLATE_NOOP("Result", "days"),
    QT_TRANSLATE_NOOP("Result", "description"),
    QT_TRANSLATE_NOOP("Result", "dropped"),
    QT_TRANSLATE_NOOP("Result", "dry_run"),
    QT_TRANSLATE_NOOP("Result", "events"),
    QT_TRANSLATE_NOOP("Result", "file"),
    QT_TRANSLATE_NOOP("Result", "jobs"),
    QT_TRANSLATE_NOOP("Result", "leaks"),
    QT_TRANSLATE_NOOP("Result", "parts"),
    QT_TRANSLATE_NOOP("Result", "queued"),
    QT_TRANSLATE_NOOP("Result", "rules"),
    QT_TRANSLATE_NOOP("Result", "split"),
    QT_TRANSLATE_NOOP("Result", "size"),
    QT_TRANSLATE_NOOP("Result", "tag"),
    QT_TRANSLATE_NOOP("Result", "tags"),
    QT_TRANSLATE_NOOP("Result", "task"),
    QT_TRANSLATE_NOOP("Result", "unlabelled"),
    QT_TRANSLATE_NOOP("Result", "versions"),
    QT_TRANSLATE_NOOP("Result", "bytes"),
    QT_TRANSLATE_NOOP("Result", "changed"),
    QT_TRANSLATE_NOOP("Result", "chunks"),
    QT_TRANSLATE_NOOP("Result", "dataset"),
    QT_TRANSLATE_NOOP("Result", "evaluation"),
    QT_TRANSLATE_NOOP("Result", "excluded_training_rows"),
    QT_TRANSLATE_NOOP("Result", "files"),
    QT_TRANSLATE_NOOP("Result", "metrics"),
    QT_TRANSLATE_NOOP("Result", "model"),
    QT_TRANSLATE_NOOP("Result", "model_version"),
    QT_TRANSLATE_NOOP("Result", "name"),
    QT_TRANSLATE_NOOP("Result", "pages"),
    QT_TRANSLATE_NOOP("Result", "profiles"),
    QT_TRANSLATE_NOOP("Result", "rejected"),
    QT_TRANSLATE_NOOP("Result", "rejects_file"),
    QT_TRANSLATE_NOOP("Result", "removed"),
    QT_TRANSLATE_NOOP("Result", "report"),
    QT_TRANSLATE_NOOP("Result", "rows"),
    QT_TRANSLATE_NOOP("Result", "run"),
    QT_TRANSLATE_NOOP("Result", "seconds"),
    QT_TRANSLATE_NOOP("Result", "severity"),
    QT_TRANSLATE_NOOP("Result", "columns"),
    QT_TRANSLATE_NOOP("Result", "trainer"),
    QT_TRANSLATE_NOOP("Result", "version"),
    QT_TRANSLATE_NOOP("Result", "warnings"),
    QT_TRANSLATE_NOOP("Result", "outcome"),
    QT_TRANSLATE_NOOP("Result", "reason"),
    QT_TRANSLATE_NOOP("Result", "champion"),
    QT_TRANSLATE_NOOP("Result", "challenger"),
    QT_TRANSLATE_NOOP("Result", "model_id"),
    QT_TRANSLATE_NOOP("Result", "run_id"),
)
"""What results of jobs are made of, for the translators."""

_REASONS = (
    QT_TRANSLATE_NOOP("Reason", "run {number}"),
    QT_TRANSLATE_NOOP("Reason", "by hand"),
    QT_TRANSLATE_NOOP("Reason", "rolled back by hand"),
    QT_TRANSLATE_NOOP("Reason", "imported from {model} v{number}"),
    QT_TRANSLATE_NOOP("Reason", "forked from {source}"),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{metric} {before} → {after} on {rows} rows that neither has seen: as good as the champion, {rule}",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{metric} {before} → {after} on {rows} rows that neither has seen: {gain} better than the champion, {rule}",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{metric} {before} → {after} on {rows} rows that neither has seen: {loss} worse than the champion, {rule}",
    ),
)
"""Why a champion or a challenger became it."""


_EDITS = (
    QT_TRANSLATE_NOOP("Edit", "1 cell of {columns} set"),
    QT_TRANSLATE_NOOP("Edit", "{n} cells of {columns} set"),
    QT_TRANSLATE_NOOP("Edit", "1 row added"),
    QT_TRANSLATE_NOOP("Edit", "{n} rows added"),
    QT_TRANSLATE_NOOP("Edit", "1 row duplicated"),
    QT_TRANSLATE_NOOP("Edit", "{n} rows duplicated"),
    QT_TRANSLATE_NOOP("Edit", "Rows deleted where {where}"),
    QT_TRANSLATE_NOOP("Edit", "1 row deleted"),
    QT_TRANSLATE_NOOP("Edit", "{n} rows deleted"),
    QT_TRANSLATE_NOOP("Edit", "{column} added = {expression}"),
    QT_TRANSLATE_NOOP("Edit", "{column} added"),
    QT_TRANSLATE_NOOP("Edit", "{column} renamed to {name}"),
    QT_TRANSLATE_NOOP("Edit", "{column} removed"),
    QT_TRANSLATE_NOOP("Edit", "{column} made numeric"),
    QT_TRANSLATE_NOOP("Edit", "{column} made categorical"),
    QT_TRANSLATE_NOOP("Edit", "{column} made boolean"),
    QT_TRANSLATE_NOOP("Edit", "{column} made datetime"),
    QT_TRANSLATE_NOOP("Edit", "{column} made text"),
    QT_TRANSLATE_NOOP("Edit", "{column} made feature"),
    QT_TRANSLATE_NOOP("Edit", "{column} made target"),
    QT_TRANSLATE_NOOP("Edit", "{column} made prediction"),
    QT_TRANSLATE_NOOP("Edit", "{column} made prediction_score"),
    QT_TRANSLATE_NOOP("Edit", "{column} made timestamp"),
    QT_TRANSLATE_NOOP("Edit", "{column} made weight"),
    QT_TRANSLATE_NOOP("Edit", "{column} made id"),
    QT_TRANSLATE_NOOP("Edit", "{column} made ignored"),
    QT_TRANSLATE_NOOP("Edit", "{column} filled with {value} where {where}"),
    QT_TRANSLATE_NOOP("Edit", "{column} filled with {value}"),
    QT_TRANSLATE_NOOP("Edit", "{column} filled ({how}) where {where}"),
    QT_TRANSLATE_NOOP("Edit", "{column} filled ({how})"),
    QT_TRANSLATE_NOOP("Edit", "{find} replaced by {replacement} in {columns}"),
    QT_TRANSLATE_NOOP("Edit", "{column} = {expression} where {where}"),
)
"""Edits of drafts, as they say what they do; the first that fits counts."""


_USES = (
    QT_TRANSLATE_NOOP("Use", "it is the latest version"),
    QT_TRANSLATE_NOOP("Use", "it is tagged {tag}"),
    QT_TRANSLATE_NOOP("Use", "it has the split {split}"),
    QT_TRANSLATE_NOOP("Use", "a draft of {user} edits it"),
    QT_TRANSLATE_NOOP("Use", "the job {title} works on it"),
    QT_TRANSLATE_NOOP("Use", "the last drift report compares with it"),
    QT_TRANSLATE_NOOP("Use", "run {number} of {name} learned from it"),
    QT_TRANSLATE_NOOP("Use", "{name} was evaluated on it"),
    QT_TRANSLATE_NOOP("Use", "{version}, which {name} learned from, is made of it"),
)
"""Why a version must stay."""


_PERFORMANCE = (
    QT_TRANSLATE_NOOP("Performance", "rows of {data} held out for the model's test"),
    QT_TRANSLATE_NOOP("Performance", "the first {n} rows"),
    QT_TRANSLATE_NOOP("Performance", "the part {part} of the split {split}"),
    QT_TRANSLATE_NOOP(
        "Performance",
        "The reference has {n} labelled rows: what is expected of the model is known only roughly.",
    ),
    QT_TRANSLATE_NOOP(
        "Performance", "{n} rows have no prediction or a score that is no number: they were left out."
    ),
    QT_TRANSLATE_NOOP(
        "Performance", "The scores leave 0 to 1: there is no Brier score and no log loss of them."
    ),
    QT_TRANSLATE_NOOP(
        "Performance", "Without scores nothing can be estimated: only what is measured is shown."
    ),
    QT_TRANSLATE_NOOP(
        "Performance",
        "In {n} of {all} chunks what was measured is far from what was estimated: features tell another target there "
        "than before (concept drift), which no estimate can see.",
    ),
)
"""What a report on performance says of its reference, and its warnings."""


def job_title(job: Job) -> str:
    """The job's title in the window's language."""
    return _said("JobTitle", _TITLES, job.title)


def performance_text(text: str) -> str:
    """A reference or a warning of a report on performance, in the window's language."""
    return _said("Performance", _PERFORMANCE, text)


def stored_reason(text: str) -> str:
    """Why an alias was moved, in the window's language."""
    return _said("Reason", _REASONS, text)


def use_text(text: str) -> str:
    """What a version is used by, in the window's language."""
    return _said("Use", _USES, text)


def edit_text(text: str) -> str:
    """What an edit of a draft does, in the window's language."""
    return _said("Edit", _EDITS, text)


def result_word(name: str) -> str:
    """What a figure of a job's result is called; a step's name likewise."""
    said = key_word(name)
    return said[:1].upper() + said[1:]


def key_word(name: str) -> str:
    """What a key of a stored record is called, in the middle of a sentence."""
    said = translate("Result", name)
    return (stored_word(name) if said == name else said).replace("_", " ")


def stored_word(text: str) -> str:
    """A stage or an action in the window's language."""
    return translate("Stored", text) if text else ""


def _said(context: str, templates: tuple[Any, ...], text: str) -> str:
    """``text`` by the translation of the template that made it; as it is where none did."""
    for pattern, template in _patterns(templates):
        found = pattern.fullmatch(text)
        if found:
            return translate(context, template).format(**found.groupdict())
    return text


@cache
def _patterns(templates: tuple[Any, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(t))), t) for t in map(str, templates)
    )
