"""The Records tab on a real store, by mouse and keys: find rows, edit them, commit, and meet somebody who was first."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QRadioButton, QTableView

from driftdesk.core.drafts.edits import SetCells
from driftdesk.core.settings import Settings
from driftdesk.desk import Desk
from driftdesk.ui.data.records.table import RecordTable
from tests.ui.whole.conftest import CHURN, OpenWindow
from tests.ui.whole.hand import LATER, Hand, Key
from tests.ui.whole.steps import import_file

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_from_a_filter_to_a_commit_that_somebody_else_was_before(
    open_window: OpenWindow, settings: Settings
) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="churn")
    hand.sub_tab("Records")
    table = hand.table("Records")
    assert isinstance(table, RecordTable)
    hand.until(lambda: table.model().rowCount() > 100, "the rows")
    rows = table.model().rowCount()
    _filter(hand, table, "age > 40", rows)
    _click_a_histogram(hand, table)
    _sort(hand, table)
    before = _edit_and_undo(hand, table)
    _commit(hand)
    _meet_somebody(hand, table, settings, before)


def _filter(hand: Hand, table: RecordTable, where: str, rows: int) -> None:
    field = hand.field("Filter")
    hand.click(field)
    for letter in where:
        hand.keys(letter)
    _close_offers(hand)
    hand.key(Key.Key_Return, to=field)
    hand.until(lambda: 0 < table.model().rowCount() < rows, "fewer rows")
    left = table.model().rowCount()
    hand.until_shown(f"{left:,} of {rows:,} rows")
    assert all(float(age) > 40 for age in _column(hand, table, "age", 20))


def _close_offers(hand: Hand) -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        hand.key(Key.Key_Escape, to=popup)


def _click_a_histogram(hand: Hand, table: RecordTable) -> None:
    section = _section(table, "subscription_type")
    table.scrollTo(table.model().index(0, section))
    before = table.model().rowCount()

    def has_bars() -> bool:
        return table.header._bars(section) is not None

    hand.until(has_bars, "the histogram")
    hand.click(table.header.viewport(), table.header.bar_rect(section, 0).center())
    hand.until(lambda: "subscription_type ==" in hand.field("Filter").text(), "the filter of the bar")
    hand.until(lambda: table.model().rowCount() < before)
    assert len(set(_column(hand, table, "subscription_type", 20))) == 1


def _sort(hand: Hand, table: RecordTable) -> None:
    section = _section(table, "age")
    table.scrollTo(table.model().index(0, section))
    at = QPoint(table.header.sectionViewportPosition(section) + table.header.sectionSize(section) // 2, 10)
    hand.click(table.header.viewport(), at)

    def is_sorted() -> bool:
        ages = [float(a) for a in _column(hand, table, "age", 30)]
        return ages == sorted(ages)

    hand.until(is_sorted, "the rows in the order of their ages")


def _edit_and_undo(hand: Hand, table: RecordTable) -> str:
    """Type two ages, take one back. What stood in the first cell before."""
    section = _section(table, "age")
    before = str(table.model().index(0, section).data())
    for row in (0, 1):
        hand.click(table.viewport(), table.visualRect(table.model().index(row, section)).center())
        hand.key(Key.Key_9, to=table)
        hand.keys("9")
        hand.key(Key.Key_Return)
        hand.until(lambda r=row: table.model().index(r, section).data() == "99", "what was typed")  # type: ignore[misc]  # bound early
        hand.until_shown("1 edit, not committed" if row == 0 else "2 edits, not committed")
    hand.click(table.viewport(), table.visualRect(table.model().index(0, section)).center())
    hand.key(Key.Key_Z, CONTROL, to=table)
    hand.until_shown("1 edit, not committed")
    hand.until(lambda: table.model().index(1, section).data() != "99", "what stood there before")
    return before


def _commit(hand: Hand) -> None:
    hand.press("Commit…")
    dialog = hand.dialog("Commit edits of churn")
    hand.click(hand.find(QPlainTextEdit, "Message", dialog))
    hand.keys("Corrected an age")
    hand.press("Commit", dialog)
    hand.until_shown("Committed v2", LATER)
    hand.until(lambda: "not committed" not in hand.words(), "the end of the draft", LATER)


def _meet_somebody(hand: Hand, table: RecordTable, settings: Settings, before: str) -> None:
    section, name = _section(table, "age"), "age"
    versions = hand.find(QComboBox, "Version")
    hand.until(lambda: versions.currentText() == "v2 · latest", "the new version", LATER)
    hand.until(lambda: table.model().index(0, section).data() not in (None, "99"), "its rows, in order again")
    hand.click(table.viewport(), table.visualRect(table.model().index(0, section)).center())
    hand.key(Key.Key_7, to=table)
    hand.keys("7")
    hand.key(Key.Key_Return)
    hand.until_shown("1 edit, not committed", LATER)
    _commit_as_mina(settings, table.model().row_id(0), name)  # type: ignore[attr-defined]  # a RecordTableModel
    hand.until_shown("v3 was committed since", LATER)
    hand.press("Commit…")
    hand.press("Commit", hand.dialog("Commit edits of churn"))
    conflict = hand.dialog("v3 was committed meanwhile")
    shown = [[str(c) for c in row[2:]] for row in hand.rows("Cells that both changed")]
    assert shown[0][1:] == ["77", "55"], (shown, before)
    assert "mina" in "\n".join(w.text() for w in conflict.findChildren(QLabel))
    hand.click(hand.find(QRadioButton, "Where both changed a cell, mine counts", conflict))
    hand.press("Commit", conflict)
    hand.until_shown("Committed v4", LATER)
    with Desk.open_with(settings) as desk:
        dataset = desk.datasets.get("churn")
        assert dataset.head == 4
        ages = desk.tables.column(desk.datasets.version(dataset, 4), name).to_pylist()
        assert 77 in ages and 55 not in ages


def _commit_as_mina(settings: Settings, row_id: int, name: str) -> None:
    with Desk.open_with(settings.model_copy(update={"user": "mina"})) as desk:
        draft = desk.drafts.open("churn")
        draft = desk.drafts.apply(draft, SetCells(row_ids=(row_id,), values={name: (55,)}))
        desk.drafts.commit(draft, "Another age")


def _section(table: QTableView, name: str) -> int:
    model = table.model()
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return names.index(name)


def _column(hand: Hand, table: QTableView, name: str, first: int) -> list[str]:
    """The first cells of a column, when they are all here."""
    section, model = _section(table, name), table.model()
    wanted = range(min(first, model.rowCount()))
    hand.until(lambda: all(model.index(r, section).data() for r in wanted), f"the cells of {name}")
    return [str(model.index(r, section).data()) for r in wanted]
