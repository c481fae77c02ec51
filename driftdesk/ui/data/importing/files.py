"""Several files that are imported at once: each with its size and whether it fits."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.importing import words as import_words
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel

if TYPE_CHECKING:
    from driftdesk.core.ingest.preview import FileCheck


PATTERNS = "*.csv *.tsv *.txt *.json *.jsonl *.ndjson *.parquet *.arrow *.feather *.xlsx *.gz *.zst *.zip"


def name_for(path: Path) -> str:
    """A name for the dataset of a file: its stem, without ``.gz`` and the like."""
    return path.name.split(".")[0].strip() or "data"


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Folders as the data files in them. Raises FileError. Not for the window's thread."""
    from driftdesk.core.ingest.folders import files_in

    return list(files_in(paths))


class FileList(QWidget):
    """``left_out`` carries the path of a file that is not to be imported after all."""

    left_out = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._checks: tuple[FileCheck, ...] = ()
        self._title = label("", "caption")
        self.remove = button("", "quiet")
        self.remove.clicked.connect(self._on_remove)
        self.table = DataTable()
        self.model: ListTableModel[FileCheck] = ListTableModel(
            [
                Field(lambda: words.translate("data", "File"), lambda c: c.name, tip=lambda c: c.path),
                Field(
                    lambda: words.translate("data", "Size"), lambda c: figures.byte_count(c.size), number=True
                ),
                Field(
                    lambda: words.translate("data", "Fits"),
                    import_words.file_fit,
                    tip=lambda c: f"{c.problem}\n{c.hint}".strip(),
                    colour=lambda c: colours().critical if c.problem else None,
                ),
            ],
            lambda c: (c.path, c.name),
            self,
        )
        self.table.setModel(self.model)
        for section, width in enumerate((240, 80, 300)):
            self.table.setColumnWidth(section, width)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_remove())
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self._on_remove)
        head = QHBoxLayout()
        head.setContentsMargins(2 * S, S, 2 * S, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        column.addLayout(head)
        column.addWidget(inset(self.table, S), 1)
        self.retranslate()
        self.hide()

    def show_checks(self, checks: Sequence["FileCheck"], *, checking: bool = False) -> None:
        """Files as far as they were looked at."""
        self._checks = tuple(checks)
        self.model.show(self._checks)
        self._title.setText(
            self.tr("Looking at the files…")
            if checking
            else self.tr("{n} files, {size}").format(
                n=len(checks), size=figures.byte_count(sum(c.size for c in checks))
            )
        )
        self._show_remove()
        self.setVisible(checking or len(checks) > 1)

    def _selected(self) -> "FileCheck | None":
        rows = self.table.selectionModel().selectedRows()
        return self._checks[rows[0].row()] if rows and rows[0].row() < len(self._checks) else None

    def _show_remove(self) -> None:
        self.remove.setEnabled(self._selected() is not None and len(self._checks) > 1)

    def _on_remove(self) -> None:
        if (check := self._selected()) is not None and len(self._checks) > 1:
            self.left_out.emit(check.path)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.remove.setText(self.tr("Leave out"))
        self.table.setAccessibleName(self.tr("Files"))
        self.model.retranslate()
