"""The Data tab: datasets at the left, the open one at the right."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import Task
from driftdesk.ui.actions import Action
from driftdesk.ui.data import words
from driftdesk.ui.data.dataset_rows import DatasetRow, of_task, read_rows
from driftdesk.ui.data.dataset_view import DatasetView, import_panels
from driftdesk.ui.data.drop_veil import DropVeil, dropped_paths
from driftdesk.ui.data.samples import add_samples
from driftdesk.ui.data.state import DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import EmptyState, ErrorView, Skeleton, Thing, ThingList, icon_button
from driftdesk.ui.workspace import Workspace

_OF_INTEREST = {"*", "datasets", "dataset_versions", "drift_reports"}


class DataTab(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._rows: list[DatasetRow] = []
        self._reading = self._stale = self._read_once = False
        self.state = DatasetState(workspace, self)
        self.view = DatasetView(workspace, self.state)
        self.view.import_asked.connect(self._on_import_into)
        self._build_list()
        self._empty = EmptyState("data", "")
        self._empty.triggered.connect(self._on_import)
        self._empty.second_triggered.connect(self.add_samples)
        self._choose = EmptyState("dataset", "")
        self._error = ErrorView()
        self._error.retried.connect(self.refresh)
        self._pages = QStackedWidget()
        for page in (Skeleton(), self._empty, self._choose, self._error, self.view):
            self._pages.addWidget(page)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self._side)
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
        self.state.failed.connect(self._on_failed)
        self.state.changed.connect(lambda: self._pages.setCurrentWidget(self.view))
        self.retranslate()
        self.refresh()

    def _build_list(self) -> None:
        self.list = ThingList()
        self._import_button = icon_button("add", "")
        self._import_button.clicked.connect(self._on_import)
        self.list.add_button(self._import_button)
        self.list.selected.connect(self.open_dataset)
        self._task = QComboBox()
        self._task.currentIndexChanged.connect(self._show_rows)
        self._side = QFrame()
        self._side.setProperty("area", "window")
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(S, S, S, S)
        foot.addWidget(self._task, 1)
        column.addLayout(foot)

    # What the frame asks for ------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:  # type: ignore[override]  # QWidget.actions are QActions; ours are data
        is_open = self._is_open
        return [
            Action("data.import", self.tr("Import files…"), self.import_files, "Ctrl+I", icon="import"),
            Action("data.samples", self.tr("Add the sample data"), self.add_samples, icon="sample"),
            Action(
                "data.analyse", self.tr("Analyse drift"), self._on_analyse, "Ctrl+Shift+A", is_open, "analyse"
            ),
            Action("data.recompose", self.tr("Recompose…"), self.view.recompose, "", is_open, "recompose"),
            Action("data.clean", self.tr("Clean…"), self.view.clean, "", is_open, "clean"),
            *(self._panel_action(key, title) for key, title in self.view.panels()),
            Action(
                "data.search",
                self.tr("Search datasets"),
                self.list.focus_search,
                "Ctrl+Shift+F",
                icon="search",
            ),
        ]

    def _panel_action(self, key: str, title: str) -> Action:
        run: Callable[[], object] = lambda: self.view.show_panel(key)  # noqa: E731  (a name for the type)
        return Action(
            f"data.panel.{key}",
            self.tr("Show {panel}").format(panel=title),
            run,
            "",
            self._is_open,
            "records",
        )

    def open(self, kind: str, id: str) -> None:
        """Go to a dataset, or to the drift report of one."""
        if kind == "dataset":
            self.open_dataset(id)
        elif kind == "report":
            self._workspace.tasks.start(self._open_report(id), owner=self)

    def retranslate(self) -> None:
        self.list.set_texts(self.tr("Search datasets"), self.tr("Datasets"))
        self._import_button.setToolTip(self.tr("Import files…"))
        self._import_button.setAccessibleName(self.tr("Import files…"))
        self._task.setAccessibleName(self.tr("Filter by task"))
        self._fill_tasks()
        self._empty.set_texts(
            self.tr("No data yet"),
            self.tr(
                "Drop CSV, JSON or Parquet files anywhere here. The sample data are four small datasets "
                "with batches that are known to drift."
            ),
            self.tr("Import files…"),
            self.tr("Add the sample data"),
        )
        self._choose.set_texts(self.tr("No dataset is open"), self.tr("Choose one at the left."))
        self._veil.retranslate()
        self._show_rows()

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
        try:
            while True:
                self._stale = False
                self._rows = await self._workspace.tasks.call(read_rows, self._workspace.desk)
                if not self._stale:
                    break
        except Exception as error:  # noqa: BLE001  (shown in place of the list)
            self._on_failed(error)
            return
        finally:
            self._reading = False
        self._show_rows()
        self._open_something()
        if not self._read_once:
            self._read_once = True
            self.list.select(self.state.dataset_id)
            self._workspace.tasks.start(self._workspace.tasks.call(import_panels), owner=self)

    def _show_rows(self) -> None:
        chosen = self._task.currentData()
        shown = of_task(self._rows, Task(chosen) if chosen else None)
        self.list.show_things(
            [
                Thing(
                    r.dataset.id,
                    r.dataset.name,
                    f"{words.task_short(r.dataset.task)} · {words.rows(r.rows)} · {words.versions(r.dataset.head)}",
                    r.severity,
                )
                for r in shown
            ]
        )

    def _open_something(self) -> None:
        """After a reading: the dataset that was open last, else what to do first."""
        ids = [r.dataset.id for r in self._rows]
        if not ids:
            self.state.open("")
            self._pages.setCurrentWidget(self._empty)
        elif self.state.dataset_id not in ids:
            last = self._workspace.state("data/open", "")
            self.list.select(last if last in ids else ids[0])

    def _fill_tasks(self) -> None:
        chosen = self._task.currentData()
        self._task.blockSignals(True)
        self._task.clear()
        self._task.addItem(self.tr("All tasks"), "")
        for task in Task:
            self._task.addItem(words.task(task), task.value)
        self._task.setCurrentIndex(max(0, self._task.findData(chosen)))
        self._task.blockSignals(False)

    def _on_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _OF_INTEREST:
            self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._error.show_error(error)
        self._pages.setCurrentWidget(self._error)

    # What is open -----------------------------------------------------------------------------------------------

    def open_dataset(self, dataset_id: str) -> None:
        """Show a dataset; the list follows."""
        self.state.open(dataset_id)
        self._pages.setCurrentWidget(self.view)
        if self.list.current_id() != dataset_id:
            self.list.select(dataset_id)
        self._workspace.remember("data/open", dataset_id)
        name = next((r.dataset.name for r in self._rows if r.dataset.id == dataset_id), "")
        if name:
            self._workspace.note_recent("dataset", dataset_id, name)
        self._workspace.dataset_opened.emit(dataset_id)

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
        from driftdesk.ui.data.import_dialog import ImportDialog

        dialog = ImportDialog(self._workspace, [r.dataset for r in self._rows], self)
        dialog.imported.connect(self._on_imported)
        dialog.failed.connect(self._workspace.notifications.error)
        if into:
            dialog.append_to(into)
        dialog.show_for(list(paths))

    def _on_import(self) -> None:
        self.import_files()

    def _on_import_into(self, name: str) -> None:
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
