"""Workers and audit: two tables that read themselves again when something changed."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import AuditEntry, Worker, now
from driftdesk.ui.activity.words import place_word, value_words
from driftdesk.ui.durations import ago, moment
from driftdesk.ui.stored_words import job_title, stored_word
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import EmptyState, line
from driftdesk.ui.widgets.data_table import DataTable
from driftdesk.ui.widgets.list_table import SORT_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

AUDIT_SHOWN = 1000
UNSEEN = timedelta(seconds=10)
READ_MS = 700


class RecordPage(QWidget):
    """A searchable table of records that ``read`` gets in a thread, while it is visible."""

    def __init__(
        self,
        workspace: Workspace,
        key: str,
        fields: Sequence[Field[Any]],
        *,
        read: Callable[[], list[Any]],
        widths: Sequence[int],
        empty: EmptyState,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._read = read
        self._empty = empty
        self.model: ListTableModel[Any] = ListTableModel(fields, lambda r: r.id, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search = QLineEdit()
        self._search.setProperty("kind", "search")
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(320)
        self._search.textChanged.connect(self._proxy.setFilterFixedString)
        self.table = DataTable()
        self.table.remember_widths(workspace, f"activity/{key}")
        self.table.setModel(self._proxy)
        self.table.set_widths(*widths)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(empty)
        self._body.setContentsMargins(2 * S, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self.reload)
        workspace.feed.changed.connect(self._on_changed)
        top = QHBoxLayout()
        top.setContentsMargins(3 * S, S + 2, 2 * S, S + 2)
        top.addWidget(self._search, 1)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(line())
        column.addWidget(self._body, 1)

    def set_texts(self, search: str, name: str) -> None:
        self._search.setPlaceholderText(search)
        self._search.setAccessibleName(search)
        self.table.setAccessibleName(name)
        self.model.retranslate()

    def reload(self) -> None:
        self._workspace.tasks.start(self._load(), owner=self)

    async def _load(self) -> None:
        records = await self._workspace.tasks.call(self._read)
        self.model.show(records)
        self._body.setCurrentWidget(self.table if records else self._empty)

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _on_changed(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()


class WorkersPage(RecordPage):
    """Who runs jobs, where, and since when it was not seen."""

    def __init__(self, workspace: Workspace) -> None:
        fields: list[Field[Worker]] = [
            Field(lambda: self.tr("State"), self._state, colour=self._state_colour),
            Field(lambda: self.tr("Worker"), lambda w: w.id),
            Field(lambda: self.tr("Place"), lambda w: place_word(w.place)),
            Field(
                lambda: self.tr("Slots"),
                lambda w: f"{len(w.busy)} / {w.slots}",
                lambda w: w.slots,
                number=True,
            ),
            Field(lambda: self.tr("Jobs"), self._jobs),
            Field(
                lambda: self.tr("Since"), lambda w: moment(w.started_at), lambda w: w.started_at.timestamp()
            ),
            Field(lambda: self.tr("Version"), lambda w: w.version),
        ]
        self._says = EmptyState("worker", "")
        widths = (150, 230, 90, 70, 300, 120)
        super().__init__(workspace, "workers", fields, read=self._find, widths=widths, empty=self._says)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_texts(self.tr("Search workers"), self.tr("Workers"))
        text = self.tr(
            "Jobs wait until a worker takes them: this window (see Settings), or `driftdesk worker` on any machine."
        )
        self._says.set_texts(self.tr("No worker is running"), text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _find(self) -> list[Worker]:
        return self._workspace.desk.store.workers.find(sort="-seen_at", limit=200)

    def _state(self, worker: Worker) -> str:
        if now() - worker.seen_at > UNSEEN:
            return self.tr("Last seen {ago}").format(ago=ago(worker.seen_at))
        return self.tr("Busy") if worker.busy else self.tr("Idle")

    def _state_colour(self, worker: Worker) -> str | None:
        return colours().muted if now() - worker.seen_at > UNSEEN else None

    def _jobs(self, worker: Worker) -> str:
        known = (self._workspace.jobs.job(job_id) for job_id in worker.busy)
        return ", ".join(job_title(job) for job in known if job is not None)


class AuditPage(RecordPage):
    """Who did what, when, to what: newest first."""

    def __init__(self, workspace: Workspace) -> None:
        fields: list[Field[AuditEntry]] = [
            Field(lambda: self.tr("When"), lambda e: moment(e.at), lambda e: e.at.timestamp()),
            Field(lambda: self.tr("Who"), lambda e: e.who),
            Field(lambda: self.tr("Action"), lambda e: stored_word(e.action)),
            Field(lambda: self.tr("What"), lambda e: e.what),
            Field(
                lambda: self.tr("Details"), lambda e: value_words(e.details), colour=lambda _: colours().muted
            ),
        ]
        self._says = EmptyState("audit", "")
        widths = (130, 120, 180, 240)
        super().__init__(workspace, "audit", fields, read=self._find, widths=widths, empty=self._says)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_texts(self.tr("Search the audit"), self.tr("Audit"))
        self._says.set_texts(
            self.tr("Nothing was recorded yet"), self.tr("What changes data or models stands here for good.")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _find(self) -> list[AuditEntry]:
        return self._workspace.desk.store.audit.find(sort="-at", limit=AUDIT_SHOWN)
