"""How a file is read: one line that says it, and small controls behind it for the rare case that it is wrong."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from driftdesk.ui.data import words
from driftdesk.ui.data.importing import words as import_words
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, button, label
from driftdesk.ui.widgets.fields import IntField

if TYPE_CHECKING:
    from driftdesk.core.ingest.detection import FileFormat

ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1",
             "shift_jis", "gb18030")  # fmt: skip
_TEXT = ("csv", "json", "jsonl")
_NESTED = ("json", "jsonl", "parquet", "arrow")
_NUMBERS = ((".", ""), (".", ","), (",", ""), (",", "."), (",", " "), (".", " "), (".", "'"))


class ImportSettings(QWidget):
    """``changed`` when the user says something else than what was found out."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Any] = {}
        self._form: FileFormat | None = None
        self.summary = ElidedLabel("", "muted")
        self.sheet, self.member = QComboBox(), QComboBox()
        self.toggle = button("", "quiet", "settings")
        self.toggle.setCheckable(True)
        self.as_found = button("", "quiet")
        self.encoding, self.delimiter, self.numbers = QComboBox(), QComboBox(), QComboBox()
        self.quote, self.comment, self.flatten, self.lists = (
            QComboBox(),
            QComboBox(),
            QComboBox(),
            QComboBox(),
        )
        self.skip_rows = IntField()
        self.skip_rows.setRange(0, 9999)
        self.records = QLineEdit()
        self.header = QCheckBox()
        self._captioned: list[tuple[QWidget, QLabel, QWidget]] = []
        top = QHBoxLayout()
        top.setContentsMargins(2 * S, 0, 2 * S, S)
        top.setSpacing(S)
        top.addWidget(self.summary, 1)
        for made in (self.sheet, self.member, self.as_found, self.toggle):
            top.addWidget(made)
        self.controls = QWidget()
        self._build_controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.controls)
        self.controls.hide()
        self._connect()
        self.retranslate()
        self.hide()

    def _build_controls(self) -> None:
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(2 * S, 0, 2 * S, S + 4)
        row.setSpacing(S + 4)
        for field in (
            self.encoding, self.delimiter, self.numbers, self.quote, self.comment, self.records, self.flatten,
            self.lists, self.skip_rows,
        ):  # fmt: skip
            whole = QWidget()
            stack = QVBoxLayout(whole)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(2)
            caption = label("", "caption")
            stack.addWidget(caption)
            stack.addWidget(field)
            row.addWidget(whole)
            self._captioned.append((whole, caption, field))
        row.addWidget(self.header, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.records.setFixedWidth(14 * S)

    def _connect(self) -> None:
        self.toggle.toggled.connect(self.controls.setVisible)
        self.as_found.clicked.connect(self._on_as_found)
        for combo, name in (
            (self.encoding, "encoding"), (self.delimiter, "delimiter"), (self.quote, "quote"),
            (self.comment, "comment"), (self.flatten, "flatten"), (self.lists, "lists"), (self.sheet, "sheet"),
            (self.member, "member"),
        ):  # fmt: skip
            combo.activated.connect(lambda _i, c=combo, n=name: self._say(**{n: c.currentData()}))
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.numbers.activated.connect(self._on_numbers)
        self.header.clicked.connect(lambda checked: self._say(header=checked))
        self.skip_rows.valueChanged.connect(lambda n: self._say(skip_rows=n))
        self.records.editingFinished.connect(self._on_records)

    def options(self) -> dict[str, Any]:
        """Only what the user said, as fields of ``ImportOptions``."""
        return {k: v for k, v in self._said.items() if v is not None}

    def forget(self) -> None:
        """Another file: nothing of what was said holds."""
        self._said, self._form = {}, None
        self.member.clear()
        self.hide()

    def open_controls(self) -> None:
        """Show what may help with a file that cannot be read as it was found to be."""
        self.toggle.setChecked(True)
        if self._form is None:
            self._show_fields("csv")
        self.show()

    def show_form(self, form: "FileFormat", members: Sequence[str], size: str) -> None:
        """Show how a file is read. ``members`` are those of an archive that would be imported."""
        self._form = form
        for combo, value in (
            (self.encoding, form.encoding),
            (self.delimiter, form.delimiter),
            (self.quote, form.quote),
            (self.comment, form.comment),
            (self.flatten, form.flatten),
            (self.lists, form.lists),
        ):
            if combo.findData(value) < 0:
                combo.addItem(str(value), value)
            combo.setCurrentIndex(combo.findData(value))
        self.numbers.setCurrentIndex(self.numbers.findData(f"{form.decimal}{form.thousands}"))
        for field in (self.skip_rows, self.header, self.records):
            field.blockSignals(True)
        self.skip_rows.setValue(form.skip_rows or 0)
        self.header.setChecked(bool(form.header))
        self.records.setText(form.records)
        for field in (self.skip_rows, self.header, self.records):
            field.blockSignals(False)
        self._show_fields(form.format)
        self._show_sheets(form)
        self._show_members(members)
        self.as_found.setVisible(bool(set(self.options()) - {"sheet", "member"}))
        self.summary.setText(" · ".join([*import_words.file_format(form), size]))
        self.show()

    def _show_fields(self, kind: str) -> None:
        shown = {
            self.encoding: kind in _TEXT,
            self.delimiter: kind == "csv",
            self.numbers: kind == "csv",
            self.quote: kind == "csv",
            self.comment: kind == "csv",
            self.records: kind == "json",
            self.flatten: kind in _NESTED,
            self.lists: kind in _NESTED,
            self.skip_rows: kind in ("csv", "xlsx"),
        }
        for whole, _, field in self._captioned:
            whole.setVisible(shown[field])
        self.header.setVisible(kind in ("csv", "xlsx"))

    def _show_sheets(self, form: "FileFormat") -> None:
        self.sheet.clear()
        for name in form.sheets:
            self.sheet.addItem(name, name)
        self.sheet.setCurrentIndex(self.sheet.findData(form.sheet))
        self.sheet.setVisible(len(form.sheets) > 1)

    def _show_members(self, members: Sequence[str]) -> None:
        """The list stays that of the whole archive while one of its files is chosen."""
        if self._said.get("member") is None:
            self.member.clear()
            self.member.addItem(self.tr("All {n} files").format(n=len(members)), None)
            for name in members:
                self.member.addItem(name, name)
        self.member.setVisible(self.member.count() > 2)

    def _say(self, **said: Any) -> None:
        self._said.update(said)
        self.changed.emit()

    def _on_numbers(self) -> None:
        sign = str(self.numbers.currentData())
        self._say(decimal=sign[0], thousands=sign[1:])

    def _on_records(self) -> None:
        if self._form is not None and self.records.text().strip() != self._form.records:
            self._say(records=self.records.text().strip() or None)

    def _on_as_found(self) -> None:
        self._said = {k: v for k, v in self._said.items() if k in ("sheet", "member")}
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.toggle.setText(self.tr("How it is read"))
        self.as_found.setText(self.tr("As found"))
        self.header.setText(self.tr("First row is the header"))
        captions = (
            self.tr("Encoding"),
            self.tr("Delimiter"),
            self.tr("Numbers"),
            self.tr("Quotes"),
            self.tr("Comments"),
            self.tr("Rows at"),
            self.tr("Nested objects"),
            self.tr("Lists"),
            self.tr("Lines before"),
        )
        for (_, caption, field), text in zip(self._captioned, captions, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self.sheet.setAccessibleName(self.tr("Sheet"))
        self.member.setAccessibleName(self.tr("Files of the archive"))
        none = self.tr("none")
        _fill(self.encoding, [(name, name) for name in ENCODINGS])
        _fill(self.delimiter, [(words.delimiter(sign), sign) for sign in (",", ";", "\t", "|", ":")])
        _fill(self.numbers, [(import_words.number_sample(d, t), d + t) for d, t in _NUMBERS])
        _fill(self.quote, [('"', '"'), ("'", "'"), (none, "")])
        _fill(self.comment, [(none, ""), *((sign, sign) for sign in "#%;!")])
        _fill(self.flatten, [(self.tr("columns (a.b)"), "."), (self.tr("JSON text"), "")])
        _fill(self.lists, [(self.tr("JSON text"), "json"), (self.tr("number of elements"), "count")])


def _fill(combo: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    """The choices again, in the window's language, with the same one chosen."""
    chosen = combo.currentData()
    combo.clear()
    for text, value in items:
        combo.addItem(text, value)
    combo.setCurrentIndex(combo.findData(chosen))
