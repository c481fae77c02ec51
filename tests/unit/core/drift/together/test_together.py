"""Many columns at once: known answers, what each method sees, edges, and false alarms."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import kstest, spearmanr

from driftdesk.core.context import Context
from driftdesk.core.drift.together.association import rank_correlations, ranked
from driftdesk.core.drift.together.compare import together
from driftdesk.core.drift.together.kernels import feature_means, median_squared_distance, pair_means
from driftdesk.core.drift.together.matrix import encode
from driftdesk.core.drift.together.nulls import observed_sides, p_value, permuted_sides, share_at_least
from driftdesk.core.drift.together.params import TOGETHER, TogetherParams, parse_methods
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.together.vectors import find_vectors
from driftdesk.core.entities import JointDrift, Kind, Severity
from driftdesk.core.errors import JobCancelledError, ParameterError
from tests.unit.core.drift.together.sides import normal, side

ALL = tuple(TOGETHER)
DISTANCES = ("mmd", "energy", "centroid")


def found(a: Rows, b: Rows, *methods: str, **params: object) -> dict[str, JointDrift]:
    asked = TogetherParams.model_validate({"methods": methods or ALL, "permutations": 100, **params})
    return {j.method: j for j in together(a, b, asked)}


@pytest.mark.parametrize("kernel", ["rbf", "distance"])
def test_sums_over_blocks_are_those_of_the_whole_kernel(kernel: str) -> None:
    x = np.random.default_rng(1).normal(size=(1300, 5)).astype(np.float32)
    n, width = 700, 9.0
    sides = np.concatenate(
        [observed_sides(1300, n), permuted_sides(1300, n, 3, np.random.default_rng(2))], axis=1
    )
    means = pair_means(x, sides, "rbf" if kernel == "rbf" else "distance", width, Context())
    d = cdist(x, x)
    k = np.exp(-(d**2) / width) if kernel == "rbf" else -d
    np.fill_diagonal(k, 0)
    for at in range(4):
        left = sides[:, at] > 0
        assert left.sum() == n
        assert means.xx[at] == pytest.approx(k[left][:, left].sum() / (n * (n - 1)), abs=1e-6)
        assert means.yy[at] == pytest.approx(k[~left][:, ~left].sum() / (600 * 599), abs=1e-6)
        assert means.xy[at] == pytest.approx(k[left][:, ~left].mean(), abs=1e-6)


def test_random_features_come_near_the_kernel() -> None:
    x = np.random.default_rng(1).normal(size=(2000, 4)).astype(np.float32)
    x[1000:] += 0.5
    sides = observed_sides(2000, 1000)
    width = median_squared_distance(x, 1)
    exact = pair_means(x, sides, "rbf", width, Context()).discrepancy[0]
    assert feature_means(x, sides, width, 1, Context()).discrepancy[0] == pytest.approx(exact, rel=0.1)


def test_a_large_shift_of_everything_is_not_standardised_away() -> None:
    result = found(normal(400, 5, 1), normal(400, 5, 2, shift=5.0), *DISTANCES, "classifier")
    for joint in result.values():
        assert joint.statistic is not None
        assert joint.p_value is not None
        assert joint.statistic > 2 * (joint.critical_threshold or 0) or joint.method == "classifier"
        assert joint.p_value < 1e-6
    assert result["classifier"].statistic == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("columns", [2, 20])
def test_effects_of_distances_are_shifts_in_standard_deviations(columns: int) -> None:
    result = found(normal(2500, columns, 1), normal(2500, columns, 2, shift=0.4), *DISTANCES)
    for joint in result.values():
        assert joint.statistic == pytest.approx(0.4, abs=0.06)


def test_a_change_of_correlation_alone_is_seen_where_no_column_moved() -> None:
    result = found(normal(3000, 4, 1, rho=0.8), normal(3000, 4, 2, rho=0.1))
    for method in ("correlation", "mmd", "energy", "classifier", "pca"):
        assert result[method].p_value is not None
        assert result[method].p_value < 1e-4, method  # type: ignore[operator] # is checked above
    assert (result["centroid"].p_value or 0) > 0.01
    assert result["correlation"].moved[0].startswith("c0 and c1: 0.7")
    assert list(result["correlation"].importances) == ["c0", "c1"]
    assert "go together" in result["mmd"].moved[0]
    assert set(list(result["classifier"].importances)[:2]) == {"c0", "c1"}


def test_categories_missing_values_and_booleans_count_too() -> None:
    random = np.random.default_rng(1)

    def rows(n: int, plan: list[float], missing: float) -> Rows:
        numbers = random.normal(size=n)
        numbers[random.random(n) < missing] = np.nan
        plans = random.choice(3, n, p=plan).astype(np.uint32) + 1
        return side(numbers, plans, random.integers(1, 3, n).astype(np.uint32))

    for current in (rows(1500, [0.1, 0.3, 0.6], 0.1), rows(1500, [0.5, 0.3, 0.2], 0.5)):
        result = found(rows(1500, [0.5, 0.3, 0.2], 0.1), current, "mmd", "energy", "centroid", "classifier")
        assert all((j.p_value or 1) < 1e-4 for j in result.values())


def test_correlations_are_scipys_and_their_errors_those_of_samples() -> None:
    random = np.random.default_rng(1)
    estimates, variances = [], []
    for _ in range(300):
        x = random.exponential(size=200)
        y = np.where(random.random(200) < 0.4, x, random.exponential(size=200))
        found_ = rank_correlations(ranked([x, np.round(y, 1)]))
        assert found_.values[0, 1] == pytest.approx(spearmanr(x, np.round(y, 1)).statistic, abs=1e-5)
        estimates.append(found_.values[0, 1])
        variances.append(found_.variances[0, 1])
    assert np.mean(variances) == pytest.approx(np.var(estimates), rel=0.25)


@pytest.mark.parametrize("method", ALL)
def test_p_values_are_uniform_without_drift(method: str) -> None:
    repeats = 20 if method == "classifier" else 60
    p = []
    for seed in range(repeats):
        random = np.random.default_rng(seed)
        a, b = (
            side(random.normal(size=n), random.standard_t(2, n), random.integers(1, 5, n).astype(np.uint32))
            for n in (60, 90)
        )
        p.append(found(a, b, method, seed=seed)[method].p_value)
    assert sum((v or 0) <= 0.05 for v in p) <= 0.05 * repeats + 3 * np.sqrt(0.05 * 0.95 * repeats)
    if method not in ("correlation", "classifier"):
        assert kstest(np.array(p, float), "uniform").pvalue > 1e-3


def test_the_same_seed_gives_the_same_result_and_another_one_nearly() -> None:
    a, b = normal(300, 4, 1), normal(300, 4, 2, shift=0.1)
    assert found(a, b) == found(a, b)
    assert found(a, b, "mmd", seed=2)["mmd"].statistic == pytest.approx(found(a, b, "mmd")["mmd"].statistic)


def test_p_values_of_permutations_reach_beyond_their_number_by_their_moments() -> None:
    null = np.random.default_rng(1).gamma(4, 1, 400)
    assert share_at_least(100.0, null) == pytest.approx(1 / 401)
    assert 1e-12 < p_value(30.0, null, 100, 100) < 1e-6
    assert p_value(30.0, null, 2, 2) >= 1 / 401
    assert p_value(0.0, np.zeros(100), 50, 50) == 1.0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (side(np.zeros(60), np.ones(60)), side(np.zeros(60), np.ones(60))),
        (side(np.full(60, np.nan), np.full(60, np.nan)), side(np.full(60, np.nan), np.full(60, np.nan))),
        (side(np.zeros(60, np.uint32), np.zeros(60)), side(np.zeros(60, np.uint32), np.zeros(60))),
    ],
)
def test_constants_and_nothing_at_all_are_no_drift(a: Rows, b: Rows) -> None:
    for joint in found(a, b).values():
        assert (joint.statistic, joint.p_value) == (TOGETHER[joint.method].nothing, 1.0)


def test_identical_samples_are_no_drift() -> None:
    a = normal(200, 6, 1)
    assert all(
        (j.p_value or 0) > 0.3 for j in found(a, a, "mmd", "energy", "centroid", "correlation").values()
    )


def test_infinite_and_huge_values_leave_finite_figures() -> None:
    random = np.random.default_rng(1)
    x, y = random.normal(size=(2, 200)) * 1e300
    x[:3], y[5] = np.inf, -np.inf
    rows = side(x, y, random.standard_cauchy(200))
    for joint in found(rows, normal(200, 3, 2)).values():
        assert np.isfinite([joint.statistic or 0, joint.p_value or 0, *joint.figures.values()]).all()


def test_with_more_columns_than_rows_there_is_an_answer() -> None:
    result = found(normal(60, 300, 1), normal(60, 300, 2, shift=1.0), "mmd", "energy", "centroid", "pca")
    assert all((result[m].p_value or 1) < 1e-3 for m in DISTANCES)
    assert result["pca"].p_value is not None


def test_with_few_rows_nothing_is_said() -> None:
    for rows in (1, 20):
        result = found(normal(rows, 3, 1), normal(500, 3, 2))
        assert {j.severity for j in result.values()} == {Severity.INSUFFICIENT_DATA}
        assert all(j.p_value is None for j in result.values())


def test_more_rows_than_asked_for_are_drawn_and_that_is_said() -> None:
    (joint,) = found(normal(900, 3, 1), normal(100, 3, 2), "mmd", rows_at_most=300).values()
    assert (joint.rows_reference, joint.rows_current, joint.sampled) == (300, 100, True)


def test_vectors_are_judged_as_one_thing_beside_the_other_columns() -> None:
    names = ("age", "emb[0]", "emb[1]", "emb[2]", "income", "w_1", "w_2", "w_3")
    a, b = normal(500, 8, 1), normal(500, 8, 2)
    moved = list(b.values)
    for at in (1, 2, 3):
        moved[at] = moved[at] + 0.5
    left = Rows(names, a.kinds, a.values, 500)
    right = Rows(names, b.kinds, tuple(moved), 500)
    results = together(left, right, TogetherParams(vectors=("w",), permutations=50))
    assert [(j.name, j.method) for j in results] == [
        ("", "correlation"), ("emb", "mmd"), ("emb", "centroid"), ("w", "mmd"), ("w", "centroid")
    ]  # fmt: skip
    assert results[0].columns == ("age", "income")
    assert results[1].statistic == pytest.approx(0.5, abs=0.1)
    assert (results[3].p_value or 0) > 0.01


def test_vectors_are_known_by_their_names() -> None:
    names = ["e[2]", "e[0]", "e[1]", "v_0", "v_1", "v_2", "pair[0]", "pair[1]", "t[0]", "t[1]", "t[2]"]
    kinds = [Kind.NUMERIC] * 8 + [Kind.TEXT] * 3
    assert find_vectors(names, kinds) == {"e": (1, 2, 0)}
    assert find_vectors(names, kinds, ["v"]) == {"e": (1, 2, 0), "v": (3, 4, 5)}


def test_many_columns_are_compared_by_correlations_only_on_request() -> None:
    assert TogetherParams().chosen(30) == ("correlation",)
    assert TogetherParams().chosen(31) == ()
    assert TogetherParams(methods=("correlation",)).chosen(31) == ("correlation",)
    assert parse_methods("mmd, pca") == ("mmd", "pca")
    assert parse_methods("none") == ()
    with pytest.raises(ParameterError, match="no method 'nmd'"):
        parse_methods("nmd")


def test_a_stop_is_heard_between_permutations() -> None:
    class Stopped(Context):
        def check(self) -> None:
            raise JobCancelledError("Stopped.", "")

    with pytest.raises(JobCancelledError):
        together(normal(100, 3, 1), normal(100, 3, 2), TogetherParams(methods=("mmd",)), context=Stopped())


def test_each_column_weighs_the_same_whatever_its_kind() -> None:
    random = np.random.default_rng(1)
    numbers = random.normal(size=500) * 1000
    numbers[:100] = np.nan
    both = encode(*(side(numbers, random.integers(1, 9, 500).astype(np.uint32), np.ones(500)) for _ in "ab"))
    weights = np.bincount(both.owner, both.x.var(axis=0))
    assert weights == pytest.approx([1.0, 1.0], abs=1e-4)
    assert both.columns == 2
