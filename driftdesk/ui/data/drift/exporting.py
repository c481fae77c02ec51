"""A report as a file: asks where to, and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from driftdesk.core.entities import DriftReport
from driftdesk.ui.data import words
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk

FORMATS = ("html", "pdf", "json")
"""What a report can be written as, by the suffix of the file."""


_ROWLESS = frozenset({"json"})
"""Formats that never hold rows of the data."""


def _write(desk: Desk, report: DriftReport, path: Path, with_rows: bool) -> None:
    from driftdesk.core.reports.writing import write_report

    write_report(report, path, desk.why.examples(report).to_pylist() if with_rows else ())


def format_title(suffix: str) -> str:
    """A format in the menu."""
    return QCoreApplication.translate("data", "Export as {format}…").format(format=suffix.upper())


class ReportExport(QObject):
    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def ask(self, report: DriftReport, suffix: str, parent: QWidget, *, with_rows: bool = False) -> None:
        """Ask for a file and write ``report`` to it in the format of ``suffix``; ``with_rows``: with the rows that its
        explanation names, where the format holds any."""
        name = f"{report.dataset_name}-{words.side(report.reference)}-{words.side(report.current)}.{suffix}"
        dialog = QFileDialog(parent, self.tr("Export the report"), name, f"{suffix.upper()} (*.{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(
            lambda path: self._workspace.tasks.start(
                self._export(report, Path(path), with_rows and suffix not in _ROWLESS), owner=self
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _export(self, report: DriftReport, path: Path, with_rows: bool) -> None:
        await self._workspace.tasks.call(_write, self._workspace.desk, report, path, with_rows)
        self._workspace.notifications.success(self.tr("Exported {name}").format(name=path.name))
