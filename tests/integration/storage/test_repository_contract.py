"""What every repository of records promises, kept by each of them on the real server."""

from typing import Any

import pytest

from driftdesk.core.entities import Record, new_id
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.storage.repository import Repository, Session
from driftdesk.core.storage.store import Store
from tests.integration.storage.records import EXAMPLES, Example

pytestmark = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.repository)


@pytest.fixture
def repository(store: Store, example: Example) -> Repository[Any]:
    return getattr(store, example.repository)


def key(record: Record) -> str:
    return str(record.id)  # type: ignore[attr-defined]  # every record that a repository keeps has one


def test_a_record_comes_back_as_it_was(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    repository.insert(record)
    assert repository.get(key(record)) == record


def test_a_missing_record_is_reported_with_a_hint(repository: Repository[Any], example: Example) -> None:
    with pytest.raises(NotFoundError) as caught:
        repository.get(new_id())
    assert caught.value.hint


def test_the_same_record_twice_conflicts(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    repository.insert(record)
    with pytest.raises(ConflictError):
        repository.insert(record)
    with pytest.raises(ConflictError):
        repository.insert_many([record])
    assert repository.count() == 1


def test_what_must_be_unique_is(repository: Repository[Any], example: Example) -> None:
    repository.insert(example.make("one"))
    repository.insert(example.make("two"))
    if example.twin_conflicts:
        with pytest.raises(ConflictError):
            repository.insert(example.make("one"))
    else:
        repository.insert(example.make("one"))


def test_many_are_inserted_found_counted_and_ordered(repository: Repository[Any], example: Example) -> None:
    records = [example.make(f"text {i}") for i in range(5)]
    repository.insert_many(records)
    repository.insert_many([])
    by_id = sorted(records, key=key)
    assert repository.find(sort="id") == by_id
    assert repository.find(sort="-id") == by_id[::-1]
    assert repository.find(sort="id", skip=1, limit=2) == by_id[1:3]
    assert repository.first(sort="-id") == by_id[-1]
    assert repository.count() == 5
    some = [key(r) for r in by_id[:2]]
    assert repository.find(sort="id", id__in=some) == by_id[:2]
    assert repository.count(id__gt=some[0], id__lte=some[1]) == 1
    assert repository.count(id__ne=some[0]) == 4
    assert repository.first(id=new_id()) is None


def test_an_update_sets_fields_and_returns_the_record(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    repository.insert(record)
    changed = repository.update(key(record), **example.change)
    assert changed == record.model_copy(update=example.change)
    assert repository.get(key(record)) == changed


def test_an_update_happens_only_as_expected(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    repository.insert(record)
    field = next(iter(example.change))
    expect = {field: getattr(record, field)}
    changed = repository.update(key(record), expect=expect, **example.change)
    with pytest.raises(ConflictError):
        repository.update(key(record), expect=expect, **example.change)
    with pytest.raises(NotFoundError):
        repository.update(new_id(), expect=expect, **example.change)
    assert repository.get(key(record)) == changed


def test_a_record_is_replaced_whole(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    with pytest.raises(NotFoundError):
        repository.replace(record)
    repository.insert(record)
    other = record.model_copy(update=example.change)
    repository.replace(other)
    assert repository.get(key(record)) == other
    repository.put(record)
    assert repository.find() == [record]


def test_records_are_deleted(repository: Repository[Any], example: Example) -> None:
    records = [example.make(f"text {i}") for i in range(3)]
    repository.insert_many(records)
    assert repository.delete(key(records[0]))
    assert not repository.delete(key(records[0]))
    assert repository.delete_where(id__in=[key(r) for r in records]) == 2
    assert repository.count() == 0


def test_a_transaction_leaves_all_or_nothing(
    store: Store, repository: Repository[Any], example: Example
) -> None:
    kept, gone, added = example.make("kept"), example.make("gone"), example.make("added")
    repository.insert_many([kept, gone])
    failing = True

    def work(session: Session) -> None:
        repository.insert(added, session)
        repository.update(key(kept), session, **example.change)
        repository.delete(key(gone), session)
        if failing:
            raise ParameterError("no")

    with pytest.raises(ParameterError):
        store.run_in_transaction(work)
    assert sorted(repository.find(), key=key) == sorted([kept, gone], key=key)
    failing = False
    store.run_in_transaction(work)
    changed = kept.model_copy(update=example.change)
    assert sorted(repository.find(), key=key) == sorted([changed, added], key=key)


def test_a_field_that_does_not_exist_cannot_be_set(repository: Repository[Any], example: Example) -> None:
    record = example.make("one")
    repository.insert(record)
    with pytest.raises(TypeError):
        repository.update(key(record), nonsense=1)
