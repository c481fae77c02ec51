"""How delimited text is laid out: delimiter, quotes, comments, what stands before the table, header, numbers."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from driftdesk.core.errors import ParameterError
from driftdesk.core.ingest import notation
from driftdesk.core.ingest.notation import PLAIN, Notation, find_notation
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.records import Dialect

_DELIMITERS = (",", "\t", ";", "|", ":")
_LINES = 200
_MOST_BEFORE = 50
"""Lines before the table that are told from it."""
_NUMBERLIKE = re.compile(
    r"[+-]?(\d[\d.,'\u00a0\u202f ]*|[.,]\d+)([eE][+-]?\d+)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?"
)


@dataclass(frozen=True)
class Layout:
    """How a file of text is laid out as a table."""

    dialect: Dialect
    header: bool
    notation: Notation = PLAIN


def find_layout(text: str, suffix: str, options: ImportOptions, *, complete: bool) -> Layout:
    """From the first part of a file as text; ``complete``: there is no more of it. Raises ParameterError where an
    option cannot be."""
    notation.given(options.decimal, options.thousands)
    csv.field_size_limit(1 << 30)
    lines = _lines(text, complete)
    given = Dialect(
        delimiter=_sign(options.delimiter, "delimiter") or ",",
        quote=_sign(options.quote, "quote") if options.quote is not None else _quote(lines),
        comment=_sign(options.comment, "comment") or "",
        skip_rows=options.skip_rows or 0,
    )
    lines = lines[given.skip_rows :]
    if options.quote is None and given.quote:
        given = replace(given, escape=_escape(lines, given.quote))
    if options.comment is None and any(line.startswith("#") for line in lines):
        given = replace(given, comment="#")
    table = [line for line in lines if not _is_comment(line, given)] or lines
    if options.delimiter is None:
        given = replace(given, delimiter=_delimiter(table, given, suffix))
    if options.comment is None and given.comment and not _are_comments(lines, given):
        given, table = replace(given, comment=""), lines
    if options.skip_rows is None:
        before = _lines_before(lines, given)
        given = replace(given, skip_rows=before)
        lines = lines[before:]
        table = [line for line in lines if not _is_comment(line, given)] or lines
    rows = [row for row in given.rows(table) if row]
    header = options.header if options.header is not None else not rows or has_header(rows)
    return Layout(given, header, _notation(rows[1:] if header else rows, given, options))


def _notation(rows: Sequence[Sequence[str]], dialect: Dialect, options: ImportOptions) -> Notation:
    found = (
        find_notation(rows, dialect.delimiter)
        if options.decimal is None or options.thousands is None
        else PLAIN
    )
    decimal = options.decimal or found.decimal
    thousands = found.thousands if options.thousands is None else options.thousands
    return Notation(decimal, "" if thousands == decimal else thousands)


def _sign(given: str | None, what: str) -> str:
    """One character of an option, or nothing. Raises ParameterError."""
    if given is None or given in ("", "none"):
        if given is not None and what == "delimiter":
            raise _impossible(given, what)
        return ""
    sign = {"\\t": "\t", "tab": "\t"}.get(given, given)
    ordinary = {"delimiter": '"\n\r\0', "quote": "\n\r\0\\", "comment": '\n\r\0"'}[what]
    if len(sign) != 1 or not sign.isascii() or sign in ordinary or sign.isalnum():
        raise _impossible(given, what)
    return sign


def _impossible(given: str, what: str) -> ParameterError:
    hints = {
        "delimiter": "Give --delimiter one character, such as a comma or a semicolon, or tab.",
        "quote": "Give --quote one character, such as \" or ', or none.",
        "comment": "Give --comment one character, such as #, or none.",
    }
    return ParameterError(f"{given!r} cannot be a {what}.", hints[what])


def _lines(text: str, complete: bool) -> list[str]:
    """The first lines that surely are whole."""
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")).readlines()
    if len(lines) > 1 and not complete:
        lines = lines[:-1]
    return lines[:_LINES]


def _quote(lines: Sequence[str]) -> str:
    """``'`` where values are framed by it and none by ``"``."""
    text = "".join(lines)
    framed = {
        q: len(re.findall(rf"(?:^|[,;\t|:]){q}[^{q}\n]*{q}(?=$|[,;\t|:])", text, re.MULTILINE)) for q in "\"'"
    }
    return "'" if framed["'"] > 2 and not framed['"'] else '"'


