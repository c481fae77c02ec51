"""Batches for the loop, straight from row groups; the validation and test rows, predicted as they pass.

``Budget`` shares out the memory that a run may use for data. A row that is encoded takes 4 bytes a number or category
and 4 or 8 for the target; the buffer in which rows are mixed gets two fifths of the budget, the encoded validation part a
fifth (where it does not fit it is read again after each epoch), and the rest is for row groups that are being read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.errors import TrainingError
from driftdesk.core.training.loop import Feed
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.networks.base import call, mean_loss
from driftdesk.core.training.networks.tabular import TabularInputs, TabularNetworkPredictor
from driftdesk.core.training.preprocessing import Features
from driftdesk.core.training.problem import Target
from driftdesk.core.training.streaming import shuffle
from driftdesk.core.training.streaming.fitting import Fitted, needed_names
from driftdesk.core.training.streaming.shuffle import Columns, Piece, generator, mixed, pieces
from driftdesk.core.training.streaming.survey import TRAIN, UNKNOWN, VALIDATION, Asked, Survey
from driftdesk.core.training.trainers.base import validation_figures

_ENCODED_AT_ONCE = 8192
_AHEAD = 2
_FEWEST_BATCHES = 4
"""That the buffer holds, however small the budget."""


@dataclass(frozen=True)
class Budget:
    """Bytes for the data of one run, ``lanes`` processes together."""

    bytes: int
    lanes: int = 1

    def buffer_rows(self, row_bytes: int, batch: int, rows: int) -> int:
        """Rows in the buffer of one lane of ``rows`` training rows."""
        wanted = int(self.bytes * 0.4 / self.lanes) // row_bytes
        return min(max(wanted, _FEWEST_BATCHES * batch), max(1, rows))

    def holds_validation(self, rows: int, row_bytes: int) -> bool:
        return rows * row_bytes <= self.bytes * 0.2

    def judged_rows(self, classes: int) -> int:
        """Rows whose predictions may be kept to be judged together."""
        return max(10_000, self.bytes // 8 // (8 * (classes + 1)))


def row_bytes(predictor: TabularNetworkPredictor) -> int:
    """Of one encoded row."""
    return 4 * (predictor.preprocessor.width + len(predictor.preprocessor.sizes)) + 8


@dataclass(frozen=True)
class Batch:
    """Rows as the network takes them, and their target as the loss takes it."""

    inputs: tuple[Tensor, ...]
    y: Tensor
    weight: Tensor | None

    def __len__(self) -> int:
        return len(self.y)


class StreamFeed(Feed):
    """The training rows of one lane (one of ``lanes`` processes), in the order of ``shuffle``.

    Who begins within an epoch reads it from its start and drops the batches that were done: the buffer's content is not
    part of a checkpoint.
    """

    def __init__(
        self,
        asked: Asked,
        survey: Survey,
        fitted: Fitted,
        predictor: TabularNetworkPredictor,
        *,
        batch_size: int,
        buffer_rows: int,
        lane: int = 0,
        lanes: int = 1,
    ) -> None:
        self._asked, self._survey, self._fitted = asked, survey, fitted
        self._predictor = predictor
        self._pieces = pieces(survey.rows_of(TRAIN), lane, lanes)
        rows = sum(p.rows for p in self._pieces)
        super().__init__(rows, batch_size, asked.order.seed)
        self.buffer_rows = buffer_rows
        self._lane = lane

    def batches(self, epoch: int, start: int) -> Iterator[Batch]:
        random = generator(self._seed, epoch, self._lane)
        order = [self._pieces[i] for i in random.permutation(len(self._pieces))]
        blocks = ordered_map(self._encode, order, ahead=_AHEAD)
        rows = mixed(blocks, self.buffer_rows, random)
        for number, columns in enumerate(shuffle.batches(rows, self._batch_size)):
            if number >= start:
                yield _batch(columns)
            else:
                self._asked.monitor.check()

    def _encode(self, piece: Piece) -> Columns:
        rows = np.flatnonzero(self._survey.of_group(piece.group) == TRAIN)[piece.first : piece.stop]
        table, y = read(self._asked, self._survey, piece.group, rows)
        encoded = encode(self._predictor, table)
        weight = self._fitted.weights.of(table, y)
        columns = (encoded.numeric, encoded.codes, self._predictor.learnable(y).numpy())
        return columns if weight is None else (*columns, weight.astype(np.float32))


def _batch(columns: Columns) -> Batch:
    numeric, codes, y, *weight = (torch.from_numpy(column) for column in columns)
    return Batch((numeric, codes.long()), y, weight[0] if weight else None)


@dataclass(frozen=True)
class Encoded:
    """Rows x numbers (float32) and rows x categories (int32: half of what the network is given)."""

    numeric: NDArray[np.float32]
    codes: NDArray[np.int32]

    def inputs(self) -> TabularInputs:
        return TabularInputs(Features(self.numeric, self.codes.astype(np.int64), np.empty((0, 0))))


def read(asked: Asked, survey: Survey, group: int, rows: NDArray[np.int64]) -> tuple[pa.Table, Target]:
    """Features, target and weight of some rows of a row group."""
    table = asked.source.read_group(group, needed_names(asked, survey)).take(pa.array(rows))
    return table, survey.problem.encode(table[survey.problem.target.name])


def encode(predictor: TabularNetworkPredictor, table: pa.Table) -> Encoded:
    """A slice at a time: what the preprocessor holds meanwhile is three times as much."""
    fitted = predictor.preprocessor
    numeric = np.empty((len(table), fitted.width), np.float32)
    codes = np.empty((len(table), len(fitted.sizes)), np.int32)
    for at in range(0, len(table), _ENCODED_AT_ONCE):
        some = fitted.transform(table.slice(at, _ENCODED_AT_ONCE))
        numeric[at : at + len(some)], codes[at : at + len(some)] = some.numeric, some.codes
    return Encoded(numeric, codes)


@dataclass(frozen=True)
class Judged:
    """Rows to be predicted, with what they are judged by."""

    encoded: Encoded
    y: Target
    weight: Floats | None


@dataclass(frozen=True)
class Predictions:
    """Of rows in one order: the target, float64[rows] or [rows, classes], and the rows' weights (None: all count as one)."""

    truth: Target
    predicted: Floats
    weight: Floats | None


