"""The Playground: type or paste rows or a text, and see what the model says, how sure it is, and why."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Column, JobState, Kind, ModelVersion
from driftdesk.core.errors import DriftDeskError, JobFailedError
from driftdesk.ui import figures
from driftdesk.ui.data.job_watch import ended
from driftdesk.ui.theme.style import S
from driftdesk.ui.training.choices import champion_first, refill
from driftdesk.ui.training.playground.answer_view import AnswerView
from driftdesk.ui.training.playground.inputs import RowInputs
from driftdesk.ui.training.playground.pasting import Row, rows_from
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.widgets import DataTable, EmptyState, ErrorView, Skeleton, button, label
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

MOST_ROWS = 1000
_Asked = tuple[int, Row, dict[str, Any] | None]
"""Place, values, answer."""


class PlaygroundPanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._model_id = ""
        self._rows: list[Row] = [{}]
        self._answers: list[dict[str, Any] | None] = [None]
        self._target = ""
        self._examples = 0
        self.versions = QComboBox()
        self._version_label = label()
        self.example = button("", "", "sample")
        self.paste = button("", "", "copy")
        self.clear = button("", "", "delete")
        self.ask = button("", "primary", "predict")
        self.inputs = RowInputs()
        self._model: ListTableModel[_Asked] = ListTableModel(self._fields(), lambda a: a[0], self)
        self.table = DataTable()
        self.table.setModel(self._model)
        self.answer = AnswerView()
        self._hint = EmptyState("training", "")
        self._error = ErrorView()
        self._loading = Skeleton()
        self._stack = QStackedWidget()
        self._empty = EmptyState("training", "")
        self._whole = QStackedWidget()
        self._note = label("", "muted", wrap=True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        for widget in (self._version_label, self.versions, self.example, self.paste, self.clear):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.ask)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(3 * S, S, S, 2 * S)
        column.setSpacing(S)
        column.addWidget(self.inputs, 1)
        column.addWidget(self._note)
        answered = QWidget()
        column = QVBoxLayout(answered)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.answer, 1)
        for view in (self._hint, answered, self._error, self._loading):
            self._stack.addWidget(view)
        self._answered = answered
        right = QSplitter(Qt.Orientation.Vertical)
        right.setContentsMargins(S, S, 3 * S, 2 * S)
        right.addWidget(self.table)
        right.addWidget(self._stack)
        right.setStretchFactor(1, 2)
        right.setChildrenCollapsible(False)
        self.table.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([420, 600])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(splitter, 1)
        self._whole.addWidget(self._empty)
        self._whole.addWidget(opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._opened = opened

    def _connect(self) -> None:
        self._state.changed.connect(self._on_facts_changed)
        self.ask.clicked.connect(self._on_ask_clicked)
        self._error.retried.connect(self._on_ask_clicked)
        self.example.clicked.connect(self._on_example_clicked)
        self.paste.clicked.connect(self._on_paste_clicked)
        self.clear.clicked.connect(self._on_clear_clicked)
        self.inputs.edited.connect(self._on_edited)
        self.versions.activated.connect(self._forget_answers)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys),
                self,
                self._on_ask_clicked,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        for table in (self.inputs.table, self.table):  # in a text it is the text that is pasted
            QShortcut(
                QKeySequence(QKeySequence.StandardKey.Paste),
                table,
                self._on_paste_clicked,
                context=Qt.ShortcutContext.WidgetShortcut,
            )

    def _fields(self) -> list[Field[_Asked]]:
        return [
            Field(lambda: self.tr("Row"), lambda a: str(a[0] + 1), number=True),
            Field(lambda: self._target or self.tr("Prediction"), lambda a: _said(a[2])),
            Field(lambda: self.tr("Probability"), lambda a: _sure(a[2]), number=True),
            Field(lambda: self.tr("Values"), lambda a: self._written(a[1])),
        ]

    def _written(self, row: Row) -> str:
        """A row in one line; of a text the text alone."""
        if len(self._features()) == 1:
            return " ".join("".join(row.values()).split())
        return ", ".join(f"{k} {v}" for k, v in row.items())

    # What the store says.

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        if facts is None or not facts.versions:
            self._whole.setCurrentWidget(self._empty)
            return
        self._whole.setCurrentWidget(self._opened)
        refill(self.versions, champion_first(facts))
        if facts.model.id != self._model_id:
            self._model_id = facts.model.id
            self._target = facts.model.target
            self._examples = 0
            self._show_rows([{}])
            self._on_example_clicked()

    def _version(self) -> ModelVersion | None:
        facts = self._state.facts
        return facts.version(self.versions.currentData()) if facts else None

    def _features(self) -> list[Column]:
        version, facts = self._version(), self._state.facts
        if version is None or facts is None:
            return []
        texts = [c for c in version.columns.features if c.kind is Kind.TEXT]
        of_texts = facts.model.task.value == "text"
        return (
            (texts or list(version.columns.features))
            if of_texts
            else [c for c in version.columns.features if c.kind is not Kind.TEXT]
        )

    # Rows.

    def _show_rows(self, rows: list[Row], note: str = "") -> None:
        self._rows = rows or [{}]
        self._answers = [None] * len(self._rows)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._stack.setCurrentWidget(self._hint)
        self.table.setVisible(len(self._rows) > 1)
        self._show_table()
        self.inputs.show_row(self._features(), self._rows[0])
        if len(self._rows) > 1:
            self.table.selectRow(0)

    def _show_table(self) -> None:
        self._model.show(
            [(i, row, answer) for i, (row, answer) in enumerate(zip(self._rows, self._answers, strict=True))]
        )

    def _current(self) -> int:
        return max(0, self.table.currentIndex().row()) if len(self._rows) > 1 else 0

    def _on_row_changed(self) -> None:
        at = self._current()
        if at < len(self._rows):
            self.inputs.show_row(self._features(), self._rows[at])
            self._show_answer()

    def _on_edited(self) -> None:
        at = self._current()
        self._rows[at] = self.inputs.values()
        self._answers[at] = None
        self._show_table()
        self._stack.setCurrentWidget(self._hint)

    def _forget_answers(self) -> None:
        self._answers = [None] * len(self._rows)
        self._show_table()
        self._show_answer()

    def _on_clear_clicked(self) -> None:
        self._show_rows([{}])

    def _on_paste_clicked(self) -> None:
        features = self._features()
        is_text = len(features) == 1 and features[0].kind is Kind.TEXT
        rows, unknown = rows_from(
            QGuiApplication.clipboard().text(), [c.name for c in features], is_text=is_text
        )
        if not rows:
            self._note.setText(
                self.tr("There is nothing to paste: copy rows of a table, with its header or without.")
            )
            self._note.show()
            return
        said = []
        if unknown:
            said.append(
                self.tr("Columns that the model does not know: {names}.").format(names=", ".join(unknown))
            )
        if len(rows) > MOST_ROWS:
            said.append(
                self.tr("The first {most} of {n} rows; import them to predict all.").format(
                    most=figures.count(MOST_ROWS), n=figures.count(len(rows))
                )
            )
        self._show_rows(rows[:MOST_ROWS], " ".join(said))

    def _on_example_clicked(self) -> None:
        version = self._version()
        if version is not None:
            self._workspace.tasks.start(self._take_example(version), owner=self)

    async def _take_example(self, version: ModelVersion) -> None:
        start, self._examples = self._examples, self._examples + 1
        found = await self._workspace.tasks.call(self._workspace.desk.asking.examples, version, start)
        if found and version.model_id == self._model_id:
            known = {c.name for c in self._features()}
            self._show_rows([{k: v for k, v in found[0].items() if k in known}])

    # Asking.

    def _on_ask_clicked(self) -> None:
        facts, version = self._state.facts, self._version()
        if facts is not None and version is not None and self.ask.isEnabled():
            self.inputs.table.commit()
            self._rows[self._current()] = self.inputs.values()
            self._workspace.tasks.start(self._ask(f"{facts.model.name}@{version.number}"), owner=self)

    async def _ask(self, ref: str) -> None:
        rows = self._rows
        self.ask.setEnabled(False)
        self._stack.setCurrentWidget(self._loading)
        try:
            job = await self._workspace.tasks.call(self._workspace.desk.ask, ref, rows)
            end = await ended(self._workspace, job)
        except DriftDeskError as error:
            self.ask.setEnabled(True)
            self._error.show_error(error)
            self._stack.setCurrentWidget(self._error)
            return
        self.ask.setEnabled(True)
        if rows is not self._rows:
            return
        if end.state is JobState.SUCCEEDED and end.result is not None:
            self._answers = list(end.result["answers"])
            self._show_table()
            self._show_answer()
        elif end.error is not None:
            self._error.show_error(JobFailedError(end.error.message, end.error.hint))
            self._stack.setCurrentWidget(self._error)
        else:
            self._stack.setCurrentWidget(self._hint)

    def _show_answer(self) -> None:
        answer = self._answers[self._current()]
        if answer is None:
            self._stack.setCurrentWidget(self._hint)
            return
        self.answer.show_answer(self._target, answer)
        self._stack.setCurrentWidget(self._answered)

    def retranslate(self) -> None:
        self._version_label.setText(self.tr("Model"))
        self.versions.setAccessibleName(self.tr("Model version"))
        self.example.setText(self.tr("Example"))
        self.example.setToolTip(self.tr("The next row of the data that the model learned from"))
        self.paste.setText(self.tr("Paste rows"))
        self.paste.setToolTip(
            self.tr("Rows of a table, or texts line by line, from the clipboard (Ctrl+V in the table)")
        )
        self.clear.setText(self.tr("Clear"))
        self.ask.setText(self.tr("Ask"))
        self.ask.setToolTip(self.tr("What the model says of the row (Ctrl+Enter)"))
        self.table.setAccessibleName(self.tr("Rows and answers"))
        self.inputs.retranslate()
        self._hint.set_texts(
            self.tr("Not asked yet"),
            self.tr(
                "Change the values, then ask: the prediction, how sure the model is, and what led to it stand here."
            ),
            "",
        )
        self._empty.set_texts(
            self.tr("Nothing to ask"), self.tr("Train the model first: every version can be asked here."), ""
        )
        self._model.retranslate()
        self._show_answer()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _said(answer: dict[str, Any] | None) -> str:
    if answer is None:
        return ""
    return str(answer["prediction"]) if answer["probabilities"] else figures.figure(answer["prediction"])


def _sure(answer: dict[str, Any] | None) -> str:
    if not answer or not answer["probabilities"]:
        return ""
    return figures.percent(answer["probabilities"][answer["prediction"]])
