"""From a table to a judged model, without a store: frame the problem, split, fit, test, see what matters."""

from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import ROW_ID, Schema, Task
from driftdesk.core.errors import SchemaError, TrainingError
from driftdesk.core.training.bundle import Bundle, pack, unpack
from driftdesk.core.training.evaluation.leakage import of_columns, of_parts
from driftdesk.core.training.fine_tuning import check_can_start
from driftdesk.core.training.importance import permutation_importance
from driftdesk.core.training.metrics import score
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TrainerParams, trainer_info
from driftdesk.core.training.params import trainer as trainer_of
from driftdesk.core.training.problem import Framed, Problem, frame
from driftdesk.core.training.split import PART, Parts, split, split_as_stored, split_by_time
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Part, Predictor, TabularPredictor, TrainingData
from driftdesk.core.training.warm_start import Start, continued
from driftdesk.core.training.weights import class_weights, row_weights, sample_weights, weight_column

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Order:
    """What to learn, how. ``salt`` keys the split; it is the same for all, so that the same data split the same in
    every database."""

    schema: Schema
    task: Task
    target: str
    trainer: str
    params: TrainerParams
    seed: int
    salt: str = "driftdesk"
    explain: bool = True
    """Whether to look which columns matter."""
    start: Start | None = None
    """The model to begin with; None: from nothing."""


@dataclass(frozen=True)
class Learned:
    """What came of an order."""

    predictor: Predictor
    metrics: dict[str, float]
    """On the test part."""
    importance: dict[str, float]
    rows: int
    seen_row_ids: Ints
    """Of the training and validation parts, ascending."""
    test_row_ids: Ints
    validation: dict[str, float] = field(default_factory=dict)
    """Metrics of the validation part, where they were asked for."""


def learn(table: pa.Table, order: Order, monitor: Monitor) -> Learned:
    """Train on ``table``, which has the schema's columns and ROW_ID, and PART where the split is given.

    Raises SchemaError, ParameterError, TrainingError, and what ``monitor.check`` raises.
    """
    info = trainer_info(order.trainer, order.task)
    framed = frame(table, order.schema, order.task, order.target)
    if order.start is not None:
        check_can_start(info, order.task)
        framed = continued(framed, order.start)
    for warning in framed.warnings:
        monitor.warn(warning)
    row_ids = np.asarray(framed.table[ROW_ID].combine_chunks()).astype(np.int64)
    parts = _unseen(_parts(framed, row_ids, order, monitor), row_ids, order.start, monitor)
    train, validation = _weighted(framed, parts, order)
    test = _part(framed, parts.test)
    data = TrainingData(framed.problem, train, validation, order.start.predictor if order.start else None)
    trainer = trainer_of(order.trainer)  # imports libraries: only those that are there can be limited
    with limited_threads():
        predictor = trainer.fit(data, order.params, order.seed, monitor)
        predicted = predictor.predict(test.table)
        validated = predictor.predict(validation.table)
        importance = (
            permutation_importance(predictor, validation, order.seed, monitor) if order.explain else {}
        )
    if isinstance(predictor, TabularPredictor):
        for warning in predictor.preprocessor.warnings(framed.problem.features):
            monitor.warn(warning)
    _tell_leaks(framed.problem, order.schema, train, test, monitor)
    if not np.isfinite(predicted).all():
        raise TrainingError(
            "The trained model predicts values that are not numbers.",
            "Lower the learning rate and train again.",
        )
    return Learned(
        predictor=predictor,
        metrics=score(order.task, test.y, predicted),
        validation=score(order.task, validation.y, validated),
        importance=importance,
        rows=len(framed.y),
        seen_row_ids=_seen(row_ids[np.concatenate([parts.train, parts.validation])], order.start),
        test_row_ids=np.sort(row_ids[parts.test]),
    )


def _tell_leaks(problem: Problem, schema: Schema, train: Part, test: Part, monitor: Monitor) -> None:
    """Reasons to distrust the figures, as warnings of the run; looked for after the fit, so that it begins at once."""
    clock = schema.timestamp
    has_clock = clock is not None and clock.name in train.table.column_names
    stamps = train.table[clock.name].combine_chunks() if clock is not None and has_clock else None
    leaks = of_parts(train.table, test.table, problem.features, problem.target.name)
    leaks += of_columns(train.table, problem.features, train.y, len(problem.classes), stamps)
    for leak in leaks:
        monitor.warn(leak.text, leak.hint)


