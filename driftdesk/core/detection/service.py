"""The detection services: the built-in engine, and those that the settings name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import FAILURES, PAUSE_SECONDS, Breaker
from driftdesk.core.entities import Dataset, DatasetVersion, DriftReport, Fallback, Record, Side, now
from driftdesk.core.errors import NotFoundError, ServiceAnswerError, ServiceUnavailableError
from driftdesk.core.settings import BUILT_IN, ServiceConfig, Settings

if TYPE_CHECKING:
    from driftdesk.core.detection.scored import ScoredService
    from driftdesk.core.drift.service import DriftService
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

    CurrentSide = DatasetVersion | FileSide


_NO_ANSWER = (ServiceUnavailableError.code, ServiceAnswerError.code)


class ServiceHealth(Record):
    """Whether a service can be asked, and if not, why and what to do."""

    name: str
    available: bool
    version: str = ""
    seconds: float = 0.0
    detectors: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""


class ServiceState(Record):
    """What can be expected of a service now. ``paused``: it failed several times in a row and is left alone for a while."""

    name: str
    state: Literal["ready", "down", "paused"]
    message: str = ""
    hint: str = ""


class DetectionService(Protocol):
    """What answers a drift job."""

    name: str

    def check(self) -> ServiceHealth:
        """Ask how it is; a failure is an answer, not an exception."""

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
        """Compare two sides; the report is stored. Raises DetectionError where the service fails: a failure is
        never "no drift"."""


class BuiltInService:
    """The engine of ``driftdesk.core.drift``: always there."""

    name = BUILT_IN

    def __init__(self, drift: "DriftService") -> None:
        self._drift = drift

    def check(self) -> ServiceHealth:
        return ServiceHealth(name=self.name, available=True, message="Ready")

    def analyse(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: "CurrentSide",
        *,
        exact: bool = False,
        params: Mapping[str, Any] | None = None,
        context: Context,
        fallback: Fallback | None = None,
    ) -> DriftReport:
        """See ``DriftService.analyse``; ``params`` are those of ``DriftParams``; ``fallback``: what failed before."""
        from driftdesk.core.drift.params import DriftParams

        policy = DriftParams.model_validate(dict(params or {}))
        return self._drift.analyse(
            dataset, reference, current, exact=exact, policy=policy, context=context, fallback=fallback
        )


class DetectionServices:
    """The built-in engine and the configured services, by name."""

    def __init__(
        self, store: "Store", settings: Settings, drift: "DriftService", tables: "TableService"
    ) -> None:
        self._store = store
        self._settings = settings
        self._drift = drift
        self._tables = tables
        self._breakers: dict[tuple[str, str], Breaker] = {}

    def names(self) -> tuple[str, ...]:
        """The built-in one first."""
        return (BUILT_IN, *(config.name for config in self._settings.services))

    def config(self, name: str) -> ServiceConfig | None:
        """How the settings describe it; None for the built-in one. Raises NotFoundError."""
        if name == BUILT_IN:
            return None
        for config in self._settings.services:
            if config.name == name:
                return config
        raise NotFoundError(
            f"There is no detection service {name!r}.",
            f"There are: {', '.join(self.names())}. Add others by `driftdesk service add` or in the settings.",
        )

    def get(self, name: str, config: ServiceConfig | None = None) -> DetectionService:
        """The service as ``config`` describes it, else as the settings do. Raises NotFoundError."""
        config = config or self.config(name)
        if config is None:
            return BuiltInService(self._drift)
        service = self._external(config)
        if not config.fallback:
            return service
        from driftdesk.core.detection.fallback import WithFallback

        return WithFallback(service, BuiltInService(self._drift))

    def _external(self, config: ServiceConfig) -> DetectionService:
        if config.kind != "driftdesk":
            return self.scored(config)
        from driftdesk.core.detection.credentials import service_key
        from driftdesk.core.detection.driftdesk_service import DriftDeskService

        return DriftDeskService(
            config, service_key(config.name), self._store, self._tables, self.breaker(config)
        )

    def scored(self, config: ServiceConfig) -> "ScoredService":
        """The service that gives scores, without what stands in for it. Raises ParameterError for one that gives verdicts."""
        from driftdesk.core.detection.kinds import scored

        return scored(config, self._store, self._tables, self.breaker(config))

    def breaker(self, config: ServiceConfig) -> Breaker:
        """Of a service, in this process."""
        return self._breakers.setdefault((config.name, config.url), Breaker(config.name))

    def check(self, name: str) -> ServiceHealth:
        """Raises NotFoundError."""
        return self.get(name).check()

    def state(self, name: str) -> ServiceState:
        """Asks the service, unless it is left alone here or by the workers. Raises NotFoundError."""
        config = self.config(name)
        if config is None:
            return ServiceState(name=name, state="ready")
        breaker = self.breaker(config)
        if seconds := max(breaker.seconds_left, self._paused_elsewhere(name)):
            message = f"{name} failed {FAILURES} times in a row and is asked again in {seconds:.0f} seconds."
            return ServiceState(name=name, state="paused", message=message)
        health = self.check(name)
        if health.available:
            breaker.succeeded()
        return ServiceState(
            name=name,
            state="ready" if health.available else "down",
            message=health.message,
            hint=health.hint,
        )

    def _paused_elsewhere(self, name: str) -> float:
        """Seconds for which a worker's breaker is open, as the requests that are stored let it be known."""
        last = self._store.requests.find(sort="-created_at", limit=FAILURES, service=name)
        if len(last) < FAILURES or any(r.code not in _NO_ANSWER for r in last) or not last[0].finished_at:
            return 0.0
        return max(0.0, PAUSE_SECONDS - (now() - last[0].finished_at).total_seconds())


def as_side(side: "CurrentSide") -> Side:
    """How a report names ``side``."""
    if isinstance(side, DatasetVersion):
        return Side(version=side.number, rows=side.rows)
    return Side(file=side.name, rows=side.rows)
