"""What tests of ``driftdesk serve`` share: Arrow streams, requests, and who still runs."""

import json
import os
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pyarrow as pa

from driftdesk.core.serving.config import MB, ServingConfig

KEY = "a-key-for-tests-of-the-server"


def config(**changes: Any) -> ServingConfig:
    """A small server on a free port, with one key."""
    small = {
        "port": 0,
        "keys": (KEY,),
        "drain_seconds": 0.0,
        "requests_per_minute": 100_000,
        "memory_bytes": 1024 * MB,
    }
    return ServingConfig(**{**small, **changes})


def client(url: str, key: str | None = KEY, **options: Any) -> httpx.Client:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60, **options)


def table(rows: int = 500, shift: float = 0.0, seed: int = 0) -> pa.Table:
    random = np.random.default_rng(seed)
    return pa.table(
        {
            "age": random.normal(38 + 10 * shift, 10, rows),
            "plan": pa.array(random.choice(["free", "gold"], rows)).dictionary_encode(),
            "active": random.random(rows) < 0.5,
            "at": pa.array(np.arange(rows), pa.timestamp("s", "UTC")),
        }
    )


def arrow(table: pa.Table, step: int = 200, **options: Any) -> bytes:
    """``table`` as an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=step)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def parts(question: Any = None, **streams: bytes) -> dict[str, Any]:
    """``files`` for httpx: the question, and streams by the names of their parts (with _ for -)."""
    asked = question if isinstance(question, str | bytes) else json.dumps(question or {})
    sent: dict[str, Any] = {"analysis": ("analysis", asked, "application/json")}
    for name, content in streams.items():
        part = name.replace("_", "-")
        sent[part] = (part, content, "application/vnd.apache.arrow.stream")
    return sent


def both(shift: float = 1.0, rows: int = 500, **options: Any) -> dict[str, bytes]:
    """Two sides of rows, of which the numbers moved by ``shift`` standard deviations."""
    return {
        "reference_rows": arrow(table(rows), **options),
        "current_rows": arrow(table(rows, shift, 1), **options),
    }


def children() -> list[int]:
    """Processes that this one started and that are there still, of the server's kind."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if int(stat[1]) == os.getpid() and b"_serve" in words and stat[0] != "Z":
                found.append(int(folder.name))
    return found
