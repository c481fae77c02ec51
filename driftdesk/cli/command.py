"""What all commands have in common: where the data is, JSON or tables, errors, and waiting for a job.

A command is a function whose first parameter is a ``Session`` and whose result is an ``Answer``, or a ``Pending`` where
it enqueued a job. ``command`` turns it into a Typer command with ``--data-dir``, ``--uri``, ``--json`` and, for jobs,
``--wait``.
"""

import functools
import inspect
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_type_hints
from urllib.parse import urlsplit

import structlog
import typer
from rich.console import Console, RenderableType

from driftdesk.core.entities import Job
from driftdesk.core.errors import DriftDeskError, JobFailedError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.settings import Settings
    from driftdesk.desk import Desk

log = structlog.get_logger(__name__)

Result = dict[str, Any]

_WIDTH_OF_A_FILE = 160


@dataclass(frozen=True)
class Answer:
    """``value`` for scripts, ``show`` for eyes."""

    value: Result
    show: RenderableType | None = None
    exit_code: int = 0


@dataclass(frozen=True)
class Pending:
    """A job to wait for; ``present`` makes the answer of its result."""

    job: Job
    present: Callable[[Result], Answer]


class Wait(StrEnum):
    """Whether a command waits for the job that it enqueued."""

    YES = "yes"
    NO = "no"


DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of settings, logs and the embedded database.", metavar="DIR"),
]
Uri = Annotated[
    str | None,
    typer.Option(
        "--uri",
        help="A shared MongoDB, without password (that comes from DRIFTDESK_MONGODB_URI or the keyring).",
        metavar="URI",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
WaitOption = Annotated[Wait, typer.Option("--wait", help="no: enqueue the job, print its id and leave.")]


@dataclass
class Session:
    """One call of a command. The desk is opened when it is first asked for."""

    data_dir: Path | None
    uri: str | None
    as_json: bool
    wait: Wait = Wait.YES
    err: Console = field(default_factory=lambda: Console(stderr=True))

    @functools.cached_property
    def settings(self) -> "Settings":
        from driftdesk.core.logs import configure_logs
        from driftdesk.core.settings import load_settings

        if self.uri and urlsplit(self.uri).password:
            raise ParameterError(
                "A password on the command line can be seen by everyone on this machine.",
                "Put the address into the environment as DRIFTDESK_MONGODB_URI, or the password into the keyring "
                "with `driftdesk db login`.",
            )
        if self.data_dir is not None and self.data_dir.exists() and not self.data_dir.is_dir():
            raise ParameterError(f"{self.data_dir} is not a folder.", "Give a folder to --data-dir.")
        settings = load_settings(self.data_dir, mongodb_uri=self.uri)
        configure_logs(settings, "command")
        return settings

    @functools.cached_property
    def desk(self) -> "Desk":
        from driftdesk.desk import Desk

        return Desk.open_with(self.settings)

    def close(self) -> None:
        """Close the desk where it was opened."""
        if "desk" in self.__dict__:
            self.desk.close()

    def finish(self, outcome: Answer | Pending) -> Answer:
        """Wait for the job of a pending outcome, with a progress bar."""
        if isinstance(outcome, Answer):
            return outcome
        if self.wait is Wait.NO:
            return Answer({"job": outcome.job.id}, f"Enqueued: {outcome.job.title} (job {outcome.job.id})")
        from driftdesk.cli.progress import ProgressDisplay
        from driftdesk.workers.local import run_here

        with ProgressDisplay(self.err, outcome.job.title) as display:
            job = run_here(self.desk, outcome.job, display.on_event)
        return outcome.present(job.result or {})


def command(app: typer.Typer, name: str, *, job: bool = False, **options: Any) -> Callable[..., Any]:
    """Register a function as the command ``name``; with ``job`` it gets ``--wait``. A parameter that is a dataclass stands
    for its fields: options that several commands have."""

    def register(function: Callable[..., Answer | Pending]) -> Callable[..., Answer | Pending]:
        @functools.wraps(function)
        def run(
            *args: Any,
            data_dir: Path | None = None,
            uri: str | None = None,
            as_json: bool = False,
            wait: Wait = Wait.YES,
            **kwargs: Any,
        ) -> None:
            for key, made in records.items():
                kwargs[key] = made(**{f.name: kwargs.pop(f.name) for f in fields(made)})
            session = Session(data_dir, uri, as_json, wait)
            _run(session, lambda: session.finish(function(session, *args, **kwargs)))

        common: dict[str, tuple[Any, Any]] = {
            "data_dir": (DataDir, None),
            "uri": (Uri, None),
            "as_json": (Json, False),
            **({"wait": (WaitOption, Wait.YES)} if job else {}),
        }
        signature = inspect.signature(function, eval_str=True)
        own, records = _without_records(list(signature.parameters.values())[1:])
        more = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for key, (kind, default) in common.items()
        ]
        run.__signature__ = signature.replace(parameters=[*own, *more])  # type: ignore[attr-defined]  # for Typer
        run.__annotations__ = {p.name: p.annotation for p in [*own, *more]}
        app.command(name, **options)(run)
        return function

    return register


def _without_records(
    parameters: list[inspect.Parameter],
) -> tuple[list[inspect.Parameter], dict[str, Any]]:
    """The parameters with fields in the place of dataclasses, and these by the names of their parameters."""
    found: list[inspect.Parameter] = []
    records: dict[str, Any] = {}
    for parameter in parameters:
        if not is_dataclass(made := parameter.annotation):
            found.append(parameter)
            continue
        records[parameter.name] = made
        hints = get_type_hints(made, include_extras=True)
        found += [
            inspect.Parameter(
                f.name, inspect.Parameter.KEYWORD_ONLY, annotation=hints[f.name], default=f.default
            )
            for f in fields(made)
        ]
    return found, records


def _run(session: Session, work: Callable[[], Answer]) -> None:
    try:
        answer = work()
        show(answer, as_json=session.as_json)
        if answer.exit_code:
            raise typer.Exit(answer.exit_code)
    except DriftDeskError as error:
        fail(error, as_json=session.as_json)
    except KeyboardInterrupt:
        show_error({"code": "interrupted", "message": "Interrupted.", "hint": ""}, as_json=session.as_json)
        raise typer.Exit(130) from None
    finally:
        session.close()


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer on standard output."""
    if as_json or answer.show is None:
        sys.stdout.write(json.dumps(as_json_value(answer.value), ensure_ascii=False, allow_nan=False) + "\n")
        sys.stdout.flush()
    else:
        Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE).print(answer.show)


def as_json_value(value: Any) -> Any:
    """The value as JSON has it: null for NaN and infinity, text for times."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: as_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    return value


def fail(error: DriftDeskError, *, as_json: bool) -> NoReturn:
    """Print an error and exit with its code. A failed job's error is its cause's."""
    code, exit_code = error.code, error.exit_code
    if isinstance(error, JobFailedError):
        code, exit_code = error.cause_code, error.cause_exit
    log.info("command failed", code=code, message=error.message)
    show_error({"code": code, "message": error.message, "hint": error.hint}, as_json=as_json)
    raise typer.Exit(exit_code)


def show_error(error: dict[str, str], *, as_json: bool) -> None:
    """``{"error": ...}`` on standard output, or two lines on standard error."""
    if as_json:
        sys.stdout.write(json.dumps({"error": error}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return
    console = Console(stderr=True, highlight=False)
    console.print(error["message"], style="bold red", markup=False)
    if error["hint"]:
        console.print(error["hint"], markup=False)
