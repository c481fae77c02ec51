"""Going back, removing versions and the graph of a dataset, on the real server."""

import pytest

from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import OperationKind
from driftdesk.core.errors import NotFoundError, ParameterError
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
