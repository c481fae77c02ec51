"""Trees of scikit-learn as ``TreeEnsemble`` of ONNX (ai.onnx.ml 5), in double precision.

Histogram gradient boosting: every node asks whether a value is at most a threshold, or whether a category is of a set;
missing values go where the node says. Forests: thresholds on values rounded to single precision, as scikit-learn does.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper

from driftdesk.core.training.export.graph import Graph
from driftdesk.core.training.trainers.random_forest import MOST

_AT_MOST, _MEMBER = 0, 6  # modes of branches
_SUM = 1
_IDENTITY = 0

Floats = NDArray[np.float64]


@dataclass
class Trees:
    """The columns of an ensemble's attributes, tree after tree."""

    targets: int
    roots: list[int] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    splits: list[float] = field(default_factory=list)
    missing_true: list[int] = field(default_factory=list)
    true_ids: list[int] = field(default_factory=list)
    true_leaves: list[int] = field(default_factory=list)
    false_ids: list[int] = field(default_factory=list)
    false_leaves: list[int] = field(default_factory=list)
    members: list[float] = field(default_factory=list)
    leaf_targets: list[int] = field(default_factory=list)
    leaf_weights: list[float] = field(default_factory=list)

    def branch(self, feature: int, split: float, missing_true: bool, members: list[int] | None = None) -> int:
        """A node whose sons are not known yet; its place."""
        self.modes.append(_AT_MOST if members is None else _MEMBER)
        self.features.append(feature)
        self.splits.append(0.0 if members is not None else split)
        self.missing_true.append(int(missing_true))
        for column in (self.true_ids, self.true_leaves, self.false_ids, self.false_leaves):
            column.append(0)
        if members is not None:
            self.members += [*map(float, members), float("nan")]
        return len(self.modes) - 1

    def leaf(self, target: int, weight: float) -> int:
        self.leaf_targets.append(target)
        self.leaf_weights.append(weight)
        return len(self.leaf_targets) - 1

    def join_all(self, made: list[tuple[int, bool]], left: Any, right: Any) -> None:
        """End a tree: ``made`` holds (place, whether it is a leaf) of its nodes, the root first; ``left`` and ``right``
        say each node's sons. A tree that is one leaf becomes a branch whose sons both are that leaf."""
        for at, (place, is_leaf) in enumerate(made):
            if not is_leaf:
                self._join(place, made[int(left[at])], made[int(right[at])])
        place, is_leaf = made[0]
        if is_leaf:
            place = self.branch(0, 0.0, missing_true=True)
            self._join(place, made[0], made[0])
        self.roots.append(place)

    def _join(self, node: int, true: tuple[int, bool], false: tuple[int, bool]) -> None:
        self.true_ids[node], self.true_leaves[node] = true[0], int(true[1])
        self.false_ids[node], self.false_leaves[node] = false[0], int(false[1])

    def add_to(self, graph: Graph, inputs: str) -> str:
        """rows x targets of sums over the trees, double; ``inputs``: rows x features, double."""
        optional = {"membership_values": _tensor(self.members)} if self.members else {}
        return graph.add(
            "TreeEnsemble",
            inputs,
            domain="ai.onnx.ml",
            n_targets=self.targets,
            aggregate_function=_SUM,
            post_transform=_IDENTITY,
            tree_roots=self.roots,
            nodes_modes=numpy_helper.from_array(np.array(self.modes, np.uint8)),
            nodes_featureids=self.features,
            nodes_splits=_tensor(self.splits),
            nodes_missing_value_tracks_true=self.missing_true,
            nodes_truenodeids=self.true_ids,
            nodes_trueleafs=self.true_leaves,
            nodes_falsenodeids=self.false_ids,
            nodes_falseleafs=self.false_leaves,
            leaf_targetids=self.leaf_targets,
            leaf_weights=_tensor(self.leaf_weights),
            **optional,
        )


def _tensor(values: list[float]) -> Any:
    return numpy_helper.from_array(np.array(values, np.float64))


