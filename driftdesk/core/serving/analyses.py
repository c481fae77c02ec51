"""The analyses that a server knows: waiting, running, and finished ones until they expire. All bounded."""

import asyncio
import contextlib
import secrets
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from driftdesk.core.detection.protocol import AnalysisStatus, Progress, State
from driftdesk.core.entities import now
from driftdesk.core.serving.config import MB, ServingConfig
from driftdesk.core.serving.pool import Child, WorkerDiedError
from driftdesk.core.serving.problems import ProblemError, of_worker, problem
from driftdesk.core.serving.worker import REPORT_FILE

log = structlog.get_logger(__name__)

_KEPT = 500
_KEPT_BYTES = 512 * MB
_SWEEP_SECONDS = 1.0
_RESTART_SECONDS = 1.0
_COLLECT_SECONDS = 5.0
"""How long a server that ends waits for a report to be fetched."""


class Analysis:
    """One analysis: its folder holds what was sent until it is finished, then the report."""

    def __init__(self, owner: str, folder: Path) -> None:
        self.owner = owner
        self.folder = folder
        self.parts: list[str] = []
        self.finished = asyncio.Event()
        self.status = AnalysisStatus(id=folder.name, state="queued", created_at=now())
        self.ended_at = float("inf")
        self.task: asyncio.Task[None] | None = None
        self.collected = False
        self.byte_count = 0

    @property
    def id(self) -> str:
        return self.status.id

    @property
    def report(self) -> Path:
        return self.folder / REPORT_FILE

    def tell(self, progress: list[Any]) -> None:
        done, total, stage = progress
        self.status = self.status.model_copy(
            update={"progress": Progress(done=done, total=total, stage=stage)}
        )


