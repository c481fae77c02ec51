"""What an import came to: rows by file, and what the user should know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.ingest.marks import Counted
    from driftdesk.core.ingest.reader import TableFile


def per_file(owners: Sequence[str], files: Sequence[TableFile], counted: Sequence[Counted]) -> dict[str, Any]:
    """By stored file: rows, rejected rows and format, of all its members where it is an archive."""
    found: dict[str, dict[str, Any]] = {}
    for owner, file, each in zip(owners, files, counted, strict=True):
        so_far = found.get(owner, {"rows": 0, "rejected": 0})
        found[owner] = {
            "rows": so_far["rows"] + each.read - each.rejected,
            "rejected": so_far["rejected"] + each.rejected,
            "format": file.form.format,
        }
    return found


def warnings_of(files: Sequence[TableFile], counted: Sequence[Counted]) -> list[str]:
    """What the user should know of the rows that were taken, one sentence each."""
    infinite: Counter[str] = Counter()
    for each in counted:
        infinite.update(each.infinite)
    said = [w for f in files for w in f.warnings]
    for file, each in zip(files, counted, strict=True):
        lost = {n: k for n, k in each.contradictions.items() if n in file.lenient and k}
        said += [
            f"Column {n!r} of {file.source.name} has {k} values that are not {file.kinds[n]}; they are missing."
            for n, k in lost.items()
        ]
    return said + [
        f"Column {n!r} has {k} infinite values; they are kept." for n, k in sorted(infinite.items())
    ]


def tell(warnings: Sequence[str], rejected: int, context: Context) -> None:
    """Say it to whoever waits."""
    for warning in warnings:
        context.warn(warning)
    if rejected:
        context.warn(f"{rejected} rows were rejected.", "The file of rejected rows gives line and reason.")
