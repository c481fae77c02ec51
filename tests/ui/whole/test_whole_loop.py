"""From an empty database to a retrained, promoted model, as a user goes."""

import csv
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QListView

from driftdesk.ui.data.drift.model import DRIFT
from tests.ui.whole.conftest import CHURN, OpenWindow
from tests.ui.whole.hand import LATER, Hand
from tests.ui.whole.steps import import_file, make_model, train, until_run_ended

WORST_DELAY = 1.5
"""Seconds that the window may be late while it shows a training, on a machine that is busy with other things."""


def test_the_loop_goes_from_a_file_to_a_promoted_model_and_a_policy(open_window: OpenWindow) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "reference.csv", task="Binary", target="churned", name="churn")
    _look_at_the_records(hand)
    _look_at_the_statistics(hand)
    _import_the_drifted_batch(hand)
    _analyse_drift(hand)
    make_model(hand)
    _train_while_using_the_window(hand)
    _train_again_and_promote(hand)
    _make_a_policy_and_try_it(hand)
    _look_at_the_activity(hand)


def _file_rows(path: Path, count: int) -> list[list[str]]:
    with path.open(newline="") as file:
        return [row for row, _ in zip(list(csv.reader(file))[1:], range(count), strict=False)]


def _look_at_the_records(hand: Hand) -> None:
    things = hand.find(QListView, "Datasets")
    hand.until(lambda: things.model().index(0, 0).data() == "churn", "the dataset in the list")
    hand.sub_tab("Records")
    hand.until(lambda: hand.rows("Records", 5) == _file_rows(CHURN / "reference.csv", 5), "the records")
    assert hand.table("Records").model().rowCount() == 4000


def _look_at_the_statistics(hand: Hand) -> None:
    hand.sub_tab("Statistics")
    hand.until(lambda: len(hand.rows("Statistics of columns")) == 8, "the statistics", LATER)
    ages = [int(row[1]) for row in _file_rows(CHURN / "reference.csv", 4000) if row[1]]
    age = next(row for row in hand.rows("Statistics of columns") if row[0] == "age")
    assert [age[6], age[7]] == [str(min(ages)), str(max(ages))]


def _import_the_drifted_batch(hand: Hand) -> None:
    hand.press("Import more…")
    hand.dialog("Import files")
    hand.press("Choose files…")
    hand.pick_files(CHURN / "covariate.csv")
    hand.press("Replace")
    hand.until_shown("Becomes v2.")
    hand.press("Import")
    hand.until(lambda: hand.top() is hand.window, "the end of the import", LATER)
    hand.sub_tab("Versions")
    hand.until(lambda: len(hand.rows("Versions")) == 2, "two versions")
    assert any("2,000" in cell for cell in hand.rows("Versions")[0])


def _analyse_drift(hand: Hand) -> None:
    hand.sub_tab("Drift")
    hand.until_shown("Not analysed yet")
    table = "Columns, most drifted first"
    assert hand.find(QComboBox, "Reference").currentText().startswith("v1")
    assert hand.find(QComboBox, "Current").currentText().startswith("v2")
    hand.press("Analyse")
    model = hand.table(table).model()
    filled: list[int] = []

    def count() -> None:
        filled.append(sum(bool(model.index(row, DRIFT).data()) for row in range(model.rowCount())))

    model.modelReset.connect(count)
    hand.until_shown("Drifted since v1: 2 of 7 columns, and how they go together", LATER)
    assert "Critical" in hand.severities()
    model.modelReset.disconnect(count)
    assert filled == sorted(filled)
    assert 0 < filled[0] < filled[-1], "the columns came all at once"
    names = [row[1] for row in hand.rows(table)]
    assert set(names[:2]) == {"login_count", "subscription_type"}
    assert hand.find(QLabel, names[0])  # the most drifted one is drawn at the right


def _train_while_using_the_window(hand: Hand) -> None:
    """It stays quick while a worker trains: tabs change, a search is typed, and its clock is never late."""
    late, last = [0.0], [time.monotonic()]

    def tick() -> None:
        late[0] = max(late[0], time.monotonic() - last[0])
        last[0] = time.monotonic()

    clock = QTimer(interval=10)
    clock.timeout.connect(tick)
    clock.start()
    hand.choose("Data", "v1")
    train(hand, 3)
    hand.until_shown("Running", LATER)
    hand.tab("Data")
    hand.find(QListView, "Datasets")
    hand.tab("Training")
    assert until_run_ended(hand, 1).startswith("Succeeded")
    clock.stop()
    assert late[0] < WORST_DELAY
    hand.until(lambda: hand.drawn_points() >= 3, "points on the curves")
    hand.until_shown("champion v1")


def _train_again_and_promote(hand: Hand) -> None:
    train(hand, 2)
    assert until_run_ended(hand, 2).startswith("Succeeded")
    hand.press("Promote v2")
    hand.until_shown("champion v2")
    hand.sub_tab("Versions")
    hand.press("Roll back to v1")
    hand.until_shown("champion v1")
    moves = [row[1:3] for row in hand.rows("History of aliases")]
    assert moves[0] == ["champion", "v1"]
    hand.press("Promote v2")
    hand.until_shown("champion v2")


def _make_a_policy_and_try_it(hand: Hand) -> None:
    hand.tab("Automation")
    hand.until_shown("No policies yet")
    hand.press("New policy")
    dialog = hand.dialog("New policy")
    hand.choose("If it passes", "ask me first")
    assert "ask" in hand.words(dialog)
    hand.press("Save")
    hand.until_shown("1 of 1 policies are on")
    hand.press("Dry run")
    hand.until_shown("would fire")
    assert "login_count" in hand.words()


def _look_at_the_activity(hand: Hand) -> None:
    hand.tab("Activity")
    hand.sub_tab("Jobs")
    hand.until(lambda: len(hand.rows("Jobs")) >= 5, "the jobs")
    assert {row[0] for row in hand.rows("Jobs")} == {"Succeeded"}
    hand.sub_tab("Audit")
    hand.until(lambda: any("promoted" in row[2] for row in hand.rows("Audit")), "the promotion in the audit")


def test_a_file_dropped_onto_the_data_tab_is_imported(open_window: OpenWindow) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    hand.drop(hand.window.tab("data"), CHURN / "no_drift.csv")
    hand.dialog("Import files")
    assert hand.find(QComboBox, "Dataset").currentText() == "no_drift"
    button = hand.find(QAbstractButton, "Import")
    hand.until(button.isEnabled)
    hand.click(button)
    hand.until(lambda: hand.top() is hand.window, "the end of the import", LATER)
    things = hand.find(QListView, "Datasets")
    hand.until(lambda: things.model().rowCount() == 1)
    assert things.model().index(0, 0).data() == "no_drift"
