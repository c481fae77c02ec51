"""Parquet, Arrow and Feather: types that hardly anybody has, and files that lie about themselves."""

import datetime
import decimal

import pyarrow as pa

from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import arrow, parquet

ONE = pa.table({"a": [1, 2, 3], "b": ["x", "y", "z"]})
ROWS = 2000
TABLE = pa.table({"a": range(ROWS), "b": [f"x{i % 7}é" for i in range(ROWS)]})
DAY = datetime.datetime(2024, 1, 2)


def column(values: list[object], kind: pa.DataType) -> pa.Table:
    return pa.table({"a": pa.array(values, kind)})


def patched(data: bytes, at: int, new: bytes) -> bytes:
    at %= len(data)
    return data[:at] + new + data[at + len(new) :]


def dictionaries(kind: str) -> bytes:
    """Batches whose dictionaries grow (deltas) or change."""
    import io

    out = io.BytesIO()
    schema = pa.schema([("a", pa.dictionary(pa.int8(), pa.string()))])
    words = [["x", "y"], ["x", "y", "z"]] if kind == "delta" else [["x", "y"], ["q", "r", "s"]]
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=kind == "delta")
    with pa.ipc.new_stream(out, schema, options=options) as writer:
        for each in words:
            array = pa.DictionaryArray.from_arrays(pa.array(range(len(each)), pa.int8()), each)
            writer.write_batch(pa.record_batch([array], schema=schema))
    return out.getvalue()


def out_of_bounds() -> bytes:
    array = pa.DictionaryArray.from_arrays(pa.array([0, 99], pa.int8()), ["x"], safe=False)
    return arrow(pa.table({"a": array}))


def no_text() -> pa.Table:
    text = pa.array([b"x", b"\xff\xfe", b"z", b"w"], pa.binary()).view(pa.string())
    return pa.table({"a": text})


def nested(levels: int) -> pa.Table:
    kind: pa.DataType = pa.int64()
    value: object = 1
    for _ in range(levels):
        kind, value = pa.list_(kind), [value]
    return column([value], kind)


def objects(levels: int) -> pa.Table:
    kind: pa.DataType = pa.int64()
    value: object = 1
    for _ in range(levels):
        kind, value = pa.struct([("k", kind)]), {"k": value}
    return column([value, value], kind)


def long_dictionary() -> pa.Table:
    """A megabyte, 3,000 times: small in the file alone."""
    indices = pa.array([0] * 3000, pa.int32())
    return pa.table({"a": pa.DictionaryArray.from_arrays(indices, ["x" * (1 << 20)]), "b": range(3000)})


