"""Dialogs about a draft: what its edits are, committing it, and what to do when somebody else has committed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QRadioButton, QTabWidget, QWidget

from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.stored_words import edit_text
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.widgets.list_table import Field, ListTableModel

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import DraftChanges, DraftConflict


translate = QCoreApplication.translate


def summary(changes: DraftChanges) -> str:
    """What a draft comes to, in one line."""
    parts = []
    if changes.added_rows:
        parts.append(translate("drafts", "{rows} new").format(rows=words.rows(changes.added_rows)))
    if changes.deleted_rows:
        parts.append(translate("drafts", "{rows} deleted").format(rows=words.rows(changes.deleted_rows)))
    for text, names in (
        (translate("drafts", "new columns: {names}"), changes.added_columns),
        (translate("drafts", "columns removed: {names}"), changes.removed_columns),
        (translate("drafts", "changed: {names}"), changes.changed_columns),
    ):
        if names:
            parts.append(text.format(names=", ".join(names[:5]) + (" …" if len(names) > 5 else "")))
    return " · ".join(parts)


class ChangesDialog(FormDialog):
    """The edits, one below the other, the undone ones grey; the rows that came and went."""

    def __init__(self, changes: DraftChanges, new: RowTable, deleted: RowTable, parent: QWidget) -> None:
        super().__init__(self.tr("Changes"), self.tr("Close"), parent, about=summary(changes), wide=90 * S)
        self.cancel.hide()
        from driftdesk.core.drafts.edits import LoggedEdit

        self._edits = ListTableModel[LoggedEdit](
            [
                Field(lambda: self.tr("Edit"), lambda e: figures.count(e.number), number=True),
                Field(
                    lambda: self.tr("What"),
                    lambda e: (
                        edit_text(e.text)
                        if e.is_done
                        else self.tr("{text} (undone)").format(text=edit_text(e.text))
                    ),
                    colour=lambda e: None if e.is_done else colours().muted,
                ),
            ],
            lambda e: e.number,
            self,
        )
        self.edits = DataTable(self.tr("Edits"))
        self.edits.setModel(self._edits)
        self.edits.set_widths(64)
        self._edits.show(list(reversed(changes.edits)))
        self.pages = QTabWidget()
        self.pages.setMinimumHeight(40 * S)
        self.pages.addTab(self.edits, self.tr("Edits ({n})").format(n=len(changes.edits)))
        for title, rows, total in (
            (self.tr("New rows ({n})"), new, changes.added_rows),
            (self.tr("Deleted rows ({n})"), deleted, changes.deleted_rows),
        ):
            if total:
                self.pages.addTab(_row_table(rows, self), title.format(n=figures.count(total)))
        self.body.addWidget(self.pages, 1)


RowTable = tuple[list[str], list[list[str]]]
"""Names of columns, and rows of texts."""


def _row_table(rows: RowTable, parent: QWidget) -> DataTable:
    names, lines = rows
    fields = [Field[list[str]](lambda n=name: n, lambda r, i=at: r[i]) for at, name in enumerate(names)]  # type: ignore[misc]  # bound early
    model = ListTableModel[list[str]](fields, id, parent)
    model.show(lines)
    made = DataTable(parent=parent)
    made.setModel(model)
    return made


class CommitDialog(FormDialog):
    """``confirmed`` carries the message."""

    confirmed = Signal(str)

    def __init__(self, name: str, changes: DraftChanges, parent: QWidget) -> None:
        super().__init__(
            self.tr("Commit edits of {name}").format(name=name),
            self.tr("Commit"),
            parent,
            about=summary(changes),
            wide=64 * S,
        )
        done = [e.text for e in changes.edits if e.is_done]
        self.message = QPlainTextEdit()
        self.message.setPlaceholderText("; ".join(done[:3]) + (" …" if len(done) > 3 else ""))
        self.message.setTabChangesFocus(True)
        self.message.setFixedHeight(12 * S)
        self.add(self.tr("Message"), self.message)
        self.body.addWidget(
            label(self.tr("This makes a new version; older ones stay as they are."), "caption")
        )
        self.message.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        self.confirmed.emit(self.message.toPlainText().strip())
        super().accept()


class ConflictDialog(FormDialog):
    """Somebody committed since the draft began. ``chosen`` carries ``mine`` or ``theirs``; closing keeps the draft."""

    chosen = Signal(str)

    def __init__(self, conflict: DraftConflict, parent: QWidget) -> None:
        title = self.tr("v{head} was committed meanwhile").format(head=conflict.head)
        super().__init__(title, self.tr("Commit"), parent, about=self._told(conflict), wide=92 * S)
        self.cancel.setText(self.tr("Keep the draft"))
        changed = [*conflict.columns]
        if conflict.dropped:
            changed += [
                self.tr("Has no place any more: {text}").format(text=t) for t in conflict.dropped[:10]
            ]
        if changed:
            self.body.addWidget(label("\n".join(changed), "muted", wrap=True))
        overlaps = conflict.overlapping_cells
        self.body.addWidget(
            label(
                self.tr("No cell was changed by both.")
                if not overlaps
                else self.tr("1 cell was changed by both:")
                if overlaps == 1
                else self.tr("{n} cells were changed by both:").format(n=figures.count(overlaps)),
                "heading",
            )
        )
        if conflict.overlaps:
            self.body.addWidget(self._table(conflict), 1)
        self.mine, self.theirs = (
            QRadioButton(self.tr("Where both changed a cell, mine counts")),
            QRadioButton(self.tr("Where both changed a cell, theirs counts")),
        )
        if not overlaps:
            self.mine.setText(self.tr("Put my edits upon theirs"))
        self._group = QButtonGroup(self)
        for box in (self.mine, self.theirs):
            self._group.addButton(box)
            self.body.addWidget(box)
            box.toggled.connect(lambda _on: self.go.setEnabled(True))
        self.theirs.setVisible(bool(overlaps))
        self.mine.setChecked(not overlaps)
        self.go.setEnabled(not overlaps)

    def _told(self, conflict: DraftConflict) -> str:
        who = "\n".join(
            self.tr("v{number} by {who}: {message}").format(
                number=v.number, who=v.author or "?", message=v.message or words.operation(v)
            )
            for v in conflict.versions[-5:]
        )
        counts = self.tr(
            "Since v{base}: {cells} cells changed, {added} rows added, {removed} removed."
        ).format(
            base=conflict.base,
            cells=figures.count(conflict.changed_cells),
            added=figures.count(conflict.added_rows),
            removed=figures.count(conflict.removed_rows),
        )
        return f"{who}\n{counts}"

    def _table(self, conflict: DraftConflict) -> DataTable:
        from driftdesk.core.drafts.edits import Overlap

        def text(value: str | None) -> str:
            return self.tr("missing") if value is None else value

        model = ListTableModel[Overlap](
            [
                Field(lambda: self.tr("Row id"), lambda o: str(o.row_id), number=True),
                Field(lambda: self.tr("Column"), lambda o: o.column),
                Field(lambda: self.tr("Before"), lambda o: text(o.before)),
                Field(lambda: self.tr("Mine"), lambda o: text(o.mine)),
                Field(lambda: self.tr("Theirs"), lambda o: text(o.theirs)),
            ],
            lambda o: (o.row_id, o.column),
            self,
        )
        model.show(list(conflict.overlaps))
        made = DataTable(self.tr("Cells that both changed"))
        made.setModel(model)
        made.set_widths(80, 130, 150, 150)
        made.setMinimumHeight(20 * S)
        return made

    def accept(self) -> None:
        self.chosen.emit("mine" if self.mine.isChecked() else "theirs")
        super().accept()
