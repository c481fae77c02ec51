"""Builds the one-folder application and runs it frozen: the self-test headless, then the window offscreen.

Use ``python3 dev.py package``; the result is ``dist/driftdesk``.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist" / "driftdesk"


def main() -> None:
    begun = time.monotonic()
    spec = ROOT / "packaging" / "driftdesk.spec"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", str(spec)]
    subprocess.run(
        [*command, "--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")], check=True
    )
    size = sum(f.stat().st_size for f in DIST.rglob("*") if f.is_file() and not f.is_symlink())
    say(f"built in {time.monotonic() - begun:.0f} s: {DIST} ({size / 1e6:.0f} MB)")
    program = DIST / ("driftdesk.exe" if os.name == "nt" else "driftdesk")
    with tempfile.TemporaryDirectory() as scratch:  # outside the checkout, so that nothing of it can be found
        for name, arguments in {
            "self-test": ["--self-test"],
            "window": ["--self-test-window"],
        }.items():
            begun = time.monotonic()
            environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
            environment |= {"QT_QPA_PLATFORM": "offscreen"}
            subprocess.run([str(program), *arguments], check=True, cwd=scratch, env=environment, timeout=600)
            say(f"{name} ran frozen in {time.monotonic() - begun:.1f} s")


def say(text: str) -> None:
    sys.stderr.write(f"== {text}\n")


if __name__ == "__main__":
    main()