TYPES: list[Case] = [
    case("decimals of 256 bits", "a.parquet", parquet(column([decimal.Decimal("1e70"), decimal.Decimal("1.5")], pa.decimal256(76, 2))), Read({"a": [1e70, 1.5]})),
    case("decimals of 38 digits", "a.arrow", arrow(column([decimal.Decimal("9" * 38), None], pa.decimal128(38, 0))), Read({"a": [1e38, None]})),
    case("unsigned integers of 64 bits", "a.parquet", parquet(column([2**64 - 1, 1], pa.uint64())), Read({"a": [float(2**64), 1.0]})),
    case("times of 96 bits", "a.parquet", parquet(column([DAY, None], pa.timestamp("ns")), use_deprecated_int96_timestamps=True), Read({"a": [DAY, None]})),
    case("times in nanoseconds with a zone", "a.arrow", arrow(column([DAY, None], pa.timestamp("ns", "Asia/Seoul"))), Read({"a": [DAY, None]})),
    case("times beyond the year 9999", "a.arrow", arrow(column([2**60, 1], pa.int64()).cast(pa.schema([("a", pa.timestamp("us"))]))), Read(rows=2)),
    case("times in seconds that microseconds cannot say", "a.arrow", arrow(column([2**62, 1], pa.int64()).cast(pa.schema([("a", pa.timestamp("s"))]))), Read(rows=2)),
    case("durations", "a.parquet", parquet(column([datetime.timedelta(days=1, seconds=2), None], pa.duration("us"))), Read(rows=2)),
    case("times of day", "a.arrow", arrow(column([datetime.time(1, 2), None], pa.time64("ns"))), Read(rows=2)),
    case("months and days", "a.arrow", arrow(column([pa.MonthDayNano([1, 2, 3]), None], pa.month_day_nano_interval())), Read(rows=2)),
    case("half floats with NaN and infinity", "a.arrow", arrow(column([1.5, float("nan"), float("inf")], pa.float16())), Read({"a": [1.5, None, float("inf")]})),
    case("large strings", "a.parquet", parquet(column(["x", None], pa.large_string())), Read({"a": ["x", None]})),
    case("views of strings", "a.arrow", arrow(column(["x", "y" * 50], pa.string_view())), Read({"a": ["x", "y" * 50]})),
    case("bytes, which become JSON", "a.parquet", parquet(column([b"x", b"\xff\xfe", b"z", b"w"], pa.binary())), Read(rows=4)),
    case("large bytes", "a.arrow", arrow(column([b"x", b"yy"], pa.large_binary())), Read(rows=2)),
    case("bytes of a fixed width", "a.parquet", parquet(column([b"xy", b"zw"], pa.binary(2))), Read(rows=2)),
    case("strings that are no text", "a.arrow", arrow(no_text()), Read({"a": ["x", "z", "w"]}, rejects=[(2, "no text")])),
    case("a column of nothing", "a.parquet", parquet(pa.table({"a": pa.nulls(3), "b": [1, 2, 3]})), Read({"a": [None] * 3, "b": [1, 2, 3]})),
    case("lists, maps and structures", "a.parquet", parquet(pa.table({"l": [[1], None], "m": pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int64())), "s": [{"p": 1}, None]})), Read(rows=2)),
    case("lists nested 60 deep", "a.arrow", arrow(nested(60)), Read(rows=1)),
    case("structures nested 60 deep", "a.arrow", arrow(objects(60)), Read(rows=2)),
    case("a structure without fields", "a.arrow", arrow(column([{}, {}], pa.struct([]))), Read(rows=2)),
    case("run-end encoded values", "a.arrow", arrow(pa.table({"a": pa.RunEndEncodedArray.from_arrays([2, 3], ["x", "y"])})), Read({"a": ["x", "x", "y"]})),
    case("a union", "a.arrow", arrow(pa.table({"a": pa.UnionArray.from_dense(pa.array([0, 1], pa.int8()), pa.array([0, 0], pa.int32()), [pa.array([1]), pa.array(["x"])])})), Read(rows=2)),
    case("dictionaries that grow", "a.arrows", dictionaries("delta"), Read({"a": ["x", "y", "x", "y", "z"]})),
    case("dictionaries that change", "a.arrows", dictionaries("other"), Read({"a": ["x", "y", "q", "r", "s"]})),
    case("a dictionary of numbers", "a.parquet", parquet(pa.table({"a": pa.array([5, 6, 5]).dictionary_encode()})), Read({"a": [5, 6, 5]})),
    case("indices beyond their dictionary", "a.arrow", out_of_bounds(), Refused("damaged")),
    case("a megabyte 3,000 times by a dictionary of Parquet", "a.parquet", parquet(long_dictionary()), Refused("the same long text")),
    case("a megabyte 3,000 times by a dictionary of Arrow", "a.arrow", arrow(long_dictionary()), Refused("the same long text")),
    case("a megabyte 50 times by a dictionary of Parquet", "a.parquet", parquet(long_dictionary().slice(0, 50)), Read(rows=50)),
    case("a megabyte 50 times by a dictionary of Arrow", "a.arrow", arrow(long_dictionary().slice(0, 50)), Read(rows=50)),
    case("names that repeat", "a.parquet", parquet(pa.table([[1], [2], [3]], names=["a", "a", ""])), Read({"a": [1], "a_2": [2], "column_3": [3]})),
    case("1,000 columns in Parquet", "a.parquet", parquet(pa.table({f"c{i}": [1] for i in range(1000)})), Read(rows=1)),
]  # fmt: skip

FORGED: list[Case] = [
    case("Parquet without rows", "a.parquet", parquet(ONE.slice(0, 0)), Refused("no rows")),
    case("Parquet without columns", "a.parquet", parquet(pa.table({"a": [1]}).select([])), Refused("no rows")),
    case("Parquet of 12 bytes", "a.parquet", b"PAR1\0\0\0\0PAR1", Refused("damaged")),
    case("a footer of 4 GB", "a.parquet", patched(parquet(ONE), -8, b"\xff\xff\xff\xff"), Refused("damaged")),
    case("a footer that is a page", "a.parquet", patched(parquet(ONE), -8, b"\x10\0\0\0"), Refused("damaged")),
    case("a footer of noise", "a.parquet", patched(parquet(ONE), -200, bytes(range(100))), Refused("damaged")),
    case("a page of noise", "a.parquet", patched(parquet(TABLE, compression="zstd"), 60, bytes(range(200))), Refused("damaged")),
    case("the header of a page says 2 GB", "a.parquet", patched(parquet(ONE, compression="none"), 4, b"\x15\x04\x15\xfe\xff\xff\xff\x0f"), Refused("damaged")),
    case("an encrypted Parquet file", "a.parquet", b"PARE" + parquet(ONE)[4:-4] + b"PARE", Refused("")),
    case("Arrow without its end", "a.arrow", arrow(TABLE)[:-300], Refused("damaged")),
    case("a stream without its end", "a.arrows", arrow(TABLE, stream=True)[:-5000], Refused("damaged")),
    case("a schema of 2 GB", "a.arrows", b"\xff\xff\xff\xff\xff\xff\xff\x7f" + arrow(ONE, stream=True)[8:], Refused("damaged")),
    case("a stream of nothing", "a.arrows", b"\xff\xff\xff\xff\0\0\0\0", Refused("damaged|no rows")),
    case("an Arrow file of its magic alone", "a.arrow", b"ARROW1\0\0ARROW1", Refused("damaged")),
    case("Feather of the first version", "a.feather", b"FEA1" + bytes(100), Refused("first version")),
]  # fmt: skip
