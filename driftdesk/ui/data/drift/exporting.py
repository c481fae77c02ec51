"""A report as a file: asks where to, and writes it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from driftdesk.core.entities import DriftReport
from driftdesk.ui.data import words
from driftdesk.ui.workspace import Workspace

FORMATS = ("html", "pdf", "json")
"""What a report can be written as, by the suffix of the file."""


def _write(report: DriftReport, path: Path) -> None:
    from driftdesk.core.reports.writing import write_report

    write_report(report, path)


def format_title(suffix: str) -> str:
    """A format in the menu."""
    return QCoreApplication.translate("data", "Export as {format}…").format(format=suffix.upper())


class ReportExport(QObject):
    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def ask(self, report: DriftReport, suffix: str, parent: QWidget) -> None:
        """Ask for a file and write ``report`` to it in the format of ``suffix``."""
        name = f"{report.dataset_name}-{words.side(report.reference)}-{words.side(report.current)}.{suffix}"
        dialog = QFileDialog(parent, self.tr("Export the report"), name, f"{suffix.upper()} (*.{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(
            lambda path: self._workspace.tasks.start(self._export(report, suffix, Path(path)), owner=self)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _export(self, report: DriftReport, suffix: str, path: Path) -> None:
        await self._workspace.tasks.call(_write, report, path)
        self._workspace.notifications.success(self.tr("Exported {name}").format(name=path.name))
