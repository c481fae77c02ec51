"""What a profile says about a column, in figures and plain words."""

import numpy as np

from driftdesk.core.entities import ColumnSummary, Kind, QualityWarning, Role, ValueCount
from driftdesk.core.profiles.distribution import distribution
from driftdesk.core.profiles.numeric import NumericStats
from driftdesk.core.profiles.profile import ColumnProfile

TOP = 20
_ID_SHARE = 0.98
_ID_ROWS = 50
_FENCE = 3.0


def summarize(name: str, profile: ColumnProfile, role: Role = Role.FEATURE) -> ColumnSummary:
    """A profile as people read it; figures are None where there are no values."""
    stats = profile.text.lengths if profile.text is not None else profile.numeric
    scripts = dict(profile.text.scripts) if profile.text is not None else {}
    characters = max(sum(scripts.values()), 1)
    return ColumnSummary(
        name=name,
        kind=profile.kind,
        role=role,
        rows=profile.rows,
        missing=profile.missing,
        distinct=profile.distinct,
        distinct_is_exact=_counts_exactly(profile),
        **(_figures(stats) if stats is not None else {}),
        distribution=distribution(profile),
        top=_top(profile),
        scripts={script: round(n / characters, 6) for script, n in scripts.items()},
        warnings=_warnings(profile, role),
    )


def _counts_exactly(profile: ColumnProfile) -> bool:
    if profile.categories is not None:
        return profile.categories.is_exact
    return profile.numeric is not None and profile.numeric.order.is_exact


def _figures(stats: NumericStats) -> dict[str, float | None]:
    figures: dict[str, float | None] = {
        "infinite": stats.infinite,
        "zeros": stats.zeros,
        "outliers": _outliers(stats),
    }
    if stats.count:
        figures |= {
            "minimum": stats.minimum,
            "maximum": stats.maximum,
            "mean": _finite(stats.mean),
            "deviation": _finite(stats.deviation),
            "skew": stats.skew,
        }
    return figures


def _outliers(stats: NumericStats) -> int:
    """Tukey (1977): outside the outer fences; 0 where half of the values are the same: there is no spread then."""
    if not stats.count:
        return 0
    low, high = stats.order.quantiles(np.array([0.25, 0.75]))
    spread = high - low
    if not 0 < spread < float("inf"):
        return 0
    with np.errstate(over="ignore"):
        fences = np.array([high + _FENCE * spread, low - _FENCE * spread])
    above, below = stats.order.cdf_both(fences)
    return round(stats.count * float(1 - above[0] + below[1]))


def _finite(x: float) -> float | None:
    return x if np.isfinite(x) else None


def _top(profile: ColumnProfile) -> tuple[ValueCount, ...]:
    if profile.categories is not None:
        pairs = list(profile.categories.counts.items())
    elif profile.text is not None:
        pairs = list(profile.text.tokens.items())
    else:
        pairs = _top_numbers(profile)
    return tuple(ValueCount(value=value, rows=rows) for value, rows in pairs[:TOP])


def _top_numbers(profile: ColumnProfile) -> list[tuple[str, int]]:
    assert profile.numeric is not None
    order = profile.numeric.order
    if profile.kind is Kind.DATETIME or order.counts is None or not order.is_exact:
        return []
    largest = np.argsort(-order.counts, kind="stable")[:TOP]
    return [(f"{order.values[i]:.12g}", int(order.counts[i])) for i in largest]


def _warnings(profile: ColumnProfile, role: Role) -> tuple[QualityWarning, ...]:
    known = profile.rows - profile.missing
    share = profile.missing / max(profile.rows, 1)
    found: list[tuple[str, str]] = []
    if profile.rows and not known:
        found.append(("all_missing", "Every value is missing."))
    elif share > 0.5:
        found.append(("mostly_missing", f"{share:.0%} of the values are missing."))
    elif share > 0.05:
        found.append(("missing", f"{share:.0%} of the values are missing."))
    if known > 1 and profile.distinct == 1:
        found.append(("constant", "All values are the same: nothing can be learned from them."))
    elif known >= _ID_ROWS and _most_common(profile) > 0.995 * known:
        found.append(("nearly_constant", f"{_most_common(profile) / known:.1%} of the values are the same."))
    if role is Role.FEATURE and known >= _ID_ROWS and profile.distinct >= _ID_SHARE * known:
        if profile.kind is Kind.CATEGORICAL or _counts_up(profile):
            found.append(("id_like", "Nearly every row has its own value: it looks like an identifier."))
    elif profile.kind is Kind.CATEGORICAL and profile.distinct > 1_000:
        found.append(
            ("many_values", f"About {profile.distinct:,} different values: too many for categories.")
        )
    if (n := profile.numeric) is not None:
        if n.infinite:
            found.append(("infinite", f"{n.infinite:,} values are infinite; they count as missing."))
        if profile.kind is Kind.NUMERIC and n.skew is not None and abs(n.skew) > 10:
            side = "large" if n.skew > 0 else "small"
            found.append(("skewed", f"A few very {side} values outweigh the rest (skewness {n.skew:.0f})."))
    if (t := profile.text) is not None and t.lengths.zeros > 0.05 * max(known, 1):
        found.append(("empty_text", f"{t.lengths.zeros / known:.0%} of the texts are empty."))
    return tuple(QualityWarning(code=code, text=text) for code, text in found)


def _most_common(profile: ColumnProfile) -> int:
    if profile.categories is not None:
        return next(iter(profile.categories.counts.values()), 0)
    order = profile.numeric.order if profile.numeric is not None else None
    return int(order.counts.max()) if order is not None and order.counts is not None else 0


def _counts_up(profile: ColumnProfile) -> bool:
    """Whole numbers, all different, that fill their range: a running number."""
    n = profile.numeric
    if n is None or profile.kind is not Kind.NUMERIC or not n.count:
        return False
    whole = bool(np.array_equal(n.order.values, np.floor(n.order.values)))
    return whole and n.maximum - n.minimum < 2 * n.count
