"""What each column matters to a model: permutation importance (Breiman, "Random forests", 2001).

The loss on held-out rows with one column shuffled, less the loss with none, as a share of the sum over all columns;
so it is between 0 and 1, and 0 where shuffling does no harm. Loss: log loss, or squared error. Few rows are shuffled several
times: the harm is the mean, since one shuffle of fifty rows says little.
"""

import numpy as np

from driftdesk.core.training.metrics import loss
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.trainers.base import Part, Predictor

MAX_ROWS = 2000
REPEATS = 10
"""Shuffles of a column, at most, and so many that there are no more than MAX_ROWS rows together."""
_CELLS = 400_000
"""Rows x columns, at most, so that thousands of columns take seconds."""


def permutation_importance(predictor: Predictor, part: Part, seed: int, monitor: Monitor) -> dict[str, float]:
    """Share of each feature column, on a seeded sample of ``part``. Columns that the model does not use are 0."""
    task = predictor.problem.task
    columns = [c.name for c in predictor.problem.features]
    if len(columns) == 1:
        return {columns[0]: 1.0}
    random = np.random.default_rng(seed)
    most = min(MAX_ROWS, max(100, _CELLS // len(columns)))
    rows = min(len(part), most)
    blocks = np.arange(max(1, min(REPEATS, most // rows))) * rows
    chosen = np.tile(np.sort(random.permutation(len(part))[:rows]), len(blocks))
    truth = part.y[chosen]
    inputs = predictor.importance_inputs(part.table.take(chosen))
    at_rest = loss(task, truth, inputs.predict(None, chosen))
    harm = dict.fromkeys(columns, 0.0)
    for name in inputs.names():
        monitor.check()
        shuffled = inputs.predict(name, np.concatenate([at + random.permutation(rows) for at in blocks]))
        harm[name] = max(0.0, loss(task, truth, shuffled) - at_rest)
    total = sum(harm.values())
    return {name: value / total for name, value in harm.items()} if total > 0 else harm
