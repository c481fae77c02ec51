"""Analyses by Drift Studio (https://github.com/keti-datadrift/datadrift_base_framework): uploads, a task, its result.

Of two CSV files it tells the numeric columns' means, rounded to four decimals, and no score. Columns are therefore sent in
units of the reference's standard deviation: what comes back is how far each mean moved in these, to 0.0001, whatever the
data's scale. Its result for images has an overall score, by which DriftDesk, that has tables, does not judge; where an
answer bears one nevertheless, as a backend that asks ``ddoc`` gives it, it is the score.

What is uploaded is deleted there afterwards. There is no way to stop a task: a cancelled analysis stops asking and deletes.
"""

import io
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import pyarrow as pa
import pyarrow.csv

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.ddoc import LARGEST, is_score
from driftdesk.core.detection.http import LOG_HINT, ServiceHttp
from driftdesk.core.detection.refusals import refusal
from driftdesk.core.detection.scored import Question, Scored
from driftdesk.core.detection.service import ServiceHealth
from driftdesk.core.detection.sides import Batches, Moments, scaled, values_of
from driftdesk.core.errors import (
    DetectionError,
    DriftDeskError,
    ParameterError,
    ServiceAnswerError,
    ServiceRefusedError,
)
from driftdesk.core.settings import ServiceConfig

QUESTION_SECONDS = 10.0
FIRST_POLL, LONGEST_POLL = 0.1, 2.0
CLEANING_SECONDS = 5.0
CANCELLED_CLEANING_SECONDS = 0.5
"""A cancelled analysis ends within a second."""
_HINTS = {
    "plain_text": "It falls over where it cannot read what was uploaded; its log says more.",
}


def check_studio(config: ServiceConfig) -> ServiceHealth:
    """Whether a Drift Studio answers there. A failure is an answer."""
    http = _http(config)
    began = time.monotonic()
    try:
        answer = http.run(lambda: http.object("GET", "/"), Context(), QUESTION_SECONDS)
        if answer.get("service") != "drift-studio":
            raise ServiceAnswerError(
                f"What answers at {config.url} does not say that it is a Drift Studio.",
                "Behind its own proxy the address ends in /api, as in http://host:8080/api.",
            )
    except DriftDeskError as error:
        return ServiceHealth(name=config.name, available=False, message=error.message, hint=error.hint)
    return ServiceHealth(
        name=config.name,
        available=True,
        version=str(answer.get("version") or "")[:40],
        seconds=time.monotonic() - began,
        message="Ready",
    )


