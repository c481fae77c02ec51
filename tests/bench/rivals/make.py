"""Makes the rivals' environments: ``python -m tests.bench.rivals.make [NAME ...] --into DIR``.

The versions are pinned; what a fresh install of a rival misses or breaks on is said beside it. About 5 GB for all.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

PACKAGES: dict[str, tuple[str, ...]] = {
    "evidently": ("evidently==0.7.23", "pandas<3"),  # does not import with pandas 3
    "nannyml": (
        "nannyml==0.13.1",
        "pandas<3",
        "statsmodels==0.15.0",
        "setuptools<80",
    ),  # undeclared: statsmodels
    "alibi-detect": ("alibi-detect==0.13.0", "torch==2.13.0", "pandas<3"),
    "frouros": ("frouros==0.9.0",),
}
DEFAULT = Path(os.environ.get("DRIFTDESK_RIVALS", "/tmp/driftdesk-rivals"))


def make(name: str, into: Path) -> Path:
    """The Python of the environment of ``name``, which is made where it is not there."""
    folder = into / name
    python = folder / "bin" / "python"
    stamp = folder / "packages.txt"
    wanted = "\n".join(PACKAGES[name])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES[name]], check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(PACKAGES)}; none: all")
    parser.add_argument("--into", type=Path, default=DEFAULT, help="folder of the environments")
    given = parser.parse_args()
    unknown = set(given.names) - set(PACKAGES)
    if unknown:
        sys.exit(f"There is no rival {', '.join(sorted(unknown))}. There are: {', '.join(PACKAGES)}.")
    for name in given.names or PACKAGES:
        print(f"{name:14} {make(name, given.into)}", flush=True)


if __name__ == "__main__":
    main()
