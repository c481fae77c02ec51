"""One version: why it was made, by whom, from what, how large it is, and its splits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.datasets.history import GraphNode
from driftdesk.core.entities import Dataset, Split
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.versions import words as own_words
from driftdesk.ui.data.versions.split_view import SplitView
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import label, line


class VersionDetail(QScrollArea):
    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("area", "surface")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[Dataset, GraphNode, str] | None = None
        self._title, self._message = label("", "heading", wrap=True), label("", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * S)
        self._grid.setVerticalSpacing(S // 2)
        self._grid.setColumnStretch(1, 1)
        self._rows = [(label("", "caption"), label("", wrap=True)) for _ in range(9)]
        for i, (caption, value) in enumerate(self._rows):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(caption, i, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, i, 1)
        self.splits = SplitView()
        inner = QWidget()
        inner.setProperty("area", "surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        for widget in (self._title, self._message):
            column.addWidget(widget)
        column.addLayout(self._grid)
        column.addWidget(line())
        column.addWidget(self.splits)
        column.addStretch(1)
        self.setWidget(inner)

    def show_version(self, dataset: Dataset, node: GraphNode, files: str, splits: Sequence[Split]) -> None:
        """``files``: the names of the originals that it was made from."""
        self._shown = dataset, node, files
        version = node.version
        self._title.setText(words.version_label(dataset, node.number))
        self._message.setText(version.message if version else self.tr("This version was removed."))
        self._message.setVisible(bool(self._message.text()))
        self.splits.setVisible(version is not None)
        self.splits.show_splits(splits)
        told = self._facts(node, files)
        for (caption, value), (name, text) in zip(
            self._rows, told + [("", "")] * (len(self._rows) - len(told)), strict=True
        ):
            caption.setText(name)
            value.setText(text)
            caption.setVisible(bool(text))
            value.setVisible(bool(text))

    def _facts(self, node: GraphNode, files: str) -> list[tuple[str, str]]:
        version = node.version
        if version is None:
            return []
        return [
            (self.tr("Made by"), words.operation(version)),
            (self.tr("Parameters"), own_words.params(version)),
            (self.tr("From"), ", ".join(f"v{n}" for n in (node.parent, *node.sources) if n is not None)),
            (self.tr("Author"), version.author),
            (self.tr("When"), figures.moment(version.created_at)),
            (self.tr("Rows"), figures.count(version.rows)),
            (self.tr("Columns"), figures.count(len(version.columns.columns))),
            (self.tr("Size"), figures.byte_count(version.byte_count)),
            (self.tr("Files"), files),
        ]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Version in detail"))
        self.splits.retranslate()
