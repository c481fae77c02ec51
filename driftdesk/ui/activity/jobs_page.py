"""All jobs, with filters, and the one that is open beside them."""

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Job, JobKind
from driftdesk.ui.activity.job_table import (
    JOB_ROLE,
    PROGRESS,
    STATE,
    TITLE,
    JobFilter,
    JobTableModel,
    ProgressDelegate,
    StateDelegate,
)
from driftdesk.ui.activity.job_view import JobView
from driftdesk.ui.activity.stopping import ask_and_stop
from driftdesk.ui.activity.words import kind_word
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import EmptyState, Segmented, line
from driftdesk.ui.widgets.data_table import DataTable
from driftdesk.ui.workspace import Workspace


class JobsPage(QWidget):
    """``open_job(id)`` shows one; Delete stops the one that is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._wanted = ""
        self._states = Segmented([("all", ""), ("active", ""), ("failed", ""), ("finished", "")])
        self._kinds = QComboBox()
        self._kinds.setMaxVisibleItems(len(JobKind) + 1)
        self._search = QLineEdit()
        self._search.setProperty("kind", "search")
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(320)
        self.model = JobTableModel(workspace.jobs, self)
        self._filter = JobFilter(self)
        self._filter.setSourceModel(self.model)
        self.table = DataTable()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setItemDelegateForColumn(STATE, StateDelegate(self.table))
        self.table.setItemDelegateForColumn(PROGRESS, ProgressDelegate(self.table))
        self.table.remember_widths(workspace, "activity/jobs")
        self.table.setModel(self._filter)
        self.table.stretch(TITLE)
        self.table.set_widths(136, 330, 206, 80, 104, 104)
        self._empty = EmptyState("activity", "")
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        self._body.setContentsMargins(2 * S, 0, 0, 0)
        self.view = JobView(workspace)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._on_rows_changed()

    def open_job(self, job_id: str) -> None:
        """Choose a job and show it; if it is not known yet, as soon as it is."""
        self._wanted = job_id
        row = self.model.row_of(job_id)
        if row < 0:
            return
        index = self._filter.mapFromSource(self.model.index(row, 0))
        if not index.isValid():
            self._search.clear()
            self._kinds.setCurrentIndex(0)
            self._states.set_key("all")
            self._filter.narrow(states="all", kind="", words="")
            index = self._filter.mapFromSource(self.model.index(row, 0))
        self._wanted = ""
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def chosen(self) -> Job | None:
        index = self.table.currentIndex()
        return index.data(JOB_ROLE) if index.isValid() else None

    def stop_chosen(self) -> None:
        job = self.chosen()
        if job is not None:
            ask_and_stop(self._workspace, job.id, self.window())

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        self._states.set_options(
            [
                ("all", self.tr("All")),
                ("active", self.tr("Active")),
                ("failed", self.tr("Failed")),
                ("finished", self.tr("Finished")),
            ]
        )
        self._states.setAccessibleName(self.tr("State"))
        self._search.setPlaceholderText(self.tr("Search jobs"))
        self._search.setAccessibleName(self.tr("Search jobs"))
        self._kinds.setAccessibleName(self.tr("Kind of job"))
        kept = self._kinds.currentIndex()
        self._kinds.blockSignals(True)
        self._kinds.clear()
        self._kinds.addItem(self.tr("All kinds"), "")
        for kind in JobKind:
            self._kinds.addItem(kind_word(kind), kind.value)
        self._kinds.setCurrentIndex(max(0, kept))
        self._kinds.blockSignals(False)
        self.table.setAccessibleName(self.tr("Jobs"))
        self.model.retranslate()
        self._show_empty_words()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_empty_words(self) -> None:
        if self.model.rowCount():
            self._empty.set_texts(
                self.tr("No job fits"), self.tr("Other filters may find some."), self.tr("Show all jobs")
            )
        else:
            text = self.tr(
                "Imports, analyses and trainings stand here while they run and after, wherever they run."
            )
            self._empty.set_texts(self.tr("No jobs yet"), text, self.tr("Go to the data"))

    def _on_empty_pressed(self) -> None:
        if not self.model.rowCount():
            self._workspace.open("tab", "data")
            return
        self._states.set_key("all")
        self._kinds.setCurrentIndex(0)
        self._search.clear()
        self._filter.narrow(states="all")

    def _on_rows_changed(self) -> None:
        self._show_empty_words()
        self._body.setCurrentWidget(self.table if self._filter.rowCount() else self._empty)
        if self._wanted:
            self.open_job(self._wanted)
        elif self.chosen() is None and self._filter.rowCount():
            self.table.setCurrentIndex(self._filter.index(0, 0))
        self.view.setVisible(self.chosen() is not None)

    def _on_current_changed(self, index: QModelIndex) -> None:
        job = index.data(JOB_ROLE) if index.isValid() else None
        self.view.setVisible(job is not None)
        if job is not None:
            self.view.show_job(job)

    def _on_job_changed(self, job_id: str) -> None:
        job = self._workspace.jobs.job(job_id)
        if job is not None and self.view.job_id() == job_id:
            self.view.show_job(job)

    def _connect(self) -> None:
        self._states.chosen.connect(lambda key: self._filter.narrow(states=key))
        self._kinds.currentIndexChanged.connect(lambda: self._filter.narrow(kind=self._kinds.currentData()))
        self._search.textChanged.connect(lambda text: self._filter.narrow(words=text))
        for signal in (
            self._filter.rowsInserted,
            self._filter.rowsRemoved,
            self._filter.modelReset,
            self._filter.layoutChanged,
        ):
            signal.connect(self._on_rows_changed)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self._workspace.jobs.job_changed.connect(self._on_job_changed)
        self._empty.triggered.connect(self._on_empty_pressed)
        self._split.splitterMoved.connect(
            lambda: self._workspace.remember("activity/split", self._split.saveState())
        )

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(3 * S, S + 2, 2 * S, S + 2)
        filters.setSpacing(S)
        filters.addWidget(self._states)
        filters.addWidget(self._kinds)
        filters.addStretch(1)
        filters.addWidget(self._search, 2)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(filters)
        column.addWidget(line())
        column.addWidget(self._body, 1)
        self._split.addWidget(left)
        self._split.addWidget(self.view)
        self._split.setStretchFactor(0, 1)
        kept = self._workspace.state("activity/split")
        if kept is None or not self._split.restoreState(kept):
            self._split.setSizes([900, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)
