"""The bar that says that there are edits which are not committed, what can be done with them, and who else edits."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from driftdesk.ui import figures
from driftdesk.ui.stored_words import edit_text
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, button, icon_button


class DraftBar(QFrame):
    """Hidden while there is no draft and nobody else edits."""

    undo_asked = Signal()
    redo_asked = Signal()
    changes_asked = Signal()
    discard_asked = Signal()
    commit_asked = Signal()
    difference_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "window")
        self._mark = QLabel()
        self._mark.setPixmap(icon("edit", "accent").pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self.text = ElidedLabel("", mode=Qt.TextElideMode.ElideRight)
        self.undo, self.redo = icon_button("undo", ""), icon_button("arrow-clockwise", "")
        self.difference = button("", "quiet", "compare")
        self.changes = button("", "quiet", "list")
        self.discard = button("", "quiet")
        self.commit = button("", "primary", "check")
        for made, signal in (
            (self.undo, self.undo_asked),
            (self.redo, self.redo_asked),
            (self.difference, self.difference_asked),
            (self.changes, self.changes_asked),
            (self.discard, self.discard_asked),
            (self.commit, self.commit_asked),
        ):
            made.clicked.connect(signal)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, S // 2, 3 * S, S // 2)
        row.setSpacing(S // 2)
        row.addWidget(self._mark)
        row.addSpacing(S // 2)
        row.addWidget(self.text, 1)
        for widget in (self.undo, self.redo, self.difference, self.changes, self.discard, self.commit):
            row.addWidget(widget)
        self.setFixedHeight(self.commit.sizeHint().height() + S)  # the same where it only says who else edits
        self.hide()

    def show_draft(
        self,
        done: list[str],
        undone: list[str],
        others: list[str],
        base: int,
        head: int,
        *,
        has_draft: bool,
        committing: bool = False,
    ) -> None:
        """``done`` and ``undone``: edits in words. ``others``: who edits too. ``head`` beyond ``base``: somebody has
        committed meanwhile."""
        parts = []
        if committing:
            parts.append(self.tr("Committing…"))
        elif has_draft:
            n = len(done)
            parts.append(
                self.tr("1 edit, not committed")
                if n == 1
                else self.tr("{n} edits, not committed").format(n=figures.count(n))
            )
        if has_draft and head > base:
            parts.append(self.tr("v{head} was committed since").format(head=head))
        if others:
            who = ", ".join(others[:3])
            parts.append(
                self.tr("{who} is editing too").format(who=who)
                if len(others) == 1
                else self.tr("{who} are editing too").format(who=who)
            )
        self.text.setText(" · ".join(parts))
        self.setVisible(bool(parts))
        for made in (self.undo, self.redo, self.changes, self.discard, self.commit):
            made.setVisible(has_draft)
            made.setEnabled(not committing)
        self.difference.setVisible(has_draft and head > base)
        self.commit.setEnabled(bool(done) and not committing)
        self._offer(self.undo, self.tr("Undo"), "Ctrl+Z", edit_text(done[-1]) if done else "", committing)
        self._offer(
            self.redo, self.tr("Redo"), "Ctrl+Shift+Z", edit_text(undone[0]) if undone else "", committing
        )

    def _offer(self, made: QToolButton, verb: str, keys: str, what: str, committing: bool) -> None:
        made.setEnabled(bool(what) and not committing)
        tip = f"{verb}: {what} ({keys})" if what else f"{verb} ({keys})"
        made.setToolTip(tip)
        made.setAccessibleName(verb)

    def retranslate(self) -> None:
        self.difference.setText(self.tr("What changed…"))
        self.changes.setText(self.tr("Show changes"))
        self.discard.setText(self.tr("Discard…"))
        self.commit.setText(self.tr("Commit…"))
        self.commit.setShortcut(QKeySequence("Ctrl+S"))  # behind the text, which sets one too
        self.commit.setToolTip(self.commit.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
