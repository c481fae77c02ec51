"""What the sub-tabs of an open dataset have in common: they read when they are looked at, and show how that went."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.widgets import EmptyState, ErrorView, Skeleton
from driftdesk.ui.workspace import Workspace


class DatasetPanel(QWidget):
    """``content`` is where a panel builds; it overrides ``clear``, ``show_facts`` and ``retranslate``.

    ``show_facts`` runs when the facts are new and the panel is visible; until then the skeleton stands there.
    A dataset without a version has nothing to show: ``import_asked`` when its first rows are wanted.
    """

    import_asked = Signal()

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__()
        self.setProperty("area", "surface")
        self._workspace = workspace
        self._state = state
        self._stale = True
        self.content = QWidget()
        self._skeleton = Skeleton()
        self._error = ErrorView()
        self._error.retried.connect(self._on_retried)
        self._stack = QStackedWidget()
        self._no_rows = EmptyState("import", "")
        self._no_rows.triggered.connect(self.import_asked)
        for page in (self._skeleton, self.content, self._error, self._no_rows):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        state.opened.connect(self._on_opened)
        state.changed.connect(self._on_changed)

    def clear(self) -> None:
        """Forget the dataset that was open."""

    def show_facts(self, facts: DatasetFacts) -> None:
        """Show the open dataset."""

    def retranslate(self) -> None:
        """Say everything in the window's language."""

    @property
    def facts(self) -> DatasetFacts | None:
        return self._state.facts

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine that belongs to this panel; what it raises becomes a notification."""
        self._workspace.tasks.start(work, owner=self)

    def start_reading(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine that reads what the panel shows; what it raises takes the panel's place."""
        self.start(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        opened = self._state.dataset_id
        try:
            await work
        except Exception as error:  # noqa: BLE001  (shown in place of the content)
            if opened == self._state.dataset_id:
                self.show_error(error)

    def show_content(self) -> None:
        self._stack.setCurrentWidget(self.content)

    def show_skeleton(self) -> None:
        self._stack.setCurrentWidget(self._skeleton)

    def show_error(self, error: BaseException) -> None:
        self._error.show_error(error)
        self._stack.setCurrentWidget(self._error)

    def _on_opened(self) -> None:
        self._stale = True
        self.clear()
        self.show_skeleton()

    def _on_changed(self) -> None:
        self._stale = True
        self._refresh()

    def _on_retried(self) -> None:
        self.show_skeleton()
        self._stale = True
        self._state.refresh()

    def _refresh(self) -> None:
        if self._stale and self.isVisible() and self._state.facts is not None:
            self._stale = False
            if self._state.facts.latest is None:
                self._show_no_rows()
            else:
                self.show_facts(self._state.facts)

    def _show_no_rows(self) -> None:
        self._no_rows.set_texts(
            self.tr("No rows yet"),
            self.tr("The first import makes the first version of this dataset."),
            self.tr("Import files…"),
        )
        self._stack.setCurrentWidget(self._no_rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._stale = True
            self._refresh()
        super().changeEvent(event)
