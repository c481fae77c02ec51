"""What there is to be imported in another MongoDB: its collections, the reference platform's datasets, first rows."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from driftdesk.core.entities import CollectionSource, Record, Schema
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reference_layout import ReferenceLayout, StoredDataset
from driftdesk.core.storage.foreign import ForeignDatabase

if TYPE_CHECKING:
    from driftdesk.core.ingest.preview import Preview


class ListedCollection(Record):
    """``documents`` and ``byte_count`` are the server's own estimates."""

    name: str
    documents: int
    byte_count: int


class DatabaseListing(Record):
    """``stored`` are the datasets of the reference platform, newest first; None where the database is not laid out so."""

    address: str
    database: str
    collections: tuple[ListedCollection, ...]
    stored: tuple[StoredDataset, ...] | None


def databases_at(address: str, password: SecretStr | None = None) -> list[str]:
    """The databases that the user may see. Raises as ``ForeignDatabase`` does."""
    with ForeignDatabase(address, "admin", password) as database:
        return database.databases()


def listing(address: str, database: str, password: SecretStr | None = None) -> DatabaseListing:
    """Raises as ``ForeignDatabase`` does."""
    with ForeignDatabase(address, database, password) as found:
        layout = ReferenceLayout(found)
        collections = tuple(
            ListedCollection(name=c.name, documents=c.documents, byte_count=c.byte_count)
            for c in found.collections()
        )
        stored = tuple(layout.datasets()) if layout.is_there() else None
    return DatabaseListing(address=address, database=database, collections=collections, stored=stored)


def stored_datasets(address: str, database: str, names: tuple[str, ...]) -> list[StoredDataset]:
    """The reference platform's datasets with these names or ids; all where none are given. Raises NotFoundError."""
    with ForeignDatabase(address, database) as found:
        layout = ReferenceLayout(found)
        return layout.named(names) if names else layout.datasets()


def preview_collection(
    wanted: CollectionSource,
    options: ImportOptions | None = None,
    against: Schema | None = None,
    password: SecretStr | None = None,
) -> "Preview":
    """What an import would make of it, from its first documents. Raises as the import does."""
    from driftdesk.core.ingest.documents import collection_source
    from driftdesk.core.ingest.preview import preview

    with ForeignDatabase(wanted.address, wanted.database, password) as database:
        return preview(collection_source(database, wanted), options, against)
