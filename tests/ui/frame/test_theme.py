"""The tokens keep their promises: contrast, and an icon for every name."""

import pytest
from PySide6.QtWidgets import QApplication

from driftdesk.ui.theme import icons
from driftdesk.ui.theme.colours import DARK, LIGHT, Colours
from driftdesk.ui.theme.style import style_sheet

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@THEMES
@pytest.mark.parametrize("text", ["text", "muted", "accent", "none", "warning", "critical"])
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "selection"])
def test_text_has_a_contrast_of_four_and_a_half_on_every_ground(
    theme: Colours, text: str, ground: str
) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@THEMES
def test_words_on_the_accent_and_on_soft_grounds_can_be_read(theme: Colours) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    for severity in ("none", "warning", "critical"):
        assert contrast(getattr(theme, severity), getattr(theme, f"{severity}_soft")) >= 4.5


@THEMES
def test_reference_and_current_can_be_told_apart_from_the_ground(theme: Colours) -> None:
    assert contrast(theme.reference, theme.surface) >= 3
    assert contrast(theme.current, theme.surface) >= 3


@THEMES
def test_the_style_sheet_leaves_no_token_unfilled(theme: Colours) -> None:
    assert "${" not in style_sheet(theme)


def test_every_icon_name_has_its_glyph(themed: QApplication) -> None:
    table = icons._font()[1]
    assert [name for name, glyph in icons.GLYPHS.items() if glyph not in table] == []
