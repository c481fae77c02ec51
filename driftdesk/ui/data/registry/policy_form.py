"""How long versions are kept: the policy of all datasets, or of one."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import EVERYWHERE, RetentionPolicy
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, label
from driftdesk.ui.widgets.fields import IntField

_MOST = 36_500


class _Limit(QWidget):
    """A number that holds only where its box is ticked."""

    changed = Signal()

    def __init__(self, least: int, usual: int) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.number = IntField()
        self.number.setRange(least, _MOST)
        self.number.setValue(usual)
        self.number.setFixedWidth(80)
        self.unit = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.box)
        row.addStretch(1)
        row.addWidget(self.number)
        row.addWidget(self.unit)
        self.unit.setFixedWidth(64)
        self.box.toggled.connect(self.number.setEnabled)
        self.box.toggled.connect(lambda _: self.changed.emit())
        self.number.valueChanged.connect(lambda _: self.changed.emit())
        self.number.setEnabled(False)

    def value(self) -> int | None:
        return self.number.value() if self.box.isChecked() else None

    def set_value(self, value: float | None) -> None:
        self.box.setChecked(value is not None)
        if value is not None:
            self.number.setValue(round(value))

    def set_texts(self, text: str, unit: str) -> None:
        self.box.setText(text)
        self.unit.setText(unit)
        self.number.setAccessibleName(f"{text}, {unit}")


class PolicyForm(QWidget):
    """``saved`` asks to store what stands here; ``forgotten`` to let the policy of all hold again."""

    saved = Signal()
    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._own = False
        self._title = label("", "heading")
        self._whose = label("", "caption", wrap=True)
        self.versions, self.days = _Limit(1, 10), _Limit(0, 30)
        self.events, self.trash = _Limit(0, 90), _Limit(0, 30)
        self._sentence = label("", "muted", wrap=True)
        self.save, self.forget = button("", "primary", "save"), button("", "quiet", "undo")
        self.save.clicked.connect(self.saved)
        self.forget.clicked.connect(self.forgotten)
        limits = (self.versions, self.days, self.events, self.trash)
        for limit in limits:
            limit.changed.connect(self._on_changed)
        grid = QGridLayout()
        grid.setVerticalSpacing(S)
        for at, limit in enumerate(limits):
            grid.addWidget(limit, at, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addStretch(1)
        buttons.addWidget(self.forget)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        for widget in (self._title, self._whose):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(self._sentence)
        column.addLayout(buttons)
        self.retranslate()

    def show_policy(self, policy: RetentionPolicy, name: str) -> None:
        """``name`` of the dataset that it holds for; empty: all."""
        self._name, self._own = name, policy.id != EVERYWHERE
        self.versions.set_value(policy.keep_versions)
        self.days.set_value(policy.keep_days)
        self.events.set_value(policy.event_days)
        self.trash.set_value(policy.trash_days)
        for of_all in (self.events, self.trash):
            of_all.setVisible(not name)
        self.forget.setVisible(bool(name) and self._own)
        self.retranslate()
        self.save.setEnabled(False)

    def _on_changed(self) -> None:
        self.save.setEnabled(True)
        self._say()

    def _say(self) -> None:
        """The policy as a sentence."""
        versions, days = self.versions.value(), self.days.value()
        if versions is None and days is None:
            said = self.tr("All versions are kept.")
        elif days is None:
            said = self.tr("Versions that are not among the newest {n} go.").format(n=versions)
        elif versions is None:
            said = self.tr("Versions older than {days} days go.").format(days=days)
        else:
            said = self.tr("Versions older than {days} days go, but for the newest {n}.").format(
                days=days, n=versions
            )
        kept = self.tr("The latest one, tagged ones and those in use always stay.")
        self._sentence.setText(said if versions is None and days is None else f"{said} {kept}")

    def retranslate(self) -> None:
        self._title.setText(
            self.tr("Retention of {name}").format(name=self._name) if self._name else self.tr("Retention")
        )
        if not self._name:
            self._whose.setText(self.tr("Holds for all datasets that have no policy of their own."))
        elif self._own:
            self._whose.setText(self.tr("This dataset has a policy of its own."))
        else:
            self._whose.setText(self.tr("The policy of all datasets holds; saving makes one of its own."))
        self.versions.set_texts(self.tr("Keep the newest"), self.tr("versions"))
        self.days.set_texts(self.tr("Keep what is younger than"), self.tr("days"))
        self.events.set_texts(self.tr("Keep what jobs said for"), self.tr("days"))
        self.trash.set_texts(self.tr("Keep models in the trash for"), self.tr("days"))
        self.save.setText(self.tr("Save"))
        self.forget.setText(self.tr("As all datasets"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
