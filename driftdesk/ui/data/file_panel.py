"""Files: the originals as they were uploaded, to be had back byte for byte; what became of each, and its removal."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.originals import OriginalFile
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, button, label, line
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace


class FilePanel(DatasetPanel):
    """``storage_asked`` goes to what all datasets take."""

    storage_asked = Signal()

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self._model = IconTableModel(self._fields(), lambda o: o.file.id, self._icon, parent=self)
        self.table = DataTable()
        self.setFocusProxy(self.table)
        self.table.setModel(self._model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_widths(264, 72, 96, 80, 80, 88, 112)
        self.table.remember_widths(workspace, "data/files")
        self.table.activated.connect(self._on_download)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self._hint, self._detail = label("", "muted"), label("", "", wrap=True)
        self._detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._storage, self._rejects = button("", "quiet", "storage"), button("", "", "download")
        self._remove, self._download = button("", "", "delete"), button("", "", "download")
        self._storage.clicked.connect(self.storage_asked)
        self._rejects.clicked.connect(self._on_rejects)
        self._remove.clicked.connect(self._on_remove)
        self._download.clicked.connect(self._on_download)
        self._empty = EmptyState("files", "")
        self._pages = QStackedLayout(self.content)
        self._pages.addWidget(self._lay_out())
        self._pages.addWidget(self._empty)
        self.retranslate()

    def _lay_out(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self._hint, 1)
        for made in (self._storage, self._rejects, self._remove, self._download):
            bar.addWidget(made)
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(inset(self.table), 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        foot.addWidget(self._detail)
        column.addLayout(foot)
        return listing

    def _fields(self) -> list[Field[OriginalFile]]:
        def faint(
            text: Callable[[], str], of: Callable[[OriginalFile], str], *, number: bool = False
        ) -> Field[OriginalFile]:
            return Field(text, of, number=number, colour=_colour)

        return [
            faint(lambda: self.tr("File"), lambda o: o.file.name),
            Field(lambda: self.tr("Version"), lambda o: f"v{o.version}", sort=lambda o: o.version),
            faint(lambda: self.tr("Rows"), lambda o: figures.count(o.rows), number=True),
            faint(lambda: self.tr("Rejected"), lambda o: figures.count(o.rejected), number=True),
            faint(lambda: self.tr("Size"), lambda o: figures.byte_count(o.file.size), number=True),
            faint(lambda: self.tr("Format"), lambda o: o.format.upper()),
            faint(lambda: self.tr("Uploaded by"), lambda o: o.file.uploaded_by),
            faint(lambda: self.tr("When"), self._when),
        ]

    def _when(self, original: OriginalFile) -> str:
        if original.file.removed_at is None:
            return figures.moment(original.file.uploaded_at)
        return self.tr("removed {when}").format(when=figures.moment(original.file.removed_at))

    @staticmethod
    def _icon(original: OriginalFile) -> QIcon:
        return icon("delete" if original.file.removed_at else "file")

    def clear(self) -> None:
        self._model.show([])

    def show_facts(self, facts: DatasetFacts) -> None:
        self.start_reading(self._read(facts))

    async def _read(self, facts: DatasetFacts) -> None:
        files = await self._workspace.tasks.call(self._workspace.desk.originals.of, facts.dataset)
        if self.facts is None or self.facts.dataset.id != facts.dataset.id:
            return
        self._model.show(files)
        self._pages.setCurrentIndex(0 if files else 1)
        self.show_content()
        if files and self.table.current_row() < 0:
            self.table.selectRow(0)
        self._show_chosen()

    def chosen(self) -> OriginalFile | None:
        row = self.table.current_row()
        return self._model.things[row] if 0 <= row < len(self._model.things) else None

    def _show_chosen(self) -> None:
        """All about the chosen file, and what can be done with it."""
        chosen = self.chosen()
        there = chosen is not None and chosen.file.removed_at is None
        self._download.setEnabled(there)
        self._remove.setEnabled(there)
        self._rejects.setVisible(bool(chosen and chosen.rejects_file_id))
        if chosen is None:
            self._detail.clear()
            return
        file = chosen.file
        came = self.tr("{rows} into v{version}").format(
            rows=words.rows(chosen.rows) if chosen.rows is not None else self.tr("with others"),
            version=chosen.version,
        )
        parts = [file.name, self.tr("{n} bytes").format(n=figures.count(file.size)), came]
        if chosen.rejected:
            parts.append(self.tr("{n} rejected").format(n=figures.count(chosen.rejected)))
        if file.removed_at is not None:
            parts.append(
                self.tr("content removed by {who}, {when}").format(
                    who=file.removed_by or "?", when=figures.moment(file.removed_at)
                )
            )
        self._detail.setText("   ·   ".join(parts) + f"\nSHA-256  {file.sha256}")

    def _on_download(self) -> None:
        chosen = self.chosen()
        if chosen is not None and chosen.file.removed_at is None:
            self._save_as(self.tr("Download the original"), chosen.file.name, chosen.file.id)

    def _on_rejects(self) -> None:
        chosen = self.chosen()
        if chosen is not None and chosen.rejects_file_id:
            self._save_as(
                self.tr("Save rejected rows"), f"{chosen.file.name}-rejected.csv", chosen.rejects_file_id
            )

    def _save_as(self, title: str, name: str, file_id: str) -> None:
        dialog = QFileDialog(self, title, name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.start(self._save(file_id, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _save(self, file_id: str, path: Path) -> None:
        await self._workspace.tasks.call(self._workspace.desk.store.files.download, file_id, path)
        self._workspace.notifications.success(self.tr("Saved {name}").format(name=path.name))

    def _on_remove(self) -> None:
        chosen, facts = self.chosen(), self.facts
        if chosen is None or facts is None:
            return
        work = partial(self._workspace.desk.originals.remove, facts.dataset.name, chosen.file.id)
        confirm(
            self,
            self.tr("Remove the original"),
            self.tr("Remove the content of {name}?").format(name=chosen.file.name),
            about=self.tr(
                "It cannot be downloaded any more. Its rows stay in the versions, and what it was stays known."
            ),
            go=self.tr("Remove"),
            then=lambda: self.start(self._removed(work)),
        )

    async def _removed(self, work: Callable[[], OriginalFile]) -> None:
        removed = await self._workspace.tasks.call(work)
        self._workspace.notifications.success(self.tr("Removed {name}").format(name=removed.file.name))
        if self.facts is not None:
            await self._read(self.facts)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Files"))
        self._hint.setText(self.tr("The files as they were uploaded, byte for byte."))
        self._download.setText(self.tr("Download…"))
        self._remove.setText(self.tr("Remove…"))
        self._rejects.setText(self.tr("Rejected rows…"))
        self._storage.setText(self.tr("Storage"))
        self._detail.setAccessibleName(self.tr("About the chosen file"))
        self._empty.set_texts(
            self.tr("No files"), self.tr("The versions of this dataset were not made from uploaded files.")
        )
        self._model.retranslate()
        self._show_chosen()


def _colour(original: OriginalFile) -> str | None:
    return colours().muted if original.file.removed_at is not None else None
