"""All runs of a model in a table, and one series of all of them over each other; those that are selected in colour."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from driftdesk.core.entities import Run
from driftdesk.core.training.comparing import compared_series
from driftdesk.core.training.curves import Curve
from driftdesk.ui import figures
from driftdesk.ui.plots.compare import IN_COLOUR, ComparePlot, RunCurve
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.curve_options import CurveOptions
from driftdesk.ui.training.runs_table import RunsFilter, runs_fields, same_in_all, series_title, value_text
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.widgets.basics import ElidedLabel, EmptyState, button
from driftdesk.ui.widgets.data_table import DataTable, inset
from driftdesk.ui.widgets.list_table import ListTableModel
from driftdesk.ui.workspace import Workspace

AGAIN_MS = 1_000
"""While runs go on, their curves are read again so often at most."""
_MEASURED = 60
"""Rows by which columns are made wide enough."""
_TOLD = 6
"""Of so many selected runs it is said in what they differ; of more, the table says it."""


class RunsPanel(QWidget):
    """Actions on the runs that are selected stand in the menu of the table: ``add_action``."""

    duplicate_requested = Signal(str)
    """Run id: train again with its parameters, changed."""
    open_requested = Signal(str)
    """Run id: show it live."""

    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._curves: dict[str, Curve] = {}
        self._stretch = 0
        self._read: tuple[object, ...] = ()
        self._loading = False
        self._columns: tuple[str, ...] = ()
        self._model: ListTableModel[Run] = ListTableModel((), lambda r: r.id, self)
        self._rows = RunsFilter(self)
        self._rows.setSourceModel(self._model)
        self.table = DataTable(sortable=True)
        self.table.setModel(self._rows)
        self._search = QLineEdit()
        self._series = QComboBox()
        self.options = CurveOptions(workspace, "training/runs/curves")
        self._hide: QPushButton = button("", "", "hide")
        self._unhide: QPushButton = button("")
        self._all: QPushButton = button("")
        self._count = ElidedLabel("", "muted")
        self._differences = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._note = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self.plot = ComparePlot()
        self._empty = EmptyState("train", "")
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lower = QWidget()
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._open, self._duplicate = QAction(self), QAction(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._search.setProperty("kind", "search")
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(300)
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, S, 3 * S, S)
        head.setSpacing(S)
        head.addWidget(self._search, 1)
        head.addWidget(self._count, 1)
        head.addWidget(self._unhide)
        head.addWidget(self._hide)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(inset(self.table), 1)
        column = QVBoxLayout(self._lower)
        column.setContentsMargins(3 * S, S, 3 * S, S)
        column.setSpacing(S)
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self._series)
        tools.addWidget(self.options)
        tools.addWidget(self._differences, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._all)
        column.addLayout(tools)
        column.addWidget(self.plot, 1)
        column.addLayout(foot)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(self._lower)
        self._splitter.setSizes([260, 340])
        self._splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        whole.addWidget(self._empty)
        self._all.hide()

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_filter_changed)
        self._series.activated.connect(self._on_series_chosen)
        self.options.changed.connect(self._on_options_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_selection_changed)
        self.table.activated.connect(lambda: self._emit(self.open_requested))
        self._hide.clicked.connect(self._on_hide_clicked)
        self._unhide.clicked.connect(lambda: self._set_hidden(frozenset()))
        self.plot.picked.connect(self._on_picked)
        self.plot.ranged.connect(lambda within: self._all.setVisible(within is not None))
        self._all.clicked.connect(self._on_all_clicked)
        self._again.timeout.connect(self._load)
        self._state.changed.connect(self._on_facts_changed)
        self._open.triggered.connect(lambda: self._emit(self.open_requested))
        self._duplicate.triggered.connect(lambda: self._emit(self.duplicate_requested))
        for action in (self._open, self._duplicate):
            self.table.addAction(action)

    def add_action(self, action: QAction) -> None:
        """Something that can be done with the runs that are selected."""
        self.table.addAction(action)

    def selected(self) -> list[Run]:
        """The runs that are selected, in the order of the table."""
        runs = self._rows.runs()
        return [runs[row] for row in sorted({i.row() for i in self.table.selectionModel().selectedRows()})]

    def _emit(self, signal: object) -> None:
        for run in self.selected()[:1]:
            signal.emit(run.id)  # type: ignore[attr-defined]  # a bound signal, whose type PySide6 does not say

    # The table.

    def _metric(self) -> str:
        return self._state.facts.metric if self._state.facts else "accuracy"

    def _on_facts_changed(self) -> None:
        runs = self._state.facts.runs if self._state.facts else ()
        fields = runs_fields(runs, self._metric())
        columns = tuple(f.title() for f in fields)
        if columns != self._columns:
            self._columns = columns
            self._model.set_fields(fields)
            self._model.show(runs)
            self._set_widths()
        else:
            self._keep_selection(runs)
        self._splitter.setVisible(bool(runs))
        self._empty.setVisible(not runs)
        self._fill_series(runs)
        self._on_rows_changed()

    def _keep_selection(self, runs: tuple[Run, ...]) -> None:
        """Another run in the list does not take the selection away."""
        chosen = {run.id for run in self.selected()}
        same = [r.id for r in runs] == [r.id for r in self._model.things]
        self._model.show(runs)
        if not same:
            self._select(chosen)

    def _set_widths(self) -> None:
        """Wide enough for the title and for what stands in the first rows."""
        header = self.table.horizontalHeader()
        titles, cells = header.fontMetrics(), self.table.fontMetrics()
        for at, title in enumerate(self._columns):
            texts = [
                str(self._model.index(row, at).data())
                for row in range(min(_MEASURED, self._model.rowCount()))
            ]
            widest = max((cells.horizontalAdvance(text) for text in texts), default=0) + 28
            self.table.setColumnWidth(at, min(240, max(64, widest, titles.horizontalAdvance(title) + 30)))

    def _select(self, run_ids: set[str]) -> None:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row, run in enumerate(self._rows.runs()):
            if run.id in run_ids:
                self.table.selectionModel().select(self._rows.index(row, 0), flags)

    def _on_filter_changed(self, text: str) -> None:
        self._rows.set_words(text)
        self._on_rows_changed()

    def _on_hide_clicked(self) -> None:
        self._set_hidden(self._rows.hidden | {run.id for run in self.selected()})

    def _set_hidden(self, run_ids: frozenset[str]) -> None:
        self._rows.hide(run_ids)
        self._on_rows_changed()

    def _on_rows_changed(self) -> None:
        there = {run.id for run in self._model.things}
        hidden = len(self._rows.hidden & there)
        shown, whole = self._rows.rowCount(), len(there)
        text = self.tr("1 run") if whole == 1 else self.tr("{n} runs").format(n=figures.count(whole))
        if shown < whole:
            text = self.tr("{shown} of {n} runs").format(shown=figures.count(shown), n=figures.count(whole))
        same = same_in_all(list(self._model.things))
        if same and whole > 1:
            text = self.tr("{runs}  ·  the same in all: {what}").format(runs=text, what=same)
        self._count.setText(text)
        self._unhide.setVisible(hidden > 0)
        self._unhide.setText(self.tr("Show {n} hidden").format(n=figures.count(hidden)))
        self._load()

    # Curves.

    def _fill_series(self, runs: tuple[Run, ...]) -> None:
        names = compared_series(runs)
        if [self._series.itemData(i) for i in range(self._series.count())] == names:
            return
        wanted = self._series.currentData() or self._workspace.state("training/runs/series", "")
        own = f"validation_{self._metric()}"
        self._series.clear()
        for name in names:
            self._series.addItem(series_title(name), name)
        for choice in (wanted, own, names[0] if names else ""):
            if choice in names:
                self._series.setCurrentIndex(names.index(choice))
                break

    def _on_series_chosen(self) -> None:
        self._workspace.remember("training/runs/series", self._series.currentData())
        self._load()

    def _on_options_changed(self) -> None:
        self.plot.set_scale(self.options.scale())
        self._load()

    def _wanted(self) -> tuple[object, ...]:
        """What the curves depend on."""
        runs = tuple((r.id, r.epochs, r.state.is_final) for r in self._rows.runs())
        return (self._series.currentData() or "", self.options.smoothing(), runs)

    def _load(self) -> None:
        """Read curves, where they are another than those that are shown, and can be seen."""
        wanted = self._wanted()
        if not self.isVisible() or self._loading:
            return
        if wanted == self._read or self._again.isActive():
            self._show()
            return
        if not wanted[0]:  # runs that recorded no series: there is nothing to read
            self._curves, self._stretch, self._read = {}, 0, wanted
            self._show()
            return
        self._loading = True
        self._workspace.tasks.start(self._load_curves(wanted), owner=self)

    async def _load_curves(self, wanted: tuple[object, ...]) -> None:
        try:
            ids = [run.id for run in self._rows.runs()]
            read = self._workspace.desk.training.compared_curves
            self._curves, self._stretch = await self._workspace.tasks.call(
                read, ids, str(wanted[0]), self.options.smoothing()
            )
            self._read = wanted
        finally:
            self._loading = False
        self._show()
        if any(not run.state.is_final for run in self._rows.runs()):
            self._again.start()
        elif self._wanted() != wanted:
            self._load()

    def _show(self) -> None:
        runs = self._rows.runs()
        self._lower.setVisible(
            self._series.count() > 0
        )  # runs that failed early have recorded nothing to draw
        self.plot.show_curves(
            {
                run.id: RunCurve(f"#{run.number}", self._curves[run.id], run.created_at.timestamp())
                for run in runs
                if run.id in self._curves
            }
        )
        self.plot.setAccessibleName(self._series.currentText())
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        runs, selected = self._rows.runs(), self.selected()
        chosen = selected or (runs if len(runs) <= IN_COLOUR else [])
        self.plot.highlight([run.id for run in chosen])
        self._hide.setEnabled(bool(selected))
        self._open.setEnabled(len(selected) == 1)
        self._duplicate.setEnabled(len(selected) == 1)
        self._differences.setText(self._what_differs(selected))
        self._say(runs)

    def _on_picked(self, run_id: str) -> None:
        """A click on a curve selects its run."""
        for row, run in enumerate(self._rows.runs()):
            if run.id == run_id:
                self.table.selectRow(row)
                self.table.scrollTo(self._rows.index(row, 0))

    def _on_all_clicked(self) -> None:
        self.plot.show_range(None)
        self._all.hide()

    def _what_differs(self, runs: list[Run]) -> str:
        from driftdesk.core.training.comparing import differing_params

        if not 2 <= len(runs) <= _TOLD:
            return ""
        names = differing_params(runs)
        said = []
        for run in runs:
            values = ", ".join(f"{n} {value_text(run.params[n])}" for n in names if n in run.params)
            said.append(f"#{run.number}: {values or words.trainer(run.trainer)}")
        return "   ".join(said)

    def _say(self, runs: list[Run]) -> None:
        """What is drawn, and what is not."""
        there = [self._curves[run.id] for run in runs if run.id in self._curves]
        coloured = len(self.plot.coloured)
        n = len(there)
        parts = [self.tr("1 curve") if n == 1 else self.tr("{n} curves").format(n=figures.count(n))]
        if len(there) > coloured:
            parts.append(
                self.tr("{n} in colour, the others faint: darker where more of them lie").format(n=coloured)
                if coloured
                else self.tr("darker where more of them lie; select runs to see them in colour")
            )
        chosen = len(self.selected())
        if chosen > IN_COLOUR:
            parts.append(self.tr("of {n} selected the first {m}").format(n=chosen, m=IN_COLOUR))
        if len(runs) > len(there):
            parts.append(self.tr("{n} without this series").format(n=figures.count(len(runs) - len(there))))
        thinned = sum(c.recorded > len(c) for c in there)
        if thinned:
            parts.append(
                self.tr("{n} sampled: lowest and highest of each stretch").format(n=figures.count(thinned))
            )
        if self._stretch > 1:
            parts.append(self.tr("smoothed over {n} steps").format(n=figures.count(self._stretch)))
        self._note.setText("  ·  ".join(parts) if runs else "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Runs"))
        self._search.setPlaceholderText(self.tr("Filter runs: failed, v3, mlp, learning_rate=0.001"))
        self._search.setAccessibleName(self.tr("Filter runs"))
        self._series.setAccessibleName(self.tr("Series"))
        self._hide.setText(self.tr("Hide"))
        self._hide.setToolTip(self.tr("Leave the selected runs out of table and plot"))
        self._all.setText(self.tr("Show all"))
        self._open.setText(self.tr("Open live"))
        self._duplicate.setText(self.tr("Duplicate with changes…"))
        self._duplicate.setShortcut(QKeySequence("Ctrl+D"))
        self._duplicate.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._empty.set_texts(
            self.tr("No runs yet"),
            self.tr("Every training leaves a run here, with its parameters, curves and result."),
        )
        self._columns = ()
        self._series.clear()
        self._on_facts_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
