"""What the catalogue names is computed, equals its source, and tells one law from two."""

from typing import get_args

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from driftdesk.core.drift.engine import Pair, Source, analyse
from driftdesk.core.drift.methods import catalogue, counts, dates, documents, method, numbers, tables
from driftdesk.core.drift.methods.numbers import of_rows
from driftdesk.core.drift.params import ColumnParams, DriftParams
from driftdesk.core.entities import ColumnDrift, Kind, MethodResult
from driftdesk.core.profiles.profile import profile_array


def both(a: object, b: object, kind: Kind, **params: object) -> list[ColumnDrift]:
    """From rows and from profiles alone."""
    sides = [s if isinstance(s, pa.Array) else pa.array(s) for s in (a, b)]
    chosen = DriftParams.model_validate({"methods": "all", "min_rows": 2, **params})
    rows = [Source(read=lambda s=s: pa.chunked_array([s])) for s in sides]
    profiles = [Source(profile_array(s, kind)) for s in sides]
    return [analyse([Pair("x", kind, *s)], chosen, exact=e)[0] for s, e in ((rows, True), (profiles, False))]


def figures(column: ColumnDrift) -> dict[str, MethodResult]:
    return {r.method: r for r in column.results}


def test_every_name_that_can_be_chosen_is_in_the_catalogue_for_its_kind() -> None:
    for kind in Kind:
        names = get_args(getattr(method, f"{kind.value.capitalize()}Method"))
        assert set(names) == {m.name for m in catalogue.of_kind(kind)}
    for m in catalogue.METHODS.values():
        assert m.title
        assert m.measures
        assert m.source
        assert 0 < m.warning <= m.critical


@settings(max_examples=15)
@given(n=st.integers(60, 300), m=st.integers(60, 300), seed=st.integers(0, 1000))
def test_all_methods_on_numbers_are_their_sources(n: int, m: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.normal(size=n), random.normal(0.2, 1.3, m)
    expected = {
        "ks": stats.ks_2samp(x, y).statistic,
        "cramer_von_mises": stats.cramervonmises_2samp(x, y, method="asymptotic").statistic,
        "wasserstein": stats.wasserstein_distance(x, y),
        "wasserstein_normed": stats.wasserstein_distance(x, y) / x.std(),
        "energy": stats.energy_distance(x, y),
        "mean_shift": abs(x.mean() - y.mean()) / x.std(),
        "variance_shift": abs(np.log(y.std() / x.std())),
        "range": np.mean((y < x.min()) | (y > x.max())),
    }
    edges = np.concatenate(([-np.inf], np.quantile(x, np.linspace(0, 1, 11)[1:-1]), [np.inf]))
    p, q = (np.histogram(-s, -edges[::-1])[0][::-1] / s.size for s in (x, y))  # bins closed above
    expected["jensen_shannon"] = jensenshannon(p, q, base=2)
    expected["jensen_shannon_nat"] = jensenshannon(p, q)
    expected["hellinger"] = np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2)
    doane = np.histogram_bin_edges(x, bins="doane")
    p, q = (np.histogram(s, doane)[0] / s.size for s in (x, y))
    expected["jensen_shannon_width"] = jensenshannon(np.append(p, 0), np.append(q, 1 - q.sum()), base=2)
    for column in both(x, y, Kind.NUMERIC):
        found = figures(column)
        for name, statistic in expected.items():
            assert found[name].statistic == pytest.approx(statistic, abs=1e-9), name
        assert found["mean_shift"].p_value == pytest.approx(stats.ttest_ind(x, y, equal_var=False).pvalue)
        assert found["variance_shift"].p_value == pytest.approx(stats.levene(x, y).pvalue)


