"""The answer of a service that gives one score for all columns: where it lies between the user's thresholds."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.entities import DriftReport, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, HEADING, S, ui_font
from driftdesk.ui.widgets import label, severity_colour, severity_word

_WIDTH = 90 * S
_FIGURE = 40
_MARK = 6
_MOST_FACTS = 12


class ScoreScale(QWidget):
    """A line from 0 on: no drift, warning, critical in their colours, and a mark where the score is."""

    def __init__(self) -> None:
        super().__init__()
        self._score = self._warning = self._critical = 0.0
        self._severity = Severity.NONE
        self.setFixedHeight(6 * S)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, report: DriftReport) -> None:
        """``score`` and both thresholds are there."""
        self._score, self._severity = report.score or 0.0, report.severity
        self._warning, self._critical = report.warning_at or 0.0, report.critical_at or 0.0
        self.setAccessibleName(words.verdict(report))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = colours()
        end = max(1.6 * self._critical, 1.08 * self._score) or 1.0
        per_unit = self.width() / end
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for low, high, severity in (
            (0.0, self._warning, Severity.NONE),
            (self._warning, self._critical, Severity.WARNING),
            (self._critical, end, Severity.CRITICAL),
        ):
            band = QRectF(low * per_unit, 2 * S, (high - low) * per_unit - 2, S)
            self._draw_band(painter, band, low, severity)
        x = min(max(self._score * per_unit, _MARK), self.width() - _MARK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.text))
        top = 2.0 * S - 2
        mark = [QPointF(x - _MARK, top - 10), QPointF(x + _MARK, top - 10), QPointF(x, top - 1)]
        painter.drawPolygon(QPolygonF(mark))
        painter.setPen(QPen(QColor(now.text), 2))
        painter.drawLine(QPointF(x, top - 2), QPointF(x, top + S + 4))

    def _draw_band(self, painter: QPainter, band: QRectF, low: float, severity: Severity) -> None:
        """The band of a severity, and under it where it begins and what it is called, as far as there is room."""
        colour = QColor(severity_colour(severity))
        is_it = severity is self._severity
        colour.setAlpha(255 if is_it else 90)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRect(band)
        painter.setFont(ui_font(CAPTION, 600 if is_it else 400, tabular=True))
        painter.setPen(QColor(colours().text if is_it else colours().muted))
        text = f"{figures.figure(low)}  {severity_word(severity)}"
        if painter.fontMetrics().horizontalAdvance(text) > band.width():
            text = figures.figure(low)
        under = QRectF(band.left(), band.bottom() + 6, band.width(), 2.5 * S)
        if painter.fontMetrics().horizontalAdvance(text) <= band.width():
            painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


class DriftScore(QScrollArea):
    """One score, its scale, and what the service said besides."""

    def __init__(self) -> None:
        super().__init__()
        self._report: DriftReport | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._title = label("", "muted")
        self.figure = label()
        self.thresholds = label("", "muted")
        self.scale = ScoreScale()
        self._about = label("", "caption", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(3 * S)
        self._facts.setVerticalSpacing(S // 2)
        self._facts.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.setSpacing(2 * S)
        head.addWidget(self.figure)
        head.addWidget(self.thresholds)
        head.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * S, 2 * S, 3 * S, 2 * S)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(head)
        column.addSpacing(S)
        column.addWidget(self.scale)
        column.addSpacing(2 * S)
        column.addLayout(self._facts)
        column.addSpacing(2 * S)
        column.addWidget(self._about)
        column.addStretch(1)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 1)
        row.addStretch(0)
        row.setAlignment(inside, Qt.AlignmentFlag(0))
        self.setWidget(ground)
        for made in (ground, self.viewport()):
            made.setAutoFillBackground(False)
        self.retranslate()

    def show_report(self, report: DriftReport) -> None:
        """A report that has a score."""
        self._report = report
        self._title.setText(
            words.translate("data", "Overall score of {service}").format(service=report.service)
        )
        self.figure.setText(figures.figure(report.score))
        self.figure.setFont(ui_font(_FIGURE, 600, tabular=True))
        self.thresholds.setText(words.thresholds(report))
        self.thresholds.setFont(ui_font(HEADING))
        is_placed = report.warning_at is not None and report.critical_at is not None
        self.scale.setVisible(is_placed)
        if is_placed:
            self.scale.show_score(report)
        self._show_facts(report)

    def facts(self) -> dict[str, str]:
        """The facts as they are shown."""
        return dict(self._said(self._report)) if self._report else {}

    def _said(self, report: DriftReport) -> Iterator[tuple[str, str]]:
        if report.compared:
            yield self.tr("Compared"), ", ".join(report.compared)
        if report.left_out:
            yield self.tr("Not compared"), ", ".join(report.left_out)
        yield (
            self.tr("Rows"),
            f"{figures.count(report.reference.rows)} → {figures.count(report.current.rows)}",
        )
        yield from list(_flat(report.raw_answer or {}))[:_MOST_FACTS]

    def _show_facts(self, report: DriftReport) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(self._said(report)):
            said = label(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{name}: {value}")
            self._facts.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(said, row, 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.scale.update()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Score of the service"))
        self._about.setText(
            self.tr(
                "This service gives one score for all columns together. Analyse with the built-in engine to see "
                "which columns moved."
            )
        )
        if self._report is not None:
            self.show_report(self._report)


def _flat(answer: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The values of a service's answer by dotted names, without the score that stands above."""
    for name, value in answer.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif name != "overall_score" and value not in (None, "", []):
            yield f"{prefix}{name}", figures.figure(value) if isinstance(value, float) else str(value)[:200]
