"""Services over an empty store."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.cleaning.service import CleaningService
from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.service import ImportResult, IngestService
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

ImportText = Callable[..., ImportResult]


class Listener(Context):
    """Remembers the warnings."""

    user = "tester"

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str, hint: str = "") -> None:
        self.warnings.append(message)


@pytest.fixture
def datasets(store: Store) -> DatasetService:
    return DatasetService(store, "tester")


@pytest.fixture
def tables(store: Store) -> TableService:
    return TableService(store)


@pytest.fixture
def drafts(store: Store, datasets: DatasetService, tables: TableService) -> DraftService:
    return DraftService(store, datasets, tables, "tester")


@pytest.fixture
def cleaning(store: Store, datasets: DatasetService, tables: TableService) -> CleaningService:
    return CleaningService(store, datasets, tables, ProfileService(store), "tester")


@pytest.fixture
def ingest(store: Store, datasets: DatasetService) -> IngestService:
    return IngestService(store, datasets, "tester")


@pytest.fixture
def context() -> Listener:
    return Listener()


@pytest.fixture
def import_text(ingest: IngestService, context: Listener, tmp_path: Path) -> ImportText:
    """``import_text("name", "x,y\\n1,2\\n", file="a.csv", **options)``"""

    def run(name: str, content: str | bytes, file: str = "a.csv", **options: Any) -> ImportResult:
        path = tmp_path / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        stored = ingest.upload(path)
        return ingest.run(name, [stored.id], ImportOptions.model_validate(options), context)

    return run
