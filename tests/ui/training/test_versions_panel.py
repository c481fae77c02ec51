"""The Versions panel, the models' trash and the lineage, driven by mouse and keys over a fake desk."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Model, Run, now
from driftdesk.core.training.lineage import Lineage, LineageEdge, LineageNode
from driftdesk.core.training.trash import Deleted
from driftdesk.ui.training import registry_commands
from driftdesk.ui.training.registry_dialogs import NotesDialog
from driftdesk.ui.training.run_trash import TrashedRuns
from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk
from tests.ui.training.services import model_version

LINEAGE = Lineage(
    model="churn-classifier",
    version=1,
    nodes=(
        LineageNode(id="f", kind="file", title="churn.csv", thing="f1", layer=0),
        LineageNode(id="d", kind="data", title="churn v1", thing="d1", number=1, layer=1),
        LineageNode(id="r", kind="run", title="run 1", thing="r1", number=1, layer=2),
        LineageNode(id="v", kind="version", title="v1", thing="m1", number=1, layer=3, subject=True),
        LineageNode(id="a", kind="alias", title="champion", thing="m1", number=1, layer=4),
    ),
    edges=tuple(LineageEdge(source=s, target=t) for s, t in ("fd", "dr", "rv", "va")),
)


class FakeTrash:
    """Remembers what it was asked."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.asked: list[tuple[str, list[str], bool]] = []

    def trash(self, things: Sequence[Any], *, force: bool = False) -> None:
        self._did("trash", things, force)
        for thing in things:
            if isinstance(thing, Model):
                self._put(thing, trashed_at=now())

    def restore(self, things: Sequence[Any]) -> None:
        self._did("restore", things, False)
        for thing in things:
            if isinstance(thing, Model):
                self._put(thing, trashed_at=None)

    def delete(self, things: Sequence[Any], *, force: bool = False) -> Deleted:
        self._did("delete", things, force)
        return Deleted(byte_count=1_500_000)

    def _did(self, what: str, things: Sequence[Any], force: bool) -> None:
        self.asked.append((what, [t.name if isinstance(t, Model) else str(t.number) for t in things], force))

    def _put(self, model: Model, **fields: Any) -> None:
        made = self.desk.training.made
        made[:] = [m.model_copy(update=fields) if m.id == model.id else m for m in made]


@pytest.fixture
def noted(desk: Any) -> list[tuple[str, Any]]:
    """What was noted and tagged."""
    kept: list[tuple[str, Any]] = []
    desk.registry.note = lambda thing, text, who: kept.append(("note", text))
    desk.registry.tag = lambda thing, tags, who: kept.append(("tag", tuple(tags)))
    desk.registry.rename = lambda model, name, who: kept.append(("rename", name))
    desk.registry.set_alias = lambda model, alias, n, who, why="": kept.append((alias, n))
    desk.registry.lineage = lambda ref: LINEAGE
    desk.model_trash = FakeTrash(desk)
    return kept


