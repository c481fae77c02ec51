"""The data that a model version learned from: rows of theirs are what it is explained against and compared on."""

from typing import TYPE_CHECKING

from driftdesk.core.entities import DatasetVersion, ModelVersion

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.tables.service import TableService

PLACES = 5
"""From which rows are taken where there are too many: each costs a row group."""


class LearnedData:
    """May be used from any thread."""

    def __init__(self, datasets: "DatasetService", tables: "TableService") -> None:
        self._datasets, self._tables = datasets, tables

    def version(self, made: ModelVersion) -> DatasetVersion:
        """The data version that ``made`` learned from, or the latest where that was removed. Raises NotFoundError."""
        dataset = self._datasets.by_id(made.dataset_id)
        there = {v.number: v for v in self._datasets.versions(dataset.name)}
        return there.get(made.dataset_version) or self._datasets.version(dataset)

    def rows(self, made: ModelVersion, start: int, stop: int) -> "pa.Table":
        """Its rows from ``start`` up to ``stop``, moved to the end where it has fewer, as the model's features."""
        version = self.version(made)
        columns = [c.name for c in made.columns.features if c.name in version.columns.names]
        start = max(0, min(start, version.rows - (stop - start)))
        return self._tables.read(version, columns, start=start, stop=stop)

    def spread(self, made: ModelVersion, rows: int) -> "pa.Table":
        """About ``rows`` of its rows, from places all over: data often stand in the order of time."""
        import pyarrow as pa

        total = self.version(made).rows
        if total <= rows:
            return self.rows(made, 0, total)
        each = rows // PLACES
        starts = [i * (total - each) // (PLACES - 1) for i in range(PLACES)]
        parts = [self.rows(made, start, start + each) for start in starts]
        return pa.concat_tables(parts, promote_options="permissive").unify_dictionaries()
