"""Other thresholds tried on the report that is shown: it is judged again at once, without computing anything anew."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from driftdesk.core.drift.params import PRESETS, DriftParams
from driftdesk.core.entities import DriftReport
from driftdesk.ui.data.drift.thresholds import ThresholdPanel
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drift.presets import DriftPresets


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
        panel.save_asked.connect(self._on_save_asked)

    def show_report(self, report: DriftReport | None) -> None:
        """Another stored report is shown (None: none): what was tried on the one before is forgotten."""
        self._wanted += 1
        self._report = report
        if report is not None:
            self._panel.show_report(report, DriftParams.model_validate(report.params))

    def open(self, on: bool) -> None:
        """Let thresholds be tried, or show the report as it is stored again."""
        self._panel.setVisible(on)
        if on:
            self._workspace.tasks.start(self._read_presets(), owner=self)
        if not on and self._report is not None:
            self.show_report(self._report)
            self.judged.emit(self._report, False)

    async def _read_presets(self) -> None:
        presets = self._workspace.desk.drift.presets
        self._panel.show_presets(await self._workspace.tasks.call(_saved, presets))

    def _on_save_asked(self, params: DriftParams) -> None:
        dialog = PresetDialog(self._panel)
        dialog.confirmed.connect(
            lambda name: self._workspace.tasks.start(self._save(name, params), owner=self, writes=True)
        )
        dialog.open()

    async def _save(self, name: str, params: DriftParams) -> None:
        presets = self._workspace.desk.drift.presets
        await self._workspace.tasks.call(presets.save, name, params)
        self._panel.show_presets(await self._workspace.tasks.call(_saved, presets), chosen=name)
        self._workspace.notifications.success(self.tr("Saved the preset {name}").format(name=name))

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


class PresetDialog(FormDialog):
    """``confirmed`` carries the name under which thresholds shall be kept."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        about = self.tr("Everybody who works on this database can choose it.")
        super().__init__(self.tr("Save as a preset"), self.tr("Save"), parent, about=about, wide=48 * S)
        self.name = QLineEdit()
        self.name.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(False)
        self.add(self.tr("Name"), self.name)

    def accept(self) -> None:
        self.confirmed.emit(self.name.text().strip())
        super().accept()


def _saved(presets: "DriftPresets") -> dict[str, DriftParams]:
    return {p.name: presets.get(p.name) for p in presets.list() if p.name not in PRESETS}


def _key(dataset_id: str) -> str:
    return f"data/drift/params/{dataset_id}"


def _judge_again(report: DriftReport, params: DriftParams) -> DriftReport:
    from driftdesk.core.drift.verdict import judge_again

    return judge_again(report, params)