@pytest.fixture
def tab(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None], noted: Any) -> TrainingTab:
    made = TrainingTab(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    settle()
    made._tabs.setCurrentWidget(made.versions)
    return made


def answer(question: str) -> None:
    """Press the button of the open question."""
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
    next(b for b in box.buttons() if b.text() == question).click()


def test_a_version_tells_its_aliases_and_what_it_was_made_of(tab: TrainingTab) -> None:
    rows = [tab.versions.table.model().index(r, 1).data() for r in range(2)]
    assert rows == ["challenger", "champion"]
    tab.versions.select(1)
    assert tab.versions.detail._title.text() == "churn-classifier v1"


def test_notes_and_tags_are_kept_when_they_are_saved(
    tab: TrainingTab, noted: list[tuple[str, Any]], qtbot: QtBot, settle: Callable[[], None]
) -> None:
    detail = tab.versions.detail
    assert not detail.keep.isVisible()
    detail.notes.setPlainText("Good on new rows.")
    detail.tags.setText("keep, b")
    assert detail.keep.isVisible()
    QTest.mouseClick(detail.keep, Qt.MouseButton.LeftButton)
    settle()
    assert noted == [("note", "Good on new rows."), ("tag", ("keep", "b"))]


def test_a_champion_goes_to_the_trash_only_after_a_question(
    tab: TrainingTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    tab.versions.select(1)
    tab.versions.table.setFocus()
    tab.versions._actions["trash"].trigger()
    assert desk.model_trash.asked == []
    answer("Move to the trash")
    settle()
    assert desk.model_trash.asked == [("trash", ["1"], True)]


def test_versions_in_the_trash_are_restored_and_deleted(
    tab: TrainingTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    desk.registry.trashed = [model_version(5, 0.8).model_copy(update={"trashed_at": now()})]
    desk.jobs.announce("model_versions", "x")
    tab._state.refresh()
    settle()
    panel = tab.versions
    panel._scope.button("trash").click()
    assert [v.number for v in panel.chosen()] == [5]
    assert not panel._actions["trash"].isVisible() and panel._actions["restore"].isEnabled()
    panel._actions["restore"].trigger()
    settle()
    panel._actions["delete"].trigger()
    answer("Delete for good")
    settle()
    assert [a[:2] for a in desk.model_trash.asked] == [("restore", ["5"]), ("delete", ["5"])]


def test_the_challenger_and_other_aliases_are_set_by_hand(
    tab: TrainingTab, noted: list[tuple[str, Any]], settle: Callable[[], None]
) -> None:
    tab.versions.select(1)
    tab.versions._actions["challenger"].trigger()
    settle()
    assert noted == [("challenger", 1)]


def test_the_lineage_is_walked_by_keys_and_opens_what_it_shows(
    tab: TrainingTab, workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    panel = tab.versions
    panel._look.button("lineage").click()
    settle()
    graph = panel.lineage.graph
    assert graph.nodes[0].title == "churn.csv"
    assert "champion" not in graph.accessibleName()
    graph.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(graph, key)
    assert "churn v1" in graph.accessibleName()
    with qtbot.waitSignal(workspace.open_requested) as opened:
        QTest.keyClick(graph, Qt.Key.Key_Return)
    assert opened.args == ["version", "d1@1"], "the very version"
    with qtbot.waitSignal(workspace.open_requested) as opened:
        QTest.keyClick(graph, Qt.Key.Key_Left)
        QTest.keyClick(graph, Qt.Key.Key_Return)
    assert opened.args == ["files", "d1"], "a file is looked at with its dataset"
    alias = graph.nodes[-1]
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=graph.spot(alias))
    assert panel._look.key() == "versions" and panel.chosen()[0].number == 1


def test_a_model_goes_to_the_trash_and_comes_back(
    tab: TrainingTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    side = tab.side
    assert not side.trash.isVisible()
    side.list.select("m2")
    settle()
    side._actions["trash"].trigger()
    settle()
    assert [t.name for t in side.list.things()] == ["churn-classifier"]
    assert side.trash.isVisible() and side.trash.text() == "Trash (1)"
    side.trash.click()
    settle()
    side.list.mark("m2")
    side._show_actions()
    side._restore.click()
    settle()
    assert not side.is_trash, "an empty trash is left by itself"
    assert sorted(t.name for t in side.list.things()) == ["churn-classifier", "segments"]


def test_a_model_is_renamed_and_described(
    tab: TrainingTab, noted: list[tuple[str, Any]], settle: Callable[[], None]
) -> None:
    tab.side._actions["edit"].trigger()
    dialog = tab.side.findChild(NotesDialog)
    assert dialog is not None
    dialog.name.setText("churn-2")
    dialog.notes.setPlainText("For the spring.")
    dialog.go.click()
    settle()
    assert noted == [("rename", "churn-2"), ("note", "For the spring.")]


def test_many_runs_are_put_away_and_deleted_at_once(
    tab: TrainingTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    tab._tabs.setCurrentWidget(tab.runs)
    tab.runs.table.selectAll()
    tab._run_trash._trash()
    settle()
    assert desk.model_trash.asked[0][0] == "trash" and len(desk.model_trash.asked[0][1]) == 3
    runs: list[Run] = desk.training.all_runs
    runs[:] = [r.model_copy(update={"trashed_at": now()}) for r in runs]
    tab._run_trash.open_trash()
    settle()
    dialog = tab.runs.findChild(TrashedRuns)
    assert dialog is not None and len(dialog.chosen()) == 3
    dialog.delete.click()
    answer("Delete for good")
    settle()
    assert desk.model_trash.asked[-1][0] == "delete" and len(desk.model_trash.asked[-1][1]) == 3


def test_without_versions_the_panel_says_what_makes_one(tab: TrainingTab, settle: Callable[[], None]) -> None:
    tab.side.list.select("m2")
    settle()
    assert tab.versions._pages.currentWidget() is tab.versions._empty


def test_the_card_of_a_version_is_written_and_opened(
    tab: TrainingTab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settle: Callable[[], None]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(registry_commands, "_write_card", lambda desk, ref, path: path.write_text(ref))
    monkeypatch.setattr(
        registry_commands.QDesktopServices, "openUrl", lambda url: opened.append(url.fileName())
    )
    tab.versions._actions["card"].trigger()
    dialog = tab.versions.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "card.html"))
    settle()
    assert (tmp_path / "card.html").read_text() == "churn-classifier@2"
    assert opened == ["card.html"]
    dialog.reject()


def test_versions_in_the_trash_can_be_restored_and_deleted_there(
    tab: TrainingTab, desk: Any, settle: Callable[[], None]
) -> None:
    panel = tab.versions
    desk.registry.trashed = [model_version(3, 0.9).model_copy(update={"trashed_at": now()})]
    tab._state.refresh()
    settle()
    panel._scope.button("trash").click()
    assert panel._restore.isVisible() and panel._delete.isVisible() and not panel._promote.isVisible()
    panel._restore.click()
    settle()
    assert desk.model_trash.asked == [("restore", ["3"], False)]
    tab.open("model", "m2")
    settle()
    tab.open("model", "m1")
    settle()
    assert panel._scope.key() == "there", "another model begins with its versions"


def test_a_rollback_says_where_it_goes_and_nothing_when_there_is_none(
    tab: TrainingTab, desk: Any, settle: Callable[[], None]
) -> None:
    assert not tab.versions._rollback.isEnabled() and tab.versions._rollback.text() == "Roll back"
    tab.versions.select(2)
    tab.versions._actions["promote"].trigger()
    settle()
    tab._state.refresh()
    settle()
    assert tab.versions._rollback.text() == "Roll back to v1"
    tab.versions._rollback.click()
    settle()
    assert desk.registry.promoted[-1] == ("churn-classifier", 1)


def test_an_alias_is_taken_from_a_version(tab: TrainingTab, desk: Any, settle: Callable[[], None]) -> None:
    removed: list[str] = []
    desk.registry.remove_alias = lambda model, alias, who, why="": removed.append(alias)
    tab.versions.select(1)
    assert not tab.versions._actions["unalias"].isEnabled(), "a champion stays until another takes its place"
    tab.versions.select(2)
    tab.versions._actions["unalias"].trigger()
    settle()
    assert removed == ["challenger"]
