"""Presets decide as their models do; rules, corrections and thresholds by hand; a stored report judged again."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats
from scipy.spatial.distance import jensenshannon

from driftdesk.core.drift.engine import analyse_tables
from driftdesk.core.drift.learning import learned_thresholds
from driftdesk.core.drift.params import (
    PRESETS,
    ColumnParams,
    DriftParams,
    LearnParams,
    Thresholds,
    parse_params,
)
from driftdesk.core.drift.verdict import adjusted, judge_again, not_computed, overall, ranked
from driftdesk.core.entities import Column, ColumnDrift, DriftReport, Kind, Schema, Severity, Side
from driftdesk.core.errors import ParameterError

EVIDENTLY, NANNYML = PRESETS["evidently"], PRESETS["nannyml"]


def columns(
    reference: Mapping[str, object], current: Mapping[str, object], params: DriftParams, **kinds: Kind
) -> dict[str, ColumnDrift]:
    schema = Schema(columns=tuple(Column(id=n, name=n, kind=kinds.get(n, Kind.NUMERIC)) for n in reference))
    tables = [pa.table(dict(side)) for side in (reference, current)]
    return {c.name: c for c in analyse_tables(*tables, schema, params)}


def report(found: Mapping[str, ColumnDrift], params: DriftParams, rows: int) -> DriftReport:
    return DriftReport(
        dataset_id="d",
        dataset_name="d",
        reference=Side(version=1, rows=rows),
        current=Side(version=2, rows=rows),
        severity=overall(list(found.values()), params),
        columns=tuple(ranked(list(found.values()))),
        params=params.model_dump(mode="json"),
    )


def test_evidently_takes_tests_up_to_a_thousand_rows() -> None:
    random = np.random.default_rng(1)
    n = 1_000
    reference = {
        "number": random.normal(size=n),
        "few": random.integers(0, 4, n).astype(float),
        "two": random.choice(["a", "b"], n),
        "many": random.choice(list("abcde"), n),
        "flag": random.random(n) < 0.5,
    }
    current = {
        "number": random.normal(0.08, 1, n),
        "few": random.integers(0, 4, n).astype(float),
        "two": random.choice(["a", "b"], n, p=[0.45, 0.55]),
        "many": random.choice(list("abcde"), n),
        "flag": random.random(n) < 0.5,
    }
    kinds = {"two": Kind.CATEGORICAL, "many": Kind.CATEGORICAL, "flag": Kind.BOOLEAN}
    found = columns(reference, current, EVIDENTLY, **kinds)
    methods = {name: c.method for name, c in found.items()}
    assert methods == {
        "number": "ks",
        "few": "chi_square_fixed",
        "two": "proportions",
        "many": "chi_square_fixed",
        "flag": "proportions",
    }
    p = {"number": stats.ks_2samp(reference["number"], current["number"], method="asymp").pvalue}
    for name in ("few", "many"):
        values = np.unique(reference[name])
        x, y = ([np.sum(side[name] == v) for v in values] for side in (reference, current))
        p[name] = stats.chisquare(y, np.array(x) / n * n).pvalue
    for name, value in p.items():
        assert found[name].p_value == pytest.approx(value)
        assert found[name].p_adjusted == found[name].p_value
        assert (found[name].severity.rank > 0) == (value <= 0.05)
    a, b = np.mean(reference["two"] == "a"), np.mean(current["two"] == "a")
    z = (a - b) / np.sqrt((a + b) / 2 * (1 - (a + b) / 2) * 2 / n)
    assert found["two"].p_value == pytest.approx(2 * stats.norm.sf(abs(z)))


def test_evidently_takes_distances_above_a_thousand_rows() -> None:
    random = np.random.default_rng(2)
    n = 1_001
    reference = {"number": random.normal(3, 2, n), "name": random.choice(list("abc"), n, p=[0.5, 0.3, 0.2])}
    for shift, share in ((0.15, 0.4), (0.4, 0.2)):
        current = {
            "number": random.normal(3 + shift, 2, n),
            "name": random.choice(list("abc"), n, p=[share, 0.3, 0.7 - share]),
        }
        found = columns(reference, current, EVIDENTLY, name=Kind.CATEGORICAL)
        distance = stats.wasserstein_distance(reference["number"], current["number"])
        expected = distance / np.std(reference["number"])
        x, y = ([np.mean(side["name"] == v) for v in "abc"] for side in (reference, current))
        natural = jensenshannon(x, y)
        assert found["number"].method == "wasserstein_normed"
        assert found["number"].statistic == pytest.approx(expected, abs=1e-9)
        assert (found["number"].severity.rank > 0) == (expected >= 0.1)
        assert found["name"].method == "jensen_shannon_nat"
        assert found["name"].statistic == pytest.approx(natural, abs=1e-9)
        assert (found["name"].severity.rank > 0) == (natural >= 0.1)


@pytest.mark.parametrize(("drifted", "verdict"), [(1, "none"), (2, "drift"), (4, "drift")])
def test_evidently_calls_a_dataset_drifted_when_half_of_its_columns_are(drifted: int, verdict: str) -> None:
    random = np.random.default_rng(3)
    n = 2_000
    reference = {f"c{i}": random.normal(size=n) for i in range(4)}
    current = {f"c{i}": random.normal(float(i < drifted), 1, n) for i in range(4)}
    found = list(columns(reference, current, EVIDENTLY).values())
    assert sum(c.severity.rank > 0 for c in found) == drifted
    assert (overall(found, EVIDENTLY).rank > 0) == (verdict == "drift")


def test_nannyml_learns_thresholds_from_ten_chunks_of_the_reference() -> None:
    random = np.random.default_rng(4)
    x, y = random.gamma(2, 1, 5_000), random.gamma(2.6, 1, 500)
    edges = np.histogram_bin_edges(x, bins="doane")

    def distance(part: np.ndarray) -> float:
        p, q = (np.histogram(side, edges)[0] / side.size for side in (x, part))
        return float(jensenshannon(np.append(p, 0), np.append(q, max(1 - q.sum(), 0)), base=2))

    known = np.array([distance(chunk) for chunk in np.split(x, 10)])
    found = columns({"x": x}, {"x": y}, NANNYML)["x"]
    assert found.method == "jensen_shannon_width"
    assert found.statistic == pytest.approx(distance(y), abs=1e-9)
    assert found.threshold == pytest.approx(known.mean() + 3 * known.std(), abs=1e-9)
    assert found.severity.rank > 0
    assert not columns({"x": x}, {"x": random.gamma(2, 1, 500)}, NANNYML)["x"].severity.rank


def test_what_the_division_into_chunks_leaves_over_is_a_chunk_and_too_few_rows_teach_nothing() -> None:
    values = pa.chunked_array([np.random.default_rng(5).normal(size=1_007)])
    params = DriftParams(min_rows=2)
    assert learned_thresholds("x", Kind.NUMERIC, values, params, LearnParams()) is not None
    assert learned_thresholds("x", Kind.NUMERIC, values[:15], params, LearnParams()) is None


def test_corrections() -> None:
    p = np.array([0.01, 0.02, 0.5, np.nan])
    assert np.allclose(adjusted(p, DriftParams(correction="none")), [0.01, 0.02, 0.5, 1])
    assert np.allclose(adjusted(p, DriftParams(correction="bonferroni")), [0.04, 0.08, 1, 1])
    assert np.allclose(adjusted(p, DriftParams()), stats.false_discovery_control([0.01, 0.02, 0.5, 1.0]))


@pytest.mark.parametrize(
    ("decision", "small_effect", "few_rows"),
    [("both", False, False), ("effect", False, True), ("p_value", True, False)],
)
def test_a_verdict_needs_what_the_rule_says(decision: str, small_effect: bool, few_rows: bool) -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=60), random.normal(0.12, 1, 60)
    many = {"a": random.normal(size=20_000)}, {"a": random.normal(0.06, 1, 20_000)}
    params = DriftParams(decision=decision)  # type: ignore[arg-type]  # a word of the table above
    assert (columns(*many, params)["a"].severity.rank > 0) == small_effect
    assert (columns({"a": x}, {"a": y}, params)["a"].severity.rank > 0) == few_rows


def test_methods_and_thresholds_by_hand() -> None:
    random = np.random.default_rng(6)
    reference = {n: random.normal(size=800) for n in "abc"}
    current = {n: random.normal(0.4, 1, 800) for n in "abc"}
    params = DriftParams(
        by_method={"wasserstein_normed": Thresholds(warning=0.2, critical=2.0)},
        by_column={"a": ColumnParams(method="ks", warning=0.9), "b": ColumnParams(critical=0.3)},
    )
    found = columns(reference, current, params)
    assert [(found[n].method, found[n].severity) for n in "abc"] == [
        ("ks", Severity.NONE),
        ("wasserstein_normed", Severity.CRITICAL),
        ("wasserstein_normed", Severity.WARNING),
    ]
    assert found["a"].threshold == found["a"].critical_threshold == 0.9
    assert (found["b"].threshold, found["b"].critical_threshold) == (0.2, 0.3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"numeric_method": "chi_square"},
        {"by_column": {"a": {"method": "nope"}}},
        {"by_column": {"a": {"warning": 2, "critical": 1}}},
        {"by_method": {"nope": {"warning": 1, "critical": 1}}},
        {"by_method": {"ks": {"warning": 2, "critical": 1}}},
        {"alpha": 0},
        {"unknown": 1},
    ],
)
def test_wrong_parameters_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        parse_params(wrong)


def test_a_stored_report_is_judged_again_without_its_data() -> None:
    random = np.random.default_rng(7)
    reference = {n: random.normal(size=900) for n in "abc"}
    current = {n: random.normal(0.2 * i, 1, 900) for i, n in enumerate("abc")}
    params = DriftParams(methods="all")
    stored = report(columns(reference, current, params), params, 900)
    again = judge_again(DriftReport.model_validate_json(stored.model_dump_json()), params)
    assert again.columns == stored.columns
    for other in (
        DriftParams(numeric_method="ks"),
        DriftParams(decision="p_value", correction="none"),
        DriftParams(by_column={"c": ColumnParams(method="psi", warning=9)}),
        DriftParams(min_rows=2_000),
        EVIDENTLY,
    ):
        fresh = report(columns(reference, current, other.model_copy(update={"methods": "all"})), other, 900)
        found = judge_again(stored, other)
        assert found.severity == fresh.severity
        assert found.params == other.model_dump(mode="json")
        for c in found.columns:
            same = next(f for f in fresh.columns if f.name == c.name)
            assert (c.severity, c.method, c.statistic) == (same.severity, same.method, same.statistic)
            assert c.p_adjusted == same.p_adjusted
    assert not_computed(stored, DriftParams(numeric_method="ks")) == ()


def test_a_method_that_was_not_computed_leaves_the_decision_where_it_was() -> None:
    random = np.random.default_rng(8)
    params = DriftParams()
    stored = report(columns({"a": random.normal(size=99)}, {"a": random.normal(size=99)}, params), params, 99)
    other = DriftParams(numeric_method="energy")
    assert not_computed(stored, other) == ("a",)
    assert judge_again(stored, other).columns[0].method == "wasserstein_normed"


def test_the_report_of_another_service_stays_as_it_is() -> None:
    stored = DriftReport(
        dataset_id="d",
        dataset_name="d",
        reference=Side(),
        current=Side(),
        severity=Severity.WARNING,
        computed_from="service",
    )
    assert judge_again(stored, DriftParams(alpha=0.001)) is stored
