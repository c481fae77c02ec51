"""What both pages of a report, HTML and PDF, say in words."""

from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.together.params import TOGETHER
from driftdesk.core.entities import DriftReport, Segment, Severity
from driftdesk.core.reports import figures

VERDICTS = {
    Severity.NONE: "No drift",
    Severity.WARNING: "Warning",
    Severity.CRITICAL: "Critical drift",
    Severity.INSUFFICIENT_DATA: "Too little data",
}
SEVERITIES = {
    Severity.NONE: "none",
    Severity.WARNING: "warning",
    Severity.CRITICAL: "critical",
    Severity.INSUFFICIENT_DATA: "too little data",
}
_NEEDED = {
    "effect": "its effect alone, without evidence that it is not noise of sampling",
    "p_value": "its p-value alone, however small the effect",
    "by_method": "what its method is published with: an effect, or a p-value",
}
_SETTLED = {"not_judged": "not judged", "schema": "schema", "too_few_values": "too few values"}


def method_title(name: str) -> str:
    """Of a method on one column or on many."""
    found = METHODS.get(name) or TOGETHER.get(name)
    return found.title if found is not None else _SETTLED.get(name, name.replace("_", " "))


def summary(report: DriftReport) -> str:
    """The verdict's sentence without its first word, which stands above it."""
    return report.summary.removeprefix("Drifted: ").removeprefix("No drift: ")


def facts(report: DriftReport) -> dict[str, str]:
    """The figures at the head."""
    judged = sum(c.statistic is not None for c in report.columns)
    found = {"Drifted columns": f"{len(report.drifted)} of {judged}"} if report.columns else {}
    if report.score is not None:
        found["Overall score"] = figures.number(report.score)
    if report.expected:
        found["Expected drift"] = str(len(report.expected))
    found["Detected by"] = "Built-in engine" if report.service == "built-in" else report.service
    if report.fallback is not None:
        found["Stands in for"] = f"{report.fallback.service}, which failed: {report.fallback.why}"
    if report.preset:
        found["Preset"] = report.preset
    sources = {"profiles": "stored profiles", "rows": "all rows", "service": "a service's answer"}
    found["Computed from"] = sources[report.computed_from]
    found["Took"] = figures.seconds(report.seconds)
    found["Made"] = f"{report.created_at:%Y-%m-%d %H:%M} UTC"
    return {**found, "By": report.created_by} if report.created_by else found


def moved_in(segment: Segment) -> str:
    """What a segment's figures say: ``4 % → 19 % of the rows``."""
    if segment.inside is None or segment.outside is None:
        return f"{figures.percent(segment.reference_share)} → {figures.percent(segment.current_share)} of the rows"
    inside, outside = figures.number(segment.inside), figures.number(segment.outside)
    return f"{segment.column} moved by {inside} here, by {outside} elsewhere"


def rule(report: DriftReport) -> str:
    """How it was decided, in a sentence or two."""
    if not report.columns:
        return ""
    needed = _NEEDED.get(str(report.params.get("decision", "both")))
    if needed is not None:
        return f"A column drifted by {needed} (preset {report.preset or 'of its own'})."
    return (
        "A column drifted when the effect reaches its threshold and is not noise of sampling: its p-value, corrected "
        f"for the number of columns ({report.correction}), is at most {figures.number(report.alpha)}. With fewer than "
        f"{report.min_rows} rows on a side nothing is decided."
    )
