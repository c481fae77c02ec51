"""The versions of a model: which of them is champion and how that came about, each in detail, and their lineage."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import AliasMove, Model, ModelVersion
from driftdesk.core.training.lineage import Lineage, LineageNode
from driftdesk.core.training.usage import former_champion
from driftdesk.ui import figures
from driftdesk.ui.actions import Action
from driftdesk.ui.stored_words import stored_reason
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.exchange_commands import ExchangeCommands
from driftdesk.ui.training.lineage_view import LineageView
from driftdesk.ui.training.registry_commands import RegistryCommands, movable_aliases
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.training.tables import sortable_table, version_fields
from driftdesk.ui.training.version_detail import VersionDetail
from driftdesk.ui.widgets.basics import EmptyState, Segmented, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

_ACTIONS = {
    "promote": ("promote", ""), "predict": ("predict", ""), "challenger": ("champion", ""), "alias": ("tag", ""), "unalias": ("close", ""), "fork": ("recompose", ""),
    "card": ("report", ""), "export": ("export", ""), "trash": ("delete", "Del"), "restore": ("undo", ""),
    "delete": ("delete", "Shift+Del"),
}  # fmt: skip
_AWAY = ("restore", "delete")
"""What can be done in the trash."""


class VersionsPanel(QWidget):
    """``compare_requested`` carries the numbers of the chosen versions; ``node_opened`` a LineageNode that lives elsewhere."""

    promote_requested = Signal(int)
    rollback_requested = Signal()
    compare_requested = Signal(object)
    node_opened = Signal(object)

    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self.commands = RegistryCommands(workspace, self)
        self.commands.changed.connect(state.refresh)
        self.exchange = ExchangeCommands(workspace, self)
        self._empty = EmptyState("model", "")
        self._look = Segmented()
        self._scope = Segmented()
        self._promote = button("", "", "promote")
        self._rollback = button("", "", "rollback")
        self._compare = button("", "", "compare")
        self._more = button("", "", "more")
        self._restore, self._delete = button("", "", "undo"), button("", "danger", "delete")
        self._history_caption = label("", "caption")
        self._model: ListTableModel[ModelVersion] = ListTableModel(
            version_fields(lambda: self._facts), lambda v: v.id, self
        )
        self._history: ListTableModel[AliasMove] = ListTableModel(self._history_fields(), lambda m: m, self)
        self.table = sortable_table(self._model, workspace, "training/versions5", 72, 88, 144, 56, 168, 96)
        self._history_table = sortable_table(self._history, workspace, "training/history", 144, 120, 96, 96)
        self.detail = VersionDetail()
        self.lineage = LineageView()
        self._model_id = ""
        self._menu = QMenu(self)
        self._actions: dict[str, QAction] = {}
        self._make_actions()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_actions(self) -> None:
        runs: dict[str, Callable[[Model, Any], object]] = {
            "promote": lambda m, v: self.promote_requested.emit(v[0].number),
            "challenger": lambda m, v: self.commands.set_alias(m, v[0].number, "challenger"),
            "alias": lambda m, v: self.commands.ask_alias(m, v[0].number),
            "unalias": lambda m, v: self.commands.remove_aliases(m, movable_aliases(m, v[0].number)),
            "fork": lambda m, v: self.commands.ask_fork(m, v[0].number),
            "card": lambda m, v: self.commands.ask_card(m, v[0].number),
            "predict": lambda m, v: self.exchange.ask_predict(m, v[0]),
            "export": lambda m, v: self.exchange.ask_export(m, v[0]),
            "trash": self.commands.trash,
            "restore": self.commands.restore,
            "delete": self.commands.delete,
        }
        for key, (glyph, shortcut) in _ACTIONS.items():
            action = QAction(icon(glyph), "", self.table)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._run, runs[key]))
            self.table.addAction(action)
            self._actions[key] = action
            if key != "promote":
                self._menu.addAction(action)
        self._menu.insertSeparator(self._actions["trash"])
        self._more.setMenu(self._menu)
        self._more.setProperty("menu", True)

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
        bar.addWidget(self._look)
        bar.addWidget(self._scope)
        bar.addStretch(1)
        for made in (*self._of_there(), self._restore, self._delete):
            bar.addWidget(made)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, S, 0, 0)
        caption = QHBoxLayout()
        caption.setContentsMargins(3 * S, 0, 3 * S, 0)
        caption.addWidget(self._history_caption)
        column.addLayout(caption)
        column.addWidget(inset(self._history_table), 1)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(inset(self.table))
        left.addWidget(lower)
        left.setSizes([360, 160])
        left.setChildrenCollapsible(False)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes(self._workspace.state("training/versions/split", [700, 336]))
        self._splitter.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        for page in (self._splitter, self.lineage, self._empty):
            self._pages.addWidget(page)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addWidget(self._pages, 1)

    def _of_there(self) -> tuple[QPushButton, ...]:
        """The buttons about versions that are not in the trash."""
        return (self._compare, self._rollback, self._promote, self._more)

    def _connect(self) -> None:
        self._restore.clicked.connect(self._actions["restore"].trigger)
        self._delete.clicked.connect(self._actions["delete"].trigger)
        self._promote.clicked.connect(self._actions["promote"].trigger)
        self._rollback.clicked.connect(self.rollback_requested)
        self._compare.clicked.connect(lambda: self.compare_requested.emit([v.number for v in self.chosen()]))
        self._look.chosen.connect(lambda _: self._show_page())
        self._scope.chosen.connect(lambda _: self._show())
        self._empty.triggered.connect(self._leave_trash)
        self._splitter.splitterMoved.connect(
            lambda *_: self._workspace.remember("training/versions/split", self._splitter.sizes())
        )
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.detail.notes_changed.connect(lambda text: self._run(self._keep_notes, text))
        self.detail.tags_changed.connect(lambda tags: self._run(self._keep_tags, tags))
        self.lineage.graph.node_opened.connect(self._on_node_opened)
        self._state.changed.connect(self._show)

    # Showing.

    @property
    def _facts(self) -> ModelFacts | None:
        return self._state.facts

    @property
    def _in_trash(self) -> bool:
        return self._scope.key() == "trash"

    def chosen(self) -> list[ModelVersion]:
        """The selected versions, in the order of the table."""
        return [index.data(RECORD_ROLE) for index in self.table.selectionModel().selectedRows()]

    def selected(self) -> ModelVersion | None:
        """The only version that is selected, or the first."""
        return next(iter(self.chosen()), None)

    def select(self, number: int) -> None:
        """Choose a version by its number."""
        for row in range(self.table.model().rowCount()):
            if self.table.model().index(row, 0).data(RECORD_ROLE).number == number:
                self.table.selectRow(row)

    def _leave_trash(self) -> None:
        self._scope.set_key("there")
        self._show()

    def _show(self) -> None:
        facts = self._facts
        model_id = facts.model.id if facts is not None else ""
        if model_id != self._model_id:
            self._model_id = model_id
            self._scope.set_key("there")
        versions = (facts.trashed_versions if self._in_trash else facts.versions) if facts else ()
        self._model.show(versions)
        self._history.show(list(reversed(facts.model.history)) if facts else [])
        if versions and not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)
        self._say_none()
        self._on_selection_changed()
        self._show_page()

    def _show_page(self) -> None:
        facts = self._facts
        has_any = facts is not None and bool(facts.versions or facts.trashed_versions)
        is_lineage = self._look.key() == "lineage"
        self._bar.setVisible(has_any)
        self._scope.setVisible(not is_lineage)
        if is_lineage and has_any:
            self._pages.setCurrentWidget(self.lineage)
            self._workspace.tasks.start(self._read_lineage(), owner=self)
        else:
            self._pages.setCurrentWidget(self._splitter if self._model.things else self._empty)

    async def _read_lineage(self) -> None:
        facts, version = self._facts, self.selected()
        if facts is None:
            return
        ref = facts.model.name if version is None else f"{facts.model.name}@{version.number}"
        found: Lineage = await self._workspace.tasks.call(self._workspace.desk.registry.lineage, ref)
        if self._facts is not None and self._facts.model.id == facts.model.id:
            self.lineage.show_lineage(found)

    def _on_selection_changed(self) -> None:
        facts, chosen = self._facts, self.chosen()
        one = facts is not None and len(chosen) == 1
        is_champion = one and facts is not None and chosen[0].number == facts.model.champion
        for key, action in self._actions.items():
            away = key in _AWAY
            able = bool(chosen) if key in (*_AWAY, "trash") else one
            action.setVisible(away == self._in_trash)
            action.setEnabled(able and away == self._in_trash)
        self._actions["promote"].setEnabled(one and not is_champion and not self._in_trash)
        for made in self._of_there():
            made.setVisible(not self._in_trash)
        for made, key in ((self._restore, "restore"), (self._delete, "delete")):
            made.setVisible(self._in_trash)
            made.setEnabled(self._actions[key].isEnabled())
        self._promote.setEnabled(self._actions["promote"].isEnabled())
        self._promote.setText(
            self.tr("Promote v{n}").format(n=chosen[0].number) if one else self.tr("Promote")
        )
        self._actions["promote"].setText(self._promote.text())
        held = movable_aliases(facts.model, chosen[0].number) if facts is not None and one else []
        self._actions["unalias"].setEnabled(bool(held))
        self._actions["unalias"].setText(
            self.tr("Remove the alias {names}").format(names=", ".join(map(words.alias, held)))
            if held
            else self.tr("Remove the alias")
        )
        self._say_rollback()
        self._compare.setEnabled(len(chosen) > 1 and not self._in_trash)
        self.detail.setVisible(bool(chosen))
        if facts is not None and chosen:
            self.detail.show_version(facts, chosen[0])

    def _say_rollback(self) -> None:
        """Where a rollback goes; nowhere while that version is in the trash or deleted."""
        facts = self._facts
        before = former_champion(facts.model) if facts is not None else None
        able = facts is not None and before is not None and facts.version(before) is not None
        self._rollback.setEnabled(able)
        self._rollback.setText(
            self.tr("Roll back to v{n}").format(n=before) if able else self.tr("Roll back")
        )

    # Doing.

    def palette_actions(self, show: Callable[[], None]) -> list[Action]:
        """What can be done with the version that is selected, for the palette; ``show`` brings the panel into view."""
        version = self.selected()
        if version is None or self._in_trash:
            return []
        v = f"v{version.number}"
        said = {
            "predict": self.tr("Predict a data version by {v}…"),
            "export": self.tr("Export {v}…"),
            "card": self.tr("Model card of {v}…"),
            "fork": self.tr("Fork {v}…"),
            "alias": self.tr("Give {v} an alias…"),
        }
        made = [
            Action(f"training.{key}", text.format(v=v), self._actions[key].trigger, "", self._actions[key].isEnabled,
                   _ACTIONS[key][0])
            for key, text in said.items()
        ]  # fmt: skip
        return [
            *made,
            Action("training.rollback", self._rollback.text(), self._rollback.click, "", self._rollback.isEnabled, "rollback"),
            Action("training.lineage", self.tr("Lineage of {v}").format(v=v), lambda: self._open_lineage(show), icon="graph"),
        ]  # fmt: skip

    def _open_lineage(self, show: Callable[[], None]) -> None:
        show()
        self._look.set_key("lineage")
        self._show_page()
        self.lineage.graph.setFocus()

    def _run(self, command: Any, *typed: Any) -> None:
        """Call ``command`` with the model and the versions that are chosen (and what was typed)."""
        facts, chosen = self._facts, self.chosen()
        if facts is not None and chosen:
            command(facts.model, chosen, *(t for t in typed if not isinstance(t, bool)))

    def _keep_notes(self, model: Model, versions: list[ModelVersion], notes: str) -> None:
        self.commands.keep_notes(versions[0], notes)

    def _keep_tags(self, model: Model, versions: list[ModelVersion], tags: tuple[str, ...]) -> None:
        self.commands.keep_tags(versions[0], tags)

    def _on_node_opened(self, node: LineageNode) -> None:
        facts = self._facts
        if facts is None or not node.thing:
            return
        if node.kind in ("version", "alias") and node.thing == facts.model.id and node.number is not None:
            self._look.set_key("versions")
            self._scope.set_key("trash" if node.removed else "there")
            self._show()
            self.select(node.number)
            self.table.setFocus()
        elif node.kind == "file":
            data = self.lineage.graph.made_of(node)
            if data is not None and data.kind == "data":  # files are looked at with their dataset
                self.node_opened.emit(node.model_copy(update={"thing": data.thing}))
        else:
            self.node_opened.emit(node)

    # Words.

    def _say_none(self) -> None:
        if self._in_trash:
            self._empty.set_texts(self.tr("No versions in the trash"), "", self.tr("Show all versions"))
        else:
            self._empty.set_texts(
                self.tr("No versions yet"), self.tr("A training that ends well registers a version here.")
            )

    def retranslate(self) -> None:
        self._look.set_options([("versions", self.tr("Versions")), ("lineage", self.tr("Lineage"))])
        self._look.setAccessibleName(self.tr("Versions or lineage"))
        self._scope.set_options([("there", self.tr("All")), ("trash", self.tr("Trash"))])
        self._scope.setAccessibleName(self.tr("All versions or the trash"))
        self.table.setAccessibleName(self.tr("Model versions"))
        self._history_table.setAccessibleName(self.tr("History of aliases"))
        self._history_caption.setText(self.tr("History"))
        self._rollback.setToolTip(self.tr("Make the champion before this one champion again"))
        self._compare.setText(self.tr("Compare"))
        self._compare.setToolTip(self.tr("Select several versions to compare them on the same rows"))
        self._more.setText(self.tr("More"))
        names = {
            "challenger": self.tr("Make it the challenger"),
            "alias": self.tr("Other alias…"),
            "fork": self.tr("Fork…"),
            "card": self.tr("Model card…"),
            "predict": self.tr("Predict a data version…"),
            "export": self.tr("Export…"),
            "trash": self.tr("Move to the trash"),
            "restore": self.tr("Restore"),
            "delete": self.tr("Delete for good…"),
        }
        for key, text in names.items():
            self._actions[key].setText(text)
        self._restore.setText(names["restore"])
        self._delete.setText(names["delete"])
        self._model.retranslate()
        self._history.retranslate()
        self.lineage.retranslate()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
