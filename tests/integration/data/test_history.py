"""Going back, removing versions and the graph of a dataset, on the real server."""

from datetime import timedelta

import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import OperationKind
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.retention.sweeping import sweep
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText

FIRST, SECOND = "x,y\n1,a\n2,b\n", "x,y\n3,c\n"


def test_a_revert_is_a_new_version_that_shares_the_pages_of_the_old_one(
    import_text: ImportText, datasets: DatasetService, tables: TableService, store: Store
) -> None:
    import_text("d", FIRST)
    import_text("d", SECOND)
    pages = store.pages.count()
    back = datasets.revert("d@1", "the campaign rows were wrong")
    first, second, third = reversed(datasets.versions("d"))
    assert (back.number, back.parent, back.rows) == (3, 2, 2)
    assert back.operation.kind is OperationKind.REVERT
    assert back.operation.params == {"version": 1}
    assert (back.message, back.author) == ("the campaign rows were wrong", "tester")
    assert third == back
    assert (first.pages, first.page_rows, first.columns) == (back.pages, back.page_rows, back.columns)
    assert second.rows == 3
    assert store.pages.count() == pages
    assert tables.read(back, with_row_ids=True).equals(tables.read(first, with_row_ids=True))


def test_row_ids_are_not_given_again_after_a_revert(
    import_text: ImportText, datasets: DatasetService, tables: TableService
) -> None:
    import_text("d", FIRST)
    import_text("d", SECOND)
    datasets.revert("d@1")
    grown = import_text("d", SECOND).version
    assert tables.read(grown, with_row_ids=True)["_row_id"].to_pylist() == [0, 1, 3]


def test_the_latest_version_cannot_be_reverted_to(import_text: ImportText, datasets: DatasetService) -> None:
    import_text("d", FIRST)
    with pytest.raises(ParameterError, match="latest version"):
        datasets.revert("d")
    with pytest.raises(NotFoundError):
        datasets.revert("d@7")
    assert datasets.get("d").head == 1


def test_a_version_that_nothing_uses_can_be_removed_and_its_number_stays_free(
    import_text: ImportText, datasets: DatasetService, tables: TableService, store: Store
) -> None:
    import_text("d", FIRST)
    import_text("d", "x,y\n7,q\n8,r\n", mode="replace")
    import_text("d", SECOND)
    datasets.revert("d@1")
    shared = import_text("d", SECOND).version
    datasets.remove_version("d@2")
    assert [v.number for v in datasets.versions("d")] == [5, 4, 3, 1]
    with pytest.raises(NotFoundError, match="v2 of d was removed"):
        datasets.version(datasets.get("d"), 2)
    assert [(n.number, n.version is None) for n in datasets.graph("d").nodes] == [
        (5, False), (4, False), (3, False), (2, True), (1, False),
    ]  # fmt: skip
    sweep(store, Context(), timedelta(0), dry_run=False)
    assert tables.read(datasets.resolve("d@3")[1])["x"].to_pylist() == [7, 8, 3], "it shared pages"
    datasets.remove_version("d@3")
    sweep(store, Context(), timedelta(0), dry_run=False)
    assert tables.read(shared)["x"].to_pylist() == [1, 2, 3]
    assert store.pages.count() == 2
    assert import_text("d", SECOND).version.number == 6
    assert [e.what for e in store.audit.find(action="version removed")] == ["d@2", "d@3"]


def test_a_version_that_is_in_use_stays(
    import_text: ImportText, datasets: DatasetService, store: Store
) -> None:
    import_text("d", FIRST)
    import_text("d", SECOND)
    datasets.tag_version("d", 1, "golden")
    assert datasets.uses("d@1") == ["it is tagged golden"]
    with pytest.raises(ConflictError, match="tagged golden"):
        datasets.remove_version("d@1")
    with pytest.raises(ConflictError, match="latest version"):
        datasets.remove_version("d")
    assert store.versions.count() == 2


def test_a_revert_to_a_version_that_is_removed_meanwhile_makes_nothing(
    import_text: ImportText, datasets: DatasetService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_text("d", FIRST)
    import_text("d", "x,y\n7,q\n", mode="replace")
    dataset, old = datasets.resolve("d@1")
    datasets.remove_version("d@1")
    monkeypatch.setattr(datasets, "resolve", lambda ref: (dataset, old))
    with pytest.raises(ConflictError, match="removed meanwhile"):
        datasets.revert("d@1")
    assert [v.number for v in datasets.versions("d")] == [2]
