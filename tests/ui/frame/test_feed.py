"""The feed: stored events in order, each once."""

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Job, JobFinished, JobKind, JobProgressed, JobStarted, JobState, Progress
from driftdesk.core.errors import DatabaseUnavailableError
from driftdesk.ui.feed import EventFeed
from driftdesk.ui.notifications import Notice
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeChange, FakeDesk, FakeJobs


def test_every_event_of_a_job_arrives_once_and_in_order(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot
) -> None:
    seen: list[tuple[int, str]] = []
    workspace.feed.job_event.connect(lambda e: seen.append((e.number, e.type)))
    job = desk.jobs.add(Job(kind=JobKind.TRAIN, title="Train churn"))
    desk.jobs.publish(JobStarted(job_id=job.id, attempt=1, number=0, worker="w"))
    for n in (1, 2, 3):
        progress = Progress(done=n, total=4)
        desk.jobs.publish(JobProgressed(job_id=job.id, attempt=1, number=n, progress=progress))
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=4, state=JobState.SUCCEEDED))
    qtbot.waitUntil(lambda: len(seen) >= 5)
    desk.jobs.announce("*")
    with qtbot.waitSignal(workspace.feed.changed):
        desk.jobs.announce("workers")
    assert [n for n, _ in seen] == [0, 1, 2, 3, 4]


def test_jobs_that_an_outage_hid_are_shown_after_it_and_are_no_error(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices: list[Notice] = []
    workspace.notifications.posted.connect(notices.append)
    asked: list[str] = []

    def refuse(job_id: str) -> Job:
        asked.append(job_id)
        raise DatabaseUnavailableError("The database refuses the connection.", "Is the server running?")

    with monkeypatch.context() as outage:
        outage.setattr(desk.jobs, "get", refuse)
        job = desk.jobs.add(Job(kind=JobKind.SWEEP, title="Sweep"))
        qtbot.waitUntil(lambda: asked == [job.id])
        qtbot.waitUntil(lambda: workspace.tasks.busy == 0)
    desk.jobs.announce("*")
    qtbot.waitUntil(lambda: workspace.jobs.job(job.id) is not None)
    assert notices == []


def test_a_database_that_does_not_answer_may_outlast_the_window(
    loop: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered, heard = threading.Event(), threading.Event(), threading.Event()

    class Silent(FakeJobs):
        def watch(self, stop: threading.Event) -> Iterator[FakeChange]:
            asked.set()
            answered.wait()
            yield FakeChange(collection="*", id="", job_id=None)
            heard.set()

    monkeypatch.setattr("driftdesk.ui.feed.PATIENCE", 0.0)
    feed = EventFeed()
    feed.start(Silent())  # type: ignore[arg-type]  # the fake
    qtbot.waitUntil(asked.is_set)
    feed.close()
    shiboken6.delete(feed)
    answered.set()
    qtbot.waitUntil(heard.is_set)
