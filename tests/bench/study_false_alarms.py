"""How often the verdict says "drift" where there is none, and how often it finds a known one.

``python -m tests.bench.study_false_alarms [--repeats N] [--seed S]`` prints a table: the share of analyses in which
any column is called drifted (*verdict*), and in which any has evidence alone (an adjusted p-value up to alpha). Both
sides are drawn from one law (rows ``shift ...``: from two). The bound is Clopper and Pearson's, one-sided, 95 %.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.stats import beta

from driftdesk.core.drift.engine import Pair, Source, analyse, analyse_tables
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.verdict import worst
from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.profiles.profile import profile_array

Draw = Callable[[np.random.Generator, int], pa.Array]
REVIEWS = Path(__file__).parents[2] / "sample_data" / "movie_reviews"


@dataclass(frozen=True)
class Law:
    name: str
    kind: Kind
    draw: Draw
    drifted: Draw | None = None
    """Where the current side comes from; None: the same law."""


@dataclass(frozen=True)
class Cell:
    law: Law
    reference: int
    current: int
    columns: int


@dataclass(frozen=True)
class Rate:
    repeats: int
    verdicts: int
    evidence: int

    def lower(self, count: int) -> float:
        """The 95 % lower bound of the rate."""
        return float(beta.ppf(0.05, count, self.repeats - count + 1)) if count else 0.0


def categories(levels: int) -> Draw:
    names = np.array([f"v{i}" for i in range(levels)])
    weights = 1 / np.arange(1, levels + 1)
    return lambda r, n: pa.array(r.choice(names, n, p=weights / weights.sum()))


def reviews(file: str = "reference") -> Draw:
    found = next(REVIEWS.glob(f"{file}.*"))
    import pandas as pd

    read = {".csv": pd.read_csv, ".json": pd.read_json}.get(found.suffix)
    table = read(found) if read else pd.read_json(found, lines=True)
    texts = table["review_text"].to_numpy(dtype=object)
    return lambda r, n: pa.array(r.choice(texts, n), pa.string())


def normal(mean: float = 0.0, deviation: float = 1.0) -> Draw:
    return lambda r, n: pa.array(r.normal(mean, deviation, n))


def half_missing(share: float) -> Draw:
    return lambda r, n: pa.array(r.normal(size=n), mask=r.random(n) < share)


LAWS = (
    Law("normal", Kind.NUMERIC, normal()),
    Law("cauchy", Kind.NUMERIC, lambda r, n: pa.array(r.standard_cauchy(n))),
    Law("lognormal", Kind.NUMERIC, lambda r, n: pa.array(r.lognormal(0, 2, n))),
    Law("discrete 0-5", Kind.NUMERIC, lambda r, n: pa.array(r.poisson(1.2, n))),
    Law("zeros 90 %", Kind.NUMERIC, lambda r, n: pa.array(r.normal(size=n) * (r.random(n) < 0.1))),
    Law("missing 2 %", Kind.NUMERIC, half_missing(0.02)),
    Law("5 categories", Kind.CATEGORICAL, categories(5)),
    Law("50 categories", Kind.CATEGORICAL, categories(50)),
    Law("500 categories", Kind.CATEGORICAL, categories(500)),
    Law("unique", Kind.CATEGORICAL, lambda r, n: pa.array(r.integers(0, 1 << 60, n).astype(str))),
    Law("boolean 1 %", Kind.BOOLEAN, lambda r, n: pa.array(r.random(n) < 0.01)),
    Law("Korean reviews", Kind.TEXT, reviews()),
)
SHIFTS = (
    Law("shift mean 0.05 sigma", Kind.NUMERIC, normal(), normal(0.05)),
    Law("shift mean 0.15 sigma", Kind.NUMERIC, normal(), normal(0.15)),
    Law("shift mean 0.3 sigma", Kind.NUMERIC, normal(), normal(0.3)),
    Law("shift deviation 1.3", Kind.NUMERIC, normal(), normal(0, 1.3)),
    Law("shift missing 0 to 8 %", Kind.NUMERIC, half_missing(0), half_missing(0.08)),
    Law("shift 5 to 7 categories", Kind.CATEGORICAL, categories(5), categories(7)),
    Law("shift Korean reviews (prior)", Kind.TEXT, reviews(), reviews("prior")),
    Law("shift Korean reviews (covariate)", Kind.TEXT, reviews(), reviews("covariate")),
)


def measure(cell: Cell, repeats: int, seed: int = 0, params: DriftParams | None = None) -> Rate:
    """The rates of one cell. The shift, if any, is in the first column; the others are drawn from one law."""
    params = params or DriftParams()
    random = np.random.default_rng([seed, cell.reference, cell.current, cell.columns, len(cell.law.name)])
    schema = Schema(
        columns=tuple(Column(id=f"c{i}", name=f"c{i}", kind=cell.law.kind) for i in range(cell.columns))
    )
    verdicts = evidence = 0
    for _ in range(repeats):
        left = [cell.law.draw(random, cell.reference) for _ in range(cell.columns)]
        right = [cell.law.draw(random, cell.current) for _ in range(cell.columns)]
        if cell.law.drifted is not None:
            right[0] = cell.law.drifted(random, cell.current)
        if cell.law.kind is Kind.TEXT:
            sides = [[Source(profile_array(a, Kind.TEXT)) for a in side] for side in (left, right)]
            pairs = [Pair(f"c{i}", Kind.TEXT, a, b) for i, (a, b) in enumerate(zip(*sides, strict=True))]
            found = analyse(pairs, params)
        else:
            tables = [pa.table(side, names=list(schema.names)) for side in (left, right)]
            found = analyse_tables(*tables, schema, params)
        counted = found if cell.law.drifted is None else found[:1]
        verdicts += worst(counted).rank > 0
        evidence += any(c.p_adjusted is not None and c.p_adjusted <= params.alpha for c in counted)
    return Rate(repeats, verdicts, evidence)


def cells() -> Iterator[Cell]:
    for law in LAWS:
        for reference, current in ((50, 50), (200, 1000), (1000, 1000), (10_000, 300)):
            yield Cell(law, reference, current, 2)
        yield Cell(law, 1000, 1000, 25)
    for law in SHIFTS:
        for rows in (200, 1000, 5000):
            yield Cell(law, rows, rows, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only laws whose name has this in it")
    given = parser.parse_args()
    print(
        f"{'law':32} {'reference':>9} {'current':>8} {'columns':>7} {'verdict':>8} {'evidence':>8} {'bound':>7}"
    )
    for cell in cells():
        if given.only not in cell.law.name:
            continue
        repeats = max(20, given.repeats * 2 // cell.columns) if cell.columns > 5 else given.repeats
        rate = measure(cell, repeats, given.seed)
        print(
            f"{cell.law.name:32} {cell.reference:9,} {cell.current:8,} {cell.columns:7}"
            f" {rate.verdicts / repeats:8.3f} {rate.evidence / repeats:8.3f} {rate.lower(rate.evidence):7.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
