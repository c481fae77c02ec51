"""The first line of the Records tab: which version, how many rows, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, icon_button


class RecordToolbar(QWidget):
    """``version_chosen`` carries its number (0: the draft), ``row_asked`` a row from 1."""

    version_chosen = Signal(int)
    row_asked = Signal(int)
    options_changed = Signal(dict)

    def __init__(self, status: QWidget) -> None:
        super().__init__()
        self._rows = 0
        self.versions = QComboBox()
        self.versions.setMinimumWidth(20 * S)
        self.versions.activated.connect(lambda i: self.version_chosen.emit(self.versions.itemData(i)))
        self.edit = self._menu_button("edit")
        self.edit_menu = self._menu(self.edit)
        self.columns = button("", "quiet", "column")
        self.view = self._menu_button("sliders-horizontal")
        self._view_menu = self._menu(self.view)
        self._options = {key: self._view_menu.addAction("") for key in ("histograms", "cell_bars")}
        for action in self._options.values():
            action.setCheckable(True)
            action.toggled.connect(lambda _on: self.options_changed.emit(self.options()))
        self.statistics = icon_button("statistics", "", checkable=True)
        self.export = icon_button("export", "")
        self.row = QLineEdit()
        self.row.setFixedWidth(18 * S)
        self.row.addAction(icon("arrow-line-down"), QLineEdit.ActionPosition.LeadingPosition)
        self.row.returnPressed.connect(self._on_row_asked)
        across = QHBoxLayout(self)
        across.setContentsMargins(3 * S, S, 3 * S, S // 2)
        across.setSpacing(S // 2)
        across.addWidget(self.versions)
        across.addSpacing(S // 2)
        across.addWidget(status, 1)
        for widget in (self.edit, self.columns, self.view, self.statistics, self.export, self.row):
            across.addWidget(widget)

    def _menu_button(self, icon_name: str) -> QPushButton:
        made = button("", "quiet", icon_name)
        made.setProperty("menu", True)
        return made

    def _menu(self, opener: QPushButton) -> QMenu:
        made = QMenu(self)
        opener.setMenu(made)
        return made

    def show_versions(self, items: Sequence[tuple[str, int]], current: int) -> None:
        self.versions.clear()
        for text, number in items:
            self.versions.addItem(text, number)
        self.versions.setCurrentIndex(self.versions.findData(current))

    def show_rows(self, rows: int) -> None:
        self._rows = rows
        self.row.setPlaceholderText(f"1 – {rows:,}" if rows else "")

    def options(self) -> dict[str, bool]:
        return {key: action.isChecked() for key, action in self._options.items()}

    def set_options(self, options: dict[str, bool]) -> None:
        for key, action in self._options.items():
            action.blockSignals(True)
            action.setChecked(options[key])
            action.blockSignals(False)

    def _on_row_asked(self) -> None:
        digits = "".join(c for c in self.row.text() if c.isdigit())
        if self._rows:
            self.row_asked.emit(min(max(int(digits or "1"), 1), self._rows))

    def retranslate(self) -> None:
        self.versions.setAccessibleName(self.tr("Version"))
        self.edit.setText(self.tr("Edit"))
        self.columns.setText(self.tr("Columns"))
        self.view.setText(self.tr("View"))
        self._options["histograms"].setText(self.tr("Histograms in the header"))
        self._options["cell_bars"].setText(self.tr("Bars in numeric cells"))
        for made, text in (
            (self.statistics, self.tr("Statistics of the column")),
            (self.export, self.tr("Export…")),
            (self.row, self.tr("Go to row")),
        ):
            made.setToolTip(text)
            made.setAccessibleName(text)
