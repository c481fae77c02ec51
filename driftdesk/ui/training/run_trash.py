"""What can be done with runs from their table: notes and tags, the trash; and the trash itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from driftdesk.core.entities import Model, Run
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.registry_commands import RegistryCommands
from driftdesk.ui.training.runs_panel import RunsPanel
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.training.tables import sortable_table
from driftdesk.ui.widgets.basics import button, label
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace


class RunTrash(QObject):
    """Adds its actions to the table of ``panel``."""

    def __init__(self, workspace: Workspace, state: ModelState, panel: RunsPanel) -> None:
        super().__init__(panel)
        self._workspace = workspace
        self._state = state
        self._panel = panel
        self.commands = RegistryCommands(workspace, panel)
        self.commands.changed.connect(state.refresh)
        self._actions = {key: QAction(panel.table) for key in ("describe", "trash", "open_trash")}
        made: dict[str, tuple[str, str, Callable[[], None]]] = {
            "describe": ("edit", "F2", self._describe),
            "trash": ("delete", "Del", self._trash),
            "open_trash": ("delete", "", self.open_trash),
        }
        for key, (glyph, shortcut, run) in made.items():
            action = self._actions[key]
            action.setIcon(icon(glyph))
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, r=run: r())
            panel.add_action(action)
        self.retranslate()

    def _describe(self) -> None:
        facts, runs = self._state.facts, self._panel.selected()
        if facts is not None and runs:
            self.commands.describe(facts.model, runs[0])

    def _trash(self) -> None:
        facts, runs = self._state.facts, self._panel.selected()
        if facts is not None and runs:
            self.commands.trash(facts.model, runs)

    def open_trash(self) -> None:
        """Show the runs of the model that are in the trash."""
        if self._state.facts is not None:
            self._workspace.tasks.start(self._open_trash(self._state.facts.model), owner=self)

    async def _open_trash(self, model: Model) -> None:
        runs = await self._workspace.tasks.call(self._workspace.desk.training.runs, model, trash=True)
        dialog = TrashedRuns(self._workspace, model, runs, self.commands, self._panel)
        dialog.open()

    def retranslate(self) -> None:
        names = {
            "describe": self.tr("Notes and tags…"),
            "trash": self.tr("Move to the trash"),
            "open_trash": self.tr("Runs in the trash…"),
        }
        for key, text in names.items():
            self._actions[key].setText(text)


class TrashedRuns(QDialog):
    """The runs of a model in the trash, many at once to be restored or deleted."""

    def __init__(
        self,
        workspace: Workspace,
        model: Model,
        runs: Sequence[Run],
        commands: RegistryCommands,
        parent: RunsPanel,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Runs of {model} in the trash").format(model=model.name))
        self.setMinimumSize(80 * S, 45 * S)
        self._workspace = workspace
        self._model = model
        self._rows: ListTableModel[Run] = ListTableModel(self._fields(), lambda r: r.id, self)
        self.table = sortable_table(self._rows, workspace, "training/runs/trash", 72, 72, 160, 120)
        self.table.setAccessibleName(self.windowTitle())
        self._none = label(self.tr("No runs are in the trash."), "muted")
        self.restore, self.delete = (
            button(self.tr("Restore"), "", "undo"),
            button(self.tr("Delete for good…"), "", "delete"),
        )
        close = button(self.tr("Close"))
        close.clicked.connect(self.close)
        self.restore.clicked.connect(lambda: commands.restore(model, self.chosen()))
        self.delete.clicked.connect(lambda: commands.delete(model, self.chosen()))
        commands.changed.connect(self._reload)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._none, 1)
        for made in (self.restore, self.delete, close):
            row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        column.setSpacing(2 * S)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.table.selectionModel().selectionChanged.connect(self._say)
        self._show(runs)

    def _fields(self) -> list[Field[Run]]:
        return [
            Field(lambda: self.tr("Run"), lambda r: f"#{r.number}", lambda r: r.number),
            Field(lambda: self.tr("Data"), lambda r: f"v{r.dataset_version}", lambda r: r.dataset_version),
            Field(lambda: self.tr("Trainer"), lambda r: words.trainer(r.trainer)),
            Field(lambda: self.tr("State"), lambda r: state_word(r.state)),
            Field(
                lambda: self.tr("In the trash since"),
                lambda r: figures.moment(r.trashed_at) if r.trashed_at else "",
                lambda r: r.trashed_at,
            ),
        ]

    def chosen(self) -> list[Run]:
        """Those that are selected."""
        return [index.data(RECORD_ROLE) for index in self.table.selectionModel().selectedRows()]

    def _reload(self) -> None:
        self._workspace.tasks.start(self._read(), owner=self)

    async def _read(self) -> None:
        runs = self._workspace.desk.training.runs
        self._show(await self._workspace.tasks.call(runs, self._model, trash=True))

    def _show(self, runs: Sequence[Run]) -> None:
        self._rows.show(runs)
        self._none.setText("" if runs else self.tr("No runs are in the trash."))
        if runs:
            self.table.selectAll()
        self._say()

    def _say(self) -> None:
        for made in (self.restore, self.delete):
            made.setEnabled(bool(self.chosen()))
