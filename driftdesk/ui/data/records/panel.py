"""The Records tab: any row of a version at once, found, filtered, sorted, and edited in a draft until it is committed."""

from dataclasses import replace

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QSplitter, QVBoxLayout

from driftdesk.core.entities import ColumnSummary, DatasetVersion, VersionProfile
from driftdesk.ui.data import words
from driftdesk.ui.data.drafts.asking import DraftAsking
from driftdesk.ui.data.drafts.bar import DraftBar
from driftdesk.ui.data.drafts.editing import Editing
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.profile_cache import ProfileCache
from driftdesk.ui.data.records.actions import RecordActions
from driftdesk.ui.data.records.arrangement import Arrangement
from driftdesk.ui.data.records.asking import Asking
from driftdesk.ui.data.records.browsing import Browsing, Target
from driftdesk.ui.data.records.clicking import FilterClicks
from driftdesk.ui.data.records.commands import RecordCommands
from driftdesk.ui.data.records.filter_bar import FilterBar
from driftdesk.ui.data.records.memory import RecordMemory
from driftdesk.ui.data.records.model import RecordTableModel
from driftdesk.ui.data.records.shown import ShownRows
from driftdesk.ui.data.records.sides import SideParts
from driftdesk.ui.data.records.table import RecordTable
from driftdesk.ui.data.records.toolbar import RecordToolbar
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import line
from driftdesk.ui.workspace import Workspace

DRAFT = 0
"""In the box of versions: the user's draft."""

_OTHERS = 400
"""Milliseconds from a change of a draft until it is looked at."""


