"""Builds the one-folder application and runs it frozen: the self-test headless, then the window offscreen. The models that the
self-test exported are then asked by themselves, in a process that has nothing of DriftDesk.

Use ``python3 dev.py package``; the result is ``dist/driftdesk``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

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
            "self-test": ["--self-test", scratch],
            "window": ["--self-test-window"],
        }.items():
            begun = time.monotonic()
            environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
            environment |= {"QT_QPA_PLATFORM": "offscreen"}
            subprocess.run([str(program), *arguments], check=True, cwd=scratch, env=environment, timeout=600)
            say(f"{name} ran frozen in {time.monotonic() - begun:.1f} s")
        ask_bundles(Path(scratch))


def ask_bundles(folder: Path) -> None:
    """Each predicts what its model predicted (``NAME.jsonl``, the rows with their predictions), within 1e-5."""
    found = sorted(folder.glob("*.zip"))
    assert found, "the self-test left no bundle"
    for bundle in found:
        run = "import sys; sys.modules.update(dict.fromkeys(('driftdesk', 'torch', 'sklearn', 'pandas', 'pyarrow')))"
        run += "; import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
        run = f"import sys; sys.argv = {[str(bundle), str(bundle.with_suffix('.jsonl'))]}; {run}"
        answer = subprocess.run(
            [sys.executable, "-c", run], check=True, cwd=folder, capture_output=True, text=True
        )
        pairs = zip(lines(bundle.with_suffix(".jsonl").read_text("utf-8")), lines(answer.stdout), strict=True)
        worst = max(
            abs(model[k] - own[k]) for model, own in pairs for k in own if k.startswith("probability_")
        )
        assert worst <= 1e-5, f"{bundle.name} differs by {worst:.2g} from its model"
        say(
            f"{bundle.name} predicts by itself; it differs by {worst:.1g} ({bundle.stat().st_size / 1e6:.1f} MB)"
        )


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def say(text: str) -> None:
    sys.stderr.write(f"== {text}\n")


if __name__ == "__main__":
    main()
