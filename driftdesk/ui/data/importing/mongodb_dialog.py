"""Importing from another MongoDB: connect, choose collections (or datasets of the reference platform), look, import.

The jobs go to the queue and the dialog closes: the status strip shows how far they are. The password goes to the
system's keyring, where the worker that imports finds it; no job carries it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.names import check_name
from driftdesk.core.entities import CollectionSource, Job
from driftdesk.core.errors import DriftDeskError, StorageError
from driftdesk.ui import figures
from driftdesk.ui.data.importing.footer import ImportFooter
from driftdesk.ui.data.importing.rows import FirstRows
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, Skeleton, button, label, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.ingest.looking import DatabaseListing
    from driftdesk.core.ingest.preview import Preview

_EMPTY, _LOADING, _LISTED = range(3)
_ADDRESS, _DATABASE = "data/mongodb-address", "data/mongodb-database"


@dataclass(frozen=True)
class Choice:
    """A collection, or a dataset of the reference platform. ``wanted`` lacks the filter."""

    name: str
    rows: int | None
    about: str
    wanted: CollectionSource


class MongoImportDialog(QDialog):
    """``enqueued`` carries the jobs."""

    enqueued = Signal(list)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asked = 0
        self._password: SecretStr | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 640)
        self.address, self.password, self.database = QLineEdit(), QLineEdit(), QComboBox()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.database.setEditable(True)
        self.database.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.database.setMinimumContentsLength(16)
        self.database.activated.connect(self._on_connect)
        self.connect_button = button("", "", "database")
        self.connect_button.setAutoDefault(False)
        self.connect_button.clicked.connect(self._on_connect)
        for field in (self.address, self.password):
            field.returnPressed.connect(self._on_connect)
        self.model = ListTableModel[Choice](
            [
                Field(lambda: self.tr("Name"), lambda c: c.name, tip=lambda c: c.name),
                Field(lambda: self.tr("Rows"), lambda c: figures.count(c.rows), number=True),
                Field(lambda: self.tr("About"), lambda c: c.about, tip=lambda c: c.about),
            ],
            lambda c: c.wanted,
            self,
        )
        self.table = DataTable()
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for section, width in ((0, 180), (1, 84)):
            self.table.setColumnWidth(section, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        self.where, self.name = QLineEdit(), QLineEdit()
        self._later = QTimer(self, singleShot=True, interval=400)
        self._later.timeout.connect(self._look)
        self.where.textEdited.connect(lambda _text: self._later.start())
        self.first_rows = FirstRows()
        self.footer = ImportFooter()
        self.footer.import_asked.connect(self._on_import)
        self.footer.cancel_asked.connect(self.reject)
        self._empty = EmptyState("database", "")
        self._body = QStackedWidget()
        for page in (self._empty, Skeleton(8), self._build_listed()):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(line())
        column.addWidget(self._body, 1)
        column.addWidget(line())
        column.addWidget(self.footer)
        self.footer.go.setDefault(True)
        self.address.setText(str(self._workspace.state(_ADDRESS, "mongodb://localhost:27017/")))
        self.database.setCurrentText(str(self._workspace.state(_DATABASE, "")))
        self.retranslate()

    def _build_head(self) -> QGridLayout:
        self._captions = [label("", "caption") for _ in range(3)]
        self._kept = label("", "caption", wrap=True)
        grid = QGridLayout()
        grid.setContentsMargins(2 * S, 2 * S, 2 * S, S + 4)
        grid.setHorizontalSpacing(S)
        grid.setVerticalSpacing(S // 2)
        for at, (caption, field) in enumerate(
            zip(self._captions, (self.address, self.password, self.database), strict=True)
        ):
            caption.setBuddy(field)
            grid.addWidget(caption, 0, at)
            grid.addWidget(field, 1, at)
        grid.addWidget(self.connect_button, 1, 3)
        grid.addWidget(self._kept, 2, 0, 1, 4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _build_listed(self) -> QWidget:
        self._field_captions = [label("", "caption") for _ in range(2)]
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, S, 0, 0)
        column.setSpacing(S // 2)
        fields = QGridLayout()
        fields.setContentsMargins(2 * S, 0, 2 * S, 0)
        fields.setHorizontalSpacing(S)
        for at, (caption, field) in enumerate(
            zip(self._field_captions, (self.name, self.where), strict=True)
        ):
            caption.setBuddy(field)
            fields.addWidget(caption, 0, at)
            fields.addWidget(field, 1, at)
        fields.setColumnStretch(1, 1)
        column.addLayout(fields)
        column.addWidget(self.first_rows, 1)
        column.addStretch(0)
        splitter = QSplitter()
        splitter.addWidget(inset(self.table, S))
        splitter.addWidget(right)
        splitter.setSizes([400, 580])
        return splitter

    # Connecting.

    def _on_connect(self) -> None:
        from driftdesk.core.storage.foreign import split_password

        address, password = split_password(self.address.text().strip())
        self.address.setText(address)
        self.address.setCursorPosition(0)
        if password is not None:
            self.password.setText(password.get_secret_value())
        typed = self.password.text()
        self._password = SecretStr(typed) if typed else None
        self._asked += 1
        self.footer.clear_error()
        self.footer.set_ready(False)
        self._body.setCurrentIndex(_LOADING)
        self._workspace.tasks.start(
            self._connect(self._asked, address, self.database.currentText().strip()), owner=self
        )

    async def _connect(self, asked: int, address: str, database: str) -> None:
        ingest, call = self._workspace.desk.ingest, self._workspace.tasks.call
        try:
            names = await call(ingest.databases_at, address, self._password)
            if not database and len(names) != 1:
                self._show_databases(asked, names)
                return
            found = await call(ingest.look_at, address, database or names[0], self._password)
        except DriftDeskError as error:
            if asked == self._asked:
                self._body.setCurrentIndex(_EMPTY)
                self.footer.show_error(error)
            return
        if asked == self._asked:
            self._show_databases(asked, names)
            self.database.setCurrentText(found.database)
            self._show_listing(found)

    def _show_databases(self, asked: int, names: list[str]) -> None:
        if asked != self._asked:
            return
        chosen = self.database.currentText()
        self.database.clear()
        self.database.addItems(names)
        self.database.setCurrentText(chosen)
        self._body.setCurrentIndex(_EMPTY)
        self._empty.set_texts(self.tr("Choose a database"), self.tr("This server has several."))
        if not chosen:
            self.database.setFocus()

    def _show_listing(self, found: "DatabaseListing") -> None:
        self._workspace.remember(_ADDRESS, found.address)
        self._workspace.remember(_DATABASE, found.database)
        base = CollectionSource(address=found.address, database=found.database)
        if found.stored is not None:
            choices = [
                Choice(
                    d.name,
                    d.samples,
                    "  ·  ".join(p for p in (", ".join(d.labels[:8]), d.description) if p),
                    base.model_copy(update={"stored": d.id}),
                )
                for d in found.stored
            ]
        else:
            choices = [
                Choice(
                    c.name,
                    c.documents,
                    figures.byte_count(c.byte_count),
                    base.model_copy(update={"collection": c.name}),
                )
                for c in found.collections
            ]
        self.model.show(choices)
        self._body.setCurrentIndex(_LISTED)
        self.footer.show_notes(
            [self.tr("Datasets of the reference platform")] if found.stored is not None else []
        )
        if choices:
            self.table.selectRow(0)
            self.table.setFocus()
        else:
            self._empty.set_texts(self.tr("This database is empty"), self.tr("Choose another one."))
            self._body.setCurrentIndex(_EMPTY)

    # Looking.

    @property
    def chosen(self) -> list[CollectionSource]:
        """With the filter, where it is one collection."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        found = [self.model.things[row].wanted for row in rows]
        if len(found) == 1 and found[0].collection:
            return [found[0].model_copy(update={"where": self.where.text().strip()})]
        return found

    def _on_chosen(self) -> None:
        chosen = self.chosen
        one = len(chosen) == 1
        self.name.setEnabled(one)
        self.where.setEnabled(one and bool(chosen[0].collection))
        self.name.setText(self._names()[0] if one else "")
        self.name.setPlaceholderText("" if one else self.tr("Their own names"))
        self.where.clear()
        self.footer.set_ready(bool(chosen))
        self._look()

    def _look(self) -> None:
        chosen = self.chosen
        self.footer.clear_error()
        if len(chosen) == 1:
            self._asked += 1
            self._workspace.tasks.start(self._read_preview(self._asked, chosen[0]), owner=self)

    async def _read_preview(self, asked: int, wanted: CollectionSource) -> None:
        try:
            preview: Preview = await self._workspace.tasks.call(
                self._workspace.desk.ingest.preview_collection, wanted, None, None, self._password
            )
        except DriftDeskError as error:
            if asked == self._asked:
                self.footer.show_error(error)
                self.footer.set_ready(False)
                self.first_rows.hide()
            return
        if asked == self._asked:
            self.first_rows.show_preview(preview)
            self.first_rows.show()
            self.footer.set_ready(True)
            self.footer.show_notes(preview.warnings)

    # Importing.

    def _names(self) -> list[str]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.things[row].name for row in rows]

    def _on_import(self) -> None:
        chosen = self.chosen
        names = [self.name.text().strip()] if len(chosen) == 1 else self._names()
        try:
            for name in names:
                check_name(name)
        except DriftDeskError as error:
            self.footer.show_error(error)
            self.name.setFocus()
            return
        self.footer.clear_error()
        self.footer.set_ready(False)
        self._workspace.tasks.start(self._enqueue(list(zip(names, chosen, strict=True))), owner=self)

    async def _enqueue(self, wanted: list[tuple[str, CollectionSource]]) -> None:
        call = self._workspace.tasks.call
        try:
            if self._password is not None:
                await call(_keep, wanted[0][1].address, self._password)
            jobs: list[Job] = [
                await call(self._workspace.desk.import_collection, name, source) for name, source in wanted
            ]
        except DriftDeskError as error:
            self.footer.show_error(error)
            self.footer.set_ready(True)
            return
        self.enqueued.emit(jobs)
        self.accept()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Import from MongoDB"))
        for caption, text in zip(
            self._captions,
            (self.tr("Address, with user@ where there is one"), self.tr("Password"), self.tr("Database")),
            strict=True,
        ):
            caption.setText(text)
        for caption, text in zip(
            self._field_captions, (self.tr("Dataset"), self.tr("Filter, as JSON")), strict=True
        ):
            caption.setText(text)
        self._kept.setText(
            self.tr(
                "A password is kept in the system's keyring, for the worker that imports; no job carries it."
            )
        )
        self.where.setPlaceholderText('{"age": {"$gt": 30}}')
        self.connect_button.setText(self.tr("Connect"))
        self._empty.set_texts(
            self.tr("Connect to a MongoDB"),
            self.tr(
                "Its collections are listed here, or the datasets that the reference platform keeps in it."
            ),
        )
        for field, text in (
            (self.address, self.tr("Address")),
            (self.password, self.tr("Password")),
            (self.database, self.tr("Database")),
            (self.name, self.tr("Name of the dataset")),
            (self.where, self.tr("Filter")),
            (self.table, self.tr("What can be imported")),
        ):
            field.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _keep(address: str, password: SecretStr) -> None:
    """Raises StorageError."""
    from driftdesk.core.storage.foreign import variable
    from driftdesk.core.storage.passwords import keep_password

    try:
        keep_password(SecretStr(address), password)
    except StorageError as error:
        raise StorageError(
            "This system has no keyring, so the worker would not know the password.",
            f"Put it into the environment as {variable(address)}, for DriftDesk and its workers, and start them again.",
        ) from error
