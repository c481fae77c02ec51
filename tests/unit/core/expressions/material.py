"""A schema, a table of it, and strategies for columns with awkward values."""

import math
from datetime import datetime
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from driftdesk.core.entities import Column, Kind, Schema

SCHEMA = Schema(
    columns=tuple(
        Column(id=f"c{n}", name=name, kind=Kind(kind))
        for n, (name, kind) in enumerate(
            [
                ("a", "numeric"), ("b", "numeric"), ("x", "numeric"), ("y", "numeric"), ("plan", "categorical"),
                ("comment", "text"), ("flag", "boolean"), ("last login", "datetime"), ("at", "datetime"),
            ]
        )
    )
)  # fmt: skip
TYPES = {
    "a": pa.int64(), "b": pa.int64(), "x": pa.float64(), "y": pa.float64(), "plan": pa.string(),
    "comment": pa.string(), "flag": pa.bool_(), "last login": pa.timestamp("us"), "at": pa.timestamp("us"),
}  # fmt: skip

WHOLE = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**62, 10**18 + 1]),
    st.integers(-(2**63), 2**63 - 1),
)
REAL = st.one_of(
    st.integers(-5, 5).map(float),
    st.sampled_from([-0.0, 0.0, math.inf, -math.inf, math.nan, 1e308, 5e-324, 2.0**53, 0.1, 2.5]),
    st.floats(),
)
TEXT = st.one_of(
    st.sampled_from(
        ["", "a", "b", "free", "프리미엄 요금", "abcdefgh", "abcdefghi", "abcdefgh\0", "abc\0", "\U0010ffff"]
    ),
    st.text(max_size=12),
)
TIME = st.one_of(
    st.integers(-5, 5).map(lambda n: datetime(2024, 1, 1 + n % 28, n % 24, 30)),
    st.datetimes(datetime(1800, 1, 1), datetime(2400, 1, 1)),
)
OF_TYPE: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.int64(): WHOLE,
    pa.float64(): REAL,
    pa.string(): TEXT,
    pa.bool_(): st.booleans(),
    pa.timestamp("us"): TIME,
}


@st.composite
def tables(draw: st.DrawFn, names: tuple[str, ...] = tuple(TYPES), max_size: int = 12) -> pa.Table:
    """Some rows; in every column values may be missing."""
    rows = draw(st.integers(1, max_size))
    columns = {}
    for name in names:
        values = st.one_of(st.none(), OF_TYPE[TYPES[name]])
        columns[name] = pa.array(draw(st.lists(values, min_size=rows, max_size=rows)), TYPES[name])
    return pa.table(columns)
