"""The trash of models, versions and runs: what is put away, comes back, and is really gone."""

from datetime import timedelta
from typing import Any

import pytest

from driftdesk.core.entities import (
    Checkpoint,
    Column,
    Compared,
    Comparison,
    Dataset,
    DatasetVersion,
    Evaluation,
    Job,
    JobKind,
    Kind,
    MetricPoint,
    Model,
    ModelVersion,
    Operation,
    OperationKind,
    Policy,
    Role,
    Run,
    RunState,
    Schema,
    Task,
    now,
)
from driftdesk.core.errors import ConflictError, NotFoundError, SchemaError, TrashedError
from driftdesk.core.storage.store import Store
from driftdesk.desk import Desk

SCHEMA = Schema(
    columns=(
        Column(id="a", name="age", kind=Kind.NUMERIC),
        Column(id="c", name="churned", kind=Kind.BOOLEAN, role=Role.TARGET),
    )
)


def add_model(store: Store, name: str, versions: int = 3) -> Model:
    """Version 1 is champion, the last one challenger; a run, an evaluation and series for each."""
    model = Model(name=name, task=Task.BINARY, dataset_id="d", target="churned", head=versions, champion=1)
    model = model.model_copy(update={"challenger": versions if versions > 1 else None})
    store.models.insert(model)
    for number in range(1, versions + 1):
        run = Run(
            number=number, model_id=model.id, dataset_id="d", dataset_version=1, trainer="mlp", params={}, seed=0,
            state=RunState.SUCCEEDED, model_version=number,
        )  # fmt: skip
        store.runs.insert(run)
        store.metrics.append(
            [
                MetricPoint(run_id=run.id, step=s, epoch=0, seconds=0, values={"train_loss": 1.0})
                for s in range(9)
            ]
        )
        put = store.artifacts.put_bytes
        store.model_versions.insert(
            ModelVersion(
                model_id=model.id, number=number, run_id=run.id, dataset_id="d", dataset_version=1, columns=SCHEMA,
                trainer="mlp", params={}, seed=0, metrics={"roc_auc": 0.9}, artifact_id=put(b"m" * 1000, "model").id,
                seen_row_ids_artifact=put(b"s" * 100, "seen").id, test_row_ids_artifact=put(b"t" * 10, "test").id,
            )
        )  # fmt: skip
        store.evaluations.insert(
            Evaluation(
                model_id=model.id, model_version=number, dataset_id="d", dataset_version=1, rows=5, metrics={},
            )
        )  # fmt: skip
    return model


def compare(store: Store, model: Model, *numbers: int) -> Comparison:
    members = tuple(
        Compared(model_id=model.id, model=model.name, version=n, evaluation_id="e", metrics={})
        for n in numbers
    )
    made = Comparison(members=members, dataset_id="d", dataset_version=1, rows=5, differences=())
    store.comparisons.insert(made)
    return made


def left(store: Store) -> dict[str, int]:
    """How much of everything is there."""
    return {
        "models": store.models.count(),
        "versions": store.model_versions.count(),
        "runs": store.runs.count(),
        "evaluations": store.evaluations.count(),
        "comparisons": store.comparisons.count(),
        "artifacts": len(store.artifacts.sizes()),
        "series": len(store.metrics.byte_counts()),
    }


NOTHING = dict.fromkeys(
    ("models", "versions", "runs", "evaluations", "comparisons", "artifacts", "series"), 0
)


