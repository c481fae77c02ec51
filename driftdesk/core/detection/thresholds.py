"""From which score on data have drifted: a score without a scale is no verdict.

Set by hand for a service, or for a service and a dataset; or learned for these from a version against itself. Of ``k`` random
splits the ``r``-th smallest score, ``r = ceil(q (k + 1))``, is the threshold for a warning: a further split would score
higher with probability at most ``1 - r / (k + 1)`` (the k + 1 scores can come in any order; the splits share rows, so this is
no more than a guide). The threshold for critical stands to it as those set by hand stand to one another.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    AuditEntry,
    Dataset,
    DatasetVersion,
    LearnedFrom,
    ServiceThresholds,
    Severity,
    ThresholdSource,
)
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.scored import ScoredService
    from driftdesk.core.jobs.params import LearnServiceJob
    from driftdesk.core.storage.store import Session

MIN_ROWS = 50
"""On either side, for a service to be asked."""


@dataclass(frozen=True)
class Thresholds:
    """Those that hold for one analysis."""

    warning_at: float
    critical_at: float
    source: ThresholdSource

    def severity(self, score: float) -> Severity:
        if score >= self.critical_at:
            return Severity.CRITICAL
        return Severity.WARNING if score >= self.warning_at else Severity.NONE


def thresholds_for(store: Store, config: ServiceConfig, dataset_id: str) -> Thresholds:
    """Of the dataset where there are such, else of the service."""
    kept = store.service_thresholds.first(service=config.name, dataset_id=dataset_id)
    if kept is None:
        return Thresholds(config.warning_at, config.critical_at, "service")
    return Thresholds(kept.warning_at, kept.critical_at, kept.source)


class ThresholdService:
    """``scored``: the service of a configuration, where it gives scores. ``user``: who sets. May be used from any thread."""

    def __init__(
        self,
        store: Store,
        tables: TableService,
        scored: "Callable[[ServiceConfig], ScoredService]",
        user: str = "",
    ) -> None:
        self._store = store
        self._tables = tables
        self._scored = scored
        self._user = user

    def list(self, service: str = "") -> "list[ServiceThresholds]":
        """Of all datasets, of one service or all."""
        conditions: dict[str, Any] = {"service": service} if service else {}
        return self._store.service_thresholds.find(sort="service", **conditions)

    def of(self, service: str, dataset: Dataset) -> ServiceThresholds | None:
        """None where those of the service hold."""
        return self._store.service_thresholds.first(service=service, dataset_id=dataset.id)

    def set(self, service: str, dataset: Dataset, warning_at: float, critical_at: float) -> ServiceThresholds:
        """By hand. Raises ParameterError."""
        if not 0 < warning_at < critical_at < math.inf:
            raise ParameterError(
                f"The thresholds {warning_at:g} and {critical_at:g} cannot be taken.",
                "Both must be greater than 0, and critical greater than the warning.",
            )
        made = ServiceThresholds(
            service=service,
            dataset_id=dataset.id,
            warning_at=warning_at,
            critical_at=critical_at,
            by=self._user,
        )
        self._keep(made, dataset, Context())
        return made

    def forget(self, service: str, dataset: Dataset) -> None:
        """Those of the service hold again. Raises NotFoundError where there are no others."""
        kept = self.of(service, dataset)
        if kept is None:
            raise NotFoundError(
                f"{dataset.name} has no thresholds of its own for {service}.",
                "Those of the service hold: see `driftdesk service list`.",
            )
        self._store.service_thresholds.delete(kept.id)

    def learn(
        self, wanted: "LearnServiceJob", dataset: Dataset, version: DatasetVersion, context: Context
    ) -> ServiceThresholds:
        """Ask the service ``splits`` times about a version against itself, and keep what follows. Raises DetectionError
        (nothing is kept then), ParameterError, JobCancelledError."""
        scored = self._scored(wanted.service_config)
        rank, share = self.check(wanted, version)
        scores, rows = [], (0, 0)
        for number in range(wanted.splits):
            context.check()
            context.progress(number, wanted.splits, "asking")
            rows, score = self._score(scored, version, share, (wanted.seed, number), context)
            scores.append(score)
        warning_at = sorted(scores)[rank - 1]
        if not warning_at > 0:
            raise ParameterError(
                f"{scored.name} gives {version.rows} rows against themselves a score of {warning_at:g}: no threshold follows.",
                "Set thresholds by hand: driftdesk service thresholds NAME DATASET --warning-at X --critical-at Y.",
            )
        config = wanted.service_config
        learned = LearnedFrom(
            version=version.number,
            splits=wanted.splits,
            reference_rows=rows[0],
            current_rows=rows[1],
            quantile=wanted.quantile,
            scores=tuple(sorted(scores)),
            seed=wanted.seed,
        )
        made = ServiceThresholds(
            service=scored.name,
            dataset_id=dataset.id,
            warning_at=warning_at,
            critical_at=warning_at * config.critical_at / config.warning_at,
            learned=learned,
            by=context.user,
        )
        self._keep(made, dataset, context)
        return made

    def check(self, wanted: "LearnServiceJob", version: DatasetVersion) -> tuple[int, float]:
        """Which of the scores, ascending from 1, becomes the threshold, and the share of the rows on the current side.
        Raises ParameterError where splits or rows are too few."""
        rank = math.ceil(wanted.quantile * (wanted.splits + 1) - 1e-9)
        if rank > wanted.splits:
            raise ParameterError(
                f"{wanted.splits} splits are too few for the quantile {wanted.quantile:g}.",
                f"Take {math.ceil(wanted.quantile / (1 - wanted.quantile) - 1e-9)} splits or more, or a lower quantile.",
            )
        rows = wanted.rows or version.rows // 2
        if rows < MIN_ROWS or version.rows - rows < MIN_ROWS:
            raise ParameterError(
                f"{rows} of {version.rows} rows against the others are too few on one side.",
                f"Each side needs {MIN_ROWS}: learn from a larger version, or by other numbers of rows.",
            )
        return rank, rows / version.rows

    def _score(
        self,
        scored: "ScoredService",
        version: DatasetVersion,
        share: float,
        seed: tuple[int, int],
        context: Context,
    ) -> tuple[tuple[int, int], float]:
        from driftdesk.core.detection.scored import Question
        from driftdesk.core.detection.sides import Sides, comparable

        sides = Sides.of_one(version, share, seed, self._tables)
        reference, current = sides.measure(context.check)
        scales = comparable(reference, current)
        rows = (reference.rows, current.rows)
        answer = scored.scorer().score(Question(sides, rows, scales, current.columns), _Quiet(context))
        return rows, answer.score

    def _keep(self, made: ServiceThresholds, dataset: Dataset, context: Context) -> None:
        entry = AuditEntry(
            who=made.by or self._user,
            action="thresholds of a service set"
            if made.learned is None
            else "thresholds of a service learned",
            what=dataset.name,
            details={"service": made.service, "warning_at": made.warning_at, "critical_at": made.critical_at},
        )

        def save(session: "Session") -> None:
            self._store.service_thresholds.delete_where(
                session, service=made.service, dataset_id=made.dataset_id
            )
            self._store.service_thresholds.insert(made, session)
            self._store.audit.insert(entry, session)

        self._store.run_in_transaction(save, context.fence)


class _Quiet(Context):
    """The stages of each question would bury how many there are; whether to stop is asked as before."""

    def __init__(self, context: Context) -> None:
        self.check = context.check  # type: ignore[method-assign]  # all that is passed on

    def progress(self, *_: Any) -> None:
        return None
