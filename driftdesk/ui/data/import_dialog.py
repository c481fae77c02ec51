"""Importing files: look first, correct what was found out, then import. Errors stay in the dialog."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.names import check_name
from driftdesk.core.entities import Dataset, Job, JobEvent, JobFinished, JobProgressed, JobState, Role
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.choice_delegate import ChoiceDelegate
from driftdesk.ui.data.drop_veil import dropped_paths
from driftdesk.ui.data.import_footer import ImportFooter
from driftdesk.ui.data.import_form import ImportForm
from driftdesk.ui.data.import_model import (
    EXAMPLES,
    KIND,
    MISSING,
    NAME,
    ROLE,
    ImportColumn,
    ImportColumnModel,
    kind_choices,
    role_choices,
)
from driftdesk.ui.data.import_rows import FirstRows
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ElidedLabel, EmptyState, Skeleton, button, label, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.ingest.options import ImportOptions
    from driftdesk.core.ingest.preview import Preview

PATTERNS = "*.csv *.tsv *.txt *.json *.jsonl *.ndjson *.parquet *.gz"
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16", "cp1252", "latin-1", "shift_jis", "gb18030")


class ImportDialog(QDialog):
    """``imported`` carries the job's result when it succeeded; ``failed`` an error of an import that was sent to the
    background."""

    imported = Signal(object)
    failed = Signal(object)

    def __init__(
        self, workspace: Workspace, datasets: Sequence[Dataset], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._paths: list[Path] = []
        self._asked = 0
        self._preview: Preview | None = None
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_job_event)
        self._later = QTimer(self, singleShot=True, interval=250)
        self._later.timeout.connect(self._look)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(1040, 720)
        self.form = ImportForm(datasets)
        self.form.dataset_changed.connect(self._later.start)
        self.form.task_changed.connect(self._later.start)
        self.form.roles_changed.connect(self._on_roles_chosen)
        self.model = ImportColumnModel(self)
        self.model.changed.connect(self._on_columns_changed)
        self.model.edited.connect(self._later.start)
        self.columns = self._build_columns()
        self.first_rows = FirstRows()
        self.footer = ImportFooter()
        self.footer.import_asked.connect(self._on_import)
        self.footer.cancel_asked.connect(self.reject)
        self.footer.background_asked.connect(self.hide)
        self._empty = EmptyState("import", "")
        self._empty.triggered.connect(self.choose_files)
        self._body = QStackedWidget()
        for page in (self._empty, Skeleton(12), self._build_body()):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(line())
        column.addWidget(self._body, 1)
        column.addWidget(line())
        column.addWidget(self.footer)
        self.retranslate()

    def _build_head(self) -> QHBoxLayout:
        self._title = ElidedLabel("", "heading")
        self._size = label("", "muted")
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        for combo in (self.encoding, self.delimiter):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.header = QCheckBox()
        self.header.setChecked(True)
        self.encoding.activated.connect(self._later.start)
        self.delimiter.activated.connect(self._later.start)
        self.header.clicked.connect(self._later.start)
        self._choose = button("", "", "folder")
        self._choose.clicked.connect(self.choose_files)
        row = QHBoxLayout()
        row.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        row.setSpacing(S)
        row.addWidget(self._title, 1)
        row.addWidget(self._size)
        row.addSpacing(S)
        row.addWidget(self.header)
        row.addSpacing(S)
        row.addWidget(self.delimiter)
        row.addWidget(self.encoding)
        row.addWidget(self._choose)
        return row

    def _build_columns(self) -> DataTable:
        table = DataTable()
        table.setModel(self.model)
        table.setItemDelegateForColumn(KIND, ChoiceDelegate(kind_choices, table))
        table.setItemDelegateForColumn(ROLE, ChoiceDelegate(role_choices, table))
        table.setEditTriggers(DataTable.EditTrigger.EditKeyPressed | DataTable.EditTrigger.DoubleClicked)
        table.clicked.connect(lambda i: table.edit(i) if i.column() in (KIND, ROLE) else None)
        for section, width in ((NAME, 176), (KIND, 150), (ROLE, 136), (MISSING, 80), (EXAMPLES, 200)):
            table.setColumnWidth(section, width)
        return table

    def _build_body(self) -> QWidget:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(inset(self.columns, S))
        left.addWidget(self.first_rows)
        left.setSizes([330, 220])
        left.setChildrenCollapsible(False)
        self.form.setFixedWidth(34 * S)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(line("v"))
        row.addWidget(self.form)
        return body

    # Files ------------------------------------------------------------------------------------------------------

    def show_for(self, paths: Sequence[Path]) -> None:
        """Open the dialog on these files, or on the choice of files."""
        self.open()
        if paths:
            self.take(paths)

    def append_to(self, name: str) -> None:
        """Offer to import into a dataset that is there."""
        self.form.name.setCurrentText(name)

    def choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose files"))
        data, everything = self.tr("Data"), self.tr("All files")
        dialog.setNameFilters([f"{data} ({PATTERNS})", f"{everything} (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda found: self.take([Path(f) for f in found]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Look at these files; the first one says what the columns are."""
        self._paths = list(paths)
        self._preview = None
        self.model.forget()
        self._size.setText("")
        for made in (self.encoding, self.delimiter, self.header):
            made.hide()
            if isinstance(made, QComboBox):
                made.setCurrentIndex(0)
        if not self.form.name.currentText().strip():
            self.form.name.setCurrentText(_name_for(paths[0]))
        more = self.tr(" and {n} more").format(n=len(paths) - 1) if len(paths) > 1 else ""
        self._title.setText(paths[0].name + more)
        self._look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.take(paths)

    # Looking ----------------------------------------------------------------------------------------------------

    def options(self) -> "ImportOptions":
        """What the dialog says about the files."""
        from driftdesk.core.ingest.options import ImportOptions

        joins = self.form.existing is not None
        csv = self._preview is not None and self._preview.format in ("csv", "tsv")
        return ImportOptions(
            encoding=self.encoding.currentData() or None,
            delimiter=self.delimiter.currentData() or None,
            header=False if csv and not self.header.isChecked() else None,
            kinds={} if joins else dict(self.model.kinds()),
            roles={} if joins else dict(self.model.roles()),
            task=None if joins else self.form.chosen_task(),
            mode="replace" if joins and self.form.mode.key() == "replace" else "append",
            missing_columns="null" if self.form.others.isChecked() else "refuse",
            new_columns="add" if self.form.others.isChecked() else "refuse",
        )

    def _look(self) -> None:
        if not self._paths:
            return
        self._asked += 1
        self.footer.clear_error()
        self.footer.set_ready(False)
        if self._preview is None:
            self._body.setCurrentIndex(1)
        self._workspace.tasks.start(self._read_preview(self._asked), owner=self)

    async def _read_preview(self, asked: int) -> None:
        into = self.form.existing
        try:
            found = await self._workspace.tasks.call(
                self._workspace.desk.ingest.preview,
                self._paths[0],
                self.options(),
                into.name if into else None,
            )
        except DriftDeskError as error:
            if asked == self._asked:
                self.footer.show_error(error)
                if self._preview is None:
                    self._body.setCurrentIndex(0)
            return
        if asked == self._asked:
            self._show_preview(found)

    def _show_preview(self, preview: "Preview") -> None:
        if self._preview is None:
            self.form.name.setFocus()
        self._preview = preview
        columns = [ImportColumn(c.name, c.kind, c.role, c.examples, c.missing) for c in preview.columns]
        self.form.show_found(columns, preview.task)
        self.model.show_columns(columns)
        self.columns.setEnabled(self.form.existing is None)
        self.first_rows.show_preview(preview)
        is_csv = preview.format in ("csv", "tsv")
        for made in (self.delimiter, self.header):
            made.setVisible(is_csv)
        self.encoding.setVisible(preview.format != "parquet")
        self.encoding.setItemText(0, self.tr("Encoding: {name}").format(name=preview.encoding))
        self.delimiter.setItemText(
            0, self.tr("Delimiter: {name}").format(name=words.delimiter(preview.delimiter))
        )
        if is_csv and not self.header.isDown():
            self.header.setChecked(preview.header)
        self._size.setText(f"{preview.format.upper()} · {figures.byte_count(preview.size)}")
        self._body.setCurrentIndex(2)
        self.footer.show_notes(list(preview.warnings))
        self._judge_columns(preview)

    def _judge_columns(self, preview: "Preview") -> None:
        """A file of other columns than the dataset's is taken only if the user says so."""
        differs = bool(preview.missing_columns or preview.new_columns)
        self.form.ask_about_others(asked=differs)
        is_fine = not differs or self.form.others.isChecked()
        self.footer.set_ready(is_fine)
        if is_fine:
            return
        parts = []
        if preview.missing_columns:
            names = ", ".join(preview.missing_columns[:6])
            parts.append(self.tr("The dataset also has: {names}").format(names=names))
        if preview.new_columns:
            parts.append(
                self.tr("New in this file: {names}").format(names=", ".join(preview.new_columns[:6]))
            )
        problem = self.tr("The file has other columns than the dataset.") + " " + ". ".join(parts) + "."
        hint = self.tr("Choose another dataset or file, or take other columns.")
        self.footer.show_error(DriftDeskError(problem, hint))

    def _on_columns_changed(self) -> None:
        self.form.show_roles(self.model.named(Role.TARGET), self.model.named(Role.TIMESTAMP))

    def _on_roles_chosen(self) -> None:
        self.model.give_role(self.form.target.currentData(), Role.TARGET)
        self.model.give_role(self.form.timestamp.currentData(), Role.TIMESTAMP)
        self._later.start()

    # Importing --------------------------------------------------------------------------------------------------

    def _on_import(self) -> None:
        try:
            name = check_name(self.form.name.currentText())
        except DriftDeskError as error:
            self.footer.show_error(error)
            self.form.name.setFocus()
            return
        self.footer.clear_error()
        self._set_busy(True)
        total = sum(p.stat().st_size for p in self._paths if p.is_file())
        self.footer.show_progress(self.tr("Uploading"), 0, total)
        self._workspace.tasks.start(self._import(name, self.options(), total), owner=self)

    async def _import(self, name: str, options: "ImportOptions", total: int) -> None:
        desk = self._workspace.desk
        try:
            job: Job = await self._workspace.tasks.call(
                lambda: desk.import_files(name, self._paths, options, on_uploaded=self.footer.uploaded.emit)
            )
        except DriftDeskError as error:
            self._fail(error)
            return
        self.footer.show_progress(self.tr("Importing"), 0, 0)
        self.footer.offer_background()
        self._watch.follow(job)

    def _on_job_event(self, event: JobEvent) -> None:
        if isinstance(event, JobProgressed):
            self.footer.show_progress(self.tr("Importing"), event.progress.done, event.progress.total or 0)
        elif isinstance(event, JobFinished):
            if event.state is JobState.SUCCEEDED:
                self.imported.emit(event.result or {})
                self.accept()
            elif event.error is not None:
                self._fail(DriftDeskError(event.error.message, event.error.hint))
            else:
                self.accept()

    def _fail(self, error: DriftDeskError) -> None:
        self._watch.forget()
        self._set_busy(False)
        if self.isVisible():
            self.footer.show_error(error)
        else:
            self.failed.emit(error)
            self.accept()

    def _set_busy(self, busy: bool) -> None:
        for part in (self._body, self._choose, self.encoding, self.delimiter, self.header):
            part.setEnabled(not busy)
        self.footer.set_busy(busy)

    def reject(self) -> None:
        """Close; an import that runs is stopped."""
        if self._watch.job is not None:
            self._workspace.tasks.start(self._stop(self._watch.job))
        super().reject()

    async def _stop(self, job: Job) -> None:
        await self._workspace.tasks.call(self._workspace.desk.jobs.stop, job.id)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Import files"))
        self._choose.setText(self.tr("Choose files…"))
        self.header.setText(self.tr("First row is the header"))
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.delimiter.setAccessibleName(self.tr("Delimiter"))
        self.columns.setAccessibleName(self.tr("Columns"))
        self._empty.set_texts(
            self.tr("Drop files here"),
            self.tr("CSV, JSON, JSON lines or Parquet, also compressed with gzip."),
            self.tr("Choose files…"),
        )
        self.encoding.addItem(self.tr("Encoding"), "")
        for name in ENCODINGS:
            self.encoding.addItem(name, name)
        self.delimiter.addItem(self.tr("Delimiter"), "")
        for sign in (",", ";", "\t", "|"):
            self.delimiter.addItem(words.delimiter(sign), sign)
        self._title.setText(self.tr("Import files"))
        for made in (self.encoding, self.delimiter, self.header):
            made.hide()


def _name_for(path: Path) -> str:
    """A name for the dataset of a file: its stem, without ``.gz`` and the like."""
    return path.name.split(".")[0].strip() or "data"
