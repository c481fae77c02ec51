"""The splits of one version: how each was made, its parts, and what leaks between them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from driftdesk.core.entities import Split, SplitPart
from driftdesk.ui import figures
from driftdesk.ui.data.versions import words
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import ROW, S
from driftdesk.ui.widgets import DataTable, button, icon_button, label
from driftdesk.ui.widgets.list_table import Field, ListTableModel


class SplitView(QWidget):
    """``split_asked``: a new one is wanted; ``remove_asked`` carries a name."""

    split_asked = Signal()
    remove_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._splits: list[Split] = []
        self._title, self._none = label("", "heading"), label("", "muted", wrap=True)
        self.choice = QComboBox()
        self.choice.activated.connect(lambda _: self._show_chosen())
        self._make = button("", "", "add")
        self._make.clicked.connect(self.split_asked)
        self._remove = icon_button("delete", "")
        self._remove.clicked.connect(lambda: self.remove_asked.emit(self.choice.currentData()))
        self._how = label("", "caption", wrap=True)
        self._model = ListTableModel[SplitPart](self._fields(), lambda p: p.name, self)
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.set_widths(96, 72, 64)
        self._leaks, self._mark = label("", wrap=True), QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.retranslate()
        self.show_splits([])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._make)
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        row.addWidget(self._remove)
        told = QHBoxLayout()
        told.setSpacing(S)
        told.addWidget(self._mark)
        told.addWidget(self._leaks, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addLayout(row)
        column.addWidget(self._how)
        column.addWidget(self.table)
        column.addLayout(told)

    def _fields(self) -> list[Field[SplitPart]]:
        return [
            Field(lambda: self.tr("Part"), lambda p: p.name),
            Field(lambda: self.tr("Rows"), lambda p: figures.count(p.rows), number=True),
            Field(lambda: self.tr("Share"), self._share, number=True),
            Field(lambda: self.tr("Target"), _target),
        ]

    def _share(self, part: SplitPart) -> str:
        split = self._chosen()
        return figures.percent(part.rows / split.rows) if split and split.rows else figures.NOTHING

    def show_splits(self, splits: Sequence[Split]) -> None:
        """Those of one version, by name; the one that was chosen stays chosen."""
        kept = self.choice.currentData()
        self._splits = list(splits)
        self.choice.clear()
        for split in self._splits:
            self.choice.addItem(split.name, split.name)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self._show_chosen()

    def _chosen(self) -> Split | None:
        at = self.choice.currentIndex()
        return self._splits[at] if 0 <= at < len(self._splits) else None

    def _show_chosen(self) -> None:
        split = self._chosen()
        for widget in (self.choice, self._remove, self._how, self.table, self._leaks, self._mark):
            widget.setVisible(split is not None)
        self._none.setVisible(split is None)
        self._model.show(split.parts if split else ())
        self._model.retranslate()
        if split is None:
            return
        self._how.setText(words.how(split))
        self.table.setFixedHeight(ROW * (min(len(split.parts), 10) + 1) + 4)
        mark = icon("warning", "warning") if split.leaks else icon("success", "none")
        self._mark.setPixmap(mark.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        found = [words.leak(each) for each in split.leaks]
        self._leaks.setText("\n".join(found) or self.tr("No leak between the parts was found."))

    def retranslate(self) -> None:
        self._title.setText(self.tr("Splits"))
        self._none.setText(
            self.tr("Not split yet. A split says which rows a model learns from and which test it.")
        )
        self._make.setText(self.tr("Split…"))
        self._remove.setToolTip(self.tr("Remove this split"))
        self._remove.setAccessibleName(self.tr("Remove this split"))
        self.choice.setAccessibleName(self.tr("Split"))
        self.table.setAccessibleName(self.tr("Parts"))
        self._show_chosen()


def _target(part: SplitPart) -> str:
    if part.classes:
        return "  ".join(
            f"{c.value or figures.NOTHING} {figures.percent(c.rows / part.rows)}" for c in part.classes
        )
    return f"⌀ {figures.figure(part.mean)}" if part.mean is not None else ""
