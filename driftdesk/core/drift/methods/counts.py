"""Two samples of categories, as counts over the same list of values. Formulas and sources: ``docs/drift-methods.md``."""

import numpy as np
import numpy.typing as npt

from driftdesk.core.profiles.ordered import Floats

FLOOR = 1e-4
"""The smallest share in PSI, which would be infinite for an empty bin."""
LARGEST = 1e300
"""Stands for an infinite statistic, which JSON cannot hold."""
FEWEST_EXPECTED = 5.0
_UNEVEN, _THIN, _LOOK_CLOSER = 3.0, 40.0, 0.1
_SIMULATED, _MOST_SIMULATED = 4_000, 1e9


def jensen_shannon(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """The Jensen-Shannon distance: the root of the divergence, with logarithms to base 2, so 0 to 1."""
    p, q = _shares(a), _shares(b)
    middle = (p + q) / 2
    divergence = (_relative_entropy(p, middle) + _relative_entropy(q, middle)) / 2
    return float(np.sqrt(max(divergence, 0.0)))


def _relative_entropy(p: Floats, q: Floats) -> float:
    some = p > 0
    return float(np.sum(p[some] * np.log2(p[some] / q[some])))


def population_stability(reference: npt.ArrayLike, current: npt.ArrayLike) -> float:
    """PSI, natural logarithms; shares below FLOOR are taken as FLOOR."""
    p, q = np.maximum(_shares(reference), FLOOR), np.maximum(_shares(current), FLOOR)
    return float(np.sum((p - q) * np.log(p / q)))


def jensen_shannon_nat(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """The same distance with natural logarithms, so 0 to 0.833."""
    return jensen_shannon(a, b) * float(np.sqrt(np.log(2)))


def hellinger(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """The Hellinger distance, 0 to 1."""
    return float(np.sqrt(max(0.0, float(np.sum((np.sqrt(_shares(a)) - np.sqrt(_shares(b))) ** 2)) / 2)))


def kullback_leibler(reference: npt.ArrayLike, current: npt.ArrayLike) -> float:
    """The divergence of the reference's shares from the current ones, in nats; shares below FLOOR are taken as FLOOR."""
    p, q = np.maximum(_shares(reference), FLOOR), np.maximum(_shares(current), FLOOR)
    p, q = p / p.sum(), q / q.sum()
    return float(np.sum(p * np.log(p / q)))


def total_variation(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Half the sum of the absolute differences of the shares, 0 to 1."""
    return min(float(np.sum(np.abs(_shares(a) - _shares(b)))) / 2, 1.0)


def l_infinity(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """The largest difference of one share."""
    return float(np.max(np.abs(_shares(a) - _shares(b)), initial=0.0))


def fewest_expected(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Rows that are expected of the rarest value on the smaller side, were there no drift."""
    x, y = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    both = (x + y)[x + y > 0]
    n, m = float(x.sum()), float(y.sum())
    return float(both.min()) * min(n, m) / (n + m) if both.size and n + m else 0.0


def g_test(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[float, float]:
    """The likelihood-ratio test that two samples have one law: statistic, p-value (k - 1 degrees of freedom)."""
    from scipy.special import chdtrc

    table = np.array([a, b], dtype=np.float64)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not np.all(table.sum(axis=1)):
        return 0.0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    some = table > 0
    statistic = max(2 * float(np.sum(table[some] * np.log(table[some] / expected[some]))), 0.0)
    return statistic, float(chdtrc(table.shape[1] - 1, statistic))


def chi_square_fixed(reference: npt.ArrayLike, current: npt.ArrayLike) -> tuple[float, float]:
    """Pearson's test that ``current`` follows the reference's shares, which are taken as exact: statistic, p-value.

    Only to compare with tools that do so: two samples of one law differ by both samples' noise, and are called
    different in half of the cases (ten values) or always (many). A new value makes the statistic infinite.
    """
    from scipy.special import chdtrc

    x, y = np.asarray(reference, dtype=np.float64), np.asarray(current, dtype=np.float64)
    some = x + y > 0
    x, y = x[some], y[some]
    if x.size < 2 or not x.sum() or not y.sum():
        return 0.0, 1.0
    if not x.all():
        return float("inf"), 0.0
    expected = x / x.sum() * y.sum()
    statistic = float(np.sum((y - expected) ** 2 / expected))
    return statistic, float(chdtrc(x.size - 1, statistic))


def proportions_z(a: int, n: int, b: int, m: int) -> tuple[float, float]:
    """The z-test that ``a`` of ``n`` and ``b`` of ``m`` have one share, pooled: z, two-sided p-value."""
    from scipy.special import ndtr

    pooled = (a + b) / (n + m)
    variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    if variance <= 0:
        return 0.0, 1.0
    z = (a / n - b / m) / float(np.sqrt(variance))
    return z, float(2 * ndtr(-abs(z)))


def chi_square(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[float, float]:
    """Pearson's chi-square test that two samples have one law, without correction for continuity: statistic, p-value.

    Neither side is taken as exact: the table is 2 x k, with k - 1 degrees of freedom.
    """
    from scipy.special import chdtrc

    table = np.array([a, b], dtype=np.float64)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not np.all(table.sum(axis=1)):
        return 0.0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(np.sum((table - expected) ** 2 / expected))
    return statistic, float(chdtrc(table.shape[1] - 1, statistic))


def homogeneity_p(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """The p-value that decides: chi-square, kept honest for rare values.

    Values of which fewer than five rows are expected on a side are counted together (else chi-square's law does not
    hold); what is then left as a 2 x 2 table with few rows gets Fisher's exact test.
    """
    x, y = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    n, m = x.sum(), y.sum()
    if not n or not m:
        return 1.0
    expected = (x + y) * min(n, m) / (n + m)
    rare = expected < FEWEST_EXPECTED
    if rare.any():
        x, y = np.append(x[~rare], x[rare].sum()), np.append(y[~rare], y[rare].sum())
        if (x[-1] + y[-1]) * min(n, m) / (n + m) < FEWEST_EXPECTED and x.size > 2:
            least = int(np.argmin((x + y)[:-1]))  # still too few: to the rarest of the others
            x[least], y[least] = x[least] + x[-1], y[least] + y[-1]
            x, y = x[:-1], y[:-1]
    if x.size == 2 and float(np.min(x + y)) * min(n, m) / (n + m) < 2 * FEWEST_EXPECTED:
        return _fisher(x, y)
    p = chi_square(x, y)[1]
    is_uneven = max(n, m) >= _UNEVEN * min(n, m) and float(np.min(x + y)) * min(n, m) / (n + m) < _THIN
    is_uneven = is_uneven and n + m < _MOST_SIMULATED
    return max(p, _tail_p(x, y)) if p <= _LOOK_CLOSER and is_uneven and x.size > 2 else p


def _tail_p(x: Floats, y: Floats) -> float:
    """The p-value by a Pearson type III law with the moments of the statistic given the margins, simulated from a fixed
    seed. With sides of very uneven size and rare values, chi-square's tail is too thin: three times at 0.0002."""
    from scipy.special import gammaincc

    values, drawn = np.asarray(x + y, dtype=np.int64), int(min(x.sum(), y.sum()))
    expected = values * (drawn / values.sum())
    other = values - expected

    def statistic(rows: Floats) -> Floats:
        found: Floats = np.sum((rows - expected) ** 2 * (1 / expected + 1 / other), axis=-1)
        return found

    random = np.random.default_rng(_SIMULATED)
    simulated = random.multivariate_hypergeometric(values, drawn, _SIMULATED, method="marginals")
    null = statistic(simulated.astype(np.float64))
    mean, deviation = float(null.mean()), float(null.std())
    skew = max(float(np.mean((null - mean) ** 3)) / deviation**3, 0.01)
    shape = 4 / skew**2
    seen = statistic(x if x.sum() <= y.sum() else y)
    return float(gammaincc(shape, max(shape + (float(seen) - mean) / deviation * np.sqrt(shape), 0.0)))


def proportions_p(a: int, n: int, b: int, m: int) -> float:
    """The p-value that ``a`` of ``n`` and ``b`` of ``m`` have one share."""
    return homogeneity_p([a, n - a], [b, m - b])


def _fisher(x: Floats, y: Floats) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact(np.array([x, y], dtype=np.int64))[1])


def _shares(counts: npt.ArrayLike) -> Floats:
    values = np.asarray(counts, dtype=np.float64)
    shares: Floats = values / max(float(values.sum()), 1e-300)
    return shares
