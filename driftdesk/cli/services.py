"""Commands on external detection services: which there are, whether they answer, their API keys and their thresholds.

All but those on thresholds read and write ``settings.json`` and the keyring alone; the database is not opened.
"""

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Name
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import ServiceThresholds
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.settings import BUILT_IN, ServiceConfig, save_settings

ServiceName = Annotated[str, typer.Argument(metavar="NAME", help="A detection service.")]
WarningAt = Annotated[float | None, typer.Option(metavar="X", help="Warning from this score on.")]
CriticalAt = Annotated[float | None, typer.Option(metavar="Y", help="Critical from this score on.")]


def register(app: typer.Typer) -> None:
    """Add ``driftdesk service ...`` to the application."""
    group = typer.Typer(help="Detection services: who else may analyse drift.", no_args_is_help=True)
    app.add_typer(group, name="service")
    command(group, "list")(list_services)
    command(group, "add")(add)
    command(group, "check")(check)
    command(group, "remove")(remove)
    command(group, "key")(key)
    command(group, "thresholds")(thresholds)
    command(group, "learn")(learn)


def list_services(session: Session) -> Answer:
    """List the external detection services."""
    return _listed(session.settings.services)


def _listed(services: list[ServiceConfig]) -> Answer:
    from driftdesk.core.detection.kinds import FIELDS

    found = []
    for service in services:
        values = service.model_dump(mode="json", include=set(FIELDS[service.kind]))
        found.append({"service": values.pop("name"), **values})
    rows = [[s["service"], s["kind"], s["url"], s.get("warning_at"), s.get("critical_at"), s["timeout"],
             "built-in" if s["fallback"] else "-"] for s in found]  # fmt: skip
    heads = ["service", "kind", "url", "warning at>", "critical at>", "timeout>", "where it fails"]
    return Answer({"services": found}, table(heads, rows))


def add(
    session: Session,
    name: ServiceName,
    *,
    url: Annotated[str, typer.Option(help="Where it listens.")],
    kind: Annotated[
        str, typer.Option(metavar="ddoc|drift-studio|driftdesk", help="What it is: `ddoc serve`, ...")
    ] = "ddoc",
    shared_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="ddoc: a folder that both see; not needed for one on this machine."),
    ] = None,
    detector: Annotated[str | None, typer.Option(metavar="D", help="ddoc: one of its detectors.")] = None,
    timeout: Annotated[float | None, typer.Option(metavar="S", help="Seconds it may take.")] = None,
    warning_at: WarningAt = None,
    critical_at: CriticalAt = None,
    max_upload_mb: Annotated[
        float | None, typer.Option(metavar="MB", help="drift-studio: largest side as CSV.")
    ] = None,
    ca_file: Annotated[
        Path | None, typer.Option(metavar="PEM", help="Certificates that its https is also checked by.")
    ] = None,
    fallback: Annotated[
        bool, typer.Option("--fallback", help="Where it fails, let the built-in engine answer.")
    ] = False,
) -> Answer:
    """Add a detection service. `driftdesk service key NAME` keeps its API key, `service check NAME` tries it."""
    given: dict[str, Any] = {
        "url": url,
        "kind": kind,
        "shared_dir": shared_dir.absolute() if shared_dir else None,
        "detector": detector,
        "timeout": timeout,
        "warning_at": warning_at,
        "critical_at": critical_at,
        "max_upload_mb": max_upload_mb,
        "ca_file": ca_file.absolute() if ca_file else None,
        "fallback": fallback or None,
    }
    added = _valid({"name": name, **{k: v for k, v in given.items() if v is not None}})
    settings = session.settings
    if added.name in [s.name for s in settings.services]:
        raise ConflictError(
            f"There is a detection service {added.name!r} already.",
            f"Take another name, or remove that one first: driftdesk service remove {added.name!r}.",
        )
    _check_usable(added, given)
    settings.services = [*settings.services, added]
    save_settings(settings, "services")
    return _listed([added])


