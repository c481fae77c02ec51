"""Records to documents and back, without a database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    ManifestPage,
    Operation,
    OperationKind,
    Schema,
)
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.storage.codec import decode, decode_value, encode, encode_value, escape, unescape
from driftdesk.core.storage.repository import query


@given(st.text())
def test_any_key_survives(key: str) -> None:
    escaped = escape(key)
    assert not set(escaped) & set(".$\x00")
    assert unescape(escaped) == key


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_plain_value_survives(value: object) -> None:
    assert decode_value(encode_value(value)) == value


def test_the_id_is_the_key_and_enums_are_texts() -> None:
    column = Column(id="c0", name="a.b", kind=Kind.TEXT)
    version = DatasetVersion(
        dataset_id="d",
        number=1,
        columns=Schema(columns=(column,)),
        operation=Operation(kind=OperationKind.IMPORT),
        rows=1,
        pages=(),
        page_rows=(),
    )
    document = encode(version)
    assert document["_id"] == version.id
    assert "id" not in document
    assert document["columns"]["columns"][0]["id"] == "c0"
    assert type(document["operation"]["kind"]) is str
    assert decode(DatasetVersion, document) == version


def test_what_storage_keeps_for_itself_is_no_part_of_the_record() -> None:
    dataset = Dataset(name="a")
    assert decode(Dataset, {**encode(dataset), "_fenced": datetime.now(UTC)}) == dataset


def test_a_document_that_is_no_such_record_is_reported() -> None:
    with pytest.raises(CorruptDataError) as caught:
        decode(Dataset, {"_id": "x", "nonsense": 1})
    assert caught.value.hint


def test_a_version_and_a_page_of_5000_columns_fit_in_a_document() -> None:
    bson = pytest.importorskip("bson")
    columns = tuple(
        Column(id=f"{i:024x}", name=f"a rather long name of a column {i}" * 3, kind=Kind.NUMERIC)
        for i in range(5000)
    )
    version = DatasetVersion(
        dataset_id="d",
        number=1,
        columns=Schema(columns=columns),
        operation=Operation(kind=OperationKind.IMPORT),
        rows=1,
        pages=(),
        page_rows=(),
    )
    page = ManifestPage(
        dataset_id="d",
        column_ids=(*(c.id for c in columns), ROW_ID),
        group_rows=(65536,) * 32,
        digests=bytes(32 * 5001 * 32),
    )
    assert len(bson.encode(encode(version))) < 2 * 2**20
    assert len(bson.encode(encode(page))) < 8 * 2**20


def test_conditions_become_a_query() -> None:
    assert query({"state": Kind.TEXT, "n__gte": 1, "n__lt": 5, "id__in": ("a", "b")}) == {
        "state": "text",
        "n": {"$gte": 1, "$lt": 5},
        "_id": {"$in": ["a", "b"]},
    }
