"""What every panel gets in its constructor: the desk, the bridge to threads, the feed, and the window's memory."""

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from driftdesk.core.settings import Settings
from driftdesk.ui.feed import EventFeed
from driftdesk.ui.live_jobs import LiveJobs
from driftdesk.ui.notifications import Notifications
from driftdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from driftdesk.desk import Desk

RECENT = 12


class Workspace(QObject):
    """Panels are made only after the desk is open, so ``desk`` and ``feed`` are there for them. Signals carry ids."""

    dataset_opened = Signal(str)
    """The id of the dataset that the Data tab shows now."""
    model_opened = Signal(str)
    """The id of the model that the Training tab shows now."""
    theme_changed = Signal()
    language_changed = Signal()
    """Panels need it only for what ``changeEvent(LanguageChange)`` does not reach."""
    services_changed = Signal()
    """There are other detection services than before."""
    leaving = Signal()
    """The desk is about to be left: who keeps something that is not written yet starts to write it now."""
    open_requested = Signal(str, str)
    """For the main window: ``(kind, id)`` asked for by ``open``."""

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        notifications: Notifications,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.tasks = tasks
        self.notifications = notifications
        self.feed = EventFeed(self)
        self.jobs = LiveJobs(tasks, self.feed, self)
        """The jobs the window knows of, always up to date."""
        self._desk: Desk | None = None
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._memory = QSettings(str(settings.data_dir / "window.ini"), QSettings.Format.IniFormat, self)

    @property
    def desk(self) -> "Desk":
        """The open desk. Panels are never made without one."""
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    @property
    def is_connected(self) -> bool:
        return self._desk is not None

    def set_desk(self, desk: "Desk | None") -> None:
        """The window opened (or closed) the database. Starts or stops the feed."""
        self.feed.stop()
        self._desk = desk
        if desk is not None:
            self.feed.start(desk.jobs)
        self.jobs.follow(desk.jobs if desk is not None else None)

    def open(self, kind: str, thing_id: str) -> None:
        """Go to a ``"dataset"``, ``"model"``, ``"job"``, ``"report"``, ``"run"`` or ``"policy"`` by its id; to the
        ``"stream"`` of a dataset by the dataset's; or to a tab by ``("tab", "data" | "training" | "automation" | "activity")``."""
        self.open_requested.emit(kind, thing_id)

    def note_recent(self, kind: str, thing_id: str, title: str) -> None:
        """A tab opened something: remember it for the palette."""
        kept = [r for r in self.recent() if (r[0], r[1]) != (kind, thing_id)]
        self.remember("recent", [(kind, thing_id, title), *kept][:RECENT])

    def recent(self) -> list[tuple[str, str, str]]:
        """``(kind, id, title)`` of what was open last, newest first."""
        return [(k, i, t) for k, i, t in self.state("recent", [])]

    def state(self, key: str, default: Any = None) -> Any:
        """What ``remember`` kept under ``key``, also from before a restart; else ``default``. Sequences come back as
        lists, QByteArray (``saveState()``) as QByteArray."""
        text = self._memory.value(key)
        if not isinstance(text, str):
            return default
        try:
            value = json.loads(text)
        except ValueError:
            return default
        if isinstance(value, dict) and set(value) == {"$bytes"}:
            return QByteArray.fromBase64(QByteArray(str(value["$bytes"]).encode()))
        return value

    def remember(self, key: str, value: Any) -> None:
        """Keep JSON-like values or a QByteArray under a key such as ``data/splitter``."""
        if isinstance(value, QByteArray):
            value = {"$bytes": bytes(value.toBase64().data()).decode()}
        self._memory.setValue(key, json.dumps(value))

    def close(self) -> None:
        self.feed.close()
        self.tasks.close()
        self._memory.sync()
