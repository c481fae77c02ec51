"""The words of Label Studio: keys of data, values, configuration, labels as text."""

import math
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.entities import Column, Kind
from driftdesk.core.ingest.source import source_of
from driftdesk.core.labels.label_studio import configuration, data_keys, data_value, label_text, result
from driftdesk.core.labels.reading import ReadTask, TaskReader


def columns(*names: str, kind: Kind = Kind.NUMERIC) -> tuple[Column, ...]:
    return tuple(Column(id=f"c{i}", name=n, kind=kind) for i, n in enumerate(names))


def test_names_that_label_studio_cannot_take_become_numbers_of_columns() -> None:
    keys = data_keys(columns("age", "last login", "나이", "id", "label", "column_2", "a.b$"))
    assert keys["age"] == "age" and keys["column_2"] == "column_2"
    assert keys["last login"] == "column_2_"
    assert (keys["나이"], keys["id"], keys["label"], keys["a.b$"]) == (
        "column_3",
        "column_4",
        "column_5",
        "column_7",
    )
    assert len(set(keys.values())) == len(keys)


def test_values_are_such_that_no_task_is_refused() -> None:
    given = [None, math.nan, math.inf, datetime(2026, 1, 2), True, 3, "x"]
    assert [data_value(v) for v in given] == ["", "", "inf", "2026-01-02T00:00:00", True, 3, "x"]


@pytest.mark.parametrize(
    ("label", "text"), [(True, "true"), (3.0, "3"), (2.5, "2.5"), (566.699, "566.699"), (7, "7"), ("a", "a")]
)
def test_labels_as_text(label: Any, text: str) -> None:
    assert label_text(label) == text


def test_the_configuration_is_xml_whatever_names_and_classes_hold() -> None:
    hostile = ['<b>"&', "a$b", "\x00\x1f", "]]>", "한글", "x" * 1000]
    target = Column(id="t", name='"><evil/>', kind=Kind.CATEGORICAL)
    shown = (*columns(*hostile), *columns("review", kind=Kind.TEXT))
    root = ET.fromstring(configuration(shown, target, hostile, is_number=False))
    (choices,) = root.iter("Choices")
    assert choices.get("toName") == "review"
    assert [c.get("hotkey") for c in choices] == ["1", "2", "3", "4", "5", "6"]
    assert {t.get("value") for t in root.iter("Text")} == {f"${k}" for k in data_keys(shown).values()}
    assert root.find("evil") is None
    number = ET.fromstring(configuration(shown, target, [], is_number=True))
    assert next(number.iter("Number")).get("toName") == "review"


def test_results_are_choices_or_a_number() -> None:
    assert result(True, "age", is_number=False)[0]["value"] == {"choices": ["true"]}
    assert result(2.5, "age", is_number=True)[0]["value"] == {"number": 2.5}


def read(tmp_path: Path, text: str, control: str = "") -> list[ReadTask]:
    path = tmp_path / "tasks.json"
    path.write_text(text)
    return list(TaskReader(source_of(path), "mood", control).tasks())


@pytest.mark.parametrize(
    ("kind", "value", "label"),
    [
        ("choices", '{"choices": ["good"]}', "good"),
        ("choices", '{"choices": []}', None),
        ("number", '{"number": 3.5}', 3.5),
        ("rating", '{"rating": 4}', 4),
        ("textarea", '{"text": [" good "]}', "good"),
        ("rectanglelabels", '{"x": 1}', None),
    ],
)
def test_each_kind_of_result_is_read(tmp_path: Path, kind: str, value: str, label: object) -> None:
    region = f'{{"from_name": "mood", "type": "{kind}", "value": {value}}}'
    (task,) = read(tmp_path, f'[{{"data": {{"_row_id": 3}}, "annotations": [{{"result": [{region}]}}]}}]')
    assert task.row_id == 3
    assert (task.best.value if task.best else None) == label


def test_one_task_by_itself_is_read(tmp_path: Path) -> None:
    region = '{"from_name": "a", "type": "choices", "value": {"choices": ["x"]}}'
    text = f'{{"id": 1, "data": {{"_row_id": "7", "t": "hi"}}, "annotations": [{{"result": [{region}]}}]}}'
    (task,) = read(tmp_path, text)
    assert (task.row_id, task.data, task.best and task.best.value) == (7, {"t": "hi"}, "x")


def test_json_min_has_its_label_beside_the_data(tmp_path: Path) -> None:
    rows = '[{"t": "hi", "_row_id": 1, "mood": "x", "id": 5}, {"_row_id": 2, "mood": [{"number": 2}]}, {"_row_id": 3}]'
    tasks = read(tmp_path, rows)
    assert [t.best.value if t.best else None for t in tasks] == ["x", 2, None]
    assert tasks[0].data == {"t": "hi"}


def test_infinite_numbers_are_no_labels(tmp_path: Path) -> None:
    (task,) = read(tmp_path, '[{"_row_id": 1, "mood": [{"number": Infinity}]}]')
    assert task.problem == "a number that is not finite"
