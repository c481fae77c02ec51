"""Garbage that holds widgets goes in the window's thread, whatever other threads allocate."""

import asyncio
import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self, died_in: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: died_in.append(threading.get_ident()))


@pytest.mark.usefixtures("loop")
def test_garbage_is_collected_here_and_not_where_it_is_made(
    loop: asyncio.AbstractEventLoop, qtbot: QtBot
) -> None:
    died_in: list[int] = []

    def allocate() -> None:
        for _ in range(50):
            Ring(died_in)
        assert [[] for _ in range(20_000)]

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert died_in == []
    [[] for _ in range(2_000)]
    kept = [[] for _ in range(2_000)]  # more than are freed: what Python counts
    qtbot.waitUntil(lambda: len(died_in) == 50, timeout=3000)
    assert set(died_in) == {threading.get_ident()}
    assert kept
