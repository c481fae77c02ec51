"""The command line on the tests' database, with a worker that has a warm child."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from driftdesk.cli.app import main
from driftdesk.core.settings import Settings
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner
from tests.support.cli_docs import prepare

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def cli(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """``cli("import", "f.csv", ...)`` -> (exit code, JSON)."""
    assert settings.mongodb_uri is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRIFTDESK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DRIFTDESK_MONGODB_URI", settings.mongodb_uri.get_secret_value())
    monkeypatch.setenv("DRIFTDESK_DATABASE", settings.database)
    prepare(tmp_path)

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def worker(desk: Desk) -> Iterator[Runner]:
    runner = Runner(desk)
    runner.start()
    yield runner
    runner.stop()
    assert runner.join(timeout=20)
