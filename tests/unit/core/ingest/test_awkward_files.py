"""Files as people have them: what becomes of each row."""

import csv
import gzip
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.errors import FileError, SchemaError
from driftdesk.core.ingest import records
from driftdesk.core.ingest.reader import open_table
from driftdesk.core.ingest.source import source_of
from tests.unit.core.ingest.files import imported, opened

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=10)


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(WORD, st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False)), min_size=1, max_size=20
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_csv_writes_is_read_back(
    rows: list[tuple[str, int, float]], delimiter: str, quoting: Any, end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(["word", "whole", "real"])
    writer.writerows(rows)
    kinds = {"word": "categorical", "whole": "numeric", "real": "numeric"}
    table, rejects = imported(
        "a.csv",
        text.getvalue().encode(encoding),
        kinds=kinds,
        header=True,
        delimiter=delimiter,
        encoding=encoding,
    )
    assert rejects == []
    assert table.column("word").to_pylist() == [r[0] for r in rows]
    assert table.column("whole").to_pylist() == [r[1] for r in rows]
    assert table.column("real").to_pylist() == [r[2] for r in rows]


def test_rows_that_do_not_fit_are_rejected_with_line_and_reason() -> None:
    good = "".join(f"{i},n{i}\n" for i in range(100))
    text = f'x,name\n{good}oops,z\n\n1,2,3\n"4","a\nb"\n5\n'
    table, rejects = imported("a.csv", text)
    assert table.num_rows == 101
    assert table.column("name")[-1].as_py() == "a\nb"
    assert [(r.line, r.reason) for r in rejects] == [
        (102, "x: 'oops' is not a number"),
        (104, "3 values instead of 2"),
        (107, "1 values instead of 2"),
    ]
    assert [r.content for r in rejects] == ["oops,z", "1,2,3", "5"]


def test_bytes_that_are_no_text_reject_their_row() -> None:
    rows = "".join(f"{i},서울\n" for i in range(50)).encode()
    table, rejects = imported("a.csv", b"x,city\n" + rows + b"7,\xff\xfe\n8,ok\n")
    assert table.num_rows == 51
    assert [(r.line, r.reason) for r in rejects] == [(52, "bytes that are no text in the file's encoding")]


def test_rows_are_the_same_however_the_file_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "x,name\n" + "".join(f'{i},"a, ""{i}""\n"\n' if i != 150 else "bad,row,here\n" for i in range(300))
    whole, whole_rejects = imported("a.csv", text)
    monkeypatch.setattr(records, "BLOCK_BYTES", 97)
    parts, part_rejects = imported("a.csv", text)
    assert parts.equals(whole.combine_chunks())
    assert part_rejects == whole_rejects
    assert whole_rejects[0].line == 302


def test_korean_files_of_old_programs_are_read() -> None:
    table, _ = imported("a.csv", "이름,나이\n김철수,31\n이영희,28\n".encode("cp949"))
    assert table.to_pylist() == [{"이름": "김철수", "나이": 31}, {"이름": "이영희", "나이": 28}]


def test_a_packed_file_is_read_whatever_its_name() -> None:
    table, _ = imported("a.csv", gzip.compress(b"x,y\n1,2\n3,4\n", mtime=0))
    assert table.to_pylist() == [{"x": 1, "y": 2}, {"x": 3, "y": 4}]


def test_a_column_of_integers_may_go_on_with_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BLOCK_BYTES", 64)
    table, rejects = imported("a.csv", "x,y\n" + "1,2\n" * 100 + "1.5,inf\n")
    assert not rejects
    assert table.column("x")[-1].as_py() == 1.5


def test_infinity_is_kept_and_counted() -> None:
    batches = list(opened("a.csv", "x,y\n1,2\ninf,3\n-inf,4\nNaN,5\n").batches())
    assert batches[0].infinite == {"x": 2}
    assert batches[0].table.column("x").null_count == 1


def test_files_of_old_macs_are_read() -> None:
    table, _ = imported("a.csv", "x,y\r1,2\r3,4\r")
    assert table.to_pylist() == [{"x": 1, "y": 2}, {"x": 3, "y": 4}]


def test_one_row_is_enough() -> None:
    table, _ = imported("a.csv", "x,name,t\n1,ann,2020-01-01\n")
    assert table.to_pylist() == [{"x": 1, "name": "ann", "t": datetime(2020, 1, 1)}]


def test_a_file_without_header_gets_names() -> None:
    table, _ = imported("a.csv", "1,2.5\n3,4.5\n")
    assert table.to_pylist() == [{"column_1": 1, "column_2": 2.5}, {"column_1": 3, "column_2": 4.5}]


def test_a_million_characters_in_a_cell_are_kept() -> None:
    table, _ = imported("a.csv", "x,t\n1," + "ab " * 333_333 + "\n2,short\n")
    assert len(table.column("t")[0].as_py()) > 900_000


def test_a_tail_that_contradicts_its_column_is_refused_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftdesk.core.ingest.csv_reader.SAMPLE_BYTES", 4000)
    text = "x,y\n" + "1,2\n" * 5000 + "red,2\n" * 500
    with pytest.raises(SchemaError, match="'x' was taken as numeric") as refused:
        imported("a.csv", text)
    assert "x=categorical" in refused.value.hint
    table, _ = imported("a.csv", text, kinds={"x": "categorical"})
    assert table.num_rows == 5500
    table, rejects = imported("a.csv", text, kinds={"x": "numeric"})
    assert (table.num_rows, len(rejects)) == (5000, 500)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", "a,b,c\n", "only a header"),
        ("a.csv", "a,b\n1,2,3\n4,5,6\n", "No row of a.csv fits its first line"),
        ("a.csv", "a,b\n1,2\n" + "1,2,3\n" * 5, "5 of 6 rows of a.csv cannot be used"),
        ("a.csv", 'a,b\n1,2\n"3,4\n5,6\n', "never closed"),
        ("a.csv.gz", gzip.compress(b"x,y\n" + b"1,2\n" * 9999, mtime=0)[:-30], "cannot be unpacked"),
        ("a.json", '[{"a": 1}, {"a": 2}', "no valid JSON"),
        ("a.json", '[{"a": 1}, {"a": ', "no valid JSON in element 2"),
        ("a.json", '[{"a": 1} {"a": 2}]', "no valid JSON"),
        ("a.json", '[{"a": 1}] x', "goes on after the end"),
        ("a.json", "[]", "holds no objects"),
        ("a.json", "[{}]", "are empty"),
        ("a.jsonl", "{bad\n{worse\n", "holds no objects"),
        ("a.parquet", b"PAR1 damaged PAR1", "damaged"),
    ],
)
def test_bad_files_are_refused_with_reason_and_hint(name: str, data: bytes | str, message: str) -> None:
    with pytest.raises(FileError, match=message) as refused:
        imported(name, data)
    assert refused.value.hint


