"""Writing the rows that are shown into a file, with progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from driftdesk.core.tables.spec import ExportFormat
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.file_dialog import FileDialog
from driftdesk.ui.data.records.shown import ShownRows
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets.form_dialog import choice
from driftdesk.ui.workspace import Workspace


class ExportDialog(FileDialog):
    """``shown`` are the names of the columns in the table, which are written unless all are wanted."""

    place = "data/export/folder"

    def __init__(
        self, workspace: Workspace, name: str, rows: ShownRows, shown: list[str], parent: QWidget
    ) -> None:
        about = self.tr("{rows} as they are filtered and sorted now.").format(rows=words.rows(rows.rows))
        if not rows.spec.selects:
            about = words.rows(rows.rows)
        super().__init__(workspace, self.tr("Export"), self.tr("Export"), name, parent=parent, about=about)
        self._rows, self._shown = rows, shown
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
        self.form.insertRow(0, self.tr("Format"), self.format)
        self.format.setAccessibleName(self.tr("Format"))
        hidden = len(rows.columns.columns) - len(shown)
        self.hidden = QCheckBox(self.tr("Hidden columns too ({n})").format(n=hidden))
        self.hidden.setVisible(hidden > 0)
        self.body.insertWidget(0, self.hidden)
        self.format.activated.connect(self._on_format)
        self._on_format()

    def _on_format(self) -> None:
        path = Path(self.path.text())
        known = {f".{f}" for f in ExportFormat}
        stem = path.with_suffix("") if path.suffix.lower() in known else path
        self.path.setText(f"{stem}.{ExportFormat(self.format.currentData())}")

    def browse(self) -> QFileDialog:
        dialog = super().browse()
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        return dialog

    def work(self) -> Callable[[Path, Watched], Any]:
        view: Any = self._rows.view
        chosen = ExportFormat(self.format.currentData())
        names = list(self._rows.columns.names) if self.hidden.isChecked() else self._shown
        self._workspace.remember("data/export/format", str(chosen))

        def write(path: Path, context: Watched) -> int:
            from driftdesk.core.tables.export import export

            return export(view, path, chosen, names, context)

        return write

    def finish(self, path: Path, result: Any) -> None:
        done = self.tr("Exported {rows} to {name}").format(rows=words.rows(result), name=path.name)
        size = figures.byte_count(path.stat().st_size) if path.exists() else ""
        self._workspace.notifications.success(done, hint=size)
