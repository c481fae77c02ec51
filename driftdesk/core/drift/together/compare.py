"""Many columns of two sides, and their vectors, by every method that was asked for: findings without verdicts."""

from collections.abc import Callable, Iterator, Sequence

from driftdesk.core.context import Context
from driftdesk.core.drift.together.finding import NOTHING, Finding
from driftdesk.core.drift.together.matrix import Both
from driftdesk.core.drift.together.params import TOGETHER, TogetherMethod, TogetherParams
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.together.vectors import find_vectors
from driftdesk.core.entities import JointDrift, Severity

CELLS = 1 << 26
"""Values of both sides together at most: of more columns fewer rows are drawn."""
MOST_NAMES = 1_000


def together(
    reference: Rows,
    current: Rows,
    params: TogetherParams,
    *,
    alpha: float = 0.05,
    min_rows: int = 50,
    context: Context | None = None,
) -> list[JointDrift]:
    """What each method finds between two sides with the same columns: for all columns that are in no vector, and for each
    vector. The verdicts (``severity``, ``p_adjusted``) are not made yet: they need the other tests of the analysis. With
    fewer rows than ``min_rows`` on a side, ``insufficient_data``."""
    context = context or Context()
    vectors = find_vectors(reference.names, reference.kinds, params.vectors)
    parts = {place for places in vectors.values() for place in places}
    others = [at for at in range(len(reference.names)) if at not in parts]
    if params.columns:
        others = [at for at in others if reference.names[at] in params.columns]
    asked: list[tuple[str, Sequence[int], tuple[TogetherMethod, ...]]] = []
    asked.append(("", others, params.chosen(len(others))))
    asked += [(name, places, params.vector_methods) for name, places in vectors.items()]
    found: list[JointDrift] = []
    for name, places, methods in asked:
        if methods:
            left, right = reference.only(places), current.only(places)
            found += _compared(
                name, left, right, methods, params, alpha=alpha, min_rows=min_rows, context=context
            )
    return found


def _compared(
    name: str,
    reference: Rows,
    current: Rows,
    methods: Sequence[TogetherMethod],
    params: TogetherParams,
    *,
    alpha: float,
    min_rows: int,
    context: Context,
) -> Iterator[JointDrift]:
    columns = () if name else reference.names[:MOST_NAMES]
    most = max(50, min(params.rows_at_most, CELLS // (2 * len(reference.names))))
    left, right = reference.at_most(most, params.seed), current.at_most(most, params.seed + 1)
    rows = {"rows_reference": left.size, "rows_current": right.size}
    both: Both | None = None
    for method in methods:
        warning, critical = params.of(method)
        shared = {"method": method, "name": name, "columns": columns, **rows}
        shared |= {"threshold": warning, "critical_threshold": critical}
        if min(left.size, right.size) < max(min_rows, 2):
            yield JointDrift(severity=Severity.INSUFFICIENT_DATA, **shared)
            continue
        if method == "correlation":
            finding = _correlation(left, right, params, alpha, context)
        elif method == "classifier":
            finding = _classifier(left, right, params, context)
        else:
            if both is None:
                from driftdesk.core.drift.together.matrix import encode

                both = encode(left, right)
            finding = _by_matrix(method)(both, params, context) if both.columns else NOTHING
        drawn = left.size < reference.total or right.size < current.total
        yield JointDrift(
            severity=Severity.NONE,
            statistic=TOGETHER[method].nothing if finding is NOTHING else finding.effect,
            p_value=finding.p,
            sampled=finding.sampled or drawn,
            figures=dict(finding.figures),
            moved=finding.moved,
            importances=dict(finding.responsible),
            **shared,
        )
        context.check()


def _correlation(left: Rows, right: Rows, params: TogetherParams, alpha: float, context: Context) -> Finding:
    from driftdesk.core.drift.together.correlation import correlation_change

    return correlation_change(left, right, params, alpha, context)


def _classifier(left: Rows, right: Rows, params: TogetherParams, context: Context) -> Finding:
    from driftdesk.core.drift.together.classifier import domain_classifier

    return domain_classifier(left, right, params, context)


def _by_matrix(method: TogetherMethod) -> Callable[[Both, TogetherParams, Context], Finding]:
    from driftdesk.core.drift.together.distances import (
        centroid_shift,
        energy_distance,
        maximum_mean_discrepancy,
    )
    from driftdesk.core.drift.together.reconstruction import reconstruction_error

    return {
        "mmd": maximum_mean_discrepancy,
        "energy": energy_distance,
        "centroid": centroid_shift,
        "pca": reconstruction_error,
    }[method]
