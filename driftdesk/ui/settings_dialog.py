"""Settings: how the window looks, what it runs, and which detection services there are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.errors import DriftDeskError
from driftdesk.core.settings import ServiceConfig, load_settings, save_settings
from driftdesk.ui.language import LANGUAGES, language_of
from driftdesk.ui.services_form import KeyChange, ServicesForm, keep_keys
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import Segmented, button, label, line
from driftdesk.ui.widgets.fields import IntField

if TYPE_CHECKING:
    from driftdesk.ui.main_window import MainWindow


class SettingsDialog(QDialog):
    """Nothing changes before Save."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        settings = window.workspace.settings
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 520)
        self.resize(600, 680)
        self.theme = Segmented([("system", ""), ("light", ""), ("dark", "")])
        self.theme.set_key(settings.theme)
        self.language = Segmented(list(LANGUAGES.items()))
        self.language.set_key(language_of(settings.language))
        self.user = QLineEdit(settings.user)
        self.slots = IntField()
        self.slots.setMinimumWidth(80)
        self.slots.setRange(0, 64)
        self.slots.setValue(settings.slots)
        self._database = button("", "", "database")
        self._database.clicked.connect(self._on_database)
        if settings.settings_file.is_file():  # `driftdesk service add` may have been at work
            self._adopt(load_settings(settings.data_dir).services)
        self.services = ServicesForm(settings.services, window.workspace.tasks)
        self._heads = [label("", "heading") for _ in range(3)]
        self._captions = [label() for _ in range(5)]
        self._slots_help = label("", "caption", wrap=True)
        self._error = label("", "error", wrap=True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("kind", "primary")
        self.buttons.accepted.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.theme.set_options(
            [("system", self.tr("System")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        )
        heads = (self.tr("Appearance"), self.tr("Work"), self.tr("Detection services"))
        for head, text in zip(self._heads, heads, strict=True):
            head.setText(text)
        names = (
            self.tr("Theme"),
            self.tr("Language"),
            self.tr("Your name"),
            self.tr("Jobs at once"),
            self.tr("Database"),
        )
        fields = (self.theme, self.language, self.user, self.slots, self._database)
        for caption, text, field in zip(self._captions, names, fields, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self._slots_help.setText(
            self.tr("0: this window runs no jobs, others do. Holds from the next start on.")
        )
        self._database.setText(self.tr("Change…"))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Save"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _on_database(self) -> None:
        from driftdesk.ui.frame_actions import open_connection

        self.reject()
        open_connection(self._window)

    def _on_save(self) -> None:
        wrong = self.services.error() or ("" if self.user.text().strip() else self.tr("Your name is empty."))
        self._error.setText(wrong)
        if wrong:
            return
        if changes := self.services.key_changes():
            self._window.workspace.tasks.start(self._save_with_keys(changes), owner=self)
        else:
            self._save()

    async def _save_with_keys(self, changes: list[KeyChange]) -> None:
        """Keys first: where they cannot be kept, nothing is saved and the dialog says why."""
        self.buttons.setEnabled(False)
        try:
            await self._window.workspace.tasks.call(keep_keys, changes)
        except DriftDeskError as exc:
            self._error.setText(f"{exc.message} {exc.hint}")
        else:
            self._save()
        finally:
            self.buttons.setEnabled(True)

    def _adopt(self, services: list[ServiceConfig]) -> None:
        """The window and its desk, which may hold a copy of the settings, know these services from now on."""
        workspace = self._window.workspace
        workspace.settings.services = services
        if workspace.is_connected:
            workspace.desk.settings.services = services
        workspace.services_changed.emit()

    def _save(self) -> None:
        settings = self._window.workspace.settings
        settings.user = self.user.text().strip()
        settings.slots = self.slots.value()
        self._adopt(self.services.services())
        save_settings(settings, "user", "slots", "services")
        if self.theme.key() != settings.theme:
            self._window.set_theme(self.theme.key())
        if self.language.key() != self._window.language():
            self._window.set_language(self.language.key())
        self.accept()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * S)
        grid.setVerticalSpacing(S)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        theme, language, user, slots, database = self._captions
        left = Qt.AlignmentFlag.AlignLeft
        rows: list[tuple[QWidget, QWidget | None]] = [
            (self._heads[0], None), (theme, self.theme), (language, self.language), (line(), None),
            (self._heads[1], None), (user, self.user), (slots, self.slots), (label(), self._slots_help),
            (database, self._database), (line(), None), (self._heads[2], None),
        ]  # fmt: skip
        for at, (caption, field) in enumerate(rows):
            if field is None:
                grid.addWidget(caption, at, 0, 1, 2)
            else:
                wide = field in (self.user, self._slots_help)
                grid.addWidget(caption, at, 0)
                grid.addWidget(field, at, 1, Qt.AlignmentFlag(0) if wide else left)
        grid.addWidget(self.services, len(rows), 0, 1, 2)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        inner.addLayout(grid)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.services.answered.connect(lambda: scroll.ensureWidgetVisible(self.services.outcome))
        for ground in (inside, scroll.viewport()):
            ground.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        foot.addWidget(self._error, 1)
        foot.addWidget(self.buttons)
        column.addLayout(foot)
