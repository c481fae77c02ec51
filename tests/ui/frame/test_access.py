"""Everything can be reached by keyboard and has a name for screen readers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from driftdesk.ui.connection import ConnectionDialog
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.settings_dialog import SettingsDialog

INSIDE = ("qt_", "ScrollLeft", "ScrollRight")
"""Names of parts that Qt makes within its own widgets."""


def nameless(root: QWidget) -> list[str]:
    """Controls that the keyboard reaches and that have neither text nor accessible name."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        if widget.objectName().startswith(INSIDE) or isinstance(widget.parentWidget(), QLineEdit | QComboBox):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_control_of_the_frame_and_of_activity_has_a_name(window: MainWindow) -> None:
    for page in range(3):
        window.tab("activity").pages.setCurrentIndex(page)
        assert nameless(window) == []


def test_every_control_of_the_dialogs_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    dialogs: list[QDialog] = [
        SettingsDialog(window),
        ConnectionDialog(window.workspace, window.session, window),
    ]
    for dialog in dialogs:
        dialog.show()
        assert nameless(dialog) == []
        dialog.close()


def test_tab_walks_through_the_top_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.top_bar.tab_button("data").setFocus()
    seen = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen[:2] == ["Data", "Search or run"], "the tabs are one stop; arrow keys walk among them"
    assert seen[2].startswith("Database")
    assert seen[3:] == ["Notifications", "Menu"]


def test_settings_are_kept_only_when_saved(window: MainWindow, qtbot: QtBot) -> None:
    from driftdesk.core.settings import load_settings

    dialog = SettingsDialog(window)
    dialog.show()
    dialog.user.setText("")
    dialog._on_save()
    assert dialog._error.text() == "Your name is empty."
    dialog.user.setText("grace")
    dialog.slots.setValue(3)
    qtbot.mouseClick(dialog.services._add, Qt.MouseButton.LeftButton)
    name = dialog.services.form.editor("name")
    assert isinstance(name, QLineEdit)
    name.setText("ddoc here")
    assert load_settings(window.workspace.settings.data_dir).slots == 1
    dialog._on_save()
    kept = load_settings(window.workspace.settings.data_dir)
    assert (kept.user, kept.slots) == ("grace", 3)
    assert [s.name for s in kept.services] == ["ddoc here"]
