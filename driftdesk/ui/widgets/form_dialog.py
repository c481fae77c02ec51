"""A dialog that is a form: fields, what is wrong with them, and two buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button, label, line


class FormDialog(QDialog):
    """``head``, ``form`` and ``body`` are filled by whoever derives from it; ``go`` accepts."""

    def __init__(self, title: str, go: str, parent: QWidget, *, about: str = "", wide: int = 60 * S) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(wide)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * S)
        self.form.setVerticalSpacing(S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.head, self.body = QVBoxLayout(), QVBoxLayout()
        self.body.setSpacing(S)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.go = button(go, "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # from a field of several lines too
            QShortcut(QKeySequence(key), self).activated.connect(self.go.click)
        self.cancel = button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(S)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.setSpacing(S + S // 2)
        if about:
            column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(self.head)
        column.addLayout(self.form)
        column.addLayout(self.body, 1)
        column.addWidget(self.error)
        column.addWidget(line())
        column.addLayout(self.buttons)

    def add(self, text: str, widget: QWidget) -> QLabel:
        """A row of the form; the text is also the widget's accessible name."""
        made = label(text)
        made.setMinimumHeight(30)  # as high as a line, so that it stands beside the first of a higher field
        widget.setAccessibleName(text)
        self.form.addRow(made, widget)
        return made

    def setVisible(self, visible: bool) -> None:
        """The buttons come behind the fields, which were added later, and the first field gets the focus."""
        if visible and not self.isVisible():
            self._put_buttons_last()
        super().setVisible(visible)

    def _put_buttons_last(self) -> None:
        ends, fields = (self.cancel, self.go), list[QWidget]()
        each = self.nextInFocusChain()
        while each is not None and each is not self:
            if self.isAncestorOf(each) and each not in ends:
                fields.append(each)
            each = each.nextInFocusChain()
        if not fields:
            return
        QWidget.setTabOrder(fields[-1], self.cancel)
        QWidget.setTabOrder(self.cancel, self.go)
        if self.focusWidget() in (None, *ends):
            wanted = Qt.FocusPolicy.TabFocus
            able = (f for f in fields if f.focusPolicy() & wanted == wanted and f.isVisibleTo(self))
            if (first := next((f for f in able if f.isEnabled()), None)) is not None:
                first.setFocus()

    def _on_go(self) -> None:
        """What is being typed counts, though its field has the focus still."""
        for field in self.findChildren(QAbstractSpinBox):
            field.interpretText()
        self.accept()

    def show_error(self, error: Exception | None) -> None:
        message, hint = getattr(error, "message", str(error)), getattr(error, "hint", "")
        self.error.setText(" ".join(filter(None, (message, hint))) if error is not None else "")
        self.error.setVisible(error is not None)
        whole = self.layout()
        if error is not None and whole is not None:  # the fields keep their height
            whole.activate()
            self.resize(self.width(), max(self.height(), whole.heightForWidth(self.width())))


class AskingDialog(FormDialog):
    """``confirmed`` says that what stands in the fields is wanted; the dialog stays, to say what is wrong with it, until
    ``done_well``."""

    confirmed = Signal()

    def accept(self) -> None:
        self.show_error(None)
        self.confirmed.emit()

    def done_well(self) -> None:
        """What was wanted is done."""
        super().accept()


def choice(items: Sequence[tuple[str, object]], current: object = None) -> QComboBox:
    """A box of (text, value)."""
    made = QComboBox()
    for text, value in items:
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made
