"""Where model versions come from, and their cards, on the real store."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from driftdesk.core.entities import Dataset, DatasetVersion, Evaluation, Operation, OperationKind, Task
from driftdesk.core.errors import FileError, ParameterError
from driftdesk.core.reports.card_writing import to_markdown, write_card
from driftdesk.core.reports.model_card import ModelCard, model_card
from driftdesk.core.storage.store import Store
from driftdesk.core.training.lineage import Lineage
from driftdesk.desk import Desk
from tests.integration.training.material import commit
from tests.integration.training.test_trash import SCHEMA, add_model


@pytest.fixture
def data(store: Store) -> tuple[Dataset, DatasetVersion]:
    """Version 2, recomposed of 1, with an original file."""
    table = pa.table({"age": [1.0, 2.0], "churned": [True, False]})
    dataset, first = commit(store, "churn", table, SCHEMA, Task.BINARY)
    file = store.files.put_bytes(b"age,churned\n", "churn.csv")
    store.versions.update(first.id, files=(file.id,))
    recipe = {"kind": "replay", "new_ratio": 0.5, "seed": 0}
    made = Operation(kind=OperationKind.RECOMPOSE, params={"recipe": recipe, "reference": 1, "current": 1})
    second = first.model_copy(update={"id": "v2", "number": 2, "parent": 1, "operation": made, "files": ()})
    store.versions.insert(second)
    return store.datasets.update(dataset.id, head=2), second


@pytest.fixture
def desk_with_model(desk: Desk, store: Store, data: tuple[Dataset, DatasetVersion]) -> Desk:
    """Two versions of a model, both trained on version 2 of the data."""
    model = add_model(store, "churn-m", 2)
    dataset, version = data
    store.models.update(model.id, dataset_id=dataset.id)
    for made in store.model_versions.find():
        store.model_versions.update(
            made.id, dataset_id=dataset.id, dataset_version=2, operation=version.operation
        )
    return desk


def names(found: Lineage) -> list[tuple[int, str, str]]:
    return [(n.layer, n.kind, n.title) for n in found.nodes]


def test_a_lineage_goes_from_the_file_to_the_champion(desk_with_model: Desk) -> None:
    found = desk_with_model.registry.lineage("churn-m@1")
    assert names(found) == [
        (0, "file", "churn.csv"),
        (1, "data", "churn v1"),
        (2, "data", "churn v2"),
        (3, "run", "run 1"),
        (4, "version", "churn-m v1"),
        (5, "alias", "champion"),
        (5, "evaluation", "on v1"),
    ]
    places = {n.id: n.layer for n in found.nodes}
    assert all(places[e.source] < places[e.target] for e in found.edges)
    whole = desk_with_model.registry.lineage("churn-m")
    assert [n.title for n in whole.nodes if n.kind == "version"] == ["churn-m v1", "churn-m v2"]
    with pytest.raises(ParameterError):
        desk_with_model.registry.lineage("churn-m#1")


def test_predictions_that_became_a_version_stand_behind_the_model(
    desk_with_model: Desk, store: Store, data: tuple[Dataset, DatasetVersion]
) -> None:
    model = desk_with_model.registry.model("churn-m")
    params = {"model": "churn-m", "model_id": model.id, "model_version": 1, "version": 2}
    made = Operation(kind=OperationKind.PREDICT, params=params)
    third = data[1].model_copy(update={"id": "v3", "number": 3, "parent": 2, "operation": made})
    store.versions.insert(third)
    found = {n.title: n for n in desk_with_model.registry.lineage("churn-m@1").nodes}
    assert found["churn v3"].layer > found["churn-m v1"].layer


def test_a_fork_stands_behind_what_it_came_from_even_when_that_is_deleted(
    desk_with_model: Desk, store: Store
) -> None:
    desk = desk_with_model
    desk.training.fork("churn-m@2", "b")
    kinds = {n.title: n for n in desk.registry.lineage("b").nodes}
    assert (
        kinds["churn-m v2"].layer < kinds["b v1"].layer and kinds["run 2"].layer < kinds["churn-m v2"].layer
    )
    model = desk.registry.model("churn-m")
    desk.model_trash.trash([model])
    desk.model_trash.delete([model], force=True)
    left = {n.title: n for n in desk.registry.lineage("b@1").nodes}
    assert left["churn-m v2"].removed and "churn.csv" in left


def card_of(desk: Desk, ref: str) -> ModelCard:
    return model_card(desk.store, *desk.registry.resolve(ref))


def test_a_card_says_what_is_known_and_what_is_not(desk_with_model: Desk, store: Store) -> None:
    model, version = desk_with_model.registry.resolve("churn-m@1")
    desk_with_model.registry.note(version, "Only for <b>adults</b> | _really_.")
    store.evaluations.insert(
        Evaluation(
            model_id=model.id, model_version=1, dataset_id="d", dataset_version=3, rows=50,
            metrics={"roc_auc": 0.81}, intervals={"roc_auc": (0.7, 0.9)},
        )
    )  # fmt: skip
    card = card_of(desk_with_model, "churn-m@1")
    assert card.summary == "It is champion. ROC AUC 0.81 (0.7 to 0.9) on data version 3."
    sections = {s.key: s for s in card.sections}
    assert sections["data"].facts["Made by"] == "recompose" and "replay" in sections["data"].facts["With"]
    assert "No drift analysis was made" in " ".join(sections["since"].texts)
    said = to_markdown(card)
    assert "&lt;b>adults" in said and "\\_really\\_" in said


def test_cards_are_written_whole_in_each_format(desk_with_model: Desk, tmp_path: Path) -> None:
    version = desk_with_model.registry.resolve("churn-m@1")[1]
    desk_with_model.registry.note(version, "<script>alert(1)</script>")
    card = card_of(desk_with_model, "churn-m@1")
    for suffix in ("html", "md", "json"):
        write_card(card, tmp_path / f"card.{suffix}")
    html = (tmp_path / "card.html").read_text()
    assert "<script>" not in html and "Lineage" in html and "http" not in html
    assert json.loads((tmp_path / "card.json").read_text())["schema"] == "driftdesk.model-card/1"
    with pytest.raises(FileError):
        write_card(card, tmp_path / "card.exe")


def test_a_card_of_a_version_whose_data_and_run_are_gone_is_still_made(desk: Desk, store: Store) -> None:
    add_model(store, "churn-m", 1)
    store.runs.delete_where()
    card = card_of(desk, "churn-m@1")
    assert "run was deleted" in to_markdown(card)
    assert "deleted dataset" in to_markdown(card)
