"""Rows with what was predicted of them, read once, a row group at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID
from driftdesk.core.performance.losses import LossModel
from driftdesk.core.performance.predictions import Predicted, Predictions
from driftdesk.core.training.evaluation.measured import Floats, Ints

Keep = Callable[[Ints, int], NDArray[np.bool_]]
"""Which rows are wanted, by their ids and the place of the first of them in the version."""


@dataclass(frozen=True)
class Rows:
    """Rows that have a prediction, in the order of their version. ``skipped``: wanted rows that have none."""

    ids: Ints
    predicted: Predicted
    stamps: pa.Array | None
    features: pa.Table | None
    expected: Mapping[str, Floats]
    """Estimated losses by metric."""
    skipped: int

    def __len__(self) -> int:
        return len(self.ids)


def collect(
    tables: Iterable[pa.Table],
    predictions: Predictions,
    keep: Keep,
    *,
    total: int,
    stamp: str | None,
    features: Sequence[str] = (),
    losses: LossModel | None = None,
    context: Context,
    stage: str,
) -> Rows:
    """Predict the rows of ``tables`` (with ROW_ID) that ``keep`` wants. ``features``: columns to keep beside them;
    ``losses``: what estimates losses from these, which are then not kept."""
    ids: list[Ints] = []
    parts: list[Predicted] = []
    stamps: list[pa.Array] = []
    kept_features: list[pa.Table] = []
    expected: list[dict[str, Floats]] = []
    first = skipped = 0
    for table in tables:
        context.check()
        row_ids = np.asarray(table[ROW_ID].combine_chunks()).astype(np.int64)
        wanted = keep(row_ids, first)
        first += len(row_ids)
        if wanted.any():
            chosen = table.filter(pa.array(wanted))
            predicted = predictions.of(chosen)
            usable = _usable(predicted)
            skipped += int(len(usable) - usable.sum())
            mask = pa.array(usable)
            ids.append(row_ids[wanted][usable])
            parts.append(_filtered(predicted, mask, usable))
            if stamp is not None:
                stamps.append(chosen[stamp].combine_chunks().filter(mask))
            if losses is not None:
                decided = np.asarray(parts[-1].decided)
                expected.append(losses(chosen.select(features).filter(mask), decided))
            elif features:
                kept_features.append(chosen.select(features).filter(mask))
        context.progress(first, total, stage)
    return Rows(
        np.concatenate(ids) if ids else np.empty(0, np.int64),
        _joined(parts),
        pa.concat_arrays(stamps) if stamps else None,
        pa.concat_tables(kept_features, promote_options="permissive") if kept_features else None,
        {name: np.concatenate([e[name] for e in expected]) for name in (expected[0] if expected else ())},
        skipped,
    )


def _usable(predicted: Predicted) -> NDArray[np.bool_]:
    """Rows with all of their scores, or without scores those with a decision."""
    if predicted.scores is not None:
        usable: NDArray[np.bool_] = np.asarray(np.isfinite(predicted.scores).all(axis=1))
        return usable
    return np.asarray(predicted.decided.is_valid())


def _filtered(predicted: Predicted, mask: pa.Array, usable: NDArray[np.bool_]) -> Predicted:
    scores = None if predicted.scores is None else predicted.scores[usable]
    return Predicted(predicted.truth.filter(mask), predicted.decided.filter(mask), scores)


def _joined(parts: list[Predicted]) -> Predicted:
    if not parts:
        return Predicted(pa.nulls(0), pa.nulls(0))
    scores = [p.scores for p in parts if p.scores is not None]
    return Predicted(
        pa.concat_arrays([p.truth for p in parts]),
        pa.concat_arrays([p.decided for p in parts]),
        np.concatenate(scores) if scores else None,
    )
