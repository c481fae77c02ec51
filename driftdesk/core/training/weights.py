"""How much each row counts in what is learned: its sample weight times the weight of its class.

The sample weight is the column with the role ``weight``; the weight of a class follows from the params ``class_weight``
and ``class_weights``. Their product is scaled to a mean of 1 over the rows of a part, so that learning rates and
penalties mean the same with and without weights.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.entities import Column, Role, Schema
from driftdesk.core.errors import ParameterError, SchemaError, TrainingError
from driftdesk.core.training.params import TrainerParams
from driftdesk.core.training.problem import LARGEST, Problem, Target, numbers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def weight_column(schema: Schema) -> Column | None:
    """The column of sample weights. Raises SchemaError where there are several."""
    found = schema.of_role(Role.WEIGHT)
    if len(found) > 1:
        raise SchemaError(
            f"Several columns have the role weight: {', '.join(c.name for c in found)}.",
            "A row has one weight: give the others another role.",
        )
    return found[0] if found else None


def sample_weights(values: pa.ChunkedArray, name: str) -> Floats:
    """The weights of rows, at least 0. Raises SchemaError where they are no numbers, TrainingError where one is missing,
    infinite, negative, or too large to add up."""
    try:
        found = numbers(values)
    except SchemaError as error:
        raise SchemaError(
            f"The weights in {name!r} are not numbers.", "Give a numeric column the role weight."
        ) from error
    hint = "Correct the column, give it another role, or recompose with weights."
    if missing := int(np.count_nonzero(np.isnan(found))):
        raise TrainingError(f"{missing} rows have no weight in {name!r}.", hint)
    if negative := int(np.count_nonzero(found < 0)):
        raise TrainingError(f"{negative} rows have a negative weight in {name!r}.", hint)
    if large := int(np.count_nonzero(found > LARGEST)):
        raise TrainingError(f"{large} rows have a weight above {LARGEST:g} in {name!r}.", hint)
    return found


def class_weights(counts: Ints, problem: Problem, params: TrainerParams) -> Floats | None:
    """The weight of each class, given how many training rows it has; None: all the same. ``balanced``: rows / (classes
    x rows of the class), so that all classes count as much together. Raises ParameterError."""
    if params.class_weight == "none":
        if params.class_weights:
            raise ParameterError(
                "Weights of classes are given, but class_weight is none.", "Set class_weight=given."
            )
        return None
    if not problem.task.is_classification:
        raise ParameterError("A regression has no classes to weigh.", "Set class_weight=none.")
    if params.class_weight == "balanced":
        there = counts > 0
        return np.where(there, counts.sum() / (np.count_nonzero(there) * np.maximum(counts, 1)), 1.0)
    found = np.ones(len(problem.classes))
    for name, weight in _pairs(params.class_weights).items():
        if name not in problem.classes:
            raise ParameterError(
                f"The target has no class {name!r}.", f"Its classes are: {', '.join(problem.classes[:40])}."
            )
        found[problem.classes.index(name)] = weight
    return found


def _pairs(given: tuple[str, ...]) -> dict[str, float]:
    """``("yes=2", "no=1")`` as numbers. Raises ParameterError."""
    found: dict[str, float] = {}
    for pair in given:
        name, _, text = pair.rpartition("=")
        if name in found:
            raise ParameterError(f"The class {name!r} has two weights.", "Give each class one.")
        try:
            found[name] = float(text)
        except ValueError:
            found[name] = np.nan
        if not name or not 0 < found[name] <= LARGEST:
            raise ParameterError(
                f"{pair!r} is not the weight of a class.",
                f"Write CLASS=WEIGHT, with a weight above 0 and up to {LARGEST:g}.",
            )
    if not found:
        raise ParameterError(
            "class_weight is given, but no weights are.", "Set class_weights=CLASS=WEIGHT,CLASS=WEIGHT."
        )
    return found


def row_weights(samples: Floats | None, y: Target, of_classes: Floats | None) -> Floats | None:
    """The weight of each row of a part (mean 1) of its sample weight and its class's; None: all the same. Raises
    TrainingError where all are 0."""
    if samples is None and of_classes is None:
        return None
    found = np.ones(len(y)) if samples is None else samples
    if of_classes is not None:
        found = found * of_classes[y.astype(np.int64)]
    if len(found) and not found.any():
        raise TrainingError(
            "Every row of a part has the weight 0.", "Give some rows of each part a weight above 0."
        )
    return found / found.mean() if len(found) else found
