"""Runs benchmarks: ``python3 dev.py bench`` all of them, ``python3 dev.py bench import drift`` some.

A benchmark is a module ``bench_NAME`` with ``main()``; what it claims is a ratio against a named rival or bound
measured in the same run. None of them is a test.
"""

import importlib
import sys
from pathlib import Path

PREFIX = "bench_"


def main() -> None:
    there = sorted(p.stem.removeprefix(PREFIX) for p in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    wanted = sys.argv[1:] or there
    unknown = set(wanted) - set(there)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(there)}.")
    for name in wanted:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench.{PREFIX}{name}").main()


if __name__ == "__main__":
    main()
