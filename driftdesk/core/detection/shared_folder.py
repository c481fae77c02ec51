"""Both sides of an analysis as files that a ``ddoc serve`` reads: ``<side>/data/{ddoc.yaml,data.csv}``.

Its score is the mean absolute difference of mean, variance, skewness and kurtosis over the columns, so it depends on
the data's scale: two samples of one law scored 3,478. Columns are therefore written in units of the reference's
standard deviation, which gives every column the same say and the score a meaning.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from driftdesk.core.detection.sides import Batches, Moments, scaled, values_of
from driftdesk.core.entities import Column
from driftdesk.core.errors import ParameterError

DATASET = "data"
"""Name of the dataset folder: the service compares only datasets of the same name."""


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
            columns = [scaled(values_of(table, name), scale) for name, scale in scales.items()]
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


def _free_name(taken: Iterable[str]) -> str:
    name = "timestamp"
    while name in taken:
        name += "_"
    return name
