"""The columns of an import preview, as they may be corrected before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from driftdesk.core.entities import ChosenColumn, Kind, Role
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.importing.choice_delegate import Choice
from driftdesk.ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
NAME, KIND, ROLE, MISSING, EXAMPLES = range(5)
CHOICE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``Kind`` or ``Role`` of an editable cell."""


@dataclass(frozen=True)
class ImportColumn:
    """A column of the file: what was inferred, and what the user chose instead (None: nothing)."""

    name: str
    kind: Kind
    role: Role
    examples: tuple[str, ...]
    missing: float | None
    """Share of the previewed rows that is missing."""
    chosen_kind: Kind | None = None
    chosen_role: Role | None = None
    remembered: bool = False
    """What was chosen is what was chosen for such a file before."""

    @property
    def kind_now(self) -> Kind:
        return self.chosen_kind or self.kind

    @property
    def role_now(self) -> Role:
        return self.chosen_role or self.role


class ImportColumnModel(QAbstractTableModel):
    changed = Signal()
    """Kinds or roles are others than before, for whatever reason."""
    edited = Signal()
    """... because the user said so in the table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[ImportColumn] = []

    def show_columns(self, columns: Sequence[ImportColumn]) -> None:
        """Show a new preview of the file; what the user already chose for columns of the same name is kept."""
        chosen = {c.name: c for c in self._columns}
        self.beginResetModel()
        self._columns = [_keep(c, chosen.get(c.name)) for c in columns]
        self.endResetModel()
        self.changed.emit()

    def remember(self, choices: Sequence[ChosenColumn]) -> None:
        """Choose what was chosen for a file of the same columns before."""
        before = {c.name: c for c in choices}
        for row, column in enumerate(self._columns):
            if (choice := before.get(column.name)) is None:
                continue
            kind = choice.kind if choice.kind is not column.kind else None
            role = choice.role if choice.role is not column.role else None
            self._columns[row] = replace(column, chosen_kind=kind, chosen_role=role, remembered=True)
        self._tell_all()

    def take_as_found(self) -> None:
        """Choose nothing."""
        self._columns = [
            replace(c, chosen_kind=None, chosen_role=None, remembered=False) for c in self._columns
        ]
        self._tell_all()

    def _tell_all(self) -> None:
        if self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._columns) - 1, EXAMPLES))
        self.changed.emit()

    def forget(self) -> None:
        """Another file: nothing of the old one holds."""
        self.beginResetModel()
        self._columns = []
        self.endResetModel()

    @property
    def columns(self) -> Sequence[ImportColumn]:
        return self._columns

    def named(self, role: Role) -> str | None:
        """The name of the first column with ``role``."""
        return next((c.name for c in self._columns if c.role_now is role), None)

    def give_role(self, name: str | None, role: Role) -> None:
        """Make ``name`` the one column with ``role`` (target or timestamp); None: no column has it."""
        changed = False
        for row, column in enumerate(self._columns):
            wanted = column.role_now
            if column.name == name:
                wanted = role
            elif wanted is role:  # what it was found to be, or else nothing special
                wanted = column.role if column.role is not role else Role.FEATURE
            if wanted is not column.role_now:
                self._columns[row] = _with_role(column, wanted)
                changed = True
                self.dataChanged.emit(self.index(row, ROLE), self.index(row, ROLE))
        if changed:
            self.changed.emit()

    def kinds(self) -> Mapping[str, Kind]:
        """Only what the user changed."""
        return {c.name: c.chosen_kind for c in self._columns if c.chosen_kind is not None}

    def roles(self) -> Mapping[str, Role]:
        """Only what the user changed."""
        return {c.name: c.chosen_role for c in self._columns if c.chosen_role is not None}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in (KIND, ROLE) else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == MISSING else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            words.translate("data", "Column"),
            words.translate("data", "Kind"),
            words.translate("data", "Role"),
            words.translate("data", "Missing"),
            words.translate("data", "Examples"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, section = self._columns[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(column, section)
            case Qt.ItemDataRole.ToolTipRole if column.remembered and section in (KIND, ROLE):
                return words.translate("data", "As chosen before")
            case Qt.ItemDataRole.FontRole if column.remembered and section in (KIND, ROLE):
                return _italic()
            case Qt.ItemDataRole.ToolTipRole:
                return _text(column, section) if section in (NAME, EXAMPLES) else None
            case Qt.ItemDataRole.DecorationRole if section == KIND:
                return icon(column.kind_now.value)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section == MISSING else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.EditRole | Qt.ItemDataRole.UserRole if section in (KIND, ROLE):
                return (column.kind_now if section == KIND else column.role_now).value
        if role == CHOICE_ROLE and section in (KIND, ROLE):
            return column.kind_now if section == KIND else column.role_now
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column = self._columns[index.row()]
        if index.column() == KIND:
            kind = Kind(value)
            chosen_kind = None if kind is column.kind else kind
            self._columns[index.row()] = replace(column, chosen_kind=chosen_kind, remembered=False)
        elif index.column() == ROLE:
            chosen = Role(value)
            if chosen in (Role.TARGET, Role.TIMESTAMP):
                self.give_role(column.name, chosen)
                self.edited.emit()
                return True
            self._columns[index.row()] = _with_role(column, chosen)
        else:
            return False
        self.dataChanged.emit(index, index)
        self.changed.emit()
        self.edited.emit()
        return True


def _with_role(column: ImportColumn, role: Role) -> ImportColumn:
    return replace(column, chosen_role=None if role is column.role else role, remembered=False)


def _keep(new: ImportColumn, old: ImportColumn | None) -> ImportColumn:
    """``new`` as found by another look, with what the user chose; what was chosen is "found" from then on, so what
    was found before is kept beside it."""
    if old is None:
        return new
    if old.chosen_kind is not None:
        new = replace(new, kind=old.kind, chosen_kind=old.chosen_kind)
    if old.chosen_role is not None:
        new = replace(new, role=old.role, chosen_role=old.chosen_role)
    return replace(new, remembered=old.remembered)


def _italic() -> QFont:
    font = QFont()
    font.setItalic(True)
    return font


def _text(column: ImportColumn, section: int) -> str:
    match section:
        case 0:
            return column.name
        case 1:
            return words.kind(column.kind_now)
        case 2:
            return words.role(column.role_now)
        case 3:
            return figures.percent(column.missing) if column.missing else ""
        case _:
            return " · ".join(column.examples)


def kind_choices() -> list[Choice]:
    """What a column may hold, to be chosen from."""
    return [(k.value, words.kind(k), k.value) for k in Kind]


def role_choices() -> list[Choice]:
    """What a column may be for, to be chosen from."""
    return [(r.value, words.role(r), "") for r in Role]
