"""The words of the Training and Automation tabs, in the language of the window."""

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    DatasetVersion,
    Gate,
    Model,
    Policy,
    Recipe,
    Severity,
    WindowRecipe,
)
from driftdesk.ui import figures

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
    }
    return known.get(name, name)


def series(name: str) -> str:
    """A series of a run: ``train_loss`` becomes ``training``, ``validation_roc_auc`` ``validation``."""
    part = name.partition("_")[0]
    return {
        "train": translate("training", "training"),
        "validation": translate("training", "validation"),
    }.get(part, name)


def trainer(name: str) -> str:
    """What a trainer is called; its name where it is not one of ours."""
    return {
        "gradient-boosting": translate("training", "Gradient boosting"),
        "mlp": translate("training", "Neural network (MLP)"),
        "text": translate("training", "Neural text classifier"),
        "linear": translate("training", "Linear model"),
    }.get(name, name)


def alias(name: str) -> str:
    return {
        "champion": translate("training", "champion"),
        "challenger": translate("training", "challenger"),
    }.get(name, name)


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


def recipe(r: Recipe) -> str:
    if isinstance(r, WindowRecipe):
        return translate("automation", "recompose from the latest {n} rows").format(n=f"{r.rows:,}")
    return translate("automation", "recompose with replay ({n} % new rows)").format(
        n=f"{r.new_ratio * 100:.0f}"
    )


def severity(s: Severity) -> str:
    return {
        Severity.CRITICAL: translate("automation", "critically"),
        Severity.WARNING: translate("automation", "noticeably"),
    }.get(s, translate("automation", "at all"))


def gate(g: Gate, task_metric: str) -> str:
    name = g.metric or task_metric
    better = metric(name)
    if g.min_gain > 0:
        return translate("automation", "{metric} improves by {n}").format(
            metric=better, n=figures.figure(g.min_gain)
        )
    if g.max_drop > 0:
        return translate("automation", "{metric} is not worse by more than {n}").format(
            metric=better, n=figures.figure(g.max_drop)
        )
    return translate("automation", "{metric} is not worse").format(metric=better)


def better_hint(name: str) -> str:
    if name in LOWER_IS_BETTER:
        return translate("training", "lower is better")
    return translate("training", "higher is better")


def sentence(policy: Policy, dataset: str, model: str, task_metric: str) -> str:
    """The policy as a sentence, in rich text with what can be set in bold."""
    columns = ", ".join(policy.columns) or translate("automation", "any column")
    when = translate(
        "automation", "When <b>{dataset}</b> drifts <b>{severity}</b> on <b>{columns}</b>"
    ).format(dataset=escape(dataset), severity=severity(policy.severity), columns=escape(columns))
    if policy.action == "observe":
        return translate("automation", "{when}, note it.").format(when=when)
    if policy.action == "alert":
        return translate("automation", "{when}, alert me.").format(when=when)
    then = translate(
        "automation", "{when}, <b>{recipe}</b> and <b>retrain {model}</b>; promote if <b>{gate}</b>{ask}."
    )
    ask = translate("automation", ", but ask me first") if policy.promotion == "ask" else ""
    return then.format(
        when=when,
        recipe=recipe(policy.recipe),
        model=escape(model),
        gate=gate(policy.gate, task_metric),
        ask=ask,
    )


def outcome(result: Mapping[str, Any]) -> str:
    """What a run of the loop came to, from its ``RetrainResult`` as JSON."""
    gate_said = result.get("gate")
    if not gate_said:
        return translate("automation", "No drift since the champion was trained: nothing to do")
    compared = translate("automation", "{metric} {before} → {after} on {n} unseen rows").format(
        metric=metric(gate_said["metric"]),
        before=figures.figure(gate_said["champion"]),
        after=figures.figure(gate_said["challenger"]),
        n=figures.count(gate_said["rows"]),
    )
    verdict = {
        "promoted": translate("automation", "v{n} promoted"),
        "rejected": translate("automation", "v{n} not promoted"),
        "ask": translate("automation", "v{n} waits for you to promote it"),
    }[result["outcome"]]
    return f"{verdict.format(n=result['challenger'])}: {compared}"
