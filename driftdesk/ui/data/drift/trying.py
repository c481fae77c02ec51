"""Other thresholds tried on the report that is shown: it is judged again at once, without computing anything anew."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import DriftReport
from driftdesk.ui.data.drift.thresholds import ThresholdPanel
from driftdesk.ui.workspace import Workspace


class Trying(QObject):
    """``judged`` carries the report as it would read, and whether that is other than it is stored; ``applied`` the
    parameters that the next analyses use."""

    judged = Signal(object, bool)
    applied = Signal(object)

    def __init__(self, workspace: Workspace, panel: ThresholdPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._panel = panel
        self._report: DriftReport | None = None
        self._wanted = 0
        panel.hide()
        panel.changed.connect(self._on_changed)
        panel.applied.connect(self._on_applied)

    def show_report(self, report: DriftReport | None) -> None:
        """Another stored report is shown (None: none): what was tried on the one before is forgotten."""
        self._wanted += 1
        self._report = report
        if report is not None:
            self._panel.show_report(report, DriftParams.model_validate(report.params))

    def open(self, on: bool) -> None:
        """Let thresholds be tried, or show the report as it is stored again."""
        self._panel.setVisible(on)
        if not on and self._report is not None:
            self.show_report(self._report)
            self.judged.emit(self._report, False)

    def params(self, dataset_id: str) -> dict[str, Any]:
        """What analyses of a dataset use, as it was applied here; empty: the usual parameters."""
        found = self._workspace.state(_key(dataset_id), {})
        return found if isinstance(found, dict) else {}

    def preset(self, dataset_id: str) -> str:
        """What these were made from."""
        return str(self.params(dataset_id).get("preset", "default"))

    def _on_changed(self, params: DriftParams) -> None:
        self._wanted += 1
        if self._report is not None:
            self._workspace.tasks.start(self._judge(self._report, params, self._wanted), owner=self)

    async def _judge(self, report: DriftReport, params: DriftParams, wanted: int) -> None:
        found = await self._workspace.tasks.call(_judge_again, report, params)
        if wanted == self._wanted:
            self.judged.emit(found, params != DriftParams.model_validate(report.params))

    def _on_applied(self, params: DriftParams) -> None:
        if self._report is not None:
            usual = params == DriftParams()
            kept = {} if usual else params.model_dump(mode="json")
            self._workspace.remember(_key(self._report.dataset_id), kept)
            self.applied.emit(params)


def _key(dataset_id: str) -> str:
    return f"data/drift/params/{dataset_id}"


def _judge_again(report: DriftReport, params: DriftParams) -> DriftReport:
    from driftdesk.core.drift.verdict import judge_again

    return judge_again(report, params)
