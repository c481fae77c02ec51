"""The Records tab, open on a dataset in memory."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from driftdesk.ui.data.records.panel import RecordPanel
from driftdesk.ui.data.tab import DataTab
from tests.ui.data.desk import DataDesk

Key, Control, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Alt = Qt.KeyboardModifier.AltModifier


class Records:
    """The panel, and hands for it. Every act waits until what it caused is done."""

    def __init__(self, tab: DataTab, desk: DataDesk, qtbot: QtBot, settle: Callable[[], None]) -> None:
        self.tab, self.desk, self._qtbot, self.settle = tab, desk, qtbot, settle
        self.panel: RecordPanel = tab.view.records
        panel = self.panel
        self.table, self.model = panel.table, panel.model

    def go(self, row: int, name: str) -> None:
        self.table.setFocus()
        self.table.go_to(row, self.model.section(name))

    def text(self, row: int, name: str) -> str | None:
        index = self.model.index(row, self.model.section(name))
        index.data()  # what is not here yet is fetched
        self.settle()
        found: str | None = index.data()
        return found

    def column(self, name: str) -> list[str | None]:
        return [self.text(row, name) for row in range(self.model.rowCount())]

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier, to: QWidget | None = None) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifier |= each
        self._qtbot.keyClick(to or self.table, key, modifier)
        self.settle()

    def type_into_cell(self, row: int, name: str, text: str) -> None:
        """Begin to type, and end with Enter."""
        self.go(row, name)
        self._qtbot.keyClicks(self.table, text[:1])
        self.write(text[1:])

    def write(self, text: str) -> None:
        """Into the editor that is open."""
        editor = QApplication.focusWidget()
        assert editor is not None and editor is not self.table
        self._qtbot.keyClicks(editor, text)
        self._qtbot.keyClick(editor, Key.Key_Return)
        QApplication.processEvents()
        self.settle()

    def filter(self, text: str) -> None:
        line = self.panel.filters.field.line
        line.setFocus()
        line.clear()
        self.settle()
        self._qtbot.keyClicks(line, text)
        self.panel.filters.field.popup.hide()
        self._qtbot.keyClick(line, Key.Key_Return)
        window = self.panel.window()
        window.activateWindow()  # without a screen the offers stay the active window when they have gone
        self._qtbot.waitUntil(window.isActiveWindow)
        self.settle()

    def click_name(self, name: str, *, shift: bool = False) -> None:
        header, section = self.table.header, self.model.section(name)
        at = self.table.visualRect(self.model.index(0, section)).center()
        at.setY(10)
        held = Shift if shift else Qt.KeyboardModifier.NoModifier
        self._qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, at)
        self.settle()

    def drag_bars(self, name: str, first: int, last: int) -> None:
        header, section = self.table.header, self.model.section(name)
        start, end = header.bar_rect(section, first).center(), header.bar_rect(section, last).center()
        button = Qt.MouseButton.LeftButton
        self._qtbot.mousePress(header.viewport(), button, pos=start)
        self._qtbot.mouseMove(header.viewport(), end)
        self._qtbot.mouseRelease(header.viewport(), button, pos=end)
        self.settle()

    def count(self) -> str:
        return self.panel.filters.count.text()

    def dialog(self) -> QDialog:
        def shown() -> list[QDialog]:
            return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

        self._qtbot.waitUntil(lambda: bool(shown()))
        return shown()[-1]


@pytest.fixture
def open_records(
    desk: DataDesk, open_tab: Callable[[], DataTab], qtbot: QtBot, settle: Callable[[], None]
) -> Callable[..., Records]:
    """Show the records of a dataset of so many rows."""

    def make(rows: int = 200) -> Records:
        if not desk.known:
            desk.add_dataset("churn", rows)
        tab = open_tab()
        tab.open_dataset(next(iter(desk.known)))
        settle()
        tab.view.show_panel("records")
        settle()
        return Records(tab, desk, qtbot, settle)

    return make
