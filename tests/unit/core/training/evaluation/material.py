"""Outcomes whose laws are known."""

import numpy as np

from driftdesk.core.entities import Task
from driftdesk.core.training.evaluation.outcomes import Outcome


def binary(rows: int, seed: int = 0, noise: float = 1.0, digits: int | None = None) -> Outcome:
    """Labels drawn by the logistic law of a number; scores that see it through ``noise``. ``digits``: ties."""
    random = np.random.default_rng(seed)
    z = random.normal(size=rows)
    truth = (random.random(rows) < 1 / (1 + np.exp(-z))).astype(np.int64)
    score = 1 / (1 + np.exp(-(z + noise * random.normal(size=rows))))
    if digits is not None:
        score = np.round(score, digits)
    return Outcome(Task.BINARY, ("no", "yes"), truth, np.stack([1 - score, score], axis=1))


def several(rows: int, classes: int = 4, seed: int = 0) -> Outcome:
    random = np.random.default_rng(seed)
    truth = random.integers(0, classes, rows)
    raw = random.random((rows, classes)) + 0.7 * np.eye(classes)[truth]
    names = tuple(f"c{i}" for i in range(classes))
    return Outcome(Task.MULTICLASS, names, truth, raw / raw.sum(axis=1, keepdims=True))


def values(rows: int, seed: int = 0) -> Outcome:
    random = np.random.default_rng(seed)
    truth = random.normal(50, 10, rows)
    return Outcome(Task.REGRESSION, (), truth, truth + random.normal(0, 4, rows))