def test_folders_missing_and_forbidden_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileError, match="is a folder"):
        source_of(tmp_path)
    with pytest.raises(FileError, match="There is no file"):
        source_of(tmp_path / "no.csv")
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(FileError, match="may not read"):
        source_of(tmp_path / "mine.csv")


ROWS = [{"a": 1, "b": "x", "c": True}, {"a": 2.5, "b": None, "c": False}, {"b": "z", "c": None}]
EXPECTED = [
    {"a": 1.0, "b": "x", "c": True},
    {"a": 2.5, "b": None, "c": False},
    {"a": None, "b": "z", "c": None},
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps(ROWS)),
        ("a.json", json.dumps(ROWS, indent=2)),
        ("a.json", "\ufeff" + json.dumps(ROWS)),
        ("a.jsonl", "\n".join(json.dumps(r) for r in ROWS)),
        ("a.jsonl", "\r\n".join(json.dumps(r) for r in ROWS) + "\r\n\r\n"),
    ],
)
def test_json_is_read(name: str, data: str) -> None:
    assert imported(name, data)[0].to_pylist() == EXPECTED


def test_json_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BLOCK_BYTES", 5)
    rows = [{"n": i * 1.25, "name": f"가나다 {i}"} for i in range(50)]
    for indent in (None, 1):
        table, _ = imported("a.json", json.dumps(rows, ensure_ascii=False, indent=indent))
        assert table.to_pylist() == rows