class Analyses:
    """Used from the event loop's thread only."""

    def __init__(self, config: ServingConfig, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._known: dict[str, Analysis] = {}
        self._waiting: asyncio.Queue[Analysis] = asyncio.Queue()
        self._uploading = 0
        self._children = [Child(config, i) for i in range(config.workers)]
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the workers, and wait for the first. Raises WorkerDiedError."""
        await self._children[0].start()
        self._tasks = [asyncio.create_task(self._work(child)) for child in self._children]
        self._tasks.append(asyncio.create_task(self._sweep()))

    async def close(self) -> None:
        """End whatever runs; no process is left."""
        tasks = [*self._tasks, *(a.task for a in self._known.values() if a.task is not None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for child in self._children:
            await child.end()

    @property
    def workers(self) -> int:
        return sum(child.is_ready for child in self._children)

    def count(self, state: State) -> int:
        return sum(a.status.state == state for a in self._known.values())

    @property
    def is_drained(self) -> bool:
        """Nothing waits or runs, and every report was fetched, or could have been for a while."""
        late = time.monotonic() - _COLLECT_SECONDS
        return not self._uploading and all(
            a.finished.is_set() and (a.collected or a.ended_at < late) for a in self._known.values()
        )

    @contextlib.contextmanager
    def place(self, owner: str) -> Iterator[Analysis]:
        """A new analysis, to be uploaded and then submitted, which is forgotten again unless it was. Raises
        ProblemError where the queue is full."""
        if self._uploading + self.count("queued") >= self._config.queue:
            raise ProblemError(
                "busy", "As many analyses wait as this server lets.", "Try again later.", {"retry-after": "5"}
            )
        folder = self._folder / secrets.token_urlsafe(18)
        folder.mkdir()
        analysis = Analysis(owner, folder)
        self._uploading += 1
        try:
            yield analysis
        finally:
            self._uploading -= 1
            if analysis.id not in self._known:
                _remove(folder)

    def submit(self, analysis: Analysis) -> None:
        """Let it wait for a worker."""
        self._known[analysis.id] = analysis
        self._waiting.put_nowait(analysis)

    def of(self, owner: str) -> list[Analysis]:
        """Newest first."""
        return [a for a in reversed(self._known.values()) if a.owner == owner]

    def get(self, id: str, owner: str) -> Analysis:
        """Raises ProblemError where there is none, or it is somebody else's."""
        found = self._known.get(id)
        if found is None or found.owner != owner:
            kept = f"Finished ones are kept for {self._config.keep_seconds / 60:g} minutes."
            raise ProblemError("not-found", "There is no such analysis.", kept)
        return found

    def cancel(self, analysis: Analysis) -> None:
        """Stop it if it is not finished, and forget it. What ran for it is killed."""
        if not analysis.finished.is_set():
            self._finish(analysis, "cancelled")
            if analysis.task is not None:
                analysis.task.cancel()
        self._forget(analysis)

    async def _work(self, child: Child) -> None:
        """One worker: analysis after analysis, in a child that is started anew whenever it had to end."""
        while True:
            try:
                if not child.is_ready:
                    await child.start()
                analysis = await self._waiting.get()
                if analysis.finished.is_set():
                    continue  # cancelled while it waited
                analysis.task = asyncio.create_task(self._run(child, analysis))
                await asyncio.wait([analysis.task])
            except (WorkerDiedError, OSError, TimeoutError):
                log.exception("a worker cannot be started")
                await asyncio.sleep(_RESTART_SECONDS)

    async def _run(self, child: Child, analysis: Analysis) -> None:
        analysis.status = analysis.status.model_copy(update={"state": "running"})
        try:
            async with asyncio.timeout(self._config.analysis_seconds):
                reply = await child.run(analysis.folder, analysis.parts, analysis.tell)
        except BaseException as error:
            await child.end()
            if isinstance(error, WorkerDiedError):
                log.warning("a worker died", analysis=analysis.id)
                hint = "The data may be damaged, or be more than the server's memory holds."
                self._fail(analysis, "worker-died", "The process that analysed ended of itself.", hint)
            elif isinstance(error, TimeoutError):
                most = f"It was stopped after {self._config.analysis_seconds:g} seconds."
                self._fail(analysis, "out-of-time", most, "Send less at once, or profiles instead of rows.")
            else:  # cancelled, by its sender or with the server
                self._finish(analysis, "cancelled")
                raise
            return
        if "done" in reply:
            self._finish(analysis, "done")
        else:
            failure = of_worker(reply["failed"])
            if trace := reply["failed"].get("trace"):
                log.error("analysis failed unexpectedly", error_id=reply["failed"]["error_id"], trace=trace)
            self._finish(analysis, "failed", failure)
            if failure.status != 422:  # its memory is full, or nobody knows: begin anew
                await child.end()

    def _fail(self, analysis: Analysis, code: str, detail: str, hint: str) -> None:
        self._finish(analysis, "failed", problem(code, detail, hint))

    def _finish(self, analysis: Analysis, state: State, failure: object = None) -> None:
        """Once: what was sent goes, the report stays."""
        if analysis.finished.is_set():
            return
        at = now()
        update = {
            "state": state,
            "problem": failure,
            "finished_at": at,
            "expires_at": at + timedelta(seconds=self._config.keep_seconds),
        }
        analysis.status = analysis.status.model_copy(update=update)
        analysis.ended_at = time.monotonic()
        for part in analysis.parts:
            (analysis.folder / part).unlink(missing_ok=True)
        analysis.byte_count = analysis.report.stat().st_size if state == "done" else 0
        analysis.finished.set()
        took = (at - analysis.status.created_at).total_seconds()
        code = analysis.status.problem.type if analysis.status.problem else ""
        log.info("analysis ended", analysis=analysis.id, state=state, seconds=took, problem=code)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            self.sweep(time.monotonic())

    def sweep(self, at: float) -> None:
        """Forget finished analyses whose time is over, and the oldest ones beyond what is kept."""
        finished = [a for a in self._known.values() if a.finished.is_set()]
        size, count = sum(a.byte_count for a in finished), len(finished)
        for analysis in finished:
            if analysis.ended_at + self._config.keep_seconds <= at or count > _KEPT or size > _KEPT_BYTES:
                self._forget(analysis)
                size, count = size - analysis.byte_count, count - 1

    def _forget(self, analysis: Analysis) -> None:
        self._known.pop(analysis.id, None)
        _remove(analysis.folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
