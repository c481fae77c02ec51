"""Two samples of categories, as counts over the same list of values. Formulas and sources: ``docs/drift.md``."""

import numpy as np
import numpy.typing as npt

from driftdesk.core.profiles.ordered import Floats

FLOOR = 1e-4
"""The smallest share in PSI, which would be infinite for an empty bin."""
_FEWEST_EXPECTED = 5.0
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
    rare = expected < _FEWEST_EXPECTED
    if rare.any():
        x, y = np.append(x[~rare], x[rare].sum()), np.append(y[~rare], y[rare].sum())
        if (x[-1] + y[-1]) * min(n, m) / (n + m) < _FEWEST_EXPECTED and x.size > 2:
            least = int(np.argmin((x + y)[:-1]))  # still too few: to the rarest of the others
            x[least], y[least] = x[least] + x[-1], y[least] + y[-1]
            x, y = x[:-1], y[:-1]
    if x.size == 2 and float(np.min(x + y)) * min(n, m) / (n + m) < 2 * _FEWEST_EXPECTED:
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
