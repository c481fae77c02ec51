"""Work on threads."""

import threading
from collections.abc import Iterator

import pytest

from driftdesk.core.compute.threads import ordered_map


def test_results_come_in_the_order_of_the_input() -> None:
    assert list(ordered_map(lambda x: x * x, range(50))) == [x * x for x in range(50)]


def test_only_a_few_items_are_in_flight() -> None:
    items: Iterator[int] = iter(range(1, 101))
    results = ordered_map(lambda x: x, items, ahead=4)
    assert next(results) == 1
    assert next(items) == 5
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_an_error_is_raised_where_its_result_would_be() -> None:
    results = ordered_map(lambda x: 1 // x, [1, 1, 0, 1])
    assert [next(results), next(results)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_no_thread_is_left_over() -> None:
    list(ordered_map(lambda x: x, range(10)))
    assert not [t for t in threading.enumerate() if t.name.startswith("driftdesk-compute")]
