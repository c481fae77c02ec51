"""The Data tab: datasets at the left; all of them, the open one, or the storage that they take, at the right."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from driftdesk.core.datasets.registry import RegistryQuery
from driftdesk.core.errors import NotFoundError, TrashedError
from driftdesk.ui.actions import Action
from driftdesk.ui.data.dataset_rows import NO_ROWS, read_rows
from driftdesk.ui.data.dataset_side import DatasetSide
from driftdesk.ui.data.dataset_view import DatasetView, import_panels
from driftdesk.ui.data.drop_veil import DropVeil, dropped_paths
from driftdesk.ui.data.registry.page import AllDatasets
from driftdesk.ui.data.samples import add_samples
from driftdesk.ui.data.state import DatasetState
from driftdesk.ui.widgets import EmptyState, ErrorView, Skeleton
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.ui.data.registry.storage_page import StoragePage

_OF_INTEREST = {"*", "datasets", "dataset_versions", "drift_reports"}


class DataTab(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._rows = NO_ROWS
        self._reading = self._stale = self._read_once = False
        self._storage: StoragePage | None = None
        self.state = DatasetState(workspace, self)
        self.view = DatasetView(workspace, self.state)
        self.view.import_asked.connect(self._on_import_into)
        self.view.storage_asked.connect(self.show_storage)
        self.side = DatasetSide()
        self.list = self.side.list
        self.list.selected.connect(self.open_dataset)
        self.side.asked.connect(self.refresh)
        self.side.all_asked.connect(self._on_all_asked)
        self.side.import_asked.connect(self._on_import)
        self._empty = EmptyState("data", "")
        self._empty.triggered.connect(self._on_import)
        self._empty.second_triggered.connect(self.add_samples)
        self.all = AllDatasets(workspace)
        self.all.opened.connect(self.open_dataset)
        self.all.import_asked.connect(self._on_import_into)
        self.all.storage_asked.connect(self.show_storage)
        self.all.changes.changed.connect(self.refresh)
        self._error = ErrorView()
        self._error.retried.connect(self.refresh)
        self._pages = QStackedWidget()
        for page in (Skeleton(), self._empty, self.all, self._error, self.view):
            self._pages.addWidget(page)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.side)
        self._splitter.addWidget(self._pages)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setSizes([workspace.state("data/list_width", 260), 1000])
        self._splitter.splitterMoved.connect(lambda at, _: workspace.remember("data/list_width", at))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        self._veil = DropVeil(self)
        self.setAcceptDrops(True)
        workspace.feed.changed.connect(self._on_changed)
        self.state.failed.connect(self._on_state_failed)
        self.state.changed.connect(self._on_opened)
        self.retranslate()
        self.refresh()

    # What the frame asks for ------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:  # type: ignore[override]  # QWidget.actions are QActions; ours are data
        is_open = self._is_open
        return [
            Action("data.import", self.tr("Import files…"), self.import_files, "Ctrl+I", icon="import"),
            Action(
                "data.import_mongodb",
                self.tr("Import from MongoDB…"),
                self.import_mongodb,
                "Ctrl+Shift+I",
                icon="database",
                keywords="collection reference platform",
            ),
            Action(
                "data.all",
                self.tr("All datasets"),
                self.show_all,
                "Alt+Home",
                icon="cards",
                keywords="registry",
            ),
            Action("data.new", self.tr("New dataset…"), self.all.changes.create, "Ctrl+N", icon="add"),
            Action(
                "data.storage",
                self.tr("Storage"),
                self.show_storage,
                icon="storage",
                keywords="sweep retention",
            ),
            Action("data.samples", self.tr("Add the sample data"), self.add_samples, icon="sample"),
            Action(
                "data.analyse", self.tr("Analyse drift"), self._on_analyse, "Ctrl+Shift+A", is_open, "analyse"
            ),
            Action("data.recompose", self.tr("Recompose…"), self.view.recompose, "", is_open, "recompose"),
            Action("data.clean", self.tr("Clean…"), self.view.clean, "", is_open, "clean"),
            *(self._panel_action(at, *panel) for at, panel in enumerate(self.view.panels(), 1)),
            Action(
                "data.search",
                self.tr("Search datasets"),
                self.list.focus_search,
                "Ctrl+Shift+F",
                icon="search",
            ),
        ]

    def _panel_action(self, at: int, key: str, title: str) -> Action:
        run: Callable[[], object] = lambda: self.view.go_to_panel(key)  # noqa: E731  (a name for the type)
        return Action(
            f"data.panel.{key}",
            self.tr("Show {panel}").format(panel=title),
            run,
            f"Alt+{at}",
            self._is_open,
            "records",
        )

    def open(self, kind: str, id: str) -> None:
        """Go to a dataset, to a version (``id@number``), its files, its streams, or to the drift report of one."""
        if kind == "dataset":
            self.open_dataset(id)
        elif kind == "version":
            dataset_id, _, number = id.partition("@")
            self.open_dataset(dataset_id)
            self.view.show_version(int(number))
        elif kind == "files":
            self.open_dataset(id)
            self.view.go_to_panel("files")
        elif kind == "stream":
            self.open_dataset(id)
            self.view.go_to_panel("drift")
            self.view.drift.timeline.show_streams()
        elif kind == "report":
            self._workspace.tasks.start(self._open_report(id), owner=self)

    def retranslate(self) -> None:
        self._empty.set_texts(
            self.tr("No data yet"),
            self.tr(
                "Drop CSV, JSON or Parquet files anywhere here. The sample data are four small datasets "
                "with batches that are known to drift."
            ),
            self.tr("Import files…"),
            self.tr("Add the sample data"),
        )
        self._veil.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # The list ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew; several wishes at once are one reading."""
        if self._reading:
            self._stale = True
            return
        self._reading = True
        self._workspace.tasks.start(self._read(), owner=self)

    async def _read(self) -> None:
        call, desk = self._workspace.tasks.call, self._workspace.desk
        try:
            while True:
                self._stale = False
                self._rows = await call(read_rows, desk, *self.side.wanted)
                if not self._stale:
                    break
            is_there = await self._is_there(self.state.dataset_id)
        except Exception as error:  # noqa: BLE001  (shown in place of the list)
            self._on_failed(error)
            return
        finally:
            self._reading = False
        is_shown = self._pages.currentWidget() is self.view
        self.side.show_rows(self._rows, self.state.dataset_id if is_shown else "")
        await self._open_something(is_there)
        if not self._read_once:
            self._read_once = True
            self.list.select(self.state.dataset_id)
            self._workspace.tasks.start(call(import_panels), owner=self)

    async def _is_there(self, dataset_id: str) -> bool:
        """Whether a dataset can be open: it is there, and not in the trash."""
        if not dataset_id or any(d.id == dataset_id for d in self._rows.datasets):
            return bool(dataset_id)
        try:
            found = await self._workspace.tasks.call(self._workspace.desk.datasets.by_id, dataset_id)
        except NotFoundError:
            return False
        return found.trashed_at is None

    async def _open_something(self, is_there: bool) -> None:
        """After a reading: what is open stays; else the dataset that was open last, the only one, or all of them; and
        what to do first, where there is none."""
        page = self._pages.currentWidget()
        if not self._rows.total and not self.side.is_narrowed and not await self._has_trash():
            self.state.open("")
            self._pages.setCurrentWidget(self._empty)
        elif is_there:
            if page not in (self.all, self._storage):
                self._pages.setCurrentWidget(self.view)
        else:
            self.state.open("")
            last = "" if self._read_once else str(self._workspace.state("data/open", ""))
            if not self._read_once and not await self._is_there(last) and len(self._rows.datasets) == 1:
                last = self._rows.datasets[0].id
            if last and await self._is_there(last):
                self.open_dataset(last)
            elif page not in (self.all, self._storage):
                self._go_to_all()

    async def _has_trash(self) -> bool:
        found = await self._workspace.tasks.call(
            self._workspace.desk.datasets.page, RegistryQuery(trashed=True, limit=1)
        )
        return found.total > 0

    def _on_all_asked(self) -> None:
        """All that the list leaves out, searched for as there."""
        self.all.filters.search.setText(self.list.search_text())
        self.show_all()

    def show_all(self) -> None:
        """The landing page: all datasets."""
        self._go_to_all()
        self.all.view.setFocus()

    def _go_to_all(self) -> None:
        self._pages.setCurrentWidget(self.all)
        self.side.mark_all()

    def show_storage(self) -> None:
        """What the datasets take, and for how long it is kept."""
        if self._storage is None:
            from driftdesk.ui.data.registry.storage_page import StoragePage

            self._storage = StoragePage(self._workspace)
            self._storage.left.connect(self.show_all)
            self._storage.opened.connect(self.open_dataset)
            self._pages.addWidget(self._storage)
        self._pages.setCurrentWidget(self._storage)
        self.side.all.setChecked(False)

    def _on_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _OF_INTEREST:
            self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._error.show_error(error)
        self._pages.setCurrentWidget(self._error)

    def _on_state_failed(self, error: BaseException) -> None:
        if isinstance(error, TrashedError | NotFoundError):
            self.refresh()  # it is gone: something else is shown
        else:
            self._on_failed(error)

    # What is open -----------------------------------------------------------------------------------------------

    def open_dataset(self, dataset_id: str) -> None:
        """Show a dataset; the list follows."""
        self.state.open(dataset_id)
        self._pages.setCurrentWidget(self.view)
        self.side.all.setChecked(False)
        if self.list.current_id() != dataset_id:
            self.list.select(dataset_id)
        self._workspace.remember("data/open", dataset_id)
        self._workspace.dataset_opened.emit(dataset_id)

    def _on_opened(self) -> None:
        facts = self.state.facts
        if facts is not None:
            self._workspace.note_recent("dataset", facts.dataset.id, facts.dataset.name)
            if self._pages.currentWidget() is self._error:
                self._pages.setCurrentWidget(self.view)

    async def _open_report(self, report_id: str) -> None:
        report = await self._workspace.tasks.call(self._workspace.desk.store.reports.get, report_id)
        self.open_dataset(report.dataset_id)
        self.view.show_report(report)

    def _is_open(self) -> bool:
        return self.state.facts is not None

    def _on_analyse(self) -> None:
        self.view.analyse()

    # Importing --------------------------------------------------------------------------------------------------

    def import_files(self, paths: Sequence[Path] = (), into: str = "") -> None:
        """Open the import dialog, on ``paths`` or on files that are chosen in it."""
        from driftdesk.ui.data.importing.dialog import ImportDialog

        dialog = ImportDialog(self._workspace, list(self._rows.datasets), self)
        dialog.imported.connect(self._on_imported)
        dialog.failed.connect(self._workspace.notifications.error)
        if into:
            dialog.append_to(into)
        dialog.show_for(list(paths))

    def import_mongodb(self) -> None:
        """Open the dialog for collections of another database."""
        from driftdesk.ui.data.importing.mongodb_dialog import MongoImportDialog

        MongoImportDialog(self._workspace, self).show()

    def _on_import(self) -> None:
        self.import_files()

    def _on_import_into(self, name: str) -> None:
        """``name`` empty: into whatever is chosen in the dialog."""
        self.import_files(into=name)

    def _on_imported(self, result: dict[str, Any]) -> None:
        self._workspace.tasks.start(self._open_imported(result), owner=self)

    async def _open_imported(self, result: dict[str, Any]) -> None:
        desk = self._workspace.desk
        dataset = await self._workspace.tasks.call(desk.datasets.get, str(result["dataset"]))
        self.refresh()
        self.open_dataset(dataset.id)
        self.view.show_import(result)

    def add_samples(self) -> None:
        """Import the four sample datasets, each a reference file and its batches as versions."""
        self._workspace.tasks.start(add_samples(self._workspace), owner=self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._veil.lower_over(self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.import_files(paths)
