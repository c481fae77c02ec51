"""Rows with objects and lists inside, in JSON and in typed files; where the rows of a JSON object are."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driftdesk.core.errors import FileError
from tests.unit.core.ingest.files import imported, opened

ROWS = [
    {"id": 1, "at": {"city": "rome", "geo": {"lat": 1.5}}, "tags": ["a", "b"], "note": None},
    {"id": 2, "at": None, "tags": [], "note": {"by": "ann"}},
]
FLAT = [
    {"id": 1, "at.city": "rome", "at.geo.lat": 1.5, "tags": '["a", "b"]', "note.by": None},
    {"id": 2, "at.city": None, "at.geo.lat": None, "tags": "[]", "note.by": "ann"},
]


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps(ROWS)),
        ("a.jsonl", "\n".join(json.dumps(r) for r in ROWS)),
        ("a.json", "\n".join(json.dumps(r, indent=2) for r in ROWS)),
        ("a.parquet", parquet()),
    ],
)
def test_objects_become_columns_and_lists_text(name: str, data: str | bytes) -> None:
    table, rejects = imported(name, data)
    assert (sorted(table.column_names), rejects) == (sorted(FLAT[0]), [])
    assert table.select(list(FLAT[0])).to_pylist() == FLAT


@pytest.mark.parametrize(("name", "data"), [("a.json", json.dumps(ROWS)), ("a.parquet", parquet())])
def test_lists_can_be_counted_and_names_joined_otherwise(name: str, data: str | bytes) -> None:
    table, _ = imported(name, data, lists="count", flatten="_")
    assert table["tags"].to_pylist() == [2, 0]
    assert table["at_geo_lat"].to_pylist() == [1.5, None]


def test_objects_can_stay_text() -> None:
    table, _ = imported("a.json", json.dumps(ROWS), flatten="")
    assert json.loads(table["at"][0].as_py()) == ROWS[0]["at"]


def test_two_values_of_one_name_cost_their_row() -> None:
    table, rejects = imported("a.jsonl", '{"a.b": 1}\n{"a.b": 2, "a": {"b": 3}}\n{"a": {"b": 4}}\n')
    assert table["a.b"].to_pylist() == [1, 4]
    assert [(r.line, r.reason) for r in rejects] == [(2, "two values for 'a.b'")]


@pytest.mark.parametrize(
    ("data", "records"),
    [
        ({"data": [{"a": 1}, {"a": 2}]}, "data"),
        (
            {"n": 2, "ok": True, "result": {"total": 2, "items": [{"a": 1}, {"a": 2}]}, "next": None},
            "result.items",
        ),
    ],
)
def test_the_rows_inside_of_an_object_are_found(data: object, records: str) -> None:
    for text in (json.dumps(data), json.dumps(data, indent=1)):
        assert opened("a.json", text).form.records == records
        table, _ = imported("a.json", text)
        assert table["a"].to_pylist() == [1, 2]


def test_where_the_rows_are_can_be_said() -> None:
    text = json.dumps({"old": [{"a": 1}], "new": [{"a": 2}]})
    table, _ = imported("a.json", text, records="new")
    assert table["a"].to_pylist() == [2]
    with pytest.raises(FileError, match="no array 'gone'") as refused:
        imported("a.json", text, records="gone")
    assert "--records" in refused.value.hint


def test_an_object_that_is_cut_off_behind_its_rows_is_refused() -> None:
    with pytest.raises(FileError, match="no valid JSON"):
        imported("a.json", '{"data": [{"a": 1}], "next": ')


def test_keys_that_are_values_are_refused() -> None:
    text = "\n".join(json.dumps({f"day{i}_{j}": 1 for j in range(200)}) for i in range(60))
    with pytest.raises(FileError, match="more than 10000 different keys"):
        imported("a.jsonl", text)


def test_deep_nesting_ends_in_text_or_a_rejected_row() -> None:
    deep = "".join('{"a":' for _ in range(20)) + "1" + "}" * 20
    table, _ = imported("a.jsonl", deep)
    assert table.column_names == [".".join("a" * 9)]
    hostile = "[" * 100_000
    table, rejects = imported("a.jsonl", '{"a": 1}\n' * 3 + '{"a": ' + hostile + "\n")
    assert (table.num_rows, len(rejects)) == (3, 1)


def test_half_a_surrogate_pair_is_replaced() -> None:
    table, _ = imported("a.jsonl", '{"a": "x\\ud800y"}\n{"a": "z"}\n')
    assert table["a"].to_pylist() == ["x\ufffdy", "z"]


def lists(kind: pa.DataType, values: list[list[float] | None]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": range(1, len(values) + 1), "emb": pa.array(values, kind)}), out)
    return out.getvalue()


VECTORS: list[list[float] | None] = [[0.5, 1.0, 1.5], None, [3.5, 4.0, 4.5]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.parquet", lists(pa.list_(pa.float32(), 3), VECTORS)),
        ("a.parquet", lists(pa.list_(pa.float64()), VECTORS)),
        ("a.json", json.dumps([{"id": i, "emb": v} for i, v in enumerate(VECTORS, 1)])),
    ],
)
def test_lists_of_as_many_numbers_become_a_column_a_component(name: str, data: str | bytes) -> None:
    table, rejects = imported(name, data)
    assert (table.column_names, rejects) == (["id", "emb[0]", "emb[1]", "emb[2]"], [])
    assert table["emb[0]"].to_pylist() == [0.5, None, 3.5]
    assert table["emb[2]"].to_pylist() == [1.5, None, 4.5]


def test_lists_of_few_or_various_numbers_stay_text() -> None:
    for values in ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0, 3.0], [3.0]]):
        rows = [{"id": i, "emb": v} for i, v in enumerate(values)]
        assert imported("a.parquet", lists(pa.list_(pa.float64()), list(values)))[0].column_names == [
            "id",
            "emb",
        ]
        assert imported("a.json", json.dumps(rows))[0].column_names == ["id", "emb"]


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl"])
def test_a_vector_of_another_length_further_down_costs_its_row(name: str) -> None:
    values: list[list[float] | None] = [[1.0, 2.0, 3.0]] * 20_100
    values[20_050] = [1.0, 2.0]
    rows = "\n".join(json.dumps({"id": i, "emb": v}) for i, v in enumerate(values, 1))
    data = lists(pa.list_(pa.float64()), values) if name == "a.parquet" else rows
    table, rejects = imported(name, data)
    assert table.num_rows == 20_099
    assert [r.line for r in rejects] == [20_051]
