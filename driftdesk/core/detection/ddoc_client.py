"""What is said to a ``ddoc serve``: one analysis with its progress, or a short question."""

import math
from collections.abc import Mapping
from typing import Any

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.http import LOG_HINT, Incoming, ServiceHttp
from driftdesk.core.detection.refusals import refusal
from driftdesk.core.errors import DetectionError, ServiceAnswerError
from driftdesk.core.settings import ServiceConfig

GRACE_SECONDS = 30.0
"""How much longer than the service's own limit we wait, so that its time-out reaches us as its answer."""
QUESTION_SECONDS = 10.0

_HINTS = {
    "unsupported_detector": "Choose another detector for this service in the settings.",
    "no_plugin": "Mostly this means that the service does not see the shared folder under the same path: set a folder "
    "that both see. Otherwise install its plugin: pip install ddoc-plugin-timeseries.",
    "invalid_request": "Check that the service is `ddoc serve` 2.1 or a compatible one.",
    "timeout": "Raise the service's time limit in the settings, or compare fewer rows.",
    "plain_text": "A constant column or too few rows make it fall over; its log says more.",
}


class DdocClient:
    """Made for one analysis; afterwards ``raw`` is what came back, as it may be stored."""

    def __init__(self, config: ServiceConfig, key: str | None, breaker: Breaker | None = None) -> None:
        self._config = config
        headers = {"X-API-Key": key} if key else {}
        self._http = ServiceHttp(config, key, headers=headers, refuse=_refuse, breaker=breaker)

    @property
    def raw(self) -> dict[str, Any] | None:
        return self._http.raw

    def get(self, path: str, context: Context | None = None) -> dict[str, Any]:
        """A short question. Raises DetectionError."""
        return self._http.run(
            lambda: self._http.object("GET", path), context or Context(), seconds=QUESTION_SECONDS
        )

    def drift(self, body: dict[str, Any], context: Context) -> dict[str, Any]:
        """Ask for an analysis and wait: the service's result. Raises DetectionError, JobCancelledError."""
        return self._http.run(
            lambda: self._asked(body), context, seconds=self._config.timeout + GRACE_SECONDS
        )

    async def _asked(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self._http.ask("POST", "/analyze/drift/stream", self._result, json=body)
        except _NoStreamError:  # an older service: the same question without progress
            return await self._http.ask("POST", "/analyze/drift", self._result, json=body)

    async def _result(self, incoming: Incoming) -> dict[str, Any]:
        if incoming.has_events:
            return await self._from_events(incoming)
        text = (await incoming.read()).content.decode("utf-8", "replace")
        return self._checked(self._http.parse(text))

    async def _from_events(self, incoming: Incoming) -> dict[str, Any]:
        """Events until the result. "complete" is none: an error may still follow it."""
        async for name, data in incoming.events():
            content = self._http.parse(data)
            if name == "progress":
                done = content.get("progress")
                if isinstance(done, int | float) and math.isfinite(done):
                    self._http.progress(float(done), 1.0, str(content.get("stage") or ""))
            elif name == "result":
                return self._checked(content)
            elif name == "error":
                raise _refuse(self._config.name, incoming.status, self._http.raw or {})
        raise ServiceAnswerError(f"{self._config.name} ended its answer without a result.", LOG_HINT)

    def _checked(self, content: dict[str, Any]) -> dict[str, Any]:
        if content.get("status") == "error":
            raise _refuse(self._config.name, 200, self._http.raw or {})
        return content


class _NoStreamError(DetectionError):
    """There is no such path."""


def _refuse(service: str, status: int, answer: Mapping[str, Any]) -> DetectionError:
    if status in (404, 405) and answer.get("detail") in ("Not Found", "Method Not Allowed"):
        return _NoStreamError(
            f"{service} has no such path (HTTP {status}).", "Check its address and its version."
        )
    return refusal(service, status, answer, _HINTS)
