"""MMD with permutations, 20 columns. The rival, in the same run and on as many threads: alibi-detect's torch backend (where its
environment was made: ``python -m tests.bench.rivals.make alibi-detect``). The scalable form beside it.

``DRIFTDESK_BENCH_ROWS`` sets the rows of a side against the rival (default 2,000; asked for: 5,000).
"""

import os
import tempfile
import time
from pathlib import Path

import numpy as np

from driftdesk.core.compute.threads import thread_count
from driftdesk.core.context import Context
from driftdesk.core.drift.together.distances import maximum_mean_discrepancy
from driftdesk.core.drift.together.finding import Finding
from driftdesk.core.drift.together.matrix import Both
from driftdesk.core.drift.together.params import TogetherParams
from tests.bench.rivals.ask import ask, python

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "2000"))
COLUMNS = 20
PERMUTATIONS = 100


def sides(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """A shift so small that neither p-value is at its end."""
    random = np.random.default_rng(1)
    a, b = (random.normal(size=(rows, COLUMNS)).astype(np.float32) for _ in "ab")
    return a, b + np.float32(0.35 / np.sqrt(rows))


def ours(a: np.ndarray, b: np.ndarray) -> tuple[float, Finding]:
    """On the values as they are, as the rival takes them."""
    both = Both(np.concatenate([a, b]), len(a), np.arange(COLUMNS), tuple(map(str, range(COLUMNS))))
    began = time.perf_counter()
    found = maximum_mean_discrepancy(both, TogetherParams(permutations=PERMUTATIONS), Context())
    return time.perf_counter() - began, found


def main() -> None:
    ours(*sides(100))  # imports
    a, b = sides(ROWS)
    seconds, found = min((ours(a, b) for _ in range(3)), key=lambda run: run[0])
    p = found.figures["p_permutation"]
    print(f"{ROWS:,} x {COLUMNS} a side, {PERMUTATIONS} permutations, {thread_count()} threads")
    print(f"ours, all pairs           {seconds:8.3f} s   MMD² {found.figures['mmd2']:.3e}   p {p:.3f}")
    if python("alibi-detect") is None:
        print("alibi-detect is not there: python -m tests.bench.rivals.make alibi-detect")
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sides.npz"
            np.savez(file, reference=a, current=b)
            rival = ask(
                "alibi-detect", "run_alibi_mmd.py", str(file), str(PERMUTATIONS), threads=thread_count()
            )
        error = np.sqrt(max(p * (1 - p), 0.01) * 2 / PERMUTATIONS)
        print(
            f"alibi-detect, torch       {rival['seconds']:8.3f} s   MMD² {rival['mmd2']:.3e}   p {rival['p']:.3f}"
            f"   {rival['seconds'] / seconds:.0f} times ours (asked: 20), p apart {abs(rival['p'] - p) / error:.1f} errors"
        )
    seconds, found = ours(*sides(50_000))
    p = found.figures["p_permutation"]
    print(f"ours, 50,000 x {COLUMNS}         {seconds:8.3f} s   (asked: 60)   p {p:.3f}, random features")


if __name__ == "__main__":
    main()
