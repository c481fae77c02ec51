"""Two reports beside each other: which columns drift that did not, which do no more, which drift further."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import DriftReport, Severity
from driftdesk.core.reports.comparing import Change, ColumnChange, ReportComparison, compare_reports
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import (
    DataTable,
    ElidedLabel,
    SeverityLabel,
    button,
    label,
    severity_colour,
    severity_word,
)
from driftdesk.ui.widgets.cells import paint_ground
from driftdesk.ui.widgets.form_dialog import FormDialog
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

_BEFORE, _AFTER = 2, 3
_FULL = 2.5
"""A bar is full at so many times the threshold."""


def report_title(report: DriftReport) -> str:
    """Sides, verdict and moment of a report."""
    return (
        f"{words.side(report.reference)} → {words.side(report.current)} · {severity_word(report.severity)} · "
        f"{figures.short_moment(report.created_at)}"
    )


def change_word(change: Change) -> str:
    """What became of a column, in the window's language."""
    return {
        "graver": words.translate("data", "graver"),
        "milder": words.translate("data", "milder"),
        "further": words.translate("data", "further"),
        "back": words.translate("data", "less far"),
        "same": words.translate("data", "same"),
        "new": words.translate("data", "only after"),
        "gone": words.translate("data", "only before"),
    }[change]


def comparison_notes(before: DriftReport, after: DriftReport) -> list[str]:
    """Why the two cannot be compared like for like, as ``compare_reports`` finds it, in the window's language."""
    notes = []
    if before.dataset_id != after.dataset_id:
        said = words.translate("data", "They are of different datasets: {before} and {after}.")
        notes.append(said.format(before=before.dataset_name, after=after.dataset_name))
    elif before.reference.version != after.reference.version:
        said = words.translate("data", "Their references differ: {before} and {after}.")
        notes.append(said.format(before=words.side(before.reference), after=words.side(after.reference)))
    if before.service != after.service:
        said = words.translate("data", "Different services made them: {before} and {after}.")
        notes.append(said.format(before=before.service, after=after.service))
    elif before.params != after.params:
        notes.append(words.translate("data", "They were judged by different parameters."))
    return notes