def test_a_deleted_model_leaves_nothing_and_says_to_the_byte_what_it_took(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn")
    compare(store, model, 1, 2)
    records = sum(
        r.byte_count()
        for r in (store.models, store.model_versions, store.runs, store.evaluations, store.comparisons)
    )
    series = sum(store.metrics.byte_counts().values())
    desk.model_trash.trash([model])
    promised = desk.model_trash.purge(dry_run=True)
    assert left(store)["models"] == 1
    records = sum(
        r.byte_count()
        for r in (store.models, store.model_versions, store.runs, store.evaluations, store.comparisons)
    )
    done = desk.model_trash.delete([model])
    assert left(store) == NOTHING
    assert done.byte_count == records + series + 3 * 1110
    assert (done.models, done.versions, done.runs, done.evaluations, done.artifacts) == (1, 3, 3, 4, 9)
    assert abs(promised.byte_count - done.byte_count) < 64 and promised.artifacts == 9
    assert store.audit.count(action="model deleted for good", what="churn") == 1


def test_what_is_in_the_trash_is_left_out_and_keeps_its_name(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn")
    desk.model_trash.trash([model])
    assert desk.training.models() == []
    assert [m.name for m in desk.training.models(trash=True)] == ["churn"]
    for ask in (desk.registry.model, desk.registry.resolve):
        with pytest.raises(TrashedError):
            ask("churn")
    dataset = Dataset(id="d", name="churn", task=Task.BINARY)
    with pytest.raises(ConflictError, match="in the trash"):
        desk.training.create_model("churn", dataset, Task.BINARY, "churned")
    desk.model_trash.restore([model])
    assert desk.registry.resolve("churn")[1].number == 1
    desk.model_trash.trash([model])
    desk.model_trash.delete([model])
    assert desk.training.create_model("churn", dataset, Task.BINARY, "churned").head == 0


def test_a_version_with_an_alias_goes_only_when_it_is_said(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn")
    champion = desk.registry.version(model, 1)
    with pytest.raises(ConflictError, match="it is champion"):
        desk.model_trash.trash([champion])
    desk.registry.set_alias(model, "staging", 1, "ann")
    desk.model_trash.trash([champion], force=True)
    now_it_is = desk.training.by_id(model.id)
    assert (now_it_is.champion, now_it_is.challenger, now_it_is.aliases) == (None, 3, {})
    assert [(m.alias, m.version) for m in now_it_is.history][-2:] == [("champion", None), ("staging", None)]
    with pytest.raises(TrashedError):
        desk.registry.resolve("churn@1")
    assert [v.number for v in desk.registry.versions(model)] == [3, 2]


def test_after_the_champion_went_to_the_trash_a_rollback_finds_the_one_before(
    desk: Desk, store: Store
) -> None:
    model = add_model(store, "churn")
    for number in (1, 2):
        desk.registry.promote(model, number)
    desk.model_trash.trash([desk.registry.version(model, 2)], force=True)
    assert desk.registry.rollback(model).champion == 1


def test_a_deleted_version_takes_its_artifacts_and_results_along_and_leaves_the_others(
    desk: Desk, store: Store
) -> None:
    model = add_model(store, "churn")
    compare(store, model, 1, 3)
    kept = compare(store, model, 1, 3).model_copy(update={"id": "kept", "members": ()})
    store.comparisons.insert(kept)
    second = desk.registry.version(model, 2)
    desk.model_trash.trash([second])
    done = desk.model_trash.delete([second])
    assert (done.versions, done.evaluations, done.artifacts, done.runs) == (1, 1, 3, 0)
    assert left(store) == {**NOTHING, "models": 1, "versions": 2, "runs": 3, "evaluations": 2, "comparisons": 3, "artifacts": 6, "series": 3}  # fmt: skip
    assert desk.registry.resolve("churn@latest")[1].number == 3


def test_many_runs_go_at_once_or_not_at_all(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn", versions=1)
    made = []
    for number in range(2, 22):
        checkpoint = Checkpoint(artifact_id=store.artifacts.put_bytes(b"c" * 50, "c").id, epoch=1, step=1)
        run = Run(
            number=number, model_id=model.id, dataset_id="d", dataset_version=1, trainer="mlp", params={}, seed=0,
            state=RunState.FAILED, checkpoint=checkpoint,
        )  # fmt: skip
        store.runs.insert(run)
        store.metrics.append([MetricPoint(run_id=run.id, step=1, epoch=0, seconds=0, values={"x": 1.0})])
        made.append(run)
    first = store.runs.first(number=1)
    assert first is not None
    desk.model_trash.trash([first, *made])
    with pytest.raises(ConflictError, match="v1 was made by it"):
        desk.model_trash.delete([first, *made])
    assert store.runs.count() == 21
    done = desk.model_trash.delete(made)
    assert (done.runs, done.artifacts, done.series) == (20, 20, 20)
    assert left(store)["runs"] == 1 and left(store)["artifacts"] == 3 and left(store)["series"] == 1
    assert desk.training.by_id(model.id).last_run == 21, "numbers are never given twice"


def test_only_what_is_in_the_trash_is_deleted(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn", versions=1)
    with pytest.raises(ConflictError, match="not in the trash"):
        desk.model_trash.delete([model])
    assert left(store)["versions"] == 1


def test_a_model_that_a_job_works_with_or_a_policy_watches_stays(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn", versions=1)
    job = store.jobs.enqueue(Job(kind=JobKind.TRAIN, title="Train churn", params={"model_id": model.id}))
    with pytest.raises(ConflictError, match="Train churn"):
        desk.model_trash.trash([model], force=True)
    desk.jobs.stop(job.id)
    policy = Policy(name="p", dataset_id="d", model_id=model.id)
    store.policies.insert(policy)
    desk.model_trash.trash([model])
    with pytest.raises(ConflictError, match="policy 'p'"):
        desk.model_trash.delete([model], force=True)
    assert desk.model_trash.purge().models == 0
    store.policies.delete(policy.id)
    assert desk.model_trash.purge().models == 1


def test_the_trash_is_emptied_of_what_has_lain_there_long_enough(desk: Desk, store: Store) -> None:
    old, young = add_model(store, "old", 1), add_model(store, "young", 1)
    desk.model_trash.trash([old, young])
    store.models.update(old.id, trashed_at=now() - timedelta(days=8))
    assert desk.model_trash.purge(timedelta(days=7)).names == ("old",)
    assert [m.name for m in desk.training.models(trash=True)] == ["young"]


def test_what_a_killed_deletion_leaves_goes_with_the_next_sweep(desk: Desk, store: Store) -> None:
    """The records are gone in one transaction; killed behind it, only what nothing refers to is left."""
    model = add_model(store, "churn")
    desk.model_trash.trash([model])
    store.models.delete(model.id)
    assert left(store)["runs"] == 3
    assert desk.model_trash.sweep(dry_run=True).runs == 3
    done = desk.model_trash.sweep()
    assert (done.runs, done.versions, done.evaluations, done.byte_count > 0) == (3, 3, 3, True)
    desk.model_trash.sweep()
    desk.training.sweep(timedelta(0))
    assert left(store) == NOTHING


def test_a_deletion_and_a_promotion_at_once_never_leave_an_alias_without_its_version(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = add_model(store, "churn")
    second = desk.registry.version(model, 2)
    desk.model_trash.trash([second])
    with pytest.raises(TrashedError):
        desk.registry.promote(model, 2)
    desk.model_trash.delete([second])
    with pytest.raises(NotFoundError):
        desk.registry.promote(model, 2)
    with pytest.raises(NotFoundError, match="gone"):
        desk.model_trash.restore([second])


def test_a_fork_owns_what_it_has(desk: Desk, store: Store) -> None:
    model = add_model(store, "churn")
    made = desk.training.fork("churn@2", "churn-b", who="ann")
    (first,) = desk.registry.versions(made)
    assert (made.champion, made.dataset_id, first.number) == (1, "d", 1)
    assert first.forked_from is not None and (first.forked_from.model, first.forked_from.version) == (
        "churn",
        2,
    )
    assert store.artifacts.read_bytes(first.artifact_id) == b"m" * 1000
    desk.model_trash.trash([model])
    with pytest.raises(ConflictError, match="churn-b was forked from it"):
        desk.model_trash.delete([model])
    desk.model_trash.delete([model], force=True)
    assert store.artifacts.read_bytes(first.artifact_id) == b"m" * 1000
    assert len(store.artifacts.sizes()) == 3


@pytest.mark.parametrize(("kind", "fits"), [(Kind.NUMERIC, True), (Kind.TEXT, False)])
def test_a_fork_takes_another_dataset_where_the_columns_fit(
    desk: Desk, store: Store, kind: Kind, fits: bool
) -> None:
    add_model(store, "churn")
    other = Dataset(name="other", task=Task.BINARY, head=1)
    columns = (SCHEMA.columns[0].model_copy(update={"kind": kind}), SCHEMA.columns[1])
    data = DatasetVersion(
        dataset_id=other.id, number=1, columns=Schema(columns=columns), rows=0, pages=(), page_rows=(),
        operation=Operation(kind=OperationKind.IMPORT),
    )  # fmt: skip
    if fits:
        assert desk.training.fork("churn", "b", data=(other, data)).dataset_id == other.id
        return
    with pytest.raises(SchemaError, match="age"):
        desk.training.fork("churn", "b", data=(other, data))
    assert store.models.count() == 1 and len(store.artifacts.sizes()) == 9


@pytest.mark.parametrize("name", ["churn", "a@b", " ", "x" * 200])
def test_a_fork_that_is_refused_leaves_nothing(desk: Desk, store: Store, name: str) -> None:
    add_model(store, "churn")
    before = left(store)
    with pytest.raises(Exception, match=r"already|cannot be"):
        desk.training.fork("churn@2", name)
    assert left(store) == before


def test_notes_and_tags_are_kept_and_audited(desk: Desk, store: Store) -> None:
    add_model(store, "churn")
    registry = desk.registry
    for ref in ("churn", "churn@2", "churn#3"):
        registry.note(registry.find(ref), " Good enough. ", "ann")
        registry.tag(registry.find(ref), ["b", "a", "A"], "ann")
        found: Any = registry.find(ref)
        assert (found.notes, found.tags) == ("Good enough.", ("a", "b"))
        assert store.audit.count(what=ref, who="ann") == 2
    assert registry.rename(registry.model("churn"), "churn-2", "ann").name == "churn-2"
    with pytest.raises(ConflictError):
        registry.rename(registry.model("churn-2"), add_model(store, "taken", 1).name)
