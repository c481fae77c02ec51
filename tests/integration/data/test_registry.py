"""The registry: datasets are made, named, described, tagged, favoured, found page by page, put away and deleted."""

import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.registry import RegistryQuery
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import Dataset, Model, Severity, Task, now
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError, TrashedError
from driftdesk.core.storage.store import Store
from tests.integration.data.conftest import ImportText

ROWS = '{"x": 1, "y": "a"}\n{"x": 2, "y": "b"}\n'


def names(datasets: DatasetService, **query: object) -> list[str]:
    return [d.name for d in datasets.page(RegistryQuery.model_validate(query)).datasets]


def test_an_empty_dataset_is_filled_by_its_first_import(
    datasets: DatasetService, import_text: ImportText
) -> None:
    made = datasets.create(" churn ", Task.BINARY, "Who leaves")
    assert (made.name, made.head, made.created_by) == ("churn", 0, "tester")
    with pytest.raises(NotFoundError, match="is empty"):
        datasets.version(made)
    assert datasets.versions("churn") == []
    result = import_text("churn", '{"x": 1, "left": 0}\n{"x": 2, "left": 1}\n', "a.jsonl", target="left")
    assert result.version.number == 1
    assert result.dataset.id == made.id
    assert (result.dataset.task, result.dataset.description) == (Task.BINARY, "Who leaves")


def test_an_empty_dataset_without_a_task_takes_that_of_its_first_import(
    datasets: DatasetService, import_text: ImportText
) -> None:
    datasets.create("churn")
    assert (
        import_text("churn", ROWS, "a.jsonl", task="regression", target="x").dataset.task is Task.REGRESSION
    )


def test_names_are_taken_once_also_by_what_is_in_the_trash(datasets: DatasetService) -> None:
    datasets.create("churn")
    datasets.create("other")
    with pytest.raises(ConflictError) as caught:
        datasets.create("churn")
    assert "already" in caught.value.message
    datasets.trash("churn")
    with pytest.raises(ConflictError) as caught:
        datasets.rename("other", "churn")
    assert "trash" in caught.value.message
    assert "--restore" in caught.value.hint


def test_tags_and_descriptions_are_cleaned_and_refused_with_a_hint(datasets: DatasetService) -> None:
    datasets.create("churn")
    assert datasets.set_tags("churn", ["  Q1  report ", "finance", "FINANCE"]).tags == (
        "finance",
        "Q1 report",
    )
    assert datasets.tags() == ["finance", "Q1 report"]
    for bad in (["a,b"], [""], ["x" * 41], ["line\nbreak\0"], [f"t{i}" for i in range(31)]):
        with pytest.raises(ParameterError):
            datasets.set_tags("churn", bad)
    with pytest.raises(ParameterError):
        datasets.describe("churn", "x" * 4001)
    assert datasets.describe("churn", " two\nlines ").description == "two\nlines"


def test_favourites_are_each_users_own(store: Store, datasets: DatasetService) -> None:
    other = DatasetService(store, "ada")
    before = datasets.create("churn")
    datasets.create("houses")
    datasets.favour("churn")
    assert other.favour("churn").favoured_by == ("tester", "ada")
    other.favour("houses")
    assert names(datasets, favourites=True) == ["churn"]
    assert names(other, favourites=True) == ["churn", "houses"]
    after = datasets.favour("churn", on=False)
    assert after.favoured_by == ("ada",)
    assert after.updated_at == before.updated_at, "a favourite is no change of the data"


def test_what_a_user_searches_for_is_text_and_no_pattern(datasets: DatasetService) -> None:
    datasets.create("plus+minus (2)")
    datasets.create("Ärzte", description="C:\\daten\\alt")
    datasets.create("plain")
    datasets.set_tags("plain", ["100%"])
    for text, found in {
        "+": ["plus+minus (2)"],
        "(2) PLUS": ["plus+minus (2)"],
        ".*": [],
        "$": [],
        "ÄRZTE": ["Ärzte"],
        "daten\\alt": ["Ärzte"],
        "100%": ["plain"],
        "[": [],
        "\0": [],
        "   ": ["plain", "plus+minus (2)", "Ärzte"],
    }.items():
        assert sorted(names(datasets, search=text)) == sorted(found), text


