"""From rows in the store to a judged model, without ever holding the table: as ``training/learning`` does in memory."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.entities import ROW_ID
from driftdesk.core.errors import TrainingError
from driftdesk.core.training.evaluation.leakage import of_columns
from driftdesk.core.training.importance import MAX_ROWS, permutation_importance
from driftdesk.core.training.learning import Learned, Order
from driftdesk.core.training.loop import Feed, LoopParams, Objective, choose_batch_size, seeded
from driftdesk.core.training.loop import fit as run_loop
from driftdesk.core.training.metrics import score
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.networks.tabular import TabularNetworkPredictor, TabularTrainer
from driftdesk.core.training.params import NetworkParams, trainer, trainer_info
from driftdesk.core.training.problem import Target
from driftdesk.core.training.streaming.feeding import (
    Budget,
    StreamFeed,
    StreamObjective,
    joined,
    judged_rows,
    predictions,
    read,
    row_bytes,
    thinned,
)
from driftdesk.core.training.streaming.fitting import Fitted, fit
from driftdesk.core.training.streaming.shuffle import ShuffleQuality, quality
from driftdesk.core.training.streaming.survey import (
    TEST,
    TRAIN,
    UNKNOWN,
    VALIDATION,
    Asked,
    Survey,
    survey,
)
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Part

if TYPE_CHECKING:
    from driftdesk.core.training.distributed.group import Group

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """What every process that learns together must agree on before the first step."""

    survey: Survey
    fitted: Fitted
    budget: Budget

    def batch_size(self, params: NetworkParams) -> int:
        """Of one lane."""
        return max(1, choose_batch_size(params.batch_size, self.rows) // self.budget.lanes)

    @property
    def rows(self) -> int:
        """Training rows, of all lanes."""
        return sum(self.survey.rows_of(TRAIN))


@dataclass(frozen=True)
class Steps:
    """What the loop is given."""

    predictor: TabularNetworkPredictor
    objective: Objective
    loop: LoopParams
    monitor: Monitor
    feed: Feed

    def take(self) -> None:
        """Train."""
        run_loop(self.predictor.network, self.objective, self.loop, self.monitor, self.feed)


@dataclass(frozen=True)
class Streamed:
    """What came of it, and how it was fed."""

    learned: Learned
    buffer_rows: int
    quality: ShuffleQuality


def prepare(asked: Asked, budget: Budget) -> Prepared:
    """Refuse what cannot be streamed, look at the rows and fit the preprocessor: three passes, two of them over the target alone."""
    check_streamable(asked.order)
    found = survey(asked)
    fitted = fit(asked, found)
    for warning in fitted.preprocessor.warnings(found.problem.features):
        asked.monitor.warn(warning)
    return Prepared(found, fitted, budget)


def untrained(asked: Asked, prepared: Prepared) -> TabularNetworkPredictor:
    """The predictor before the first step. torch is seeded by the caller."""
    order, fitted = asked.order, prepared.fitted
    assert isinstance(order.params, NetworkParams)
    maker = streamable_trainer(order.trainer)
    predictor = maker.untrained(
        prepared.survey.problem, fitted.preprocessor, order.params, fitted.centre, fitted.scale
    )
    assert fitted.sample is not None
    predictor.prepare(predictor.encode(fitted.sample))
    return predictor


def streamable_trainer(name: str) -> TabularTrainer:
    """The trainer called ``name``, which must be able to learn from a stream. Raises TrainingError."""
    found = trainer(name) if trainer_info(name).streamable else None
    if not isinstance(found, TabularTrainer):
        raise TrainingError(
            f"The trainer {name!r} needs all rows in memory: it cannot learn from a stream of them.",
            "Choose mlp or tabm, allow more memory, or let it learn from a sample of the rows.",
        )
    return found


def feed_of(asked: Asked, prepared: Prepared, predictor: TabularNetworkPredictor, lane: int) -> StreamFeed:
    """The feed of one lane."""
    params, lanes = asked.order.params, prepared.budget.lanes
    assert isinstance(params, NetworkParams)
    size = prepared.batch_size(params)
    buffer = prepared.budget.buffer_rows(row_bytes(predictor), size, -(-prepared.rows // lanes))
    return StreamFeed(
        asked,
        prepared.survey,
        prepared.fitted,
        predictor,
        batch_size=size,
        buffer_rows=buffer,
        lane=lane,
        lanes=lanes,
    )


def check_streamable(order: Order) -> None:
    """Raise TrainingError where what is asked needs all rows in memory."""
    streamable_trainer(order.trainer)
    if order.start is not None:
        raise TrainingError(
            "A fine-tuning learns from rows in memory.", "Train without a start, or allow more memory."
        )


def learn_streamed(asked: Asked, prepared: Prepared, group: "Group | None" = None) -> Streamed:
    """Train, then judge on the test part. ``group``: this is rank 0 of several processes that learn together.

    Raises SchemaError, ParameterError, TrainingError, and what ``monitor.check`` raises.
    """
    order, found = asked.order, prepared.survey
    assert isinstance(order.params, NetworkParams)
    with limited_threads():
        with seeded(order.seed):
            predictor = untrained(asked, prepared)
            feed = feed_of(asked, prepared, predictor, 0)
            objective = StreamObjective(asked, found, prepared.fitted, predictor, prepared.budget)
            loop = LoopParams.of(order.params, order.seed)
            steps = Steps(predictor, objective, loop, asked.monitor, feed)
            if group is None:
                steps.take()
            else:
                group.lead(prepared, steps)
        validated = objective.predictions()
        learned = replace(
            _judge(asked, prepared, predictor),
            validation=score(order.task, validated.truth, validated.predicted),
        )
    size = prepared.batch_size(order.params)
    return Streamed(
        learned, feed.buffer_rows, quality(found.rows_of(TRAIN), feed.buffer_rows, size, order.seed)
    )


def _judge(asked: Asked, prepared: Prepared, predictor: TabularNetworkPredictor) -> Learned:
    order, found = asked.order, prepared.survey
    judged = thinned(found, TEST, prepared.budget.judged_rows(len(found.problem.classes)), order.seed)
    if (rows := sum(judged.rows_of(TEST))) < (of := sum(found.rows_of(TEST))):
        asked.monitor.warn(f"Test figures are those of a sample of {rows} of {of} rows.")
    found_test = predictions(judged_rows(asked, judged, prepared.fitted, predictor, TEST), predictor)
    _tell_leaks(asked, prepared)
    if not np.isfinite(found_test.predicted).all():
        raise TrainingError(
            "The trained model predicts values that are not numbers.",
            "Lower the learning rate and train again.",
        )
    seen, test = _row_ids(asked, found)
    importance: dict[str, float] = {}
    if order.explain:
        sample = sample_of(asked, found, VALIDATION, MAX_ROWS)
        importance = permutation_importance(predictor, sample, order.seed, asked.monitor)
    return Learned(
        predictor=predictor,
        metrics=score(order.task, found_test.truth, found_test.predicted),
        importance=importance,
        rows=int(np.count_nonzero(found.part != UNKNOWN)),
        seen_row_ids=seen,
        test_row_ids=test,
    )


def _tell_leaks(asked: Asked, prepared: Prepared) -> None:
    """As ``training/learning``, of a sample: single columns alone, since rows that occur twice are not found in it."""
    problem, sample = prepared.survey.problem, prepared.fitted.sample
    assert sample is not None
    y = problem.encode(sample[problem.target.name])
    for leak in of_columns(sample, problem.features, y, len(problem.classes), None):
        asked.monitor.warn(leak.text, leak.hint)


def sample_of(asked: Asked, found: Survey, part: int, rows: int) -> Part:
    """A seeded sample of a part, in memory: up to ``rows`` rows, in the order of the store."""
    few = thinned(found, part, rows, asked.order.seed)
    tables: list[pa.Table] = []
    ys: list[Target] = []
    for group, there in enumerate(few.rows_of(part)):
        if there:
            asked.monitor.check()
            table, y = read(asked, few, group, np.flatnonzero(few.of_group(group) == part))
            tables.append(table)
            ys.append(y)
    return Part(pa.concat_tables(tables, promote_options="permissive"), joined(ys))


def _row_ids(asked: Asked, found: Survey) -> tuple[Ints, Ints]:
    """Of the training and validation parts, and of the test part; ascending."""
    test_rows = sum(found.rows_of(TEST))
    seen = np.empty(sum(found.rows_of(TRAIN)) + sum(found.rows_of(VALIDATION)), np.int64)
    test = np.empty(test_rows, np.int64)
    a = b = 0
    for group in range(len(found.group_rows)):
        asked.monitor.check()
        ids = np.asarray(asked.source.read_group(group, [], with_row_ids=True)[ROW_ID].combine_chunks())
        part = found.of_group(group)
        of_seen, of_test = ids[(part == TRAIN) | (part == VALIDATION)], ids[part == TEST]
        seen[a : a + len(of_seen)], test[b : b + len(of_test)] = of_seen, of_test
        a, b = a + len(of_seen), b + len(of_test)
    seen.sort()
    test.sort()
    return seen, test
