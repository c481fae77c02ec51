"""The frame: top bar, tabs, status strip, and what lies over them. What the tabs show is theirs."""

import importlib
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import Job
from driftdesk.core.settings import save_settings
from driftdesk.ui import frame_actions
from driftdesk.ui.actions import Action, fill_menu
from driftdesk.ui.job_notices import notice_of
from driftdesk.ui.language import Language
from driftdesk.ui.notifications import Notice
from driftdesk.ui.palette_entries import action_entries, recent_entries, thing_entries
from driftdesk.ui.session import Session
from driftdesk.ui.theme.icons import app_icon
from driftdesk.ui.theme.style import apply_theme
from driftdesk.ui.widgets.basics import line
from driftdesk.ui.widgets.command_palette import CommandPalette
from driftdesk.ui.widgets.error_view import ErrorView
from driftdesk.ui.widgets.notification_centre import NotificationCentre
from driftdesk.ui.widgets.skeleton import Skeleton
from driftdesk.ui.widgets.status_strip import HEIGHT as STRIP_HEIGHT
from driftdesk.ui.widgets.status_strip import StatusStrip
from driftdesk.ui.widgets.thing_list import ThingList
from driftdesk.ui.widgets.toast import Toasts
from driftdesk.ui.widgets.top_bar import TopBar
from driftdesk.ui.workspace import Workspace

TABS = {
    "data": "DataTab",
    "training": "TrainingTab",
    "automation": "AutomationTab",
    "activity": "ActivityTab",
}
TAB_OF = {
    "dataset": "data", "report": "data", "stream": "data", "version": "data", "files": "data", "model": "training", "run": "training", "policy": "automation", "job": "activity",
}  # fmt: skip


