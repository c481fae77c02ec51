"""The command that makes this DriftDesk a detection service for others. The database is not opened."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.core.errors import ParameterError


def register(app: typer.Typer) -> None:
    """Add ``driftdesk serve`` to the application."""
    command(app, "serve")(serve)


def serve(
    session: Session,
    *,
    host: Annotated[str, typer.Option(metavar="H", help="Address to listen at; 0.0.0.0: all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="P", help="0: any that is free.")] = 8766,
    key_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="API keys, one a line; else DRIFTDESK_SERVER_KEY or the keyring."),
    ] = None,
    new_key: Annotated[
        bool,
        typer.Option(
            "--new-key", help="Make a key, keep it in the keyring or --key-file, show it once, and leave."
        ),
    ] = False,
    no_key: Annotated[bool, typer.Option("--no-key", help="Whoever is on this machine may ask.")] = False,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Certificate (PEM) for https.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its private key (PEM).")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Analyses at once.")] = 1,
    queue: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="Analyses that may wait.")] = 16,
    max_body: Annotated[int, typer.Option(min=1, metavar="MB", help="Largest request.")] = 1024,
    memory: Annotated[int, typer.Option(min=256, metavar="MB", help="What one analysis may take.")] = 4096,
    timeout: Annotated[float, typer.Option(min=1, metavar="S", help="Seconds an analysis may take.")] = 300,
    rate: Annotated[int, typer.Option(min=1, metavar="N", help="Requests a minute of one caller.")] = 600,
    keep: Annotated[float, typer.Option(min=1, metavar="S", help="Seconds that reports are kept.")] = 900,
    drain: Annotated[
        float, typer.Option(min=0, metavar="S", help="Seconds to finish what runs, at the end.")
    ] = 30,
) -> Answer:
    """Answer drift analyses of others over HTTP until SIGTERM or Ctrl-C. Logs go to standard error (JSON lines unless it
    is a terminal)."""
    from driftdesk.core.serving.config import MB, ServingConfig
    from driftdesk.core.serving.keys import new_key as make_key

    if new_key:
        made = make_key(key_file)
        place = str(key_file) if key_file else "the keyring"
        return Answer({"key": made, "kept": place}, f"{made}\nIt is kept in {place}, and not shown again.")
    config = ServingConfig(
        host=host,
        port=port,
        keys=_keys(host, key_file, no_key=no_key),
        tls_cert=tls_cert,
        tls_key=tls_key,
        workers=workers,
        queue=queue,
        body_bytes=max_body * MB,
        memory_bytes=memory * MB,
        analysis_seconds=timeout,
        requests_per_minute=rate,
        keep_seconds=keep,
        drain_seconds=drain,
    )
    if (tls_cert is None) != (tls_key is None):
        raise ParameterError("https needs a certificate and its key.", "Give both --tls-cert and --tls-key.")
    from driftdesk.core.logs import configure_logs
    from driftdesk.core.serving.server import DriftServer

    configure_logs(session.settings, "server", "human" if sys.stderr.isatty() else "json")
    server = DriftServer(config)
    server.run()
    return Answer({"served": server.url}, f"{server.url} is closed.")


def _keys(host: str, key_file: Path | None, *, no_key: bool) -> tuple[str, ...]:
    """Those that are set. Raises ParameterError where there is none and others could ask."""
    from driftdesk.core.serving.config import is_loopback
    from driftdesk.core.serving.keys import server_keys

    if no_key:
        if is_loopback(host):
            return ()
        raise ParameterError(
            f"Without a key, everyone who reaches {host} could ask.",
            "Leave --no-key out, or listen at 127.0.0.1.",
        )
    keys = server_keys(key_file)
    if not keys:
        raise ParameterError(
            "There is no API key.",
            "Make one by `driftdesk serve --new-key` (or put one into DRIFTDESK_SERVER_KEY); on a machine of your own "
            "--no-key does without.",
        )
    return keys
