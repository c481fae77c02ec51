"""Locks that the operating system drops."""

import subprocess
import sys
from pathlib import Path

from driftdesk.core.storage.locks import FileLock


def test_a_lock_has_one_holder(tmp_path: Path) -> None:
    one, two = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.try_acquire()
    assert two.is_held()
    assert not two.try_acquire()
    assert not two.acquire(timeout=0.02)
    one.release()
    one.release()
    assert not one.is_held()
    assert two.try_acquire()
    two.release()


def test_a_lock_is_free_when_its_holder_was_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from driftdesk.core.storage.locks import FileLock;"
        "assert FileLock.try_acquire(lock := FileLock(Path(sys.argv[1]))); sys.stdout.write('held\\n');"
        "sys.stdout.flush(); time.sleep(60)"
    )
    path = tmp_path / "lock"
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    assert FileLock(path).is_held()
    holder.kill()
    holder.communicate()
    assert not FileLock(path).is_held()
