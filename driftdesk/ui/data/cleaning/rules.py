"""The rules of one cleaning in their order, as the dialog edits them: each a kind, what stands in its form, and what came
of looking at it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QVBoxLayout, QWidget

from driftdesk.core.cleaning.report import RuleReport
from driftdesk.core.cleaning.rules import KINDS, CleanRule, parse_rule
from driftdesk.ui.data.cleaning import words as clean_words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, button, icon_button
from driftdesk.ui.widgets.list_table import Field, ListTableModel


@dataclass(eq=False)
class RuleDraft:
    """``rule`` is None while the form does not make one."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    report: RuleReport | None = None
    error: str = ""

    @property
    def rule(self) -> CleanRule | None:
        try:
            made: Any = KINDS[self.kind].model_validate({"kind": self.kind, **self.values})
        except ValidationError:
            return None
        return made  # type: ignore[no-any-return]  # one of the kinds

    @classmethod
    def of(cls, rule: CleanRule) -> "RuleDraft":
        return cls(rule.kind, rule.model_dump(exclude={"kind"}))


class RuleList(QWidget):
    """``chosen`` carries the rule whose form is wanted (None: there is none); ``edited`` says that rules came, went or
    changed their places."""

    chosen = Signal(object)
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[RuleDraft] = []
        self._model: ListTableModel[RuleDraft] = ListTableModel(self._fields(), id, self)
        self.table = DataTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(self.tr("Rules"))
        self.table.set_widths(150, 170)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current))
        self.add = button(self.tr("Add rule"), "", "add")
        menu = QMenu(self.add)
        for kind in KINDS:
            menu.addAction(clean_words.rule_title(kind), partial(self._append_empty, kind))
        self.add.setProperty("menu", True)
        self.add.setMenu(menu)
        self._up = icon_button("arrow-up", self.tr("Earlier"))
        self._down = icon_button("arrow-down", self.tr("Later"))
        self._remove = icon_button("delete", self.tr("Remove the rule"))
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(self.remove)
        self._remove.setShortcut(Qt.Key.Key_Delete)
        bar = QHBoxLayout()
        bar.setSpacing(S // 2)
        bar.addWidget(self.add)
        bar.addStretch(1)
        for made in (self._up, self._down, self._remove):
            bar.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.table, 1)
        column.addLayout(bar)

    def _fields(self) -> list[Field[RuleDraft]]:
        return [
            Field(lambda: self.tr("Rule"), lambda d: clean_words.rule_title(d.kind), tip=_line),
            Field(
                lambda: self.tr("Effect"),
                lambda d: d.error or clean_words.effect(d.report),
                tip=lambda d: d.error or clean_words.effect(d.report),
            ),
        ]

    @property
    def drafts(self) -> Sequence[RuleDraft]:
        return self._drafts

    @property
    def current(self) -> RuleDraft | None:
        at = self.table.current_row()
        return self._drafts[at] if 0 <= at < len(self._drafts) else None

    def rules(self) -> list[CleanRule] | None:
        """None while one of them is not whole."""
        made = [d.rule for d in self._drafts]
        return None if None in made else [r for r in made if r is not None]

    def append(self, drafts: Sequence[RuleDraft]) -> None:
        """Add rules behind the others, and choose the last one."""
        self._show([*self._drafts, *drafts], len(self._drafts) + len(drafts) - 1)

    def _append_empty(self, kind: str) -> None:
        self.append([RuleDraft(kind)])

    def replace(self, lines: Sequence[str]) -> None:
        """Show the rules of a kept set instead."""
        self._show([RuleDraft.of(parse_rule(line)) for line in lines], 0)

    def remove(self) -> None:
        at = self.table.current_row()
        if 0 <= at < len(self._drafts):
            self._show([*self._drafts[:at], *self._drafts[at + 1 :]], min(at, len(self._drafts) - 2))

    def refresh(self) -> None:
        """Show anew what became of the rules."""
        self._model.show(self._drafts)

    def _move(self, by: int) -> None:
        at = self.table.current_row()
        to = at + by
        if 0 <= at < len(self._drafts) and 0 <= to < len(self._drafts):
            drafts = list(self._drafts)
            drafts[at], drafts[to] = drafts[to], drafts[at]
            self._show(drafts, to)

    def _show(self, drafts: list[RuleDraft], at: int) -> None:
        self._drafts = drafts
        self._model.show(drafts)
        if drafts:
            self.table.selectRow(max(at, 0))
        self.chosen.emit(self.current)
        self.edited.emit()


def _line(draft: RuleDraft) -> str:
    rule = draft.rule
    return rule.text if rule is not None else draft.kind
