"""Where a model version comes from and where it went: from files over data versions and runs to versions and aliases, and
what was found and predicted with them. A graph in layers, which the window draws and the command line lists.

What was deleted meanwhile stands there as such, as far as it is still referred to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from driftdesk.core.entities import (
    PRIMARY_METRIC,
    DatasetVersion,
    Imported,
    JobKind,
    JobState,
    Model,
    ModelVersion,
    OperationKind,
    Record,
    Run,
)
from driftdesk.core.training.usage import aliases_of

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

NodeKind = Literal["file", "data", "run", "version", "alias", "evaluation", "performance", "predictions"]

MOST_DATA = 40
"""Data versions that are followed back; a longer past ends in a node that says how many there are."""
_MOST_RESULTS = 20
"""Evaluations, reports and predictions a version, the newest."""


class LineageNode(Record):
    """Something in a lineage. ``layer`` counts from the left, ``row`` from the top of its layer."""

    id: str
    kind: NodeKind
    title: str
    caption: str = ""
    word: str = ""
    """What the caption says, for those who say it in another language: an operation, a trainer, a metric, a severity."""
    value: float | None = None
    """Of ``word``: the data version's rows, or the metric."""
    thing: str = ""
    """The id of what it stands for: of a file, a dataset, a run, a model, an evaluation, a report, a job."""
    number: int | None = None
    """Of the data version, run or model version."""
    removed: bool = False
    subject: bool = False
    """What was asked about."""
    layer: int = 0
    row: int = 0


class LineageEdge(Record):
    """``target`` was made from, points at, or was found with ``source``."""

    source: str
    target: str
    label: str = ""


class Lineage(Record):
    """``nodes`` by layer and row; of an edge the source is in a layer further left."""

    model: str
    version: int | None
    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    earlier: int = 0
    """Data versions before those that are shown."""


def lineage(
    store: Store, model: Model, versions: Iterable[ModelVersion], *, subject: int | None = None
) -> Lineage:
    """Of some versions of a model; ``subject``: the number of the one that was asked about."""
    drawn = _Drawing(store)
    for version in sorted(versions, key=lambda v: v.number):
        drawn.add_version(model, version, is_subject=version.number == subject)
    return drawn.finished(model, subject)


