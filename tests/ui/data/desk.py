"""A desk in memory for tests of the Data tab: real previews, profiles and drift, no database, no worker.

Verbs only enqueue: tests say by hand what a job does (``desk.jobs.publish``).
"""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.cleaning.report import ChangedValue, CleanPreview, RuleReport
from driftdesk.core.datasets.originals import OriginalFile
from driftdesk.core.detection.service import ServiceState
from driftdesk.core.diff.records import ColumnChanges, ColumnStatistics, DiffRow, SchemaChange
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    ColumnDrift,
    Dataset,
    DatasetVersion,
    Distribution,
    DriftReport,
    ImportChoices,
    Job,
    JobKind,
    Kind,
    Model,
    Operation,
    OperationKind,
    Role,
    RuleSet,
    Schema,
    Severity,
    Side,
    Split,
    StoredFile,
    Task,
    TimelineCell,
    TimelinePoint,
    VersionPairs,
    VersionProfile,
    now,
)
from driftdesk.core.errors import NotFoundError
from driftdesk.core.ingest.folders import files_in
from driftdesk.core.ingest.preview import check, preview
from driftdesk.core.ingest.source import source_of
from driftdesk.core.profiles.pairs import pair_strengths
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.sample import sample_array
from driftdesk.core.profiles.summary import summarize
from driftdesk.core.settings import Settings
from tests.ui.data.drift_fake import FakeDrift, FakeExpectations, FakeStreams
from tests.ui.data.memory import MemoryDrafts, MemorySource, views
from tests.ui.data.registry_fake import FakeRegistry, FakeRetention
from tests.ui.fakes import FakeDesk

SCHEMA = Schema(
    columns=(
        Column(id="c1", name="user_id", kind=Kind.CATEGORICAL, role=Role.ID),
        Column(id="c2", name="age", kind=Kind.NUMERIC),
        Column(id="c3", name="plan", kind=Kind.CATEGORICAL),
        Column(id="c4", name="churned", kind=Kind.BOOLEAN, role=Role.TARGET),
    )
)


def table(rows: int, shift: float = 0.0) -> pa.Table:
    rng = np.random.default_rng(rows)
    age = rng.normal(40 + shift, 8, rows).round(1)
    missing = np.arange(rows) % 50 == 7
    return pa.table(
        {
            "user_id": [f"user_{i}" for i in range(rows)],
            "age": pa.array(age, mask=missing),
            "plan": rng.choice(["free", "basic", "premium"], rows),
            "churned": rng.random(rows) < 0.4,
        }
    )


def report_on(dataset: Dataset, reference: int, current: int, severity: Severity) -> DriftReport:
    """A report in which ``age`` drifted by ``severity`` and ``plan`` did not."""
    return DriftReport(
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        reference=Side(version=reference, rows=400),
        current=Side(version=current, rows=300),
        severity=severity,
        columns=(drifted("age", 2.4, severity), drifted("plan", 0.02, Severity.NONE)),
    )


def drifted(name: str, statistic: float, severity: Severity) -> ColumnDrift:
    bins = Distribution(counts=(10, 60, 30), edges=(0.0, 20.0, 40.0, 60.0), rows=100)
    return ColumnDrift(
        name=name,
        kind=Kind.NUMERIC,
        severity=severity,
        method="wasserstein_normed",
        statistic=statistic,
        threshold=0.1,
        strength=statistic / 0.1,
        p_value=1e-12 if severity.rank else 0.4,
        reference=bins,
        current=bins.model_copy(update={"counts": (40, 40, 20)}),
        moved=("median 30 → 22",),
    )


