"""A drift report as one HTML file: nothing is loaded from elsewhere, light and dark follow the reader's system."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from driftdesk.core.entities import ColumnDrift, DriftReport
from driftdesk.core.paths import resources_dir
from driftdesk.core.reports import figures, words
from driftdesk.core.reports.svg import overlay, spark

CARDS = 40
"""Drifted columns that get a card of their own."""
ROWS = 400
"""Columns in the table."""
CELL = 200
"""Characters of a name, a sentence or a cell: what is longer is cut."""


@dataclass(frozen=True)
class _Row:
    """A column as the template shows it."""

    column: ColumnDrift
    picture: Markup
    spark: Markup

    @property
    def judged(self) -> bool:
        return self.column.statistic is not None

    @property
    def word(self) -> str:
        return words.SEVERITIES[self.column.severity]

    @property
    def fill(self) -> float:
        """Length of the bar in percent: the critical threshold is at half."""
        column = self.column
        top = 2 * (column.critical_threshold or 2 * (column.threshold or 1.0))
        share = (column.statistic or 0.0) / top
        return 100 * min(max(share, 0.0), 1.0) if math.isfinite(share) else 100.0

    @property
    def warns_at(self) -> float:
        column = self.column
        if not column.threshold:
            return 25.0
        return 50 * column.threshold / (column.critical_threshold or 2 * column.threshold)


def render_html(report: DriftReport, rows: Sequence[Mapping[str, Any]] = ()) -> str:
    """The report as a page under 1 MB, whatever the number of columns: the most drifted are shown, the others
    counted. ``rows``: of the current side, as an appendix."""
    listed = [_Row(c, Markup(""), Markup(spark(c))) for c in report.columns[:ROWS]]
    cards = [_Row(c, Markup(overlay(c)), Markup("")) for c in report.drifted[:CARDS]]
    return (
        environment()
        .get_template("drift_report.html.j2")
        .render(
            report=report,
            verdict=words.VERDICTS[report.severity],
            summary=words.summary(report),
            facts=words.facts(report),
            rule=words.rule(report),
            rows=listed,
            cards=cards,
            examples=[{name: _shown(value) for name, value in row.items()} for row in rows],
            shown_rows=len(listed),
            shown_cards=len(cards),
        )
    )


def _shown(value: Any) -> str:
    """A cell of an example row, cut where it is long."""
    text = figures.number(value) if isinstance(value, float) else "" if value is None else str(value)
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(resources_dir() / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "number": figures.number,
        "p_value": figures.p_value,
        "seconds": figures.seconds,
        "method": words.method_title,
        "severity": words.SEVERITIES.__getitem__,
        "moved_in": words.moved_in,
        "cut": _cut,
    }
    return found
