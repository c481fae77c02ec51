"""What a method finds on one column: an effect with its error and thresholds, and the evidence for it."""

from dataclasses import dataclass

import numpy as np

from driftdesk.core.drift.evidence import Evidence
from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.params import ColumnChoice
from driftdesk.core.entities import Kind, MethodResult, Severity

NEEDS_ROWS = "needs rows"
OVERFLOW = "sums overflow"
UNDERFLOW = "squares underflow"
TOO_MANY = "too many values"


@dataclass(frozen=True)
class Effect:
    """A statistic; from rows it may be smaller by ``below`` or larger by ``above``. ``own``: the method's own evidence,
    where it has one. ``scale``: what its default thresholds are multiples of. ``note``: why there is no statistic."""

    statistic: float
    below: float = 0.0
    above: float = 0.0
    own: Evidence | None = None
    scale: float = 1.0
    note: str = ""


def absent(note: str) -> Effect:
    """A method that could not be applied."""
    return Effect(float("nan"), note=note)


@dataclass(frozen=True)
class Test:
    """One method on one column. From rows the statistic may be smaller by ``below`` or larger by ``above``, and the
    p-value anywhere within ``p_bounds``."""

    method: str
    statistic: float
    p: float
    thresholds: tuple[float, float]
    below: float = 0.0
    above: float = 0.0
    p_bounds: tuple[float, float] | None = None
    scale: float = 1.0
    learned: bool = False
    note: str = ""
    leading: str = ""

    def severity(self, statistic: float) -> Severity:
        """What an effect of ``statistic`` amounts to, given evidence."""
        warning, critical = self.thresholds
        if statistic >= critical:
            return Severity.CRITICAL
        return Severity.WARNING if statistic >= warning else Severity.NONE

    @property
    def is_usable(self) -> bool:
        return bool(np.isfinite(self.statistic))

    def result(self) -> MethodResult:
        """As it is stored."""
        error = max(self.below, self.above)
        return MethodResult(
            method=self.method,
            statistic=finite(self.statistic),
            threshold=finite(self.thresholds[0]),
            critical_threshold=finite(self.thresholds[1]),
            p_value=finite(self.p) if self.is_usable else None,
            p_bounds=self.p_bounds,
            error_bound=finite(error) if error else None,
            bounds=(finite(self.statistic - self.below), finite(self.statistic + self.above))
            if error
            else None,
            scale=self.scale,
            learned=self.learned,
            note=self.note,
            evidence=self.leading,
        )


def of_result(result: MethodResult, thresholds: tuple[float, float]) -> Test:
    """What was stored, at other thresholds."""
    statistic = np.nan if result.statistic is None else result.statistic
    least, most = result.bounds or (statistic, statistic)
    return Test(
        result.method,
        statistic,
        np.nan if result.p_value is None else result.p_value,
        thresholds,
        np.inf if least is None else statistic - least,
        np.inf if most is None else most - statistic,
        result.p_bounds,
        result.scale,
        result.learned,
        result.note,
        result.evidence,
    )


def tested(
    method: str,
    effect: Effect,
    shared: Evidence,
    choice: ColumnChoice,
    learned: tuple[float, float] | None = None,
) -> Test:
    """The effect at its thresholds, with its own evidence, or that which the methods of its kind share."""
    proof = effect.own or shared
    scale = effect.scale if np.isfinite(effect.scale) else 1.0
    note = effect.note or ("" if np.isfinite(effect.statistic) else OVERFLOW)
    learned = learned if method == choice.method else None
    return Test(
        method,
        effect.statistic,
        proof.p,
        choice.thresholds(method, scale, learned),
        effect.below,
        effect.above,
        proof.bounds,
        scale,
        learned is not None,
        note,
        proof.leading,
    )


def wanted(kind: Kind, choice: ColumnChoice) -> list[str]:
    """The methods to compute on a column of ``kind``: what decides first, then what is shown; only one of these, which
    stands in where the first cannot be computed, where no more is asked for."""
    is_all = choice.params.methods == "all"
    shown = [
        m.name
        for m in METHODS.values()
        if kind in m.kinds and m.name != "missing" and (m.shown_by_default or (is_all and not m.on_ask))
    ]
    found = [choice.method, *(name for name in shown if name != choice.method)]
    return found[:2] if choice.params.methods == "deciding" else found


def finite(x: float) -> float | None:
    """None for what JSON has no number for."""
    return float(x) if np.isfinite(x) else None
