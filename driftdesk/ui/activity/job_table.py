"""The table of jobs: an item model over LiveJobs, a filter, and how state and progress are painted."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import Job, JobState
from driftdesk.ui.activity.words import (
    LOOKS,
    host_of,
    kind_word,
    progress_words,
    share,
    shown_state,
    state_word,
)
from driftdesk.ui.durations import ago, moment
from driftdesk.ui.live_jobs import LiveJobs
from driftdesk.ui.stored_words import job_title
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import BODY, S, ui_font
from driftdesk.ui.widgets.cells import paint_ground

Index = QModelIndex | QPersistentModelIndex
JOB_ROLE = Qt.ItemDataRole.UserRole + 1
SORT_ROLE = Qt.ItemDataRole.UserRole + 2
STATE, TITLE, PROGRESS, WHO, WHERE, WHEN = range(6)
TICK_MS = 5000
"""How often lost heartbeats and "ago" are looked at again."""


class JobTableModel(QAbstractTableModel):
    """Newest first; cells change in place, so that selection and scroll stay."""

    def __init__(self, live: LiveJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._jobs: list[Job] = []
        live.changed.connect(self._on_changed)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._repaint)
        self._tick.start(TICK_MS)
        self._on_changed()

    def job(self, row: int) -> Job:
        return self._jobs[row]

    def row_of(self, job_id: str) -> int:
        """The row of a job, or -1."""
        return next((n for n, j in enumerate(self._jobs) if j.id == job_id), -1)

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self._repaint()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._jobs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - likewise
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            titles = (
                self.tr("State"),
                self.tr("Job"),
                self.tr("Progress"),
                self.tr("Who"),
                self.tr("Where"),
                self.tr("When"),
            )
            return titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job = self._jobs[index.row()]
        if role == JOB_ROLE:
            return job
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return (
                self._sort_value(job, index.column())
                if role == SORT_ROLE
                else self._text(job, index.column())
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(job, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in (WHO, WHERE, WHEN):
            return QColor(colours().muted)
        return None

    def _text(self, job: Job, column: int) -> str:
        match column:
            case 0:
                return state_word(shown_state(job))
            case 1:
                return job_title(job)
            case 2:
                return progress_words(job)
            case 3:
                return job.created_by
            case 4:
                return host_of(job.worker)
        return ago(job.finished_at or job.started_at or job.created_at)

    def _sort_value(self, job: Job, column: int) -> Any:
        if column == WHEN:
            return job.created_at.timestamp()
        if column == PROGRESS:
            return share(job.progress) or 0.0
        return self._text(job, column).casefold()

    def _tip(self, job: Job, column: int) -> str:
        if column == WHEN:
            return self.tr("Enqueued {at}").format(at=moment(job.created_at))
        if column == WHERE:
            return job.worker or ""
        if column == STATE and job.error is not None:
            return job.error.message
        return self._text(job, column)

    def _on_changed(self) -> None:
        jobs = self._live.jobs()
        if [j.id for j in jobs] == [j.id for j in self._jobs]:
            self._jobs = jobs
            self._repaint()
            return
        known = {j.id for j in self._jobs}
        fresh = next((n for n, j in enumerate(jobs) if j.id in known), len(jobs))
        if self._jobs and [j.id for j in jobs[fresh:]] == [j.id for j in self._jobs]:
            self.beginInsertRows(QModelIndex(), 0, fresh - 1)
            self._jobs = jobs
            self.endInsertRows()
            self._repaint()
            return
        self.beginResetModel()
        self._jobs = jobs
        self.endResetModel()

    def _repaint(self) -> None:
        if self._jobs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._jobs) - 1, self.columnCount() - 1))


class JobFilter(QSortFilterProxyModel):
    """By state (all, active, failed, finished), kind and words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._states, self._kind, self._words = "all", "", ""
        self.setSortRole(SORT_ROLE)

    def narrow(self, *, states: str | None = None, kind: str | None = None, words: str | None = None) -> None:
        """Change some of the three; an empty one lets all through."""
        self.beginFilterChange()
        self._states = self._states if states is None else states
        self._kind = self._kind if kind is None else kind
        self._words = self._words if words is None else words.casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        job: Job = self.sourceModel().index(row, 0).data(JOB_ROLE)
        fits = {
            "all": True,
            "active": not job.state.is_final,
            "failed": job.state is JobState.FAILED,
            "finished": job.state.is_final and job.state is not JobState.FAILED,
        }[self._states]
        named = (
            self._words
            in f"{job_title(job)} {job.title} {job.subject} {job.id} {kind_word(job.kind)}".casefold()
        )
        return fits and named and self._kind in ("", job.kind.value)


class _JobDelegate(QStyledItemDelegate):
    """The ground of a row as the style paints it, then what the subclass paints."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_ground(self, painter, option, index)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_job(painter, QRectF(rect).adjusted(S, 0, -S, 0), index.data(JOB_ROLE))
        painter.restore()

    def paint_job(self, painter: QPainter, box: QRectF, job: Job) -> None:
        raise NotImplementedError


class StateDelegate(_JobDelegate):
    """Icon and word."""

    def paint_job(self, painter: QPainter, box: QRectF, job: Job) -> None:
        shown = shown_state(job)
        glyph, token = LOOKS[shown]
        colour = QColor(getattr(colours(), token))
        paint_glyph(painter, QRectF(box.left(), box.center().y() - 8, 16, 16), glyph, colour)
        painter.setFont(ui_font(BODY))
        painter.setPen(colour)
        painter.drawText(box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, state_word(shown))


class ProgressDelegate(_JobDelegate):
    """A bar with per cent and time left while it runs; how long it took when it is over."""

    def paint_job(self, painter: QPainter, box: QRectF, job: Job) -> None:
        c = colours()
        left = box.left()
        if job.state is JobState.RUNNING:
            bar = QRectF(box.left(), box.center().y() - 3, 80, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.pressed))
            painter.drawRoundedRect(bar, 3, 3)
            known = share(job.progress)
            painter.setBrush(QColor(c.accent))
            done = QRectF(bar)
            if known is None:  # nothing is known: a third of a bar, without a claim
                done.setLeft(bar.left() + bar.width() / 3)
                done.setWidth(bar.width() / 3)
            else:
                done.setWidth(max(6.0, bar.width() * known))
            painter.drawRoundedRect(done, 3, 3)
            left = bar.right() + S + 2
        painter.setFont(ui_font(BODY, tabular=True))
        painter.setPen(QColor(c.text if job.state is JobState.RUNNING else c.muted))
        room = QRectF(left, box.top(), box.right() - left, box.height())
        text = painter.fontMetrics().elidedText(
            progress_words(job), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
