"""Calibration, losses, thresholds and judges: what is estimated, and how grave it is."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind, PerformanceChunk, Role, Schema, Severity, Task
from driftdesk.core.errors import InputError, ParameterError, SchemaError
from driftdesk.core.performance.calibration import calibrate, expected_error, normed
from driftdesk.core.performance.judges import of_classes
from driftdesk.core.performance.losses import learn_losses
from driftdesk.core.performance.params import PerformanceParams, chosen_metrics, make_params
from driftdesk.core.performance.predictions import Predicted, StoredPredictions
from driftdesk.core.performance.series import Group, judge_chunks, reference_pieces
from driftdesk.core.performance.thresholds import learn_band
from driftdesk.core.training.evaluation.measured import Measured

RANDOM = np.random.default_rng(20261123)
CONTEXT = Context()


def two(positive: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - positive, positive])


def drawn(chance: np.ndarray) -> np.ndarray:
    return (RANDOM.random(len(chance)) < chance).astype(np.int64)


def predicted(truth: object, scores: np.ndarray | None, decided: object = None) -> Predicted:
    rows = pa.array(truth, pa.string())
    return Predicted(
        rows, pa.nulls(len(rows), pa.string()) if decided is None else pa.array(decided, pa.string()), scores
    )


def column(name: str, role: Role = Role.FEATURE, kind: Kind = Kind.NUMERIC) -> Column:
    return Column(id=name, name=name, kind=kind, role=role)


def test_scores_that_are_no_probabilities_are_calibrated() -> None:
    chance = RANDOM.random(5_000)
    y = drawn(chance)
    bent = calibrate(two(chance**3), y, CONTEXT)
    assert bent.helps
    assert bent.after < 0.02 < bent.before
    assert expected_error(bent(two(chance**3)), y) < 0.02
    margins = calibrate(two(4 * chance - 2), y, CONTEXT)
    assert margins.helps
    assert expected_error(margins(two(4 * chance - 2)), y) < 0.02


def test_scores_are_left_alone_where_calibration_only_adds_noise() -> None:
    chance = RANDOM.random(400)
    calibration = calibrate(two(chance), drawn(chance), CONTEXT)
    assert not calibration.helps
    assert calibration(two(chance)) == pytest.approx(two(chance))


def test_a_constant_score_becomes_the_share_of_positives() -> None:
    y = np.arange(1_000) % 4 == 0
    calibration = calibrate(two(np.full(1_000, 0.9)), y.astype(np.int64), CONTEXT)
    assert calibration(two(np.full(3, 0.9)))[:, 1] == pytest.approx(0.25)


def test_rows_of_zeros_are_undecided() -> None:
    assert normed(np.zeros((1, 4))).tolist() == [[0.25] * 4]


def test_losses_are_estimated_where_they_depend_on_features() -> None:
    random = np.random.default_rng(1)
    x = random.uniform(0, 4, 1_500)
    y = random.normal(0, 0.2 + x)
    guess = np.zeros(1_500)
    model = learn_losses(pa.table({"x": x}), [column("x")], y, guess, names=("rmse", "mae"), context=CONTEXT)
    high = model(pa.table({"x": np.linspace(3, 4, 200)}), np.zeros(200))
    assert np.sqrt(high["rmse"].mean()) == pytest.approx(3.7, rel=0.2)
    assert high["mae"].mean() == pytest.approx(3.7 * np.sqrt(2 / np.pi), rel=0.2)
    assert model.held_out["mae"].mean() == pytest.approx(np.abs(y).mean(), rel=0.05)
    alone = learn_losses(pa.table({}), [], y, y + 1.0, names=("mae",), context=CONTEXT)
    assert alone(pa.table({}), np.zeros(4))["mae"] == pytest.approx(1.0)


def test_thresholds_know_how_many_rows_a_chunk_has() -> None:
    chunks = [Measured(v, 0.01) for v in (0.895, 0.90, 0.905)]
    band = learn_band("roc_auc", Measured(0.9, 0.005), 4_000, chunks, 3)
    assert band.between == 0  # the chunks differ by no more than sampling
    small, large = band.limits(100), band.limits(100_000)
    assert small.low < 0.81
    assert large.low == pytest.approx(0.89)  # a loss of less than a hundredth is none, however sure
    assert band.severity(0.88, 100_000) is Severity.WARNING
    assert band.severity(0.84, 100_000) is Severity.CRITICAL
    assert band.severity(0.84, 100) is Severity.NONE
    assert band.severity(0.99, 100_000) is Severity.NONE  # better is not grave


def test_errors_are_grave_when_they_rise_and_a_bias_either_way() -> None:
    rmse = learn_band("rmse", Measured(100.0, 0.5), 10_000, [Measured(100.0, 1.0)], 3)
    assert [rmse.severity(v, 10_000) for v in (80, 101, 105, 120)] == [
        Severity.NONE, Severity.NONE, Severity.WARNING, Severity.CRITICAL,
    ]  # fmt: skip
    bias = learn_band("score_bias", Measured(0.0, 0.001), 10_000, [Measured(0.0, 0.001)], 3)
    assert [bias.severity(v, 10_000) for v in (-0.2, -0.02, 0.005, 0.02, 0.2)] == [
        Severity.CRITICAL, Severity.WARNING, Severity.NONE, Severity.WARNING, Severity.CRITICAL,
    ]  # fmt: skip
    shares = learn_band("true_positives", Measured(0.3, 0.001), 10_000, [], 3)
    assert shares.severity(0.9, 10_000) is Severity.NONE


def test_late_labels_are_measured_as_far_as_they_are_there_and_estimated_beyond() -> None:
    chance = RANDOM.random(6_000)
    y = drawn(chance)
    texts = ["ny"[int(v)] for v in y]
    late = [*texts[3_000:4_200], *[None] * 1_800]
    reference, current = predicted(texts[:3_000], two(chance[:3_000])), predicted(late, two(chance[3_000:]))
    found = of_classes(reference, current, ("n", "y"), None, estimate=True, context=CONTEXT)
    params = PerformanceParams()
    judge = replace(found.judge, names=("accuracy",))
    old = [group(p, is_reference=True) for p in reference_pieces(3_000, 1_000, 100)]
    new = [group(np.arange(3_000 + i * 1_000, 4_000 + i * 1_000)) for i in range(3)] + [
        group(np.arange(5_990, 6_000))
    ]
    chunks, (series,) = judge_chunks(
        judge, np.arange(3_000), [*old, *new], ("accuracy",), params=params, context=CONTEXT
    )
    assert [c.labelled for c in chunks[-4:]] == [1_000, 200, 0, 0]
    points = series.points[-4:]
    assert [p.realised is not None for p in points] == [True, True, False, False]
    assert [p.estimated is not None for p in points] == [True, True, True, False]
    assert points[3].severity is Severity.INSUFFICIENT_DATA
    assert series.severity is Severity.NONE
    for p in points[:3]:
        assert p.estimated == pytest.approx(0.75, abs=0.04)


def group(rows: np.ndarray, *, is_reference: bool = False) -> Group:
    return Group(rows, PerformanceChunk(label="x", rows=0, labelled=0, is_reference=is_reference))


def test_a_class_that_only_the_new_rows_have_counts_as_missed() -> None:
    p = RANDOM.dirichlet(np.ones(3), 300)
    texts = [("a", "b", "c")[i] for i in p.argmax(axis=1)]
    reference, current = predicted(texts[:200], p[:200]), predicted(["d"] * 100, p[200:])
    found = of_classes(reference, current, ("a", "b", "c"), None, estimate=True, context=CONTEXT)
    assert found.classes == ("a", "b", "c", "d")
    judge = replace(found.judge, names=("accuracy",))
    assert judge.realised(np.arange(200, 300))["accuracy"].value == 0
    assert judge.realised(np.arange(200))["accuracy"].value == 1


def test_a_reference_of_one_class_is_refused() -> None:
    scores = two(RANDOM.random(100))
    with pytest.raises(InputError, match="one class only"):
        of_classes(
            predicted(["a"] * 100, scores),
            predicted([], scores[:0]),
            (),
            None,
            estimate=True,
            context=CONTEXT,
        )
    with pytest.raises(InputError, match="one class only"):
        of_classes(
            predicted(["a"] * 100, scores),
            predicted([], scores[:0]),
            ("a", "b"),
            None,
            estimate=True,
            context=CONTEXT,
        )


def test_a_reference_without_labels_is_refused() -> None:
    scores = two(RANDOM.random(100))
    found = of_classes(
        predicted([None] * 100, scores),
        predicted([], scores[:0]),
        ("a", "b"),
        None,
        estimate=False,
        context=CONTEXT,
    )
    with pytest.raises(InputError, match="labelled rows"):
        judge_chunks(
            found.judge, np.arange(100), [], ("accuracy",), params=PerformanceParams(), context=CONTEXT
        )


def test_stored_predictions_say_what_they_lack() -> None:
    target, guess = column("y", Role.TARGET), column("p", Role.PREDICTION)
    with pytest.raises(SchemaError, match="no target"):
        StoredPredictions(Schema(columns=(guess,)), Task.REGRESSION, "d")
    with pytest.raises(SchemaError, match="no predictions"):
        StoredPredictions(Schema(columns=(target,)), Task.BINARY, "d")
    texts = column("s", Role.PREDICTION_SCORE, Kind.CATEGORICAL)
    with pytest.raises(SchemaError, match="needs numbers"):
        StoredPredictions(Schema(columns=(target, texts)), Task.BINARY, "d")
    assert StoredPredictions(Schema(columns=(target, guess)), None, "d").task is Task.REGRESSION


def test_score_columns_belong_to_the_classes_that_their_names_end_with() -> None:
    scores = [column(f"p_{c}", Role.PREDICTION_SCORE) for c in ("gold", "tin", "old")]
    stored = StoredPredictions(Schema(columns=(column("y", Role.TARGET), *scores)), Task.MULTICLASS, "d")
    assert stored.score_places(("gold", "old", "tin")) == [0, 2, 1]
    with pytest.raises(SchemaError, match="scores for: lead"):
        stored.score_places(("gold", "lead"))


def test_zeros_and_ones_are_the_labels_of_a_boolean_target() -> None:
    schema = Schema(
        columns=(
            column("y", Role.TARGET, Kind.BOOLEAN),
            column("p", Role.PREDICTION),
            column("s", Role.PREDICTION_SCORE),
        )
    )
    table = pa.table({"y": [True, None], "p": [1, 0], "s": [0.9, float("nan")]})
    found = StoredPredictions(schema, Task.BINARY, "d").of(table)
    assert found.truth.to_pylist() == ["true", None]
    assert found.decided.to_pylist() == ["true", "false"]
    assert np.isnan(found.scores[1, 0])


def test_margins_without_decisions_are_refused() -> None:
    schema = Schema(columns=(column("y", Role.TARGET), column("s", Role.PREDICTION_SCORE)))
    stored = StoredPredictions(schema, Task.BINARY, "d")
    margins = np.array([[-3.0], [2.0]] * 60)
    with pytest.raises(SchemaError, match="no probabilities"):
        of_classes(
            predicted(["0", "1"] * 60, margins),
            predicted([], margins[:0]),
            (),
            stored,
            estimate=True,
            context=CONTEXT,
        )


def test_unknown_metrics_and_sizes_are_refused() -> None:
    with pytest.raises(ParameterError, match="no metric 'rmse'"):
        chosen_metrics(("rmse",), Task.BINARY)
    with pytest.raises(ParameterError, match="min_rows"):
        make_params(min_rows=1)
    assert chosen_metrics((), Task.REGRESSION)[0] == "rmse"


def test_few_reference_rows_make_few_chunks() -> None:
    assert [len(p) for p in reference_pieces(1_000, 100, 100)] == [100] * 10
    assert len(reference_pieces(1_000, 5_000, 100)) == 2
    assert len(reference_pieces(150, 10, 100)) == 1
