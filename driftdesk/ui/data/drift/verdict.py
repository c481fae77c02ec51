"""The verdict in one sentence, or how far the analysis is; past reports and export at the right."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import DriftReport, Progress
from driftdesk.core.settings import BUILT_IN
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.drift import moved
from driftdesk.ui.data.drift.controls import Sides
from driftdesk.ui.data.drift.exporting import FORMATS, format_title
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, SeverityLabel, button, label, severity_word


class DriftVerdict(QWidget):
    report_chosen = Signal(object)
    export_asked = Signal(str, bool)
    """Carries the suffix of the format, and whether example rows shall be in the file."""
    compare_asked = Signal(tuple)
    """The report shall be compared with another one: carries those of the dataset."""
    stop_asked = Signal()
    answer_asked = Signal()
    """Something shall be done about the drift."""

    def __init__(self) -> None:
        super().__init__()
        self._reports: tuple[DriftReport, ...] = ()
        self._can_retrain = False
        self.severity = SeverityLabel(soft=True)
        self.sentence = ElidedLabel("", "heading", mode=Qt.TextElideMode.ElideRight)
        self.basis = ElidedLabel("", "caption", mode=Qt.TextElideMode.ElideRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(20 * S)
        self._progress = label("", "muted")
        self._stop = button("", "quiet", "stop")
        self._stop.clicked.connect(self.stop_asked)
        self._past = QComboBox()
        self._past.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._past.setMinimumContentsLength(24)
        self._past.activated.connect(lambda i: self.report_chosen.emit(self._past.itemData(i)))
        self._export = button("", "", "export")
        self._formats = QMenu(self)
        for suffix in FORMATS:
            self._formats.addAction("").triggered.connect(partial(self._on_format, suffix))
        self._formats.addSeparator()
        self.with_rows = self._formats.addAction("")
        self.with_rows.setCheckable(True)
        self._formats.addSeparator()
        self.compare = self._formats.addAction("")
        self.compare.triggered.connect(lambda _checked: self.compare_asked.emit(self._reports))
        self._export.setProperty("menu", True)
        self._export.setMenu(self._formats)
        self.as_if = label("", "badge")
        self.answer = button("", "", "retrain")
        self.answer.clicked.connect(self.answer_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.sentence)
        texts.addWidget(self.basis)
        running = QWidget()
        across = QHBoxLayout(running)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * S)
        across.addWidget(self._progress)
        across.addWidget(self._bar)
        across.addWidget(self._stop)
        done = QWidget()
        across = QHBoxLayout(done)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(S)
        across.addStretch(1)
        across.addWidget(self.answer)
        across.addWidget(self._past)
        across.addWidget(self._export)
        self._right = QStackedWidget()
        self._right.addWidget(done)
        self._right.addWidget(running)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S, 2 * S, S)
        row.setSpacing(S + 4)
        row.addWidget(self.as_if, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.severity)
        row.addLayout(texts, 1)
        row.addWidget(self._right)
        self.setFixedHeight(7 * S)

    def show_reports(self, reports: Sequence[DriftReport]) -> None:
        """Past reports, newest first. The one that is chosen stays so."""
        chosen = self._past.currentData()
        self._reports = tuple(reports)
        self._past.clear()
        for report in self._reports:
            self._past.addItem(
                f"{words.side(report.reference)} → {words.shortened(words.side(report.current), 14)} · "
                f"{severity_word(report.severity)} · {figures.short_moment(report.created_at)}",
                report,
            )
        self._choose(chosen)
        self._past.view().setMinimumWidth(44 * S)
        self._past.setEnabled(bool(self._reports))

    def show_report(
        self, report: DriftReport, *, as_if: bool = False, can_retrain: bool | None = None
    ) -> None:
        """``as_if``: as it would read under thresholds that are only tried."""
        self._can_retrain = self._can_retrain if can_retrain is None else can_retrain
        self.as_if.setVisible(as_if)
        self.answer.setVisible(bool(report.severity.rank))
        self._say_answer()
        self._right.setCurrentIndex(0)
        self.severity.setVisible(True)
        self.severity.set_severity(report.severity)
        self.sentence.setText(words.verdict(report))
        expected = [words.expected(report)] if report.expected else []
        self.basis.setText(
            " · ".join([*expected, words.basis(report), *map(moved.say, report.schema_changes)])
        )
        self._export.setEnabled(True)
        has_rows = report.explanation is not None and bool(report.explanation.examples)
        self.with_rows.setVisible(has_rows and report.current.version is not None)
        if not self.with_rows.isVisible():
            self.with_rows.setChecked(False)
        self._choose(report)

    def _choose(self, report: DriftReport | None) -> None:
        there = [r.id for r in self._reports]
        self._past.setCurrentIndex(there.index(report.id) if report and report.id in there else -1)

    def show_applied(self) -> None:
        """The thresholds that were tried hold from now on."""
        self.as_if.hide()

    def _on_format(self, suffix: str, _checked: bool = False) -> None:
        self.export_asked.emit(suffix, self.with_rows.isChecked())

    def _say_answer(self) -> None:
        self.answer.setText(self.tr("Recompose and retrain…") if self._can_retrain else self.tr("Recompose…"))

    def show_nothing(self) -> None:
        self._say("", "")

    def show_failed(self) -> None:
        self._say(self.tr("The analysis failed: there is no verdict"), "")

    def show_running(self, sides: Sides) -> None:
        self._say(
            self.tr("Comparing {current} with v{reference}").format(
                current=sides.current_label, reference=sides.reference
            ),
            self.tr("Columns appear as they are analysed")
            if sides.service == BUILT_IN
            else self.tr("{service} answers as a whole").format(service=sides.service),
        )
        self._progress.setText("")
        self._bar.setRange(0, 0)
        self._right.setCurrentIndex(1)

    def show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._progress.setText(
            self.tr("{done} of {total} columns").format(done=figures.count(done), total=figures.count(total))
        )

    def show_stage(self, progress: Progress) -> None:
        """Where a service does not say columns, what the job says."""
        if self._bar.maximum() == 0 and progress.total:
            self._bar.setRange(0, 1000)
        if self._bar.maximum() == 1000 and progress.total:
            self._bar.setValue(round(1000 * progress.done / progress.total))

    def _say(self, sentence: str, basis: str) -> None:
        self.severity.setVisible(False)
        self.as_if.hide()
        self.answer.hide()
        self.sentence.setText(sentence)
        self.basis.setText(basis)
        self._right.setCurrentIndex(0)
        self._export.setEnabled(False)
        self._past.setCurrentIndex(-1)

    def retranslate(self) -> None:
        self._past.setAccessibleName(self.tr("Past reports"))
        self._past.setPlaceholderText(self.tr("Past reports"))
        self._export.setText(self.tr("Export"))
        self.with_rows.setText(self.tr("With example rows (HTML, PDF)"))
        self.with_rows.setToolTip(
            self.tr("The rows that are typical of what is new; else no row is in the file")
        )
        self.compare.setText(self.tr("Compare with…"))
        for action, suffix in zip(
            self._formats.actions(), FORMATS, strict=False
        ):  # what follows is no format
            action.setText(format_title(suffix))
        self.as_if.setText(self.tr("As if"))
        self.as_if.setToolTip(self.tr("As it would read under the thresholds that you are trying"))
        self._say_answer()
        self._stop.setText(self.tr("Stop"))
        self.show_reports(self._reports)
