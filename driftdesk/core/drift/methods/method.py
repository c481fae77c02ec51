"""What a method is: its entry in the catalogue, and the names that can be chosen by kind of column."""

from dataclasses import dataclass
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
