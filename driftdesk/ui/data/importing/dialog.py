"""Importing files: look first, correct what was found out, then import. Errors stay in the dialog."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.names import check_name
from driftdesk.core.entities import (
    Dataset,
    ImportChoices,
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
    Role,
)
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.data.drop_veil import dropped_paths
from driftdesk.ui.data.importing import words as import_words
from driftdesk.ui.data.importing.choices import MISSING, NEW, RETYPED
from driftdesk.ui.data.importing.columns import ColumnTable
from driftdesk.ui.data.importing.files import PATTERNS, FileList, expanded, name_for
from driftdesk.ui.data.importing.footer import ImportFooter
from driftdesk.ui.data.importing.form import ImportForm
from driftdesk.ui.data.importing.model import ImportColumn, ImportColumnModel
from driftdesk.ui.data.importing.rows import FirstRows
from driftdesk.ui.data.importing.settings import ImportSettings
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.data.notice_bar import NoticeBar
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, EmptyState, Skeleton, button, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.ingest.options import ImportOptions
    from driftdesk.core.ingest.preview import FileCheck, Preview


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
        self._checks: tuple[FileCheck, ...] = ()
        self._checked = True
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
        self.columns = ColumnTable(self.model)
        self.first_rows = FirstRows()
        self.settings = ImportSettings()
        self.settings.changed.connect(self._later.start)
        self.files = FileList()
        self.files.left_out.connect(self._on_left_out)
        self.before = NoticeBar("info")
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
        column.addWidget(self.settings)
        column.addWidget(line())
        column.addWidget(self._body, 1)
        column.addWidget(line())
        column.addWidget(self.footer)
        self.footer.go.setDefault(
            True
        )  # once it is in the dialog: else Enter presses the first button there is
        self.retranslate()

    def _build_head(self) -> QHBoxLayout:
        self._title = ElidedLabel("", "heading")
        self._choose, self._choose_folder = button("", "", "folder"), button("", "quiet")
        self._choose.clicked.connect(self.choose_files)
        self._choose_folder.clicked.connect(self.choose_folder)
        row = QHBoxLayout()
        row.setContentsMargins(2 * S, 2 * S, 2 * S, S)
        row.setSpacing(S)
        row.addWidget(self._title, 1)
        row.addWidget(self._choose_folder)
        row.addWidget(self._choose)
        return row

    def _build_body(self) -> QWidget:
        columns = QWidget()
        stack = QVBoxLayout(columns)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.before)
        stack.addWidget(inset(self.columns, S), 1)
        self._left = left = QSplitter(Qt.Orientation.Vertical)
        for part in (self.files, columns, self.first_rows):
            left.addWidget(part)
        left.setSizes([150, 330, 220])
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
        else:
            self._choose.setFocus()

    def append_to(self, name: str) -> None:
        """Offer to import into a dataset that is there."""
        self.form.name.setCurrentText(name)

    def choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose files"))
        data, everything = self.tr("Data"), self.tr("All files")
        dialog.setNameFilters([f"{data} ({PATTERNS})", f"{everything} (*)"])
        self._choose_by(dialog, QFileDialog.FileMode.ExistingFiles)

    def choose_folder(self) -> None:
        self._choose_by(QFileDialog(self, self.tr("Choose a folder")), QFileDialog.FileMode.Directory)

    def _choose_by(self, dialog: QFileDialog, mode: QFileDialog.FileMode) -> None:
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda found: self.take([Path(f) for f in found]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Look at these files, and those in these folders; the first one says what the columns are."""
        self._paths = list(paths)
        self._preview, self._checks, self._checked = None, (), True
        self.model.forget()
        self.settings.forget()
        self.form.choices.forget()
        self.before.hide()
        self.files.show_checks(())
        if not self.form.name.currentText().strip():
            self.form.name.setCurrentText(name_for(paths[0]))
        more = self.tr(" and {n} more").format(n=len(paths) - 1) if len(paths) > 1 else ""
        self._title.setText(paths[0].name + more)
        self._look()

    def _on_left_out(self, path: str) -> None:
        self._paths = [Path(p) for p in dict.fromkeys(c.path for c in self._checks) if p != path]
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
        return ImportOptions(
            **self.settings.options(),
            **self.form.choices.options(),
            kinds={} if joins else dict(self.model.kinds()),
            roles={} if joins else dict(self.model.roles()),
            task=None if joins else self.form.chosen_task(),
            mode="replace" if joins and self.form.mode.key() == "replace" else "append",
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
        call, ingest = self._workspace.tasks.call, self._workspace.desk.ingest
        into = self.form.existing.name if self.form.existing else None
        try:
            paths = await call(expanded, self._paths)
            found = await call(ingest.preview, paths[0], self.options(), into)
            if asked != self._asked:
                return
            self._paths = paths
            several = len(paths) > 1 or len(found.members) > 1
            self._checked = not several
            self._show_preview(found)
            if several:
                if not self._checks:
                    self.files.show_checks((), checking=True)
                    self._left.setSizes([190, 300, 200])
                checks = await call(ingest.check, paths, self.options(), into)
                if asked == self._asked:
                    self._show_checks(checks)
        except DriftDeskError as error:
            if asked == self._asked:
                self.footer.show_error(error)
                self.settings.open_controls()
                if self._preview is None:
                    self._body.setCurrentIndex(0)

    def _show_preview(self, preview: "Preview") -> None:
        first_look = self._preview is None
        self._preview = preview
        columns = [ImportColumn(c.name, c.kind, c.role, c.examples, c.missing) for c in preview.columns]
        self.form.show_found(columns, preview.task)
        self.model.show_columns(columns)
        self.columns.setEnabled(self.form.existing is None)
        self.first_rows.show_preview(preview)
        self.settings.show_form(preview.form, preview.members, figures.byte_count(preview.size))
        self._body.setCurrentIndex(2)
        self.footer.show_notes(list(preview.warnings))
        self._judge()
        if first_look:
            self.form.name.setFocus()
            if preview.remembered and self.form.existing is None:
                self._take_as_before(preview.remembered)

    def _show_checks(self, checks: "Sequence[FileCheck]") -> None:
        self._checks, self._checked = tuple(checks), True
        self.files.show_checks(checks)
        self._judge()

    def _judge(self) -> None:
        """Files of other columns than the dataset's, or than the first one's, are taken only as the user says."""
        seen = [*([self._preview] if self._preview else []), *self._checks]
        self.form.choices.show_differences(
            *(dict.fromkeys(n for s in seen for n in getattr(s, what)) for what in (NEW, MISSING, RETYPED))
        )
        self.footer.clear_error()
        broken = next((c for c in self._checks if c.problem), None)
        if broken is not None:
            self.footer.show_error(DriftDeskError(broken.problem, broken.hint))
        elif not self.form.choices.is_complete:
            problem = self.tr("Columns of the files differ from those that are there.")
            hint = self.tr("Choose at the right what becomes of them.")
            self.footer.show_error(DriftDeskError(problem, hint), mark="warning")
        self.footer.set_ready(self._checked and broken is None and self.form.choices.is_complete)

    def _take_as_before(self, choices: ImportChoices) -> None:
        """Offer what was chosen for a file of the same columns before."""
        self.model.remember(choices.columns)
        self.form.take_task(choices.task)
        text = self.tr("Kinds and roles as chosen before, for {dataset}").format(dataset=choices.dataset)
        self.before.offer(text, self.tr("Take them as found"), self._on_as_found)
        self._later.start()

    def _on_as_found(self) -> None:
        self.before.hide()
        self.model.take_as_found()
        self.form.take_task(None)
        self._later.start()

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
        total = sum(c.size for c in self._checks) or (self._preview.size if self._preview else 0)
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
            now = event.progress
            self.footer.show_progress(self.tr("Importing"), now.done, now.total or 0, import_words.pace(now))
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
        for part in (self._body, self._choose, self._choose_folder, self.settings):
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
        self._choose_folder.setText(self.tr("Choose a folder…"))
        self.columns.setAccessibleName(self.tr("Columns"))
        self._empty.set_texts(
            self.tr("Drop files or folders here"),
            self.tr(
                "CSV, Excel, JSON, JSON lines, Parquet, Arrow or Feather, also compressed (gzip, zstd, zip)."
            ),
            self.tr("Choose files…"),
        )
        self._title.setText(self.tr("Import files"))
