"""The context of a running job, on a store that only remembers."""

import threading
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from driftdesk.core.entities import Fence, Job, JobEvent, JobKind, MetricPoint, Progress, Stop
from driftdesk.core.errors import DatabaseUnavailableError, JobCancelledError, JobPausedError, LeaseLostError
from driftdesk.core.jobs.context import Asked, JobContext
from tests.support.waiting import until


class FakeStore:
    """Remembers what is written; raises ``error`` where it is set."""

    def __init__(self) -> None:
        self.written: list[JobEvent] = []
        self.points: list[MetricPoint] = []
        self.progress: list[Progress] = []
        self.steps: dict[str, Any] = {}
        self.error: Exception | None = None
        self.held = threading.Event()
        self.held.set()
        self.events = SimpleNamespace(append=self._append)
        self.metrics = SimpleNamespace(append=self.points.extend)
        self.jobs = SimpleNamespace(
            set_progress=lambda _fence, progress: self.progress.append(progress),
            set_step=lambda _fence, name, result: self.steps.update({name: result}),
            count=lambda **_: 1,
        )

    def _append(self, events: Sequence[JobEvent], _fence: Fence) -> None:
        self.held.wait()
        if self.error:
            raise self.error
        self.written.extend(events)


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def context(store: FakeStore, asked: Asked) -> Iterator[JobContext]:
    job = Job(kind=JobKind.TRAIN, title="t", attempt=2, created_by="ada", steps={"before": {"x": 1}})
    context = JobContext(store, job, asked)  # type: ignore[arg-type]  # a fake
    yield context
    store.error = None
    store.held.set()
    context.close()


def test_what_is_said_becomes_numbered_events(context: JobContext, store: FakeStore) -> None:
    context.started("w")
    context.warn("careful")
    context.flush()
    context.warn("again")
    context.flush()
    assert [e.number for e in store.written] == [0, 1, 2]
    assert {e.attempt for e in store.written} == {2}
    assert context.written == 3


def test_events_are_written_without_asking(context: JobContext, store: FakeStore) -> None:
    context.warn("careful")
    until(lambda: store.written, timeout=2)


def test_of_progress_only_the_latest_is_written(context: JobContext, store: FakeStore) -> None:
    store.held.clear()
    context.warn("the writer waits with this one")
    until(lambda: not context._pending)
    for i in range(1000):
        context.progress(i, 1000, "counting")
    store.held.set()
    context.flush()
    assert [p.done for p in store.progress] == [999.0]


def test_every_metric_is_stored_but_announced_in_batches(context: JobContext, store: FakeStore) -> None:
    store.held.clear()
    context.warn("the writer waits with this one")
    until(lambda: not context._pending)
    for step in range(50):
        context.metrics("run", step, step / 10, {"loss": 1.0})
    store.held.set()
    context.flush()
    assert [p.step for p in store.points] == list(range(50))
    assert [e.step for e in store.written if e.type == "metrics_recorded"] == [49]


def test_what_could_not_be_written_is_written_later_in_order(context: JobContext, store: FakeStore) -> None:
    store.error = DatabaseUnavailableError("away")
    context.warn("first")
    with pytest.raises(DatabaseUnavailableError):
        context.flush()
    store.error = None
    context.warn("second")
    until(lambda: len(store.written) == 2)
    assert [(e.number, e.message) for e in store.written if e.type == "job_warned"] == [
        (0, "first"),
        (1, "second"),
    ]


def test_a_lost_lease_ends_the_work_at_its_next_check(context: JobContext, store: FakeStore) -> None:
    context.check()
    store.error = LeaseLostError("taken over")
    context.warn("never written")

    def lost() -> bool:
        try:
            context.check()
        except LeaseLostError:
            return True
        return False

    until(lost, timeout=2)
    assert store.written == []


def test_being_asked_to_end_and_to_give_back_are_different_ends(context: JobContext, asked: Asked) -> None:
    asked.stop = Stop.ASK
    with pytest.raises(JobCancelledError):
        context.check()
    asked.stop = None
    asked.to_give_back = True
    with pytest.raises(JobPausedError):
        context.check()


def test_being_asked_to_pause_and_to_finish_are_different_wishes(context: JobContext, asked: Asked) -> None:
    asked.stop = Stop.FINISH
    context.check()
    assert context.finishing
    asked.stop = Stop.PAUSE
    assert not context.finishing
    with pytest.raises(JobPausedError):
        context.check()
    asked.stop = None
    context.check()


def test_steps_of_earlier_attempts_are_known(context: JobContext, store: FakeStore) -> None:
    assert context.done_steps() == {"before": {"x": 1}}
    context.step("after", {"y": 2})
    assert store.steps == {"after": {"y": 2}}
    assert set(context.done_steps()) == {"before", "after"}


def test_the_time_left_is_estimated_from_the_present_stage(
    context: JobContext, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("driftdesk.core.jobs.context.time.monotonic", lambda: clock[0])
    context.progress(0, 10, "reading")
    clock[0] += 50
    context.progress(0, 100, "training")
    clock[0] += 10
    context.progress(25, 100, "training")
    context.flush()
    assert store.progress[-1].seconds_left == 30.0
