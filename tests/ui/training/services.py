"""The training side of a desk, in memory: one model with three runs, two versions and two evaluations."""

import math
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from driftdesk.core.entities import (
    AliasMove,
    Column,
    Comparison,
    Dataset,
    DatasetVersion,
    ErrorInfo,
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
    Severity,
    Split,
    SplitSpec,
    Task,
)
from driftdesk.core.settings import Settings
from driftdesk.core.storage.series import RunSeries, of_points
from driftdesk.core.training.curves import Curve, compared, stretch_of
from tests.ui.fakes import FakeDesk
from tests.ui.training.study_fakes import FakePresets, FakeStudies, search_verb

SCHEMA = Schema(
    columns=(
        Column(id="a", name="age", kind=Kind.NUMERIC),
        Column(id="p", name="plan", kind=Kind.CATEGORICAL),
        Column(id="c", name="churned", kind=Kind.BOOLEAN, role=Role.TARGET),
    )
)
DATASET = Dataset(id="d1", name="churn", task=Task.BINARY, head=2)


def data_version(number: int, rows: int) -> DatasetVersion:
    return DatasetVersion(
        dataset_id="d1", number=number, columns=SCHEMA, rows=rows, pages=(), page_rows=(),
        operation=Operation(kind=OperationKind.IMPORT),
    )  # fmt: skip


def model_version(number: int, auc: float) -> ModelVersion:
    metrics = {"roc_auc": auc, "accuracy": auc - 0.05, "f1": auc - 0.07, "log_loss": 1 - auc}
    return ModelVersion(
        model_id="m1", number=number, run_id=f"r{number}", dataset_id="d1", dataset_version=number, columns=SCHEMA,
        trainer="mlp", params={}, seed=0, metrics=metrics, artifact_id="x", classes=("false", "true"), created_by="ada",
    )  # fmt: skip


def run(number: int, state: RunState = RunState.SUCCEEDED, rate: float = 0.003) -> Run:
    done = state is RunState.SUCCEEDED
    return Run(
        id=f"r{number}", number=number, model_id="m1", dataset_id="d1", dataset_version=min(number, 2), trainer="mlp",
        params={"learning_rate": rate, "epochs": 60}, seed=0, state=state, epochs=60 if done else 12, seconds=21.4,
        metrics={"roc_auc": 0.9 + number / 100} if done else {}, last={"validation_roc_auc": 0.9}, job_id=f"j{number}",
        error=ErrorInfo(code="training", message="The loss became NaN.") if state is RunState.FAILED else None,
    )  # fmt: skip


def points(run_id: str, upto: int = 600) -> list[MetricPoint]:
    """A plausible series: a noisy falling loss, a rising metric."""
    made = []
    for step in range(upto):
        noise = math.sin(step * 12.9898) * 0.06
        loss = 0.25 + 0.45 * math.exp(-step / 120) + noise
        values = {"train_loss": loss, "rows_per_second": 41_000.0}
        if step % 10 == 9:
            values |= {"validation_loss": 0.3 + 0.4 * math.exp(-step / 150) + noise / 3}
            values |= {"validation_roc_auc": 0.93 - 0.3 * math.exp(-step / 140) + noise / 9}
        made.append(MetricPoint(run_id=run_id, step=step, epoch=step / 10, seconds=step / 20, values=values))
    return made


class FakeTraining:
    def __init__(self) -> None:
        self.made = [
            Model(
                id="m1", name="churn-classifier", task=Task.BINARY, dataset_id="d1", target="churned", head=2, champion=1,
                challenger=2, history=(AliasMove(alias="champion", version=1, who="ada", why="the first version"),),
            ),
            Model(id="m2", name="segments", task=Task.MULTICLASS, dataset_id="d1", target="plan"),
        ]  # fmt: skip
        self.compared: list[Comparison] = []
        self.of_compared: list[Evaluation] = []
        self.all_runs = [run(3, RunState.FAILED), run(2, rate=0.001), run(1)]

    def models(self, *, trash: bool = False) -> list[Model]:
        return [m for m in self.made if (m.trashed_at is not None) == trash]

    def by_id(self, id: str) -> Model:
        return next(m for m in self.made if m.id == id)

    def create_model(self, name: str, dataset: Dataset, task: Task, target: str, who: str = "") -> Model:
        self.made.append(Model(name=name, dataset_id=dataset.id, task=task, target=target))
        return self.made[-1]

    def runs(self, model: Model, *, trash: bool = False) -> list[Run]:
        return [r for r in self.all_runs if r.model_id == model.id and (r.trashed_at is not None) == trash]

    def run(self, id: str) -> Run:
        return next(r for r in self.all_runs if r.id == id)

    def evaluations(self, model: Model) -> list[Evaluation]:
        if model.id != "m1":
            return []
        roc = tuple((x / 50, (x / 50) ** 0.25) for x in range(51))
        return [
            Evaluation(
                id=f"e{data}", model_id="m1", model_version=1, dataset_id="d1", dataset_version=data, rows=2000,
                metrics={"roc_auc": auc, "accuracy": auc - 0.05, "f1": auc - 0.06, "log_loss": 1 - auc}, classes=("false", "true"),
                confusion=((1020, 150), (210, 620)), roc=roc, excluded_training_rows=3600 if data == 1 else 0,
                created_at=datetime(2026, 1, data, tzinfo=UTC),
            )
            for data, auc in ((2, 0.84), (1, 0.912))
        ]  # fmt: skip

    def series(self, run_id: str, after_step: int = -1, limit: int = 0) -> list[MetricPoint]:
        found = [p for p in points(run_id) if p.step > after_step]
        return found[:limit] if limit else found

    def curves(self, run_id: str, after_step: int = -1) -> RunSeries:
        return of_points(self.series(run_id, after_step))

    def compared_curves(
        self, run_ids: list[str], name: str, smoothing: float = 0.0
    ) -> tuple[dict[str, Curve], int]:
        stretch = stretch_of(smoothing, 600)
        return compared(((i, self.curves(i)) for i in run_ids), name, stretch), stretch


