"""Actions are data. Menus, buttons and the Ctrl+K palette derive from them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from driftdesk.ui.theme.icons import icon


def always() -> bool:
    """For actions that can be done at any time."""
    return True


@dataclass(frozen=True)
class Action:
    """Something the user can do. A tab returns its own from ``actions()``, with ``title`` already translated."""

    id: str
    """Stable, such as ``data.import``."""
    title: str
    run: Callable[[], object]
    shortcut: str = ""
    """Portable text, such as ``Ctrl+I``."""
    when: Callable[[], bool] = always
    """Whether it can be done now; asked when a menu or the palette opens."""
    icon: str = ""
    """Of ``theme.icons.GLYPHS``."""
    section: str = ""
    """Heading in the palette; none: the tab's title."""
    keywords: str = ""
    """More words that the palette finds it by."""


def native_shortcut(action: Action) -> str:
    """The shortcut as this platform writes it (``⌘I`` on macOS)."""
    return (
        QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        if action.shortcut
        else ""
    )


def to_qaction(action: Action, parent: QWidget) -> QAction:
    """A QAction for menus; disabled when it cannot be done now. Its shortcut is shown, not installed: the main window
    installs each shortcut once."""
    text = f"{action.title}\t{native_shortcut(action)}" if action.shortcut else action.title
    made = QAction(text, parent)
    if action.icon:
        made.setIcon(icon(action.icon))
    made.setEnabled(action.when())
    made.triggered.connect(action.run)
    return made


def fill_menu(menu: QMenu, actions: list[Action]) -> None:
    """Put ``actions`` in ``menu``, with a line where the section changes."""
    section = actions[0].section if actions else ""
    for action in actions:
        if action.section != section:
            menu.addSeparator()
            section = action.section
        menu.addAction(to_qaction(action, menu))
