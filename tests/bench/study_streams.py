"""How soon stream detectors see a change, and how often one that is not there: with the dummies beside them.

``python -m tests.bench.study_streams [--repeats N] [--elec2 FILE]`` prints two tables.

1. Made streams of 20,000 rows, of errors (10 % wrong, then 30 %) and of numbers (standard normal, then a mean of 0.5): *abrupt* (at row 10,000),
   *gradual* (over 4,000 rows from there), *recurring* (every 5,000 rows there and back) and *none*. For each detector: changes that were found before the
   next one, rows from a change to its first alarm (median), false alarms in 10,000 rows (alarms before the first change, and all of *none*).
2. ELEC2 (New South Wales electricity market), where the file is given: a Gaussian naive Bayes model predicts each row, then learns from it, and is begun anew at each
   alarm over its errors: the share that it gets right. Whoever only repeats the previous label, or begins anew every 60 rows, does better than most.
"""

import argparse
import csv
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from driftdesk.core.streams.detectors import DETECTORS, detector_info, make, parse_params
from driftdesk.core.streams.watching import alarms

ROWS, CHANGE = 20_000, 10_000
SHAPES = {"abrupt": [CHANGE], "gradual": [CHANGE], "recurring": [5_000, 10_000, 15_000], "none": list[int]()}
GRADUAL = 4_000
SETTINGS: dict[str, dict[str, float]] = {"every": {"rows": 1_000}}


def share_changed(shape: str) -> np.ndarray:
    """By row, the chance that it follows the new law."""
    at = np.arange(ROWS)
    if shape == "gradual":
        return np.clip((at - CHANGE) / GRADUAL, 0, 1)
    if shape == "recurring":
        return (at // 5_000 % 2).astype(float)
    return (at >= CHANGE).astype(float) if shape == "abrupt" else np.zeros(ROWS)


def stream(shape: str, of: str, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    new = random.random(ROWS) < share_changed(shape)
    if of == "errors":
        return (random.random(ROWS) < np.where(new, 0.3, 0.1)).astype(float)
    return random.normal(np.where(new, 0.5, 0.0))


@dataclass
class Outcome:
    found: int = 0
    changes: int = 0
    false: int = 0
    quiet_rows: int = 0
    delays: list[int] | None = None
    seconds: float = 0.0

    def row(self) -> list[str]:
        delay = f"{median(self.delays):,.0f}" if self.delays else "–"
        false = f"{10_000 * self.false / self.quiet_rows:.2f}" if self.quiet_rows else "–"
        return [f"{self.found} of {self.changes}" if self.changes else "–", delay, false]


def study(detector: str, shape: str, of: str, repeats: int) -> Outcome:
    outcome, params = Outcome(delays=[]), parse_params(detector, SETTINGS.get(detector, {}))
    for seed in range(repeats):
        values = stream(shape, of, seed)
        began = time.perf_counter()
        raised = np.array(alarms(detector, params, values))
        outcome.seconds += time.perf_counter() - began
        changes = SHAPES[shape]
        quiet = changes[0] if changes else ROWS
        outcome.quiet_rows += quiet
        outcome.false += int((raised < quiet).sum())
        for start, stop in pairwise([*changes, ROWS]):
            outcome.changes += 1
            within = raised[(raised >= start) & (raised < stop)]
            if within.size:
                outcome.found += 1
                assert outcome.delays is not None
                outcome.delays.append(int(within[0]) - start)
    return outcome


def made(repeats: int) -> list[list[str]]:
    rows = []
    for of in ("errors", "numbers"):
        for name, info in DETECTORS.items():
            if info.errors_only and of == "numbers":
                continue
            found = [study(name, shape, of, 2 if name == "kswin" else repeats) for shape in SHAPES]
            speed = (
                len(found)
                * ROWS
                * (2 if name == "kswin" else repeats)
                / max(sum(o.seconds for o in found), 1e-9)
            )
            cells = [cell for o in found[:3] for cell in o.row()[:2]]
            rows.append(
                [
                    of,
                    info.title,
                    *cells,
                    found[3].row()[2],
                    f"{speed / 1e6:.2f}" if not info.is_dummy else "–",
                ]
            )
    return rows


def electricity(file: Path) -> list[list[str]]:
    from river import naive_bayes

    with file.open() as lines:
        table = [(list(map(float, row[:-1])), int(row[-1])) for row in list(csv.reader(lines))[1:]]
    truth = [y for _, y in table]
    again = sum(a == b for a, b in pairwise(truth)) / (len(truth) - 1)
    rows = [["the previous label", f"{again:.4f}", "–"]]

    def prequential(name: str, given: dict[str, float]) -> None:
        info, params = detector_info(name), parse_params(name, given)
        model, right, restarts = naive_bayes.GaussianNB(), 0, 0
        detector = None if info.is_dummy else make(name, params)
        for at, (x, y) in enumerate(table):
            features = dict(enumerate(x))
            wrong = model.predict_one(features) != y
            right += not wrong
            model.learn_one(features, y)
            if detector is not None:
                detector.update(wrong)
            if (detector is not None and detector.drift_detected) or (
                name == "every" and (at + 1) % given["rows"] == 0
            ):
                model, restarts = naive_bayes.GaussianNB(), restarts + 1
                detector = None if info.is_dummy else make(name, params)
        rows.append([f"begun anew: {info.title}", f"{right / len(table):.4f}", str(restarts)])

    for name, given in (
        ("never", {}),
        *((n, {}) for n, i in DETECTORS.items() if not i.is_dummy),
        ("every", {"rows": 60}),
    ):
        prequential(name, dict(given))
    return rows


def show(heads: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--elec2", type=Path)
    given = parser.parse_args()
    heads = ["stream of", "detector"]
    heads += [f"{shape}: {what}" for shape in list(SHAPES)[:3] for what in ("found", "delay")]
    show([*heads, "false alarms in 10,000 rows", "M values/s"], made(given.repeats))
    if given.elec2:
        print()
        show(["ELEC2", "right", "restarts"], electricity(given.elec2))


if __name__ == "__main__":
    main()
