"""The gate: whether a challenger may become champion. Pure; the metrics come from the same rows for both."""

import math
from collections.abc import Mapping

from driftdesk.core.entities import LOWER_IS_BETTER, PRIMARY_METRIC, Gate, GateDecision, Task

METRICS: dict[bool, tuple[str, ...]] = {
    True: ("accuracy", "f1", "log_loss", "roc_auc"),
    False: ("rmse", "mae", "r2"),
}
"""What a gate can go by, for classifications and regressions."""

_ROUNDING = 1e-9


def decide(
    gate: Gate,
    task: Task,
    champion: Mapping[str, float] | None,
    challenger: Mapping[str, float],
    rows: int,
) -> GateDecision:
    """Compare metrics of both on the same ``rows`` rows.

    With ``min_gain`` the challenger must be better by that much; otherwise it must not be worse by more than
    ``max_drop``. Without a champion it passes; a metric that could not be computed never passes.
    """
    metric = gate.metric or PRIMARY_METRIC[task]
    new = challenger.get(metric, math.nan)
    old = None if champion is None else champion.get(metric, math.nan)
    passed, reason = _judge(gate, metric, old, new, rows)
    return GateDecision(passed=passed, metric=metric, champion=old, challenger=new, rows=rows, reason=reason)


def _judge(gate: Gate, metric: str, old: float | None, new: float, rows: int) -> tuple[bool, str]:
    if not math.isfinite(new) or (old is not None and not math.isfinite(old)):
        return False, f"{metric} cannot be computed on these {rows:,} rows."
    if old is None:
        return True, f"There is no champion to compare with; {metric} is {new:.4g} on {rows:,} rows."
    gain = old - new if metric in LOWER_IS_BETTER else new - old
    needed = gate.min_gain if gate.min_gain > 0 else -gate.max_drop
    passed = gain >= needed - _ROUNDING
    change = (
        "as good as"
        if abs(gain) <= _ROUNDING
        else f"{abs(gain):.4g} {'better' if gain > 0 else 'worse'} than"
    )
    rule = (
        f"at least {needed:.4g} better"
        if needed > 0
        else f"at most {-needed:.4g} worse"
        if needed
        else "not worse"
    )
    words = (
        f"{metric} {old:.4g} \u2192 {new:.4g} on {rows:,} rows that neither has seen: {change} the champion"
    )
    return passed, f"{words}, {'and' if passed else 'but'} the gate asks for {rule}."
