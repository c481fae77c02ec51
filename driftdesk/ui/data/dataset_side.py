"""The left side of the Data tab: the way to all datasets, the list of some, what it leaves out, a filter by task."""

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from driftdesk.core.entities import Task
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.dataset_rows import NO_ROWS, DatasetRows, things
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ThingList, button, icon_button


class DatasetSide(QFrame):
    """``asked`` when other datasets are wanted in the list; ``all_asked`` when all are, searched for as here."""

    asked = Signal()
    all_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "window")
        self._rows = NO_ROWS
        self.list = ThingList(asks=True)
        self.list.searched.connect(lambda _: self.asked.emit())
        self.all = button("", "quiet", "cards")
        self.all.setCheckable(True)
        self.all.clicked.connect(self.all_asked)
        self.more = button("", "link")
        self.more.clicked.connect(self.all_asked)
        self._import = icon_button("add", "")
        self._import.clicked.connect(self.import_asked)
        self.list.add_button(self._import)
        self.task = QComboBox()
        self.task.currentIndexChanged.connect(lambda _: self.asked.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, more, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(S, S, S, 0)
        head.addWidget(self.all, 1)
        more.setContentsMargins(2 * S, S // 2, S, 0)
        more.addWidget(self.more)
        more.addStretch(1)
        foot.setContentsMargins(S, S, S, S)
        foot.addWidget(self.task, 1)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(more)
        column.addLayout(foot)
        self.retranslate()

    @property
    def wanted(self) -> tuple[str, Task | None]:
        """What is searched for, and of which task."""
        task = self.task.currentData()
        return self.list.search_text(), Task(task) if task else None

    @property
    def is_narrowed(self) -> bool:
        """Whether some datasets may be left out."""
        search, task = self.wanted
        return bool(search.strip() or task)

    def show_rows(self, rows: DatasetRows, marked: str) -> None:
        """``marked``: the id of the dataset that is shown; empty: none."""
        self._rows = rows
        self.list.show_things(things(rows))
        if marked:
            self.list.mark(marked)
        self.more.setVisible(rows.left_out > 0)
        self.more.setText(self.tr("{n} more").format(n=figures.count(rows.left_out)))

    def mark_all(self) -> None:
        """All datasets are shown, and none of the list."""
        self.all.setChecked(True)
        self.list.view.clearSelection()
        self.list.view.setCurrentIndex(QModelIndex())

    def _fill_tasks(self) -> None:
        chosen = self.task.currentData()
        self.task.blockSignals(True)
        self.task.clear()
        self.task.addItem(self.tr("All tasks"), "")
        for task in Task:
            self.task.addItem(words.task(task), task.value)
        self.task.setCurrentIndex(max(0, self.task.findData(chosen)))
        self.task.blockSignals(False)

    def retranslate(self) -> None:
        self.list.set_texts(self.tr("Search datasets"), self.tr("Datasets"))
        self._import.setToolTip(self.tr("Import files…"))
        self._import.setAccessibleName(self.tr("Import files…"))
        self.all.setText(self.tr("All datasets"))
        self.task.setAccessibleName(self.tr("Filter by task"))
        self._fill_tasks()
        self.show_rows(self._rows, "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
