"""Whether a training streams its rows, told from the size of the data alone. Light: the window and the commands ask too."""

import os

from driftdesk.core.entities import DatasetVersion, Streaming
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import TrainerInfo, trainers

BYTES_A_VALUE = 32
"""What a value takes while a network is trained in memory, about: the table (8), the parts taken from it (8), its quantity
before (8) and after (4) encoding, and what is in passing. Measured by ``tests/bench/bench_streaming.py``."""
_LEAST_MB = 16
_PROCESSES = 2
"""May learn together on any machine; more only where each has a processor, for each takes some 300 MB too."""


def in_memory_mb(rows: int, columns: int) -> int:
    """What training on so many rows takes with all of them in memory, about."""
    return rows * columns * BYTES_A_VALUE >> 20


def machine_mb() -> int:
    """The memory of this machine; where it is not told, 8 GB."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):  # Windows
        return 8192


def plan(
    info: TrainerInfo,
    version: DatasetVersion,
    *,
    stream: bool | None = None,
    memory_mb: int = 0,
    processes: int = 1,
    sample_rows: int = 0,
    fine_tunes: bool = False,
) -> Streaming | None:
    """How rows are streamed; None: they are read into memory.

    ``stream`` None: where they would take more than ``memory_mb`` (0: half of this machine's memory). Several processes
    always stream; a sample of ``sample_rows`` never does. Raises ParameterError where what is asked cannot be.
    """
    if memory_mb and memory_mb < _LEAST_MB:
        raise ParameterError(
            f"{memory_mb} MB are too little to train with.",
            f"Give at least {_LEAST_MB} MB; 0 for half of the machine's.",
        )
    most = max(_PROCESSES, os.cpu_count() or 1)
    if not 1 <= processes <= most:
        raise ParameterError(
            f"{processes} processes cannot learn together on a machine with {os.cpu_count()} processors.",
            f"Give 1 to {most}.",
        )
    if sample_rows < 0 or (sample_rows and (stream or processes > 1)):
        raise ParameterError(
            "A sample of rows is learned from in memory, in one process.",
            "Leave --stream and --processes out, or --sample.",
        )
    rows = min(sample_rows, version.rows) if sample_rows else version.rows
    needed = in_memory_mb(rows, len(version.columns.features) + 1)
    cap = memory_mb or machine_mb() // 2
    wanted = stream or processes > 1
    if stream is False or not (wanted or needed > cap):
        if processes > 1:
            raise ParameterError("Several processes learn from a stream of rows.", "Leave --no-stream out.")
        return None
    why = f"Training on {rows:,} rows in memory takes about {needed} MB, and {cap} MB are allowed."
    if sample_rows:
        raise ParameterError(why, "Take a smaller sample, or allow more memory.")
    if not info.streamable:
        if not wanted and not memory_mb:
            return None  # nobody said how much it may be
        able = ", ".join(t.name for t in trainers() if t.streamable)
        problem = f"The trainer {info.name!r} cannot learn from a stream of rows." if wanted else why
        raise ParameterError(
            problem,
            f"These can: {able}. The others need all rows in memory: allow that, or let it learn from a sample (--sample ROWS).",
        )
    if fine_tunes:
        if not wanted and not memory_mb:
            return None
        raise ParameterError(
            "A fine-tuning cannot learn from a stream of rows." if wanted else why,
            "Train without a start, or allow the rows to be in memory.",
        )
    return Streaming(memory_mb=cap, processes=processes)
