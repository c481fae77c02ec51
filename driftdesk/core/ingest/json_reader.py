"""JSON lines, and arrays of objects read piece by piece: never the whole file at once.

Objects in objects become columns of their own (``nested.py``); what is nested deeper than that is JSON text.
"""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.batches import (
    MOST_COLUMNS,
    SAMPLE_BYTES,
    SAMPLE_ROWS,
    Batch,
    ColumnPlan,
    Reject,
    assemble,
)
from driftdesk.core.ingest.detection import EACH, FileFormat
from driftdesk.core.ingest.nested import (
    MOST_DEPTH,
    flat,
    leaves,
    too_deep,
    typed,
    vectors_of,
    weight,
    with_components,
)
from driftdesk.core.ingest.records import utf8_parts
from driftdesk.core.ingest.source import Source

BATCH_ROWS = 16_384
BATCH_BYTES = 16 << 20
LONGEST_OBJECT = 16 << 20

_TOO_DEEP = f"nested more than {MOST_DEPTH} deep"
_BLANK = re.compile(r"\s*")

Numbered = tuple[int, Any, str]
"""Line (in an array: element), object, and what is wrong with it (empty: nothing)."""


class JsonReader:
    """Raises FileError where there is no object at all, or the text stops being JSON."""

    def __init__(self, source: Source, form: FileFormat) -> None:
        self._source = source
        self.form = form
        self.warnings: list[str] = []
        names: dict[str, None] = {}
        self._sample: list[dict[str, Any]] = []
        self._vectors: dict[str, int] = {}
        size = 0
        for _, value, problem in self._objects():
            if not problem:
                names.update(dict.fromkeys(value))
                self._sample.append(value)
                size += weight(value)
                _check_width(names, source.name)
            if len(self._sample) >= SAMPLE_ROWS or size > SAMPLE_BYTES:
                break
        if not self._sample:
            raise FileError(f"{source.name} holds no objects.", "It should hold an object for each row.")
        self._vectors = vectors_of(self._sample)
        if self._vectors:
            self._sample = [with_components(row, self._vectors)[0] for row in self._sample]
            names = dict.fromkeys(name for row in self._sample for name in row)
            _check_width(names, source.name)
        self.names = leaves(names, self._sample, form.flatten)
        if not self.names:
            raise FileError(
                f"The objects of {source.name} are empty.", "Each should hold the values of a row."
            )

    def sample(self) -> pa.Table:
        columns = [typed([row.get(name) for row in self._sample]) for name in self.names]
        return pa.table(columns, names=[str(i) for i in range(len(columns))])

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        good: list[Numbered] = []
        bad: list[Reject] = []
        known = set(self.names)
        size = 0
        for numbered in self._objects():
            line, value, problem = numbered
            if not problem and (new := _unknown(value, known)):
                problem = f"the key {new[:40]!r}, which the first rows do not have"
            if problem:
                content = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                bad.append(Reject(line, problem, content[:10_000]))
            else:
                good.append(numbered)
                size += weight(value)
            if len(good) + len(bad) >= BATCH_ROWS or size >= BATCH_BYTES:
                yield self._batch(good, bad, plans)
                good, bad, size = [], [], 0
        if good or bad:
            yield self._batch(good, bad, plans)

    def position(self, rows: int) -> int:
        return self._source.position

    def _batch(self, good: list[Numbered], bad: list[Reject], plans: Sequence[ColumnPlan]) -> Batch:
        names = [self.names[p.position] for p in plans]
        columns = [typed([value.get(name) for _, value, _ in good]) for name in names]
        return assemble(
            columns,
            plans,
            lambda row: good[row][0],
            content_of=lambda row: json.dumps(good[row][1], ensure_ascii=False)[:10_000],
            ragged=bad,
        )

    def _objects(self) -> Iterator[Numbered]:
        for line, value, problem in objects(self._source, self.form):
            if problem:
                yield line, value, problem
                continue
            row, wrong = flat(value, self.form.flatten, self.form.lists)
            if not wrong and self._vectors:
                row, wrong = with_components(row, self._vectors)
            yield line, row, wrong


def objects(source: Source, form: FileFormat) -> Iterator[Numbered]:
    """The objects of JSON or JSON lines as they stand. Raises FileError where the text stops being JSON."""
    with source.content() as stream:
        parts = (_checked(part, source.name) for part in utf8_parts(stream, form.encoding, name=source.name))
        if form.format == "jsonl":
            yield from _lines(parts, source.name)
        else:
            yield from _rows(_Text(parts, source.name), form.records)


def _checked(part: bytes, name: str) -> bytes:
    if b"\0" in part:
        raise FileError(f"{name} holds binary data.", "Check that it is JSON text.")
    return part


def _lines(parts: Iterator[bytes], name: str) -> Iterator[Numbered]:
    rest, number = b"", 0
    for part in _and_last(parts):
        lines = (rest + part).split(b"\n")
        rest = lines.pop()
        if len(rest) > LONGEST_OBJECT:
            raise FileError(
                f"Line {number + len(lines) + 1} of {name} is longer than {LONGEST_OBJECT >> 20} MB.",
                "JSON lines need one object a line.",
            )
        for line in lines:
            number += 1
            if content := line.strip():
                yield _parsed_line(content, number)


def _and_last(parts: Iterator[bytes]) -> Iterator[bytes]:
    yield from parts
    yield b"\n"


def _parsed_line(content: bytes, number: int) -> Numbered:
    try:
        value = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return (
            number,
            content.decode("utf-8", "backslashreplace"),
            "bytes that are no text in the file's encoding",
        )
    except (ValueError, RecursionError) as problem:
        return number, content.decode("utf-8"), _reason(problem)
    if content.count(b"[") + content.count(b"{") > MOST_DEPTH and too_deep(value):
        return number, content.decode("utf-8"), _TOO_DEEP
    return _row(value, number)