def _check_usable(added: ServiceConfig, given: dict[str, Any]) -> None:
    from driftdesk.core.detection.kinds import FIELDS

    for field, value in given.items():
        if value is not None and field not in FIELDS[added.kind]:
            option = f"--{field.replace('_', '-')}"
            raise ParameterError(f"{option} means nothing to a {added.kind} service.", "Leave it out.")
    if added.ca_file is not None and not added.ca_file.is_file():
        raise ParameterError(f"--ca-file {added.ca_file} is not there.", "Give a file of certificates (PEM).")
    if added.kind == "ddoc":
        from driftdesk.core.detection.health import check_shared_folder

        check_shared_folder(added)


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
        f"There are: {there}." if there else "Add it: driftdesk service add NAME --url URL --kind KIND.",
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
    from driftdesk.core.detection.kinds import TAKES_KEY

    service = _found(session, name)
    if forget:
        there = forget_key(service.name)
        shown = f"The key of {service.name} is forgotten." if there else f"No key of {service.name} was kept."
        return Answer({"service": service.name, "kept": False}, shown)
    if not TAKES_KEY[service.kind]:
        raise ParameterError(
            f"A {service.kind} service knows no keys.",
            "Whoever reaches it may use it: keep it in your network.",
        )
    given = getpass.getpass("API key: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise ParameterError("The key is empty.", "To remove the key that is kept: --forget.")
    keep_key(service.name, given.strip())
    return Answer({"service": service.name, "kept": True}, f"The key of {service.name} is kept.")


def thresholds(
    session: Session,
    name: ServiceName,
    dataset: Name,
    *,
    warning_at: WarningAt = None,
    critical_at: CriticalAt = None,
    forget: Annotated[bool, typer.Option("--forget", help="Let those of the service hold again.")] = False,
) -> Answer:
    """From which score of a service on a dataset has drifted: shown, set by hand, or forgotten."""
    service = _found(session, name)
    desk = session.desk
    kept, found = desk.service_thresholds, desk.datasets.get(dataset)
    if forget:
        kept.forget(service.name, found)
    elif warning_at is not None and critical_at is not None:
        kept.set(service.name, found, warning_at, critical_at)
    elif warning_at is not None or critical_at is not None:
        raise ParameterError("One threshold is missing.", "Give both: --warning-at X --critical-at Y.")
    return _thresholds(service, dataset, kept.of(service.name, found))


def _thresholds(service: ServiceConfig, dataset: str, own: ServiceThresholds | None) -> Answer:
    value = {
        "service": service.name,
        "dataset": dataset,
        "warning_at": own.warning_at if own else service.warning_at,
        "critical_at": own.critical_at if own else service.critical_at,
        "from": own.source if own else "service",
        "learned": own.learned.model_dump(mode="json") if own and own.learned else None,
    }
    shown = {k: v for k, v in value.items() if v is not None}
    if own and own.learned:
        of = own.learned
        shown["learned"] = (
            f"from v{of.version}, {of.splits} splits of {of.reference_rows} and {of.current_rows} rows, "
            f"quantile {of.quantile:g}, scores {of.scores[0]:.4g} to {of.scores[-1]:.4g}"
        )
    return Answer(value, facts(shown))


def learn(
    session: Session,
    name: ServiceName,
    dataset: Name,
    *,
    version: Annotated[str, typer.Option(metavar="V", help="A version without drift in itself.")] = "latest",
    splits: Annotated[int, typer.Option(min=5, max=1000, metavar="K", help="How often to ask.")] = 19,
    quantile: Annotated[
        float, typer.Option(metavar="Q", help="Of the scores, for a warning: 0.95 lets one in twenty pass.")
    ] = 0.95,
    rows: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Rows that new data will have (half of the version's)."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Of the splits.")] = 0,
) -> Pending:
    """Learn from which score of a service on a dataset has drifted: random parts of a version against its other rows."""
    if not 0.5 < quantile < 1:
        raise ParameterError(f"--quantile {quantile:g} cannot be taken.", "It must lie between 0.5 and 1.")
    desk = session.desk
    asked = desk.learn_service(
        name, dataset, version=version, splits=splits, quantile=quantile, rows=rows, seed=seed
    )

    def present(_: Result) -> Answer:
        return _thresholds(
            _found(session, name), dataset, desk.service_thresholds.of(name, desk.datasets.get(dataset))
        )

    return Pending(asked, present)
