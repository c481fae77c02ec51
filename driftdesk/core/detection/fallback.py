"""The built-in engine in place of a service that failed, where its settings say so; the report says it too."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import Dataset, DatasetVersion, DriftReport, Fallback
from driftdesk.core.errors import DetectionError

if TYPE_CHECKING:
    from driftdesk.core.detection.service import BuiltInService, CurrentSide, DetectionService, ServiceHealth


class WithFallback:
    """A detection service (see ``DetectionService``) that answers as ``service`` does, else as ``built_in`` does."""

    def __init__(self, service: "DetectionService", built_in: "BuiltInService") -> None:
        self.name = service.name
        self._service = service
        self._built_in = built_in

    def check(self) -> "ServiceHealth":
        return self._service.check()

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
        """Raises what the built-in engine raises; JobCancelledError. Data that the service cannot compare are an error
        as without fallback: it did not fail."""
        try:
            return self._service.analyse(
                dataset, reference, current, exact=exact, params=params, context=context
            )
        except DetectionError as error:
            context.warn(f"{error.message} The built-in engine answers instead.", error.hint)
            failed = Fallback(service=self.name, why=error.message, code=error.code)
        return self._built_in.analyse(
            dataset, reference, current, exact=exact, params=params, context=context, fallback=failed
        )
