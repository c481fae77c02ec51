"""Workbooks: entities, sheets that claim to be vast, parts that are missing, and sheets of nothing but markup."""

from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import (
    MB,
    PLAIN,
    SHEET,
    cell,
    lazily,
    row,
    sheet,
    with_part,
    workbook,
)

LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = b'<!DOCTYPE x SYSTEM "http://192.0.2.1/evil.dtd">'
QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
TABLE = row(cell("a"), cell("b")) + row(b"<c><v>1</v></c>", cell("x"))
ONE = {"a": [1], "b": ["x"]}
STRINGS = "xl/sharedStrings.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_strings(data: bytes, xml: bytes) -> bytes:
    """The workbook with a table of shared texts."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'" /></Types>'
    listed = with_part(data, "[Content_Types].xml", lambda c: c.replace(b"</Types>", override))
    return with_part(listed, STRINGS, lambda _: xml)


def before_root(data: bytes, part: str, start: bytes) -> bytes:
    """``start`` before the root element of a part."""

    def change(content: bytes) -> bytes:
        at = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:at] + start + content[at:]

    return with_part(data, part, change)


def in_part(part: str, old: bytes, new: bytes) -> bytes:
    return with_part(workbook(), part, lambda content: content.replace(old, new))


def strings(inner: bytes) -> bytes:
    """A workbook of one column of the first shared string, which is there 3,000 times."""
    cells = b"".join(b'<row><c t="s"><v>0</v></c><c><v>%d</v></c></row>' % i for i in range(3000))
    return with_strings(sheet(cells), b"<sst " + NAMESPACE + b">" + inner + b"</sst>")


def sheets_of_one_part(number: int, inner: bytes) -> bytes:
    """A workbook of many sheets that are all the same part."""

    def more(content: bytes) -> bytes:
        found = content[content.index(b"<sheet ") : content.index(b"</sheets>")]
        every = b"".join(found.replace(b'"first"', b'"s%d"' % i) for i in range(number))
        return content.replace(found, every)

    return with_part(sheet(inner), "xl/workbook.xml", more)


ENTITIES: list[Case] = [
    *[
        case(f"{what} in {part}", "a.xlsx", before_root(with_strings(workbook(), b"<sst />"), part, start), Refused("damaged|entities"))
        for what, start in (("a billion laughs", LAUGHS), ("an entity of a file", OUTSIDE))
        for part in (SHEET, STRINGS, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml")
    ],
    case("a definition on another machine", "a.xlsx", before_root(workbook(), SHEET, REMOTE), Refused("damaged|entities")),
    case("a quadratic blow-up", "a.xlsx", lazily(lambda: sheet(TABLE + row(cell("&a;" * 10_000)), QUADRATIC)), Refused("damaged|entities")),
    case("a billion laughs in UTF-16", "a.xlsx", with_part(workbook(), SHEET, lambda c: ("<?xml version='1.0' encoding='utf-16'?>" + LAUGHS.decode() + "<worksheet>&j;</worksheet>").encode("utf-16")), Refused("damaged|entities")),
    case("a billion laughs behind a comment of 10 kB", "a.xlsx", lazily(lambda: before_root(workbook(), SHEET, b"<!--" + b"x" * 10_000 + b"-->" + LAUGHS)), Refused("damaged|entities")),
    case("an entity that nobody declared", "a.xlsx", sheet(TABLE + row(cell("&evil;"))), Refused("damaged")),
]  # fmt: skip

SIZES: list[Case] = [
    case("a sheet that claims to be vast", "a.xlsx", in_part(SHEET, b'ref="A1:B3"', b'ref="A1:XFD1048576"'), Read(PLAIN)),
    case("a cell at the end of the sheet", "a.xlsx", sheet(TABLE + b'<row r="1048576">' + cell("2", "A1048576") + b"</row>"), Read(rows=2)),
    case("a row number beyond all sheets", "a.xlsx", sheet(TABLE + b'<row r="999999999999">' + cell("2") + b"</row>"), Refused("more cells than a sheet can have")),
    case("a column beyond all sheets", "a.xlsx", sheet(TABLE + row(cell("2", "ZZZZZZ3"))), Refused("more cells than a sheet can have|damaged")),
    case("a row of 100,000 empty cells", "a.xlsx", lazily(lambda: sheet(TABLE + b"<row>" + b"<c/>" * 100_000 + b"</row>")), Refused("more cells than a sheet can have|damaged")),
    case("a row of 40 million empty cells", "a.xlsx", lazily(lambda: sheet(TABLE + b"<row>" + b"<c/>" * 40_000_000 + b"</row>")), Refused("")),
    case("rows that go backwards", "a.xlsx", sheet(TABLE + b'<row r="1">' + cell("9", "A1") + cell("z", "B1") + b"</row>"), Refused("damaged")),
    case("cells at no place", "a.xlsx", sheet(TABLE + row(cell("2", "nowhere"))), Refused("damaged")),
    case("an empty row beyond all sheets", "a.xlsx", sheet(b'<row r="1048576"/><row/>'), Refused("more cells|no rows")),
    case("an inline text of 20 MB", "a.xlsx", lazily(lambda: sheet(TABLE + row(cell("x" * 20 * MB)))), Refused("cell longer")),
    case("a shared text of a megabyte 3,000 times", "a.xlsx", lazily(lambda: strings(b"<si><t>" + b"x" * MB + b"</t></si>")), Refused("unpacks to|more text")),
    case("3 million shared texts", "a.xlsx", lazily(lambda: strings(b"<si/>" * 3_000_000)), Refused("")),
    case("40 million styles", "a.xlsx", lazily(lambda: in_part("xl/styles.xml", b"<cellXfs", b"<x/>" * 40_000_000 + b"<cellXfs")), Refused("")),
    case("markup that is no cell", "a.xlsx", lazily(lambda: sheet(TABLE + b"<x/>" * 30_000_000)), Refused("")),
    case("markup nested 100,000 deep", "a.xlsx", lazily(lambda: sheet(TABLE + b"<x>" * 100_000 + b"</x>" * 100_000)), Read(ONE)),
    case("1,000 sheets of one part", "a.xlsx", lazily(lambda: sheets_of_one_part(1000, TABLE)), Read(ONE)),
    case("3,000 sheets of one part of empty rows", "a.xlsx", lazily(lambda: sheets_of_one_part(3000, b"<row/>" * 200_000)), Refused("")),
]  # fmt: skip

CONTENTS: list[Case] = [
    case("a workbook without rows", "a.xlsx", workbook([]), Refused("no rows")),
    case("a workbook of a header", "a.xlsx", workbook([("a", "b")]), Refused("only a header")),
    case("a sheet that is not there", "a.xlsx", workbook(), Refused("no sheet 'zz'"), sheet="zz"),
    case("a sheet of number 0", "a.xlsx", workbook(), Refused("no sheet '0'"), sheet="0"),
    case("no sheet in the archive", "a.xlsx", with_part(workbook(), SHEET, lambda _: None), Refused("")),
    case("no list of contents", "a.xlsx", with_part(workbook(), "xl/_rels/workbook.xml.rels", lambda _: None), Refused("damaged")),
    case("shared texts that are not there", "a.xlsx", with_strings(sheet(TABLE + b'<row><c t="s"><v>5</v></c></row>'), b"<sst " + NAMESPACE + b"/>"), Refused("damaged")),
    case("XML that stops", "a.xlsx", with_part(workbook(), SHEET, lambda c: c[: len(c) // 2]), Refused("damaged")),
    case("no XML at all", "a.xlsx", with_part(workbook(), "xl/workbook.xml", lambda _: b"\0\xff" * 500), Refused("damaged")),
    case("numbers that are none", "a.xlsx", sheet(TABLE + row(b"<c><v>1e5x</v></c>", cell("y"))), Refused("damaged")),
    case("numbers beyond all bounds", "a.xlsx", sheet(TABLE + row(b"<c><v>1e999</v></c>", cell("y")) * 2), Read(rows=3)),
    case("an integer of 5,000 digits", "a.xlsx", sheet(TABLE + row(b"<c><v>" + b"9" * 5000 + b"</v></c>", cell("y"))), Refused("damaged")),
    case("a date beyond the calendar", "a.xlsx", sheet(TABLE + row(b'<c t="d"><v>99999-99-99</v></c>', cell("y"))), Refused("damaged")),
    case("errors in cells", "a.xlsx", workbook([("a", "b"), *((i, "x") for i in range(30)), ("#DIV/0!", "y"), ("#N/A", "z")]), Read(rows=32)),
    case("formulas without values", "a.xlsx", workbook([("a", "b"), (1, "=1/0"), (2, "=WEBSERVICE(1)")]), Read({"a": [1, 2], "b": [None, None]})),
    case("names that repeat, are empty or are ours", "a.xlsx", workbook([("a", "a", None, "_row_id"), (1, 2, 3, 4)]), Read({"a": [1], "a_2": [2], "column_3": [3], "row_id": [4]})),
]  # fmt: skip
