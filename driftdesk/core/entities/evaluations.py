"""What a test of model versions on a data version found: figures with their intervals, curves, slices, and who is better."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now

Interval = tuple[float, float]
Points = tuple[tuple[float, float], ...]


class CalibrationBin(Record):
    """Rows of similar score: what was promised, and what came; ``low`` to ``high``: where the share lies (Wilson)."""

    score: float
    share: float
    rows: int
    low: float = 0.0
    high: float = 1.0


class ThresholdRow(Record):
    """What deciding for the class from ``threshold`` on would come to."""

    threshold: float
    precision: float
    recall: float
    f1: float
    share: float
    """Of all rows that would be decided for."""


class ClassCurves(Record):
    """One class against the rest, by its score."""

    name: str
    positives: int
    rows: int
    roc_auc: float
    average_precision: float
    calibration_error: float
    """Expected calibration error: mean distance of score and share over the bins, by rows."""
    brier: float
    roc: Points
    """(false positive rate, true positive rate), ascending."""
    pr: Points
    """(recall, precision), recall ascending."""
    lift: Points
    """(share of rows with the highest scores, share of the class among them over its share of all)."""
    gain: Points
    """(share of rows with the highest scores, share of the class that is there)."""
    calibration: tuple[CalibrationBin, ...]
    thresholds: tuple[ThresholdRow, ...] = ()
    best_threshold: float | None = None
    """That with the highest F1 on these rows."""


class ClassFigures(Record):
    """What became of one class: ``rows`` have it, ``decided`` were taken for it."""

    name: str
    rows: int
    decided: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    intervals: dict[str, Interval] = Field(default_factory=dict)


class ErrorBin(Record):
    """Rows of neighbouring predictions: the error is prediction less truth, in the target's unit."""

    low: float
    high: float
    rows: int
    mean: float
    deviation: float


class ResidualFigures(Record):
    """How a regression errs; residual: prediction less truth, in the target's unit."""

    mean: float
    deviation: float
    skewness: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    outside: int = 0
    """Rows beyond the edges, which end at the 0.1 and 99.9 per cent of the residuals."""
    normal: Points = ()
    """(quantile of the normal law, the residuals' own, standardised)."""
    by_prediction: tuple[ErrorBin, ...] = ()


class SliceFigures(Record):
    """A metric in a slice."""

    value: float
    low: float
    high: float


class Slice(Record):
    """Some of the rows: ``rule`` is a filter of the data. ``difference`` of ``metric`` to the other rows; ``p_value``: that
    there is none, corrected for all slices of its list."""

    rule: str
    column: str = ""
    """That the rule speaks of alone; empty: a filter that was asked for."""
    rows: int
    share: float
    metrics: dict[str, SliceFigures] = Field(default_factory=dict)
    metric: str = ""
    difference: float | None = None
    p_value: float | None = None
    worst: bool = False
    """Found by searching one half of the rows, told from the other half, of which all figures are."""


class TimeChunk(Record):
    """The rows of a period."""

    label: str
    start: datetime | None = None
    rows: int
    metrics: dict[str, SliceFigures] = Field(default_factory=dict)


class LeakageWarning(Record):
    """A reason to distrust the figures. ``column`` empty: it is about rows."""

    kind: Literal[
        "duplicates", "predicts_target", "missing_predicts_target", "identifier", "later_than_row", "few_rows"
    ]
    text: str
    hint: str = ""
    column: str = ""
    figure: float | None = None


class Evaluation(Record):
    """A model version tested on a data version. What was not looked at is empty."""

    id: str = Field(default_factory=new_id)
    model_id: str
    model_version: int
    dataset_id: str
    dataset_version: int
    rows: int
    metrics: dict[str, float]
    intervals: dict[str, Interval] = Field(default_factory=dict)
    """By metric: where it lies with the chance ``level``, by the bootstrap (see docs/evaluation.md)."""
    level: float = 0.95
    classes: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] | None = None
    """Rows are the truth, columns the prediction, in the order of ``classes``."""
    by_class: tuple[ClassFigures, ...] = ()
    curves: tuple[ClassCurves, ...] = ()
    """Of two classes of the positive one, else of the most frequent ones against the rest."""
    roc: Points | None = None
    """Of two classes (also in ``curves`` of evaluations that have them)."""
    residuals: Points | None = None
    """Regression: up to 500 sampled (truth, prediction)."""
    errors: ResidualFigures | None = None
    slices: tuple[Slice, ...] = ()
    over_time: tuple[TimeChunk, ...] = ()
    time_column: str = ""
    warnings: tuple[LeakageWarning, ...] = ()
    excluded_training_rows: int = 0
    """Rows left out because the model was trained on them."""
    sampled_out: int = 0
    """Rows left out at random because rows x classes are too many."""
    duplicate_training_rows: int | None = None
    """Evaluated rows with the same features and target as a row that was trained on; None: not looked at."""
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


class Compared(Record):
    """One of the model versions of a comparison."""

    model_id: str
    model: str
    version: int
    evaluation_id: str
    metrics: dict[str, float]
    intervals: dict[str, Interval] = Field(default_factory=dict)


class PairedDifference(Record):
    """``second`` less ``first`` (positions in ``members``) on the same rows, with the interval of the difference."""

    first: int
    second: int
    metric: str
    difference: float
    low: float
    high: float
    p_value: float
    """That there is no difference."""
    p_corrected: float
    """By Holm, for all differences of the comparison."""
    test: Literal["bootstrap", "mcnemar", "delong"]


class Agreement(Record):
    """How often two classifiers are right on the same rows."""

    first: int
    second: int
    both: int
    only_first: int
    only_second: int
    neither: int


class Comparison(Record):
    """Model versions on the same rows of a data version: those that none of them was trained on."""

    id: str = Field(default_factory=new_id)
    members: tuple[Compared, ...]
    dataset_id: str
    dataset_version: int
    rows: int
    excluded_training_rows: int = 0
    differences: tuple[PairedDifference, ...]
    agreements: tuple[Agreement, ...] = ()
    level: float = 0.95
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
