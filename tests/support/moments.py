"""When somebody dies while a job is at work: what a test tells the handlers of ``tests/support/killed.py``, and hears."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Victim = Literal["nobody", "child", "worker", "database"]


@dataclass(frozen=True)
class Moment:
    """When ``victim`` dies: after ``seconds``; or at the ``command``-th command, before it is sent or ``after`` its
    answer, counted from the first one that is called ``label`` (empty: from the first). At the end of the work, before
    the worker hears of it, where that does not come."""

    victim: Victim = "nobody"
    seconds: float | None = None
    command: int = 0
    label: str = ""
    after: bool = False
    database: int = 0
    """Process id of the mongod."""

    @property
    def text(self) -> str:
        if self.seconds is not None:
            return f"{self.victim} after {self.seconds:.2f} s"
        counted = f"{self.label} + {self.command}" if self.label else f"command {self.command}"
        return f"{self.victim} {'after' if self.after else 'before'} {counted}"


@dataclass
class Done:
    """What an attempt did that came to its end."""

    seconds: float = 0.0
    rows_read: int = 0
    """From files."""
    commands: list[str] = field(default_factory=list)


def gate(folder: Path, job_id: str, attempt: int) -> Path:
    """What the files of an attempt begin with: ``.waits``, ``.moment``, ``.killed`` and ``.done``."""
    return folder / "kills" / f"{job_id}-{attempt}"


def put(path: Path, content: Any) -> None:
    """Write JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content))
    new.rename(path)