def judged_rows(
    asked: Asked, survey: Survey, fitted: Fitted, predictor: TabularNetworkPredictor, part: int
) -> Iterator[Judged]:
    """The rows of a part in the order of the store, one row group after the other, read ahead."""

    def one(group: int) -> Judged:
        asked.monitor.check()
        table, y = read(asked, survey, group, np.flatnonzero(survey.of_group(group) == part))
        return Judged(encode(predictor, table), y, fitted.weights.of(table, y))

    return ordered_map(one, [g for g, rows in enumerate(survey.rows_of(part)) if rows], ahead=_AHEAD)


def predictions(rows: Iterable[Judged], predictor: TabularNetworkPredictor) -> Predictions:
    """Of rows, in their order."""
    found = [(r.y, predictor.predict_inputs(r.encoded.inputs()), r.weight) for r in rows]
    weights = [w for *_, w in found if w is not None]
    truth = joined([y for y, *_ in found])
    return Predictions(
        truth, np.concatenate([p for _, p, _ in found]), np.concatenate(weights) if weights else None
    )


def joined(targets: list[Target]) -> Target:
    """Targets of one problem, one after the other."""
    whole: Target = np.concatenate(targets)  # type: ignore[assignment]  # all are of one type
    return whole


def thinned(survey: Survey, part: int, rows: int, seed: int) -> Survey:
    """``survey`` with at most ``rows`` rows in ``part``, a seeded sample; the others are UNKNOWN."""
    places = survey.positions(part)
    if len(places) <= rows:
        return survey
    left = np.random.default_rng(seed).permutation(len(places))[rows:]
    marked = survey.part.copy()
    marked[places[left]] = UNKNOWN
    return replace(survey, part=marked)


class StreamObjective:
    """As the objective of rows in memory (``networks/base``)."""

    def __init__(
        self, asked: Asked, survey: Survey, fitted: Fitted, predictor: TabularNetworkPredictor, budget: Budget
    ) -> None:
        self._asked, self._fitted, self._predictor = asked, fitted, predictor
        self.rows = sum(survey.rows_of(TRAIN))
        """In an epoch, of all lanes together."""
        self._task = survey.problem.task
        self._survey = thinned(
            survey, VALIDATION, budget.judged_rows(len(survey.problem.classes)), asked.order.seed
        )
        held = sum(self._survey.rows_of(VALIDATION))
        if held < (of := sum(survey.rows_of(VALIDATION))):
            asked.monitor.warn(f"Validation figures are those of a sample of {held} of {of} rows.")
        self._kept: list[Judged] = []
        self._keeps = budget.holds_validation(held, row_bytes(predictor))

    def loss(self, network: nn.Module, batch: Batch) -> Tensor:
        outputs = call(network, batch.inputs)
        weight = None if batch.weight is None else batch.weight.to(outputs.device)
        return mean_loss(self._task, outputs, batch.y.to(outputs.device), weight)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """A regression's loss is in units of the standardised target, like the training loss."""
        found = self.predictions()
        if found.weight is not None and not found.weight.any():
            raise TrainingError(
                "Every row of a part has the weight 0.", "Give some rows of each part a weight above 0."
            )
        figures = validation_figures(self._task, found.truth, found.predicted, found.weight)
        return {**figures, "loss": figures["loss"] / self._predictor.scale**2}

    def predictions(self) -> Predictions:
        """Of the validation part as the network is now."""
        rows: Iterable[Judged] = self._kept
        if not self._kept:
            rows = judged_rows(self._asked, self._survey, self._fitted, self._predictor, VALIDATION)
            if self._keeps:
                rows = self._kept = list(rows)
        return predictions(rows, self._predictor)
