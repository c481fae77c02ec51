"""The graph of versions: lanes and lines."""

from driftdesk.core.datasets.history import GraphLine, graph
from driftdesk.core.entities import Dataset, DatasetVersion, Operation, OperationKind, Schema


def version(number: int, parent: int | None, kind: str = "append", **params: int) -> DatasetVersion:
    return DatasetVersion(
        dataset_id="d",
        number=number,
        parent=parent,
        columns=Schema(columns=()),
        operation=Operation(kind=OperationKind(kind), params=params),
        rows=0,
        pages=(),
        page_rows=(),
    )


def straight(lane: int = 0) -> GraphLine:
    return GraphLine(start=lane, end=lane, kind="parent")


def test_a_chain_is_one_lane() -> None:
    dataset = Dataset(name="d", head=3, version_tags={"golden": 1})
    drawn = graph(dataset, [version(3, 2), version(2, 1), version(1, None)])
    assert [n.number for n in drawn.nodes] == [3, 2, 1]
    assert (drawn.lanes, [n.lane for n in drawn.nodes]) == (1, [0, 0, 0])
    assert [n.lines for n in drawn.nodes] == [(straight(),), (straight(),), ()]
    assert [n.tags for n in drawn.nodes] == [(), (), ("golden",)]


def test_a_branch_has_a_lane_of_its_own_until_it_meets_its_parent() -> None:
    dataset = Dataset(name="d", head=4)
    drawn = graph(dataset, [version(4, 2), version(3, 2), version(2, 1), version(1, None)])
    assert [n.lane for n in drawn.nodes] == [0, 1, 0, 0]
    assert drawn.nodes[0].lines == (straight(),)
    assert drawn.nodes[1].lines == (straight(), GraphLine(start=1, end=0, kind="parent"))
    assert drawn.lanes == 2


def test_a_revert_is_joined_with_the_version_it_went_back_to() -> None:
    dataset = Dataset(name="d", head=3)
    drawn = graph(dataset, [version(3, 2, "revert", version=1), version(2, 1), version(1, None)])
    assert drawn.nodes[0].sources == (1,)
    assert drawn.nodes[0].lines == (straight(), GraphLine(start=0, end=1, kind="source"))
    assert drawn.nodes[1].lines == (straight(), GraphLine(start=1, end=0, kind="source"))


def test_a_parent_that_was_removed_is_shown_as_gone() -> None:
    dataset = Dataset(name="d", head=3)
    drawn = graph(dataset, [version(3, 2), version(1, None)])
    assert [(n.number, n.version is None) for n in drawn.nodes] == [(3, False), (2, True), (1, False)]
    assert [n.lines for n in drawn.nodes] == [(straight(),), (), ()]


def test_an_empty_dataset_has_an_empty_graph() -> None:
    assert graph(Dataset(name="d"), []).nodes == ()
