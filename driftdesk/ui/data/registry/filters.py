"""Which datasets are shown, and in which order: the row of fields above them."""

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from driftdesk.core.datasets.registry import RegistryQuery
from driftdesk.core.entities import Task
from driftdesk.ui.data import words
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Segmented, icon_button
from driftdesk.ui.workspace import Workspace

TYPING_MS = 150
"""After the last key before the server is asked."""
_KEY = "data/registry/query"
_LONGEST = 200

Sort = Literal["name", "updated", "rows", "labelled", "size"]


class RegistryFilters(QWidget):
    """``changed`` when something else is wanted, once typing pauses. What was chosen last is remembered, but what was
    searched for."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        kept: dict[str, Any] = workspace.state(_KEY, {}) or {}
        self._descending = bool(kept.get("descending", True))
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setMaxLength(_LONGEST)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.scope = Segmented()
        self.task, self.tag, self.sort = QComboBox(), QComboBox(), QComboBox()
        self.tag.setMaximumWidth(180)
        self.order = icon_button("arrow-down", "")
        self._tags: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S // 2, 3 * S, S)
        row.setSpacing(S)
        for widget in (self.search, self.scope, self.task, self.tag, self.sort, self.order):
            row.addWidget(widget, 1 if widget is self.search else 0)
        self.retranslate()
        self.task.setCurrentIndex(max(0, self.task.findData(kept.get("task", ""))))
        self.sort.setCurrentIndex(max(0, self.sort.findData(kept.get("sort", "updated"))))
        self._show_order()
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.scope.chosen.connect(lambda _: self._on_chosen())
        for box in (self.task, self.tag, self.sort):
            box.currentIndexChanged.connect(self._on_chosen)
        self.order.clicked.connect(self._on_order)

    @property
    def descending(self) -> bool:
        return self._descending

    @property
    def is_narrowed(self) -> bool:
        """Whether some datasets may be left out."""
        return bool(
            self.search.text().strip()
            or self.task.currentData()
            or self.tag.currentData()
            or self.scope.key() == "favourites"
        )

    @property
    def is_trash(self) -> bool:
        return self.scope.key() == "trash"

    def query(self, offset: int, limit: int) -> RegistryQuery:
        """What is wanted, of which page."""
        task = self.task.currentData()
        return RegistryQuery(
            search=self.search.text(),
            task=Task(task) if task else None,
            tag=self.tag.currentData() or "",
            favourites=self.scope.key() == "favourites",
            trashed=self.is_trash,
            sort=self.sort.currentData(),
            descending=self._descending,
            offset=offset,
            limit=limit,
        )

    def sort_by(self, sort: str) -> None:
        """As a pressed header asks: the same again turns the order."""
        if sort == self.sort.currentData():
            self._on_order()
        else:
            self._descending = sort != "name"
            self.sort.setCurrentIndex(self.sort.findData(sort))
            self._show_order()

    def clear(self) -> None:
        """Leave nothing out."""
        for widget in (self.search, self.task, self.tag, self.scope):
            widget.blockSignals(True)
        self.search.clear()
        self.task.setCurrentIndex(0)
        self.tag.setCurrentIndex(0)
        self.scope.set_key("all")
        for widget in (self.search, self.task, self.tag, self.scope):
            widget.blockSignals(False)
        self._on_chosen()

    def show_tags(self, tags: Sequence[str]) -> None:
        """Offer these to filter by; the chosen one stays."""
        if tuple(tags) != self._tags:
            self._tags = tuple(tags)
            _fill(self.tag, [(self.tr("All tags"), ""), *((t, t) for t in tags)])
        self.tag.setVisible(bool(tags) or bool(self.tag.currentData()))

    def _on_chosen(self) -> None:
        kept = {
            "task": self.task.currentData(),
            "sort": self.sort.currentData(),
            "descending": self._descending,
        }
        self._workspace.remember(_KEY, kept)
        self.changed.emit()

    def _on_order(self) -> None:
        self._descending = not self._descending
        self._show_order()
        self._on_chosen()

    def _show_order(self) -> None:
        self.order.setIcon(icon("arrow-down" if self._descending else "arrow-up"))
        tip = self.tr("Greatest first") if self._descending else self.tr("Least first")
        self.order.setToolTip(tip)
        self.order.setAccessibleName(tip)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search name, description and tags"))
        self.search.setAccessibleName(self.tr("Search all datasets"))
        self.scope.set_options(
            [("all", self.tr("All")), ("favourites", self.tr("Favourites")), ("trash", self.tr("Trash"))]
        )
        self.scope.setAccessibleName(self.tr("Which datasets"))
        self.task.setAccessibleName(self.tr("Filter by task"))
        self.tag.setAccessibleName(self.tr("Filter by tag"))
        self.sort.setAccessibleName(self.tr("Sort by"))
        _fill(self.task, [(self.tr("All tasks"), ""), *((words.task(t), t.value) for t in Task)])
        _fill(self.tag, [(self.tr("All tags"), ""), *((t, t) for t in self._tags)])
        by = (
            (self.tr("Updated"), "updated"),
            (self.tr("Name"), "name"),
            (self.tr("Rows"), "rows"),
            (self.tr("Share labelled"), "labelled"),
            (self.tr("Size"), "size"),
        )
        _fill(self.sort, by)
        self._show_order()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Replace the choices without announcing it; what is chosen stays where it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen, Qt.ItemDataRole.UserRole)))
    box.blockSignals(False)
