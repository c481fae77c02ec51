"""English and Korean, switched while the window runs."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from driftdesk.core.paths import resources_dir

LANGUAGES = {"en": "English", "ko": "한국어"}
"""By code, each in its own words."""


def language_of(setting: str) -> str:
    """``en`` or ``ko``; ``system`` asks the system."""
    if setting in LANGUAGES:
        return setting
    return "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"


class Language:
    """The translators of one application. ``use("ko")`` installs all of ``resources/translations/*_ko.qm``; every widget then
    gets ``changeEvent(LanguageChange)``."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.code = "en"

    def use(self, code: str) -> None:
        """Switch now. English is what the source says, so it needs no translator."""
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed = []
        self.code = code
        QLocale.setDefault(QLocale(code))
        if code == "en":
            return
        files = sorted((resources_dir() / "translations").glob(f"*_{code}.qm"))
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file in (f"{qt}/qtbase_{code}.qm", *map(str, files)):
            translator = QTranslator(self._app)
            if translator.load(file) and self._app.installTranslator(translator):
                self._installed.append(translator)
