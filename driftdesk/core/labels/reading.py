"""Reading tasks that Label Studio exported, as JSON or JSON-MIN: which row each is of, and which label it was given.

Of several annotations of a row the ground truth counts, else the one that was changed last; cancelled (skipped) ones do
not. Predictions are no labels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from driftdesk.core.drafts.edits import Value
from driftdesk.core.entities import ROW_ID
from driftdesk.core.errors import FileError
from driftdesk.core.ingest.detection import EACH, detect
from driftdesk.core.ingest.json_reader import objects
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.source import Source
from driftdesk.core.labels.label_studio import CONTROL, DATASET, MINIMAL

Rank = tuple[bool, str]
"""Whether it is the ground truth, and when it was changed."""
_VALUES = {"choices": "choices", "number": "number", "rating": "rating", "textarea": "text"}
"""Kinds of results that can be a label, and the key of their value."""
_OWN_LISTS = ("annotations", "completions", "predictions", "data")
_LARGEST_ID = 2**63


class NoLabelError(Exception):
    """An annotation that is there, but cannot be a label; its text says why."""


@dataclass(frozen=True)
class ReadLabel:
    """An answer in a task; of several of one row that with the highest ``rank`` counts."""

    value: Value
    rank: Rank


@dataclass(frozen=True)
class ReadTask:
    """``labels`` are of the annotations that count. ``row_id`` None: it names no row."""

    number: int
    row_id: int | None
    dataset_id: str
    data: Mapping[str, Any]
    labels: tuple[ReadLabel, ...] = ()
    problem: str = ""

    @property
    def best(self) -> ReadLabel | None:
        return max(self.labels, key=lambda label: label.rank, default=None)


class TaskReader:
    """``control`` is the name of what was labelled (empty: found out: ``label``, or called as the target, or the only
    one). Raises FileError where the file holds no tasks, or several controls."""

    def __init__(self, source: Source, target: str, control: str = "") -> None:
        self._source, self._target = source, target
        self.control = control

    def tasks(self) -> Iterator[ReadTask]:
        form = detect(self._source, ImportOptions())
        if form.format not in ("json", "jsonl"):
            raise FileError(
                f"{self._source.name} is no JSON.", "Export the tasks from Label Studio as JSON or JSON-MIN."
            )
        if form.records.split(".")[0] in _OWN_LISTS:  # one task by itself
            form = form.model_copy(update={"records": EACH})
        for number, value, problem in objects(self._source, form):
            if problem:
                yield ReadTask(number, None, "", {}, problem=problem)
            else:
                yield self._task(number, value)

    def _task(self, number: int, value: dict[str, Any]) -> ReadTask:
        is_full = isinstance(value.get("data"), dict)
        data = value["data"] if is_full else {k: v for k, v in value.items() if k not in MINIMAL}
        problem, row_id, labels = "", None, list[ReadLabel]()
        try:
            row_id = _row_id(data.get(ROW_ID))
            if is_full:
                labels = list(self._annotations(value, number))
            elif (label := self._minimal(value)) is not None:
                labels = [ReadLabel(label, _rank(value))]
                data = {k: v for k, v in data.items() if k != self.control}
        except NoLabelError as error:
            problem = str(error)
        dataset_id = data.get(DATASET)
        own = {k: v for k, v in data.items() if k not in (ROW_ID, DATASET)}
        of = dataset_id if isinstance(dataset_id, str) else ""
        return ReadTask(number, row_id, of, own, tuple(labels), problem)

    # JSON.

    def _annotations(self, task: dict[str, Any], number: int) -> Iterator[ReadLabel]:
        found = task.get("annotations", task.get("completions"))
        for each in found if isinstance(found, list) else ():
            if not isinstance(each, dict) or each.get("was_cancelled"):
                continue
            regions = each.get("result")
            usable = [r for r in regions if _is_usable(r)] if isinstance(regions, list) else []
            control = self._control({str(r.get("from_name")) for r in usable}, number)
            values = [r["value"][_VALUES[r["type"]]] for r in usable if r.get("from_name") == control]
            if len(values) > 1:
                raise NoLabelError(f"several results of {control!r}")
            if values and (label := _label(values[0])) is not None:
                yield ReadLabel(label, _rank(each))

    def _control(self, names: set[str], number: int) -> str:
        if not self.control and names:
            known = next((n for n in (CONTROL, self._target) if n in names), None)
            if known is None and len(names) > 1:
                listed = ", ".join(sorted(names)[:10])
                raise FileError(
                    f"Task {number} of {self._source.name} was labelled by several controls: {listed}.",
                    "Say which of them is meant (--control NAME).",
                )
            self.control = known or min(names)
        return self.control

    # JSON-MIN.

    def _minimal(self, record: dict[str, Any]) -> Value:
        if not self.control:
            self.control = next((n for n in (CONTROL, self._target) if n in record), "")
        found = record.get(self.control)
        if isinstance(found, list) and found and all(isinstance(v, dict) for v in found):
            if len(found) > 1:
                raise NoLabelError(f"several results of {self.control!r}")
            found = found[0]
        if isinstance(found, dict):
            found = next((found[k] for k in _VALUES.values() if k in found), None)
        return _label(found)


def _is_usable(region: Any) -> bool:
    if not isinstance(region, dict) or not isinstance(region.get("value"), dict):
        return False
    key = _VALUES.get(str(region.get("type")))
    return key is not None and key in region["value"]


def _label(found: Any) -> Value:
    """One value, or None where nothing was chosen. Raises NoLabelError."""
    if isinstance(found, list):
        if len(found) > 1:
            raise NoLabelError("several choices")
        found = found[0] if found else None
    if isinstance(found, str):
        return found.strip() or None
    if isinstance(found, float) and not math.isfinite(found):
        raise NoLabelError("a number that is not finite")
    if found is None or isinstance(found, bool | int | float):
        return found
    raise NoLabelError("a label that is neither a text nor a number")


def _row_id(found: Any) -> int | None:
    if found is None:
        return None
    if isinstance(found, str) and found.isdecimal() and len(found) < 20:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < _LARGEST_ID:
        raise NoLabelError(f"{ROW_ID} is {str(found)[:40]!r}, which is no row")
    return found


def _rank(annotation: dict[str, Any]) -> Rank:
    at = annotation.get("updated_at") or annotation.get("created_at")
    return annotation.get("ground_truth") is True, at if isinstance(at, str) else ""
