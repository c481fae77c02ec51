"""Commands on the machinery: worker, jobs, database, sample data."""

import getpass
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import Job, JobState
from driftdesk.core.errors import ParameterError

JobId = Annotated[str, typer.Argument(metavar="JOB", help="A job's id, or its beginning.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "worker")(worker)
    command(app, "doctor")(doctor)
    command(app, "sample")(sample)
    jobs = typer.Typer(help="Jobs: what runs, waits and ended.", no_args_is_help=True)
    command(jobs, "list")(list_jobs)
    command(jobs, "show")(show_job)
    command(jobs, "pause")(pause)
    command(jobs, "resume")(resume)
    command(jobs, "finish")(finish)
    command(jobs, "cancel")(cancel)
    app.add_typer(jobs, name="jobs")
    db = typer.Typer(help="The database.", no_args_is_help=True)
    command(db, "status")(db_status)
    command(db, "stop")(db_stop)
    command(db, "uri")(db_uri)
    command(db, "login")(db_login)
    app.add_typer(db, name="db")


def worker(
    session: Session,
    slots: Annotated[int, typer.Option(min=1, max=64, help="Jobs at once.")] = 1,
    drain: Annotated[bool, typer.Option("--drain", help="End when the queue is empty.")] = False,
) -> Answer:
    """Run jobs until SIGTERM or Ctrl-C. Logs go to standard error (JSON lines unless it is a terminal)."""
    from driftdesk.core.logs import configure_logs
    from driftdesk.workers.headless import run_worker

    configure_logs(session.settings, "worker", "human" if sys.stderr.isatty() else "json")
    ran = run_worker(session.desk, slots, drain=drain)
    return Answer({"jobs": ran}, f"{ran} jobs ended here.")


def doctor(session: Session) -> Answer:
    """Check this machine and the database; each problem comes with its remedy."""
    from driftdesk.cli.doctor import checks

    found = checks(session)
    shown = table(
        ["", "check", "finding", "remedy"],
        [["ok" if c.ok else "!!", c.name, c.finding, c.remedy] for c in found],
    )
    value = {
        "ok": all(c.ok for c in found),
        "checks": [{"name": c.name, "ok": c.ok, "finding": c.finding, "remedy": c.remedy} for c in found],
    }
    return Answer(value, shown, exit_code=0 if value["ok"] else 1)


def sample(session: Session) -> Answer:
    """Where the sample data is that came with the program."""
    from driftdesk.core.paths import sample_data_dir

    folder = sample_data_dir()
    files = sorted(str(p) for p in folder.rglob("*") if p.suffix in (".csv", ".json", ".jsonl", ".parquet"))
    return Answer({"folder": str(folder), "files": files}, "\n".join(files))


def list_jobs(
    session: Session,
    state: Annotated[JobState | None, typer.Option(help="Only those.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
) -> Answer:
    """List jobs, newest first."""
    found = session.desk.jobs.list(state=state, limit=limit)
    lost = session.desk.jobs.lost()
    rows = [
        (
            j.id,
            "lost contact" if j.id in lost else j.state,
            j.title,
            j.created_at,
            j.created_by,
            j.error and j.error.message,
        )
        for j in found
    ]
    shown = table(["job!", "state!", "title", "created", "by", "error"], rows)
    return Answer({"jobs": [_job(j, lost, "params", "result", "stop", "lease_until") for j in found]}, shown)


def _job(job: Job, lost: dict[str, datetime], *without: str) -> dict[str, Any]:
    """``lost_since``: when the worker was last heard of, where contact with it is lost."""
    hidden = {"id", "dedupe", "reserved_for", "steps", "heard_at", "parent", "children_seen", *without}
    fields = job.model_dump(mode="json", exclude=hidden)
    since = lost.get(job.id)
    return {"job": job.id, **fields, "lost_since": since and since.isoformat()}


def _found(session: Session, beginning: str) -> Job:
    if len(beginning) < 24:
        fitting = [j for j in session.desk.jobs.list(limit=1000) if j.id.startswith(beginning)]
        if len(fitting) == 1:
            return fitting[0]
    return session.desk.jobs.get(beginning)


def show_job(session: Session, job: JobId) -> Answer:
    """One job with its params, progress, result or error, and what it said."""
    found = _found(session, job)
    warned = [e.message for e in session.desk.jobs.events(found.id) if e.type == "job_warned"]
    value = {**_job(found, session.desk.jobs.lost()), "warnings": warned}
    return Answer(value, facts({k: v for k, v in value.items() if v not in (None, [], "")}))


def pause(session: Session, job: JobId) -> Answer:
    """Free a job's slot and leave it as it is; a training keeps a checkpoint first."""
    paused = session.desk.jobs.pause(_found(session, job).id)
    word = "asked to pause" if paused.state is JobState.RUNNING else paused.state
    return _asked(paused, str(word))


def resume(session: Session, job: JobId) -> Answer:
    """Let a paused job go on, by whichever worker has a free slot."""
    resumed = session.desk.jobs.resume(_found(session, job).id)
    return _asked(resumed, str(resumed.state))


def finish(session: Session, job: JobId) -> Answer:
    """Ask a training to end with the epoch (or block of trees) under way, and to register the best that it has."""
    return _asked(session.desk.jobs.finish(_found(session, job).id), "asked to come to a good end")


def _asked(job: Job, word: str) -> Answer:
    return Answer({"job": job.id, "state": job.state, "stop": job.stop}, f"{job.title}: {word}.")


def cancel(
    session: Session,
    job: JobId,
    kill: Annotated[bool, typer.Option("--kill", help="Do not ask, kill its process.")] = False,
) -> Answer:
    """Cancel a job that waits, or stop one that runs."""
    stopped = session.desk.jobs.stop(_found(session, job).id, kill=kill)
    return Answer(
        {"job": stopped.id, "state": stopped.state}, f"{stopped.title}: {stopped.state}, asked to stop."
    )


def db_status(session: Session) -> Answer:
    """How the database is; starts nothing where it is the embedded one."""
    if session.settings.mongodb_uri is not None:
        value = {
            "embedded": False,
            "uri": session.desk.store.uri_shown,
            "database": session.settings.database,
        }
        return Answer(value, facts(value))
    from driftdesk.core.storage.embedded import EmbeddedServer

    status = EmbeddedServer(session.settings).status()
    value = {
        "embedded": True,
        "running": status.running,
        "pid": status.pid,
        "port": status.port,
        "version": status.version,
        "path": str(status.path),
        "bytes": status.byte_count,
        "clients": list(status.clients),
    }
    return Answer(value, facts(value))


def db_stop(session: Session) -> Answer:
    """Stop the embedded database now, instead of half a minute after its last user left."""
    from driftdesk.core.storage.embedded import EmbeddedServer

    stopped = EmbeddedServer(session.settings).stop()
    return Answer({"stopped": stopped}, "The database is stopped." if stopped else "It did not run.")


def db_uri(
    session: Session,
    secret: Annotated[bool, typer.Option("--secret", help="With the password: keep it to yourself.")] = False,
) -> Answer:
    """The address of the database, for other tools."""
    store = session.desk.store
    uri = store.secret_uri.get_secret_value() if secret else store.uri_shown
    return Answer({"uri": uri}, uri)


def db_login(
    session: Session,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the password that is kept.")] = False,
) -> Answer:
    """Keep the password of the shared database (``--uri mongodb://user@host/``) in the system's keyring."""
    from pydantic import SecretStr

    from driftdesk.core.storage.connection import without_password
    from driftdesk.core.storage.passwords import keep_password

    uri = session.settings.mongodb_uri
    if uri is None:
        raise ParameterError("Which database?", "Give its address with --uri mongodb://user@host:27017/.")
    keep_password(uri, None if forget else SecretStr(getpass.getpass("Password: ")))
    value = {"uri": without_password(uri), "kept": not forget}
    return Answer(value, f"The password for {value['uri']} is {'forgotten' if forget else 'kept'}.")
