"""The routes of the protocol (see ``driftdesk.core.detection.protocol``), as an ASGI application."""

import asyncio
import re
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from driftdesk import __version__
from driftdesk.core.detection.protocol import PREFIX, AnalysisList, Health
from driftdesk.core.serving.analyses import Analyses, Analysis
from driftdesk.core.serving.config import ServingConfig
from driftdesk.core.serving.guards import Guard
from driftdesk.core.serving.openapi import openapi
from driftdesk.core.serving.problems import ProblemError, answer, problem
from driftdesk.core.serving.uploads import check_head, receive

_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*(\d{1,6})(?:$|[,;\s])")


class Serving:
    """What the routes share. ``stopping`` is set when the server is asked to end."""

    def __init__(self, config: ServingConfig, analyses: Analyses) -> None:
        self.config = config
        self.analyses = analyses
        self.stopping = False

    def application(self) -> ASGIApp:
        """The routes behind their guard."""
        routes = [
            Route("/healthz", self.health, methods=["GET"]),
            Route(f"{PREFIX}/openapi.json", self.description, methods=["GET"]),
            Route(f"{PREFIX}/analyses", self.analyses_of, methods=["GET", "POST"]),
            Route(f"{PREFIX}/analyses/{{id}}", self.analysis, methods=["GET", "DELETE"]),
            Route(f"{PREFIX}/analyses/{{id}}/report", self.report, methods=["GET"]),
        ]
        handlers: Any = {ProblemError: _told, HTTPException: _refused}
        app = Starlette(routes=routes, exception_handlers=handlers)
        app.router.redirect_slashes = False
        return Guard(app, self.config)

    async def health(self, _request: Request) -> Response:
        """Whether it lives, and whether it takes analyses (503 where not)."""
        ready = self.analyses.workers > 0 and not self.stopping
        health = Health(
            status="stopping" if self.stopping else "ready" if ready else "starting",
            version=__version__,
            key_needed=bool(self.config.keys),
            workers=self.analyses.workers,
            queued=self.analyses.count("queued"),
            running=self.analyses.count("running"),
            limits=self.config.limits,
        )
        return JSONResponse(health.model_dump(mode="json"), 200 if ready else 503)

    async def description(self, _request: Request) -> Response:
        return JSONResponse(openapi())

    async def analyses_of(self, request: Request) -> Response:
        return await (self.create(request) if request.method == "POST" else self.listed(request))

    async def analysis(self, request: Request) -> Response:
        return await (self.cancel(request) if request.method == "DELETE" else self.status(request))

    async def listed(self, request: Request) -> Response:
        found = AnalysisList(analyses=tuple(a.status for a in self.analyses.of(_caller(request))))
        return JSONResponse(found.model_dump(mode="json"))

    async def create(self, request: Request) -> Response:
        """Take an analysis; with ``Prefer: wait=SECONDS`` its report, if it is there by then."""
        if self.stopping:
            more = {"retry-after": "30", "connection": "close"}
            raise ProblemError("stopping", "This server is about to end.", "Try again later.", more)
        boundary = check_head(request, self.config)
        with self.analyses.place(_caller(request)) as analysis:
            analysis.parts = await receive(request, boundary, analysis.folder, self.config)
            self.analyses.submit(analysis)
        wait = self._wait(request)
        if wait and not await self._waited(request, analysis, wait):
            self.analyses.cancel(analysis)  # nobody else knows of it
            return Response(status_code=204)
        more = {"preference-applied": f"wait={wait:g}"} if wait else {}
        if wait and analysis.finished.is_set():
            return self._result(analysis, more)
        more["location"] = f"{PREFIX}/analyses/{analysis.id}"
        return JSONResponse(analysis.status.model_dump(mode="json"), 202, more)

    async def status(self, request: Request) -> Response:
        """How far it is; with ``Prefer: wait=SECONDS`` as soon as it is finished."""
        analysis = self.analyses.get(request.path_params["id"], _caller(request))
        if wait := self._wait(request):
            await self._waited(request, analysis, wait)
        return JSONResponse(analysis.status.model_dump(mode="json"))

    async def report(self, request: Request) -> Response:
        return self._result(self.analyses.get(request.path_params["id"], _caller(request)), {})

    async def cancel(self, request: Request) -> Response:
        self.analyses.cancel(self.analyses.get(request.path_params["id"], _caller(request)))
        return Response(status_code=204)

    def _result(self, analysis: Analysis, headers: dict[str, str]) -> Response:
        if not analysis.finished.is_set():
            raise ProblemError("not-finished", "The analysis is not finished.", "Ask for its status first.")
        analysis.collected = True
        if analysis.status.state == "cancelled":
            raise ProblemError("cancelled", "The analysis was cancelled.", "Send it again.")
        headers["content-location"] = f"{PREFIX}/analyses/{analysis.id}/report"
        if analysis.status.problem is not None:
            return answer(analysis.status.problem, headers)
        return FileResponse(analysis.report, headers=headers, media_type="application/json")

    def _wait(self, request: Request) -> float:
        """Seconds that the request may wait."""
        found = _WAIT.search(request.headers.get("prefer", ""))
        return min(float(found.group(1)), self.config.wait_seconds) if found else 0.0

    async def _waited(self, request: Request, analysis: Analysis, seconds: float) -> bool:
        """Wait until ``analysis`` is finished or the time is over; False where the caller left meanwhile."""
        finished = asyncio.ensure_future(analysis.finished.wait())
        left = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait([finished, left], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return analysis.finished.is_set() or not left.done()
        finally:
            finished.cancel()
            left.cancel()


async def _left(request: Request) -> None:
    """Ends when the caller is gone."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return


async def _told(_request: Request, error: ProblemError) -> Response:
    return answer(error.problem, error.headers)


async def _refused(_request: Request, error: HTTPException) -> Response:
    """What the router says no to."""
    code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "bad-request")
    return answer(
        problem(code, f"{error.detail}.", f"The paths are in {PREFIX}/openapi.json."), error.headers
    )


def _caller(request: Request) -> str:
    caller: str = request.state.caller
    return caller
