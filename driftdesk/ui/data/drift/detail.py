"""One column of a drift analysis: its two distributions, what decided, what moved, where, and what all methods say."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnDrift, Distribution, Kind, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.distribution_view import DistributionView
from driftdesk.ui.data.drift import moved
from driftdesk.ui.data.drift.methods import MethodResults
from driftdesk.ui.data.drift.where import DriftWhere
from driftdesk.ui.plots import shapes
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, SeverityLabel, button, label


class DriftDetail(QScrollArea):
    """``show_column`` shows another column, or none. ``expect_asked`` and ``withdraw_asked`` carry its name."""

    expect_asked = Signal(str)
    withdraw_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column: ColumnDrift | None = None
        self._names = ("", "")
        self._is_stored = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._name = ElidedLabel("", "heading")
        self._severity = SeverityLabel()
        self._decided = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self.expected = label("", "muted", wrap=True)
        self.expect = button("", "quiet", "check")
        self.expect.clicked.connect(self._on_expect)
        self.view = DistributionView(compares=True)
        self.view.plot.setMinimumHeight(20 * S)
        self.view.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        policy = self.view.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.view.setSizePolicy(policy)
        self._moved_title = label("", "caption")
        self.moved = label("", wrap=True)
        self.moved.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.where = DriftWhere()
        self.methods = MethodResults()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._name, 1)
        head.addWidget(self._severity)
        head.addWidget(self.expect)
        inside = QWidget()
        inside.setProperty("area", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * S, S, 2 * S, S)
        column.setSpacing(S // 2)
        column.addLayout(head)
        column.addWidget(self._decided)
        column.addWidget(self.expected)
        column.addWidget(self.view, 1)
        column.addWidget(self._moved_title)
        column.addWidget(self.moved)
        column.addSpacing(S // 2)
        column.addWidget(self.where)
        column.addSpacing(S // 2)
        column.addWidget(self.methods)
        self.setWidget(inside)

    def show_column(
        self, column: ColumnDrift | None, names: tuple[str, str] = ("", ""), *, is_stored: bool = False
    ) -> None:
        """``names``: of reference and current. ``is_stored``: it is of a stored report, so that its drift can be
        accepted and explained."""
        if column is None or self._column is None or column.name != self._column.name:
            self.verticalScrollBar().setValue(0)
        self._column, self._names, self._is_stored = column, names, is_stored
        self._name.setText(column.name if column else "")
        is_judged = column is not None and column.method != words.NOT_JUDGED
        self._severity.setVisible(is_judged)
        self.view.setVisible(column is not None)
        self.methods.show_column(column)
        self.where.show_column(column.name if column else "")
        self.where.setVisible(column is not None and is_stored)
        can_expect = column is not None and is_stored and bool(column.severity.rank)
        self.expect.setVisible(can_expect)
        self.expected.setVisible(column is not None and column.expected is not None)
        if column is None:
            self._decided.setText("")
            self.moved.setText("")
            self._moved_title.setVisible(False)
            return
        self._severity.set_severity(column.severity)
        self._decided.setText(decided_by(column))
        self.expected.setText(self.tr("Expected: {note}").format(note=column.expected))
        self.expect.setText(self.tr("Withdraw") if column.expected is not None else self.tr("Expect…"))
        self._show_moved(column)
        kind = Kind.NUMERIC if column.kind is Kind.TEXT and _is_binned(column) else column.kind
        self.view.show_sides(
            column.reference, column.current, kind, names=names, about=self._about(column), words=column.words
        )

    def _show_moved(self, column: ColumnDrift) -> None:
        lines = [*_missing_line(column), *map(moved.say, column.moved), *ranges_moved(column)]
        lines = list(dict.fromkeys(lines))
        self.moved.setText(" · ".join(lines))
        self.moved.setVisible(bool(lines))
        self._moved_title.setVisible(bool(lines))
        self.moved.setToolTip("\n".join(lines))

    def _about(self, column: ColumnDrift) -> str:
        if column.kind is Kind.TEXT:
            return self.tr("length in characters") if _is_binned(column) else self.tr("most frequent words")
        return ""

    def _on_expect(self) -> None:
        column = self._column
        if column is not None:
            asked = self.expect_asked if column.expected is None else self.withdraw_asked
            asked.emit(column.name)

    def retranslate(self) -> None:
        self.view.retranslate()
        self._moved_title.setText(self.tr("What moved"))
        self.where.retranslate()
        self.methods.retranslate()
        self.show_column(self._column, self._names, is_stored=self._is_stored)


def _is_binned(column: ColumnDrift) -> bool:
    one = column.reference or column.current
    return one is not None and one.edges is not None


def _missing_share(one: Distribution | None) -> float | None:
    return one.missing / one.rows if one is not None and one.rows else None


def _missing_line(column: ColumnDrift) -> list[str]:
    before, after = _missing_share(column.reference), _missing_share(column.current)
    if before is None or after is None or abs(after - before) < 0.005:
        return []
    if any(line.startswith("missing ") for line in column.moved):
        return []
    return [
        words.translate("data", "missing {before} → {after}").format(
            before=figures.percent(before), after=figures.percent(after)
        )
    ]


def ranges_moved(column: ColumnDrift) -> list[str]:
    """The bins that the plot marks, in words."""
    if column.kind is not Kind.NUMERIC or column.reference is None:
        return []
    edges = shapes.finite_edges(column.reference) if column.reference.edges else None
    return [
        words.translate("data", "{low} – {high}: {before} → {after}").format(
            low=figures.figure(float(edges[r.first])),
            high=figures.figure(float(edges[r.last + 1])),
            before=figures.percent(r.before),
            after=figures.percent(r.after),
        )
        for r in shapes.moved_ranges(column.reference, column.current)
        if edges is not None
    ]


def decided_by(column: ColumnDrift) -> str:
    """The method that decided, its figure against its threshold, and the evidence."""
    if column.severity is Severity.INSUFFICIENT_DATA:
        return words.translate("data", "Too few values to decide anything")
    if column.method == words.NOT_JUDGED:
        return words.translate("data", "Compared, but not judged: its role cannot drift")
    parts = [words.method(column.method)]
    if column.statistic is not None:
        sign = "≥" if column.threshold is not None and column.statistic >= column.threshold else "<"
        limit = f" ({sign} {figures.figure(column.threshold)})" if column.threshold is not None else ""
        parts[0] += f" {figures.figure(column.statistic)}{limit}"
    if p := figures.evidence(column.p_adjusted if column.p_adjusted is not None else column.p_value):
        parts.append(p)
    if column.error_bound:
        parts.append(f"±{figures.figure(column.error_bound)}")
    return ", ".join(parts)
