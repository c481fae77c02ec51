"""The dialogs that change many cells at once: fill missing values, find and replace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from driftdesk.core.entities import Column, ColumnSummary, Kind
from driftdesk.core.errors import JobCancelledError, ParameterError
from driftdesk.ui import figures
from driftdesk.ui.data.records.dialogs import Scope, column_choice
from driftdesk.ui.data.records.finding import Found, count_matches
from driftdesk.ui.data.records.shown import ShownRows
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.form_dialog import FormDialog, choice
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import Replace

_PAUSE = 350


class FillDialog(FormDialog):
    """What missing values of a column become. ``confirmed`` carries the edit."""

    confirmed = Signal(object)

    def __init__(
        self, rows: ShownRows, summaries: dict[str, ColumnSummary], current: str, parent: QWidget
    ) -> None:
        super().__init__(self.tr("Fill missing values"), self.tr("Fill"), parent, wide=52 * S)
        self._rows, self._summaries = rows, summaries
        self.column = column_choice(rows.columns.columns, current)
        self.how = choice([])
        self.value = QLineEdit()
        self.add(self.tr("Column"), self.column)
        self.add(self.tr("Fill with"), self.how)
        self.add(self.tr("Value"), self.value)
        self.scope = Scope(rows.spec.where, self.tr("Only in the filtered rows"))
        self._note = label("", "caption", wrap=True)
        self.body.addWidget(self.scope.box)
        self.body.addWidget(self._note)
        self.column.activated.connect(self._on_column)
        self.how.activated.connect(self._update)
        self.value.textChanged.connect(self._update)
        self._on_column()

    def _on_column(self) -> None:
        column = self._rows.columns.column(self.column.currentData())
        before = self.how.currentData()
        self.how.clear()
        ways = [(self.tr("a value"), "value")]
        if column.kind in (Kind.NUMERIC, Kind.DATETIME):
            ways += [(self.tr("the median"), "median"), (self.tr("the mean"), "mean")]
        ways += [
            (self.tr("the most frequent value"), "mode"),
            (self.tr("the value of the row before"), "forward"),
            (self.tr("the value of the row after"), "backward"),
        ]
        for text, key in ways:
            self.how.addItem(text, key)
        self.how.setCurrentIndex(max(0, self.how.findData(before)))
        known = self._summaries.get(column.name)
        self._note.setText(
            self.tr("{n} of {all} values are missing in the committed version.").format(
                n=figures.count(known.missing), all=figures.count(known.rows)
            )
            if known is not None
            else ""
        )
        self._update()

    def _update(self) -> None:
        by_value = self.how.currentData() == "value"
        self.form.setRowVisible(self.value, by_value)
        self.go.setEnabled(not by_value or bool(self.value.text().strip()))

    def accept(self) -> None:
        from driftdesk.core.drafts.edits import Fill, FillHow

        how = self.how.currentData()
        self.confirmed.emit(
            Fill(
                column=self.column.currentData(),
                value=self.value.text() if how == "value" else None,
                how=None if how == "value" else FillHow(how),
                where=self.scope.chosen(),
            )
        )
        super().accept()


class ReplaceDialog(FormDialog):
    """Find and replace, with how many cells it finds and what becomes of the first. ``confirmed`` carries the edit."""

    confirmed = Signal(object)

    def __init__(
        self, workspace: Workspace, rows: ShownRows, chosen: Sequence[Column], find: str, parent: QWidget
    ) -> None:
        super().__init__(self.tr("Find and replace"), self.tr("Replace all"), parent, wide=72 * S)
        self._workspace, self._rows = workspace, rows
        self._looking: Watched | None = None
        self.found, self.replacement = QLineEdit(find), QLineEdit()
        textual = [c for c in rows.columns.columns if c.kind.is_string]
        self.where_ = choice([])
        names = ", ".join(c.name for c in chosen[:3])
        if chosen:
            self.where_.addItem(
                self.tr("selected: {names}").format(names=names), tuple(c.name for c in chosen)
            )
        if textual:
            self.where_.addItem(self.tr("all columns of text"), tuple(c.name for c in textual))
        for column in rows.columns.columns:
            self.where_.addItem(column.name, (column.name,))
        self.add(self.tr("Find"), self.found)
        self.add(self.tr("Replace with"), self.replacement)
        self.add(self.tr("In"), self.where_)
        self.case = QCheckBox(self.tr("Match case"))
        self.case.setChecked(True)
        self.whole = QCheckBox(self.tr("Whole cells"))
        self.regex = QCheckBox(self.tr("Regular expression"))
        across = QHBoxLayout()
        for box in (self.case, self.whole, self.regex):
            across.addWidget(box)
            box.toggled.connect(self._later)
        across.addStretch(1)
        self.body.addLayout(across)
        self.scope = Scope(rows.spec.where, self.tr("Only in the filtered rows"))
        self.scope.connect(self._later)
        self.body.addWidget(self.scope.box)
        self.count = label("", "muted")
        self.body.addWidget(self.count)
        self._model = ListTableModel[Found](
            [
                Field(lambda: self.tr("Column"), lambda f: f.column),
                Field(lambda: self.tr("Before"), lambda f: f.before),
                Field(lambda: self.tr("After"), lambda f: f.after),
            ],
            id,
            self,
        )
        self.preview = DataTable(self.tr("First changes"))
        self.preview.setModel(self._model)
        self.preview.set_widths(140, 190)
        self.preview.setFixedHeight(7 * 30)
        self.body.addWidget(self.preview)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.found.textChanged.connect(self._later)
        self.replacement.textChanged.connect(self._later)
        self.where_.activated.connect(self._later)
        self._later()

    def edit(self) -> Replace:
        from driftdesk.core.drafts.edits import Replace

        return Replace(
            columns=self.where_.currentData(),
            find=self.found.text(),
            replacement=self.replacement.text(),
            regex=self.regex.isChecked(),
            whole=self.whole.isChecked(),
            case=self.case.isChecked(),
            where=self.scope.chosen(),
        )

    def _later(self, *_: Any) -> None:
        if self._looking is not None:
            self._looking.stop()
        self.go.setEnabled(False)
        self.count.setText(self.tr("Looking…") if self.found.text() else "")
        self._pause.start()

    def _look(self) -> None:
        if not self.found.text():
            self._model.show([])
            return
        self._looking = Watched()
        self._workspace.tasks.start(self._count(self.edit(), self._looking), owner=self)

    async def _count(self, edit: Replace, context: Watched) -> None:
        try:
            number, first = await self._workspace.tasks.call(count_matches, self._rows, edit, context)
        except JobCancelledError:
            return
        except ParameterError as error:
            if not context.is_stopped:
                self.count.setText("")
                self.show_error(error)
            return
        if context.is_stopped:
            return
        self.show_error(None)
        self._model.show(first)
        self.go.setEnabled(number > 0)
        self.count.setText(
            self.tr("Nothing is found.")
            if not number
            else self.tr("1 cell will change.")
            if number == 1
            else self.tr("{n} cells will change.").format(n=figures.count(number))
        )

    def accept(self) -> None:
        self.confirmed.emit(self.edit())
        super().accept()

    def done(self, result: int) -> None:
        if self._looking is not None:
            self._looking.stop()
        super().done(result)
