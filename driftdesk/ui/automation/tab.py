"""The Automation tab: policies as sentences, on and off, what they would have done, and what they did."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import Job, JobState, Policy
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui import figures
from driftdesk.ui.actions import Action
from driftdesk.ui.automation import words
from driftdesk.ui.automation.policy_card import PolicyCard
from driftdesk.ui.automation.policy_dialog import PolicyDialog
from driftdesk.ui.automation.state import AutomationFacts, PolicyFacts, read_facts
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, Header, Skeleton, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

RELOAD_MS = 300
"""Changes within this time are read together: a running job writes its progress many times a second."""

_FOLLOWED = frozenset({"*", "policies", "models", "datasets", "jobs"})


class AutomationTab(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._facts: AutomationFacts | None = None
        self._cards: dict[str, PolicyCard] = {}
        self._header = Header()
        self._new = button("", "primary", "add")
        self._new.setEnabled(False)  # until it is known which models there are
        self._header.set_actions([self._new])
        self._empty = EmptyState("automation", "")
        self._column = QVBoxLayout()
        self._loops: ListTableModel[Job] = ListTableModel(self._loop_fields(), lambda j: j.id, self)
        self._table = DataTable()
        self._table.setModel(self._loops)
        self._table.remember_widths(workspace, "automation/loops")
        self._table.set_widths(150, 220, 120)
        self._caption = label("", "caption")
        self._stack = QStackedWidget()
        self._lay_out()
        self._new.clicked.connect(self.new_policy)
        self._empty.triggered.connect(self.new_policy)
        self._table.activated.connect(lambda i: workspace.open("job", i.data(RECORD_ROLE).id))
        self._table.doubleClicked.connect(lambda i: workspace.open("job", i.data(RECORD_ROLE).id))
        self._timer = QTimer(self, interval=RELOAD_MS, singleShot=True)
        self._timer.timeout.connect(self._reload)
        workspace.feed.changed.connect(self._on_store_changed)
        self.retranslate()
        self._reload()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("area", "surface")
        self._column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        self._column.setSpacing(S + S // 2)
        self._column.addStretch(1)
        inside.setLayout(self._column)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, S, 0, 0)
        caption = QHBoxLayout()
        caption.setContentsMargins(3 * S, 0, 3 * S, 0)
        caption.addWidget(self._caption)
        below.addLayout(caption)
        below.addWidget(inset(self._table), 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(area)
        splitter.addWidget(lower)
        splitter.setSizes([480, 220])
        splitter.setChildrenCollapsible(False)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)
        self._stack.addWidget(Skeleton())
        self._stack.setCurrentIndex(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)

    def _loop_fields(self) -> list[Field[Job]]:
        return [
            Field(lambda: self.tr("When"), lambda j: figures.moment(j.created_at)),
            Field(lambda: self.tr("Model"), lambda j: j.subject),
            Field(lambda: self.tr("Set off by"), self._cause),
            Field(
                lambda: self.tr("Outcome"),
                self._outcome,
                colour=lambda j: colours().critical if j.state is JobState.FAILED else None,
            ),
        ]

    def _cause(self, job: Job) -> str:
        return self.tr("a policy") if job.params.get("policy_id") else job.created_by

    def _outcome(self, job: Job) -> str:
        if job.error is not None:
            return job.error.message
        if job.result is None:
            return self.tr("running") if job.state is JobState.RUNNING else self.tr("waiting")
        return words.outcome(job.result)

    # The contract of a tab.

    def actions(self) -> list[Action]:  # type: ignore[override]  # QWidget.actions is about QActions, which we do not use
        return [Action("automation.new", self.tr("New policy…"), self.new_policy, "Ctrl+Shift+P", icon="add")]

    def open(self, kind: str, id: str) -> None:
        """Bring a policy into view."""
        if kind == "policy" and id in self._cards:
            self._cards[id].setFocus(Qt.FocusReason.OtherFocusReason)

    # Loading.

    def _on_store_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _FOLLOWED and not self._timer.isActive():
            self._timer.start()

    def _reload(self) -> None:
        self._workspace.tasks.start(self._load(), owner=self)

    async def _load(self) -> None:
        self._facts = await self._workspace.tasks.call(read_facts, self._workspace.desk)
        self._show(self._facts)

    def _show(self, facts: AutomationFacts) -> None:
        there = {p.policy.id for p in facts.policies}
        for gone in set(self._cards) - there:
            self._cards.pop(gone).deleteLater()
        for policy in facts.policies:
            card = self._cards.get(policy.policy.id)
            if card is None:
                card = self._add_card(policy)
            card.show_policy(policy)
        self._loops.show(facts.loops)
        self._new.setEnabled(True)
        self._stack.setCurrentIndex(1 if facts.policies else 0)
        on = sum(p.policy.enabled for p in facts.policies)
        self._header.set_subtitle(
            self.tr("{on} of {n} policies are on").format(on=on, n=len(facts.policies))
            if facts.policies
            else ""
        )

    def _add_card(self, facts: PolicyFacts) -> PolicyCard:
        card = PolicyCard(self._workspace)
        card.change_requested.connect(self._on_change_requested)
        self._cards[facts.policy.id] = card
        self._column.insertWidget(self._column.count() - 1, card)
        return card

    # Doing.

    def new_policy(self) -> None:
        self._ask(None)

    def _on_change_requested(self, facts: PolicyFacts) -> None:
        self._ask(facts)

    def _ask(self, changed: PolicyFacts | None) -> None:
        facts = self._facts
        if facts is None or not facts.models:
            self._workspace.notifications.info(self.tr("Train a model first: a policy retrains one."))
            return
        user = self._workspace.settings.user
        dialog = PolicyDialog(
            facts.models,
            facts.datasets,
            changed.policy if changed else None,
            taken={p.policy.name for p in facts.policies},
            user=user,
            parent=self,
        )
        automation = self._workspace.desk.automation
        save: Callable[[Policy], Policy] = automation.change_policy if changed else automation.add_policy
        dialog.confirmed.connect(lambda: self._workspace.tasks.start(self._save(dialog, save), owner=dialog))
        dialog.open()

    async def _save(self, dialog: PolicyDialog, save: Callable[[Policy], Policy]) -> None:
        """The dialog stays, and says why, where the policy does not fit."""
        try:
            await self._workspace.tasks.call(save, dialog.policy())
        except DriftDeskError as error:
            dialog.show_error(error)
        else:
            dialog.done_well()

    def retranslate(self) -> None:
        self._header.set_title(self.tr("Automation"))
        self._new.setText(self.tr("New policy"))
        self._caption.setText(self.tr("Runs of the loop"))
        self._table.setAccessibleName(self.tr("Runs of the loop"))
        self._empty.set_texts(
            self.tr("No policies yet"),
            self.tr(
                "A policy watches a dataset. When it drifts, the training data is recomposed, the model is retrained "
                "and compared, and the better one is promoted. You can also be asked first."
            ),
            self.tr("New policy"),
        )
        self._loops.retranslate()
        if self._facts is not None:
            self._show(self._facts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