@given(
    a=st.lists(st.integers(0, 60), min_size=4, max_size=4),
    b=st.lists(st.integers(0, 60), min_size=4, max_size=4),
)
def test_all_methods_on_categories_are_their_sources(a: list[int], b: list[int]) -> None:
    a[0], b[0] = a[0] + 2, b[0] + 2
    a[1] += 1
    x, y = np.array(a), np.array(b)
    p, q = x / x.sum(), y / y.sum()
    some = x + y > 0
    g = stats.chi2_contingency([x[some], y[some]], lambda_="log-likelihood", correction=False)
    expected = {
        "jensen_shannon": jensenshannon(p, q, base=2),
        "jensen_shannon_nat": jensenshannon(p, q),
        "hellinger": np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2),
        "total_variation": np.abs(p - q).sum() / 2,
        "l_infinity": np.abs(p - q).max(),
        "chi_square": stats.chi2_contingency([x[some], y[some]], correction=False).statistic,
        "g_test": g.statistic,
        "new_categories": q[x == 0].sum(),
        "gone_categories": p[y == 0].sum(),
    }
    sides = [np.repeat(list("abcd"), s) for s in (x, y)]
    for column in both(*sides, Kind.CATEGORICAL):
        for name, statistic in expected.items():
            found = figures(column).get(name)
            assert found is None or found.statistic == pytest.approx(statistic, abs=1e-9), name
    assert counts.g_test(x, y)[1] == pytest.approx(g.pvalue, abs=1e-9)
    floored = [np.maximum(s, counts.FLOOR) for s in (p, q)]
    assert counts.kullback_leibler(x, y) == pytest.approx(stats.entropy(*floored), abs=1e-9)


@settings(max_examples=25)
@given(
    a=st.lists(st.integers(0, 9), min_size=3, max_size=4),
    b=st.lists(st.integers(0, 9), min_size=3, max_size=3),
)
def test_the_exact_test_of_small_tables_is_scipys(a: list[int], b: list[int]) -> None:
    b += [1] * (len(a) - len(b))
    a[0] += 1
    table = np.array([a, b])[:, np.array(a) + np.array(b) > 0]
    if table.shape[1] == 2:
        expected = stats.fisher_exact(table)[1]
    elif table.shape[1] == 3:
        logs = [[stats.random_table(table.sum(1), table.sum(0)).logpmf(t) for t in _all_tables(table)]]
        seen = stats.random_table(table.sum(1), table.sum(0)).logpmf(table)
        expected = np.exp(np.array(logs)[np.array(logs) <= seen + 1e-7]).sum()
    else:
        return
    assert tables.fisher_p(a, b) == pytest.approx(min(expected, 1.0), abs=1e-9)


def _all_tables(table: np.ndarray) -> list[np.ndarray]:
    totals, drawn = table.sum(0), table[0].sum()
    firsts = [
        np.array([i, j, drawn - i - j])
        for i in range(totals[0] + 1)
        for j in range(totals[1] + 1)
        if 0 <= drawn - i - j <= totals[2]
    ]
    return [np.array([f, totals - f]) for f in firsts]


def test_the_reference_taken_as_exact_is_scipys_and_alarms_for_nothing() -> None:
    reference, current = np.array([50, 30, 20]), np.array([40, 40, 20])
    expected = stats.chisquare(current, reference / reference.sum() * current.sum())
    assert counts.chi_square_fixed(reference, current) == pytest.approx(tuple(expected))
    random = np.random.default_rng(4)
    draws = [random.multinomial(1000, np.full(10, 0.1), 2) for _ in range(300)]
    assert np.mean([counts.chi_square_fixed(a, b)[1] <= 0.05 for a, b in draws]) > 0.35
    assert np.mean([counts.chi_square(a, b)[1] <= 0.05 for a, b in draws]) < 0.09


def test_rows_out_of_range_follow_their_law() -> None:
    random = np.random.default_rng(3)
    n, m = 40, 60
    outside = []
    for _ in range(4_000):
        x, y = random.random(n), random.random(m)
        outside.append(int(np.sum((y < x.min()) | (y > x.max()))))
    for k in (1, 3, 6, 10):
        assert np.mean(np.array(outside) >= k) == pytest.approx(numbers.out_of_range_p(k, n, m), abs=0.03)
    assert numbers.out_of_range_p(m, n, m) < 1e-20


def test_new_categories_come_and_go_by_chance_at_the_stated_rate() -> None:
    random = np.random.default_rng(9)
    weights = 1 / np.arange(1, 400)
    weights /= weights.sum()
    p = [
        tables.unseen_p(random.multinomial(600, weights), random.multinomial(400, weights))
        for _ in range(250)
    ]
    assert np.mean(np.array(p) <= 0.05) <= 0.08
    assert np.mean(np.array(p) <= 0.5) <= 0.58
    assert tables.unseen_p([500, 100, 0], [400, 100, 20]) < 1e-4
    assert tables.unseen_p([500, 100, 0], [400, 100, 1]) > 0.3


