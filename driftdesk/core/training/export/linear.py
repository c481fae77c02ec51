"""Linear models as nodes: on the columns' design, or on TF-IDF of hashed n-grams."""

from typing import Any

import numpy as np
from onnx import TensorProto

from driftdesk.core.training.export.columns import Encoded
from driftdesk.core.training.export.graph import Graph


def scores(graph: Graph, estimator: Any, encoded: Encoded, sizes: tuple[int, ...]) -> str:
    """rows x outputs: the columns' design @ coefficients + intercept. Of a category only the row of its code is taken,
    instead of a column a category."""
    weights = np.atleast_2d(np.asarray(estimator.coef_, np.float64)).T  # columns of the design x outputs
    total = graph.constant(np.atleast_2d(np.asarray(estimator.intercept_, np.float64)))
    start = len(weights) - sum(sizes)
    if encoded.numeric is not None:
        numbers = graph.cast(encoded.numeric, TensorProto.DOUBLE)
        total = graph.add("Add", total, graph.add("MatMul", numbers, graph.constant(weights[:start])))
    for i, size in enumerate(sizes):
        assert encoded.codes is not None  # there are sizes
        code = graph.add("Gather", encoded.codes, graph.constant(np.array(i, np.int64)), axis=1)
        each = graph.add("Gather", graph.constant(weights[start : start + size]), code, axis=0)
        total, start = graph.add("Add", total, each), start + size
    return total


def tfidf_scores(graph: Graph, estimator: Any, ngrams: tuple[str, str], table: tuple[Any, Any, int]) -> str:
    """Like ``scores``, of texts whose ``ngrams`` are rows x most n-grams of ids (int64) and counts (double, 0
    beyond a text's end). ``table``: the buckets that are kept, their idf, how many buckets there are."""
    (ids, counts), (buckets, idf, size) = ngrams, table
    idf_of = np.zeros(size)
    idf_of[buckets] = idf
    kept = graph.add("Gather", graph.constant(idf_of), ids)
    one = graph.constant(1.0)
    frequency = graph.add("Add", graph.add("Log", graph.add("Max", counts, one)), one)
    there = graph.cast(graph.add("Greater", counts, graph.constant(0.0)), TensorProto.DOUBLE)
    weight = graph.add("Mul", graph.add("Mul", frequency, kept), there)
    axes = graph.constant(np.array([1], np.int64))
    squares = graph.add("ReduceSum", graph.add("Mul", weight, weight), axes, keepdims=1)
    length = graph.add("Max", graph.add("Sqrt", squares), graph.constant(1e-300))
    weight = graph.add("Div", weight, length)
    coefficients = np.zeros((size, np.atleast_2d(estimator.coef_).shape[0]))
    coefficients[buckets] = np.atleast_2d(estimator.coef_).T
    each = graph.add("Gather", graph.constant(coefficients), ids)
    summed = graph.add(
        "ReduceSum",
        graph.add("Mul", each, graph.add("Unsqueeze", weight, graph.constant(np.array([2], np.int64)))),
        axes,
        keepdims=0,
    )
    return graph.add(
        "Add", summed, graph.constant(np.atleast_1d(np.asarray(estimator.intercept_, np.float64)))
    )


def probabilities(graph: Graph, scored: str, outputs: int) -> str:
    """rows x classes: one output is the logit of the second of two classes, several are logits (softmax)."""
    if outputs > 1:
        return graph.add("Softmax", scored, axis=1)
    positive = graph.add("Sigmoid", scored)
    return graph.add("Concat", graph.add("Sub", graph.constant(1.0), positive), positive, axis=1)


def calibrated(graph: Graph, calibration: Any, scored: str) -> str:
    """Scores of a machine a class (of two classes: one) as probabilities, by a sigmoid each (Platt 1999)."""
    sigmoids = calibration.calibrators
    slope, shift = (np.array([[getattr(s, name) for s in sigmoids]]) for name in ("a_", "b_"))
    scaled = graph.add("Mul", scored, graph.constant(-slope))
    found = graph.add("Sigmoid", graph.add("Sub", scaled, graph.constant(shift)))
    if len(sigmoids) == 1:
        return graph.add("Concat", graph.add("Sub", graph.constant(1.0), found), found, axis=1)
    total = graph.add("ReduceSum", found, graph.constant(np.array([1], np.int64)), keepdims=1)
    return graph.add("Div", found, total)


def spread(graph: Graph, known: str, found: Any, classes: int) -> str:
    """Probabilities of the classes that an estimator learned, as columns of all classes; others get 0."""
    places = [int(c) for c in found]
    if places == list(range(classes)):
        return known
    identity = np.zeros((len(places), classes))
    identity[np.arange(len(places)), places] = 1.0
    return graph.add("MatMul", known, graph.constant(identity))
