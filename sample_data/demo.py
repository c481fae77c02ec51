"""The main job end to end, on the sample data and an embedded MongoDB: `python3 dev.py demo`.

For each of the four sample datasets: import the reference, train a first champion, import the batch whose drift
hurts, detect it, let the loop recompose and retrain, and compare. It calls only documented commands of ``driftdesk``;
a headless worker does the jobs. Ends with what it saw, an HTML drift report, and the window where there is a display.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
DRIFTDESK = Path(sys.executable).parent / ("driftdesk.exe" if os.name == "nt" else "driftdesk")
METRICS = {"regression": "r2"}
STEPS = ("import", "profile", "train", "evaluate", "drift", "retrain")

console = Console()


@dataclass
class Outcome:
    """What the loop did for one dataset."""

    dataset: str
    metric: str
    before: float = 0.0
    drifted: float = 0.0
    after: float = 0.0
    champions: tuple[int, int] = (0, 0)
    severity: str = ""
    false_alarm: str = ""
    named: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    """Columns that move along with those that were made to drift: naming them is right, and not naming them too."""
    seconds: dict[str, float] = field(default_factory=dict)

    def problems(self) -> Iterator[str]:
        if set(self.named) - set(self.allowed) != set(self.expected):
            yield f"{self.dataset}: named {sorted(self.named)}, but {sorted(self.expected)} drifted"
        if self.severity != "critical":
            yield f"{self.dataset}: the drifted batch is {self.severity}, not critical"
        if self.false_alarm != "none":
            yield f"{self.dataset}: the batch without drift is {self.false_alarm}"
        if self.champions[0] == self.champions[1]:
            yield f"{self.dataset}: the champion did not change"
        if self.after <= self.drifted:
            yield f"{self.dataset}: {self.metric} did not recover ({self.drifted:.3f} -> {self.after:.3f})"


class Commands:
    """Runs ``driftdesk`` commands in one data directory and reads their JSON."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def __call__(self, *arguments: str) -> dict[str, Any]:
        command = [str(DRIFTDESK), *arguments, "--data-dir", str(self._data_dir), "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        answer: dict[str, Any] = json.loads(done.stdout or b"{}")
        if done.returncode:
            error = answer.get("error", {})
            shown = " ".join(["driftdesk", *arguments])
            sys.exit(f"{shown}: {error.get('message', done.returncode)} {error.get('hint', '')}")
        return answer

    @contextmanager
    def worker(self) -> Iterator[None]:
        """A headless worker for the time of the demo."""
        command = [str(DRIFTDESK), "worker", "--data-dir", str(self._data_dir)]
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(30)


def loop(driftdesk: Commands, dataset: str, about: dict[str, Any], report: Path) -> Outcome:
    """From a file to a retrained, promoted model."""
    model = f"{dataset}-model"
    outcome = Outcome(dataset, METRICS.get(about["task"], "accuracy"))
    files = about["files"]
    batch = next(f for f in files.values() if f["drift"] == "covariate")

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        outcome.seconds[name] = outcome.seconds.get(name, 0.0) + time.monotonic() - begun

    def add(file: dict[str, Any], *options: str) -> str:
        with step("import"):
            answer = driftdesk("import", str(HERE / file["path"]), "--dataset", dataset, *options)
        return str(answer["version"])

    def measure(version: str) -> float:
        with step("evaluate"):
            answer = driftdesk("evaluate", f"{model}@champion", "--dataset", f"{dataset}@{version}")
        return float(answer["metrics"][outcome.metric])

    def drift(current: str, *options: str) -> dict[str, Any]:
        with step("drift"):
            return driftdesk("drift", dataset, "--reference", reference, "--current", current, *options)

    reference = add(files["reference"], "--task", about["task"], "--target", about["target"])
    with step("profile"):
        driftdesk("profile", f"{dataset}@{reference}")
    with step("train"):
        trained = driftdesk("train", model, "--dataset", f"{dataset}@{reference}")
    outcome.false_alarm = drift(add(files["no_drift"], "--replace"))["severity"]
    outcome.before = measure(reference)
    current = add(batch, "--replace")
    found = drift(current, "--write", str(report))
    outcome.severity = found["severity"]
    outcome.named = [c["name"] for c in found["columns"] if c["severity"] == "critical"]
    outcome.expected = [name for name, c in batch["columns"].items() if c["expected"] == "critical"]
    outcome.allowed = [name for name, c in batch["columns"].items() if c["expected"] == "any"]
    outcome.drifted = measure(current)
    with step("retrain"):
        retrained = driftdesk("retrain", model)
    outcome.champions = (trained["model_version"], retrained["champion"])
    outcome.after = measure(current)
    return outcome


def results(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="The loop", title_justify="left")
    for title in ("dataset", "metric"):
        table.add_column(title)
    for title in ("before\nthe drift", "on drifted\nbatch", "after\nthe loop"):
        table.add_column(title, justify="right")
    table.add_column("champion")
    for o in outcomes:
        table.add_row(
            o.dataset, o.metric, f"{o.before:.3f}", f"{o.drifted:.3f}", f"{o.after:.3f}",
            f"v{o.champions[0]} → v{o.champions[1]}",
        )  # fmt: skip
    return table


def columns(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="What drifted", title_justify="left")
    table.add_column("dataset")
    for title in ("named critical", "really drifted", "may follow"):
        table.add_column(title, overflow="fold")
    for o in outcomes:
        table.add_row(o.dataset, *("\n".join(sorted(names)) for names in (o.named, o.expected, o.allowed)))
    return table


def timings(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="Seconds of each step, commands' start included", title_justify="left")
    table.add_column("dataset")
    for name in (*STEPS, "all"):
        table.add_column(name, justify="right")
    for o in outcomes:
        table.add_row(
            o.dataset, *(f"{o.seconds.get(n, 0):.1f}" for n in STEPS), f"{sum(o.seconds.values()):.1f}"
        )
    return table


def has_display() -> bool:
    """Whether a window could be seen here."""
    return sys.platform in ("win32", "darwin") or any(v in os.environ for v in ("DISPLAY", "WAYLAND_DISPLAY"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("demo-output"), help="where data and reports go")
    parser.add_argument(
        "--check", action="store_true", help="fail unless the results are as the manifest says"
    )
    parser.add_argument("--no-window", action="store_true", help="do not open the window at the end")
    given = parser.parse_args()
    output: Path = given.output.resolve()
    driftdesk = Commands(output / "data")
    if output.exists():
        driftdesk("db", "stop")
        shutil.rmtree(output)
    output.mkdir(parents=True)
    datasets = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))["datasets"]
    outcomes = []
    with driftdesk.worker():
        for name, about in datasets.items():
            console.print(f"[bold]{name}[/] ({about['task']}) …")
            outcomes.append(loop(driftdesk, name, about, output / f"{name}.html"))
    console.print(results(outcomes), columns(outcomes), timings(outcomes))
    console.print(
        f"Drift reports: {output}/*.html\nThe same data in the window: driftdesk --data-dir {driftdesk._data_dir}"
    )
    problems = [p for o in outcomes for p in o.problems()]
    if given.check and problems:
        console.print("[red]not as the manifest says:[/]", *problems, sep="\n  ")
        return 1
    if has_display() and not given.no_window:
        subprocess.run([str(DRIFTDESK), "--data-dir", str(output / "data")], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
