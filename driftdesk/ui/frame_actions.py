"""What the window itself can do, as data."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from driftdesk.ui.actions import Action

if TYPE_CHECKING:
    from driftdesk.ui.main_window import MainWindow

translate = QCoreApplication.translate

MENU = (
    "frame.settings", "frame.connection", "frame.theme.system", "frame.theme.light", "frame.theme.dark",
    "frame.language.en", "frame.language.ko", "frame.list", "frame.about", "frame.quit",
)  # fmt: skip


def actions(window: "MainWindow") -> list[Action]:
    """In the order of the menu and the palette."""
    connected = lambda: window.workspace.is_connected  # noqa: E731
    go, look, app = (
        translate("FrameActions", "Go to"),
        translate("FrameActions", "Appearance"),
        translate("FrameActions", "DriftDesk"),
    )
    return [
        Action("frame.palette", translate("FrameActions", "Search or run"), window.open_palette, "Ctrl+K", icon="search", section=app),
        Action("tab.data", translate("FrameActions", "Data"), lambda: window.show_tab("data"), "Ctrl+1", icon="data", section=go),
        Action("tab.training", translate("FrameActions", "Training"), lambda: window.show_tab("training"), "Ctrl+2", icon="training", section=go),
        Action("tab.automation", translate("FrameActions", "Automation"), lambda: window.show_tab("automation"), "Ctrl+3", icon="automation", section=go),
        Action("tab.activity", translate("FrameActions", "Activity"), lambda: window.show_tab("activity"), "Ctrl+4", icon="activity", section=go),
        Action("frame.notifications", translate("FrameActions", "Notifications"), window.centre.open, "Ctrl+Shift+B", icon="bell", section=go),
        Action("frame.settings", translate("FrameActions", "Settings…"), lambda: open_settings(window), "Ctrl+,", icon="settings", section=app),
        Action("frame.connection", translate("FrameActions", "Database connection…"), lambda: open_connection(window), icon="database", section=app),
        Action("frame.theme.system", translate("FrameActions", "Theme: follow the system"), lambda: window.set_theme("system"), icon="theme", section=look),
        Action("frame.theme.light", translate("FrameActions", "Theme: light"), lambda: window.set_theme("light"), icon="sun", section=look),
        Action("frame.theme.dark", translate("FrameActions", "Theme: dark"), lambda: window.set_theme("dark"), icon="moon", section=look),
        Action("frame.language.en", "English", lambda: window.set_language("en"), icon="language", section=look),
        Action("frame.language.ko", "한국어", lambda: window.set_language("ko"), icon="language", section=look),
        Action("frame.list", translate("FrameActions", "Hide or show the list"), window.toggle_list, "Ctrl+B", connected, icon="sidebar", section=look),
        Action("frame.about", translate("FrameActions", "About DriftDesk"), lambda: open_about(window), icon="info", section=app),
        Action("frame.quit", translate("FrameActions", "Quit"), window.close, "Ctrl+Q", icon="sign-out", section=app),
    ]  # fmt: skip


def open_settings(window: "MainWindow") -> None:
    from driftdesk.ui.settings_dialog import SettingsDialog

    SettingsDialog(window).open()


def open_connection(window: "MainWindow") -> None:
    from driftdesk.ui.connection import ConnectionDialog

    ConnectionDialog(window.workspace, window.session, window).open()


def open_about(window: "MainWindow") -> None:
    from driftdesk import __version__

    text = translate(
        "FrameActions", "DriftDesk {version}\nKeeps models healthy while their data drifts.\nApache-2.0"
    )
    QMessageBox.about(window, "DriftDesk", text.format(version=__version__))


def ask_to_stop(window: "MainWindow", job_id: str) -> None:
    """Ask before stopping; a job that was asked already is killed."""
    from driftdesk.ui.activity.stopping import ask_and_stop

    ask_and_stop(window.workspace, job_id, window)
