"""Dialogs of the registry: notes and tags, an alias, a fork."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from driftdesk.core.entities import Dataset, Model
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.form_dialog import AskingDialog, choice

translate = QCoreApplication.translate


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as they are typed: separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class NotesDialog(AskingDialog):
    """``name`` None: what it is about cannot be renamed."""

    def __init__(
        self, title: str, name: str | None, notes: str, tags: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(title, translate("NotesDialog", "Save"), parent)
        self.name = QLineEdit(name or "")
        self.notes = QPlainTextEdit(notes)
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(12 * S)
        self.tags = QLineEdit(", ".join(tags))
        self.tags.setPlaceholderText(self.tr("Separated by commas"))
        if name is not None:
            self.add(self.tr("Name"), self.name)
        self.add(self.tr("Notes"), self.notes)
        self.add(self.tr("Tags"), self.tags)


class AliasDialog(AskingDialog):
    """A name for a version: ``alias``."""

    def __init__(self, ref: str, known: Sequence[str], parent: QWidget) -> None:
        super().__init__(
            translate("AliasDialog", "Alias for {ref}").format(ref=ref),
            translate("AliasDialog", "Set"),
            parent,
            about=translate(
                "AliasDialog", "An alias names one version at a time and can be moved, such as staging."
            ),
        )
        self._name = QComboBox(editable=True)
        self._name.addItems(list(known))
        self._name.setCurrentText("")
        self.add(self.tr("Alias"), self._name)

    @property
    def alias(self) -> str:
        return self._name.currentText().strip()


class ForkDialog(AskingDialog):
    """A new model from a version: ``name`` and ``dataset``."""

    def __init__(self, model: Model, number: int, datasets: Sequence[Dataset], parent: QWidget) -> None:
        ref = f"{model.name} v{number}"
        super().__init__(
            translate("ForkDialog", "Fork {ref}").format(ref=ref),
            translate("ForkDialog", "Fork"),
            parent,
            about=translate(
                "ForkDialog",
                "A model of its own begins with a copy of this version. It may learn from another dataset from then on, "
                "whose columns fit.",
            ),
        )
        self._name = QLineEdit(f"{model.name}-fork")
        self._dataset = choice([(d.name, d.name) for d in datasets])
        for at, dataset in enumerate(datasets):
            if dataset.id == model.dataset_id:
                self._dataset.setCurrentIndex(at)
        self._own = self._dataset.currentText()
        self.add(self.tr("Name"), self._name)
        self.add(self.tr("Dataset"), self._dataset)

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def dataset(self) -> str:
        """Empty: the one that the model learns from already."""
        chosen = self._dataset.currentText()
        return "" if chosen == self._own else chosen
