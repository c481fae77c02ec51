"""The Search tab: a model's studies; the chosen one's trials, what came of them, and what can be done with the best."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Model, Study, StudyState, Trial
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.training.search.space import keys
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.plots.curve import CurvePlot
from driftdesk.ui.plots.search import ImportancePlot, ParallelPlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import search_view
from driftdesk.ui.training.search_dialog import SearchDialog
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.training.tables import sortable_table
from driftdesk.ui.widgets import EmptyState, ErrorView, Segmented, Skeleton, button
from driftdesk.ui.widgets.basics import ElidedLabel, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk

RELOAD_MS = 250
_FOLLOWED = frozenset({"*", "studies", "trials", "jobs"})


@dataclass(frozen=True)
class Found:
    """One reading: all studies of a model, and the trials of one."""

    studies: tuple[Study, ...]
    study: Study | None
    trials: tuple[Trial, ...]


def read_studies(desk: "Desk", model: Model, chosen: str) -> Found:
    """The studies, newest first, and the trials of ``chosen`` (else of the newest)."""
    studies = tuple(desk.studies.list(model))
    study = next((s for s in studies if s.id == chosen), studies[0] if studies else None)
    return Found(studies, study, tuple(desk.studies.trials(study)) if study is not None else ())


class SearchPanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._model_id = ""
        self._found: Found | None = None
        self._columns: tuple[object, ...] = ()
        self._box = QComboBox()
        self._box.setMinimumWidth(26 * S)
        self._said = ElidedLabel()
        self._new = button("", "primary", "search")
        self._stop = button("", "", "stop")
        self._more = button("", "", "play")
        self._train = button("", "", "train")
        self._save = button("", "", "save")
        self._trials: ListTableModel[Trial] = ListTableModel((), lambda t: t.number, self)
        self._table = sortable_table(self._trials, workspace, "training/trials", 80, 110, 110, 80)
        self._table.horizontalHeader().setStretchLastSection(
            False
        )  # a figure far from the others is not read
        self._which = Segmented()
        self._history = CurvePlot()
        self._parallel = ParallelPlot()
        self._curves = CurvePlot()
        self._importance = ImportancePlot()
        self._no_importance = label("", "muted", wrap=True)
        self._importance_title = label("", "caption")
        self._plots = QStackedWidget()
        self._drawn = label("", "caption", wrap=True)
        self._empty = EmptyState("search", "")
        self._failed = ErrorView()
        self._loading = Skeleton()
        self._stack = QStackedWidget()
        self._timer = QTimer(self, interval=RELOAD_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        bar.addWidget(self._box)
        bar.addStretch(1)
        for each in (self._stop, self._more, self._train, self._save, self._new):
            bar.addWidget(each)
        for plot in (self._history, self._parallel, self._curves):
            self._plots.addWidget(plot)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(3 * S, S, S, S)
        column.addWidget(self._which)
        column.addWidget(self._plots, 1)
        column.addWidget(self._drawn)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(S, S, 3 * S, S)
        beside.addWidget(self._importance_title)
        beside.addWidget(self._no_importance)
        beside.addWidget(self._importance, 1)
        beside.addStretch()
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(left)
        lower.addWidget(right)
        lower.setSizes([680, 320])
        lower.setChildrenCollapsible(False)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(inset(self._table))
        splitter.addWidget(lower)
        splitter.setSizes([240, 320])
        splitter.setChildrenCollapsible(False)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        said = QHBoxLayout()
        said.setContentsMargins(3 * S, 0, 3 * S, S)
        said.addWidget(self._said)
        whole.addLayout(said)
        whole.addWidget(splitter, 1)
        for page in (self._loading, self._empty, self._failed, content):
            self._stack.addWidget(page)
        self._content = content
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_study)
        self._empty.triggered.connect(self.new_study)
        self._failed.retried.connect(self._reload)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._more.clicked.connect(self._on_more_clicked)
        self._train.clicked.connect(self._on_train_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._box.activated.connect(lambda _: self._reload())
        self._which.chosen.connect(self._on_plot_chosen)
        self._parallel.picked.connect(self._choose)
        self._table.selectionModel().selectionChanged.connect(self._draw_chosen)
        self._timer.timeout.connect(self._reload)
        self._state.changed.connect(self._on_facts_changed)
        self._workspace.feed.changed.connect(self._on_store_changed)

    # Loading.

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        if facts is None:
            self._model_id, self._found = "", None
            self._stack.setCurrentWidget(self._loading)
        elif facts.model.id != self._model_id:
            self._model_id, self._found = facts.model.id, None
            self._box.clear()
            self._reload()

    def _on_store_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _FOLLOWED and self._model_id and not self._timer.isActive():
            self._timer.start()

    def _reload(self) -> None:
        facts = self._state.facts
        if facts is not None:
            self._workspace.tasks.start(self._load(facts.model), owner=self)

    async def _load(self, model: Model) -> None:
        desk, chosen = self._workspace.desk, str(self._box.currentData() or "")
        try:
            found = await self._workspace.tasks.call(read_studies, desk, model, chosen)
        except DriftDeskError as error:
            if self._found is None:  # what is shown stays: the next change asks again
                self._failed.show_error(error)
                self._stack.setCurrentWidget(self._failed)
            return
        if model.id == self._model_id and found != self._found:
            self._found = found
            self._show(found)

    # Showing.

    def _show(self, found: Found) -> None:
        study = found.study
        if study is None:
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentWidget(self._content)
        self._fill_box(found)
        said = search_view.sentence(study, found.trials)
        self._said.setText(said)
        runs = study.state is StudyState.RUNNING
        self._stop.setVisible(runs)
        self._more.setVisible(not runs)
        for each in (self._train, self._save):
            each.setEnabled(study.best is not None)
        self._show_trials(study, found.trials)
        self._history.show_scene(search_view.history(study, found.trials))
        self._parallel.show_lines(*search_view.parallel(study, found.trials))
        self._importance.show_shares(study.importances)
        self._importance.setVisible(bool(study.importances))
        self._no_importance.setVisible(not study.importances)
        self._draw_chosen()
        self._say_drawn()

    def _on_plot_chosen(self, key: str) -> None:
        self._plots.setCurrentIndex(_PLOTS.index(key))
        self._say_drawn()

    def _say_drawn(self) -> None:
        """What is seen, and what is left out."""
        study = self._study()
        view = _PLOTS[self._plots.currentIndex()]
        said = search_view.drawn_of(view, study, self._found.trials) if study and self._found else ""
        self._drawn.setText(said)
        self._drawn.setVisible(bool(said))

    def _fill_box(self, found: Found) -> None:
        items = [
            (
                self.tr("Study {n}: {state}").format(n=s.number, state=state_word(s.state.value)),
                s.id,
            )
            for s in found.studies
        ]
        self._box.blockSignals(True)
        self._box.clear()
        for text, study_id in items:
            self._box.addItem(text, study_id)
        self._box.setCurrentIndex(max(0, self._box.findData(found.study.id if found.study else "")))
        self._box.blockSignals(False)

    def _show_trials(self, study: Study, trials: tuple[Trial, ...]) -> None:
        """Each study has its own columns."""
        columns = (study.id, study.best, study.metric)
        chosen = self._chosen()
        if columns != self._columns:
            self._columns = columns
            proxy = self._table.model()
            assert isinstance(proxy, QSortFilterProxyModel)
            self._trials = ListTableModel(search_view.trial_fields(study), lambda t: t.number, self)
            proxy.setSourceModel(self._trials)
            self._table.set_widths(80, 110, 110, 80, *(140 for _ in keys(study)))
        self._trials.show(trials)
        if chosen is not None:
            self._choose(chosen)

    def _chosen(self) -> int | None:
        rows = self._table.selectionModel().selectedRows()
        trial = rows[0].data(RECORD_ROLE) if rows else None
        return trial.number if isinstance(trial, Trial) else None

    def _choose(self, number: int) -> None:
        """Select a trial's row."""
        proxy = self._table.model()
        for row in range(proxy.rowCount()):
            if proxy.index(row, 0).data(RECORD_ROLE).number == number:
                self._table.selectRow(row)
                return

    def _draw_chosen(self) -> None:
        if self._found is None or self._found.study is None:
            return
        number = self._chosen()
        self._parallel.choose(number)
        self._curves.show_scene(search_view.curves(self._found.study, self._found.trials, number))

    # Doing.

    def new_study(self) -> None:
        """Ask what to search, and begin."""
        facts = self._state.facts
        if facts is None:
            return
        dialog = SearchDialog(facts, self)
        dialog.accepted.connect(lambda: self._search(facts.model.name, dialog.ref, dialog.asked))
        dialog.open()

    def _search(self, model: str, ref: str, asked: dict[str, Any]) -> None:
        self._box.setCurrentIndex(-1)  # the new one, which is the newest, is to be shown
        self._do(self._workspace.desk.search, model, ref, **asked)

    def _on_stop_clicked(self) -> None:
        if (study := self._study()) is not None:
            self._do(self._workspace.desk.jobs.stop, study.job_id or "")

    def _on_more_clicked(self) -> None:
        study = self._study()
        if study is None:
            return
        title, text = self.tr("Go on with study {n}").format(n=study.number), self.tr("Further trials")
        number, accepted = QInputDialog.getInt(self, title, text, 20, 1, 10_000)
        if accepted:
            self._do(self._workspace.desk.search_more, study, number)

    def _on_train_clicked(self) -> None:
        if (study := self._study()) is not None:
            self._do(self._workspace.desk.train_best, study)

    def _on_save_clicked(self) -> None:
        study = self._study()
        if study is None:
            return
        name, accepted = QInputDialog.getText(
            self, self.tr("Save the best as preset"), self.tr("Name of the preset")
        )
        if accepted and name.strip():
            self._workspace.tasks.start(self._keep(study, name.strip()), owner=self)

    async def _keep(self, study: Study, name: str) -> None:
        best = next(t for t in (self._found.trials if self._found else ()) if t.number == study.best)
        note = self.tr("The best of study {n}").format(n=study.number)
        kept = await self._workspace.tasks.call(
            self._workspace.desk.presets.save, name, best.trainer, best.params, note
        )
        self._workspace.notifications.success(
            self.tr("Saved as preset {name}, version {n}").format(name=kept.name, n=kept.number)
        )

    def _study(self) -> Study | None:
        return self._found.study if self._found else None

    def _do(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._workspace.tasks.start(self._ask(fn, *args, **kwargs), owner=self)

    async def _ask(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        await self._workspace.tasks.call(fn, *args, **kwargs)
        self._reload()

    def retranslate(self) -> None:
        self._new.setText(self.tr("Search…"))
        self._stop.setText(self.tr("Stop"))
        self._more.setText(self.tr("Go on…"))
        self._train.setText(self.tr("Train with best"))
        self._save.setText(self.tr("Save as preset…"))
        self._train.setToolTip(self.tr("Train once more with the best trial's parameters, and register that"))
        self._save.setToolTip(self.tr("Keep the best trial's parameters as a preset"))
        self._box.setAccessibleName(self.tr("Study"))
        self._table.setAccessibleName(self.tr("Trials"))
        self._which.set_options(
            [
                ("history", self.tr("History")),
                ("parallel", self.tr("Parameters")),
                ("curves", self.tr("Curves")),
            ]
        )
        self._history.setAccessibleName(self.tr("Metric by trial"))
        self._parallel.setAccessibleName(self.tr("Parallel coordinates of the trials"))
        self._curves.setAccessibleName(self.tr("Curves of the trials"))
        self._importance.setAccessibleName(self.tr("Importance of the parameters"))
        self._importance_title.setText(self.tr("What matters: share of the metric's variance"))
        self._no_importance.setText(self.tr("Known after four trials that came to their end."))
        self._empty.set_texts(
            self.tr("No studies yet"),
            self.tr(
                "A study tries parameters in many trainings, gives up those that do worse, and says what is best."
            ),
            self.tr("Search…"),
        )
        self._trials.retranslate()
        if self._found is not None:
            self._show(self._found)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


_PLOTS = ("history", "parallel", "curves")
