"""Detection services in the settings: their API keys in the keyring, and whether they answer."""

from collections.abc import Callable

import keyring
import pytest
from keyring.errors import NoKeyringError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from driftdesk.core.settings import ServiceConfig, load_settings, save_settings
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.settings_dialog import SettingsDialog
from tests.fakes.ddoc_server import DdocServer
from tests.fakes.drift_studio_server import DriftStudioServer

Keys = dict[str, str]
Settle = Callable[[], None]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """What the keyring holds, by service."""
    kept: Keys = {}
    monkeypatch.setattr(keyring, "get_password", lambda _, name: kept.get(name))
    monkeypatch.setattr(keyring, "set_password", lambda _, name, key: kept.update({name: key}))
    monkeypatch.setattr(keyring, "delete_password", lambda _, name: kept.pop(name))
    return kept


def opened(window: MainWindow, settle: Settle, *services: ServiceConfig) -> SettingsDialog:
    """The dialog over settings that another process has written meanwhile."""
    stored = load_settings(window.workspace.settings.data_dir)
    stored.services = list(services)
    save_settings(stored, "services")
    dialog = SettingsDialog(window)
    dialog.show()
    settle()
    return dialog


def type_into(qtbot: QtBot, field: object, text: str) -> None:
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_a_key_is_kept_in_the_keyring_and_never_in_the_settings(
    window: MainWindow, qtbot: QtBot, settle: Settle, keys: Keys
) -> None:
    form = (dialog := opened(window, settle, ServiceConfig(name="ddoc"))).services
    assert form.key.echoMode() is QLineEdit.EchoMode.Password
    assert form.key.placeholderText() == "only where the service asks for one"
    type_into(qtbot, form.key, "sk-1")
    assert keys == {}, "nothing changes before Save"
    dialog._on_save()
    settle()
    assert keys == {"ddoc": "sk-1"}
    assert "sk-1" not in window.workspace.settings.settings_file.read_text(encoding="utf-8")
    form = (dialog := opened(window, settle, ServiceConfig(name="ddoc"))).services
    assert form.key.placeholderText() == "kept in the keyring"
    assert form.key.text() == ""
    qtbot.mouseClick(form.forget, Qt.MouseButton.LeftButton)
    assert keys, "nothing changes before Save"
    dialog._on_save()
    settle()
    assert keys == {}


def test_a_key_follows_its_service_to_another_name_and_goes_with_it(
    window: MainWindow, qtbot: QtBot, settle: Settle, keys: Keys
) -> None:
    keys.update(a="1", b="2")
    dialog = opened(window, settle, ServiceConfig(name="a"), ServiceConfig(name="b"))
    type_into(qtbot, dialog.services.form.editor("name"), "c")
    dialog._on_save()
    settle()
    assert keys == {"c": "1", "b": "2"}
    dialog = opened(window, settle, ServiceConfig(name="c"), ServiceConfig(name="b"))
    qtbot.mouseClick(dialog.services._remove, Qt.MouseButton.LeftButton)
    dialog._on_save()
    settle()
    assert keys == {"b": "2"}
    assert [s.name for s in load_settings(window.workspace.settings.data_dir).services] == ["b"]


def test_without_a_keyring_the_dialog_says_what_to_do_and_saves_nothing(
    window: MainWindow, qtbot: QtBot, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise NoKeyringError

    for verb in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, verb, refuse)
    dialog = opened(window, settle, ServiceConfig(name="ddoc"))
    type_into(qtbot, dialog.services.form.editor("detector"), "mmd")
    type_into(qtbot, dialog.services.key, "sk-1")
    dialog._on_save()
    settle()
    assert dialog.isVisible()
    assert "no keyring" in dialog._error.text()
    assert "DRIFTDESK_SERVICE_KEY_DDOC" in dialog._error.text()
    assert load_settings(window.workspace.settings.data_dir).services[0].detector == "default"
    dialog.services.key.selectAll()
    qtbot.keyClick(dialog.services.key, Qt.Key.Key_Delete)
    dialog._on_save()
    assert load_settings(window.workspace.settings.data_dir).services[0].detector == "mmd"


def test_the_test_says_whether_the_service_answers_as_it_stands_there(
    window: MainWindow, qtbot: QtBot, settle: Settle, keys: Keys
) -> None:
    with DdocServer(api_key="sk-1") as server:
        form = opened(window, settle, ServiceConfig(name="ddoc", url=server.url)).services
        qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
        settle()
        assert "missing_or_bad_api_key" in form.outcome.text.text()
        assert form.outcome.hint.text()
        type_into(qtbot, form.key, "sk-1")
        assert not form.outcome.isVisible()
        qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
        settle()
        assert form.outcome.text.text() == "ddoc is ready"
        assert "2.1.0" in form.outcome.hint.text()
    qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
    settle()
    assert "cannot be reached" in form.outcome.text.text()
    assert keys == {}


def test_services_that_cannot_be_kept_are_named_whichever_is_shown(
    window: MainWindow, qtbot: QtBot, settle: Settle, keys: Keys
) -> None:
    dialog = opened(window, settle, ServiceConfig(name="a"), ServiceConfig(name="b"))
    form = dialog.services
    type_into(qtbot, form.form.editor("url"), "ftp://x")
    form._choice.setCurrentIndex(1)
    dialog._on_save()
    assert dialog._error.text() == "a: Write it as http://host:8765 or https://host"
    form._choice.setCurrentIndex(0)
    type_into(qtbot, form.form.editor("url"), "http://127.0.0.1:1")
    type_into(qtbot, form.form.editor("name"), "b")
    dialog._on_save()
    assert dialog._error.text() == "There are two services named b."


def test_each_kind_of_service_has_its_own_fields_and_its_own_test(
    window: MainWindow, qtbot: QtBot, settle: Settle, keys: Keys
) -> None:
    dialog = opened(window, settle)
    form = dialog.services
    qtbot.mouseClick(form._add, Qt.MouseButton.LeftButton)

    def shown(*names: str) -> list[bool]:
        return [form.form.editor(name).isVisibleTo(form) for name in names]

    kind = form.form.editor("kind")
    assert isinstance(kind, QComboBox)
    assert shown("shared_dir", "max_upload_mb", "warning_at", "fallback") == [True, False, True, True]
    kind.setCurrentIndex(kind.findData("drift-studio"))
    assert shown("shared_dir", "max_upload_mb", "warning_at", "fallback") == [False, True, True, True]
    assert not form.key.isVisibleTo(form), "it knows no keys"
    assert form.form.values()["url"] == "http://127.0.0.1:8000"
    with DriftStudioServer() as server:
        type_into(qtbot, form.form.editor("url"), server.url)
        qtbot.mouseClick(form.test, Qt.MouseButton.LeftButton)
        settle()
        assert form.outcome.text.text() == "service 1 is ready"
        assert "2.0.0" in form.outcome.hint.text()
    kind.setCurrentIndex(kind.findData("driftdesk"))
    assert shown("shared_dir", "max_upload_mb", "warning_at", "fallback") == [False, False, False, True]
    assert form.key.isVisibleTo(form)
    assert form.form.values()["url"] == server.url, "an address that was typed stays"
    dialog._on_save()
    settle()
    kept = load_settings(window.workspace.settings.data_dir).services[0]
    assert (kept.kind, kept.url) == ("driftdesk", server.url)
