#!/usr/bin/env python3
"""The developer's one entry: set up, run, demo, test, lint, bench, package. Standard library only.

``python3 dev.py COMMAND`` works in a fresh clone on a machine with nothing but Python 3.11+: every command
first makes sure that ``.venv`` holds exactly the pinned packages and that Qt's system libraries are there.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / ".driftdesk-setup"
QT_PACKAGES = """
    libegl1 libgl1 libopengl0 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
    fonts-dejavu-core
""".split()  # noqa: SIM905 - reads better than a list of seventeen strings
SHARED_OUT = ("-n", "2", "--dist", "loadfile")
QT_PROBE = "from PySide6 import QtGui, QtWidgets; QtWidgets.QApplication([])"


def run(*command: str | Path, check: bool = True, **options: object) -> int:
    """Run a command in the checkout; leave with its exit status when it fails (unless ``check`` is off)."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, check=False, **options)  # type: ignore[call-overload]
    if check and done.returncode:
        sys.exit(done.returncode)
    return int(done.returncode)


def say(text: str) -> None:
    print(f"== {text}", file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------------- setup


def wanted() -> str:
    """A fingerprint of everything that decides what the environment holds."""
    content = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(content + sys.version.encode() + str(ROOT).encode()).hexdigest()


def setup(extras: Sequence[str] = ("dev",)) -> None:
    """Make ``.venv`` and install the pinned packages and the ``driftdesk`` command, where that is needed."""
    fingerprint = wanted() + ",".join(extras)
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text().startswith(fingerprint):
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by whatever python3 is there
        sys.exit("DriftDesk needs Python 3.11 or newer.")
    if not PYTHON.exists() and not make_venv():
        sys.exit("Python's venv module is incomplete. On Debian and Ubuntu: apt-get install python3-venv")
    say("installing the pinned packages into .venv (a few minutes the first time)")
    run(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--constraint", "constraints.txt", "--editable", f".[{','.join(extras)}]",
    )  # fmt: skip
    check_qt()
    STAMP.write_text(fingerprint)


def make_venv() -> bool:
    say("creating .venv")
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0:
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return apt_install([version]) and subprocess.run(command, check=False).returncode == 0


def check_qt() -> None:
    """Open an invisible Qt application; install or name the system libraries it misses."""
    if sys.platform != "linux" or qt_problem() is None:
        return
    say("installing Qt's system libraries")
    if apt_install(QT_PACKAGES) and qt_problem() is None:
        return
    sys.exit(
        f"Qt cannot start: {qt_problem()}\nInstall its system libraries, on Debian and Ubuntu:\n"
        f"  sudo apt-get install {' '.join(QT_PACKAGES)}"
    )


def qt_problem() -> str | None:
    probe = subprocess.run(
        [str(PYTHON), "-c", QT_PROBE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    return None if probe.returncode == 0 else (probe.stderr.strip().splitlines() or ["unknown"])[-1]


def apt_install(packages: Sequence[str]) -> bool:
    """Whether apt could install ``packages``; False where there is no apt or no right to use it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*arguments: str) -> bool:
        return run("apt-get", *arguments, check=False, env=environment, stdout=subprocess.DEVNULL) == 0

    return apt("update", "-q") and apt("install", "-y", "-q", "--no-install-recommends", *packages)


# ------------------------------------------------------------------------------------------------- commands


def test(arguments: Sequence[str]) -> None:
    """All tests, the window's without a screen; then the unit tests once more without Qt importable.

    Two processes share the tests, file by file: each waits for its database longer than it computes. Who names
    tests gets them in one process.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    if arguments:
        run(PYTHON, "-m", "pytest", "--durations=8", *arguments, env=environment)
        return
    run(PYTHON, "-m", "pytest", "-q", "--durations=8", *SHARED_OUT, env=environment)
    say("once more without PySide6")
    run(PYTHON, "-m", "tests.without_qt", *SHARED_OUT, env=environment)


def lint() -> None:
    """Format, lint, types and import rules."""
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "mypy")
    run(BIN / "lint-imports", "--no-cache")


def package() -> None:
    """Build the PyInstaller one-folder application and run it frozen."""
    setup(("dev", "package"))
    run(PYTHON, "packaging/build.py")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["setup", "run", "demo", "test", "lint", "bench", "package"])
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on")
    given = parser.parse_args()
    if given.command == "package":
        return package()
    setup()
    match given.command:
        case "run":
            sys.exit(run(BIN / "driftdesk", *given.arguments, check=False))
        case "demo":
            run(PYTHON, "sample_data/demo.py", *given.arguments)
        case "test":
            test(given.arguments)
        case "lint":
            lint()
        case "bench":
            run(PYTHON, "-m", "tests.bench", *given.arguments)
        case _:
            check_qt()
            say(f"ready: {BIN / 'driftdesk'}")
    return None


if __name__ == "__main__":
    main()