class ReportComparing(QObject):
    """Asks what to compare a report with, and shows the two."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def ask(self, report: DriftReport, reports: Sequence[DriftReport], parent: QWidget) -> None:
        """``reports``: those of the dataset; the newest other one is offered first."""
        dialog = ChooseReport(report, [r for r in reports if r.id != report.id], parent)
        dialog.chosen.connect(lambda other: self.show_two(report, other, parent))
        dialog.file_chosen.connect(
            lambda path: self._workspace.tasks.start(self._compare_file(report, path, parent), owner=self)
        )
        dialog.open()

    async def _compare_file(self, report: DriftReport, path: Path, parent: QWidget) -> None:
        self.show_two(report, await self._workspace.tasks.call(_read, path), parent)

    def show_two(self, report: DriftReport, other: DriftReport, parent: QWidget) -> None:
        """The older of the two is the one before."""
        before, after = sorted((report, other), key=lambda r: r.created_at)
        ComparedReports(before, after, parent).open()


def _read(path: Path) -> DriftReport:
    from driftdesk.core.reports.document import read_report

    return read_report(path)


class ChooseReport(FormDialog):
    """``chosen`` carries a ``DriftReport``; ``file_chosen`` the path of one."""

    chosen = Signal(object)
    file_chosen = Signal(object)

    def __init__(self, report: DriftReport, others: Sequence[DriftReport], parent: QWidget) -> None:
        super().__init__("", "", parent, wide=70 * S)
        self.setWindowTitle(self.tr("Compare with"))
        self.go.setText(self.tr("Compare"))
        self.body.addWidget(
            label(self.tr("This report: {report}").format(report=report_title(report)), wrap=True)
        )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Other reports of this dataset"))
        for other in others:
            item = QListWidgetItem(
                icon(other.severity.value, severity_colour(other.severity)), report_title(other)
            )
            item.setData(Qt.ItemDataRole.UserRole, other)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.setMinimumHeight(24 * S)
        self._none = label(self.tr("There is no other report of this dataset yet."), "muted", wrap=True)
        self.list.setVisible(bool(others))
        self._none.setVisible(not others)
        self.go.setEnabled(bool(others))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._none)
        self.file = button(self.tr("From a file…"), "", "file")
        self.file.setToolTip(self.tr("A report that was exported as JSON"))
        self.file.clicked.connect(self._ask_file)
        self.buttons.insertWidget(0, self.file)

    def accept(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            super().accept()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Compare with"), "", "JSON (*.json)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self.file_chosen.emit(Path(path))
        super().accept()


class ComparedReports(QDialog):
    """The two verdicts, and each column before and after, those that matter most first."""

    def __init__(self, before: DriftReport, after: DriftReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Two reports on {name}").format(name=after.dataset_name))
        self.resize(110 * S, 66 * S)
        self.comparison = compare_reports(before, after)
        self._model = ListTableModel[ColumnChange](self._fields(), lambda c: c.name, self)
        self._model.show(self.comparison.columns)
        self.table = DataTable(self.tr("Columns before and after"))
        self.table.setModel(self._model)
        self.table.set_widths(24 * S, 14 * S, 30 * S, 30 * S)
        self.table.stretch(0)
        for at, is_after in ((_BEFORE, False), (_AFTER, True)):
            self.table.setItemDelegateForColumn(at, _SideCell(is_after, self.table))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        column.setSpacing(S)
        column.addLayout(self._verdicts(before, after))
        column.addWidget(label(_counted(self.comparison), "heading"))
        for note in comparison_notes(before, after):
            column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self.table, 1)
        self.close_button = button(self.tr("Close"))
        self.close_button.clicked.connect(self.accept)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.table.setFocus()

    def _verdicts(self, before: DriftReport, after: DriftReport) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * S)
        grid.setVerticalSpacing(S // 2)
        grid.setColumnStretch(2, 1)
        for row, (name, report) in enumerate(((self.tr("Before"), before), (self.tr("After"), after))):
            severity = SeverityLabel(soft=True)
            severity.set_severity(report.severity)
            grid.addWidget(label(name, "muted"), 2 * row, 0)
            grid.addWidget(severity, 2 * row, 1)
            grid.addWidget(
                ElidedLabel(words.verdict(report), "heading", mode=Qt.TextElideMode.ElideRight), 2 * row, 2
            )
            grid.addWidget(ElidedLabel(report_title(report), "caption"), 2 * row + 1, 2)
        return grid

    def _fields(self) -> list[Field[ColumnChange]]:
        return [
            Field(lambda: self.tr("Column"), lambda c: c.name),
            Field(lambda: self.tr("Change"), lambda c: change_word(c.change)),
            Field(lambda: self.tr("Before"), _said(lambda c: (c.before, c.statistic_before))),
            Field(lambda: self.tr("After"), _said(lambda c: (c.after, c.statistic_after))),
        ]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._model.retranslate()
        super().changeEvent(event)


def _said(
    side: Callable[[ColumnChange], tuple[Severity | None, float | None]],
) -> Callable[[ColumnChange], str]:
    def say(column: ColumnChange) -> str:
        severity, statistic = side(column)
        if severity is None:
            return figures.NOTHING
        return (
            severity_word(severity)
            if statistic is None
            else f"{severity_word(severity)}  {figures.figure(statistic)}"
        )

    return say


def _counted(found: ReportComparison) -> str:
    """``2 graver, 1 milder``; nothing that did not happen."""
    kinds: tuple[Change, ...] = ("graver", "new", "further", "milder", "gone", "back", "same")
    said = words.translate("data", "{n} {change}")
    return ", ".join(said.format(n=n, change=change_word(kind)) for kind in kinds if (n := found.count(kind)))


class _SideCell(QStyledItemDelegate):
    """Icon and word of the severity, the statistic, and a bar of how far over its threshold that is."""

    def __init__(self, is_after: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_after = is_after

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = paint_ground(self, painter, option, index)
        change: ColumnChange = index.data(RECORD_ROLE)
        severity = change.after if self._is_after else change.before
        strength = change.strength_after if self._is_after else change.strength_before
        rect = QRectF(cell.rect).adjusted(S, 0, -S, 0)
        painter.save()
        painter.setClipRect(rect)
        if severity is not None:
            colour = severity_colour(severity)
            icon(severity.value, colour).paint(painter, int(rect.left()), int(rect.center().y()) - 7, 15, 15)
            bar = QRectF(rect.right() - 8 * S, rect.center().y() - 3, 8 * S, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(colours().line)))
            painter.drawRoundedRect(bar, 3, 3)
            bar.setWidth(bar.width() * min(1.0, (strength or 0.0) / _FULL))
            painter.setBrush(QBrush(QColor(colour)))
            painter.drawRoundedRect(bar, 3, 3)
            rect.adjust(3 * S, 0, -9 * S, 0)
        painter.setPen(QColor(colours().text if severity is not None else colours().muted))
        text = cell.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()
