"""Beside a stream: what each detector found in it, and the watches that go on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import StreamResult, Watch
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.ui import figures
from driftdesk.ui.data.drift import stream_words
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ElidedLabel, Segmented, button
from driftdesk.ui.widgets.list_table import Field, ListTableModel


class StreamTables(QWidget):
    """``keep_asked``: the stream shall be watched from now on. ``remove_asked`` and ``chosen`` carry a ``Watch``."""

    keep_asked = Signal()
    remove_asked = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.which = Segmented()
        self.which.chosen.connect(lambda _key: self._show())
        self.keep, self.remove = button("", "quiet", "add"), button("", "quiet", "delete")
        self.keep.clicked.connect(self.keep_asked)
        self.remove.clicked.connect(self._on_remove)
        self.found = ListTableModel[StreamResult](self._result_fields(), lambda r: r.detector, self)
        self.watches = ListTableModel[Watch](self._watch_fields(), lambda w: w.id, self)
        self.results_table, self.watches_table = DataTable(), DataTable()
        self.results_table.setModel(self.found)
        self.results_table.set_widths(15 * S, 11 * S, 13 * S)
        self.results_table.stretch(0)
        self.watches_table.setModel(self.watches)
        self.watches_table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.watches_table.set_widths(12 * S, 11 * S, 8 * S, 16 * S)
        self.watches_table.stretch(3)
        self.watches_table.selectionModel().selectionChanged.connect(lambda *_: self._show())
        self.watches_table.doubleClicked.connect(lambda _index: self._on_chosen())
        for key, act in (
            ("Delete", self._on_remove),
            ("Return", self._on_chosen),
            ("Enter", self._on_chosen),
        ):
            shortcut = QShortcut(QKeySequence(key), self.watches_table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self._none = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._none.setContentsMargins(S, S, S, S)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        for page in (self.results_table, self.watches_table, self._none):
            self._pages.addWidget(page)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S, 0, 2 * S, 0)
        head.setSpacing(S)
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.remove)
        head.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _result_fields(self) -> list[Field[StreamResult]]:
        return [
            Field(
                lambda: self.tr("Detector"),
                lambda r: stream_words.detector(r.detector),
                tip=lambda r: stream_words.about(r.detector),
                colour=_grey,
            ),
            Field(lambda: self.tr("Alarms"), lambda r: figures.count(r.alarms), number=True, colour=_grey),
            Field(
                lambda: self.tr("Change there"),
                lambda r: "" if r.jump is None else figures.figure(r.jump),
                number=True,
                tip=lambda _r: self.tr(
                    "Mean change of the level at the alarms, in standard deviations. Detectors that point at "
                    "nothing have that of Always."
                ),
                colour=_grey,
            ),
        ]

    def _watch_fields(self) -> list[Field[Watch]]:
        return [
            Field(lambda: self.tr("Watch"), lambda w: w.name, tip=lambda w: stream_words.source(w.source)),
            Field(lambda: self.tr("Detector"), lambda w: stream_words.detector(w.detector)),
            Field(lambda: self.tr("Alarms"), lambda w: figures.count(w.raised), number=True),
            Field(
                lambda: self.tr("Latest alarm"),
                lambda w: stream_words.alarm(w.alarms[-1]) if w.alarms else self.tr("none yet"),
                tip=lambda w: "\n".join(stream_words.alarm(a) for a in reversed(w.alarms[-10:])),
            ),
        ]

    def show_results(self, results: Sequence[StreamResult]) -> None:
        self.found.show(results)
        self._show()

    def show_watches(self, watches: Sequence[Watch]) -> None:
        self.watches.show(watches)
        self.retranslate()

    def watch(self) -> Watch | None:
        """The one that is chosen in the list."""
        there, row = self.watches.things, self.watches_table.current_row()
        return there[row] if 0 <= row < len(there) else None

    def _show(self) -> None:
        of_watches = self.which.key() == "watches"
        is_empty = not (self.watches if of_watches else self.found).things
        self._none.setText(
            self.tr("No stream of this dataset is watched.")
            if of_watches
            else self.tr("Nothing to show yet.")
        )
        page = self.watches_table if of_watches else self.results_table
        self._pages.setCurrentWidget(self._none if is_empty else page)
        self.remove.setVisible(of_watches and not is_empty)
        self.remove.setEnabled(self.watch() is not None)

    def _on_remove(self) -> None:
        if (watch := self.watch()) is not None:
            self.remove_asked.emit(watch)

    def _on_chosen(self) -> None:
        if (watch := self.watch()) is not None:
            self.chosen.emit(watch)

    def retranslate(self) -> None:
        count = len(self.watches.things)
        self.which.set_options(
            [
                ("results", self.tr("Detectors")),
                ("watches", self.tr("Watches ({n})").format(n=count) if count else self.tr("Watches")),
            ]
        )
        self.which.setAccessibleName(self.tr("What is listed"))
        self.keep.setText(self.tr("Keep watching…"))
        self.keep.setToolTip(self.tr("Let a detector see this stream of every import from now on"))
        self.remove.setText(self.tr("Remove…"))
        self.results_table.setAccessibleName(self.tr("What the detectors found"))
        self.watches_table.setAccessibleName(self.tr("Watches of this dataset"))
        self.found.retranslate()
        self.watches.retranslate()
        self._show()


def _grey(result: StreamResult) -> str | None:
    info = DETECTORS.get(result.detector)
    return colours().muted if info is not None and info.is_dummy else None
