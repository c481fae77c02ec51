"""Where settings come from, what goes before what, and what is never written."""

import json
from pathlib import Path

import pytest

from driftdesk.core.errors import ParameterError
from driftdesk.core.settings import load_settings, save_settings


def test_arguments_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.json").write_text('{"slots": 2, "user": "file", "theme": "dark"}')
    monkeypatch.setenv("DRIFTDESK_SLOTS", "3")
    monkeypatch.setenv("DRIFTDESK_USER", "environment")
    settings = load_settings(tmp_path, user="argument")
    assert (settings.user, settings.slots, settings.theme) == ("argument", 3, "dark")


@pytest.mark.parametrize("content", ["{", "[1]", '{"theme": "blue"}', '{"server": "mongodb://a:b@h/"}'])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content)
    assert load_settings(tmp_path).theme == "system"
    assert not (tmp_path / "settings.json").exists()
    assert (tmp_path / "settings.damaged").read_text() == content


def test_a_bad_variable_is_named_without_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark"}')
    monkeypatch.setenv("DRIFTDESK_SERVER", "mongodb://ada:s3cret@host/")
    with pytest.raises(ParameterError) as caught:
        load_settings(tmp_path)
    assert "DRIFTDESK_SERVER" in caught.value.hint
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value!r}"
    assert (tmp_path / "settings.json").exists()


def test_what_is_saved_holds_no_secret(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, mongodb_uri="mongodb://ada:s3cret@host/", slots=4)
    save_settings(settings)
    text = (tmp_path / "settings.json").read_text()
    assert json.loads(text)["slots"] == 4
    assert "s3cret" not in text
