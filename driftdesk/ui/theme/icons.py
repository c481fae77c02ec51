"""Icons by what they mean: ``icon("import")``.

The glyphs are Phosphor's (MIT), from the font that travels with qtawesome; only that one font is loaded, which takes
a few milliseconds where qtawesome itself takes a quarter of a second. The colour is looked up when an icon is painted, so that
icons follow the theme without being made again.
"""

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from driftdesk.core.paths import resources_dir
from driftdesk.ui.theme.colours import colours

GLYPHS = {
    "add": "plus", "activity": "activity", "alert": "bell-ringing", "analyse": "chart-bar", "arrow-down": "arrow-down",
    "arrow-right": "arrow-right", "arrow-up": "arrow-up", "audit": "notebook", "automation": "lightning", "back": "arrow-left",
    "bell": "bell", "boolean": "toggle-left", "busy": "spinner", "cancel": "x", "cards": "squares-four", "categorical": "tag-simple",
    "champion": "crown-simple", "check": "check", "clean": "eraser", "clock": "clock", "close": "x", "column": "columns",
    "command": "command", "compare": "git-diff", "copy": "copy", "critical": "warning-octagon-fill", "data": "database",
    "database": "database", "dataset": "table", "datetime": "calendar-blank", "delete": "trash", "download": "download-simple",
    "drift": "waves", "edit": "pencil-simple", "error": "warning-circle", "evaluate": "clipboard-text", "export": "export", "favourite": "star-fill", "favour": "star", "file": "file-text",
    "files": "files", "filter": "funnel-simple", "folder": "folder-open", "help": "question", "hide": "eye-slash",
    "history": "clock-counter-clockwise", "import": "download-simple", "info": "info", "insufficient_data": "circle-half-fill",
    "job": "rows", "keyboard": "keyboard", "language": "translate", "list": "list", "lock": "lock-simple", "menu": "list",
    "model": "cube", "more": "dots-three", "next": "caret-right", "none": "check-circle-fill", "numeric": "hash",
    "open": "arrow-square-out", "pause": "pause", "person": "user", "play": "play", "policy": "flow-arrow", "predict": "magic-wand", "previous": "caret-left",
    "promote": "arrow-fat-line-up", "queued": "clock", "recompose": "intersect", "records": "rows", "refresh": "arrows-clockwise",
    "report": "file-text", "retrain": "arrows-clockwise", "rollback": "arrow-u-up-left", "run": "play", "sample": "sparkle",
    "save": "floppy-disk", "schedule": "timer", "search": "magnifying-glass", "server": "hard-drives", "settings": "gear-six",
    "sidebar": "layout", "sort": "sort-ascending", "statistics": "chart-bar", "stop": "stop", "storage": "hard-drive", "success": "check-circle",
    "tag": "tag-simple", "target": "target", "text": "text-aa", "theme": "circle-half", "timeline": "chart-line", "train": "trend-up",
    "training": "graduation-cap", "undo": "arrow-counter-clockwise", "upload": "upload-simple", "versions": "git-commit",
    "warning": "warning-fill", "worker": "cpu",
}  # fmt: skip
"""What an icon means, and the Phosphor glyph for it. Any Phosphor name works too."""


@cache
def _font() -> tuple[str, dict[str, str]]:
    """Family name and glyph table of Phosphor. Needs a QGuiApplication."""
    spec = importlib.util.find_spec("qtawesome")
    folder = Path(spec.origin).parent / "fonts" if spec and spec.origin else Path()
    found = QFontDatabase.addApplicationFont(str(folder / "phosphor-1.3.0.ttf"))
    families = QFontDatabase.applicationFontFamilies(found) if found >= 0 else []
    table = (
        json.loads((folder / "phosphor-charmap-1.3.0.json").read_text(encoding="utf-8")) if families else {}
    )
    return (families[0] if families else ""), {name: chr(int(code, 16)) for name, code in table.items()}


def _glyph(name: str) -> str:
    table = _font()[1]
    return table.get(GLYPHS.get(name, name), table.get("circle", ""))


class _GlyphEngine(QIconEngine):
    """Paints one glyph, in a token of the active theme or a fixed colour."""

    def __init__(self, name: str, colour: str | None) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        now = colours()
        token = self._colour or ("accent" if state == QIcon.State.On else "muted")
        colour = QColor(getattr(now, token) if hasattr(now, token) else token)
        if mode == QIcon.Mode.Disabled:
            colour = QColor(
                now.muted
            )  # also on a button that is filled with the accent while it can be pressed
            colour.setAlphaF(0.6)
        elif mode == QIcon.Mode.Selected and self._colour is None:
            colour = QColor(now.text)
        paint_glyph(painter, QRectF(rect), self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._colour)


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon called ``name`` (of ``GLYPHS``, or Phosphor's own). ``colour``: a token of ``Colours`` such as
    ``"accent"``, or ``#rrggbb``; none: muted, the accent when checked."""
    return QIcon(_GlyphEngine(name, colour))


def paint_glyph(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Paint the glyph in the middle of ``rect``, as high as it. For delegates and custom widgets."""
    font = QFont(_font()[0])
    font.setPixelSize(max(1, round(min(rect.width(), rect.height()))))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _glyph(name))
    painter.restore()


def app_icon() -> QIcon:
    """The application's own icon, at all sizes."""
    return QIcon(str(resources_dir() / "icons" / "driftdesk.svg"))
