"""What was chosen for the columns of a file, kept for the next file of the same columns."""

import hashlib
from collections.abc import Iterable, Sequence

from driftdesk.core.entities import ChosenColumn, ImportChoices, Role
from driftdesk.core.ingest.options import ImportOptions


def fingerprint(names: Iterable[str]) -> str:
    """Of the columns of a file, in whatever order."""
    return hashlib.blake2b("\0".join(sorted(names)).encode(), digest_size=16).hexdigest()


def choices_of(options: ImportOptions, names: Sequence[str], dataset: str) -> ImportChoices | None:
    """What ``options`` choose for the columns of a file; None: nothing."""
    roles = dict(options.roles)
    if options.target:
        roles[options.target] = Role.TARGET
    if options.timestamp:
        roles[options.timestamp] = Role.TIMESTAMP
    chosen = [n for n in names if n in options.kinds or n in roles]
    if not chosen and options.task is None:
        return None
    columns = tuple(ChosenColumn(name=n, kind=options.kinds.get(n), role=roles.get(n)) for n in chosen)
    return ImportChoices(id=fingerprint(names), columns=columns, task=options.task, dataset=dataset)


def with_choices(options: ImportOptions, choices: ImportChoices) -> ImportOptions:
    """``options`` and, where they leave something to detection, what was chosen before."""
    said = {options.target, options.timestamp}
    taken = {*options.roles.values()}
    taken |= {r for r, n in ((Role.TARGET, options.target), (Role.TIMESTAMP, options.timestamp)) if n}
    kinds = {c.name: c.kind for c in choices.columns if c.kind is not None}
    roles = {
        c.name: c.role
        for c in choices.columns
        if c.role is not None
        and c.name not in said
        and not (c.role in (Role.TARGET, Role.TIMESTAMP) and c.role in taken)
    }
    return options.model_copy(
        update={
            "kinds": {**kinds, **options.kinds},
            "roles": {**roles, **options.roles},
            "task": options.task or choices.task,
        }
    )
