"""All methods on one column, as data: what they are called, measure, and take as a warning.

The docs' table, forms, the command line, the window's and the HTML report's words come from here, and nothing else says
them again. Light: the window and the command line import it at start-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from driftdesk.core.entities import Kind

NumericMethod = Literal[
    "wasserstein_normed",
    "wasserstein",
    "ks",
    "cramer_von_mises",
    "anderson_darling",
    "energy",
    "psi",
    "jensen_shannon",
    "jensen_shannon_nat",
    "jensen_shannon_width",
    "hellinger",
    "kl",
    "mean_shift",
    "variance_shift",
    "range",
]
DatetimeMethod = Literal[
    "wasserstein_normed",
    "wasserstein",
    "ks",
    "cramer_von_mises",
    "anderson_darling",
    "energy",
    "psi",
    "jensen_shannon",
    "hellinger",
    "kl",
    "mean_shift",
    "variance_shift",
    "range",
    "gaps",
    "hours",
    "weekdays",
]
CategoricalMethod = Literal[
    "jensen_shannon",
    "jensen_shannon_nat",
    "psi",
    "hellinger",
    "kl",
    "total_variation",
    "l_infinity",
    "chi_square",
    "chi_square_fixed",
    "g_test",
    "fisher",
    "new_categories",
    "gone_categories",
]
BooleanMethod = Literal[
    "jensen_shannon",
    "jensen_shannon_nat",
    "psi",
    "hellinger",
    "kl",
    "total_variation",
    "chi_square",
    "chi_square_fixed",
    "g_test",
    "fisher",
    "proportions",
]
TextMethod = Literal["ngram", "length", "scripts", "vocabulary", "ngram_classifier"]

Scale = Literal["", "rows", "deviation", "root deviation"]


@dataclass(frozen=True)
class Method:
    """``warning`` and ``critical``: default thresholds of the statistic, times ``scale`` (nm / (n + m) for the sizes n
    and m, or the reference's standard deviation, or its root). ``needs_rows``: profiles do not hold what it is computed
    from, unless they hold all rows. ``is_test``: it is published with a p-value of its own, ``evidence``; the others
    are distances, and share the evidence of their kind. ``on_ask``: only where it decides, or was asked for by name."""

    name: str
    kinds: tuple[Kind, ...]
    title: str
    measures: str
    unit: str
    warning: float
    critical: float
    source: str
    evidence: str = ""
    scale: Scale = ""
    shown_by_default: bool = False
    needs_rows: bool = False
    is_test: bool = False
    on_ask: bool = False


_NUMBERS = (Kind.NUMERIC, Kind.DATETIME)
_COUNTED = (Kind.CATEGORICAL, Kind.BOOLEAN)
_NUMERIC, _DATES, _NAMES = (Kind.NUMERIC,), (Kind.DATETIME,), (Kind.CATEGORICAL,)
_TEXTS = (Kind.TEXT,)
_ALL = tuple(Kind)

_METHODS = (
    Method(
        "wasserstein_normed",
        _NUMBERS,
        "Wasserstein, normed",
        "how far values moved on average, over the reference's standard deviation",
        "standard deviations",
        0.1,
        0.25,
        "Vallender 1974; scipy.stats.wasserstein_distance",
        shown_by_default=True,
    ),
    Method(
        "wasserstein",
        _NUMBERS,
        "Wasserstein",
        "how far values moved on average",
        "the column's unit",
        0.1,
        0.25,
        "Vallender 1974; scipy.stats.wasserstein_distance",
        scale="deviation",
    ),
    Method(
        "ks",
        _NUMBERS,
        "Kolmogorov–Smirnov",
        "largest gap between the cumulative shares",
        "share",
        0.05,
        0.15,
        "Hodges 1958; Vrbik 2018; scipy.stats.ks_2samp",
        evidence="Kolmogorov's law",
        shown_by_default=True,
        is_test=True,
    ),
    Method(
        "cramer_von_mises",
        _NUMBERS,
        "Cramér–von Mises",
        "squared gaps between the cumulative shares, summed over all rows",
        "",
        0.001,
        0.006,
        "Anderson 1962; scipy.stats.cramervonmises_2samp",
        evidence="its limit law",
        scale="rows",
        is_test=True,
    ),
    Method(
        "anderson_darling",
        _NUMBERS,
        "Anderson–Darling",
        "squared gaps between the cumulative shares, weighing the tails more",
        "",
        0.006,
        0.04,
        "Scholz and Stephens 1987; scipy.stats.anderson_ksamp (midrank)",
        evidence="its limit law",
        scale="rows",
        is_test=True,
    ),
    Method(
        "energy",
        _NUMBERS,
        "Energy distance",
        "root of twice the squared gap between the cumulative shares, over the axis",
        "root of the column's unit",
        0.08,
        0.2,
        "Székely and Rizzo 2013; scipy.stats.energy_distance",
        scale="root deviation",
    ),
    Method(
        "psi",
        (*_NUMBERS, *_COUNTED),
        "Population stability index",
        "shares of the reference's deciles, or of categories, that changed",
        "nats",
        0.1,
        0.25,
        "Siddiqi 2006",
        shown_by_default=True,
    ),
    Method(
        "jensen_shannon",
        (*_NUMBERS, *_COUNTED),
        "Jensen–Shannon",
        "distance of the shares of deciles, or of categories, with logarithms to base 2",
        "0 to 1",
        0.1,
        0.2,
        "Lin 1991; Endres and Schindelin 2003; scipy.spatial.distance.jensenshannon(base=2)",
        shown_by_default=True,
    ),
    Method(
        "jensen_shannon_nat",
        (*_NUMERIC, *_COUNTED),
        "Jensen–Shannon, natural logarithms",
        "the same with natural logarithms, as Evidently has it: 0.833 of it",
        "0 to 0.833",
        0.1,
        0.2,
        "scipy.spatial.distance.jensenshannon",
    ),
    Method(
        "jensen_shannon_width",
        _NUMERIC,
        "Jensen–Shannon, bins of one width",
        "Jensen-Shannon to base 2 on Doane's bins, as NannyML has it; on values where they are few",
        "0 to 1",
        0.1,
        0.2,
        "Doane 1976; NannyML 0.13",
    ),
    Method(
        "hellinger",
        (*_NUMBERS, *_COUNTED),
        "Hellinger",
        "distance of the roots of the shares of deciles, or of categories",
        "0 to 1",
        0.1,
        0.2,
        "Hellinger 1909",
    ),
    Method(
        "kl",
        (*_NUMBERS, *_COUNTED),
        "Kullback–Leibler",
        "nats that the current shares lose on the reference's",
        "nats",
        0.05,
        0.125,
        "Kullback and Leibler 1951; scipy.stats.entropy",
    ),
    Method(
        "mean_shift",
        _NUMBERS,
        "Mean shift",
        "how far the mean moved, over the reference's standard deviation",
        "standard deviations",
        0.1,
        0.25,
        "Glass 1976; Welch 1947; scipy.stats.ttest_ind(equal_var=False)",
        evidence="Welch's t-test",
        is_test=True,
    ),
    Method(
        "variance_shift",
        _NUMBERS,
        "Variance shift",
        "logarithm of the ratio of the standard deviations",
        "nats",
        0.15,
        0.35,
        "Brown and Forsythe 1974; scipy.stats.levene(center='median')",
        evidence="Brown and Forsythe's test",
        is_test=True,
    ),
    Method(
        "range",
        _NUMBERS,
        "Out of range",
        "share of the current rows outside of the reference's range",
        "share",
        0.01,
        0.05,
        "order statistics: a beta-binomial law (Wilks 1942)",
        evidence="exact for rows without ties, too large with ties",
        is_test=True,
    ),
    Method(
        "gaps",
        _DATES,
        "Gaps",
        "Wasserstein distance of the gaps between consecutive stamps, normed",
        "standard deviations",
        0.1,
        0.25,
        "as Wasserstein; KS for evidence",
        evidence="Kolmogorov's law; gaps that depend on one another make it too small",
        needs_rows=True,
        is_test=True,
    ),
    Method(
        "hours",
        _DATES,
        "Hours of the day",
        "Jensen-Shannon distance of the shares of the 24 hours (UTC)",
        "0 to 1",
        0.1,
        0.2,
        "as Jensen-Shannon; chi-square",
        evidence="chi-square",
        needs_rows=True,
        is_test=True,
    ),
    Method(
        "weekdays",
        _DATES,
        "Weekdays",
        "Jensen-Shannon distance of the shares of the seven weekdays (UTC)",
        "0 to 1",
        0.1,
        0.2,
        "as Jensen-Shannon; chi-square",
        evidence="chi-square",
        needs_rows=True,
        is_test=True,
    ),
    Method(
        "total_variation",
        _COUNTED,
        "Total variation",
        "share of rows that would have to change their category",
        "share",
        0.1,
        0.2,
        "half the sum of the absolute differences",
    ),
    Method(
        "l_infinity",
        _NAMES,
        "L-infinity",
        "largest change of one category's share",
        "share",
        0.05,
        0.15,
        "TensorFlow Data Validation; NannyML",
    ),
    Method(
        "chi_square",
        _COUNTED,
        "Chi-square",
        "Pearson's statistic on the 2 x k table",
        "",
        0.1,
        0.25,
        "Pearson 1900; scipy.stats.chi2_contingency(correction=False)",
        evidence="chi-square law with k - 1 degrees of freedom",
        scale="rows",
        shown_by_default=True,
        is_test=True,
    ),
    Method(
        "chi_square_fixed",
        _COUNTED,
        "Chi-square, reference fixed",
        "Pearson's statistic, the reference's shares taken as exact, as Evidently has it",
        "",
        0.1,
        0.25,
        "Evidently 0.7; scipy.stats.chisquare",
        evidence="false alarms of 49 to 96 %: only to compare with Evidently",
        scale="rows",
        is_test=True,
        on_ask=True,
    ),
    Method(
        "g_test",
        _COUNTED,
        "G-test",
        "log-likelihood ratio on the 2 x k table",
        "",
        0.1,
        0.25,
        "Wilks 1935; scipy.stats.chi2_contingency(lambda_='log-likelihood')",
        evidence="chi-square law with k - 1 degrees of freedom",
        scale="rows",
        is_test=True,
    ),
    Method(
        "fisher",
        _COUNTED,
        "Fisher's exact test",
        "share of rows that would have to change their category, for small tables",
        "share",
        0.1,
        0.2,
        "Fisher 1934; Freeman and Halton 1951; scipy.stats.fisher_exact",
        evidence="exact, given the margins",
        is_test=True,
    ),
    Method(
        "new_categories",
        _NAMES,
        "New categories",
        "share of the current rows in categories that the reference has not",
        "share",
        0.01,
        0.05,
        "permutations of the rows over both sides",
        evidence="chance that so many rows are new where rows fall on either side at random",
        needs_rows=True,
        is_test=True,
    ),
    Method(
        "gone_categories",
        _NAMES,
        "Vanished categories",
        "share of the reference's rows in categories that are gone",
        "share",
        0.05,
        0.2,
        "permutations of the rows over both sides",
        evidence="chance that so many rows are gone where rows fall on either side at random",
        needs_rows=True,
        is_test=True,
    ),
    Method(
        "proportions",
        (Kind.BOOLEAN,),
        "Share of true",
        "change of the share of true",
        "share",
        0.05,
        0.15,
        "z-test of two proportions, pooled",
        evidence="normal law",
        is_test=True,
    ),
    Method(
        "ngram",
        _TEXTS,
        "N-gram profile",
        "Jensen-Shannon distance of n-grams of two and three characters, freed of noise",
        "0 to 1",
        0.15,
        0.3,
        "Lin 1991; noise by the delta method over documents",
        shown_by_default=True,
    ),
    Method(
        "length",
        _TEXTS,
        "Length",
        "Wasserstein distance of the lengths in characters, normed",
        "standard deviations",
        0.1,
        0.25,
        "as Wasserstein; KS for evidence",
        evidence="Kolmogorov's law",
        shown_by_default=True,
        is_test=True,
    ),
    Method(
        "scripts",
        _TEXTS,
        "Scripts",
        "Jensen-Shannon distance of the shares of characters by script",
        "0 to 1",
        0.1,
        0.2,
        "as Jensen-Shannon",
        shown_by_default=True,
    ),
    Method(
        "vocabulary",
        _TEXTS,
        "New vocabulary",
        "share of words that the reference has not, above what chance would bring",
        "share",
        0.05,
        0.15,
        "expectation over permutations of the documents",
        needs_rows=True,
    ),
    Method(
        "ngram_classifier",
        _TEXTS,
        "N-gram classifier",
        "how well a linear model on n-grams tells the sides apart: cross-validated AUC",
        "0.5 to 1",
        0.55,
        0.65,
        "Lopez-Paz and Oquab 2017; Mann and Whitney 1947",
        evidence="twice the median of the folds' Mann-Whitney p-values",
        needs_rows=True,
        is_test=True,
        on_ask=True,
    ),
    Method(
        "missing",
        _ALL,
        "Share missing",
        "change of the share of missing and infinite values",
        "share",
        0.05,
        0.2,
        "chi-square; Fisher's exact test for few rows",
        evidence="chi-square, or Fisher's exact test",
        shown_by_default=True,
        is_test=True,
    ),
)

METHODS: Mapping[str, Method] = MappingProxyType({m.name: m for m in _METHODS})

SETTLED: Mapping[str, str] = MappingProxyType(
    {
        "schema": "Schema",
        "not_judged": "Not judged",
        "too_few_values": "Too few values",
        "nothing_to_compare": "Nothing to compare",
    }
)
"""What settles a column without a statistic, by its title."""


def title(name: str) -> str:
    """What a method is called in English; an unknown one (an external service's) as it is."""
    if name in METHODS:
        return METHODS[name].title
    return SETTLED.get(name, name.replace("_", " "))


def of_kind(kind: Kind) -> tuple[Method, ...]:
    """The methods that can decide on columns of ``kind``."""
    return tuple(m for m in _METHODS if kind in m.kinds and m.name != "missing")
