"""A dialog about a file: where it is, and work on it that takes a while."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QWidget

from driftdesk.core.errors import DriftDeskError, JobCancelledError
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.widgets.path_field import PathField
from driftdesk.ui.widgets.watched_bar import WatchedBar
from driftdesk.ui.workspace import Workspace


class FileDialog(FormDialog):
    """``place`` is where the folder that was chosen is remembered. Closing the dialog stops the work."""

    place: ClassVar[str]

    def __init__(
        self, workspace: Workspace, title: str, go: str, name: str, *, parent: QWidget, about: str
    ) -> None:
        """``name``: of the file, in the folder of the last one."""
        super().__init__(title, go, parent, about=about, wide=64 * S)
        self._workspace = workspace
        self._working: Watched | None = None
        place = PathField(str(Path(workspace.state(self.place, str(Path.home())), name)), self.browse)
        self.path = place.edit
        self.add(self.tr("File"), place)
        self.bar = WatchedBar()
        self.body.addWidget(self.bar)

    def browse(self) -> QFileDialog:
        """The system's dialog."""
        return QFileDialog(self, self.windowTitle(), self.path.text())

    def work(self) -> Callable[[Path, Watched], Any]:
        """What is to be done with the file, in a thread: it must not touch the window."""
        raise NotImplementedError

    def finish(self, path: Path, result: Any) -> None:
        """It is done: say so."""
        raise NotImplementedError

    def accept(self) -> None:
        if self._working is not None:
            return
        self._working = Watched()
        self.show_error(None)
        self.go.setEnabled(False)
        self.bar.follow(self._working)
        path = Path(self.path.text()).expanduser()
        self._workspace.remember(self.place, str(path.parent))
        self._workspace.tasks.start(self._run(self.work(), path, self._working), owner=self)

    async def _run(self, work: Callable[[Path, Watched], Any], path: Path, context: Watched) -> None:
        try:
            result = await self._workspace.tasks.call(work, path, context)
        except JobCancelledError:
            return  # the dialog was closed
        except DriftDeskError as error:
            self._working = None
            self.bar.follow(None)
            self.go.setEnabled(True)
            self.show_error(error)
            return
        self._working = None
        self.finish(path, result)
        super().accept()

    def done(self, result: int) -> None:
        if self._working is not None:
            self._working.stop()
        super().done(result)
