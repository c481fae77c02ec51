"""How often Evidently's own verdicts on a column are wrong where ours is not.

``python -m tests.bench.study_rivals`` prints the table of ``docs/detection-quality.md``: both sides of one law (*alarms*),
and normal columns that fall or rise by 0.3 σ (*finds*). The statistics are its own; so are the thresholds: by default up to
1,000 rows of the reference KS and chi-square at p < 0.05, over that Wasserstein and Jensen-Shannon at 0.1; and its
Mann-Whitney test, as it can be chosen.
"""

from dataclasses import dataclass

import numpy as np

from tests.bench.studies import harness
from tests.bench.studies.laws import LAWS, Draw, Form, normal
from tests.bench.study_power import Draws, analysed, asked

REPEATS = 100
_SPLIT = 1_000


@dataclass(frozen=True)
class Case:
    words: str
    form: Form
    reference: Draw
    current: Draw
    rows: int


def cases() -> list[Case]:
    same = [
        Case(f"alarms: {law}", LAWS[law].form, LAWS[law].draw, LAWS[law].draw, rows)
        for law in ("normal", "lognormal, σ = 2", "Cauchy", "5 categories", "50 categories")
        for rows in (200, 1_200)
    ]
    moved = [Case(f"finds: normal {m:+g} σ", "numeric", normal(), normal(m), 200) for m in (0.3, -0.3)]
    return same + moved


def measure(case: Case) -> harness.Row:
    random = harness.seeded(case.words, case.rows)
    drawn = Draws(
        *(
            np.stack([draw(random, case.rows) for _ in range(REPEATS)])
            for draw in (case.reference, case.current)
        )
    )
    evidently = {k: np.array(v) for k, v in asked("evidently", "run_evidently.py", case.form, drawn).items()}
    numeric = case.form == "numeric"
    if case.rows <= _SPLIT:
        flagged = evidently["ks" if numeric else "chisquare"] > -0.05
    else:
        flagged = evidently["wasserstein" if numeric else "jensenshannon"] >= 0.1
    found = [analysed(case.form, a, b) for a, b in zip(drawn.reference, drawn.current, strict=True)]
    return {
        "case": case.words,
        "rows": f"{case.rows:,}",
        "DriftDesk": f"{np.mean([verdict for _, verdict in found]):.2f}",
        "its evidence": f"{np.mean([p <= 0.05 for p, _ in found]):.2f}",
        "Evidently's default": f"{np.mean(flagged):.2f}",
        "its mannw": f"{np.mean(evidently['mannw'] > -0.05):.2f}" if numeric else "",
    }


def main() -> None:
    rows = []
    for case in cases():
        rows.append(measure(case))
        print(" | ".join(rows[-1].values()), flush=True)
    harness.write("rivals' defaults", tuple(rows[0]), rows)


if __name__ == "__main__":
    main()
