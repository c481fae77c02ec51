"""One example of every record that a repository keeps, and a change that makes it differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from driftdesk.core.entities import (
    ROW_ID,
    AliasMove,
    AuditEntry,
    Column,
    ColumnDrift,
    Compared,
    Comparison,
    Dataset,
    DatasetVersion,
    DetectionRequest,
    Distribution,
    DriftReport,
    Evaluation,
    Job,
    JobKind,
    Kind,
    ManifestPage,
    MethodResult,
    Model,
    ModelVersion,
    Operation,
    OperationKind,
    Policy,
    Preset,
    Record,
    ReplayRecipe,
    Role,
    Run,
    Schema,
    Severity,
    Side,
    Task,
    Worker,
)

AWKWARD = {"a.b": 1.0, "$set": 2.0, "100 %": 3.0, "%24": 4.0, "이름": 5.0, "": 6.0, "nul\x00": 7.0}
"""Names that users give, and that MongoDB would read otherwise."""

_SCHEMA = Schema(
    columns=(
        Column(id="c0", name="나이.years", kind=Kind.NUMERIC),
        Column(id="c1", name="$churn", kind=Kind.BOOLEAN, role=Role.TARGET),
    )
)


@dataclass(frozen=True)
class Example:
    repository: str
    make: Callable[[str], Record]
    """Makes a record; those of two different texts do not conflict."""
    change: dict[str, Any]
    twin_conflicts: bool = False
    """Whether a second one of the same text conflicts by a name or number that must be unique."""


def _report(text: str) -> DriftReport:
    column = ColumnDrift(
        name=text,
        kind=Kind.NUMERIC,
        severity=Severity.CRITICAL,
        method="ks",
        statistic=float("inf"),
        threshold=0.1,
        results=(MethodResult(method="ks", statistic=None, p_value=1e-300),),
        reference=Distribution(counts=(1.0, 2.0), edges=(0.0, 0.5, 1.0), rows=3),
        moved=("median 38 -> 24",),
    )
    return DriftReport(
        dataset_id="d",
        dataset_name=text,
        reference=Side(version=1, rows=3),
        current=Side(file="new.csv", rows=4),
        severity=Severity.CRITICAL,
        columns=(column,),
        raw_answer={"deep": [{"a.b": {"$x": [1, None, "y"]}}]},
    )


def _version(text: str) -> DatasetVersion:
    return DatasetVersion(
        dataset_id=text,
        number=1,
        columns=_SCHEMA,
        operation=Operation(kind=OperationKind.IMPORT, params=AWKWARD),
        rows=10**12,
        pages=("p0", "p1"),
        page_rows=(6, 4),
    )


def _model_version(text: str) -> ModelVersion:
    return ModelVersion(
        model_id=text,
        number=1,
        run_id="r",
        dataset_id="d",
        dataset_version=1,
        columns=_SCHEMA,
        trainer="mlp",
        params={"hidden": [64, 32]},
        seed=0,
        metrics=AWKWARD,
        importance=AWKWARD,
        artifact_id="a",
    )


def _run(text: str) -> Run:
    return Run(
        number=1, model_id=text, dataset_id="d", dataset_version=1, trainer="mlp", params=AWKWARD, seed=2**40
    )


def _comparison(text: str) -> Comparison:
    member = Compared(model_id=text, model=text, version=1, evaluation_id="e", metrics=AWKWARD)
    return Comparison(members=(member,), dataset_id="d", dataset_version=1, rows=3, differences=())


def _evaluation(text: str) -> Evaluation:
    return Evaluation(
        model_id=text,
        model_version=1,
        dataset_id="d",
        dataset_version=1,
        rows=3,
        metrics=AWKWARD,
        classes=("a", "b"),
        confusion=((1, 0), (1, 1)),
        roc=((0.0, 0.0), (1.0, 1.0)),
    )


def _model(text: str) -> Model:
    move = AliasMove(alias="champion", version=1, who="me")
    return Model(name=text, task=Task.BINARY, dataset_id="d", target="t", params=AWKWARD, history=(move,))


def _policy(text: str) -> Policy:
    return Policy(
        name=text, dataset_id="d", model_id="m", recipe=ReplayRecipe(new_ratio=0.3), columns=("a.b",)
    )


def _page(text: str) -> ManifestPage:
    return ManifestPage(dataset_id=text, column_ids=("c0", ROW_ID), group_rows=(3,), digests=bytes(range(64)))


def _request(text: str) -> DetectionRequest:
    return DetectionRequest(service=text, dataset_id="d", reference=Side(version=1), current=Side(version=2))


EXAMPLES = (
    Example(
        "datasets", lambda t: Dataset(name=t, version_tags={"v1.0$": 1}), {"head": 3}, twin_conflicts=True
    ),
    Example("versions", _version, {"message": "changed"}, twin_conflicts=True),
    Example("pages", _page, {"group_rows": (1, 2)}),
    Example("reports", _report, {"severity": Severity.WARNING}),
    Example("requests", _request, {"state": "answered"}),
    Example("models", _model, {"champion": 2, "params": {"$x.y": 1}}, twin_conflicts=True),
    Example(
        "presets",
        lambda t: Preset(name=t, trainer="mlp", params=AWKWARD),
        {"params": {}},
        twin_conflicts=True,
    ),
    Example("runs", _run, {"metrics": AWKWARD}, twin_conflicts=True),
    Example("model_versions", _model_version, {"seed": 4}, twin_conflicts=True),
    Example("evaluations", _evaluation, {"rows": 4}),
    Example("comparisons", _comparison, {"rows": 4}),
    Example(
        "jobs", lambda t: Job(kind=JobKind.TRAIN, title=t, dedupe=t), {"title": "other"}, twin_conflicts=True
    ),
    Example("workers", lambda t: Worker(id=t, host="h", pid=1, slots=1, version="0"), {"busy": ("j",)}, True),
    Example("policies", _policy, {"gate": _policy("x").gate.model_copy(update={"max_drop": 0.1})}, True),
    Example(
        "audit", lambda t: AuditEntry(who="me", action="promoted", what=t, details=AWKWARD), {"who": "you"}
    ),
)
