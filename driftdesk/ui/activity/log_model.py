"""The log of one job: its events as lines."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from driftdesk.core.entities import JobEvent, JobProgressed
from driftdesk.ui.activity.words import event_words
from driftdesk.ui.durations import moment

Index = QModelIndex | QPersistentModelIndex
EVENT_ROLE = Qt.ItemDataRole.UserRole + 1
MOST = 5000


class LogModel(QAbstractListModel):
    """Progress within the same stage replaces the line before, so that the log stays readable."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: list[JobEvent] = []

    @property
    def last(self) -> tuple[int, int]:
        """Attempt and number of the newest event."""
        return (self._events[-1].attempt, self._events[-1].number) if self._events else (-1, -1)

    def show(self, events: list[JobEvent]) -> None:
        self.beginResetModel()
        self._events = []
        for event in events[-MOST:]:
            if self._replaces_last(event):
                self._events[-1] = event
            else:
                self._events.append(event)
        self.endResetModel()

    def add(self, event: JobEvent) -> None:
        """Add a live event; one that is there already is left out."""
        if (event.attempt, event.number) <= self.last:
            return
        if self._replaces_last(event):
            self._events[-1] = event
            last = self.index(len(self._events) - 1)
            self.dataChanged.emit(last, last)
            return
        self.beginInsertRows(QModelIndex(), len(self._events), len(self._events))
        self._events.append(event)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self._events[index.row()]
        if role == EVENT_ROLE:
            return event
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{moment(event.at)}  {event_words(event)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return event_words(event)
        return None

    def text(self) -> str:
        """The whole log, to copy."""
        return "\n".join(str(self.index(n).data()) for n in range(len(self._events)))

    def _replaces_last(self, event: JobEvent) -> bool:
        if not self._events or not isinstance(event, JobProgressed):
            return False
        last = self._events[-1]
        return isinstance(last, JobProgressed) and (last.attempt, last.progress.stage) == (
            event.attempt,
            event.progress.stage,
        )
