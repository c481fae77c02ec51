"""All datasets: found, sorted and paged by the server, as cards or as a table."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.datasets.registry import RegistryPage, RegistryQuery
from driftdesk.core.entities import Dataset
from driftdesk.ui import figures
from driftdesk.ui.data.registry.changes import DatasetChanges
from driftdesk.ui.data.registry.filters import RegistryFilters
from driftdesk.ui.data.registry.pager import Pager
from driftdesk.ui.data.registry.views import CardView, DatasetModel, RegistryTable, add_actions
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import EmptyState, ErrorView, Header, Segmented, Skeleton, button, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.workspace import Workspace

_OF_INTEREST = {"*", "datasets"}


class AllDatasets(QWidget):
    """``opened`` carries the id of the dataset that is wanted; ``import_asked`` the name of the one to import into
    (empty: a new one)."""

    opened = Signal(str)
    import_asked = Signal(str)
    storage_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("area", "surface")
        self._workspace = workspace
        self._reading = self._stale = False
        self._read_yet = False
        self.changes = DatasetChanges(workspace, self)
        self.changes.changed.connect(self.refresh)
        self.changes.created.connect(self.opened)
        self.filters = RegistryFilters(workspace)
        self.filters.changed.connect(self._on_filters_changed)
        self.pager = Pager(int(workspace.state("data/registry/limit", 50)))
        self.pager.changed.connect(self._on_page_changed)
        self._build_header()
        self._build_views()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.filters, line(), self._pages, line(), self.pager):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        workspace.feed.changed.connect(self._on_feed_changed)
        workspace.theme_changed.connect(self.cards.viewport().update)
        self.retranslate()
        self._show_look(str(workspace.state("data/registry/look", "cards")))

    def _build_header(self) -> None:
        self.header = Header()
        self.look = Segmented()
        self.look.chosen.connect(self._on_look_chosen)
        self._storage, self._import = button("", "", "storage"), button("", "", "import")
        self._new = button("", "primary", "add")
        self._storage.clicked.connect(self.storage_asked)
        self._import.clicked.connect(lambda: self.import_asked.emit(""))
        self._new.clicked.connect(self.changes.create)
        self.header.set_actions([self.look, self._storage, self._import, self._new])

    def _build_views(self) -> None:
        self.model = DatasetModel(self._workspace.settings.user)
        self.model.setParent(self)
        self.table = RegistryTable(self._workspace, self.model)
        self.cards = CardView(self.model)
        self.cards.setSelectionModel(self.table.selectionModel())
        self.table.sort_asked.connect(self.filters.sort_by)
        self._actions = {
            key: QAction(self) for key in ("open", "favour", "edit", "import", "trash", "restore", "delete")
        }
        for key, (name, shortcut) in {
            "open": ("open", ""),
            "favour": ("favour", "Ctrl+D"),
            "edit": ("edit", "F2"),
            "import": ("import", ""),
            "trash": ("delete", "Del"),
            "restore": ("undo", ""),
            "delete": ("delete", "Shift+Del"),
        }.items():
            self._actions[key].setIcon(icon(name))
            self._actions[key].setShortcut(QKeySequence(shortcut))
            self._actions[key].triggered.connect(partial(self._run, key))
        for view in (self.table, self.cards):
            add_actions(view, list(self._actions.values()))
            view.activated.connect(self._on_activated)
        self.table.selectionModel().currentChanged.connect(self._show_actions)
        self._none = EmptyState("search", "")
        self._none.triggered.connect(self.filters.clear)
        self._error = ErrorView()
        self._error.retried.connect(self.refresh)
        self._table_page = inset(self.table)
        self._cards_page = inset(self.cards, 3 * S)
        self._pages = QStackedWidget()
        for page in (Skeleton(), self._cards_page, self._table_page, self._none, self._error):
            self._pages.addWidget(page)

    # Reading ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the server anew; several wishes at once are one question."""
        if self._reading or not self.isVisible():
            self._stale = True
            return
        self._reading = True
        self._workspace.tasks.start(self._read(), owner=self)

    async def _read(self) -> None:
        try:
            while True:
                self._stale = False
                query = self.filters.query(self.pager.offset, self.pager.limit)
                page, tags = await self._workspace.tasks.call(_ask, self._workspace, query)
                if not page.datasets and page.total and self.pager.offset:
                    self.pager.to_start()  # the last ones of the last page are gone
                elif not self._stale:
                    break
        except Exception as error:  # noqa: BLE001  (shown in place of the datasets)
            self._error.show_error(error)
            self._pages.setCurrentWidget(self._error)
            return
        finally:
            self._reading = False
        self.changes.tags = tags
        self.filters.show_tags(tags)
        self._show(page)

    def _show(self, page: RegistryPage) -> None:
        self._read_yet = True
        row = max(0, self.table.currentIndex().row())
        self.model.show(page.datasets)
        self.pager.show_total(page.total)
        self.pager.setVisible(page.total > 0)
        self.header.set_subtitle(self._counted(page.total))
        self.table.show_sort(self.filters.sort.currentData(), descending=self.filters.descending)
        self._say_none()
        self._show_look(self.look.key())
        if page.datasets and not self.table.currentIndex().isValid():
            self.table.selectRow(min(row, len(page.datasets) - 1))  # beside the one that went to the trash
        self._show_actions()

    def _counted(self, n: int) -> str:
        if self.filters.is_trash:
            return self.tr("{n} in the trash").format(n=figures.count(n))
        if self.filters.is_narrowed:
            return self.tr("{n} found").format(n=figures.count(n))
        return self.tr("1 dataset") if n == 1 else self.tr("{n} datasets").format(n=figures.count(n))

    def _on_filters_changed(self) -> None:
        self.pager.to_start()
        self.refresh()

    def _on_page_changed(self) -> None:
        self._workspace.remember("data/registry/limit", self.pager.limit)
        self.cards.scrollToTop()
        self.table.scrollToTop()
        self.refresh()

    def _on_feed_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _OF_INTEREST:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or not self._read_yet:
            self.refresh()

    # Looks ------------------------------------------------------------------------------------------------------

    def _on_look_chosen(self, look: str) -> None:
        self._workspace.remember("data/registry/look", look)
        self._show_look(look)
        self.view.setFocus()

    def _show_look(self, look: str) -> None:
        self.look.set_key(look)
        if not self._read_yet:
            return
        if not self.model.things:
            self._pages.setCurrentWidget(self._none)
        elif look == "table":
            self._pages.setCurrentWidget(self._table_page)
            self.table.selectRow(self.table.currentIndex().row())  # the whole row: a card is one cell
        else:
            self._pages.setCurrentWidget(self._cards_page)

    @property
    def view(self) -> RegistryTable | CardView:
        """The one that is shown."""
        return self.table if self.look.key() == "table" else self.cards

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def chosen(self) -> Dataset | None:
        row = self.table.selectionModel().currentIndex().row()
        return self.model.things[row] if 0 <= row < len(self.model.things) else None

    # Doing ------------------------------------------------------------------------------------------------------

    def _on_activated(self, index: QModelIndex) -> None:
        dataset = self.model.things[index.row()]
        if dataset.trashed_at is None:
            self.opened.emit(dataset.id)

    def _run(self, key: str, _checked: bool = False) -> None:
        dataset = self.chosen()
        if dataset is None:
            return
        match key:
            case "open":
                self.opened.emit(dataset.id)
            case "favour":
                self.changes.favour(dataset, on=not self.model.is_favourite(dataset))
            case "edit":
                self.changes.edit(dataset)
            case "import":
                self.import_asked.emit(dataset.name)
            case "trash":
                self.changes.trash(dataset)
            case "restore":
                self.changes.restore(dataset)
            case "delete":
                self.changes.delete(dataset)

    def _show_actions(self) -> None:
        """What can be done with the chosen dataset, and what it is called."""
        dataset = self.chosen()
        away = dataset is not None and dataset.trashed_at is not None
        for key, action in self._actions.items():
            action.setVisible((key in ("restore", "delete")) == away)
            action.setEnabled(dataset is not None and (key in ("restore", "delete")) == away)
        favoured = dataset is not None and self.model.is_favourite(dataset)
        self._actions["favour"].setText(
            self.tr("No favourite any more") if favoured else self.tr("Add to favourites")
        )
        self._actions["favour"].setIcon(icon("favourite" if favoured else "favour"))

    def _say_none(self) -> None:
        if self.filters.is_trash and not self.filters.search.text().strip():
            self._none.set_texts(self.tr("The trash is empty"), "", self.tr("Show all datasets"))
        elif self.filters.scope.key() == "favourites" and not self.filters.search.text().strip():
            self._none.set_texts(
                self.tr("No favourites"),
                self.tr("Ctrl+D makes the chosen dataset a favourite."),
                self.tr("Show all datasets"),
            )
        else:
            self._none.set_texts(
                self.tr("Nothing found"),
                self.tr("No dataset has all of this in its name, description or tags."),
                self.tr("Show all datasets"),
            )

    def retranslate(self) -> None:
        self.header.set_title(self.tr("All datasets"))
        self.look.set_options([("cards", self.tr("Cards")), ("table", self.tr("Table"))])
        self.look.setAccessibleName(self.tr("Cards or table"))
        self._storage.setText(self.tr("Storage"))
        self._import.setText(self.tr("Import files…"))
        self._new.setText(self.tr("New dataset…"))
        for view in (self.table, self.cards):
            view.setAccessibleName(self.tr("All datasets"))
        for key, text in {
            "open": self.tr("Open"),
            "edit": self.tr("Edit…"),
            "import": self.tr("Import into it…"),
            "trash": self.tr("Move to the trash"),
            "restore": self.tr("Restore"),
            "delete": self.tr("Delete for good…"),
        }.items():
            self._actions[key].setText(text)
        self.model.retranslate()
        self._show_actions()
        if self._read_yet:
            self._say_none()
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _ask(workspace: Workspace, query: RegistryQuery) -> tuple[RegistryPage, list[str]]:
    """Runs in a thread."""
    datasets = workspace.desk.datasets
    return datasets.page(query), datasets.tags()
