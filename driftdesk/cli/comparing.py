"""What the command ``runs`` says of several runs beside each other, and the series of one as a file."""

import re
from pathlib import Path

from driftdesk.cli.command import Answer, Session
from driftdesk.cli.data import check_folder
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import PRIMARY_METRIC, Model, Run
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.training.comparing import compare_runs, differing_params, write_series
from driftdesk.core.whole_file import whole_file


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
    own = f"validation_{metric}"
    found = compare_runs(runs)
    names = differing_params(runs)
    heads = ["run>", "state", "data>", "trainer", "preset", "seed>", *names,
             f"{metric} test>", f"{metric} best>", f"{metric} last>", "seconds>"]  # fmt: skip
    rows = [
        [r.number, r.state, r.data_version, r.trainer, r.preset, r.seed, *(r.params[n] for n in names),
         r.test.get(metric), r.best.get(own), r.last.get(own), r.seconds]
        for r in found
    ]  # fmt: skip
    value = {"model": model.name, "metric": metric, "differing": names, "runs": [r.as_json() for r in found]}
    return Answer(value, table(heads, rows))


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