def _weighted(framed: Framed, parts: Parts, order: Order) -> tuple[Part, Part]:
    """The training and the validation part, each row with its weight. Classes are counted in the training part only."""
    problem, column = framed.problem, weight_column(order.schema)
    counts = np.zeros(0, np.int64)
    if problem.task.is_classification:
        counts = np.bincount(framed.y[parts.train].astype(np.int64), minlength=len(problem.classes))
    of_classes = class_weights(counts, problem, order.params)
    samples = None if column is None else sample_weights(framed.table[column.name], column.name)

    def weighted(rows: Ints) -> Part:
        of_rows = None if samples is None else samples[rows]
        return replace(_part(framed, rows), weight=row_weights(of_rows, framed.y[rows], of_classes))

    return weighted(parts.train), weighted(parts.validation)


def _part(framed: Framed, rows: Ints) -> Part:
    return Part(framed.table.take(rows), framed.y[rows])


def _parts(framed: Framed, row_ids: Ints, order: Order, monitor: Monitor) -> Parts:
    classes = framed.y.astype(np.int64) if order.task.is_classification else None
    if PART in framed.table.column_names:
        given = np.asarray(framed.table[PART].combine_chunks())
        parts = split_as_stored(given, row_ids, order.salt)
        return _known_classes(parts, classes, monitor) if classes is not None else parts
    if order.params.split == "random":
        return split(row_ids, classes, order.salt)
    clock = order.schema.timestamp
    if clock is None:
        raise SchemaError(
            "A split by time needs a timestamp column, and this version has none.",
            "Give a datetime column the role timestamp, or set split=random.",
        )
    micros = pc.cast(pc.cast(framed.table[clock.name].combine_chunks(), pa.timestamp("us")), pa.int64())
    parts = split_by_time(np.asarray(pc.fill_null(micros, np.iinfo(np.int64).min)), row_ids)
    return _known_classes(parts, classes, monitor) if classes is not None else parts


def _unseen(parts: Parts, row_ids: Ints, start: Start | None, monitor: Monitor) -> Parts:
    """Without the rows of the test part that ``start`` was trained on (where the parts are drawn by time, or stored)."""
    if start is None:
        return parts
    test = parts.test[~np.isin(row_ids[parts.test], start.seen)]
    if left := len(parts.test) - len(test):
        monitor.warn(f"{left} rows of the test part were left out: {start.name} was trained on them.")
    if not len(test):
        raise TrainingError(
            f"{start.name} was trained on all rows of the test part.",
            "Split at random, train on data with newer rows, or train without a start.",
        )
    return Parts(parts.train, parts.validation, test)


def _seen(row_ids: Ints, start: Start | None) -> Ints:
    return np.sort(row_ids) if start is None else np.union1d(row_ids, start.seen)


def _known_classes(parts: Parts, classes: Ints, monitor: Monitor) -> Parts:
    """Without the rows held out whose class does not occur in the training part."""
    known = np.unique(classes[parts.train])
    if len(known) < 2:
        raise TrainingError(
            "The rows of the training part have one class only.",
            "Split at random, or stratified.",
        )
    validation, test = (rows[np.isin(classes[rows], known)] for rows in (parts.validation, parts.test))
    if left := len(parts.validation) + len(parts.test) - len(validation) - len(test):
        monitor.warn(f"{left} rows were left out: their class does not occur in the training part.")
    if not len(validation) or not len(test):
        raise TrainingError(
            "The classes of the rows held out do not occur in the training part.",
            "Split at random, or stratified.",
        )
    return Parts(parts.train, validation, test)


def pack_predictor(predictor: Predictor, order: Order) -> bytes:
    """The model as one file (see ``bundle``)."""
    fitted = predictor.bundle()
    manifest = {
        "trainer": order.trainer,
        "params": order.params.model_dump(mode="json"),
        "seed": order.seed,
        "problem": predictor.problem.model_dump(mode="json"),
        "fitted": fitted.manifest,
    }
    return pack(Bundle(manifest, fitted.files))


def unpack_predictor(content: bytes) -> Predictor:
    """The model in a file that ``pack_predictor`` made. Raises CorruptDataError, FormatError."""
    bundle = unpack(content)
    problem = Problem.model_validate(bundle.manifest["problem"])
    fitted = Bundle(bundle.manifest["fitted"], bundle.files)
    return trainer_of(bundle.manifest["trainer"]).load(problem, fitted)
