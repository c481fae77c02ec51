"""Turns the tokens into a palette, a font and the style sheet, and puts them on the application."""

from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QProxyStyle,
    QStyle,
    QStyleFactory,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from driftdesk.core.paths import resources_dir
from driftdesk.ui.theme.colours import DARK, LIGHT, Colours, activate, colours
from driftdesk.ui.theme.icons import icon

S = 8
"""The grid: distances are multiples (or halves) of this many pixels."""
CAPTION, BODY, HEADING, TITLE = 11, 13, 15, 20
"""Font sizes in pixels."""
ROW = 30
"""Height of a table row."""
FAMILIES = [
    "Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Pretendard",
    "Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "sans-serif",
]  # fmt: skip
MONOSPACE = ["JetBrains Mono", "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", "monospace"]

Mode = Literal["system", "light", "dark"]


def ui_font(
    size: int = BODY, weight: int = QFont.Weight.Normal, *, tabular: bool = False, mono: bool = False
) -> QFont:
    """The window's font at ``size`` pixels; ``tabular``: all digits equally wide, for columns of numbers."""
    font = QFont()
    font.setFamilies(MONOSPACE if mono else FAMILIES)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _load_fonts() -> None:
    for file in sorted((resources_dir() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


class _Style(QProxyStyle):
    """Fusion, with tooltips that come at once and no underlined mnemonics."""

    def standardIcon(
        self,
        standardIcon: QStyle.StandardPixmap,  # noqa: N803 - Qt's name
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        """Message boxes show the house's icons."""
        pixmaps = QStyle.StandardPixmap
        ours = {
            pixmaps.SP_MessageBoxQuestion: ("help", "accent"),
            pixmaps.SP_MessageBoxInformation: ("info", "accent"),
            pixmaps.SP_MessageBoxWarning: ("warning", "warning"),
            pixmaps.SP_MessageBoxCritical: ("error", "critical"),
        }
        if standardIcon in ours:
            return icon(*ours[standardIcon])
        return super().standardIcon(standardIcon, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        if hint == QStyle.StyleHint.SH_ToolTip_WakeUpDelay:
            return 350
        if hint == QStyle.StyleHint.SH_DialogButtonLayout:
            return QDialogButtonBox.ButtonLayout.GnomeLayout.value
        if hint in (
            QStyle.StyleHint.SH_UnderlineShortcut,
            QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons,
        ):
            return 0
        return super().styleHint(hint, option, widget, returnData)


def scheme_of(app: QApplication, mode: Mode) -> Colours:
    """The theme that ``mode`` means now."""
    if mode == "system":
        return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if mode == "dark" else LIGHT


def apply_theme(app: QApplication, mode: Mode = "system") -> None:
    """Put the theme on the whole application, now. Widgets repaint by themselves; plots and custom painting follow
    ``changeEvent`` (PaletteChange) or ``Workspace.theme_changed``."""
    _load_fonts()
    hints = app.styleHints()
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode, Qt.ColorScheme.Unknown)
    hints.setColorScheme(wanted)  # Unknown follows the system; the frame of the window follows us otherwise
    activate(scheme_of(app, mode))
    if app.property("driftdeskStyle") is None:
        app.setStyle(_Style(QStyleFactory.create("Fusion")))
        app.setProperty("driftdeskStyle", True)
    app.setFont(ui_font())
    app.setPalette(palette(colours()))
    app.setStyleSheet(style_sheet(colours()))


def palette(c: Colours) -> QPalette:
    """What Fusion and item views paint with."""
    p = QPalette()
    roles = QPalette.ColorRole
    for role, value in {
        roles.Window: c.window, roles.WindowText: c.text, roles.Base: c.surface, roles.AlternateBase: c.window,
        roles.Text: c.text, roles.Button: c.surface, roles.ButtonText: c.text, roles.BrightText: c.critical,
        roles.Highlight: c.selection, roles.HighlightedText: c.text, roles.ToolTipBase: c.raised,
        roles.ToolTipText: c.text, roles.PlaceholderText: c.muted, roles.Link: c.accent, roles.LinkVisited: c.accent,
        roles.Light: c.raised, roles.Midlight: c.line, roles.Mid: c.border, roles.Dark: c.border, roles.Shadow: c.line,
        roles.Accent: c.accent,
    }.items():  # fmt: skip
        p.setColor(role, QColor(value))
    faded = QColor(c.muted)
    faded.setAlphaF(0.6)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return p


@cache
def style_sheet(c: Colours) -> str:
    """The style sheet for ``c``; its template is ``resources/templates/driftdesk.qss.in``."""
    folder = resources_dir() / "icons"
    values = {name: getattr(c, name) for name in Colours.__dataclass_fields__} | {
        "theme": "dark" if c.dark else "light",
        "opposite": "light" if c.dark else "dark",
        "icons": folder.as_posix(),
        "CAPTION": f"{CAPTION}px", "BODY": f"{BODY}px", "HEADING": f"{HEADING}px", "TITLE": f"{TITLE}px",
    }  # fmt: skip
    text = (resources_dir() / "templates" / "driftdesk.qss.in").read_text(encoding="utf-8")
    return Template(text).substitute(values)
