"""One policy: its sentence, on or off, and a dry run over what was seen so far."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from driftdesk.ui import figures
from driftdesk.ui.automation.state import PolicyFacts
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import SeverityLabel, button, icon_button, label
from driftdesk.ui.widgets.confirming import confirm
from driftdesk.ui.workspace import Workspace


class PolicyCard(QFrame):
    change_requested = Signal(object)
    """The PolicyFacts to change."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._facts: PolicyFacts | None = None
        self.setProperty("area", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._on = QCheckBox()
        self._sentence = label("", wrap=True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._sleeps = label("", "caption")
        self._dry_run = button("", "", "play")
        self._change = icon_button("edit", "")
        self._remove = icon_button("delete", "")
        self._points = QGridLayout()
        self._points.setHorizontalSpacing(3 * S)
        self._points.setVerticalSpacing(S // 2)
        self._points.setColumnStretch(3, 1)
        self._points.setContentsMargins(4 * S + S // 2, 0, 0, 0)  # below the sentence
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._on, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(S // 2)
        said.addWidget(self._sentence)
        said.addWidget(self._sleeps)
        row.addLayout(said, 1)
        row.addWidget(self._dry_run, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._change, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S + S // 2, S + S // 2, S + S // 2)
        column.setSpacing(S)
        column.addLayout(row)
        column.addLayout(self._points)
        self._on.clicked.connect(self._on_switched)
        self._dry_run.clicked.connect(self._on_dry_run_clicked)
        self._change.clicked.connect(lambda: self.change_requested.emit(self._facts))
        self._remove.clicked.connect(self._on_remove_clicked)
        self.retranslate()

    def show_policy(self, facts: PolicyFacts) -> None:
        if self._facts is not None and self._facts.policy != facts.policy:
            self._clear_points()
        self._facts = facts
        self._on.setChecked(facts.policy.enabled)
        self._sentence.setText(facts.sentence())
        sleeps = facts.model.trashed_at is not None
        self._sleeps.setVisible(sleeps)
        self._sentence.setEnabled(facts.policy.enabled and not sleeps)
        for part in (self._on, self._dry_run, self._change):
            part.setEnabled(not sleeps)
        self.setAccessibleName(facts.policy.name)

    def _do(self, fn: Callable[..., Any], *args: Any) -> None:
        self._workspace.tasks.start(self._workspace.tasks.call(fn, *args), owner=self)

    def _on_switched(self, on: bool) -> None:
        if self._facts is not None:
            self._do(self._workspace.desk.automation.enable, self._facts.policy.id, on)

    def _on_remove_clicked(self) -> None:
        if self._facts is None:
            return
        policy = self._facts.policy
        confirm(
            self,
            self.tr("Remove policy"),
            self.tr("Remove this policy?"),
            go=self.tr("Remove"),
            then=lambda: self._do(self._workspace.desk.automation.remove_policy, policy.id),
        )

    def _on_dry_run_clicked(self) -> None:
        if self._facts is not None:
            self._workspace.tasks.start(self._show_dry_run(self._facts), owner=self)

    async def _show_dry_run(self, facts: PolicyFacts) -> None:
        self._dry_run.setEnabled(False)
        try:
            dry_run = self._workspace.desk.automation.dry_run
            points = await self._workspace.tasks.call(dry_run, facts.policy)
        finally:
            self._dry_run.setEnabled(True)
        self._clear_points()
        if not points:
            self._points.addWidget(
                label(self.tr("There is no later version to try it on yet."), "muted"), 0, 0, 1, 4
            )
        for row, point in enumerate(points):
            cells = [
                label(f"v{point.version}"),
                SeverityLabel(point.severity),
                label(
                    self.tr("would fire") if point.fires else self.tr("would not fire"),
                    "" if point.fires else "muted",
                ),
                label(", ".join(point.columns) or figures.NOTHING, "muted"),
            ]
            for at, cell in enumerate(cells):
                self._points.addWidget(cell, row, at)

    def _clear_points(self) -> None:
        while self._points.count():
            item = self._points.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()

    def retranslate(self) -> None:
        self._on.setAccessibleName(self.tr("Policy is on"))
        self._on.setToolTip(self.tr("On or off"))
        self._dry_run.setText(self.tr("Dry run"))
        self._sleeps.setText(self.tr("Sleeps: the model is in the trash"))
        self._dry_run.setToolTip(self.tr("What it would have done on the versions that are there"))
        for widget, text in ((self._change, self.tr("Change")), (self._remove, self.tr("Remove"))):
            widget.setToolTip(text)
            widget.setAccessibleName(text)
        if self._facts is not None:
            self._sentence.setText(self._facts.sentence())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