def test_pages_are_sorted_and_counted(store: Store, datasets: DatasetService) -> None:
    for i in range(1, 13):
        store.datasets.insert(
            Dataset(
                name=f"{'Set' if i % 2 else 'set'} {i}",
                task=Task.TEXT if i > 9 else None,
                rows=100 * i,
                labelled=None if i == 1 else 1200 - 100 * i,
                byte_count=-i,
            )
        )
    assert names(datasets, limit=3) == ["Set 1", "set 2", "Set 3"]
    assert names(datasets, sort="rows", limit=2) == ["Set 1", "set 2"]
    assert names(datasets, sort="size", limit=1) == ["set 12"]
    assert names(datasets, sort="labelled", limit=2) == ["Set 1", "set 12"]
    assert names(datasets, sort="labelled", descending=True, limit=1) == ["set 2"]
    page = datasets.page(RegistryQuery(task=Task.TEXT, sort="rows", descending=True, offset=1, limit=5))
    assert ([d.name for d in page.datasets], page.total) == (["Set 11", "set 10"], 3)


def test_the_trash_is_left_out_and_refused_everywhere(
    datasets: DatasetService, import_text: ImportText, store: Store
) -> None:
    import_text("churn", ROWS, "a.jsonl")
    datasets.trash("churn")
    assert datasets.list() == []
    assert names(datasets) == []
    assert names(datasets, trashed=True) == ["churn"]
    for refused in (
        lambda: datasets.get("churn"),
        lambda: datasets.resolve("churn@1"),
        lambda: datasets.versions("churn"),
        lambda: datasets.describe("churn", "x"),
        lambda: datasets.favour("churn"),
        lambda: datasets.trash("churn"),
        lambda: import_text("churn", ROWS, "a.jsonl"),
    ):
        with pytest.raises(TrashedError) as caught:
            refused()
        assert "--restore" in caught.value.hint
    assert store.versions.count() == 1
    datasets.restore("churn")
    assert datasets.resolve("churn")[1].rows == 2


def test_what_is_committed_after_the_dataset_was_trashed_is_refused(
    datasets: DatasetService, import_text: ImportText
) -> None:
    stale = import_text("churn", ROWS, "a.jsonl").dataset
    version = datasets.version(stale)
    datasets.trash("churn")
    from driftdesk.core.datasets.history import revert

    class Blind(DatasetService):
        """Had looked before the dataset was trashed."""

        def resolve(self, ref: str):  # type: ignore[no-untyped-def]  # as in the base
            return stale.model_copy(update={"head": 1}), version.model_copy(update={"number": 0})

    with pytest.raises(TrashedError):
        revert(Blind(datasets._store), "churn@0", "", Context())


def test_only_the_trash_is_deleted_from_and_not_what_models_need(
    datasets: DatasetService, import_text: ImportText, store: Store
) -> None:
    dataset = import_text("churn", ROWS, "a.jsonl").dataset
    with pytest.raises(ConflictError, match="not in the trash"):
        datasets.delete("churn")
    datasets.trash("churn")
    model = Model(name="m", task=Task.REGRESSION, dataset_id=dataset.id, target="x")
    store.models.insert(model)
    with pytest.raises(ConflictError, match="the model m"):
        datasets.delete("churn")
    store.models.delete(model.id)
    datasets.delete("churn")
    assert store.versions.count() == store.pages.count() == store.datasets.count() == 0
    with pytest.raises(NotFoundError):
        datasets.restore("churn")
    assert datasets.create("churn").head == 0


def test_the_last_twelve_verdicts_stay_beside_a_dataset(store: Store) -> None:
    dataset = Dataset(name="churn", updated_at=now())
    store.datasets.insert(dataset)
    for _ in range(12):
        store.datasets.add_verdict(dataset.id, Severity.NONE)
    store.datasets.add_verdict(dataset.id, Severity.CRITICAL)
    kept = store.datasets.get(dataset.id)
    assert len(kept.verdicts) == 12
    assert kept.verdicts[-1] is Severity.CRITICAL
    assert kept.updated_at == dataset.updated_at
