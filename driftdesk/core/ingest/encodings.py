"""In which encoding a text is written: found out from its first part."""

import codecs
import re

from driftdesk.core.errors import FileError

HEAD_BYTES = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect_encoding(head: bytes, name: str = "The file") -> str:
    """UTF-8 (with or without byte order mark), UTF-16, UTF-32 (with one), CP949, Windows/ISO Latin. A few bytes that are no text do not
    make another encoding of it: their rows are rejected. Raises FileError for binary."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head and (encoding := _unmarked_utf16(head, name)):
        return encoding
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
    if controls > max(2, len(head) / 100):
        raise binary(name)
    if _decodes(head, "utf-8") or _mostly_utf8(head):
        return "utf-8"
    if _mostly_cp949(head):
        return "cp949"
    return "cp1252" if _decodes(head, "cp1252") else "latin-1"


def decode_head(head: bytes, encoding: str, name: str) -> str:
    """The first part of a file as text; bytes that are none are replaced. Raises FileError (unknown encoding)."""
    try:
        b" ".decode(encoding, "replace")  # refuses codecs that are no text encodings
        return codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    except UnicodeError as problem:
        raise FileError(
            f"{name} is not text in the encoding {encoding}.", "Leave --encoding out: it is found out then."
        ) from problem
    except (LookupError, ValueError) as problem:
        raise FileError(
            f"There is no encoding {encoding!r}.",
            "Use --encoding utf-8, utf-16, cp949 or latin-1, for example, or leave it out.",
        ) from problem


def binary(name: str) -> FileError:
    return FileError(
        f"{name} is not text: it holds binary data.",
        "Import CSV, TSV, JSON, JSON lines, Parquet, Arrow or Excel (also as .gz, .zst or .zip).",
    )


def _unmarked_utf16(head: bytes, name: str) -> str:
    """Empty: a few zero bytes in what is text otherwise."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2 or 1
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    if found := _wide_utf16(head):
        return found
    if even + odd <= max(2, len(head) // 1000):
        return ""
    raise binary(name)


def _wide_utf16(head: bytes) -> str:
    """UTF-16 of a script whose characters have no zero byte, such as Hangul: its line breaks and separators do."""
    whole = head[: len(head) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)("strict").decode(whole)
        except UnicodeError:
            continue
        told = sum(c in "\n,;\t|" or "\uac00" <= c <= "\ud7a3" or " " <= c <= "~" for c in text)
        if "\n" in text and told >= 0.8 * len(text):
            return encoding
    return ""


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeError:
        return False
    return True


def _mostly_utf8(head: bytes) -> bool:
    """A few broken bytes (such as half a character at the end) in what is otherwise UTF-8 beyond ASCII."""
    broken = head.decode("utf-8", "replace").count("\ufffd")
    whole = len(
        re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", head)
    )
    return whole > 10 * broken or (whole > 0 and any(_decodes(head[:-cut], "utf-8") for cut in (1, 2, 3)))


def _mostly_cp949(head: bytes) -> bool:
    """At least half of the bytes over 127 are Hangul of KS X 1001 (0xB0A1 to 0xC8FE), of which Latin text has single
    ones, and next to none are no CP949."""
    high = sum(len(m) for m in re.findall(rb"[\x80-\xff]+", head))
    hangul = sum(len(m) for m in re.findall(rb"(?:[\xb0-\xc8][\xa1-\xfe])+", head))
    if not hangul or hangul < high / 2:
        return False
    broken = head.decode("cp949", "replace").count("\ufffd")
    return broken <= max(1, hangul // 40)
