"""The words of the Training tab, in the language of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    DatasetVersion,
    Model,
    ModelVersion,
    PerformanceReport,
    PerformanceSeries,
    Severity,
)
from driftdesk.core.training.lineage import LineageNode
from driftdesk.core.training.params import trainers
from driftdesk.core.training.usage import aliases_of
from driftdesk.ui import figures
from driftdesk.ui.data.words import operation as data_operation
from driftdesk.ui.stored_words import performance_text
from driftdesk.ui.widgets.basics import severity_word

if TYPE_CHECKING:
    from driftdesk.ui.training.state import ModelFacts

translate = QCoreApplication.translate


def metric(name: str) -> str:
    """A metric's name as people write it; names that are not known stay as they are."""
    known = {
        "accuracy": translate("training", "Accuracy"),
        "roc_auc": "ROC AUC",
        "log_loss": translate("training", "Log loss"),
        "f1": "F1",
        "rmse": "RMSE",
        "mae": "MAE",
        "r2": "R²",
        "loss": translate("training", "Loss"),
        "brier": translate("training", "Brier score"),
        "average_precision": translate("training", "Average precision"),
    }
    return known.get(name, name)


def performance_metric(name: str) -> str:
    """A metric of performance over time, where there are more than a training has."""
    known = {
        "f1": translate("training", "F1 (mean of classes)"),
        "positive_f1": "F1",
        "precision": translate("training", "Precision"),
        "recall": translate("training", "Recall"),
        "specificity": translate("training", "Specificity"),
        "brier": translate("training", "Brier score"),
        "score_bias": translate("training", "Score bias (mean score − share of positives)"),
        "mse": "MSE",
        "mape": "MAPE",
        "true_positives": translate("training", "True positives, share of rows"),
        "false_positives": translate("training", "False positives, share of rows"),
        "true_negatives": translate("training", "True negatives, share of rows"),
        "false_negatives": translate("training", "False negatives, share of rows"),
    }
    return known.get(name) or metric(name)


def performance_verdict(report: PerformanceReport, series: PerformanceSeries | None) -> str:
    """How the model does, in one sentence."""
    told = [] if series is None else [
        (c, p)
        for c, p in zip(report.chunks, series.points, strict=True)
        if not c.is_reference and (p.realised is not None or p.estimated is not None)
    ]  # fmt: skip
    if series is None or not told:
        return translate("training", "Too few rows in each chunk to say how well the model does.")
    chunk, last = told[-1]
    is_measured = last.realised is not None
    now = (
        translate("training", "{metric} is {value} in {chunk}; on the reference it was {reference}.")
        if is_measured
        else translate(
            "training", "{metric} is estimated at {value} in {chunk}; on the reference it was {reference}."
        )
    ).format(
        metric=performance_metric(series.metric),
        value=figures.figure(last.realised if is_measured else last.estimated),
        chunk=chunk.label,
        reference=figures.figure(series.reference),
    )
    alerts = [c.label for c, p in told if p.severity.rank]
    if not alerts:
        return translate("training", "As expected. {now}").format(now=now)
    return translate(
        "training", "Worse than expected in {n} of {all} chunks, first in {first}. {now}"
    ).format(n=len(alerts), all=len(told), first=alerts[0], now=now)


def performance_line(report: PerformanceReport) -> str:
    """What the last chunk of a report has of the first metric: ``estimated 0.84 on v7``; empty where nothing is told."""
    for chunk, point in zip(
        reversed(report.chunks), reversed(report.series[0].points if report.series else ()), strict=False
    ):
        if chunk.is_reference:
            break
        if point.realised is not None:
            said = translate("training", "now {value} on v{n}")
            return said.format(value=figures.figure(point.realised), n=report.version)
        if point.estimated is not None:
            said = translate("training", "estimated {value} on v{n}")
            return said.format(value=figures.figure(point.estimated), n=report.version)
    return ""


def performance_notes(report: PerformanceReport) -> str:
    """What the figures stand on."""
    notes = [
        translate("training", "Reference: {words} ({n} rows).").format(
            words=performance_text(report.reference), n=figures.count(report.reference_rows)
        )
    ]
    if report.method == "cbpe":
        said = (
            translate("training", "Estimated from calibrated scores (CBPE).")
            if report.calibrated
            else translate("training", "Estimated from the scores as they are (CBPE).")
        )
        notes.append(said)
    elif report.method == "dle":
        notes.append(translate("training", "Estimated by a model of the losses (DLE)."))
    if report.excluded_training_rows:
        notes.append(
            translate("training", "{n} rows left out because the model was trained on them.").format(
                n=figures.count(report.excluded_training_rows)
            )
        )
    return " ".join([*notes, *(performance_text(w) for w in report.warnings)])


def series(name: str) -> str:
    """A series of a run: ``train_loss`` becomes ``training``, ``validation_roc_auc`` ``validation``."""
    part = name.partition("_")[0]
    return {
        "train": translate("training", "training"),
        "validation": translate("training", "validation"),
    }.get(part, name)


def trainer(name: str) -> str:
    """What a trainer is called; as it says itself where it is a plug-in's."""
    ours = {
        "gradient-boosting": translate("training", "Gradient boosting"),
        "mlp": translate("training", "Neural network (MLP)"),
        "tabm": translate("training", "Ensemble of networks (TabM)"),
        "random-forest": translate("training", "Random forest"),
        "text": translate("training", "Neural text classifier"),
        "text-cnn": translate("training", "Convolutional text network"),
        "svm": translate("training", "Support vector machine"),
        "linear": translate("training", "Linear model"),
    }.get(name)
    return ours or next((t.title for t in trainers() if t.name == name), name)


