"""Text in encodings that are broken, cut, or not what they say."""

from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import CSV, PLAIN

SEOUL = "".join(f"{i},서울\n" for i in range(50))
KOREAN = "나이,도시\n" + SEOUL
BROKEN = "bytes that are no text"

ENCODINGS: list[Case] = [
    case("invalid UTF-8 in the middle", "a.csv", b"n,city\n" + SEOUL.encode() + b"7,\xff\xfe\n" + SEOUL.encode(), Read(rows=100, rejects=[(52, BROKEN)])),
    case("invalid UTF-8 in the header", "a.csv", b"n,\xff\xfecity\n" + SEOUL.encode(), Read(rows=50)),
    case("overlong and surrogate bytes of UTF-8", "a.csv", b"n,city\n" + SEOUL.encode() + b"7,\xc0\x80\n8,\xed\xa0\x80\n", Read(rows=50, rejects=[(52, BROKEN), (53, BROKEN)])),
    case("bytes that are no text in an uneven row", "a.csv", b"n,city\n" + SEOUL.encode() + b"7,\xff,\xfe\n", Read(rows=50, rejects=[(52, "3 values")])),
    case("UTF-8 cut in the middle of a character", "a.csv", ("n,city\n" + SEOUL + "7,서").encode()[:-1], Read(rows=50, rejects=[(52, BROKEN)])),
    case("a byte order mark twice", "a.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + CSV.encode(), Read(PLAIN)),
    case("a byte order mark in the middle", "a.csv", b"a,b\n1,x\n\xef\xbb\xbf2,y\n", Read(rows=2)),
    case("UTF-16", "a.csv", KOREAN.encode("utf-16"), Read(rows=50)),
    case("UTF-16 with an odd length", "a.csv", KOREAN.encode("utf-16") + b"7", Read(rows=50, rejects=[(52, "")])),
    case("UTF-16 with half a surrogate pair", "a.csv", KOREAN.encode("utf-16") + b"7\0,\0\x00\xd8\n\0", Read(rows=50, rejects=[(52, "")])),
    case("UTF-16 without its mark", "a.csv", CSV.encode("utf-16-le"), Read(PLAIN)),
    case("UTF-16 with the wrong mark", "a.csv", b"\xfe\xff" + CSV.encode("utf-16-le"), Refused("")),
    case("UTF-32", "a.csv", CSV.encode("utf-32"), Read(PLAIN)),
    case("UTF-7", "a.csv", "a,b\n1,서울\n".encode("utf-7"), Read({"a": [1], "b": ["+wRzGuA"]})),
    case("EBCDIC", "a.csv", (CSV * 20).encode("cp500"), Refused("")),
    case("CP949", "a.csv", KOREAN.encode("cp949"), Read(rows=50)),
    case("CP949 cut in the middle of a character", "a.csv", KOREAN.encode("cp949")[:-2], Read(rows=49, rejects=[(51, BROKEN)])),
    case("CP949 with a stray byte", "a.csv", KOREAN.encode("cp949") + b"7,\xff\n", Read(rows=50, rejects=[(52, BROKEN)])),
    case("CP949 said to be UTF-8", "a.csv", KOREAN.encode("cp949"), Refused(""), encoding="utf-8"),
    case("UTF-8 said to be UTF-16", "a.csv", KOREAN.encode(), Refused(""), encoding="utf-16"),
    case("UTF-8 said to be ASCII", "a.csv", KOREAN.encode(), Read(rows=50), encoding="ascii"),
    case("an encoding that there is not", "a.csv", CSV, Refused("no encoding 'klingon'", named=False), encoding="klingon"),
    case("an encoding that is no text", "a.csv", CSV, Refused("no encoding|not text", named=False), encoding="base64"),
    case("an encoding that runs wild", "a.csv", CSV, Refused("", named=False), encoding="idna"),
    case("an encoding with a NUL", "a.csv", CSV, Refused("", named=False), encoding="utf\0-8"),
    case("Shift JIS", "a.csv", ("a,b\n" + "1,日本\n" * 30).encode("shift-jis"), Read(rows=30)),
    case("Latin-1", "a.csv", ("a,b\n" + "1,café\n" * 30).encode("latin-1"), Read({"a": [1] * 30, "b": ["café"] * 30})),
]  # fmt: skip
