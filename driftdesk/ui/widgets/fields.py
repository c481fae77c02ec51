"""One editor for one field of a Params schema: what a value looks like and how it is typed in."""

import math
from collections.abc import Callable, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

FieldValue = Any
INT_MAX = 2**31 - 1


def field_text(text: str) -> str:
    """A title or description of a schema in the window's language (context ``Params`` of the translations)."""
    return QCoreApplication.translate("Params", text)


class NumberField(QDoubleSpinBox):
    """A float as people write it (0.001 or 1e-3); arrows multiply where the range spans orders of magnitude."""

    def __init__(self, low: float, high: float, *, logarithmic: bool) -> None:
        super().__init__()
        self._logarithmic = logarithmic
        self.setDecimals(12)
        self.setRange(low, high)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if not logarithmic:
            span = high - low
            self.setSingleStep(10 ** math.floor(math.log10(span / 10)) if 0 < span < 1e6 else 0.1)

    def textFromValue(self, value: float) -> str:
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, at: int) -> QValidator.State:  # type: ignore[override]  # PySide takes the state alone
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            return QValidator.State.Intermediate
        inside = self.minimum() <= value <= self.maximum()
        return QValidator.State.Acceptable if inside else QValidator.State.Intermediate

    def stepBy(self, steps: int) -> None:
        if not self._logarithmic:
            super().stepBy(steps)
            return
        value = self.value() or max(self.minimum(), 1e-6)
        ladder = (1.0, 2.0, 5.0)
        for _ in range(abs(steps)):
            power = math.floor(math.log10(value) + 1e-9)
            digit = value / 10**power
            if steps > 0:
                above = [d for d in (*ladder, 10.0) if d > digit * 1.0001]
                value = above[0] * 10**power
            else:
                below = [d for d in ladder if d < digit * 0.9999]
                value = below[-1] * 10**power if below else 5.0 * 10 ** (power - 1)
        self.setValue(float(f"{value:.6g}"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a form must not change it


class IntField(QSpinBox):
    """A whole number; scrolling a form does not change it."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _ChoiceField(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Editor:
    """A widget with how to read it, write it, and hear of its changes. ``read`` may raise ValueError."""

    def __init__(
        self,
        widget: QWidget,
        read: Callable[[], FieldValue],
        write: Callable[[FieldValue], None],
        listen: Callable[[Callable[[], None]], None],
    ) -> None:
        self.widget = widget
        self.read = read
        self.write = write
        self.listen = listen


def editor_for(info: FieldInfo, offered: Sequence[str] = ()) -> Editor:
    """The editor that fits the field's type and bounds. ``offered``: what a field of text (one, or a list) may be."""
    kind, optional = _unwrapped(info.annotation)
    low, high = _bounds(info)
    choices = _choices(kind)
    if choices:
        return _choice_editor(choices, optional)
    if get_origin(kind) is dict:
        return _mapping_editor()
    if offered:
        return _name_editor(offered, info) if kind is str else _names_editor(offered)
    if kind is bool:
        return _bool_editor()
    if optional or kind not in (int, float):
        return _text_editor(kind, optional)
    if kind is int:
        return _int_editor(low, high)
    return _float_editor(info, low, high)


def _unwrapped(annotation: Any) -> tuple[Any, bool]:
    """The type without Optional and Annotated, and whether None is allowed."""
    if get_origin(annotation) is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        inner = [a for a in get_args(annotation) if a is not NoneType]
        return _unwrapped(inner[0])[0], NoneType in get_args(annotation)
    return annotation, False


def _bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    low = high = None
    for rule in info.metadata:
        if isinstance(rule, annotated_types.Ge | annotated_types.Gt):
            low = float(rule.ge if isinstance(rule, annotated_types.Ge) else rule.gt)  # type: ignore[arg-type]  # numbers here
        if isinstance(rule, annotated_types.Le | annotated_types.Lt):
            high = float(rule.le if isinstance(rule, annotated_types.Le) else rule.lt)  # type: ignore[arg-type]  # likewise
    return low, high


def _choices(kind: Any) -> list[Any]:
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return list(kind) if isinstance(kind, type) and issubclass(kind, Enum) else []


def _choice_editor(choices: list[Any], optional: bool) -> Editor:
    box = _ChoiceField()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if optional:
        box.addItem(field_text("automatic"), None)
    for choice in choices:
        value = choice.value if isinstance(choice, Enum) else choice
        box.addItem(field_text(str(value).replace("_", " ")), value)
    return Editor(
        box,
        box.currentData,
        lambda v: box.setCurrentIndex(max(0, box.findData(v.value if isinstance(v, Enum) else v))),
        lambda heard: _connect(box.currentIndexChanged, heard),
    )


def _bool_editor() -> Editor:
    check = QCheckBox()
    return Editor(
        check,
        check.isChecked,
        lambda v: check.setChecked(bool(v)),
        lambda heard: _connect(check.toggled, heard),
    )


def _int_editor(low: float | None, high: float | None) -> Editor:
    spin = IntField()
    spin.setRange(int(low) if low is not None else -INT_MAX, int(high) if high is not None else INT_MAX)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    spin.setStepType(
        QSpinBox.StepType.AdaptiveDecimalStepType
        if spin.maximum() > 1000
        else QSpinBox.StepType.DefaultStepType
    )
    return Editor(
        spin, spin.value, lambda v: spin.setValue(int(v)), lambda heard: _connect(spin.valueChanged, heard)
    )


def _float_editor(info: FieldInfo, low: float | None, high: float | None) -> Editor:
    """Multiplies with the arrows where only positive values make sense, or the usual one is small."""
    bottom, top = (-1e12 if low is None else low), (1e12 if high is None else high)
    positive = any(isinstance(rule, annotated_types.Gt) for rule in info.metadata) and bottom >= 0
    logarithmic = positive or (isinstance(info.default, float) and bottom >= 0 and 0 < info.default <= 0.01)
    spin = NumberField(bottom, top, logarithmic=logarithmic)
    return Editor(
        spin, spin.value, lambda v: spin.setValue(float(v)), lambda heard: _connect(spin.valueChanged, heard)
    )


def _text_editor(kind: Any, optional: bool) -> Editor:
    edit = QLineEdit()
    item = next((a for a in get_args(kind) if a is not Ellipsis), None)
    if optional:
        edit.setPlaceholderText(field_text("automatic"))

    def read() -> FieldValue:
        text = edit.text().strip()
        if not text and optional:
            return None
        if item is not None:
            cast = item if item in (int, float) else str
            return [cast(part) for part in text.replace(";", ",").split(",") if part.strip()]
        return kind(text) if kind in (int, float) else text

    def write(value: FieldValue) -> None:
        if value is None:
            edit.clear()
        elif isinstance(value, list | tuple | set | frozenset):
            edit.setText(", ".join(str(v) for v in value))
        else:
            edit.setText(str(value))

    return Editor(edit, read, write, lambda heard: _connect(edit.textChanged, heard))


def _name_editor(offered: Sequence[str], info: FieldInfo) -> Editor:
    """One of several names; none where the field can be without."""
    box = _ChoiceField()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if not info.is_required():
        box.addItem("", "")
    for name in offered:
        box.addItem(name, name)
    return Editor(
        box,
        lambda: box.currentData() or "",
        lambda v: box.setCurrentIndex(max(0, box.findData(v))),
        lambda heard: _connect(box.currentIndexChanged, heard),
    )


def _names_editor(offered: Sequence[str]) -> Editor:
    """Names, separated by commas, which are completed while they are typed."""
    edit = QLineEdit()
    edit.setCompleter(_ListCompleter(offered, edit))

    def write(value: FieldValue) -> None:
        edit.setText(", ".join(value or ()))

    return Editor(edit, lambda: _parts(edit.text()), write, lambda heard: _connect(edit.textChanged, heard))


class _ListCompleter(QCompleter):
    """Completes the last of several names."""

    def __init__(self, names: Sequence[str], parent: QLineEdit) -> None:
        super().__init__(list(names), parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._edit = parent

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex) -> str:  # type: ignore[override]  # a persistent index does not come here
        before, comma, _ = self._edit.text().rpartition(",")
        return f"{before}{comma} {index.data()}".strip() if comma else str(index.data())


def _mapping_editor() -> Editor:
    """Old and new names, as ``old: new, old: new``."""
    edit = QLineEdit()
    edit.setPlaceholderText(field_text("old: new, old: new"))

    def read() -> FieldValue:
        pairs = (part.partition(":") for part in _parts(edit.text()))
        return {old.strip(): new.strip() for old, _, new in pairs}

    def write(value: FieldValue) -> None:
        edit.setText(", ".join(f"{old}: {new}" for old, new in (value or {}).items()))

    return Editor(edit, read, write, lambda heard: _connect(edit.textChanged, heard))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _connect(signal: Any, heard: Callable[[], None]) -> None:
    signal.connect(lambda *_: heard())
