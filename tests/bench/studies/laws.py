"""The laws that columns are drawn from, and how they shift. A shift's size is that at 1,000 rows a side; for other sizes
it is scaled by the root of the rows, so that every cell asks for something that can be missed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Random = np.random.Generator
Draw = Callable[[Random, int], Floats]
Shift = Callable[[float], Draw]
Form = Literal["numeric", "categorical", "missing", "pairs", "text"]
"""What a column is: for ``categorical`` numbers stand for values, for ``pairs`` two columns are drawn at once."""

REVIEWS = Path(__file__).parents[3] / "sample_data" / "movie_reviews"


@dataclass(frozen=True)
class Law:
    form: Form
    draw: Draw


@dataclass(frozen=True)
class Drift:
    """``size`` at 1,000 rows; ``shift`` makes the law of the current side of a size; ``law`` names the reference's."""

    law: str
    size: float
    shift: Shift
    words: str
    """With ``{}`` where the size belongs."""
    most: float = float("inf")


def categories(levels: int, power: float = 1.0) -> Draw:
    weights = 1 / np.arange(1, levels + 1) ** power
    shares = weights / weights.sum()
    return lambda r, n: r.choice(levels, n, p=shares).astype(float)


def normal(mean: float = 0.0, deviation: float = 1.0) -> Draw:
    return lambda r, n: r.normal(mean, deviation, n)


def student(scale: float = 1.0, mean: float = 0.0) -> Draw:
    return lambda r, n: mean + scale * r.standard_t(3, n)


def lognormal(scale: float = 1.0, sigma: float = 1.0) -> Draw:
    return lambda r, n: scale * r.lognormal(0, sigma, n)


def with_missing(share: float) -> Draw:
    return lambda r, n: np.where(r.random(n) < share, np.nan, r.normal(size=n))


def zeros(share: float) -> Draw:
    return lambda r, n: r.normal(size=n) * (r.random(n) >= share)


def mixed(share: float, other: Draw) -> Draw:
    """Normal, but for a ``share`` that comes from another law."""
    return lambda r, n: np.where(r.random(n) < share, other(r, n), r.normal(size=n))


def yes(share: float) -> Draw:
    return lambda r, n: (r.random(n) < share).astype(float)


def pair(correlation: float) -> Draw:
    def draw(r: Random, n: int) -> Floats:
        one, other = r.normal(size=(2, n))
        return np.column_stack([one, correlation * one + np.sqrt(1 - correlation**2) * other])

    return draw


def skewed(skew: float) -> Draw:
    """A gamma law with mean 0 and deviation 1."""
    shape = 4 / skew**2
    return lambda r, n: (r.gamma(shape, 1, n) - shape) / np.sqrt(shape)


def two_humps(apart: float) -> Draw:
    """Two normal laws at plus and minus ``apart``, with deviation 1 together."""
    return lambda r, n: np.where(r.random(n) < 0.5, apart, -apart) + r.normal(0, np.sqrt(1 - apart**2), n)


def one_more(share: float) -> Draw:
    """Five categories, and a ``share`` of a sixth that was never seen."""
    return lambda r, n: np.where(r.random(n) < share, 5.0, categories(5)(r, n))


def first_grows(share: float) -> Draw:
    return lambda r, n: np.where(r.random(n) < share, 0.0, categories(5)(r, n))


LAWS: Mapping[str, Law] = {
    "normal": Law("numeric", normal()),
    "Student t3": Law("numeric", student()),
    "Cauchy": Law("numeric", lambda r, n: r.standard_cauchy(n)),
    "lognormal": Law("numeric", lognormal()),
    "lognormal, σ = 2": Law("numeric", lognormal(sigma=2.0)),
    "exponential": Law("numeric", lambda r, n: r.exponential(1, n)),
    "Poisson 1.2": Law("numeric", lambda r, n: r.poisson(1.2, n).astype(float)),
    "rounded to 0.1": Law("numeric", lambda r, n: np.round(r.normal(size=n), 1)),
    "zeros 90 %": Law("numeric", zeros(0.9)),
    "missing 2 %": Law("missing", with_missing(0.02)),
    "2 categories, 10 %": Law("categorical", yes(0.1)),
    "2 categories, 1 %": Law("categorical", yes(0.01)),
    "5 categories": Law("categorical", categories(5)),
    "50 categories": Law("categorical", categories(50)),
    "500 categories": Law("categorical", categories(500)),
    "all different": Law("categorical", lambda r, n: r.integers(0, 1 << 52, n).astype(float)),
    "prior 30 %": Law("categorical", yes(0.3)),
    "two columns, ρ = 0.3": Law("pairs", pair(0.3)),
}

DRIFTS: Mapping[str, Drift] = {
    "mean, normal": Drift("normal", 0.11, normal, "+ {} σ"),
    "mean, t3": Drift("Student t3", 0.15, lambda s: student(1.0, s), "+ {}"),
    "mean, lognormal": Drift("lognormal", 0.12, lambda s: lognormal(1 + s), "× 1 + {}"),
    "mean, exponential": Drift(
        "exponential", 0.11, lambda s: lambda r, n: r.exponential(1 + s, n), "× 1 + {}"
    ),
    "mean, Poisson": Drift(
        "Poisson 1.2", 0.12, lambda s: lambda r, n: r.poisson(1.2 + s, n).astype(float), "+ {}"
    ),
    "variance, normal": Drift("normal", 0.09, lambda s: normal(0, 1 + s), "σ × 1 + {}"),
    "variance, t3": Drift("Student t3", 0.15, lambda s: student(1 + s), "× 1 + {}"),
    "variance, lognormal": Drift("lognormal", 0.09, lambda s: lognormal(sigma=1 + s), "σ of logs × 1 + {}"),
    "tail, outliers at 6 σ": Drift("normal", 0.01, lambda s: mixed(s, normal(6, 0.1)), "{} of rows"),
    "tail, some rows 5 σ wide": Drift("normal", 0.025, lambda s: mixed(s, normal(0, 5)), "{} of rows"),
    "tail, zeros": Drift("zeros 90 %", 0.035, lambda s: zeros(0.9 - s), "- {} of rows"),
    "shape, skew": Drift("normal", 0.3, skewed, "skewness {}"),
    "shape, two humps": Drift("normal", 0.6, two_humps, "at ± {} σ", 0.95),
    "shape, a value grows": Drift("normal", 0.05, lambda s: mixed(s, normal(0.7, 0.02)), "{} of rows"),
    "category, of 2": Drift("2 categories, 10 %", 0.035, lambda s: yes(0.1 + s), "+ {} of rows"),
    "category, of 5": Drift("5 categories", 0.09, first_grows, "{} of rows to the first"),
    "category, of 50": Drift("50 categories", 0.11, lambda s: categories(50, 1 + s), "steeper by {}"),
    "category, a new one": Drift("5 categories", 0.007, one_more, "{} of rows"),
    "prior": Drift("prior 30 %", 0.055, lambda s: yes(0.3 + s), "+ {} of rows"),
    "missing": Drift("missing 2 %", 0.018, lambda s: with_missing(0.02 + s), "+ {} of rows"),
    "correlation": Drift("two columns, ρ = 0.3", 0.13, lambda s: pair(min(0.3 + s, 0.95)), "ρ + {}"),
}


def scaled(drift: Drift, rows: int) -> float:
    """The size of a drift at so many rows a side, to two figures."""
    size = min(drift.size * np.sqrt(1_000 / rows), drift.most)
    digits = 1 - int(np.floor(np.log10(size)))
    return float(round(size, digits))
