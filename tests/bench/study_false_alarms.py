"""How often an analysis says "drift" where there is none: both sides are drawn from one law.

``python -m tests.bench.study_false_alarms [--quick] [--workers N] [--cell NAME] [--write | --check]`` makes the table of
``docs/detection-quality.md``: the share of analyses in which any column is called drifted (*verdict*), and in which any
has evidence alone (a p-value, corrected for all tests, up to alpha). What has to hold: the lower bound of that share
(Clopper and Pearson's, one-sided, 95 %) is at most 0.05. Every cell has a seed of its own.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.engine import Pair, Source, analyse, analyse_tables
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.verdict import benjamini_hochberg, worst
from driftdesk.core.entities import Column, ColumnDrift, Kind, Schema
from driftdesk.core.profiles.profile import profile_array
from tests.bench.studies import harness
from tests.bench.studies.laws import LAWS, REVIEWS, Random

ALPHA = 0.05
TABLE = "a mixed table"
TEXTS = "Korean reviews"
_MIX = (
    "normal",
    "lognormal, σ = 2",
    "Poisson 1.2",
    "missing 2 %",
    "5 categories",
    "zeros 90 %",
    "50 categories",
)
_SIZES = ((50, 50), (200, 1_000), (1_000, 1_000), (10_000, 300))
_ONE_COLUMN = tuple(name for name, law in LAWS.items() if law.form != "pairs")


@dataclass(frozen=True)
class Cell:
    law: str
    reference: int
    current: int
    columns: int
    repeats: int

    @property
    def name(self) -> str:
        return f"{self.law}: {self.reference:,} / {self.current:,} rows × {self.columns}"


def drawn(law: str, random: Random, rows: int) -> pa.Array:
    if law == TEXTS:
        return pa.array(random.choice(reviews(), rows), pa.string())
    values = LAWS[law].draw(random, rows)
    if LAWS[law].form == "categorical":
        return pa.array(values.astype(np.int64)).cast(pa.string())
    return pa.array(values, from_pandas=True)


def kind(law: str) -> Kind:
    if law == TEXTS:
        return Kind.TEXT
    return Kind.CATEGORICAL if LAWS[law].form == "categorical" else Kind.NUMERIC


@cache
def reviews() -> np.ndarray:
    import pandas as pd

    file = next(REVIEWS.glob("reference.*"))
    read = {".csv": pd.read_csv, ".json": pd.read_json}.get(file.suffix)
    table = read(file) if read else pd.read_json(file, lines=True)
    return table["review_text"].to_numpy(dtype=object)


def has_evidence(columns: list[ColumnDrift]) -> bool:
    """Whether any deciding test (of values, of missing values) outlives the correction, whatever its effect."""
    tests = [
        r for c in columns for r in (*c.results[:1], *(m for m in c.results[1:] if m.method == "missing"))
    ]
    p = [t.p_value for t in tests if t.p_value is not None]
    return bool(p) and float(benjamini_hochberg(p).min()) <= ALPHA


def analysed(cell: Cell, random: Random) -> list[ColumnDrift]:
    laws = [_MIX[i % len(_MIX)] if cell.law == TABLE else cell.law for i in range(cell.columns)]
    sides = [[drawn(law, random, rows) for law in laws] for rows in (cell.reference, cell.current)]
    names = [f"c{i}" for i in range(cell.columns)]
    if cell.law == TEXTS:
        left, right = ([Source(profile_array(a, Kind.TEXT)) for a in side] for side in sides)
        return analyse(
            [Pair(n, Kind.TEXT, a, b) for n, a, b in zip(names, left, right, strict=True)], DriftParams()
        )
    schema = Schema(
        columns=tuple(Column(id=n, name=n, kind=kind(law)) for n, law in zip(names, laws, strict=True))
    )
    return analyse_tables(
        pa.table(sides[0], names), pa.table(sides[1], names), schema, DriftParams(methods="deciding")
    )


def measure(cell: Cell) -> harness.Row:
    random = harness.seeded(cell.name)
    verdicts = evidence = 0
    for _ in range(cell.repeats):
        found = analysed(cell, random)
        verdicts += worst(found).rank > 0
        evidence += has_evidence(found)
    return {
        "cell": cell.name,
        "repeats": f"{cell.repeats}",
        "verdict": harness.rate(verdicts, cell.repeats),
        "evidence": harness.rate(evidence, cell.repeats),
        "lower bound": f"{harness.lower_bound(evidence, cell.repeats):.3f}",
    }


def cells() -> list[Cell]:
    found = [Cell(law, *sizes, 2, 400) for law in (*_ONE_COLUMN, TEXTS) for sizes in _SIZES]
    found += [Cell(law, 1_000, 1_000, 25, 200) for law in _ONE_COLUMN]
    found += [
        Cell(TABLE, 50, 50, 100, 150),
        Cell(TABLE, 1_000, 1_000, 100, 100),
        Cell(TABLE, 10_000, 10_000, 100, 60),
    ]
    found += [Cell(TABLE, rows, rows, 500, 60) for rows in (50, 1_000)]
    found += [Cell(TABLE, 1_000_000, 50, 2, 100), Cell(TABLE, 50, 1_000_000, 2, 100)]
    found += [
        Cell(law, 100_000, 100_000, 2, 200) for law in ("normal", "Cauchy", "Poisson 1.2", "500 categories")
    ]
    found += [Cell(TABLE, 100_000, 100_000, 25, 60), Cell(TABLE, 100_000, 100_000, 500, 10)]
    found += [Cell("normal", 1_000_000, 1_000_000, 2, 60), Cell(TABLE, 1_000_000, 1_000_000, 50, 10)]
    return found


QUICK = [
    Cell("normal", 200, 1_000, 2, 400),
    Cell("5 categories", 50, 50, 2, 400),
    Cell("missing 2 %", 200, 1_000, 2, 400),
]
STUDY = harness.Study(
    marker="false alarms",
    columns=("cell", "repeats", "verdict", "evidence", "lower bound"),
    ours=("repeats", "verdict", "evidence", "lower bound"),
    cells=cells(),
    quick=QUICK,
    measure=measure,
)


def main() -> None:
    harness.main(STUDY, __doc__)


if __name__ == "__main__":
    main()
