"""The words of the Automation tab: policies as sentences, and what a run of the loop came to, in the language of the window."""

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Gate, Policy, Recipe, Severity, WindowRecipe
from driftdesk.ui import figures
from driftdesk.ui.training.words import metric

translate = QCoreApplication.translate


def recipe(r: Recipe) -> str:
    if isinstance(r, WindowRecipe):
        said = translate("automation", "recompose from the latest {n} rows").format(n=f"{r.rows:,}")
    else:
        said = translate("automation", "recompose with replay ({n} % new rows)").format(
            n=f"{r.new_ratio * 100:.0f}"
        )
    if r.new_weight != 1:
        said += translate("automation", ", new rows weighing {n} times as much").format(n=f"{r.new_weight:g}")
    if r.half_life is not None:
        said += translate("automation", ", rows weighing half after {n} days").format(n=f"{r.half_life:g}")
    return said


def severity(s: Severity) -> str:
    return {
        Severity.CRITICAL: translate("automation", "critically"),
        Severity.WARNING: translate("automation", "noticeably"),
    }.get(s, translate("automation", "at all"))


def gate(g: Gate, task_metric: str) -> str:
    name = g.metric or task_metric
    better = metric(name)
    if g.beyond_noise and g.min_gain > 0:
        return translate("automation", "{metric} improves by {n} and by more than chance").format(
            metric=better, n=figures.figure(g.min_gain)
        )
    if g.beyond_noise:
        return translate("automation", "{metric} improves by more than chance").format(metric=better)
    if g.min_gain > 0:
        return translate("automation", "{metric} improves by {n}").format(
            metric=better, n=figures.figure(g.min_gain)
        )
    if g.max_drop > 0:
        return translate("automation", "{metric} is not worse by more than {n}").format(
            metric=better, n=figures.figure(g.max_drop)
        )
    return translate("automation", "{metric} is not worse").format(metric=better)


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
    then = (
        translate(
            "automation",
            "{when}, <b>{recipe}</b> and <b>fine-tune {model}</b>; promote if <b>{gate}</b>{ask}.",
        )
        if policy.fine_tune
        else translate(
            "automation", "{when}, <b>{recipe}</b> and <b>retrain {model}</b>; promote if <b>{gate}</b>{ask}."
        )
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
