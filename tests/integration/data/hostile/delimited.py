"""Delimited text: headers, names, quotes, line ends, widths, and what stands in the cells."""

from datetime import datetime

from driftdesk.core.errors import ParameterError, SchemaError
from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import CSV, MB, PLAIN, repeated

DAY = datetime(2024, 1, 2)
MANY = "".join(f"{i},n{i}\n" for i in range(100))
"""Rows of ``x,name``: enough for a bad one to be rejected and not to change the column's kind."""
NUMBERS = "".join(f"{i},1.5\n" for i in range(100))
DATES = "".join(f"2024-01-{i % 28 + 1:02d},x{i}\n" for i in range(100))
GERMAN = "".join(f"{i % 28 + 13 % 28:02d}.01.2024;x{i}\n" for i in range(13))


def header(names: str) -> str:
    return names + "\n" + ",".join("12345"[: names.count(",") + 1]) + "\n"


EMPTY: list[Case] = [
    case("an empty file", "a.csv", b"", Refused("is empty")),
    case("an empty file that is called a workbook", "a.xlsx", b"", Refused("is empty")),
    case("only a byte order mark", "a.csv", b"\xef\xbb\xbf", Refused("blank")),
    case("only a byte order mark of UTF-16", "a.csv", b"\xff\xfe", Refused("blank")),
    case("only newlines", "a.csv", "\n" * 1000, Refused("blank")),
    case("a million newlines", "a.csv", "\n" * 1_000_000, Refused("blank")),
    case("only spaces and tabs", "a.tsv", " \t \t\n" * 50, Refused("")),
    case("only delimiters", "a.csv", ",,,\n" * 50, Read(rows=49)),
    case("only quotes", "a.csv", '"' * 51, Refused("never closed|only a header|no rows")),
    case("only comments", "a.csv", "# nothing\n# to see\n", Read({"# nothing": ["# to see"]})),
    case("only a header", "a.csv", "a,b,c\n", Refused("only a header")),
    case("only a header without a line end", "a.csv", "a,b,c", Refused("only a header")),
    case("a header and blank lines", "a.csv", "a,b\n\n\n\n", Refused("only a header")),
    case("one NUL byte", "a.csv", b"\0", Refused("binary|blank")),
    case("a megabyte of NUL bytes", "a.csv", bytes(MB), Refused("binary")),
]

HEADERS: list[Case] = [
    case("duplicate names", "a.csv", header("a,a,a"), Read({"a": [1], "a_2": [2], "a_3": [3]}, warns="Column 2")),
    case("names that duplicate the ones given to duplicates", "a.csv", header("a,a,a_2"), Read({"a": [1], "a_2": [2], "a_2_2": [3]})),
    case("empty names", "a.csv", header("a,,b,"), Read({"a": [1], "column_2": [2], "b": [3], "column_4": [4]})),
    case("dots and dollars", "a.csv", header("a.b,$set,$,.,a..b"), Read({"a.b": [1], "$set": [2], "$": [3], ".": [4], "a..b": [5]})),
    case("our own name of row ids", "a.csv", header("_row_id,_id"), Read({"row_id": [1], "_id": [2]})),
    case("__proto__ and constructor", "a.csv", header("__proto__,constructor,__class__"), Read({"__proto__": [1], "constructor": [2], "__class__": [3]})),
    case("control characters", "a.csv", header("a\x07b,\x1b[31mred,c\x7f"), Read({"a b": [1], "[31mred": [2], "c": [3]})),
    case("marks from right to left", "a.csv", header("\u202eevil,\u200fx,a"), Read(rows=1)),
    case("names of 10 kB", "a.csv", header("x" * 10_000 + "," + "x" * 10_000), Read({"x" * 200: [1], "x" * 200 + "_2": [2]})),
    case("a name of one megabyte", "a.csv", header("x" * MB + ",b"), Read({"x" * 200: [1], "b": [2]})),
    case("names in quotes with line breaks", "a.csv", 'a,"b\nc"\n1,2\n3,4\n', Read({"a": [1, 3], "b c": [2, 4]})),
    case("names that are numbers", "a.csv", "1,2\nx,y\nz,w\n", Read({"1": ["x", "z"], "2": ["y", "w"]}), header=True),
    case("names that differ in white space alone", "a.csv", header("a, a,a "), Read({"a": [1], "a_2": [2], "a_3": [3]})),
    case("formulas as names", "a.csv", header("=cmd|' /C calc'!A0,@SUM(A1)"), Read({"=cmd|' /C calc'!A0": [1], "@SUM(A1)": [2]})),
    case("1,000 columns", "a.csv", ",".join(f"c{i}" for i in range(1000)) + "\n" + ",".join("1" * 1000) + "\n", Read(rows=1)),
    case("300,000 columns", "a.csv", "a," * 300_000 + "a\n" + "1," * 300_000 + "1\n", Refused("columns")),
    case("3,000 columns of one name", "a.csv", "a," * 2999 + "a\n" + "1," * 2999 + "1\n", Read(rows=1)),
    case("a target that is not there", "a.csv", CSV, Refused("'c'", SchemaError, named=False), target="c"),
]  # fmt: skip

