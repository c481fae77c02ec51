"""The committed tables on detection quality are what the studies find: one cell of each is run again."""

import pytest

from tests.bench import study_false_alarms, study_power
from tests.bench.studies import harness


def test_false_alarms_are_as_the_docs_say() -> None:
    cell = next(c for c in study_false_alarms.STUDY.cells if c.name == "5 categories: 200 / 1,000 rows × 2")
    assert harness.differences(study_false_alarms.STUDY, cell) == []


def test_power_is_as_the_docs_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_power, "RIVALS", {})
    cell = next(c for c in study_power.STUDY.cells if c.name == "prior: 1,000 rows")
    assert harness.differences(study_power.STUDY, cell) == []


def test_no_cell_has_too_many_false_alarms() -> None:
    rows = harness.committed(study_false_alarms.STUDY.marker)
    assert set(rows) == {cell.name for cell in study_false_alarms.STUDY.cells}
    assert [name for name, row in rows.items() if float(row["lower bound"]) > 0.05] == []
