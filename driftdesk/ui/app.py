"""Starts the window: settings, theme, language, event loop, hooks for what nobody caught.

The order is what makes it fast: the frame is painted first, then the database is opened in a thread, then the first
tab is made, then the worker's children start.
"""

import asyncio
import contextlib
import signal
import socket
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication

from driftdesk import __version__
from driftdesk.core.errors import ParameterError
from driftdesk.core.logs import configure_logs
from driftdesk.core.settings import Settings, load_settings
from driftdesk.ui.garbage import GarbageCollector
from driftdesk.ui.language import Language, language_of
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.notifications import Notifications
from driftdesk.ui.session import Session
from driftdesk.ui.tasks import Tasks
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import app_icon
from driftdesk.ui.theme.style import apply_theme, scheme_of
from driftdesk.ui.workspace import Workspace

log = structlog.get_logger(__name__)


def main(data_dir: Path | None = None, uri: str | None = None) -> int:
    """Open the window and stay until it is closed; the exit code."""
    try:
        settings = load_settings(data_dir, mongodb_uri=uri)
    except ParameterError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return error.exit_code
    configure_logs(settings, "window")
    app = make_app()
    loop = make_loop(app)
    with loop:
        window = make_window(app, loop, settings)
        _follow_interrupts(window)
        window.show()
        loop.run_forever()
        window.workspace.close()
    return 0


def make_app() -> QApplication:
    """The QApplication with its name; there can be one a process."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("DriftDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("driftdesk")
    app.setQuitOnLastWindowClosed(False)
    GarbageCollector(app)
    return app


def make_loop(app: QApplication) -> Any:
    """Python's event loop on Qt's."""
    import qasync

    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    return loop


def make_window(app: QApplication, loop: asyncio.AbstractEventLoop, settings: Settings) -> MainWindow:
    """The window with all that belongs to it, not shown yet. It connects after its first paint."""
    apply_theme(app, settings.theme)
    app.setWindowIcon(app_icon())
    language = Language(app)
    language.use(language_of(settings.language))
    notifications = Notifications()
    tasks = Tasks(loop, notifications.error)
    workspace = Workspace(settings, tasks, notifications)
    notifications.setParent(workspace)
    tasks.setParent(workspace)
    session = Session(workspace)
    window = MainWindow(workspace, session, language)
    workspace.setParent(window)
    _catch_the_uncaught(loop, notifications)

    def follow_system() -> None:
        if settings.theme == "system" and scheme_of(app, "system") is not colours():
            window.restyle()

    app.styleHints().colorSchemeChanged.connect(follow_system)
    window.painted.connect(lambda: tasks.start(session.connect_to(settings)))
    window.painted.connect(lambda: tasks.start(tasks.call(_import_ahead, window.current_tab())))
    return window


def _import_ahead(tab: str) -> None:
    """Import what the first tab needs while the database is being opened."""
    import importlib

    with contextlib.suppress(ImportError):  # the tab says so itself when it is made
        importlib.import_module(f"driftdesk.ui.{tab}.tab")


def _catch_the_uncaught(loop: asyncio.AbstractEventLoop, notifications: Notifications) -> None:
    """Every exception that nobody caught becomes a notification with an id and stands in the log."""

    def hook(kind: type[BaseException], exc: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        elif threading.current_thread() is threading.main_thread():
            notifications.error(exc)
        else:
            QTimer.singleShot(0, notifications, lambda: notifications.error(exc))

    def loop_hook(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        exc = context.get("exception")
        if isinstance(exc, BaseException):
            notifications.error(exc)
        else:
            log.warning("event_loop", message=context.get("message"))

    sys.excepthook = hook
    threading.excepthook = lambda args: hook(
        args.exc_type, args.exc_value or RuntimeError(), args.exc_traceback
    )
    loop.set_exception_handler(loop_hook)


class _Interrupts(QObject):
    """Ctrl+C and SIGTERM close the window as its own button does. Qt sleeps in C++, so the signal wakes it by a
    socket."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._read.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._read.recv(64))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: QTimer.singleShot(0, self._window.quit_now))


def _follow_interrupts(window: MainWindow) -> None:
    _Interrupts(window)
