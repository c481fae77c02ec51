"""What can be done with the report that is shown: accept drift, find where it concentrates, look at rows, export, compare."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import DriftReport
from driftdesk.ui.data.drift.comparing import ReportComparing
from driftdesk.ui.data.drift.detail import DriftDetail
from driftdesk.ui.data.drift.expecting import Expecting
from driftdesk.ui.data.drift.explaining import Explaining
from driftdesk.ui.data.drift.exporting import ReportExport
from driftdesk.ui.data.notice_bar import NoticeBar
from driftdesk.ui.workspace import Workspace


class ReportDoing(QObject):
    """``expected`` carries the report as it reads after drift was accepted or counts again; ``rows_asked`` a version and
    the filter of the rows that are wanted."""

    expected = Signal(object)
    rows_asked = Signal(int, str)

    def __init__(self, workspace: Workspace, detail: DriftDetail, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._parent = workspace, parent
        self._where, self._notice = detail.where, notice
        self._report: DriftReport | None = None
        self.expecting = Expecting(workspace, self)
        self.explaining = Explaining(workspace, self)
        self._exporting = ReportExport(workspace, self)
        self._comparing = ReportComparing(workspace, self)
        detail.expect_asked.connect(self._on_expect)
        detail.withdraw_asked.connect(self._on_withdraw)
        self._where.find_asked.connect(self._on_find)
        self._where.rule_chosen.connect(self._on_rule)
        self._where.rows_asked.connect(self._on_examples)
        self.expecting.changed.connect(self.expected)
        self.expecting.undo_offered.connect(self._offer_undo)
        self.explaining.explained.connect(self._on_explained)
        self.explaining.failed.connect(self._on_not_explained)

    def show_report(self, report: DriftReport | None) -> None:
        """The stored report that is shown now (None: none)."""
        if report is None or self._report is None or report.dataset_id != self._report.dataset_id:
            self._notice.hide()
        self._report = report
        self._where.show_explanation(report.explanation if report else None)
        if report is not None:
            self._where.set_busy(self.explaining.is_running(report))

    def export(self, suffix: str, with_rows: bool = False) -> None:
        """Write the report in the format of ``suffix``; ``with_rows``: with those that its explanation names."""
        if self._report is not None:
            self._exporting.ask(self._report, suffix, self._parent, with_rows=with_rows)

    def compare(self, reports: Sequence[DriftReport]) -> None:
        """Ask which of ``reports``, or of a file, the report is compared with."""
        if self._report is not None:
            self._comparing.ask(self._report, reports, self._parent)

    def _on_expect(self, name: str) -> None:
        if self._report is not None:
            self.expecting.ask(self._report, name, self._parent)

    def _on_withdraw(self, name: str) -> None:
        if self._report is not None:
            self._notice.hide()
            self.expecting.withdraw(self._report, name)

    def _offer_undo(self, done: str, undo: Callable[[], object] | None) -> None:
        if undo is not None:
            self._notice.offer(done, self.tr("Undo"), undo)
        else:
            self._notice.hide()
            self._workspace.notifications.info(done)

    def _on_find(self) -> None:
        if self._report is not None:
            self._where.set_busy(True)
            self.explaining.find(self._report)

    def _on_explained(self, report: DriftReport) -> None:
        if self._report is not None and self._report.id == report.id:
            self._report = self._report.model_copy(update={"explanation": report.explanation})
            self._where.show_explanation(report.explanation)

    def _on_not_explained(self, report: DriftReport, said: str) -> None:
        if self._report is not None and self._report.id == report.id:
            self._where.set_busy(False, said)

    def _on_rule(self, rule: str) -> None:
        if self._report is not None and self._report.current.version is not None:
            self.rows_asked.emit(self._report.current.version, rule)

    def _on_examples(self) -> None:
        if self._report is not None:
            self.explaining.show_examples(self._report, self._parent)
