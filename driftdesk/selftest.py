"""``driftdesk --self-test``: one tiny loop on the sample data in a temporary data folder, without a window;
``driftdesk --self-test-window``: the window, opened on a new database, each tab once.

The frozen application is tried with it: database, child process, sample data and libraries are all there or not.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from driftdesk.core.entities import Job, Task
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.logs import configure_logs
from driftdesk.core.paths import sample_data_dir
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner

WINDOW_TIMEOUT = 60.0
"""Seconds in which the window must be ready, its database made new."""


def self_test() -> int:
    """Import, profile, analyse, train, evaluate, promote; says what took how long. The exit code."""
    with tempfile.TemporaryDirectory(prefix="driftdesk-self-test-") as folder:
        settings = load_settings(Path(folder))
        settings = settings.model_copy(update={"mongodb_uri": None})
        configure_logs(settings, "self-test")
        try:
            with Desk.open_with(settings) as desk:
                runner = Runner(desk, place="command")
                runner.start()
                try:
                    _loop(desk)
                finally:
                    runner.stop()
                    runner.join()
        except DriftDeskError as error:
            _say(f"failed: {error.message} {error.hint}")
            return 1
        finally:
            EmbeddedServer(settings).stop()
    _say("ok")
    return 0


def self_test_window() -> int:
    """Open the window, show each tab, close it. The exit code."""
    from driftdesk.ui import app as start
    from driftdesk.ui.main_window import TABS
    from driftdesk.ui.widgets.error_view import ErrorView

    with tempfile.TemporaryDirectory(prefix="driftdesk-self-test-") as folder:
        settings = load_settings(Path(folder)).model_copy(update={"mongodb_uri": None})
        configure_logs(settings, "self-test")
        app = start.make_app()
        loop = start.make_loop(app)
        failed: list[str] = ["the window was not ready in time"]

        def show_tabs() -> None:
            failed.clear()
            for key in TABS:
                window.show_tab(key)
                app.processEvents()
                if isinstance(window.tab(key), ErrorView):
                    failed.append(f"the tab {key} could not be made")
            window.close()

        try:
            with loop:
                window = start.make_window(app, loop, settings)
                window.ready.connect(show_tabs)
                loop.call_later(WINDOW_TIMEOUT, app.quit)
                window.show()
                loop.run_forever()
                window.workspace.close()
        finally:
            EmbeddedServer(settings).stop()
    for problem in failed:
        _say(f"failed: {problem}")
    if not failed:
        _say("ok")
    return 1 if failed else 0


def _loop(desk: Desk) -> None:
    files = sample_data_dir() / "sample_users_churn"
    options = ImportOptions(task=Task.BINARY, target="churned")
    steps: dict[str, Callable[[], Job]] = {
        "import": lambda: desk.import_files("churn", [files / "reference.csv"], options),
        "append": lambda: desk.import_files("churn", [files / "covariate.csv"]),
        "profile": lambda: desk.profile("churn@1"),
        "drift": lambda: desk.analyse_drift("churn", reference=1, current=2),
        "train": lambda: desk.train("churn", "churn@1", trainer="mlp", params={"epochs": 2}),
        "train linear": lambda: desk.train("churn", "churn@2", trainer="linear"),
        "evaluate": lambda: desk.evaluate("churn@2", "churn@2"),
    }
    for name, enqueue in steps.items():
        started = time.monotonic()
        desk.jobs.wait(enqueue().id)
        _say(f"{name}: {time.monotonic() - started:.1f} s")
    model = desk.registry.promote(desk.training.model("churn"), 2, desk.settings.user, "self-test")
    _say(f"promote: champion v{model.champion}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
