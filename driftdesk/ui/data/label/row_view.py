"""One row, to be read: its texts large, everything else as names and values."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.entities import Column, Kind, Role
from driftdesk.ui import figures
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import HEADING, S, ui_font
from driftdesk.ui.widgets import label

_LONGEST = 20_000
"""Characters of a text that are shown; more are in the Records tab."""
_NOT_SHOWN = (Role.TARGET,)
_WIDE = 100 * S


class RowView(QScrollArea):
    """``show_row`` with the columns whenever they are others, else only with values."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns: tuple[Column, ...] = ()
        self._values: dict[str, QLabel] = {}

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Features first, texts before all, ids and what is ignored last."""
        shown = tuple(sorted((c for c in columns if c.role not in _NOT_SHOWN), key=_place))
        if shown == self._columns:
            return
        self._columns, self._values = shown, {}
        page = QWidget()
        page.setProperty("area", "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * S, 2 * S, 3 * S, 3 * S)
        column.setSpacing(S // 2)
        for each in shown:
            if each.kind is Kind.TEXT:
                column.addWidget(label(each.name, "caption"))
                column.addWidget(self._value(each, wrap=True))
                column.addSpacing(2 * S)
        grid = QGridLayout()
        grid.setHorizontalSpacing(S + 4)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(2, 1)
        for at, each in enumerate(c for c in shown if c.kind is not Kind.TEXT):
            mark = QLabel()
            mark.setPixmap(icon(each.kind.value).pixmap(15, 15))
            name = label(each.name, "muted")
            name.setMaximumWidth(36 * S)
            name.setContentsMargins(0, 0, 2 * S, 0)
            name.setToolTip(each.name)
            grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, at, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(each, wrap=True), at, 2)
        column.addLayout(grid)
        column.addStretch(1)
        page.setMaximumWidth(_WIDE)
        self.setWidget(page)

    def _value(self, column: Column, *, wrap: bool) -> QLabel:
        made = label("", wrap=wrap)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if column.kind is Kind.TEXT:
            made.setStyleSheet(f"font-size: {HEADING + 2}px;")
        else:
            made.setFont(ui_font(tabular=True))
        self._values[column.name] = made
        return made

    def show_row(self, row: dict[str, Any] | None) -> None:
        """None: not here yet."""
        for name, shown in self._values.items():
            value = row.get(name) if row is not None else None
            text = "…" if row is None else _written(value)
            shown.setText(text if text is not None else self.tr("missing"))
            shown.setEnabled(text is not None)
            shown.setAccessibleName(f"{name}: {shown.text()[:200]}")
        self.verticalScrollBar().setValue(0)

    def turn(self, pages: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())


def _place(column: Column) -> tuple[bool, bool]:
    return column.kind is not Kind.TEXT, column.role in (Role.ID, Role.IGNORED)


def _written(value: Any) -> str | None:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return figures.cell(value)
