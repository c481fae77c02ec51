"""How long from the start of the process to a painted window, and to a usable one with the database open.

A database is started first and kept open; then the window is started in a process of its own, without a screen. Also says which
heavy modules were imported on the way (there should be none).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk

HEAVY = ("torch", "sklearn", "scipy", "pandas", "pyarrow")
TARGET = 1.5

WINDOW = """
import sys, time, json
started = float(sys.argv[1])
from pathlib import Path
from PySide6.QtCore import QTimer
from driftdesk.core.logs import configure_logs
from driftdesk.core.settings import load_settings
from driftdesk.ui import app as start
settings = load_settings(Path(sys.argv[2]))
settings.slots = 0
configure_logs(settings, "bench")
app = start.make_app()
loop = start.make_loop(app)
took = {}
with loop:
    window = start.make_window(app, loop, settings)
    window.painted.connect(lambda: took.update(painted=time.time() - started, painted_cpu=time.process_time()))
    def ready():
        took.update(ready=time.time() - started, ready_cpu=time.process_time())
        took["heavy"] = [m for m in sys.argv[3].split(",") if m in sys.modules]
        window.close()
    window.ready.connect(ready)
    QTimer.singleShot(20_000, app.quit)
    window.show()
    loop.run_forever()
    window.workspace.close()
print(json.dumps(took))
"""


RUNS = 5


def measured(folder: Path) -> dict[str, Any]:
    """One start of the window in a process of its own."""
    environment = {**os.environ}
    if sys.platform == "linux":
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", WINDOW, str(time.time()), str(folder), ",".join(HEAVY)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    if done.returncode:
        raise SystemExit(done.stderr)
    took: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return took


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    settings = load_settings(folder)
    try:
        with Desk.open_with(settings):
            results = [measured(folder) for _ in range(RUNS)]
    finally:
        EmbeddedServer(settings).stop()
        shutil.rmtree(folder)
    for key in ("painted", "painted_cpu", "ready", "ready_cpu"):
        values = [r[key] for r in results]
        print(
            f"{key:12} median {statistics.median(values):6.2f} s   worst {max(values):6.2f} s   (target {TARGET} s)"
        )
    print("heavy modules:", ", ".join(sorted({m for r in results for m in r["heavy"]})) or "none")


if __name__ == "__main__":
    main()
