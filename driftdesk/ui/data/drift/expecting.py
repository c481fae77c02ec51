"""Accepting drift as expected, with a note; and taking that back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from driftdesk.core.entities import ColumnDrift, DriftReport
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import severity_word
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.workspace import Workspace


class ExpectDialog(FormDialog):
    """``confirmed`` carries the note."""

    confirmed = Signal(str)

    def __init__(self, column: ColumnDrift, report: DriftReport, parent: QWidget) -> None:
        about = self.tr(
            "Drift of this column against v{reference} will be shown, but not count, neither for the verdict nor for "
            "policies, up to: {severity}. Graver drift counts."
        ).format(reference=report.reference.version, severity=severity_word(column.severity))
        title = self.tr("Expect drift of {column}").format(column=column.name)
        super().__init__(title, self.tr("Expect it"), parent, about=about, wide=56 * S)
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.note.setPlaceholderText(self.tr("Why it is no surprise"))
        self.note.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(False)
        self.add(self.tr("Note"), self.note)

    def accept(self) -> None:
        self.confirmed.emit(self.note.text())
        super().accept()


class Expecting(QObject):
    """``changed`` carries the report as it reads then, and ``undo_offered`` what was done and how to take it back."""

    changed = Signal(object)
    undo_offered = Signal(str, object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def ask(self, report: DriftReport, name: str, parent: QWidget) -> None:
        """Ask for a note, then accept the drift of a column."""
        column = next((c for c in report.columns if c.name == name), None)
        if column is not None:
            dialog = ExpectDialog(column, report, parent)
            dialog.confirmed.connect(lambda note: self.accept(report, name, note))
            dialog.open()

    def accept(self, report: DriftReport, name: str, note: str) -> None:
        """Accept the drift of a column as ``report`` shows it."""
        service = self._workspace.desk.expectations
        self._do(
            lambda: service.accept(report.dataset_name, name, note, report_id=report.id),
            report,
            self.tr("Drift of {column} is expected from now on.").format(column=name),
            lambda: self.withdraw(report, name),
        )

    def withdraw(self, report: DriftReport, name: str) -> None:
        """Let the drift of a column count again."""
        service, number = self._workspace.desk.expectations, report.reference.version
        notes = [c.expected for c in report.columns if c.name == name and c.expected]
        note = notes[0] if notes else ""
        self._do(
            lambda: service.withdraw(report.dataset_name, name, reference=number),
            report,
            self.tr("Drift of {column} counts again.").format(column=name),
            (lambda: self.accept(report, name, note)) if note else None,
        )

    def _do(
        self,
        change: Callable[[], object],
        report: DriftReport,
        done: str,
        undo: Callable[[], object] | None,
    ) -> None:
        self._workspace.tasks.start(self._change(change, report, done, undo), owner=self)

    async def _change(
        self, change: Callable[[], object], report: DriftReport, done: str, undo: Callable[[], object] | None
    ) -> None:
        call = self._workspace.tasks.call
        await call(change)
        self.changed.emit(await call(self._workspace.desk.drift.report, report.id))
        self.undo_offered.emit(done, undo)
