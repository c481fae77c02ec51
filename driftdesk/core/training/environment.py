"""What a model version was made with: the program's version, and the machine and libraries that it ran on."""

import os
import platform
import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from driftdesk import __version__
from driftdesk.core.training.threads import thread_count

LIBRARIES = ("torch", "scikit-learn", "numpy", "scipy", "pyarrow", "pandas", "skops", "safetensors")
"""Those that can change what a training comes to."""
_PATIENCE = 5.0
"""Seconds that git has."""


@lru_cache(maxsize=1)
def code_version() -> str:
    """The package's version, and the commit where it runs from a checkout of its own repository:
    ``0.1.0+6572907c3c1a``, with ``.changed`` behind it where tracked files differ. Asked once a process: what is
    imported stays."""
    root = Path(__file__).parents[3]
    if not (root / ".git").exists():
        return __version__
    commit = _git(root, "rev-parse", "--short=12", "HEAD")
    if not commit:
        return __version__
    changed = (
        ".changed" if _git(root, "status", "--porcelain", "--untracked-files=no", "--", "driftdesk") else ""
    )
    return f"{__version__}+{commit}{changed}"


def _git(root: Path, *arguments: str) -> str:
    """What git prints; nothing where there is none, or it fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def environment(device: str = "cpu") -> dict[str, str]:
    """Names and values as ``ModelVersion.environment`` keeps them; ``device`` is what the trainer computed on."""
    found = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpu": _processor(),
        "cpus": str(os.cpu_count() or 1),
        "threads": str(thread_count()),
        "device": device,
    }
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@lru_cache(maxsize=1)
def _processor() -> str:
    """The processor's name as the system says it, or the architecture."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
            return next(names, platform.machine())
    except OSError:
        return platform.processor() or platform.machine()
