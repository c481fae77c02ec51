"""Logs: one JSON line per entry, without secrets, rotated among processes."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from driftdesk.core import logs
from driftdesk.core.settings import Settings


@pytest.fixture(autouse=True)
def _leave_no_handlers() -> Iterator[None]:
    yield
    root = logging.getLogger()
    for handler in [h for h in root.handlers if getattr(h, "of_driftdesk", False)]:
        root.removeHandler(handler)
        handler.close()
    structlog.contextvars.clear_contextvars()


def entries(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "logs" / "driftdesk.log").read_text().splitlines()]


def test_an_entry_says_what_when_where_and_who(tmp_path: Path) -> None:
    logs.configure_logs(Settings(data_dir=tmp_path), "command")
    structlog.get_logger("driftdesk.test").warning("something happened", rows=3)
    (entry,) = entries(tmp_path)
    assert entry.items() >= {"event": "something happened", "rows": 3, "role": "command"}.items()
    assert {"timestamp", "level", "logger"} <= entry.keys()


def test_secrets_are_masked(tmp_path: Path) -> None:
    logs.configure_logs(Settings(data_dir=tmp_path), "command")
    log = structlog.get_logger("driftdesk.test")
    log.info("open", uri="mongodb://ada:geheim@host/?x=1", api_key="geheim", Authorization="geheim")
    try:
        raise ValueError("cannot reach mongodb://ada:geheim@host/")
    except ValueError:
        log.exception("failed")
    text = (tmp_path / "logs" / "driftdesk.log").read_text()
    assert "geheim" not in text
    assert "mongodb://***@host/?x=1" in text
    assert "ValueError" in text


def test_configuring_again_replaces_what_was_there(tmp_path: Path) -> None:
    for _ in range(2):
        logs.configure_logs(Settings(data_dir=tmp_path), "command")
    structlog.get_logger("driftdesk.test").info("once")
    assert len(entries(tmp_path)) == 1


def test_a_log_that_grew_too_large_is_moved_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 500)
    logs.configure_logs(Settings(data_dir=tmp_path), "command")
    for i in range(20):
        structlog.get_logger("driftdesk.test").info("a line", number=i)
    files = sorted((tmp_path / "logs").iterdir())
    assert 2 < len(files) <= 6
    numbers = {json.loads(line)["number"] for file in files for line in file.read_text().splitlines()}
    assert numbers == set(range(20 - len(numbers), 20)), "the latest are kept, none is lost between"


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    logs.configure_logs(Settings(data_dir=tmp_path / "file"), "command")
    structlog.get_logger("driftdesk.test").warning("still heard")
    assert "still heard" in capsys.readouterr().err
