"""The Data tab over a desk in memory."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from driftdesk.core.settings import Settings
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk


@pytest.fixture
def desk(settings: Settings) -> DataDesk:
    return DataDesk(settings)


@pytest.fixture
def open_tab(
    workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]
) -> Iterator[Callable[[], DataTab]]:
    """Make and show the tab, as it is after everything was read. It is kept for as long as the test runs: what a test
    keeps of it may be a part that does not hold the whole."""
    kept: list[DataTab] = []

    def make() -> DataTab:
        tab = DataTab(workspace)
        qtbot.addWidget(tab)
        kept.append(tab)
        tab.resize(1280, 760)
        with qtbot.waitExposed(tab):
            tab.show()
        settle()
        return tab

    yield make
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
