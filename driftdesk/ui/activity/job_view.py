"""One job open: how far it is, its steps, its result or the cause of its failure, its log."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QMenu,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Job, JobEvent, JobFinished, JobState, JobWarned, Stop
from driftdesk.ui.activity.log_model import EVENT_ROLE, Index, LogModel
from driftdesk.ui.activity.stopping import ask_and_stop
from driftdesk.ui.activity.words import (
    LOOKS,
    event_words,
    kind_word,
    progress_words,
    share,
    shown_state,
    state_word,
    value_words,
)
from driftdesk.ui.durations import ago, duration, moment
from driftdesk.ui.stored_words import job_title, result_word, stored_word
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S, ui_font
from driftdesk.ui.widgets.basics import ElidedLabel, button, label, line, repolish
from driftdesk.ui.workspace import Workspace

LINE = 22
TIME_WIDTH = 64


class _LogDelegate(QStyledItemDelegate):
    """Time in grey, then the words; warnings and failures in their colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        event: JobEvent = index.data(EVENT_ROLE)
        c = colours()
        box = QRectF(option.rect).adjusted(2 * S, 0, -S, 0)
        painter.save()
        painter.setFont(ui_font(12, tabular=True))
        painter.setPen(QColor(c.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle, moment(event.at).rsplit(" ", maxsplit=1)[-1])
        if isinstance(event, JobWarned):
            painter.setPen(QColor(c.warning))
        elif isinstance(event, JobFinished) and event.state is JobState.FAILED:
            painter.setPen(QColor(c.critical))
        else:
            painter.setPen(QColor(c.text))
        room = box.adjusted(TIME_WIDTH, 0, 0, 0)
        words = painter.fontMetrics().elidedText(
            event_words(event), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, middle, words)
        painter.restore()


class JobView(QFrame):
    """``show_job(job)`` shows another or a newer state of the same; the log follows the feed by itself."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._job: Job | None = None
        self.setProperty("area", "surface")
        self._picture = label()
        self._title = ElidedLabel("", "heading")
        self._state = label("", "muted")
        self.pause_button = button("", "", "pause")
        self.pause_button.clicked.connect(self._on_pause)
        self.stop_button = button("", "", "stop")
        self.stop_button.clicked.connect(self._on_stop)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stage = ElidedLabel("", "caption")
        self._facts = QGridLayout()
        self._failure, self._cause, self._hint, self._error_id = (
            QFrame(),
            label("", "", wrap=True),
            label("", "muted", wrap=True),
            label("", "caption"),
        )
        self._steps_head, self._log_head = label("", "caption"), label("", "caption")
        self._steps = QGridLayout()
        self.log = LogModel(self)
        self._log_view = QListView()
        self._log_view.setModel(self.log)
        self._log_view.setItemDelegate(_LogDelegate(self._log_view))
        self._log_view.setUniformItemSizes(True)
        self._log_view.setFrameShape(QFrame.Shape.NoFrame)
        self._log_view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._log_view.customContextMenuRequested.connect(self._on_log_menu)
        self._lay_out()
        self.retranslate()
        workspace.feed.job_event.connect(self._on_event)

    def job_id(self) -> str:
        return self._job.id if self._job else ""

    def show_job(self, job: Job) -> None:
        other = self._job is None or self._job.id != job.id
        self._job = job
        self._show_head(job)
        self._show_failure(job)
        self._fill(self._facts, self._fact_rows(job))
        steps = [
            (result_word(name), value_words(result))
            for name, result in (job.steps or job.result or {}).items()
        ]
        self._fill(self._steps, steps[:12])
        self._steps_head.setVisible(bool(steps))
        self._steps_head.setText(self.tr("Steps") if job.steps else self.tr("Result"))
        if other:
            self.log.show([])
            self._workspace.tasks.start(self._read_log(job.id), owner=self)

    def retranslate(self) -> None:
        self._log_head.setText(self.tr("Log"))
        self._log_view.setAccessibleName(self.tr("Log of the job"))
        if self._job is not None:
            self.show_job(self._job)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "log"):
            self.retranslate()
        super().changeEvent(event)

    async def _read_log(self, job_id: str) -> None:
        events = await self._workspace.tasks.call(self._workspace.desk.jobs.events, job_id)
        if self.job_id() == job_id:
            self.log.show(events)
            self._log_view.scrollToBottom()

    def _on_event(self, event: JobEvent) -> None:
        if event.job_id == self.job_id():
            bar = self._log_view.verticalScrollBar()
            at_end = bar.value() >= bar.maximum() - LINE
            self.log.add(event)
            if at_end:
                self._log_view.scrollToBottom()

    def _on_pause(self) -> None:
        """Pause, or let go on what is paused or was asked to."""
        job = self._job
        if job is not None:
            jobs = self._workspace.desk.jobs
            do = jobs.resume if _is_paused(job) else jobs.pause
            self._workspace.tasks.start(self._workspace.tasks.call(do, job.id), owner=self)

    def _on_stop(self) -> None:
        if self._job is not None:
            ask_and_stop(self._workspace, self._job.id, self.window())

    def _on_log_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(icon("copy"), self.tr("Copy log")).triggered.connect(
            lambda: QGuiApplication.clipboard().setText(self.log.text())
        )
        menu.exec(self._log_view.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _show_head(self, job: Job) -> None:
        shown = shown_state(job)
        glyph, token = LOOKS[shown]
        self._picture.setPixmap(icon(glyph, token).pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._title.setText(job_title(job))
        took = progress_words(job) if job.state.is_final else ""
        lost = shown == "lost" and job.heard_at is not None
        heard = self.tr("last heard of {ago}").format(ago=ago(job.heard_at)) if lost and job.heard_at else ""
        parts = (state_word(shown), heard, kind_word(job.kind), took)
        self._state.setText("  ·  ".join(p for p in parts if p))
        runs = not job.state.is_final
        self.pause_button.setVisible(runs and (job.stop is None or not job.stop.ends))
        self.pause_button.setText(self.tr("Resume") if _is_paused(job) else self.tr("Pause"))
        self.pause_button.setIcon(icon("play" if _is_paused(job) else "pause"))
        self.stop_button.setVisible(runs)
        ending = job.stop is not None and job.stop.ends
        self.stop_button.setText(self.tr("Kill") if ending else self.tr("Stop"))
        if self.stop_button.property("kind") != ("danger" if ending else ""):
            self.stop_button.setProperty("kind", "danger" if ending else "")
            repolish(self.stop_button)
        known = share(job.progress)
        self._bar.setVisible(job.state is JobState.RUNNING)
        self._stage.setVisible(job.state is JobState.RUNNING)
        self._bar.setRange(0, 1000 if known is not None else 0)
        self._bar.setValue(round(1000 * (known or 0.0)))
        words = progress_words(job)
        stage = stored_word(job.progress.stage)
        self._stage.setText("  ·  ".join(p for p in (stage if stage != words else "", words) if p))

    def _show_failure(self, job: Job) -> None:
        error = job.error
        self._failure.setVisible(error is not None)
        if error is None:
            return
        c = colours()
        self._failure.setStyleSheet(f"#failure {{ background: {c.critical_soft}; border-radius: 6px; }}")
        self._cause.setText(error.message)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        self._error_id.setText(
            self.tr("{code}, in the log under {id}").format(code=error.code, id=error.error_id)
            if error.error_id
            else error.code
        )

    def _fact_rows(self, job: Job) -> list[tuple[str, str]]:
        waited = (job.started_at - job.created_at).total_seconds() if job.started_at else None
        rows = [
            (self.tr("Subject"), job.subject),
            (self.tr("By"), job.created_by),
            (self.tr("Worker"), job.worker or ""),
            (self.tr("Enqueued"), moment(job.created_at)),
            (self.tr("Waited"), duration(waited) if waited is not None else ""),
            (self.tr("Attempt"), str(job.attempt) if job.attempt > 1 else ""),
            (self.tr("Crashes"), str(job.crashes) if job.crashes else ""),
            (self.tr("Id"), job.id),
        ]
        return [(name, value) for name, value in rows if value]

    def _fill(self, grid: QGridLayout, rows: list[tuple[str, str]]) -> None:
        """Names at the left in grey, values at the right; widgets are kept while the names are the same."""
        names = [n for n, _ in rows]
        if grid.property("names") != names:
            while grid.count():
                item = grid.takeAt(0)
                widget = item.widget() if item else None
                if widget is not None:
                    widget.deleteLater()
            for at, name in enumerate(names):
                grid.addWidget(label(name, "caption"), at, 0)
                value = ElidedLabel()
                value.setFont(ui_font(12, tabular=True))
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(value, at, 1)
            grid.setProperty("names", names)
        for at, (_, text) in enumerate(rows):
            item = grid.itemAtPosition(at, 1)
            value_label = item.widget() if item else None
            if isinstance(value_label, ElidedLabel):
                value_label.setText(text)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._state)
        head = QHBoxLayout()
        head.setSpacing(S + 2)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.pause_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignTop)
        self._failure.setObjectName("failure")
        cause = QVBoxLayout(self._failure)
        cause.setContentsMargins(S + 4, S, S + 4, S)
        cause.setSpacing(2)
        for part in (self._cause, self._hint, self._error_id):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cause.addWidget(part)
        for grid in (self._facts, self._steps):
            grid.setHorizontalSpacing(2 * S)
            grid.setVerticalSpacing(3)
            grid.setColumnMinimumWidth(0, 96)
            grid.setColumnStretch(1, 1)
        upper = QWidget()
        inner = QVBoxLayout(upper)
        inner.setContentsMargins(2 * S, 2 * S, 2 * S, S + 4)
        inner.setSpacing(S)
        inner.addLayout(head)
        inner.addWidget(self._bar)
        inner.addWidget(self._stage)
        inner.addWidget(self._failure)
        inner.addLayout(self._facts)
        inner.addSpacing(S // 2)
        inner.addWidget(self._steps_head)
        inner.addLayout(self._steps)
        self._log_head.setContentsMargins(2 * S, S, 0, S // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (upper, line(), self._log_head):
            column.addWidget(widget)
        column.addWidget(self._log_view, 1)
        self.setMinimumWidth(300)


def _is_paused(job: Job) -> bool:
    """Paused, or asked to be."""
    return job.state is JobState.PAUSED or job.stop is Stop.PAUSE
