"""The store as a whole."""

from driftdesk.core.entities import Dataset
from driftdesk.core.storage.store import Store


def test_a_record_comes_back_as_it_was_stored(store: Store) -> None:
    dataset = Dataset(name="churn", version_tags={"a.b$c%d": 3})
    store.datasets.insert(dataset)
    assert store.datasets.get(dataset.id) == dataset