LINES: list[Case] = [
    case("mixed newlines", "a.csv", "a,b\r\n1,x\n2,y\r\n3,z\n", Read({"a": [1, 2, 3], "b": ["x", "y", "z"]})),
    case("a line in the middle that ends in a carriage return", "a.csv", "a,b\n1,x\n2,y\r3,z\n4,w\n", Read({"a": [1, 2, 3, 4], "b": ["x", "y", "z", "w"]})),
    case("lines of old Macs", "a.csv", "a,b\r1,x\r2,y\r", Read(PLAIN)),
    case("carriage returns in quotes", "a.csv", 'a,b\n1,"x\r\ny"\n2,"z\rw"\n', Read({"a": [1, 2], "b": ["x\r\ny", "z\rw"]})),
    case("line separators of Unicode", "a.csv", "a,b\n1,x\u2028y\n2,z\u0085w\n", Read({"a": [1, 2], "b": ["x\u2028y", "z\u0085w"]})),
    case("no newline at the end", "a.csv", CSV.strip(), Read(PLAIN)),
    case("a hundred blank lines between", "a.csv", "a,b\n1,x\n" + "\n" * 100 + "2,y\n", Read(PLAIN)),
    case("NUL bytes in cells", "a.csv", b"a,b\n" + MANY.encode() + b"1,x\0y\n", Read(rows=101)),
    case("end-of-file signs of DOS", "a.csv", CSV + "\x1a", Read(rows=2, rejects=[(4, "1 values instead of 2")])),
    case("rows of other widths", "a.csv", "x,name\n" + MANY + "1\n1,2,3\n" + "," * 5000 + "\n", Read(rows=100, rejects=[(102, "1 values"), (103, "3 values"), (104, "5001 values")])),
    case("mostly rows of other widths", "a.csv", "a,b\n1,2\n" + "1,2,3\n" * 5, Refused("5 of 6 rows")),
    case("no row as wide as the header", "a.csv", "a,b\n1,2,3\n4,5,6\n", Refused("No row"), skip_rows=0),
    case("a quote that swallows the file", "a.csv", 'x,name\n1,"a\n' + MANY, Refused("line 2 of a.csv is never closed")),
    case("a quote that swallows ten megabytes", "a.csv", repeated('x,name\n1,"a\n', MANY.encode(), 13_000), Refused("does not end within 8 MB")),
    case("a quote that is never closed where quotes mean nothing", "a.csv", 'x,name\n1,"a\n2,b\n', Read({"x": [1, 2], "name": ['"a', "b"]}), quote=""),
    case("quotes in the middle of values", "a.csv", 'a,b\n1,6" pipe\n2,say "hi"\n', Read({"a": [1, 2], "b": ['6" pipe', 'say "hi"']})),
    case("text behind a closing quote", "a.csv", 'a,b\n1,"x"y\n2,"z"\n', Read(rows=2)),
    case("a hundred thousand quotes in a row", "a.csv", "a,b\n1," + '"' * 100_000 + "\n2,y\n", Read({"a": [1, 2], "b": ['"' * 49_999, "y"]})),
    case("a delimiter that is a letter", "a.csv", CSV, Refused("cannot be a delimiter", ParameterError, named=False), delimiter="a"),
    case("a delimiter that is no ASCII", "a.csv", CSV, Refused("cannot be a delimiter", ParameterError, named=False), delimiter="\u2028"),
    case("more lines to be skipped than there are", "a.csv", CSV, Refused(""), skip_rows=1000),
]  # fmt: skip

