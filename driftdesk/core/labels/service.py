"""Labelling: the rows without a label in the order in which to look at them, labels as edits of the user's draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.errors import FileError, NotFoundError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drafts.service import DraftService
    from driftdesk.core.drafts.source import DraftSource
    from driftdesk.core.entities import Column, Dataset, Draft, LabelQueue, Model, ModelVersion
    from driftdesk.core.entities.labels import Label
    from driftdesk.core.jobs.params import SuggestJob
    from driftdesk.core.labels.exporting import ExportedTasks
    from driftdesk.core.labels.importing import ImportedLabels
    from driftdesk.core.labels.todo import LabelProgress, Todo
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.tables.source import RowSource
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService

AT_ONCE = 10_000
"""Rows that one list of rows to look at holds, unless told otherwise."""


class LabelService:
    """Labels are the values of the target column: whatever sets one is an edit of the user's draft, undone, kept and
    committed like any other. May be used from any thread."""

    def __init__(
        self,
        store: Store,
        *,
        datasets: DatasetService,
        tables: TableService,
        drafts: DraftService,
        training: TrainingService,
        registry: Registry,
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._drafts = drafts
        self._training = training
        self._registry = registry

    # Looking.

    def todo(self, name: str, limit: int = AT_ONCE, context: Context | None = None) -> Todo:
        """The rows of a dataset (with the user's draft) that wait for a label, the most informative first where a model
        was asked for suggestions. Raises SchemaError where there is no target, JobCancelledError."""
        from driftdesk.core.labels.todo import make_todo

        dataset = self._datasets.get(name)
        source = self._drafts.current(name)
        return make_todo(dataset, source, self.queue(name), limit, context or Context())

    def progress(self, name: str, context: Context | None = None) -> LabelProgress:
        """How many rows have a label, and which, with the user's draft. Raises SchemaError."""
        from driftdesk.core.labels.todo import progress_of

        _, source, target = self._target(name)
        return progress_of(source, target, context or Context())

    def queue(self, name: str) -> LabelQueue | None:
        """What was suggested last for the rows of a dataset."""
        return self._store.label_queues.first(id=self._datasets.get(name).id)

    # Labelling.

    def set_labels(
        self,
        name: str,
        labels: Mapping[int, Label],
        *,
        new_classes: bool = False,
        context: Context | None = None,
    ) -> Draft:
        """Give rows, by id, their labels, as one edit of the user's draft. Raises ParameterError for a class that no row
        has yet (a slip of the pen?) unless ``new_classes``; SchemaError, NotFoundError."""
        from driftdesk.core.datasets.names import no_such
        from driftdesk.core.drafts.edits import SetCells
        from driftdesk.core.drafts.values import typed
        from driftdesk.core.labels.label_studio import label_text

        dataset, _, target = self._target(name)
        if not labels or any(isinstance(v, str) and not v.strip() for v in labels.values()):
            raise ParameterError("There is no label to set.", "Give each row one.")
        if not new_classes and not is_quantity(dataset, target):
            known = [c.value for c in self.progress(name, context).classes]
            for label in typed(list(labels.values()), target.kind)[0].drop_null().to_pylist():
                if known and label_text(label) not in known:
                    error = no_such(f"class of {target.name}", label_text(label), known)
                    raise ParameterError(
                        error.message, f"{error.hint} A new one has to be meant (--new-class)."
                    )
        edit = SetCells(row_ids=tuple(labels), values={target.name: tuple(labels.values())})
        return self._drafts.apply(self._drafts.open(name), edit, context)

    # Suggestions.

    def model_for(self, name: str, ref: str = "") -> tuple[Model, ModelVersion]:
        """Who suggests: ``model[@number or alias]``; empty: the only model of the dataset and its target. Raises
        NotFoundError, ParameterError where there are several."""
        dataset, _, target = self._target(name)
        if ref:
            model, version = self._registry.resolve(ref)
            if model.dataset_id != dataset.id:
                raise ParameterError(
                    f"{model.name} learns from another dataset than {name}.",
                    "Choose a model of this dataset.",
                )
            return model, version
        fitting = [
            m
            for m in self._store.models.find(dataset_id=dataset.id, trashed_at=None, sort="name")
            if m.head and m.target == target.name
        ]
        if not fitting:
            raise NotFoundError(
                f"No model has learned {target.name!r} of {name} yet.",
                f"Train one on the rows that have a label: driftdesk train MODEL --dataset {name}.",
            )
        if len(fitting) > 1:
            listed = ", ".join(m.name for m in fitting[:10])
            raise ParameterError(
                f"{name} has several models: {listed}.", "Say which of them suggests (--model)."
            )
        return self._registry.resolve(fitting[0].name)

    def suggest(self, job: SuggestJob, context: Context) -> LabelQueue:
        """Predict the rows of a version that have no label, and keep the most informative ones as the dataset's queue.
        Raises SchemaError, InputError, JobCancelledError."""
        from driftdesk.core.labels.suggesting import suggest

        dataset = self._datasets.by_id(job.dataset_id)
        version = self._datasets.version(dataset, job.version)
        model = self._training.by_id(job.model_id)
        predictor = self._training.predictor(self._registry.version(model, job.number))
        source = self._tables.source(version)
        queue = suggest(
            source,
            dataset,
            version,
            model=model,
            number=job.number,
            predictor=predictor,
            by=job.by,
            context=context,
        )
        self._store.run_in_transaction(lambda s: self._store.label_queues.put(queue, s), context.fence)
        return queue

    # Label Studio.

    def export_tasks(
        self,
        ref: str,
        path: Path,
        where: str = "",
        columns: list[str] | None = None,
        context: Context | None = None,
    ) -> ExportedTasks:
        """Rows of ``name`` (with the user's draft) or ``name@version`` as tasks of Label Studio, and the labelling
        configuration beside them, as ``.xml``. ``columns`` None: all that help. Raises FileError, SchemaError,
        ExpressionError, NotFoundError, JobCancelledError."""
        from driftdesk.core.labels.exporting import Tasks, export_tasks, shown_columns
        from driftdesk.core.labels.todo import progress_of, target_of

        context = context or Context()
        name, at, _ = ref.partition("@")
        dataset, version = self._datasets.resolve(ref)
        source: RowSource = self._tables.source(version) if at else self._drafts.current(name)
        target = target_of(source.columns, name)
        shown = source.columns.select(columns) if columns else shown_columns(source.columns.columns, target)
        shown = tuple(c for c in shown if c.name != target.name)
        if not shown:
            raise ParameterError("There is no column to show beside the label.", "Name some (--columns).")
        queue = self.queue(name)
        tasks = Tasks(
            dataset,
            target,
            shown,
            queue if queue is not None and queue.column_id == target.id else None,
            is_quantity(dataset, target),
        )
        classes = [c.value for c in progress_of(source, target, context).classes]
        return export_tasks(self._tables.view(source, where, context=context), path, tasks, classes, context)

    def import_tasks(
        self, name: str, path: Path, control: str = "", context: Context | None = None
    ) -> ImportedLabels:
        """The labels of a file of Label Studio (JSON, JSON-MIN) into the user's draft: of the tasks that name a row of
        the dataset. All of them or, where it raises, none: FileError, SchemaError, JobCancelledError."""
        from driftdesk.core.ingest.source import source_of
        from driftdesk.core.labels.importing import collect, edits_of
        from driftdesk.core.labels.reading import TaskReader
        from driftdesk.core.labels.todo import progress_of

        context = context or Context()
        dataset, rows, target = self._target(name)
        source = source_of(path).only()
        found = collect(TaskReader(source, target.name, control), dataset, source, context)
        quantity = is_quantity(dataset, target)
        known = set() if quantity else {c.value for c in progress_of(rows, target, context).classes}
        edits, told = edits_of(found, rows, target, known)
        if told.labelled + told.unchanged + told.foreign + told.without_label == 0:
            raise FileError(
                f"{source.name} holds no label of a row of {name}: {told.problems[0] if told.problems else 'they are gone'}.",
                "Check that it is the file that Label Studio exported.",
            )
        if edits:
            self._drafts.trial(name, edits, context)  # before anything is stored: all of it can be done
            draft = self._drafts.open(name)
            for edit in edits:
                draft = self._drafts.apply(draft, edit, context)
        return told

    def rows_of_tasks(
        self, path: Path, to: Path, target: str, control: str = "", context: Context | None = None
    ) -> int:
        """Write the tasks that name no row as JSON lines, with their label as ``target``, to be imported. Returns how
        many. Raises FileError, NotFoundError where there are none."""
        from driftdesk.core.ingest.source import source_of
        from driftdesk.core.labels.importing import write_rows
        from driftdesk.core.labels.reading import TaskReader

        reader = TaskReader(source_of(path).only(), target, control)
        with to.open("w", encoding="utf-8", errors="backslashreplace") as sink:
            return write_rows(reader, target, sink, context or Context())

    def _target(self, name: str) -> tuple[Dataset, DraftSource, Column]:
        from driftdesk.core.labels.todo import target_of

        dataset = self._datasets.get(name)
        source = self._drafts.current(name)
        return dataset, source, target_of(source.columns, name)


def is_quantity(dataset: Dataset, target: Column) -> bool:
    """Whether labels are numbers to be typed, not classes to be chosen."""
    from driftdesk.core.entities import Kind, Task

    if dataset.task is not None:
        return dataset.task is Task.REGRESSION
    return target.kind is Kind.NUMERIC
