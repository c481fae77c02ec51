"""A job that somebody dies under, attempt after attempt."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from driftdesk.core.entities import Job
from driftdesk.core.errors import StorageError
from driftdesk.desk import Desk
from tests.support.moments import Done, Moment, gate, put
from tests.support.waiting import until


def _nothing(_: Moment) -> None:
    pass


@dataclass
class Attempts:
    """``revive`` brings back whoever died; ``at_rest`` looks at the store when nobody is at work, after a kill."""

    desk: Desk
    at_rest: Callable[[Job], None]
    revive: Callable[[Moment], None] = _nothing
    told: list[str] = field(default_factory=list)
    """What happened, for eyes."""

    def run(self, job: Job, moments: Sequence[Moment] = ()) -> tuple[Job, Done]:
        """Until the job ended well: it, and what the attempt did that came to the end."""
        number, left = 0, list(moments)
        while True:
            seen = number
            until(lambda: self._is_final(job) or self._waiting(job) > seen, timeout=100)  # noqa: B023
            if self._is_final(job):
                break
            number = self._waiting(job)
            if number > 1:
                self.at_rest(job)
            moment = left.pop(0) if left else Moment()
            at = gate(self.desk.settings.data_dir, job.id, number)
            put(at.with_suffix(".moment"), asdict(moment))
            if moment.victim != "nobody":
                until(at.with_suffix(".killed").exists, timeout=60)
                seconds, commands, last = json.loads(at.with_suffix(".killed").read_text())
                self.told.append(f"{job.title}: {moment.text}; at {seconds:.2f} s, command {commands} {last}")
                self.revive(moment)
        ended = self.desk.jobs.wait(job.id, timeout=1)
        done = gate(self.desk.settings.data_dir, job.id, ended.attempt).with_suffix(".done")
        return ended, Done(**json.loads(done.read_text()))

    def _waiting(self, job: Job) -> int:
        """The attempt that waits at its gate, or else 0."""
        try:
            attempt = self.desk.jobs.get(job.id).attempt
        except StorageError:  # the database is away
            return 0
        return (
            attempt
            if gate(self.desk.settings.data_dir, job.id, attempt).with_suffix(".waits").exists()
            else 0
        )

    def _is_final(self, job: Job) -> bool:
        try:
            return self.desk.jobs.get(job.id).state.is_final
        except StorageError:
            return False
