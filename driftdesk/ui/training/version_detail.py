"""One model version: what it is, what was noted, how it was made, where, and which aliases it had."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import ModelVersion
from driftdesk.ui import figures
from driftdesk.ui.stored_words import stored_reason
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.registry_dialogs import split_tags
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.basics import button, label, line

NOTES_HIGH = 8 * S


class VersionDetail(QScrollArea):
    """``notes_changed`` and ``tags_changed`` carry what was typed, when it is to be kept."""

    notes_changed = Signal(str)
    tags_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("area", "surface")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[ModelFacts, ModelVersion] | None = None
        self._title, self._origin = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(NOTES_HIGH)
        self.tags = QLineEdit()
        self.keep = button("", "", "save")
        self._notes_label, self._tags_label = label("", "caption"), label("", "caption")
        self.notes.textChanged.connect(self._on_typed)
        self.tags.textChanged.connect(self._on_typed)
        self.keep.clicked.connect(self._on_keep)
        self._grids = [_Facts() for _ in range(4)]
        self._heads = [label("", "caption") for _ in range(4)]
        inner = QWidget()
        inner.setProperty("area", "surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        for widget in (self._title, self._origin, self._notes_label, self.notes, self._tags_label, self.tags):
            column.addWidget(widget)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignRight)
        for head, grid in zip(self._heads, self._grids, strict=True):
            column.addWidget(line())
            column.addWidget(head)
            column.addWidget(grid)
        column.addStretch(1)
        self.setWidget(inner)
        self.retranslate()

    def show_version(self, facts: ModelFacts, version: ModelVersion) -> None:
        """What is being typed stays as long as the same version is shown."""
        before = self._shown
        same = before is not None and before[1].id == version.id
        typing = same and self._is_changed()
        self._shown = facts, version
        self._title.setText(f"{facts.model.name} v{version.number}")
        self._origin.setText(self._came_from(version))
        self._origin.setVisible(bool(self._origin.text()))
        if not typing:
            self.notes.setPlainText(version.notes)
            self.tags.setText(", ".join(version.tags))
        self._on_typed()
        run = next((r for r in facts.runs if r.id == version.run_id), None)
        made = {
            self.tr("Data"): words.data_of(facts, version),
            self.tr("Data made by"): words.made_by(facts, version),
            self.tr("Trainer"): words.trainer(version.trainer),
            self.tr("Run"): _run_of(version, run.number if run else None, self.tr("not there any more")),
            self.tr("Seed"): str(version.seed),
            self.tr("When"): figures.moment(version.created_at),
            self.tr("By"): version.created_by,
            self.tr("In the trash since"): figures.moment(version.trashed_at) if version.trashed_at else "",
        }
        moves = [m for m in facts.model.history if m.version == version.number]
        history = {
            self.tr("Aliases"): "\n".join(
                " · ".join(
                    filter(None, [figures.moment(m.at), words.alias(m.alias), m.who, stored_reason(m.why)])
                )
                for m in moves
            )
        }
        environment = {"driftdesk": version.code_version, **version.environment}
        params = {name: _value(value) for name, value in sorted(version.params.items())}
        metrics = {words.metric(n): words.with_interval(facts, version, n) for n in version.metrics}
        for head, grid, told in zip(
            self._heads[:3], self._grids[:3], (made | history, metrics, params), strict=True
        ):
            head.setVisible(grid.show_facts(told))
        self._heads[3].setVisible(self._grids[3].show_facts(environment))

    def _came_from(self, version: ModelVersion) -> str:
        """Of a version that no run here made."""
        if (origin := version.forked_from) is not None:
            return self.tr("Forked from {model} v{n}").format(model=origin.model, n=origin.version)
        if (bundle := version.imported_from) is None:
            return ""
        said = self.tr("Imported from {model} v{n}").format(model=bundle.model, n=bundle.version)
        by = (
            self.tr("signed by {fingerprint}").format(fingerprint=bundle.signer)
            if bundle.signer
            else self.tr("not signed")
        )
        return f"{said}, {by}"

    def _is_changed(self) -> bool:
        if self._shown is None:
            return False
        version = self._shown[1]
        return (
            self.notes.toPlainText().strip() != version.notes or split_tags(self.tags.text()) != version.tags
        )

    def _on_typed(self) -> None:
        self.keep.setVisible(self._is_changed())

    def _on_keep(self) -> None:
        assert self._shown is not None  # the button is shown only then
        version = self._shown[1]
        if (notes := self.notes.toPlainText().strip()) != version.notes:
            self.notes_changed.emit(notes)
        if (tags := split_tags(self.tags.text())) != version.tags:
            self.tags_changed.emit(tags)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Model version in detail"))
        self._notes_label.setText(self.tr("Notes"))
        self._tags_label.setText(self.tr("Tags"))
        self.notes.setAccessibleName(self.tr("Notes"))
        self.tags.setAccessibleName(self.tr("Tags"))
        self.tags.setPlaceholderText(self.tr("Separated by commas"))
        self.keep.setText(self.tr("Save"))
        titles = (self.tr("Made"), self.tr("Metrics"), self.tr("Parameters"), self.tr("Environment"))
        for head, text in zip(self._heads, titles, strict=True):
            head.setText(text)
        if self._shown is not None:
            self.show_version(*self._shown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class _Facts(QWidget):
    """Names and values, one a line; the labels are used again."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * S)
        self._grid.setVerticalSpacing(S // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 13 * S)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Mapping[str, str]) -> bool:
        """Without those that have no value; False where none is left."""
        told = [(name, text) for name, text in facts.items() if text]
        while len(self._rows) < len(told):
            pair = label("", "muted"), label("", wrap=True)
            pair[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            pair[1].setTextFormat(Qt.TextFormat.PlainText)
            for at, widget in enumerate(pair):
                self._grid.addWidget(widget, len(self._rows), at, Qt.AlignmentFlag.AlignTop)
            self._rows.append(pair)
        for i, (name, value) in enumerate(self._rows):
            shown = i < len(told)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(told[i][0])
                value.setText(told[i][1])
        self.setVisible(bool(told))
        return bool(told)


def _run_of(version: ModelVersion, number: int | None, gone: str) -> str:
    """A version that was imported has none."""
    return f"#{number}" if number is not None else gone if version.run_id else ""


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, float):
        return f"{value:.6g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
