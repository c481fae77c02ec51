"""Ctrl+K: what fits what is typed, and that it runs."""

from collections.abc import Callable
from types import SimpleNamespace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Dataset, Model, Task
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.widgets.command_palette import Entry, found
from tests.ui.fakes import FakeDesk


def entry(title: str, section: str = "", keywords: str = "") -> Entry:
    return Entry(title, section, lambda: None, keywords=keywords)


def test_the_start_of_the_title_beats_the_inside_beats_letters_in_order() -> None:
    entries = [entry("Retrain churn"), entry("Training"), entry("The rain"), entry("Nothing like it")]
    assert [e.title for e in found("rain", entries)] == ["The rain", "Retrain churn", "Training"]
    assert found("train", entries)[0].title == "Training"


def test_every_word_must_fit_somewhere() -> None:
    entries = [entry("Import files", "Data"), entry("Import settings", "DriftDesk")]
    assert [e.title for e in found("imp data", entries)] == ["Import files"]
    assert found("imp nothing", entries) == []


def test_a_korean_title_is_found_by_a_part_of_it() -> None:
    assert [e.title for e in found("활동", [entry("활동"), entry("데이터")])] == ["활동"]


def test_an_action_is_found_by_typing_and_run_by_return(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.palette_box.isVisible)
    qtbot.keyClicks(window.palette_box.field, "hide list")
    assert window.palette_box.shown()[0].title == "Hide or show the list"
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert not window.palette_box.isVisible()
    assert window.workspace.state("frame/list_hidden") is True


def test_things_of_the_database_are_offered(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    busy_desk.datasets = SimpleNamespace(
        page=lambda query: SimpleNamespace(datasets=[Dataset(id="d1", name="churn-2026")])
    )  # type: ignore[attr-defined]  # a fake service
    model = Model(id="m1", name="churn-model", task=Task.BINARY, dataset_id="d1", target="churned")
    busy_desk.training = SimpleNamespace(models=lambda: [model])  # type: ignore[attr-defined]  # likewise
    asked: list[tuple[str, str]] = []
    window.workspace.open_requested.disconnect()
    window.workspace.open_requested.connect(lambda kind, thing: asked.append((kind, thing)))
    window.open_palette()
    settle()
    qtbot.keyClicks(window.palette_box.field, "churn-2026")
    assert [(e.title, e.section) for e in window.palette_box.shown()] == [("churn-2026", "Dataset")]
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert asked == [("dataset", "d1")]


def test_escape_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Escape)
    assert not window.palette_box.isVisible()
