"""Bodies that no server should believe: a catalogue, and a mill that makes more of a good one."""

import random
import struct
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from tests.support.serving import arrow


def catalogue() -> dict[str, bytes]:
    """Streams by what is wrong with them."""
    good = arrow(pa.table({"age": np.arange(1000.0), "plan": ["a", "b"] * 500}))
    packed = arrow(pa.table({"age": np.zeros(100_000)}), compression="zstd")
    word = "x" * 1_000_000
    long_word = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array([word]))
    return {
        "nothing": b"",
        "text": b"age,plan\n1,a\n" * 100,
        "zeros": bytes(10_000),
        "the end alone": b"\xff\xff\xff\xff\0\0\0\0",
        "a file, not a stream": b"ARROW1\0\0" + good,
        "half a stream": good[: len(good) // 2],
        "half a head": good[:20],
        "a head of two gigabytes": struct.pack("<Ii", 0xFFFFFFFF, 2**31 - 1) + good[8:],
        "a negative head": struct.pack("<Ii", 0xFFFFFFFF, -8) + good[8:],
        "two streams' schemas": good[: _schema_end(good)] * 2 + good[_schema_end(good) :],
        "rows before the schema": good[_schema_end(good) :],
        "a bomb of zeros": _claim_lengths(packed, 2**40),
        "a buffer of a negative length": _claim_lengths(packed, -5),
        "more rows than the world has": _claim_rows(arrow(pa.table({"age": pa.nulls(7777)})), 7777, 2**60),
        "a negative number of rows": _claim_rows(arrow(pa.table({"age": pa.nulls(7777)})), 7777, -1),
        "nested": arrow(pa.table({"age": [[1.0]] * 100})),
        "structs": arrow(pa.table({"age": [{"a": 1}] * 100})),
        "binary": arrow(pa.table({"age": [b"\xff"] * 100})),
        "no text in a text": _not_utf8(),
        "no text in a name": arrow(pa.table({"ageage": [1.0] * 100})).replace(
            b"ageage", b"\xff\xfe\xfd\xfc\xfb\xfa"
        ),
        "no text in a time zone": arrow(
            pa.table({"at": pa.array([1] * 100, pa.timestamp("s", "Xxxxxx"))})
        ).replace(b"Xxxxxx", b"\xff\xfe\xfd\xfc\xfb\xfa"),
        "indices beyond the dictionary": _wild_indices(),
        "offsets beyond the buffer": _wild_offsets(),
        "one long word a hundred thousand times": arrow(pa.table({"age": long_word})),
        "ten thousand and one columns": arrow(pa.table({f"c{i}": [1.0] for i in range(10_001)})),
        "a column twice": arrow(pa.table([[1.0], [2.0]], names=["age", "age"])),
        "a megabyte of metadata": arrow(
            pa.table({"age": [1.0]}).replace_schema_metadata({"k": "v" * 20_000_000})
        ),
    }


def mutations(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """``good`` with bits turned, stretches cut, doubled or overwritten, at random."""
    chance = random.Random(seed)
    for _ in range(count):
        content = bytearray(good)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(content))
            size = min(chance.choice((1, 4, 8, 64)), len(content) - at)
            match chance.randrange(5):
                case 0:
                    content[at] ^= 1 << chance.randrange(8)
                case 1:
                    content[at : at + size] = chance.randbytes(size)
                case 2:
                    del content[at : at + size]
                case 3:
                    content[at:at] = content[at : at + size]
                case _:
                    extreme = chance.choice((0, 1, -1, 2**31 - 1, -(2**31)))
                    content[at : at + 4] = struct.pack("<i", extreme)
            if not content:
                break
        yield bytes(content)


def _schema_end(stream: bytes) -> int:
    return 8 + int(struct.unpack_from("<i", stream, 4)[0])


def _claim_lengths(packed: bytes, length: int) -> bytes:
    """Compressed buffers of 200 rows (1,600 bytes) that say they are ``length`` long."""
    assert struct.pack("<q", 1600) in packed
    return packed.replace(struct.pack("<q", 1600), struct.pack("<q", length))


def _claim_rows(stream: bytes, rows: int, claimed: int) -> bytes:
    step = rows if struct.pack("<q", rows) in stream else 200
    return stream.replace(struct.pack("<q", step), struct.pack("<q", claimed))


def _not_utf8() -> bytes:
    return arrow(pa.table({"age": ["ab" * 10] * 100})).replace(b"ababab", b"\xff\xfe\xfd\xfc\xfb\xfa")


def _wild_indices() -> bytes:
    column = pa.DictionaryArray.from_arrays(pa.array([0x0101] * 150, pa.int16()), pa.array(["x"] * 258))
    return arrow(pa.table({"age": column})).replace(b"\x01\x01" * 150, b"\x7f\x7f" * 150)


def _wild_offsets() -> bytes:
    good = arrow(pa.table({"age": ["abc"] * 100}))
    return good.replace(struct.pack("<i", 150), struct.pack("<i", 2**31 - 1))