class RecordPanel(DatasetPanel):
    def __init__(self, workspace: Workspace, state: DatasetState, profiles: ProfileCache) -> None:
        super().__init__(workspace, state)
        self._profiles = profiles
        self._asked: int | None = None
        """The version that was asked for; None: the draft, or else the latest."""
        self._where: str | None = None  # the filter that was asked for with it; None: as it is
        self.workspace = workspace
        self.memory = RecordMemory(workspace)
        self.browsing = Browsing(workspace, self)
        self.editing = Editing(workspace, self)
        self.model = RecordTableModel(self.browsing.read, self.start, self)
        self.table = RecordTable(self.known_values)
        self.setFocusProxy(self.table)
        self.table.setModel(self.model)
        self.arrangement = Arrangement(workspace, self.table, self)
        self.filters = FilterBar(self.known_values)
        self.draft_bar = DraftBar()
        self.toolbar = RecordToolbar(self.filters.status)
        self.versions: QComboBox = self.toolbar.versions
        self.row = self.toolbar.row
        self.sides = SideParts(self.table, self.model, self.browsing, self.toolbar.statistics)
        self.clicks = FilterClicks(self.table, self.model, self.browsing)
        self.commands = RecordCommands(workspace, self.table, self.model, self.browsing, self.editing)
        self.asking = Asking(self)
        self.drafting = DraftAsking(workspace, self.editing, self)
        self.actions_ = RecordActions(self)
        self._others = QTimer(self)
        self._others.setSingleShot(True)
        self._others.setInterval(_OTHERS)
        self._others.timeout.connect(self.editing.look_again)
        workspace.feed.changed.connect(self._on_changed_elsewhere)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.below = QSplitter(Qt.Orientation.Vertical)
        self.below.setChildrenCollapsible(False)
        self.below.addWidget(self.table)
        self.below.addWidget(self.sides.cell)
        self.below.setSizes([600, 140])
        self.splitter.addWidget(self.below)
        self.splitter.addWidget(self.sides.drawer)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([80 * S, 42 * S])
        kept = self.workspace.state("data/records/splitter")
        if isinstance(kept, QByteArray):
            self.splitter.restoreState(kept)
        self.splitter.splitterMoved.connect(
            lambda *_: self.workspace.remember("data/records/splitter", self.splitter.saveState())
        )
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.filters)
        column.addWidget(self.draft_bar)
        column.addWidget(line())
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        browsing, editing, filters_, toolbar = self.browsing, self.editing, self.filters, self.toolbar
        browsing.shown.connect(self._on_shown)
        browsing.renewed.connect(self._on_renewed)
        browsing.building.connect(filters_.show_progress)
        browsing.built.connect(filters_.end_progress)
        browsing.refused.connect(self._on_refused)
        browsing.failed.connect(self.show_error)
        editing.read.connect(self._on_draft_read)
        editing.unreadable.connect(self.show_error)
        editing.changed.connect(self._on_draft_changed)
        editing.failed.connect(self._workspace.notifications.error)
        filters_.filter_asked.connect(self.filter)
        filters_.search_asked.connect(lambda text: browsing.change(search=text))
        filters_.cancelled.connect(self._on_cancelled)
        filters_.left.connect(self.table.setFocus)
        filters_.renew_asked.connect(browsing.renew)
        filters_.history_cleared.connect(lambda: filters_.set_history(self.memory.forget_filters()))
        self.model.block_failed.connect(self.show_error)
        table = self.table
        table.sort_asked.connect(lambda s, adds: browsing.sort(self.model.columns[s].name, adds=adds))
        table.bars_chosen.connect(self.clicks.filter_by_bars)
        table.menu_requested.connect(self.actions_.open_cell_menu)
        table.header_menu_requested.connect(self.actions_.open_header_menu)
        self.arrangement.changed.connect(self._on_arranged)
        self.arrangement.chooser.column_asked.connect(self.go_to_column)
        toolbar.version_chosen.connect(self._on_version_chosen)
        toolbar.row_asked.connect(self.go_to_row)
        toolbar.columns.clicked.connect(
            lambda: self.arrangement.open_chooser(
                toolbar.columns.mapToGlobal(toolbar.columns.rect().bottomLeft())
            )
        )
        toolbar.export.clicked.connect(self.asking.export)
        toolbar.options_changed.connect(self._on_options_changed)
        toolbar.edit_menu.aboutToShow.connect(lambda: self.actions_.fill_edit_menu(toolbar.edit_menu))
        self.drafting.serve(self.draft_bar)
        self.drafting.committing_changed.connect(self.show_draft)
        self.drafting.ended.connect(self._on_commit_ended)
        toolbar.set_options(self.memory.options())
        self.show_options(self.memory.options())

    # Which rows.

    def clear(self) -> None:
        self._asked = None
        self.clicks.clear()
        self.browsing.clear()
        self.editing.open(None, 0)
        self.draft_bar.hide()
        self.model.show_records(0, ())

    def show_facts(self, facts: DatasetFacts) -> None:
        if facts.latest is None:
            return
        if self.memory.dataset_id != facts.dataset.id:
            self.memory.open(facts.dataset.id)
            self.arrangement.open(facts.dataset.id)
            self.filters.set_history(self.memory.filters())
            self.browsing.spec = self.memory.spec()
        self.editing.open(facts.dataset, facts.latest.number)

    def show_version(self, number: int, where: str | None = None) -> None:
        """Show the records of another version of the open dataset, now or as soon as it is read; ``where``: those that
        meet this filter, instead of the one that is there."""
        self._asked, self._where = number, where
        if self.facts is not None and self.editing.dataset is not None:
            self._open_target()

    def _on_version_chosen(self, number: int) -> None:
        self._asked = None if number == DRAFT else number
        self._open_target()

    def _on_draft_read(self) -> None:
        if self.facts is not None and self.isVisible():
            if not self.content.isVisible():
                self.model.renew()  # what could not be read is tried again
            self._open_target()
            self.show_content()
        self.show_draft()

    def _open_target(self) -> None:
        """Look at what was asked for: a version, the draft, or else the latest version."""
        facts, draft = self.facts, self.editing.draft
        if facts is None or facts.latest is None:
            return
        version = facts.version(self._asked)
        if version is None and draft is not None and draft.length:
            target = Target(facts.version(draft.base) or facts.latest, draft)
        else:
            target = Target(version or facts.latest)
        before, where, self._where = self.browsing.target, self._where, None
        self._fill_versions(target)
        if where is not None:
            self.filters.field.set_text(where)
            self.browsing.spec, self.browsing.rows = replace(self.browsing.spec, where=where, search=""), None
        if before is None or self.browsing.rows is None or _place(before) != _place(target):
            self.start(self._read_summaries(target.version))
            self.browsing.open(target)
        self.show_draft()

    def _fill_versions(self, target: Target) -> None:
        facts, draft = self.facts, self.editing.draft
        if facts is None:
            return
        items = [(words.version_label(facts.dataset, v.number), v.number) for v in facts.versions]
        if draft is not None and draft.length:
            items.insert(0, (self.tr("Your edits on v{number}").format(number=draft.base), DRAFT))
        self.toolbar.show_versions(items, DRAFT if target.draft is not None else target.version.number)

    async def _read_summaries(self, version: DatasetVersion) -> None:
        profile: VersionProfile = await self._profiles.summary(version)
        self.clicks.summaries = {c.name: c for c in profile.columns}
        self.show_options(self.toolbar.options())

    @property
    def summaries(self) -> dict[str, ColumnSummary]:
        """Of the columns of the version that is shown or edited, by name."""
        return self.clicks.summaries

    def known_values(self, name: str) -> list[str]:
        """The known categories of a column, most frequent first."""
        found = self.summaries.get(name)
        return [v.value for v in found.top] if found is not None else []

    @property
    def is_latest(self) -> bool:
        """Whether what is shown may be edited: the draft, or the latest version while there is none."""
        target, draft = self.browsing.target, self.editing.draft
        if target is None or self.facts is None or self.facts.latest is None:
            return False
        if target.draft is not None:
            return True
        return target.version.number == self.facts.latest.number and (draft is None or not draft.length)

    # Drafts.

    def _on_changed_elsewhere(self, change: object) -> None:
        if getattr(change, "collection", "") == "drafts" and self.isVisible():
            self._others.start()

    def _on_draft_changed(self, keeps_rows: bool) -> None:
        draft, facts, target = self.editing.draft, self.facts, self.browsing.target
        if facts is None or target is None:
            return
        if draft is not None and draft.length and (version := facts.version(draft.base)) is not None:
            same = target.version.id == version.id
            self._asked = None
            self.browsing.follow(draft, version, keeps_rows=keeps_rows and same)
            self._fill_versions(Target(version, draft))
        elif target.draft is not None:
            self._asked = None
            self._open_target()
        self.show_draft()

    def show_draft(self) -> None:
        facts, draft, editing = self.facts, self.editing.draft, self.editing
        if facts is None:
            return
        self.draft_bar.show_draft(
            editing.done,
            editing.undone,
            [d.user for d in editing.others if d.length],
            draft.base if draft is not None else 0,
            facts.dataset.head,
            has_draft=draft is not None and draft.length > 0,
            committing=self.drafting.is_committing,
        )
        self.model.is_editable = self.is_latest and not self.drafting.is_committing
        self.table.set_editable(self.model.is_editable)
        self.actions_.update()

    # What is shown.

    def _on_shown(self, stays: bool) -> None:
        rows = self.browsing.rows
        assert rows is not None
        here, top = self.table.currentIndex(), self.table.verticalScrollBar().value()
        name = self.model.columns[here.column()].name if here.isValid() else ""
        self.arrangement.set_schema(rows.columns)
        self.model.sort_keys = rows.spec.sort
        self.model.show_records(rows.rows, self.arrangement.shown)
        self.arrangement.apply()
        digits = len(f"{rows.rows:,}")
        self.table.verticalHeader().setFixedWidth(2 * S + 8 * max(digits, 3))
        self.table.frozen.place()
        self.filters.set_schema(rows.columns)
        self.memory.keep_spec(rows.spec)
        if rows.spec.where:
            self.filters.set_history(self.memory.keep_filter(rows.spec.where))
        self._say_what_is_shown(rows)
        if stays and here.isValid() and rows.rows:
            row = min(here.row(), rows.rows - 1)
            self.table.go_to(row, max(self.model.section(name), 0))
            self.table.verticalScrollBar().setValue(top)
        elif rows.rows:
            self.table.go_to(0, max(self.model.section(name), 0))
        self.clicks.want_bars()
        self.sides.rows_changed()
        self.show_options(self.toolbar.options())
        self.show_draft()

    def _on_renewed(self) -> None:
        assert self.browsing.rows is not None
        self.model.renew()
        self._say_what_is_shown(self.browsing.rows)
        self.sides.rows_changed()
        self.clicks.want_bars()

    def _say_what_is_shown(self, rows: ShownRows) -> None:
        self.filters.show_spec(rows.spec)
        self.filters.show_error(None)
        self.filters.show_count(
            rows.rows, rows.source_rows, len(rows.columns.columns), self.arrangement.hidden
        )
        self.filters.show_kept(self.browsing.is_kept and not rows.spec.is_plain)
        self.toolbar.show_rows(rows.rows)
        self.table.mark(rows.spec.search)

    def _on_commit_ended(self, well: bool) -> None:
        if well:
            self._asked = None  # the latest version is to be shown, whichever was asked for
        self._state.refresh()

    def _on_arranged(self) -> None:
        if self.browsing.rows is not None:
            self._on_shown(True)

    def _on_refused(self, error: Exception) -> None:
        if self.browsing.rows is None:  # a filter from an earlier time does not fit any more
            self.browsing.change(where="")
        else:
            self.browsing.stop()
            self.filters.field.show_error(error)  # type: ignore[arg-type]  # the signal carries ExpressionErrors

    def _on_cancelled(self) -> None:
        self.browsing.stop()
        if self.browsing.rows is not None:
            self.filters.reset(self.browsing.rows.spec)

    # Filters.

    def filter(self, where: str) -> None:
        self.filters.field.set_text(where)
        self.browsing.change(where=where)

    def sort_by_cell(self, descending: bool) -> None:
        if (index := self.table.currentIndex()).isValid():
            self.browsing.sort_by(self.model.columns[index.column()].name, descending=descending)

    # Cells.

    def edit_cell(self) -> None:
        if (index := self.table.currentIndex()).isValid() and self.model.is_editable:
            self.table.edit(index)

    def go_to_row(self, number: int) -> None:
        """``number`` from 1."""
        index = self.model.index(number - 1, max(0, self.table.currentIndex().column()))
        self.table.go_to(index.row(), index.column())
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.table.setFocus()

    def go_to_column(self, name: str) -> None:
        self.arrangement.show(name)
        section = self.model.section(name)
        self.table.go_to(max(self.table.currentIndex().row(), 0), section)
        self.table.setFocus()

    # Options and words.

    def _on_options_changed(self, options: dict[str, bool]) -> None:
        self.memory.keep_options(options)
        self.show_options(options)

    def show_options(self, options: dict[str, bool]) -> None:
        if options["histograms"] != self.table.header.shows_bars:
            self.table.show_bars(options["histograms"])
            self.clicks.want_bars()
        ranges = {
            name: (c.minimum, c.maximum)
            for name, c in self.summaries.items()
            if c.kind.value == "numeric" and c.minimum is not None and c.maximum is not None
        }
        self.model.show_ranges(ranges if options["cell_bars"] else {})

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Records"))
        for part in (self.toolbar, self.filters, self.draft_bar, self.sides, self.actions_):
            part.retranslate()


def _place(target: Target) -> tuple[str, str, int]:
    draft = target.draft
    return target.version.id, draft.id if draft else "", draft.revision if draft else 0
