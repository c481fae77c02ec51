"""The one Typer application, and how its errors become exit codes."""

from typing import Annotated

import structlog
import typer
from typer import rich_utils
from typer._click.exceptions import ClickException

from driftdesk import __version__
from driftdesk.cli import (
    cleaning,
    data,
    editing,
    evaluating,
    expecting,
    explaining,
    exporting,
    importing,
    labelling,
    model_registry,
    models,
    mongodb,
    performance,
    policies,
    predicting,
    presets,
    registry,
    reports,
    rows,
    running,
    search,
    services,
    serving,
    streams,
    system,
    timeline,
    trainers,
    versions,
)
from driftdesk.cli.command import DataDir, Uri, show_error
from driftdesk.core.logs import new_error_id, route_logs

log = structlog.get_logger(__name__)

app = typer.Typer(
    name="driftdesk",
    help="DriftDesk closes the loop on data drift. Without a command it opens the window.",
    add_completion=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (
    importing,
    mongodb,
    data,
    expecting,
    explaining,
    versions,
    rows,
    editing,
    cleaning,
    labelling,
    registry,
    reports,
    models,
    predicting,
    running,
    search,
    model_registry,
    exporting,
    evaluating,
    performance,
    services,
    policies,
    presets,
    trainers,
    serving,
    streams,
    system,
    timeline,
):
    part.register(app)


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    data_dir: DataDir = None,
    uri: Uri = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Open the window, or run one of the commands."""
    if version:
        typer.echo(f"driftdesk {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from driftdesk.ui.app import main as open_window

        raise typer.Exit(open_window(data_dir=data_dir, uri=uri))
    if data_dir is not None or uri is not None:
        raise typer.BadParameter("--data-dir and --uri stand after the command.")


def main(arguments: list[str]) -> int:
    """Run the command line; the exit code. With ``--json``, every error is a JSON object on standard output."""
    route_logs()
    as_json = "--json" in arguments
    try:
        code = app(args=arguments, prog_name="driftdesk", standalone_mode=False)
    except ClickException as error:
        if as_json:
            hint = "See `driftdesk --help`, or `driftdesk COMMAND --help`."
            show_error({"code": "usage", "message": error.format_message(), "hint": hint}, as_json=True)
        else:
            rich_utils.rich_format_error(error)
        return 2
    except Exception as error:  # the program's last resort
        error_id = new_error_id()
        log.exception("command failed unexpectedly", error_id=error_id, exc_info=error)
        hint = f"This is a bug in DriftDesk. The log has the details beside {error_id}."
        message = f"{type(error).__name__}: {error}"
        show_error({"code": "unexpected", "message": message, "hint": hint}, as_json=as_json)
        return 1
    return code if isinstance(code, int) else 0
