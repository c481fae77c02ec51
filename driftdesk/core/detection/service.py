"""The detection services: the built-in engine, and those that the settings name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.entities import Dataset, DatasetVersion, DriftReport, Fallback, Record, Side
from driftdesk.core.errors import NotFoundError
from driftdesk.core.settings import BUILT_IN, ServiceConfig, Settings

if TYPE_CHECKING:
    from driftdesk.core.detection.scored import ScoredService
    from driftdesk.core.drift.service import DriftService
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

    CurrentSide = DatasetVersion | FileSide


class ServiceHealth(Record):
    """Whether a service can be asked, and if not, why and what to do."""

    name: str
    available: bool
    version: str = ""
    seconds: float = 0.0
    detectors: tuple[str, ...] = ()
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


def as_side(side: "CurrentSide") -> Side:
    """How a report names ``side``."""
    if isinstance(side, DatasetVersion):
        return Side(version=side.number, rows=side.rows)
    return Side(file=side.name, rows=side.rows)
