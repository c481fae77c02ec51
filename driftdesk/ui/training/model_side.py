"""The left side of the Training tab: the models, or those in the trash, and what is done to them there."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from driftdesk.core.entities import PRIMARY_METRIC, Model, ModelVersion
from driftdesk.ui import figures
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.empty_trash_dialog import EmptyTrashDialog
from driftdesk.ui.training.registry_commands import RegistryCommands
from driftdesk.ui.widgets import Thing, ThingList, button, icon_button
from driftdesk.ui.workspace import Workspace

_ACTIONS = {
    "edit": ("edit", "F2"),
    "trash": ("delete", "Del"),
    "restore": ("undo", ""),
    "delete": ("delete", "Shift+Del"),
}
_AWAY = ("restore", "delete")


class ModelSide(QFrame):
    """``selected`` carries the id of the model to be shown; ``loaded`` says whether there is any."""

    selected = Signal(str)
    loaded = Signal(bool)
    new_asked = Signal()
    import_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("area", "window")
        self._workspace = workspace
        self._models: dict[str, Model] = {}
        self.commands = RegistryCommands(workspace, self)
        self.commands.changed.connect(self.reload)
        self.list = ThingList()
        self._new = icon_button("add", "")
        self._new.clicked.connect(self.new_asked)
        self._import = icon_button("import", "")
        self._import.clicked.connect(self.import_asked)
        for made in (self._new, self._import):
            self.list.add_button(made)
        self.list.selected.connect(self._on_selected)
        self.trash = button("", "quiet", "delete")
        self.trash.setCheckable(True)
        self.trash.toggled.connect(lambda _: self.reload())
        self._restore, self._delete = button("", "", "undo"), button("", "", "delete")
        self._purge = button("", "quiet", "delete")
        self._purge.clicked.connect(self.empty_trash)
        self._actions: dict[str, QAction] = {}
        self.list.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for key, (glyph, shortcut) in _ACTIONS.items():
            action = QAction(icon(glyph), "", self.list.view)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._run, key))
            self.list.view.addAction(action)
            self._actions[key] = action
        self._restore.clicked.connect(self._actions["restore"].trigger)
        self._delete.clicked.connect(self._actions["delete"].trigger)
        foot, doing = QHBoxLayout(), QHBoxLayout()
        foot.setContentsMargins(S, S, S, S)
        foot.addWidget(self.trash, 1)
        doing.setContentsMargins(S, S, S, 0)
        doing.addWidget(self._restore)
        doing.addWidget(self._delete)
        emptying = QHBoxLayout()
        emptying.setContentsMargins(S, S, S, 0)
        emptying.addWidget(self._purge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(doing)
        column.addLayout(emptying)
        column.addLayout(foot)
        self._show_actions()
        self.retranslate()

    @property
    def is_trash(self) -> bool:
        return self.trash.isChecked()

    def chosen(self) -> Model | None:
        return self._models.get(self.list.current_id())

    def reload(self) -> None:
        """Ask for the models anew."""
        self._workspace.tasks.start(self._load(), owner=self)

    async def _load(self) -> None:
        is_trash = self.is_trash
        models, champions, away = await self._workspace.tasks.call(self._read, is_trash)
        if is_trash != self.is_trash:
            return
        self._models = {m.id: m for m in models}
        self.list.show_things([_thing(m, champions.get(m.id)) for m in models])
        self.trash.setText(self.tr("Trash ({n})").format(n=figures.count(away)))
        self.trash.setVisible(away > 0 or is_trash)
        if models and not is_trash and not self.list.current_id():
            remembered = str(self._workspace.state("training/model", ""))
            if not self.list.select(remembered):
                self.list.select(models[0].id)
        self._show_actions()
        if not is_trash:
            self.loaded.emit(bool(models))
        elif not away:
            self.trash.setChecked(False)

    def _read(self, trash: bool) -> tuple[list[Model], dict[str, ModelVersion], int]:
        """Runs in a thread."""
        desk = self._workspace.desk
        models, away = desk.training.models(), desk.training.models(trash=True)
        if trash:
            return away, {}, len(away)
        champions = {m.id: desk.registry.version(m, m.champion) for m in models if m.champion is not None}
        return models, champions, len(away)

    def _on_selected(self, model_id: str) -> None:
        self._show_actions()
        if not self.is_trash:
            self.selected.emit(model_id)

    def _run(self, key: str, _checked: bool = False) -> None:
        model = self.chosen()
        if model is None:
            return
        match key:
            case "edit":
                self.commands.describe(model, model)
            case "trash":
                self.commands.trash(model, [model])
            case "restore":
                self.commands.restore(model, [model])
            case "delete":
                self.commands.delete(model, [model])

    def empty_trash(self) -> None:
        """Ask which of the models, versions and runs in the trash go for good."""
        dialog = EmptyTrashDialog(self._workspace, self)
        dialog.accepted.connect(self.commands.changed)
        dialog.open()

    def _show_actions(self) -> None:
        for key, action in self._actions.items():
            fits = (key in _AWAY) == self.is_trash
            action.setVisible(fits)
            action.setEnabled(fits and self.chosen() is not None)
        for made, key in ((self._restore, "restore"), (self._delete, "delete")):
            made.setVisible(self.is_trash)
            made.setEnabled(self._actions[key].isEnabled())
        self._purge.setVisible(self.is_trash)
        self._new.setVisible(not self.is_trash)
        self._import.setVisible(not self.is_trash)

    def retranslate(self) -> None:
        self.list.set_texts(self.tr("Search models"), self.tr("Models"))
        for made, text in ((self._new, self.tr("New model")), (self._import, self.tr("Import a model"))):
            made.setToolTip(text)
            made.setAccessibleName(text)
        names = {
            "edit": self.tr("Edit…"),
            "trash": self.tr("Move to the trash"),
            "restore": self.tr("Restore"),
            "delete": self.tr("Delete for good…"),
        }
        for key, text in names.items():
            self._actions[key].setText(text)
        self._restore.setText(names["restore"])
        self._delete.setText(self.tr("Delete…"))
        self._purge.setText(self.tr("Empty the trash…"))
        self._purge.setToolTip(self.tr("Models, versions and runs, of all models"))
        self.trash.setText(self.tr("Trash ({n})").format(n=len(self._models) if self.is_trash else 0))
        self.trash.setToolTip(self.tr("Models in the trash"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.reload()
        super().changeEvent(event)


def _thing(model: Model, champion: ModelVersion | None) -> Thing:
    metric = PRIMARY_METRIC[model.task]
    caption = words.champion_line(model, champion.metrics.get(metric) if champion else None, metric)
    return Thing(model.id, model.name, caption, icon="model")
