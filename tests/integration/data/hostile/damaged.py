"""Files of every format with flipped bits, zeros, or cut off: 4 of each, the same ones each time."""

import gzip
import json
from pathlib import Path

import pyarrow as pa

from tests.integration.data.hostile.case import Case, Either, case
from tests.integration.data.hostile.material import arrow, damaged, parquet, workbook, zipped, zstd

_ROWS = 300
_TABLE = pa.table(
    {
        "a": range(_ROWS),
        "b": [f"x{i % 7}é" for i in range(_ROWS)],
        "l": [[i, i + 1] for i in range(_ROWS)],
        "s": [{"p": i, "q": "z"} for i in range(_ROWS)],
        "k": pa.array([f"k{i % 3}" for i in range(_ROWS)]).dictionary_encode(),
    }
)
_CSV = ("a,b,c\n" + "\n".join(f'{i},"x,{i}",{i / 3}' for i in range(_ROWS))).encode()
_OBJECTS = [{"a": i, "b": {"c": "é" * 3, "l": [1, 2]}} for i in range(_ROWS)]

WHOLE: dict[str, bytes] = {
    "a.csv": _CSV,
    "a.tsv": _CSV.replace(b",", b"\t"),
    "utf16.csv": _CSV.decode().encode("utf-16"),
    "cp949.csv": ("이름,값\n" + "\n".join(f"한글{i},{i}" for i in range(_ROWS))).encode("cp949"),
    "a.json": json.dumps(_OBJECTS).encode(),
    "a.jsonl": "\n".join(json.dumps(o) for o in _OBJECTS).encode(),
    "a.parquet": parquet(_TABLE, compression="zstd"),
    "plain.parquet": parquet(_TABLE, compression="none"),
    "a.arrow": arrow(_TABLE, rows=100),
    "a.arrows": arrow(_TABLE, stream=True, rows=100),
    "a.feather": arrow(_TABLE, compression="zstd"),
    "a.xlsx": workbook([("a", "b"), *((i, f"x{i}") for i in range(_ROWS))]),
    "orders.xlsx": (Path(__file__).parents[3] / "data" / "orders.xlsx").read_bytes(),
    "a.csv.gz": gzip.compress(_CSV),
    "a.json.gz": gzip.compress(json.dumps(_OBJECTS).encode()),
    "a.csv.zst": zstd(_CSV),
    "a.parquet.zst": zstd(parquet(_TABLE)),
    "a.zip": zipped({"a.csv": _CSV}),
}

DAMAGED: list[Case] = [
    case(f"{name}, {how} {seed}", name, damaged(data, how, f"{name}{seed}"), Either(3 * _ROWS))
    for name, data in WHOLE.items()
    for how, seed in (("bits", 1), ("bits", 2), ("zeros", 3), ("cut", 4))
]