def test_times_are_told_by_hour_by_weekday_and_by_gap() -> None:
    monday_noon = 1_700_481_600 // 86_400 * 86_400 + 43_200  # 2023-11-20, a Monday
    days = of_rows(np.array([monday_noon, monday_noon + 86_400.0, monday_noon + 3_600.0]))
    assert dates.hours(days)[[12, 13]].tolist() == [2, 1]
    assert dates.weekdays(days)[:2].tolist() == [2, 1]
    assert dates.gaps(days).order.values.tolist() == [3_600.0, 82_800.0]
    random = np.random.default_rng(7)
    stamps = np.sort(random.choice(24 * 60, 600)) * 60_000_000
    shifted = np.where(np.arange(600) % 2, stamps, 9 * 3_600_000_000 + stamps % 3_600_000_000)
    column = both(pa.array(stamps, pa.timestamp("us")), pa.array(shifted, pa.timestamp("us")), Kind.DATETIME)[
        0
    ]
    found = figures(column)["hours"]
    assert found.statistic is not None
    assert found.statistic > 0.3
    assert found.p_value is not None
    assert found.p_value < 1e-10


def texts(random: np.random.Generator, n: int, words: list[str]) -> pa.Array:
    return pa.array([" ".join(random.choice(words, random.integers(2, 9))) for _ in range(n)])


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
    "plot",
    "actor",
]


def test_a_model_tells_texts_apart_only_where_they_differ() -> None:
    random = np.random.default_rng(1)
    same = [documents.tell_apart(texts(random, 60, WORDS), texts(random, 60, WORDS))[1] for _ in range(5)]
    assert np.sum(np.array(same) <= 0.05) <= 2
    area, p = documents.tell_apart(
        texts(random, 150, WORDS), texts(random, 150, [*WORDS[4:], "시즌", "드라마"])
    )
    assert area > 0.7
    assert p < 1e-3


def test_new_words_are_counted_above_what_chance_brings() -> None:
    random = np.random.default_rng(2)
    rare = [f"말{i}" for i in range(3_000)]
    assert documents.new_words(texts(random, 300, rare), texts(random, 300, rare)) < 0.05
    assert (
        documents.new_words(texts(random, 300, WORDS), texts(random, 300, [*WORDS, "시즌", "드라마"])) > 0.05
    )
    assert documents.new_words(pa.array([""]), pa.array([""])) == 0.0


@pytest.mark.parametrize("name", ["vocabulary", "ngram_classifier"])
def test_a_method_that_needs_rows_reads_them_or_says_so(name: str) -> None:
    random = np.random.default_rng(3)
    a, b = texts(random, 80, WORDS), texts(random, 80, WORDS)
    params = DriftParams(by_column={"x": ColumnParams(method=name)})
    profiles = [Source(profile_array(s, Kind.TEXT)) for s in (a, b)]
    (unread,) = analyse([Pair("x", Kind.TEXT, *profiles)], params)
    assert unread.undecided
    assert unread.method == "ngram"
    assert figures(unread)[name].note == "needs rows"
    either = [
        Source(p.profile, lambda s=s: pa.chunked_array([s])) for p, s in zip(profiles, (a, b), strict=True)
    ]
    (read,) = analyse([Pair("x", Kind.TEXT, *either)], params)
    assert (read.method, read.undecided, read.computed_from) == (name, False, "rows")
    assert not read.severity.rank


@pytest.mark.parametrize("name", [m.name for m in catalogue.of_kind(Kind.NUMERIC)])
def test_from_sketches_every_method_lies_within_its_bound_of_the_rows(name: str) -> None:
    random = np.random.default_rng(4)
    x, y = random.gamma(2, 1, 30_000), random.gamma(2.05, 1, 40_000)
    rows, sketch = both(x, y, Kind.NUMERIC)
    exact, found = figures(rows)[name], figures(sketch)[name]
    assert exact.statistic is not None
    if found.statistic is None:
        assert found.note == "needs rows"
        return
    least, most = found.bounds or (found.statistic, found.statistic)
    assert least is not None
    assert most is not None
    assert least - 1e-9 <= exact.statistic <= most + 1e-9
    if found.p_bounds is not None:
        assert exact.p_value is not None
        assert found.p_bounds[0] * (1 - 1e-6) <= exact.p_value <= found.p_bounds[1] * (1 + 1e-6)
