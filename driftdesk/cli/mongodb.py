"""The command that imports from another MongoDB: a collection, or datasets of the reference platform."""

import getpass
import os
import sys
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.show import plain, table
from driftdesk.core.entities import CollectionSource, Task
from driftdesk.core.errors import ParameterError


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "import-mongodb", job=True)(import_mongodb)


def import_mongodb(
    session: Session,
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="mongodb://user@host:27017/, without the password.")
    ],
    *,
    database: Annotated[str, typer.Option(metavar="NAME", help="The database to read.")],
    list_only: Annotated[bool, typer.Option("--list", help="Only say what there is to import.")] = False,
    collection: Annotated[str | None, typer.Option(metavar="NAME", help="A collection to import.")] = None,
    where: Annotated[
        str, typer.Option(metavar="JSON", help='Of it only what fits, such as {"age": {"$gt": 30}}.')
    ] = "",
    field: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Of it only these fields.")] = None,
    stored: Annotated[
        list[str] | None,
        typer.Option(
            "--dataset", metavar="NAME", help="Datasets that the reference platform keeps there ..."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="... or all of them.")] = False,
    into: Annotated[
        str | None, typer.Option(metavar="NAME", help="The dataset's name here, if another.")
    ] = None,
    task: Annotated[Task | None, typer.Option(help="What is to be learned from it.")] = None,
    target: Annotated[str | None, typer.Option(metavar="COL", help="The column to predict.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The version holds the imported rows alone.")
    ] = False,
    missing_columns: Annotated[
        Literal["refuse", "null"], typer.Option(help="Columns that it lacks: refuse, or missing values.")
    ] = "refuse",
    new_columns: Annotated[
        Literal["refuse", "add", "ignore"], typer.Option(help="Columns that the dataset lacks.")
    ] = "refuse",
) -> Answer:
    """Import a collection of another MongoDB, or datasets in the reference platform's layout."""
    from driftdesk.core.ingest.options import ImportOptions

    _provide_password(address)
    if list_only:
        return _listed(session, address, database)
    options = ImportOptions(
        task=task,
        target=target,
        mode="replace" if replace else "append",
        missing_columns=missing_columns,
        new_columns=new_columns,
    )
    if collection is not None:
        wanted = CollectionSource(
            address=address, database=database, collection=collection, where=where, fields=tuple(field or ())
        )
        chosen = [(into or collection, wanted)]
    else:
        chosen = _stored(address, database, tuple(stored or ()), into, everything=everything)
    answers = [
        session.finish(Pending(session.desk.import_collection(name, wanted, options), _present))
        for name, wanted in chosen
    ]
    if len(answers) == 1:
        return answers[0]
    return Answer({"imported": [a.value for a in answers]}, "\n".join(str(a.show) for a in answers))


def _present(result: Result) -> Answer:
    text = f"{result['dataset']} v{result['version']}: {result['rows']} rows imported"
    return Answer(result, text + (f", {result['rejected']} rejected" if result["rejected"] else ""))


def _stored(
    address: str, database: str, names: tuple[str, ...], into: str | None, *, everything: bool
) -> list[tuple[str, CollectionSource]]:
    """Datasets of the reference platform, and their names here."""
    from driftdesk.core.ingest.looking import stored_datasets

    if not names and not everything:
        raise ParameterError(
            "What is to be imported?",
            "Name a --collection, a --dataset, or --all; --list says what there is.",
        )
    found = stored_datasets(address, database, names)
    if into is not None and len(found) > 1:
        raise ParameterError("--into names one dataset, but several are chosen.", "Import them one by one.")
    twice = {d.name for d in found if sum(d.name == other.name for other in found) > 1}
    if twice:
        raise ParameterError(
            f"Several datasets are called {', '.join(sorted(twice))}.",
            "Import them one by one: --dataset ID --into NAME; --list gives the ids.",
        )
    return [
        (into or d.name, CollectionSource(address=address, database=database, stored=d.id)) for d in found
    ]


def _listed(session: Session, address: str, database: str) -> Answer:
    from driftdesk.core.ingest.looking import listing

    found = listing(address, database)
    value: dict[str, Any] = found.model_dump(mode="json")
    if found.stored is not None:
        rows = [
            (d.name, plain(d.samples), ", ".join(d.labels[:8]), d.description, d.created_at, d.short_id)
            for d in found.stored
        ]
        shown = table(["dataset", "samples>", "labels", "description", "created", "id"], rows)
    else:
        shown = table(
            ["collection", "documents>", "bytes>"],
            [(c.name, plain(c.documents), plain(c.byte_count)) for c in found.collections],
        )
    return Answer(value, shown)


def _provide_password(address: str) -> None:
    """Ask for a password that is neither in the environment nor in the keyring; the worker that this command starts
    inherits it."""
    from pydantic import SecretStr

    from driftdesk.core.storage.foreign import check_address, variable
    from driftdesk.core.storage.passwords import with_kept_password

    check_address(address)
    named = "@" in urlsplit(address).netloc
    if not named or variable(address) in os.environ or not sys.stdin.isatty():
        return
    if with_kept_password(SecretStr(address)).get_secret_value() == address:
        os.environ[variable(address)] = getpass.getpass("Password of that database: ")
