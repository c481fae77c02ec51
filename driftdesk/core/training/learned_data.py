"""The data that a model version learned from: rows of theirs are what it is explained against and compared on."""

from typing import TYPE_CHECKING

from driftdesk.core.entities import DatasetVersion, ModelVersion

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.tables.service import TableService


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
