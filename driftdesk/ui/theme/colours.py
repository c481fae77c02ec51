"""The colours of the window. Colour means something here: reference is grey, current is the accent, and the three
severity colours are used for nothing else. All text colours have a contrast of at least 4.5:1 on ``window``,
``surface`` and ``raised`` of their theme (a test holds them to it)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """One theme, as ``#rrggbb``. Ask ``colours()`` for the active one when you paint; never keep it."""

    dark: bool
    window: str
    """Chrome: top bar, lists at the left, status strip."""
    surface: str
    """Where the content is."""
    raised: str
    """What lies above: menus, toasts, the palette, hovered rows."""
    hover: str
    pressed: str
    line: str
    """Hairlines between areas."""
    border: str
    """Outlines of controls (3:1 against surface)."""
    text: str
    muted: str
    """Captions, units, what is less important but still to be read."""
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    """Background of selected rows; text on it stays ``text``."""
    reference: str
    """Grey: the reference side of an analysis."""
    current: str
    """The accent: the current side."""
    none: str
    """Severity none, and whatever ended well."""
    warning: str
    critical: str
    none_soft: str
    """Faint backgrounds for the severities, behind text of the full colour."""
    warning_soft: str
    critical_soft: str
    grid: str
    """Lines inside plots."""

    @property
    def ok(self) -> str:
        return self.none


LIGHT = Colours(
    dark=False,
    window="#f4f5f7",
    surface="#ffffff",
    raised="#ffffff",
    hover="#eceef2",
    pressed="#e0e3e9",
    line="#e1e4ea",
    border="#b9c0cb",
    text="#1a212c",
    muted="#5a6473",
    accent="#2f5bd0",
    accent_hover="#264db5",
    on_accent="#ffffff",
    selection="#e3eafb",
    reference="#8a93a1",
    current="#2f5bd0",
    none="#0b7261",
    warning="#9a5700",
    critical="#b91c46",
    none_soft="#e2f3ef",
    warning_soft="#fbefdc",
    critical_soft="#fce7ec",
    grid="#edeff3",
)

DARK = Colours(
    dark=True,
    window="#14171c",
    surface="#1a1e24",
    raised="#232830",
    hover="#262b34",
    pressed="#2f3540",
    line="#2a303a",
    border="#49515f",
    text="#e4e8ee",
    muted="#9aa4b2",
    accent="#7da2ff",
    accent_hover="#97b5ff",
    on_accent="#0d1526",
    selection="#27354f",
    reference="#828d9d",
    current="#7da2ff",
    none="#4fc7ae",
    warning="#f0ac4e",
    critical="#ff8098",
    none_soft="#17322f",
    warning_soft="#37290f",
    critical_soft="#3c1c26",
    grid="#252b34",
)

_active: list[Colours] = [LIGHT]


def colours() -> Colours:
    """The active theme's colours."""
    return _active[0]


def activate(chosen: Colours) -> None:
    """Make ``chosen`` the active theme. For ``style.apply_theme``; others read."""
    _active[0] = chosen
