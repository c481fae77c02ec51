"""Activity: what runs, what ran, who runs it, and who did what."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import JobState
from driftdesk.ui.actions import Action
from driftdesk.ui.activity.jobs_page import JobsPage
from driftdesk.ui.activity.record_pages import AuditPage, WorkersPage
from driftdesk.ui.widgets.basics import Header
from driftdesk.ui.workspace import Workspace


class ActivityTab(QWidget):
    """Sub-tabs Jobs, Workers, Audit. ``open("job", id)`` shows a job."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setProperty("area", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._header = Header()
        self.jobs = JobsPage(workspace)
        self.workers = WorkersPage(workspace)
        self.audit = AuditPage(workspace)
        self.pages = QTabWidget()
        self.pages.setProperty("inset", True)
        for page in (self.jobs, self.workers, self.audit):
            self.pages.addTab(page, "")
        self.pages.setCurrentIndex(int(workspace.state("activity/page", 0)))
        self.pages.currentChanged.connect(lambda at: workspace.remember("activity/page", at))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.pages, 1)
        workspace.jobs.changed.connect(self._show_summary)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.jobs.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.jobs.stop_chosen)
        self.retranslate()

    def open(self, kind: str, thing_id: str) -> None:
        if kind == "job":
            self.pages.setCurrentWidget(self.jobs)
            self.jobs.open_job(thing_id)

    def actions(self) -> list[Action]:  # type: ignore[override]  # QWidget.actions() is not used for tabs
        def stoppable() -> bool:
            job = self.jobs.chosen()
            return self.pages.currentWidget() is self.jobs and job is not None and not job.state.is_final

        return [
            Action(
                "activity.stop", self.tr("Stop the chosen job"), self.jobs.stop_chosen, "", stoppable, "stop"
            ),
            Action("activity.jobs", self.tr("Jobs"), lambda: self._go(self.jobs), icon="job"),
            Action("activity.workers", self.tr("Workers"), lambda: self._go(self.workers), icon="worker"),
            Action("activity.audit", self.tr("Audit"), lambda: self._go(self.audit), icon="audit"),
        ]

    def retranslate(self) -> None:
        self._header.set_title(self.tr("Activity"))
        self.pages.setAccessibleName(self.tr("Activity"))
        self.pages.tabBar().setAccessibleName(self.tr("Activity"))
        for page, title in (
            (self.jobs, self.tr("Jobs")),
            (self.workers, self.tr("Workers")),
            (self.audit, self.tr("Audit")),
        ):
            self.pages.setTabText(self.pages.indexOf(page), title)
        self._show_summary()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _go(self, page: QWidget) -> None:
        self._workspace.open("tab", "activity")
        self.pages.setCurrentWidget(page)

    def _show_summary(self) -> None:
        active = self._workspace.jobs.active()
        running = sum(j.state is JobState.RUNNING for j in active)
        waiting = len(active) - running
        if not active:
            text = self.tr("Nothing is running.")
        elif waiting:
            text = self.tr("{running} running, {waiting} waiting.").format(running=running, waiting=waiting)
        else:
            text = self.tr("{running} running.").format(running=running)
        self._header.set_subtitle(text)
