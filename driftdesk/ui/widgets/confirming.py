"""A question before what cannot be undone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from driftdesk.ui.widgets.basics import repolish


def confirm(
    parent: QWidget, title: str, question: str, *, about: str = "", go: str, then: Callable[[], object]
) -> QMessageBox:
    """Ask ``question``; ``then`` is called where the answer is ``go``. Enter and Escape leave everything as it is."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(about)
    accept = box.addButton(go, QMessageBox.ButtonRole.DestructiveRole)
    accept.setProperty("kind", "danger")
    repolish(accept)
    stay = box.addButton(QCoreApplication.translate("Confirm", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    accept.clicked.connect(lambda _checked: then())
    box.open()
    return box
