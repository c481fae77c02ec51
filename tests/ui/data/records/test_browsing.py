"""Finding rows: filters, histograms, order, search, columns, the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from driftdesk.ui.data.records.model import BARS_ROLE
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk
from tests.ui.data.records.conftest import Alt, Control, Key, Records, Shift

Open = Callable[..., Records]


def test_a_typed_filter_leaves_its_rows_and_says_how_many(open_records: Open) -> None:
    records = open_records()
    records.filter('age > 40 and plan == "free"')
    assert 0 < records.model.rowCount() < 200
    assert set(records.column("plan")) == {"free"}
    assert records.count() == f"{records.model.rowCount()} of 200 rows · 4 columns"


def test_a_filter_that_is_wrong_says_where_and_leaves_the_rows(open_records: Open) -> None:
    records = open_records()
    records.filter("age > 40 and plann == 1")
    field = records.panel.filters.field
    assert field.error.isVisible() and "plann" in field.error.text()
    assert field.line.cursorPosition() == len("age > 40 and ")
    assert records.model.rowCount() == 200
    records.filter("age > 40")
    assert not field.error.isVisible()


def test_offers_are_taken_by_keys(open_records: Open) -> None:
    records = open_records()
    field = records.panel.filters.field
    field.line.setFocus()
    records.press(Key.Key_P, to=field.line)
    assert field.popup.isVisible()
    texts = [field.popup.model().index(r, 0).data() for r in range(field.popup.model().rowCount())]
    assert any(t.startswith("plan") for t in texts)
    records.press(Key.Key_Down, to=field.popup)
    records.press(Key.Key_Return, to=field.popup)
    assert field.text().startswith("plan")


def test_filters_come_back_and_are_offered_again(
    open_records: Open, workspace: Workspace, desk: DataDesk
) -> None:
    records = open_records()
    records.filter("age > 45")
    rows = records.model.rowCount()
    records.click_name("age")
    again = open_records()
    assert again.model.rowCount() == rows
    assert again.panel.filters.field.text() == "age > 45"
    assert [k.column for k in again.panel.browsing.spec.sort] == ["age"]
    assert again.panel.memory.filters() == ["age > 45"]


def test_clicks_on_names_sort_and_shift_adds_a_key(open_records: Open) -> None:
    records = open_records(60)
    records.click_name("plan")
    records.click_name("age", shift=True)
    rows = list(zip(records.column("plan"), records.column("age"), strict=True))
    known = [(p, float(a)) for p, a in rows if p is not None and a is not None]
    assert known == sorted(known)
    records.click_name("plan")
    assert records.text(0, "plan") == "basic"
    records.click_name("plan")
    assert records.text(0, "plan") == "premium"
    records.click_name("plan")
    assert records.text(0, "user_id") == "user_0"


def test_bars_of_a_header_filter_when_they_are_clicked_and_dragged(open_records: Open) -> None:
    records = open_records()
    section = records.model.section("plan")
    header = records.table.header
    assert records.model.headerData(section, header.orientation(), BARS_ROLE) is not None
    records.drag_bars("plan", 0, 0)
    where = records.panel.filters.field.text()
    assert where.startswith('plan == "')
    assert len(set(records.column("plan"))) == 1
    records.drag_bars("plan", 0, 0)
    assert records.panel.filters.field.text() == ""
    records.drag_bars("age", 3, 6)
    assert "<= age <" in records.panel.filters.field.text()
    shown = records.model.headerData(records.model.section("age"), header.orientation(), BARS_ROLE).shown
    assert sum(shown) == pytest.approx(records.model.rowCount(), rel=0.2)
    records.drag_bars("age", 8, 9)
    assert records.panel.filters.field.text().count("age") == 1


def test_a_search_finds_anywhere(open_records: Open) -> None:
    records = open_records()
    search = records.panel.filters.search
    search.setText("user_19")
    records.press(Key.Key_Return, to=search)
    assert records.column("user_id") == ["user_19", *[f"user_{n}" for n in range(190, 200)]]


def test_values_of_cells_filter_and_are_excluded(open_records: Open) -> None:
    records = open_records()
    records.go(0, "plan")
    value = records.text(0, "plan")
    records.press(Key.Key_F, Control, Shift)
    assert set(records.column("plan")) == {value}
    records.panel.filter("")
    records.settle()
    records.go(7, "age")
    assert records.text(7, "age") is None
    records.press(Key.Key_F, Control, Shift)
    assert records.panel.filters.field.text() == "is_missing(age)"
    assert set(records.column("age")) == {None}
    records.panel.filter("")
    records.settle()
    records.go(0, "plan")
    records.panel.clicks.filter_by_cell(exclude=True)
    records.settle()
    assert value not in records.column("plan")


def test_columns_are_hidden_moved_and_frozen_and_stay_so(open_records: Open) -> None:
    records = open_records()
    arrangement = records.panel.arrangement
    arrangement.hide([0])
    arrangement.move(1, 0)
    arrangement.freeze(1)
    records.settle()
    again = open_records()
    assert [c.name for c in again.model.columns] == ["plan", "age", "churned"]
    assert again.count().endswith("· 1 hidden")
    assert again.table.frozen.isVisible() and again.table.frozen.count == 1
    assert not again.table.frozen.isColumnHidden(0) and again.table.frozen.isColumnHidden(1)


def test_a_dragged_header_moves_the_column(open_records: Open) -> None:
    records = open_records()
    records.table.header.moveSection(2, 0)
    records.settle()
    assert [c.name for c in records.model.columns] == ["plan", "user_id", "age", "churned"]
    assert records.text(0, "user_id") == "user_0"


def test_the_chooser_finds_and_hides_columns_by_keys(open_records: Open) -> None:
    records = open_records()
    arrangement = records.panel.arrangement
    arrangement.open_chooser(records.table.mapToGlobal(records.table.rect().topLeft()))
    chooser = arrangement.chooser
    chooser.search.setText("pla")
    records.press(Key.Key_Down, to=chooser.search)
    records.press(Key.Key_Space, to=chooser.list)
    assert [c.name for c in records.model.columns] == ["user_id", "age", "churned"]
    chooser.hide()


def test_the_drawer_has_the_statistics_of_the_filtered_rows(open_records: Open) -> None:
    records = open_records()
    records.go(0, "age")
    records.press(Key.Key_S, Control, Shift)
    drawer = records.panel.sides.drawer
    assert drawer.isVisible()
    records.filter("age > 40")
    found = records.panel.browsing.statistics
    assert found is not None and found.columns[0].minimum is not None
    assert found.columns[0].minimum > 40 and found.columns[0].rows == records.model.rowCount()


def test_space_shows_the_whole_of_a_cell(open_records: Open) -> None:
    records = open_records()
    records.go(3, "user_id")
    records.press(Key.Key_Space)
    assert records.panel.sides.cell.text.toPlainText() == "user_3"
    records.press(Key.Key_Escape, to=records.panel.sides.cell.text)
    assert not records.panel.sides.cell.isVisible()


def test_go_to_row_takes_any_number(open_records: Open) -> None:
    records = open_records()
    records.panel.row.setText("1,50")
    records.press(Key.Key_Return, to=records.panel.row)
    assert records.table.currentIndex().row() == 149


def test_cells_are_copied_exact_with_names_if_asked(open_records: Open) -> None:
    records = open_records()
    records.go(0, "user_id")
    records.press(Key.Key_Right, Shift)
    records.press(Key.Key_Down, Shift)
    records.press(Key.Key_C, Control)
    rows = [f"{records.text(r, 'user_id')}\t{records.text(r, 'age')}" for r in (0, 1)]
    assert QGuiApplication.clipboard().text() == "\n".join(rows) + "\n"
    records.press(Key.Key_C, Control, Shift)
    assert QGuiApplication.clipboard().text().startswith("user_id\tage\n")


def test_the_view_is_exported_as_it_is_shown(open_records: Open, tmp_path: Path) -> None:
    records = open_records()
    records.filter('plan == "free"')
    rows = records.model.rowCount()
    records.press(Key.Key_E, Control)
    dialog = records.dialog()
    path = tmp_path / "free.csv"
    dialog.path.setText(str(path))  # type: ignore[attr-defined]  # an ExportDialog
    dialog.accept()
    records.settle()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == rows + 1 and lines[0] == '"user_id","age","plan","churned"'


def test_options_of_the_view_stay(open_records: Open) -> None:
    records = open_records()
    options = records.panel.toolbar._options
    options["histograms"].trigger()
    options["cell_bars"].trigger()
    assert not records.table.header.shows_bars
    again = open_records()
    assert not again.table.header.shows_bars
    assert again.panel.toolbar.options() == {"histograms": False, "cell_bars": True}


def test_three_rows_are_as_well_shown_as_many(open_records: Open, desk: DataDesk) -> None:
    records = open_records(3)
    assert records.count() == "3 rows · 4 columns"
    assert records.text(2, "user_id") == "user_2"


def test_rows_that_could_not_be_read_are_tried_again(open_records: Open, desk: DataDesk) -> None:
    records = open_records()
    view, before = desk.tables.view, records.panel.browsing.rows

    def broken(*_: object, **__: object) -> object:
        raise OSError("gone")

    desk.tables.view = broken
    records.panel.filter("age > 40")
    records.settle()
    assert not records.panel.content.isVisible() and records.panel.browsing.rows is before
    desk.tables.view = view
    records.panel._error.retried.emit()
    records.settle()
    assert records.panel.content.isVisible()
    assert records.text(0, "user_id") is not None


def test_a_header_menu_opens_by_keys(open_records: Open, qtbot: object) -> None:
    records = open_records()
    records.go(0, "age")
    records.press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = [a.text() for a in menu.actions()]
    assert titles[:2] == ["Sort rising", "Sort falling"] and "Rename…" in titles
    menu.close()


def test_columns_are_widened_by_keys_and_keep_it(open_records: Open) -> None:
    records = open_records()
    records.go(0, "age")
    section = records.panel.model.section("age")
    before = records.table.columnWidth(section)
    records.press(Key.Key_Right, Alt, Shift)
    wide = records.table.columnWidth(section)
    assert wide > before
    records.press(Key.Key_Left, Alt, Shift)
    assert records.table.columnWidth(section) == before
    assert set(records.panel.arrangement.layout.widths.values()) == {before}


def test_escape_leaves_the_filter_as_it_was_asked_for(open_records: Open) -> None:
    records = open_records()
    records.panel.filter("age > 30")
    records.settle()
    line = records.panel.filters.field.line
    line.setFocus()
    line.setText("ag")
    records.press(Key.Key_Escape, to=line)
    assert line.text() == "age > 30"
    assert records.table.hasFocus()
