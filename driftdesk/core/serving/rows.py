"""Rows that were sent as an Arrow stream, read column by column; nothing in them is believed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind
from driftdesk.core.errors import FileError, ParameterError, SchemaError
from driftdesk.core.profiles.sample import Sample, is_coded
from driftdesk.core.serving.claims import Allowed, check_claims
from driftdesk.core.tables.values import unify

_TAKEN = {
    Kind.NUMERIC: (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean),
    Kind.DATETIME: (pa.types.is_timestamp, pa.types.is_date),
    Kind.BOOLEAN: (pa.types.is_boolean,),
    Kind.CATEGORICAL: (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_integer,
        pa.types.is_boolean,
    ),
    Kind.TEXT: (pa.types.is_string, pa.types.is_large_string),
}
"""Types of Arrow that a kind may come in, each also as a dictionary; ``null`` goes with all of them."""


class SentRows:
    """The stream in a file, memory-mapped: ``column`` may be called from any thread."""

    def __init__(self, path: Path, name: str, allowed: Allowed) -> None:
        """Raises FileError where it is no Arrow stream, ParameterError where it claims too much, SchemaError where a
        column's name comes twice."""
        self._name = name
        self._allowed = allowed
        with self._damages():
            self._content = (
                pa.memory_map(str(path)).read_buffer() if path.stat().st_size else pa.py_buffer(b"")
            )
        self.rows = check_claims(memoryview(self._content), allowed, name).rows
        with self._damages(), pa.ipc.open_stream(self._content) as reader:
            self.schema = reader.schema
            names = self.schema.names
            str(
                [field.type for field in self.schema]
            )  # what is no text in names and time zones shows itself here
        if len(set(names)) < len(names):
            raise SchemaError(f"{name} has a column twice.", "Give each column a name of its own.")

    def has(self, column: str) -> bool:
        return bool(self.schema.get_field_index(column) >= 0)

    def kind(self, column: str) -> Kind:
        """What a column is where nothing is said: by its type. Raises SchemaError."""
        kind_of = _plain_type(self.schema.field(column).type)
        for kind, fits in _TAKEN.items():
            truth = kind is Kind.NUMERIC and pa.types.is_boolean(kind_of)
            if not truth and any(fit(kind_of) for fit in fits):
                return kind
        if pa.types.is_null(kind_of):
            return Kind.CATEGORICAL
        raise self._unfit(column, "a kind of data that can be compared")

    def check_kind(self, column: str, kind: Kind) -> None:
        """Raises SchemaError where a column's type does not go with ``kind``."""
        plain = _plain_type(self.schema.field(column).type)
        if not (pa.types.is_null(plain) or any(fit(plain) for fit in _TAKEN[kind])):
            raise self._unfit(column, kind.value)

    def column(self, column: str, kind: Kind) -> pa.ChunkedArray:
        """All values of a column, of the type that the engine takes for ``kind``."""
        arrays = list(self._chunks(column))
        if sum(map(_decoded_size, arrays)) > self._allowed.decoded:
            raise ParameterError(
                f"{column} in {self._name} takes more than {self._allowed.decoded >> 20:,} MB once it is decoded.",
                "Send a sample of the rows, or its profile.",
            )
        with self._damages():
            chunks = [_normal(array, kind) for array in arrays]
        return unify(chunks, kind)

    def sample(self, column: str, kind: Kind) -> Sample:
        """Where the rows are a sample: a column of it. Raises SchemaError."""
        wanted = pa.uint32() if is_coded(kind) else pa.float64()
        if not self.has(column) or self.schema.field(column).type != wanted:
            raise SchemaError(
                f"{self._name} has no {column[:100]!r} of type {wanted}.",
                "A sample has all judged columns: numbers as float64, hashes of categories as uint32.",
            )
        chunks = [*self._chunks(column)]
        if any(chunk.null_count for chunk in chunks):
            raise SchemaError(
                f"{self._name} has nulls in {column[:100]!r}.", "Missing is NaN, or the hash 0."
            )
        return (
            np.concatenate([chunk.to_numpy() for chunk in chunks])
            if chunks
            else np.empty(0, wanted.to_pandas_dtype())
        )

    def profiles(self) -> dict[str, bytes]:
        """Where each row is a column's profile: packed, by the column's name. Raises SchemaError."""
        if self.schema.names != ["column", "profile"] or not _is_profiles(self.schema):
            raise SchemaError(
                f"{self._name} does not hold profiles.",
                "Send two columns: column (string) and profile (binary).",
            )
        found: dict[str, bytes] = {}
        size = 0
        with self._damages(), pa.ipc.open_stream(self._content) as reader:
            for batch in reader:
                batch.validate(full=True)
                size += batch.nbytes
                found.update(zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True))
        if None in found or None in found.values() or len(found) < self.rows:
            raise SchemaError(
                f"{self._name} has a name twice, or a missing value.", "Send one profile a column."
            )
        return found

    def _chunks(self, column: str) -> Iterator[pa.Array]:
        at = self.schema.get_field_index(column)
        options = pa.ipc.IpcReadOptions(included_fields=[at], use_threads=False)
        with self._damages(), pa.ipc.open_stream(self._content, options=options) as reader:
            for batch in reader:
                batch.validate(full=True)
                yield batch.column(0)

    def _unfit(self, column: str, what: str) -> SchemaError:
        return SchemaError(
            f"{column} in {self._name} is of Arrow type {str(self.schema.field(column).type)[:60]}, which is not "
            f"{what}.",
            "Numbers, truth values, timestamps, dates and strings (also as dictionaries) are taken.",
        )

    def _damages(self) -> "_Damages":
        return _Damages(self._name)


