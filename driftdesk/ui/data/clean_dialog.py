"""Cleaning a version: which rules, and what each will do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import DatasetVersion, Kind, Role, VersionProfile
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button, label, line


class CleanDialog(QDialog):
    """``confirmed`` carries the rules as the command line writes them."""

    confirmed = Signal(list)

    def __init__(self, name: str, version: DatasetVersion, profile: VersionProfile, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Clean {name} v{number}").format(name=name, number=version.number))
        self.setMinimumWidth(64 * S)
        self._version, self._profile = version, profile
        self.duplicates = QCheckBox(self.tr("Remove duplicate rows"))
        self.missing = QCheckBox(self.tr("Missing values"))
        self.how = QComboBox()
        for value, text in (
            ("drop", self.tr("remove their rows")),
            ("median", self.tr("fill with median or most frequent value")),
            ("mode", self.tr("fill with most frequent value")),
        ):
            self.how.addItem(text, value)
        self.how.setCurrentIndex(1)
        self.how.setAccessibleName(self.tr("What to do with missing values"))
        self.constant = QCheckBox(self.tr("Remove constant columns"))
        for box in (self.duplicates, self.missing, self.constant):
            box.toggled.connect(self._update)
        self.how.activated.connect(self._update)
        self._notes = [label("", "caption", wrap=True) for _ in range(3)]
        self.go = button(self.tr("Clean"), "primary", "clean")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        cancel = button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._build(cancel)
        self.duplicates.setChecked(True)
        self._update()

    def _build(self, cancel: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(S // 2)
        about = self.tr("Makes a new version of {rows}; v{number} stays as it is.")
        column.addWidget(
            label(
                about.format(rows=words.rows(self._version.rows), number=self._version.number),
                "muted",
                wrap=True,
            )
        )
        column.addSpacing(2 * S)
        for box, note, beside in (
            (self.duplicates, self._notes[0], None),
            (self.missing, self._notes[1], self.how),
            (self.constant, self._notes[2], None),
        ):
            across = QHBoxLayout()
            across.addWidget(box)
            if beside is not None:
                across.addWidget(beside, 1)
            column.addLayout(across)
            indented = QHBoxLayout()
            indented.setContentsMargins(3 * S, 0, 0, 0)
            indented.addWidget(note)
            column.addLayout(indented)
            column.addSpacing(S)
        column.addSpacing(S)
        column.addWidget(line())
        column.addSpacing(S)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    def rules(self) -> list[str]:
        found = ["duplicates"] if self.duplicates.isChecked() else []
        found += [f"missing={self.how.currentData()}"] if self.missing.isChecked() else []
        return [*found, "constant"] if self.constant.isChecked() else found

    def _update(self) -> None:
        self.how.setEnabled(self.missing.isChecked())
        self._notes[0].setText(self.tr("Rows that equal an earlier one in every column but ids."))
        features = [c for c in self._profile.columns if c.role is Role.FEATURE]
        holes = [c for c in features if c.missing and c.kind not in (Kind.DATETIME, Kind.TEXT)]
        self._notes[1].setText(
            self.tr("{n} values are missing, most in {names}.").format(
                n=figures.count(sum(c.missing for c in holes)),
                names=", ".join(c.name for c in sorted(holes, key=lambda c: -c.missing)[:3]),
            )
            if holes
            else self.tr("No feature has missing values.")
        )
        constant = [c.name for c in features if c.distinct <= 1]
        self._notes[2].setText(
            self.tr("These are constant: {names}.").format(names=", ".join(constant[:5]))
            if constant
            else self.tr("No feature is constant.")
        )
        self.go.setEnabled(bool(self.rules()))

    def _on_go(self) -> None:
        self.confirmed.emit(self.rules())
        self.accept()
