"""A model card: what is known about a model version, for those who use it or answer for it, after Mitchell et al., *Model
cards for model reporting*, FAT* 2019. Made from what the store knows; nothing of it is written by hand but the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    PRIMARY_METRIC,
    Dataset,
    DatasetVersion,
    Evaluation,
    Model,
    ModelVersion,
    PerformanceReport,
    Record,
    Run,
    Task,
    now,
)
from driftdesk.core.performance.words import metric_title
from driftdesk.core.reports import figures
from driftdesk.core.training.usage import aliases_of

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

SCHEMA = "driftdesk.model-card/1"
_MOST_ROWS = 30
"""Of a table, such as that of columns or slices."""
_UNTOLD = {"report", "files", "per_file", "rejects_file", "first_new_row_id", "warnings"}
"""What operations keep for the program, or what the lineage says."""
_TASKS = {
    Task.BINARY: "tells which of two classes a row has",
    Task.MULTICLASS: "tells which of several classes a row has",
    Task.REGRESSION: "estimates a number for a row",
    Task.TEXT: "tells which class a text has",
}


class CardTable(Record):
    heads: tuple[str, ...]
    """Those that end in ``>`` are of numbers."""
    rows: tuple[tuple[str, ...], ...]


class CardSection(Record):
    """A part of a card: names with their values, sentences, a table; what is empty is left out."""

    key: str
    title: str
    facts: dict[str, str] = Field(default_factory=dict)
    texts: tuple[str, ...] = ()
    table: CardTable | None = None


class ModelCard(Record):
    """What is known about a model version when the card is made."""

    model: str
    version: int
    aliases: tuple[str, ...]
    summary: str
    made_at: datetime
    sections: tuple[CardSection, ...]


def model_card(store: Store, model: Model, version: ModelVersion) -> ModelCard:
    """Of one version. What was deleted meanwhile is said to be unknown."""
    known = _Known(store, model, version)
    aliases = tuple(aliases_of(model, version.number))
    sections = (
        _intended(known),
        _data(known),
        _training(known),
        _preprocessing(known),
        _metrics(known),
        _slices(known),
        _importance(known),
        _since(known),
        _limits(known),
        _environment(known),
        _lineage(known),
    )
    return ModelCard(
        model=model.name,
        version=version.number,
        aliases=aliases,
        summary=_summary(known, aliases),
        made_at=now(),
        sections=tuple(s for s in sections if s is not None),
    )


class _Known:
    """What the store has on a version, each looked up once."""

    def __init__(self, store: Store, model: Model, version: ModelVersion) -> None:
        self.store, self.model, self.version = store, model, version
        self.dataset: Dataset | None = store.datasets.first(id=version.dataset_id)
        self.data: DatasetVersion | None = store.versions.first(
            dataset_id=version.dataset_id, number=version.dataset_version
        )
        self.run: Run | None = store.runs.first(id=version.run_id)
        asked: dict[str, Any] = {"model_id": model.id, "model_version": version.number}
        self.evaluations = store.evaluations.find(**asked, sort="-created_at", limit=_MOST_ROWS)
        self.performance: PerformanceReport | None = store.performance.first(**asked, sort="-created_at")

    @property
    def evaluation(self) -> Evaluation | None:
        """The newest one."""
        return self.evaluations[0] if self.evaluations else None

    @property
    def data_name(self) -> str:
        return f"{self.dataset.name if self.dataset else 'a deleted dataset'} v{self.version.dataset_version}"


def _summary(known: _Known, aliases: tuple[str, ...]) -> str:
    metric = PRIMARY_METRIC[known.model.task]
    evaluation = known.evaluation
    value, where = known.version.metrics.get(metric), "on its held-out test part"
    if evaluation is not None and metric in evaluation.metrics:
        value, where = evaluation.metrics[metric], f"on data version {evaluation.dataset_version}"
    said = f"{metric_title(metric)} {figures.number(value)}"
    if evaluation is not None and metric in evaluation.intervals:
        said += f" ({_interval(evaluation.intervals[metric])})"
    is_now = f"It is {' and '.join(aliases)}. " if aliases else ""
    return f"{is_now}{said} {where}."


def _intended(known: _Known) -> CardSection:
    model, version = known.model, known.version
    facts = {
        "Task": f"{model.task}: {_TASKS[model.task]}",
        "Target": model.target,
        "Classes": ", ".join(version.classes[:_MOST_ROWS]),
        "Trainer": version.trainer,
        "Made": f"{version.created_at:%Y-%m-%d %H:%M} UTC"
        + (f" by {version.created_by}" if version.created_by else ""),
        "Tags": ", ".join((*model.tags, *version.tags)),
    }
    return CardSection(
        key="intended",
        title="What it is for",
        facts=_told(facts),
        texts=tuple(t for t in (model.notes, version.notes) if t),
    )


def _data(known: _Known) -> CardSection:
    version, data, run = known.version, known.data, known.run
    operation = version.operation or (data.operation if data else None)
    given = operation.params if operation else {}
    params = {k: v for k, v in given.items() if k not in _UNTOLD and v not in (None, "", [], {}, 0)}
    facts = {
        "Data version": known.data_name,
        "Made by": str(operation.kind) if operation else "",
        "With": _params(params),
        "Rows": figures.number(data.rows) if data else "",
        "Rows learned from": figures.number(run.rows) if run and run.rows else "",
        "Message": data.message if data else "",
        "Split": _split(known),
    }
    columns = [c for c in version.columns.columns if str(c.role) != "ignored"]
    rows = tuple((c.name, str(c.kind), str(c.role)) for c in columns[:_MOST_ROWS])
    more = (
        () if len(columns) <= _MOST_ROWS else (f"{len(columns) - _MOST_ROWS} more columns are not listed.",)
    )
    return CardSection(
        key="data",
        title="Data",
        facts=_told(facts),
        texts=more,
        table=CardTable(heads=("Column", "Kind", "Role"), rows=rows),
    )


def _split(known: _Known) -> str:
    if known.run is not None and known.run.split:
        return f"the stored split {known.run.split!r}"
    if known.version.params.get("split") == "time":
        return "by time: the latest 10 % test, the 10 % before validate"
    return "by row identity: 80 % train, 10 % validate, 10 % test; the same rows in every version of the data"


def _training(known: _Known) -> CardSection:
    version, run = known.version, known.run
    facts = {
        "Seed": str(version.seed),
        "Preset": str(getattr(run, "preset", "") or ""),
        "Epochs": figures.number(run.epochs) if run and run.epochs else "",
        "Took": figures.seconds(run.seconds) if run and run.seconds else "",
        "Run": f"#{run.number}" if run else "deleted",
        "Notes of the run": run.notes if run else "",
    }
    rows = tuple((name, _value(value)) for name, value in sorted(version.params.items()))
    table = CardTable(heads=("Parameter", "Value"), rows=rows) if rows else None
    return CardSection(key="training", title="Parameters", facts=_told(facts), table=table)


def _preprocessing(known: _Known) -> CardSection:
    kinds = {str(c.kind) for c in known.version.columns.features}
    said = {
        "numeric": "Numbers: missing becomes the median; then minus the median, over the interquartile range.",
        "categorical": "Categories: those known from training; unknown ones share one code, missing another.",
        "datetime": "Dates: seconds, hour of day and day of week.",
        "boolean": "Booleans: -1 and 1, missing 0.",
        "text": "Texts: hashed character n-grams, where the task is text; else left out.",
    }
    texts = tuple(text for kind, text in said.items() if kind in kinds)
    first = "Fitted on the training part only, and stored with the model; how a trainer encodes may differ in part."
    return CardSection(key="preprocessing", title="Preprocessing", texts=(first, *texts))


def _metrics(known: _Known) -> CardSection:
    version, evaluation = known.version, known.evaluation
    names = list(dict.fromkeys([*version.metrics, *(evaluation.metrics if evaluation else ())]))
    rows = []
    for name in names:
        better = "lower" if name in LOWER_IS_BETTER else "higher"
        row = [metric_title(name), better, figures.number(version.metrics.get(name))]
        if evaluation is not None:
            between = evaluation.intervals.get(name)
            row += [figures.number(evaluation.metrics.get(name)), _interval(between) if between else ""]
        rows.append(tuple(row))
    heads = ["Metric", "Better", "Test part>"]
    texts: list[str] = []
    if evaluation is not None:
        heads += [
            f"On data v{evaluation.dataset_version}>",
            f"{evaluation.level:.0%} interval".replace("%", " %"),
        ]
        texts.append(
            f"Evaluated on {figures.number(evaluation.rows)} rows; "
            f"{figures.number(evaluation.excluded_training_rows)} rows that it was trained on were left out."
        )
    else:
        texts.append("It was not evaluated but on its own test part, so there are no intervals.")
    table = CardTable(heads=tuple(heads), rows=tuple(rows)) if rows else None
    return CardSection(key="metrics", title="How good it is", texts=tuple(texts), table=table)


def _slices(known: _Known) -> CardSection | None:
    evaluation = known.evaluation
    if evaluation is None or not evaluation.slices:
        return None
    rows = []
    for each in evaluation.slices[:_MOST_ROWS]:
        name = each.metric or next(iter(each.metrics), "")
        found = each.metrics.get(name)
        value = f"{figures.number(found.value)} ({_interval((found.low, found.high))})" if found else ""
        judged = figures.number(each.difference), figures.p_value(each.p_value)
        rows.append((each.rule, figures.number(each.rows), metric_title(name), value, *judged))
    heads = ("Rows where", "Rows>", "Metric", "Value>", "Difference to all>", "p>")
    worst = [s.rule for s in evaluation.slices if s.worst]
    texts = (f"Found worst by a search on other rows: {'; '.join(worst[:3])}.",) if worst else ()
    return CardSection(
        key="slices", title="Slices", texts=texts, table=CardTable(heads=heads, rows=tuple(rows))
    )


def _importance(known: _Known) -> CardSection | None:
    ranked = sorted(known.version.importance.items(), key=lambda item: -item[1])[:_MOST_ROWS]
    if not ranked:
        return None
    rows = tuple((name, figures.percent(share) if share > 0 else "0 %") for name, share in ranked)
    text = "By permutation: how much worse the loss gets when a column is shuffled, as a share of all."
    table = CardTable(heads=("Column", "Importance>"), rows=rows)
    return CardSection(key="importance", title="What it goes by", texts=(text,), table=table)


def _since(known: _Known) -> CardSection:
    """What the data and the model did since it was trained."""
    store, version = known.store, known.version
    texts: list[str] = []
    reports = store.reports.find(dataset_id=known.model.dataset_id, sort="-created_at", limit=50)
    since = [r for r in reports if r.created_at >= version.created_at]
    if since:
        last = since[0]
        texts.append(f"Drift, {last.reference.label} against {last.current.label}: {last.summary}")
    else:
        texts.append("No drift analysis was made since it was trained.")
    report = known.performance
    if report is not None:
        texts.append(f"Performance over {report.dataset_name} v{report.version}: {report.summary}")
    else:
        texts.append("Its performance over time was not looked at.")
    for move in known.model.history:
        if move.version == version.number:
            why = f" ({move.why})" if move.why else ""
            texts.append(f"{move.at:%Y-%m-%d %H:%M} UTC: became {move.alias}{why}.")
    return CardSection(key="since", title="Since then", texts=tuple(texts))


def _limits(known: _Known) -> CardSection:
    texts = []
    evaluation, version = known.evaluation, known.version
    if evaluation is not None:
        texts += [" ".join(filter(None, (w.text, w.hint))) for w in evaluation.warnings]
        if evaluation.duplicate_training_rows and not any(
            w.kind == "duplicates" for w in evaluation.warnings
        ):
            count = figures.number(evaluation.duplicate_training_rows)
            texts.append(f"{count} evaluated rows equal a row that it was trained on.")
    if known.performance is not None:
        texts += [*known.performance.warnings]
    if known.run is None:
        texts.append("Its run was deleted: curves and learned rows are not known any more.")
    if version.dataset_id != known.model.dataset_id:
        texts.append("It was trained on another dataset than the model learns from now.")
    texts.append(
        "It knows only what its data held: rows unlike them, new categories and another schema are outside its use."
    )
    return CardSection(key="limits", title="Limits and warnings", texts=tuple(texts))


def _environment(known: _Known) -> CardSection:
    facts = {"driftdesk": known.version.code_version, **known.version.environment}
    texts = () if known.version.environment else ("It was not kept where this version was trained.",)
    return CardSection(key="environment", title="Made with", facts=_told(facts), texts=texts)


def _lineage(known: _Known) -> CardSection:
    from driftdesk.core.training.lineage import lineage

    drawn = lineage(known.store, known.model, [known.version], subject=known.version.number)
    names = {n.id: n.title + (" (removed)" if n.removed else "") for n in drawn.nodes}
    kinds = {n.id: n.kind for n in drawn.nodes}
    rows = [(names[e.source], kinds[e.source], names[e.target], kinds[e.target]) for e in drawn.edges]
    shown = tuple(rows[:_MOST_ROWS])
    texts = (f"{len(rows) - len(shown)} more steps are not listed.",) if len(rows) > len(shown) else ()
    table = CardTable(heads=("From", "Kind", "To", "Kind"), rows=shown)
    return CardSection(key="lineage", title="Lineage", texts=texts, table=table)


def _told(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in facts.items() if text}


def _params(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in values.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return _params(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_value(each) for each in value)
    return str(value)


def _interval(between: tuple[float, float]) -> str:
    return f"{figures.number(between[0])} to {figures.number(between[1])}"
