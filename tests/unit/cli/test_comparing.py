"""Runs beside each other, and their series, in a terminal."""

import pytest

from driftdesk.cli.comparing import chosen_runs
from driftdesk.core.entities import Run
from driftdesk.core.errors import NotFoundError, ParameterError


def runs(*numbers: int) -> list[Run]:
    return [
        Run(number=n, model_id="m", dataset_id="d", dataset_version=1, trainer="mlp", params={}, seed=0)
        for n in numbers
    ]


def test_runs_are_chosen_by_numbers_and_ranges_in_the_order_given() -> None:
    there = runs(9, 8, 5, 3, 1)
    assert [r.number for r in chosen_runs(there, "5, #3 8-20,5")] == [5, 3, 8, 9]
    assert chosen_runs(there, "all") == there
    with pytest.raises(NotFoundError, match="no run 4"):
        chosen_runs(there, "3,4")
    for text in ("x", "3..5", "20-30", "-1"):
        with pytest.raises(ParameterError):
            chosen_runs(there, text)
