"""What the datasets take in the database, for how long versions are kept, and the sweep."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.entities import JobEvent, JobFinished, JobProgressed, JobState, RetentionPolicy
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.data.registry.policy_form import PolicyForm
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ErrorView, Header, button, label, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.retention.account import DatasetAccount, StorageAccount


class StoragePage(QWidget):
    """``left`` goes back to all datasets; ``opened`` carries the id of a dataset that is wanted."""

    left = Signal()
    opened = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("area", "surface")
        self._workspace = workspace
        self._reading = False
        self._whose = ""
        """Name of the dataset whose policy is shown; empty: that of all."""
        self._swept: dict[str, Any] | None = None
        self._account: StorageAccount | None = None
        self.header = Header()
        self._back, self._again = button("", "", "back"), button("", "", "refresh")
        self._back.clicked.connect(self.left)
        self._again.clicked.connect(self.refresh)
        self.header.set_actions([self._back, self._again])
        self.model = IconTableModel(self._shown(), lambda d: d.dataset_id, self._icon, parent=self)
        self.table = DataTable()
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_widths(148, 64, 68, 68, 68, 68, 68, 68)
        self.table.stretch(0)
        self.table.remember_widths(workspace, "data/storage")
        self.table.activated.connect(lambda i: self._open(self.model.things[i.row()]))
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        self._rest = label("", "muted", wrap=True)
        self._error = ErrorView()
        self._error.retried.connect(self.refresh)
        self._error.hide()
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_event)
        left = QVBoxLayout()
        left.setSpacing(S)
        left.addWidget(inset(self.table), 1)
        left.addWidget(inset(self._rest, 3 * S))
        left.addWidget(self._error)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, S)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(line("v"))
        body.addWidget(self._build_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(line())
        column.addLayout(body, 1)
        self.retranslate()

    def _build_side(self) -> QWidget:
        self.policy = PolicyForm()
        self.policy.saved.connect(self._on_save)
        self.policy.forgotten.connect(self._on_forget)
        self._of_all = button("", "link")
        self._of_all.clicked.connect(self.table.clearSelection)
        self._of_all.clicked.connect(lambda: self._read_policy(""))
        self._sweep_title, self._sweep_words = label("", "heading"), label("", "muted", wrap=True)
        self.look, self.go = button("", "", "search"), button("", "danger", "clean")
        self.look.clicked.connect(partial(self._on_sweep, dry_run=True))
        self.go.clicked.connect(partial(self._on_sweep, dry_run=False))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button("", "quiet", "cancel")
        self.stop.clicked.connect(self._on_stop)
        self._outcome = label("", "", wrap=True)
        inside = QWidget()
        inside.setProperty("area", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        column.setSpacing(S)
        column.addWidget(self.policy)
        column.addWidget(self._of_all)
        column.addSpacing(S)
        column.addWidget(line())
        column.addSpacing(S)
        column.addWidget(self._sweep_title)
        column.addWidget(self._sweep_words)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.look)
        buttons.addWidget(self.go)
        buttons.addStretch(1)
        column.addLayout(buttons)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.stop)
        column.addLayout(running)
        column.addWidget(self._outcome)
        column.addStretch(1)
        self._show_running(False)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(49 * S)
        return scroll

    def _shown(self) -> "list[Field[DatasetAccount]]":
        def size(title: Callable[[], str], of: str) -> "Field[DatasetAccount]":
            return Field(
                title,
                lambda d: figures.byte_count(getattr(d, of)),
                number=True,
                tip=lambda d: f"{figures.count(getattr(d, of))} B",
            )

        return [
            Field(lambda: self.tr("Dataset"), self._named),
            Field(lambda: self.tr("Versions"), lambda d: figures.count(d.versions), number=True),
            size(lambda: self.tr("Its own"), "own"),
            size(lambda: self.tr("Values"), "chunks"),
            size(lambda: self.tr("Profiles"), "profiles"),
            size(lambda: self.tr("Pages"), "pages"),
            size(lambda: self.tr("Files"), "files"),
            size(lambda: self.tr("Shared"), "shared"),
        ]

    def _named(self, dataset: "DatasetAccount") -> str:
        return (
            self.tr("{name} (in the trash)").format(name=dataset.name) if dataset.in_trash else dataset.name
        )

    @staticmethod
    def _icon(dataset: "DatasetAccount") -> Any:
        return icon("delete" if dataset.in_trash else "dataset")

    # Reading ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        if not self._reading:
            self._reading = True
            self._again.setEnabled(False)
            self._workspace.tasks.start(self._read(), owner=self)

    async def _read(self) -> None:
        try:
            account = await self._workspace.tasks.call(self._workspace.desk.retention.account)
            policy = await self._workspace.tasks.call(self._workspace.desk.retention.policy, self._name())
        except Exception as error:  # noqa: BLE001  (shown below the table)
            self._error.show_error(error)
            self._error.show()
            return
        finally:
            self._reading = False
            self._again.setEnabled(True)
        self._error.hide()
        self._account = account
        self.model.show(account.datasets)
        self._show_policy(policy)
        self._say_account()

    def _say_account(self) -> None:
        found = self._account
        if found is None:
            return
        self.header.set_subtitle(self.tr("{total} in all").format(total=figures.byte_count(found.total)))
        parts = (
            (self.tr("Shared by several datasets"), found.shared),
            (self.tr("Unreferenced"), found.unreferenced),
            (self.tr("Other files"), found.other_files),
            (self.tr("Models and checkpoints"), found.artifacts),
        )
        self._rest.setText("   ·   ".join(f"{name} {figures.byte_count(size)}" for name, size in parts))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # The policy -------------------------------------------------------------------------------------------------

    def chosen(self) -> "DatasetAccount | None":
        rows = self.table.selectionModel().selectedRows()
        found = self.model.things[rows[0].row()] if rows else None
        return found if found is not None and not found.in_trash else None

    def _name(self) -> str | None:
        chosen = self.chosen()
        return chosen.name if chosen else None

    def _on_chosen(self) -> None:
        current = self.table.currentIndex()
        if current.isValid():
            thing = self.model.things[current.row()]
            self._read_policy("" if thing.in_trash else thing.name)

    def _read_policy(self, name: str) -> None:
        self._workspace.tasks.start(self._policy_of(name), owner=self)

    async def _policy_of(self, name: str) -> None:
        read = self._workspace.desk.retention.policy
        self._show_policy(await self._workspace.tasks.call(read, name or None), name)

    def _show_policy(self, policy: RetentionPolicy, name: str | None = None) -> None:
        whose = (self._name() or "") if name is None else name
        self.policy.show_policy(policy, whose)
        self._of_all.setVisible(bool(whose))
        self._whose = whose

    def _on_save(self) -> None:
        limits = {"keep_versions": self.policy.versions.value(), "keep_days": self.policy.days.value()}
        retention, trash_days = self._workspace.desk.retention, self.policy.trash.value()
        if not self._whose:
            limits["event_days"] = self.policy.events.value()
        keep = partial(retention.set_policy, self._whose or None, **limits)

        def keep_of_all() -> RetentionPolicy:
            keep()
            return retention.set_trash_days(trash_days)

        self._workspace.tasks.start(self._store_policy(keep if self._whose else keep_of_all), owner=self)

    def _on_forget(self) -> None:
        work = partial(self._workspace.desk.retention.forget_policy, self._whose)
        self._workspace.tasks.start(self._store_policy(work), owner=self)

    async def _store_policy(self, work: Any) -> None:
        whose = self._whose
        policy = await self._workspace.tasks.call(work)
        self._show_policy(policy, whose)
        self._workspace.notifications.success(self.tr("The next sweep goes by this policy"))

    def _open(self, dataset: "DatasetAccount") -> None:
        if not dataset.in_trash:
            self.opened.emit(dataset.dataset_id)

    # The sweep --------------------------------------------------------------------------------------------------

    def _on_sweep(self, *, dry_run: bool) -> None:
        self._workspace.tasks.start(self._sweep(dry_run), owner=self)

    async def _sweep(self, dry_run: bool) -> None:
        job = await self._workspace.tasks.call(self._workspace.desk.sweep, dry_run=dry_run)
        self._outcome.setText("")
        self._show_running(True)
        self._watch.follow(job)

    def _on_stop(self) -> None:
        if self._watch.job is not None:
            stop = partial(self._workspace.desk.jobs.stop, self._watch.job.id)
            self._workspace.tasks.start(self._workspace.tasks.call(stop), owner=self)

    def _on_event(self, event: JobEvent) -> None:
        if isinstance(event, JobProgressed) and event.progress.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * event.progress.done / event.progress.total))
        elif isinstance(event, JobFinished):
            self._show_running(False)
            self._swept = event.result if event.state is JobState.SUCCEEDED else None
            if self._swept is None:
                self._outcome.setText(
                    event.error.message if event.error else self.tr("The sweep was stopped.")
                )
            else:
                self._say_swept()
            if not (self._swept and self._swept.get("dry_run")):
                self.refresh()

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.bar.setRange(0, 0)
        for made in (self.look, self.go):
            made.setEnabled(not running)

    def _say_swept(self) -> None:
        found = self._swept
        if found is None:
            return
        size = figures.byte_count(found["bytes"])
        if not found["bytes"] and not found["versions"]:
            self._outcome.setText(self.tr("There is nothing to remove."))
            return
        said = self.tr("Would free {size}:") if found["dry_run"] else self.tr("Freed {size}:")
        parts = (
            (self.tr("versions"), found["versions"]),
            (self.tr("chunks of values"), found["chunks"]),
            (self.tr("profiles"), found["profiles"]),
            (self.tr("files"), found["files"] + found["artifacts"]),
            (self.tr("events of jobs"), found["events"]),
        )
        counted = ", ".join(f"{figures.count(n)} {what}" for what, n in parts if n)
        self._outcome.setText(f"{said.format(size=size)} {counted}")

    def retranslate(self) -> None:
        self.header.set_title(self.tr("Storage"))
        self._back.setText(self.tr("All datasets"))
        self._again.setText(self.tr("Count again"))
        self.table.setAccessibleName(self.tr("What datasets take"))
        self._of_all.setText(self.tr("Show the policy of all datasets"))
        self._sweep_title.setText(self.tr("Sweep"))
        self._sweep_words.setText(
            self.tr(
                "Removes versions that the policies let go, and data that nothing refers to and nobody touched for "
                "an hour."
            )
        )
        self.look.setText(self.tr("What would go?"))
        self.go.setText(self.tr("Sweep now"))
        self.stop.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self.tr("Progress of the sweep"))
        self.model.retranslate()
        self._say_account()
        self._say_swept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
