"""Compare many columns: on threads, in bounded memory, each result as soon as it is there.

From profiles first; where their error could turn a verdict, the rows of that column are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.drift.compare import Comparison, compare
from driftdesk.core.drift.learning import learned_thresholds
from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.together.compare import together
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.verdict import decide, decide_alone, ranked
from driftdesk.core.drift.views import View, view_of_profile, view_of_rows
from driftdesk.core.entities import ColumnDrift, JointDrift, Kind, Role, Schema
from driftdesk.core.profiles.profile import ColumnProfile

NOT_JUDGED = (Role.ID, Role.TIMESTAMP, Role.WEIGHT, Role.IGNORED)
"""These always move, or say nothing about the data: they are shown and never called drifted."""


@dataclass(frozen=True)
class Source:
    """Where one side of a column comes from: its profile, its rows, or both."""

    profile: ColumnProfile | None = None
    read: Callable[[], pa.ChunkedArray] | None = None

    def view(self, kind: Kind, *, exact: bool, documents: bool = False) -> View:
        """Rows are read only where the profile (if any) does not hold the same figures, or ``documents`` are wanted."""
        if self.profile is not None:
            view = view_of_profile(self.profile)
            if not exact or (view.is_exact and not documents) or self.read is None:
                return view
        assert self.read is not None
        return view_of_rows(self.read(), kind)


@dataclass(frozen=True)
class Pair:
    """One column on both sides."""

    name: str
    kind: Kind
    reference: Source
    current: Source
    judged: bool = True


def analyse(
    pairs: Sequence[Pair],
    params: DriftParams,
    *,
    exact: bool = False,
    settled: Sequence[Comparison] = (),
    others: Callable[[], Sequence[float]] | None = None,
    context: Context | None = None,
) -> list[ColumnDrift]:
    """The verdicts on ``pairs`` and on what is ``settled`` without a comparison. ``others`` gives the p-values of further
    tests of this analysis; it is called when the columns have been announced.

    Each column is announced to ``context`` when it is compared, with a verdict that can only become graver, and again
    when the verdict on all of them changes it.
    """
    context = context or Context()
    announced: dict[str, ColumnDrift] = {}
    tests = 2 * sum(pair.judged for pair in pairs)
    comparisons: list[Comparison] = []

    def take(comparison: Comparison) -> None:
        comparisons.append(comparison)
        first = decide_alone(comparison, tests, params)
        announced[comparison.name] = first
        context.column(first)

    for comparison in settled:
        take(comparison)
    for comparison in ordered_map(lambda pair: _compare(pair, params, exact), pairs):
        take(comparison)
        context.progress(len(comparisons) - len(settled), len(pairs), "comparing")
        context.check()
    more = others() if others else ()
    columns = decide(comparisons, params, more)
    if not exact:
        columns = _read_undecided(pairs, params, comparisons, columns, others=more, context=context)
    for column in columns:
        first = announced[column.name]
        if (column.severity, column.statistic) != (first.severity, first.statistic):
            context.column(column)
    return columns


def _read_undecided(
    pairs: Sequence[Pair],
    params: DriftParams,
    comparisons: list[Comparison],
    columns: list[ColumnDrift],
    *,
    others: Sequence[float],
    context: Context,
) -> list[ColumnDrift]:
    """Read the rows of undecided columns. A decision may turn another column's: repeat while there are any."""
    by_name = {pair.name: pair for pair in pairs if pair.reference.read and pair.current.read}
    read: set[str] = set()
    while True:
        open_ = [i for i, c in enumerate(columns) if c.undecided and c.name in by_name and c.name not in read]
        if not open_:
            return columns
        wanted = [by_name[columns[i].name] for i in open_]
        exact = ordered_map(lambda pair: _compare(pair, params, True), wanted)
        for done, (i, comparison) in enumerate(zip(open_, exact, strict=True), 1):
            comparisons[i] = comparison
            read.add(comparison.name)
            context.progress(done, len(wanted), "reading rows")
            context.check()
        columns = decide(comparisons, params, others)


def _compare(pair: Pair, params: DriftParams, exact: bool) -> Comparison:
    choice = params.for_column(pair.name, pair.kind, 0)
    documents = pair.kind is Kind.TEXT and (METHODS[choice.method].needs_rows or params.methods == "all")
    reference = pair.reference.view(pair.kind, exact=exact, documents=documents)
    current = pair.current.view(pair.kind, exact=exact, documents=documents)
    learned = None
    if params.learn is not None and pair.judged and pair.reference.read is not None:
        learned = learned_thresholds(pair.name, pair.kind, pair.reference.read(), params, params.learn)
    return compare(pair.name, reference, current, params, judged=pair.judged, learned=learned)


def analyse_with_rows(
    pairs: Sequence[Pair],
    params: DriftParams,
    read: Callable[[], tuple[Rows, Rows] | None],
    *,
    exact: bool,
    settled: Sequence[Comparison],
    context: Context,
) -> tuple[list[ColumnDrift], list[JointDrift]]:
    """The verdicts of ``analyse``, gravest first, and what is found of columns together in the rows of both sides that
    ``read`` gives (None: nothing is), still without verdicts. Both families of tests are corrected as one."""
    found: list[JointDrift] = []

    def others() -> list[float]:
        sides = read()
        if sides is not None:
            found.extend(
                together(
                    *sides, params.together, alpha=params.alpha, min_rows=params.min_rows, context=context
                )
            )
        return [j.p_value for j in found if j.p_value is not None]

    columns = analyse(pairs, params, exact=exact, settled=settled, others=others, context=context)
    return ranked(columns), found


def analyse_tables(
    reference: pa.Table, current: pa.Table, schema: Schema, params: DriftParams | None = None
) -> list[ColumnDrift]:
    """Two tables in memory with the columns of ``schema``, from their rows."""

    def reader(table: pa.Table, name: str) -> Source:
        return Source(read=lambda: table.column(name))

    pairs = [
        Pair(c.name, c.kind, reader(reference, c.name), reader(current, c.name), c.role not in NOT_JUDGED)
        for c in schema.columns
    ]
    return analyse(pairs, params or DriftParams(), exact=True)
