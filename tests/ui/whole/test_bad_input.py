"""What is wrong with a file, a target or a database is said where it happens, and leaves nothing half-done."""

import os
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLabel, QListView

from driftdesk.core.settings import Settings
from driftdesk.core.storage.layout import Layout
from driftdesk.ui.data.importing.footer import ImportFooter
from tests.ui.whole.conftest import CHURN, Hears, OpenWindow
from tests.ui.whole.hand import LATER, Hand
from tests.ui.whole.steps import import_file, make_model, train, until_run_ended

BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n\n\n", "no rows"),
    "header.csv": (b"a,b\n", "only a header"),
    "picture.csv": (bytes(range(256)) * 40, "not text"),
    "fake.parquet": (b"PAR1, but nothing else", "Parquet"),
    "cut.json": (b'[{"a": 1}, {"a":', "not valid JSON|no valid JSON"),
    "scalar.json": (b"3", "not JSON"),
}


def error_in(hand: Hand, title: str = "Import files") -> tuple[str, str]:
    """Message and hint that stand in the dialog; waits for them."""
    dialog = hand.dialog(title)
    footer = dialog.findChild(ImportFooter)
    hand.until(footer.banner.isVisible, "an error in the dialog", LATER)
    labels = hand.all(QLabel, footer.banner)
    words = [w.text() for w in labels if w.text()]
    return words[0], words[1] if len(words) > 1 else ""


def stored(hand: Hand) -> dict[str, int]:
    """How many records there are of all that an import leaves."""
    store = hand.window.workspace.desk.store
    counts = {name: getattr(store, name).count() for name in ("datasets", "versions", "pages")}
    database = store._database  # only looked at
    names = ("dataset_chunks", "chunk_profiles", "files.files", "files.chunks")
    return counts | {name: database[name].count_documents({}) for name in names}


def _owned(counts: dict[str, int]) -> dict[str, int]:
    """Without the content-addressed chunks: those that nothing refers to are no data, and the next sweep removes them."""
    return {n: c for n, c in counts.items() if n not in ("dataset_chunks", "chunk_profiles")}


