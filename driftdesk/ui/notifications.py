"""One route for what the user must know: exception or message, notification centre, toast, log."""

import traceback
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import structlog
from PySide6.QtCore import QCoreApplication, QObject, Signal

from driftdesk.core.entities import now
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.logs import new_error_id

KEPT = 200

NoticeKind = Literal["error", "warning", "success", "info"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Notice:
    """One message: what happened, what to do next, and for errors the details to copy and the id in the log."""

    kind: NoticeKind
    text: str
    hint: str = ""
    details: str = ""
    error_id: str = ""
    link: tuple[str, str] | None = None
    """``(kind, id)`` that ``Workspace.open`` goes to, such as ``("job", "…")``."""
    at: datetime = field(default_factory=now)


class Notifications(QObject):
    """Keeps the last messages and announces new ones. ``posted`` carries a ``Notice``."""

    posted = Signal(object)
    unread_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: deque[Notice] = deque(maxlen=KEPT)
        self._unread = 0

    @property
    def notices(self) -> list[Notice]:
        """Newest first."""
        return list(reversed(self._notices))

    def error(self, exc: BaseException) -> str:
        """Show and log an exception. Returns its error id."""
        error_id = new_error_id()
        details = "".join(traceback.format_exception(exc))
        log.error("window_error", error_id=error_id, error=repr(exc), details=details)
        if isinstance(exc, DriftDeskError):
            text, hint = exc.message, exc.hint
        else:
            text = QCoreApplication.translate("Notifications", "Something went wrong in DriftDesk itself.")
            hint = QCoreApplication.translate(
                "Notifications", "The details are in the log under {id}."
            ).format(id=error_id)
        self.post(Notice("error", text, hint, details, error_id))
        return error_id

    def info(self, text: str, *, hint: str = "", link: tuple[str, str] | None = None) -> None:
        self.post(Notice("info", text, hint, link=link))

    def success(self, text: str, *, hint: str = "", link: tuple[str, str] | None = None) -> None:
        self.post(Notice("success", text, hint, link=link))

    def warning(self, text: str, *, hint: str = "", link: tuple[str, str] | None = None) -> None:
        self.post(Notice("warning", text, hint, link=link))

    def post(self, notice: Notice) -> None:
        """Keep a notice and announce it."""
        self._notices.append(notice)
        self._unread += 1
        self.posted.emit(notice)
        self.unread_changed.emit(self._unread)

    def mark_read(self) -> None:
        self._unread = 0
        self.unread_changed.emit(0)

    def clear(self) -> None:
        self._notices.clear()
        self.mark_read()
