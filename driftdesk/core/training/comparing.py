"""Runs beside each other: in what they differ, their best and last figures, and their series as files."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from driftdesk.core.entities import LOWER_IS_BETTER, Run

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

NOT_COMPARED = frozenset({"learning_rate", "rows_per_second", "gradient_norm", "memory", "seconds"})
"""Series of which none is better than another."""


@dataclass(frozen=True)
class ComparedRun:
    """One run; ``best`` and ``last`` of the metrics that were asked for, ``params`` only where runs differ."""

    id: str
    number: int
    data_version: int
    trainer: str
    preset: str
    seed: int
    state: str
    seconds: float
    epochs: float
    created_at: datetime
    tags: tuple[str, ...]
    model_version: int | None
    params: Mapping[str, Any]
    best: Mapping[str, float]
    last: Mapping[str, float]
    test: Mapping[str, float]
    """On the test part, of a run that succeeded."""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "created_at": self.created_at.isoformat()}


def is_lower_better(series: str) -> bool:
    """Whether a series, such as ``validation_rmse``, is better when lower."""
    return series.removeprefix("train_").removeprefix("validation_") in LOWER_IS_BETTER


def compared_series(runs: Iterable[Run]) -> list[str]:
    """Names of the series of which runs have a best: those of validation first, then training."""
    names = {name for run in runs for name in (*run.best, *run.last)} - NOT_COMPARED
    return sorted(names, key=lambda n: (not n.startswith("validation_"), n))


def differing_params(runs: Sequence[Run]) -> list[str]:
    """Names of the parameters that are not the same in all of these runs, in the order in which runs have them. A
    parameter that a run does not have differs from any value."""
    names = dict.fromkeys(name for run in runs for name in run.params)
    return [n for n in names if len({_written(run.params, n) for run in runs}) > 1]


def _written(params: Mapping[str, Any], name: str) -> str:
    return json.dumps(params[name], sort_keys=True, default=str) if name in params else ""


def compare_runs(runs: Sequence[Run]) -> list[ComparedRun]:
    """The runs in the order given."""
    varying = differing_params(runs)
    return [
        ComparedRun(
            id=run.id,
            number=run.number,
            data_version=run.dataset_version,
            trainer=run.trainer,
            preset=run.preset,
            seed=run.seed,
            state=run.state.value,
            seconds=run.seconds,
            epochs=run.epochs,
            created_at=run.created_at,
            tags=run.tags,
            model_version=run.model_version,
            params={n: run.params.get(n) for n in varying},
            best={n: v for n, v in run.best.items() if n not in NOT_COMPARED},
            last={n: v for n, v in run.last.items() if n not in NOT_COMPARED},
            test=dict(run.metrics),
        )
        for run in runs
    ]


def write_series(series: "RunSeries", out: TextIO) -> int:
    """All points of a run as CSV: ``step, epoch, seconds`` and a column a series, empty where a point lacks it; floats
    as Python writes them, so that they read back the same. Returns how many points."""
    names = sorted(series.values)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["step", "epoch", "seconds", *names])
    columns: list[list[Any]] = [series.steps.tolist(), series.epochs.tolist(), series.seconds.tolist()]
    for name in names:
        rows, values = series.values_of(name)
        column: list[Any] = [""] * len(series)
        for row, value in zip(rows.tolist(), values.tolist(), strict=True):
            column[row] = value
        columns.append(column)
    writer.writerows(zip(*columns, strict=True))
    return len(series)
