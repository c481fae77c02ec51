"""Analyses by another DriftDesk (``driftdesk serve``): profiles go out, or rows where those cannot decide, and its report
comes back. No shared disk, and the figures of the engine here.

Columns of role ``id`` and ``ignored`` are named and never sent: they are not judged.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio
from pydantic import ValidationError

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.http import LOG_HINT, ServiceHttp
from driftdesk.core.detection.protocol import (
    PREFIX,
    REPORT_SCHEMA,
    AnalysisStatus,
    Health,
    Problem,
)
from driftdesk.core.detection.recording import recorded
from driftdesk.core.detection.refusals import refusal
from driftdesk.core.detection.sending import Multipart
from driftdesk.core.detection.sent_sides import SentAnalysis
from driftdesk.core.detection.service import ServiceHealth, as_side
from driftdesk.core.detection.sides import compared_rows
from driftdesk.core.drift.expectations import apply
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.why.importance import model_in_use, weighed
from driftdesk.core.entities import (
    Dataset,
    DatasetVersion,
    DetectionRequest,
    DriftReport,
)
from driftdesk.core.errors import (
    DetectionError,
    DriftDeskError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.service import CurrentSide

QUESTION_SECONDS = 10.0
_WAIT_SECONDS = 1
"""How long the server may hold a question for the state back: then it tells how far it is."""
_POLL_SECONDS = 30.0
_CANCEL_SECONDS = 0.5
_LARGEST_REPORT = 15 << 20
"""Bytes: a stored document has a largest size."""


def check_driftdesk(config: ServiceConfig, key: str | None) -> ServiceHealth:
    """Whether it is a DriftDesk that takes analyses, and takes the key. A failure is an answer."""
    http = _http(config, key)
    began = time.monotonic()

    async def exchange() -> Health:
        health = _health(http, await http.object("GET", "/healthz"))
        await http.object("GET", f"{PREFIX}/analyses")
        return health

    try:
        health = http.run(exchange, Context(), QUESTION_SECONDS)
    except DriftDeskError as error:
        return ServiceHealth(name=config.name, available=False, message=error.message, hint=error.hint)
    return ServiceHealth(
        name=config.name,
        available=True,
        version=health.version[:40],
        seconds=time.monotonic() - began,
        message="Ready",
    )


class DriftDeskService:
    """A detection service (see ``DetectionService``) that is a DriftDesk elsewhere."""

    def __init__(
        self, config: ServiceConfig, key: str | None, store: Store, tables: TableService, breaker: Breaker
    ) -> None:
        self.name = config.name
        self._config = config
        self._key = key
        self._store = store
        self._tables = tables
        self._breaker = breaker

    def check(self) -> ServiceHealth:
        return check_driftdesk(self._config, self._key)

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
        """The report of the engine there on the same figures as here, stored under this service's name. Raises
        DetectionError, JobCancelledError."""
        compared, side = compared_rows(reference, current)
        analysis = SentAnalysis(
            dataset, reference, compared, side, DriftParams.model_validate(dict(params or {}))
        )
        http = _http(self._config, self._key, self._breaker)
        request = DetectionRequest(
            service=self.name, dataset_id=dataset.id, reference=as_side(reference), current=side
        )

        def answer() -> DriftReport:
            analysis.profile(ProfileService(self._store), context)
            analysis.draw(self._store, self._tables, context, exact=exact)
            report = self._asked(analysis, http, context, exact=exact)
            report = report.model_copy(
                update={
                    "dataset_id": dataset.id,
                    "dataset_name": dataset.name,
                    "reference": as_side(reference),
                    "current": side,
                    "service": self.name,
                }
            )
            columns = weighed(report.columns, model_in_use(self._store, dataset.id)[1])
            report = report.model_copy(update={"columns": tuple(columns)})
            return apply(report, self._store.expectations.find(dataset_id=dataset.id))

        return recorded(self._store, request, context, answer, lambda: http.raw)

    def _asked(
        self, analysis: SentAnalysis, http: ServiceHttp, context: Context, *, exact: bool
    ) -> DriftReport:
        """By profiles first; then with the rows of the columns that are undecided, as the engine here does it."""
        until = time.monotonic() + self._config.timeout
        with_rows = analysis.inexact() if exact else []
        while True:
            question, streams = analysis.parts(self._tables, with_rows, http, exact=exact)
            exchange = _Exchange(http, Multipart(question, streams))
            left = max(0.001, until - time.monotonic())
            report = _report(http, http.run(exchange.run, context, left), analysis)
            undecided = [c.name for c in report.columns if c.undecided and c.name not in with_rows]
            if not undecided:
                return report
            context.progress(0, None, "reading rows")
            with_rows = [*with_rows, *undecided]


class _Exchange:
    """One analysis there: sent, waited for, fetched; cancelled there where it is cancelled here."""

    def __init__(self, http: ServiceHttp, body: Multipart) -> None:
        self._http = http
        self._body = body

    async def run(self) -> dict[str, Any]:
        """The report, as it came."""
        headers = {"content-type": self._body.content_type}
        answer = await self._http.object(
            "POST", f"{PREFIX}/analyses", headers=headers, body=lambda: {"content": self._body.content()}
        )
        status = self._status(answer)
        path = f"{PREFIX}/analyses/{status.id}"
        finished = False
        try:
            while status.state in ("queued", "running"):
                stage = status.progress.stage or status.state
                self._http.progress(status.progress.done, status.progress.total, stage)
                wait = {"prefer": f"wait={_WAIT_SECONDS}"}
                status = self._status(
                    await self._http.object("GET", path, headers=wait, seconds=_POLL_SECONDS)
                )
            finished = True
            if status.problem is not None:
                raise _refused(self._http.name, status.problem)
            if status.state != "done":
                raise ServiceRefusedError(f"{self._http.name} cancelled the analysis.", LOG_HINT)
            return await self._http.object("GET", f"{path}/report", limit=_LARGEST_REPORT)
        finally:
            if not finished:
                with anyio.move_on_after(_CANCEL_SECONDS, shield=True), suppress(DetectionError):
                    await self._http.answer("DELETE", path)

    def _status(self, content: Mapping[str, Any]) -> AnalysisStatus:
        try:
            status = AnalysisStatus.model_validate(content, extra="ignore")
            if not status.id.replace("-", "").replace("_", "").isalnum():
                raise ValueError
        except ValueError as error:
            raise _not_understood(self._http, "the state of the analysis") from error
        return status


def _report(http: ServiceHttp, content: Mapping[str, Any], analysis: SentAnalysis) -> DriftReport:
    """Raises ServiceAnswerError where it is no report on all columns that were asked about."""
    schema = content.get("schema")
    if schema != REPORT_SCHEMA:
        raise ServiceAnswerError(
            f"{http.name} answered with a report of the schema {str(schema)[:60]!r}; this program reads {REPORT_SCHEMA}.",
            "Bring both DriftDesks to the same version.",
        )
    try:
        report = DriftReport.model_validate(
            {k: v for k, v in content.items() if k != "schema"}, extra="ignore"
        )
    except ValidationError as error:
        raise _not_understood(http, "a report that cannot be read") from error
    if {c.name for c in report.columns} != analysis.expected:
        raise _not_understood(http, "a report on other columns")
    return report


def _health(http: ServiceHttp, content: Mapping[str, Any]) -> Health:
    try:
        health = Health.model_validate(content, extra="ignore")
    except ValidationError as error:
        raise ServiceAnswerError(
            f"What answers at {http.url} does not say that it is a DriftDesk.",
            "Start one there (`driftdesk serve`), or correct the address or the kind of the service.",
        ) from error
    if 1 not in health.protocol:
        raise ServiceAnswerError(
            f"{http.name} speaks another protocol ({', '.join(map(str, health.protocol))}).",
            "Bring both DriftDesks to the same version.",
        )
    return health


def _refuse(service: str, status: int, answer: Mapping[str, Any]) -> DetectionError:
    """The error for an answer that is not a success: a problem in the protocol's shape, else whatever stands between."""
    if status in (401, 403):
        return refusal(service, status, answer)
    try:
        told = Problem.model_validate(answer, extra="ignore")
    except ValidationError:
        if status == 503 and answer.get("product") == "driftdesk":
            said = f"{service} is {str(answer.get('status'))[:20]}: it takes no analyses now."
            return ServiceUnavailableError(said, "Try again later.")
        return refusal(service, status, answer)
    return _refused(service, told)


def _refused(service: str, told: Problem) -> DetectionError:
    detail, hint = told.detail[:500], told.hint[:500] or LOG_HINT
    if told.status in (408, 429, 503):
        return ServiceUnavailableError(f"{service} did not finish: {detail}", hint)
    return ServiceRefusedError(f"{service} refused the analysis: {detail}", hint)


def _not_understood(http: ServiceHttp, what: str) -> ServiceAnswerError:
    return ServiceAnswerError(f"{http.name} answered with {what}.", LOG_HINT)


def _http(config: ServiceConfig, key: str | None, breaker: Breaker | None = None) -> ServiceHttp:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return ServiceHttp(config, key, headers=headers, refuse=_refuse, breaker=breaker)
