"""Finding the mongod program."""

import stat
import sys
from pathlib import Path

import pytest

from driftdesk.core.errors import UnsuitableServerError
from driftdesk.core.storage.mongod import find_mongod, last_problem

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for mongod")


def program(path: Path, output: str, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{output}\n")
    path.chmod(mode)
    return path


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages")])


def test_the_configured_one_is_used(tmp_path: Path) -> None:
    binary = program(tmp_path / "mine", "echo db version v7.0.2")
    assert find_mongod(binary, tmp_path / "bin") == binary


def test_a_configured_one_that_is_too_old_or_broken_is_refused_with_the_reason(tmp_path: Path) -> None:
    old = program(tmp_path / "old", "echo db version v4.4.1")
    with pytest.raises(UnsuitableServerError, match="too old"):
        find_mongod(old, tmp_path / "bin")
    broken = program(tmp_path / "broken", "echo 'libcurl.so.4: cannot open shared object file' >&2; exit 127")
    with pytest.raises(UnsuitableServerError, match="libcurl") as caught:
        find_mongod(broken, tmp_path / "bin")
    assert caught.value.hint
    with pytest.raises(UnsuitableServerError, match="does not run"):
        find_mongod(tmp_path / "absent", tmp_path / "bin")


def test_one_on_the_path_is_used_only_if_it_is_new_enough(tmp_path: Path) -> None:
    wheel = program(tmp_path / "site-packages/fiftyone/db/bin/mongod", "echo db version v6.0.5")
    on_path = program(tmp_path / "path/mongod", "echo db version v4.4.1")
    assert find_mongod(None, tmp_path / "bin") == wheel
    program(on_path, "echo db version v8.0.0")
    assert find_mongod(None, tmp_path / "bin") == on_path


def test_the_wheels_binary_gets_its_run_bit(tmp_path: Path) -> None:
    wheel = program(tmp_path / "site-packages/fiftyone/db/bin/mongod", "echo db version v6.0.5", 0o644)
    assert find_mongod(None, tmp_path / "bin") == wheel
    assert wheel.stat().st_mode & stat.S_IXUSR


def test_a_wheel_that_may_not_be_changed_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = program(tmp_path / "site-packages/fiftyone/db/bin/mongod", "echo db version v6.0.5", 0o644)
    change = Path.chmod

    def refuse(path: Path, mode: int) -> None:
        if path == wheel:
            raise PermissionError("read-only")
        change(path, mode)

    monkeypatch.setattr(Path, "chmod", refuse)
    copy = find_mongod(None, tmp_path / "bin")
    assert copy == tmp_path / "bin" / "mongod"
    assert find_mongod(None, tmp_path / "bin") == copy


def test_without_any_the_user_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableServerError) as caught:
        find_mongod(None, tmp_path / "bin")
    assert "DRIFTDESK_MONGOD_PATH" in caught.value.hint


def test_the_log_tells_the_last_problem(tmp_path: Path) -> None:
    log = tmp_path / "mongod.log"
    assert last_problem(log) == ""
    log.write_text(
        '{"s":"I","msg":"fine"}\n{"s":"E","msg":"Failed","attr":{"error":"DBPathInUse: Unable to lock the file"}}\n'
    )
    assert "DBPathInUse" in last_problem(log)
