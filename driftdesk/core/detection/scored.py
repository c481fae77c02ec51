"""Analyses by services that give a score and no verdict: the verdict is ours, by thresholds that the report names.

A service that failed is an error, never "no drift".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from driftdesk.core.context import Context
from driftdesk.core.detection.recording import recorded
from driftdesk.core.detection.service import ServiceHealth, as_side
from driftdesk.core.detection.shifts import judged
from driftdesk.core.detection.sides import Measured, Moments, Sides, comparable, compared_rows
from driftdesk.core.detection.thresholds import MIN_ROWS, Thresholds, thresholds_for
from driftdesk.core.drift.expectations import marked
from driftdesk.core.drift.verdict import worst
from driftdesk.core.entities import Dataset, DatasetVersion, DetectionRequest, DriftReport, Severity, Side
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.service import CurrentSide

_SOURCES = {
    "service": "for this service",
    "dataset": "for this dataset",
    "learned": "as learned for this dataset",
}


@dataclass(frozen=True)
class Question:
    """Two sides that were measured, and the columns in question with the moments of either side."""

    sides: Sides
    rows: tuple[int, int]
    reference: Mapping[str, Moments]
    current: Mapping[str, Moments]

    def counter(self, context: Context) -> Callable[[int], None]:
        """What is told of each batch of rows that was written: it shows how many there are, and checks for a stop."""
        done = 0

        def on_rows(rows: int) -> None:
            nonlocal done
            done += rows
            context.check()
            context.progress(done, sum(self.rows), "writing")

        return on_rows


@dataclass(frozen=True)
class Scored:
    """A service's answer. ``shifts``: by column, how far its mean moved in standard deviations of the reference (None:
    the service does not know); empty where the service tells no columns."""

    score: float
    shifts: Mapping[str, float | None] = field(default_factory=dict)


class Scorer(Protocol):
    """Asks one service; made for one analysis."""

    @property
    def raw(self) -> dict[str, Any] | None:
        """What came back, as it may be stored."""

    def score(self, question: Question, context: Context) -> Scored:
        """Raises DetectionError, ParameterError, JobCancelledError."""


class ScoredService:
    """A detection service (see ``DetectionService``). ``scorer``: made for each analysis; ``health``: asks how it is;
    ``says``: what it told, in the report's words, such as ``gives an overall score of {score}``."""

    def __init__(
        self,
        config: ServiceConfig,
        store: Store,
        tables: TableService,
        *,
        scorer: Callable[[], Scorer],
        health: Callable[[], ServiceHealth],
        says: str,
    ) -> None:
        self.name = config.name
        self.scorer = scorer
        self.check = health
        self._config = config
        self._store = store
        self._tables = tables
        self._says = says

    def analyse(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: "CurrentSide",
        *,
        exact: bool = False,
        params: Mapping[str, Any] | None = None,
        context: Context,
    ) -> DriftReport:
        """Numeric columns alone are compared, always from rows, and by the thresholds of service or dataset (``exact`` and
        ``params`` are the built-in engine's). Where ``current`` is ``reference`` with rows appended, the appended rows
        are compared, as by that engine.

        Raises DetectionError, ParameterError (nothing to compare, no shared folder), JobCancelledError.
        """
        compared, side = compared_rows(reference, current)
        request = DetectionRequest(
            service=self.name, dataset_id=dataset.id, reference=as_side(reference), current=side
        )
        scorer = self.scorer()
        sides = Sides.of(reference, compared, self._tables)
        return recorded(
            self._store,
            request,
            context,
            lambda: self._report(dataset, request, sides, scorer, context),
            lambda: scorer.raw,
        )

    def _report(
        self, dataset: Dataset, request: DetectionRequest, sides: Sides, scorer: Scorer, context: Context
    ) -> DriftReport:
        thresholds = thresholds_for(self._store, self._config, dataset.id)
        context.progress(0, None, "measuring")
        reference, current = sides.measure(context.check)
        empty = self._empty(dataset, request, thresholds, reference, current)
        if min(reference.rows, current.rows) < MIN_ROWS:
            few = f"Fewer than {MIN_ROWS} rows on one side ({reference.rows} and {current.rows}): {self.name} was not asked."
            return empty.model_copy(update={"summary": few})
        scales = comparable(reference, current)
        question = Question(sides, (reference.rows, current.rows), scales, current.columns)
        scored = scorer.score(question, context)
        columns = judged(scored.shifts, scales, current.columns, thresholds, empty.alpha)
        expected = self._store.expectations.find(dataset_id=dataset.id) if columns else []
        columns = marked(columns, request.reference.version, expected)
        severity = worst(columns) if columns else thresholds.severity(scored.score)
        left_out = sides.left_out(scales)
        words = self._summary(scored, thresholds, [*scales], left_out)
        if columns and severity.rank < thresholds.severity(scored.score).rank:
            words += " At so few rows, or as it is expected, this does not count."
        return empty.model_copy(
            update={
                "severity": severity,
                "score": scored.score,
                "summary": words,
                "correction": "benjamini-hochberg" if columns else "none",
                "columns": tuple(columns),
                "raw_answer": scorer.raw,
                "compared": tuple(scales),
                "left_out": left_out,
            }
        )

    def _empty(
        self,
        dataset: Dataset,
        request: DetectionRequest,
        thresholds: Thresholds,
        reference: Measured,
        current: Measured,
    ) -> DriftReport:
        def of(side: Side, measured: Measured) -> Side:
            return side.model_copy(update={"rows": measured.rows})

        return DriftReport(
            dataset_id=dataset.id,
            dataset_name=dataset.name,
            reference=of(request.reference, reference),
            current=of(request.current, current),
            severity=Severity.INSUFFICIENT_DATA,
            service=self.name,
            computed_from="service",
            correction="none",
            min_rows=MIN_ROWS,
            warning_at=thresholds.warning_at,
            critical_at=thresholds.critical_at,
            thresholds_from=thresholds.source,
        )

    def _summary(
        self, scored: Scored, thresholds: Thresholds, compared: Sequence[str], left_out: Sequence[str]
    ) -> str:
        bands = {
            Severity.CRITICAL: f"at or over {thresholds.critical_at:.4g}, set as critical",
            Severity.WARNING: f"at or over {thresholds.warning_at:.4g}, set as a warning",
            Severity.NONE: f"under {thresholds.warning_at:.4g}, set as a warning",
        }
        band = bands[thresholds.severity(scored.score)]
        said = self._says.format(score=f"{scored.score:.4g}")
        words = f"{self.name} {said}: {band} {_SOURCES[thresholds.source]}. "
        words += f"It compared {_listed(compared)} in units of the reference's standard deviation"
        return words + (f", and not {_listed(left_out)}." if left_out else ".")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