class MainWindow(QMainWindow):
    """Tabs are made when they are first shown, after the desk is open. ``painted`` once after the first paint, ``ready`` when
    the first tab stands."""

    painted = Signal()
    ready = Signal()

    def __init__(self, workspace: Workspace, session: Session, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._session = session
        self._language = language
        self._was_painted = False
        self._leaving = False
        self._is_lost = False
        self._pages: dict[str, Any] = {}
        self._tab = self._remembered_tab()
        self.setWindowTitle("DriftDesk")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(960, 600)
        self.top_bar = TopBar(tuple(TABS))
        self.strip = StatusStrip()
        self._stack = QStackedWidget()
        self._stack.setProperty("area", "surface")
        self._loading = Skeleton(14)
        self._stack.addWidget(self._loading)
        self._lay_out()
        self.palette_box = CommandPalette(self)
        self.centre = NotificationCentre(self, workspace.notifications)
        self.toasts = Toasts(self, STRIP_HEIGHT)
        self._shortcuts: dict[str, QShortcut] = {}
        self._connect()
        self.retranslate()
        self._restore_geometry()
        self._stack.setFocus()

    @property
    def workspace(self) -> Workspace:
        return self._workspace

    @property
    def session(self) -> Session:
        return self._session

    # Tabs.

    def current_tab(self) -> str:
        return self._tab

    def tab(self, key: str) -> Any:
        """The tab's widget, made if need be; None while there is no desk."""
        if key not in self._pages and self._workspace.is_connected:
            self._pages[key] = self._make_tab(key)
            self._stack.addWidget(self._pages[key])
            self._install_shortcuts()
        return self._pages.get(key)

    def show_tab(self, key: str) -> None:
        self._tab = key
        self._workspace.remember("frame/tab", key)
        self.top_bar.set_tab(key)
        page = self.tab(key)
        if page is not None:
            self._stack.setCurrentWidget(page)
            self._hide_list(bool(self._workspace.state("frame/list_hidden", False)))

    def open(self, kind: str, thing_id: str) -> None:
        """Go where ``kind`` lives and open it there."""
        key = thing_id if kind == "tab" else TAB_OF[kind]
        self.show_tab(key)
        page = self.tab(key)
        if kind != "tab" and hasattr(page, "open"):
            page.open(kind, thing_id)

    def toggle_list(self) -> None:
        """Hide or show the list of things at the left, in all tabs."""
        hidden = not self._workspace.state("frame/list_hidden", False)
        self._workspace.remember("frame/list_hidden", hidden)
        self._hide_list(hidden)

    def _make_tab(self, key: str) -> QWidget:
        try:
            module = importlib.import_module(f"driftdesk.ui.{key}.tab")
            made: QWidget = getattr(module, TABS[key])(self._workspace)
        except Exception as exc:  # noqa: BLE001 - the slot boundary: one tab that fails must not take the window with it
            self._workspace.notifications.error(exc)
            failed = ErrorView(exc)
            failed.retried.connect(lambda: self._retry_tab(key))
            return failed
        return made

    def _retry_tab(self, key: str) -> None:
        self._drop_page(key)
        self.show_tab(key)

    def _drop_page(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def _hide_list(self, hidden: bool) -> None:
        page = self._pages.get(self._tab)
        for found in page.findChildren(ThingList) if page is not None else []:
            found.setVisible(not hidden)

    # The database.

    def _on_state_changed(self, state: str) -> None:
        self._is_lost = False
        self._show_connection()
        for key in tuple(self._pages):
            if state != "connected" or key not in TABS:
                self._drop_page(key)
        self._stack.setCurrentWidget(self._loading)
        if state == "connected":
            self.show_tab(self._tab)
            QTimer.singleShot(0, self._on_ready)
        elif state == "failed":
            self._show_connection_screen()

    def _on_availability_changed(self, is_there: bool) -> None:
        """Nothing is lost: what was asked for waits, and the feed reads on."""
        self._is_lost = not is_there
        self._show_connection()
        notifications = self._workspace.notifications
        if is_there:
            notifications.success(self.tr("The database is back."))
        else:
            hint = self.tr("DriftDesk goes on by itself as soon as it is back; jobs resume where they were.")
            notifications.warning(self.tr("The database does not answer."), hint=hint)

    def _show_connection(self) -> None:
        where = self._workspace.desk.store.uri_shown if self._workspace.is_connected else ""
        state = "lost" if self._is_lost and self._session.state == "connected" else self._session.state
        self.top_bar.connection.set_state(state, where)
        self.strip.set_database(self._database_words())

    def _database_words(self) -> str:
        if self._session.state == "connecting":
            return self.tr("Opening the database…")
        if not self._workspace.is_connected:
            return ""
        if self._workspace.settings.mongodb_uri is None:
            return self.tr("Embedded database")
        return str(self._workspace.desk.store.uri_shown)

    def _on_ready(self) -> None:
        self.ready.emit()
        QTimer.singleShot(200, self._session.start_worker)

    def _show_connection_screen(self) -> None:
        from driftdesk.ui.connection import ConnectionScreen

        screen = ConnectionScreen(self._workspace, self._session)
        self._pages["connection"] = screen
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)

    # Actions.

    def actions_now(self) -> list[Action]:
        """The current tab's actions, then the window's own, then those of the other tabs that stand."""
        keys = [self._tab, *(k for k in TABS if k != self._tab)]
        pages = [self._pages[k] for k in keys if k in self._pages]
        of_tabs = [list(page.actions()) for page in pages if not isinstance(page, ErrorView)]
        return [
            *(of_tabs[0] if of_tabs else []),
            *frame_actions.actions(self),
            *(a for g in of_tabs[1:] for a in g),
        ]

    def open_palette(self) -> None:
        entries = [*action_entries(self.actions_now(), self.top_bar), *recent_entries(self._workspace)]
        self.palette_box.open_with(entries)
        if self._workspace.is_connected:
            self._workspace.tasks.start(self._add_things(), owner=self.palette_box)

    async def _add_things(self) -> None:
        self.palette_box.add_entries(await thing_entries(self._workspace))

    def _install_shortcuts(self) -> None:
        """One QShortcut a key; the current tab's meaning of it wins."""
        keys = {a.shortcut for a in self.actions_now() if a.shortcut}
        for gone in self._shortcuts.keys() - keys:
            self._shortcuts.pop(gone).deleteLater()
        for key in sorted(keys - self._shortcuts.keys()):
            self._shortcuts[key] = QShortcut(QKeySequence(key), self)
            self._shortcuts[key].activated.connect(lambda key=key: self._on_shortcut(key))

    def _on_shortcut(self, key: str) -> None:
        for action in self.actions_now():
            if action.shortcut == key and action.when():
                action.run()
                return

    # Appearance.

    def set_theme(self, mode: str) -> None:
        """``system``, ``light`` or ``dark``; kept for the next start."""
        self._workspace.settings.theme = mode  # type: ignore[assignment]  # one of the three
        save_settings(self._workspace.settings, "theme")
        self.restyle()

    def restyle(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self._workspace.settings.theme)
        self._workspace.theme_changed.emit()

    def set_language(self, code: str) -> None:
        """``en`` or ``ko``; kept for the next start."""
        self._workspace.settings.language = code  # type: ignore[assignment]  # one of the two
        save_settings(self._workspace.settings, "language")
        self._language.use(code)
        self._workspace.language_changed.emit()

    def language(self) -> str:
        return self._language.code

    def retranslate(self) -> None:
        self.strip.set_language(self._language.code)
        self._show_connection()
        self._install_shortcuts()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # Notices.

    def _on_jobs_changed(self) -> None:
        self.strip.jobs.show_jobs(self._workspace.jobs.active())

    def _on_job_finished(self, job: Job) -> None:
        notice = notice_of(job)
        if notice is not None:
            self._workspace.notifications.post(notice)

    def _on_notice(self, notice: Notice) -> None:
        self.toasts.show_notice(notice)
        for overlay in (self.palette_box, self.centre):
            if overlay.isVisible():
                overlay.raise_()

    def _on_details_asked(self, notice: Notice) -> None:
        if notice.link is not None:
            self.open(*notice.link)
        else:
            self.centre.open()

    # The window itself.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks about running jobs, then leaves the database before the window is gone."""
        event.ignore()
        if not self._leaving:
            self._workspace.tasks.start(self._ask_and_leave())

    def quit_now(self) -> None:
        """Leave without asking (Ctrl+C, the end of the session): running jobs go back to the queue."""
        if not self._leaving:
            self._workspace.tasks.start(self._leave())

    async def _ask_and_leave(self) -> None:
        from driftdesk.ui.leaving import settle_running_jobs

        if await settle_running_jobs(self):
            await self._leave()

    async def _leave(self) -> None:
        self._leaving = True
        self._workspace.remember("frame/geometry", self.saveGeometry())
        self.hide()
        await self._session.leave()
        QTimer.singleShot(0, QApplication.quit)

    def _restore_geometry(self) -> None:
        kept = self._workspace.state("frame/geometry")
        if kept is None or not self.restoreGeometry(kept):
            room = self.screen().availableSize()
            self.resize(min(1440, room.width() - 40), min(900, room.height() - 60))

    def _remembered_tab(self) -> str:
        key = self._workspace.state("frame/tab", "data")
        return key if key in TABS else "data"

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in (
            (self.top_bar, 0),
            (line(), 0),
            (self._stack, 1),
            (line(), 0),
            (self.strip, 0),
        ):
            column.addWidget(widget, stretch)
        self.setCentralWidget(centre)
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.top_bar.set_tab(self._tab)

    def _connect(self) -> None:
        bar, strip, jobs = self.top_bar, self.strip, self._workspace.jobs
        bar.tab_chosen.connect(self.show_tab)
        bar.search_pressed.connect(self.open_palette)
        bar.bell_pressed.connect(self.centre.open)
        bar.connection_pressed.connect(lambda: frame_actions.open_connection(self))
        bar.menu.aboutToShow.connect(self._fill_menu)
        strip.database_pressed.connect(lambda: frame_actions.open_connection(self))
        strip.language_pressed.connect(
            lambda: self.set_language("en" if self._language.code == "ko" else "ko")
        )
        strip.jobs.pressed.connect(lambda: self.show_tab("activity"))
        strip.jobs.stop_asked.connect(lambda job_id: frame_actions.ask_to_stop(self, job_id))
        jobs.changed.connect(self._on_jobs_changed)
        jobs.finished.connect(self._on_job_finished)
        notifications = self._workspace.notifications
        notifications.posted.connect(self._on_notice)
        notifications.unread_changed.connect(bar.bell.set_count)
        self.toasts.details_asked.connect(self._on_details_asked)
        self.centre.link_pressed.connect(self.open)
        self._workspace.open_requested.connect(self.open)
        self._session.state_changed.connect(self._on_state_changed)
        self._session.availability_changed.connect(self._on_availability_changed)

    def _fill_menu(self) -> None:
        self.top_bar.menu.clear()
        fill_menu(self.top_bar.menu, [a for a in frame_actions.actions(self) if a.id in frame_actions.MENU])
