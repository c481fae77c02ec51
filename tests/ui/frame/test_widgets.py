"""The shared parts behave as their users expect."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Severity
from driftdesk.ui.widgets import (
    DataTable,
    ElidedLabel,
    EmptyState,
    Segmented,
    SeverityLabel,
    Thing,
    ThingList,
)
from driftdesk.ui.workspace import Workspace


def test_a_severity_always_has_a_word_beside_its_colour(themed: QApplication, qtbot: QtBot) -> None:
    for severity in Severity:
        made = SeverityLabel(severity)
        qtbot.addWidget(made)
        assert made.text()
        assert made.accessibleName() == made.text()


def test_a_long_name_is_cut_and_whole_in_the_tooltip(themed: QApplication, qtbot: QtBot) -> None:
    made = ElidedLabel("a-very-long-name-of-a-dataset-that-does-not-fit")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.toolTip() == made.text()
    made.resize(800, 20)
    assert made.toolTip() == ""


def test_segments_announce_what_the_user_chose_and_not_what_was_set(
    themed: QApplication, qtbot: QtBot
) -> None:
    made = Segmented([("a", "Ah"), ("b", "Be")])
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.chosen):
        made.set_key("b")
    assert made.key() == "b"
    with qtbot.waitSignal(made.chosen) as heard:
        qtbot.mouseClick(made.button("a"), Qt.MouseButton.LeftButton)
    assert heard.args == ["a"]
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.button("a").setFocus()
    with qtbot.waitSignal(made.chosen) as heard:
        qtbot.keyClick(made.button("a"), Qt.Key.Key_Right)
    assert heard.args == ["b"]


def test_the_list_keeps_its_choice_when_it_is_shown_again(themed: QApplication, qtbot: QtBot) -> None:
    made = ThingList("Search")
    qtbot.addWidget(made)
    made.show_things([Thing("1", "churn"), Thing("2", "prices")])
    with qtbot.waitSignal(made.selected) as heard:
        assert made.select("2")
    assert heard.args == ["2"]
    with qtbot.assertNotEmitted(made.selected):
        made.show_things([Thing("3", "reviews"), Thing("1", "churn"), Thing("2", "prices", "newer")])
    assert made.current_id() == "2"
    assert not made.select("9")


def test_searching_narrows_the_list(themed: QApplication, qtbot: QtBot) -> None:
    made = ThingList("Search")
    qtbot.addWidget(made)
    made.show_things([Thing("1", "churn"), Thing("2", "prices")])
    qtbot.keyClicks(made._search, "PRI")
    assert made.view.model().rowCount() == 1


def test_an_empty_state_offers_its_first_step(themed: QApplication, qtbot: QtBot) -> None:
    made = EmptyState("data", "No datasets yet", "Drop a file here.", "Import…")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.triggered):
        qtbot.mouseClick(made._action, Qt.MouseButton.LeftButton)
    assert not made._second.isVisible()


def test_a_table_copies_its_rows_with_headers(workspace: Workspace, qtbot: QtBot) -> None:
    model = QStandardItemModel(0, 2)
    model.setHorizontalHeaderLabels(["name", "rows"])
    for name, rows in (("churn", "12"), ("a\tb", "7")):
        model.appendRow([QStandardItem(name), QStandardItem(rows)])
    table = DataTable("Datasets")
    qtbot.addWidget(table)
    table.setModel(model)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == 'name\trows\nchurn\t12\n"a\tb"\t7\n'
    table.selectRow(0)
    table.copy()
    assert QGuiApplication.clipboard().text() == "name\trows\nchurn\t12\n"


def test_column_widths_are_remembered(workspace: Workspace, qtbot: QtBot) -> None:
    def table() -> DataTable:
        made = DataTable()
        qtbot.addWidget(made)
        made.remember_widths(workspace, "test/table")
        made.setModel(QStandardItemModel(2, 3, made))
        made.set_widths(100, 100)
        made.show()
        return made

    table().setColumnWidth(0, 222)
    assert table().columnWidth(0) == 222


def test_the_windows_memory_outlives_it(workspace: Workspace) -> None:
    workspace.remember("a/list", [1, "two"])
    workspace.remember("a/bytes", bytes_of(b"\x00\xff"))
    again = Workspace(workspace.settings, workspace.tasks, workspace.notifications)
    workspace._memory.sync()
    assert again.state("a/list") == [1, "two"]
    assert bytes(again.state("a/bytes").data()) == b"\x00\xff"
    assert again.state("a/none", 5) == 5


def bytes_of(content: bytes) -> object:
    from PySide6.QtCore import QByteArray

    return QByteArray(content)


def test_recent_things_stand_newest_first_and_once(workspace: Workspace) -> None:
    workspace.note_recent("dataset", "1", "churn")
    workspace.note_recent("model", "2", "classifier")
    workspace.note_recent("dataset", "1", "churn")
    assert workspace.recent() == [("dataset", "1", "churn"), ("model", "2", "classifier")]


def test_a_plot_copies_its_figures_and_saves_both_formats(
    themed: QApplication, qtbot: QtBot, tmp_path: object, settle: Callable[[], None]
) -> None:
    from pathlib import Path

    from driftdesk.ui.plots.base import Plot, pen

    plot = Plot("loss")
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_axes("step", "loss", y_unit="nats")
    plot.plot([1, 2, 3], [3.0, 2.0, 1.0], pen=pen("current"))
    plot.add_threshold(2.5, "threshold 2.5")
    plot.data_table = lambda: (["step", "loss"], [[1, 3.0], [2, 2.0]])
    plot.read_out = lambda at: f"{at.x():.1f}"
    plot.show()
    plot._on_mouse_moved(QPointF(200, 150))
    assert plot._bubble.isVisible()
    plot.copy_data()
    assert QGuiApplication.clipboard().text() == "step\tloss\n1\t3.0\n2\t2.0\n"
    folder = Path(str(tmp_path))
    for name, start in (("a.png", b"\x89PNG"), ("a.svg", b"<?xml")):
        plot.save(folder / name)
        assert (folder / name).read_bytes().startswith(start)


def test_tab_comes_to_a_choice_where_it_stands(themed: QApplication, qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row = QHBoxLayout(whole)
    choice, behind = Segmented(), QPushButton("behind")
    row.addWidget(choice)
    row.addWidget(behind)
    choice.set_options([("a", "Ah"), ("b", "Be")])  # its words come later than its place
    order, each = [], whole.nextInFocusChain()
    while each is not whole:
        order.append(each)
        each = each.nextInFocusChain()
    assert order.index(choice.button("a")) < order.index(choice.button("b")) < order.index(behind)
