"""All methods on one column, as data: what they are called, measure, and take as a warning.

The docs' table, forms, the command line, the window's and the HTML report's words come from here, and nothing else says
them again. Light: the window and the command line import it at start-up.
"""

from collections.abc import Mapping
from types import MappingProxyType

from driftdesk.core.drift.methods.catalogue_numbers import ON_NUMBERS
from driftdesk.core.drift.methods.method import Method
from driftdesk.core.drift.together.params import TOGETHER
from driftdesk.core.entities import Kind

_COUNTED = (Kind.CATEGORICAL, Kind.BOOLEAN)
_NAMES, _TEXTS, _ALL = (Kind.CATEGORICAL,), (Kind.TEXT,), tuple(Kind)

_METHODS = (
    *ON_NUMBERS,
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
    """What a method on one column or on many is called in English; an unknown one (an external service's) as it is."""
    if found := METHODS.get(name) or TOGETHER.get(name):
        return found.title
    return SETTLED.get(name, name.replace("_", " "))


def of_kind(kind: Kind) -> tuple[Method, ...]:
    """The methods that can decide on columns of ``kind``."""
    return tuple(m for m in _METHODS if kind in m.kinds and m.name != "missing")
