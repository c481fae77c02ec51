"""Asks a rival in its own environment: a script of this folder reads files there and prints one line of JSON."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.bench.rivals.make import DEFAULT

HERE = Path(__file__).parent


def python(rival: str, into: Path = DEFAULT) -> Path | None:
    """The interpreter of a rival's environment; None where it was not made."""
    found = into / rival / "bin" / "python"
    return found if found.is_file() else None


def ask(rival: str, script: str, *arguments: str, into: Path = DEFAULT, threads: int = 1) -> Any:
    """What ``script`` (a file of this folder) prints last, as JSON, run by the rival's interpreter."""
    interpreter = python(rival, into)
    if interpreter is None:
        raise FileNotFoundError(
            f"{rival} is not in {into}: python -m tests.bench.rivals.make {rival} --into {into}"
        )
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    done = subprocess.run(
        [str(interpreter), "-W", "ignore", str(HERE / script), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **limits, "NML_DISABLE_USAGE_LOGGING": "1", "DO_NOT_TRACK": "1"},
    )
    return json.loads(done.stdout.strip().splitlines()[-1])
