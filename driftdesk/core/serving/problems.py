"""Every error has one shape (RFC 9457): ``type`` and ``title`` for programs, ``detail`` and ``hint`` for people."""

from collections.abc import Mapping

from starlette.responses import JSONResponse

from driftdesk.core.detection.protocol import PROBLEM_TYPE, Problem

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be read"),
    "key-needed": (401, "An API key is needed"),
    "wrong-host": (400, "This server is for its own machine"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This cannot be done here"),
    "too-slow": (408, "The request did not come in time"),
    "not-finished": (409, "The analysis is not finished"),
    "cancelled": (410, "The analysis was cancelled"),
    "length-needed": (411, "The body is missing"),
    "too-large": (413, "Too much data"),
    "too-much-memory": (413, "Too much data for the server's memory"),
    "unsupported-type": (415, "This kind of body is not taken"),
    "unusable-data": (422, "The data cannot be used"),
    "too-many-requests": (429, "Too many requests"),
    "head-too-large": (431, "The head of the request is too large"),
    "internal": (500, "The analysis failed"),
    "worker-died": (500, "The analysis ended its process"),
    "busy": (503, "The server is busy"),
    "stopping": (503, "The server is stopping"),
    "out-of-time": (503, "The analysis took too long"),
}
"""By the last part of the type: the status and the title."""

PREFIX = "urn:driftdesk:problem:"


class ProblemError(Exception):
    """An answer that is an error. ``headers`` go with it."""

    def __init__(
        self, code: str, detail: str, hint: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.problem = problem(code, detail, hint)
        self.headers = dict(headers or {})


def problem(code: str, detail: str, hint: str = "") -> Problem:
    """The record of the problem ``code`` of PROBLEMS."""
    status, title = PROBLEMS[code]
    return Problem(type=PREFIX + code, title=title, status=status, detail=detail, hint=hint)


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that says ``problem``."""
    return JSONResponse(
        problem.model_dump(mode="json"), problem.status, dict(headers or {}), media_type=PROBLEM_TYPE
    )


_CODES = {"too_much_memory": "too-much-memory", "internal": "internal"}


def of_worker(failure: Mapping[str, str]) -> Problem:
    """The problem that a worker told: whatever is the sender's fault is unusable data."""
    code = _CODES.get(failure["code"], "unusable-data")
    return problem(code, failure["detail"], failure["hint"])
