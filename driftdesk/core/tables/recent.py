"""What was used lately."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def _one(_value: object) -> int:
    return 1


class Recent(Generic[K, V]):
    """Values by key, up to ``limit`` of what ``size`` says of each: bytes, or (not given) so many values. May be used from
    any thread."""

    def __init__(self, limit: int, size: Callable[[V], int] = _one) -> None:
        self._limit = limit
        self._size_of = size
        self._size = 0
        self._items: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of ``key``; ``make`` makes it where it is not there. Two threads may make it at once; they get the
        same."""
        found = self.find(key)
        return self.put(key, make()) if found is None else found

    def find(self, key: K) -> V | None:
        """The value of ``key``; None: it is not there."""
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def put(self, key: K, value: V) -> V:
        """Keep a value, and return what is kept: the first one of its key."""
        with self._lock:
            if key not in self._items:
                self._items[key] = (value, self._size_of(value))
                self._size += self._items[key][1]
            value = self._items[key][0]
            while self._size > self._limit:
                _, (_, dropped) = self._items.popitem(last=False)
                self._size -= dropped
        return value
