"""Statistics as the commands show them: of columns, and of pairs of columns."""

from rich.console import Group, RenderableType

from driftdesk.cli.command import Answer, Result
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import ColumnSummary, VersionPairs, VersionProfile

_SHOWN = ("name", "kind", "role", "missing", "distinct", "minimum", "mean", "maximum")
_QUANTILES = (1, 5, 25, 50, 75, 95, 99)
_STRONGEST = 30


def present_columns(result: Result, profile: VersionProfile, title: str, only: str | None) -> Answer:
    """All columns in a table, or all figures of one."""
    columns = [c for c in profile.columns if only in (None, c.name)]
    value = {**result, "columns": [c.model_dump(mode="json") for c in columns]}
    if only:
        return Answer(
            value, Group(facts(_figures(columns[0])), *(f"! {w.text}" for w in columns[0].warnings))
        )
    heads = ["column", "kind", "role", *(f"{key}>" for key in _SHOWN[3:])]
    return Answer(value, table(heads, [[getattr(c, k) for k in _SHOWN] for c in columns], title))


def _figures(column: ColumnSummary) -> dict[str, object]:
    figures: dict[str, object] = column.model_dump(
        mode="json", exclude={"distribution", "warnings", "top", "scripts"}
    )
    if column.distribution.quantiles:
        figures |= {f"{p} % quantile": column.distribution.quantiles[p] for p in _QUANTILES}
    if column.top:
        figures["most frequent"] = ", ".join(f"{t.value} ({t.rows})" for t in column.top[:10])
    if column.scripts:
        figures["scripts"] = ", ".join(f"{script} {share:.0%}" for script, share in column.scripts.items())
    return figures


def present_pairs(before: Answer, found: VersionPairs, only: str | None) -> Answer:
    """The strongest pairs (of one column, all) below what ``before`` says."""
    ranked = sorted((p for p in found.pairs if only in (None, p.first, p.second)), key=lambda p: -p.strength)
    shown = ranked if only else ranked[:_STRONGEST]
    rows = [(p.first, p.second, p.method, p.value, p.rank, p.missing_together, p.rows) for p in shown]
    heads = ["column", "with", "measure", "value>", "rank>", "missing together>", "rows>"]
    looked_at = "all rows" if found.is_exact else f"a sample of {found.sampled} of {found.rows} rows"
    parts: list[RenderableType] = [
        before.show or "",
        table(heads, rows, f"Pairs of columns, from {looked_at}"),
    ]
    value = {
        **before.value,
        "sampled": found.sampled,
        "pairs": [p.model_dump(mode="json") for p in ranked],
        "warnings": [w.model_dump(mode="json") for w in found.warnings],
    }
    return Answer(value, Group(*parts, *(f"! {w.text}" for w in found.warnings)))