def _escape(lines: Sequence[str], quote: str) -> str:
    r"""A backslash where quotes inside of quoted values are written ``\"`` rather than ``""``."""
    text = "".join(lines)
    escaped = len(re.findall(rf"\\{quote}(?![,;\t|:\n]|$)", text))
    doubled = len(re.findall(rf"[^{quote},;\t|:\n]{quote}{quote}", text))
    return "\\" if escaped > doubled else ""


def _are_comments(lines: Sequence[str], dialect: Dialect) -> bool:
    """Lines that begin with ``#`` are comments unless one is as wide as the table: a row, or its header
    (``#chrom,start,end``). In a table of one column they are where they all stand before it."""
    records = _records(lines, dialect)
    marked = [r for r in records if _is_comment(lines[r.line], dialect)]
    widths = Counter(r.width for r in records if r not in marked)
    if not widths:
        return False
    width = widths.most_common(1)[0][0]
    if width == 1:
        return records[: len(marked)] == marked
    return all(r.width != width for r in marked)


class _Record(NamedTuple):
    """Where it begins, and how many values it has."""

    line: int
    width: int


def _records(lines: Sequence[str], dialect: Dialect) -> list[_Record]:
    """Of these lines; comments are one each, whatever quotes they hold."""
    found: list[_Record] = []
    at = 0
    while at < len(lines):
        is_comment = _is_comment(lines[at], dialect)
        reader = dialect.rows(lines[at : at + 1] if is_comment else iter(lines[at:]))
        row = next(reader, [])
        if row:
            found.append(_Record(at, len(row)))
        at += max(1, int(getattr(reader, "line_num", 1)))
    return found


def _delimiter(lines: Sequence[str], dialect: Dialect, suffix: str) -> str:
    """The candidate that splits most rows into the same number of parts, and into the most parts, the
    first one too. A colon is one only where nothing else is: it stands in times."""
    best, best_score = "\t" if suffix == ".tsv" else ",", (0.0, False, 0)
    for candidate in _DELIMITERS:
        if candidate == ":" and best_score[0] > 0.5:
            break
        found = [len(row) for row in replace(dialect, delimiter=candidate).rows(lines) if row]
        widths = Counter(found)
        width, times = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        score = (round(times / max(1, widths.total()), 1), found[:1] == [width], width)
        if candidate == ":" and (score[0] < 1.0 or any("://" in line for line in lines)):
            continue
        if width > 1 and score > best_score:
            best, best_score = candidate, score
    return best


def _is_comment(line: str, dialect: Dialect) -> bool:
    return bool(dialect.comment) and line.startswith(dialect.comment)


def _lines_before(lines: Sequence[str], dialect: Dialect) -> int:
    """How many lines at the start are no part of the table: titles, dates, notes, narrower than its rows."""
    records = [r for r in _records(lines, dialect) if not _is_comment(lines[r.line], dialect)]
    widths = Counter(width for _, width in records)
    if not widths:
        return 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1 or times < 2 or times < len(records) / 2:
        return 0
    for number, (line, found) in enumerate(records[:_MOST_BEFORE]):
        if found == width or found > width or (found == width - 1 and width > 2):
            return line if number else 0
    return 0


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """A header is assumed unless its cells look like the numbers and dates under them."""
    votes = 0
    first, below = rows[0], [row for row in rows[1:50] if len(row) == len(rows[0])]
    for at, cell in enumerate(first):
        values = [row[at].strip() for row in below if row[at].strip()]
        numbers = sum(bool(_NUMBERLIKE.fullmatch(v)) for v in values)
        if values and numbers >= 0.8 * len(values):
            votes += -1 if _NUMBERLIKE.fullmatch(cell.strip()) else 1
    return votes >= 0
