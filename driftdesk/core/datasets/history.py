"""The past of a dataset: going back to an older version, removing one, and the graph of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from driftdesk.core.datasets.usage import uses
from driftdesk.core.entities import AuditEntry, Dataset, DatasetVersion, Operation, OperationKind, Record
from driftdesk.core.errors import ConflictError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store

LineKind = Literal["parent", "source"]


class GraphLine(Record):
    """From a lane in the row of one node to a lane in the row of the next."""

    start: int
    end: int
    kind: LineKind
    """``source``: what was taken over from a version that is not the parent, as by a revert or a recomposition."""


class GraphNode(Record):
    """A version where it is drawn. ``version`` None: it was removed, and others came from it."""

    number: int
    version: DatasetVersion | None
    tags: tuple[str, ...] = ()
    lane: int = 0
    parent: int | None = None
    sources: tuple[int, ...] = ()
    lines: tuple[GraphLine, ...] = ()
    """Down to the next node of the graph."""


class VersionGraph(Record):
    """Newest first, one node a row."""

    dataset: Dataset
    nodes: tuple[GraphNode, ...]
    lanes: int


def revert(datasets: DatasetService, ref: str, message: str, context: Context) -> DatasetVersion:
    """See ``DatasetService.revert``."""
    from driftdesk.core.datasets.writer import WrittenVersion

    dataset, old = datasets.resolve(ref)
    if old.number == dataset.head:
        raise ParameterError(
            f"v{old.number} is the latest version of {dataset.name} already.", "Choose an older version."
        )
    written = WrittenVersion(
        columns=old.columns,
        pages=(),
        page_ids=old.pages,
        page_rows=old.page_rows,
        rows=old.rows,
        new_rows=0,
        first_row_id=dataset.next_row_id,
        next_row_id=dataset.next_row_id,
        byte_count=old.byte_count,
    )
    operation = Operation(kind=OperationKind.REVERT, params={"version": old.number})
    return datasets.commit(dataset, written, operation=operation, message=message, context=context)


def remove_version(store: Store, datasets: DatasetService, ref: str, user: str) -> None:
    """See ``DatasetService.remove_version``."""
    dataset, version = datasets.resolve(ref)

    def work(session: Session) -> None:
        store.datasets.touch(dataset.id, session)
        reasons = uses(store, version)
        if reasons:
            raise ConflictError(
                f"v{version.number} of {dataset.name} cannot be removed: {'; '.join(reasons)}.",
                "Remove what uses it first, or leave it to a retention policy.",
            )
        drop(store, version, session)
        what = f"{dataset.name}@{version.number}"
        details = {"operation": version.operation.kind.value, "rows": version.rows}
        entry = AuditEntry(who=user, action="version removed", what=what, details=details)
        store.audit.insert(entry, session)

    store.run_in_transaction(work)


def drop(store: Store, version: DatasetVersion, session: Session) -> None:
    """Take a version, and the pages that only it has, out of the store; its chunks go with the next sweep. Whoever
    calls this has touched the dataset's record in the same transaction and knows that nothing uses the version."""
    store.versions.delete(version.id, session)
    others = store.versions.select("pages", dataset_id=version.dataset_id, id__ne=version.id, session=session)
    shared = {page for other in others for page in other["pages"]}
    own = [page for page in dict.fromkeys(version.pages) if page not in shared]
    if own:
        store.pages.delete_where(session, id__in=own)


def graph(dataset: Dataset, versions: Sequence[DatasetVersion]) -> VersionGraph:
    """Lay out ``versions``: a line keeps its lane until it reaches the version it leads to, and the leftmost lane that
    is free is taken first."""
    known = {v.number: v for v in versions}
    edges = {v.number: _edges(v) for v in versions}
    numbers = sorted({*known, *(n for some in edges.values() for n, _ in some)}, reverse=True)
    lanes = _Lanes()
    nodes: list[GraphNode] = []
    for number in numbers:
        lane, lines = lanes.arrive(number)
        if nodes:
            nodes[-1] = nodes[-1].model_copy(update={"lines": lines})
        found = edges.get(number, [])
        lanes.leave(lane, found)
        nodes.append(
            GraphNode(
                number=number,
                version=known.get(number),
                tags=tuple(sorted(t for t, n in dataset.version_tags.items() if n == number)),
                lane=lane,
                parent=next((n for n, kind in found if kind == "parent"), None),
                sources=tuple(n for n, kind in found if kind == "source"),
            )
        )
    return VersionGraph(dataset=dataset, nodes=tuple(nodes), lanes=lanes.most)


class _Lanes:
    """The lines that run between two rows of the graph, by lane."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, LineKind, int] | None] = []
        """(the version it leads to, what it is, the lane in which it was in the row above)"""
        self.most = 1

    def arrive(self, number: int) -> tuple[int, tuple[GraphLine, ...]]:
        """The lane of the next version, and the lines that lead to its row; those that lead to it end there."""
        running = [(i, line) for i, line in enumerate(self._lines) if line]
        ending = [i for i, line in running if line[0] == number]
        lane = ending[0] if ending else self._free()
        self.most = max(self.most, lane + 1)
        lines = tuple(
            GraphLine(start=start, end=lane if target == number else i, kind=kind)
            for i, (target, kind, start) in running
        )
        for i, (target, kind, _) in running:
            self._lines[i] = None if target == number else (target, kind, i)
        return lane, lines

    def leave(self, lane: int, edges: Sequence[tuple[int, LineKind]]) -> None:
        """Begin the lines of a version in ``lane``: the one to its parent stays there."""
        for target, kind in edges:
            if kind == "parent":
                self._put(lane, (target, kind, lane))
            elif all(line is None or line[:2] != (target, kind) for line in self._lines):
                self._put(self._free(), (target, kind, lane))

    def _free(self) -> int:
        return self._lines.index(None) if None in self._lines else len(self._lines)

    def _put(self, at: int, line: tuple[int, LineKind, int]) -> None:
        self._lines[at : at + 1] = [line]
        self.most = max(self.most, len(self._lines))


def _edges(version: DatasetVersion) -> list[tuple[int, LineKind]]:
    """What a version was made from, the parent first."""
    params, kind = version.operation.params, version.operation.kind
    named = {OperationKind.REVERT: ("version",), OperationKind.RECOMPOSE: ("reference", "current")}
    sources = {params.get(name) for name in named.get(kind, ())} - {version.parent}
    found: list[tuple[int, LineKind]] = [] if version.parent is None else [(version.parent, "parent")]
    return found + [(n, "source") for n in sorted(n for n in sources if isinstance(n, int))]
