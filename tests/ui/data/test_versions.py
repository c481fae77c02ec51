"""Versions in the window: graph, detail, differences, going back, removing, splits."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Leak, Split, SplitMethod, SplitPart, SplitSpec, ValueCount
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.data.versions.diff_rows import CHANGED_ROLE
from driftdesk.ui.data.versions.panel import VersionPanel
from driftdesk.ui.data.versions.split_dialog import SplitDialog
from tests.ui.data.desk import DataDesk

Settle = Callable[[], None]


@pytest.fixture
def panel(open_tab: Callable[[], DataTab], desk: DataDesk, settle: Settle) -> VersionPanel:
    desk.add_dataset("churn", 400, 300, 200)
    tab = open_tab()
    tab.view.show_panel("versions")
    settle()
    return tab.view.versions


def texts(panel: VersionPanel, column: int) -> list[str]:
    return [panel._model.index(r, column).data() for r in range(panel._model.rowCount())]


def choose(panel: VersionPanel, *rows: int) -> None:
    panel.table.clearSelection()
    for row in rows:
        flag = (
            panel.table.selectionModel().SelectionFlag.Select
            | panel.table.selectionModel().SelectionFlag.Rows
        )
        panel.table.selectionModel().select(panel._model.index(row, 0), flag)


def test_a_version_is_told_in_detail(panel: VersionPanel) -> None:
    choose(panel, 2)
    assert panel.detail._title.text() == "v1 · golden"
    shown = {caption.text(): value.text() for caption, value in panel.detail._rows}
    assert (shown["Made by"], shown["Rows"], shown["Files"]) == ("Imported", "400", "churn-1.csv")
    assert not panel.table.grab().isNull(), "the graph paints"


def test_going_back_makes_a_version_with_a_message(
    panel: VersionPanel, desk: DataDesk, settle: Settle
) -> None:
    choose(panel, 1)
    panel._actions["revert"].trigger()
    dialog = panel.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("the last import was wrong")
    dialog.accept()
    settle()
    assert texts(panel, 0) == ["v4", "v3", "v2", "v1"]
    assert texts(panel, 2)[0] == "Back to v2"
    assert texts(panel, 3)[0] == "the last import was wrong"
    assert panel._graph.lanes == 2
    choose(panel, 0)
    assert not panel._actions["revert"].isEnabled(), "it is the latest"


def test_a_version_in_use_stays_and_another_goes(
    panel: VersionPanel, desk: DataDesk, settle: Settle, qtbot: QtBot
) -> None:
    choose(panel, 2)
    panel._actions["remove"].trigger()
    settle()
    box = panel.findChild(QMessageBox)
    assert box is not None and "it is tagged golden" in box.informativeText()
    box.reject()
    qtbot.waitUntil(lambda: panel.findChild(QMessageBox) is None)
    choose(panel, 1)
    panel.window().activateWindow()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    settle()
    box = panel.findChild(QMessageBox)
    assert box is not None and box.text() == "Remove v2 for good?"
    next(b for b in box.buttons() if b.text() == "Remove").click()
    settle()
    assert texts(panel, 0) == ["v3", "v2", "v1"]
    assert texts(panel, 2) == ["All rows replaced", "Removed", "Imported"], (
        "v3 was made from it, so it is shown as gone"
    )


def test_two_versions_are_compared_row_by_row(
    panel: VersionPanel, desk: DataDesk, settle: Settle, qtbot: QtBot
) -> None:
    choose(panel, 0, 2)
    panel._difference.click()
    settle()
    view = panel.difference
    assert desk.asked[-1] == ("diff", ("churn@1", "churn@3", [], False))
    assert view._title.text() == "v1 → v3"
    assert view._summary.text().startswith("2 rows changed · 250 rows added")
    assert view._schema.index(0, 1).data() == "Renamed"
    assert view._schema.index(0, 2).data() == "age → years"
    assert [view._columns.index(0, c).data() for c in range(3)] == ["age", "2", "1 → 0"]
    assert view.kind.key() == "changed"
    assert view._model.headerData(1, Qt.Orientation.Horizontal) == "age", "what changed comes first"
    assert view._model.index(0, 1).data(CHANGED_ROLE) == ("30", "31.5")
    assert view._model.index(0, 2).data(CHANGED_ROLE) is None
    assert not view.rows.grab().isNull()
    view.kind.button("added").click()
    settle()
    assert (view._model.rowCount(), view._where.text()) == (200, "1 – 200 of 250")
    view._next.click()
    settle()
    assert (view._model.rowCount(), view._where.text()) == (50, "201 – 250 of 250")
    view.by.button("key").click()
    settle()
    assert desk.asked[-1] == ("diff", ("churn@1", "churn@3", ["user_id"], False)), "ids are offered first"
    view._swap.click()
    settle()
    assert desk.asked[-1][1][:2] == ("churn@3", "churn@1")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert panel.table.isVisible()


def test_a_difference_that_fails_says_why_and_can_be_tried_again(
    panel: VersionPanel, desk: DataDesk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.datasets, "diff", lambda *a, **k: 1 / 0)
    choose(panel, 0)
    panel._actions["difference"].trigger()
    settle()
    assert panel.difference._error.isVisible()
    monkeypatch.undo()
    panel.difference._error.retried.emit()
    settle()
    assert panel.difference._summary.text().startswith("2 rows changed")


def test_a_version_is_split_by_a_dialog_that_says_what_comes_out(
    panel: VersionPanel, desk: DataDesk, settle: Settle
) -> None:
    choose(panel, 2)
    panel._actions["split"].trigger()
    dialog = panel.findChild(SplitDialog)
    assert dialog is not None
    assert dialog.chosen_method() is SplitMethod.STRATIFIED and dialog.by.currentData() == "churned"
    assert "train 320 rows, validation 40 rows, test 40 rows" in dialog.explanation.text()
    dialog.test.setValue(90)
    dialog.validation.setValue(10)
    assert not dialog.go.isEnabled()
    dialog.kind.button("folds").click()
    assert dialog.go.isEnabled()
    dialog.method.setCurrentIndex(dialog.method.findData(SplitMethod.TIME))
    assert dialog.by.findData("plan") < 0 and dialog.by.findData("age") >= 0
    assert dialog.name.text() == "time"
    dialog.go.click()
    settle()
    verb, (ref, asked) = desk.asked[-1]
    assert (verb, ref, asked["method"], asked["by"]) == ("split", "churn@1", "time", "age")
    assert list(asked["shares"]) == [f"fold-{i}" for i in range(1, 6)]


def test_splits_are_shown_with_their_parts_and_leaks(
    panel: VersionPanel, desk: DataDesk, settle: Settle
) -> None:
    counts = (ValueCount(value="true", rows=60), ValueCount(value="false", rows=40))
    desk.splits_there.append(
        Split(
            name="mine",
            dataset_id="d",
            version=3,
            spec=SplitSpec(shares={"train": 0.5, "test": 0.5}),
            parts=(
                SplitPart(name="train", rows=100, classes=counts),
                SplitPart(name="test", rows=100, mean=3.5),
            ),
            leaks=(Leak(code="equal_rows", part="test", rows=3, text="3 rows of test ..."),),
            rows=200,
            digests=b"",
        )
    )
    panel._state.refresh()
    settle()
    choose(panel, 0)
    view = panel.detail.splits
    assert view.choice.currentData() == "mine"
    assert [view._model.index(0, c).data() for c in range(4)] == [
        "train",
        "100",
        "50.0 %",
        "true 60.0 %  false 40.0 %",
    ]
    assert view._leaks.text() == "3 rows of test equal rows of other parts in every feature."
    view._remove.click()
    settle()
    assert not desk.splits_there
    assert view._none.isVisibleTo(panel)
    QApplication.processEvents()