class _Damages:
    """What the library says of a damaged stream, in our words."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, _trace: object) -> None:
        if isinstance(problem, MemoryError):
            return
        if isinstance(problem, pa.ArrowException | OSError | UnicodeError | OverflowError):
            raise FileError(
                f"{self._name} is damaged: {str(problem).splitlines()[0][:200] if str(problem) else 'it cannot be read'}",
                "Send it again; it may have been cut off.",
            ) from problem


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _is_profiles(schema: pa.Schema) -> bool:
    name, profile = schema.field(0).type, schema.field(1).type
    return bool(
        (pa.types.is_string(name) or pa.types.is_large_string(name))
        and (pa.types.is_binary(profile) or pa.types.is_large_binary(profile))
    )


def _decoded_size(array: pa.Array) -> int:
    """Bytes without a dictionary, whose long values a single byte may name again and again."""
    if not pa.types.is_dictionary(array.type) or len(array) == 0:
        return int(array.nbytes)
    if pa.types.is_primitive(array.type.value_type):
        return 8 * len(array)
    lengths = pc.binary_length(array.dictionary).cast(pa.int64())
    return int(pc.sum(lengths.take(array.indices)).as_py() or 0) + 4 * len(array)


def _normal(array: pa.Array, kind: Kind) -> pa.Array:
    """``array`` in the type of its kind, numbers as they are."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_null(array.type):
        return array.cast(pa.float64() if kind in (Kind.NUMERIC, Kind.DATETIME) else pa.string())
    if kind is Kind.DATETIME:
        array = array.cast(
            pa.timestamp("us", array.type.tz) if _has_zone(array.type) else pa.timestamp("us"), safe=False
        )
        return array.cast(pa.timestamp("us"))
    if kind is Kind.NUMERIC:
        plain = pa.types.is_int64(array.type) or pa.types.is_float64(array.type)
        return array if plain else array.cast(pa.float64(), safe=False)
    if kind is Kind.BOOLEAN:
        return array
    return array if pa.types.is_string(array.type) else array.cast(pa.large_string())


def _has_zone(type_: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(type_) and type_.tz is not None)
