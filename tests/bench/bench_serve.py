"""`driftdesk serve` under load and under fire, against the same analysis without a server.

Needs ``wrk`` for the load (https://github.com/wg/wrk). DRIFTDESK_BENCH_SECONDS (5) is how long each load lasts,
DRIFTDESK_BENCH_BODIES (3000) how many hostile bodies are sent, DRIFTDESK_BENCH_CONNECTIONS (2000) how many idle connections.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.detection.protocol import AnalysisRequest
from driftdesk.core.detection.sending import profiles_stream
from driftdesk.core.entities import Kind
from driftdesk.core.profiles.encoding import to_bytes
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.serving.analysis import analyse_sent
from driftdesk.core.serving.claims import Allowed
from tests.support.hostile_arrow import catalogue, mutations
from tests.support.serving import arrow, parts, table

SECONDS = int(os.environ.get("DRIFTDESK_BENCH_SECONDS", "5"))
BODIES = int(os.environ.get("DRIFTDESK_BENCH_BODIES", "3000"))
CONNECTIONS = int(os.environ.get("DRIFTDESK_BENCH_CONNECTIONS", "2000"))
ROWS = 200_000
COLUMNS = 25
WAIT = {"prefer": "wait=30"}


@contextlib.contextmanager
def running(*options: str) -> Iterator[tuple[str, int]]:
    """Address and process of a server."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "driftdesk",
            "serve",
            "--data-dir",
            folder,
            "--no-key",
            "--port",
            "0",
        ]
        process = subprocess.Popen(
            [*command, "--rate", "1000000000", "--queue", "100", *options], stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        log = Path(folder) / "logs" / "driftdesk.log"
        url = next(json.loads(line)["url"] for line in process.stderr if '"listening"' in line)
        drained = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        try:
            yield url, process.pid
        finally:
            children = family(process.pid)
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
            drained.wait(10)
            left = [pid for pid in children if Path(f"/proc/{pid}").exists()]
            size = log.stat().st_size if log.exists() else 0
            print(f"  ended with exit code {code}; processes left: {len(left)}; log: {size:,} bytes")


def family(pid: int) -> list[int]:
    """The processes that ``pid`` started."""
    return [
        int(c)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for c in (task / "children").read_text().split()
    ]


def memory(pid: int) -> str:
    """Resident megabytes of the server and its workers."""
    sizes = []
    for one in (pid, *family(pid)):
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text())
        sizes.append(int(found.group(1)) // 1024 if found else 0)
    return " + ".join(map(str, sizes)) + " MB"


def load(url: str, connections: int, script: str = "") -> str:
    """What wrk says: requests a second, latencies, and errors."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        options = ["-s", file.name] if script else []
        command = [
            "wrk",
            "-t2",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "--timeout",
            "30s",
            "--latency",
            *options,
            url,
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+(\S+)", said)
    shares = dict(re.findall(r"(50|99)%\s+(\S+)", said))
    wrong = re.search(r"(Non-2xx.*|Socket errors.*)", said)
    return (
        f"{rate.group(1) if rate else '?'} requests/s, median {shares.get('50')}, p99 {shares.get('99')}"
        + (f"; {wrong.group(1).strip()}" if wrong else "; all answered with 200")
    )


def wide(seed: int) -> bytes:
    """Profiles of a side, as a stream."""
    random_ = np.random.default_rng(seed)
    profiles = {
        f"x{i}": profile_array(pa.array(random_.normal(size=ROWS)), Kind.NUMERIC) for i in range(COLUMNS)
    }
    return b"".join(profiles_stream(profiles))


def analysis_script(question: dict[str, object], streams: dict[str, bytes], file: Path) -> str:
    request = httpx.Request("POST", "http://x/", files=parts(question, **streams))
    file.write_bytes(request.read())
    return (
        f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "{request.headers["content-type"]}"\n'
        f'wrk.headers["Prefer"] = "wait=30"\nlocal f = io.open("{file}", "rb")\nwrk.body = f:read("*a")\n'
    )


def throughput() -> None:
    columns = [{"name": f"x{i}", "kind": "numeric"} for i in range(COLUMNS)]
    question = {"reference": {"columns": columns}, "current": {"columns": columns}}
    streams = {"reference_profiles": wide(0), "current_profiles": wide(1)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {k.replace("_", "-"): folder / k for k in streams}
        for key, content in streams.items():
            (folder / key).write_bytes(content)
        asked = AnalysisRequest.model_validate(question)
        allowed = Allowed(rows=10**9, columns=10**5, decoded=10**10)
        analyse_sent(asked, files, allowed, Context())
        times: list[float] = []
        while sum(times) < SECONDS / 2:
            began = time.perf_counter()
            analyse_sent(asked, files, allowed, Context())
            times.append(time.perf_counter() - began)
        alone = min(times)
        sent = sum(map(len, streams.values())) / 1e6
        print(
            f"  {COLUMNS} columns x {ROWS:,} rows a side, as profiles ({sent:.1f} MB): {alone * 1e3:.1f} ms without a server = 1"
        )
        with running() as (url, pid):
            print(f"  /healthz, 64 connections: {load(f'{url}/healthz', 64)}")
            script = analysis_script(question, streams, folder / "body")
            for connections in (1, 8, 32):
                print(
                    f"  analyses, {connections} connections: {load(f'{url}/v1/analyses', max(2, connections), script)}"
                )
            times = []
            with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
                for _ in range(20):
                    began = time.perf_counter()
                    answer = http.post("/v1/analyses", files=parts(question, **streams), headers=WAIT)
                    times.append(time.perf_counter() - began - answer.raise_for_status().json()["seconds"])
            one = sorted(times)[len(times) // 2]
            print(
                f"  what a request adds to the analysis, median: {one * 1e3:.1f} ms = {one / alone:.2f}; memory {memory(pid)}"
            )


def upload() -> None:
    """Rows in bulk: the server's own memory must not know of them."""
    random_ = np.random.default_rng(0)
    sides = [pa.table({f"x{i}": random_.normal(size=1_000_000) for i in range(12)}) for _ in range(2)]
    streams = {
        k: arrow(s, step=1 << 16) for k, s in zip(("reference_rows", "current_rows"), sides, strict=True)
    }
    sent = sum(map(len, streams.values())) / 1e6
    with running() as (url, pid), httpx.Client(base_url=url, trust_env=False, timeout=120) as http:
        before, began = memory(pid), time.perf_counter()
        answer = http.post("/v1/analyses", files=parts(**streams), headers={"prefer": "wait=60"})
        took = time.perf_counter() - began
        report = answer.raise_for_status().json()
        print(
            f"  12 columns x 1,000,000 rows a side, as rows ({sent:.0f} MB): {took:.2f} s, of which the analysis"
        )
        print(f"  {report['seconds']:.2f} s; memory before {before}, after {memory(pid)}")


def hostile() -> None:
    good = arrow(table(500), compression="zstd")
    profiles = profiles_of(table(500))
    question = {
        side: {"columns": [{"name": "age", "kind": "numeric"}, {"name": "plan", "kind": "categorical"}]}
        for side in ("reference", "current")
    }
    with running() as (url, pid), httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        http.post("/v1/analyses", files=parts(reference_rows=good, current_rows=good), headers=WAIT)
        before, statuses, slowest = memory(pid), Counter[int](), 0.0
        chance = random.Random(1)
        bodies = [parts(reference_rows=c, current_rows=c) for c in catalogue().values()]
        mills = (mutations(good, BODIES // 2, 1), mutations(profiles, BODIES - BODIES // 2, 2))
        bodies += [parts(reference_rows=good, current_rows=c) for c in mills[0]]
        bodies += [parts(question, reference_profiles=profiles, current_profiles=c) for c in mills[1]]
        chance.shuffle(bodies)
        began = time.perf_counter()
        for body in bodies:
            at = time.perf_counter()
            answer = http.post("/v1/analyses", files=body, headers=WAIT)
            slowest = max(slowest, time.perf_counter() - at)
            statuses[answer.status_code] += 1
            assert answer.status_code == 200 or "urn:driftdesk:problem:" in answer.text
        took = time.perf_counter() - began
        said = ", ".join(f"{n} x {status}" for status, n in sorted(statuses.items()))
        print(f"  {len(bodies)} hostile bodies in {took:.1f} s: {said}; slowest {slowest:.2f} s")
        print(
            f"  memory before {before}, after {memory(pid)}; health {http.get('/healthz').json()['status']}"
        )


def profiles_of(sent: pa.Table) -> bytes:
    kinds = {"age": Kind.NUMERIC, "plan": Kind.CATEGORICAL}
    packed = [to_bytes(profile_array(sent.column(n), k)) for n, k in kinds.items()]
    return arrow(pa.table({"column": list(kinds), "profile": pa.array(packed, pa.binary())}))


def idle() -> None:
    with running() as (url, pid), httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        host, port = url.removeprefix("http://").split(":")
        before, held = memory(pid), []
        for i in range(CONNECTIONS):
            with contextlib.suppress(OSError):
                held.append(socket.create_connection((host, int(port)), timeout=5))
                if i % 2:
                    held[-1].sendall(b"POST /v1/analyses HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
        refused = answered = 0
        for _ in range(50):
            try:
                answered += http.get("/healthz").status_code == 200
                refused += 0
            except httpx.TransportError:
                refused += 1
        during = memory(pid)
        for connection in held:
            connection.close()
        while True:
            with contextlib.suppress(httpx.TransportError):
                if http.get("/healthz").status_code == 200:
                    break
        print(
            f"  {len(held)} idle and half requests: memory {before}, then {during}; {answered} of 50 asked meanwhile were"
        )
        print(
            "  answered with 200, the others with 503 or closed (800 connections are taken at once); well again after"
        )


def main() -> None:
    if shutil.which("wrk") is None:
        sys.exit("Install wrk (apt-get install wrk).")
    throughput()
    upload()
    hostile()
    idle()


if __name__ == "__main__":
    main()
