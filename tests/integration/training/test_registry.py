"""Aliases and their history."""

import pytest

from driftdesk.core.entities import Model, ModelVersion, Schema, Task
from driftdesk.core.errors import NotFoundError
from driftdesk.core.storage.store import Store
from driftdesk.core.training.registry import Registry


@pytest.fixture
def model(store: Store) -> Model:
    """Four versions; 1 is champion, 4 challenger."""
    made = Model(
        name="churn", task=Task.BINARY, dataset_id="d", target="churned", head=4, champion=1, challenger=4
    )
    store.models.insert(made)
    for number in (1, 2, 3, 4):
        store.model_versions.insert(
            ModelVersion(
                model_id=made.id,
                number=number,
                run_id=f"r{number}",
                dataset_id="d",
                dataset_version=1,
                columns=Schema(columns=()),
                trainer="mlp",
                params={},
                seed=0,
                metrics={},
                artifact_id="a",
            )
        )
    return made


def test_references_name_versions_by_number_and_alias(store: Store, model: Model) -> None:
    registry = Registry(store)
    numbers = {
        ref: registry.resolve(ref)[1].number
        for ref in ("churn", "churn@3", "churn@champion", "churn@challenger", "churn@latest")
    }
    assert numbers == {
        "churn": 1,
        "churn@3": 3,
        "churn@champion": 1,
        "churn@challenger": 4,
        "churn@latest": 4,
    }
    assert [v.number for v in registry.versions(model)] == [4, 3, 2, 1]


def test_without_a_champion_a_name_means_the_latest(store: Store, model: Model) -> None:
    store.models.update(model.id, champion=None)
    registry = Registry(store)
    assert registry.resolve("churn")[1].number == 4
    with pytest.raises(NotFoundError, match="no champion"):
        registry.resolve("churn@champion")


@pytest.mark.parametrize(
    ("ref", "hint"),
    [("chrun", "churn"), ("churn@9", "4, 3, 2, 1"), ("churn@best", "champion, challenger, latest")],
)
def test_what_is_not_there_is_refused_with_what_is(store: Store, model: Model, ref: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        Registry(store).resolve(ref)
    assert hint in caught.value.hint
    assert model.name == "churn"


def test_promotion_moves_the_champion_and_takes_the_challenger_away(store: Store, model: Model) -> None:
    registry = Registry(store)
    moved = registry.promote(model, 4, "ann", "better by 0.02")
    assert (moved.champion, moved.challenger) == (4, None)
    assert registry.promote(model, 2, "ann").challenger is None
    assert [(m.version, m.who, m.why) for m in registry.history(model)] == [
        (4, "ann", "better by 0.02"),
        (2, "ann", ""),
    ]
    (first, _) = store.audit.find(action="model promoted", sort="at")
    assert (first.who, first.what, first.details["before"]) == ("ann", "churn@4", 1)
    with pytest.raises(NotFoundError):
        registry.promote(model, 7)


def test_rollbacks_go_back_one_promotion_each(store: Store, model: Model) -> None:
    registry = Registry(store)
    for number in (1, 2, 3):
        registry.promote(model, number)
    assert registry.rollback(model).champion == 2
    assert registry.rollback(model).champion == 1
    with pytest.raises(NotFoundError, match="no earlier champion"):
        registry.rollback(model)
    assert registry.promote(model, 4).champion == 4
    assert registry.rollback(model, "ann", "it was slow").champion == 1
    assert store.audit.count(action="model rolled back") == 3


def test_promoting_an_old_version_again_can_be_rolled_back(store: Store, model: Model) -> None:
    registry = Registry(store)
    for number in (1, 3, 1):
        registry.promote(model, number)
    assert registry.rollback(model).champion == 3