def alias(name: str) -> str:
    return {
        "champion": translate("training", "champion"),
        "challenger": translate("training", "challenger"),
    }.get(name, name)


def version_label(model: Model, number: int) -> str:
    """A version of a model as it stands in a box to choose from: ``v3  ·  champion``, with all its aliases."""
    return "  ·  ".join([f"v{number}", *(alias(name) for name in aliases_of(model, number))])


def data_of(facts: "ModelFacts", version: ModelVersion) -> str:
    """The data version that a model version learned from; that of another dataset is said so."""
    said = f"v{version.dataset_version}"
    return (
        said
        if version.dataset_id == facts.dataset.id
        else translate("training", "{v}, other dataset").format(v=said)
    )


def made_by(facts: "ModelFacts", version: ModelVersion) -> str:
    """What made the data that a model version learned from, and a recomposition's recipe."""
    known = next((v for v in facts.data_versions if v.number == version.dataset_version), None)
    operation = version.operation or (known.operation if known else None)
    if operation is None:
        return ""
    same = known is not None and version.dataset_id == facts.dataset.id
    said = data_operation(known) if same and known is not None else str(operation.kind)
    recipe = operation.params.get("recipe")
    details = (
        ", ".join(f"{k} {v}" for k, v in recipe.items() if k != "kind") if isinstance(recipe, dict) else ""
    )
    return f"{said} ({details})" if details else said


def with_interval(facts: "ModelFacts", version: ModelVersion, name: str) -> str:
    """A metric, with its interval where the newest evaluation of the version has one: ``0.912 (0.901–0.923)``."""
    value = version.metrics.get(name)
    for evaluation in facts.evaluations:
        if evaluation.model_version == version.number and name in evaluation.intervals:
            low, high = evaluation.intervals[name]
            value = evaluation.metrics.get(name, value)
            return f"{figures.figure(value)} ({figures.figure(low)}–{figures.figure(high)})"
    return figures.figure(value)


def lineage_title(node: LineageNode) -> str:
    """What stands in a box of the lineage."""
    match node.kind:
        case "alias":
            return alias(node.title)
        case "run":
            said = translate("training", "run {n}").format(n="" if node.number is None else f"#{node.number}")
            return said.strip()
        case "predictions":
            return translate("training", "predictions")
        case "evaluation":
            return translate("training", "on {data}").format(data=node.title.removeprefix("on "))
        case "performance":
            return translate("training", "over {data}").format(data=node.title.removeprefix("over "))
    return node.title


def lineage_caption(node: LineageNode, *, whole: bool = False) -> str:
    """The second line of a box, whose icon says what it is; ``whole``: what it is."""
    if node.removed:
        return translate("training", "removed")
    kind = {
        "file": translate("training", "file"),
        "data": translate("training", "data version"),
        "run": translate("training", "training"),
        "version": translate("training", "model version"),
        "alias": translate("training", "alias"),
        "evaluation": translate("training", "evaluation"),
        "performance": translate("training", "performance"),
        "predictions": translate("training", "predictions"),
    }[node.kind]
    return kind if whole else _lineage_detail(node) or kind


def _lineage_detail(node: LineageNode) -> str:
    match node.kind:
        case "data":
            rows = translate("training", "{n} rows").format(n=figures.count(int(node.value or 0)))
            return f"{stored_operation(node.word)} · {rows}"
        case "run":
            return trainer(node.word)
        case "version" | "evaluation":
            return f"{metric(node.word)} {figures.figure(node.value)}" if node.value is not None else ""
        case "performance":
            return severity_word(Severity(node.word))
        case "file":
            return node.caption
    return ""


def stored_operation(kind: str) -> str:
    """What made a data version, in a word."""
    return {
        "import": translate("training", "imported"),
        "append": translate("training", "appended"),
        "clean": translate("training", "cleaned"),
        "recompose": translate("training", "recomposed"),
        "edit": translate("training", "edited"),
        "predict": translate("training", "predicted"),
        "revert": translate("training", "reverted"),
    }.get(kind, kind)


def lineage_words(node: LineageNode) -> str:
    """A box of the lineage in one line."""
    parts = (lineage_title(node), lineage_caption(node, whole=True), _lineage_detail(node))
    return ", ".join(part for part in parts if part)


def lineage_label(label: str) -> str:
    """How something was used, at an edge of the lineage."""
    return {
        "forked": translate("training", "forked"),
        "imported": translate("training", "imported"),
        "start": translate("training", "start"),
        "reference": translate("training", "old rows"),
        "current": translate("training", "new rows"),
    }.get(label, label)


def data_version(version: DatasetVersion) -> str:
    """A version of the data as it stands in a box to choose from."""
    rows = translate("training", "{n} rows").format(n=figures.count(version.rows))
    return f"v{version.number}  ·  {rows}"


def champion_line(model: Model, value: float | None, name: str) -> str:
    """One line under a model's name: who is champion and how good."""
    if model.champion is None:
        return translate("training", "Not trained yet")
    line = translate("training", "champion v{n}").format(n=model.champion)
    return line if value is None else f"{line} · {metric(name)} {figures.figure(value)}"


def better_hint(name: str) -> str:
    if name in LOWER_IS_BETTER:
        return translate("training", "lower is better")
    return translate("training", "higher is better")
