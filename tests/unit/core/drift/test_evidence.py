"""The evidence for numbers and categories: its level, what it finds, and how it depends on sizes, ties and sketches."""

from collections.abc import Callable

import numpy as np
import pytest

from driftdesk.core.drift import evidence, rank_tests
from driftdesk.core.drift.largest_move import largest_move_p
from driftdesk.core.drift.methods import counts, numbers
from driftdesk.core.drift.methods.numbers import Sample, of_rows
from driftdesk.core.profiles import ordered
from driftdesk.core.profiles.numeric import numeric_stats

Draw = Callable[[np.random.Generator, int], np.ndarray]
LAWS: dict[str, Draw] = {
    "normal": lambda r, n: r.normal(size=n),
    "Cauchy": lambda r, n: r.standard_cauchy(n),
    "Poisson": lambda r, n: r.poisson(1.2, n).astype(float),
    "rounded": lambda r, n: np.round(r.normal(size=n), 1),
    "mostly zeros": lambda r, n: r.normal(size=n) * (r.random(n) < 0.1),
}


def proof(x: np.ndarray, y: np.ndarray) -> float:
    return of_samples(of_rows(x), of_rows(y)).p


def of_samples(a: Sample, b: Sample) -> evidence.Evidence:
    gap, error = numbers.ks(a.order, b.order)
    return evidence.of_numbers(a, b, evidence.by_ks(gap, error, a.size, b.size))


def ks(x: np.ndarray, y: np.ndarray) -> float:
    return numbers.ks_p(numbers.ks(of_rows(x).order, of_rows(y).order)[0], x.size, y.size)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("n", "m"), [(60, 60), (60, 900)])
def test_two_samples_of_one_law_are_not_called_different(law: str, n: int, m: int) -> None:
    random = np.random.default_rng(len(law) + m)
    found = np.array([proof(LAWS[law](random, n), LAWS[law](random, m)) for _ in range(300)])
    assert np.sum(found <= 0.05) <= 26  # the 99.9 % quantile of Binomial(300, 0.05) is 28
    assert np.sum(found <= 0.002) <= 4


@pytest.mark.parametrize(
    ("name", "drifted"),
    [
        ("spread", lambda r, n: r.normal(0, 1.25, n)),
        ("far", lambda r, n: np.where(r.random(n) < 0.03, 7.0, r.normal(size=n))),
        ("shape", lambda r, n: r.uniform(-np.sqrt(3), np.sqrt(3), n)),
    ],
)
def test_what_the_ks_test_misses_is_found(name: str, drifted: Draw) -> None:
    random = np.random.default_rng(len(name))
    samples = [(random.normal(size=500), drifted(random, 500)) for _ in range(40)]
    found = np.mean([proof(x, y) <= 0.01 for x, y in samples])
    leading = [of_samples(of_rows(x), of_rows(y)).leading for x, y in samples]
    missed = np.mean([ks(x, y) > 0.01 for x, y in samples])
    assert found >= 0.8
    assert missed >= 0.5
    assert leading.count(name) >= 30


def test_the_evidence_knows_no_sides_and_no_units() -> None:
    random = np.random.default_rng(1)
    x, y = random.normal(size=300), random.normal(0.2, 1.1, 200)
    assert proof(x, y) == pytest.approx(proof(y, x), rel=1e-9)
    assert proof(1e6 * x - 7, 1e6 * y - 7) == pytest.approx(proof(x, y), rel=1e-9)
    assert proof(-x, -y) == pytest.approx(proof(x, y), rel=1e-6)


def test_ranks_grouped_at_cuts_say_what_all_ranks_say(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    x, y = of_rows(random.normal(size=20_000)), of_rows(random.normal(0.02, 1.02, 15_000))
    grouped = rank_tests.score_tests(rank_tests.pooled(x, y))
    monkeypatch.setattr(rank_tests, "CUTS", 20_000)
    for some, every in zip(grouped, rank_tests.score_tests(rank_tests.pooled(x, y)), strict=True):
        assert np.log(some.p) == pytest.approx(np.log(every.p), rel=0.1, abs=0.05)


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.03])
def test_the_evidence_from_rows_lies_within_the_bounds_of_sketches(shift: float) -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=30_000), random.normal(shift, 1 + shift, 30_000)
    a, b = (sketched(side) for side in (x, y))
    found = of_samples(a, b)
    assert found.bounds is not None
    least, most = found.bounds
    assert least <= found.p <= most
    assert least <= proof(x, y) <= most


def sketched(values: np.ndarray) -> Sample:
    stats = [numeric_stats(part)[0] for part in np.array_split(values, 3)]
    return Sample(ordered.merge([s.order for s in stats]), float(values.mean()), float(values.std()))


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.full(60, 1.0), np.full(80, 1.0)),
        (np.arange(100.0), np.arange(100.0)),
        (np.array([0.0] * 99 + [1e308]), np.array([0.0] * 100)),
        (np.linspace(-1, 1, 70) * 1e308, np.linspace(-1, 1, 90) * 1e308),
    ],
)
def test_what_shows_no_difference_is_no_evidence(x: np.ndarray, y: np.ndarray) -> None:
    assert proof(x, y) > 0.3


def test_one_constant_against_another_is_evidence() -> None:
    assert proof(np.full(60, 1.0), np.full(60, 2.0)) < 1e-12


def test_few_rows_beside_a_commonest_value_leave_the_scores_out() -> None:
    random = np.random.default_rng(4)
    few = of_rows(np.append(np.zeros(2_000), random.normal(size=5)))
    many = of_rows(random.normal(size=500))
    assert rank_tests.score_tests(rank_tests.pooled(few, few)) == []
    assert [t.name for t in rank_tests.score_tests(rank_tests.pooled(many, many))] == [
        "location",
        "middle",
        "spread",
        "shape",
    ]


def test_the_harmonic_mean_is_smallest_for_independent_p_values() -> None:
    random = np.random.default_rng(5)
    weights = list(evidence.WEIGHTS.values())
    found = np.array([evidence.harmonic(list(random.random(6)), weights) for _ in range(20_000)])
    for alpha in (0.05, 0.01):
        assert np.mean(found <= alpha) == pytest.approx(alpha, rel=0.15)
    assert evidence.harmonic([0.03] * 6, weights) >= 0.03


def test_a_frequent_category_that_grows_is_found_among_many() -> None:
    random = np.random.default_rng(6)
    shares = 1 / np.arange(1, 51)
    shares /= shares.sum()
    moved = 0.93 * shares + 0.07 * np.eye(50)[0]
    tables = [(random.multinomial(1_000, shares), random.multinomial(1_000, moved)) for _ in range(200)]
    found = np.mean([evidence.of_counts(a, b).p <= 0.05 for a, b in tables])
    assert found >= np.mean([counts.homogeneity_p(a, b) <= 0.05 for a, b in tables]) + 0.1


def test_the_largest_move_without_drift_is_no_evidence() -> None:
    random = np.random.default_rng(7)
    shares = 1 / np.arange(1, 31)
    sides = [random.multinomial(n, shares / shares.sum(), 1_500) for n in (4_000, 400)]
    found = np.array([largest_move_p(a, b) for a, b in zip(*sides, strict=True)], dtype=float)
    assert np.mean(found <= 0.05) <= 0.065
    assert np.mean(found <= 0.005) <= 0.012


def test_of_two_values_chi_square_says_it_all() -> None:
    assert largest_move_p([500, 500], [450, 550]) is None
    assert evidence.of_counts([500, 500], [450, 550]).p == counts.homogeneity_p([500, 500], [450, 550])