def _reason(problem: ValueError | RecursionError) -> str:
    """Why a text is not read, in our words."""
    if isinstance(problem, RecursionError):
        return _TOO_DEEP
    if isinstance(problem, json.JSONDecodeError):
        return f"no JSON: {problem.msg[:1].lower()}{problem.msg[1:]} at character {problem.pos + 1}"
    return "a number of too many digits"


def _unknown(row: dict[str, Any], known: set[str]) -> str | None:
    if known.issuperset(row):
        return None
    return next((name for name, value in row.items() if value is not None and name not in known), None)


def _check_width(names: dict[str, None], name: str) -> None:
    if len(names) > MOST_COLUMNS:
        raise FileError(
            f"The objects of {name} have more than {MOST_COLUMNS} different keys.",
            "Check that the keys are columns, and not values such as dates or identifiers.",
        )


def _rows(text: "_Text", records: str) -> Iterator[Numbered]:
    """The objects of a text that is no lines: those of one array, alone or inside of an object, or all in a row."""
    decoder = json.JSONDecoder()
    if records == EACH:
        number = 0
        while text.peek():
            number += 1
            yield _row(text.value(decoder, number), number)
        return
    depth = _enter(text, decoder, records) if records else 0
    yield from _elements(text, decoder)
    for _ in range(depth):
        while text.peek() == ",":
            text.expect(",")
            _key(text, decoder)
            text.value(decoder, 0)
        text.expect("}")
    if text.peek():
        raise FileError(
            f"{text.name} goes on after the end of its {'object' if depth else 'array'}.",
            "Check that it holds one array of objects.",
        )


class _Deep(str):
    """The text of an element that is nested too deep."""

    __slots__ = ()


def _row(value: Any, number: int) -> Numbered:
    if isinstance(value, _Deep):
        return number, value, _TOO_DEEP
    return (number, value, "") if isinstance(value, dict) else (number, value, "no object")


def _key(text: "_Text", decoder: json.JSONDecoder) -> str:
    key = text.value(decoder, 0)
    text.expect(":")
    return str(key)


def _enter(text: "_Text", decoder: json.JSONDecoder, records: str) -> int:
    """Go to the array at the path ``records``; how many objects it stands in. Raises FileError."""
    depth, left = 1, records
    text.expect("{")
    while text.peek() != "}":
        key = _key(text, decoder)
        if key == left and text.peek() == "[":
            return depth
        if left.startswith(f"{key}.") and text.peek() == "{":
            depth, left = depth + 1, left.removeprefix(f"{key}.")
            text.expect("{")
            continue
        text.value(decoder, 0)
        if text.peek() == ",":
            text.expect(",")
    raise FileError(f"{text.name} has no array {records!r}.", "Give --records the key that holds the rows.")


def _elements(text: "_Text", decoder: json.JSONDecoder) -> Iterator[Numbered]:
    """The elements of one array, decoded one after the other from a buffer."""
    text.expect("[")
    number = 0
    if text.peek() == "]":
        text.expect("]")
        return
    while True:
        number += 1
        yield _row(text.value(decoder, number), number)
        if text.peek() == "]":
            text.expect("]")
            return
        text.expect(",")


class _Text:
    """A buffer over parts of UTF-8 text, of which one element at least is held."""

    def __init__(self, parts: Iterator[bytes], name: str) -> None:
        self.name = name
        self._parts = parts
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._buffer = ""
        self._at = 0

    def _more(self) -> bool:
        part = next(self._parts, None)
        try:
            text = self._decoder.decode(part or b"", final=part is None)
        except UnicodeDecodeError as problem:
            raise FileError(
                f"{self.name} holds bytes that are no text in its encoding.",
                "Name the encoding (--encoding), such as cp949.",
            ) from problem
        if part is None:
            return False
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
        return True

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def expect(self, character: str) -> None:
        found = self.peek()
        if found != character:
            what = f"{found!r} stands" if found else "the file ends"
            raise FileError(
                f"{self.name} is no valid JSON: {what} where {character!r} should be.",
                "The file may have been cut off; check it.",
            )
        self._at += 1

    def value(self, decoder: json.JSONDecoder, number: int) -> Any:
        """The next element. More text is fetched while it may be incomplete."""
        while True:
            self.peek()
            try:
                value, end = decoder.raw_decode(self._buffer, self._at)
            except RecursionError as problem:
                raise self._invalid(number, _TOO_DEEP) from problem
            except ValueError as problem:
                end = -1
                cause = problem
            if end >= 0 and (end < len(self._buffer) or isinstance(value, dict | list | str)):
                return self._taken(value, end)
            if (end < 0 and len(self._buffer) - self._at > LONGEST_OBJECT) or not self._more():
                if end >= 0:
                    return self._taken(value, end)
                what = cause.msg if isinstance(cause, json.JSONDecodeError) else _reason(cause)
                raise self._invalid(number, f"{what[:1].lower()}{what[1:]}") from cause

    def _taken(self, value: Any, end: int) -> Any:
        """The value that ends there; one that is nested too deep as text."""
        start, self._at = self._at, end
        signs = self._buffer.count("[", start, end) + self._buffer.count("{", start, end)
        return _Deep(self._buffer[start:end]) if signs > MOST_DEPTH and too_deep(value) else value

    def _invalid(self, number: int, what: str) -> FileError:
        where = f"in element {number}" if number else "beside its rows"
        return FileError(
            f"{self.name} is no valid JSON {where}: {what}.", "The file may have been cut off; check it."
        )
