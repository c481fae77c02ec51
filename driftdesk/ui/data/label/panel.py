"""The Label tab: one row after the other, the one first that a model would learn most from, answered by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Kind, Task
from driftdesk.core.errors import SchemaError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.drafts.asking import DraftAsking
from driftdesk.ui.data.drafts.bar import DraftBar
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.data.label.answers import Answers
from driftdesk.ui.data.label.labelling import Labelling
from driftdesk.ui.data.label.others import Others
from driftdesk.ui.data.label.row_view import RowView
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, EmptyState, label, line
from driftdesk.ui.workspace import Workspace

Key = Qt.Key


class LabelPanel(DatasetPanel):
    """``records_asked``: a target is to be chosen there."""

    records_asked = Signal()

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self.editing = Editing(workspace, self)
        self.labelling = Labelling(workspace, self.editing, self)
        self.drafting = DraftAsking(workspace, self.editing, self)
        self._version = ""
        """Whose rows were read."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build_bar()
        self._build_work()
        self.empty = EmptyState("tag", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.work)
        self._pages.addWidget(self.empty)
        self.draft_bar = DraftBar()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addWidget(self.draft_bar)
        column.addWidget(line())
        column.addWidget(self._pages, 1)
        self._connect()
        self.retranslate()

    def _build_bar(self) -> None:
        self.count = ElidedLabel("", mode=Qt.TextElideMode.ElideRight)
        self.share = QProgressBar()
        self.share.setFixedWidth(20 * S)
        self.pace = label("", "muted")
        self.others = Others(self._workspace, self.labelling, self.editing, self)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        self._bar.setSpacing(2 * S)
        self._bar.addWidget(self.share)
        self._bar.addWidget(self.count, 1)
        self._bar.addWidget(self.pace)
        self._bar.addWidget(self.others.suggest)
        self._bar.addWidget(self.others.studio)

    def _build_work(self) -> None:
        self.work = QWidget()
        self.work.setProperty("area", "surface")
        self.where = ElidedLabel("", "caption", mode=Qt.TextElideMode.ElideRight)
        self.keys = label("", "caption", wrap=True)
        self.row_view = RowView()
        self.answers = Answers()
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, 2 * S, 3 * S, 0)
        head.addWidget(self.where)
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * S, S, 3 * S, S)
        foot.addWidget(self.keys)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self.row_view, 1)
        left.addWidget(line())
        left.addLayout(foot)
        across = QHBoxLayout(self.work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(line("v"))
        across.addWidget(self.answers)

    def _connect(self) -> None:
        labelling, editing, drafting, bar = self.labelling, self.editing, self.drafting, self.draft_bar
        labelling.loaded.connect(self._on_loaded)
        labelling.moved.connect(self._show_row)
        labelling.arrived.connect(self._show_row)
        labelling.counted.connect(self._show_counts)
        labelling.failed.connect(self._on_failed)
        labelling.refused.connect(self._workspace.notifications.error)
        editing.read.connect(self._on_draft_read)
        editing.changed.connect(lambda _keeps: self.show_draft())
        editing.failed.connect(labelling.on_failed)
        drafting.committing_changed.connect(self.show_draft)
        drafting.ended.connect(lambda _well: self._state.refresh())
        bar.undo_asked.connect(labelling.undo)
        bar.redo_asked.connect(editing.redo)
        bar.changes_asked.connect(partial(labelling.when_stored, drafting.changes))
        bar.discard_asked.connect(partial(labelling.when_stored, drafting.discard))
        bar.commit_asked.connect(self.commit)
        bar.difference_asked.connect(partial(labelling.when_stored, drafting.difference))
        self.answers.answered.connect(labelling.answer)
        self.answers.left.connect(self._take_keys)
        self._workspace.leaving.connect(labelling.flush)

    # What is open.

    def clear(self) -> None:
        self.labelling.close()
        self.editing.open(None, 0)
        self.draft_bar.hide()
        self._show_counts()
        self._version = ""

    def show_facts(self, facts: DatasetFacts) -> None:
        self.others.show_facts(facts)
        if facts.latest is not None:
            self.editing.open(facts.dataset, facts.latest.number)

    def _on_draft_read(self) -> None:
        facts = self.facts
        if facts is None or facts.latest is None or self.editing.dataset is None:
            return
        if facts.latest.id != self._version or self.labelling.todo is None:
            self._version = facts.latest.id
            self.labelling.load(self.editing.dataset)
        self.show_draft()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, SchemaError):
            self._say_empty(
                "target",
                self.tr("No target column"),
                self.tr(
                    "Labels are the values of the target. In Records, open the menu of a column's header and choose "
                    "its role Target; a new column can be added there too."
                ),
                self.tr("Go to Records"),
            )
            self.show_content()
        else:
            self.show_error(error)

    def show_draft(self) -> None:
        facts, draft, editing = self.facts, self.editing.draft, self.editing
        if facts is not None:
            self.draft_bar.show_draft(
                editing.done,
                editing.undone,
                [d.user for d in editing.others if d.length],
                draft.base if draft is not None else 0,
                facts.dataset.head,
                has_draft=draft is not None and draft.length > 0,
                committing=self.drafting.is_committing,
            )
            self.work.setEnabled(not self.drafting.is_committing)

    def commit(self) -> None:
        self.labelling.when_stored(self.drafting.commit)

    # What is looked at.

    def _on_loaded(self) -> None:
        todo, facts = self.labelling.todo, self.facts
        if todo is None or facts is None:
            return
        columns = todo.source.columns.columns
        self.row_view.set_columns(columns)
        self.answers.ask(todo.target.name, is_number=self._is_number(facts.dataset.task, todo.target.kind))
        self._show_keys()
        self.show_content()
        if self.isVisible():
            self._take_keys()

    def _is_number(self, task: Task | None, kind: Kind) -> bool:
        return task is Task.REGRESSION if task is not None else kind is Kind.NUMERIC

    def _show_row(self) -> None:
        labelling = self.labelling
        row_id, row, suggestion = labelling.row_id, labelling.row, labelling.suggestion
        if row_id is None:
            self._say_end()
            return
        self._pages.setCurrentWidget(self.work)
        self.row_view.show_row(row)
        text = "" if suggestion is None else labelling.text_of(suggestion)
        self.answers.show_row(text, self._said_by(suggestion), labelling.answers.get(row_id, ""))
        self.where.setText(
            self.tr("{at} of {n} · row id {id}").format(
                at=figures.count(labelling.at + 1), n=figures.count(len(labelling.order)), id=row_id
            )
        )

    def _said_by(self, suggestion: Any) -> str:
        queue = self.labelling.todo.queue if self.labelling.todo is not None else None
        if suggestion is None or queue is None:
            return ""
        who = f"{queue.model} v{queue.number}"
        if suggestion.confidence is None:
            return self.tr("{model} suggests").format(model=who)
        return self.tr("{model} suggests, {share} sure").format(
            model=who, share=figures.percent(suggestion.confidence)
        )

    def _show_counts(self) -> None:
        labelling = self.labelling
        self.share.setVisible(labelling.progress is not None)
        self.others.studio.setEnabled(labelling.progress is not None)
        if labelling.progress is None:
            self.count.setText("")
            self.pace.setText("")
            return
        done, of = labelling.labelled, labelling.progress.rows
        self.share.setRange(0, max(of, 1))
        self.share.setValue(done)
        self.share.setAccessibleName(self.tr("Labelled"))
        self.count.setText(
            self.tr("{n} of {rows} labelled").format(n=figures.count(done), rows=words.rows(of))
        )
        pace = labelling.pace()
        self.pace.setText("" if pace is None else self.tr("{n} a minute").format(n=figures.count(pace)))
        if not self.answers.is_number:
            self.answers.show_counts(labelling.counts())

    def _say_end(self) -> None:
        labelling = self.labelling
        if labelling.left <= 0:
            is_edited = bool(labelling.answers) or (
                self.editing.draft is not None and bool(self.editing.draft.length)
            )
            self._say_empty(
                "success",
                self.tr("Every row has a label"),
                self.tr("Commit your labels, then train a model on all of them.")
                if is_edited
                else self.tr("Train a model on all of them, or import more rows."),
                self.tr("Commit…") if is_edited else "",
            )
            return
        self._say_empty(
            "tag",
            self.tr("That was the last of these rows"),
            self.tr("{rows} have no label yet, among them those you skipped.").format(
                rows=words.rows(labelling.left)
            ),
            self.tr("Go on with them"),
        )

    def _say_empty(self, icon: str, title: str, text: str, action: str = "") -> None:
        self._pages.removeWidget(self.empty)
        self.empty.deleteLater()
        self.empty = EmptyState(icon, title, text, action)
        self.empty.triggered.connect(self._on_empty)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentWidget(self.empty)

    def _on_empty(self) -> None:
        if self.labelling.todo is None:
            self.records_asked.emit()
        elif self.labelling.left <= 0:
            self.commit()
        elif self.editing.dataset is not None:
            self.labelling.at = 0
            self.labelling.when_stored(partial(self.labelling.load, self.editing.dataset))

    # Keys.

    def _take_keys(self) -> None:
        (self.answers.number if self.answers.is_number else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.labelling.undo()
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.editing.redo()
            return
        is_working = self._pages.currentWidget() is self.work and self.work.isEnabled()
        if not is_working or not self._act(event):
            if event.key() in (Key.Key_Left, Key.Key_Backspace) and not is_working:
                self.labelling.back()
            elif event.key() in (Key.Key_Return, Key.Key_Enter) and not is_working:
                self._on_empty()
            else:
                super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key in (Key.Key_Return, Key.Key_Enter):
            self.answers.add_typed()
            return True
        if held:
            return False
        if Key.Key_1 <= key <= Key.Key_9 and not self.answers.is_number:
            self.answers.choose(key - Key.Key_0)
            return True
        acts: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Return: self.answers.accept_suggestion,
            Key.Key_Enter: self.answers.accept_suggestion,
            Key.Key_Space: partial(self.row_view.turn, 1),
            Key.Key_Down: partial(self.row_view.turn, 1),
            Key.Key_Up: partial(self.row_view.turn, -1),
            Key.Key_S: self.labelling.skip,
            Key.Key_Right: self.labelling.skip,
            Key.Key_U: self.labelling.put_off,
            Key.Key_Left: self.labelling.back,
            Key.Key_Backspace: self.labelling.back,
            Key.Key_Slash: self.answers.take_cursor,
            Key.Key_Escape: self._take_keys,
        }
        if (act := acts.get(Key(key))) is None:
            return False
        act()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        self.labelling.flush()
        super().hideEvent(event)

    def _show_keys(self) -> None:
        walking = self.tr(
            "Enter accepts the suggestion · S or → skip · U unsure, later · ← back · Ctrl+Z undo"
        )
        first = self.tr("Type a number, Enter") if self.answers.is_number else self.tr("1–9 answer")
        self.keys.setText(f"{first} · {walking}")

    def retranslate(self) -> None:
        self.others.retranslate()
        self._show_keys()
        self.setAccessibleName(self.tr("Label"))
        self.answers.retranslate()
        self.draft_bar.retranslate()
        if self.labelling.todo is not None:
            self._show_row()
            self._show_counts()
