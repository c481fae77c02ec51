"""Files: the originals as they were uploaded, to be had back byte for byte."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import DatasetVersion, StoredFile
from driftdesk.ui import figures
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk


@dataclass(frozen=True)
class FileRow:
    file: StoredFile
    version: int
    """The version that first added its rows."""


def read_files(desk: "Desk", versions: tuple[DatasetVersion, ...]) -> list[FileRow]:
    """The files behind ``versions`` (newest first), newest first; runs in a thread."""
    first: dict[str, int] = {}
    for version in reversed(versions):
        for file_id in version.files:
            first.setdefault(file_id, version.number)
    return [FileRow(desk.store.files.info(i), number) for i, number in reversed(first.items())]


class FilePanel(DatasetPanel):
    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        fields: list[Field[FileRow]] = [
            Field(lambda: self.tr("File"), lambda r: r.file.name),
            Field(lambda: self.tr("Version"), lambda r: f"v{r.version}", sort=lambda r: r.version),
            Field(lambda: self.tr("Size"), lambda r: figures.byte_count(r.file.size), number=True),
            Field(
                lambda: self.tr("Format"), lambda r: (r.file.format or Path(r.file.name).suffix[1:]).upper()
            ),
            Field(lambda: "SHA-256", lambda r: r.file.sha256[:12], tip=lambda r: r.file.sha256),
            Field(lambda: self.tr("Uploaded by"), lambda r: r.file.uploaded_by),
            Field(lambda: self.tr("When"), lambda r: figures.moment(r.file.uploaded_at)),
        ]
        self._model = IconTableModel(fields, lambda r: r.file.id, lambda r: icon("file"), parent=self)
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.set_widths(300, 80, 96, 88, 140, 140)
        self.table.remember_widths(workspace, "data/files")
        self.table.doubleClicked.connect(self._on_download)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._hint = label("", "muted")
        self._download = button("", "", "download")
        self._download.clicked.connect(self._on_download)
        self._empty = EmptyState("files", "")
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.addWidget(self._hint, 1)
        bar.addWidget(self._download)
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(inset(self.table), 1)
        self._pages = QStackedLayout(self.content)
        self._pages.addWidget(listing)
        self._pages.addWidget(self._empty)
        self.retranslate()

    def clear(self) -> None:
        self._model.show([])

    def show_facts(self, facts: DatasetFacts) -> None:
        self.start_reading(self._read(facts))

    async def _read(self, facts: DatasetFacts) -> None:
        rows = await self._workspace.tasks.call(read_files, self._workspace.desk, facts.versions)
        if self.facts is None or self.facts.dataset.id != facts.dataset.id:
            return
        self._model.show(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        self.show_content()
        if rows and self.table.current_row() < 0:
            self.table.selectRow(0)
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        self._download.setEnabled(self.table.current_row() >= 0)

    def _on_download(self) -> None:
        row = self.table.current_row()
        if row < 0:
            return
        file = self._model.things[row].file
        dialog = QFileDialog(self, self.tr("Download the original"), file.name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.start(self._save(file, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _save(self, file: StoredFile, path: Path) -> None:
        await self._workspace.tasks.call(self._workspace.desk.store.files.download, file.id, path)
        self._workspace.notifications.success(self.tr("Saved {name}").format(name=path.name))

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Files"))
        self._hint.setText(self.tr("The files as they were uploaded, byte for byte."))
        self._download.setText(self.tr("Download…"))
        self._empty.set_texts(
            self.tr("No files"), self.tr("The versions of this dataset were not made from uploaded files.")
        )
        self._model.retranslate()
