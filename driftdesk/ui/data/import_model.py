"""The columns of an import preview, as they may be corrected before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from driftdesk.core.entities import Kind, Role
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
NAME, KIND, ROLE, MISSING, EXAMPLES = range(5)
CHOICE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``Kind`` or ``Role`` of an editable cell."""


@dataclass(frozen=True)
class ImportColumn:
    """A column of the file: what was inferred, and what of that the user changed."""

    name: str
    kind: Kind
    role: Role
    examples: tuple[str, ...]
    missing: float | None
    """Share of the previewed rows that is missing."""
    kind_changed: bool = False
    role_changed: bool = False


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
        return next((c.name for c in self._columns if c.role is role), None)

    def give_role(self, name: str | None, role: Role) -> None:
        """Make ``name`` the one column with ``role`` (target or timestamp); None: no column has it."""
        changed = False
        for row, column in enumerate(self._columns):
            wanted = role if column.name == name else Role.FEATURE if column.role is role else column.role
            if wanted is not column.role:
                self._columns[row] = _with_role(column, wanted)
                changed = True
                self.dataChanged.emit(self.index(row, ROLE), self.index(row, ROLE))
        if changed:
            self.changed.emit()

    def kinds(self) -> Mapping[str, Kind]:
        """Only what the user changed."""
        return {c.name: c.kind for c in self._columns if c.kind_changed}

    def roles(self) -> Mapping[str, Role]:
        """Only what the user changed."""
        return {c.name: c.role for c in self._columns if c.role_changed}

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
            case Qt.ItemDataRole.ToolTipRole:
                return _text(column, section) if section in (NAME, EXAMPLES) else None
            case Qt.ItemDataRole.DecorationRole if section == KIND:
                return icon(column.kind.value)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section == MISSING else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.EditRole | Qt.ItemDataRole.UserRole if section in (KIND, ROLE):
                return (column.kind if section == KIND else column.role).value
        if role == CHOICE_ROLE and section in (KIND, ROLE):
            return column.kind if section == KIND else column.role
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column = self._columns[index.row()]
        if index.column() == KIND:
            kind = Kind(value)
            self._columns[index.row()] = ImportColumn(
                column.name, kind, column.role, column.examples, column.missing, True, column.role_changed
            )
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
    return ImportColumn(
        column.name, column.kind, role, column.examples, column.missing, column.kind_changed, True
    )


def _keep(new: ImportColumn, old: ImportColumn | None) -> ImportColumn:
    if old is None:
        return new
    return ImportColumn(
        new.name,
        old.kind if old.kind_changed else new.kind,
        old.role if old.role_changed else new.role,
        new.examples,
        new.missing,
        old.kind_changed,
        old.role_changed,
    )


def _text(column: ImportColumn, section: int) -> str:
    match section:
        case 0:
            return column.name
        case 1:
            return words.kind(column.kind)
        case 2:
            return words.role(column.role)
        case 3:
            return figures.percent(column.missing) if column.missing else ""
        case _:
            return " · ".join(column.examples)
