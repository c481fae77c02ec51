"""Writing the rows that are shown into a file, with progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from driftdesk.core.errors import DriftDeskError, JobCancelledError
from driftdesk.core.tables.spec import ExportFormat
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.records.shown import ShownRows
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets import button
from driftdesk.ui.widgets.form_dialog import FormDialog, choice
from driftdesk.ui.workspace import Workspace


class ExportDialog(FormDialog):
    """``shown`` are the names of the columns in the table, which are written unless all are wanted."""

    def __init__(
        self, workspace: Workspace, name: str, rows: ShownRows, shown: list[str], parent: QWidget
    ) -> None:
        about = self.tr("{rows} as they are filtered and sorted now.").format(rows=words.rows(rows.rows))
        if not rows.spec.selects:
            about = words.rows(rows.rows)
        super().__init__(self.tr("Export"), self.tr("Export"), parent, about=about, wide=64 * S)
        self._workspace, self._rows, self._shown = workspace, rows, shown
        self._writing: Watched | None = None
        self.format = choice(
            [
                (self.tr("CSV"), ExportFormat.CSV),
                (self.tr("JSON lines"), ExportFormat.JSONL),
                (self.tr("Parquet"), ExportFormat.PARQUET),
                (self.tr("Excel"), ExportFormat.XLSX),
                (self.tr("Arrow"), ExportFormat.ARROW),
            ],
            workspace.state("data/export/format", ExportFormat.CSV),
        )
        folder = Path(workspace.state("data/export/folder", str(Path.home())))
        self.path = QLineEdit(str(folder / name))
        browse = button(self.tr("Choose…"))
        browse.clicked.connect(self._on_browse)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        across.addWidget(self.path, 1)
        across.addWidget(browse)
        holder = QWidget()
        holder.setLayout(across)
        self.add(self.tr("Format"), self.format)
        self.add(self.tr("File"), holder)
        self.path.setAccessibleName(self.tr("File"))
        hidden = len(rows.columns.columns) - len(shown)
        self.hidden = QCheckBox(self.tr("Hidden columns too ({n})").format(n=hidden))
        self.hidden.setVisible(hidden > 0)
        self.bar = QProgressBar()
        self.bar.hide()
        self.body.addWidget(self.hidden)
        self.body.addWidget(self.bar)
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tell)
        self.format.activated.connect(self._on_format)
        self._on_format()

    def _on_format(self) -> None:
        path = Path(self.path.text())
        known = {f".{f}" for f in ExportFormat}
        stem = path.with_suffix("") if path.suffix.lower() in known else path
        self.path.setText(f"{stem}.{ExportFormat(self.format.currentData())}")

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export"), self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self.path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def accept(self) -> None:
        if self._writing is not None:
            return
        self._writing = Watched()
        self.show_error(None)
        self.go.setEnabled(False)
        self.bar.show()
        self._clock.start()
        path = Path(self.path.text()).expanduser()
        self._workspace.remember("data/export/format", str(self.format.currentData()))
        self._workspace.remember("data/export/folder", str(path.parent))
        names = list(self._rows.columns.names) if self.hidden.isChecked() else self._shown
        self._workspace.tasks.start(self._export(path, names, self._writing), owner=self)

    async def _export(self, path: Path, names: list[str], context: Watched) -> None:
        def write() -> int:
            from driftdesk.core.tables.export import export

            view: Any = self._rows.view
            return export(view, path, ExportFormat(self.format.currentData()), names, context)

        try:
            rows = await self._workspace.tasks.call(write)
        except JobCancelledError:
            return
        except DriftDeskError as error:
            self._writing = None
            self._clock.stop()
            self.bar.hide()
            self.go.setEnabled(True)
            self.show_error(error)
            return
        self._writing = None
        done = self.tr("Exported {rows} to {name}").format(rows=words.rows(rows), name=path.name)
        size = figures.byte_count(path.stat().st_size) if path.exists() else ""
        self._workspace.notifications.success(done, hint=size)
        super().accept()

    def _tell(self) -> None:
        share = self._writing.share if self._writing is not None else None
        self.bar.setRange(0, 0 if share is None else 100)
        self.bar.setValue(round((share or 0) * 100))

    def done(self, result: int) -> None:
        if self._writing is not None:
            self._writing.stop()
        super().done(result)
