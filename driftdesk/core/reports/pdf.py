"""A drift report as PDF, for printing and filing: what the HTML page says, on A4.

Latin letters are Helvetica, all others the Korean face HYGothic that every reader of PDF brings along: nothing is
embedded, so a report stays small.
"""

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from driftdesk.core.entities import ColumnDrift, Distribution, DriftReport, Kind, Severity
from driftdesk.core.reports import figures, words
from driftdesk.core.reports.figures import nice_ticks

COLUMNS = 200
CARDS = 20
CELL = 200
"""Characters of a text that are shown."""
_KOREAN = "HYGothic-Medium"
_WIDTH = A4[0] - 36 * mm - 12  # less the padding of the page's frame
_TEXT, _MUTED, _LINE = HexColor("#1a212c"), HexColor("#5a6473"), HexColor("#e1e4ea")
_REFERENCE, _CURRENT = HexColor("#8a93a1"), HexColor("#2f5bd0")
_COLOURS = {
    Severity.NONE: HexColor("#0b7261"),
    Severity.WARNING: HexColor("#9a5700"),
    Severity.CRITICAL: HexColor("#b91c46"),
    Severity.INSUFFICIENT_DATA: _MUTED,
}
_BEYOND_LATIN = re.compile(r"[^\x00-\u017f\u2010-\u2027]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def _style(size: float, **fields: Any) -> ParagraphStyle:
    return ParagraphStyle(
        "", fontName="Helvetica", fontSize=size, leading=1.35 * size, **{"textColor": _TEXT, **fields}
    )


_TITLE, _HEAD, _SUBHEAD = _style(18), _style(12, spaceBefore=14, spaceAfter=5), _style(10)
_BODY, _SMALL = _style(9), _style(7.5, textColor=_MUTED)
_RIGHT = _style(8, alignment=TA_RIGHT)
_CELL = _style(8)
_HEADS = (_SMALL, _style(7.5, textColor=_MUTED, alignment=TA_RIGHT))


def render_pdf(report: DriftReport, rows: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The report as PDF: the most drifted columns, the others counted. ``rows``: of the current side, as an appendix."""
    if _KOREAN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_KOREAN))
    content = io.BytesIO()
    page = SimpleDocTemplate(
        content,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        title=f"{report.dataset_name}: {words.VERDICTS[report.severity].lower()}",
        author=report.created_by,
        creator="DriftDesk",
        lang="en",
    )
    story = [
        *_head(report),
        *_table_of_columns(report),
        *_cards(report),
        *_together(report),
        *_segments(report),
        *_rows(rows),
    ]
    story += [Spacer(1, 10), _text(words.rule(report), _SMALL), _text(_foot(report, rows), _SMALL)]
    page.build(story, onFirstPage=_number, onLaterPages=_number)
    return content.getvalue()


def _foot(report: DriftReport, rows: Sequence[Mapping[str, Any]]) -> str:
    held = (
        f"bins, statistics and {len(rows)} rows that were asked for"
        if rows
        else "bins and statistics, no rows"
    )
    return f"Report {report.id}. Written by DriftDesk; it holds {held}."


def _number(canvas: Any, page: Any) -> None:
    canvas.setFont("Helvetica", 7.5)
    canvas.setFillColor(_MUTED)
    canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, str(page.page))


def _text(
    text: str, style: ParagraphStyle = _BODY, *, bold: bool = False, colour: Color | None = None
) -> Paragraph:
    """Any text, with a face for every script; long ones cut."""
    shown = text if len(text) <= CELL * 5 else text[: CELL * 5 - 1] + "…"
    marked = _marked(shown)
    if bold:
        marked = f"<b>{marked}</b>"
    return Paragraph(f'<font color="{colour.hexval()}">{marked}</font>' if colour else marked, style)


def _marked(text: str) -> str:
    safe = escape(_CONTROLS.sub(" ", text))
    return _BEYOND_LATIN.sub(lambda found: f'<font name="{_KOREAN}">{found.group()}</font>', safe)


def _cut(text: str, most: int = CELL) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 + 1 :]}"


def _head(report: DriftReport) -> list[Flowable]:
    reference, current = report.reference, report.current
    sides = f"Reference {reference.label}, {reference.rows:,} rows · Current {current.label}, {current.rows:,} rows"
    colour = _COLOURS[report.severity]
    verdict = Table(
        [
            [
                [
                    _text(words.VERDICTS[report.severity], _HEAD_IN, bold=True, colour=colour),
                    _text(words.summary(report)),
                ]
            ]
        ],
        colWidths=[_WIDTH],
        style=[
            ("LINEBEFORE", (0, 0), (0, -1), 3, colour),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("BACKGROUND", (0, 0), (-1, -1), HexColor("#f4f5f7")),
        ],
    )
    pairs = list(words.facts(report).items())
    each = [[_text(name, _SMALL), _text(value, _BODY, bold=True)] for name, value in pairs]
    lines = [[*each[i : i + 4], *[""] * (4 - len(each[i : i + 4]))] for i in range(0, len(each), 4)]
    facts = Table(
        lines,
        colWidths=[_WIDTH / 4] * 4,
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )
    changes: list[Flowable] = [_text(f"• {change}") for change in report.schema_changes[:CELL]]
    if changes:
        changes.insert(0, _text("Changes of the schema", _HEAD, bold=True))
    return [
        _text(_cut(report.dataset_name), _TITLE, bold=True),
        _text(sides, _style(9, textColor=_MUTED)),
        Spacer(1, 10),
        verdict,
        Spacer(1, 10),
        facts,
        *changes,
    ]


_HEAD_IN = _style(11)


def _grid(heads: Sequence[str], lines: Sequence[Sequence[Any]], widths: Sequence[float], right: int) -> Table:
    """A table whose last ``right`` columns are numbers."""
    first = len(heads) - right
    top = [_text(head, _HEADS[at >= first]) for at, head in enumerate(heads)]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ]
    return Table([top, *lines], colWidths=[w * _WIDTH for w in widths], repeatRows=1, style=style)


def _table_of_columns(report: DriftReport) -> list[Flowable]:
    if not report.columns:
        return []
    lines = []
    for c in report.columns[:COLUMNS]:
        word = (
            f"{words.SEVERITIES[c.severity]}, expected"
            if c.expected is not None
            else words.SEVERITIES[c.severity]
        )
        judged = c.statistic is not None
        p = c.p_adjusted if c.p_adjusted is not None else c.p_value
        lines.append(
            [
                [
                    _text(_cut(c.name, 60), _CELL, bold=True),
                    _text(f"{c.kind} · {words.method_title(c.method)}", _SMALL),
                ],
                _text(
                    word if judged or c.severity.rank else "not judged", _CELL, colour=_COLOURS[c.severity]
                ),
                _picture(c, 80, 18, axis=False) or "",
                *(
                    _text(shown, _RIGHT)
                    for shown in (
                        figures.number(c.statistic),
                        figures.number(c.threshold),
                        figures.p_value(p),
                    )
                ),
            ]
        )
    more = len(report.columns) - len(lines)
    note = [_text(f"{more:,} columns that drifted less are not listed.", _SMALL)] if more else []
    heads = ["Column", "Verdict", "", "Statistic", "Warns at", "p, corrected"]
    grid = _grid(heads, lines, (0.32, 0.18, 0.17, 0.11, 0.1, 0.12), 3)
    return [_text("Columns, most drifted first", _HEAD, bold=True), grid, *note]


def _cards(report: DriftReport) -> list[Flowable]:
    shown = report.drifted[:CARDS]
    story: list[Flowable] = [_text("What drifted", _HEAD, bold=True)] if shown else []
    for column in shown:
        picture = _picture(column, 0.5 * _WIDTH, 90, axis=True)
        said = [_text(f"• {_cut(line)}", _CELL) for line in column.moved[:12]]
        results = [
            [
                _text(words.method_title(r.method), _CELL, bold=r.method == column.method),
                *(_text(f, _RIGHT) for f in (figures.number(r.statistic), figures.p_value(r.p_value))),
            ]
            for r in column.results[:16]
        ]
        inside = Table(
            [[picture or _text("No distribution is stored.", _SMALL), said or ""]],
            colWidths=[0.52 * _WIDTH, 0.48 * _WIDTH],
            style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
        )
        head = _text(
            f"{_cut(column.name, 80)}: {words.SEVERITIES[column.severity]}",
            _SUBHEAD,
            bold=True,
            colour=_COLOURS[column.severity],
        )
        methods = [_grid(["Method", "Statistic", "p"], results, (0.5, 0.25, 0.25), 2)] if results else []
        story.append(KeepTogether([head, Spacer(1, 3), inside, *methods, Spacer(1, 12)]))
    return story


def _together(report: DriftReport) -> list[Flowable]:
    lines = [
        [
            [
                _text(words.method_title(j.method), _CELL, bold=True),
                _text(_cut(j.name or "all columns"), _SMALL),
            ],
            _text(words.SEVERITIES[j.severity], _CELL, colour=_COLOURS[j.severity]),
            [_text(_cut(line), _SMALL) for line in j.moved[:4]] or "",
            *(
                _text(shown, _RIGHT)
                for shown in (
                    figures.number(j.statistic),
                    figures.p_value(j.p_adjusted if j.p_adjusted is not None else j.p_value),
                )
            ),
        ]
        for j in report.together
    ]
    if not lines:
        return []
    grid = _grid(
        ["Method", "Verdict", "What moved", "Statistic", "p, corrected"],
        lines,
        (0.24, 0.14, 0.38, 0.12, 0.12),
        2,
    )
    return [_text("Columns together", _HEAD, bold=True), grid]


def _segments(report: DriftReport) -> list[Flowable]:
    if report.explanation is None or not report.explanation.segments:
        return []
    lines = [
        [
            _text(_cut(s.rule), _CELL),
            _text(words.moved_in(s), _CELL),
            _text(figures.p_value(s.p_value), _RIGHT),
        ]
        for s in report.explanation.segments
    ]
    return [
        _text("Where it concentrates", _HEAD, bold=True),
        _grid(["Rows", "", "p"], lines, (0.5, 0.38, 0.12), 1),
    ]


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[Flowable]:
    if not rows:
        return []
    story: list[Flowable] = [_text("Rows that are typical of the new data", _HEAD, bold=True)]
    for row in rows:
        said = ", ".join(f"{name}: {_cut(str(value), 60)}" for name, value in list(row.items())[:CELL])
        story.append(_text(said, _CELL))
        story.append(Spacer(1, 4))
    return story


# Pictures ---------------------------------------------------------------------------------------------------------


def _picture(column: ColumnDrift, width: float, height: float, *, axis: bool) -> Drawing | None:
    a, b = column.reference, column.current
    if (
        a is None
        or b is None
        or not a.counts
        or len(a.counts) != len(b.counts)
        or not sum(a.counts) + sum(b.counts)
    ):
        return None
    drawing = Drawing(width, height)
    bottom = 14 if axis else 0
    if a.edges is None:
        _draw_bars(drawing, a, b, bottom, labels=axis)
    else:
        _draw_steps(drawing, a, b, bottom)
        if axis:
            _draw_axis(drawing, a.edges, bottom, is_time=column.kind is Kind.DATETIME)
    return drawing


def _shares(side: Distribution) -> list[float]:
    total = sum(side.counts)
    return [c / total if total else 0.0 for c in side.counts]


def _draw_steps(drawing: Drawing, a: Distribution, b: Distribution, bottom: float) -> None:
    edges = figures.along(a.edges or ())
    widths = [(right - left) or 1 / 1000 for left, right in pairwise(edges)]
    sides = [[share / w for share, w in zip(_shares(side), widths, strict=True)] for side in (a, b)]
    highest = max(max(side) for side in sides) or 1.0
    xs = [edge * drawing.width for edge in edges]
    for side, is_reference in zip(sides, (True, False), strict=True):
        points = [xs[0], bottom]
        for i, height in enumerate(side):
            y = bottom + height / highest * (drawing.height - bottom - 2)
            points += [xs[i], y, xs[i + 1], y]
        points += [xs[-1], bottom]
        if is_reference:
            drawing.add(Polygon(points, fillColor=_REFERENCE, fillOpacity=0.45, strokeColor=None))
        else:
            drawing.add(PolyLine(points, strokeColor=_CURRENT, strokeWidth=1))


def _draw_axis(drawing: Drawing, edges: Sequence[float], bottom: float, *, is_time: bool) -> None:
    low, high = edges[0], edges[-1]
    values, step = nice_ticks(low, high, about=4)
    drawing.add(Line(0, bottom, drawing.width, bottom, strokeColor=_LINE, strokeWidth=0.5))
    for value in values:
        x = (value - low) / ((high - low) or 1) * drawing.width
        label = figures.tick(value, step, max(abs(low), abs(high)), is_time=is_time)
        anchor = "start" if x < 12 else "end" if x > drawing.width - 12 else "middle"
        drawing.add(
            String(x, 3, label, fontName="Helvetica", fontSize=6.5, fillColor=_MUTED, textAnchor=anchor)
        )


def _draw_bars(drawing: Drawing, a: Distribution, b: Distribution, bottom: float, *, labels: bool) -> None:
    pairs = list(zip(a.labels or (), _shares(a), _shares(b), strict=False))
    pairs = sorted(pairs, key=lambda pair: -max(pair[1], pair[2]))[: 8 if labels else 20]
    slot = drawing.width / max(len(pairs), 1)
    highest = max((max(x, y) for _, x, y in pairs), default=1.0) or 1.0
    for i, (label, before, after) in enumerate(pairs):
        for j, (share, colour) in enumerate(((before, _REFERENCE), (after, _CURRENT))):
            height = share / highest * (drawing.height - bottom - 2)
            x = i * slot + slot * (0.14 + 0.37 * j)
            drawing.add(Rect(x, bottom, 0.35 * slot, max(height, 0.5), fillColor=colour, strokeColor=None))
        if labels:
            face = _KOREAN if _BEYOND_LATIN.search(label) else "Helvetica"
            shown = _cut(_CONTROLS.sub(" ", label), max(4, int(slot / 4)))
            middle = (i + 0.5) * slot
            drawing.add(
                String(middle, 3, shown, fontName=face, fontSize=6.5, fillColor=_MUTED, textAnchor="middle")
            )
