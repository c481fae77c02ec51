"""Files of every format with flipped, missing and doubled bytes: a table, or a refusal with a hint; nothing else."""

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driftdesk.core.errors import DriftDeskError
from tests.unit.core.ingest.files import opened

ROWS = 300
TABLE = pa.table(
    {
        "a": range(ROWS),
        "b": [f"x{i % 7}é" for i in range(ROWS)],
        "l": [[i, i + 1] for i in range(ROWS)],
        "s": [{"p": i, "q": "z"} for i in range(ROWS)],
        "k": pa.array([f"k{i % 3}" for i in range(ROWS)]).dictionary_encode(),
    }
)
CSV = ("a,b,c\n" + "\n".join(f'{i},"x,{i}",{i / 3}' for i in range(ROWS))).encode()
OBJECTS = [{"a": i, "b": {"c": "é" * 3, "l": [1, 2]}} for i in range(100)]


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(TABLE, out, compression="zstd")
    return out.getvalue()


def arrow(stream: bool, compression: str | None = None) -> bytes:
    out = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(out, TABLE.schema, options=options) as writer:
        writer.write_table(TABLE, max_chunksize=100)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", CSV)
    return out.getvalue()


FILES = {
    "a.parquet": parquet(),
    "a.arrow": arrow(stream=False),
    "a.feather": arrow(stream=False, compression="zstd"),
    "a.arrows": arrow(stream=True),
    "a.xlsx": (Path(__file__).parents[3] / "data" / "orders.xlsx").read_bytes(),
    "a.csv": CSV,
    "utf16.csv": CSV.decode().encode("utf-16"),
    "cp949.csv": ("이름,값\n" + "\n".join(f"한글{i},{i}" for i in range(200))).encode("cp949"),
    "a.json": json.dumps(OBJECTS).encode(),
    "a.jsonl": "\n".join(json.dumps(o) for o in OBJECTS).encode(),
    "a.csv.gz": gzip.compress(CSV),
    "a.csv.zst": pa.Codec("zstd").compress(CSV, asbytes=True),
    "a.zip": zipped(),
}


def damaged(data: bytes, seed: str) -> bytes:
    dice = random.Random(seed)
    changed, at = bytearray(data), dice.randrange(len(data))
    match dice.choice(["flip", "flip", "cut", "zero", "double", "burst"]):
        case "flip":
            for _ in range(dice.choice([1, 3, 20])):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        case "cut":
            del changed[at:]
        case "zero":
            changed[at : at + 16] = bytes(16)
        case "double":
            changed[at:at] = changed[at : at + 50]
        case _:
            changed[at : at + 8] = b"\xff" * 8
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_become_tables_or_are_refused_with_a_hint(name: str) -> None:
    refused = 0
    for number in range(25):
        try:
            for batch in opened(name, damaged(FILES[name], f"{name}{number}")).batches():
                batch.table.validate(full=True)
                batch.table.to_pylist()
        except DriftDeskError as error:
            assert error.message
            assert error.hint
            refused += 1
    assert refused or name in ("a.csv", "cp949.csv", "utf16.csv", "a.jsonl")
