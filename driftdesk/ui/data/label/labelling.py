"""Going through the rows without a label: which one is looked at, what was answered, and how it gets into the draft.

An answer shows at once. It is written in the background, in order, a few of them as one edit: about a second may pass
until it is stored. What could not be stored because the draft was changed elsewhere is tried again upon what is there.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from driftdesk.core.errors import ConflictError
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.watched import Watched
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import Edit, Value
    from driftdesk.core.entities import Dataset, Suggestion
    from driftdesk.core.labels.todo import LabelProgress, Todo

Row = dict[str, "Value"]
WAIT = 800
"""Milliseconds that an answer waits for others, to be one edit with them."""
AHEAD, BLOCK = 12, 40
"""Rows that are to be here beyond the one looked at, and how many are fetched at once."""
_KEYS = 9
_TRIES = 3
_PACE_OVER = 300.0
"""Seconds over which the pace is told."""


class Labelling(QObject):
    """``loaded``: other rows wait than before; ``moved``: another row is looked at, or its answer is another one;
    ``counted``: figures changed; ``arrived``: the row looked at was fetched."""

    loaded = Signal()
    moved = Signal()
    counted = Signal()
    arrived = Signal()
    loading = Signal()
    refused = Signal(object)
    """An answer that the draft did not take."""
    failed = Signal(object)
    """The rows could not be read."""

    def __init__(self, workspace: Workspace, editing: Editing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._editing = workspace, editing
        self.todo: Todo | None = None
        self.progress: LabelProgress | None = None
        self.order: list[int] = []
        self.at = 0
        self.answers: dict[int, str] = {}
        """By row id, since the rows were read."""
        self._classes: list[str] = []
        self._rows: dict[int, Row] = {}
        self._fetching = False
        self._waiting: dict[int, str] = {}
        self._batches: list[dict[int, str]] = []
        """What was stored, an edit each, the last one last."""
        self._refused: dict[int, str] | None = None
        """What was not stored; why is about to be told."""
        self._tries = 0
        self._flying: list[dict[int, str]] = []
        """What is being stored."""
        self._opened = 0
        """Counts the datasets, so that what comes late is not taken for the next one's."""
        self._own = 0
        """Changes of the draft that are to come and were made here."""
        self._settled = asyncio.Event()
        self._settled.set()
        self._times: deque[float] = deque(maxlen=500)
        self._reading: Watched | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.flush)
        editing.changed.connect(self._on_draft_changed)

    # Reading.

    def load(self, dataset: Dataset) -> None:
        """Look which rows wait, anew. Goes on where it is while the next row is still among them."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = Watched()
        self.loading.emit()
        self._workspace.tasks.start(self._load(dataset, self._reading), owner=self)

    async def _load(self, dataset: Dataset, context: Watched) -> None:
        labels = self._workspace.desk.labels

        def read() -> tuple[Todo, LabelProgress, list[Row]]:
            todo = labels.todo(dataset.name, context=context)
            first = todo.rows(todo.row_ids[:BLOCK]) if todo.row_ids else []
            return todo, labels.progress(dataset.name, context), first

        await self._until_settled()
        try:
            todo, progress, rows = await self._workspace.tasks.call(read)
        except Exception as error:  # noqa: BLE001  (shown in place of the rows)
            if context is self._reading:
                self.failed.emit(error)
            return
        if context is not self._reading:
            return
        here = self.row_id
        self.todo, self.progress, self.order = todo, progress, list(todo.row_ids)
        self._rows = {int(str(r["_row_id"])): r for r in rows}
        self.answers = {i: label for some in (*self._flying, self._waiting) for i, label in some.items()}
        self.at = self.order.index(here) if here in self.order else 0
        self._pass_answered()
        self.loaded.emit()
        self._moved()

    def close(self) -> None:
        """Another dataset is looked at: what waits is stored first."""
        self.flush()
        if self._reading is not None:
            self._reading.stop()
        self._reading = None
        self.todo = self.progress = None
        self.order, self.at, self.answers, self._rows = [], 0, {}, {}
        self._batches, self._tries, self._own = [], 0, 0
        self._classes = []
        self._opened += 1
        self._times.clear()

    def _fetch(self) -> None:
        todo = self.todo
        ahead = self.order[self.at : self.at + AHEAD]
        if todo is None or self._fetching or all(i in self._rows for i in ahead):
            return
        wanted = [i for i in self.order[self.at : self.at + BLOCK] if i not in self._rows]
        self._fetching = True
        self._workspace.tasks.start(self._read_rows(todo, wanted), owner=self)

    async def _read_rows(self, todo: Todo, wanted: list[int]) -> None:
        try:
            rows = await self._workspace.tasks.call(todo.rows, wanted)
        finally:
            self._fetching = False
        if todo is self.todo:
            self._rows.update({int(str(r["_row_id"])): r for r in rows})
            if self.row_id in wanted:
                self.arrived.emit()
            self._fetch()

    # What is looked at.

    @property
    def row_id(self) -> int | None:
        """None: the end of the list."""
        return self.order[self.at] if self.at < len(self.order) else None

    @property
    def row(self) -> Row | None:
        """None: not here yet, or the end of the list."""
        return self._rows.get(self.order[self.at]) if self.at < len(self.order) else None

    @property
    def suggestion(self) -> Suggestion | None:
        row_id = self.row_id
        return self.todo.suggestions.get(row_id) if self.todo is not None and row_id is not None else None

    @property
    def labelled(self) -> int:
        """Of all rows, with what was answered."""
        return self.progress.labelled + len(self.answers) if self.progress is not None else 0

    @property
    def left(self) -> int:
        """Rows that still have no label."""
        return self.todo.total - len(self.answers) if self.todo is not None else 0

    def text_of(self, suggestion: Suggestion) -> str:
        """The suggested label as it is answered."""
        from driftdesk.core.labels.label_studio import label_text

        return label_text(suggestion.label)

    def counts(self) -> list[tuple[str, int]]:
        """The classes and their rows, with what was answered. Their order, by which they have their keys, stays while the
        dataset is open: by name, or where they are more than there are keys, by how frequent they were; new ones last."""
        now = {c.value: c.rows for c in self.progress.classes} if self.progress is not None else {}
        if not self._classes:
            self._classes = sorted(now) if len(now) <= _KEYS else list(now)
        self._classes += [name for name in now if name not in self._classes]
        found = {name: now.get(name, 0) for name in self._classes}
        for answer in self.answers.values():
            found[answer] = found.get(answer, 0) + 1
        return list(found.items())

    def pace(self) -> float | None:
        """Answers a minute, of the last minutes; None: too few to tell."""
        now = time.monotonic()
        recent = [t for t in self._times if now - t < _PACE_OVER]
        if len(recent) < 3 or recent[-1] == recent[0]:
            return None
        return 60 * (len(recent) - 1) / (recent[-1] - recent[0])

    # Moving and answering.

    def answer(self, label: str) -> None:
        """Label the row looked at, and go on to the next without an answer."""
        row_id = self.row_id
        if row_id is None or self.row is None or not label.strip():
            return
        self.answers[row_id] = self._waiting[row_id] = label
        self._times.append(time.monotonic())
        self._pass_answered()
        if not self._timer.isActive():
            self._timer.start()
        self._moved()

    def _pass_answered(self) -> None:
        while self.row_id in self.answers:
            self.at += 1

    def skip(self) -> None:
        if self.at < len(self.order):
            self.at += 1
            self._moved()

    def back(self) -> None:
        if self.at > 0:
            self.at -= 1
            self._moved()

    def put_off(self) -> None:
        """Unsure: the row comes again at the end of the list."""
        if self.at < len(self.order) - 1:
            self.order.append(self.order.pop(self.at))
            self._moved()
        else:
            self.skip()

    def undo(self) -> None:
        """Take the last answer back: one that still waits, or the last that was stored; else whatever the draft's last
        edit was."""
        if self._waiting:
            self._take_back(next(reversed(self._waiting)))
        elif self._flying:
            self._workspace.tasks.start(self._undo_when_settled(), owner=self)
        elif self._batches:
            *others, (last, _) = self._batches.pop().items()
            self._own += 1
            self._editing.undo()
            self._waiting = dict(others)
            self.flush()
            self._take_back(last)
        else:
            self._editing.undo()

    async def _undo_when_settled(self) -> None:
        await self._settled.wait()
        self.undo()

    def _take_back(self, row_id: int) -> None:
        self._waiting.pop(row_id, None)
        self.answers.pop(row_id, None)
        if self._times:
            self._times.pop()
        if row_id in self.order:
            self.at = self.order.index(row_id)
        self._moved()

    def _moved(self) -> None:
        self._fetch()
        self.moved.emit()
        self.counted.emit()

    # Storing.

    def flush(self) -> None:
        """Store what waits, now."""
        self._timer.stop()
        if not self._waiting or self.todo is None:
            return
        batch, self._waiting = self._waiting, {}
        name, opened = self.todo.target.name, self._opened

        def make() -> Edit:
            from driftdesk.core.drafts.edits import SetCells

            return SetCells(row_ids=tuple(batch), values={name: tuple(batch.values())})

        self._flying.append(batch)
        self._own += 1
        self._settled.clear()
        self._editing.apply(make, lambda stored: self._on_stored(batch, opened, stored=stored))

    async def flushed(self) -> None:
        """Store what waits and wait until it is."""
        self.flush()
        await self._until_settled()

    def when_stored(self, then: Callable[[], object]) -> None:
        """Go on with ``then`` when all answers are in the draft."""

        async def wait() -> None:
            await self.flushed()
            then()

        self._workspace.tasks.start(wait(), owner=self)

    async def _until_settled(self) -> None:
        await self._settled.wait()

    def _on_stored(self, batch: dict[int, str], opened: int, *, stored: bool) -> None:
        self._flying.remove(batch)
        if not self._flying:
            self._settled.set()
        if opened != self._opened:
            return
        if stored:
            self._tries = 0
            self._batches.append(batch)
        else:
            self._own -= 1
            self._refused = batch

    def on_failed(self, error: Any) -> None:
        """The draft refused an edit. Where it was only changed elsewhere, the answers are stored upon what is there;
        else they are taken back and told."""
        batch, self._refused = self._refused, None
        if batch and isinstance(error, ConflictError) and self._tries < _TRIES:
            self._tries += 1
            self._waiting = {**batch, **self._waiting}
            self._timer.start()
            return
        self.refused.emit(error)
        if batch is None:  # an undo
            self._own = max(0, self._own - 1)
        if self._editing.dataset is not None:
            self.load(self._editing.dataset)

    def _on_draft_changed(self, _keeps: bool) -> None:
        if self._own > 0:
            self._own -= 1
        elif (
            self.todo is not None and self._editing.dataset is not None
        ):  # undone, redone, discarded, elsewhere
            self._batches.clear()
            self.load(self._editing.dataset)