NUMBERS_AND_DATES: list[Case] = [
    case("integers at the ends of 64 bits", "a.csv", f"a,b\n{2**63 - 1},1\n{-(2**63)},2\n", Read({"a": [2**63 - 1, -(2**63)], "b": [1, 2]})),
    case("integers beyond 64 bits", "a.csv", "a,b\n" + f"{2**63},1\n" * 9 + "1,1\n", Read({"a": [float(2**63)] * 9 + [1.0], "b": [1] * 10}, warns="beyond 64 bits")),
    case("different integers beyond 64 bits", "a.csv", f"a,b\n{2**64},1\n{2**65},2\n", Read({"a": [str(2**64), str(2**65)], "b": [1, 2]}, warns="beyond 64 bits")),
    case("one integer beyond 64 bits among others", "a.csv", f"x,y\n{NUMBERS}{10**30},2\n", Read(rows=101)),
    case("1e999", "a.csv", f"x,y\n{NUMBERS}1e999,2\n-1e999,2\n", Read(rows=102, warns="infinite")),
    case("1e-999", "a.csv", f"x,y\n{NUMBERS}1e-999,2\n", Read(rows=101)),
    case("spellings of infinity", "a.csv", f"x,y\n{NUMBERS}inf,1\n-Infinity,1\nINF,1\n+inf,1\n", Read(rows=104, warns="'x' has 4 infinite")),
    case("spellings of NaN", "a.csv", f"x,y\n{NUMBERS}nan,1\nNaN,1\n-nan,1\nNAN,1\n", Read(rows=104)),
    case("hexadecimal and underscores", "a.csv", f"x,y\n{NUMBERS}0x1F,1\n1_000,1\n", Read(rows=100, rejects=[(102, "'0x1F' is not a number"), (103, "'1_000' is not a number")])),
    case("digits of other scripts", "a.csv", f"x,y\n{NUMBERS}\u0661\u0662,1\n\uff11,1\n", Read(rows=100, rejects=[(102, "is not a number"), (103, "is not a number")])),
    case("a number of a million digits", "a.csv", f"x,y\n{NUMBERS}{'9' * 1_000_000},1\n", Read(rows=101)),
    case("a fraction of a million digits", "a.csv", f"x,y\n{NUMBERS}0.{'3' * 1_000_000},1\n", Read(rows=101)),
    case("the 31st of February", "a.csv", f"d,n\n{DATES}2024-02-31,x\n", Read(rows=100, rejects=[(102, "'2024-02-31' is not a date")])),
    case("31.02. in German", "a.csv", "d;n\n" + "".join(f"{13 + i % 15}.01.2024;x{i}\n" for i in range(100)) + "31.02.2024;x\n", Read(rows=100, rejects=[(102, "'31.02.2024' is not a date")])),
    case("year 0", "a.csv", f"d,n\n{DATES}0000-00-00,x\n", Read(rows=100, rejects=[(102, "'0000-00-00' is not a date")])),
    case("year 99999", "a.csv", f"d,n\n{DATES}99999-01-01,x\n", Read(rows=100, rejects=[(102, "is not a date")])),
    case("years before time began", "a.csv", f"d,n\n{DATES}0001-01-01,x\n9999-12-31,x\n", Read(rows=102)),
    case("25 o'clock and a leap second", "a.csv", f"d,n\n{DATES}2024-01-01 25:00:00,x\n2016-12-31 23:59:60,x\n", Read(rows=100, rejects=[(102, "is not a date"), (103, "is not a date")])),
    case("the 29th of February of a common year", "a.csv", f"d,n\n{DATES}2023-02-29,x\n2024-02-29,x\n", Read(rows=101, rejects=[(102, "is not a date")])),
    case("dates with many zones", "a.csv", "d,n\n2024-01-02T00:00:00Z,1\n2024-01-02T05:00:00+05:00,2\n", Read({"d": [DAY, DAY], "n": [1, 2]})),
    case("a word in a column of numbers that says so", "a.csv", CSV, Refused("2 of 2 rows", named=True), kinds={"b": "numeric"}),
]  # fmt: skip

CELLS: list[Case] = [
    case("a cell of one megabyte", "a.csv", "a,b\n1," + "x" * MB + "\n2,y\n", Read({"a": [1, 2], "b": ["x" * MB, "y"]})),
    case("50 cells of one megabyte", "a.csv", repeated("a,b\n", b"1," + b"x" * MB + b"\n", 50), Read(rows=50)),
    case("a cell of 20 MB", "a.csv", repeated("x,name\n" + MANY + "1,", b"x" * MB, 20, b"\n" + MANY.encode()), Read(rows=200, rejects=[(102, "name: a value longer than 4 MB")])),
    case("a cell of 20 MB in quotes with line breaks", "a.csv", repeated("x,name\n" + MANY + '1,"', b"line\n" * (MB // 5), 20, b'"\n' + MANY.encode()), Read(rows=200, rejects=[(102, "name: a value longer than 4 MB")])),
    case("one line of 100 MB", "a.csv", repeated("a,b\n", b"1" * MB, 100), Refused("does not end within 8 MB")),
    case("a header of 100 MB", "a.csv", repeated("", b"ab," * (MB // 3), 100), Refused("64 MB|columns")),
    case("formulas", "a.csv", "a,b\n=1+1,x\n@SUM(A1),y\n+cmd|'/C calc'!A0,z\n", Read(rows=3)),
    case("emoji and combining marks", "a.csv", "a,b\n1,\U0001f469\u200d\U0001f469\u200d\U0001f467\n2,a" + "\u0300" * 5000 + "\n", Read(rows=2)),
    case("every missing word", "a.csv", "a,b\n" + "".join(f"{w},1\n" for w in ("NA", "null", "?", "-", "None", "")) + "7,1\n" * 20, Read({"a": [None] * 6 + [7] * 20, "b": [1] * 26})),
]  # fmt: skip
