"""Values at the ends of what numbers, dates and samples can be: drawn, told and fitted without a crash or a NaN."""

import math
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.cli.show import plain
from driftdesk.core.compute.trees import with_constants
from driftdesk.core.context import Context
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.together.classifier import domain_classifier
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.why.examples import typical
from driftdesk.core.entities import Column, ColumnDrift, DriftReport, Kind, Severity, Side
from driftdesk.core.performance.losses import learn_losses
from driftdesk.core.reports.figures import along
from tests.unit.core.drift.test_edges import both_ways
from tests.unit.core.drift.together.sides import side


@pytest.mark.parametrize(
    "edges", [(-1.7e308, 0.0, 1.7e308), (0.0, 5e-324), (3.0, 3.0), (0.0, 0.0), (-1.0, 1.0, 3.0)]
)
def test_edges_of_whatever_size_lie_along_an_axis(edges: tuple[float, ...]) -> None:
    found = along(edges)
    assert all(math.isfinite(x) and 0 <= x <= 1 for x in found)
    assert found == sorted(found)


@pytest.mark.parametrize("stamp", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_a_stamp_at_an_end_of_the_calendar_is_shown(stamp: datetime) -> None:
    assert str(stamp.day) in plain(stamp)


def test_columns_without_a_value_are_constants_to_trees() -> None:
    x = np.array([[1.0, np.nan], [np.nan, np.nan]])
    found = with_constants(x)
    assert found[:, 1].tolist() == [0.0, 0.0]
    assert np.isnan(found[1, 0])


def test_typical_rows_are_found_beside_a_column_without_values() -> None:
    random = np.random.default_rng(1)
    sides = [
        pa.table({"x": random.normal(m, 1, 120), "empty": pa.array([None] * 120, pa.float64())})
        for m in (0.0, 2.0)
    ]
    columns = [Column(id=n, name=n, kind=Kind.NUMERIC) for n in ("x", "empty")]
    assert typical(columns, *sides, seed=1).size


def test_rows_are_told_apart_beside_a_column_without_values() -> None:
    left, right = (
        side(np.random.default_rng(seed).normal(m, 1, 120), np.full(120, np.nan))
        for seed, m in ((1, 0.0), (2, 3.0))
    )
    assert domain_classifier(left, right, TogetherParams(), Context()).effect > 0.9


def test_numbers_whose_squares_underflow_are_judged_by_another_method() -> None:
    random = np.random.default_rng(1)
    case = (random.normal(0, 1, 200) * 1e-300, random.normal(9, 1, 200) * 1e-300, Severity.CRITICAL)
    for column in both_ways(case, Kind.NUMERIC, DriftParams()):
        assert (column.severity, column.method) == (Severity.CRITICAL, "ks")


def test_the_strength_of_drift_near_the_largest_number_is_finite() -> None:
    random = np.random.default_rng(1)
    case = (random.uniform(-1, 0, 200) * 1e308, random.uniform(0, 1, 200) * 1e308, Severity.CRITICAL)
    for column in both_ways(case, Kind.NUMERIC, DriftParams(numeric_method="wasserstein")):
        assert np.isfinite(column.strength)
        DriftReport.model_validate_json(report(column).model_dump_json())


def report(column: ColumnDrift) -> DriftReport:
    both = Side(version=1, rows=200)
    return DriftReport(
        dataset_id="d",
        dataset_name="d",
        reference=both,
        current=both,
        severity=column.severity,
        columns=(column,),
    )


def test_losses_too_large_for_a_float_and_batches_without_predictions_are_no_error() -> None:
    features = pa.table({"x": np.arange(60.0)})
    columns = [Column(id="x", name="x", kind=Kind.NUMERIC)]
    truth = np.full(60, 1e200)
    learned = learn_losses(features, columns, truth, -truth, names=("rmse", "mse"), context=Context())
    assert not learned.estimators
    learned = learn_losses(
        features, columns, np.arange(60.0), np.zeros(60), names=("mae",), context=Context()
    )
    assert learned(features.slice(0, 0), np.empty(0))["mae"].size == 0
