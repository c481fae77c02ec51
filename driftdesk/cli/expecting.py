"""Commands on expectations: drift of columns that is no surprise, and does not count."""

from typing import Annotated

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import Name
from driftdesk.cli.show import severity as coloured
from driftdesk.cli.show import table
from driftdesk.core.entities import Expectation
from driftdesk.core.errors import ParameterError

_KEPT = {"column", "reference", "severity", "note", "by", "at"}


def register(app: typer.Typer) -> None:
    """Add ``driftdesk expect`` to the application."""
    command(app, "expect")(expect)


def expect(
    session: Session,
    name: Name,
    column: Annotated[
        str | None, typer.Argument(metavar="[COLUMN]", help="The column; without one: list what is expected.")
    ] = None,
    *,
    note: Annotated[str, typer.Option(help="Why its drift is no surprise.")] = "",
    report: Annotated[
        str | None, typer.Option(metavar="ID", help="The report that shows it (the last one).")
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Let the drift of the column count again.")
    ] = False,
    reference: Annotated[
        int | None, typer.Option(metavar="V", help="With --withdraw: where several are expected.")
    ] = None,
) -> Answer:
    """Accept the drift of a column: it is shown, and counts neither for the verdict nor for policies."""
    service = session.desk.expectations
    if column is None:
        if withdraw or note:
            raise ParameterError("There is no column.", f"Name one: driftdesk expect {name} COLUMN.")
        return _listed(name, service.list(name))
    if withdraw:
        return _listed(name, [service.withdraw(name, column, reference=reference)], "withdrawn")
    return _listed(name, [service.accept(name, column, note, report_id=report)])


def _listed(name: str, found: list[Expectation], key: str = "expected") -> Answer:
    shown = [e.model_dump(mode="json", include=_KEPT) for e in found]
    rows = [
        [e.column, f"v{e.reference}", coloured(e.severity.value), e.note, e.by or "-", e.at] for e in found
    ]
    heads = ["column", "against", "up to", "note", "by", "at!"]
    return Answer({"dataset": name, key: shown}, table(heads, rows, f"Drift of {name}: {key}"))
