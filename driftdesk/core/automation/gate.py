"""The gate: whether a challenger may become champion. Pure; the metrics come from the same rows for both."""

import math
from collections.abc import Mapping, Sequence

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    PRIMARY_METRIC,
    Gate,
    GateDecision,
    PairedDifference,
    Task,
)

METRICS: dict[bool, tuple[str, ...]] = {
    True: ("accuracy", "f1", "log_loss", "roc_auc"),
    False: ("rmse", "mae", "r2"),
}
"""What a gate can go by, for classifications and regressions."""

ALPHA = 0.05
_ROUNDING = 1e-9


def decide(
    gate: Gate,
    task: Task,
    champion: Mapping[str, float] | None,
    challenger: Mapping[str, float],
    rows: int,
    *,
    differences: Sequence[PairedDifference] = (),
) -> GateDecision:
    """Compare metrics of both on the same ``rows`` rows; ``differences``: challenger less champion, tested on these rows.

    With ``min_gain`` the challenger must be better by that much; otherwise it must not be worse by more than
    ``max_drop``; with ``beyond_noise`` it must also be better by more than chance. Without a champion it passes; a metric that could not be computed never passes.
    """
    metric = gate.metric or PRIMARY_METRIC[task]
    new = challenger.get(metric, math.nan)
    old = None if champion is None else champion.get(metric, math.nan)
    tested = next((d for d in differences if d.metric == metric), None)
    passed, reason = _judge(gate, metric, old, new, rows)
    if passed and old is not None and gate.beyond_noise:
        passed, reason = _beyond_noise(tested, metric, reason)
    return GateDecision(
        passed=passed,
        metric=metric,
        champion=old,
        challenger=new,
        rows=rows,
        reason=reason,
        p_value=tested.p_value if tested else None,
    )


def _beyond_noise(tested: PairedDifference | None, metric: str, reason: str) -> tuple[bool, str]:
    """One metric decides, so its p-value stands as it is."""
    if tested is None:
        return False, f"{reason} Whether that is more than chance was not tested."
    better = (tested.difference < 0) == (metric in LOWER_IS_BETTER) and abs(tested.difference) > _ROUNDING
    if better and tested.p_value <= ALPHA:
        return True, f"{reason} More than chance (p = {tested.p_value:.2g})."
    said = f"p = {tested.p_value:.2g}" if better else "it is not better"
    return False, f"{reason} But the gate asks for better by more than chance: {said}."


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
