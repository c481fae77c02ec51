"""Importing from another MongoDB by dialog; that database is played."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import CollectionSource, Job, JobKind
from driftdesk.core.errors import AuthenticationError
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.looking import DatabaseListing, ListedCollection
from driftdesk.core.ingest.preview import Preview
from driftdesk.core.ingest.reference_layout import StoredDataset
from driftdesk.ui.data.importing import mongodb_dialog
from driftdesk.ui.data.importing.mongodb_dialog import MongoImportDialog
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk

Settle = Callable[[], None]
ADDRESS = "mongodb://ann@db.example:27017/"


class Played:
    """Another MongoDB."""

    def __init__(self) -> None:
        self.stored: tuple[StoredDataset, ...] | None = None
        self.looked: list[CollectionSource] = []
        self.passwords: list[SecretStr | None] = []
        self.enqueued: list[tuple[str, CollectionSource]] = []

    def databases_at(self, _address: str, password: SecretStr | None = None) -> list[str]:
        self.passwords.append(password)
        if password is None or password.get_secret_value() != "right":
            raise AuthenticationError("The database refused the user name or password.", "Check both.")
        return ["film", "shop"]

    def look_at(self, address: str, database: str, _password: SecretStr | None) -> DatabaseListing:
        collections = (ListedCollection(name="orders", documents=900, byte_count=90_000),)
        return DatabaseListing(
            address=address, database=database, collections=collections, stored=self.stored
        )

    def preview_collection(self, wanted: CollectionSource, *_: Any) -> Preview:
        self.looked.append(wanted)
        return Preview(name="x", size=1, form=FileFormat(format="mongodb"), task=None, columns=(), rows=())

    def import_collection(self, name: str, wanted: CollectionSource) -> Job:
        self.enqueued.append((name, wanted))
        return Job(kind=JobKind.IMPORT, title="Import")


@pytest.fixture
def played(desk: DataDesk, monkeypatch: pytest.MonkeyPatch) -> Played:
    made = Played()
    desk.ingest = SimpleNamespace(
        databases_at=made.databases_at, look_at=made.look_at, preview_collection=made.preview_collection
    )
    monkeypatch.setattr(desk, "import_collection", made.import_collection, raising=False)
    monkeypatch.setattr(mongodb_dialog, "_keep", lambda *_: None)
    return made


@pytest.fixture
def dialog(workspace: Workspace, played: Played, qtbot: QtBot) -> MongoImportDialog:
    del played
    made = MongoImportDialog(workspace)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def connect(dialog: MongoImportDialog, settle: Settle, password: str = "right") -> None:
    dialog.address.setText(ADDRESS.replace("ann@", f"ann:{password}@"))
    dialog.connect_button.click()
    settle()


def test_a_password_in_the_address_moves_to_its_own_field(
    dialog: MongoImportDialog, played: Played, settle: Settle
) -> None:
    connect(dialog, settle)
    assert dialog.address.text() == ADDRESS
    assert dialog.password.text() == "right"
    assert played.passwords == [SecretStr("right")]
    assert [dialog.database.itemText(i) for i in range(dialog.database.count())] == ["film", "shop"]


def test_a_collection_is_looked_at_filtered_and_imported(
    dialog: MongoImportDialog, played: Played, settle: Settle, qtbot: QtBot
) -> None:
    dialog.database.setCurrentText("shop")
    connect(dialog, settle)
    assert [c.name for c in dialog.model.things] == ["orders"]
    dialog.where.setFocus()
    qtbot.keyClicks(dialog.where, '{"n": 1}')
    qtbot.waitUntil(lambda: len(played.looked) > 1)
    settle()
    assert played.looked[-1].where == '{"n": 1}'
    dialog.name.setText("my orders")
    dialog.footer.go.click()
    settle()
    expected = CollectionSource(address=ADDRESS, database="shop", collection="orders", where='{"n": 1}')
    assert played.enqueued == [("my orders", expected)]
    assert not dialog.isVisible()


def test_several_datasets_of_the_reference_platform_are_imported_at_once(
    dialog: MongoImportDialog, played: Played, settle: Settle
) -> None:
    played.stored = tuple(
        StoredDataset(id=f'{{"_id": {n}}}', short_id=str(n), name=f"set {n}", samples=n, labels=("a", "b"))
        for n in range(3)
    )
    dialog.database.setCurrentText("film")
    connect(dialog, settle)
    dialog.table.selectAll()
    assert not dialog.name.isEnabled()
    dialog.footer.go.click()
    settle()
    assert [name for name, _ in played.enqueued] == ["set 0", "set 1", "set 2"]
    assert all(wanted.address == ADDRESS for _, wanted in played.enqueued)


def test_a_refused_password_is_told_in_the_dialog(dialog: MongoImportDialog, settle: Settle) -> None:
    connect(dialog, settle, password="wrong")
    assert dialog.footer.message.text() == "The database refused the user name or password."
    assert not dialog.footer.go.isEnabled()
