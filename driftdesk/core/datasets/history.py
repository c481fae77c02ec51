"""The past of a dataset: going back to an older version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftdesk.core.datasets.writer import WrittenVersion
from driftdesk.core.entities import Operation, OperationKind
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.entities import DatasetVersion


def revert(datasets: DatasetService, ref: str, message: str, context: Context) -> DatasetVersion:
    """See ``DatasetService.revert``."""
    dataset, old = datasets.resolve(ref)
    if old.number == dataset.head:
        raise ParameterError(
            f"v{old.number} is the latest version of {dataset.name} already.", "Choose an older version."
        )
    written = WrittenVersion(
        columns=old.columns,
        pages=(),
        page_ids=old.pages,
        page_rows=old.page_rows,
        rows=old.rows,
        new_rows=0,
        first_row_id=dataset.next_row_id,
        next_row_id=dataset.next_row_id,
        byte_count=old.byte_count,
    )
    operation = Operation(kind=OperationKind.REVERT, params={"version": old.number})
    return datasets.commit(dataset, written, operation=operation, message=message, context=context)
