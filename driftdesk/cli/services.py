"""Commands on external detection services: which there are, whether they answer, and their API keys.

They read and write ``settings.json`` and the keyring; the database is not opened.
"""

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.show import facts, table
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.settings import BUILT_IN, ServiceConfig, save_settings

ServiceName = Annotated[str, typer.Argument(metavar="NAME", help="A detection service.")]


def register(app: typer.Typer) -> None:
    """Add ``driftdesk service ...`` to the application."""
    group = typer.Typer(help="Detection services: who else may analyse drift.", no_args_is_help=True)
    app.add_typer(group, name="service")
    command(group, "list")(list_services)
    command(group, "add")(add)
    command(group, "check")(check)
    command(group, "remove")(remove)
    command(group, "key")(key)


def list_services(session: Session) -> Answer:
    """List the external detection services."""
    return _listed(session.settings.services)


def _listed(services: list[ServiceConfig]) -> Answer:
    found = [{"service": s.name, **s.model_dump(mode="json", exclude={"name", "kind"})} for s in services]
    heads = ["service", "url", "shared folder", "detector", "timeout>", "warning at>", "critical at>"]
    return Answer({"services": found}, table(heads, [list(s.values()) for s in found]))


def add(
    session: Session,
    name: ServiceName,
    *,
    url: Annotated[str, typer.Option(help="Where its `ddoc serve` listens.")],
    shared_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder that both see; not needed for one on this machine."),
    ] = None,
    detector: Annotated[str | None, typer.Option(metavar="D", help="One of its detectors.")] = None,
    timeout: Annotated[float | None, typer.Option(metavar="S", help="Seconds it may take.")] = None,
    warning_at: Annotated[float | None, typer.Option(metavar="X", help="Warning from this score on.")] = None,
    critical_at: Annotated[
        float | None, typer.Option(metavar="Y", help="Critical from this score on.")
    ] = None,
) -> Answer:
    """Add a detection service. `driftdesk service key NAME` keeps its API key, `service check NAME` tries it."""
    from driftdesk.core.detection.health import check_shared_folder

    given: dict[str, Any] = {
        "url": url,
        "shared_dir": shared_dir.absolute() if shared_dir else None,
        "detector": detector,
        "timeout": timeout,
        "warning_at": warning_at,
        "critical_at": critical_at,
    }
    added = _valid({"name": name, **{k: v for k, v in given.items() if v is not None}})
    settings = session.settings
    if added.name in [s.name for s in settings.services]:
        raise ConflictError(
            f"There is a detection service {added.name!r} already.",
            f"Take another name, or remove that one first: driftdesk service remove {added.name!r}.",
        )
    check_shared_folder(added)
    settings.services = [*settings.services, added]
    save_settings(settings, "services")
    return _listed([added])


def _valid(fields: dict[str, Any]) -> ServiceConfig:
    from pydantic import ValidationError

    try:
        return ServiceConfig.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        option = "NAME" if first["loc"][0] == "name" else f"--{str(first['loc'][0]).replace('_', '-')}"
        raise ParameterError(
            f"{option} {first['input']!r} cannot be taken.", first["msg"].removeprefix("Value error, ") + "."
        ) from error


def _found(session: Session, name: str) -> ServiceConfig:
    for service in session.settings.services:
        if service.name == name:
            return service
    there = ", ".join(s.name for s in session.settings.services)
    raise NotFoundError(
        f"There is no external detection service {name!r}.",
        f"There are: {there}." if there else "Add it: driftdesk service add NAME --url URL --shared-dir DIR.",
    )


def check(session: Session, name: ServiceName) -> Answer:
    """Ask a service how it is; exit code 1 where it cannot be used."""
    from driftdesk.core.detection.credentials import service_key
    from driftdesk.core.detection.kinds import check as ask
    from driftdesk.core.detection.service import ServiceHealth

    if name == BUILT_IN:
        health = ServiceHealth(name=BUILT_IN, available=True, message="Ready")
    else:
        service = _found(session, name)
        health = ask(service, service_key(service.name))
    value = {"service": health.name, **health.model_dump(mode="json", exclude={"name"})}
    shown = facts({k: v for k, v in value.items() if v not in ("", [])})
    return Answer(value, shown, exit_code=0 if health.available else 1)


def remove(session: Session, name: ServiceName) -> Answer:
    """Remove a service, and its API key from the keyring."""
    from driftdesk.core.detection.credentials import forget_key

    service = _found(session, name)
    settings = session.settings
    settings.services = [s for s in settings.services if s is not service]
    save_settings(settings, "services")
    forget_key(service.name)
    return Answer({"removed": service.name}, f"Service {service.name} removed.")


def key(
    session: Session,
    name: ServiceName,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the key that is kept.")] = False,
) -> Answer:
    """Keep a service's API key in the system's keyring: asked for here, or one line on standard input."""
    from driftdesk.core.detection.credentials import forget_key, keep_key

    service = _found(session, name)
    if forget:
        there = forget_key(service.name)
        shown = f"The key of {service.name} is forgotten." if there else f"No key of {service.name} was kept."
        return Answer({"service": service.name, "kept": False}, shown)
    given = getpass.getpass("API key: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise ParameterError("The key is empty.", "To remove the key that is kept: --forget.")
    keep_key(service.name, given.strip())
    return Answer({"service": service.name, "kept": True}, f"The key of {service.name} is kept.")
