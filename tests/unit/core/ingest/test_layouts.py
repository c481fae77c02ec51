"""How delimited text is laid out: found out, overridden, and read accordingly."""

import pytest

from driftdesk.core.errors import FileError, ParameterError
from driftdesk.core.ingest.detection import detect
from driftdesk.core.ingest.options import ImportOptions
from tests.unit.core.ingest.files import imported, opened, source

KOREAN = (
    "이름,나이,지역,한마디\n"
    + "김철수,31,서울,안녕하세요 반갑습니다\n이영희,28,부산,오늘은 날씨가 좋네요\n" * 20
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "euc-kr"]
)
def test_korean_text_of_any_encoding_is_read_as_it_was_written(encoding: str) -> None:
    table, rejects = imported("a.csv", KOREAN.encode(encoding))
    assert table.column_names == ["이름", "나이", "지역", "한마디"]
    assert table.to_pylist()[1] == {
        "이름": "이영희",
        "나이": 28,
        "지역": "부산",
        "한마디": "오늘은 날씨가 좋네요",
    }
    assert (table.num_rows, rejects) == (40, [])


def test_utf8_that_ends_within_a_character_is_not_taken_for_cp949() -> None:
    data = KOREAN.encode()[:-2]
    assert detect(source("a.csv", data), ImportOptions()).encoding == "utf-8"
    table, rejects = imported("a.csv", data)
    assert (table.num_rows, [r.line for r in rejects]) == (39, [41])
    assert "no text" in rejects[0].reason


def test_cp949_with_a_broken_byte_stays_cp949() -> None:
    data = KOREAN.encode("cp949") + b"\xff,1,x,y\n"
    assert detect(source("a.csv", data), ImportOptions()).encoding == "cp949"
    table, rejects = imported("a.csv", data)
    assert (table.num_rows, len(rejects)) == (40, 1)


@pytest.mark.parametrize("text", ["naïve café,Ÿ\nZürich,À\n", "Ærø,øl\nÅr,blå\n", "prix,€ 5\nmañana,º\n"])
def test_accented_latin_text_is_not_taken_for_korean(text: str) -> None:
    assert detect(source("a.csv", text.encode("cp1252")), ImportOptions()).encoding == "cp1252"


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "values"),
    [
        ("a;b\n1,5;x\n2,25;y\n-0,5;z\n", ",", "", [1.5, 2.25, -0.5]),
        ("a;b\n1.234,5;x\n2,25;y\n", ",", ".", [1234.5, 2.25]),
        ("a;b\n1.234.567;x\n2.000.000;y\n", ",", ".", [1234567, 2000000]),
        ('a,b\n"1,234.5",x\n"12,000",y\n', ".", ",", [1234.5, 12000.0]),
        ('a,b\n"1,234",x\n"12,000",y\n', ".", ",", [1234, 12000]),
        ("a;b\n1 234,5;x\n12 000,25;y\n", ",", " ", [1234.5, 12000.25]),
        ("a;b\n1'234.5;x\n12'000;y\n", ".", "'", [1234.5, 12000.0]),
        ("a;b\n1.5;x\n2.25;y\n", ".", "", [1.5, 2.25]),
        ("a;b\n1.234;x\n2.255;y\n", ".", "", [1.234, 2.255]),
    ],
)
def test_numbers_are_read_as_the_file_writes_them(
    text: str, decimal: str, thousands: str, values: list[float]
) -> None:
    file = opened("a.csv", text)
    assert (file.form.decimal, file.form.thousands) == (decimal, thousands)
    table, rejects = imported("a.csv", text)
    assert (table["a"].to_pylist(), rejects) == (values, [])


def test_a_point_is_no_decimal_sign_where_a_comma_is() -> None:
    text = "a;b\n" + "1,5;x\n" * 200 + "1.5;y\n"
    table, rejects = imported("a.csv", text)
    assert table.num_rows == 200
    assert [(r.line, r.reason) for r in rejects] == [(202, "a: '1.5' is not a number")]


def test_a_decimal_sign_can_be_said() -> None:
    table, _ = imported("a.csv", "a;b\n1,234;x\n2,345;y\n", decimal=".", thousands=",")
    assert table["a"].to_pylist() == [1234, 2345]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"decimal": "x"}, "decimal sign"),
        ({"decimal": ",", "thousands": ","}, "cannot be the decimal sign"),
        ({"quote": "ab"}, "cannot be a quote"),
        ({"comment": "1"}, "cannot be a comment"),
        ({"delimiter": ""}, "cannot be a delimiter"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError, match=message) as refused:
        opened("a.csv", "a,b\n1,2\n", **options)
    assert refused.value.hint


