"""Models go out, come in and predict whole versions, from the window over a fake desk."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Job, JobFinished, JobKind, JobState
from driftdesk.core.errors import CorruptDataError, SchemaError
from driftdesk.core.training.export.service import Saved
from driftdesk.core.training.trash import Deleted
from driftdesk.ui.job_notices import notice_of
from driftdesk.ui.training.empty_trash_dialog import EmptyTrashDialog
from driftdesk.ui.training.exchange_dialogs import ExportDialog, ImportDialog
from driftdesk.ui.training.predict_dialog import PredictDialog
from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.training.services import SCHEMA

OTHERS = SimpleNamespace(fingerprint="1234 abcd")
MANIFEST = {
    "model": "theirs", "version": 4, "trainer": "mlp", "metrics": {"roc_auc": 0.9}, "columns": SCHEMA.model_dump(mode="json"),
}  # fmt: skip


@pytest.fixture
def asked(desk: Any) -> list[tuple[str, Any]]:
    """What the verbs were asked for."""
    kept: list[tuple[str, Any]] = []

    def verb(kind: JobKind) -> Any:
        def ask(*args: Any, **kwargs: Any) -> Job:
            kept.append((str(kind), (args, kwargs)))
            return desk.jobs.add(Job(kind=kind, title=str(kind)))

        return ask

    desk.score, desk.export_model, desk.import_model = (
        verb(k) for k in (JobKind.SCORE, JobKind.EXPORT_MODEL, JobKind.IMPORT_MODEL)
    )
    desk.exports = SimpleNamespace(
        look=lambda path: SimpleNamespace(manifest=MANIFEST, signer=OTHERS),
        is_own=lambda found: False,
        save=lambda result, path, format: kept.append(("save", (path, format))) or Saved(path, "1234 abcd"),
    )
    return kept


@pytest.fixture
def tab(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None], asked: Any) -> TrainingTab:
    made = TrainingTab(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    settle()
    return made


def do(tab: TrainingTab, key: str) -> None:
    """As the palette does."""
    next(a for a in tab.actions() if a.id == f"training.{key}").run()


def test_a_version_predicts_a_version_of_the_data(
    tab: TrainingTab, asked: list[tuple[str, Any]], settle: Callable[[], None]
) -> None:
    do(tab, "predict")
    settle()
    dialog = tab.findChild(PredictDialog)
    assert "6,000 rows" in dialog._said.text() and "prediction_score" in dialog._said.text()
    QTest.keyClick(dialog.data, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert asked == [("score", (("churn-classifier@2", "churn@1"), {}))]


def test_data_without_what_the_model_needs_cannot_be_predicted(
    tab: TrainingTab, desk: Any, settle: Callable[[], None]
) -> None:
    without = SCHEMA.model_copy(update={"columns": SCHEMA.columns[1:]})
    few = [v.model_copy(update={"columns": without}) for v in desk.datasets.versions("churn")]
    desk.datasets.versions = lambda name: few
    do(tab, "predict")
    settle()
    dialog = tab.findChild(PredictDialog)
    assert "lacks columns that the model needs: age" in dialog._said.text()
    assert not dialog.go.isEnabled()


def test_an_export_is_written_where_it_was_wanted(
    tab: TrainingTab, asked: list[tuple[str, Any]], qtbot: QtBot, tmp_path: Path, settle: Callable[[], None]
) -> None:
    workspace = tab._workspace
    desk: Any = workspace.desk
    do(tab, "export")
    dialog = tab.findChild(ExportDialog)
    dialog._where.edit.setText(str(tmp_path / "nowhere" / "m.zip"))
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "There is no folder" in dialog.error.text()
    dialog._where.edit.setText(str(tmp_path / "m.zip"))
    dialog._kind.button("onnx").click()
    assert dialog.path.name == "m.onnx"
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("export_model", (("churn-classifier@2",), {"format": "onnx"}))]
    job = next(j for j in desk.jobs.list() if j.kind is JobKind.EXPORT_MODEL)
    result = {"file": "f", "difference": 3e-8, "rows": 1000}
    desk.jobs.publish(
        JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.SUCCEEDED, result=result)
    )
    settle()
    assert asked[1:] == [("save", (tmp_path / "m.onnx", "onnx"))]
    notice = workspace.notifications.notices[0]
    assert notice.text == "Exported: m.onnx" and "at most 3e-08 on 1,000 rows" in notice.hint


def test_a_bundle_of_an_unknown_signer_is_imported_only_when_its_fingerprint_is_trusted(
    tab: TrainingTab, asked: list[tuple[str, Any]], qtbot: QtBot, tmp_path: Path, settle: Callable[[], None]
) -> None:
    tab.import_model()
    settle()
    dialog = tab.findChild(ImportDialog)
    dialog._where.edit.setText(str(tmp_path / "b.zip"))
    qtbot.waitUntil(dialog._signed.isVisible)
    assert "1234 abcd" in dialog._signed.text() and "theirs v4" in dialog._holds.text()
    assert not dialog.go.isEnabled()
    QTest.keyClick(dialog.trust, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    wanted = {"path": tmp_path / "b.zip", "name": "theirs", "dataset": "churn", "trust": "1234 abcd"}
    assert asked == [("import_model", ((), wanted | {"unsigned": False}))]


def test_what_is_no_bundle_and_what_does_not_fit_is_said_in_the_dialog(
    tab: TrainingTab, desk: Any, qtbot: QtBot, tmp_path: Path, settle: Callable[[], None]
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> Any:
        raise CorruptDataError("This is no bundle.", "Export it again.")

    whole, desk.exports.look = desk.exports.look, refuse
    tab.import_model()
    settle()
    dialog = tab.findChild(ImportDialog)
    dialog._where.edit.setText(str(tmp_path / "b.zip"))
    qtbot.waitUntil(lambda: "no bundle" in dialog.error.text())
    assert not dialog.go.isEnabled()
    desk.exports.look, desk.exports.is_own = whole, lambda found: True
    dialog._where.edit.setText(str(tmp_path / "c.zip"))
    qtbot.waitUntil(dialog.go.isEnabled)
    assert not dialog.trust.isVisible(), "one's own bundles are trusted"

    def unfit(**_asked: Any) -> Any:
        raise SchemaError("The model does not fit the dataset.", "Choose another.")

    desk.import_model = unfit
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible() and "does not fit" in dialog.error.text()


def test_what_was_made_is_told_with_the_way_to_it() -> None:
    scored = Job(
        kind=JobKind.SCORE, title="x", state=JobState.SUCCEEDED, params={"dataset_id": "d1"},
        result={"dataset": "churn", "version": 3, "model": "m", "model_version": 2, "columns": ["prediction"]},
    )  # fmt: skip
    notice = notice_of(scored)
    assert notice is not None and notice.link == ("dataset", "d1")
    assert notice.text == "churn v3 has the predictions of m v2"


def test_the_trash_is_emptied_after_it_was_said_what_goes_and_what_stays(
    tab: TrainingTab, desk: Any, workspace: Workspace, settle: Callable[[], None]
) -> None:
    purged: list[bool] = []

    def purge(age: Any, *, dry_run: bool = False, context: Any = None) -> Deleted:
        purged.append(dry_run)
        return Deleted(
            names=("a",), models=1, versions=2, runs=3, byte_count=1_500_000, kept=("b@1: forked",)
        )

    desk.model_trash = SimpleNamespace(purge=purge)
    do(tab, "purge")
    settle()
    dialog = tab.findChild(EmptyTrashDialog)
    assert dialog.said.text() == "Models: 1, versions: 2, runs: 3. 1.5 MB will be free."
    assert "b@1: forked" in dialog.kept.text()
    assert dialog.cancel.isDefault(), "Enter leaves everything as it is"
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert purged == [True, False]
    assert workspace.notifications.notices[0].text == "Deleted: 1.5 MB are free"