class _Drawing:
    """Nodes and edges as they are found, by a few queries a version."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._nodes: dict[str, LineageNode] = {}
        self._edges: dict[tuple[str, str], LineageEdge] = {}
        self._earlier = 0

    # From the left to the right.

    def add_version(self, model: Model, version: ModelVersion, *, is_subject: bool = False) -> str:
        node_id = f"version:{model.id}:{version.number}"
        if node_id in self._nodes:
            return node_id
        judged = PRIMARY_METRIC[model.task]
        self._put(
            LineageNode(
                id=node_id,
                kind="version",
                title=f"{model.name} v{version.number}",
                caption=_figure(judged, version.metrics) or version.trainer,
                word=judged,
                value=version.metrics.get(judged),
                thing=model.id,
                number=version.number,
                removed=version.trashed_at is not None,
                subject=is_subject,
            )
        )
        if version.forked_from is not None:
            self._add_origin(version, node_id)
        elif version.imported_from is not None:
            self._add_bundle(version.imported_from, node_id)
        else:
            self._add_run(version, node_id)
        for alias in aliases_of(model, version.number):
            alias_id = f"alias:{model.id}:{alias}"
            self._put(
                LineageNode(
                    id=alias_id,
                    kind="alias",
                    title=alias,
                    caption=model.name,
                    thing=model.id,
                    number=version.number,
                )
            )
            self._join(node_id, alias_id)
        self._add_results(model, version, node_id)
        return node_id

    def _add_origin(self, version: ModelVersion, node_id: str) -> None:
        origin = version.forked_from
        assert origin is not None
        model = self._store.models.first(id=origin.model_id)
        first = self._store.model_versions.first(model_id=origin.model_id, number=origin.version)
        if model is not None and first is not None:
            source = f"version:{model.id}:{first.number}"
            if source not in self._nodes:
                self._put(
                    LineageNode(
                        id=source,
                        kind="version",
                        title=f"{model.name} v{first.number}",
                        caption=first.trainer,
                        thing=model.id,
                        number=first.number,
                        removed=first.trashed_at is not None,
                    )
                )
                self._add_run(first, source)
        else:
            source = f"version:{origin.model_id}:{origin.version}"
            self._put(
                LineageNode(
                    id=source, kind="version", title=f"{origin.model} v{origin.version}", removed=True
                )
            )
            self._join(self._add_data(version.dataset_id, version.dataset_version), source)
        self._join(source, node_id, "forked")

    def _add_bundle(self, origin: Imported, node_id: str) -> None:
        """It was trained elsewhere: no run and no data of this store led to it."""
        source = f"bundle:{origin.sha256}"
        self._put(
            LineageNode(
                id=source,
                kind="file",
                title=f"{origin.model} v{origin.version}",
                caption=f"sha256 {origin.sha256[:8]}",
            )
        )
        self._join(source, node_id, "imported")

    def _add_run(self, version: ModelVersion, node_id: str) -> None:
        run = self._store.runs.first(id=version.run_id)
        run_id = f"run:{version.run_id}"
        data = self._add_data(version.dataset_id, version.dataset_version)
        self._put(
            LineageNode(
                id=run_id,
                kind="run",
                title=f"run {run.number}" if run else "run",
                caption=_of_run(run) if run else "deleted",
                word=version.trainer,
                thing=version.run_id if run else "",
                number=run.number if run else None,
                removed=run is None or run.trashed_at is not None,
            )
        )
        self._join(data, run_id)
        self._join(run_id, node_id)
        start = getattr(run, "start_version", None)
        if start is not None:
            source = self._store.model_versions.first(model_id=version.model_id, number=start)
            model = self._store.models.first(id=version.model_id)
            if source is not None and model is not None:
                self._join(self.add_version(model, source), run_id, "start")

    def _add_data(self, dataset_id: str, number: int) -> str:
        """The data version and what it was made from, as far back as it goes."""
        dataset = self._store.datasets.first(id=dataset_id)
        name = dataset.name if dataset else "a deleted dataset"
        found = {v.number: v for v in self._store.versions.find(dataset_id=dataset_id, number__lte=number)}
        waiting, seen = [number], 0
        while waiting:
            at = waiting.pop()
            node_id = f"data:{dataset_id}:{at}"
            if node_id in self._nodes:
                continue
            if (seen := seen + 1) > MOST_DATA:
                self._earlier += 1
                continue
            version = found.get(at)
            self._put(
                LineageNode(
                    id=node_id,
                    kind="data",
                    title=f"{name} v{at}",
                    caption=_made_by(version) if version else "removed",
                    word=str(version.operation.kind) if version else "",
                    value=version.rows if version else None,
                    thing=dataset_id,
                    number=at,
                    removed=version is None,
                )
            )
            for before, label in _sources(version) if version else ():
                waiting.append(before)
                self._join(f"data:{dataset_id}:{before}", node_id, label)
            if version is not None:
                self._add_files(version, node_id)
        return f"data:{dataset_id}:{number}"

    def _add_files(self, version: DatasetVersion, node_id: str) -> None:
        infos = self._store.files.infos(version.files)
        for file_id in version.files:
            info = infos.get(file_id)
            file_node = f"file:{file_id}"
            self._put(
                LineageNode(
                    id=file_node,
                    kind="file",
                    title=info.name if info else "file",
                    caption=f"sha256 {info.sha256[:8]}" if info else "deleted",
                    thing=file_id if info else "",
                    removed=info is None or info.removed_at is not None,
                )
            )
            self._join(file_node, node_id)
        stored = version.operation.params.get("collection")
        if isinstance(stored, dict) and (where := stored.get("collection")):
            source = f"file:{version.id}"
            self._put(LineageNode(id=source, kind="file", title=str(where), caption="collection"))
            self._join(source, node_id)

    def _add_results(self, model: Model, version: ModelVersion, node_id: str) -> None:
        store = self._store
        asked: dict[str, Any] = {"model_id": model.id, "model_version": version.number}
        newest: dict[str, Any] = {"sort": "-created_at", "limit": _MOST_RESULTS}
        for e in store.evaluations.find(**asked, **newest):
            self._result(
                node_id, LineageNode(
                    id=f"evaluation:{e.id}", kind="evaluation", title=f"on v{e.dataset_version}",
                    caption=_figure(PRIMARY_METRIC[model.task], e.metrics) or f"{e.rows} rows", word=PRIMARY_METRIC[model.task], value=e.metrics.get(PRIMARY_METRIC[model.task]), thing=e.id, number=version.number,
                ),
            )  # fmt: skip
        for r in store.performance.find(**asked, **newest):
            self._result(
                node_id, LineageNode(
                    id=f"performance:{r.id}", kind="performance", title=f"over {r.dataset_name} v{r.version}",
                    caption=str(r.severity).replace("_", " "), word=r.severity, thing=r.id, number=version.number,
                ),
            )  # fmt: skip
        of_it: dict[str, Any] = {"params.model_id": model.id, "params.number": version.number}
        done: dict[str, Any] = {"kind": JobKind.PREDICT, "state": JobState.SUCCEEDED}
        for job in store.jobs.find(**done, **of_it, **newest):
            rows = (job.result or {}).get("rows")
            self._result(
                node_id, LineageNode(
                    id=f"predictions:{job.id}", kind="predictions", title="predictions",
                    caption=f"{rows} rows" if rows is not None else "", thing=job.id, number=version.number,
                ),
            )  # fmt: skip

        predicted = {f"operation.params.{name}": value for name, value in asked.items()}
        kept: dict[str, Any] = {"operation.kind": OperationKind.PREDICT, **predicted}
        for made in store.versions.find(**kept, **newest):
            dataset = store.datasets.first(id=made.dataset_id)
            self._result(
                node_id, LineageNode(
                    id=f"data:{made.dataset_id}:{made.number}", kind="data",
                    title=f"{dataset.name if dataset else 'a deleted dataset'} v{made.number}", caption=_made_by(made),
                    word=OperationKind.PREDICT, value=made.rows, thing=made.dataset_id, number=made.number,
                ),
            )  # fmt: skip

    # The graph.

    def _result(self, source: str, node: LineageNode) -> None:
        self._put(node)
        self._join(source, node.id)

    def _put(self, node: LineageNode) -> None:
        self._nodes.setdefault(node.id, node)

    def _join(self, source: str, target: str, label: str = "") -> None:
        self._edges.setdefault((source, target), LineageEdge(source=source, target=target, label=label))

    def finished(self, model: Model, subject: int | None) -> Lineage:
        edges = [e for e in self._edges.values() if e.source in self._nodes and e.target in self._nodes]
        return Lineage(
            model=model.name,
            version=subject,
            nodes=tuple(_placed(list(self._nodes.values()), edges)),
            edges=tuple(edges),
            earlier=self._earlier,
        )


def _placed(nodes: list[LineageNode], edges: list[LineageEdge]) -> list[LineageNode]:
    """Layers by the longest way from the left, but a source stands right before the first that it leads to; rows in the
    order in which things were found, near what they come from."""
    sources: dict[str, list[str]] = {n.id: [] for n in nodes}
    targets: dict[str, list[str]] = {n.id: [] for n in nodes}
    for edge in edges:
        sources[edge.target].append(edge.source)
        targets[edge.source].append(edge.target)
    layer: dict[str, int] = {}

    def depth(at: str) -> int:
        if at not in layer:
            layer[at] = 0  # a circle cannot be, but must not hang either
            layer[at] = 1 + max((depth(s) for s in sources[at]), default=-1)
        return layer[at]

    for node in nodes:
        depth(node.id)
    for node in nodes:
        if not sources[node.id] and targets[node.id]:
            layer[node.id] = min(layer[t] for t in targets[node.id]) - 1
    placed: list[LineageNode] = []
    rows: dict[str, float] = {}
    for at in sorted({*layer.values()}):
        inside = [n for n in nodes if layer[n.id] == at]

        def near(node: LineageNode) -> float:
            known = [rows[s] for s in sources[node.id] if s in rows]
            return sum(known) / len(known) if known else float(len(rows))

        inside.sort(key=near)
        for row, node in enumerate(inside):
            rows[node.id] = row
            placed.append(node.model_copy(update={"layer": at, "row": row}))
    return placed


def _sources(version: DatasetVersion) -> list[tuple[int, str]]:
    """The data versions that one was made from, and how; the parent first."""
    params, kind = version.operation.params, version.operation.kind
    named = {OperationKind.REVERT: ("version",), OperationKind.RECOMPOSE: ("reference", "current")}
    found = [] if version.parent is None else [(version.parent, "")]
    for name in named.get(kind, ()):
        number = params.get(name)
        if isinstance(number, int) and number not in {n for n, _ in found}:
            found.append((number, "" if name == "version" else name))
    return found


def _figure(name: str, metrics: dict[str, float]) -> str:
    return f"{name} {metrics[name]:.3g}" if name in metrics else ""


def _made_by(version: DatasetVersion) -> str:
    """``recompose, 4,000 rows``."""
    return f"{version.operation.kind}, {version.rows:,} rows"


def _of_run(run: Run) -> str:
    return f"{run.trainer}, seed {run.seed}"
