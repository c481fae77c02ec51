"""What a server is told: where it listens, who may ask, and how much it takes."""

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

from driftdesk.core.detection.protocol import Limits

MB = 1 << 20


@dataclass(frozen=True)
class ServingConfig:
    """``keys`` empty: nobody needs one, which is for loopback only."""

    host: str = "127.0.0.1"
    port: int = 8766
    keys: tuple[str, ...] = ()
    tls_cert: Path | None = None
    tls_key: Path | None = None
    workers: int = 1
    """Analyses at once, each in a process of its own."""
    queue: int = 16
    """Analyses that wait, or are being uploaded."""
    body_bytes: int = 1024 * MB
    memory_bytes: int = 4096 * MB
    """Of a worker."""
    rows: int = 100_000_000
    columns: int = 10_000
    analysis_seconds: float = 300.0
    requests_per_minute: int = 600
    keep_seconds: float = 900.0
    drain_seconds: float = 30.0
    wait_seconds: float = 60.0
    head_seconds: float = 10.0
    """Within which the head of a request must have come, and a pause within a body must end."""
    upload_seconds: float = 600.0
    connections: int = 800

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def decoded_bytes(self) -> int:
        return self.memory_bytes

    @property
    def limits(self) -> Limits:
        return Limits(
            body_bytes=self.body_bytes,
            decoded_bytes=self.decoded_bytes,
            columns=self.columns,
            rows=self.rows,
            analysis_seconds=self.analysis_seconds,
            wait_seconds=self.wait_seconds,
            keep_seconds=self.keep_seconds,
            queue=self.queue,
            requests_per_minute=self.requests_per_minute,
        )

    def cores(self, worker: int) -> list[int]:
        """The cores of one worker: each gets its share."""
        there = (
            sorted(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else [*range(os.cpu_count() or 1)]
        )
        share = max(1, len(there) // self.workers)
        first = worker * share % len(there)
        return there[first : first + share]


def is_loopback(host: str) -> bool:
    """Whether ``host`` names this machine to itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