def boosted(graph: Graph, estimator: Any, raw: str | None, codes: str | None) -> str:
    """Raw scores of a HistGradientBoosting estimator, rows x (classes, or 1), from quantities and codes."""
    inputs = _boosted_inputs(graph, estimator, raw, codes)
    rounds = estimator._predictors
    trees = Trees(targets=len(rounds[0]))
    for of_classes in rounds:
        for target, tree in enumerate(of_classes):
            _add_boosted(trees, tree, target)
    baseline = np.asarray(estimator._baseline_prediction, np.float64).reshape(1, -1)
    return graph.add("Add", trees.add_to(graph, inputs), graph.constant(baseline))


def _boosted_inputs(graph: Graph, estimator: Any, raw: str | None, codes: str | None) -> str:
    """What scikit-learn's own preprocessing makes: categories first, as ordinal numbers, NaN where not known."""
    parts = []
    if codes is not None:
        tables = _ordinals(estimator)
        for i, table in enumerate(tables):
            code = graph.add("Gather", codes, graph.constant(np.array([i], np.int64)), axis=1)
            last = graph.constant(np.array(len(table) - 1, np.int64))
            place = graph.add("Min", code, last)
            parts.append(graph.add("Gather", graph.constant(table), place))
    if raw is not None:
        parts.append(raw)
    return graph.add("Concat", *parts, axis=1)


_MAX_CODES = 256
"""Codes from 255 on are unknown to boosting (see ``trainers/gradient_boosting``)."""


def _ordinals(estimator: Any) -> list[Floats]:
    """For each categorical column: the ordinal number of each code, NaN where the training part had none of it.
    The last entry is that of a code beyond the bins, which counts as unknown (code 0)."""
    encoder = estimator._preprocessor.named_transformers_["encoder"]
    tables = []
    for categories in encoder.categories_:
        table = np.full(_MAX_CODES, np.nan)
        for ordinal, code in enumerate(categories):
            if not np.isnan(code):
                table[int(code)] = ordinal
        table[-1] = table[0]
        tables.append(table)
    return tables


def _add_boosted(trees: Trees, tree: Any, target: int) -> None:
    nodes = tree.nodes
    made: list[tuple[int, bool]] = []
    for node in nodes:
        if node["is_leaf"]:
            made.append((trees.leaf(target, float(node["value"])), True))
            continue
        members = _members(tree.raw_left_cat_bitsets[node["bitset_idx"]]) if node["is_categorical"] else None
        missing_left = bool(node["missing_go_to_left"])
        place = trees.branch(int(node["feature_idx"]), float(node["num_threshold"]), missing_left, members)
        made.append((place, False))
    trees.join_all(made, nodes["left"], nodes["right"])


def _members(bitset: NDArray[np.uint32]) -> list[int]:
    """The categories whose bit is set, of 8 words of 32 bits."""
    return [32 * w + b for w, word in enumerate(bitset) for b in range(32) if int(word) >> b & 1]


def forest(graph: Graph, estimator: Any, inputs: str) -> str:
    """The mean over the trees of a forest: rows x classes of probabilities, or rows x 1 of values."""
    classes = len(estimator.classes_) if hasattr(estimator, "classes_") else 1
    trees = Trees(targets=classes)
    for tree in estimator.estimators_:
        _add_tree(trees, tree.tree_, 1.0 / len(estimator.estimators_))
    bounded = graph.add("Min", graph.add("Max", inputs, graph.constant(-MOST)), graph.constant(MOST))
    bounded = graph.add("Where", graph.add("IsNaN", inputs), inputs, bounded)
    single = graph.cast(graph.cast(bounded, TensorProto.FLOAT), TensorProto.DOUBLE)
    return trees.add_to(graph, single)


def _add_tree(trees: Trees, tree: Any, share: float) -> None:
    """A tree is added once a class: a leaf of ONNX holds the weight of one."""
    for target in range(trees.targets):
        made = []
        for at, is_leaf in enumerate(tree.children_left < 0):
            if is_leaf:
                made.append((trees.leaf(target, share * float(tree.value[at, 0, target])), True))
                continue
            missing_left = bool(tree.missing_go_to_left[at])
            place = trees.branch(int(tree.feature[at]), float(tree.threshold[at]), missing_left)
            made.append((place, False))
        trees.join_all(made, tree.children_left, tree.children_right)
