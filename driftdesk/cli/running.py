"""Commands on runs that did not end: they go on, or the best of them becomes a version."""

from typing import Annotated

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.models import ModelName
from driftdesk.cli.show import facts

RunNumber = Annotated[int, typer.Argument(metavar="RUN", min=1, help="A run's number.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "resume-run", job=True)(resume_run)
    command(app, "register-run", job=True)(register_run)


def resume_run(session: Session, model: ModelName, run: RunNumber) -> Pending:
    """Let a run go on that is paused, failed or was stopped, from its checkpoint (from its seed without one)."""
    return Pending(session.desk.resume_run(model, run), _present)


def register_run(session: Session, model: ModelName, run: RunNumber) -> Pending:
    """Make a version of the best state of a run that failed or was stopped; one that runs ends with its epoch."""
    return Pending(session.desk.register_run(model, run), _present)


def _present(result: Result) -> Answer:
    keys = ("model", "run", "model_version", "trainer", "rows", "metrics")
    return Answer(result, facts({k: result[k] for k in keys if k in result}))
