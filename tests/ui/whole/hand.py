"""A user of the window: finds what is visible by its words, acts by mouse and keys, waits until it is shown.

Nothing here calls a slot or a service. A widget is found by its text, else by its accessible name, so what a hand can
do, a user of a screen reader can do too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.plots.base import Plot
from driftdesk.ui.widgets import SeverityLabel

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
SOON = 10_000
LATER = 45_000
"""Milliseconds for what a worker does, on a machine that is busy."""


class Hand:
    """Acts on ``window`` and on the dialogs before it. The topmost dialog hides what lies under it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    # Finding.

    def top(self) -> QWidget:
        """What can be acted on: the dialog that is open, else the window."""
        return QApplication.activeModalWidget() or self.window

    def all(self, kind: type[W], within: QWidget | None = None) -> list[W]:
        return [w for w in (within or self.top()).findChildren(kind) if w.isVisible()]

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """The visible widget that is called or reads ``name``; waits until there is one."""

        def found() -> list[W]:
            return [w for w in self.all(kind, within) if name in _names(w)]

        self.until(found, f"{kind.__name__} {name!r}")
        return found()[0]

    def is_there(self, kind: type[QWidget], name: str) -> bool:
        return any(name in _names(w) for w in self.all(kind))

    def table(self, name: str) -> QTableView:
        return self.find(QTableView, name)

    def rows(self, name: str, first: int | None = None) -> list[list[str]]:
        """What stands in the cells of a table, from the top."""
        model = self.table(name).model()
        wanted = range(model.rowCount() if first is None else min(first, model.rowCount()))
        return [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in wanted
        ]

    def words(self, within: QWidget | None = None) -> str:
        """All words that are shown on labels and buttons."""
        parts = [*self.all(QLabel, within), *self.all(QAbstractButton, within)]
        return "\n".join(re.sub(r"<[^>]+>|&nbsp;", " ", w.text()) for w in parts if w.text())

    def severities(self) -> list[str]:
        return [w.text() for w in self.all(SeverityLabel)]

    def curves(self) -> dict[str, int]:
        """Points of each curve of the plots that are visible."""
        found: dict[str, int] = {}
        for plot in self.all(Plot):
            for name, *_ in plot.data_table()[1] if plot.data_table else ():
                found[f"{id(plot)} {name}"] = found.get(f"{id(plot)} {name}", 0) + 1
        return found

    def drawn_points(self) -> int:
        """Of the longest curve that is drawn."""
        lengths = [0]
        for plot in self.all(Plot):
            for item in plot.getPlotItem().items:
                if isinstance(item, pg.PlotCurveItem) and item.isVisible():
                    x, _ = item.getData()
                    lengths.append(0 if x is None else len(x))
        return max(lengths)

    # Waiting.

    def until(self, condition: Callable[[], object], what: str = "", timeout: int = SOON) -> None:
        def holds() -> bool:
            return bool(condition())

        try:
            self._qtbot.waitUntil(holds, timeout=timeout)
        except Exception as exc:
            raise AssertionError(
                f"{what or 'it'} did not come in {timeout / 1000:.0f} s; shown:\n{self.words()}"
            ) from exc

    def until_shown(self, words: str, timeout: int = SOON) -> None:
        self.until(lambda: words in self.words(), f"the words {words!r}", timeout)

    # Acting.

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget that can be clicked."""
        shown = _name(widget)
        assert widget.isVisible(), f"{shown} is not visible"
        self.until(
            lambda: widget.isVisible() and widget.isEnabled(), f"{shown} as something that can be pressed"
        )
        modal = QApplication.activeModalWidget()
        assert modal is None or widget.window() is modal or modal.isAncestorOf(widget), f"{shown} is covered"
        self._qtbot.mouseClick(widget, LEFT, pos=at or widget.rect().center())

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Click on a button."""
        self.click(self.find(QAbstractButton, name, within))

    def tab(self, name: str) -> None:
        """Click on a tab of the window."""
        self.press(name, self.window.top_bar)

    def sub_tab(self, name: str) -> None:
        def found() -> list[tuple[QTabBar, int]]:
            bars = self.all(QTabBar)
            return [(b, i) for b in bars for i in range(b.count()) if b.tabText(i) == name]

        self.until(found, f"the sub-tab {name!r}")
        bar, at = found()[0]
        self.click(bar, bar.tabRect(at).center())

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field."""
        field = self.field(name)
        self.click(field)
        self._qtbot.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._qtbot.keyClicks(field, text)
        self._qtbot.keyClick(field, Key.Key_Tab)

    def field(self, name: str) -> QLineEdit:
        """Where text is typed, in a field of any sort."""

        def found() -> list[QLineEdit]:
            kinds = (QLineEdit, QComboBox, QAbstractSpinBox)
            named = [w for kind in kinds for w in self.all(kind) if w.accessibleName() == name]
            return [f for w in named for f in ([w] if isinstance(w, QLineEdit) else self.all(QLineEdit, w))]

        self.until(found, f"the field {name!r}")
        return found()[0]

    def choose(self, name: str, text: str) -> None:
        """Open a combo box and choose the entry that begins with ``text``."""
        box = self.find(QComboBox, name)
        self.until(lambda: any(t.startswith(text) for t in _entries(box)), f"{text!r} in {name!r}")
        self.click(box)
        view = box.view()
        self.until(view.isVisible, f"the entries of {name!r}")
        self._qtbot.keyClick(view, Key.Key_Home)
        for _ in range(box.count()):
            if str(view.currentIndex().data()).startswith(text):
                break
            self._qtbot.keyClick(view, Key.Key_Down)
        self._qtbot.keyClick(view, Key.Key_Return)
        self.until(lambda: not view.isVisible())
        assert box.currentText().startswith(text), f"{name} is {box.currentText()!r}"

    def row(self, view: QAbstractItemView, words: str) -> QModelIndex:
        """The row of a list or table that has a cell of these words; waits for it."""

        def found() -> list[QModelIndex]:
            model = view.model()
            cells = (model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
            return [i for i in cells if str(i.data() or "") == words]

        self.until(found, f"a row {words!r}")
        return found()[0]

    def click_row(self, view: QAbstractItemView, words: str) -> None:
        index = self.row(view, words)
        view.scrollTo(index)
        self._qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, to: QWidget | None = None) -> None:
        if not self.top().isActiveWindow():
            self.top().activateWindow()  # as a window manager does when a dialog has gone
            self.until(self.top().isActiveWindow, "the window as the active one")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self._qtbot.keyClick(to or self.top().focusWidget() or self.top(), key, held)

    def keys(self, text: str) -> None:
        self._qtbot.keyClicks(self.top().focusWidget() or self.top(), text)

    def drop(self, target: QWidget, *paths: Path) -> None:
        """Drag files over a widget and let them fall."""
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
        where = target.rect().center()
        held = (Qt.DropAction.CopyAction, dragged, LEFT, Qt.KeyboardModifier.NoModifier)
        entering = QDragEnterEvent(where, *held)
        QApplication.sendEvent(target, entering)
        assert entering.isAccepted()
        falling = QDropEvent(QPointF(where), *held)
        QApplication.sendEvent(target, falling)
        assert falling.isAccepted()

    def dialog(self, title: str, timeout: int = SOON) -> QDialog:
        """The open dialog of this title; waits for it."""

        def found() -> bool:
            modal = QApplication.activeModalWidget()
            return isinstance(modal, QDialog) and modal.windowTitle() == title

        self.until(found, f"the dialog {title!r}", timeout)
        modal = QApplication.activeModalWidget()
        assert isinstance(modal, QDialog)
        return modal

    def pick_files(self, *paths: Path) -> None:
        """Type paths into the file dialog and open them."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "the file dialog")
        chooser = QApplication.activeModalWidget()
        assert isinstance(chooser, QFileDialog)
        field = next(f for f in chooser.findChildren(QLineEdit) if f.objectName() == "fileNameEdit")
        files = next(v for v in chooser.findChildren(QListView) if v.objectName() == "listView")
        self.until(lambda: files.model().rowCount(files.rootIndex()), "the files of the folder")
        self._qtbot.keyClicks(field, " ".join(f'"{p}"' for p in paths) if len(paths) > 1 else str(paths[0]))
        self.until(field.isVisible)
        offered = QApplication.activePopupWidget()
        if offered is not None:  # names that fit what was typed
            self._qtbot.keyClick(offered, Key.Key_Escape)
        buttons = chooser.findChildren(QDialogButtonBox)
        self.click(next(b for box in buttons for b in box.buttons() if b.text() == "&Open"))
        self.until(lambda: QApplication.activeModalWidget() is not chooser, "the end of the file dialog")


def _names(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    yield widget.accessibleName()


def _name(widget: QWidget) -> str:
    return next((n for n in _names(widget) if n), type(widget).__name__)


def _entries(box: QComboBox) -> Sequence[str]:
    return [box.itemText(i) for i in range(box.count())]
