"""A report as a file, in the format that its name says."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from driftdesk.core.entities import DriftReport
from driftdesk.core.errors import FileError
from driftdesk.core.whole_file import whole_file

Rows = Sequence[Mapping[str, Any]]
"""Rows of the current side that somebody asked to have in the file."""


def _html(report: DriftReport, rows: Rows) -> bytes:
    from driftdesk.core.reports.html import render_html

    return render_html(report, rows).encode()


def _json(report: DriftReport, rows: Rows) -> bytes:
    from driftdesk.core.reports.document import to_json

    if rows:
        raise FileError(
            "A report as JSON never holds rows.", "Write it as HTML or PDF, or leave the rows out."
        )
    return to_json(report).encode()


def _pdf(report: DriftReport, rows: Rows) -> bytes:
    from driftdesk.core.reports.pdf import render_pdf

    return render_pdf(report, rows)


FORMATS: Mapping[str, Callable[[DriftReport, Rows], bytes]] = {"html": _html, "json": _json, "pdf": _pdf}
"""By suffix."""


def check_format(path: Path) -> str:
    """The format of a file that a report shall be written to. Raises FileError."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise FileError(
            f"{path.name} says no format for a report.",
            f"Let its name end in {', '.join('.' + f for f in FORMATS)}.",
        )
    return suffix


def write_report(report: DriftReport, path: Path, rows: Rows = ()) -> None:
    """Write ``report`` to ``path``, whole or not at all; without rows of the data unless they are given. Raises
    FileError."""
    content = FORMATS[check_format(path)](report, rows)
    with whole_file(path) as partial:
        partial.write_bytes(content)
