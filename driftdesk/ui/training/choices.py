"""Boxes to choose a version in, of a model or of its data."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelFacts


def refill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    """Offer ``items`` (text, number or name), keeping the choice where it is still there; a newest one that was chosen as the
    newest stays the newest."""
    kept, newest = box.currentData(), box.itemData(0)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    at = box.findData(kept)
    box.setCurrentIndex(0 if kept == newest or at < 0 else at)


def champion_first(facts: ModelFacts) -> list[tuple[str, int]]:
    """The versions of a model to choose from: the champion, then from the newest on."""
    champion = facts.model.champion
    numbers = sorted((v.number for v in facts.versions), key=lambda n: (n != champion, -n))
    return [(words.version_label(facts.model, n), n) for n in numbers]
