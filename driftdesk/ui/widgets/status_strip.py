"""The strip at the bottom: what runs now, where the data is, the language."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QToolButton, QWidget

from driftdesk.core.entities import Job, JobState, Stop, now
from driftdesk.ui.durations import time_left
from driftdesk.ui.language import LANGUAGES
from driftdesk.ui.stored_words import job_title, stored_word
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import ElidedLabel, icon_button, label

HEIGHT = 30


class JobStrip(QWidget):
    """The running jobs in one line: the first with its progress, and how many more. ``pressed`` opens Activity,
    ``stop_asked`` carries a job id."""

    pressed = Signal()
    stop_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Job] = []
        self._jobs: list[Job] = []
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._title.setMaximumWidth(360)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._figures = label()
        self._figures.setProperty("role", "muted")
        self._stop = icon_button("cancel", "")
        self._stop.setIconSize(QSize(12, 12))
        self._more = QToolButton()
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self.pressed)
        self._stop.clicked.connect(lambda: self.stop_asked.emit(self._jobs[0].id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for widget in (self._title, self._bar, self._figures, self._stop, self._more):
            row.addWidget(widget)
        row.addStretch(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_jobs([])

    def show_jobs(self, jobs: list[Job]) -> None:
        """Show those that run; those that wait are only counted. One whose heartbeat is lost comes last."""
        self._shown = jobs
        running = [j for j in jobs if j.state is JobState.RUNNING]
        self._jobs = sorted(running, key=lambda j: j.lease_until is not None and j.lease_until < now())
        waiting = sum(j.state is JobState.QUEUED for j in jobs)
        for widget in (self._title, self._bar, self._figures, self._stop):
            widget.setVisible(bool(self._jobs))
        more = len(self._jobs) - 1
        words = []
        if more > 0:
            words.append(self.tr("{n} more").format(n=more))
        if waiting:
            words.append(self.tr("{n} waiting").format(n=waiting))
        if not jobs:
            words = [self.tr("Nothing is running")]
        self._more.setText(", ".join(words))
        self._more.setVisible(bool(words))
        if self._jobs:
            self._show_first(self._jobs[0])

    def job_ids(self) -> list[str]:
        return [j.id for j in self._jobs]

    def retranslate(self) -> None:
        self.show_jobs(self._shown)

    def _show_first(self, job: Job) -> None:
        progress = job.progress
        self._title.setText(job_title(job))
        self._stop.setToolTip(self.tr("Stop {title}").format(title=job_title(job)))
        self._stop.setAccessibleName(self._stop.toolTip())
        self._stop.setEnabled(job.stop is not Stop.KILL)
        if progress.total:
            share = min(1.0, progress.done / progress.total)
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * share))
            parts = [f"{100 * share:.0f} %", time_left(progress.seconds_left)]
        else:
            self._bar.setRange(0, 0)
            parts = [stored_word(progress.stage)]
        if job.stop is not None:
            parts = [self.tr("Stopping…")]
        self._figures.setText("  ".join(p for p in parts if p))
        self._bar.setAccessibleName(f"{job_title(job)} {self._figures.text()}")

    def mouseReleaseEvent(self, event: object) -> None:
        self.pressed.emit()


class StatusStrip(QFrame):
    """``jobs`` is the JobStrip; ``database_pressed`` and ``language_pressed`` for the main window."""

    database_pressed = Signal()
    language_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusStrip")
        self.setProperty("area", "window")
        self.setFixedHeight(HEIGHT)
        self.jobs = JobStrip()
        self._database = QToolButton()
        self._language = QToolButton()
        for made, signal in (
            (self._database, self.database_pressed),
            (self._language, self.language_pressed),
        ):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(signal)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * S, 0, S, 0)
        row.setSpacing(S // 2)
        row.addWidget(self.jobs, 1)
        row.addWidget(self._database)
        row.addWidget(self._language)
        self._code = "en"
        self.retranslate()

    def set_database(self, words: str) -> None:
        self._database.setText(words)
        self._database.setVisible(bool(words))

    def set_language(self, code: str) -> None:
        self._code = code
        self.retranslate()

    def language_button(self) -> QToolButton:
        return self._language

    def retranslate(self) -> None:
        self._language.setText(self._code)
        other = next(name for code, name in LANGUAGES.items() if code != self._code)
        self._language.setToolTip(self.tr("Language: switch to {name}").format(name=other))
        self._language.setAccessibleName(self._language.toolTip())
        self._database.setToolTip(self.tr("Where the data is"))
        self.jobs.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