class DataDesk(FakeDesk):
    """``add_dataset`` fills it; ``asked`` lists what the verbs were asked for."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.asked: list[tuple[str, Any]] = []
        self.explain_drift: Callable[[str], Job]
        self.streams = FakeStreams()
        self.known: dict[str, Dataset] = {}
        self.chain: dict[str, list[DatasetVersion]] = {}
        self.data: dict[str, pa.Table] = {}
        self.files: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self.remembered: ImportChoices | None = None
        self.models_there: list[Model] = []
        self.services = ["built-in"]
        self.datasets = _Datasets(self)
        self.retention = FakeRetention(self.known)
        self.splits_there: list[Split] = []
        self.splits = SimpleNamespace(list=lambda name: list(self.splits_there), remove=self._remove_split)
        self.originals = SimpleNamespace(of=self._originals, remove=self._remove_original)
        self.tables = views(self._source)
        self.tables.page, self.tables.read = self._page, self._read
        self.drafts = MemoryDrafts(self.datasets, self._source)
        self.rule_sets: dict[str, RuleSet] = {}
        self.cleaning = SimpleNamespace(
            preview=self._clean_preview,
            rule_sets=lambda: list(self.rule_sets.values()),
            save_rules=self._save_rules,
        )
        self.profiles = SimpleNamespace(summary=self._summary, pairs=self._pairs)
        self.ingest = SimpleNamespace(preview=self._preview, check=self._check)
        self.expectations = FakeExpectations(self.store.reports)
        self.drift = FakeDrift(self.store.reports, self.expectations, self._timeline)
        self.service_states: dict[str, ServiceState] = {}
        self.detection = SimpleNamespace(names=lambda: tuple(self.services), state=self._service_state)
        self.training = SimpleNamespace(models=lambda: list(self.models_there))
        self.store.files = SimpleNamespace(info=self._info, download=self._download)

    def _service_state(self, name: str) -> ServiceState:
        return self.service_states.get(name) or ServiceState(name=name, state="ready")

    def add_dataset(self, name: str, *rows: int, task: Task | None = Task.BINARY) -> Dataset:
        """A dataset with one version for each number of rows; the first is golden."""
        dataset = Dataset(name=name, task=task, head=len(rows), version_tags={"golden": 1})
        self.known[dataset.id] = dataset
        self.chain[dataset.id] = []
        for number, n in enumerate(rows, 1):
            file_id = f"{name}-{number}"
            self.files[file_id] = b"a,b\n"
            made = DatasetVersion(
                dataset_id=dataset.id,
                number=number,
                parent=number - 1 or None,
                columns=SCHEMA,
                operation=Operation(kind=OperationKind.IMPORT),
                rows=n,
                pages=(),
                page_rows=(),
                files=(file_id,),
                author="ada",
                message=f"{file_id}.csv",
            )
            self.chain[dataset.id].append(made)
            self.data[made.id] = table(n, 10.0 * (number - 1))
        return dataset

    def enqueue(self, verb: str, kind: JobKind, title: str, asked: Any) -> Job:
        self.asked.append((verb, asked))
        return self.jobs.add(Job(kind=kind, title=title))

    def import_files(self, dataset: str, paths: Any, options: Any = None, *, on_uploaded: Any = None) -> Job:
        if on_uploaded:
            on_uploaded(10)
        return self.enqueue(
            "import", JobKind.IMPORT, f"Import into {dataset}", (dataset, list(paths), options)
        )

    def analyse_drift(self, name: str, **sides: Any) -> Job:
        return self.enqueue("drift", JobKind.DRIFT, f"Analyse drift of {name}", sides)

    def clean(self, ref: str, rules: Any) -> Job:
        return self.enqueue("clean", JobKind.CLEAN, f"Clean {ref}", (ref, list(rules)))

    def _clean_preview(self, ref: str, rules: Any, _context: Any = None) -> CleanPreview:
        rows = self.chain[next(d.id for d in self.known.values() if ref.startswith(f"{d.name}@"))][-1].rows
        example = ChangedValue(row_id=7, column="age", before=None, after="36")
        report = [
            RuleReport(rule=r.text, removed_rows=2, gone=({"age": "30"},))
            if r.kind == "duplicates"
            else RuleReport(rule=r.text, changed={"age": 8}, examples=(example,))
            for r in rules
        ]
        return CleanPreview(rows_before=rows, rows=rows - 2, changed=8, report=tuple(report))

    def _save_rules(self, name: str, rules: Any) -> None:
        self.rule_sets[name] = RuleSet(name=name, rules=tuple(r.text for r in rules))

    def recompose(self, name: str, recipe: Any, **sides: Any) -> Job:
        return self.enqueue("recompose", JobKind.RECOMPOSE, f"Recompose {name}", (recipe, sides))

    def split(self, ref: str, **asked: Any) -> Job:
        return self.enqueue("split", JobKind.SPLIT, f"Split {ref}", (ref, asked))

    def _remove_split(self, ref: str, name: str) -> None:
        self.splits_there = [s for s in self.splits_there if s.name != name]

    def retrain(self, model: str, *, force: bool = False) -> Job:
        return self.enqueue("retrain", JobKind.RETRAIN, f"Retrain {model}", model)

    def commit_draft(self, name: str, message: str = "", on_conflict: str = "refuse") -> Job:
        return self.enqueue("commit", JobKind.COMMIT, f"Commit edits of {name}", (message, on_conflict))

    def _source(self, version: DatasetVersion) -> MemorySource:
        rows = self.data[version.id]
        return MemorySource(
            version.id, SCHEMA, rows.append_column(ROW_ID, pa.array(np.arange(rows.num_rows)))
        )

    def _page(self, version: DatasetVersion, offset: int, limit: int, columns: Any = None) -> pa.Table:
        return self.data[version.id].slice(offset, limit).select(columns or list(SCHEMA.names))

    def _read(self, version: DatasetVersion, columns: Any, *, with_row_ids: bool = False) -> pa.Table:
        start = 1000 * (version.number - 1)
        return pa.table({ROW_ID: np.arange(start, start + version.rows)})

    def _summary(self, version: DatasetVersion) -> VersionProfile:
        found = self.data[version.id]
        columns = tuple(
            summarize(c.name, profile_array(found.column(c.name), c.kind), c.role) for c in SCHEMA.columns
        )
        return VersionProfile(
            dataset_id=version.dataset_id, number=version.number, rows=version.rows, columns=columns
        )

    def _pairs(self, version: DatasetVersion) -> VersionPairs:
        found = self.data[version.id]
        columns = [c for c in SCHEMA.columns if c.role is not Role.ID]
        samples = [sample_array(found.column(c.name).combine_chunks(), c.kind) for c in columns]
        return VersionPairs(
            dataset_id=version.dataset_id,
            number=version.number,
            rows=version.rows,
            sampled=samples[0].size,
            columns=tuple(c.name for c in columns),
            target=SCHEMA.target.name if SCHEMA.target else None,
            pairs=tuple(pair_strengths(columns, samples)),
        )

    def _preview(self, path: Path, options: Any = None, dataset: str | None = None) -> Any:
        found = preview(source_of(files_in([path])[0]), options, self._against(dataset))
        return found.model_copy(update={"remembered": self.remembered})

    def _check(self, paths: Any, options: Any = None, dataset: str | None = None) -> Any:
        sources = [(str(p), part) for p in files_in(paths) for part in source_of(p).parts(options.member)]
        return tuple(check(sources, options, self._against(dataset)))

    def _against(self, dataset: str | None) -> Schema | None:
        return SCHEMA if dataset in {d.name for d in self.known.values()} else None

    def _timeline(
        self, dataset: Dataset, reference: DatasetVersion, policy: object = None
    ) -> list[TimelinePoint]:
        return [
            TimelinePoint(
                version=v.number,
                rows=v.rows,
                severity=Severity.CRITICAL,
                columns=(
                    TimelineCell(
                        name="age", severity=Severity.CRITICAL, strength=9.0, method="ks", statistic=0.9
                    ),
                    TimelineCell(
                        name="plan", severity=Severity.NONE, strength=0.1, method="psi", statistic=0.01
                    ),
                ),
                created_at=v.created_at,
            )
            for v in self.chain[dataset.id]
            if v.number > reference.number
        ]

    def _originals(self, dataset: Dataset) -> list[OriginalFile]:
        return [
            OriginalFile(file=self._info(i), version=v.number, rows=v.rows, rejected=0, format="csv")
            for v in reversed(self.chain.get(dataset.id, []))
            for i in v.files
        ]

    def _remove_original(self, name: str, file_id: str) -> OriginalFile:
        self.removed.add(file_id)
        return OriginalFile(file=self._info(file_id), version=1)

    def _info(self, file_id: str) -> StoredFile:
        return StoredFile(
            id=file_id,
            name=f"{file_id}.csv",
            size=len(self.files[file_id]),
            sha256="ab" * 32,
            removed_at=now() if file_id in self.removed else None,
        )

    def _download(self, file_id: str, path: Path) -> None:
        path.write_bytes(self.files[file_id])


class FakeDiff:
    """As much of a ``VersionDiff`` as the window looks at."""

    is_empty = False
    by = "row_id"
    changed, added, removed, unchanged = 2, 250, 0, 40
    columns = (ColumnChanges(name="age", cells=2), ColumnChanges(name="plan", cells=0))
    schema = (
        SchemaChange(before=SCHEMA.column("age"), after=Column(id="c2", name="years", kind=Kind.NUMERIC)),
    )

    def __init__(self, before: DatasetVersion, after: DatasetVersion) -> None:
        self.before, self.after = before, after

    def count(self, kind: str) -> int:
        return {"changed": self.changed, "added": self.added, "removed": self.removed}[kind]

    def rows(self, kind: str, offset: int, limit: int) -> list[DiffRow]:
        ids = range(offset, min(offset + limit, self.count(kind)))
        old = {"plan": "free", "age": 30.0}
        if kind == "changed":
            return [DiffRow(row_id=i, before=old, after={**old, "age": 31.5}, changed=("age",)) for i in ids]
        return [DiffRow(row_id=i, before=None, after=old) for i in ids]

    def statistics(self, context: Any = None) -> tuple[ColumnStatistics, ...]:
        old, new = (
            summarize("age", profile_array(pa.array(values), Kind.NUMERIC))
            for values in ([1.0, None], [1.0, 3.0])
        )
        return (ColumnStatistics(name="age", before=old, after=new),)


class _Datasets(FakeRegistry):
    def __init__(self, desk: DataDesk) -> None:
        super().__init__(desk.known)
        self._desk = desk

    def shown(self, dataset: Dataset) -> Dataset:
        reports = sorted(self._desk.store.reports.find(dataset_id=dataset.id), key=lambda r: r.created_at)
        chain = self._desk.chain.get(dataset.id)
        rows = chain[-1].rows if chain else dataset.rows
        verdicts = tuple(r.severity for r in reports) or dataset.verdicts
        return dataset.model_copy(update={"rows": rows, "verdicts": verdicts})

    def list(self) -> list[Dataset]:
        return list(self._desk.known.values())

    def by_id(self, dataset_id: str) -> Dataset:
        if dataset_id not in self._desk.known:
            raise NotFoundError(f"There is no dataset with the id {dataset_id}.")
        return self._desk.known[dataset_id]

    def get(self, name: str) -> Dataset:
        for dataset in self._desk.known.values():
            if dataset.name == name:
                return dataset
        raise NotFoundError(f"There is no dataset {name}.")

    def versions(self, name: str) -> "list[DatasetVersion]":
        return list(reversed(self._desk.chain.get(self.get(name).id, [])))

    def version(self, dataset: Dataset, v: int | str = "latest") -> DatasetVersion:
        return self._desk.chain[dataset.id][-1 if v == "latest" else int(v) - 1]

    def tag_version(self, name: str, v: int, tag: str) -> Dataset:
        return self._retag(name, {**self.get(name).version_tags, tag: v})

    def untag_version(self, name: str, tag: str) -> Dataset:
        return self._retag(name, {t: n for t, n in self.get(name).version_tags.items() if t != tag})

    def uses(self, ref: str) -> "list[str]":
        name, number = ref.split("@")
        return [f"it is tagged {t}" for t, n in self.get(name).version_tags.items() if n == int(number)]

    def remove_version(self, ref: str) -> None:
        name, number = ref.split("@")
        chain = self._desk.chain[self.get(name).id]
        chain[:] = [v for v in chain if v.number != int(number)]

    def revert(self, ref: str, message: str) -> DatasetVersion:
        name, number = ref.split("@")
        dataset = self.get(name)
        old = self.version(dataset, number)
        operation = Operation(kind=OperationKind.REVERT, params={"version": old.number})
        fields = {"id": f"{old.id}-again", "number": dataset.head + 1, "parent": dataset.head}
        made = old.model_copy(update={**fields, "operation": operation, "message": message, "files": ()})
        self._desk.chain[dataset.id].append(made)
        self._desk.data[made.id] = self._desk.data[old.id]
        self._desk.known[dataset.id] = dataset.model_copy(update={"head": made.number})
        return made

    def diff(
        self, before: str, after: str, key: Any = (), *, content: bool = False, context: Any = None
    ) -> Any:
        """Two ages changed, 250 rows were added."""
        self._desk.asked.append(("diff", (before, after, list(key), content)))
        dataset = self.get(before.split("@", maxsplit=1)[0])
        sides = [self.version(dataset, ref.split("@")[1]) for ref in (before, after)]
        return FakeDiff(*sides)

    def _retag(self, name: str, tags: dict[str, int]) -> Dataset:
        changed = self.get(name).model_copy(update={"version_tags": tags})
        self._desk.known[changed.id] = changed
        return changed
