"""Runs benchmarks: ``python3 dev.py bench`` all of them, ``python3 dev.py bench import drift`` some; ``--list`` says
which there are.

A benchmark is a module ``bench_NAME`` with ``main()``; what it claims is a ratio against a named rival or bound
measured in the same run. Its docstring says which variable makes it smaller. None of them is a test.
"""

import ast
import importlib
import sys
from pathlib import Path

PREFIX = "bench_"


def subject(name: str) -> str:
    """The first sentence of a benchmark's docstring, without importing what it needs."""
    source = (Path(__file__).parent / f"{PREFIX}{name}.py").read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(text.split("\n\n")[0].split()).split(". ")[0].rstrip(".:")


def main() -> None:
    there = sorted(p.stem.removeprefix(PREFIX) for p in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    if sys.argv[1:] == ["--list"]:
        for name in there:
            print(f"{name:12} {subject(name)}")
        return
    wanted = sys.argv[1:] or there
    unknown = set(wanted) - set(there)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(there)}.")
    for name in wanted:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench.{PREFIX}{name}").main()


if __name__ == "__main__":
    main()
