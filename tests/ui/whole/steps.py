"""What several tests do first."""

import re
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from tests.ui.whole.hand import LATER, Hand


def import_file(hand: Hand, path: Path, *, task: str, target: str, name: str = "") -> None:
    """From the empty store's button to the dataset that is open."""
    hand.press("Import files…")
    hand.dialog("Import files")
    hand.press("Choose files…")
    hand.pick_files(path)
    hand.until(lambda: hand.find(QComboBox, "Target").count() > 1, "the columns of the file")
    if name:
        hand.type("Dataset", name)
    hand.choose("Task", task)
    hand.choose("Target", target)
    button = hand.find(QAbstractButton, "Import")
    hand.until(button.isEnabled, "the import as possible")
    hand.click(button)
    hand.until(lambda: hand.top() is hand.window, "the end of the import", LATER)


def make_model(hand: Hand) -> None:
    """A model of the only dataset, open in the Training tab."""
    hand.tab("Training")
    hand.press("New model")
    hand.dialog("New model")
    hand.press("Create")
    hand.until(lambda: hand.top() is hand.window)
    hand.find(QAbstractButton, "Train")


def train(hand: Hand, epochs: int, **fields: int) -> None:
    """Fill in the form of a small network and press its button."""
    hand.choose("Trainer", "Neural network")
    hand.type("Epochs", str(epochs))
    for name, value in fields.items():
        hand.type(name.replace("_", " ").capitalize(), str(value))
    hand.press("Train")


def until_run_ended(hand: Hand, number: int) -> str:
    """Wait for a run; the word for how it ended."""
    hand.find(QLabel, f"Run #{number}")
    ends = ("Succeeded", "Failed", "Aborted", "Cancelled", "Stopped")

    def end() -> str:
        words = (re.sub(r"<[^>]+>", "", w.text()).strip() for w in hand.all(QLabel))
        return next((word for word in words if word in ends), "")

    hand.until(end, f"the end of run {number}", LATER)
    return end()