class FakeRegistry:
    def __init__(self, training: FakeTraining) -> None:
        self._training = training
        self.promoted: list[tuple[str, int]] = []
        self.trashed: list[ModelVersion] = []

    def versions(self, model: Model, *, trash: bool = False) -> list[ModelVersion]:
        if trash:
            return list(self.trashed) if model.id == "m1" else []
        return [model_version(2, 0.918), model_version(1, 0.912)] if model.id == "m1" else []

    def version(self, model: Model, number: int) -> ModelVersion:
        return next(v for v in self.versions(model) if v.number == number)

    def promote(self, model: Model, number: int, *, who: str, why: str = "") -> Model:
        self.promoted.append((model.name, number))
        at = next(i for i, m in enumerate(self._training.made) if m.id == model.id)
        move = AliasMove(alias="champion", version=number, who=who, why=why)
        changed = model.model_copy(update={"champion": number, "history": (*model.history, move)})
        self._training.made[at] = changed
        return changed

    def rollback(self, model: Model, *, who: str, why: str = "") -> Model:
        return self.promote(model, 1, who=who, why=why)


class FakeAutomation:
    def __init__(self) -> None:
        self.kept = [
            Policy(id="p1", name="churn", dataset_id="d1", model_id="m1"),
            Policy(id="p2", name="careful", dataset_id="d1", model_id="m1", severity=Severity.WARNING, columns=("age", "plan"),
                   promotion="ask", enabled=False),
        ]  # fmt: skip

    def policies(self) -> list[Policy]:
        return list(self.kept)

    def add_policy(self, policy: Policy) -> Policy:
        self.kept.append(policy)
        return policy

    def change_policy(self, policy: Policy) -> Policy:
        self.kept = [policy if p.id == policy.id else p for p in self.kept]
        return policy

    def enable(self, id: str, on: bool) -> Policy:
        found = next(p for p in self.kept if p.id == id)
        return self.change_policy(found.model_copy(update={"enabled": on}))

    def remove_policy(self, id: str) -> None:
        self.kept = [p for p in self.kept if p.id != id]

    def dry_run(self, policy: Policy) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(version=2, severity=Severity.CRITICAL, fires=True, columns=("age", "plan")),
            SimpleNamespace(version=3, severity=Severity.NONE, fires=False, columns=()),
        ]


SPLITS = [
    Split(
        name=name,
        dataset_id=DATASET.id,
        version=version,
        spec=SplitSpec(shares=shares),
        parts=(),
        rows=10,
        digests=b"",
    )
    for name, version, shares in (
        ("held-out", 2, {"train": 0.8, "test": 0.2}),
        ("old", 1, {"train": 0.8, "test": 0.2}),
        ("folds", 2, {"fold-1": 0.5, "fold-2": 0.5}),
    )
]


def evaluations_of(training: FakeTraining) -> list[Evaluation]:
    return [e for model in training.made for e in training.evaluations(model)] + training.of_compared


def training_desk(settings: Settings) -> FakeDesk:
    """A desk with datasets, training, a registry and automation; ``desk.asked`` lists the jobs that were asked for."""
    training = FakeTraining()
    datasets = SimpleNamespace(
        list=lambda: [DATASET],
        by_id=lambda id: DATASET,
        versions=lambda name: [data_version(2, 6000), data_version(1, 4000)],
        version=lambda dataset, v="latest": data_version(2, 6000),
    )
    splits = SimpleNamespace(list=lambda name: list(SPLITS))
    performance = SimpleNamespace(
        kept=[],
        reports=lambda model, limit=0: [r for r in performance.kept if r.model_id],
        reports_of_predictions=lambda dataset, limit=0: [r for r in performance.kept if not r.model_id],
    )
    evaluations = SimpleNamespace(
        summaries=training.evaluations,
        comparisons=lambda model: [c for c in training.compared if model.id == "m1"],
        whole=lambda ids: [e for e in evaluations_of(training) if e.id in ids],
    )
    desk = FakeDesk(
        settings, evaluations=evaluations, datasets=datasets, splits=splits, performance=performance, training=training, registry=FakeRegistry(training), automation=FakeAutomation(), studies=FakeStudies(),
        presets=FakePresets(), asked=[]
    )  # fmt: skip

    def verb(kind: JobKind) -> Any:
        def ask(*args: Any, **kwargs: Any) -> Job:
            desk.asked.append((kind, args, kwargs))
            return desk.jobs.add(Job(kind=kind, title=f"{kind} {args[0]}", subject=str(args[0])))

        return ask

    desk.compare = verb(JobKind.COMPARE)
    desk.asking = SimpleNamespace(
        examples=lambda made, start=0, rows=1: [{"age": str(30 + start), "plan": "pro"}]
    )
    desk.ask = verb(JobKind.ASK)
    desk.search = search_verb(desk.asked, desk.jobs)
    desk.train, desk.evaluate, desk.retrain, desk.measure_performance = (
        verb(k) for k in (JobKind.TRAIN, JobKind.EVALUATE, JobKind.RETRAIN, JobKind.PERFORMANCE)
    )
    return desk
