"""Dialogs about one column: a new or computed one with a preview of its first values, and another kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from driftdesk.core.entities import Column, Kind, Role
from driftdesk.core.errors import DriftDeskError, ExpressionError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.records.dialogs import Scope
from driftdesk.ui.data.records.expression_field import ExpressionField
from driftdesk.ui.data.records.shown import ShownRows
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.form_dialog import FormDialog, choice
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import Edit

_PAUSE = 250
_SHOWN = 8
_OTHERS = 3

Line = tuple[Any, ...]


def first_values(rows: ShownRows, text: str) -> tuple[Kind, list[str], list[Line]]:
    """What an expression gives for the first rows: its kind, the names of columns it reads, and the values of these with
    the result last; runs in a thread. Raises ExpressionError."""
    from driftdesk.core.expressions.expression import parse

    expression = parse(text, rows.columns)
    names = list(expression.columns[:_OTHERS]) or [rows.columns.names[0]]
    table = rows.view.page(0, _SHOWN, [*dict.fromkeys([*expression.columns, *names])])
    found = expression.evaluate(table).to_pylist()
    shown = [table.column(name).to_pylist() for name in names]
    return expression.kind, names, list(zip(*shown, found, strict=True))


class FormulaDialog(FormDialog):
    """A new column (``column`` None) or new values of one. ``confirmed`` carries the edit."""

    confirmed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        rows: ShownRows,
        values: Callable[[str], Sequence[str]],
        parent: QWidget,
        column: Column | None = None,
    ) -> None:
        title = (
            self.tr("Add a column")
            if column is None
            else self.tr("Compute {column}").format(column=column.name)
        )
        super().__init__(title, self.tr("Add") if column is None else self.tr("Compute"), parent, wide=76 * S)
        self._workspace, self._rows, self._column = workspace, rows, column
        self.name = QLineEdit()
        self.kind: QComboBox = choice([(self.tr("By its values"), None), *((words.kind(k), k) for k in Kind)])
        for at, kind in enumerate(Kind, 1):
            self.kind.setItemIcon(at, icon(kind.value))
        self.role = choice([(words.role(r), r) for r in Role], Role.FEATURE)
        self.formula = ExpressionField(values)
        self.formula.set_schema(rows.columns)
        self.formula.line.setPlaceholderText(self.tr("Such as amount / duration; empty: all missing"))
        if column is None:
            self.add(self.tr("Name"), self.name)
        self.add(self.tr("Expression"), self.formula)
        self.formula.line.setAccessibleName(self.tr("Expression"))
        if column is None:
            self.add(self.tr("Kind"), self.kind)
            self.add(self.tr("Role"), self.role)
        self.scope = Scope(rows.spec.where, self.tr("Only in the filtered rows"))
        if column is not None:
            self.body.addWidget(self.scope.box)
        self._about = label("", "caption")
        self._names: list[str] = []
        self._model = ListTableModel[Line](self._fields(), id, self)
        self.preview = DataTable(self.tr("First values"))
        self.preview.setModel(self._model)
        self.preview.setFixedHeight(30 * (_SHOWN + 1) + 4)
        self.body.addWidget(self._about)
        self.body.addWidget(self.preview)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.formula.edited.connect(lambda _text: self._pause.start())
        self.name.textChanged.connect(self._update)
        self._update()

    def _fields(self) -> list[Field[Line]]:
        def value(at: int) -> Callable[[Line], str]:
            return lambda row: figures.cell(row[at]) or figures.NOTHING

        names = [
            *self._names,
            self._column.name if self._column else self.name.text() or self.tr("New column"),
        ]
        return [Field(lambda n=name: n, value(at)) for at, name in enumerate(names)]  # type: ignore[misc]  # bound early

    def _update(self) -> None:
        taken = self.name.text() in self._rows.columns.names
        self.go.setEnabled(
            bool(self.formula.text()) if self._column else bool(self.name.text()) and not taken
        )
        if self._column is None and taken:
            self.show_error(DriftDeskError(self.tr("There is a column of this name already.")))
        else:
            self.show_error(None)
        self._about.setText(self.tr("The first values"))
        self._about.setVisible(bool(self._names))
        self.preview.setVisible(bool(self._names))
        self.adjustSize()

    def _look(self) -> None:
        self._workspace.tasks.start(self._preview(self.formula.text()), owner=self)

    async def _preview(self, text: str) -> None:
        if not text:
            self._names = []
            self._update()
            return
        try:
            _, names, lines = await self._workspace.tasks.call(first_values, self._rows, text)
        except ExpressionError as error:
            if text == self.formula.text():
                self.formula.mark_invalid(True)
                self.show_error(error)
                self.go.setEnabled(False)
            return
        if text != self.formula.text():
            return
        self.formula.mark_invalid(False)
        self._names = names
        self._model = ListTableModel[Line](self._fields(), id, self)
        self._model.show(lines)
        self.preview.setModel(self._model)
        self._update()

    def edit(self) -> Edit:
        from driftdesk.core.drafts.edits import AddColumn, Compute

        if self._column is not None:
            return Compute(
                column=self._column.name, expression=self.formula.text(), where=self.scope.chosen()
            )
        return AddColumn(
            name=self.name.text(),
            column_kind=self.kind.currentData(),
            role=self.role.currentData(),
            expression=self.formula.text(),
        )

    def accept(self) -> None:
        self.confirmed.emit(self.edit())
        super().accept()


class RetypeDialog(FormDialog):
    """Another kind, and what becomes of values that do not fit it."""

    confirmed = Signal(object)

    def __init__(self, column: Column, parent: QWidget) -> None:
        about = self.tr("{column} is {kind} now.").format(
            column=column.name, kind=words.kind(column.kind).lower()
        )
        super().__init__(self.tr("Change kind"), self.tr("Change"), parent, about=about, wide=48 * S)
        self._column = column
        self.kind = choice([(words.kind(k), k) for k in Kind if k is not column.kind])
        self.bad = choice(
            [
                (self.tr("refuse: change nothing"), "refuse"),
                (self.tr("make them missing"), "missing"),
            ]
        )
        self.add(self.tr("New kind"), self.kind)
        self.add(self.tr("Values that do not fit"), self.bad)

    def accept(self) -> None:
        from driftdesk.core.drafts.edits import Retype

        made = Retype(column=self._column.name, to=self.kind.currentData(), bad=self.bad.currentData())
        self.confirmed.emit(made)
        super().accept()


class RenameDialog(FormDialog):
    confirmed = Signal(object)

    def __init__(self, column: Column, taken: Sequence[str], parent: QWidget) -> None:
        super().__init__(self.tr("Rename column"), self.tr("Rename"), parent, wide=44 * S)
        self._column, self._taken = column, frozenset(taken) - {column.name}
        self.name = QLineEdit(column.name)
        self.name.selectAll()
        self.name.textChanged.connect(self._update)
        self.add(self.tr("Name"), self.name)
        self._update()

    def _update(self) -> None:
        name = self.name.text()
        self.go.setEnabled(bool(name) and name != self._column.name and name not in self._taken)
        taken = name in self._taken
        self.show_error(DriftDeskError(self.tr("There is a column of this name already.")) if taken else None)

    def accept(self) -> None:
        from driftdesk.core.drafts.edits import RenameColumn

        self.confirmed.emit(RenameColumn(column=self._column.name, name=self.name.text()))
        super().accept()
