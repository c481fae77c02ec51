"""From half of the labels missing to a model that learned from all of them."""

from pathlib import Path

import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Informativeness, Task
from driftdesk.core.errors import InputError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.jobs.params import SuggestJob
from driftdesk.desk import Desk
from tests.integration.labels.conftest import ROWS, Do


def trained(desk: Desk, name: str = "model") -> None:
    dataset, version = desk.datasets.resolve("scores")
    model = desk.training.model_for(name, dataset, version)
    desk.training.train(model, version, trainer="linear", context=Context())


def suggested(desk: Desk, by: Informativeness = Informativeness.MARGIN) -> None:
    dataset, version = desk.datasets.resolve("scores")
    model, made = desk.labels.model_for("scores")
    job = SuggestJob(
        dataset_id=dataset.id, version=version.number, model_id=model.id, number=made.number, by=by
    )
    desk.labels.suggest(job, Context())


def test_without_a_model_rows_wait_in_their_order(desk: Desk, half_labelled: str) -> None:
    todo = desk.labels.todo(half_labelled, limit=3)
    assert (todo.row_ids, todo.total, todo.queue) == ((1, 3, 5), ROWS // 2, None)
    assert [row["name"] for row in todo.rows([5, 1])] == ["row 5", "row 1"]
    progress = desk.labels.progress(half_labelled)
    assert (progress.rows, progress.labelled) == (ROWS, ROWS // 2)
    assert {c.value for c in progress.classes} == {"high", "low"}
    assert sum(c.rows for c in progress.classes) == ROWS // 2


@pytest.mark.parametrize("by", list(Informativeness))
def test_what_the_model_is_least_sure_of_comes_first(
    desk: Desk, half_labelled: str, by: Informativeness
) -> None:
    trained(desk)
    suggested(desk, by)
    todo = desk.labels.todo(half_labelled)
    assert len(todo.row_ids) == todo.total == ROWS // 2
    scores = [row["score"] for row in todo.rows(todo.row_ids)]
    away = [abs(float(s) - 50) for s in scores if isinstance(s, float)]
    assert sum(away[:20]) < 20 * 10
    assert sum(away[-20:]) > 20 * 30
    sure = [todo.suggestions[i].confidence or 0 for i in todo.row_ids]
    assert sure == sorted(sure) and sure[-1] > 0.9
    right = ["high" if float(str(s)) > 50 else "low" for s in scores]
    found = [todo.suggestions[i].label for i in todo.row_ids]
    assert sum(a == b for a, b in zip(right, found, strict=True)) > 0.9 * len(right)


def test_labels_are_edits_that_can_be_undone(desk: Desk, half_labelled: str) -> None:
    draft = desk.labels.set_labels(half_labelled, {1: "high", 3: "low"})
    assert desk.labels.progress(half_labelled).labelled == ROWS // 2 + 2
    assert desk.labels.todo(half_labelled).row_ids[0] == 5
    desk.drafts.undo(draft)
    assert desk.labels.todo(half_labelled).row_ids[0] == 1


def test_the_queue_outlives_commits_and_knows_what_was_labelled(desk: Desk, half_labelled: str) -> None:
    trained(desk)
    suggested(desk)
    first, *others = desk.labels.todo(half_labelled).row_ids
    desk.drafts.commit(desk.labels.set_labels(half_labelled, {first: "high"}))
    todo = desk.labels.todo(half_labelled)
    assert list(todo.row_ids) == others
    assert todo.queue is not None and todo.queue.version == 1
    assert desk.datasets.get(half_labelled).labelled == ROWS // 2 + 1


def test_a_class_that_no_row_has_must_be_meant(desk: Desk, half_labelled: str) -> None:
    with pytest.raises(ParameterError, match="no class of group 'hihg'"):
        desk.labels.set_labels(half_labelled, {1: "hihg"})
    assert desk.drafts.find(half_labelled) is None
    desk.labels.set_labels(half_labelled, {1: "middle"}, new_classes=True)
    assert "middle" in {c.value for c in desk.labels.progress(half_labelled).classes}


def test_labels_are_written_as_values_of_their_column_are(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(
        "x,ok\n" + "".join(f"{i},{i % 2 == 0}\n" for i in range(10)) + "10,\n11,\n"
    )
    stored = desk.ingest.upload(tmp_path / "b.csv")
    desk.ingest.run("b", [stored.id], ImportOptions(task=Task.BINARY, target="ok"), Context())
    desk.labels.set_labels("b", {10: "yes", 11: "False"})
    assert {c.value: c.rows for c in desk.labels.progress("b").classes} == {"true": 6, "false": 6}


def test_what_cannot_be_is_refused(desk: Desk, half_labelled: str) -> None:
    with pytest.raises(NotFoundError):
        desk.labels.set_labels(half_labelled, {10_000: "high"})
    with pytest.raises(ParameterError, match="no label"):
        desk.labels.set_labels(half_labelled, {1: " "})
    with pytest.raises(NotFoundError, match="No model has learned"):
        desk.labels.model_for(half_labelled)
    trained(desk, "one")
    trained(desk, "two")
    with pytest.raises(ParameterError, match="several models: one, two"):
        desk.labels.model_for(half_labelled)
    with pytest.raises(ParameterError, match="no way to tell"):
        desk.suggest_labels(half_labelled, "one", by="guess")


def test_a_dataset_without_a_target_says_how_to_choose_one(desk: Desk, half_labelled: str) -> None:
    from driftdesk.core.drafts.edits import SetRole
    from driftdesk.core.entities import Role

    draft = desk.drafts.apply(desk.drafts.open(half_labelled), SetRole(column="group", role=Role.IGNORED))
    with pytest.raises(SchemaError, match="no target") as refused:
        desk.labels.todo(half_labelled)
    assert "--role COL=target" in refused.value.hint
    desk.drafts.discard(draft)


def test_a_queue_goes_with_its_dataset(desk: Desk, half_labelled: str) -> None:
    trained(desk)
    suggested(desk)
    store = desk.store
    dataset = desk.datasets.get(half_labelled)
    for model in store.models.find():
        store.models.delete(model.id)
    desk.datasets.trash(half_labelled)
    desk.datasets.delete(half_labelled)
    assert store.label_queues.count(id=dataset.id) == 0


def test_train_suggest_label_commit_and_evaluate_by_jobs(desk: Desk, half_labelled: str, do: Do) -> None:
    do(desk.train("model", half_labelled, trainer="linear"))
    job = do(desk.suggest_labels(half_labelled))
    assert job.result is not None
    assert (job.result["unlabelled"], job.result["queued"]) == (ROWS // 2, ROWS // 2)
    todo = desk.labels.todo(half_labelled)
    labels = {row["_row_id"]: "high" if row["score"] > 50 else "low" for row in todo.rows(todo.row_ids)}  # type: ignore[operator]  # a number
    desk.labels.set_labels(half_labelled, labels)  # type: ignore[arg-type]  # row ids are numbers
    do(desk.commit_draft(half_labelled, "labelled"))
    assert desk.datasets.get(half_labelled).labelled == ROWS
    evaluated = do(desk.evaluate("model", half_labelled)).result
    assert evaluated is not None and evaluated["rows"] >= ROWS // 2
    with pytest.raises(InputError, match="Every row"):
        suggested(desk)


def test_a_quantity_is_suggested_in_the_order_of_rows(desk: Desk, half_labelled: str) -> None:
    from driftdesk.core.drafts.edits import Compute, SetRole
    from driftdesk.core.entities import Role

    draft = desk.drafts.open(half_labelled)
    for edit in (
        SetRole(column="group", role=Role.FEATURE),
        SetRole(column="score", role=Role.TARGET),
        Compute(column="score", expression="if(group is null, null, score)"),
    ):
        draft = desk.drafts.apply(draft, edit)
    desk.drafts.commit(draft)
    desk.datasets.set_task(half_labelled, Task.REGRESSION)
    trained(desk)
    suggested(desk)
    todo = desk.labels.todo(half_labelled, limit=2)
    assert todo.row_ids == (1, 3)
    assert todo.suggestions[1].confidence is None and isinstance(todo.suggestions[1].label, float)
    desk.labels.set_labels(half_labelled, {1: 12.5})
    assert desk.labels.progress(half_labelled).labelled == ROWS // 2 + 1
