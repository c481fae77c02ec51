"""Tasks of Label Studio: rows out, labels back into the draft, foreign tasks as new rows."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.entities import JobKind
from driftdesk.core.errors import FileError, InputError
from driftdesk.desk import Desk
from tests.integration.labels.conftest import ROWS, Do
from tests.integration.labels.test_labelling import suggested, trained


def annotated(task: dict[str, Any], label: str, **more: Any) -> dict[str, Any]:
    """The task, with one more annotation, as Label Studio exports it."""
    region = {
        "id": "x",
        "from_name": "label",
        "to_name": "name",
        "type": "choices",
        "value": {"choices": [label]},
    }
    annotation = {"result": [region], "was_cancelled": False, "ground_truth": False, **more}
    return {**task, "id": 7, "annotations": [*task.get("annotations", []), annotation]}


def written(folder: Path, content: object, name: str = "export.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.fixture
def exported(desk: Desk, half_labelled: str, tmp_path: Path) -> list[dict[str, Any]]:
    """The tasks of the rows without a label."""
    done = desk.labels.export_tasks(half_labelled, tmp_path / "tasks.json", "group is null")
    assert (done.tasks, done.labelled, done.suggested) == (ROWS // 2, 0, 0)
    tasks: list[dict[str, Any]] = json.loads((tmp_path / "tasks.json").read_text())
    return tasks


def test_tasks_hold_the_row_its_label_and_the_suggestion(
    desk: Desk, half_labelled: str, tmp_path: Path
) -> None:
    trained(desk)
    suggested(desk)
    done = desk.labels.export_tasks(half_labelled, tmp_path / "all.json")
    assert (done.tasks, done.labelled, done.suggested) == (ROWS, ROWS // 2, ROWS // 2)
    first, second, *_ = json.loads((tmp_path / "all.json").read_text())
    assert first["data"] == {
        "_row_id": 0,
        "_dataset": desk.datasets.get(half_labelled).id,
        "name": "row 0",
        "score": first["data"]["score"],
    }
    (annotation,) = first["annotations"]
    assert annotation["result"][0]["value"]["choices"][0] in ("high", "low")
    (prediction,) = second["predictions"]
    assert prediction["model_version"] == "model v1" and 0.5 <= prediction["score"] <= 1
    xml = ET.parse(done.configuration).getroot()
    assert {t.get("name") for t in xml.iter("Text")} == {"name", "score"}
    (choices,) = xml.iter("Choices")
    assert {c.get("value") for c in choices} == {"high", "low"}
    assert {annotation["result"][0]["to_name"]} == {choices.get("toName")}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.json", "all.xml", "data", "scores.csv"]


def test_annotations_come_back_as_one_edit_of_the_draft(
    desk: Desk, half_labelled: str, exported: list[dict[str, Any]], tmp_path: Path
) -> None:
    back = [annotated(t, "high") for t in exported[:10]] + exported[10:]
    told = desk.labels.import_tasks(half_labelled, written(tmp_path, back))
    assert (told.tasks, told.labelled, told.without_label) == (ROWS // 2, 10, ROWS // 2 - 10)
    draft = desk.drafts.existing(half_labelled)
    assert draft.length == 1
    assert desk.labels.progress(half_labelled).labelled == ROWS // 2 + 10
    again = desk.labels.import_tasks(half_labelled, written(tmp_path, back))
    assert (again.labelled, again.unchanged) == (0, 10)
    desk.drafts.undo(draft)
    assert desk.labels.progress(half_labelled).labelled == ROWS // 2


def test_nothing_to_label_is_no_error(
    desk: Desk, half_labelled: str, exported: list[dict[str, Any]], tmp_path: Path
) -> None:
    told = desk.labels.import_tasks(half_labelled, written(tmp_path, exported))
    assert (told.labelled, told.without_label) == (0, ROWS // 2)
    assert desk.drafts.find(half_labelled) is None


def test_of_several_annotations_the_ground_truth_or_the_latest_counts(
    desk: Desk, half_labelled: str, exported: list[dict[str, Any]], tmp_path: Path
) -> None:
    one = annotated(annotated(exported[0], "high", updated_at="2026-02-01"), "low", updated_at="2026-01-01")
    two = annotated(annotated(exported[1], "low", ground_truth=True), "high", updated_at="2026-03-01")
    three = annotated(annotated(exported[2], "low"), "high", was_cancelled=True)
    told = desk.labels.import_tasks(half_labelled, written(tmp_path, [one, two, three]))
    assert (told.labelled, told.conflicting) == (3, 2)
    rows = {t["data"]["_row_id"]: t for t in (one, two, three)}
    source = desk.drafts.current(half_labelled)
    todo = desk.labels.todo(half_labelled)
    assert not set(rows) & set(todo.row_ids)
    assert [r["group"] for r in todo.rows(list(rows))] == ["high", "low", "low"]
    assert source.rows == ROWS


def test_json_min_and_new_classes_and_gone_rows_are_told(
    desk: Desk, half_labelled: str, exported: list[dict[str, Any]], tmp_path: Path
) -> None:
    rows = [
        {**exported[0]["data"], "label": "high", "id": 1, "annotator": 1, "updated_at": "2026-01-01"},
        {**exported[1]["data"], "label": "middle", "id": 2},
        {**exported[2]["data"], "label": {"choices": ["high", "low"]}, "id": 3},
        {**exported[3]["data"], "_row_id": 999_999, "label": "low", "id": 4},
    ]
    told = desk.labels.import_tasks(half_labelled, written(tmp_path, rows))
    assert (told.labelled, told.unusable, told.gone) == (2, 1, 1)
    assert [(c.value, c.rows) for c in told.new_classes] == [("middle", 1)]
    assert told.problems == ("task 3: several choices",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("name,label\nx,y\n", "is not JSON"),
        ("[]", "no objects|no tasks"),
        ('[{"data": {"_row_id": 1}, "annotations": [', "no valid JSON|cut off"),
        ("[" * 100_000, "no table"),
        ([{"data": {"_row_id": "; drop"}}], "which is no row"),
        ([{"data": {"_row_id": 1e400}}], "which is no row"),
        ([{"data": {"_row_id": 1, "_dataset": "other"}}], "another dataset"),
        (
            [{"data": {"_row_id": 1}, "annotations": [{"result": [
                {"from_name": n, "type": "choices", "value": {"choices": ["high"]}} for n in "ab"]}]}],
            "several controls: a, b",
        ),
        ([{"data": {"_row_id": 1, "label": 1}, "annotations": 7, "x": None}, 3], None),
    ],
)  # fmt: skip
def test_hostile_files_change_nothing(
    desk: Desk, half_labelled: str, tmp_path: Path, content: object, said: str | None
) -> None:
    path = written(tmp_path, content)
    if said is None:
        assert desk.labels.import_tasks(half_labelled, path).labelled == 0
    else:
        with pytest.raises(InputError, match=said):
            desk.labels.import_tasks(half_labelled, path)
    assert desk.drafts.find(half_labelled) is None


def test_tasks_of_another_origin_become_rows(desk: Desk, half_labelled: str, tmp_path: Path, do: Do) -> None:
    tasks = [
        annotated(
            {"data": {"text": f"It was {'good' if i % 2 else 'bad'}, number {i}."}}, "pos" if i % 2 else "neg"
        )
        for i in range(60)
    ] + [{"data": {"text": "Nobody looked at this one."}}]
    path = written(tmp_path, tasks)
    told = desk.labels.import_tasks(half_labelled, path)
    assert (told.foreign, told.labelled) == (61, 0)
    job = desk.import_tasks_as_rows("reviews", path, target="mood")
    assert job.kind is JobKind.IMPORT
    do(job)
    dataset, version = desk.datasets.resolve("reviews")
    target = version.columns.target
    assert target is not None and target.name == "mood"
    assert (dataset.rows, dataset.labelled) == (61, 60)
    with pytest.raises(InputError):
        desk.import_tasks_as_rows("more", written(tmp_path, [{"data": {"_row_id": 1}}], "own.json"))


def test_a_file_that_cannot_be_written_leaves_nothing(desk: Desk, half_labelled: str, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        desk.labels.export_tasks(half_labelled, tmp_path / "nowhere" / "tasks.json")
    with pytest.raises(InputError, match="JSON"):
        desk.labels.export_tasks(half_labelled, tmp_path / "tasks.xml")
    with pytest.raises(InputError):
        desk.labels.export_tasks(half_labelled, tmp_path / "tasks.json", "no_such > 3")
    assert not list(tmp_path.glob("*tasks*"))
