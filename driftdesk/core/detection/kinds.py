"""The kinds of external services: what asks each, and what each of their settings is for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from driftdesk.core.detection.credentials import service_key
from driftdesk.core.errors import ParameterError
from driftdesk.core.settings import ServiceConfig, ServiceKind

if TYPE_CHECKING:
    from driftdesk.core.detection.breaker import Breaker
    from driftdesk.core.detection.scored import ScoredService
    from driftdesk.core.detection.service import ServiceHealth
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

_OF_ALL = ("name", "kind", "url", "timeout", "ca_file", "fallback")
FIELDS: Mapping[ServiceKind, tuple[str, ...]] = {
    "ddoc": (*_OF_ALL, "shared_dir", "detector", "warning_at", "critical_at"),
    "drift-studio": (*_OF_ALL, "max_upload_mb", "warning_at", "critical_at"),
    "driftdesk": _OF_ALL,
}
"""The fields of ``ServiceConfig`` that mean something to a kind."""

TAKES_KEY: Mapping[ServiceKind, bool] = {"ddoc": True, "drift-studio": False, "driftdesk": True}
"""Whether a service of this kind may ask for an API key."""


URLS: Mapping[ServiceKind, str] = {
    "ddoc": "http://127.0.0.1:8765",
    "drift-studio": "http://127.0.0.1:8000",
    "driftdesk": "http://127.0.0.1:8766",
}
"""Where a service of a kind listens unless it is told otherwise."""


def check(config: ServiceConfig, key: str | None) -> "ServiceHealth":
    """Ask a service how it is. A failure is an answer. Needs no database."""
    if config.kind == "drift-studio":
        from driftdesk.core.detection.studio import check_studio

        return check_studio(config)
    if config.kind == "driftdesk":
        from driftdesk.core.detection.driftdesk_service import check_driftdesk

        return check_driftdesk(config, key)
    from driftdesk.core.detection.health import check_ddoc

    return check_ddoc(config, key)


def scored(
    config: ServiceConfig, store: "Store", tables: "TableService", breaker: "Breaker"
) -> "ScoredService":
    """A service that gives scores. Raises ParameterError for a kind that gives verdicts of its own."""
    from driftdesk.core.detection.scored import ScoredService, Scorer

    def scorer() -> Scorer:
        if config.kind == "drift-studio":
            from driftdesk.core.detection.studio import StudioScorer

            return StudioScorer(config, breaker)
        from driftdesk.core.detection.ddoc import DdocScorer

        return DdocScorer(config, service_key(config.name), breaker)

    says = {
        "ddoc": "gives an overall score of {score}",
        "drift-studio": "compares means of columns alone; the greatest moved by {score} standard deviations",
    }
    if config.kind not in says:
        raise ParameterError(
            f"{config.name} gives verdicts, not scores.", "Thresholds are for services that give a score."
        )
    return ScoredService(
        config,
        store,
        tables,
        scorer=scorer,
        health=lambda: check(config, service_key(config.name)),
        says=says[config.kind],
    )
