"""Trees that were stored, looked at before they are used: scikit-learn follows their nodes without any bounds."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from driftdesk.core.errors import CorruptDataError


def check_trees(estimator: Any) -> None:
    """Raises CorruptDataError where a tree of a forest or of gradient boosting has a node whose children do not come
    after it, or that asks for a column, or a set of categories, that is not there."""
    for leaf, children, feature, columns, sets in _trees(estimator):
        inner = np.flatnonzero(~leaf)
        after = all((side[inner] > inner).all() and (side[inner] < len(leaf)).all() for side in children)
        known = (feature[inner] >= 0).all() and (feature[inner] < columns).all()
        if not (len(leaf) and after and known and sets):
            raise CorruptDataError("The stored model has a damaged tree.", "Train the model again.")


_Tree = tuple[Any, tuple[Any, Any], Any, int, bool]
"""Which nodes are leaves; left and right children; columns asked for, of how many; whether all sets exist."""


def _trees(estimator: Any) -> Iterator[_Tree]:
    columns = getattr(estimator, "n_features_in_", 0)
    for several in getattr(estimator, "_predictors", ()):  # gradient boosting: several of a round
        for each in several:
            nodes = each.nodes
            sets = nodes["bitset_idx"][nodes["is_categorical"] != 0]
            there = bool((sets < len(each.raw_left_cat_bitsets)).all())
            leaf = nodes["is_leaf"] != 0
            children = nodes["left"].astype(np.int64), nodes["right"].astype(np.int64)
            yield leaf, children, nodes["feature_idx"].astype(np.int64), columns, there
    for each in getattr(estimator, "estimators_", ()):  # a forest
        tree = getattr(each, "tree_", None)
        if tree is not None:
            children = tree.children_left, tree.children_right
            yield tree.children_left == -1, children, tree.feature, columns, tree.n_features == columns
