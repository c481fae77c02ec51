"""Boxes to choose a version in, of a model or of its data."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox


def refill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    """Offer ``items`` (text, number or name), keeping the choice where it is still there; a newest one that was chosen as the
    newest stays the newest."""
    kept, newest = box.currentData(), box.itemData(0)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    at = box.findData(kept)
    box.setCurrentIndex(0 if kept == newest or at < 0 else at)
