"""Versions: what a dataset was and is, what made each state, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QVBoxLayout

from driftdesk.core.entities import DatasetVersion
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace


class VersionPanel(DatasetPanel):
    """Signals carry version numbers."""

    records_asked = Signal(int)
    compare_asked = Signal(int, int)
    """(reference, current)"""
    clean_asked = Signal(int)
    recompose_asked = Signal(int)

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__(workspace, state)
        self._model = IconTableModel(self._fields(), lambda v: v.id, lambda v: icon("versions"), parent=self)
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.set_widths(88, 112, 220, 88, 136, 104)
        self.table.remember_widths(workspace, "data/versions")
        self.table.doubleClicked.connect(
            lambda i: self.records_asked.emit(self._model.things[i.row()].number)
        )
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._hint = label("", "muted")
        self._records, self._compare = button("", "", "records"), button("", "", "compare")
        self._tag, self._clean, self._recompose = (
            button("", "", "tag"),
            button("", "", "clean"),
            button("", "", "recompose"),
        )
        self._tag_menu = QMenu(self)
        self._tag.setMenu(self._tag_menu)
        self._tag.setProperty("menu", True)
        self._tag_menu.aboutToShow.connect(self._fill_tag_menu)
        self._records.clicked.connect(lambda: self.records_asked.emit(self.chosen()[0].number))
        self._compare.clicked.connect(self._on_compare)
        self._clean.clicked.connect(lambda: self.clean_asked.emit(self.chosen()[0].number))
        self._recompose.clicked.connect(lambda: self.recompose_asked.emit(self.chosen()[0].number))
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self._hint, 1)
        for made in (self._records, self._compare, self._tag, self._clean, self._recompose):
            bar.addWidget(made)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(inset(self.table), 1)
        self.retranslate()

    def _fields(self) -> list[Field[DatasetVersion]]:
        return [
            Field(lambda: self.tr("Version"), lambda v: f"v{v.number}", sort=lambda v: v.number),
            Field(lambda: self.tr("Tags"), self._tags),
            Field(lambda: self.tr("Made by"), self._made_by),
            Field(lambda: self.tr("Rows"), lambda v: figures.count(v.rows), number=True),
            Field(lambda: self.tr("When"), lambda v: figures.moment(v.created_at)),
            Field(lambda: self.tr("Author"), lambda v: v.author),
            Field(lambda: self.tr("Message"), lambda v: v.message),
        ]

    def _tags(self, version: DatasetVersion) -> str:
        return ", ".join(words.version_tags(self.facts.dataset, version.number)) if self.facts else ""

    def _made_by(self, version: DatasetVersion) -> str:
        made = words.operation(version)
        if version.parent is not None and version.parent != version.number - 1:
            return self.tr("{operation}, from v{parent}").format(operation=made, parent=version.parent)
        return made

    def clear(self) -> None:
        self._model.show([])

    def show_facts(self, facts: DatasetFacts) -> None:
        chosen = [v.id for v in self.chosen()]
        self._model.show(facts.versions)
        self._model.retranslate()
        self.show_content()
        if facts.versions and not self.chosen():
            kept = self._model.row_of(chosen[0]) if chosen else None
            self.table.selectRow(kept or 0)
        self._on_selection_changed()

    def chosen(self) -> list[DatasetVersion]:
        """The selected versions, newest first."""
        rows = sorted({i.row() for i in self.table.selectionModel().selectedIndexes()})
        return [self._model.things[r] for r in rows]

    def _on_selection_changed(self) -> None:
        chosen = self.chosen()
        for made in (self._records, self._tag, self._clean):
            made.setEnabled(len(chosen) == 1)
        facts = self.facts
        comparable = len(chosen) == 2 or (len(chosen) == 1 and facts is not None and len(facts.versions) > 1)
        self._compare.setEnabled(comparable)
        self._recompose.setEnabled(len(chosen) == 1 and facts is not None and len(facts.versions) > 1)
        if len(chosen) == 2:
            self._hint.setText(self.tr("v{a} against v{b}").format(a=chosen[1].number, b=chosen[0].number))
        else:
            self._hint.setText(self.tr("Select two versions to compare them") if not chosen else "")

    def _on_compare(self) -> None:
        chosen, facts = self.chosen(), self.facts
        if facts is None or not chosen:
            return
        if len(chosen) == 2:
            self.compare_asked.emit(chosen[1].number, chosen[0].number)
            return
        other = (
            facts.reference
            if facts.reference != chosen[0].number
            else (chosen[0].parent or facts.versions[-1].number)
        )
        reference, current = sorted((other, chosen[0].number))
        self.compare_asked.emit(reference, current)

    def _fill_tag_menu(self) -> None:
        self._tag_menu.clear()
        chosen, facts = self.chosen(), self.facts
        if facts is None or len(chosen) != 1:
            return
        number = chosen[0].number
        tagged = [t for t in words.version_tags(facts.dataset, number) if t != "latest"]
        if "golden" not in tagged:
            self._add(self.tr("Tag as golden"), lambda: self._tag_as(number, "golden"))
        self._add(self.tr("Other tag…"), lambda: self._ask_tag(number))
        if tagged:
            self._tag_menu.addSeparator()
        for tag in tagged:
            self._add(self.tr("Remove tag {tag}").format(tag=tag), lambda _=None, t=tag: self._untag(t))

    def _add(self, text: str, run: object) -> None:
        action = QAction(text, self._tag_menu)
        action.triggered.connect(run)
        self._tag_menu.addAction(action)

    def _ask_tag(self, number: int) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Tag version {number}").format(number=number))
        dialog.setLabelText(
            self.tr("A short name, such as golden or before-campaign. It moves if it is taken.")
        )
        dialog.setOkButtonText(self.tr("Tag"))
        dialog.textValueSelected.connect(lambda tag: self._tag_as(number, tag.strip()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _tag_as(self, number: int, tag: str) -> None:
        if self.facts and tag:
            self.start(self._store_tag(self.facts.dataset.name, number, tag))

    def _untag(self, tag: str) -> None:
        if self.facts:
            self.start(self._remove_tag(self.facts.dataset.name, tag))

    async def _store_tag(self, name: str, number: int, tag: str) -> None:
        await self._workspace.tasks.call(self._workspace.desk.datasets.tag_version, name, number, tag)
        self._state.refresh()

    async def _remove_tag(self, name: str, tag: str) -> None:
        await self._workspace.tasks.call(self._workspace.desk.datasets.untag_version, name, tag)
        self._state.refresh()

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Versions"))
        self._records.setText(self.tr("Open records"))
        self._compare.setText(self.tr("Compare"))
        self._tag.setText(self.tr("Tag"))
        self._clean.setText(self.tr("Clean…"))
        self._recompose.setText(self.tr("Recompose…"))
        self._model.retranslate()
        self._on_selection_changed()
