"""Feeding a detector: the alarms in a stretch of a stream, from any point on."""

from collections.abc import Callable

import numpy as np

from driftdesk.core.entities import Record
from driftdesk.core.errors import ParameterError
from driftdesk.core.profiles.ordered import Floats
from driftdesk.core.streams.detectors import EveryParams, detector_info, make

_CHECK_EVERY = 4_096
JUMP = 200
"""Values before and after an alarm whose means are compared."""
_JUMPS = 1_000


def alarms(
    name: str, params: Record, values: Floats, check: Callable[[int], None] = lambda _: None
) -> list[int]:
    """Places in ``values`` (NaN: missing, not seen by the detector) at which alarms are raised, by a detector that
    has seen nothing before. ``check`` is called now and then with how many values are done.

    Raises ParameterError where the detector takes errors, 0 and 1, and these are not.
    """
    info = detector_info(name)
    if info.is_dummy:
        return _of_dummy(name, params, values.size)
    known = np.isfinite(values)
    if info.errors_only and not np.isin(values[known], (0.0, 1.0)).all():
        raise ParameterError(
            f"{info.title} watches errors: a stream of no and yes.",
            "Give it a condition, such as `prediction != target`, or choose adwin, kswin or page-hinkley.",
        )
    places = np.flatnonzero(known).tolist()
    fed = values[known].astype(bool).tolist() if info.errors_only else values[known].tolist()
    found = []
    detector = make(name, params)
    for done, value in enumerate(fed):
        detector.update(value)
        if detector.drift_detected:
            found.append(places[done])
            detector = make(name, params)
        if done % _CHECK_EVERY == 0:
            check(places[done])
    return found


def _of_dummy(name: str, params: Record, size: int) -> list[int]:
    if isinstance(params, EveryParams):
        return list(range(params.rows - 1, size, params.rows))
    return list(range(size)) if name == "always" else []


def jump(values: Floats, found: list[int]) -> float | None:
    """How far the mean of the JUMP values after an alarm lies from that of the JUMP before it, on average over the
    alarms and in standard deviations of all values: what the alarms point at. The dummies' is what pointing at random gives. None where no alarm has values on both sides."""
    known = values[np.isfinite(values)]
    spread = float(known.std()) if known.size else 0.0
    if not found or not spread or not np.isfinite(spread):
        return None
    step = max(1, len(found) // _JUMPS)
    jumps = []
    for at in found[::step]:
        before, after = values[max(0, at - JUMP) : at], values[at : at + JUMP]
        before, after = before[np.isfinite(before)], after[np.isfinite(after)]
        if min(before.size, after.size) >= JUMP // 4:
            jumps.append(abs(float(after.mean() - before.mean())) / spread)
    return float(np.mean(jumps)) if jumps else None
