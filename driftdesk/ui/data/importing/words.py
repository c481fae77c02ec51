"""The words of the import: how a file is read, and how it fits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Progress
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.durations import time_left

if TYPE_CHECKING:
    from driftdesk.core.ingest.detection import FileFormat
    from driftdesk.core.ingest.preview import FileCheck

translate = QCoreApplication.translate

_FORMATS = {
    "csv": "CSV",
    "json": "JSON",
    "jsonl": "JSON lines",
    "parquet": "Parquet",
    "arrow": "Arrow",
    "xlsx": "Excel",
}


def file_format(form: "FileFormat") -> list[str]:
    """``CSV``, ``cp949``, ``semicolon``, ``1.234,5``: what is out of the ordinary, and what people ask for first."""
    parts = [_FORMATS[form.format] + (f" ({form.packing})" if form.packing else "")]
    parts += [p for p in (form.encoding, words.delimiter(form.delimiter) if form.delimiter else "") if p]
    if form.format == "csv" and (form.decimal, form.thousands) != (".", ""):
        parts.append(number_sample(form.decimal, form.thousands))
    if form.comment:
        parts.append(translate("data", "comments {sign}").format(sign=form.comment))
    if form.records and form.records != "*":
        parts.append(translate("data", "rows at {key}").format(key=words.shortened(form.records, 24)))
    if form.skip_rows == 1:
        parts.append(translate("data", "1 line before the table"))
    elif form.skip_rows:
        parts.append(translate("data", "{n} lines before the table").format(n=form.skip_rows))
    if form.header is False and form.format in ("csv", "xlsx"):
        parts.append(translate("data", "no header"))
    return parts


def number_sample(decimal: str, thousands: str) -> str:
    """A number as a file may write it."""
    return f"1{thousands}234{decimal}5"


def file_fit(check: "FileCheck") -> str:
    """Whether a file fits, in a few words."""
    if check.problem:
        return check.problem
    parts = [
        translate("data", "lacks {names}").format(names=_named(check.missing_columns)),
        translate("data", "also has {names}").format(names=_named(check.new_columns)),
        translate("data", "other kinds in {names}").format(names=_named(tuple(check.retyped_columns))),
    ]
    lists = (check.missing_columns, check.new_columns, check.retyped_columns)
    differing = [text for text, names in zip(parts, lists, strict=True) if names]
    return "; ".join(differing) if differing else translate("data", "Fits")


def _named(names: tuple[str, ...]) -> str:
    more = f" +{len(names) - 3}" if len(names) > 3 else ""
    return ", ".join(words.shortened(n, 24) for n in names[:3]) + more


def pace(progress: Progress) -> str:
    """``210 k rows/s · 24 MB/s · 2 min left``: what is known of it."""
    parts = []
    if progress.rows_per_second:
        parts.append(translate("data", "{n} rows/s").format(n=figures.figure(progress.rows_per_second)))
    if progress.per_second and progress.unit == "bytes":
        parts.append(translate("data", "{size}/s").format(size=figures.byte_count(progress.per_second)))
    if progress.seconds_left is not None:
        parts.append(time_left(progress.seconds_left))
    return " · ".join(parts)
