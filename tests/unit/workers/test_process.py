"""The child process seen from the runner."""

import sys

import pytest

from driftdesk.workers.process import child_command, manner_of_death


def test_the_child_is_this_program_whether_frozen_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child_command() == [sys.executable, "-P", "-m", "driftdesk", "_child"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, "_child"]


def test_a_death_is_told_by_signal_or_exit_code() -> None:
    assert manner_of_death(-9) == "signal 9: killed, perhaps out of memory"
    assert manner_of_death(-11) == "signal 11"
    assert manner_of_death(1) == "exit code 1"
