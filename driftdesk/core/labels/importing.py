"""Labels of tasks that come back: told apart, checked, and made edits of the draft; tasks of another origin become rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import numpy as np

from driftdesk.core.context import Context
from driftdesk.core.drafts.edits import MOST_CELLS, SetCells, Value
from driftdesk.core.drafts.values import typed
from driftdesk.core.entities import Column, Dataset, Record, ValueCount
from driftdesk.core.errors import FileError, NotFoundError
from driftdesk.core.labels.label_studio import label_text
from driftdesk.core.labels.reading import Rank, ReadTask, TaskReader

if TYPE_CHECKING:
    from driftdesk.core.drafts.source import DraftSource
    from driftdesk.core.ingest.source import Source

_TOLD = 10
_CHECK_EVERY = 1000


class ImportedLabels(Record):
    """What came of a file of tasks. ``problems`` are the first of those that were left out, each in a few words."""

    tasks: int
    labelled: int
    """Rows whose label was set in the draft."""
    changed: int
    """Of them with another label before."""
    unchanged: int
    """Rows that have this label already."""
    without_label: int
    """Tasks that nobody annotated, or that were skipped."""
    conflicting: int
    """Rows with different labels in the file: the ground truth, else the latest one was taken."""
    gone: int
    """Rows that are not there any more."""
    foreign: int
    """Tasks that name no row: they can be imported as rows."""
    unusable: int
    new_classes: tuple[ValueCount, ...] = ()
    """Labels that no row had before."""
    problems: tuple[str, ...] = ()


@dataclass
class Collected:
    """The labels of a file, by row."""

    labels: dict[int, tuple[Rank, Value]] = field(default_factory=dict)
    conflicting: set[int] = field(default_factory=set)
    tasks: int = 0
    without_label: int = 0
    foreign: int = 0
    problems: list[str] = field(default_factory=list)
    unusable: int = 0

    def leave_out(self, problem: str) -> None:
        self.unusable += 1
        if len(self.problems) < _TOLD:
            self.problems.append(problem)

    def take(self, task: ReadTask) -> None:
        self.tasks += 1
        if task.problem:
            self.leave_out(f"task {task.number}: {task.problem}")
        elif task.row_id is None:
            self.foreign += 1
        elif not task.labels:
            self.without_label += 1
        else:
            for label in task.labels:
                self._keep(task.row_id, label.rank, label.value)

    def _keep(self, row_id: int, rank: Rank, value: Value) -> None:
        before = self.labels.get(row_id)
        if before is not None and label_text(before[1]) != label_text(value):
            self.conflicting.add(row_id)
        if before is None or rank >= before[0]:
            self.labels[row_id] = rank, value


def collect(reader: TaskReader, dataset: Dataset, source: Source, context: Context) -> Collected:
    """Read all tasks. Raises FileError: nothing that can be read, or tasks of another dataset."""
    found = Collected()
    for task in reader.tasks():
        if task.dataset_id not in ("", dataset.id):
            raise FileError(
                f"The tasks of {source.name} are rows of another dataset than {dataset.name}.",
                "Import them into the dataset that they were exported from, or as new rows (--as-rows).",
            )
        found.take(task)
        if found.tasks % _CHECK_EVERY == 0:
            context.check()
            context.progress(source.position, source.size, "reading")
    if not found.tasks:
        raise FileError(f"{source.name} holds no tasks.", "Export the tasks from Label Studio as JSON.")
    return found


def edits_of(
    found: Collected, source: DraftSource, target: Column, known: set[str]
) -> tuple[list[SetCells], ImportedLabels]:
    """The edits that set the labels which are not there yet, and what came of the file. ``known``: the classes so far;
    empty of a quantity."""
    ids = np.array(sorted(found.labels), np.int64)
    values = [found.labels[i][1] for i in ids.tolist()]
    array, bad = typed(values, target.kind)
    unfit = bad | np.asarray(array.is_null())
    for at in np.flatnonzero(unfit).tolist():
        shown = label_text(values[at])[:40]
        found.leave_out(f"row {ids[at]}: {shown!r} does not fit the {target.kind} column {target.name!r}")
    ids, array = ids[~unfit], array.filter(~unfit)
    there, current = source.state.take(ids, [target.id])
    before = current[target.id].to_pylist()
    after = array.take(np.searchsorted(ids, there)).to_pylist()
    different = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    new = Counter(label_text(after[i]) for i in different)
    told = ImportedLabels(
        tasks=found.tasks,
        labelled=len(different),
        changed=sum(before[i] is not None and before[i] == before[i] for i in different),
        unchanged=len(there) - len(different),
        without_label=found.without_label,
        conflicting=len(found.conflicting),
        gone=len(ids) - len(there),
        foreign=found.foreign,
        unusable=found.unusable,
        new_classes=tuple(
            ValueCount(value=v, rows=n) for v, n in new.most_common() if known and v not in known
        )[:100],
        problems=tuple(found.problems),
    )
    chosen = [int(there[i]) for i in different]
    labels = [after[i] for i in different]
    return list(_edits(chosen, labels, target.name)), told


def _edits(row_ids: list[int], labels: list[Value], name: str) -> Iterator[SetCells]:
    for start in range(0, len(row_ids), MOST_CELLS):
        some = slice(start, start + MOST_CELLS)
        yield SetCells(row_ids=tuple(row_ids[some]), values={name: tuple(labels[some])})


def write_rows(reader: TaskReader, target: str, sink: IO[str], context: Context) -> int:
    """The tasks that name no row as JSON lines: their data, and the label as ``target``. Returns how many. Raises
    FileError, and NotFoundError where there are none."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    count = 0
    for task in reader.tasks():
        if task.number % _CHECK_EVERY == 0:
            context.check()
        if task.problem and not task.data:
            continue
        if task.row_id is None or task.dataset_id:
            best = task.best
            row = {**task.data, target: best.value if best is not None else None}
            sink.write(encode(row) + "\n")
            count += 1
    if not count:
        raise NotFoundError("Every task is of a row that is there.", "Import them as labels.")
    return count
