"""Boxes to choose a version in, of a model or of its data."""

from PySide6.QtWidgets import QComboBox


def refill(box: QComboBox, items: list[tuple[str, int]]) -> None:
    """Offer ``items`` (text, number), keeping the choice where it is still there; a newest one that was chosen as the
    newest stays the newest."""
    kept, newest = box.currentData(), box.itemData(0)
    box.clear()
    for text, number in items:
        box.addItem(text, number)
    at = box.findData(kept)
    box.setCurrentIndex(0 if kept == newest or at < 0 else at)
