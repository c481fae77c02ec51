"""A drift report as one HTML file: nothing is loaded from elsewhere, light and dark follow the reader's system."""

import math
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from driftdesk.core.entities import ColumnDrift, DriftReport, Severity
from driftdesk.core.paths import resources_dir
from driftdesk.core.reports import figures
from driftdesk.core.reports.svg import overlay, spark

CARDS = 40
"""Drifted columns that get a card of their own."""
ROWS = 400
"""Columns in the table."""

_VERDICTS = {
    Severity.NONE: "No drift",
    Severity.WARNING: "Warning",
    Severity.CRITICAL: "Critical drift",
    Severity.INSUFFICIENT_DATA: "Too little data",
}
_WORDS = {
    Severity.NONE: "none",
    Severity.WARNING: "warning",
    Severity.CRITICAL: "critical",
    Severity.INSUFFICIENT_DATA: "too little data",
}
_METHODS = {
    "wasserstein_normed": "Wasserstein, normed",
    "ks": "Kolmogorov-Smirnov",
    "psi": "PSI",
    "jensen_shannon": "Jensen-Shannon",
    "chi_square": "Chi-square",
    "ngram": "n-grams",
    "length": "Length",
    "scripts": "Scripts",
    "missing": "Missing values",
    "not_judged": "not judged",
}


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
        return _WORDS[self.column.severity]

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


def render_html(report: DriftReport) -> str:
    """The report as a page under 1 MB, whatever the number of columns: the most drifted are shown, the others
    counted."""
    rows = [_Row(c, Markup(""), Markup(spark(c))) for c in report.columns[:ROWS]]
    cards = [_Row(c, Markup(overlay(c)), Markup("")) for c in report.drifted[:CARDS]]
    return (
        _environment()
        .get_template("drift_report.html.j2")
        .render(
            report=report,
            verdict=_VERDICTS[report.severity],
            summary=report.summary.removeprefix("Drifted: ").removeprefix("No drift: "),
            rows=rows,
            cards=cards,
            judged=sum(c.statistic is not None for c in report.columns),
            shown_rows=len(rows),
            shown_cards=len(cards),
        )
    )


def _method(name: str) -> str:
    return _METHODS.get(name, name)


def _environment() -> Environment:
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
        "method": _method,
    }
    return found
