"""Cutting delimited text into blocks of whole records."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.errors import FileError
from driftdesk.core.ingest import records
from driftdesk.core.ingest.records import Block, Dialect, record_blocks, record_lines, scan, utf8_parts

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


def written(rows: list[list[str]], **how: object) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, **how).writerows(rows)  # type: ignore[arg-type]  # keyword arguments of csv
    return text.getvalue().encode()


def in_parts(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


@settings(max_examples=150)
@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=12), st.integers(1, 40))
def test_blocks_cut_at_any_place_hold_the_same_records_as_the_whole(rows: list[list[str]], size: int) -> None:
    data = written(rows)
    blocks = list(record_blocks(in_parts(data, size), Dialect()))
    assert b"".join(b.data for b in blocks) == data
    found = [row for b in blocks for row in csv.reader(io.StringIO(b.data.decode(), newline="")) if row]
    assert found == rows


@settings(max_examples=100)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=10))
def test_every_record_knows_the_line_in_which_it_begins(rows: list[list[str]]) -> None:
    data = written(rows, lineterminator="\n")
    expected, line = [], 1
    for row in rows:
        expected.append(line)
        line += written([row], lineterminator="\n").count(b"\n")
    assert record_lines(Block(data, 1), Dialect()).tolist() == expected


def test_a_quote_inside_an_unquoted_value_means_nothing() -> None:
    data = b'5" pipe,1\nplain,2\n7" pipe,"a\nb"\n'
    ends, open_at = scan(data, Dialect())
    assert [data[a:b] for a, b in zip([0, *ends], ends, strict=False)] == [
        b'5" pipe,1\n',
        b"plain,2\n",
        b'7" pipe,"a\nb"\n',
    ]
    assert open_at is None


def test_empty_lines_are_no_records_and_are_counted() -> None:
    assert record_lines(Block(b"a\n\n\r\nb\n", 10), Dialect()).tolist() == [10, 13]


def test_a_quote_that_is_never_closed_is_refused_with_its_line() -> None:
    with pytest.raises(FileError, match="opens in line 2 of the file is never closed"):
        list(record_blocks(iter([b'a,b\n"x,1\ny,2\n']), Dialect()))


def test_a_record_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST_RECORD", 1000)
    with pytest.raises(FileError, match="does not end"):
        list(record_blocks(iter([b"x" * 600, b"x" * 600]), Dialect()))


def test_line_breaks_of_old_macs_end_records() -> None:
    blocks = list(record_blocks(utf8_parts(io.BytesIO(b"a,b\r1,2\r"), "utf-8"), Dialect()))
    assert blocks == [Block(b"a,b\n1,2\n", 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949", "latin-1"])
def test_text_of_any_encoding_becomes_utf8_without_mark(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "BLOCK_BYTES", 7)
    text = "이름,값\n가나다,1\n" if encoding != "latin-1" else "näme,größe\nä,1\n"
    assert b"".join(utf8_parts(io.BytesIO(text.encode(encoding)), encoding)).decode() == text


def test_bytes_that_are_no_text_stay_recognizable() -> None:
    data = "이름\n".encode("cp949") + b"\xff\n"
    assert b"".join(utf8_parts(io.BytesIO(data), "cp949")) == "이름\n".encode() + b"\xff\n"