def test_single_quotes_are_found_where_they_frame_values() -> None:
    table, _ = imported("a.csv", "a,b\n'x, y','it''s'\n'z','q'\n'w','v'\n")
    assert table.to_pylist()[0] == {"a": "x, y", "b": "it's"}


def test_quotes_escaped_by_a_backslash_are_quotes() -> None:
    text = 'a,b\n"he said \\"no\\", twice",1\n"line\nbreak",2\n'
    table, rejects = imported("a.csv", text)
    assert (table["a"].to_pylist(), rejects) == (['he said "no", twice', "line\nbreak"], [])


def test_quotes_mean_nothing_where_that_is_said() -> None:
    table, _ = imported("a.csv", 'a;b\n"x;1\ny";2\n', quote="none")
    assert table["a"].to_pylist() == ['"x', 'y"']


def test_comment_lines_are_left_out_and_keep_the_numbers_of_lines() -> None:
    text = '# made by "a tool\n#\na,b\n1,x\n# it\'s 5" wide\n2,y\noops\n"#3\n# 4",z\n'
    table, rejects = imported("a.csv", text, kinds={"a": "text"})
    assert table["a"].to_pylist() == ["1", "2", "#3\n# 4"]
    assert [r.line for r in rejects] == [7]


def test_comment_lines_without_a_line_break_at_the_end_are_left_out() -> None:
    table, rejects = imported("a.csv", "a,b\n1,x\n2,y\n# the end")
    assert (table.num_rows, rejects) == (2, [])


def test_a_line_of_names_that_begins_with_a_hash_is_the_header() -> None:
    table, _ = imported("a.tsv", "#chrom\tstart\tend\nchr1\t1\t5\nchr2\t7\t9\n")
    assert table.column_names == ["#chrom", "start", "end"]


def test_hashes_are_values_where_that_is_said() -> None:
    table, _ = imported("a.csv", "tag,n\n#a,1\n#b,2\n", comment="none")
    assert table["tag"].to_pylist() == ["#a", "#b"]


def test_lines_before_the_table_are_skipped_and_counted() -> None:
    text = "Report of sales\nMade on 2024-03-01\n\nname,age,city\nann,31,rome\nbob,28\ncat,3,oslo\n"
    file = opened("a.csv", text)
    assert (file.form.skip_rows, file.form.header) == (3, True)
    table, rejects = imported("a.csv", text)
    assert table["name"].to_pylist() == ["ann", "cat"]
    assert [(r.line, r.reason) for r in rejects] == [(6, "2 values instead of 3")]


def test_lines_to_skip_can_be_said() -> None:
    table, _ = imported("a.csv", "a,b\nc,d\n1,2\n", skip_rows=1)
    assert table.to_pylist() == [{"c": 1, "d": 2}]


def test_a_header_with_more_names_than_values_is_not_skipped() -> None:
    with pytest.raises(FileError, match="fits its first line"):
        imported("a.csv", "a,b,c\n1,2\n3,4\n5,6\n")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", ":"])
def test_every_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["n", "m", "k"], ["1", "x", "2"], ["3", "y", "4"]))
    assert opened("a.txt", text).form.delimiter == delimiter


def test_times_do_not_make_a_delimiter_of_their_colons() -> None:
    assert opened("a.csv", "when\n12:30:00\n13:45:10\n").form.delimiter == ","


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_break_ends_a_row(newline: str) -> None:
    table, rejects = imported("a.csv", newline.join(["a,b", "1,x", "2,y", ""]))
    assert (table["a"].to_pylist(), rejects) == ([1, 2], [])


def test_mixed_line_breaks_end_rows() -> None:
    table, rejects = imported("a.csv", b"a,b\r\n1,x\n2,y\r\n3,z\n")
    assert (table["b"].to_pylist(), rejects) == (["x", "y", "z"], [])


def test_a_zero_byte_costs_its_number_and_no_more() -> None:
    text = "a,b\n" + "1,x\n" * 1000 + "2\0,y\n"
    table, rejects = imported("a.csv", text)
    assert (table.num_rows, [r.line for r in rejects]) == (1000, [1002])


def test_settings_found_can_be_said_again_with_the_same_result() -> None:
    text = "# c\na;b\n1,5;'x'\n2,5;'y'\n3,5;'z'\n"
    form = opened("a.csv", text).form
    said = {
        k: getattr(form, k) for k in ("encoding", "delimiter", "quote", "comment", "decimal", "thousands")
    }
    again = opened("a.csv", text, **said, skip_rows=form.skip_rows, header=form.header).form
    assert again == form


def test_rows_that_begin_with_a_hash_are_rows() -> None:
    table, rejects = imported("a.csv", "# made by a tool\nword,n\nx,1\n#,2\n#y,3\n")
    assert (table["word"].to_pylist(), rejects) == (["x", "#", "#y"], [])
