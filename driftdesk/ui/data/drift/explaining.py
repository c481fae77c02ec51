"""The search for where drift concentrates: a job, what it found, and the rows that it names."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from driftdesk.core.entities import DriftReport, JobState
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, label
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace


class Explaining(QObject):
    """``explained`` carries the report with its explanation; ``failed`` the report and what went wrong, in words."""

    explained = Signal(object)
    failed = Signal(object, str)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._running: set[str] = set()

    def is_running(self, report: DriftReport) -> bool:
        return report.id in self._running

    def find(self, report: DriftReport) -> None:
        """Look for segments of a stored report."""
        if report.id not in self._running:
            self._running.add(report.id)
            self._workspace.tasks.start(self._find(report), owner=self)

    async def _find(self, report: DriftReport) -> None:
        desk, call = self._workspace.desk, self._workspace.tasks.call
        try:
            job = await call(desk.explain_drift, report.id)
            end = await ended(self._workspace, job)
            if end.state is JobState.SUCCEEDED:
                self.explained.emit(await call(desk.drift.report, report.id))
                return
            said = end.error.message if end.error else self.tr("The search was stopped.")
        except DriftDeskError as error:
            said = " ".join(filter(None, (error.message, error.hint)))
        finally:
            self._running.discard(report.id)
        self.failed.emit(report, said)

    def show_examples(self, report: DriftReport, parent: QWidget) -> None:
        """Open the rows that are typical of what is new."""
        self._workspace.tasks.start(self._show_examples(report, parent), owner=self)

    async def _show_examples(self, report: DriftReport, parent: QWidget) -> None:
        rows = await self._workspace.tasks.call(lambda: self._workspace.desk.why.examples(report).to_pylist())
        ExampleRows(rows, parent).open()


class ExampleRows(QDialog):
    """A few rows, one beside the other as in the Records tab."""

    def __init__(self, rows: list[dict[str, Any]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Typical new rows"))
        self.resize(100 * S, 50 * S)
        names = [n for n in (rows[0] if rows else {}) if not n.startswith("_")]
        model = ListTableModel[dict[str, Any]]([_field(n) for n in names], id, self)
        model.show(rows)
        self.table = DataTable(self.tr("Typical new rows"))
        self.table.setModel(model)
        about = self.tr(
            "Rows of the current side that are typical of what is new, different from one another."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        column.addWidget(label(about, "muted", wrap=True))
        column.addWidget(self.table, 1)


def _field(name: str) -> Field[dict[str, Any]]:
    return Field(lambda: name, lambda row: figures.cell(row[name]) or "")