def test_a_file_that_cannot_be_read_is_refused_in_the_dialog(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    before = stored(hand)
    hand.press("Import files…")
    dialog = hand.dialog("Import files")
    go = hand.find(QAbstractButton, "Import")
    cases = {**BAD_FILES, "folder": (None, "no data files"), "gone.csv": (None, "no file")}
    for name, (content, words) in cases.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        elif name == "folder":
            path.mkdir()
        hand.drop(dialog, path)
        hand.until(lambda n=name: n in hand.words(dialog))
        message, hint = error_in(hand)
        assert any(w in message for w in words.split("|")), message
        assert hint, message
        assert not go.isEnabled(), name
    hand.press("Cancel")
    hand.until_shown("No data yet")
    assert stored(hand) == before


def test_a_wrong_encoding_is_said_and_the_right_one_reads_it(
    open_window: OpenWindow, hears: Hears, tmp_path: Path
) -> None:
    hears.expected.append("Import korean.csv into korean failed")
    path = tmp_path / "korean.csv"
    path.write_bytes("이름,나이\n".encode("cp949") + "김영수,31\n이민지,28\n".encode("cp949") * 20)
    hand = open_window()
    hand.press("Import files…")
    hand.drop(hand.dialog("Import files"), path)
    hand.until(lambda: "나이" in [r[0] for r in hand.rows("Columns")], "the columns as written")
    before = stored(hand)
    hand.press("How it is read")
    hand.choose("Encoding", "utf-8")
    hand.until(lambda: "나이" not in [r[0] for r in hand.rows("Columns")], "the columns as chosen")
    hand.press("Import")
    message, hint = error_in(hand)
    assert "rows" in message
    assert "encoding" in hint
    hand.until(lambda: stored(hand) == before, "a store as it was")
    hand.choose("Encoding", "cp949")
    hand.until(lambda: "나이" in [r[0] for r in hand.rows("Columns")], "the columns as written")
    hand.press("Import")
    hand.until(lambda: hand.top() is hand.window, "the end of the import", LATER)


def test_ragged_rows_are_rejected_one_by_one_and_offered(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("a,b,c\n" + "1,2,3\n4,5,6\n7,8\n9,10,11,12\n" * 30)
    hand = open_window()
    hand.press("Import files…")
    hand.drop(hand.dialog("Import files"), path)
    go = hand.find(QAbstractButton, "Import")
    hand.until(go.isEnabled)
    hand.click(go)
    hand.until(lambda: hand.top() is hand.window, "the end of the import", LATER)
    hand.until_shown("60 rows of the last import were rejected.")
    assert hand.is_there(QAbstractButton, "Save rejected rows…")
    hand.sub_tab("Records")
    hand.until(lambda: hand.table("Records").model().rowCount() == 60)


def test_an_import_that_breaks_midway_leaves_nothing(
    open_window: OpenWindow, hears: Hears, tmp_path: Path
) -> None:
    hears.expected.append("Import cut.json into cut failed")
    path = tmp_path / "cut.json"
    path.write_text('[{"a": 1, "b": "x"}' + ', {"a": 2, "b": "y"}' * 100_000 + ', {"a":')
    hand = open_window()
    hand.until_shown("No data yet")
    before = stored(hand)
    hand.press("Import files…")
    hand.drop(hand.dialog("Import files"), path)
    go = hand.find(QAbstractButton, "Import")
    hand.until(go.isEnabled)
    hand.click(go)
    message, hint = error_in(hand)
    assert "JSON" in message
    assert hint
    hand.press("Cancel")
    hand.until_shown("No data yet")
    hand.until(lambda: _owned(stored(hand)) == _owned(before), "a store as it was")


def test_columns_that_the_dataset_does_not_have_are_refused(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("rooms,price\n" + "3,200\n4,300\n" * 20)
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="churn")
    before = stored(hand)
    hand.press("Import more…")
    hand.drop(hand.dialog("Import files"), path)
    message, hint = error_in(hand)
    assert "differ" in message
    assert hint
    go = hand.find(QAbstractButton, "Import")
    assert not go.isEnabled()
    hand.choose("New in the files: rooms, price", "Leave them out")
    assert not go.isEnabled(), "of the missing columns nothing is said yet"
    lacking = [w.accessibleName() for w in hand.all(QComboBox) if "lack: user_id" in w.accessibleName()]
    hand.choose(lacking[0], "Take them as missing values")
    hand.until(go.isEnabled, "the import as possible")
    hand.press("Cancel")
    assert stored(hand) == before


def test_a_target_of_one_class_fails_the_run_with_its_cause(
    open_window: OpenWindow, hears: Hears, tmp_path: Path
) -> None:
    hears.expected.append("failed: ")
    path = tmp_path / "same.csv"
    path.write_text("x,left\n" + "".join(f"{i},no\n" for i in range(200)))
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, path, task="Binary", target="left")
    make_model(hand)
    train(hand, 2)
    assert until_run_ended(hand, 1) == "Failed"
    hand.until_shown("one class only")
    hand.until(hears.errors, "the notice of the failure")
    hand.tab("Activity")
    hand.sub_tab("Jobs")
    hand.until(lambda: hand.rows("Jobs")[0][0] == "Failed", "the job as failed")
    cause = hears.notices[-1]
    assert cause.hint
    hand.until_shown(cause.hint)


def _refusing_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def test_a_database_that_refuses_is_said_and_the_embedded_one_opens(
    open_window: OpenWindow, settings: Settings
) -> None:
    hand = open_window(wait=False, mongodb_uri=SecretStr(f"mongodb://{_refusing_address()}/?replicaSet=rs0"))
    hand.until_shown("The database cannot be opened", LATER)
    assert "refuses" in hand.words()
    assert hand.window.top_bar.connection.text() == "No database"
    hand.press("Use the embedded database")
    hand.until_shown("No data yet", LATER)
    assert hand.window.top_bar.connection.text() == "Database"


def test_a_wrong_password_is_said_in_the_form_and_the_right_one_connects(
    open_window: OpenWindow, settings: Settings
) -> None:
    uri = Layout(settings.data_dir).uri(Layout(settings.data_dir).state().port)
    server = urlsplit(uri)
    hand = open_window()
    hand.until_shown("No data yet")
    hand.press("Embedded database")
    hand.dialog("Database connection")
    hand.press("Shared MongoDB")
    hand.type("Address", f"127.0.0.1:{server.port}")
    hand.type("User", str(server.username))
    hand.type("Password", "not-" + "it")
    hand.press("Connect")
    hand.until(lambda: "password" in _outcome(hand), "the refusal", LATER)
    assert hand.window.top_bar.connection.text() == "Database"  # the present one stays
    hand.press("On this computer")
    hand.press("Connect")
    hand.until(lambda: hand.top() is hand.window, "the end of the dialog", LATER)
    hand.until_shown("No data yet", LATER)


def _outcome(hand: Hand) -> str:
    cards = [f for f in hand.all(QFrame) if f.accessibleName()]
    return " ".join(f.accessibleName() for f in cards)


def test_the_window_says_that_the_database_was_killed_and_goes_on_by_itself(
    open_window: OpenWindow, settings: Settings
) -> None:
    hand = open_window()
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="churn")
    hand.until(lambda: hand.find(QListView, "Datasets").model().rowCount() == 1)
    mongod = Layout(settings.data_dir).state().mongod_pid
    os.kill(mongod, signal.SIGKILL)
    button = hand.window.top_bar.connection
    hand.until(lambda: button.text() == "Reconnecting…", "that the database is away", LATER)
    hand.until_shown("The database does not answer.")
    hand.until(lambda: button.text() == "Database", "the database", LATER)
    hand.until_shown("The database is back.")
    hand.sub_tab("Statistics")
    hand.until(lambda: len(hand.rows("Statistics of columns")) == 8, "the statistics", LATER)
    make_model(hand)
    train(hand, 2)
    assert until_run_ended(hand, 1).startswith("Succeeded")
