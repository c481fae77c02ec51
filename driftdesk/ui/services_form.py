"""External detection services in the settings: each with its key, and a question whether it answers."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from driftdesk.core.detection.credentials import forget_key, keep_key, kept_key, variable
from driftdesk.core.detection.kinds import FIELDS, TAKES_KEY, URLS
from driftdesk.core.errors import DetectionError
from driftdesk.core.settings import ServiceConfig, ServiceKind
from driftdesk.ui.connection import Outcome
from driftdesk.ui.durations import duration
from driftdesk.ui.tasks import Tasks
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button, icon_button, label
from driftdesk.ui.widgets.fields import field_text
from driftdesk.ui.widgets.params_form import ParamsForm

if TYPE_CHECKING:
    from driftdesk.core.detection.service import ServiceHealth

SERVICE_WORDS = (
    QT_TRANSLATE_NOOP("Params", "Name"),
    QT_TRANSLATE_NOOP("Params", "Kind"),
    QT_TRANSLATE_NOOP("Params", "Largest upload (MB)"),
    QT_TRANSLATE_NOOP("Params", "CA file"),
    QT_TRANSLATE_NOOP("Params", "Fall back to built-in"),
    QT_TRANSLATE_NOOP("Params", "Largest size of one side as CSV"),
    QT_TRANSLATE_NOOP(
        "Params", "Certificates (PEM) that its https is also checked by, such as those of your company"
    ),
    QT_TRANSLATE_NOOP(
        "Params", "Where the service fails, let the built-in engine answer; the report says so"
    ),
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
    QT_TRANSLATE_NOOP("Params", "A name is needed"),
    QT_TRANSLATE_NOOP("Params", "This is the name of DriftDesk's own engine"),
    QT_TRANSLATE_NOOP("Params", "Write it as http://host:8765 or https://host"),
    QT_TRANSLATE_NOOP("Params", "It must be greater than 0"),
    QT_TRANSLATE_NOOP("Params", "It must be greater than the score for a warning"),
)
"""What the form of a service says (ServiceConfig), for the translators."""


@dataclass
class _Entry:
    """A service as it is being edited. ``key``: None leaves the kept key alone, an empty one forgets it."""

    values: dict[str, Any]
    stored_name: str = ""
    key: str | None = None
    has_kept_key: bool = False

    @property
    def name(self) -> str:
        return str(self.values["name"]).strip()

    @property
    def kind(self) -> ServiceKind:
        kind: ServiceKind = self.values["kind"]
        return kind

    def become(self, before: ServiceKind) -> None:
        """It is of another kind than ``before``: what means nothing to that is forgotten."""
        blank = ServiceConfig(name="new", kind=self.kind).model_dump(mode="json")
        self.values |= {k: v for k, v in blank.items() if k not in FIELDS[self.kind]}
        if self.values["url"] == URLS[before]:
            self.values["url"] = URLS[self.kind]


@dataclass(frozen=True)
class KeyChange:
    """What becomes of the API key of a service that was stored as ``before`` and is now ``name`` (each may be empty)."""

    before: str
    name: str
    key: str | None


def keep_keys(changes: Sequence[KeyChange]) -> None:
    """Bring the keyring in line. Raises DetectionError where a key is to be kept and there is no keyring."""
    kept = [c.key if c.key is not None else kept_key(c.before) if c.before else None for c in changes]
    for change, key in zip(changes, kept, strict=True):
        if change.name and key:
            keep_key(change.name, key)
    holders = {c.name for c, key in zip(changes, kept, strict=True) if key}
    for change in changes:
        if change.before and change.before not in holders:
            forget_key(change.before)


class ServicesForm(QWidget):
    """The external detection services, one at a time. Nothing is stored here: see ``services`` and ``key_changes``.
    ``answered``: what a service said to the test stands in ``outcome``."""

    answered = Signal()

    def __init__(self, services: list[ServiceConfig], tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._entries = [_Entry(s.model_dump(mode="json"), s.name) for s in services]
        self._removed: list[str] = []
        self._choice = QComboBox()
        self._add, self._remove = button("", "", "add"), icon_button("delete", "")
        self._none = label("", "muted", wrap=True)
        self.form = ParamsForm(ServiceConfig, {"name": ""})
        self._key_caption, self._key_row = label(), QWidget()
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key_caption.setBuddy(self.key)
        self.forget = button("", "", "delete")
        self.test = button("", "", "evaluate")
        self._asking = False
        self.outcome = Outcome()
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self.form.changed.connect(self._on_edited)
        self.key.textEdited.connect(self._on_key_edited)
        self.forget.clicked.connect(self._on_forget)
        self.test.clicked.connect(lambda: tasks.start(self._test(), owner=self))
        self._lay_out()
        self.retranslate()
        self._show_names(0)

    def services(self) -> list[ServiceConfig]:
        return [ServiceConfig.model_validate(e.values) for e in self._entries]

    def key_changes(self) -> list[KeyChange]:
        """For ``keep_keys``: empty where nothing is to be done."""
        changed = any(e.key is not None or e.stored_name not in ("", e.name) for e in self._entries)
        if not changed and not self._removed:
            return []
        return [
            *(KeyChange(e.stored_name, e.name, e.key) for e in self._entries),
            *(KeyChange(name, "", "") for name in self._removed),
        ]

    def error(self) -> str:
        """What is wrong with the first service that cannot be kept; an empty string when all is well."""
        names = [e.name for e in self._entries]
        for entry in self._entries:
            try:
                ServiceConfig.model_validate(entry.values)
            except ValidationError as exc:
                message = exc.errors()[0]["msg"].removeprefix("Value error, ")
                return f"{entry.name or '?'}: {field_text(message)}"
            if names.count(entry.name) > 1:
                return self.tr("There are two services named {name}.").format(name=entry.name)
        return ""

    def retranslate(self) -> None:
        self._add.setText(self.tr("Add a service"))
        self._remove.setToolTip(self.tr("Remove this service"))
        self._remove.setAccessibleName(self.tr("Remove this service"))
        self._choice.setAccessibleName(self.tr("Detection service"))
        self._key_caption.setText(self.tr("API key"))
        self.key.setAccessibleName(self.tr("API key"))
        self.forget.setText(self.tr("Forget"))
        self.forget.setToolTip(self.tr("Remove the key from the system's keyring"))
        self.test.setText(self.tr("Test"))
        self._none.setText(
            self.tr("Drift is analysed by DriftDesk itself. Add a service to have it done elsewhere as well.")
        )
        self._say_key()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def _entry(self) -> _Entry | None:
        at = self._choice.currentIndex()
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def _show_names(self, chosen: int) -> None:
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([e.name for e in self._entries])
        self._choice.setCurrentIndex(chosen if self._entries else -1)
        self._choice.blockSignals(False)
        self._on_chosen()

    def _on_chosen(self) -> None:
        entry = self._entry
        for widget in (self._choice, self._remove, self.form, self.test):
            widget.setVisible(entry is not None)
        self._none.setVisible(entry is None)
        self.outcome.hide()
        if entry is not None:
            self.form.set_values(entry.values)
            self._show_kind(entry)
            self.key.setText(entry.key or "")
            self._tasks.start(self._look_for_key(entry), owner=self)
        self._say_key()

    def _on_add(self) -> None:
        taken = {e.name for e in self._entries}
        number = next(n for n in range(1, len(taken) + 2) if f"service {n}" not in taken)
        self._entries.append(_Entry(ServiceConfig(name=f"service {number}").model_dump(mode="json")))
        self._show_names(len(self._entries) - 1)

    def _on_remove(self) -> None:
        removed = self._entries.pop(self._choice.currentIndex())
        if removed.stored_name:
            self._removed.append(removed.stored_name)
        self._show_names(0)

    def _on_edited(self) -> None:
        entry = self._entry
        if entry is not None:
            kind, entry.values = entry.values["kind"], entry.values | self.form.values()
            if entry.values["kind"] != kind:
                entry.become(kind)
                self.form.set_values(entry.values)
                self._show_kind(entry)
            self._choice.setItemText(self._choice.currentIndex(), entry.name)
            self.outcome.hide()
            self._say_key()

    def _show_kind(self, entry: _Entry) -> None:
        """The fields that mean something to it."""
        self.form.show_only(FIELDS[entry.kind])
        for part in (self._key_caption, self._key_row):
            part.setVisible(TAKES_KEY[entry.kind])

    # The key.

    async def _look_for_key(self, entry: _Entry) -> None:
        if entry.stored_name:
            entry.has_kept_key = await self._tasks.call(kept_key, entry.stored_name) is not None
            self._say_key()

    def _say_key(self) -> None:
        entry = self._entry
        if entry is None:
            return
        kept = entry.has_kept_key and entry.key is None
        self.forget.setVisible(kept)
        if os.environ.get(variable(entry.name)):
            text = self.tr("taken from {variable}").format(variable=variable(entry.name))
        elif kept:
            text = self.tr("kept in the keyring")
        else:
            text = self.tr("only where the service asks for one")
        self.key.setPlaceholderText(text)
        self.key.setAccessibleDescription(text)

    def _on_key_edited(self, text: str) -> None:
        entry = self._entry
        if entry is not None:
            entry.key = text.strip() or None
            self.outcome.hide()
            self._say_key()

    def _on_forget(self) -> None:
        entry = self._entry
        if entry is not None:
            entry.key = ""
            self.key.clear()
            self._say_key()

    # The test.

    async def _test(self) -> None:
        entry = self._entry
        if entry is None or self.form.error() or self._asking:
            return
        self._asking = True  # the button stays enabled: the focus would go to the next one
        self.outcome.show_wait(self.tr("Asking {name}…").format(name=entry.name))
        config = ServiceConfig.model_validate(entry.values)
        try:
            health = await self._tasks.call(_ask, config, entry.key, entry.stored_name)
        finally:
            self._asking = False
        if entry is self._entry:
            self._show_health(health)
            QTimer.singleShot(0, self, self.answered.emit)  # once it is laid out

    def _show_health(self, health: "ServiceHealth") -> None:
        if not health.available:
            self.outcome.show_error(DetectionError(health.message, health.hint))
            return
        said = self.tr("Version {version}, answered within {time}.").format(
            version=health.version or "?", time=duration(health.seconds)
        )
        if health.detectors:
            said += " " + self.tr("Detectors: {detectors}").format(detectors=", ".join(health.detectors))
        self.outcome.show_success(self.tr("{name} is ready").format(name=health.name), said)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._key_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.key, 1)
        row.addWidget(self.forget)
        self.form.add_row(self._key_caption, self._key_row)
        head = QHBoxLayout()
        head.setSpacing(S // 2)
        head.addWidget(self._choice, 2)
        head.addWidget(self._remove)
        head.addWidget(self._add)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.test)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._none)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addLayout(foot)
        column.addWidget(self.outcome)


def _ask(config: ServiceConfig, typed: str | None, stored_name: str) -> "ServiceHealth":
    """The health of a service that may not be saved yet, with the key that it would be asked with."""
    from driftdesk.core.detection.kinds import check

    kept = kept_key(stored_name) if stored_name and typed is None else None
    return check(config, typed or os.environ.get(variable(config.name)) or kept)
