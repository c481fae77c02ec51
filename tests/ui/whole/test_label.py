"""The Label tab on a real store: a model suggests, keys answer, and a commit makes a version of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from driftdesk.core.context import Context
from driftdesk.core.entities import Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.settings import Settings
from driftdesk.desk import Desk
from driftdesk.ui.data.label.panel import LabelPanel
from tests.ui.whole.conftest import OpenWindow
from tests.ui.whole.hand import LATER, Hand, Key

CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = 200


def test_from_suggestions_to_a_commit_by_keyboard(
    open_window: OpenWindow, settings: Settings, tmp_path: Path
) -> None:
    _fill(settings, tmp_path)
    hand = open_window()
    hand.sub_tab("Label")
    hand.until_shown(f"{ROWS // 2} of {ROWS} rows labelled", LATER)
    panel = hand.find(LabelPanel, "Label")
    _suggest(hand, panel)
    _answer(hand, panel)
    _commit(hand)
    with Desk.open_with(settings) as desk:
        assert desk.datasets.get("scores").head == 2
        assert desk.datasets.get("scores").labelled == ROWS // 2 + 2


def _fill(settings: Settings, folder: Path) -> None:
    """Half of the rows of ``scores`` have a label, and a model that learned from them."""
    lines = [
        f"{i},{i * 37 % 100},{('high' if i * 37 % 100 > 50 else 'low') if i % 2 else ''}" for i in range(ROWS)
    ]
    path = folder / "scores.csv"
    path.write_text("\n".join(["number,score,group", *lines]) + "\n")
    with Desk.open_with(settings) as desk:
        options = ImportOptions(task=Task.BINARY, target="group")
        desk.ingest.run("scores", [desk.ingest.upload(path).id], options, Context())
        dataset, version = desk.datasets.resolve("scores")
        model = desk.training.model_for("model", dataset, version)
        desk.training.train(model, version, trainer="linear", context=Context())


def _suggest(hand: Hand, panel: LabelPanel) -> None:
    hand.press("Suggest with model…")
    hand.press("Suggest", hand.dialog("Suggest labels with a model"))
    hand.until_shown("model v1 suggests", LATER)
    hand.until(lambda: panel.labelling.suggestion is not None, "a suggestion", LATER)


def _answer(hand: Hand, panel: LabelPanel) -> None:
    hand.click(panel.where)
    panel.setFocus()
    first = panel.labelling.row_id
    hand.key(Key.Key_1, to=panel)
    hand.until(lambda: panel.labelling.row_id != first, "the next row")
    hand.key(Key.Key_Return, to=panel)
    hand.key(Key.Key_S, to=panel)
    hand.key(Key.Key_2, to=panel)
    hand.until_shown(f"{ROWS // 2 + 3} of {ROWS} rows labelled")
    hand.key(Key.Key_Z, CONTROL, to=panel)
    hand.until_shown(f"{ROWS // 2 + 2} of {ROWS} rows labelled")
    hand.until_shown("not committed", LATER)


def _commit(hand: Hand) -> None:
    hand.press("Commit…")
    dialog = hand.dialog("Commit edits of scores", LATER)  # when the answers are stored
    hand.click(hand.find(QPlainTextEdit, "Message", dialog))
    hand.keys("Labelled two rows")
    hand.press("Commit", dialog)
    hand.until_shown("Committed v2", LATER)
    hand.until(lambda: "not committed" not in hand.words(), "the end of the draft", LATER)
