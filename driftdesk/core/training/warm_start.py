"""Fine-tuning: a fit that begins with the weights of a model version instead of at random.

The start's problem and preprocessing are kept, so that its weights fit what they are given: its columns, its scaling, its
classes in their order. A category that it did not know stays the unknown one. What cannot be so is refused before anything
is learned.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.errors import SchemaError, TrainingError
from driftdesk.core.training.problem import Framed
from driftdesk.core.training.trainers.base import Predictor


@dataclass(frozen=True)
class Start:
    """Where a fit begins. ``seen``: ascending ids of the rows that it was trained on, over all its own starts."""

    name: str
    predictor: Predictor
    seen: NDArray[np.int64]


def continued(framed: Framed, start: Start) -> Framed:
    """The rows of ``framed`` as the start's problem. Raises SchemaError, TrainingError."""
    mine, before = framed.problem, start.predictor.problem
    kinds = {c.name: c.kind for c in mine.features}
    if lacking := [c.name for c in before.features if kinds.get(c.name) is not c.kind]:
        raise SchemaError(
            f"{start.name} learned from columns that this data does not have as features of the same kind: "
            f"{', '.join(lacking[:20])}.",
            "Train without a start, or give the data these columns.",
        )
    known = {c.name for c in before.features}
    warnings = list(framed.warnings)
    if left := [name for name in kinds if name not in known]:
        warnings.append(f"Columns that {start.name} does not know were left out: {', '.join(left[:20])}.")
    y = framed.y
    if mine.classes:
        if new := [c for c in mine.classes if c not in before.classes]:
            raise TrainingError(
                f"The data has classes that {start.name} does not know: {', '.join(map(repr, new[:20]))}.",
                "Train without a start: a network cannot learn a class that it has no output for.",
            )
        y = np.array([before.classes.index(c) for c in mine.classes], np.int64)[framed.y.astype(np.int64)]
    return replace(framed, problem=before, y=y, warnings=tuple(warnings))
