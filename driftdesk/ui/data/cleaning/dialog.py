"""Cleaning a version: which rules in which order, and what they would do, before anything is written."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QMenu,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.cleaning.report import ChangedValue, CleanPreview
from driftdesk.core.cleaning.rules import KINDS
from driftdesk.core.entities import DatasetVersion, Kind, RuleSet, VersionProfile
from driftdesk.core.errors import DriftDeskError, JobCancelledError
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.cleaning import words as clean_words
from driftdesk.ui.data.cleaning.rules import RuleDraft, RuleList
from driftdesk.ui.theme.style import S
from driftdesk.ui.watched import Watched
from driftdesk.ui.widgets import DataTable, ParamsForm, button, label, line
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

_AT_ONCE_ROWS = 300_000
"""Up to here the rules are looked at whenever they change."""
_PAUSE_MS = 500


class CleanDialog(QDialog):
    """``confirmed`` carries the rules as the command line writes them."""

    confirmed = Signal(list)

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        version: DatasetVersion,
        profile: VersionProfile,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Clean {name} v{number}").format(name=name, number=version.number))
        self.resize(118 * S, 78 * S)
        self._workspace, self._name, self._version = workspace, name, version
        self._watched: Watched | None = None
        self.rules = RuleList()
        self.rules.chosen.connect(self._show_rule)
        self.rules.edited.connect(self._on_edited)
        self._about = label("", "muted", wrap=True)
        self._form_area = QScrollArea()
        self._form_area.setWidgetResizable(True)
        self._form_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._notes = label("", "caption", wrap=True)
        self._examples: ListTableModel[ChangedValue] = ListTableModel(
            self._fields(), lambda e: (e.row_id, e.column), self
        )
        self.examples = DataTable()
        self.examples.setModel(self._examples)
        self.examples.setAccessibleName(self.tr("Examples"))
        self.examples.set_widths(130, 90, 180)
        self.examples.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._summary = label("", "", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self._build()
        self.finished.connect(self._stop_looking)
        holes = any(c.missing for c in profile.columns if c.kind not in (Kind.DATETIME, Kind.TEXT))
        first = [RuleDraft("duplicates")] + ([RuleDraft("missing", {"how": "median"})] if holes else [])
        self.rules.append(first)

    def _build(self) -> None:
        self._sets = button(self.tr("Kept rules"), "", "save")
        self._sets.setProperty("menu", True)
        self._sets_menu = QMenu(self._sets)
        self._sets_menu.aboutToShow.connect(self._fill_sets)
        self._sets.setMenu(self._sets_menu)
        self._kept: list[RuleSet] = []
        self._start(self._read_sets())
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, S, 0)
        rows.setSpacing(S)
        rows.addWidget(self.rules, 1)
        rows.addWidget(self._sets)
        right = QWidget()
        form = QVBoxLayout(right)
        form.setContentsMargins(2 * S, 0, 0, 0)
        form.setSpacing(S)
        form.addWidget(self._about)
        form.addWidget(self._form_area, 3)
        form.addWidget(self._notes)
        form.addWidget(self.examples, 3)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([48 * S, 64 * S])
        splitter.setChildrenCollapsible(False)
        self._look = button(self.tr("Preview"), "", "search")
        self._look.clicked.connect(self.look)
        self.go = button(self.tr("Clean"), "primary", "clean")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self._summary, 1)
        for made in (self._look, cancel, self.go):
            buttons.addWidget(made)
        about = self.tr(
            "Makes a new version of {rows}; v{number} stays as it is. Each rule sees what those above have left."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(S + S // 2)
        column.addWidget(
            label(
                about.format(rows=words.rows(self._version.rows), number=self._version.number),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(splitter, 1)
        column.addWidget(line())
        column.addLayout(buttons)

    def _fields(self) -> list[Field[ChangedValue]]:
        missing = self.tr("missing")
        return [
            Field(lambda: self.tr("Column"), lambda e: e.column),
            Field(lambda: self.tr("Row id"), lambda e: figures.count(e.row_id), number=True),
            Field(lambda: self.tr("Before"), lambda e: missing if e.before is None else e.before),
            Field(lambda: self.tr("After"), lambda e: missing if e.after is None else e.after),
        ]

    # The rule that is chosen.

    def _show_rule(self, draft: RuleDraft | None) -> None:
        if draft is None:
            self._about.setText(self.tr("Add a rule to begin with."))
            self._form_area.takeWidget()
        else:
            self._about.setText(clean_words.rule_about(draft.kind))
            form = ParamsForm(
                KINDS[draft.kind], draft.values, hidden=("kind",), offered=self._offered(draft.kind)
            )
            draft.values = form.values()
            form.changed.connect(partial(self._on_form_changed, form, draft))
            self._form_area.setWidget(form)
            for ground in (form, self._form_area.viewport()):
                ground.setAutoFillBackground(False)
        self._show_report()

    def _offered(self, kind: str) -> dict[str, list[str]]:
        names = [c.name for c in self._version.columns.columns]
        texts = [c.name for c in self._version.columns.columns if c.kind.is_string]
        return {"column": texts if kind == "dates" else names, "columns": names, "key": names, "near": texts}

    def _on_form_changed(self, form: ParamsForm, draft: RuleDraft) -> None:
        draft.values = form.values()
        self._on_edited()

    def _show_report(self) -> None:
        draft = self.rules.current
        report = draft.report if draft else None
        told = [f"{column}: {note}" for column, note in (report.columns if report else {}).items()]
        if report and report.gone:
            shown = ", ".join(f"{k} {v}" for k, v in list(report.gone[0].items())[:6] if v is not None)
            told.append(self.tr("Goes, for example: {row}").format(row=shown))
        self._notes.setText((draft.error if draft else "") or "\n".join(told[:6]))
        self._examples.show(report.examples if report else [])
        self.examples.setVisible(bool(report and report.examples))

    # Looking at what they would do.

    def _on_edited(self) -> None:
        self._stop_looking()
        for draft in self.rules.drafts:
            draft.report, draft.error = None, ""
        self.rules.refresh()
        self._show_report()
        made = self.rules.rules()
        self.go.setEnabled(bool(made))
        self._look.setEnabled(bool(made))
        self._summary.setText(
            "" if made else self.tr("A rule is not whole yet.") if self.rules.drafts else ""
        )
        if made and self._version.rows <= _AT_ONCE_ROWS:
            self._timer.start()

    def look(self) -> None:
        """Find out what the rules would do."""
        made = self.rules.rules()
        if made:
            self._stop_looking()
            self._watched = Watched()
            self._summary.setText(self.tr("Looking at the rows …"))
            self._start(self._read(made, self._watched))

    async def _read(self, made: list[Any], watched: Watched) -> None:
        ref = f"{self._name}@{self._version.number}"
        try:
            found = await self._workspace.tasks.call(
                self._workspace.desk.cleaning.preview, ref, made, watched
            )
        except JobCancelledError:
            return
        except DriftDeskError as error:
            if watched is self._watched:
                self._summary.setText(f"{error.message} {error.hint}")
                self.go.setEnabled(False)
            return
        if watched is self._watched:
            self._show_preview(found)

    def _show_preview(self, found: CleanPreview) -> None:
        for draft, report in zip(self.rules.drafts, found.report, strict=False):
            draft.report = report
        self.rules.refresh()
        self._show_report()
        if not found.rows:
            self._summary.setText(self.tr("No row would be left."))
        elif found.changed or found.removed:
            left = self.tr("{left} of {rows} would be left, {values} changed.")
            self._summary.setText(
                left.format(
                    left=figures.count(found.rows),
                    rows=words.rows(found.rows_before),
                    values=words.values(found.changed),
                )
            )
        else:
            self._summary.setText(self.tr("There is nothing to do."))
        self.go.setEnabled(bool(found.rows))

    def _stop_looking(self, *_: object) -> None:
        self._timer.stop()
        if self._watched is not None:
            self._watched.stop()
            self._watched = None

    # Kept sets of rules.

    async def _read_sets(self) -> None:
        self._kept = await self._workspace.tasks.call(self._workspace.desk.cleaning.rule_sets)

    def _fill_sets(self) -> None:
        self._sets_menu.clear()
        for kept in self._kept:
            self._sets_menu.addAction(kept.name, partial(self.rules.replace, kept.rules))
        if self._kept:
            self._sets_menu.addSeparator()
        keep = self._sets_menu.addAction(self.tr("Keep these rules as…"), self._ask_name)
        keep.setEnabled(bool(self.rules.rules()))

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Keep rules"))
        dialog.setLabelText(self.tr("Name of the set (one that is there is replaced)"))
        dialog.textValueSelected.connect(lambda name: self._start(self._keep(name)))
        dialog.open()

    async def _keep(self, name: str) -> None:
        made = self.rules.rules()
        if made and name.strip():
            await self._workspace.tasks.call(self._workspace.desk.cleaning.save_rules, name, made)
            await self._read_sets()
            self._workspace.notifications.success(
                self.tr("Kept the rules as {name}").format(name=name.strip())
            )

    def _start(self, work: Any) -> None:
        self._workspace.tasks.start(work, owner=self)

    def _on_go(self) -> None:
        self.confirmed.emit([rule.text for rule in self.rules.rules() or ()])
        self.accept()