class StudioScorer:
    """Made for one analysis (see ``Scorer``). The service knows no keys."""

    def __init__(self, config: ServiceConfig, breaker: Breaker | None = None) -> None:
        self._config = config
        self._http = _http(config, breaker)

    @property
    def raw(self) -> dict[str, Any] | None:
        return self._http.raw

    def score(self, question: Question, context: Context) -> Scored:
        """The greatest shift of a mean, in standard deviations of the reference, and that of each column. Raises
        DetectionError, ParameterError where a side is larger than may be uploaded, JobCancelledError."""
        with tempfile.TemporaryDirectory(prefix="driftdesk-", ignore_cleanup_errors=True) as folder:
            files = self._write(Path(folder), question, context)
            answer = self._http.run(lambda: self._compared(*files), context, self._config.timeout)
        return self._scored(answer, question)

    def _write(self, folder: Path, question: Question, context: Context) -> tuple[Path, Path]:
        on_rows = question.counter(context)
        reference, current = folder / "driftdesk-reference.csv", folder / "driftdesk-current.csv"
        for file, side in ((reference, question.sides.reference), (current, question.sides.current)):
            write_csv(file, side, question.reference, on_rows, self._config.max_upload_mb * 2**20)
        return reference, current

    # The exchange.

    async def _compared(self, reference: Path, current: Path) -> dict[str, Any]:
        uploaded: list[str] = []
        finished = False
        try:
            for file in (reference, current):
                uploaded.append(await self._upload(file))
            body = {"base_id": uploaded[0], "target_id": uploaded[1], "force": False}
            await self._run_task(body)
            answer = await self._http.object("POST", "/drift/", json=body, repeatable=True)
            finished = True
            return answer
        finally:
            await self._delete(uploaded, CLEANING_SECONDS if finished else CANCELLED_CLEANING_SECONDS)

    async def _upload(self, file: Path) -> str:
        size = file.stat().st_size
        with file.open("rb", buffering=0) as opened:

            def body() -> Mapping[str, Any]:
                opened.seek(0)
                told = _Told(opened, lambda at: self._http.progress(at, size, "uploading"))
                return {"files": {"file": (file.name, told, "text/csv")}}

            answer = await self._http.object("POST", "/datasets/upload", body=body)
        id = answer.get("id")
        if not isinstance(id, str) or not id or not id.replace("-", "").isalnum():
            raise self._not_understood("an upload without an id")
        return id

    async def _run_task(self, body: Mapping[str, Any]) -> None:
        """Until the result is there. A failed task is answered with 200."""
        answer = await self._http.object("POST", "/drift/async", json=body)
        if answer.get("status") == "completed":
            return
        task = answer.get("task_id")
        if answer.get("status") not in ("queued", "already_running") or not isinstance(task, str) or not task:
            raise self._not_understood(f"the status {str(answer.get('status'))[:40]!r} instead of a task")
        pause = FIRST_POLL
        while True:
            state = await self._http.object("GET", f"/drift/task/{task}", seconds=30.0)
            match state.get("status"):
                case "completed":
                    return
                case "failed":
                    why = str(self._kept("error") or self._kept("message") or "no reason given")[:200]
                    raise ServiceRefusedError(
                        f"{self._config.name} failed to analyse: {why}.",
                        "Look into the service's log, or use the built-in engine.",
                    )
                case "pending" | "in_progress" as status:
                    done = state.get("progress")
                    if is_score(done):
                        self._http.progress(min(float(done or 0), 1.0), 1.0, status.replace("_", " "))
                case other:
                    raise self._not_understood(f"a task of status {str(other)[:40]!r}")
            await anyio.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(LONGEST_POLL, pause * 1.5)

    async def _delete(self, uploaded: Iterable[str], seconds: float) -> None:
        """As far as it can be done: what was found out counts more than what is left there."""
        raw = self._http.raw
        with anyio.move_on_after(seconds, shield=True):
            for id in uploaded:
                with suppress(DetectionError):
                    await self._http.answer("DELETE", f"/datasets/{id}", repeatable=True)
        self._http.raw = raw

    # The answer.

    def _scored(self, answer: Mapping[str, Any], question: Question) -> Scored:
        result = answer.get("result")
        if not isinstance(result, Mapping):
            raise self._not_understood("no result")
        if result.get("type") == "unsupported":
            raise ServiceRefusedError(
                f"{self._config.name} does not compare such files: {str(result.get('message') or '')[:200]}.",
                "Use the built-in engine.",
            )
        overall = overall_score(result)
        if overall is not None:
            return Scored(overall)
        shifts = self._shifts(result.get("drift"), question)
        known = [abs(shift) for shift in shifts.values() if shift is not None]
        if not known:
            raise self._not_understood("no mean of any column")
        return Scored(max(known), shifts)

    def _shifts(self, drift: Any, question: Question) -> dict[str, float | None]:
        if not isinstance(drift, Mapping):
            raise self._not_understood("no drift of columns")
        shifts: dict[str, float | None] = {}
        for name in question.reference:
            told = drift.get(name)
            if not isinstance(told, Mapping) or "delta" not in told:
                raise self._not_understood(f"nothing about the column {name}")
            delta = told["delta"]
            if delta is not None and not (_is_number(delta) and abs(delta) < LARGEST):
                raise self._not_understood(f"a delta of {name} that is no number")
            shifts[name] = None if delta is None else float(delta)
        return shifts

    def _kept(self, name: str) -> Any:
        """Of the last answer, without secrets."""
        return (self._http.raw or {}).get(name)

    def _not_understood(self, what: str) -> ServiceAnswerError:
        return ServiceAnswerError(f"{self._config.name} answered with {what}.", LOG_HINT)


def overall_score(result: Mapping[str, Any]) -> float | None:
    """Where the service keeps it: in ``advanced_drift``, at the top, or under one of the modalities (the greatest)."""
    modalities = result.get("modalities")
    places = [result.get("advanced_drift"), result]
    found = [_ensemble_score(place) for place in places]
    if isinstance(modalities, Mapping):
        scores = [score for m in modalities.values() if (score := _ensemble_score(m)) is not None]
        found.append(max(scores, default=None))
    return next((score for score in found if score is not None), None)


def write_csv(
    file: Path, batches: Batches, scales: Mapping[str, Moments], on_rows: Callable[[int], None], limit: float
) -> None:
    """The columns of ``scales`` in units of their deviations, missing values empty. Raises ParameterError beyond ``limit``
    bytes."""
    schema = pa.schema([(name, pa.float64()) for name in scales])
    with file.open("wb") as opened, pyarrow.csv.CSVWriter(opened, schema) as writer:
        for table in batches([*scales]):
            columns = [scaled(values_of(table, name), scale) for name, scale in scales.items()]
            writer.write_table(pa.table(columns, schema=schema))
            on_rows(table.num_rows)
            if opened.tell() > limit:
                raise ParameterError(
                    f"One side is more than {limit / 2**20:g} MB as CSV, which is the most that is uploaded.",
                    "Raise the limit in the settings of the service, or use the built-in engine.",
                )


class _Told(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: io.RawIOBase, on_read: Callable[[int], None]) -> None:
        super().__init__()
        self._file = file
        self._on_read = on_read

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes | None:
        data = self._file.read(size)
        self._on_read(self._file.tell())
        return data

    def fileno(self) -> int:
        return self._file.fileno()


def _http(config: ServiceConfig, breaker: Breaker | None = None) -> ServiceHttp:
    def refuse(service: str, status: int, answer: Mapping[str, Any]) -> DetectionError:
        return refusal(service, status, answer, _HINTS)

    return ServiceHttp(config, refuse=refuse, breaker=breaker)


def _ensemble_score(place: Any) -> float | None:
    ensemble = place.get("ensemble") if isinstance(place, Mapping) else None
    score = ensemble.get("overall_score") if isinstance(ensemble, Mapping) else None
    return float(score) if score is not None and is_score(score) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
