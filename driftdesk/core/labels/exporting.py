"""Rows as tasks of Label Studio: one JSON array, some rows at a time, with the labelling configuration beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from driftdesk.core.context import Context
from driftdesk.core.drafts.edits import Value
from driftdesk.core.entities import ROW_ID, Column, Dataset, LabelQueue, Record, Role, Suggestion
from driftdesk.core.errors import ParameterError
from driftdesk.core.labels.label_studio import (
    configuration,
    data_keys,
    data_value,
    result,
    shown_tag,
    task,
)
from driftdesk.core.tables.view import TableView
from driftdesk.core.whole_file import whole_file

_NOT_SHOWN = (Role.TARGET, Role.PREDICTION, Role.PREDICTION_SCORE, Role.IGNORED)


class ExportedTasks(Record):
    """What was written, and where."""

    tasks: int
    labelled: int
    """Of them with an annotation."""
    suggested: int
    """Of them with a prediction."""
    left_out: int
    """New rows of a draft: they have no id that would last."""
    file: str
    configuration: str
    """The file of the labelling configuration."""


@dataclass
class Tasks:
    """What becomes of rows."""

    dataset: Dataset
    target: Column
    columns: tuple[Column, ...]
    queue: LabelQueue | None
    is_number: bool
    labelled: int = 0
    suggested: int = 0
    left_out: int = 0

    def __post_init__(self) -> None:
        self._keys = data_keys(self.columns)
        self._shown = shown_tag(self.columns)
        self._suggestions = self.queue.suggestions() if self.queue is not None else {}

    def of(self, rows: Iterator[dict[str, Value]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            row_id, label = row[ROW_ID], row[self.target.name]
            assert isinstance(row_id, int)
            if row_id < 0:
                self.left_out += 1
                continue
            data = {key: data_value(row[name]) for name, key in self._keys.items()}
            suggestion = self._suggestions.get(row_id) if label is None else None
            yield task(row_id, self.dataset.id, data, self._annotated(label), self._predicted(suggestion))

    def _annotated(self, label: Value) -> list[dict[str, Any]]:
        if label is None or label != label:  # NaN  # noqa: PLR0124
            return []
        self.labelled += 1
        found = result(label, self._shown, is_number=self.is_number)
        return [{"result": found, "was_cancelled": False, "ground_truth": False}]

    def _predicted(self, suggestion: Suggestion | None) -> list[dict[str, Any]]:
        if suggestion is None or self.queue is None:
            return []
        self.suggested += 1
        found = result(suggestion.label, self._shown, is_number=self.is_number)
        score = {} if suggestion.confidence is None else {"score": suggestion.confidence}
        return [{"model_version": f"{self.queue.model} v{self.queue.number}", **score, "result": found}]


def shown_columns(columns: Sequence[Column], target: Column) -> tuple[Column, ...]:
    """The columns that help to label: all but the target, predictions of it, and those that are ignored."""
    return tuple(c for c in columns if c.role not in _NOT_SHOWN and c.name != target.name)


def export_tasks(
    view: TableView, path: Path, tasks: Tasks, classes: Sequence[str], context: Context
) -> ExportedTasks:
    """Write the rows of ``view`` to ``path``, and the configuration beside it under the same name with ``.xml``. Files
    that are there are replaced. Raises FileError, ParameterError (no column to show), JobCancelledError; no file is
    left then."""
    beside = path.with_suffix(".xml")
    if beside == path:
        raise ParameterError("Tasks are written as JSON.", "Give a file whose name ends in .json.")
    xml = configuration(tasks.columns, tasks.target, classes, is_number=tasks.is_number)
    with whole_file(path) as partial, whole_file(beside) as config:
        with partial.open("w", encoding="utf-8", errors="backslashreplace") as sink:
            count = _write(view, sink, tasks, context)
        config.write_text(xml, encoding="utf-8", errors="backslashreplace")
    return ExportedTasks(
        tasks=count,
        labelled=tasks.labelled,
        suggested=tasks.suggested,
        left_out=tasks.left_out,
        file=str(path),
        configuration=str(beside),
    )


def _write(view: TableView, sink: IO[str], tasks: Tasks, context: Context) -> int:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    count = done = 0
    names = [*(c.name for c in tasks.columns), tasks.target.name]
    for table in view.batches(names, with_row_ids=True):
        context.check()
        columns = [column.to_pylist() for column in table.columns]
        rows = (dict(zip(table.column_names, row, strict=True)) for row in zip(*columns, strict=True))
        for made in tasks.of(rows):
            sink.write(("[\n" if not count else ",\n") + encode(made))
            count += 1
        done += table.num_rows
        context.progress(done, view.rows, "writing")
    sink.write("\n]\n" if count else "[]\n")
    return count
