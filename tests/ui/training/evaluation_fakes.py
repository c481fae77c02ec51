"""Whole evaluations and a comparison, for the Evaluate panel."""

from datetime import timedelta

from driftdesk.core.entities import (
    Agreement,
    CalibrationBin,
    ClassCurves,
    ClassFigures,
    Compared,
    Comparison,
    Evaluation,
    LeakageWarning,
    PairedDifference,
    Slice,
    SliceFigures,
    ThresholdRow,
    TimeChunk,
    now,
)
from tests.ui.training.services import FakeTraining


def judged_evaluation(id: str, version: int, auc: float) -> Evaluation:
    """A whole evaluation of two classes, with a leak, slices and periods."""
    steps = [i / 20 for i in range(21)]
    rising = tuple((x, x**0.4) for x in steps)
    curves = ClassCurves(
        name="true", positives=830, rows=2000, roc_auc=auc, average_precision=0.8, calibration_error=0.03, brier=0.15,
        roc=rising, pr=tuple((x, 1 - x / 2) for x in steps), lift=tuple((x, 2 - x) for x in steps[1:]), gain=rising,
        calibration=(CalibrationBin(score=0.2, share=0.25, rows=1000, low=0.2, high=0.3),
                     CalibrationBin(score=0.8, share=0.7, rows=1000, low=0.65, high=0.75)),
        thresholds=tuple(ThresholdRow(threshold=x, precision=0.5, recall=1 - x, f1=0.6, share=0.5) for x in steps),
        best_threshold=0.4,
    )  # fmt: skip
    figure = SliceFigures(value=0.7, low=0.6, high=0.8)
    return Evaluation(
        id=id, model_id="m1", model_version=version, dataset_id="d1", dataset_version=2, rows=2000,
        metrics={"roc_auc": auc, "accuracy": 0.8}, intervals={"roc_auc": (auc - 0.01, auc + 0.01)}, classes=("false", "true"),
        confusion=((1020, 150), (210, 620)), curves=(curves,),
        by_class=tuple(ClassFigures(name=n, rows=1000, decided=1000, precision=0.8, recall=0.7, f1=0.75) for n in ("false", "true")),
        slices=(Slice(rule='plan == "free"', rows=300, share=0.15, metrics={"roc_auc": figure}, metric="roc_auc",
                      difference=-0.12, p_value=0.001, worst=True),),
        over_time=tuple(TimeChunk(label=f"2024-0{m}", rows=500, metrics={"roc_auc": figure, "accuracy": figure}) for m in (1, 2, 3)),
        warnings=(LeakageWarning(kind="predicts_target", column="age", text="age tells the target by itself.", hint="Known?"),),
        created_at=now() - timedelta(hours=1),
    )  # fmt: skip


def with_comparison(training: FakeTraining) -> Comparison:
    """Keep a comparison of v1 with v2, and its evaluations."""
    pair = [judged_evaluation("c1", 1, 0.84), judged_evaluation("c2", 2, 0.88)]
    training.of_compared = pair
    made = Comparison(
        id="cmp", created_at=now() + timedelta(hours=1), dataset_id="d1", dataset_version=2, rows=2000,
        members=tuple(Compared(model_id="m1", model="churn-classifier", version=e.model_version, evaluation_id=e.id,
                               metrics=e.metrics) for e in pair),
        differences=tuple(
            PairedDifference(first=0, second=1, metric=n, difference=d, low=d - 0.02, high=d + 0.02, p_value=p, p_corrected=p, test=t)
            for n, d, p, t in (("roc_auc", 0.04, 0.001, "delong"), ("accuracy", 0.0, 1.0, "mcnemar"))
        ),
        agreements=(Agreement(first=0, second=1, both=1500, only_first=80, only_second=82, neither=338),),
    )  # fmt: skip
    training.compared = [made]
    return made
