"""Statistics equal scipy's to 1e-9, from rows and from exact profiles; from sketches they keep their error bound."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from driftdesk.core.drift.methods import counts, numbers, texts
from driftdesk.core.drift.methods.numbers import Sample, of_rows
from driftdesk.core.entities import Kind
from driftdesk.core.profiles import ordered
from driftdesk.core.profiles.numeric import numeric_stats
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.text import TextStats


def sketched(values: np.ndarray) -> Sample:
    found = numeric_stats(values)[0]
    return Sample(found.order, found.mean, found.deviation)


@settings(max_examples=40)
@given(
    n=st.integers(2, 200),
    m=st.integers(2, 200),
    ties=st.sampled_from([0, 1, 2]),
    seed=st.integers(0, 10_000),
)
def test_ks_and_wasserstein_are_scipys(n: int, m: int, ties: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.standard_t(2, n), random.normal(0.3, 1, m)
    if ties:
        x, y = np.round(x, ties - 1), np.round(y, ties - 1)
    expected = stats.ks_2samp(x, y, method="asymp")
    distance = stats.wasserstein_distance(x, y)
    for side in (of_rows, sketched):
        a, b = side(x).order, side(y).order
        assert numbers.ks(a, b) == (pytest.approx(expected.statistic, abs=1e-9), 0)
        assert numbers.wasserstein(a, b)[0] == pytest.approx(distance, abs=1e-9)
    assert numbers.ks_p(expected.statistic, n, m) == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.5, 9.0])
@pytest.mark.parametrize("digits", [0, 1, 3, 9])
def test_skipping_points_of_large_samples_changes_nothing(shift: float, digits: int) -> None:
    random = np.random.default_rng(digits)
    for n, m in ((8_200, 8_193), (9_000, 40_000), (20_001, 12_345)):
        x, y = np.round(random.normal(size=n), digits), np.round(random.normal(shift, 1, m), digits)
        expected = stats.ks_2samp(x, y, method="asymp").statistic
        assert numbers.ks(of_rows(x).order, of_rows(y).order)[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("z", [0.5, 0.8, 1.0, 1.36, 1.63, 2.0])
def test_the_fast_p_value_of_large_samples_is_the_exact_one(z: float) -> None:
    n = 4_000
    exact = stats.kstwo.sf(z / np.sqrt(n), n)
    assert numbers.ks_p(z / np.sqrt(n), 2 * n, 2 * n) == pytest.approx(exact, rel=2e-3)


@pytest.mark.parametrize("shift", [0.0, 0.05])
def test_sketches_keep_their_error_bound(shift: float) -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(size=70_000), random.normal(shift, 1, 90_000)
    parts = [[numeric_stats(p)[0].order for p in np.array_split(side, 3)] for side in (x, y)]
    a, b = (ordered.merge(p) for p in parts)
    statistic, error = numbers.ks(a, b)
    assert 0 < error < 1e-3
    assert abs(statistic - stats.ks_2samp(x, y).statistic) <= error
    distance, error = numbers.wasserstein(a, b)
    assert 0 < error < 0.01
    assert abs(distance - stats.wasserstein_distance(x, y)) <= error


@given(
    a=st.lists(st.integers(0, 50), min_size=4, max_size=4),
    b=st.lists(st.integers(0, 50), min_size=4, max_size=4),
)
def test_counts_are_scipys(a: list[int], b: list[int]) -> None:
    a[0], b[1] = a[0] + 1, b[1] + 1
    assert counts.jensen_shannon(a, b) == pytest.approx(jensenshannon(a, b, base=2), abs=1e-9)
    table = np.array([a, b])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2:
        return
    expected = stats.chi2_contingency(table, correction=False)
    assert counts.chi_square(a, b) == (
        pytest.approx(expected.statistic, abs=1e-9),
        pytest.approx(expected.pvalue, abs=1e-9),
    )


def test_the_published_chi_square() -> None:
    """[a,a,b,a,a,b] against [b,a,c,c,c,c] (frouros' own tests)."""
    statistic, p = counts.chi_square([4, 2, 0], [1, 1, 4])
    assert statistic == pytest.approx(6.13333333, abs=1e-8)
    assert p == pytest.approx(0.04657615, abs=1e-8)


def test_psi_is_its_formula() -> None:
    p, q = np.array([0.2, 0.5, 0.3]), np.array([0.3, 0.4, 0.3])
    assert counts.population_stability(p, q) == pytest.approx(np.sum((p - q) * np.log(p / q)), abs=1e-12)


@pytest.mark.parametrize("n", [60, 300])
def test_psi_without_drift_follows_its_null(n: int) -> None:
    """Chi-square with bins - 1 degrees of freedom, scaled by 1/n + 1/m: 0.25 is nothing for 60 rows."""
    random = np.random.default_rng(8)
    found = []
    for _ in range(300):
        a, b = of_rows(random.normal(size=n)).order, of_rows(random.normal(size=n)).order
        edges = numbers.bin_edges(a)
        found.append(counts.population_stability(numbers.binned(a, edges), numbers.binned(b, edges)))
    limit = 0.25 if n == 60 else 0.06
    expected = stats.chi2.sf(limit / (2 / n), numbers.BINS - 1)
    assert np.mean(np.array(found) > limit) == pytest.approx(expected, abs=0.12)


def test_what_lies_outside_of_a_constant_reference_is_seen() -> None:
    reference = of_rows(np.full(100, 5.0)).order
    edges = numbers.bin_edges(reference)
    for value in (4.0, 6.0):
        other = of_rows(np.full(100, value)).order
        assert counts.jensen_shannon(numbers.binned(reference, edges), numbers.binned(other, edges)) == 1.0


def test_two_constants_are_normed_by_what_is_between_them() -> None:
    a, b = of_rows(np.full(50, 1.0)), of_rows(np.full(50, 2.0))
    assert numbers.scale_of(a, b) == pytest.approx(0.5)
    assert numbers.scale_of(a, a) == 0.0


@pytest.mark.parametrize("levels", [2, 10, 50, 500])
def test_two_samples_of_one_law_are_not_called_different(levels: int) -> None:
    """Others take the reference as exact and alarm in 49 % (10 levels) to 96 % (50 levels) of the cases."""
    random = np.random.default_rng(levels)
    weights = 1 / np.arange(1, levels + 1)
    weights /= weights.sum()
    alarms = sum(
        counts.homogeneity_p(random.multinomial(1000, weights), random.multinomial(700, weights)) <= 0.05
        for _ in range(400)
    )
    assert alarms <= 33  # the 99 % quantile of Binomial(400, 0.05) is 31


def test_small_p_values_of_sides_of_uneven_size_are_not_too_small() -> None:
    """Plain chi-square here says p <= 0.005 in 0.7 % of the cases."""
    random = np.random.default_rng(6)
    weights = 1 / np.arange(1, 501)
    sides = [random.multinomial(n, weights / weights.sum(), 2500) for n in (10_000, 300)]
    found = np.array([counts.homogeneity_p(a, b) for a, b in zip(*sides, strict=True)])
    assert np.mean(found <= 0.05) <= 0.06
    assert np.mean(found <= 0.005) <= 0.0075


def test_rare_values_alone_prove_nothing_but_together_they_do() -> None:
    one_each = np.eye(200, dtype=int)
    assert counts.homogeneity_p(one_each[:100].sum(axis=0), one_each[100:].sum(axis=0)) == 1.0
    reference = np.append([500], np.zeros(300, int))
    new = np.append([200], np.ones(300, int))
    assert counts.homogeneity_p(reference, new) < 1e-20


@pytest.mark.parametrize(
    ("a", "n", "b", "m"), [(0, 60, 0, 60), (60, 60, 60, 60), (3, 60, 30, 900), (0, 50, 1, 50)]
)
def test_shares_with_few_rows_are_compared_exactly(a: int, n: int, b: int, m: int) -> None:
    p = counts.proportions_p(a, n, b, m)
    assert p > 0.05
    if a + b and a + b < n + m:
        assert p == pytest.approx(stats.fisher_exact([[a, n - a], [b, m - b]])[1])


def documents(random: np.random.Generator, n: int, words: list[str]) -> TextStats:
    chosen = [" ".join(random.choice(words, random.integers(2, 9))) for _ in range(n)]
    found = profile_array(pa.array(chosen, pa.string()), Kind.TEXT).text
    assert found is not None
    return found


WORDS = [
    "영화가",
    "정말",
    "재미있다",
    "배우들의",
    "연기는",
    "별로였다",
    "최고의",
    "지루해서",
    "잠들었다",
    "good",
    "movie",
]


def test_the_null_of_texts_counts_documents_not_n_grams() -> None:
    random = np.random.default_rng(11)
    laws = [documents(random, 120, WORDS) for _ in range(120)]
    p = [texts.document_p(a, b) for a, b in zip(laws[::2], laws[1::2], strict=True)]
    assert np.mean(np.array(p) <= 0.05) <= 0.15
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.2)


def test_the_distance_of_texts_is_freed_of_noise_and_sees_new_words() -> None:
    random = np.random.default_rng(12)
    a, same = documents(random, 400, WORDS), documents(random, 400, WORDS)
    other = documents(random, 400, [*WORDS[:6], "시즌", "드라마", "정주행", "몰아보기"])
    assert texts.ngram_distance(a, same) < 0.05
    assert texts.ngram_distance(a, a) == 0.0
    assert texts.ngram_distance(a, other) > 0.3
    assert texts.document_p(a, other) < 1e-6
    assert texts.script_distance(a, same) < 0.05


def test_texts_that_are_all_the_same_on_each_side() -> None:
    random = np.random.default_rng(13)
    a, b = documents(random, 60, ["같다"]), documents(random, 60, ["다르다"])
    assert texts.document_p(a, b) < 0.05
    assert texts.document_p(a, a) == 1.0
