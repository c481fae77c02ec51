"""The versions of a model, which of them is champion, and how that came about."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from driftdesk.core.entities import AliasMove, Model, ModelVersion
from driftdesk.ui import figures
from driftdesk.ui.stored_words import stored_reason
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.training.tables import sortable_table, version_fields
from driftdesk.ui.widgets.basics import EmptyState, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace


class VersionsPanel(QWidget):
    promote_requested = Signal(int)
    rollback_requested = Signal()

    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._state = state
        self._empty = EmptyState("model", "")
        self._promote = button("", "", "promote")
        self._rollback = button("", "", "rollback")
        self._metrics = label("", wrap=True)
        self._metrics.setTextFormat(Qt.TextFormat.RichText)
        self._history_caption = label("", "caption")
        self._model: ListTableModel[ModelVersion] = ListTableModel(
            version_fields(self._shown_model, self._metric), lambda v: v.id, self
        )
        self._history: ListTableModel[AliasMove] = ListTableModel(self._history_fields(), lambda m: m, self)
        self._table = sortable_table(self._model, workspace, "training/versions", 96, 120, 96, 80, 176, 96)
        self._history_table = sortable_table(self._history, workspace, "training/history", 144, 120, 96, 96)
        self._promote_action = QAction(self)
        self._table.addAction(self._promote_action)
        self._lay_out()
        self._promote_action.triggered.connect(self._on_promote)
        self._promote.clicked.connect(self._on_promote)
        self._rollback.clicked.connect(self.rollback_requested)
        self._table.selectionModel().selectionChanged.connect(self._say)
        state.changed.connect(self._on_facts_changed)
        self.retranslate()

    def _history_fields(self) -> list[Field[AliasMove]]:
        return [
            Field(lambda: self.tr("When"), lambda m: figures.moment(m.at), lambda m: m.at),
            Field(lambda: self.tr("Alias"), lambda m: words.alias(m.alias)),
            Field(
                lambda: self.tr("Moved to"),
                lambda m: figures.NOTHING if m.version is None else f"v{m.version}",
            ),
            Field(lambda: self.tr("By"), lambda m: m.who),
            Field(lambda: self.tr("Why"), lambda m: stored_reason(m.why)),
        ]

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        bar.addWidget(self._metrics, 1)
        bar.addWidget(self._rollback)
        bar.addWidget(self._promote)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, S, 0, 0)
        caption = QHBoxLayout()
        caption.setContentsMargins(3 * S, 0, 3 * S, 0)
        caption.addWidget(self._history_caption)
        column.addLayout(caption)
        column.addWidget(inset(self._history_table), 1)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(inset(self._table), 1)
        above.addLayout(bar)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(lower)
        self._splitter.setSizes([360, 200])
        self._splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        whole.addWidget(self._empty)

    def _shown_model(self) -> Model:
        assert self._state.facts is not None  # rows are there only with facts
        return self._state.facts.model

    def _metric(self) -> str:
        return self._state.facts.metric if self._state.facts else "accuracy"

    def selected(self) -> ModelVersion | None:
        """The version whose row is selected."""
        rows = self._table.selectionModel().selectedRows()
        version: ModelVersion | None = rows[0].data(RECORD_ROLE) if rows else None
        return version

    def _on_promote(self) -> None:
        version = self.selected()
        if version is not None:
            self.promote_requested.emit(version.number)

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        versions = facts.versions if facts else ()
        self._model.show(versions)
        self._history.show(list(reversed(facts.model.history)) if facts else [])
        self._splitter.setVisible(bool(versions))
        self._empty.setVisible(not versions)
        if versions and not self._table.selectionModel().hasSelection():
            self._table.selectRow(0)
        self._say()

    def _say(self) -> None:
        version = self.selected()
        facts = self._state.facts
        if version is None or facts is None:
            self._metrics.setText("")
            return
        parts = [
            f"{words.metric(name)} <b>{figures.figure(value)}</b>" for name, value in version.metrics.items()
        ]
        self._metrics.setText(f"v{version.number}&nbsp;&nbsp;" + "&nbsp;&nbsp; ".join(parts))
        is_champion = version.number == facts.model.champion
        self._promote.setEnabled(not is_champion)
        self._promote_action.setEnabled(not is_champion)
        self._promote.setText(self.tr("Promote v{n}").format(n=version.number))
        self._promote_action.setText(self._promote.text())
        champions = [m for m in facts.model.history if m.alias == "champion"]
        self._rollback.setEnabled(len(champions) > 1)

    def retranslate(self) -> None:
        self._table.setAccessibleName(self.tr("Model versions"))
        self._history_table.setAccessibleName(self.tr("History of aliases"))
        self._history_caption.setText(self.tr("History"))
        self._rollback.setText(self.tr("Roll back"))
        self._rollback.setToolTip(self.tr("Make the champion before this one champion again"))
        self._empty.set_texts(
            self.tr("No versions yet"), self.tr("A training that ends well registers a version here.")
        )
        self._model.retranslate()
        self._history.retranslate()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
