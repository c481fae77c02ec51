"""Why the embedded database did not start."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from driftdesk.core.errors import UnsuitableServerError
from driftdesk.core.storage import replica
from driftdesk.core.storage.layout import Layout


def refused() -> None:
    raise AutoReconnect("connection refused")


def start(folder: Path) -> None:
    ended: Any = SimpleNamespace(is_alive=lambda: False)
    layout = Layout(folder)
    layout.root.mkdir(parents=True, exist_ok=True)
    replica._await(ended, layout, refused)


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=16_384))
    with pytest.raises(UnsuitableServerError, match="its disk is full") as caught:
        start(tmp_path)
    assert str(Layout(tmp_path).root) in caught.value.hint


def test_otherwise_the_words_of_the_connection_or_of_the_log_are_given(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableServerError, match="connection refused"):
        start(tmp_path)
