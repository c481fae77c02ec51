"""The bar above the rows: a filter and a search. Its ``status``, which stands where the panel puts it, says how many rows
they leave, and how far a view is that takes a while."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QProgressBar, QVBoxLayout, QWidget

from driftdesk.core.entities import Schema
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.records.expression_field import ExpressionField
from driftdesk.ui.data.records.shown import ViewSpec
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, button, icon_button

_PAUSE = 400
"""Milliseconds after the last key before a search begins."""
_PATIENCE = 250
"""Milliseconds that a view may take before the bar speaks of it."""


class FilterBar(QWidget):
    """``filter_asked`` and ``search_asked`` carry what is wanted; ``cancelled`` leaves what is shown; ``left``: Escape was
    pressed in a field."""

    filter_asked = Signal(str)
    search_asked = Signal(str)
    cancelled = Signal()
    renew_asked = Signal()
    history_cleared = Signal()
    left = Signal()

    def __init__(self, values: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self._history: list[str] = []
        self._is_building = False
        self.field = ExpressionField(values)
        self.field.submitted.connect(self.filter_asked)
        self.field.line.textChanged.connect(self._on_text_changed)
        self.field.line.left.connect(self._on_left)
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(24 * S)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_search)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._on_search)
        leave = QShortcut(Qt.Key.Key_Escape, self.search, context=Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.left)
        self._asked = self._where = ""
        self.history = icon_button("history", "")
        self.history.clicked.connect(self._on_history)
        self.renew = icon_button("refresh", "")
        self.renew.clicked.connect(self.renew_asked)
        self.renew.hide()
        self.count = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(12 * S)
        self.cancel = button("", "quiet")
        self.cancel.clicked.connect(self.cancelled)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._show_building)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(3 * S, 0, 3 * S, 0)
        row.setSpacing(S // 2)
        row.addWidget(self.history, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.field, 1)
        row.addWidget(self.renew, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(S // 2)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.status = QWidget()
        below = QHBoxLayout(self.status)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(S)
        for widget in (self.count, self.bar, self.cancel):
            below.addWidget(widget)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, S)
        column.addLayout(row)
        self.bar.hide()
        self.cancel.hide()

    def set_schema(self, schema: Schema) -> None:
        self.field.set_schema(schema)

    def set_history(self, history: Sequence[str]) -> None:
        self._history = list(history)
        self.field.set_history(history)

    def show_spec(self, spec: ViewSpec) -> None:
        """Say in the fields what the rows were asked for by; what is being typed there stays."""
        if spec.where != self._where or not self.field.line.isModified():
            self.field.set_text(spec.where)
        self._where = spec.where
        if not self._pause.isActive():
            self._asked = spec.search
            if spec.search != self.search.text().strip():
                self.search.setText(spec.search)
                self._pause.stop()

    def reset(self, spec: ViewSpec) -> None:
        """As ``show_spec``, whatever is being typed."""
        self._pause.stop()
        self.field.set_text(spec.where)
        self.show_spec(spec)

    def show_count(self, rows: int, of: int, columns: int, hidden: int) -> None:
        """How many rows are shown, of how many there are."""
        if rows == of:
            text = words.rows(of)
        else:
            text = self.tr("{n} of {all}").format(n=figures.count(rows), all=words.rows(of))
        text += f" · {words.columns(columns)}"
        if hidden:
            text += " · " + self.tr("{n} hidden").format(n=hidden)
        self.count.setText(text)

    def show_error(self, error: DriftDeskError | None) -> None:
        self.field.show_error(error)

    def show_kept(self, kept: bool) -> None:
        """Offer to filter and sort anew after edits."""
        self.renew.setVisible(kept)

    # A view that is being made.

    def show_progress(self, share: float | None) -> None:
        self.bar.setRange(0, 0 if share is None else 100)
        if share is not None:
            self.bar.setValue(round(share * 100))
        if not self._is_building:
            self._is_building = True
            self._patience.start()

    def end_progress(self) -> None:
        self._is_building = False
        self._patience.stop()
        self.bar.hide()
        self.cancel.hide()

    def _show_building(self) -> None:
        self.bar.show()
        self.cancel.show()

    # Typing.

    def _on_text_changed(self, text: str) -> None:
        if not text and not self.field.line.isModified():
            return
        if not text.strip():  # the clear button, or all was deleted
            self.filter_asked.emit("")

    def _on_left(self) -> None:
        """What was not asked for is not left standing in the field."""
        self.field.show_error(None)
        self.field.set_text(self._where)
        self.left.emit()

    def _on_search(self) -> None:
        self._pause.stop()
        text = self.search.text().strip()
        if text != self._asked:
            self._asked = text
            self.search_asked.emit(text)

    def _on_history(self) -> None:
        menu = QMenu(self)
        for used in self._history[:15]:
            menu.addAction(words.shortened(used, 80).replace("&", "&&")).setData(used)
        if self._history:
            menu.addSeparator()
            menu.addAction(self.tr("Forget these")).triggered.connect(self.history_cleared)
        else:
            menu.addAction(self.tr("No filters used yet")).setEnabled(False)
        menu.triggered.connect(self._on_used_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.history.mapToGlobal(self.history.rect().bottomLeft()))

    def _on_used_chosen(self, action: QAction) -> None:
        if action.data():
            self.filter_asked.emit(action.data())

    def retranslate(self) -> None:
        self.field.line.setAccessibleName(self.tr("Filter"))
        self.field.line.setPlaceholderText(self.tr('Filter, such as age > 30 and plan == "free"'))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setPlaceholderText(self.tr("Search everywhere"))
        for made, text in (
            (self.history, self.tr("Filters used before")),
            (self.renew, self.tr("Filter and sort again: rows were edited (F5)")),
        ):
            made.setToolTip(text)
            made.setAccessibleName(text)
        self.cancel.setText(self.tr("Cancel"))
        self.bar.setAccessibleName(self.tr("Progress"))
