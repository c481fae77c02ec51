"""How large a step is, of the peak learning rate, over a run: a function of the step alone, so that a resumed run goes on with
the same one. What a plateau does follows from validation figures: see ``callbacks.Plateau``.
"""

import math
from typing import Literal

Schedule = Literal["cosine", "constant", "one-cycle", "plateau"]

_FLOOR = 0.01
_RISE = 0.3
_CYCLE_START = 1 / 25
_CYCLE_END = 1e-4


def share_of_peak(schedule: Schedule, step: int, steps: int, warm_up: float) -> float:
    """The learning rate of step number ``step`` (from 0) of ``steps``, as a share of its peak, in (0, 1].

    First it rises linearly, over the share ``warm_up`` of the steps. Then ``cosine``: half a cosine down to 1 % (Loshchilov and
    Hutter, SGDR, ICLR 2017); ``constant`` and ``plateau``: 1. ``one-cycle`` has a rise of its own: over 30 % of the steps from
    1/25, then down to 1/10,000, both along a cosine (Smith and Topin, Super-convergence, 2018).
    """
    if schedule == "one-cycle":
        peak = max(1.0, steps * _RISE)
        if step < peak:
            return _cosine(_CYCLE_START, 1.0, step / peak)
        return _cosine(1.0, _CYCLE_END, (step - peak) / max(1.0, steps - 1 - peak))
    warm = round(steps * warm_up)
    if step < warm:
        return (step + 1) / warm
    if schedule == "cosine":
        return _cosine(1.0, _FLOOR, (step - warm) / max(1, steps - warm))
    return 1.0


def _cosine(start: float, end: float, turn: float) -> float:
    """From ``start`` to ``end`` along half a cosine, as ``turn`` goes from 0 to 1."""
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * min(1.0, turn)))
