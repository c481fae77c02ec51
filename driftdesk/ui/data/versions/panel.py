"""Versions: what a dataset was and is, what was made from what, and all that can be done with a version."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.datasets.history import GraphNode, graph
from driftdesk.core.entities import Dataset, DatasetVersion, Split
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.versions.commands import VersionCommands
from driftdesk.ui.data.versions.detail import VersionDetail
from driftdesk.ui.data.versions.diff_view import DiffView
from driftdesk.ui.data.versions.graph import GraphDelegate
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk


def read_more(desk: "Desk", facts: DatasetFacts) -> tuple[dict[int, list[Split]], dict[str, str]]:
    """Splits by version, and names of original files by id; runs in a thread."""
    splits: dict[int, list[Split]] = {}
    for split in desk.splits.list(facts.dataset.name):
        splits.setdefault(split.version, []).append(split)
    return splits, {o.file.id: o.file.name for o in desk.originals.of(facts.dataset)}


class VersionPanel(DatasetPanel):
    """Signals carry version numbers."""

    records_asked = Signal(int)
    compare_asked = Signal(int, int)
    """Drift: (reference, current)"""
    clean_asked = Signal(int)
    recompose_asked = Signal(int)

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self._commands = VersionCommands(workspace, state, self)
        self._splits: dict[int, list[Split]] = {}
        self._files: dict[str, str] = {}
        self._model = ListTableModel[GraphNode](self._fields(), lambda n: n.number, self)
        self._wanted: int | None = None
        self.table = DataTable()
        self.setFocusProxy(self.table)
        self.table.setModel(self._model)
        self._graph = GraphDelegate(self.table)
        self.table.setItemDelegateForColumn(0, self._graph)
        self.table.set_widths(68, 64, 112, 84, 88, 128, 56)
        self.table.stretch(3)
        self.table.remember_widths(workspace, "data/versions/table")
        self.table.activated.connect(lambda _: self._on_records())
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.detail = VersionDetail()
        self.detail.splits.split_asked.connect(lambda: self._with_one(self._split))
        self.detail.splits.remove_asked.connect(self._remove_split)
        self.difference = DiffView(workspace)
        self.difference.closed.connect(self._on_difference_closed)
        self._build_actions()
        self._lay_out()
        self.retranslate()

    # Building ---------------------------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        """Each is a button or in the menu of one, and in the context menu of the table with its key."""
        self._hint = label("", "muted")
        made: dict[str, tuple[str, Callable[[], object], str]] = {
            "records": ("records", self._on_records, "Ctrl+O"),
            "difference": ("compare", self._on_difference, "Ctrl+D"),
            "drift": ("drift", self._on_compare, ""),
            "tag": ("tag", partial(self._with_one, self._commands.tag), "Ctrl+T"),
            "split": ("recompose", partial(self._with_one, self._split), ""),
            "revert": ("rollback", partial(self._with_one, self._commands.revert), ""),
            "clean": ("clean", partial(self._emit, self.clean_asked), ""),
            "recompose": ("recompose", partial(self._emit, self.recompose_asked), ""),
            "remove": ("delete", partial(self._with_one, self._commands.remove), "Del"),
        }
        self._actions: dict[str, QAction] = {}
        for key, (glyph, run, shortcut) in made.items():
            action = QAction(icon(glyph), "", self.table)
            action.triggered.connect(lambda _checked=False, r=run: r())
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.table.addAction(action)
            self._actions[key] = action
        self._records, self._difference = button("", "", "records"), button("", "", "compare")
        self._compare, self._tag, self._more = (
            button("", "", "drift"),
            button("", "", "tag"),
            button("", "", "more"),
        )
        self._records.clicked.connect(self._on_records)
        self._difference.clicked.connect(self._on_difference)
        self._compare.clicked.connect(self._on_compare)
        self._tag_menu, self._more_menu = QMenu(self), QMenu(self)
        self._tag_menu.aboutToShow.connect(self._fill_tag_menu)
        for name in ("split", "revert", "clean", "recompose", "remove"):
            self._more_menu.addAction(self._actions[name])
        for made_button, menu in ((self._tag, self._tag_menu), (self._more, self._more_menu)):
            made_button.setMenu(menu)
            made_button.setProperty("menu", True)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self._hint, 1)
        for made in (self._records, self._difference, self._compare, self._tag, self._more):
            bar.addWidget(made)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(inset(self.table))
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes(self._workspace.state("data/versions/split", [760, 380]))
        self._splitter.setChildrenCollapsible(False)
        self._splitter.splitterMoved.connect(
            lambda *_: self._workspace.remember("data/versions/split", self._splitter.sizes())
        )
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._splitter, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(listing)
        self._pages.addWidget(self.difference)
        whole = QVBoxLayout(self.content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _fields(self) -> list[Field[GraphNode]]:
        return [
            Field(lambda: self.tr("Version"), lambda n: f"v{n.number}", sort=lambda n: n.number),
            Field(lambda: self.tr("Tags"), self._tags),
            Field(lambda: self.tr("Made by"), self._made_by),
            Field(lambda: self.tr("Message"), _of(lambda v: v.message)),
            Field(lambda: self.tr("Rows"), _of(lambda v: figures.count(v.rows)), number=True),
            Field(lambda: self.tr("When"), _of(lambda v: figures.moment(v.created_at))),
            Field(lambda: self.tr("Author"), _of(lambda v: v.author)),
        ]

    def _tags(self, node: GraphNode) -> str:
        return ", ".join(words.version_tags(self.facts.dataset, node.number)) if self.facts else ""

    def _made_by(self, node: GraphNode) -> str:
        version = node.version
        if version is None:
            return self.tr("Removed")
        made = words.operation(version)
        if version.parent is not None and version.parent != version.number - 1:
            return self.tr("{operation}, from v{parent}").format(operation=made, parent=version.parent)
        return made

    # Showing ----------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        self._model.show([])
        self._splits, self._files = {}, {}
        self.difference.close_view()

    def show_facts(self, facts: DatasetFacts) -> None:
        drawn = graph(facts.dataset, facts.versions)
        self._graph.lanes, self._graph.head = drawn.lanes, facts.dataset.head
        kept = [n.number for n in self._chosen_nodes()]
        self._model.show(drawn.nodes)
        self._model.retranslate()
        if self.table.columnWidth(0) < self._graph.graph_width() + 7 * S:
            self.table.setColumnWidth(0, self._graph.graph_width() + 7 * S)
        self.show_content()
        if self._wanted is not None:
            self.choose(self._wanted)
        if facts.versions and not self._chosen_nodes():
            row = self._model.row_of(kept[0]) if kept else None
            self.table.selectRow(row or 0)
        self._on_selection_changed()
        self.start(self._read_more(facts))

    def choose(self, number: int) -> None:
        """Select a version, now or when it is known."""
        row = self._model.row_of(number)
        self._wanted = number if row is None else None
        if row is not None:
            self.table.selectRow(row)

    async def _read_more(self, facts: DatasetFacts) -> None:
        splits, files = await self._workspace.tasks.call(read_more, self._workspace.desk, facts)
        if self.facts is facts:
            self._splits, self._files = splits, files
            self._show_detail()

    def _chosen_nodes(self) -> list[GraphNode]:
        rows = sorted({i.row() for i in self.table.selectionModel().selectedIndexes()})
        return [self._model.things[r] for r in rows]

    def chosen(self) -> list[DatasetVersion]:
        """The selected versions, newest first."""
        return [n.version for n in self._chosen_nodes() if n.version]

    def _on_selection_changed(self) -> None:
        chosen, facts = self.chosen(), self.facts
        one, several = len(chosen) == 1, facts is not None and len(facts.versions) > 1
        two = len(chosen) == 2 or (one and several)
        enabled = {
            "difference": two, "drift": two, "recompose": one and several,
            "revert": one and facts is not None and chosen[0].number != facts.dataset.head,
        }  # fmt: skip
        for key, action in self._actions.items():
            action.setEnabled(enabled.get(key, one))
        self._records.setEnabled(one)
        self._tag.setEnabled(one)
        self._more.setEnabled(one)
        self._difference.setEnabled(two)
        self._compare.setEnabled(two)
        if len(chosen) == 2:
            self._hint.setText(self.tr("v{a} against v{b}").format(a=chosen[1].number, b=chosen[0].number))
        else:
            self._hint.setText(self.tr("Select two versions to compare them") if not chosen else "")
        self._show_detail()

    def _show_detail(self) -> None:
        nodes, facts = self._chosen_nodes(), self.facts
        self.detail.setVisible(bool(nodes))
        if nodes and facts is not None:
            node = nodes[0]
            files = ", ".join(self._files.get(i, "") for i in node.version.files) if node.version else ""
            self.detail.show_version(facts.dataset, node, files, self._splits.get(node.number, []))

    # Doing ------------------------------------------------------------------------------------------------------

    def _emit(self, signal: Any) -> None:
        if len(self.chosen()) == 1:
            signal.emit(self.chosen()[0].number)

    def _on_records(self) -> None:
        self._emit(self.records_asked)

    def _sides(self, other: int) -> tuple[int, int]:
        """Of the two chosen versions, or the chosen one and ``other``: the older first."""
        numbers = [v.number for v in self.chosen()]
        older, newer = sorted(numbers if len(numbers) == 2 else [numbers[0], other])
        return older, newer

    def _on_difference(self) -> None:
        """Of one version: to what it was made from."""
        facts, chosen = self.facts, self.chosen()
        if facts is None or not self._difference.isEnabled():
            return
        there = {v.number for v in facts.versions}
        nearest = [
            n
            for n in (chosen[0].parent, *sorted(there, reverse=True))
            if n in there and n != chosen[0].number
        ]
        self._pages.setCurrentWidget(self.difference)
        self.difference.show_difference(facts, *self._sides(nearest[0]))

    def _on_difference_closed(self) -> None:
        self._pages.setCurrentIndex(0)
        self.table.setFocus()

    def _on_compare(self) -> None:
        facts, chosen = self.facts, self.chosen()
        if facts is None or not self._compare.isEnabled():
            return
        same = facts.reference == chosen[0].number
        other = (chosen[0].parent or facts.versions[-1].number) if same else facts.reference
        self.compare_asked.emit(*self._sides(other))

    def _with_one(self, run: Callable[[Dataset, DatasetVersion], object]) -> None:
        """Do something with the one version that is chosen."""
        chosen, facts = self.chosen(), self.facts
        if facts is not None and len(chosen) == 1:
            run(facts.dataset, chosen[0])

    def _split(self, dataset: Dataset, version: DatasetVersion) -> None:
        taken = {s.name for s in self._splits.get(version.number, [])}
        self._commands.split(dataset, version, taken)

    def _remove_split(self, name: str) -> None:
        self._with_one(lambda dataset, version: self._commands.remove_split(dataset, version, name))

    def _fill_tag_menu(self) -> None:
        self._tag_menu.clear()
        chosen, facts = self.chosen(), self.facts
        if facts is None or len(chosen) != 1:
            return
        dataset, number = facts.dataset, chosen[0].number
        tagged = [t for t in words.version_tags(dataset, number) if t != "latest"]
        if "golden" not in tagged:
            self._add(self.tr("Tag as golden"), lambda: self._commands.tag_as(dataset, number, "golden"))
        self._add(self.tr("Other tag…"), lambda: self._commands.tag(dataset, chosen[0]))
        if tagged:
            self._tag_menu.addSeparator()
        for tag in tagged:
            text = self.tr("Remove tag {tag}").format(tag=tag)
            self._add(text, lambda _=None, t=tag: self._commands.untag(dataset, t))

    def _add(self, text: str, run: object) -> None:
        action = QAction(text, self._tag_menu)
        action.triggered.connect(run)
        self._tag_menu.addAction(action)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Versions"))
        names = {
            "records": self.tr("Open records"),
            "difference": self.tr("Differences"),
            "drift": self.tr("Compare drift"),
            "tag": self.tr("Tag…"),
            "split": self.tr("Split…"),
            "revert": self.tr("Go back to this version…"),
            "clean": self.tr("Clean…"),
            "recompose": self.tr("Recompose…"),
            "remove": self.tr("Remove…"),
        }
        for key, text in names.items():
            self._actions[key].setText(text)
        self._records.setText(names["records"])
        self._difference.setText(names["difference"])
        self._compare.setText(names["drift"])
        self._tag.setText(self.tr("Tag"))
        self._more.setText(self.tr("More"))
        self._model.retranslate()
        self.detail.retranslate()
        self.difference.retranslate()
        self._on_selection_changed()


def _of(text: Callable[[DatasetVersion], str]) -> Callable[[GraphNode], str]:
    """``text`` of a node's version; nothing where it was removed."""
    return lambda node: text(node.version) if node.version else ""
