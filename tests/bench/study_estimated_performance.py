"""How far estimated performance is from the truth, on NannyML's own data, and beside NannyML where its environment is.

``python -m tests.bench.study_estimated_performance [--into RIVALS] [--data FOLDER]`` makes the table of
``docs/model-performance.md``: the mean absolute error of the estimates over chunks (5,000 rows of the car loans, 6,000 of
the others). ``FOLDER`` is ``nannyml/datasets/data`` of its wheel; by default that of the rival's environment
(``python -m tests.bench.rivals.make nannyml``). What has to hold on the car loans: no larger than NannyML's.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from driftdesk import Desk
from driftdesk.core.entities import PerformanceReport, Role, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.jobs.params import PerformanceJob
from tests.bench.rivals.ask import ask, python
from tests.bench.rivals.make import DEFAULT

ORACLE = {"roc_auc": 0.00212, "positive_f1": 0.00258, "accuracy": 0.00311}
"""NannyML 0.13.1 on the car loans, measured elsewhere (to as many digits)."""
CARDS = ("prepaid_card", "highstreet_card", "upmarket_card")
STUDIES = {
    "car loans": (
        "synthetic_car_loan_reference", "synthetic_car_loan_analysis", "synthetic_car_loan_analysis_target",
        "repaid", ("y_pred_proba",), 5_000, Task.BINARY, ("roc_auc", "positive_f1", "accuracy"),
    ),
    "credit cards": (
        "mc_reference", "mc_analysis", "mc_analysis_gt",
        "y_true", tuple(f"y_pred_proba_{c}" for c in CARDS), 6_000, Task.MULTICLASS, ("roc_auc", "f1", "accuracy"),
    ),
    "car prices": (
        "regression_synthetic_reference", "regression_synthetic_analysis", "regression_synthetic_analysis_targets",
        "y_true", (), 6_000, Task.REGRESSION, ("mae", "rmse", "mape"),
    ),
}  # fmt: skip
"""Files, target, scores, rows of a chunk, task, metrics."""


def ours(desk: Desk, folder: Path, work: Path, name: str) -> dict[str, float]:
    """Import reference and analysis, look at performance, and compare what was estimated with what was measured."""
    from driftdesk.workers.local import run_here

    before, after, truth, target, scores, rows, task, metrics = STUDIES[name]
    analysis = pd.read_csv(folder / f"{after}.csv")
    analysis[target] = pd.read_csv(folder / f"{truth}.csv")[target].to_numpy()
    joined = work / f"{name}.csv"
    analysis.to_csv(joined, index=False)
    roles = {"y_pred": Role.PREDICTION, **dict.fromkeys(scores, Role.PREDICTION_SCORE)}
    options = ImportOptions(target=target, task=task, roles=roles)
    for path in (folder / f"{before}.csv", joined):
        run_here(desk, desk.import_files(name, [path], options if path is not joined else None))
    job = desk.measure_performance(name, reference="1", every=f"rows:{rows}", metrics=metrics)
    return errors(desk.performance.analyse(PerformanceJob.model_validate(job.params)))


def errors(report: PerformanceReport) -> dict[str, float]:
    """Mean absolute difference of estimated and measured over the chunks beside the reference."""
    found = {}
    for series in report.series:
        apart = [
            abs(p.estimated - p.realised)
            for c, p in zip(report.chunks, series.points, strict=True)
            if not c.is_reference and p.estimated is not None and p.realised is not None
        ]
        found[series.metric] = float(np.mean(apart))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=DEFAULT)
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args()
    rival = python("nannyml", chosen.into)
    folder = chosen.data
    if folder is None and rival is not None:
        folder = next((rival.parents[1] / "lib").glob("python*/site-packages/nannyml/datasets/data"), None)
    if folder is None:
        print("NannyML's data are not here: give --data, or make its environment (see the docstring).")
        return 2
    theirs = ask("nannyml", "run_nannyml_performance.py", str(folder), into=chosen.into) if rival else {}
    worse = []
    print("| data | metric | DriftDesk | NannyML | NannyML, known |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work, Desk.open(Path(work, "desk")) as desk:
        for name in STUDIES:
            for metric, error in ours(desk, folder, Path(work), name).items():
                other = theirs.get(name, {}).get(metric.removeprefix("positive_"))
                known = ORACLE.get(metric) if name == "car loans" else None
                shown = ["–" if v is None else f"{v:.5g}" for v in (error, other, known)]
                print(f"| {name} | {metric} | {' | '.join(shown)} |")
                if (known is not None and round(error, 5) > known) or (
                    name == "car loans" and other is not None and error > other + 1e-6
                ):
                    worse.append(metric)
    if worse:
        print(f"Worse than NannyML on the car loans: {', '.join(worse)}.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
