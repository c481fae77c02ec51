"""A fitted model as ONNX: which nodes stand for which predictor, and what a program must know to feed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto

from driftdesk.core.entities import Task
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.export import linear, trees
from driftdesk.core.training.export.columns import MISSING_TEXT, Encoded, encode
from driftdesk.core.training.export.graph import ROWS, Graph
from driftdesk.core.training.preprocessing import UNKNOWN
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import Predictor, TabularPredictor
from driftdesk.core.training.trainers.estimators import MAX_CODES, EstimatorPredictor
from driftdesk.core.training.trainers.tfidf import BUCKETS, MAX_LENGTH, TfidfPredictor

OUTPUT = "output"


@dataclass(frozen=True)
class Converted:
    """``serving``: how columns become the graph's inputs (see ``runtime``)."""

    model: onnx.ModelProto
    serving: dict[str, Any]

    @property
    def content(self) -> bytes:
        content: bytes = self.model.SerializeToString(deterministic=True)
        return content


def convert(predictor: Predictor, metadata: Mapping[str, str]) -> Converted:
    """The model as ONNX, with its preprocessing. Raises ParameterError where this kind of model cannot be."""
    graph = Graph()
    if isinstance(predictor, TabularPredictor):
        encoded = encode(graph, predictor.preprocessor)
        result, serving = _columns(graph, predictor, encoded), _columns_serving(predictor)
    else:
        result, serving = _texts(graph, predictor)
    problem = predictor.problem
    shape: list[str | int] = [ROWS] if problem.task is Task.REGRESSION else [ROWS, len(problem.classes)]
    graph.output(result, OUTPUT, shape)
    serving = {**serving, "outputs": len(problem.classes) or 1}
    return Converted(graph.model({**metadata, "missing_text": MISSING_TEXT}), serving)


def _columns_serving(predictor: TabularPredictor) -> dict[str, Any]:
    fitted = predictor.preprocessor
    inputs = [{"name": c.name, "kind": str(c.kind)} for c in fitted.numeric]
    inputs += [{"name": c.name, "kind": "categorical"} for c in fitted.categorical]
    return {"kind": "columns", "inputs": inputs, "missing_text": MISSING_TEXT}


def _columns(graph: Graph, predictor: TabularPredictor, encoded: Encoded) -> str:
    if isinstance(predictor, EstimatorPredictor):
        return _estimator(graph, predictor, encoded)
    from driftdesk.core.training.networks.base import NetworkPredictor

    if isinstance(predictor, NetworkPredictor):
        return _tabular_network(graph, predictor, encoded)
    raise _not_exportable(predictor)


def _estimator(graph: Graph, predictor: EstimatorPredictor, encoded: Encoded) -> str:
    """By the class of the estimator."""
    estimator, problem = predictor.estimator, predictor.problem
    kind = type(estimator).__name__
    if kind.startswith("HistGradientBoosting"):
        scored = trees.boosted(graph, estimator, encoded.raw, encoded.codes)
        return _decided(graph, problem, estimator, scored)
    if kind.startswith("RandomForest") or kind.startswith("ExtraTrees"):
        found = trees.forest(graph, estimator, _tree_inputs(graph, encoded))
        if problem.task is Task.REGRESSION:
            return _flat(graph, found)
        return linear.spread(graph, found, estimator.classes_, len(problem.classes))
    if hasattr(estimator, "coef_"):
        scored = linear.scores(graph, estimator, encoded, predictor.preprocessor.sizes)
        return _decided(graph, problem, estimator, scored)
    raise _not_exportable(predictor)


def _tree_inputs(graph: Graph, encoded: Encoded) -> str:
    """rows x (quantities, codes): what ``estimators.tree_matrix`` makes."""
    parts = [] if encoded.raw is None else [encoded.raw]
    if encoded.codes is not None:
        known = graph.add("Less", encoded.codes, graph.constant(np.array(MAX_CODES, np.int64)))
        unknown = graph.constant(np.array(UNKNOWN, np.int64))
        codes = graph.add("Where", known, encoded.codes, unknown)
        parts.append(graph.cast(codes, TensorProto.DOUBLE))
    return graph.add("Concat", *parts, axis=1)


def _decided(graph: Graph, problem: Problem, estimator: Any, scored: str) -> str:
    """Scores as values, or as probabilities of all classes."""
    if problem.task is Task.REGRESSION:
        return _flat(graph, scored)
    outputs = len(estimator.classes_) if len(estimator.classes_) > 2 else 1
    known = linear.probabilities(graph, scored, outputs)
    return linear.spread(graph, known, estimator.classes_, len(problem.classes))


def _flat(graph: Graph, values: str) -> str:
    return graph.add("Reshape", values, graph.constant(np.array([-1], np.int64)))


