"""Where a file is: its path, to be typed or chosen in the system's dialog."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button


class PathField(QWidget):
    """``edit`` holds the path; ``browse`` makes the dialog that the button opens."""

    def __init__(self, path: str, browse: Callable[[], QFileDialog]) -> None:
        super().__init__()
        self._browse = browse
        self.edit = QLineEdit(path)
        self.choose = button(self.tr("Choose…"))
        self.choose.clicked.connect(self._on_choose)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        across.addWidget(self.edit, 1)
        across.addWidget(self.choose)
        self.setFocusProxy(self.edit)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def _on_choose(self) -> None:
        dialog = self._browse()
        dialog.fileSelected.connect(self.edit.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