def test_bad_lines_of_json_are_rejected_with_their_number() -> None:
    lines = [json.dumps({"a": i}) for i in range(20)]
    lines[5:5] = ["{oops", "[1]", ""]
    table, rejects = imported("a.jsonl", "\n".join(lines))
    assert table.column("a").to_pylist() == list(range(20))
    assert [(r.line, r.reason.split(":")[0]) for r in rejects] == [(6, "no JSON"), (7, "no object")]


def test_rows_with_keys_that_the_first_rows_lack_are_rejected_rather_than_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("driftdesk.core.ingest.json_reader.SAMPLE_ROWS", 10)
    lines = [json.dumps({"a": i}) for i in range(20)] + [json.dumps({"a": 20, "b": 1})]
    table, rejects = imported("a.jsonl", "\n".join(lines))
    assert table.num_rows == 20
    assert [(r.line, r.content) for r in rejects] == [(21, '{"a": 20, "b": 1}')]
    assert "'b'" in rejects[0].reason


def test_nested_json_is_kept_as_text_where_that_is_chosen_and_large_integers_as_numbers() -> None:
    text = json.dumps([{"a": {"b": [1, "é"]}, "n": 2**70}, {"a": 3, "n": 1}])
    table, _ = imported("a.json", text, kinds={"n": "numeric"}, flatten="")
    assert table.to_pylist() == [{"a": '{"b": [1, "é"]}', "n": 2.0**70}, {"a": "3", "n": 1.0}]


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "i": pa.array([1, None, 3], pa.int32()),
            "d": pa.array(["a", "b", "a"]).dictionary_encode(),
            "t": pa.array([datetime(2020, 1, 1)] * 3, pa.timestamp("ms", "UTC")),
            "b": pa.array([True, False, None]),
            "l": pa.array([[1], [2, 3], None]),
            "empty": pa.nulls(3),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    file = open_table(tmp_path / "a.parquet")
    assert [c.kind for c in file.columns.columns] == [
        Kind.NUMERIC,
        Kind.CATEGORICAL,
        Kind.DATETIME,
        Kind.BOOLEAN,
        Kind.CATEGORICAL,
        Kind.CATEGORICAL,
    ]
    rows = pa.concat_tables(b.table for b in file.batches()).to_pylist()
    assert rows[1] == {
        "i": None,
        "d": "b",
        "t": datetime(2020, 1, 1),
        "b": False,
        "l": "[2, 3]",
        "empty": None,
    }


def test_five_thousand_columns_are_read() -> None:
    header = ",".join(f"c{i}" for i in range(5000))
    row = ",".join(str(i) for i in range(5000))
    table, rejects = imported("wide.csv", f"{header}\n{row}\n{row}\n")
    assert (table.shape, rejects) == ((2, 5000), [])


SCHEMA = Schema(
    columns=(
        Column(id="a", name="x", kind=Kind.NUMERIC),
        Column(id="b", name="name", kind=Kind.CATEGORICAL),
        Column(id="c", name="gone", kind=Kind.NUMERIC),
    )
)


def test_a_file_is_read_by_the_columns_of_a_dataset() -> None:
    file = opened("a.csv", "more,name,x\nq,5,1\nr,6,2\n", SCHEMA)
    assert (file.missing, file.new) == (("gone",), ("more",))
    tables = [batch.table for batch in file.without_new().batches()]
    assert pa.concat_tables(tables).to_pylist() == [{"x": 1, "name": "5"}, {"x": 2, "name": "6"}]


def test_columns_of_another_kind_are_refused() -> None:
    with pytest.raises(SchemaError, match="x is numeric in the dataset and categorical in the file"):
        opened("a.csv", "name,x\na,red\nb,blue\n", SCHEMA)


@pytest.mark.parametrize(
    "options",
    [{"kinds": {"x": "categorical"}}, {"target": "x"}, {"timestamp": "x"}, {"roles": {"name": "id"}}],
)
def test_options_that_contradict_the_dataset_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SchemaError, match="of the dataset is"):
        opened("a.csv", "name,x\na,1\nb,2\n", SCHEMA, **options)
