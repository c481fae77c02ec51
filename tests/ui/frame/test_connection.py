"""The shared database: its address in a form, and what happens when it refuses."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.errors import AuthenticationError, DatabaseUnavailableError, ParameterError
from driftdesk.core.settings import Settings, load_settings
from driftdesk.core.storage import passwords
from driftdesk.ui.connection import ConnectionForm, ConnectionScreen
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.server_address import ServerAddress
from tests.ui.fakes import FakeDesk


def test_a_plain_host_becomes_an_address() -> None:
    address = ServerAddress(
        hosts="db:27017", user="ada@home", password="p:w/d", tls=True, ca_file="/etc/ca.pem"
    )
    uri = address.uri(with_password=True).get_secret_value()
    assert uri == "mongodb://ada%40home:p%3Aw%2Fd@db:27017/?tls=true&tlsCAFile=%2Fetc%2Fca.pem"
    assert "p%3A" not in address.uri(with_password=False).get_secret_value()
    assert ServerAddress.parse(uri) == address


def test_a_pasted_address_keeps_its_other_options() -> None:
    parsed = ServerAddress.parse("mongodb+srv://ada@cluster.example.org/?retryReads=false")
    assert (parsed.hosts, parsed.user, parsed.tls) == ("cluster.example.org", "ada", True)
    assert parsed.uri(with_password=False).get_secret_value() == (
        "mongodb+srv://ada@cluster.example.org/?retryReads=false&tls=true"
    )


def test_an_address_without_a_server_is_refused() -> None:
    with pytest.raises(ParameterError, match="No server is named"):
        ServerAddress.parse("").uri(with_password=False)


class Opener:
    """Refuses shared servers with ``error`` until it is None."""

    def __init__(self, desk: FakeDesk, error: Exception | None = None) -> None:
        self.desk = desk
        self.error = error
        self.asked: list[Settings] = []

    def __call__(self, settings: Settings) -> FakeDesk:
        self.asked.append(settings)
        if settings.mongodb_uri is not None and self.error is not None:
            raise self.error
        return self.desk


def filled_form(window: MainWindow, qtbot: QtBot) -> ConnectionForm:
    form = ConnectionForm(window.workspace, window.session)
    qtbot.addWidget(form)
    form.show()
    qtbot.mouseClick(form.where.button("shared"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(form.address, "db.example.org:27017")
    qtbot.keyClicks(form.user, "ada")
    qtbot.keyClicks(form.password, "secret")
    return form


def test_a_wrong_password_is_said_in_the_form_and_the_window_stays_where_it_was(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    refused = AuthenticationError("The database refused the password of 'ada'.", "Check user and password.")
    window.session._open = Opener(busy_desk, refused)  # type: ignore[assignment]  # the fake
    form = filled_form(window, qtbot)
    for button in (form.test_button, form.connect_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        assert form.outcome.text.text() == "The database refused the password of 'ada'."
        assert form.outcome.hint.text() == "Check user and password."
    assert window.session.state == "connected"
    assert not busy_desk.closed
    assert load_settings(window.workspace.settings.data_dir).server == ""


def test_connecting_keeps_the_address_in_the_settings_and_the_password_in_the_keyring(
    window: MainWindow,
    busy_desk: FakeDesk,
    qtbot: QtBot,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[tuple[str, str]] = []

    def keep(uri: SecretStr, password: SecretStr | None) -> None:
        assert password is not None
        kept.append((uri.get_secret_value(), password.get_secret_value()))

    monkeypatch.setattr(passwords, "keep_password", keep)
    opener = Opener(busy_desk)
    window.session._open = opener  # type: ignore[assignment]  # the fake
    form = filled_form(window, qtbot)
    with qtbot.waitSignal(form.connected):
        qtbot.mouseClick(form.connect_button, Qt.MouseButton.LeftButton)
    settle()
    uri = opener.asked[-1].mongodb_uri
    assert uri is not None
    assert uri.get_secret_value() == "mongodb://ada:secret@db.example.org:27017/"
    assert kept == [("mongodb://ada@db.example.org:27017/", "secret")]
    text = window.workspace.settings.settings_file.read_text()
    assert "db.example.org" in text
    assert "secret" not in text
    assert window.session.state == "connected"


def test_a_failure_at_the_start_shows_why_and_offers_the_embedded_database(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    gone = DatabaseUnavailableError("No database answers at db:27017.", "Is it running?")
    window.session._open = Opener(busy_desk, gone)  # type: ignore[assignment]  # the fake
    settings = window.workspace.settings
    settings.mongodb_uri = SecretStr("mongodb://db:27017/")
    window.workspace.tasks.start(window.session.leave())
    settle()
    window.workspace.tasks.start(window.session.connect_to(settings))
    settle()
    screen = window._stack.currentWidget()
    assert isinstance(screen, ConnectionScreen)
    assert screen.why.text.text() == "No database answers at db:27017."
    assert window.top_bar.connection.state() == "failed"
    qtbot.mouseClick(screen.embedded_button, Qt.MouseButton.LeftButton)
    settle()
    assert window.session.state == "connected"
    assert window.current_tab() == "activity"
    assert window.tab("activity") is window._stack.currentWidget()
