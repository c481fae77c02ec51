"""``driftdesk --self-test [FOLDER]``: the whole loop, small, on the sample data in a temporary data folder, without a window;
``driftdesk --self-test-window``: the window, opened on a new database, each tab once.

The frozen application is tried with it: database, child processes, sample data and libraries are all there or not. What
leaves DriftDesk (bundles, and what the models themselves say of the same rows) stays in FOLDER, for others to try.
"""

import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from driftdesk.core.entities import Job, RunState, Task
from driftdesk.core.errors import DriftDeskError, TrainingError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.logs import configure_logs
from driftdesk.core.paths import sample_data_dir
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.training.export.signing import VARIABLE
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner

WINDOW_TIMEOUT = 60.0
"""Seconds in which the window must be ready, its database made new."""
_PARITY = 1e-5


def self_test(kept: Path | None = None) -> int:
    """Data, drift, training in all its ways, export and import; says what took how long. The exit code."""
    os.environ.setdefault(VARIABLE, secrets.token_hex(32))  # the user's keyring is left alone
    with tempfile.TemporaryDirectory(prefix="driftdesk-self-test-") as folder:
        settings = load_settings(Path(folder, "data")).model_copy(update={"mongodb_uri": None})
        configure_logs(settings, "self-test")
        try:
            with Desk.open_with(settings) as desk:
                runner = Runner(desk, place="command")
                runner.start()
                try:
                    _Loop(desk, kept or Path(folder)).run()
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


class _Loop:
    """The steps, each a job that must end well. Raises DriftDeskError."""

    def __init__(self, desk: Desk, kept: Path) -> None:
        self.desk, self.kept = desk, kept
        self.rows = sample_data_dir() / "sample_users_churn" / "covariate.csv"
        self.texts = sample_data_dir() / "movie_reviews" / "covariate.csv"

    def run(self) -> None:
        self.data()
        self.training()
        self.search()
        self.judge()
        self.export()
        self.use()

    def data(self) -> None:
        churn, users = ImportOptions(task=Task.BINARY, target="churned"), self.rows.parent
        self.do("import", self.desk.import_files("churn", [users / "reference.csv"], churn))
        self.do("append", self.desk.import_files("churn", [self.rows]))
        reviews = ImportOptions(task=Task.TEXT, target="sentiment")
        self.do("import texts", self.desk.import_files("reviews", [self.texts], reviews))
        self.do("profile", self.desk.profile("churn@1"))
        self.do("drift", self.desk.analyse_drift("churn", reference=1, current=2))

    def training(self) -> None:
        """A network, trees, texts; from a stream, and in two processes."""
        desk, short = self.desk, {"epochs": 2}
        self.do("train mlp", desk.train("churn", "churn@1", trainer="mlp", params=short))
        self.do("train gradient-boosting", desk.train("churn", "churn@2", trainer="gradient-boosting"))
        self.do("train text", desk.train("reviews", "reviews", trainer="text", params=short))
        self.do("train streamed", desk.train("churn", "churn@1", trainer="mlp", params=short, stream=True))
        self.do(
            "train in two processes", desk.train("pair", "churn@1", trainer="mlp", params=short, processes=2)
        )
        ended = {
            run.state
            for name in ("churn", "reviews", "pair")
            for run in desk.training.runs(desk.training.model(name))
        }
        _must(ended == {RunState.SUCCEEDED}, f"the runs ended as {', '.join(sorted(ended))}")

    def search(self) -> None:
        """Four trials: below, nothing is said of importances."""
        vary = ["regularization=0.01..10:log"]
        self.do("search", self.desk.search("tried", "churn@1", trainers=["linear"], vary=vary, trials=4))
        study = self.desk.studies.list(self.desk.training.model("tried"))[0]
        _must(bool(study.importances), "the search says nothing of importances")

    def judge(self) -> None:
        from driftdesk.core.reports.card_writing import write_card
        from driftdesk.core.reports.model_card import model_card

        self.do("evaluate", self.desk.evaluate("churn@2", "churn@2"))
        self.do("compare", self.desk.compare(["churn@1", "churn@2"], "churn@2"))
        model = self.desk.registry.promote(
            self.desk.training.model("churn"), 2, self.desk.settings.user, "self-test"
        )
        _say(f"promote: champion v{model.champion}")
        model, version = self.desk.registry.resolve("churn@champion")
        for suffix in (".html", ".md", ".json"):
            write_card(model_card(self.desk.store, model, version), self.kept / f"card{suffix}")

    def export(self) -> None:
        """ONNX has parity by itself; bundles predict here, by what is in them, as their models do."""
        for ref, rows in {"churn@1": self.rows, "churn@2": self.rows, "reviews": self.texts}.items():
            name = ref.replace("@", "-")
            path = self.kept / f"{name}.zip"
            result = self.do(f"export {ref}", self.desk.export_model(ref))
            _must(
                self.desk.exports.save(result, path, "bundle").signer is not None,
                f"{path.name} is not signed",
            )
            expected = self.predicted(ref, rows, self.kept / f"{name}.jsonl")
            difference = _largest_difference(path, rows, expected)
            _must(difference <= _PARITY, f"{path.name} differs by {difference:.2g} from its model")
            _say(f"{path.name} differs by {difference:.2g}")
        for format in ("onnx", "mlflow"):
            result = self.do(f"export {format}", self.desk.export_model("churn", format=format))
            self.desk.exports.save(result, self.kept / f"churn.{format}", format)

    def use(self) -> None:
        """An imported model asked; predictions as a version, and as a file the same as those of the model it came from."""
        desk = self.desk
        self.do("import a bundle", desk.import_model(self.kept / "churn-1.zip", "again", dataset="churn"))
        first = self.predicted("churn@1", self.rows, self.kept / "before.jsonl")
        again = self.predicted("again", self.rows, self.kept / "after.jsonl")
        _must(first == again, "an imported model predicts otherwise")
        asked = self.do("ask", desk.ask("again", [{"age": 31, "subscription_type": "basic"}]))
        _must(bool(asked["answers"][0]["why"]), "nothing is said of why")
        self.do("predict a version", desk.score("again", "churn"))

    def predicted(self, ref: str, rows: Path, out: Path) -> list[dict[str, Any]]:
        result = self.do(f"predict by {ref}", self.desk.predict(ref, rows, format="jsonl"))
        self.desk.store.files.download(result["file"], out)
        return [json.loads(line) for line in out.read_text("utf-8").splitlines()]

    def do(self, name: str, job: Job) -> dict[str, Any]:
        """The job's result, when it ended well."""
        started = time.monotonic()
        ended = self.desk.jobs.wait(job.id)
        _say(f"{name}: {time.monotonic() - started:.1f} s")
        return ended.result or {}


def _largest_difference(bundle: Path, rows: Path, expected: list[dict[str, Any]]) -> float:
    """Between the probabilities of ``expected`` and those by the bundle's own code."""
    from importlib import import_module

    sys.path.insert(0, str(bundle))
    try:
        own = import_module("driftdesk_model")
        model = own.Model(bundle)
        found = model.decide(model.predict(own.rows_of(rows)))
    finally:
        sys.path.remove(str(bundle))
        for name in ("driftdesk_model", "ngrams"):
            sys.modules.pop(name, None)
    names = [name for name in found[0] if name.startswith("probability_")]
    _must(len(found) == len(expected), f"{bundle.name} predicts {len(found)} of {len(expected)} rows")
    return max(abs(float(a[n]) - float(b[n])) for a, b in zip(found, expected, strict=True) for n in names)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise TrainingError(f"The self-test found that {otherwise}.", "Report this.")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
