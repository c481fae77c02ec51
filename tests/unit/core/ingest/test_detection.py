"""Finding out what a file is."""

import pytest

from driftdesk.core.errors import FileError, ParameterError
from driftdesk.core.ingest.detection import detect
from driftdesk.core.ingest.options import ImportOptions
from tests.unit.core.ingest.files import source

KOREAN = "이름,나이,지역\n김철수,31,서울\n이영희,28,부산\n"


@pytest.mark.parametrize(
    ("text", "stored", "expected"),
    [
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "utf-16", "utf-16"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "euc-kr", "cp949"),
        ("name,age,city\nann,31,paris\n", "utf-16-le", "utf-16-le"),
        ("name,age,city\nann,31,paris\n", "utf-16-be", "utf-16-be"),
        ("name,city\nJosé,Málaga\nRené,Orléans\n", "latin-1", "cp1252"),
        ("name,city\nZoë,Düsseldorf – Süd\n", "cp1252", "cp1252"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_encodings_are_recognized(text: str, stored: str, expected: str) -> None:
    assert detect(source("a.csv", text.encode(stored)), ImportOptions()).encoding == expected


def test_a_few_broken_bytes_leave_utf8_utf8() -> None:
    data = (KOREAN * 5).encode() + b"\xff,1,2\n"
    assert detect(source("a.csv", data), ImportOptions()).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_are_recognized(delimiter: str) -> None:
    rows = [["name", "note", "x"], ["a", "one, two", "1"], ["b", "three", "2"]]
    text = "\n".join(delimiter.join(f'"{c}"' for c in row) for row in rows)
    assert detect(source("a.txt", text.encode()), ImportOptions()).delimiter == delimiter


def test_one_column_needs_no_delimiter() -> None:
    form = detect(source("a.csv", b"price\n1.5\n2.5\n"), ImportOptions())
    assert (form.delimiter, form.header) == (",", True)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a,b\n1,2\n3,4\n", True),
        ("1,2\n3,4\n5,6\n", False),
        ("2020-01-01,5\n2020-01-02,6\n", False),
        ("name,city\nann,rome\n", True),
        (",x\n0,1\n1,2\n", True),
        ("ann,1\nbob,2\n", False),
    ],
)
def test_headers_are_told_from_data(text: str, header: bool) -> None:
    assert detect(source("a.csv", text.encode()), ImportOptions()).header is header


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.json", b'[{"a": 1}]', "json"),
        ("a.json", b' \n[ {"a": 1}]', "json"),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("a.jsonl", b'{"a": 1}\n', "jsonl"),
        ("a.txt", b'{"a": 1}\n', "jsonl"),
        ("a.csv", b"{a},b\n1,2\n", "csv"),
        ("a.txt", b"[a],b\n1,2\n", "csv"),
    ],
)
def test_formats_are_told_by_content(name: str, data: bytes, format: str) -> None:
    assert detect(source(name, data), ImportOptions()).format == format


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n ", "blank"),
        ("a.csv", bytes(range(256)) * 20, "binary"),
        ("a.parquet", b"not parquet", "not a Parquet file"),
        ("a.json", b"a,b\n1,2\n", "not JSON"),
        ("a.json", b"[1, 2]", "no table"),
        ("a.csv", b"\x01\x02\x03\x04" * 100, "binary"),
    ],
)
def test_what_is_no_table_is_refused_with_a_hint(name: str, data: bytes, message: str) -> None:
    with pytest.raises(FileError, match=message) as refused:
        detect(source(name, data), ImportOptions())
    assert refused.value.hint


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(FileError, match=f"no encoding '{encoding}'"):
        detect(source("a.csv", b"a,b\n1,2\n"), ImportOptions(encoding=encoding))


def test_a_delimiter_is_one_character() -> None:
    assert detect(source("a.csv", b"a\tb\n1\t2\n"), ImportOptions(delimiter="\\t")).delimiter == "\t"
    for delimiter in (";;", "\n", '"', "ä", "x", ""):
        with pytest.raises(ParameterError, match="cannot be a delimiter"):
            detect(source("a.csv", b"a,b\n1,2\n"), ImportOptions(delimiter=delimiter))
