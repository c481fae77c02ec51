"""What share of known drifts an analysis finds, beside Evidently, NannyML and alibi-detect at equal measured false alarms.

``python -m tests.bench.study_power [--quick] [--workers N] [--cell NAME] [--write | --check]`` makes the tables of
``docs/detection-quality.md``. One column (for correlations: two) drifts; its size at each number of rows is chosen so that
it can be missed, and in every second draw the sides change places, so that drift goes both ways. Every method, ours too, gets the threshold that its own null draws (both sides of the reference's law,
same sizes) pass in at most 5 %: then what it finds is compared on the same draws. Rivals' statistics are computed by their
own code in their own environments (``tests.bench.rivals.make``); without these only our columns are filled. Beside that
stands what DriftDesk finds as it is: evidence at 0.05, and the full verdict (effect and evidence; ``insufficient_data`` and
what is undecided count as missed).
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.engine import analyse_tables
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.verdict import worst
from driftdesk.core.entities import Column, Kind, Schema
from tests.bench.rivals.ask import ask, python
from tests.bench.rivals.make import DEFAULT
from tests.bench.studies import harness, joint
from tests.bench.studies.laws import DRIFTS, LAWS, Draw, Floats, Form, scaled

ALPHA = 0.05
RESULTS = Path(__file__).parent / "studies" / "power.json"
RIVALS = {"Evidently": "run_evidently.py", "NannyML": "run_nannyml.py", "alibi-detect": "run_alibi.py"}
_FORMS: dict[str, tuple[Form, ...]] = {
    "Evidently": ("numeric", "categorical"),
    "NannyML": ("numeric", "categorical", "missing", "pairs"),
    "alibi-detect": ("numeric", "pairs"),
}
"""What each is asked. alibi-detect's KS, CvM and chi-square are scipy's, as Evidently's and NannyML's are."""
_MOST_KERNEL_ROWS = 200
"""Its kernels take 0.35 s a draw at 1,000 rows."""
Found = dict[str, Floats]
"""By method: a statistic for each draw; more is more drift."""


@dataclass(frozen=True)
class Cell:
    drift: str
    rows: int
    nulls: int
    draws: int

    @property
    def name(self) -> str:
        return f"{self.drift}: {self.rows:,} rows"


@dataclass(frozen=True)
class Draws:
    """Repeats by rows (by columns)."""

    reference: Floats
    current: Floats


def draws(cell: Cell) -> tuple[Draws, Draws]:
    """Both sides of one law, the same for all cells with that law and size; and with the drift, in every second draw the
    other way round."""
    drift = DRIFTS[cell.drift]
    law = LAWS[drift.law].draw
    null = harness.seeded("null", drift.law, cell.rows)
    random = harness.seeded(cell.name)
    shifted = drift.shift(scaled(drift, cell.rows))

    def repeated(draw: Draw, r: np.random.Generator, times: int) -> Floats:
        return np.stack([draw(r, cell.rows) for _ in range(times)])

    plain, moved = repeated(law, random, cell.draws), repeated(shifted, random, cell.draws)
    there = (np.arange(cell.draws) % 2 == 0).reshape(-1, *[1] * (plain.ndim - 1))
    return (
        Draws(repeated(law, null, cell.nulls), repeated(law, null, cell.nulls)),
        Draws(np.where(there, plain, moved), np.where(there, moved, plain)),
    )


def analysed(form: Form, reference: Floats, current: Floats) -> tuple[float, bool]:
    """The evidence of the test that is asked for (a p-value), and whether the verdict on the column is drift."""
    schema = Schema(columns=(Column(id="x", name="x", kind=_kind(form)),))
    sides = [pa.table([_array(form, side)], ["x"]) for side in (reference, current)]
    (column,) = analyse_tables(*sides, schema, DriftParams(methods="deciding"))
    tests = [r for r in column.results if r.method == "missing"] if form == "missing" else column.results[:1]
    p = [r.p_value for r in tests if r.p_value is not None]
    return p[0] if p else 1.0, bool(worst([column]).rank) and not column.undecided


def _kind(form: Form) -> Kind:
    return Kind.CATEGORICAL if form == "categorical" else Kind.NUMERIC


def _array(form: Form, values: Floats) -> pa.Array:
    if form == "categorical":
        return pa.array(values.astype(np.int64)).cast(pa.string())
    return pa.array(values, from_pandas=True)


def ours(form: Form, drawn: Draws) -> tuple[Found, Floats]:
    """By method (one, but for pairs), the p-value negated; and the verdicts."""
    each = list(zip(drawn.reference, drawn.current, strict=True))
    if form == "pairs":
        return joint.found(each)
    found = [analysed(form, a, b) for a, b in each]
    return {"DriftDesk": -np.array([p for p, _ in found])}, np.array([v for _, v in found], dtype=float)


def rivals(cell: Cell, form: Form, null: Draws, drifted: Draws) -> tuple[Found, Found]:
    """Statistics of all rivals that are there, on the null draws (kept beside their environments: cells share them) and
    on the drifted ones."""
    before: Found = {}
    after: Found = {}
    for rival, script in RIVALS.items():
        if form not in _FORMS[rival] or python(rival.lower()) is None:
            continue
        if rival == "alibi-detect" and form == "numeric" and cell.rows > _MOST_KERNEL_ROWS:
            continue
        kept = DEFAULT / "nulls" / f"{rival} {DRIFTS[cell.drift].law} {cell.rows} {cell.nulls}.json"
        if not kept.is_file():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(json.dumps(asked(rival.lower(), script, form, null)), encoding="utf-8")
        for found, answer in (
            (before, json.loads(kept.read_text(encoding="utf-8"))),
            (after, asked(rival.lower(), script, form, drifted)),
        ):
            found |= {f"{rival} {method}": np.array(values) for method, values in answer.items()}
    return before, after


def asked(rival: str, script: str, form: Form, drawn: Draws) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drawn.npz"
        np.savez(file, reference=drawn.reference, current=drawn.current)
        answers: list[dict[str, list[float]]] = ask(rival, script, form, str(file))
    return answers[0]


def power(null: Floats, drifted: Floats) -> float:
    """The share of drifted draws over what at most 5 % of the null draws are over."""
    threshold = np.sort(null)[::-1][int(ALPHA * null.size)]
    return float(np.mean(drifted > threshold))


def measure(cell: Cell) -> harness.Row:
    drift = DRIFTS[cell.drift]
    form = LAWS[drift.law].form
    null, drifted = draws(cell)
    (before, _), (after, verdicts) = ours(form, null), ours(form, drifted)
    own = {method: power(before[method], after[method]) for method in before}
    theirs_null, theirs = rivals(cell, form, null, drifted)
    others = {method: power(theirs_null[method], theirs[method]) for method in theirs}
    found = own["DriftDesk"]
    best = max(others.values(), default=None)
    row = {
        "cell": cell.name,
        "drift": drift.words.format(f"{scaled(drift, cell.rows):g}"),
        "evidence": f"{found:.3f}",
        "at p 0.05": f"{np.mean(after['DriftDesk'] >= -ALPHA):.3f}",
        "verdict": f"{verdicts.mean():.3f}",
        "best rival": "" if best is None else f"{best:.3f}",
        "which": ", ".join(sorted(m for m, p in others.items() if p == best)[:2]),
        "behind": "" if best is None else f"{max(best - found, 0.0):.3f}",
        "all": json.dumps({m: round(p, 3) for m, p in (own | others).items()}),
    }
    return row


LARGE = ("mean, normal", "variance, normal", "tail, outliers at 6 σ", "category, of 5", "missing")
"""Drifts that are also looked at with 10,000 rows."""


def cells() -> list[Cell]:
    found = []
    for rows, nulls, repeats in ((1_000, 1_000, 300), (100, 1_000, 300), (10_000, 200, 100)):
        for name, drift in DRIFTS.items():
            if LAWS[drift.law].form == "pairs":
                found += [Cell(name, rows, 200, 100)] if rows <= 1_000 else []
            elif rows <= 1_000 or name in LARGE:
                found.append(Cell(name, rows, nulls, repeats))
    return found


GROUPS = ("mean", "variance", "tail", "shape", "category", "prior", "missing", "correlation")


def summarise() -> None:
    """The mean power of each method over the cells of a group, and how far it is behind the best in its worst cell."""
    kept: dict[str, dict[str, float]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    methods = sorted(
        {m for found in kept.values() for m in found}, key=lambda m: (not m.startswith("Drift"), m)
    )
    rows = []
    for method in methods:
        row = {"method": method}
        asked_in = {cell: found for cell, found in kept.items() if method in found}
        for group in GROUPS:
            found = [powers[method] for cell, powers in asked_in.items() if cell.startswith(group)]
            row[group] = f"{np.mean(found):.2f}" if found else ""
        row["most behind"] = f"{max(max(p.values()) - p[method] for p in asked_in.values()):.2f}"
        rows.append(row)
    harness.write("power by method", ("method", *GROUPS, "most behind"), rows)


STUDY = harness.Study(
    marker="power",
    columns=("cell", "drift", "evidence", "at p 0.05", "verdict", "best rival", "which", "behind"),
    ours=("drift", "evidence", "at p 0.05", "verdict"),
    cells=cells(),
    quick=[
        c for c in cells() if c.rows == 1_000 and c.drift in ("variance, normal", "category, of 5", "missing")
    ],
    measure=measure,
    keep=RESULTS,
    finish=summarise,
)


def main() -> None:
    harness.main(STUDY, __doc__)


if __name__ == "__main__":
    main()
