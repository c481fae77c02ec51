"""Where drift concentrates: segments as rules, found by a job when asked for; a rule leads to its rows."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.entities import Explanation, Segment
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, button, label

MOST = 4
"""Segments of a column that are shown, besides those of whole rows."""


class DriftWhere(QWidget):
    """``find_asked``: segments are wanted. ``rule_chosen`` carries the filter of one; ``rows_asked``: the rows that are
    typical of what is new."""

    find_asked = Signal()
    rule_chosen = Signal(str)
    rows_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._explanation: Explanation | None = None
        self._column = ""
        self._is_busy = False
        self._failure = ""
        self._title = label("", "caption")
        self.about = label("", "muted", wrap=True)
        self.seek = button("", "", "search")
        self.seek.clicked.connect(self.find_asked)
        self.rows = button("", "", "records")
        self.rows.clicked.connect(self.rows_asked)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(16 * S)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        for part in (self.seek, self._bar, self.rows):
            foot.addWidget(part)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        column.addWidget(self._title)
        column.addWidget(self.about)
        column.addLayout(self._list)
        column.addLayout(foot)
        self.retranslate()

    def show_explanation(self, explanation: Explanation | None) -> None:
        """What was found (None: nothing was looked for yet)."""
        self._explanation, self._is_busy, self._failure = explanation, False, ""
        self._show()

    def show_column(self, name: str) -> None:
        """Segments of another column."""
        if name != self._column:
            self._column = name
            self._show()

    def set_busy(self, busy: bool, failure: str = "") -> None:
        """Segments are looked for; or they were not found, and why."""
        self._is_busy, self._failure = busy, failure
        self._show()

    def segments(self) -> list[Segment]:
        """Those of the shown column, then those of whole rows."""
        if self._explanation is None:
            return []
        of_column = [s for s in self._explanation.segments if s.column == self._column]
        of_rows = [s for s in self._explanation.segments if not s.column]
        return [*of_column[:MOST], *of_rows[:MOST]]

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = self.segments()
        for segment in found:
            self._list.addWidget(self._row(segment))
        is_known = self._explanation is not None
        self.seek.setVisible(not is_known and not self._is_busy)
        self._bar.setVisible(self._is_busy)
        self.rows.setVisible(bool(self._explanation and self._explanation.examples))
        self.about.setText(self._about(bool(found)))
        self.about.setVisible(bool(self.about.text()))

    def _about(self, found: bool) -> str:
        if self._is_busy:
            return self.tr("Looking for the rows in which it concentrates")
        if self._failure:
            return self._failure
        if self._explanation is not None and not found:
            return self.tr("It does not concentrate in any part of the rows: it is everywhere alike.")
        return ""

    def _row(self, segment: Segment) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        rule = RuleLink(segment.rule)
        rule.setToolTip("\n".join((segment.rule, self.tr("Show these rows"))))
        rule.setAccessibleName(self.tr("Show the rows where {rule}").format(rule=segment.rule))
        rule.clicked.connect(partial(self.rule_chosen.emit, segment.rule))
        said = ElidedLabel(self._say(segment), "muted", mode=Qt.TextElideMode.ElideRight)
        row.addWidget(rule)
        row.addWidget(said, 1)
        said.setMinimumWidth(18 * S)
        return made

    def _say(self, segment: Segment) -> str:
        share = self.tr("{before} → {after} of the rows").format(
            before=figures.percent(segment.reference_share), after=figures.percent(segment.current_share)
        )
        if segment.inside is None or segment.outside is None:
            return share
        apart = self.tr("distance {inside} here, {outside} elsewhere").format(
            inside=figures.figure(segment.inside), outside=figures.figure(segment.outside)
        )
        return f"{apart} · {share}"

    def retranslate(self) -> None:
        self._title.setText(self.tr("Where it concentrates"))
        self.seek.setText(self.tr("Find where"))
        self.rows.setText(self.tr("Show typical new rows"))
        self._show()


class RuleLink(QPushButton):
    """A rule to be clicked, cut in the middle where there is no room."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self._rule = rule
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._rule) + S, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * S, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._rule, middle, self.width() - S // 2))
