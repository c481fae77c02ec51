"""A seeded sample of rows, read without ever holding the others."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import ROW_ID
from driftdesk.core.errors import TrainingError
from driftdesk.core.tables.source import RowSource
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.split import PART, position


def sampled(
    source: RowSource,
    names: Sequence[str],
    rows: int,
    seed: int,
    *,
    parts: NDArray[np.int8] | None,
    monitor: Monitor,
) -> pa.Table:
    """About ``rows`` rows with ROW_ID, by a hash of row id and ``seed``; with PART where the ``parts`` of all rows are given.
    Raises TrainingError where none is drawn."""
    share = rows / max(1, sum(source.group_rows))
    starts = np.concatenate(([0], np.cumsum(source.group_rows, dtype=np.int64)))

    def read(group: int) -> pa.Table:
        monitor.check()
        table = source.read_group(group, names, with_row_ids=True)
        if parts is not None:
            table = table.append_column(PART, pa.array(parts[starts[group] : starts[group + 1]]))
        ids = np.asarray(table[ROW_ID].combine_chunks()).astype(np.int64)
        return table.filter(pa.array(position(ids, f"sample {seed}") < share))

    groups = range(len(source.group_rows))
    found = pa.concat_tables(ordered_map(read, groups, ahead=2), promote_options="permissive")
    if not len(found):
        raise TrainingError(f"A sample of {rows} rows has none.", "Take a larger sample.")
    return found
