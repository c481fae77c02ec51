"""Both sides of an analysis as files that a ``ddoc serve`` reads: ``<side>/data/{ddoc.yaml,data.csv}``.

Its score is the mean absolute difference of mean, variance, skewness and kurtosis over the columns, so it depends on
the data's scale: two samples of one law scored 3,478. Columns are therefore written in units of the reference's
standard deviation, which gives every column the same say and the score a meaning.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from driftdesk.core.entities import Column
from driftdesk.core.errors import ParameterError

Batches = Callable[[Sequence[str]], Iterable[pa.Table]]
"""The rows of one side: called with column names, it gives tables. It may be called again."""

DATASET = "data"
"""Name of the dataset folder: the service compares only datasets of the same name."""


@dataclass
class Moments:
    """Count, mean and sum of squared deviations, merged over batches (Chan, Golub and LeVeque 1983)."""

    count: int = 0
    mean: float = 0.0
    m2: float = 0.0

    def add(self, values: NDArray[np.float64]) -> None:
        finite = values[np.isfinite(values)]
        if not len(finite):
            return
        total = self.count + len(finite)
        mean = float(finite.mean())
        delta = mean - self.mean
        self.m2 += float(((finite - mean) ** 2).sum()) + delta**2 * self.count * len(finite) / total
        self.mean += delta * len(finite) / total
        self.count = total

    @property
    def deviation(self) -> float:
        return float(np.sqrt(self.m2 / self.count)) if self.count else 0.0

    @property
    def varies(self) -> bool:
        """Not constant, but for rounding."""
        return self.deviation > 1e-12 * max(1.0, abs(self.mean))


@dataclass
class Measured:
    """One side as it streamed by: its rows, and the moments of each numeric column."""

    rows: int
    columns: dict[str, Moments]


def measure(batches: Batches, names: Sequence[str], check: Callable[[], None]) -> Measured:
    """One pass over the numeric columns ``names``."""
    measured = Measured(0, {name: Moments() for name in names})
    for table in batches(names):
        check()
        measured.rows += table.num_rows
        for name, moments in measured.columns.items():
            moments.add(_values(table, name))
    return measured


@contextmanager
def temporary(parent: Path | None) -> Iterator[Path]:
    """A folder of our own in the shared one (or the system's), gone afterwards. Raises ParameterError."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="driftdesk-", dir=parent, ignore_cleanup_errors=True)
    except OSError as error:
        raise ParameterError(
            f"The shared folder {parent} cannot be written ({error.strerror}).",
            "Set a folder that this machine and the service both see, in the settings of the service.",
        ) from error
    with folder as name:
        path = Path(name)
        if parent is not None:
            path.chmod(0o755)  # the service may run as somebody else
        yield path


def write_side(
    folder: Path,
    batches: Batches,
    scales: Mapping[str, Moments],
    timestamp: Column | None,
    on_rows: Callable[[int], None],
) -> None:
    """Write one side: the columns of ``scales`` in units of their deviation, and the time or a row counter."""
    target = folder / DATASET
    target.mkdir(parents=True)
    clock = timestamp.name if timestamp else _free_name(scales)
    names = [*scales, *([timestamp.name] if timestamp else [])]
    schema = pa.schema(
        [(clock, pa.timestamp("us") if timestamp else pa.int64()), *((n, pa.float64()) for n in scales)]
    )
    rows = 0
    with (target / "data.csv").open("wb") as file, pyarrow.csv.CSVWriter(file, schema) as writer:
        for table in batches(names):
            times: Any = (
                table.column(timestamp.name).cast(pa.timestamp("us"))
                if timestamp
                else pa.array(np.arange(rows, rows + table.num_rows))
            )
            columns = [_scaled(_values(table, name), scale) for name, scale in scales.items()]
            writer.write_table(pa.table([times, *columns], schema=schema))
            rows += table.num_rows
            on_rows(table.num_rows)
    config = {
        "modality": "timeseries",
        "csv_file": "data.csv",
        "timestamp_column": clock,
        "numeric_columns": [*scales],
    }
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in config.items())  # JSON values are YAML
    (target / "ddoc.yaml").write_text("".join(lines), encoding="ascii")


def _values(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column as doubles, missing as NaN."""
    values = table.column(name).cast(pa.float64(), safe=False).to_numpy()
    return np.asarray(values, dtype=np.float64)


def _scaled(values: NDArray[np.float64], scale: Moments) -> pa.Array:
    return pa.array((values - scale.mean) / scale.deviation, mask=~np.isfinite(values))


def _free_name(taken: Iterable[str]) -> str:
    name = "timestamp"
    while name in taken:
        name += "_"
    return name
