"""A form made from a Params schema: the same fields, bounds and words as the command line and the check."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import label, repolish
from driftdesk.ui.widgets.fields import Editor, editor_for, field_text

_LINES = 3
"""Of the grid for a field: a heading above it, the field, what is wrong with it."""


class ParamsForm(QWidget):
    """Fields of ``params`` (a BaseModel class with ``Field(title=, description=, ge=, le=)``), in their order.

    ``values()`` is what stands in the form, ``set_values`` fills it, ``error()`` says what is wrong (an empty string
    when nothing is), ``changed`` follows each change by the user. An error also stands under its field.
    """

    changed = Signal()

    def __init__(
        self,
        params: type[BaseModel],
        values: dict[str, Any] | None = None,
        *,
        hidden: tuple[str, ...] = (),
        offered: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """``offered``: by field of text, what it may be."""
        super().__init__()
        self._offered = offered or {}
        self._params = params
        self._hidden: set[str] = set()
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        self._errors: dict[str, QLabel] = {}
        self._headings: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * S)
        self._grid.setVerticalSpacing(S // 2)
        self._grid.setColumnStretch(1, 1)
        for name in params.model_fields:
            if name not in hidden:
                self._add_field(name)
        self._grid.setRowStretch(_LINES * len(self._editors), 1)
        self.retranslate()
        self.set_values(self._defaults() | (values or {}))
        for editor in self._editors.values():
            editor.listen(self._on_edited)

    @property
    def params(self) -> type[BaseModel]:
        return self._params

    def values(self) -> dict[str, Any]:
        """What stands in the form, by field; a field that cannot be read gives its text (the check will say so)."""
        found: dict[str, Any] = {}
        for name, editor in self._editors.items():
            try:
                found[name] = editor.read()
            except ValueError:
                found[name] = editor.widget.property("text")
        return found

    def set_values(self, values: dict[str, Any]) -> None:
        """Fill in those fields that the schema has, without announcing it."""
        blocked = self.blockSignals(True)
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].write(value)
        self.blockSignals(blocked)
        self._check()

    def error(self) -> str:
        """The first thing that is wrong, with its field; an empty string when all is well."""
        return next(
            (f"{self._labels[n].text()}: {e.text()}" for n, e in self._errors.items() if e.text()), ""
        )

    def caption_width(self) -> int:
        """Pixels that the names of the fields take."""
        return max((caption.sizeHint().width() for caption in self._labels.values()), default=0)

    def editor(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._editors[name].widget

    def fields(self) -> list[QWidget]:
        """The widgets of all fields, in their order."""
        return [editor.widget for editor in self._editors.values()]

    def add_row(self, caption: QLabel, field: QWidget) -> None:
        """A row of your own under the fields."""
        row = self._grid.rowCount()
        self._grid.setRowStretch(row - 1, 0)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        self._grid.setRowStretch(row + 1, 1)

    def set_headings(self, texts: Mapping[str, str]) -> None:
        """A text above each of these fields, which begins a group of them."""
        for made in self._headings.values():
            made.deleteLater()
        self._headings = {}
        for at, name in enumerate(self._editors):
            if name in texts:
                self._headings[name] = made = label(texts[name], "caption")
                made.setContentsMargins(0, S if at else 0, 0, 0)
                self._grid.addWidget(made, _LINES * at, 0, 1, 2)

    def show_only(self, names: Collection[str]) -> None:
        """Hide the other fields; their values stay."""
        self._hidden = set(self._editors) - set(names)
        for name in self._editors:
            for part in (self._labels[name], self._editors[name].widget):
                part.setVisible(name not in self._hidden)
        self._check()

    def retranslate(self) -> None:
        for name, caption in self._labels.items():
            info = self._params.model_fields[name]
            title = field_text(info.title or name.replace("_", " ").capitalize())
            help_text = field_text(info.description) if info.description else ""
            caption.setText(title)
            caption.setToolTip(help_text)
            widget = self._editors[name].widget
            widget.setToolTip(help_text)
            widget.setAccessibleName(title)
            widget.setAccessibleDescription(help_text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _add_field(self, name: str) -> None:
        editor = editor_for(self._params.model_fields[name], self._offered.get(name, ()))
        caption, error = label(), label("", "error", wrap=True)
        caption.setBuddy(editor.widget)
        error.hide()
        editor.widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = _LINES * len(self._editors) + 1  # below the place of a heading
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(editor.widget, row, 1)
        self._grid.addWidget(error, row + 1, 1)
        self._editors[name], self._labels[name], self._errors[name] = editor, caption, error

    def _defaults(self) -> dict[str, Any]:
        fields = self._params.model_fields
        return {
            name: info.get_default(call_default_factory=True, validated_data={})
            for name, info in fields.items()
            if not info.is_required()
        }

    def _on_edited(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        wrong: dict[str, str] = {}
        try:
            self._params.model_validate(self.values())
        except ValidationError as exc:
            for error in exc.errors():
                message = error["msg"].removeprefix("Value error, ")
                wrong.setdefault(str(error["loc"][0]) if error["loc"] else "", message)
        for name, shown in self._errors.items():
            message = field_text(wrong.get(name, ""))
            shown.setText(message)
            shown.setVisible(bool(message) and name not in self._hidden)
            widget = self._editors[name].widget
            if bool(widget.property("invalid")) != bool(message):
                widget.setProperty("invalid", bool(message))
                repolish(widget)
