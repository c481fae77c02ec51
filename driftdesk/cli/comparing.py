"""What the command ``runs`` says of several runs beside each other, and the series of one as a file."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from driftdesk.cli.command import Answer, Session
from driftdesk.cli.data import check_folder
from driftdesk.cli.show import facts, plain, table
from driftdesk.core.entities import PRIMARY_METRIC, Model, Run
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.training.comparing import ComparedRun, compare_runs, differing_params, write_series
from driftdesk.core.whole_file import whole_file

_BESIDE = 6
"""Runs up to which each has a column of its own."""
_FACTS = ("state", "data", "trainer", "preset", "seed")


def chosen_runs(runs: list[Run], text: str) -> list[Run]:
    """The runs of ``3,5,8-10`` in that order, each once; ``all``: every one. Raises ParameterError, NotFoundError."""
    if text.strip() == "all":
        return runs
    numbers: dict[int, None] = {}
    there = {run.number: run for run in runs}
    for part in text.replace(",", " ").split():
        found = re.fullmatch(r"#?(\d{1,9})(?:-(\d{1,9}))?", part)
        if found is None:
            raise ParameterError(f"{part!r} is no number of a run.", "Give numbers such as 3,5,8-10, or all.")
        first, last = int(found[1]), int(found[2] or found[1])
        if found[2]:
            numbers |= dict.fromkeys(n for n in sorted(there) if first <= n <= last)
        else:
            numbers[first] = None
    missing = [n for n in numbers if n not in there]
    if missing:
        raise _no_run(missing[0], there)
    if not numbers:
        raise ParameterError("No run is to be compared.", "Give numbers such as 3,5,8-10, or all.")
    return [there[n] for n in numbers]


def _no_run(number: int, there: dict[int, Run]) -> NotFoundError:
    known = f"Its runs: {min(there)} to {max(there)}." if there else "It has no runs yet."
    return NotFoundError(f"There is no run {number} of this model.", known)


def compared(model: Model, runs: list[Run]) -> Answer:
    """In what the runs differ, and best and last of each series."""
    metric = PRIMARY_METRIC[model.task]
    found = compare_runs(runs)
    names = differing_params(runs)
    few = len(found) <= _BESIDE
    shown = _beside(found, names, metric) if few else _below(found, names, metric)
    value = {"model": model.name, "metric": metric, "differing": names, "runs": [r.as_json() for r in found]}
    return Answer(value, shown)


def _beside(found: Sequence[ComparedRun], names: Sequence[str], metric: str) -> Table:
    """A column a run, a line a fact: parameters have room, however many there are."""
    lines: list[tuple[str, list[Any]]] = [(name, [_fact(r, name) for r in found]) for name in _FACTS]
    lines += [(name, [r.params[name] for r in found]) for name in names]
    lines += [(name, values) for name, values in _figures(found, metric).items()]
    rows = [[name, *values] for name, values in lines if any(v not in (None, "") for v in values)]
    return table(["run!", *(f"{r.number}>" for r in found)], rows)


def _below(found: Sequence[ComparedRun], names: Sequence[str], metric: str) -> Table:
    """A line a run, its parameters in one cell."""
    figures = _figures(found, metric)
    heads = ["run>", "state!", "data>", "trainer!", "differs in", *(f"{name}>" for name in figures)]
    differs = [
        "  ".join(f"{n} {plain(r.params[n])}" for n in names if r.params[n] is not None) for r in found
    ]
    rows = [
        [
            r.number,
            r.state,
            r.data_version,
            r.trainer,
            differs[i],
            *(column[i] for column in figures.values()),
        ]
        for i, r in enumerate(found)
    ]
    return table(heads, rows)


def _fact(run: ComparedRun, name: str) -> Any:
    return {"data": run.data_version}.get(name) or getattr(run, name, None)


def _figures(found: Sequence[ComparedRun], metric: str) -> dict[str, list[Any]]:
    own = f"validation_{metric}"
    return {
        f"{metric} test": [r.test.get(metric) for r in found],
        f"{metric} best": [r.best.get(own) for r in found],
        f"{metric} last": [r.last.get(own) for r in found],
        "seconds": [r.seconds for r in found],
    }


def exported(session: Session, model: Model, runs: list[Run], number: int, out: Path | None) -> Answer:
    """All points of a run as CSV at ``out``."""
    if out is None:
        raise ParameterError("It is not said where the series go.", "Add --out FILE.csv.")
    check_folder(out)
    run = next((r for r in runs if r.number == number), None)
    if run is None:
        raise _no_run(number, {r.number: r for r in runs})
    series = session.desk.training.curves(run.id)
    with whole_file(out) as path, path.open("w", encoding="utf-8", newline="") as file:
        points = write_series(series, file)
    value = {
        "model": model.name,
        "run": number,
        "points": points,
        "series": sorted(series.values),
        "out": str(out),
    }
    return Answer(value, facts(value))
