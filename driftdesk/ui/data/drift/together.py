"""Many columns together, or a vector as one thing: what drifted though no column may have, by each method."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QVBoxLayout, QWidget

from driftdesk.core.drift.together.params import TOGETHER
from driftdesk.core.entities import JointDrift, Severity
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.drift import moved
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, label, severity_colour, severity_word
from driftdesk.ui.widgets.list_table import Field, ListTableModel

_MOST = 6
"""Columns that are named as those that tell old rows from new ones."""


class DriftTogether(QWidget):
    """``show_verdicts`` shows those of another report; ``methods_asked`` carries the names of methods that an analysis of the
    same sides shall have."""

    methods_asked = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.more = button("", "quiet")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        self._model = ListTableModel[JointDrift](
            [
                Field(lambda: self.tr("Severity"), lambda j: severity_word(j.severity), colour=_colour),
                Field(lambda: self.tr("Compared"), _compared),
                Field(lambda: self.tr("Effect"), lambda j: figures.figure(j.statistic), number=True),
                Field(lambda: self.tr("Threshold"), lambda j: figures.figure(j.threshold), number=True),
                Field(lambda: self.tr("Evidence"), _evidence),
            ],
            lambda j: (j.method, j.name),
            self,
        )
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for section, width in ((0, 14 * S), (2, 9 * S), (3, 9 * S), (4, 12 * S)):
            self.table.setColumnWidth(section, width)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._say(now.row()))
        self.about = label("", "muted", wrap=True)
        self.moved = label("", wrap=True)
        for said in (self.about, self.moved):
            said.setContentsMargins(2 * S, S, 2 * S, 0)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.moved.setContentsMargins(2 * S, S, 2 * S, S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addWidget(self.moved)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.table)
        self.retranslate()

    def show_verdicts(self, found: Sequence[JointDrift]) -> None:
        """The gravest first; it is current until another one is chosen."""
        self._model.show(sorted(found, key=lambda j: -j.severity.rank))
        if found and self.table.current_row() < 0:
            self.table.selectRow(0)
        self._say(self.table.current_row())

    def _fill_menu(self) -> None:
        """The methods that this report lacks, each with those that it has; and all."""
        there = [j.method for j in self._model.things if not j.name]
        lacking = [m for m in TOGETHER if m not in there]
        self._menu.clear()
        for method in lacking:
            self._menu.addAction(joint_title(method)).triggered.connect(partial(self._ask, (*there, method)))
        if len(lacking) != 1:
            self._menu.addAction(self.tr("All methods")).triggered.connect(
                partial(self._ask, tuple(TOGETHER))
            )

    def _ask(self, methods: tuple[str, ...], _checked: bool = False) -> None:
        self.methods_asked.emit(methods)

    def _say(self, row: int) -> None:
        """What the current verdict rests on, and what moved."""
        there = self._model.things
        joint = there[row] if 0 <= row < len(there) else None
        self.about.setText(self._about(joint) if joint else "")
        drifted = joint is not None and joint.severity.rank > 0
        lines = [moved.say(line) for line in joint.moved] if joint and drifted else []
        if joint and drifted and joint.importances and joint.method != "correlation":
            named = ", ".join(list(joint.importances)[:_MOST])
            lines.append(self.tr("Old rows are told from new ones by: {columns}").format(columns=named))
        self.moved.setText("\n".join(lines))
        self.moved.setVisible(bool(lines))

    def _about(self, joint: JointDrift) -> str:
        compared = f"{figures.count(joint.rows_reference)} → {words.rows(joint.rows_current)}"
        basis = self.tr("a sample") if joint.sampled else self.tr("all rows")
        which = joint.name or words.columns(len(joint.columns))
        return " · ".join((which, compared, basis))

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Columns together"))
        self.more.setText(self.tr("Compare them by"))
        self.more.setToolTip(self.tr("Analyse again, with another method for all columns together"))
        self._model.retranslate()
        self._say(self.table.current_row())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def joint_title(method: str) -> str:
    """A method that compares columns together, in the window's language."""
    return {
        "correlation": words.translate("data", "Correlations"),
        "mmd": words.translate("data", "Maximum mean discrepancy"),
        "energy": words.translate("data", "Energy distance"),
        "centroid": words.translate("data", "Centroid"),
        "classifier": words.translate("data", "Domain classifier"),
        "pca": words.translate("data", "PCA reconstruction"),
    }.get(method) or (TOGETHER[method].title if method in TOGETHER else method)


def _compared(joint: JointDrift) -> str:
    return f"{joint_title(joint.method)} · {joint.name}" if joint.name else joint_title(joint.method)


def _colour(joint: JointDrift) -> str | None:
    return severity_colour(joint.severity) if joint.severity.rank else None


def _evidence(joint: JointDrift) -> str:
    if joint.severity is Severity.INSUFFICIENT_DATA:
        return ""
    return figures.evidence(joint.p_adjusted if joint.p_adjusted is not None else joint.p_value)