def _tabular_network(graph: Graph, predictor: Any, encoded: Encoded) -> str:
    import torch

    from driftdesk.core.training.export.networks import exported

    fitted = predictor.preprocessor
    examples = torch.zeros(4, fitted.width), torch.zeros(4, len(fitted.sizes), dtype=torch.int64)
    part = exported(predictor.network, examples, [[0], [0]])
    given = {"numeric": encoded.numeric, "codes": encoded.codes}
    inputs = [given[i.name] or _none(graph, encoded, i.name) for i in part.graph.input]
    return _network_values(graph, predictor, graph.include(part, inputs))


def _none(graph: Graph, encoded: Encoded, name: str) -> str:
    """rows x 0: the columns of a kind that there are none of."""
    there = encoded.numeric or encoded.codes
    assert there is not None  # a preprocessor has columns
    nothing = graph.constant(np.zeros(0, np.int64))
    empty = graph.add("Gather", there, nothing, axis=1)
    return graph.cast(empty, TensorProto.FLOAT if name == "numeric" else TensorProto.INT64)


def _network_values(graph: Graph, predictor: Any, outputs: str) -> str:
    """What ``NetworkPredictor.values`` makes of the network's outputs; those of members are averaged."""
    found = graph.cast(outputs, TensorProto.DOUBLE)
    if predictor.problem.task is Task.REGRESSION:
        scaled = graph.add("Mul", found, graph.constant(predictor.scale))
        found = graph.add("Add", scaled, graph.constant(predictor.centre))
    else:
        found = graph.add("Softmax", found, axis=-1)
    width = len(predictor.problem.classes) or 1
    rows = graph.constant(np.array([0, -1, width], np.int64))
    found = graph.add("Reshape", found, rows)  # rows x members (1 of a plain network) x outputs
    mean = graph.add("ReduceMean", found, graph.constant(np.array([1], np.int64)), keepdims=0)
    return _flat(graph, mean) if predictor.problem.task is Task.REGRESSION else mean


def _texts(graph: Graph, predictor: Predictor) -> tuple[str, dict[str, Any]]:
    problem = predictor.problem
    serving = {"kind": "text", "inputs": [{"name": c.name, "kind": "text"} for c in problem.features]}
    if isinstance(predictor, TfidfPredictor):
        found = _tfidf(graph, predictor)
        return found, {**serving, "ngrams": [predictor.ngram, BUCKETS, MAX_LENGTH]}
    from driftdesk.core.training.networks.text import TextNetworkPredictor

    if isinstance(predictor, TextNetworkPredictor):
        return _text_network(graph, predictor, serving)
    raise _not_exportable(predictor)


def _tfidf(graph: Graph, predictor: TfidfPredictor) -> str:
    table = predictor.buckets, predictor.idf, BUCKETS
    estimator, problem = predictor.estimator, predictor.problem
    if hasattr(estimator, "coef_"):
        scored = linear.tfidf_scores(graph, estimator, _ngram_inputs(graph), table)
        return _decided(graph, problem, estimator, scored)
    (calibration,) = getattr(estimator, "calibrated_classifiers_", [None])
    if calibration is None:
        raise _not_exportable(predictor)
    machine = getattr(calibration.estimator, "estimator", calibration.estimator)  # within a frozen one
    scored = linear.tfidf_scores(graph, machine, _ngram_inputs(graph), table)
    found = linear.calibrated(graph, calibration, scored)
    return linear.spread(graph, found, estimator.classes_, len(problem.classes))


def _text_network(graph: Graph, predictor: Any, serving: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A network on bags of n-grams, of which the mean embedding is taken by counts; or on characters."""
    import torch

    from driftdesk.core.training.export.networks import CountedBags, exported
    from driftdesk.core.training.networks.bag_of_ngrams import BagNetwork
    from driftdesk.core.training.networks.text_cnn import TextCnnNetwork

    params = predictor.params
    if isinstance(predictor.network, BagNetwork):
        examples = torch.zeros(4, 3, dtype=torch.int64), torch.ones(4, 3, dtype=torch.float64)
        part = exported(CountedBags(predictor.network), examples, [[0, 1], [0, 1]])
        found = graph.include(part, _ngram_inputs(graph))
        serving = {**serving, "ngrams": [params.ngram, params.buckets, params.max_length]}
    elif isinstance(predictor.network, TextCnnNetwork):
        part = exported(predictor.network, [torch.ones(4, 9, dtype=torch.int64)], [[0, 1]])
        given = graph.input("characters", TensorProto.INT64, [ROWS, "length"])
        found = graph.include(part, [given])
        serving = {**serving, "characters": [params.buckets, params.max_length]}
    else:
        raise _not_exportable(predictor)
    return _network_values(graph, predictor, found), serving


def _ngram_inputs(graph: Graph) -> tuple[str, str]:
    return (
        graph.input("ids", TensorProto.INT64, [ROWS, "ngrams"]),
        graph.input("counts", TensorProto.DOUBLE, [ROWS, "ngrams"]),
    )


def _not_exportable(predictor: Predictor) -> ParameterError:
    return ParameterError(
        f"A model of this kind ({type(predictor).__name__}) cannot be written as ONNX.",
        "Export it as a bundle: DriftDesk can import that. Or train with an exportable trainer: see driftdesk trainers.",
    )
