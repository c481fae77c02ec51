"""Predictions as columns of a table: what batches, the playground and queues of labels read."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from driftdesk.core.entities import Task
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Predictor

PREDICTION = "prediction"
SCORE = "prediction_score"
PROBABILITY = "probability_"


def predict_tables(predictor: Predictor, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Each table with the columns ``prediction``, and for classes ``prediction_score`` (of two classes the
    probability of the positive one, else of the predicted one) and ``probability_<class>``."""
    for table in tables:
        with limited_threads():
            predicted = predictor.predict(table)
        added = prediction_columns(predictor.problem, predicted)
        kept = table.drop_columns([name for name in added if name in table.column_names])
        for name, column in added.items():
            kept = kept.append_column(name, column)
        yield kept


def prediction_columns(problem: Problem, predicted: Floats) -> dict[str, pa.Array]:
    """Of probabilities (rows x classes): decided class, score and a column a class; of values (rows): those alone."""
    if problem.task is Task.REGRESSION:
        return {PREDICTION: pa.array(predicted)}
    decided = predicted.argmax(axis=1)
    scores = predicted[:, 1] if len(problem.classes) == 2 else predicted.max(axis=1)
    columns = {PREDICTION: problem.decode(decided), SCORE: pa.array(scores)}
    for i, name in enumerate(problem.classes):
        columns[f"{PROBABILITY}{name}"] = pa.array(predicted[:, i])
    return columns
