"""Everything by keys: tabs, the palette, and Tab to what matters most."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.whole.conftest import CHURN, OpenWindow
from tests.ui.whole.hand import Hand, Key
from tests.ui.whole.steps import import_file

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_control_and_a_number_go_to_the_tabs(open_window: OpenWindow) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    for key, words in (
        (Key.Key_2, "No models yet"),
        (Key.Key_3, "No policies yet"),
        (Key.Key_4, "No jobs yet"),
        (Key.Key_1, "No data yet"),
    ):
        hand.key(key, CONTROL)
        hand.until_shown(words)


def test_the_palette_opens_a_dataset_by_its_name(open_window: OpenWindow) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="customers")
    hand.key(Key.Key_4, CONTROL)
    hand.until_shown("Nothing is running.")
    hand.key(Key.Key_K, CONTROL)
    palette = hand.window.palette_box
    hand.until(palette.isVisible, "the palette")
    field = palette.field
    hand.key(Key.Key_A, CONTROL, to=field)
    for letter in "custom":
        hand.key(Qt.Key(ord(letter.upper())), to=field)
    entries = palette.list
    hand.until(lambda: entries.model().index(0, 0).data() == "customers", "the dataset in the palette")
    hand.key(Key.Key_Return, to=field)
    hand.until(lambda: not palette.isVisible())
    hand.until_shown("Columns of v1")
    assert hand.window.current_tab() == "data"


def test_tab_reaches_what_matters_and_space_presses_it(open_window: OpenWindow) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    reached = _tab_until(hand, "Import files…")
    hand.key(Key.Key_Space, to=reached)
    hand.dialog("Import files")
    hand.key(Key.Key_Escape)
    hand.until(lambda: hand.top() is hand.window)
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="churn")
    for name in ("Import more…", "Analyse drift", "Recompose"):
        _tab_until(hand, name)
    hand.key(Key.Key_2, CONTROL)
    hand.until_shown("No models yet")
    hand.key(Key.Key_Space, to=_tab_until(hand, "New model"))
    hand.dialog("New model")
    hand.key(Key.Key_Return)
    hand.until(lambda: hand.top() is hand.window)
    hand.find(QAbstractButton, "Train")
    _tab_until(hand, "Train")


def _tab_until(hand: Hand, name: str) -> QWidget:
    """Press Tab until a button of this name has the focus."""
    seen = []
    for _ in range(80):
        hand.key(Key.Key_Tab)
        focused = hand.window.focusWidget()
        if isinstance(focused, QAbstractButton):
            seen.append(focused.text() or focused.accessibleName())
            if name in (focused.text(), focused.accessibleName()):
                return focused
        QApplication.processEvents()
    raise AssertionError(f"Tab does not reach {name!r}, only {seen}")
