"""One column of a drift analysis: its two distributions, what decided, and what moved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnDrift, Distribution, Kind, MethodResult, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.distribution_view import DistributionView
from driftdesk.ui.data.drift import moved
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, SeverityLabel, label

_MOVED_HEIGHT = 62
"""Three lines, whether they are needed or not, so that nothing jumps from column to column."""


class DriftDetail(QWidget):
    """``show_column`` shows another column, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._column: ColumnDrift | None = None
        self._names = ("", "")
        self._name = ElidedLabel("", "heading")
        self._severity = SeverityLabel()
        self._decided = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        self._others = ElidedLabel("", "caption", mode=Qt.TextElideMode.ElideRight)
        self.view = DistributionView(compares=True)
        self.view.plot.setMinimumHeight(17 * S)
        policy = self.view.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.view.setSizePolicy(policy)
        self._moved_title = label("", "caption")
        self.moved = label("", wrap=True)
        self.moved.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.moved.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.moved.setFixedHeight(_MOVED_HEIGHT)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._name, 1)
        head.addWidget(self._severity)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S, 2 * S, S)
        column.setSpacing(S // 2)
        column.addLayout(head)
        column.addWidget(self._decided)
        column.addWidget(self._others)
        column.addSpacing(S // 2)
        column.addWidget(self.view, 1)
        below = QHBoxLayout()
        below.setSpacing(2 * S)
        below.addWidget(self._moved_title, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.moved, 1)
        column.addLayout(below)
        self.retranslate()

    def show_column(self, column: ColumnDrift | None, names: tuple[str, str] = ("", "")) -> None:
        """``names``: of reference and current."""
        self._column, self._names = column, names
        self._name.setText(column.name if column else "")
        self._severity.setVisible(column is not None)
        self.view.setVisible(column is not None)
        if column is None:
            self._decided.setText("")
            self._others.setText("")
            self.moved.setText("")
            self._moved_title.setVisible(False)
            return
        self._severity.set_severity(column.severity)
        self._severity.setVisible(column.method != words.NOT_JUDGED)
        self._decided.setText(decided_by(column))
        self._others.setText(others(column))
        lines = [*_missing_line(column), *map(moved.say, column.moved)]
        lines = list(dict.fromkeys(lines))
        self.moved.setText(" · ".join(lines))
        self._moved_title.setVisible(bool(lines))
        self.moved.setToolTip("\n".join(lines))
        kind = Kind.NUMERIC if column.kind is Kind.TEXT and _is_binned(column) else column.kind
        about = self._about(column)
        self.view.show_sides(column.reference, column.current, kind, names=names, about=about)

    def _about(self, column: ColumnDrift) -> str:
        if column.kind is Kind.TEXT:
            return self.tr("length in characters") if _is_binned(column) else self.tr("most frequent words")
        return ""

    def retranslate(self) -> None:
        self.view.retranslate()
        self._moved_title.setText(self.tr("What moved"))
        self.show_column(self._column, self._names)


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


def others(column: ColumnDrift) -> str:
    """The other methods' figures, for those who want to know."""

    def one(result: MethodResult) -> str:
        return f"{words.method(result.method)} {figures.figure(result.statistic)}"

    return " · ".join(one(r) for r in column.results if r.method != column.method and r.statistic is not None)
