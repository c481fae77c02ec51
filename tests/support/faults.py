"""What any client of a detection service has to make of a server that fails: run against ``tests.fakes.fault_server``.

A test gives a ``Subject``: how to ask the service (``ask(config, context)`` analyses something and gives what it comes to), what a
right answer is, and which paths are those of an analysis.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.errors import (
    DetectionError,
    JobCancelledError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.settings import ServiceConfig, ServiceKind
from tests.fakes.fault_server import Fault, FaultServer

Ask = Callable[[ServiceConfig, Context], Any]

EXPECTED: dict[Fault, tuple[type[DetectionError], ...]] = {
    "unauthorised": (ServiceRefusedError,),
    "plain_500": (ServiceRefusedError,),
    "half_answer": (ServiceAnswerError,),
    "malformed_json": (ServiceAnswerError,),
    "unknown_shape": (ServiceAnswerError,),
    "hang": (ServiceUnavailableError,),
    "drop": (ServiceAnswerError,),
    "elsewhere": (ServiceRefusedError,),
    "endless": (ServiceAnswerError, ServiceUnavailableError),
}
"""The errors that a client may raise; of the other faults, the answer is right nevertheless."""


@dataclass(frozen=True)
class Subject:
    """``served``: the service when all is well, by its URL."""

    kind: ServiceKind
    served: Callable[[], AbstractContextManager[str]]
    ask: Ask
    is_right: Callable[[Any], bool]
    is_analysis: Callable[[str], bool] = lambda path: True


class Stopped(Context):
    """Asks to stop once ``event`` is set, and says how long that took."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event
        self.at = 0.0

    def check(self) -> None:
        if self._event.is_set():
            self.at = self.at or time.monotonic()
            raise JobCancelledError("stop")


def config_of(subject: Subject, url: str, **fields: Any) -> ServiceConfig:
    return ServiceConfig.model_validate(
        {"name": "service", "kind": subject.kind, "url": url, "timeout": 20.0, **fields}
    )


@contextmanager
def no_thread_left() -> Iterator[None]:
    """Whatever the block begins ends with it."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and "process_request" not in t.name]
    assert not left, "threads that were left behind"


def check_fault(subject: Subject, fault: Fault) -> None:
    """The right answer, or an error of the right kind that says what to do; no thread left; a refused key goes nowhere else."""
    with subject.served() as upstream, FaultServer(upstream, fault, on=subject.is_analysis) as server:
        config = config_of(subject, server.url, timeout=0.5 if fault in ("hang", "endless") else 20.0)
        with no_thread_left():
            if fault in EXPECTED:
                with pytest.raises(DetectionError) as raised:
                    subject.ask(config, Context())
                assert type(raised.value) in EXPECTED[fault], repr(raised.value)
                assert raised.value.hint
            else:
                assert subject.is_right(subject.ask(config, Context()))
        assert fault == "normal" or server.met.is_set()


def check_certificate(subject: Subject, tls: Any, ca_file: Path | None) -> None:
    """A certificate that cannot be trusted is refused, and said so; nothing was sent."""
    with subject.served() as upstream, FaultServer(upstream, tls=tls) as server:
        with no_thread_left(), pytest.raises(ServiceUnavailableError, match="certificate") as raised:
            subject.ask(config_of(subject, server.url, ca_file=ca_file), Context())
        assert "CA file" in raised.value.hint
        assert not server.requests


def check_own_authority(subject: Subject, tls: Any, ca_file: Path) -> None:
    """One of an own authority is taken where its file is given."""
    with subject.served() as upstream, FaultServer(upstream, tls=tls) as server:
        assert subject.is_right(subject.ask(config_of(subject, server.url, ca_file=ca_file), Context()))


def check_cancelling(subject: Subject) -> None:
    """While the service hangs, an analysis ends within a second of being asked to, and the server learns of it."""
    with subject.served() as upstream, FaultServer(upstream, "hang", on=subject.is_analysis) as server:
        context = Stopped(server.met)
        with no_thread_left(), pytest.raises(JobCancelledError):
            subject.ask(config_of(subject, server.url, timeout=60.0), context)
        assert time.monotonic() - context.at < 1.0
        assert server.left.wait(5), "the server was not told"
