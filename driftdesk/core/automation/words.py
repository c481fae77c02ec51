"""Policies as sentences. English; the window words its own from the fields."""

from driftdesk.core.entities import PRIMARY_METRIC, Gate, Policy, Recipe, ReplayRecipe, Severity, Task

_DRIFTS = {Severity.CRITICAL: "critically", Severity.WARNING: "noticeably"}


def sentence(policy: Policy, dataset: str, model: str, task: Task) -> str:
    """``When churn drifts critically on any column, recompose with replay (50 % new rows) and retrain ...``."""
    columns = _listed(policy.columns) if policy.columns else "any column"
    when = f"When {dataset} drifts {_DRIFTS.get(policy.severity, 'at all')} on {columns}"
    if policy.action == "observe":
        return f"{when}, note it."
    if policy.action == "alert":
        return f"{when}, alert."
    ask = ", but ask first" if policy.promotion == "ask" else ""
    gate = _gate(policy.gate, PRIMARY_METRIC[task])
    verb = "fine-tune" if policy.fine_tune else "retrain"
    return f"{when}, {_recipe(policy.recipe)} and {verb} {model}; promote if {gate}{ask}."


def _recipe(recipe: Recipe) -> str:
    if isinstance(recipe, ReplayRecipe):
        said = f"recompose with replay ({recipe.new_ratio:.0%} new rows)".replace("%", " %")
    else:
        said = f"recompose from the latest {recipe.rows:,} rows"
    if recipe.new_weight != 1:
        said += f", new rows weighing {recipe.new_weight:g} times as much"
    if recipe.half_life is not None:
        said += f", rows weighing half after {recipe.half_life:g} days"
    return said


def _gate(gate: Gate, metric: str) -> str:
    name = gate.metric or metric
    if gate.min_gain > 0:
        chance = " and by more than chance" if gate.beyond_noise else ""
        return f"{name} improves by {gate.min_gain:g}{chance}"
    if gate.beyond_noise:
        return f"{name} improves by more than chance"
    return f"{name} is not worse" + (f" by more than {gate.max_drop:g}" if gate.max_drop > 0 else "")


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
