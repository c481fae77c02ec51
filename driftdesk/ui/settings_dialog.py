"""Settings: how the window looks, what it runs, and which detection services there are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.settings import ServiceConfig, save_settings
from driftdesk.ui.language import LANGUAGES, language_of
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import Segmented, button, icon_button, label, line
from driftdesk.ui.widgets.fields import IntField
from driftdesk.ui.widgets.params_form import ParamsForm

if TYPE_CHECKING:
    from driftdesk.ui.main_window import MainWindow

SERVICE_WORDS = (
    QT_TRANSLATE_NOOP("Params", "Name"),
    QT_TRANSLATE_NOOP("Params", "Url"),
    QT_TRANSLATE_NOOP("Params", "Shared dir"),
    QT_TRANSLATE_NOOP("Params", "Detector"),
    QT_TRANSLATE_NOOP("Params", "Timeout"),
    QT_TRANSLATE_NOOP("Params", "Warning at"),
    QT_TRANSLATE_NOOP("Params", "Critical at"),
    QT_TRANSLATE_NOOP("Params", "Folder that this machine and the service both see"),
    QT_TRANSLATE_NOOP("Params", "Seconds the service may take"),
    QT_TRANSLATE_NOOP("Params", "Overall score from which the verdict is a warning"),
    QT_TRANSLATE_NOOP("Params", "Overall score from which the verdict is critical"),
)
"""What the form of a service says (ServiceConfig), for the translators."""


class ServicesForm(QWidget):
    """The external detection services, one at a time."""

    def __init__(self, services: list[ServiceConfig]) -> None:
        super().__init__()
        self._services = [s.model_dump(mode="json") for s in services]
        self._choice = QComboBox()
        self._add, self._remove = button("", "", "add"), icon_button("delete", "")
        self._none = label("", "muted", wrap=True)
        self.form = ParamsForm(ServiceConfig, {"name": ""}, hidden=("kind",))
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self.form.changed.connect(self._on_edited)
        row = QHBoxLayout()
        row.setSpacing(S // 2)
        row.addWidget(self._choice, 2)
        row.addWidget(self._remove)
        row.addWidget(self._add)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._none)
        column.addLayout(row)
        column.addWidget(self.form)
        self.retranslate()
        self._show_names(0)

    def services(self) -> list[ServiceConfig]:
        return [ServiceConfig.model_validate(s) for s in self._services]

    def error(self) -> str:
        return self.form.error() if self._services else ""

    def retranslate(self) -> None:
        self._add.setText(self.tr("Add a service"))
        self._remove.setToolTip(self.tr("Remove this service"))
        self._remove.setAccessibleName(self.tr("Remove this service"))
        self._choice.setAccessibleName(self.tr("Detection service"))
        self._none.setText(
            self.tr("Drift is analysed by DriftDesk itself. Add a service to have it done elsewhere as well.")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_names(self, chosen: int) -> None:
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([str(s["name"]) for s in self._services])
        self._choice.setCurrentIndex(chosen if self._services else -1)
        self._choice.blockSignals(False)
        self._on_chosen()

    def _on_chosen(self) -> None:
        there = bool(self._services)
        for widget, visible in (
            (self._choice, there),
            (self._remove, there),
            (self.form, there),
            (self._none, not there),
        ):
            widget.setVisible(visible)
        if there:
            self.form.set_values(self._services[self._choice.currentIndex()])

    def _on_add(self) -> None:
        self._services.append(
            ServiceConfig(name=f"service {len(self._services) + 1}").model_dump(mode="json")
        )
        self._show_names(len(self._services) - 1)

    def _on_remove(self) -> None:
        self._services.pop(self._choice.currentIndex())
        self._show_names(0)

    def _on_edited(self) -> None:
        at = self._choice.currentIndex()
        self._services[at] = {**self._services[at], **self.form.values()}
        self._choice.setItemText(at, str(self._services[at]["name"]))


class SettingsDialog(QDialog):
    """Nothing changes before Save."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        settings = window.workspace.settings
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 520)
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
        self.services = ServicesForm(settings.services)
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
        settings = self._window.workspace.settings
        settings.user = self.user.text().strip()
        settings.slots = self.slots.value()
        settings.services = self.services.services()
        if (
            self._window.workspace.is_connected
        ):  # the desk may hold a copy, with the address it is connected to
            self._window.workspace.desk.settings.services = settings.services
        save_settings(settings)
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
